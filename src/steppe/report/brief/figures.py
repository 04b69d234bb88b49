"""Figures of a brief: the latest of every layer and power, the largest partners, the seats and the losses.

Each frame keeps year, basis and source of every figure, and where there is none the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from steppe.influence import LAYERS, vulnerability
from steppe.influence.bases import CONCEPTS
from steppe.report.shared.seats import spells as seats_of
from steppe.world.dates import TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steppe.world.actors import Actor
    from steppe.world.world import World

MOST_PARTNERS = 8
NOT_STATES = ("EUU",)
CUTS = ("trade", "remittances", "energy", "debt", "lending")
"""Layers of which a loss or a stated share is given."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the state itself: what it is, its value, year and source."""

    what: str
    value: float
    year: int
    source: str


# ---------------------------------------------------------------------- layers
def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """The latest figure of each layer and power, or the reason why there is none in the layer's latest year.

    Parameters
    ----------
    frame
        One state's rows of `steppe.influence.dependence`.

    Returns
    -------
    The rows in the order of layers and powers, with `known` (a share or an amount), `when` (the year, the window or
    `mixed`) and title, whole, weight, parts, annual and defects of the layer.
    """
    order = {name: place for place, name in enumerate(LAYERS)}
    known = frame["share"].notna() | frame["amount"].notna()
    until = frame["year"].where(known).groupby(frame["layer"]).transform("max").fillna(frame["year"])
    rows = frame.assign(known=known, place=frame["layer"].map(order), column=range(len(frame)))
    rows = rows[rows["known"] | (rows["year"] <= until)]
    last = rows.sort_values(["known", "year"], kind="stable").groupby(["layer", "partner"], sort=False).tail(1)
    last = last.sort_values(["place", "column"]).drop(columns=["place", "column"]).reset_index(drop=True)
    for name in ("title", "whole", "weight", "parts", "annual", "defects"):
        last[name] = [getattr(LAYERS[layer], name) for layer in last["layer"]]
    last["when"] = [_when(row.year, row.note) for row in last.itertuples()]
    return _row_years(last)


def _when(year: int, note: object) -> str:
    """The year of a figure, or the years it is of where its note says so."""
    words = note if isinstance(note, str) else ""
    window = re.search(r"deliveries of (\d{4})-\d{2}(\d{2})", words)
    if window:
        return f"{window[1]}–{window[2]}"
    return "mixed" if "mixed years" in words else str(year)


def _row_years(last: pd.DataFrame) -> pd.DataFrame:
    """The rows with `row_when`, the year that most figures of the layer are of; the latest where several tie."""
    said = {}
    for layer, own in last[last["known"]].groupby("layer"):
        words = own.loc[own["share"].fillna(0) > 0, "when"]
        counts = (words if len(words) else own["when"]).value_counts()
        said[layer] = max(counts[counts == counts.max()].index)
    zero = last["share"].eq(0) & last["layer"].isin(("arms", "arms_decade", "language"))
    row_when = pd.Series([said.get(layer) for layer in last["layer"]], index=last.index, dtype=object)
    return last.assign(row_when=row_when, when=last["when"].mask(zero & row_when.notna(), row_when))


def first_year(world: World, actor: Actor) -> int:
    """The year in which a state began, 0 where it did before any figure: what is recorded of it earlier is a trace."""
    start = world.sql("select start from states where state = ?", [actor.name])["start"].dropna()
    return 0 if start.empty else int(start.iloc[0].year)


def series(frame: pd.DataFrame, since: int = 0) -> pd.DataFrame:
    """Yearly shares of the layers that are observed every year: layer, partner, year, share, basis, imputed."""
    annual = frame["layer"].map({name: layer.annual for name, layer in LAYERS.items()})
    kept = frame[annual & frame["share"].notna() & (frame["year"] >= since)]
    return kept[["layer", "partner", "year", "share", "basis", "imputed"]].reset_index(drop=True)


# -------------------------------------------------------------------- partners
_PARTNERS = """
with own as (
    select importer as partner, value, basis, source, true as sold from trade
    where year = $2 and list_contains($1::varchar[], exporter) and not list_contains($1::varchar[], importer)
    union all
    select exporter, value, basis, source, false from trade
    where year = $2 and list_contains($1::varchar[], importer) and not list_contains($1::varchar[], exporter))
select partner, sum(value) as value, coalesce(sum(value) filter (sold), 0) as exports,
       coalesce(sum(value) filter (not sold), 0) as imports,
       coalesce(sum(value) filter (basis = 'imputed'), 0) as imputed, string_agg(distinct source, ';') as source,
       sum(sum(value)) over () as total
from own group by partner order by value desc, partner
"""
_ERRORS = """
select exporter, importer, reason from trade_review where kind = 'error' and year = ?
"""


def partners(world: World, actor: Actor) -> pd.DataFrame:
    """The largest partners in goods, single states, in the latest year on record.

    Returns
    -------
    At most eight rows: partner, value, exports, imports (million USD), share (0..1), imputed (share by value), basis,
    source, year, withheld (why a figure that fails a check is not shown, or None).
    """
    year = int(world.sql("select max(year) as year from trade")["year"].iloc[0])
    frame = world.sql(_PARTNERS, [list(actor.members), year])
    errors = world.sql(_ERRORS, [year])
    failed = {
        other: row.reason
        for row in errors.itertuples()
        for mine, other in ((row.exporter, row.importer), (row.importer, row.exporter))
        if mine in actor.members
    }
    frame["share"] = frame["value"] / frame["total"]
    frame["imputed"] = frame["imputed"] / frame["value"]
    frame["basis"] = frame["imputed"].ge(0.005).map({True: "imputed", False: "reconciled"})
    frame["withheld"] = [failed.get(partner) for partner in frame["partner"]]
    return frame.assign(year=year).head(MOST_PARTNERS)


# ----------------------------------------------------------------------- seats
def spells(world: World, actor: Actor) -> pd.DataFrame:
    """Spells of the state in all bodies, towards all, with title, kind and leader of the body and its forerunner.

    Spells towards one state only are left out; `departures` of `steppe.report.shared.seats` has them.
    """
    code = "EUU" if actor.bloc else actor.name
    own = world.spells(state=code)
    bodies = sorted(set(own["organization"]))
    found = seats_of(world, bodies)
    found = found[found["state"] == code]
    about = world.sql("select organization, title, kind, successor_of from organizations")
    return found.merge(about, on="organization", how="left", validate="many_to_one").sort_values(
        ["start", "organization"], ignore_index=True
    )


def held(found: pd.DataFrame, on: date) -> pd.DataFrame:
    """The spells of `spells` that hold on a day, towards all."""
    moment = pd.Timestamp(on)
    return found[(found["start"] <= moment) & (found["end"].isna() | (found["end"] > moment)) & found["towards"].isna()]


# ---------------------------------------------------------------------- losses
def losses(world: World, cells: pd.DataFrame, actor: Actor, powers: Sequence[str], trade_year: int) -> pd.DataFrame:
    """What the state loses when a power cuts a layer, each layer in the latest year that it has figures for.

    Returns
    -------
    Rows of `steppe.influence.vulnerability`; a layer without any figure has the reasons of its latest year.
    """
    frames = []
    for layer in CUTS:
        own = cells[cells["layer"] == layer]
        year = trade_year if layer == "trade" else int(own.loc[own["known"], "year"].max() if own["known"].any() else 0)
        frames.append(vulnerability(world, actor.name, list(powers), [layer], year or TODAY.year - 3))
    return pd.concat(frames, ignore_index=True)


# ----------------------------------------------------------------------- facts
_FACT = """
with one as (
    select state, year, arg_min(value, source <> 'weo-2025-10') as value,
           arg_min(source, source <> 'weo-2025-10') as source
    from macro where concept = ? and status <> 'projection' and list_contains(?::varchar[], state) and year <= ?
    group by state, year)
select year, sum(value) as value, string_agg(distinct source, ';') as source from one
group by year having count(*) = ? order by year desc limit 1
"""


def facts(world: World, actor: Actor, year: int) -> tuple[Fact, ...]:
    """GDP (million current USD) and population (persons) of the latest year up to one, as far as they are known."""
    members = [member for member in actor.members if member not in NOT_STATES]
    found = []
    for what, concept in CONCEPTS.items():
        rows = world.sql(_FACT, [concept, members, year, len(members)])
        found += [Fact(what, float(row.value), int(row.year), row.source) for row in rows.itertuples()]
    return tuple(found)
