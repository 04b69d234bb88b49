"""The page of each state: its brief; and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from steppe.display.cells import Cell
from steppe.display.exhibit import Exhibit, at_sizes
from steppe.display.format import (
    billions,
    count_word,
    is_missing,
    listed,
    mark,
    number,
    percent,
    sentence_case,
    significant,
)
from steppe.influence import LAYERS, figures, matrix
from steppe.influence.latest import latest
from steppe.influence.reasons import worded
from steppe.report.brief import frames as facts_of
from steppe.report.brief import page as brief_page
from steppe.report.brief.view import brief
from steppe.report.overview import charts
from steppe.report.overview.page import subtitles
from steppe.report.site.index import index, whole
from steppe.report.site.pages.organizations import addresses_of
from steppe.report.site.pages.pairs import choices, frames_of
from steppe.report.site.registry import Entry, Made, address, finds, links, page
from steppe.world.actors import actor
from steppe.world.dates import TODAY
from steppe.world.names import usual_names
from steppe.world.world import World

COLUMNS = (
    *(("trade", "RUS"), ("trade", "CHN"), ("trade", "EU"), ("debt", "CHN"), ("remittances", "RUS")),
    *(("votes", "RUS"), ("votes", "CHN")),
)
"""Layer and power of each column of shares."""
HEADS = {"trade": "Trade with", "debt": "Debt to", "remittances": "Remittances from", "votes": "Votes with"}
SHORT = {"RUS": "Russia", "CHN": "China", "EU": "the EU"}
THUMBS = (("large", 520, 340), ("small", 342, 300))
"""Pixels of the map that leads to the map, in a wide and a narrow window."""
Row = tuple[str, str, list[tuple[Cell, str | float, str]]]


def _twelve(world: World) -> Sequence[str]:
    return world.group("twelve")


@page("{key}.html", keys=_twelve, under="states.html", seconds=5)
def state(world: World, key: str) -> Made:
    """The brief of a state, with the pairs that it is one of."""
    names = {**world.state_names, "EU": "EU-27"}
    mine = [one for one in choices(world).values() if key in (one.first, one.second)]
    related = [(address("pair", one.key), names[one.second if one.first == key else one.first]) for one in mine]
    frames = frames_of(world, by_power=True)
    view = brief(world, key, in_layers([frames[one.key][0] for one in mine if one.by_power and one.first == key]))
    return Made(brief_page.page(view, links("state"), related, addresses_of(world)), view.says["lead"])


def in_layers(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Rows of one state on each of several powers in the order of `dependence`: by layer, then by power."""
    rows = pd.concat(parts)
    place = rows["layer"].map({name: place for place, name in enumerate(LAYERS)})
    return rows.iloc[place.argsort(kind="stable")].reset_index(drop=True)


@page("states.html", words="States", place=2, shows=("state",))
def states(world: World, leads: Mapping[str, str]) -> Made:
    """The twelve on a small map and in a table that can be sorted, each with its sentence."""
    view = whole(world)
    twelve = sorted(world.group("twelve"), key=lambda one: world.state_names[one])
    shares = latest(worded(figures(world, twelve, list(SHORT), list(HEADS)))).set_index(["state", "layer", "partner"])
    year = int(view.trade_year or shares["year"].max())
    return index(
        world,
        "states",
        "overview",
        "site",
        "content",
        title="States",
        headline=_headline(figures(world, twelve, list(SHORT), "trade", year), year),
        ranked=f"The twelve in figures, {year} where nothing else is said",
        year=year,
        compare="compare.html",
        map=_map(world),
        heads=[
            ("State", "l"),
            *[(words, "") for words in ("GDP, bn USD", "People, mn")],
            *[(f"{HEADS[layer]} {SHORT[power]}, %", "") for layer, power in COLUMNS],
            ("Seats in bodies", ""),
        ],
        rows=[_row(world, code, shares, year) for code in twelve],
        states=[(code, view.names[code], leads[code]) for code in twelve],
    )


def _headline(trade: pd.DataFrame, year: int) -> str:
    """With which of the three how many states trade most, in one year."""
    wide = trade.pivot(index="state", columns="partner", values="share").dropna(thresh=2)
    first = wide.idxmax(axis=1).value_counts()
    (power, most), *rest = first.items()
    others = listed([f"{count_word(int(count))} with {SHORT[str(one)]}" for one, count in rest])
    head = f"{count_word(int(most))} of the twelve traded most with {SHORT[str(power)]} in {year}"
    return f"Of {listed([SHORT[one] for one in SHORT])}: {head}, {others}" if others else sentence_case(head)


def _map(world: World) -> Exhibit:
    view = whole(world)
    drawn = at_sizes("thumb", THUMBS, lambda w, h: charts.chart_map(view, width=w, height=h, framed=False))
    return Exhibit("map", view.says["headline"], subtitles(view)["map"], drawn)


def _row(world: World, code: str, shares: pd.DataFrame, year: int) -> Row:
    known = {one.what: one for one in facts_of.facts(world, actor(world, code), TODAY.year - 1)}
    gdp, people = known.get("gdp"), known.get("population")
    cells: list[tuple[Cell, str | float, str]] = [
        _fact(gdp, billions),
        _fact(people, lambda persons: significant(persons / 1e6, 2)),
    ]
    pairs = {(one.first, one.second): address("pair", one.key) for one in choices(world).values()}
    for layer, power in COLUMNS:
        row = shares.loc[(code, layer, power)] if code != power else None
        where = pairs.get((code, power)) or pairs.get((power, code)) or ""
        cells.append(_share(row, layer, where, year) if row is not None else (Cell("–", why="itself"), "", ""))
    seats = world.spells(state=code, on=TODAY)
    held = seats.loc[seats["towards"].isna(), "organization"].nunique()
    cells.append((Cell(number(held)), float(held), ""))
    return world.state_names[code], address("state", code), cells


def _fact(fact: facts_of.Fact | None, shown: Callable[[float], str]) -> tuple[Cell, str | float, str]:
    if fact is None:
        return Cell("no data", css="dots"), "", ""
    return Cell(shown(fact.value), under=str(fact.year)), float(fact.value), ""


def _share(row: pd.Series, layer: str, where: str, year: int) -> tuple[Cell, str | float, str]:
    if is_missing(row["share"]):
        return Cell("no data", css="dots", why=str(row["missing"])), "", where
    when = "" if int(row["year"]) == year else str(row["when"])
    letter = mark(row["basis"], "m" if layer == "debt" else "")
    return Cell(percent(row["share"]), letter, under=when), float(row["share"]), where


@finds("State", weight=3)
def state_entries(world: World) -> Iterable[Entry]:
    """The twelve by every usual name, and the table of them."""
    usual: dict[str, list[str]] = {}
    for name, code in usual_names().items():
        usual.setdefault(code, []).append(name)
    for code in world.group("twelve"):
        yield Entry(world.state_names[code], address("state", code), " ".join((code, *usual.get(code, ()))))
    yield Entry("All states in a table", address("states"), "states table GDP population")


@finds("Tie", weight=1.2)
def tie_entries(world: World) -> Iterable[Entry]:
    """Every tie of the twelve that has a figure, at the place where each of its years stands."""
    frame = matrix(world)
    known = frame[frame["share"].notna() | frame["amount"].notna()]
    for (state, layer), own in known.groupby(["state", "layer"], sort=False):
        years = f"{int(own['year'].min())} to {int(own['year'].max())}"
        where = f"{address('state', str(state))}#year-{layer}"
        yield Entry(f"{world.state_names[str(state)]}: {LAYERS[str(layer)].title}", where, f"{state} {layer}", years)
