"""Agendas: who wants what, how much, why, and where that stands, in a TOML file.

title = "…"            question = "…"         date = 2015-10-16       body = "CIS"
status = "reproduction"                       # or "forecast": were positions written before the outcome?
seats = "members"                             # left out: all actors decide; here those that are members that day
meeting = "CIS_HoS_2015-10-16"                # left out, or one whose attendance the bundle has
package = ["…", "…"]                          # left out, or issues on the table at once, whose votes can be traded

[[issue]]
name = "military-concept"
question = "…"
low = 0                high = 100
scale = "0 no text, 100 joint forces"         # what the ends mean
alternatives = { "no concept" = 0, "concept" = 70 }
reference = 0
reference_reason = "…" reference_document = "…"
outcome = { position = 70, date = 2015-10-16, document = "T3 ¶3", signed = ["RUS"] }

[[actor]]
name = "RUS"           # a state's code, or any name with a capability of its own
capability = 60        # with capability_reason; left out, it comes from the bundle

[[position]]
actor = "RUS"          issue = "military-concept"
position = 90          salience = 0.8
reason = "…"           document = "T3 ¶5"
capability = 0.6       # with capability_reason, where the actor's means on this issue are other than elsewhere
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from steppe.politics.bargaining.actors import Actors
from steppe.politics.bargaining.draws import Noise
from steppe.politics.bargaining.negotiate import Question
from steppe.politics.bargaining.rules import Rule, rule, rule_of
from steppe.world.errors import UserError
from steppe.world.names import look_alike

Text = Annotated[str, Field(min_length=3)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]
Place = Annotated[float, Field(ge=-1e6, le=1e6)]
Means = Annotated[float, Field(ge=1e-6, le=1e15)]
Day = Annotated[dt.date, Field(ge=dt.date(1945, 1, 1), le=dt.date(2100, 12, 31))]

NARROWEST = 1e-6
"""Of a scale, and of a salience above zero: what is less is lost in the digits of what it is added to."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Outcome(_Strict):
    """What happened, on the scale of the issue."""

    position: Place
    date: Day
    document: Text
    note: str = ""
    signed: tuple[str, ...] = ()


class Issue(_Strict):
    """One question with a scale, named alternatives and the status quo."""

    name: Name
    title: str = ""
    question: Text
    low: Place = 0
    high: Place = 100
    scale: Text
    alternatives: Annotated[dict[Name, Place], Field(min_length=2)]
    reference: Place
    reference_reason: Text
    reference_document: Text
    outcome: Outcome | None = None

    @property
    def called(self) -> str:
        """Its title, or its name in words."""
        return self.title or self.name.replace("-", " ")

    @model_validator(mode="after")
    def _on_scale(self) -> Self:
        if self.high - self.low < NARROWEST:
            raise ValueError(f"the scale of {self.name} must end at a higher value than it begins")
        placed = {**self.alternatives, "the reference": self.reference}
        if self.outcome:
            placed["the outcome"] = self.outcome.position
        for name, position in placed.items():
            if not self.low <= position <= self.high:
                raise ValueError(f"{name} of {self.name} stands at {position:g}, outside {self.low:g} to {self.high:g}")
        if len(set(self.alternatives.values())) < len(self.alternatives):
            raise ValueError(f"two alternatives of {self.name} share a position; merge them")
        if self.reference not in self.alternatives.values():
            raise ValueError(f"the reference of {self.name} is not an alternative; add one at {self.reference:g}")
        return self


class _Able(_Strict):
    """What may state a capability, with its reason."""

    capability: Means | None = None
    capability_reason: str = ""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.capability is not None and len(self.capability_reason) < 3:
            name = getattr(self, "name", getattr(self, "actor", ""))
            raise ValueError(f"the capability of {name} needs a capability_reason")
        return self


class Participant(_Able):
    """Who bargains. Without a capability of its own it must be a state, whose size the bundle knows."""

    name: Name


class Stance(_Able):
    """What one actor asks for on one issue, and why that is believed."""

    actor: Name
    issue: Name
    position: Place
    salience: Share
    reason: Text
    document: Text
    basis: Literal["reported", "derived", "assumed"]

    @model_validator(mode="after")
    def _weighty(self) -> Self:
        if 0 < self.salience < NARROWEST:
            raise ValueError(
                f"the salience of {self.actor} is {self.salience:g}; it must be 0, or {NARROWEST:f} or more"
            )
        return self


class Coding(_Strict):
    """How far the coding of positions, saliences and capabilities may be off (see `Noise`)."""

    position: Share = 0.10
    salience: Share = 0.20
    capability: Share = 0.20


class Agenda(_Strict):
    """One meeting or proposal: its issues, its actors and the body that decides."""

    title: Text
    question: Text
    date: Day
    body: Name
    organ: str = ""
    rule: str = ""
    veto: tuple[str, ...] = ()
    seats: Literal["actors", "members"] = "actors"
    status: Literal["reproduction", "forecast"]
    capability: Literal["gdp_usd", "gdp_ppp", "population", "equal"] = "gdp_usd"
    coding: Coding = Coding()
    note: str = ""
    meeting: str = ""
    package: tuple[str, ...] = ()
    issue: Annotated[tuple[Issue, ...], Field(min_length=1)]
    actor: Annotated[tuple[Participant, ...], Field(min_length=2)]
    position: Annotated[tuple[Stance, ...], Field(min_length=2)]

    @property
    def noise(self) -> Noise:
        """The coding errors that noisy copies draw from."""
        return Noise(**self.coding.model_dump())

    @property
    def unsized(self) -> tuple[str, ...]:
        """Actors that state no capability, for themselves or on every issue on which they take part."""
        lacking = {stance.actor for stance in self.position if stance.capability is None}
        return tuple(actor.name for actor in self.actor if actor.capability is None and actor.name in lacking)

    def decides(self) -> Rule:
        """The rule of the agenda: its own, or that of its body, with its veto players."""
        stated = rule(self.rule) if self.rule else rule_of(self.body, self.organ)
        return replace(stated, veto=self.veto)

    def seating(self, states: Collection[str]) -> Agenda:
        """The agenda with the actors of that name alone, and the issues on which two of them at least have a position.

        Raises
        ------
        UserError
            No issue is left.
        """
        kept = tuple(stance for stance in self.position if stance.actor in states)
        count = Counter(stance.issue for stance in kept)
        issues = tuple(issue for issue in self.issue if count[issue.name] > 1)
        if not issues:
            raise UserError(f"{self.body}: fewer than two of its members have a position on any issue of the agenda")
        left = {issue.name for issue in issues}
        return self.model_copy(
            update={
                "issue": issues,
                "actor": tuple(actor for actor in self.actor if actor.name in states),
                "position": tuple(stance for stance in kept if stance.issue in left),
                "veto": tuple(name for name in self.veto if name in states),
                "package": self.package if set(self.package) <= left else (),
            }
        )

    def issue_named(self, name: str) -> Issue:
        """The issue of that name; `UserError` with the look-alike if there is none."""
        for issue in self.issue:
            if issue.name == name:
                return issue
        raise UserError(f'the agenda has no issue "{name}"{suggestion(name, [issue.name for issue in self.issue])}')

    def on(self, name: str) -> Question:
        """The question of an issue, as `negotiate` takes it."""
        issue = self.issue_named(name)
        places = np.array(list(issue.alternatives.values()), dtype=float)
        return Question(name, issue.low, issue.high, tuple(issue.alternatives), places, issue.reference)

    def actors(self, name: str, capability: dict[str, float] | None = None) -> Actors:
        """The actors that take part in an issue, with capabilities from the agenda or from `capability`.

        What is stated for the issue goes before what is stated for the actor, and that before `capability`.

        Raises
        ------
        UserError
            An actor has neither.
        """
        sizes = {actor.name: actor.capability for actor in self.actor if actor.capability is not None}
        sizes = {**(capability or {}), **sizes}
        taken = [stance for stance in self.position if stance.issue == self.issue_named(name).name]
        sizes |= {stance.actor: stance.capability for stance in taken if stance.capability is not None}
        for stance in taken:
            if stance.actor not in sizes:
                raise UserError(f"{stance.actor} has no capability in the agenda, and none was given for it")
        columns = ([sizes[s.actor] for s in taken], [s.salience for s in taken], [s.position for s in taken])
        return Actors(tuple(s.actor for s in taken), *(np.array(column, dtype=float) for column in columns))


def suggestion(word: str, names: list[str] | tuple[str, ...]) -> str:
    """The look-alike of a word, or else all that there is."""
    return look_alike(word, names) or f"; there are {', '.join(names)}"
