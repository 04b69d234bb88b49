"""Docstrings of public names have the form that numpydoc reads, and those of `steppe` itself say all that one needs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from numpydoc.validate import validate

import steppe

FORM = {
    *("GL02", "GL03", "GL05", "GL06", "GL07", "GL08", "GL09", "GL10"),  # sections known, in order, not empty lines
    *("SS01", "SS02", "SS03", "SS04", "SS06"),  # one line that says what it is, with a full stop
    *("PR02", "PR03", "PR05", "PR06", "PR07", "PR09", "PR10"),  # parameters that exist, in order, each described
    *("RT02", "RT04", "RT05", "YD01"),
}
"""Left out: types and plain returns (annotations have them), verb forms, "see also", and examples for each name."""
WHOLE = FORM | {"PR01", "RT01"}
"""Of what `import steppe` gives: every parameter and what comes back, too."""


def packages() -> Iterator[str]:
    """Packages below `steppe` that list public names."""
    for found in pkgutil.walk_packages(steppe.__path__, "steppe."):
        if found.ispkg and hasattr(importlib.import_module(found.name), "__all__"):
            yield found.name


def public(home: Any) -> Iterator[str]:
    """Functions and classes that a package lists, and the public methods and properties of the classes."""
    for name in home.__all__:
        thing = getattr(home, name)
        if inspect.isfunction(inspect.unwrap(thing)) or inspect.isclass(thing):
            yield f"{thing.__module__}.{thing.__qualname__}"
        if inspect.isclass(thing) and not issubclass(thing, Exception):
            ours = {name for kind in thing.__mro__ if kind.__module__.startswith("steppe.") for name in vars(kind)}
            for member, value in inspect.getmembers(thing):
                if member in ours and member[0] != "_" and (isinstance(value, property) or inspect.isroutine(value)):
                    yield f"{thing.__module__}.{thing.__qualname__}.{member}"


def complaints(name: str, checks: set[str]) -> list[str]:
    return [f"{code} {text}" for code, text in validate(name)["errors"] if code in checks]


@pytest.mark.parametrize("name", sorted(set(public(steppe))))
def test_a_name_of_steppe_says_what_it_takes_and_gives(name):
    assert complaints(name, WHOLE) == []


@pytest.mark.parametrize("home", sorted(packages()))
def test_public_names_of_a_room_have_the_form_of_docstrings(home):
    names = sorted(set(public(importlib.import_module(home))))
    assert names
    assert {name: found for name in names if (found := complaints(name, FORM))} == {}


def test_a_parameter_without_a_word_is_found():
    assert complaints("steppe.world.names.look_alike", {"PR01"})
