"""The methods by which studies are answered: every folder of `steppe.methods` whose `__init__` has one."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from steppe import methods as package
from steppe.methods.method import Method
from steppe.world.errors import UserError
from steppe.world.names import look_alike


@cache
def methods() -> Mapping[str, Method[Any, Any]]:
    """Every method by the name that a file calls it."""
    folders = [one.name for one in pkgutil.iter_modules(package.__path__) if one.ispkg]
    modules = [import_module(f"{package.__name__}.{name}") for name in folders]
    objects = [one for module in modules for one in vars(module).values() if isinstance(one, Method)]
    return {method.name: method for method in objects}


def find(name: object) -> Method[Any, Any]:
    """The method of that name.

    Raises
    ------
    UserError
        There is none; the look-alike is named.
    """
    if not isinstance(name, str) or name not in methods():
        reason = "the key method is missing" if name is None else f'there is no method "{name}"'
        hint = look_alike(str(name), list(methods())) or f"; a study has one of: {', '.join(methods())}"
        raise UserError(f"{reason}{hint}")
    return methods()[name]
