"""A state joins an organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from steppe.scenario.event import Fault, Membership, Resolved
from steppe.scenario.parties import exclusive_with
from steppe.scenario.policy.policy import Policy
from steppe.scenario.policy.tariffs import external
from steppe.world.world import World


class Join(Membership):
    """A state becomes a member of an organization."""

    kind: Literal["join"]
    external_tariff: bool = Field(
        True, description="in a customs union: whether the new member adopts the common external tariff"
    )

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """The body must be there, the state outside it and in no body that excludes it."""
        body, when = of.world.organization(self.organization), self.date
        cannot = f"{self.state} cannot join {self.organization} on {when}"
        if body.ended and when >= body.ended:
            yield "organization", f"{cannot}: it ended on {body.ended}; name its successor"
        elif body.founded and when < body.founded:
            yield "organization", f"{cannot}: it was founded on {body.founded}; choose a later day"
        elif self.state in of.world.members(self.organization, when):
            spell = of.world.spell(self.state, self.organization, when)
            since = f" (since {spell.start})" if spell else ""
            yield "organization", f"{cannot}: it is already a member{since}; remove this event"
        else:
            yield from self._excluded(of.world, cannot)

    def _excluded(self, world: World, cannot: str) -> Iterator[Fault]:
        body = world.organization(self.organization)
        for other in exclusive_with(world, body):
            if self.state in world.members(other.organization, self.date):
                unions = {body.rules.trade, other.rules.trade} == {"customs_union"}
                both = "two customs unions" if unions else f"{body.organization} and {other.organization}"
                yield (
                    "",
                    f"{cannot} while it is a member of {other.organization}: {both} exclude each other. "
                    f"Add a `leave` event for {other.organization} before that date.",
                )
                return

    def after(self, world: World) -> World:
        """A spell that begins on the day, in place of all later ones."""
        legal = world.organization(self.organization).rules.legal_members
        status = "member" if "member" in legal else legal[0]
        left = world.without_spells(self.state, self.organization, self.date)
        return left.with_spell(state=self.state, organization=self.organization, status=status, start=self.date)

    def treat(self, of: Resolved, policy: Policy) -> None:
        """Free trade or a customs union with the members; their tariff and their agreements with third states."""
        body = of.world.organization(self.organization)
        policy.name_seat(self.state, of.other, body)
        policy.now = policy.now.joined(self.state, of.other, body)
        external(policy, body, of, applies=self.external_tariff, joins=True)
