"""What every event has: a date, the states that it names, what it changes; each kind is one file of `scenario.events`.

An event is a dated change of policy, a small model that refuses in a file what it does not know: unknown keys, wrong
types, numbers that are not finite or out of bounds. What must be known about the world stands beside it:

    sides    the states that it speaks of, in codes
    faults   what is wrong with it, in the world that the events before it leave
    after    the world once it has happened: an edit of memberships (`World.with_spell`)
    treat    what it does to states and pairs of states (`scenario.policy`)

In a static run a date means: the policy as it stands on that day is put on the trade of the baseline year. Nothing else
that happens between the two is modelled.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict

from steppe.scenario.parties import States, states_of
from steppe.scenario.policy.policy import Policy
from steppe.scenario.policy.regime import Mask
from steppe.scenario.policy.treatment import Treatment
from steppe.world.world import World


@dataclass(frozen=True, slots=True)
class Names:
    """What the value of a field names: one state by its code, states, parties, or one organization."""

    what: Literal["state", "states", "parties", "organization"]


Code = Annotated[str, Field(min_length=2, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
State = Annotated[Code, Names("state")]
Body = Annotated[Code, Names("organization")]
Parties = Annotated[tuple[str, ...], Field(min_length=1, max_length=250), Strict(False), Names("parties")]
"""States by ISO3 code, and organizations or groups by short name, which stand for their members."""

Fault = tuple[str, str]
"""The key that is at fault, empty for the whole event, and what is wrong in one sentence."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """An event in codes of states: its two sides on a day, in the world that the events before it leave."""

    event: Event
    world: World
    one: States
    other: States

    def any_pair(self) -> bool:
        """Whether there are two different states, one on each side."""
        return any(a != b for a in self.one for b in self.other)


class Event(BaseModel, ABC):
    """A dated change of policy."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    on_agreements: ClassVar[bool] = False
    """Whether it makes or leaves agreements, so that their depth plays a part."""

    date: Annotated[dt.date, Field(ge=dt.date(1992, 1, 1), le=dt.date(2100, 12, 31))] = Field(
        description="day from which it holds: the policy in force on this day is applied to the baseline year"
    )
    note: str = Field("", max_length=2000, description="what a reader should know")

    @abstractmethod
    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Codes of the states on its two sides; members of organizations are those of the day given."""

    @abstractmethod
    def treat(self, of: Resolved, policy: Policy) -> None:
        """Write into the arrays of a policy what it does."""

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """What is wrong with it in the world that the events before it leave."""
        yield from ()

    def after(self, world: World) -> World:
        """The world once it has happened; only events on membership edit it."""
        return world

    @property
    def of_one_year(self) -> bool:
        """Whether what it does is over with its year, so that a later year has nothing of it."""
        return False

    @classmethod
    def naming(cls) -> dict[str, str]:
        """What each field that names something names, by field; see `Names`."""
        return {
            key: mark.what
            for key, field in cls.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Names)
        }


class Membership(Event):
    """An event on the seat of a state in an organization."""

    on_agreements: ClassVar[bool] = True

    kind: str
    state: State = Field(description="ISO3 code of the state")
    organization: Body = Field(description="short name of the organization")

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """The state, and the members of the organization."""
        return (self.state,), world.members(self.organization, on=on)

    def no_member(self, of: Resolved, verb: str) -> Iterator[Fault]:
        """The fault of a state that is no member on the day of the event."""
        members = of.world.members(self.organization, on=self.date)
        if self.state not in members:
            spell = of.world.spell(self.state, self.organization, self.date)
            instead = f", but {spell.status}" if spell and spell.status != "member" else ""
            cannot = f"{self.state} cannot {verb} {self.organization} on {self.date}"
            yield "organization", f"{cannot}: it is not a member then{instead}; remove this event"


class Money(Event):
    """An event on payments, prices or exchange rates: no cost of trade holds it, so the equilibrium refuses it."""

    kind: str

    def treat(self, of: Resolved, policy: Policy) -> None:
        """Nothing: the channels of income answer it (`steppe.methods.income`)."""


class Route(Event):
    """An event on trade from exporters to importers."""

    importers: Parties = Field(description="who imports")
    exporters: Parties = Field(description="who exports")
    both: bool = Field(False, description="whether it holds in the other direction too")

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Importers and exporters on the day of the event."""
        return states_of(world, self.importers, self.date), states_of(world, self.exporters, self.date)

    @abstractmethod
    def change(self, treatment: Treatment, pairs: Mask) -> str:
        """Change the arrays at a mask of pairs [importer, exporter], and say in a word or two how."""

    def treat(self, of: Resolved, policy: Policy) -> None:
        """Change the routes from exporters to importers, or both ways."""
        pairs = policy.routes(of.one, of.other, both=self.both)
        policy.treatment.add_label(pairs, self.change(policy.treatment, pairs))

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """A route needs two states."""
        if not of.any_pair():
            yield "exporters", "importers and exporters include no pair of different states; name another"
