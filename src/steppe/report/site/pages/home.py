"""The map of the home page: layer, power and year are chosen without a script.

One drawing serves every choice: each of the twelve is filled with a variable of its own, and a rule of the sheet a
choice sets the variables, while `:has` tells which choice is made. A table beside the map says the same in figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from steppe.display.cells import Cell, heat
from steppe.display.charts.choropleth import Picture, Shade, draw
from steppe.display.charts.tokens import BY_CODE, CLASSES, PAGE, VOTE_CLASSES, Power
from steppe.display.format import is_missing, mark, money, percent
from steppe.display.page import inline
from steppe.display.words import in_text, possessive
from steppe.influence import LAYERS, POWERS, matrix
from steppe.influence.reasons import worded
from steppe.report.site.index import index, whole
from steppe.report.site.registry import Made, page

if TYPE_CHECKING:
    from markupsafe import Markup

    from steppe.report.overview.view import Overview
    from steppe.world.world import World

SHOWN = ("trade", "debt_service", "remittances", "migrants", "arms", "votes", "students")
YEARS = (2000, 2005, 2010, 2015, 2019, 2023)
FIRST = ("trade", "CHN", 2023)
"""The choice with which the page opens."""
SIZES = (("map-large", 880, 560), ("map-small", 358, 300))


@page("index.html", words="Map", place=1, shows=("state",))
def home(world: World, leads: Mapping[str, str]) -> Made:
    """The map, and the twelve in a sentence each."""
    view = whole(world)
    names = {**view.names, "EU": "EU-27"}
    made = choices(worded(matrix(world, list(SHOWN))), names)
    return index(
        world,
        "home",
        "site",
        title="The twelve and the powers",
        headline=view.says["headline"],
        choices=made,
        layers=[(name, LAYERS[name].title) for name in SHOWN],
        powers=[BY_CODE[code] for code in POWERS],
        codes=POWERS,
        years=YEARS,
        chosen=FIRST,
        map=drawings(view),
        legends=legends(),
        rules=sheet(made),
        states=[(state, names[state], leads[state]) for state in view.twelve],
        defects=[(LAYERS[name].title, LAYERS[name].defects) for name in SHOWN],
    )


@dataclass(frozen=True)
class Choice:
    """A layer, a power and a year: its finding, its rows (state, cell) and whether the page opens with it."""

    layer: str
    power: str
    year: int
    finding: str
    rows: tuple[tuple[str, str, Cell], ...]

    @property
    def name(self) -> str:
        """The id of its table."""
        return f"t-{self.layer}-{self.power}-{self.year}"

    @property
    def first(self) -> bool:
        """Whether the page opens with it."""
        return (self.layer, self.power, self.year) == FIRST


def choices(matrix: pd.DataFrame, names: Mapping[str, str]) -> list[Choice]:
    """Every choice, from rows of `steppe.influence.dependence` of the twelve on the powers."""
    shown = matrix[matrix["layer"].isin(SHOWN) & matrix["year"].isin(YEARS)]
    return [
        _choice(str(layer), str(power), int(year), own, names)
        for (layer, power, year), own in shown.groupby(["layer", "partner", "year"], sort=False)
    ]


def _choice(layer: str, power: str, year: int, own: pd.DataFrame, names: Mapping[str, str]) -> Choice:
    pull = BY_CODE[power]
    bounds = CLASSES if LAYERS[layer].parts else VOTE_CLASSES
    own = own[own["state"] != power].sort_values("share", ascending=False, na_position="last")
    rows = tuple(
        (
            row.state,
            names[row.state],
            replace(cell, amount="" if is_missing(row.share) else money(row.amount, row.unit)),
        )
        for row in own.itertuples()
        for cell in (heat(row.share, pull.token, mark(row.basis), row.missing, bounds),)
    )
    return Choice(layer, power, year, _finding(layer, pull, year, own, names), rows)


def _finding(layer: str, pull: Power, year: int, own: pd.DataFrame, names: Mapping[str, str]) -> str:
    known = own.dropna(subset=["share"])
    title = LAYERS[layer].title[:1].lower() + LAYERS[layer].title[1:]
    power = in_text(pull.name)
    if known.empty:
        return f"No state of the twelve has a figure on {title} with {power} in {year}: {own['missing'].iloc[0]}"
    first = known.iloc[0]
    if first["share"] == 0:
        return f"In {year} none of {len(known)} states has any {title} with {power} on record"
    middle = percent(float(known["share"].median()))
    head = f"In {year} {possessive(power)} part in {title} is largest in {names[first['state']]}"
    return f"{head[0].upper()}{head[1:]}, {percent(first['share'])} %; the median of {len(known)} states is {middle} %"


def sheet(made: list[Choice]) -> str:
    """Rules that fill the map and show the table of the choice that is made."""
    rules = []
    for one in made:
        fills = [
            f"--s-{state}:var(--{cell.fill});--i-{state}:var(--{'on-hi' if 'on-hi' in cell.css else 'on-lo'})"
            for state, _, cell in one.rows
            if cell.fill
        ]
        place = f":root:has(#l-{one.layer}:checked):has(#p-{one.power}:checked):has(#y-{one.year}:checked)"
        rules.append(f"{place} .atlas{{{';'.join(fills)}}}{place} #{one.name}{{display:block}}")
    for code in POWERS:
        ramp = ";".join(f"--k-{step}:var(--{BY_CODE[code].token}-{step})" for step in range(1, 7))
        rules.append(f":root:has(#p-{code}:checked) .atlas{{{ramp}}}")
    votes = ",".join(f":root:has(#l-{name}:checked) .atlas" for name in SHOWN if not LAYERS[name].parts)
    rules.append(",".join(f"{one} .parts" for one in votes.split(",")) + "{display:none}")
    rules.append(",".join(f"{one} .likeness" for one in votes.split(",")) + "{display:flex}")
    return "\n".join(rules)


def drawings(overview: Overview) -> list[tuple[str, Markup]]:
    """The map by size, filled with the variables of the states."""
    own = {f"{kind}-{state}": f"var(--{kind}-{state})" for state in overview.twelve for kind in "si"}
    picture = Picture(
        shapes=overview.shapes,
        names=overview.names,
        focus=overview.twelve,
        labelled=overview.twelve,
        shades={state: Shade(f"s-{state}", f"i-{state}", "") for state in overview.twelve},
        legend=(),
        words="",
        source=f"Natural Earth; steppe {overview.version}",
    )
    return [(size, inline(draw(picture, wide, high, {**PAGE, **own}), size)) for size, wide, high in SIZES]


def legends() -> list[tuple[str, list[tuple[str, int]]]]:
    """The two sets of classes: name of the set, then bound and step of each class."""
    return [
        (name, list(zip(("0", *map(str, bounds[:-1]), f"{bounds[-1]} % +"), range(1, 7), strict=True)))
        for name, bounds in (("parts", CLASSES), ("likeness", VOTE_CLASSES))
    ]
