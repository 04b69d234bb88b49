"""Agendas: who wants what, how much, why, and where that stands, in a TOML file.

title = "…"            question = "…"         date = 2015-10-16       body = "CIS"
status = "reproduction"                       # or "forecast": were positions written before the outcome?

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
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, model_validator

from steppe.politics.bargaining.actors import Actors
from steppe.politics.bargaining.draws import Noise
from steppe.politics.bargaining.negotiate import Question
from steppe.politics.bargaining.rules import Rule, rule, rule_of
from steppe.world.errors import UserError
from steppe.world.names import look_alike

Text = Annotated[str, Field(min_length=3)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Outcome(_Strict):
    """What happened, on the scale of the issue."""

    position: FiniteFloat
    date: dt.date
    document: Text
    note: str = ""
    signed: tuple[str, ...] = ()
    stood_aside: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()


class Issue(_Strict):
    """One question with a scale, named alternatives and the status quo."""

    name: Name
    question: Text
    low: FiniteFloat = 0
    high: FiniteFloat = 100
    scale: Text
    alternatives: Annotated[dict[Name, FiniteFloat], Field(min_length=2)]
    reference: FiniteFloat
    reference_reason: Text
    reference_document: Text
    outcome: Outcome | None = None

    @model_validator(mode="after")
    def _on_scale(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"the scale of {self.name} must end above where it begins")
        placed = {**self.alternatives, "the reference": self.reference}
        if self.outcome:
            placed["the outcome"] = self.outcome.position
        for name, position in placed.items():
            if not self.low <= position <= self.high:
                raise ValueError(f"{name} of {self.name} stands at {position:g}, outside {self.low:g} to {self.high:g}")
        if len(set(self.alternatives.values())) < len(self.alternatives):
            raise ValueError(f"two alternatives of {self.name} share a position; merge them")
        if self.reference not in self.alternatives.values():
            raise ValueError(f"the reference of {self.name} is no alternative; add one at {self.reference:g}")
        return self


class Actor(_Strict):
    """Who bargains. Without a capability of its own it must be a state, whose size the bundle knows."""

    name: Name
    capability: Annotated[float, Field(gt=0)] | None = None
    capability_reason: str = ""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.capability is not None and len(self.capability_reason) < 3:
            raise ValueError(f"the capability of {self.name} needs a capability_reason")
        return self


class Stance(_Strict):
    """What one actor asks for on one issue, and why that is believed."""

    actor: Name
    issue: Name
    position: FiniteFloat
    salience: Share
    reason: Text
    document: Text
    basis: Literal["reported", "derived", "assumed"]


class Coding(_Strict):
    """How far the coding of positions, saliences and capabilities may be off (see `Noise`)."""

    position: Share = 0.10
    salience: Share = 0.20
    capability: Share = 0.20


class Agenda(_Strict):
    """One meeting or proposal: its issues, its actors and the body that decides."""

    title: Text
    question: Text
    date: dt.date
    body: Name
    organ: str = ""
    rule: str = ""
    veto: tuple[str, ...] = ()
    status: Literal["reproduction", "forecast"]
    capability: Literal["gdp_usd", "gdp_ppp", "population", "equal"] = "gdp_usd"
    coding: Coding = Coding()
    note: str = ""
    issue: Annotated[tuple[Issue, ...], Field(min_length=1)]
    actor: Annotated[tuple[Actor, ...], Field(min_length=2)]
    position: Annotated[tuple[Stance, ...], Field(min_length=2)]

    @property
    def noise(self) -> Noise:
        """The coding errors that noisy copies draw from."""
        return Noise(**self.coding.model_dump())

    def decides(self) -> Rule:
        """The rule of the agenda: its own, or that of its body, with its veto players."""
        found = rule(self.rule) if self.rule else rule_of(self.body, self.organ)
        return replace(found, veto=self.veto)

    def issue_named(self, name: str) -> Issue:
        """The issue of that name; `UserError` with the look-alike if there is none."""
        for issue in self.issue:
            if issue.name == name:
                return issue
        raise UserError(f'the agenda has no issue "{name}"{_near(name, [issue.name for issue in self.issue])}')

    def on(self, name: str) -> Question:
        """The question of an issue, as `negotiate` takes it."""
        issue = self.issue_named(name)
        places = np.array(list(issue.alternatives.values()), dtype=float)
        return Question(name, issue.low, issue.high, tuple(issue.alternatives), places, issue.reference)

    def actors(self, name: str, capability: dict[str, float] | None = None) -> Actors:
        """The actors that take part in an issue, with capabilities from the agenda or from `capability`.

        Raises
        ------
        UserError
            An actor has neither.
        """
        sizes = {actor.name: actor.capability for actor in self.actor if actor.capability is not None}
        sizes = {**(capability or {}), **sizes}
        taken = [stance for stance in self.position if stance.issue == self.issue_named(name).name]
        for stance in taken:
            if stance.actor not in sizes:
                raise UserError(f"{stance.actor} has no capability in the agenda, and none was given for it")
        columns = ([sizes[s.actor] for s in taken], [s.salience for s in taken], [s.position for s in taken])
        return Actors(tuple(s.actor for s in taken), *(np.array(column, dtype=float) for column in columns))


def read_agenda(source: str | Path) -> Agenda:
    """A checked agenda from a file, or a shipped one by name.

    Raises
    ------
    UserError
        With file and line: no such agenda, not TOML, an unknown key or name, a value out of range.
    """
    path = Path(source)
    shipped = files("steppe").joinpath("agendas", f"{source}.toml")
    if path.suffix != ".toml" and shipped.is_file():
        return parse_agenda(shipped.read_text(encoding="utf-8"), f"{source}.toml")
    if not path.is_file():
        raise UserError(f'there is no agenda "{source}"{_near(str(source), agenda_names())}')
    return parse_agenda(path.read_text(encoding="utf-8"), str(path))


def agenda_names() -> tuple[str, ...]:
    """Names of the shipped agendas."""
    folder = files("steppe").joinpath("agendas")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def parse_agenda(text: str, name: str) -> Agenda:
    """A checked agenda from TOML text; `name` stands before the line in every message."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UserError(f"{name}: this is not TOML: {fault}") from None
    try:
        agenda = Agenda.model_validate(document)
    except ValidationError as fault:
        finding = min(fault.errors(), key=lambda found: found["type"] != "extra_forbidden")
        raise UserError(f"{name}:{line_of(text, finding['loc'])}: {_sentence(finding)}") from None
    for location, complaint in _crossed(agenda):
        raise UserError(f"{name}:{line_of(text, location)}: {complaint}")
    return agenda


def line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Line of a key of the n-th `[[table]]`, or of the table where the key is missing; 1 where neither is found.

    Examples
    --------
    >>> line_of('title = "x"\\n[[actor]]\\nname = "RUS"\\n[[actor]]\\nname = "KAZ"\\n', ("actor", 1, "name"))
    5
    """
    lines = text.splitlines()
    begin, end = 0, next((n for n, line in enumerate(lines) if line.startswith("[")), len(lines))
    keys = [part for part in location if isinstance(part, str)]
    if len(location) > 1 and isinstance(location[1], int):
        heads = [n for n, line in enumerate(lines) if line.startswith(f"[[{location[0]}]]")]
        if location[1] >= len(heads):
            return 1
        begin = heads[location[1]]
        end = next((n for n in range(begin + 1, len(lines)) if lines[n].startswith("[")), len(lines))
        keys = keys[1:]
    for number in range(begin, end):
        if keys and re.match(rf"\s*\"?{re.escape(keys[0])}\"?\s*=", lines[number]):
            return number + 1
    return begin + 1


def _crossed(agenda: Agenda) -> list[tuple[tuple[int | str, ...], str]]:
    """Names that refer to nothing, and what stands twice or off the scale."""
    actors, issues = [actor.name for actor in agenda.actor], {issue.name: issue for issue in agenda.issue}
    found = [(("position", n), *_misplaced(stance, actors, issues)) for n, stance in enumerate(agenda.position)]
    located: list[tuple[tuple[int | str, ...], str]] = [((*at, key), said) for at, key, said in found if said]
    pairs = [(stance.actor, stance.issue) for stance in agenda.position]
    for n, (actor, issue) in enumerate(pairs):
        if pairs.index((actor, issue)) != n:
            located.append((("position", n, "actor"), f"{actor} has two positions on {issue}; keep one"))
    for n, actor in enumerate(actors):
        if actors.index(actor) != n:
            located.append((("actor", n, "name"), f"{actor} is listed twice"))
    for n, issue in enumerate(issues):
        if sum(name == issue for _, name in pairs) < 2:
            located.append((("issue", n, "name"), f"fewer than two actors have a position on {issue}"))
    unknown = [name for name in agenda.veto if name not in actors]
    return located + [(("veto",), f'no actor is called "{name}"{_near(name, actors)}') for name in unknown]


def _misplaced(stance: Stance, actors: list[str], issues: dict[str, Issue]) -> tuple[str, str]:
    """The key of a position that is wrong, and what is; two empty texts where nothing is."""
    if stance.actor not in actors:
        return "actor", f'no actor is called "{stance.actor}"{_near(stance.actor, actors)}'
    if stance.issue not in issues:
        return "issue", f'no issue is called "{stance.issue}"{_near(stance.issue, list(issues))}'
    issue = issues[stance.issue]
    if not issue.low <= stance.position <= issue.high:
        return "position", f"{stance.actor} stands at {stance.position:g}, outside {issue.low:g} to {issue.high:g}"
    return "", ""


def _sentence(finding: Any) -> str:
    """One finding of pydantic in words."""
    key, value = str(finding["loc"][-1]) if finding["loc"] else "agenda", finding["input"]
    match finding["type"]:
        case "extra_forbidden":
            tables: dict[str, type[BaseModel]] = {"issue": Issue, "actor": Actor, "position": Stance, "coding": Coding}
            table = tables.get(str(finding["loc"][0]), Agenda) if len(finding["loc"]) > 1 else Agenda
            known = list((Outcome if "outcome" in finding["loc"][:-1] else table).model_fields)
            return f'there is no key "{key}" here{_near(key, known)}'
        case "missing":
            return f'the key "{key}" is missing'
        case "value_error":
            return str(finding["ctx"]["error"])
        case _:
            shown = f'"{value}"' if isinstance(value, str) else str(value)
            return f"{key} is {shown[:60]}; {finding['msg'][0].lower()}{finding['msg'][1:]}"


def _near(word: str, known: list[str] | tuple[str, ...]) -> str:
    return look_alike(word, known) or f"; there are {', '.join(known)}"
