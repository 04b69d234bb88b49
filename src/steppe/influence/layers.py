"""The layers of dependence: those rows of the registry (`steppe.world.layers`) that have a domain, and their readers.

The reader of a layer is the function of its name in one of the modules of `steppe.influence.readers`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from steppe.influence.layer import Reader
from steppe.world import layers as registry
from steppe.world.errors import UserError
from steppe.world.layers import DOMAINS, Layer, layer_of
from steppe.world.modules import modules_of
from steppe.world.names import look_alike

LAYERS = {name: layer for name, layer in registry.LAYERS.items() if layer.domain}
"""All layers of dependence by name, in the order of domains."""


@cache
def readers() -> Mapping[str, Reader]:
    """Reader of each layer; figures that are kept need none."""
    modules = modules_of("steppe.influence.readers")
    return {name: vars(module)[name] for module in modules for name in LAYERS if name in vars(module)}


def layer(name: str) -> Layer:
    """The layer of dependence of that name; unknown ones stop with the look-alike named."""
    return layer_of(name, LAYERS)


def chosen(names: str | Sequence[str] | None = None) -> tuple[Layer, ...]:
    """Layers by name or by domain; all by default; a text may hold several, separated by commas."""
    if names is None:
        return tuple(LAYERS.values())
    listed = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    found: dict[str, Layer] = {}
    for name in listed:
        inside = [one for one in LAYERS.values() if one.domain == name] or [layer(name)]
        found |= {one.name: one for one in inside}
    return tuple(found.values())


def domain(name: str) -> str:
    """The domain of that name; unknown ones stop with the look-alike named."""
    if name not in DOMAINS:
        raise UserError(f'there is no domain "{name}"{look_alike(name, DOMAINS)}; there are {", ".join(DOMAINS)}')
    return name


def default_weights(of: str) -> dict[str, float]:
    """Weights of the layers that count in a domain, summing to one."""
    counted = {one.name: one.weight for one in LAYERS.values() if one.domain == domain(of) and one.weight > 0}
    total = sum(counted.values())
    return {name: weight / total for name, weight in counted.items()}
