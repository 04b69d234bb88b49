"""The channels, one module each; they are found by walking this folder."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from steppe.methods.income.channel import Channel


@cache
def channels() -> tuple[Channel, ...]:
    """Every channel, in the order of tables and bars."""
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, Channel)]
    return tuple(sorted(found, key=lambda channel: (channel.place, channel.name)))
