"""Frames of the overview: trade, votes, debt to China, remittances from Russia, Russian forces.

Every frame has one row a figure with `basis`, `source` and, where there is none, `missing`: the reason. The figures are
those of `steppe.influence`. Only votes of the start are pooled over three years, Σ agreement × votes / Σ votes, because
few roll calls are held in one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.influence import figures, mutual_trade
from steppe.influence.latest import latest
from steppe.influence.layer import YEARS
from steppe.influence.readers.security import NOT_CONSENTED, sites
from steppe.influence.reasons import worded
from steppe.influence.trade import failed_checks, goods, single_states, whole
from steppe.world.actors import actor, actors
from steppe.world.basis import WEAKEST_SQL, weakest
from steppe.world.world import World

ANCHORS = (2000, 2010, 2019)
"""Years shown beside the latest: the first on record, after the crisis of 2008-09, before the pandemic."""
PARTNERS = ("RUS", "CHN", "EU")
VOTERS = ("RUS", "CHN", "USA")
THEN = (1992, 1994)
"""First and last year of the votes of the start."""
FORCE_WORDS = {
    "base": "base",
    "air": "air detachment",
    "radar_space": "radar or space site",
    "radar_comm": "radar and communications",
    "space": "space launch site",
    "test_range": "test range",
    "border_guards": "border guards",
    "peacekeeping": "peacekeepers",
    "deployment": "deployment",
    "operation": "operation",
    "unconsented": "forces without the host’s consent",
    "occupation": "occupation",
}
_THEN = f"""
select state_a as state, state_b as partner, sum(agreement * votes) / sum(votes) as share, {WEAKEST_SQL} as basis,
       string_agg(distinct source, ';') as source
from un_agreement
where list_contains(?::varchar[], state_a) and list_contains(?::varchar[], state_b) and year between ? and ?
group by all
"""


# ------------------------------------------------------------------------- trade
def years_shown(recorded: Sequence[int]) -> tuple[int, ...]:
    """The anchors before the latest year on record, and that year."""
    if not recorded:
        return ()
    return (*(year for year in ANCHORS if year in recorded and year < recorded[-1]), recorded[-1])


def trade(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Trade of each state with Russia, China and the EU-27 in each year.

    Returns
    -------
    One row a state, partner and year: share (0..1), amount and total (million USD), imputed and imputed_total (shares
    of these by value), basis, source, record, missing, withheld (whether a figure fails a check and is left out).
    """
    frame = figures(world, states, PARTNERS, "trade", years)[
        ["state", "partner", "year", "share", "amount", "basis", "source", "record", "missing"]
    ]
    parts = goods(world, actors(world, states), actors(world, PARTNERS), years)
    keys = ["state", "partner", "year"]
    frame = frame.merge(parts[[*keys, "total", "imputed", "imputed_total"]], on=keys, how="left", validate="one_to_one")
    gone = pd.MultiIndex.from_frame(failed_checks(world)[keys])
    frame["withheld"] = pd.MultiIndex.from_frame(frame[keys]).isin(gone)
    frame.loc[frame["withheld"], ["total", "imputed", "imputed_total"]] = np.nan
    return frame


def first_partners(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """The first trade partner of each state, the EU-27 taken as one: state, year, partner, share, basis, source,
    record."""
    union = actor(world, "EU")
    partners = [union, *(one for one in single_states(world) if one.name not in union.members)]
    frame = goods(world, actors(world, states), partners, years)
    first = frame.sort_values(["amount", "partner"], ascending=[False, True]).drop_duplicates(["state", "year"])
    columns = ["state", "year", "partner", "share", "basis", "source", "record"]
    return first.sort_values(["state", "partner", "year"], ignore_index=True)[columns]


def imputed_totals(frame: pd.DataFrame, year: int) -> pd.Series:
    """Share by value of each state's trade of that year that is imputed, with all partners."""
    known = frame[(frame["year"] == year) & frame["imputed_total"].notna()]
    return known.groupby("state", sort=False)["imputed_total"].first()


def review(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Pairs of these states that fail a check in these years.

    Returns
    -------
    Columns year, state, partner, share (0..1, of the state's total), reason, withheld: whether the pair would be
    shown and is not.
    """
    frame = failed_checks(world)
    frame = frame[frame["state"].isin(states) & frame["year"].isin(years)].reset_index(drop=True)
    totals = pd.DataFrame(whole(world, actors(world, states), years), index=list(years), columns=list(states))
    shares = [row.value / totals.at[row.year, row.state] for row in frame.itertuples()]
    frame = frame.assign(share=shares, withheld=frame["partner"].isin(PARTNERS))
    return frame[["year", "state", "partner", "share", "reason", "withheld"]]


def mutual(world: World, years: Sequence[int]) -> pd.DataFrame:
    """The rows of `steppe.influence.mutual_trade` of the CIS and the EAEU that are weighted by trade."""
    frame = mutual_trade(world, ("CIS", "EAEU"), years)
    return frame[frame["weighting"].eq("trade")].reset_index(drop=True)


# ------------------------------------------------------------------------- votes
def votes(world: World, states: Sequence[str], until: int) -> pd.DataFrame:
    """Share of UN General Assembly roll calls on which a state voted as Russia, China and the United States did.

    Returns
    -------
    One row a state, partner and time (`then`, `now`): share (0..1), first, last (years), basis, source, missing.
    """
    now = last_figures(world, states, VOTERS, "votes", until)
    last = now["year"].fillna(now["year"].max()).astype(int)
    now = now.assign(time="now", first=last, last=last)
    then = now[["state", "partner"]].assign(time="then", first=THEN[0], last=THEN[1])
    pooled = world.sql(_THEN, [list(states), list(VOTERS), *THEN])
    then = then.merge(pooled[pooled["state"] != pooled["partner"]], on=["state", "partner"], how="left")
    if THEN[1] > until:
        then["share"] = np.nan
    then["missing"] = then["share"].isna().map({True: "fewer than ten votes in common on record", False: None})
    columns = ["state", "partner", "time", "first", "last", "share", "basis", "source", "missing"]
    return pd.concat([then[columns], now[columns]], ignore_index=True)


# -------------------------------------------------------------------------- ties
def last_figures(world: World, states: Sequence[str], on: str | Sequence[str], layer: str, until: int) -> pd.DataFrame:
    """Latest figures of one layer up to a year; a row has a year or, in `missing`, the reason why it has no figure."""
    frame = latest(worded(figures(world, states, on, layer, range(1990, min(until, YEARS[-1]) + 1))))
    return frame.assign(year=frame["year"].where(frame["known"]), missing=frame["missing"].mask(frame["known"], None))


def russian_forces(world: World, states: Sequence[str], year: int) -> pd.DataFrame:
    """Russian forces and military sites on the soil of each state in a year.

    Returns
    -------
    One row a state: partner (RUS), sites (how many), troops (sum of the sites whose strength is on record; NaN if none
    is), unknown (sites without a strength), contested (whether any stands without the host's consent), kinds (in
    words, largest first), names, basis, source, missing.
    """
    there = sites(world)
    there = there[(there["partner"] == "RUS") & (there["year"] == year)]
    there = there.sort_values(["troops", "site"], ascending=[False, True], na_position="last")
    return pd.DataFrame([_forces(state, there[there["state"] == state]) for state in states])


def _forces(state: str, here: pd.DataFrame) -> dict[str, object]:
    counted = here[here["troops"].notna()]
    used = counted if len(counted) else here
    kinds = dict.fromkeys(FORCE_WORDS.get(kind, kind.replace("_", " ")) for kind in here["kind"])
    return {
        "state": state,
        "partner": "RUS",
        "sites": len(here),
        "troops": float(counted["troops"].sum()) if len(counted) else np.nan,
        "unknown": len(here) - len(counted),
        "contested": bool(here["kind"].isin(NOT_CONSENTED).any()),
        "kinds": "; ".join(kinds),
        "names": "; ".join(here["site"]),
        "basis": weakest(used["basis"]) if len(used) else None,
        "source": ";".join(sorted(set(here["source"]))) or None,
        "missing": None if len(here) else "itself" if state == "RUS" else "none on record",
    }
