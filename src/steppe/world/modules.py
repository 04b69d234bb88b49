"""What a package has, for those that look for it and name no module: a new file is all that it takes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def modules_of(package: str) -> list[ModuleType]:
    """The modules of a package by name, imported, so that each has registered what it has."""
    inside = iter_modules(import_module(package).__path__)
    return [import_module(f"{package}.{module.name}") for module in inside]
