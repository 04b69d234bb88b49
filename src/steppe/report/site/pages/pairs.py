"""The page of each pair, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from steppe.display.cells import Cell, heat
from steppe.display.charts.tokens import BY_CODE
from steppe.display.format import mark, number, percent
from steppe.display.words import in_text, possessive
from steppe.influence import POWERS, figures
from steppe.influence.reasons import worded
from steppe.report.pair import page as pair_page
from steppe.report.pair.choice import Choice
from steppe.report.pair.choice import pairs as chosen
from steppe.report.pair.view import Frames, both_sides
from steppe.report.pair.view import pair as view_of
from steppe.report.site.index import index
from steppe.report.site.pages.organizations import addresses_of
from steppe.report.site.registry import Entry, Made, address, finds, links, page
from steppe.world.tables import remembered
from steppe.world.world import World


@remembered(maxsize=1)
def choices(world: World) -> Mapping[str, Choice]:
    """Every pair that gets a page, by its key."""
    return {one.key: one for one in chosen(world)}


@remembered(maxsize=2)
def frames_of(world: World, by_power: bool) -> dict[str, Frames]:
    """Dependence both ways of the pairs with a power, or of those that a rule finds tied: once a process."""
    mine = [one for one in choices(world).values() if one.by_power == by_power]
    return both_sides(world, mine) if mine else {}


def _keys(world: World) -> Sequence[str]:
    return list(choices(world))


@page("pair-{key}.html", keys=_keys, under="pairs.html", seconds=1.5)
def pair(world: World, key: str) -> Made:
    """What binds two states, both ways."""
    one = choices(world)[key]
    view = view_of(world, one, frames_of(world, by_power=one.by_power)[key])
    both = [code for code in (one.first, one.second) if code in world.group("twelve")]
    related = [(address("state", code), view.names[code]) for code in both]
    return Made(pair_page.page(view, links("pair"), related, addresses_of(world)), view.says["lead"])


@page("pairs.html", words="Pairs", place=4, shows=("pair",))
def pairs(world: World, leads: Mapping[str, str]) -> Made:
    """The twelve with the powers by their goods trade, and the other pairs in a sentence each."""
    year = int(world.sql("select max(year) as year from trade")["year"].iloc[0])
    twelve = sorted(world.group("twelve"), key=lambda state: world.state_names[state])
    shares = worded(figures(world, twelve, POWERS, "trade", year)).set_index(["state", "partner"])
    names = {**world.state_names, "EU": "EU-27"}
    pages = {(one.first, one.second): address("pair", one.key) for one in choices(world).values()}
    return index(
        world,
        "pairs",
        "overview",
        "site",
        title="Pairs",
        headline=_headline(shares, names, year),
        year=year,
        powers=[BY_CODE[code] for code in POWERS],
        rows=[(names[state], address("state", state), _cells(state, shares, pages)) for state in twelve],
        notable=[
            (address("pair", key), f"{names[one.first]} and {in_text(names[one.second])}", one.why, leads[key])
            for key, one in choices(world).items()
            if not one.by_power
        ],
        count=number(len(choices(world))),
        exposure=address("exposure"),
    )


def _cells(state: str, shares: pd.DataFrame, pages: Mapping[tuple[str, str], str]) -> list[tuple[Cell, str]]:
    """A cell a power and the page of the pair; nothing where the two are one."""
    cells = []
    for code in POWERS:
        row = shares.loc[(state, code)]
        where = pages.get((state, code)) or pages.get((code, state)) or ""
        token, letter = BY_CODE[code].token, mark(row["basis"])
        cells.append((heat(row["share"], token, letter, row["missing"], alone=state == code), where))
    return cells


def _headline(shares: pd.DataFrame, names: Mapping[str, str], year: int) -> str:
    state, power = shares["share"].idxmax()
    whose, most = possessive(names[state]), percent(shares["share"].max())
    return f"{whose} goods trade depends most on one power: {most} % ran with {in_text(names[power])} in {year}"


@finds("Pair", weight=1.5)
def pair_entries(world: World) -> Iterable[Entry]:
    """Every pair that has a page, both ways round."""
    names = {**world.state_names, "EU": "EU-27"}
    for key, one in choices(world).items():
        first, second = names[one.first], in_text(names[one.second])
        yield Entry(f"{first} and {second}", address("pair", key), f"{one.first} {one.second} {second} and {first}")
