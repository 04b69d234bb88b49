"""Sanctions, and how much less two sides traded than all else would have made it: the size of those of 2022.

With X the trade of 2023 over that of 2019, S the senders, T the target and O everyone else,

    size = [ln X(S→T) - ln X(S→O)] - [ln X(O→T) - ln X(O→O)] = destruction - diversion

(the other way round for exports of the target). *Destruction* is how much less the senders traded with the target than
with everyone else. *Diversion* is how much more everyone else traded with the target than among themselves: what they
sold in the senders' place, and goods of the senders that came by way of them. The equilibrium brings diversion about
itself, so only destruction becomes a cost of trade; taken whole, the size counts trade that moved as trade that was
lost and is an upper bound. It is a comparison of four sums, not an estimate with an error; part of X(S→T) of 2023 is
imputed, and `Observed` says how much.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.display.format import written
from steppe.scenario.event import Event, Fault, Parties, Resolved, State
from steppe.scenario.parties import States, states_of
from steppe.scenario.policy.policy import Policy
from steppe.scenario.policy.treatment import Effect
from steppe.world.errors import UserError
from steppe.world.world import World

BEFORE, AFTER = 2019, 2023


@dataclass(frozen=True, slots=True)
class Observed:
    """Log points of destruction and diversion, and the share of the trade in 2023 that is imputed."""

    destruction: float
    diversion: float
    imputed: float

    @property
    def size(self) -> float:
        """Both together."""
        return self.destruction - self.diversion


def observed_change(world: World, senders: tuple[str, ...], target: str, *, exports: bool) -> Observed:
    """Log points by which trade from the senders to the target (or back, if not `exports`) fell beyond all else.

    Raises
    ------
    UserError
        There is no such trade in one of the two years.
    """
    frame = world.sql(
        """
        with flows as (
            select year, value, basis, case when $4 then exporter else importer end as sender,
                   case when $4 then importer else exporter end as other
            from trade where year in ($1, $2)
        )
        select year, list_contains($5, sender) as sends, other = $3 as hit, sum(value) as value,
               coalesce(sum(value) filter (basis = 'imputed'), 0) / sum(value) as imputed
        from flows where sender <> $3 and not list_contains($5, other) group by all
        """,
        [BEFORE, AFTER, target, exports, list(senders)],
    )
    value = {(row.year, row.sends, row.hit): row.value for row in frame.itertuples()}
    if not all(value.get(key) for key in product((BEFORE, AFTER), (True, False), (True, False))):
        raise UserError(
            f"trade of the senders with {target} is not on record in both {BEFORE} and {AFTER}: "
            "its change is not known; name other senders, or give size in log points and why"
        )

    def growth(sends: bool, hit: bool) -> float:
        return math.log(value[AFTER, sends, hit] / value[BEFORE, sends, hit])

    between = frame[(frame["year"] == AFTER) & frame["sends"] & frame["hit"]]
    destruction = growth(True, True) - growth(True, False)
    diversion = growth(False, True) - growth(False, False)
    return Observed(destruction, diversion, float(between["imputed"].item()))


class Sanction(Event):
    """Sanctions: trade between the senders and the target falls in both directions.

    `size` is `2014`, the gravity estimate of what the sanctions of 2014 did; `2022`, the destruction of trade from 2019
    to 2023; `2022-whole`, with the diversion to others counted as destroyed; or a number, the change of trade in log
    points (-0.7 halves it), with the reason in `why`.
    """

    kind: Literal["sanction"]
    senders: Parties = Field(description="states, organizations or groups that impose them")
    target: State = Field(description="ISO3 code of the state they are imposed on")
    size: Literal["2014", "2022", "2022-whole"] | Annotated[FiniteFloat, Field(ge=-10, lt=0)] = Field(
        "2014", description="`2014`, `2022`, `2022-whole`, or log points below zero"
    )
    why: str = Field("", description="the reason for a number given as size")

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Senders and target."""
        return states_of(world, self.senders, self.date, [self.target]), (self.target,)

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """A sender beside the target, and a reason for a number."""
        if not of.one:
            yield "senders", f"{self.target} cannot sanction itself; name other senders"
        if isinstance(self.size, float) and not self.why:
            yield "size", 'a number given as size needs its reason; add why = "…"'
        if self.size in ("2022", "2022-whole") and of.one:
            try:
                for exports in (True, False):
                    observed_change(of.world, of.one, self.target, exports=exports)
            except UserError as error:
                yield "size", str(error)

    def treat(self, of: Resolved, policy: Policy) -> None:
        """An effect that is drawn, or log points that are not, on the trade of senders and target each way."""
        for exports, like in ((True, "west_to_russia"), (False, "russia_to_west")):
            treatment, mask = policy.treatment, policy.routes(*((of.other, of.one) if exports else (of.one, of.other)))
            if self.size == "2014":
                treatment.plus[mask] = treatment.place(Effect(f"sanctions of 2014, {like}", like, "sanction"))
                treatment.add_label(mask, "sanctions as in 2014")
                continue
            size = self.size if isinstance(self.size, float) else self._observed(of, policy, exports=exports)
            treatment.fixed[mask] += size
            treatment.add_label(mask, f"sanctions, {written(size, '+.2f')} log points")

    def _observed(self, of: Resolved, policy: Policy, *, exports: bool) -> float:
        """The change that was seen, with a note on how much of it is imputed."""
        senders = tuple(state for state in policy.treatment.states if state in of.one)
        change = observed_change(policy.world, senders, self.target, exports=exports)
        flow = f"exports to {self.target}" if exports else f"imports from {self.target}"
        share = f"{100 * change.imputed:.0f} % of the senders' {flow} in {AFTER}, from which the size is measured,"
        policy.treatment.assumed.append((f"measure of {flow}", f"{share} is imputed."))
        return change.destruction if self.size == "2022" else change.size
