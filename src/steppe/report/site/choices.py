"""The choices of the map: every layer, power and year that has a figure, with the sentence that each supports.

A choice is what the map shows at once: one figure a state, as a share where the layer has shares and as an amount where
it has none. What a page and its script need of them all is `packed`, once a site; `sentence` is the finding of one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from steppe.display.charts.tokens import BY_CODE, CLASSES, VOTE_CLASSES
from steppe.display.format import day, is_missing, listed, mark, money, number, percent
from steppe.display.words import in_text, possessive
from steppe.influence import LAYERS, POWERS, figures, matrix
from steppe.influence.reasons import worded
from steppe.world.layers import DOMAINS
from steppe.world.sources import is_page
from steppe.world.tables import remembered
from steppe.world.world import World

BESIDE = ("MNG",)
"""States of the map besides the twelve."""
NAMED = 2
"""Data sets that a source line names; of more, the producers stand there, and pages are counted."""
STATUS = {"i": " (in part imputed)", "m": " (modelled or estimated)", "a": " (assumed)", "": ""}
_NUMBERS = ("share", "low", "high", "amount")
_TEXTS = ("when", "unit", "basis", "source", "record", "missing")


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of a state, a power, a layer and a year; None where nothing is. Shares are 0 to 1."""

    state: str
    share: float | None
    low: float | None
    high: float | None
    amount: float | None
    when: str | None
    unit: str | None
    basis: str | None
    source: str | None
    record: str | None
    missing: str | None

    @property
    def known(self) -> bool:
        """Whether there is a share or an amount."""
        return self.share is not None or self.amount is not None


@dataclass(frozen=True)
class Choice:
    """A layer, a power and a year with the figures of the states of the map."""

    layer: str
    power: str
    year: int
    shares: bool
    figures: tuple[Figure, ...]

    def value(self, one: Figure) -> float | None:
        """What the map shows of a state."""
        return one.share if self.shares else one.amount

    @cached_property
    def ranked(self) -> list[Figure]:
        """The states, the largest value first, those without one last."""
        return sorted(self.figures, key=lambda one: (self.value(one) is not None, self.value(one) or 0.0), reverse=True)

    @cached_property
    def held(self) -> list[tuple[Figure, float]]:
        """The states with a value and the value, the largest first."""
        return [(one, value) for one in self.ranked if (value := self.value(one)) is not None]

    @cached_property
    def when(self) -> str:
        """What most figures are of: `in 2018`, `in 2020–24`, `on 5 January 2022`, `in mixed years`."""
        times = Counter(one.when for one in self.figures if one.known and one.when)
        return time(times.most_common(1)[0][0] if times else str(self.year))


@remembered(maxsize=1)
def table(world: World) -> pd.DataFrame:
    """Figures of the states of the map on every power but itself, by layer and year, reasons in words."""
    both = pd.concat([matrix(world), figures(world, BESIDE, POWERS)], ignore_index=True)
    return worded(both[both["state"] != both["partner"]])


@remembered(maxsize=1)
def choices(world: World) -> Mapping[tuple[str, str], Mapping[int, Choice]]:
    """Every choice that has a figure, by layer and power, then by year."""
    frame = table(world)
    frame = frame.assign(
        **{name: frame[name].map(lambda value: _short(100 * value) / 100) for name in ("share", "low", "high")},
        amount=frame["amount"].map(_short),
    )
    shares = frame["share"].notna().groupby(frame["layer"]).any()
    columns = ["layer", "partner", "year", "state", *_NUMBERS, *_TEXTS]
    plain = frame[columns].astype(object).where(frame[columns].notna(), None)
    made: dict[tuple[str, str], dict[int, list[Figure]]] = {}
    for layer, power, year, *cells in plain.itertuples(index=False, name=None):
        made.setdefault((layer, power), {}).setdefault(year, []).append(Figure(*cells))
    return {
        (layer, power): kept
        for (layer, power), years in made.items()
        if (
            kept := {
                year: Choice(layer, power, year, bool(shares[layer]), tuple(found))
                for year, found in sorted(years.items())
                if any(one.known for one in found)
            }
        )
    }


def states(world: World) -> tuple[str, ...]:
    """The states of the map, by name."""
    return tuple(sorted([*world.group("twelve"), *BESIDE], key=lambda state: world.state_names[state]))


def first(world: World) -> Choice:
    """The choice with which the page opens: goods trade with China in the last year that most states have."""
    return max(choices(world)["trade", "CHN"].values(), key=lambda one: (len(one.held), one.year))


def amount(value: float, unit: object) -> str:
    """An amount with its unit."""
    return money(value, unit) or f"{number(value, 0 if abs(value) >= 10 or value == int(value) else 1)} {unit}"


def bounds(layer: str, own: Iterable[Choice]) -> tuple[float, ...]:
    """Inner bounds of the six classes of a layer, the same in every year: per cent, or of amounts rounded sixths."""
    held = [(value, one.shares) for one in own for _, value in one.held]
    if any(shares for _, shares in held):
        return CLASSES if LAYERS[layer].parts else VOTE_CLASSES
    sixths = np.quantile([value for value, _ in held if value > 0], np.arange(1, 6) / 6)
    return tuple(sorted({_round(float(value)) for value in sixths}))


def _round(value: float) -> float:
    """The nearest of 1, 2, 5 times a power of ten."""
    base = 10.0 ** np.floor(np.log10(value))
    return float(min((base * step for step in (1, 2, 5, 10)), key=lambda one: abs(one - value)))


# ---------------------------------------------------------------------- words
def sentence(choice: Choice, names: Mapping[str, str]) -> str:
    """What a choice shows."""
    one, pull, held = LAYERS[choice.layer], in_text(BY_CODE[choice.power].name), choice.held
    if not held:
        most = max((each for each in choice.figures if each.amount is not None), key=lambda each: each.amount or 0)
        figure = f"{amount(most.amount or 0, most.unit)}{STATUS[mark(most.basis)]}"
        head = f"{one.title}: only amounts are known {choice.when}"
        return f"{head}; the largest with {pull} was {figure}, {names[most.state]}"
    top, value = held[0]
    if value == 0:
        whose = f"none of {len(held)} states" if len(held) > 1 else f"{names[top.state]}, the one state on record, not"
        return f"{one.title}: {whose} had any with {pull} {choice.when}".replace("not had any", "had none")
    leaders = _listed([names[each.state] for each, other in held if other == value])
    head = f"{leaders} had the most"
    if choice.shares:
        head = (
            f"{possessive(pull)} share was largest in {leaders}" if one.parts else f"{leaders} stood closest to {pull}"
        )
    figure, middle = (_shown(choice, each, top.unit) for each in (value, median(each for _, each in held)))
    head = f"{one.title}: {head}, {figure} {choice.when}{STATUS[mark(top.basis)]}"
    return f"{head}; median of {len(held)} states {middle}" if len(held) > 1 else f"{head}; no other state is on record"


def _shown(choice: Choice, value: float, unit: object) -> str:
    """A value with its unit; a share that is rounded to nothing is said to be small."""
    if not choice.shares:
        return amount(value, unit)
    text = percent(value)
    return f"{text} %" if value == 0 or text.strip("0.") else "less than 0.1 %"


def _listed(names: Sequence[str]) -> str:
    return listed(list(names)) if len(names) < 4 else f"{names[0]}, {names[1]} and {len(names) - 2} more"


def time(words: str) -> str:
    """When figures are of, in a sentence.

    Examples
    --------
    >>> time("2018"), time("2020–24"), time("2022-01-05"), time("2024-06"), time("mixed")
    ('in 2018', 'in 2020–24', 'on 5 January 2022', 'in June 2024', 'in mixed years')
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return f"on {day(date.fromisoformat(words))}"
    if re.fullmatch(r"\d{4}-\d\d", words):
        return f"in {date.fromisoformat(f'{words}-01'):%B %Y}"
    return "in mixed years" if words == "mixed" else f"in {words}"


def measure(layer: str, shares: bool) -> str:
    """What the figures of a layer are, with their unit."""
    one = LAYERS[layer]
    if not shares:
        return f"{one.title}, {one.unit}"
    return f"% of each state’s {one.whole}" if one.parts else f"{one.whole[:1].upper()}{one.whole[1:]}, %"


def subtitle(choice: Choice) -> str:
    """What a choice shows: measure, power, time and how many states."""
    known = f"{len(choice.held)} of {len(choice.figures)} states on record"
    return f"{measure(choice.layer, choice.shares)}; with {in_text(BY_CODE[choice.power].name)}, {choice.when}. {known}"


def credit(choice: Choice, sources: Mapping[str, tuple[str, str]]) -> str:
    """The source line of a choice; `sources` has producer and title of each."""
    cells = [one.source for one in choice.figures if one.known and one.source]
    names = list(dict.fromkeys(name for cell in cells for name in cell.split(";") if name in sources))
    sets, pages = [name for name in names if not is_page(name)], sum(map(is_page, names))
    words = [", ".join(sources[name]) if len(sets) <= NAMED else sources[name][0] for name in sets]
    count = [f"{pages} page{'s' if pages > 1 else ''} named under Sources"] if pages else []
    return "; ".join([*dict.fromkeys(words), *count])


def sources_of(world: World) -> dict[str, tuple[str, str]]:
    """Producer and title of every source."""
    frame = world.table("sources")
    return dict(zip(frame["source"], zip(frame["producer"], frame["title"], strict=True), strict=True))


# ----------------------------------------------------------------------- pack
def packed(world: World) -> dict[str, Any]:
    """Every choice, for the script: see `figures.js` for what stands where."""
    names, order, opens = {**world.state_names, "EU": "EU-27"}, states(world), first(world)
    pack = _Pack(order, names, sources_of(world))
    layers: dict[str, Any] = {}
    for (layer, power), years in choices(world).items():
        layers.setdefault(layer, {})[power] = pack.choices(years)
    return {
        "states": [[state, names[state]] for state in order],
        "powers": [[code, BY_CODE[code].name, BY_CODE[code].token] for code in POWERS],
        "domains": DOMAINS,
        "first": [opens.layer, opens.power, opens.year],
        "layers": {layer: _head(world, layer) | {"powers": parts} for layer, parts in layers.items()},
        "texts": list(pack.texts),
    }


def _head(world: World, layer: str) -> dict[str, Any]:
    """What is the same for every choice of a layer."""
    one = LAYERS[layer]
    own = [each for (name, _), years in choices(world).items() if name == layer for each in years.values()]
    kept = {name: getattr(one, name) for name in ("title", "domain", "whole", "unit", "parts", "defects")}
    shares = own[0].shares
    return kept | {"measure": measure(layer, shares), "shares": shares, "bounds": bounds(layer, own)}


@dataclass
class _Pack:
    """What every layer is packed with: order of the states, names, sources, and texts that cells share."""

    order: tuple[str, ...]
    names: Mapping[str, str]
    sources: Mapping[str, tuple[str, str]]
    texts: dict[str, int] = field(default_factory=dict)

    def place(self, text: str | None) -> int:
        """Where a text stands; −1 for none."""
        return self.texts.setdefault(text, len(self.texts)) if text else -1

    def choices(self, years: Mapping[int, Choice]) -> dict[str, Any]:
        """The years of a layer and power; by state and year what stands there."""
        by_state = [
            [next((each for each in one.figures if each.state == state), None) for one in years.values()]
            for state in self.order
        ]
        made: dict[str, Any] = {
            "years": list(years),
            "says": [sentence(one, self.names) for one in years.values()],
            "sub": [self.place(subtitle(one)) for one in years.values()],
            "when": [self.place(one.when) for one in years.values()],
            "credit": [self.place(credit(one, self.sources)) for one in years.values()],
            "mark": ["".join((each and mark(each.basis)) or "." for each in row).rstrip(".") for row in by_state],
        }
        for name in ("missing", "record"):
            made[name] = [_runs([self.place(getattr(each, name, None)) for each in row]) for row in by_state]
        for name in _NUMBERS:
            times = 1 if name == "amount" else 100
            made[name] = [_numbers([getattr(each, name, None) for each in row], times) for row in by_state]
        return (
            made if any(made["low"]) else {name: cells for name, cells in made.items() if name not in ("low", "high")}
        )


def _numbers(row: Sequence[float | None], times: float) -> list[float | None]:
    """Numbers of a row; None where there is none, and nothing at all where a state has none in any year."""
    short = [None if value is None else _short(times * value) for value in row]
    return short if any(value is not None for value in short) else []


def _short(value: float) -> float:
    """Seven significant digits: more than any record has, and the same for the page as for its script."""
    if is_missing(value):
        return value
    short = float(f"{value:.7g}")
    return int(short) if short.is_integer() else short


def _runs(places: Sequence[int]) -> list[int]:
    """Places with how often each stands in a row: place, times, place, times …"""
    runs: list[int] = []
    for place in places:
        if runs and runs[-2] == place:
            runs[-1] += 1
        else:
            runs += [place, 1]
    return runs
