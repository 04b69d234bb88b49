"""Other ties of a state to the powers: votes alike, debt to China, remittances from Russia, Russian forces.

Every frame has one row a state (and power) with `basis` and, where there is no figure, `missing`: the reason.
Votes of the start are pooled over three years, Σ agreement × votes / Σ votes, because few roll calls are held in one.
Pairs with fewer than ten votes in common in a year are not in the table; from 2020 it has published rates of sessions,
without the number of votes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from steppe.world.world import World

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
_VOTES = """
select state_a as state, state_b as partner,
       sum(agreement * coalesce(votes, 1)) / sum(coalesce(votes, 1)) as value, sum(votes) as votes,
       min(year) as first, max(year) as last, max(basis) as basis,
       string_agg(distinct source, ';') as source
from un_agreement
where list_contains(?::varchar[], state_a) and list_contains(?::varchar[], state_b)
  and year between ? and ?
group by all
"""
_GDP = """
select state, year, value from macro where concept = 'gdp_usd' and year <= ?
qualify row_number() over (
    partition by state, year order by status = 'actual' desc, source like 'weo%' desc, source) = 1
"""
_REMITTANCES = """
select receiver as state, year, value, basis, source from remittances where sender = 'RUS' and year <= ?
order by year, case when basis = 'estimated' then 0 when confidence = 'low' then 1 else 2 end, source
"""


def votes(world: World, states: Sequence[str], until: int) -> pd.DataFrame:
    """Share of UN General Assembly roll calls on which a state voted as Russia, China and the United States did.

    Returns
    -------
    One row a state, partner and time (`then`, `now`): value (0..1), votes, first, last (years), basis, missing.
    """
    latest = world.sql("select max(year) as year from un_agreement where year <= ?", [until])["year"].iloc[0]
    now = int(latest) if pd.notna(latest) else until
    spans = {"then": THEN, "now": (now, now)}
    frames = []
    for time, (first, last) in spans.items():
        found = world.sql(_VOTES, [list(states), list(VOTERS), first, last])
        grid = pd.MultiIndex.from_product([states, VOTERS], names=["state", "partner"])
        frame = found.set_index(["state", "partner"]).reindex(grid).reset_index()
        frame["first"], frame["last"], frame["time"] = first, last, time
        if last > until:
            frame["value"] = float("nan")
        frames.append(frame)
    frame = pd.concat(frames, ignore_index=True)
    itself = frame["state"] == frame["partner"]
    reason = itself.map({True: "itself", False: "fewer than ten votes in common on record"})
    frame["missing"] = reason.where(frame["value"].isna() | itself, None)
    frame.loc[itself, "value"] = float("nan")
    return frame[["state", "partner", "time", "first", "last", "value", "votes", "basis", "source", "missing"]]


def debt_to_china(world: World, states: Sequence[str], until: int) -> pd.DataFrame:
    """Public and publicly guaranteed debt to China, latest year: value (million USD), share_gdp (0..1).

    The stock is what was disbursed less what was repaid since 2000, so it is a derived figure; below zero it says
    nothing but that repayments exceed the loans on record.
    """
    found = world.sql(
        "select debtor as state, year, stock as value, basis, source from debt where creditor = 'CHN' and year <= ?",
        [until],
    )
    frame = _latest(found, states)
    nothing = f"no debt on record up to {until}" if found.empty else "not in the World Bank’s debt statistics"
    frame["missing"] = _reason(frame["value"], nothing)
    below = frame["value"] < 0
    frame.loc[below, "missing"] = "repayments exceed the loans on record"
    frame.loc[below, "value"] = float("nan")
    return _with_gdp(world, frame, until)


def remittances_from_russia(world: World, states: Sequence[str], until: int) -> pd.DataFrame:
    """Transfers of persons from Russia, latest year on record for each state: value (million USD), share_gdp.

    Where one year has several records, one that was modelled comes last, one of low confidence last but one.
    """
    found = world.sql(_REMITTANCES, [until])
    frame = _latest(found, states)
    frame["missing"] = _reason(frame["value"], "no record of the pair")
    frame.loc[frame["state"] == "RUS", "missing"] = "itself"
    return _with_gdp(world, frame, until)


def russian_forces(world: World, states: Sequence[str], year: int) -> pd.DataFrame:
    """Russian forces and military sites on the soil of each state in a year.

    Returns
    -------
    One row a state: sites (how many), troops (sum of the sites whose strength is on record; NaN if none is),
    unknown (sites without a strength), kinds (in words, largest first), names, basis, missing.
    """
    found = world.sql(
        "select host as state, site, kind, troops, basis, source from foreign_presence where sender = 'RUS' "
        "and start_year <= ? and (end_year is null or end_year >= ?) order by host, troops desc nulls last, site",
        [year, year],
    )
    rows = []
    for state in states:
        own = found[found["state"] == state]
        kinds = "; ".join(dict.fromkeys(FORCE_WORDS.get(kind, kind.replace("_", " ")) for kind in own["kind"]))
        missing = "itself" if state == "RUS" else None if len(own) else "none on record"
        counted = own[own["troops"].notna()]
        troops = float(counted["troops"].sum()) if len(counted) else float("nan")
        basis = counted["basis"].max() if len(counted) else own["basis"].max() if len(own) else None
        names = "; ".join(own["site"])
        unknown = int(own["troops"].isna().sum())
        source = ";".join(sorted(set(own["source"]))) or None
        rows.append((state, len(own), troops, unknown, kinds, names, basis, source, missing))
    columns = ["state", "sites", "troops", "unknown", "kinds", "names", "basis", "source", "missing"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["contested"] = [
        bool(set(found.loc[found["state"] == state, "kind"]) & {"unconsented", "occupation"}) for state in states
    ]
    return frame


def _latest(found: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """The last row of each state by year, in the order of `states`; absent states have empty cells."""
    last = found.sort_values("year", kind="stable").groupby("state").tail(1).set_index("state")
    return last.reindex(list(states)).rename_axis("state").reset_index()


def _reason(value: pd.Series, text: str) -> pd.Series:
    return value.isna().map({True: text, False: None})


def _with_gdp(world: World, frame: pd.DataFrame, until: int) -> pd.DataFrame:
    """Add share_gdp: the value over GDP of the same year, the IMF's where two sources have it."""
    gdp = world.sql(_GDP, [until]).set_index(["state", "year"])["value"]
    keys = list(zip(frame["state"], frame["year"], strict=True))
    frame["share_gdp"] = frame["value"] / [gdp.get(key, float("nan")) for key in keys]
    return frame
