"""Who trades with whom under which agreement: the bond of every pair on a day, before and after events.

The agreements of a day are rows (two states, the agreement, its family and kind) of the table `trade_agreements`;
events add rows and take rows away, and `Regime` reads off the deepest bond of each pair. A state that joins a customs
union takes over the free-trade agreements that all its members share with a third state; who leaves gives them up.

The classes of a pair are `customs union`, `CISFTA`, `bilateral FTA` (between two of the twelve), `other FTA`, `none`,
and `closed`: war, a shut border or an embargo stops ordinary trade (table `closed_borders`), at the end of the baseline
year or on the day of the event. What an agreement on paper cannot reach does not change.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.scenario.events import Agreement, Freeze, Join, Leave
from steppe.scenario.parties import sides
from steppe.world.world import World

Mask = NDArray[np.bool_]
Labels = NDArray[np.object_]

CLASSES = ("customs union", "CISFTA", "bilateral FTA", "other FTA", "new agreement", "none", "closed")
FREE_TRADE = ("CISFTA", "bilateral FTA", "other FTA")
_RANK = ("customs union", "new agreement", "CISFTA", "bilateral FTA", "other FTA", "shallow agreement")
_CLASS_OF_FAMILY = {"CISFTA": "CISFTA", "CIS-bilateral": "bilateral FTA"}
COLUMNS = ["state_a", "state_b", "agreement", "class"]


@dataclass(frozen=True)
class Regime:
    """The deepest bond of every pair of states.

    Attributes
    ----------
    states
        Codes of the N states.
    rows
        One row per pair and agreement: state_a, state_b (in the order of the alphabet), agreement, class.
    closed
        Pairs that no agreement reaches, shape (N, N), symmetric.
    """

    states: tuple[str, ...]
    rows: pd.DataFrame
    closed: Mask

    @cached_property
    def _deepest(self) -> tuple[Labels, Labels]:
        shape = (len(self.states), len(self.states))
        kinds, names = np.full(shape, "none", dtype=object), np.full(shape, "", dtype=object)
        place = {state: k for k, state in enumerate(self.states)}
        known = self.rows[self.rows["state_a"].isin(place) & self.rows["state_b"].isin(place)]
        for label in reversed(_RANK):
            rows = known[known["class"].eq(label)]
            a, b = rows["state_a"].map(place).to_numpy(dtype=int), rows["state_b"].map(place).to_numpy(dtype=int)
            for one, other in ((a, b), (b, a)):
                kinds[one, other], names[one, other] = label, rows["agreement"].to_numpy()
        kinds[self.closed], names[self.closed] = "closed", ""
        return kinds, names

    @property
    def classes(self) -> Labels:
        """Class of each pair, shape (N, N)."""
        return self._deepest[0]

    @property
    def bonds(self) -> Labels:
        """Name of the deepest agreement of each pair, empty where there is none, shape (N, N)."""
        return self._deepest[1]

    def pairs(self, one: tuple[str, ...], other: tuple[str, ...]) -> Mask:
        """Pairs with one state on each side, in both directions, shape (N, N)."""
        a, b = (np.isin(self.states, side) for side in (one, other))
        mask: Mask = (a[:, None] & b[None, :]) | (b[:, None] & a[None, :])
        mask[np.diag_indices(len(self.states))] = False
        return mask


def regime(world: World, states: tuple[str, ...], on: dt.date, baseline: int) -> Regime:
    """The regime of a day, on the trade of a baseline year."""
    rows = world.sql(
        "select state_a, state_b, agreement, family, kind from trade_agreements where kind <> 'partial' "
        "and start_year <= $1 and (end_year is null or end_year >= $1)",
        [on.year],
    )
    union = rows["kind"].eq("customs_union")
    rows["class"] = rows["family"].map(_CLASS_OF_FAMILY).fillna("other FTA").mask(union, "customs union")
    closed = closed_pairs(world, states, on) | closed_pairs(world, states, dt.date(baseline, 12, 31))
    return Regime(states, rows[COLUMNS], closed)


def closed_pairs(world: World, states: tuple[str, ...], on: dt.date) -> Mask:
    """Pairs between which ordinary trade is stopped on a day, shape (N, N)."""
    rows = world.sql(
        'select state_a, state_b from closed_borders where start <= $1 and ("end" is null or "end" > $1)', [str(on)]
    )
    place = {state: k for k, state in enumerate(states)}
    mask = np.zeros((len(states), len(states)), dtype=bool)
    for a, b in rows.itertuples(index=False):
        if a in place and b in place:
            mask[place[a], place[b]] = mask[place[b], place[a]] = True
    return mask


def after(before: Regime, event: Join | Leave | Freeze | Agreement, world: World, members: frozenset[str]) -> Regime:
    """The regime once an event has happened; `members` are those of its organization before it."""
    if isinstance(event, Agreement):
        label = "new agreement" if event.fraction == 1 else "shallow agreement"
        rows = _among(*sides(world, event), event.name, label)
        return Regime(before.states, pd.concat([before.rows, rows], ignore_index=True), before.closed)
    if isinstance(event, Join):
        rows = _joined(before.rows, event, members, world)
        return Regime(before.states, pd.concat([before.rows, rows], ignore_index=True), before.closed)
    towards = members - {event.state}
    common = _common(before.rows, members)
    if isinstance(event, Freeze) and event.towards:
        towards, common = frozenset({event.towards}), set()
    mine = before.rows["state_a"].eq(event.state) | before.rows["state_b"].eq(event.state)
    partner = before.rows["state_b"].where(before.rows["state_a"].eq(event.state), before.rows["state_a"])
    own = before.rows["agreement"].eq(event.organization) & partner.isin(towards)
    shared = pd.Series(zip(before.rows["agreement"], partner, strict=True), index=before.rows.index).isin(common)
    return Regime(before.states, before.rows[~(mine & (own | shared))].reset_index(drop=True), before.closed)


def _among(one: tuple[str, ...], other: tuple[str, ...], name: str, label: str) -> pd.DataFrame:
    pairs = {tuple(sorted((a, b))) for a in one for b in other if a != b}
    return pd.DataFrame([(a, b, name, label) for a, b in sorted(pairs)], columns=COLUMNS)


def _joined(rows: pd.DataFrame, event: Join, members: frozenset[str], world: World) -> pd.DataFrame:
    trade = world.organization(event.organization).rules.trade
    if trade not in ("customs_union", "FTA"):
        return rows.iloc[:0]
    label = "customs union" if trade == "customs_union" else "CISFTA" if event.organization == "CISFTA" else "other FTA"
    parts = [_among((event.state,), tuple(members), event.organization, label)]
    if trade == "customs_union":
        third = [(agreement, state) for agreement, state in _common(rows, members) if state != event.state]
        parts += [_among((event.state,), (state,), agreement, "other FTA") for agreement, state in sorted(third)]
    return pd.concat(parts, ignore_index=True)


def _common(rows: pd.DataFrame, members: frozenset[str]) -> set[tuple[str, str]]:
    """The union's own agreements, with the third state: all members share them, and not among themselves."""
    one, other = rows["state_a"].isin(members), rows["state_b"].isin(members)
    across = rows[(one != other) & ~rows["agreement"].isin(rows.loc[one & other, "agreement"])]
    inside = across["state_a"].where(across["state_a"].isin(members), across["state_b"])
    third = across["state_b"].where(across["state_a"].isin(members), across["state_a"])
    held = across.assign(third=third, inside=inside).groupby(["agreement", "third"])["inside"].nunique()
    return set(held.index[held.eq(len(members))]) if len(members) > 1 else set()
