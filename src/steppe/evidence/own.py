"""Claims of a user: a TOML file in; its claims, or every fault of it with its line, out.

A file has the form of those in `claims/` and asks the same queries. Beside the form, every argument is looked up (see
`arguments`) and every measure is asked once: a claim is refused where its query answers with another kind of value, or
in another unit, than the claim has.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from steppe.evidence.arguments import problems, values
from steppe.evidence.claims import Claim, Claimed
from steppe.evidence.query import Measurement
from steppe.evidence.verdicts import answered
from steppe.scenario import complaints
from steppe.scenario.problem import Problem
from steppe.world import toml
from steppe.world.errors import FileError, UserError
from steppe.world.names import look_alike
from steppe.world.world import World

FILE = ("file of claims", "", "check-a-text")
NAME = re.compile(r"[\w-][\w.-]{0,39}")
OURS = ("id", "place")
"""Fields of a claim that are not written in a file."""
SCALES = {"%": "%", "points": "points", "million": "million", "bn": "billion", "billion": "billion", "times": "times"}
"""Words of a unit that set the size of a figure."""


def read_claims(world: World, path: pathlib.Path) -> list[Claim]:
    """The claims of a file, in its order.

    Raises
    ------
    UserError
        It is no TOML file, or anything in it is wrong: a sentence with file and line for each fault.
    """
    place = str(path)
    text = toml.read(path, place, *FILE)
    document = toml.parse(text, place, FILE[0], 'a name in brackets, [my-1], and statement = "…"')
    found: list[Problem] = []
    claims = [claim for name, fields in document.items() if (claim := _claim(world, name, fields, place, found))]
    if found:
        lines = toml.key_lines(text)
        said = sorted({(toml.line_of(lines, one.path), one.sentence): None for one in found})
        raise FileError([f"{place}:{line}: {sentence}" for line, sentence in said])
    return claims


def _claim(world: World, name: str, fields: Any, place: str, found: list[Problem]) -> Claim | None:
    """A claim, if nothing is wrong with it; what is wrong is added to what was found."""
    before = len(found)
    if not NAME.fullmatch(name):
        found.append(Problem((name,), f'a claim cannot be called "{name}"; use letters, digits and hyphens: [my-1]'))
    if not isinstance(fields, Mapping):
        found.append(Problem((name,), f"{name} stands outside a claim; begin each claim with a name, [my-1]"))
        return None
    claim = None
    try:
        claim = Claim.model_validate({**{key: one for key, one in fields.items() if key not in OURS}, "id": name})
    except ValidationError as error:
        found += _of_form(name, fields, error)
    found += [Problem((name, key), f'there is no key "{key}" in a claim') for key in OURS if key in fields]
    found += _of_states(world, name, fields)
    for number, measure in _measures(fields):
        found += problems(world, measure["query"], measure.get("args", {}), (name, "measures", number))
    if claim is not None and len(found) == before:
        found += _of_answers(world, claim := claim.model_copy(update={"place": f"{place} [{name}]"}))
    return claim


def _of_form(name: str, fields: Mapping[str, Any], error: ValidationError) -> Iterator[Problem]:
    """Each finding of pydantic; a key that is missing because it is misspelt is not said twice."""
    findings = error.errors(include_url=False)
    misspelt = [str(one["loc"][-1]) for one in findings if one["type"] == "extra_forbidden"]
    for finding in findings:
        path = complaints.path_of(finding, fields)
        if finding["type"] == "missing" and any(look_alike(key, [str(finding["loc"][-1])]) for key in misspelt):
            continue
        if finding["type"] == "value_error":
            yield Problem((name, *path), str(finding["ctx"]["error"]))
        else:
            yield Problem((name, *path), complaints.sentence(finding, fields, Claim))


def _of_states(world: World, name: str, fields: Mapping[str, Any]) -> Iterator[Problem]:
    states = fields.get("states")
    if isinstance(states, list):
        yield from values(world, "actor", "states", [one for one in states if isinstance(one, str)], (name, "states"))
    for path, claimed in _all_claimed(fields):
        if isinstance(one := claimed.get("states"), list):
            yield from values(world, "state", "states", [s for s in one if isinstance(s, str)], (name, *path, "states"))


def _all_claimed(fields: Mapping[str, Any]) -> Iterator[tuple[toml.Path, Mapping[str, Any]]]:
    """What a claim and its measures claim, with the paths."""
    if isinstance(fields.get("claimed"), Mapping):
        yield ("claimed",), fields["claimed"]
    measures = fields.get("measures")
    for number, measure in enumerate(measures if isinstance(measures, list) else ()):
        if isinstance(measure, Mapping) and isinstance(measure.get("claimed"), Mapping):
            yield ("measures", number, "claimed"), measure["claimed"]


def _measures(fields: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Measures whose query and arguments have the right types, with their places."""
    measures = fields.get("measures")
    for place, one in enumerate(measures if isinstance(measures, list) else ()):
        if isinstance(one, Mapping) and isinstance(one.get("query"), str) and isinstance(one.get("args", {}), Mapping):
            yield place, one


def _of_answers(world: World, claim: Claim) -> Iterator[Problem]:
    """Ask every measure, and see that its answer is what the claim is about."""
    for number, measure in enumerate(claim.measures):
        claimed = measure.claimed or claim.claimed
        try:
            answer = answered(world, claim, measure)
        except UserError as error:
            yield Problem((claim.id, "measures", number), str(error).removeprefix(f"{claim.place}: "))
            continue
        if claimed and isinstance(answer, Measurement) and (said := _unlike(claimed, measure.query, answer)):
            key = ("measures", number, "claimed") if measure.claimed else ("claimed",)
            yield Problem((claim.id, *key), said)


def _unlike(claimed: Claimed, query: str, answer: Measurement) -> str:
    """What an answer has other than is claimed, kind of value or unit; an empty text where they are alike."""
    values = answer.value.values() if isinstance(answer.value, Mapping) else [answer.value]
    kinds = [_kind(one) for one in values]
    wanted = "truth" if claimed.holds is not None else "date" if claimed.date is not None else "number"
    wanted = "states" if claimed.states is not None else wanted
    claim_by = {"truth": "holds", "date": "date", "states": "states", "number": "value, at_least, at_most or between"}
    if wanted not in kinds and kinds:
        return f"{query} answers with a {kinds[0]}, so a claim on it gives {claim_by[kinds[0]]}".replace(
            "a states", "a list of states"
        )
    mine, theirs = _scale(claimed.unit), _scale(answer.unit)
    if wanted == "number" and claimed.rank is None and mine != theirs and theirs:
        return f'the unit of {query} is "{answer.unit}"; give the claimed figure in it, with unit = "{answer.unit}"'
    return ""


def _kind(value: object) -> str:
    if isinstance(value, tuple):
        return "states"
    if isinstance(value, str):
        return "date"
    return "truth" if type(value).__name__ in ("bool", "bool_") else "number"


def _scale(unit: str) -> str:
    return next((SCALES[word] for word in re.findall(r"%|\w+", unit) if word in SCALES), "")
