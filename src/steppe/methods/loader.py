"""Studies from files and from dictionaries, and runs from their folders: what is wrong is one sentence.

Every fault of a file is a `UserError` that names file and line: `mine.toml:14: no state has the code "KZG" …`; one of a
dictionary names the key: `event 1, state: …`. A study stands alone: a file cannot include another.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import models_json_schema

from steppe.methods import store
from steppe.methods.registry import find, methods
from steppe.methods.result import Origin, Result
from steppe.scenario import complaints
from steppe.scenario.problem import Problem
from steppe.scenario.study import Loaded, Study
from steppe.world import toml
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.sources import PARAGRAPHS
from steppe.world.world import World

FILE = ("study", "steppe studies", "run-a-study")
"""What a file of a study is called, what lists those that are shipped, and the page that shows one."""

FOLDERS = (Path(str(files("steppe"))) / "studies",)
"""Where the studies are that are run by name."""

Validate = Callable[[type[BaseModel]], BaseModel]
Fault = Callable[[toml.Path, str], UserError]


def shipped() -> dict[str, Path]:
    """Files of the studies that come with steppe, by name."""
    return {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.toml"))}


def list_studies() -> list[Loaded[Any]]:
    """All shipped studies, to be listed; `load_study` looks besides for what a world has against one."""
    return [Loaded(name, _read(path, f"{name}.toml")) for name, path in shipped().items()]


def load_study(study: str | Path | Mapping[str, Any] | Loaded[Any], world: World) -> Loaded[Any]:
    """A shipped study by name, a TOML file by path, or a dictionary with the keys of a file.

    Raises
    ------
    UserError
        There is no such study or file, or it is not a valid study; file, line and repair are named.
    """
    if isinstance(study, Loaded):
        return study
    if isinstance(study, Mapping):
        return Loaded("study", from_mapping(study, world))
    names, name = shipped(), str(study)
    if name in names:
        return Loaded(name, _read(names[name], f"{name}.toml", world))
    path = Path(study)
    if path.suffix != ".toml" and not path.exists():
        hint = look_alike(name, list(names)) or "; `steppe studies` lists them, and a file of yours ends in .toml"
        raise UserError(f'there is no study "{name}"{hint}')
    return Loaded(path.stem, _read(path, name, world))


def _read(path: Path, place: str, world: World | None = None) -> Study:
    return parse(toml.read(path, place, *FILE), place, world)


def parse(text: str, place: str, world: World | None) -> Study:
    """A study from the text of a TOML file; `place` is what to call the file in a message.

    Without a world its form alone is checked, not whether its states and events are of one.
    """
    document = toml.parse(text, place, FILE[0], 'question = "…" and method = "equilibrium"')

    def fault(path: toml.Path, sentence: str) -> UserError:
        return toml.fault(text, place, path, sentence)

    try:
        return _checked(document, lambda model: model.model_validate(document), fault, world)
    except RecursionError:
        raise UserError(f"{place}:1: tables are nested too deeply to be a study; simplify them") from None


def from_mapping(document: Mapping[str, Any], world: World) -> Study:
    """A study from a dictionary with the keys of a file; a date is a date or a text, a list any sequence."""
    text = json.dumps(document, default=_plain)

    def fault(path: toml.Path, sentence: str) -> UserError:
        steps = [f"{step} {after + 1}" if isinstance(after, int) else str(step) for step, after in _steps(path)]
        return UserError(f"{', '.join(steps) or 'study'}: {sentence}")

    return _checked(json.loads(text), lambda model: model.model_validate_json(text), fault, world)


def _plain(value: Any) -> Any:
    """What JSON has no type for: a day as text, a NumPy figure as a number, a sequence as a list."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    raise UserError(f"study: {value!r} is neither text, a number, a date nor a list of these; write it as one")


def _steps(path: toml.Path) -> Iterator[tuple[object, object]]:
    """Each key of a path with what follows it; numbers stand with the key before them."""
    return ((step, after) for step, after in zip(path, (*path[1:], None), strict=True) if not isinstance(step, int))


def _checked(document: Mapping[str, Any], validate: Validate, fault: Fault, world: World | None) -> Any:
    """The study of a document, once its method has nothing against it."""
    try:
        method = find(document.get("method"))
    except UserError as error:
        raise fault(("method",), str(error)) from None
    try:
        study: Any = validate(method.Study)
    except ValidationError as error:
        finding = complaints.first(error.errors(include_url=False))
        sentence = complaints.sentence(finding, document, method.Study)
        raise fault(complaints.path_of(finding, document), sentence) from None
    for problem in chain(_citations(study), [] if world is None else method.check(study, world)):
        raise fault(problem.path, problem.sentence)
    return study


def _citations(study: Study) -> Iterator[Problem]:
    """Paragraphs that a study cites and its text does not have."""
    for place, reason in enumerate(study.reasoning):
        text, number = reason.cite.split(" ¶")
        if not 1 <= int(number) <= PARAGRAPHS[text]:
            sentence = f"there is no {reason.cite}; {text} ends with ¶{PARAGRAPHS[text]}"
            yield Problem(("reasoning", place, "cite"), sentence)


def schema() -> dict[str, Any]:
    """The JSON Schema of a study, for `steppe schema` and for editors."""
    models = [(method.Study, "validation") for method in methods().values()]
    places, described = models_json_schema(models, by_alias=True)  # type: ignore[arg-type]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "oneOf": list(places.values()), **described}


def load_run(home: Path | str, world: World) -> Result:
    """Read a run back; names and sources are those of `world`.

    Raises
    ------
    UserError
        The folder is no run, or not a whole one.
    """
    home = Path(home)
    kept = store.settings(home)
    try:
        method = find(kept["method"])
        study = method.Study.model_validate_json(json.dumps(kept["asked"]))
        return replace(store.read(home, method.result_type), origin=Origin(method, study, world, kept["key"], home))
    except (KeyError, TypeError, ValidationError):
        raise store.not_whole(home, f"{store.SETTINGS} is of another release") from None
