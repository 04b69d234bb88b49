"""The kinds of event, one file each; they are found by walking this folder.

`AnyEvent` is their union, told apart by `kind`. A kind is a subclass of `steppe.scenario.event.Event`: what a file may
say of it, whom it names, what can be wrong with it and what it does. A new file here is a new kind everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import isabstract
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Union, get_args

from pydantic import Field

from steppe.scenario.event import Event


def _kinds() -> Iterator[tuple[str, type[Event]]]:
    for module in iter_modules(__path__):
        for of in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(of, type) and issubclass(of, Event) and of.__module__.endswith(f".{module.name}"):
                if isabstract(of):
                    missing = ", ".join(sorted(of.__abstractmethods__))
                    raise TypeError(f"{of.__module__}: the kind of event {of.__name__} does not say {missing}")
                yield get_args(of.model_fields["kind"].annotation)[0], of


KINDS: Mapping[str, type[Event]] = dict(_kinds())

if TYPE_CHECKING:
    AnyEvent = Event
else:
    AnyEvent = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007
