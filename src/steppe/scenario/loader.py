"""Studies from files: TOML in, a checked study or one sentence out.

Every fault of a file is a `UserError` that names file and line: `mine.toml:14: no state has the code "KZG" …`. A study
stands alone: a file cannot include another.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.json_schema import models_json_schema

from steppe.scenario import checks, complaints
from steppe.scenario.lines import Path as KeyPath
from steppe.scenario.lines import key_lines, line_of
from steppe.scenario.methods import METHODS
from steppe.scenario.study import Loaded, Study
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

LARGEST = 1_000_000
"""Bytes of the largest study file that is read."""


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
        return Loaded(text_name, parse(_read(known[text_name], f"{text_name}.toml"), f"{text_name}.toml", world))
    path = Path(name)
    if path.suffix != ".toml" and not path.exists():
        hint = look_alike(text_name, list(known)) or "; `steppe studies` lists them, and a file of yours ends in .toml"
        raise UserError(f'there is no study "{text_name}"{hint}')
    return Loaded(path.stem, parse(_read(path, text_name), text_name, world))


def parse(text: str, place: str, world: World) -> Study:
    """A study from the text of a TOML file; `place` is what to call the file in a message."""
    document = _document(text, place)
    study = _validated(document, text, place)
    problem = checks.first_problem(study, world)
    if problem is not None:
        raise _fault(text, place, problem.path, problem.sentence)
    return study


def _read(path: Path, place: str) -> str:
    if not path.is_file():
        what = "it is a folder" if path.is_dir() else "there is no such file"
        raise UserError(f"{place}: {what}; give the path of a study file, or a name that `steppe studies` lists")
    size = path.stat().st_size
    if size > LARGEST:
        raise UserError(f"{place}:1: the file has {size / 1e6:.1f} MB; a study is a page of text, 1 MB at most")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UserError(f"{place}:{line}: this is no text in UTF-8; write the study as a TOML file") from None
    return text.replace("\r\n", "\n")


def _document(text: str, place: str) -> dict[str, Any]:
    if not text.strip():
        raise UserError(f'{place}:1: the file is empty; begin with question = "…" and method = "equilibrium"')
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{place}:{_syntax(str(error), text)}") from None
    except RecursionError:
        raise UserError(f"{place}:1: brackets are nested too deeply to be a study; take them apart") from None


def _syntax(message: str, text: str) -> str:
    """Line and sentence of what tomllib found."""
    at = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(at.group(1)) if at else text.rstrip("\n").count("\n") + 1
    said = re.sub(r"\s*\(at .*\)", "", message)
    said = said[:1].lower() + said[1:]
    day = re.search(r"=\s*(\d{4}-\d\d?-\d\d?)\s*(#|$)", text.splitlines()[line - 1])
    if day:
        return f"{line}: there is no day {day.group(1)}; write the day as year-month-day, 2027-01-01"
    return f"{line}: this is not valid TOML: {said}; texts stand in quotes, tables in [brackets], one key a line"


def _validated(document: Mapping[str, Any], text: str, place: str) -> Study:
    method = document.get("method")
    if not isinstance(method, str) or method not in METHODS:
        listed = f"a study has one of: {', '.join(METHODS)}"
        said = "the key method is missing" if method is None else f'there is no method "{method}"'
        hint = look_alike(str(method), list(METHODS)) or f"; {listed}"
        raise _fault(text, place, ("method",), f"{said}{hint}")
    model = METHODS[method].model
    try:
        return model.model_validate(document)
    except ValidationError as error:
        finding = complaints.first(error.errors(include_url=False))
        said = complaints.sentence(finding, document, model)
        raise _fault(text, place, complaints.path_of(finding, document), said) from None
    except RecursionError:
        raise UserError(f"{place}:1: tables are nested too deeply to be a study; take them apart") from None


def _fault(text: str, place: str, path: KeyPath, said: str) -> UserError:
    return UserError(f"{place}:{line_of(key_lines(text), path)}: {said}")


def schema() -> dict[str, Any]:
    """The JSON Schema of a study, for `steppe schema` and for editors."""
    places, described = models_json_schema([(method.model, "validation") for method in METHODS.values()], by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "oneOf": list(places.values()), **described}
