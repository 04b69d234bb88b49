"""Trade in goods between actors: the one place where amounts and shares of trade are summed.

With x_jk the exports of state j to state k, the trade of actor A with actor B, its whole trade and the share are

    t_AB = Σ_{j∈A, k∈B} (x_jk + x_kj),   T_A = Σ_{j∈A, k∉A} (x_jk + x_kj),   s_AB = t_AB / T_A .

Each flow counts once; trade inside a bloc is in neither sum. Both sums carry the part of them, by value, that is
imputed. `low` and `high` are the least and the greatest of the shares that come out where every flow has the figure
that stands, the least of its records, the greatest, BACI's, or the state's own (`steppe.influence.alone`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.influence.alone import LACKING, alone
from steppe.world.actors import Actor
from steppe.world.basis import imputed_or, weakest
from steppe.world.plausible import WHOLE
from steppe.world.tables import remembered
from steppe.world.ties import RECORDS, Cube, trade_cube
from steppe.world.world import World

COLUMNS = (
    *("state", "partner", "year", "exports", "imports", "amount", "total", "share"),
    *("imputed", "imputed_total", "basis", "source", "record", "low", "high"),
)

ALIKE = 0.005
"""Part of a share within which the records agree."""


def trade_years(world: World, until: int | None = None) -> tuple[int, ...]:
    """Years with a table of the world's trade, up to one of them; a year with a part of the pairs is none."""
    counted = world.sql("select year, count(*) as pairs from trade group by year order by year")
    years = counted.loc[counted["pairs"] >= WHOLE * counted["pairs"].max(), "year"].tolist()
    return tuple(year for year in years if until is None or year <= until)


def single_states(world: World) -> tuple[Actor, ...]:
    """Every state that trades, as an actor of its own."""
    return tuple(Actor(state, world.state_names.get(state, state), (state,)) for state in trade_cube(world).states)


def goods(world: World, of: Sequence[Actor], on: Sequence[Actor], years: Sequence[int]) -> pd.DataFrame:
    """Trade of actors with partners.

    Returns
    -------
    One row a state, partner and year between which there is trade, in the order of years, states and partners: exports
    and imports of the state, amount (their sum) and total (with all partners), million current USD; share (0..1),
    imputed and imputed_total (shares by value of amount and total), basis (imputed where either part is of weight),
    source, record (whose figures of the two stand, of `steppe.world.ties.RECORDS`, separated by semicolons), low and
    high (of the share, over the records). No row: no trade on record.
    """
    cube = trade_cube(world)
    frames = [_of_year(cube, of, on, year) for year in years if year in cube.years]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(COLUMNS))


def largest(world: World, of: Actor, year: int) -> pd.DataFrame:
    """Partners of an actor in one year, single states outside it, the largest first.

    Returns
    -------
    The columns of `goods`, and withheld: why a figure that fails a check is not to be shown, or None.
    """
    outside = [one for one in single_states(world) if one.name not in of.members]
    frame = goods(world, [of], outside, [year]).sort_values(["amount", "partner"], ascending=[False, True])
    failed = failed_checks(world)
    failed = failed[failed["state"].isin(of.members) & failed["year"].eq(year)]
    reasons = dict(zip(failed["partner"], failed["reason"], strict=True))
    return frame.assign(withheld=[reasons.get(partner) for partner in frame["partner"]]).reset_index(drop=True)


def whole(world: World, of: Sequence[Actor], years: Sequence[int]) -> NDArray[np.float64]:
    """All trade of actors with states outside them, million current USD, shape (years, actors)."""
    cube = trade_cube(world)
    mine = _members(cube, of)
    amounts = [_totals(mine @ (values + values.T), mine) for values, _ in map(cube.year, years)]
    return np.array(amounts).reshape(len(years), len(of))


@remembered(maxsize=4)
def failed_checks(world: World) -> pd.DataFrame:
    """Pairs that `trade_review` lists as errors, seen from both sides: their figures are withheld.

    Returns
    -------
    Columns state, partner, year, value (million USD, both flows), reason.
    """
    return world.sql(
        """
        with sides as (
            select year, exporter as state, importer as partner, value, reason from trade_review where kind = 'error'
            union all select year, importer, exporter, value, reason from trade_review where kind = 'error')
        select state, partner, year, sum(value) as value, string_agg(distinct reason, '; ' order by reason) as reason
        from sides group by all order by state, partner, year
        """
    )


def _of_year(cube: Cube, of: Sequence[Actor], on: Sequence[Actor], year: int) -> pd.DataFrame:
    values, kinds = cube.year(year)
    mine, theirs = _members(cube, of), _members(cube, on)
    flows = [np.where(kinds == kind, values, 0.0) for kind in range(len(cube.provenance))]
    sides = np.stack([mine @ (flow + flow.T) for flow in flows])  # (kinds, actors, states)
    by_kind = sides @ theirs.T
    total = np.stack([_totals(side, mine) for side in sides])
    other = np.array([[one.name != partner.name for partner in on] for one in of], dtype=bool).reshape(len(of), len(on))
    row, column = np.nonzero((by_kind.sum(axis=0) > 0) & other)
    amount, everything = by_kind[:, row, column], total[:, row]
    filled = np.array([basis == "imputed" for _, basis in cube.provenance])
    frame = pd.DataFrame(
        {
            "state": [of[place].name for place in row.tolist()],
            "partner": [on[place].name for place in column.tolist()],
            "year": year,
            "exports": (mine @ values @ theirs.T)[row, column],
            "imports": (mine @ values.T @ theirs.T)[row, column],
            "amount": amount.sum(axis=0),
            "total": everything.sum(axis=0),
            "imputed": amount[filled].sum(axis=0) / amount.sum(axis=0),
            "imputed_total": everything[filled].sum(axis=0) / everything.sum(axis=0),
        }
    )
    frame["share"] = frame["amount"] / frame["total"]
    frame["record"], bounds = _records(cube, year, mine, theirs, (row, column))
    frame["low"], frame["high"] = widest(frame["share"], bounds)
    return frame.assign(**_provenance(cube, amount > 0, frame))[list(COLUMNS)]


def _provenance(cube: Cube, used: NDArray[np.bool_], frame: pd.DataFrame) -> dict[str, list[str]]:
    """Basis and source of each row, from the kinds that are used in it, shape (kinds, rows)."""
    bases, sources = [], []
    for kinds, imputed, below in zip(used.T, frame["imputed"], frame["imputed_total"], strict=True):
        records = [pair for pair, there in zip(cube.provenance, kinds, strict=True) if there]
        recorded = [basis for _, basis in records if basis != "imputed"] or ["imputed"]
        bases.append(imputed_or(weakest(recorded), imputed, below))
        sources.append(";".join(sorted({source for source, _ in records})))
    return {"basis": bases, "source": sources}


def _records(
    cube: Cube, year: int, mine: NDArray[np.float64], theirs: NDArray[np.float64], at: tuple[NDArray[np.intp], ...]
) -> tuple[list[str | None], list[NDArray[np.float64]]]:
    """Whose figures each row uses, and its share by the least and the greatest record of a flow, BACI and its own."""
    low, high, records = cube.span(year)
    used = []
    for place in range(len(RECORDS)):
        flows = (records == place).astype(float)
        used.append((mine @ (flows + flows.T) @ theirs.T)[at] > 0)
    named = [";".join(np.array(RECORDS)[one]) or None for one in np.array(used).T]
    stands, _ = cube.year(year)
    baci, within, own = alone(cube.world, year)
    lacks = _totals(mine @ _both(np.where(within, 0.0, stands)), mine) > LACKING * _totals(mine @ _both(stands), mine)
    bounds = []
    for trade, without in ((_both(low), None), (_both(high), None), (_both(baci), lacks), (own, None)):
        sides = mine @ trade
        total = _totals(sides, mine)
        total = (total if without is None else np.where(without, 0.0, total))[at[0]]
        bounds.append(np.divide((sides @ theirs.T)[at], total, out=np.full(len(total), np.nan), where=total > 0))
    return named, bounds


def widest(share: pd.Series[float], bounds: Sequence[NDArray[np.float64]]) -> tuple[pd.Series[float], pd.Series[float]]:
    """Least and greatest of a share and its bounds; missing where they are within half a percent of it."""
    every = np.vstack([share.to_numpy(float), *bounds])
    low, high = np.nanmin(every, axis=0), np.nanmax(every, axis=0)
    one = high - low <= ALIKE * high
    return pd.Series(np.where(one, np.nan, low), share.index), pd.Series(np.where(one, np.nan, high), share.index)


def _both(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exports plus imports of each state with each other."""
    return flows + flows.T


def _members(cube: Cube, actors: Sequence[Actor]) -> NDArray[np.float64]:
    """1 where a state belongs to an actor, shape (actors, states)."""
    chosen = np.zeros((len(actors), len(cube.states)))
    for row, one in enumerate(actors):
        chosen[row, cube.places(one.members)] = 1.0
    return chosen


def _totals(sides: NDArray[np.float64], mine: NDArray[np.float64]) -> NDArray[np.float64]:
    """Trade with states outside an actor, from that with each state, shape (actors, states)."""
    bloc = mine.sum(axis=1) > 1
    totals: NDArray[np.float64] = sides.sum(axis=1) - np.where(bloc, np.einsum("as,as->a", sides, mine), 0.0)
    return totals
