"""Output of a state in dollars falls."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Money, State
from steppe.scenario.parties import States
from steppe.world.world import World


class Recession(Money):
    """GDP of a state falls in current US dollars, which holds the fall of its currency; its goods are `growth`."""

    kind: Literal["recession"]
    state: State = Field(description="ISO3 code of the state")
    percent: Annotated[FiniteFloat, Field(ge=-95, le=0)] = Field(
        description="change of its GDP in current US dollars, in per cent: 0 or less"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """The state alone."""
        return (self.state,), ()
