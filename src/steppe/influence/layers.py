"""The registry of layers: one row each of `layers.csv`. A new layer is a reader and a row; all else follows from it.

Weights are ours: within a domain a layer counts 2 where it is the domain's core, 1 where it is one aspect of several,
0 where it is background (it has figures for few years or states, repeats another layer, or is no dependence that the
state took on). They are switchable everywhere and `composite` shows what they matter.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib.resources import files
from typing import Literal

from steppe.influence.layer import DOMAINS, Layer
from steppe.influence.readers import contacts, economic, energy, money, people, political, security
from steppe.world.errors import UserError
from steppe.world.names import look_alike

READERS = {
    module.__name__.rpartition(".")[2]: module
    for module in (contacts, economic, energy, money, people, political, security)
}
"""Modules whose functions the column `reader` names."""


def _read() -> dict[str, Layer]:
    text = (files("steppe.influence") / "layers.csv").read_text(encoding="utf-8")
    return {row["layer"]: _layer(row) for row in csv.DictReader(text.splitlines())}


def _layer(row: dict[str, str]) -> Layer:
    module, _, function = row["reader"].partition(".")
    sizes: dict[str, Literal["gdp", "population"]] = {"gdp": "gdp", "population": "population"}
    return Layer(
        name=row["layer"],
        domain=domain(row["domain"]),
        title=row["title"],
        whole=row["whole"],
        unit=row["unit"] or None,
        size_of=sizes.get(row["size_of"]),
        tables=tuple(row["tables"].split(";")),
        read=getattr(READERS[module], function),
        weight=float(row["weight"]),
        defects=row["defects"],
        size_why=row["size_why"],
        parts=row["parts"] == "yes",
        annual=row["annual"] == "yes",
    )


def layer(name: str) -> Layer:
    """The layer of that name.

    Raises
    ------
    UserError
        No such layer; the look-alike is named.
    """
    if name not in LAYERS:
        raise UserError(f'there is no layer "{name}"{look_alike(name, list(LAYERS))}; there are {", ".join(LAYERS)}')
    return LAYERS[name]


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


LAYERS = _read()
"""All layers by name, in the order of domains."""
