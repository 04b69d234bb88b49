"""The registry of layers: one row each of `layers.csv`, for `World.ties` and for influence alike.

A layer is one kind of tie between two actors. Its first table has the ties, flows from sender to receiver; where the
row names those columns, `World.ties` reads them. Where it names a domain, `steppe.influence` has a reader of the
layer's name; the columns from `whole` on say what it measures.

Weights are ours: within a domain a layer counts 2 where it is the domain's core, 1 where it is one aspect of several,
0 where it is background (it has figures for few years or states, repeats another layer, is no dependence that the
state took on, or has a record that names a power for one state and not for the next, so that a composite would change
with what is named and not with the tie: migrants). They are switchable everywhere and `composite` shows what they
matter.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.names import look_alike

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.tables import Tables

DOMAINS = ("economic", "security", "political", "cultural")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: where its ties stand, what is shared, how large it is, and what is wrong with it.

    Attributes
    ----------
    name, title
        Short name; for people.
    domain
        One of `DOMAINS`; empty where the layer has no place in dependence.
    tables
        Tables of the bundle that are read; the first has the ties.
    sender, receiver, value, year
        Its columns; empty where ties of two states are not rows of a table. No year: one figure for all years.
    symmetric
        Whether each pair stands once and holds both ways.
    only
        Condition in SQL that chooses the layer's rows among others of its table.
    whole
        What (a) is a share of, in words.
    unit
        Unit of the amount of the tie; None where there is no amount.
    size_of
        (b) is the amount relative to this; None where it would mean nothing, and `size_why` says why.
    weight
        Part in the composite of its domain unless other weights are given; 0 = background, shown and not counted.
    parts
        Whether the shares are parts of one whole over all partners; if not, each stands for itself (agreement in
        votes) and does not enter diversification.
    annual
        Whether each year is an observation of its own; windows and snapshots have no trend.
    defects
        What a reader of the figure must know.
    """

    name: str
    title: str
    domain: str
    tables: tuple[str, ...]
    sender: str
    receiver: str
    value: str
    year: str
    symmetric: bool
    only: str
    whole: str
    unit: str | None
    size_of: Literal["gdp", "population"] | None
    size_why: str
    weight: float
    parts: bool
    annual: bool
    defects: str

    @property
    def table(self) -> str:
        """The table of the ties."""
        return self.tables[0]


def _read() -> dict[str, Layer]:
    text = (files("steppe.world") / "layers.csv").read_text(encoding="utf-8")
    return {row["layer"]: _layer(row) for row in csv.DictReader(text.splitlines())}


def _layer(row: dict[str, str]) -> Layer:
    sizes: dict[str, Literal["gdp", "population"]] = {"gdp": "gdp", "population": "population"}
    return Layer(
        name=row["layer"],
        title=row["title"],
        domain=row["domain"],
        tables=tuple(row["tables"].split(";")),
        sender=row["sender"],
        receiver=row["receiver"],
        value=row["value"],
        year=row["year"],
        symmetric=row["symmetric"] == "yes",
        only=row["only"],
        whole=row["whole"],
        unit=row["unit"] or None,
        size_of=sizes.get(row["size_of"]),
        size_why=row["size_why"],
        weight=float(row["weight"] or 0),
        parts=row["parts"] == "yes",
        annual=row["annual"] == "yes",
        defects=row["defects"],
    )


LAYERS = _read()
"""All layers by name: those of dependence in the order of domains, then the others."""
TIES = {name: layer for name, layer in LAYERS.items() if layer.sender}
"""Layers whose ties `World.ties` gives."""


def layer_of(name: str, among: dict[str, Layer]) -> Layer:
    """The layer of that name.

    Raises
    ------
    UserError
        No such layer among these; the look-alike is named, or what has the layer instead.
    """
    if isinstance(name, str) and name in among:
        return among[name]
    if isinstance(name, str) and name in LAYERS:
        other = "`world.ties`" if among is not TIES else "`dependence`"
        raise UserError(f'the layer "{name}" is one of {other}, not of what was asked; there are {", ".join(among)}')
    raise UserError(f'there is no layer "{name}"{look_alike(name, list(among))}; there are {", ".join(among)}')


def layers(world: Tables) -> pd.DataFrame:
    """All layers.

    Returns
    -------
    One row a layer: layer, title, domain (empty where it has no place in dependence), unit, table, years (of its ties;
    empty where they are not rows of a table, or hold for all years).
    """
    rows = [(one.name, one.title, one.domain, _unit(one), one.table, _years(world, one)) for one in LAYERS.values()]
    import pandas as pd

    return pd.DataFrame(rows, columns=["layer", "title", "domain", "unit", "table", "years"])


def _unit(layer: Layer) -> str:
    of_value = schema.table(layer.table).column(layer.value).unit if layer.value else ""
    return layer.unit or of_value


def _years(world: Tables, layer: Layer) -> str:
    return spans(years_of(world, layer)) if layer.year else ""


def years_of(world: Tables, layer: Layer) -> Sequence[int]:
    """Years in which a layer has ties."""
    where = f"where {layer.only}" if layer.only else ""
    frame = world.sql(f'select distinct "{layer.year}" as year from {layer.table} {where} order by 1')
    return [int(year) for year in frame["year"].dropna()]


def spans(years: Iterable[int]) -> str:
    """Years as text, runs joined.

    Examples
    --------
    >>> spans([2000, 2001, 2002, 2005])
    '2000-2002, 2005'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
