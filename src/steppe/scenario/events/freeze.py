"""A member freezes its part in an organization."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from steppe.scenario.event import Code, Fault, Membership, Names, Resolved
from steppe.scenario.parties import States
from steppe.scenario.policy.policy import Policy
from steppe.world.world import World


class Freeze(Membership):
    """A member stops applying what it agreed, towards all or towards one state; in law it stays a member."""

    kind: Literal["freeze"]
    towards: Annotated[Code | None, Names("state")] = Field(
        None, description="the only state concerned; by default all members"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """The state, and the members or the one state concerned."""
        one, members = super().sides(world, on)
        return one, (self.towards,) if self.towards else members

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """Only a member can freeze its part, and only towards another one."""
        yield from self.no_member(of, "freeze its part in")
        members = of.world.members(self.organization, on=self.date)
        if self.state in members and self.towards and self.towards not in {*members} - {self.state}:
            cannot = f"{self.state} cannot freeze its part in {self.organization} towards {self.towards}"
            listed = ", ".join(members)
            yield "towards", f"{cannot}, which is no other member on {self.date}; the members are {listed}"

    def after(self, world: World) -> World:
        """The same seat in law, frozen in practice until the spell in law ends."""
        spell = world.spell(self.state, self.organization, self.date)
        if spell is None:
            return world
        seat = {"state": self.state, "organization": self.organization, "practice": "frozen", "start": self.date}
        seat |= {"status": spell.status, "end": spell.end, "towards": self.towards}
        free = world.without_spells(self.state, self.organization, self.date, towards=self.towards)
        return free.with_spell(**seat)

    def treat(self, of: Resolved, policy: Policy) -> None:
        """What was agreed is lost; towards one state, the union's agreements with third states stay."""
        policy.name_seat(self.state, of.other, of.world.organization(self.organization))
        policy.now = policy.now.left(self.state, self.organization, of.other, with_third=self.towards is None)
