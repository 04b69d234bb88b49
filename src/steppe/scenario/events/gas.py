"""Pipeline gas: its price, how much of it, and its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, Strict

from steppe.scenario.event import Code, Fault, Money, Names, Parties, Resolved, State, Text
from steppe.scenario.parties import States, states_of
from steppe.world.names import look_alike
from steppe.world.world import World

ONE_OF = ("price", "percent", "lines")
"""What a change of gas is: one of these."""


class Gas(Money):
    """A seller of pipeline gas asks another price, sells less (to someone else instead), or lines close."""

    kind: Literal["gas"]
    seller: State = Field(description="ISO3 code of the state that sells")
    buyers: Parties = Field(description="states, organizations or groups that buy")
    price: Annotated[FiniteFloat, Field(ge=0, le=5000)] | Literal["benchmark"] | None = Field(
        None, description="price in US dollars per 1,000 m³, or `benchmark` for the European one of the year"
    )
    percent: Annotated[FiniteFloat, Field(ge=-100, le=0)] | None = Field(
        None, description="change of the volume in per cent: 0 or less"
    )
    instead: Annotated[Code | None, Names("state")] = Field(
        None, description="the state that gets what the buyers no longer take; by default nobody"
    )
    lines: Annotated[tuple[Text, ...], Field(min_length=1, max_length=40), Strict(False)] | None = Field(
        None, description="systems of pipelines that close, by their names in `gas_pipelines`"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Buyers and seller on the day of the event."""
        return states_of(world, self.buyers, self.date, [self.seller]), (self.seller,)

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """One change; a buyer beside the seller; lines that exist; somebody else to sell to."""
        said = [key for key in ONE_OF if getattr(self, key) is not None]
        if len(said) != 1:
            told = f"it has {' and '.join(said)}" if said else "it has none of them"
            yield "", f"an event of kind gas changes one of price, percent or lines; {told}"
        if not of.one:
            yield "buyers", f"no state but the seller {self.seller} itself is among the buyers; name another"
        if self.instead is not None and self.percent is None:
            yield "instead", "another buyer gets gas only where percent says how much less the first ones take; add it"
        if self.instead is not None and self.instead in (self.seller, *of.one):
            yield "instead", f"{self.instead} is the seller or a buyer already; name another state"
        systems = list(dict.fromkeys(of.world.table("gas_pipelines")["system"]))
        for name in self.lines or ():
            if name not in systems:
                yield "lines", f'no system of pipelines is called "{name}"{look_alike(name, systems, "gas_pipelines")}'
