"""Secondary sanctions: goods stop going on to a sanctioned state, because who passes them on is threatened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Fault, Money, Parties, Resolved, State
from steppe.scenario.parties import States, states_of
from steppe.world.world import World


class SecondarySanction(Money):
    """Less of what the senders bar goes on to the target by way of some states, which lose what they earned on it."""

    kind: Literal["secondary_sanction"]
    senders: Parties = Field(description="states, organizations or groups that threaten")
    states: Parties = Field(description="states, organizations or groups by way of which goods go on")
    target: State = Field(description="ISO3 code of the state that the goods are for")
    percent: Annotated[FiniteFloat, Field(ge=-100, le=0)] = Field(
        -100.0, description="change of what goes on in per cent: 0 or less"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """The states by way of which goods go on, and the target."""
        away = [self.target, *states_of(world, self.senders, self.date)]
        return states_of(world, self.states, self.date, away), (self.target,)

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """A state beside target and senders."""
        if not of.one:
            yield "states", f"no state but the senders and {self.target} is named; name one that goods can pass"
