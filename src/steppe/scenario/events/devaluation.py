"""A currency loses value."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Money, State
from steppe.scenario.parties import States
from steppe.world.world import World


class Devaluation(Money):
    """The currency of a state buys fewer US dollars."""

    kind: Literal["devaluation"]
    state: State = Field(description="ISO3 code of the state whose currency it is")
    percent: Annotated[FiniteFloat, Field(gt=-95, le=0)] = Field(
        description="change of what it is worth in US dollars, in per cent: 0 or less"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """The state alone."""
        return (self.state,), ()
