"""Growth of a state."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Event, Resolved, State
from steppe.scenario.parties import States
from steppe.scenario.policy.policy import Policy
from steppe.world.world import World


class Growth(Event):
    """A state's means of production grow or shrink."""

    kind: Literal["growth"]
    state: State = Field(description="ISO3 code of the state")
    percent: Annotated[FiniteFloat, Field(gt=-95, le=1000)] = Field(description="per cent of its means of production")

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """The state alone."""
        return (self.state,), ()

    def treat(self, of: Resolved, policy: Policy) -> None:
        """A factor on the means of production."""
        policy.treatment.endowments[policy.place(self.state)] *= 1 + self.percent / 100
