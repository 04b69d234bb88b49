"""Frames of a brief: the largest partners, the seats, the losses and the state’s own facts.

Each frame keeps year, basis and source of every figure, and where there is none the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from steppe.influence import vulnerability
from steppe.influence.bases import CONCEPTS
from steppe.influence.trade import largest, trade_years
from steppe.report.shared.seats import spells as seats_of
from steppe.world.dates import TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steppe.world.actors import Actor
from steppe.world.world import World

MOST_PARTNERS = 8
CUTS = ("trade", "remittances", "energy", "debt", "lending")
"""Layers of which a loss or a stated share is given."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the state itself: what it is, its value, year and source."""

    what: str
    value: float
    year: int
    source: str


# -------------------------------------------------------------------- partners
def partners(world: World, actor: Actor) -> pd.DataFrame:
    """The eight largest partners in goods in the latest year on record: rows of `influence.trade.largest`."""
    return largest(world, actor, trade_years(world)[-1]).head(MOST_PARTNERS)


# ----------------------------------------------------------------------- seats
def spells(world: World, actor: Actor) -> pd.DataFrame:
    """Spells of the state in all bodies, towards all, with title, kind and leader of the body and its forerunner.

    Spells towards one state only are left out; `departures` of `steppe.report.shared.seats` has them.
    """
    code = actor.seat
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
def losses(
    world: World, known: pd.DataFrame, cells: pd.DataFrame, actor: Actor, powers: Sequence[str], trade_year: int
) -> pd.DataFrame:
    """What the state loses when a power cuts a layer, each layer in the latest year that it has figures for.

    Parameters
    ----------
    known, cells
        Its rows of `dependence` of every year, and the latest of them.

    Returns
    -------
    Rows of `steppe.influence.vulnerability`; a layer without any figure has the reasons of its latest year.
    """
    last = cells[cells["known"]].groupby("layer")["year"].max()
    years = {layer: int(last.get(layer, TODAY.year - 3)) for layer in CUTS} | {"trade": trade_year}
    frames = [
        vulnerability(
            world, actor.name, list(powers), [layer for layer in CUTS if years[layer] == year], year, known=known
        )
        for year in sorted(set(years.values()))
    ]
    frame = pd.concat(frames, ignore_index=True)
    order = frame["layer"].map({layer: place for place, layer in enumerate(CUTS)})
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


# ----------------------------------------------------------------------- facts
_FACT = """
with one as (
    select state, year, arg_min(value, not starts_with(source, 'weo-')) as value,
           arg_min(source, not starts_with(source, 'weo-')) as source
    from macro where concept = ? and status <> 'projection' and list_contains(?::varchar[], state) and year <= ?
    group by state, year)
select year, sum(value) as value, string_agg(distinct source, ';') as source from one
group by year having count(*) = ? order by year desc limit 1
"""


def facts(world: World, actor: Actor, year: int) -> tuple[Fact, ...]:
    """GDP (million current USD) and population (persons) of the latest year up to one, as far as they are known."""
    members = list(actor.states)
    found = []
    for what, concept in CONCEPTS.items():
        rows = world.sql(_FACT, [concept, members, year, len(members)])
        found += [Fact(what, float(row.value), int(row.year), row.source) for row in rows.itertuples()]
    return tuple(found)
