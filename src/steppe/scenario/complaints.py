"""What is wrong with a study, in one sentence: pydantic's findings put into words with the nearest valid name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from steppe.scenario.events import KINDS
from steppe.world.names import look_alike
from steppe.world.toml import Path

PRIORITY = ("extra_forbidden", "union_tag_invalid", "literal_error", "finite_number", "less_than", "greater_than_equal")
"""Findings to speak of first: a misspelt key makes the right one missing, and the misspelling is the cause."""


def first(findings: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The finding that explains most."""

    def rank(finding: Mapping[str, Any]) -> int:
        number = isinstance(finding["input"], int | float)
        return 2 if finding["type"] not in PRIORITY else number and finding["type"] == "literal_error"

    return min(findings, key=rank)


def path_of(finding: Mapping[str, Any], document: Mapping[str, Any]) -> Path:
    """The path of a finding in the document; pydantic also names the members of a union on its way."""
    path: Path = ()
    node: Any = document
    for step in finding["loc"]:
        if (isinstance(node, Mapping) and step in node) or (
            isinstance(node, list | tuple) and isinstance(step, int) and step < len(node)
        ):
            path, node = (*path, step), node[step]
    return path


def sentence(finding: Mapping[str, Any], document: Mapping[str, Any], model: type[BaseModel]) -> str:
    """What is wrong, and what would be right."""
    path = path_of(finding, document)
    named = finding["loc"][-1] if finding["loc"] else "study"
    holder = model_at(model, path[:-1] if path[-1:] == (named,) else path, document)
    if finding["type"] == "extra_forbidden":
        keys = list(holder.model_fields)
        hint = look_alike(str(named), keys) or f"; its keys are {', '.join(keys)}"
        return f'there is no key "{named}" in {_called(holder)}{hint}'
    if finding["type"] == "missing":
        return f'{_called(holder)} needs the key "{named}"{_meaning(holder, str(named))}'
    if finding["type"].startswith("union_tag"):
        return _unknown_kind(finding)
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "study")
    return of_value(key, finding, number=_takes_number(holder, key))


def _takes_number(model: type[BaseModel], key: str) -> bool:
    """Whether a key of words takes a number too."""

    def within(annotation: Any) -> bool:
        return annotation in (int, float) or any(within(part) for part in get_args(annotation))

    return key in model.model_fields and within(model.model_fields[key].annotation)


def model_at(model: type[BaseModel], path: Path, document: Any) -> type[BaseModel]:
    """The model that describes the part of the document at a path."""
    node: Any = document
    for step in path:
        node = node[step]
        if isinstance(step, str):
            inner = _inner(model, step)
            model = inner or model
        elif isinstance(node, Mapping) and node.get("kind") in KINDS:
            model = KINDS[node["kind"]]
    return model


def _inner(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    field = model.model_fields.get(key)
    return next(iter(_models(field.annotation)), None) if field else None


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def _called(model: type[BaseModel]) -> str:
    for kind, of in KINDS.items():
        if model is of:
            return f"an event of kind {kind}"
    if called := getattr(model, "CALLED", ""):
        return str(called)
    return f"[{model.__name__.lower()}]" if not model.__name__.endswith("Study") else "a study"


def _meaning(model: type[BaseModel], key: str) -> str:
    field = model.model_fields.get(key)
    return f": {field.description}" if field and field.description else ""


def _unknown_kind(finding: Mapping[str, Any]) -> str:
    kinds = list(KINDS)
    if finding["type"] == "union_tag_not_found":
        return f'an event needs the key "kind": one of {", ".join(kinds)}'
    kind = str(finding["ctx"]["tag"])
    return f'there is no event of kind "{kind}"{look_alike(kind, kinds) or "; there are " + ", ".join(kinds)}'


def of_value(key: str, finding: Mapping[str, Any], *, number: bool = False) -> str:
    """What is wrong with a value of a key; `number`: where words are allowed, a number is too."""
    value, kind, context = finding["input"], finding["type"], finding.get("ctx", {})
    shown = f"{key} is {_shown(value)}"
    if kind in ("literal_error", "enum"):
        allowed = [part.strip().strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(", ")]
        hint = look_alike(str(value), allowed)
        one_of = f"{'' if len(allowed) == 1 else 'one of '}{', '.join(allowed)}"
        must = f"it must be a number without quotes, or {one_of}" if number else f"it must be {one_of}"
        return f"{shown}{hint}" if hint else f"{shown}; {must}"
    if kind.startswith("date"):
        return f"{shown}; write the day as year-month-day without quotes, 2027-01-01"
    rules = {
        "finite_number": "it must be a finite number",
        "greater_than": f"it must be above {_bound(context, 'gt')}",
        "greater_than_equal": f"it must be {_bound(context, 'ge')} or {_further(value, 'later', 'more')}",
        "less_than": f"it must be below {_bound(context, 'lt')}",
        "less_than_equal": f"it must be {_bound(context, 'le')} or {_further(value, 'earlier', 'less')}",
        "string_pattern_mismatch": f"it must look like {_example(str(context.get('pattern')))}",
        "too_short": f"give at least {context.get('min_length')}",
        "too_long": f"give at most {context.get('max_length')}",
        "string_too_short": "it is too short; write it out",
        "string_too_long": f"it is too long; at most {context.get('max_length')} characters are allowed",
        "bool_type": "it must be true or false",
        "string_type": "it must be text in quotes",
        "tuple_type": 'it must be a list, ["KAZ", "UZB"]',
        "dict_type": "it must be a table of keys and values",
    }
    numeric = "it must be a number without quotes"
    return f"{shown}; {rules.get(kind, numeric if 'float' in kind or 'int' in kind else finding['msg'].lower())}"


def _further(value: object, of_dates: str, of_numbers: str) -> str:
    return of_dates if isinstance(value, dt.date) else of_numbers


def _shown(value: object) -> str:
    if isinstance(value, Mapping | list | tuple):
        return "a table" if isinstance(value, Mapping) else f"a list of {len(value)}"
    if isinstance(value, dt.date | bool):
        return str(value).lower()
    return f'"{value[:60]}"' if isinstance(value, str) else str(value)


def _bound(context: Mapping[str, Any], name: str) -> str:
    bound = context.get(name)
    return f"{bound:g}" if isinstance(bound, int | float) else str(bound)


def _example(pattern: str) -> str:
    return "T0 ¶12" if "T[" in pattern else "small letters, digits and hyphens: with-moldova"
