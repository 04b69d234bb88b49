"""Fewer workers from abroad."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Fault, Money, Parties, Resolved, State
from steppe.scenario.parties import States, states_of
from steppe.world.world import World


class Migration(Money):
    """Fewer workers in a host state: those who are there return, or fewer enter in the year."""

    kind: Literal["migration"]
    origins: Parties = Field(description="states, organizations or groups that the workers come from")
    host: State = Field(description="ISO3 code of the state that they work in")
    percent: Annotated[FiniteFloat, Field(ge=-100, le=0)] = Field(
        description="change of their number in per cent: 0 or less"
    )
    of: Literal["stock", "entries"] = Field(
        "stock", description="`stock`: of the workers who are there; `entries`: of those who enter in a year"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Origins and host on the day of the event."""
        return states_of(world, self.origins, self.date, [self.host]), (self.host,)

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """An origin beside the host."""
        if not of.one:
            yield "origins", f"no state but the host {self.host} itself is among the origins; name another"
