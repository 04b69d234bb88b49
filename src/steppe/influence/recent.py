"""Trade of single states in the years without a table of the world: 2021, 2022 and 2024.

Only states with records of their own have figures there, and Russia, whose trade after 2021 the IMF estimates from its
partners. The sums are those of `steppe.influence.trade`; a bloc would need the records of all its members and has none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.influence.alone import OWN, WITHIN
from steppe.influence.flows import between, totals, with_shares
from steppe.influence.layer import Gap
from steppe.influence.trade import trade_years, widest
from steppe.world.actors import Actor
from steppe.world.plausible import PARTNERS
from steppe.world.tables import remembered
from steppe.world.ties import RECORDS
from steppe.world.world import World

NO_RECORDS = "the bundle has no record of all trade of the state in this year"
NO_ESTIMATE = "the IMF estimates no trade of the two in this year"
NOT_LISTED = "the state's records of this year list no trade of the two"
KEYS = ["state", "partner", "year"]


def recent_years(world: World) -> tuple[int, ...]:
    """Years in which single states have trade and the world has no table."""
    return tuple(sorted(_flows(world)["year"].unique().tolist()))


def recent(world: World, of: Sequence[Actor], on: Sequence[Actor], years: Sequence[int]) -> pd.DataFrame:
    """Trade of single states with partners in these years.

    Returns
    -------
    One row a state, partner and year of the states that have records: state, partner, year, amount (million current
    USD), share, imputed, basis, source, record, low, high as in `steppe.influence.trade.goods`. What the
    records do not list has no share, and `why` says so.
    """
    flows = _flows(world)
    states = [one for one in of if not one.bloc and one.name in set(flows["state"])]
    flows = flows[flows["state"].isin([one.name for one in states]) & flows["year"].isin(list(years))]
    if flows.empty:
        return pd.DataFrame(columns=[*KEYS, "share", "amount", "imputed", "basis", "source", "record", "low", "high"])
    actors = list({one.name: one for one in (*states, *on)}.values())
    rows = _shares(flows, states, actors)
    bounds = ("low", "high", "own")
    for name in bounds:
        other = _shares(flows.assign(value=flows[name]), states, actors)[[*KEYS, "share"]]
        rows = rows.merge(other.rename(columns={"share": name}), on=KEYS, how="left")
    rows["low"], rows["high"] = widest(rows["share"], [rows[name].to_numpy(float) for name in bounds])
    return _with_silent(rows.drop(columns="own"), flows, states, on)


def unrecorded(world: World, of: Sequence[Actor], years: Sequence[int]) -> tuple[Gap, ...]:
    """Gaps of the states and blocs that have no records in these years."""
    there = set(zip(_flows(world)["state"], _flows(world)["year"], strict=True))
    return tuple(
        Gap(NO_RECORDS, state=one.name, years=gone)
        for one in of
        if (gone := tuple(year for year in years if one.bloc or (one.name, year) not in there))
    )


def _shares(flows: pd.DataFrame, states: Sequence[Actor], actors: Sequence[Actor]) -> pd.DataFrame:
    rows = between(flows, actors)
    return with_shares(rows[rows["state"].isin([one.name for one in states])], totals(flows, states))


def _with_silent(rows: pd.DataFrame, flows: pd.DataFrame, states: Sequence[Actor], on: Sequence[Actor]) -> pd.DataFrame:
    """The rows with those of partners that the records do not name: zeros, or the reason why there is no figure."""
    rows = rows.rename(columns={"note": "record"}).assign(why=None, record=_ordered(rows["note"]))
    state_years = flows.groupby(["state", "year"])["basis"].agg(lambda bases: (bases == "estimated").mean() > 0.5)
    said = pd.MultiIndex.from_frame(rows[KEYS])
    silent = []
    for (state, year), guessed in state_years.items():
        for partner in (one.name for one in on if (state, one.name, year) not in said and one.name != state):
            silent.append(
                (state, partner, year, np.nan, np.nan, NO_ESTIMATE if guessed else NOT_LISTED, None, None, 0.0)
            )
    names = [*KEYS, "share", "amount", "why", "basis", "source", "imputed"]
    added = pd.DataFrame(silent, columns=names) if silent else None
    return rows if added is None else pd.concat([rows, added], ignore_index=True)


def _ordered(records: pd.Series[str]) -> list[str | None]:
    """The records that a row uses, the first that stands first."""
    return [";".join(sorted(set(str(one).split(";")), key=RECORDS.index)) if one else None for one in records]


@remembered(maxsize=4)
def _flows(world: World) -> pd.DataFrame:
    """The table `trade_recent`, the record of a flow in the place of a note; whole years that `trade` lacks.

    `low`, `high` and `own` are its least and greatest record and the state's own (`steppe.influence.alone`).
    """
    return world.sql(
        f"""
        select f.state, f.partner, f.year, f.value, least(f.value, f.low_record) as low,
               greatest(f.value, f.high_record) as high, coalesce(n.value, f.value) as own, f.source, f.basis,
               f.record as note
        from trade_recent f left join ({OWN}) n on n.year = f.year and n.reporter = f.state
            and if(f.flow = 'X', n.importer, n.exporter) = f.partner
            and if(f.flow = 'X', n.exporter, n.importer) = f.state and n.value {WITHIN}
        where not list_contains(?::int[], f.year)
        qualify count(distinct f.partner) over (partition by f.state, f.year) >= ?
        """,
        [list(trade_years(world)), PARTNERS],
    )
