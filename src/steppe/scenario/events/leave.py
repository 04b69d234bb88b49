"""A state leaves an organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from steppe.scenario.event import Fault, Membership, Resolved
from steppe.scenario.policy.policy import Policy
from steppe.scenario.policy.tariffs import external
from steppe.world.world import World


class Leave(Membership):
    """A state ceases to be a member of an organization."""

    kind: Literal["leave"]
    external_tariff: bool = Field(True, description="whether it returns to its own tariff, where that is known")

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """Only a member can leave."""
        yield from self.no_member(of, "leave")

    def after(self, world: World) -> World:
        """The spell ends on the day, and none begins later."""
        return world.without_spells(self.state, self.organization, self.date)

    def treat(self, of: Resolved, policy: Policy) -> None:
        """What was agreed with the members is lost, and the union's agreements and tariff with it."""
        body = of.world.organization(self.organization)
        policy.name_seat(self.state, of.other, body)
        policy.now = policy.now.left(self.state, self.organization, of.other)
        external(policy, body, of, applies=self.external_tariff, joins=False)
