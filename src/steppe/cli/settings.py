"""Options of `steppe run` from the settings of the methods: name, type, help and choices stand there alone."""

from __future__ import annotations

import enum
import inspect
from collections.abc import Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import typer

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


def fields() -> Mapping[str, FieldInfo]:
    """The settings of all methods by name; one that several have is the same in all."""
    from steppe.methods.registry import methods

    return {name: field for method in methods().values() for name, field in method.Settings.model_fields.items()}


def parameters() -> list[inspect.Parameter]:
    """A parameter with its option for each setting, as typer reads them off a function."""
    kind = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(name, kind, default=_option(name, field), annotation=_type(name, field) | None)
        for name, field in fields().items()
    ]


def options() -> list[Any]:
    """The options, as click takes them."""

    def command(**settings: Any) -> None: ...

    vars(command)["__signature__"] = inspect.Signature(parameters())
    app = typer.Typer(add_completion=False)
    app.command()(command)
    return list(typer.main.get_command(app).params)


def value(name: str, given: Any) -> Any:
    """A setting as its method takes it: one of its choices, or the text or number that was given."""
    text = getattr(given, "value", given)
    return next((choice for choice in _choices(fields()[name]) if str(choice) == text), text)


def _option(name: str, field: FieldInfo) -> Any:
    from steppe.methods.registry import methods

    extra = field.json_schema_extra
    short = [str(extra["short"])] if isinstance(extra, dict) and "short" in extra else []
    takers = " and ".join(method.name for method in methods().values() if name in method.Settings.model_fields)
    text = f"Of {takers}: {field.description}."
    return typer.Option(None, f"--{name.replace('_', '-')}", *short, help=text)


def _kinds(field: FieldInfo) -> list[Any]:
    annotation = field.annotation
    kinds = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return [kind for kind in kinds if kind is not type(None)]


def _choices(field: FieldInfo) -> tuple[Any, ...]:
    return tuple(choice for kind in _kinds(field) if get_origin(kind) is Literal for choice in get_args(kind))


def _type(name: str, field: FieldInfo) -> Any:
    choices = _choices(field)
    if choices:
        return enum.StrEnum(name.title(), {f"C{one}": str(one) for one in choices})
    return getattr(_kinds(field)[0], "__origin__", _kinds(field)[0])  # of an annotated kind, what is annotated
