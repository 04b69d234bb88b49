"""Mutual trade: the share of a body in its members' trade, through time and in every defensible reading.

    S_t = Σ_i∈M Σ_j∈M (X_ij + M_ij) / Σ_i∈M (X_i + M_i)             weighted by trade
    S_t = mean over i ∈ M of  Σ_j∈M (X_ij + M_ij) / (X_i + M_i)      unweighted: each member counts alike

Each flow inside is counted by both sides, as trade outside is by one. *Fixed* membership takes one list for all years,
*moving* the members in law on 1 July of each year. *Without Russia* leaves it out on both sides. The **mirror band**
bounds S_t by another record: where a member's own statistics (`trade_national`) give its trade with another member and
with all, each state's inside and total are recomputed; low and high are the smaller and larger of the two readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world import derived
from steppe.world.basis import imputed_or
from steppe.world.errors import UserError
from steppe.world.tables import remembered
from steppe.world.ties import Cube, trade_cube
from steppe.world.world import World

BODIES = {"CIS": "cis-nine", "EAEU": "eaeu-five", "twelve": "twelve"}
"""Bodies and the group that stands for their fixed membership; the twelve have no moving one."""
ALL = tuple(BODIES)
MUTUAL = "mutual_trade"
"""The derived table of what `mutual_trade` gives."""
COLUMNS = (
    *("organization", "membership", "russia", "weighting", "year", "members", "share", "low", "high", "imputed"),
    *("basis", "mirrored"),
)


def mutual_trade(world: World, bodies: Sequence[str] = ALL, years: Sequence[int] | None = None) -> pd.DataFrame:
    """Share of bodies in their members' trade.

    Parameters
    ----------
    bodies
        CIS, EAEU or twelve.
    years
        All years with trade by default; a year without is left out.

    Returns
    -------
    One row a body, membership (fixed|moving), russia (with|without), weighting (trade|alike) and year: members (how
    many), share (0..1), low and high (over the records), imputed (share by value of the trade inside), basis (imputed
    where that of the trade inside or of all trade weighs), mirrored
    (members whose own statistics entered). A body with fewer than two members in a year has no row.

    Raises
    ------
    UserError
        A body that is not one of the three.
    """
    for body in bodies:
        if body not in BODIES:
            raise UserError(f'mutual trade is not computed for "{body}"; there is that of {", ".join(BODIES)}')
    if derived.at_hand(world):
        frame = derived.rows(world, MUTUAL, organization=list(bodies))
        frame = frame if years is None else frame[frame["year"].isin(list(years))]
        order = frame["organization"].map({body: place for place, body in enumerate(bodies)})
        return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    cube = trade_cube(world)
    own = _own_records(world)
    span = [year for year in cube.years if years is None or year in years]
    rows = []
    for body in bodies:
        for kind in ("fixed",) if body == "twelve" else ("fixed", "moving"):
            for year in span:
                members = _members(world, body, kind, year)
                for russia in ("with", "without"):
                    kept = tuple(one for one in members if one != "RUS" or russia == "with")
                    if len(kept) > 1:
                        rows += [(body, kind, russia, *row) for row in _of_year(cube, own, kept, year)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _members(world: World, body: str, kind: str, year: int) -> tuple[str, ...]:
    if kind == "fixed":
        return world.group(BODIES[body])
    return world.members(body, f"{year}-07-01")


@dataclass(frozen=True, slots=True)
class Inside:
    """Trade of members with each other in one year.

    Attributes
    ----------
    within, total
        Exports plus imports of each member with members, and with all; million USD, in the order of states.
    imputed
        The part of the trade inside, by value, that is imputed.
    basis
        Imputed where that of the trade inside or of all trade is of weight.
    """

    within: NDArray[np.float64]
    total: NDArray[np.float64]
    imputed: float
    basis: str

    @property
    def share(self) -> float:
        """Share of the trade inside in all trade of the members, weighted by trade."""
        return float(self.within.sum() / self.total.sum())


def within(cube: Cube, members: Sequence[str], year: int) -> Inside:
    """Trade of some states with each other."""
    values, kinds = cube.year(year)
    inside = np.zeros(len(cube.states), dtype=bool)
    inside[cube.places(members)] = True
    sums = shares(values, inside)
    filled = np.isin(kinds, [k for k, (_, basis) in enumerate(cube.provenance) if basis == "imputed"])
    parts = [
        float(part.sum() / all_trade.sum()) if all_trade.sum() else 0.0
        for part, all_trade in zip(shares(np.where(filled, values, 0.0), inside), sums, strict=True)
    ]
    return Inside(*sums, parts[0], imputed_or("reconciled", *parts))


def shares(trade: NDArray[np.float64], inside: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Trade of members with members, and with all.

    Parameters
    ----------
    trade
        Exports, shape (states, states), exporter by importer.
    inside
        Members, shape (states,).

    Returns
    -------
    Two arrays of shape (members,): exports plus imports within, and in all.
    """
    both = trade + trade.T
    rows = both[inside]
    return rows[:, inside].sum(axis=1), rows.sum(axis=1)


def _of_year(
    cube: Cube, own: dict[tuple[str, int], pd.Series], members: tuple[str, ...], year: int
) -> list[tuple[object, ...]]:
    """Rows of one list of members in one year, by weighting."""
    inside = within(cube, members, year)
    order = [state for state in cube.states if state in members]
    mirror_within, mirror_total, mirrored = _mirrored(order, inside.within, inside.total, own, year)
    rows: list[tuple[object, ...]] = []
    for weighting in ("trade", "alike"):
        share = _share(inside.within, inside.total, weighting)
        other = _share(mirror_within, mirror_total, weighting)
        ends = (min(share, other), max(share, other))
        rows.append((weighting, year, len(members), share, *ends, inside.imputed, inside.basis, ", ".join(mirrored)))
    return rows


def _share(within: NDArray[np.float64], total: NDArray[np.float64], weighting: str) -> float:
    return float(within.sum() / total.sum()) if weighting == "trade" else float((within / total).mean())


def _mirrored(
    order: Sequence[str],
    within: NDArray[np.float64],
    total: NDArray[np.float64],
    own: dict[tuple[str, int], pd.Series],
    year: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """The two sums with members' own statistics in place of BACI where they have them."""
    within, total, used = within.copy(), total.copy(), []
    for place, state in enumerate(order):
        record = own.get((state, year))
        if record is None:
            continue
        all_trade = float(record.sum())
        inside = float(record[record.index.isin([one for one in order if one != state])].sum())
        within[place], total[place] = inside, all_trade
        used.append(state)
    return within, total, used


@remembered(maxsize=4)
def _own_records(world: World) -> dict[tuple[str, int], pd.Series]:
    """Exports plus imports by partner in a state's own statistics, by state and year; both flows must be on record."""
    frame = world.sql(
        """
        select reporter, year, partner, sum(value) as value from trade_national where flow in ('X', 'M')
        and (reporter, year) in (select reporter, year from trade_national where flow in ('X', 'M')
                                 group by all having count(distinct flow) = 2 and count(distinct partner) >= 30)
        group by all
        """
    )
    grouped = frame.groupby(["reporter", "year"])
    return {(str(key[0]), int(key[1])): rows.set_index("partner")["value"] for key, rows in grouped}
