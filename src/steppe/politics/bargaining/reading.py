"""Reading agendas: TOML in, a checked agenda or one sentence out, with file and line: `mine.toml:14: …`.

Files of other programs (`interchange`) are checked alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from steppe.politics.bargaining.agenda import Agenda, Coding, Issue, Outcome, Participant, Stance, suggestion
from steppe.politics.bargaining.capability import capabilities
from steppe.politics.bargaining.interchange import ENDINGS, coded_document
from steppe.world import toml
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World


def read_agenda(
    source: str | Path, world: World | None = None, body: str = "", reference: float | None = None
) -> Agenda:
    """A checked agenda from a file, or a shipped one by name.

    Parameters
    ----------
    world
        If given, actors without a capability of their own must be states whose size it knows.
    body, reference
        Of a file of another program: who decides, and what holds without agreement, see `interchange`.

    Raises
    ------
    UserError
        With file and line: no such agenda, no file that is read, an unknown key or name, a value out of range.
    """
    path = Path(source)
    if path.suffix.lower() in ENDINGS and path.is_file():
        document = coded_document(path, body, reference, world)
        return _checked(document, world, lambda at, said: UserError(f"{path.name}: {said}"))
    if reference is not None:
        raise UserError(f"--reference: {source} says itself what holds without agreement; leave the option out")
    shipped = files("steppe").joinpath("agendas", f"{source}.toml")
    if path.suffix != ".toml" and shipped.is_file():
        return parse_agenda(shipped.read_text(encoding="utf-8"), f"{source}.toml", world)
    if path.suffix != ".toml" and not path.exists():
        raise UserError(f'there is no agenda "{source}"{suggestion(str(source), agenda_names())}')
    return parse_agenda(toml.read(path, str(source), "agenda", "steppe bargain", "write-an-agenda"), str(source), world)


def agenda_names() -> tuple[str, ...]:
    """Names of the shipped agendas."""
    folder = files("steppe").joinpath("agendas")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def parse_agenda(text: str, name: str, world: World | None = None) -> Agenda:
    """A checked agenda from TOML text; `name` stands before the line in every message."""
    document = toml.parse(text, name, "agenda", 'title = "…" and question = "…"')
    return _checked(document, world, lambda at, said: toml.fault(text, name, at, said))


def _checked(document: dict[str, Any], world: World | None, fault: Callable[[toml.Path, str], UserError]) -> Agenda:
    """The agenda of a document; `fault` says of a place in it what is wrong."""
    try:
        agenda = Agenda.model_validate(document)
    except ValidationError as found:
        finding = min(found.errors(), key=lambda error: error["type"] != "extra_forbidden")
        raise fault(finding["loc"], _sentence(finding)) from None
    for location, complaint in flawed(agenda, world):
        raise fault(location, complaint)
    return agenda


def flawed(agenda: Agenda, world: World | None = None) -> Iterator[tuple[toml.Path, str]]:
    """What is wrong with an agenda that keeps to its model: the place, and a sentence.

    Parameters
    ----------
    world
        If given, actors without a capability of their own must be states whose size it knows.
    """
    yield from (crossed := _crossed(agenda))
    if world is not None and not crossed:
        yield from _unknown(agenda, world)


def _unknown(agenda: Agenda, world: World) -> list[tuple[toml.Path, str]]:
    """Actors without a capability that are no state, or whose size is missing."""
    problems: list[tuple[toml.Path, str]] = []
    for n, actor in enumerate(agenda.actor):
        if actor.name not in agenda.unsized:
            continue
        try:
            if world.state(actor.name) != actor.name:
                problems.append((("actor", n, "name"), f"write {world.state(actor.name)} for {actor.name}"))
            capabilities(agenda.model_copy(update={"actor": (actor,)}), world)
        except UserError as fault:
            problems.append((("actor", n, "name"), str(fault)))
    meetings = list(world.sql("select distinct meeting from attendance where meeting is not null")["meeting"])
    if agenda.meeting and agenda.meeting not in meetings:
        hint = look_alike(agenda.meeting, meetings, '`steppe sql "from attendance"`')
        problems.append((("meeting",), f'there is no record of attendance at "{agenda.meeting}"{hint}'))
    return problems


def _crossed(agenda: Agenda) -> list[tuple[toml.Path, str]]:
    """Names that refer to nothing, and what stands twice or off the scale."""
    actors, issues = [actor.name for actor in agenda.actor], {issue.name: issue for issue in agenda.issue}
    misplaced = [(("position", n), *_misplaced(stance, actors, issues)) for n, stance in enumerate(agenda.position)]
    located: list[tuple[toml.Path, str]] = [((*at, key), sentence) for at, key, sentence in misplaced if sentence]
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
        elif not any(stance.salience for stance in agenda.position if stance.issue == issue):
            located.append((("issue", n, "name"), f"{issue} is salient to nobody; give an actor a salience above zero"))
    names = [issue.name for issue in agenda.issue]
    for n, name in enumerate(names):
        if names.index(name) != n:
            located.append((("issue", n, "name"), f"there are two issues called {name}; give one another name"))
    try:
        agenda.decides()
    except UserError as fault:
        located.append((("rule" if agenda.rule else "body",), str(fault)))
    located += [
        (("veto",), f'no actor is called "{name}"{suggestion(name, actors)}')
        for name in agenda.veto
        if name not in actors
    ]
    unknown = [name for name in agenda.package if name not in issues]
    located += [(("package",), f'no issue is called "{name}"{suggestion(name, list(issues))}') for name in unknown]
    if len(set(agenda.package)) == 1:
        located.append((("package",), "a package needs at least two issues; name another, or leave the key out"))
    return located


def _misplaced(stance: Stance, actors: list[str], issues: dict[str, Issue]) -> tuple[str, str]:
    """The key of a position that is wrong, and what is; two empty texts where nothing is."""
    if stance.actor not in actors:
        return "actor", f'no actor is called "{stance.actor}"{suggestion(stance.actor, actors)}'
    if stance.issue not in issues:
        return "issue", f'no issue is called "{stance.issue}"{suggestion(stance.issue, list(issues))}'
    issue = issues[stance.issue]
    if not issue.low <= stance.position <= issue.high:
        return "position", f"{stance.actor} stands at {stance.position:g}, outside {issue.low:g} to {issue.high:g}"
    return "", ""


def _sentence(finding: Any) -> str:
    """One finding of pydantic in words."""
    key, value = str(finding["loc"][-1]) if finding["loc"] else "agenda", finding["input"]
    match finding["type"]:
        case "extra_forbidden":
            tables: dict[str, type[BaseModel]] = {
                "issue": Issue,
                "actor": Participant,
                "position": Stance,
                "coding": Coding,
            }
            table = tables.get(str(finding["loc"][0]), Agenda) if len(finding["loc"]) > 1 else Agenda
            fields = list((Outcome if "outcome" in finding["loc"][:-1] else table).model_fields)
            return f'there is no key "{key}" here{suggestion(key, fields)}'
        case "missing":
            return f'the key "{key}" is missing'
        case "value_error":
            return str(finding["ctx"]["error"])
        case _:
            shown = f'"{value}"' if isinstance(value, str) else str(value)
            return f"{key} is {shown[:60]}; {finding['msg'][0].lower()}{finding['msg'][1:]}"
