"""An agreement on trade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, FiniteFloat, Strict

from steppe.scenario.event import Event, Fault, Names, Parties, Resolved, Text
from steppe.scenario.parties import States, customs_unions, states_of
from steppe.scenario.policy.policy import Policy
from steppe.scenario.policy.treatment import Effect
from steppe.world.world import World

Like = Literal["rta", "cisfta", "eaeu", "dcfta", "eu"]


class Agreement(Event):
    """Free trade, or easier trade, among all pairs of the parties."""

    on_agreements: ClassVar[bool] = True

    kind: Literal["agreement"]
    name: Text = Field(description="what to call it")
    parties: Parties = Field(description="states, organizations or groups whose members take part")
    partners: Annotated[Parties | None, Names("parties")] = Field(
        None,
        description="the other side: only pairs across the two sides are treated; by default all pairs of the parties",
    )
    without: Annotated[tuple[str, ...], Strict(False), Names("states")] = Field(
        (), description="states that do not take part"
    )
    members_on: dt.date | None = Field(None, description="day whose members count; by default the day of the event")
    like: Like = Field("rta", description="agreement whose estimate is used for this one at depth `own`")
    fraction: Annotated[FiniteFloat, Field(gt=0, le=1)] = Field(
        1.0,
        description="share of full depth that is reached; below 1 the agreement is shallow and adds nothing to another",
    )
    scope: Literal["free trade", "facilitation"] = Field(
        "free trade", description="facilitation does not touch tariffs, so members of a customs union may agree on it"
    )
    open_closed: bool = Field(
        False, description="whether pairs without trade open, from the share that gravity predicts (assumed)"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """The two sides; the same states twice where all pairs of the parties are meant."""
        day = self.members_on or self.date
        parties = states_of(world, self.parties, day, self.without)
        return parties, parties if self.partners is None else states_of(world, self.partners, day, self.without)

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """Two states at least, and a customs union as a whole or not at all."""
        if not of.any_pair():
            yield "parties", "an agreement needs at least two states; name more parties"
            return
        if self.scope == "facilitation":
            return
        for union, members in customs_unions(of.world, self.date).items():
            inside = sorted({*members} & {*of.one, *of.other})
            missing = sorted({*members} - {*of.one, *of.other})
            if inside and missing:
                yield (
                    "",
                    f"{inside[0]} cannot agree on free trade without {', '.join(missing[:3])} on {self.date} while it "
                    f"is a member of {union}: a customs union has one trade policy. Add a `leave` event for {union} "
                    f'before that date, name {union} among the parties, or set scope = "facilitation".',
                )
                return

    def treat(self, of: Resolved, policy: Policy) -> None:
        """A bond between the two sides, as deep as an agreement like the one named; routes may open."""
        mask = policy.name_pairs(of.one, of.other)
        policy.now = policy.now.agreed(of.one, of.other, self.name, whole=self.fraction == 1)
        policy.agreements[self.name] = Effect(self.name, self.like, "deep", self.fraction)
        if self.open_closed:
            policy.opening[self.name] = mask
