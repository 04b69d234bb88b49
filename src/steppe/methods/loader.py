"""Studies from files: TOML in, a checked study or one sentence out.

Every fault of a file is a `UserError` that names file and line: `mine.toml:14: no state has the code "KZG" …`. A study
stands alone: a file cannot include another.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.json_schema import models_json_schema

from steppe.methods import checks
from steppe.methods.registry import METHODS
from steppe.scenario import complaints
from steppe.scenario.study import Loaded, Study
from steppe.world import toml
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

KIND, LISTED = "study", "steppe studies"


def shipped() -> dict[str, Path]:
    """Files of the studies that come with steppe, by name."""
    folder = Path(str(files("steppe"))) / "studies"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def list_studies(world: World) -> list[Loaded]:
    """All shipped studies, checked."""
    return [load_study(name, world) for name in shipped()]


def load_study(name: str | Path, world: World) -> Loaded:
    """A shipped study by name, or a TOML file by path.

    Raises
    ------
    UserError
        There is no such study or file, or it is not a valid study; file, line and repair are named.
    """
    known = shipped()
    text_name = str(name)
    if text_name in known:
        place = f"{text_name}.toml"
        return Loaded(text_name, parse(toml.read(known[text_name], place, KIND, LISTED), place, world))
    path = Path(name)
    if path.suffix != ".toml" and not path.exists():
        hint = look_alike(text_name, list(known)) or "; `steppe studies` lists them, and a file of yours ends in .toml"
        raise UserError(f'there is no study "{text_name}"{hint}')
    return Loaded(path.stem, parse(toml.read(path, text_name, KIND, LISTED), text_name, world))


def parse(text: str, place: str, world: World) -> Study:
    """A study from the text of a TOML file; `place` is what to call the file in a message."""
    document = toml.parse(text, place, KIND, 'question = "…" and method = "equilibrium"')
    study = _validated(document, text, place)
    problem = checks.first_problem(study, world)
    if problem is not None:
        raise toml.fault(text, place, problem.path, problem.sentence)
    return study


def _validated(document: Mapping[str, Any], text: str, place: str) -> Study:
    method = document.get("method")
    if not isinstance(method, str) or method not in METHODS:
        listed = f"a study has one of: {', '.join(METHODS)}"
        said = "the key method is missing" if method is None else f'there is no method "{method}"'
        hint = look_alike(str(method), list(METHODS)) or f"; {listed}"
        raise toml.fault(text, place, ("method",), f"{said}{hint}")
    model = METHODS[method].model
    try:
        return model.model_validate(document)
    except ValidationError as error:
        finding = complaints.first(error.errors(include_url=False))
        said = complaints.sentence(finding, document, model)
        raise toml.fault(text, place, complaints.path_of(finding, document), said) from None
    except RecursionError:
        raise UserError(f"{place}:1: tables are nested too deeply to be a study; take them apart") from None


def schema() -> dict[str, Any]:
    """The JSON Schema of a study, for `steppe schema` and for editors."""
    places, described = models_json_schema([(method.model, "validation") for method in METHODS.values()], by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "oneOf": list(places.values()), **described}
