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
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.scenario.parties import States
from steppe.world.organizations import Organization
from steppe.world.tables import remembered
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
        between = self.rows[self.rows["state_a"].isin(place) & self.rows["state_b"].isin(place)]
        for label in reversed(_RANK):
            rows = between[between["class"].eq(label)]
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

    def agreed(self, one: States, other: States, name: str, *, whole: bool) -> Regime:
        """The regime once an agreement between two sides is in force."""
        return self._with(_among(one, other, name, "new agreement" if whole else "shallow agreement"))

    def joined(self, state: str, members: States, body: Organization) -> Regime:
        """The regime once a state has joined the members of a body, and taken over the agreements of a union."""
        union = body.rules.trade == "customs_union"
        if not union and body.rules.trade != "FTA":
            return self
        label = "customs union" if union else "CISFTA" if body.organization == "CISFTA" else "other FTA"
        third = sorted(_common(self.rows, members)) if union else []
        return self._with(
            _among((state,), members, body.organization, label),
            *(_among((state,), (other,), agreement, "other FTA") for agreement, other in third if other != state),
        )

    def left(self, state: str, organization: str, others: States, *, with_third: bool = True) -> Regime:
        """The regime once an agreement of a state with others is gone, and a union's agreements with third states."""
        mine = self.rows["state_a"].eq(state) | self.rows["state_b"].eq(state)
        partner = self.rows["state_b"].where(self.rows["state_a"].eq(state), self.rows["state_a"])
        with_others = self.rows["agreement"].eq(organization) & partner.isin({*others} - {state})
        pairs = pd.Series(zip(self.rows["agreement"], partner, strict=True), index=self.rows.index)
        of_union = pairs.isin(_common(self.rows, others) if with_third else ())
        return replace(self, rows=self.rows[~(mine & (with_others | of_union))].reset_index(drop=True))

    def _with(self, *rows: pd.DataFrame) -> Regime:
        return replace(self, rows=pd.concat([self.rows, *rows], ignore_index=True))


@remembered(maxsize=16)
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


def _among(one: States, other: States, name: str, label: str) -> pd.DataFrame:
    pairs = {tuple(sorted((a, b))) for a in one for b in other if a != b}
    return pd.DataFrame([(a, b, name, label) for a, b in sorted(pairs)], columns=COLUMNS)


def _common(rows: pd.DataFrame, members: States) -> set[tuple[str, str]]:
    """Agreements of a union, with the third state: all members share them, and not among themselves."""
    one, other = rows["state_a"].isin(members), rows["state_b"].isin(members)
    across = rows[(one != other) & ~rows["agreement"].isin(rows.loc[one & other, "agreement"])]
    inside = across["state_a"].where(across["state_a"].isin(members), across["state_b"])
    third = across["state_b"].where(across["state_a"].isin(members), across["state_a"])
    shared = across.assign(third=third, inside=inside).groupby(["agreement", "third"])["inside"].nunique()
    return set(shared.index[shared.eq(len(members))]) if len(members) > 1 else set()
