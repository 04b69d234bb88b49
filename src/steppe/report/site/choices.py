"""The choices of the map: every layer, power and year that has a figure, with the sentence that each supports.

A choice is what the map shows at once: one figure a state, as a share where the layer has shares and as an amount where
it has none. What a page and its script need of them all is `packed`, once a site; `sentence` is the finding of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from steppe.display.charts.tokens import BY_CODE, CLASSES, VOTE_CLASSES
from steppe.display.format import day, listed, mark, money, number, percent
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


@remembered(maxsize=1)
def table(world: World) -> pd.DataFrame:
    """Figures of the states of the map on every power but itself, by layer and year, reasons in words."""
    both = pd.concat([matrix(world), figures(world, BESIDE, POWERS)], ignore_index=True)
    return worded(both[both["state"] != both["partner"]])


def states(world: World) -> tuple[str, ...]:
    """The states of the map, by name."""
    return tuple(sorted([*world.group("twelve"), *BESIDE], key=lambda state: world.state_names[state]))


def has_shares(own: pd.DataFrame) -> bool:
    """Whether the map shows the shares of a layer, or its amounts because it has no share at all."""
    return bool(own["share"].notna().any())


def valued(own: pd.DataFrame) -> pd.DataFrame:
    """The rows of one layer, the largest figure first, with `value`: what the map shows."""
    value = own["share"] if has_shares(own) else own["amount"]
    return own.assign(value=value).sort_values("value", ascending=False, na_position="last", kind="stable")


def first(frame: pd.DataFrame) -> tuple[str, str, int]:
    """The choice with which the page opens: goods trade with China in the last year that most states have."""
    rows = frame[(frame["layer"] == "trade") & (frame["partner"] == "CHN")].dropna(subset="share")
    held = rows.groupby("year").size()
    return "trade", "CHN", int(held[held == held.max()].index.max())


def amount(value: float, unit: object) -> str:
    """An amount with its unit."""
    return money(value, unit) or f"{number(value, 0 if abs(value) >= 10 or value == int(value) else 1)} {unit}"


def bounds(layer: str, own: pd.DataFrame) -> tuple[float, ...]:
    """Inner bounds of the six classes of a layer, the same in every year: per cent, or of amounts rounded sixths."""
    if has_shares(own):
        return CLASSES if LAYERS[layer].parts else VOTE_CLASSES
    held = own.loc[own["amount"] > 0, "amount"]
    return tuple(sorted({_round(float(value)) for value in held.quantile(np.arange(1, 6) / 6)}))


def _round(value: float) -> float:
    """The nearest of 1, 2, 5 times a power of ten."""
    base = 10.0 ** np.floor(np.log10(value))
    return float(min((base * step for step in (1, 2, 5, 10)), key=lambda one: abs(one - value)))


# ---------------------------------------------------------------------- words
def sentence(rows: pd.DataFrame, layer: str, power: str, when: str, names: Mapping[str, str]) -> str:
    """What rows of `valued` of one power and year show; `when` as `time` says it."""
    one, pull = LAYERS[layer], in_text(BY_CODE[power].name)
    known = rows.dropna(subset="value")
    if known.empty:
        most = rows.loc[rows["amount"].idxmax()]
        figure = f"{amount(most['amount'], most['unit'])}{_status(most['basis'])}"
        return (
            f"{one.title}: only amounts are known {when}; the largest with {pull} was {figure}, {names[most['state']]}"
        )
    top = known.iloc[0]
    if top["value"] == 0:
        return f"{one.title}: none of {_states(len(known))} had any with {pull} on record {when}"
    shares = known["share"].notna().all()
    leaders = _listed([names[state] for state in known.loc[known["value"] == top["value"], "state"]])
    head = f"{possessive(pull)} share was largest in {leaders}" if shares and one.parts else f"{leaders} had the most"
    if shares and not one.parts:
        head = f"{leaders} stood closest to {pull}"
    figure = f"{_percent(top['value'])} %" if shares else amount(top["value"], top["unit"])
    head = f"{one.title}: {head}, {figure} {when}{_status(top['basis'])}"
    if len(known) == 1:
        return f"{head}; no other state is on record"
    middle = float(known["value"].median())
    return (
        f"{head}; median of {_states(len(known))} {_percent(middle) + ' %' if shares else amount(middle, top['unit'])}"
    )


def _percent(share: float) -> str:
    """A share in per cent; one that is rounded to nothing is said to be small."""
    text = percent(share)
    return text if share == 0 or text.strip("0.") else "less than 0.1"


def _status(basis: object) -> str:
    return {"i": " (in part imputed)", "m": " (modelled or estimated)", "a": " (assumed)"}.get(mark(basis), "")


def _states(size: int) -> str:
    return f"{size} states" if size != 1 else "one state"


def _listed(names: Sequence[str]) -> str:
    return listed(list(names)) if len(names) < 4 else f"{names[0]}, {names[1]} and {len(names) - 2} more"


def time(cells: pd.Series, year: int) -> str:
    """What most figures of a year are of: `in 2018`, `in 2020–24`, `on 5 January 2022`, `in mixed years`.

    Examples
    --------
    >>> time(pd.Series(["2022-01-05"]), 2022), time(pd.Series(["2020–24"]), 2022), time(pd.Series(["2024-06"]), 2024)
    ('on 5 January 2022', 'in 2020–24', 'in June 2024')
    """
    times = cells.dropna().value_counts()
    words = str(year) if times.empty else str(times.index[0])
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


def credit(cells: pd.Series, sources: pd.DataFrame) -> str:
    """The source line of the figures whose sources `cells` name."""
    names = list(dict.fromkeys(name for cell in cells.dropna() for name in str(cell).split(";") if name))
    sets = sources.reindex([name for name in names if not is_page(name) and name in sources.index])
    pages = sum(is_page(name) for name in names)
    if len(sets) <= NAMED:
        words = [f"{row.producer}, {row.title}" for row in sets.itertuples()]
    else:
        words = list(dict.fromkeys(sets["producer"]))
    return "; ".join([*words, *([f"{pages} page{'s' if pages > 1 else ''} named under Sources"] if pages else [])])


# ----------------------------------------------------------------------- pack
def packed(world: World) -> dict[str, Any]:
    """Every choice, for the script: see `figures.js` for what stands where."""
    frame, names = table(world), {**world.state_names, "EU": "EU-27"}
    pack = _Pack(states(world), names, world.table("sources").set_index("source"), _Texts())
    layers = {name: pack.layer(str(name), own) for name, own in frame.groupby("layer", sort=False)}
    return {
        "states": [[state, names[state]] for state in pack.order],
        "powers": [[code, BY_CODE[code].name, BY_CODE[code].token] for code in POWERS],
        "domains": DOMAINS,
        "first": first(frame),
        "layers": {name: one for name, one in layers.items() if one["powers"]},
        "texts": pack.texts.kept,
    }


class _Texts:
    """Texts that many cells share, each once; a cell holds its place."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self._place: dict[str, int] = {}

    def place(self, text: object) -> int:
        """Where a text stands; −1 for none."""
        if not isinstance(text, str) or not text:
            return -1
        if text not in self._place:
            self._place[text] = len(self.kept)
            self.kept.append(text)
        return self._place[text]


@dataclass(frozen=True)
class _Pack:
    """What every layer is packed with: order of the states, names, sources, and texts that cells share."""

    order: tuple[str, ...]
    names: Mapping[str, str]
    sources: pd.DataFrame
    texts: _Texts

    def layer(self, name: str, own: pd.DataFrame) -> dict[str, Any]:
        one, shares = LAYERS[name], has_shares(own)
        parts = dict(list(valued(own).groupby("partner")))
        return {
            "title": one.title,
            "domain": one.domain,
            "measure": measure(name, shares),
            "whole": one.whole,
            "unit": one.unit,
            "shares": shares,
            "parts": one.parts,
            "bounds": bounds(name, own),
            "defects": one.defects,
            "powers": {power: made for power in POWERS if (made := self.choices(name, power, parts[power]))},
        }

    def choices(self, layer: str, power: str, own: pd.DataFrame) -> dict[str, Any]:
        """The years of a layer and power that have a figure, and by state and year what stands there."""
        held = own[own["share"].notna() | own["amount"].notna()]
        by_year = dict(list(held.groupby("year")))
        made: dict[str, Any] = {"years": [int(year) for year in by_year], "says": [], "when": [], "credit": []}
        if not by_year:
            return {}
        for year, rows in by_year.items():
            when = time(rows["when"], int(year))
            made["says"].append(sentence(rows, layer, power, when, self.names))
            made["when"].append(self.texts.place(when))
            made["credit"].append(self.texts.place(credit(rows["source"], self.sources)))
        shown = own[own["year"].isin(list(by_year))]

        def grid(column: str) -> Iterator[list[Any]]:
            wide = shown.pivot(index="state", columns="year", values=column).reindex(index=list(self.order))
            return iter(wide.astype(object).where(wide.notna(), None).to_numpy().tolist())

        made["share"] = [_numbers(row, 100) for row in grid("share")]
        made["amount"] = [_numbers(row, 1) for row in grid("amount")]
        made["mark"] = ["".join(mark(basis) or "." for basis in row).rstrip(".") for row in grid("basis")]
        for column in ("missing", "record"):
            made[column] = [_runs([self.texts.place(text) for text in row]) for row in grid(column)]
        if shown["low"].notna().any():
            made["low"], made["high"] = ([_numbers(row, 100) for row in grid(name)] for name in ("low", "high"))
        return made


def _numbers(row: Sequence[float | None], times: float) -> list[float | None]:
    """Five significant digits; None where there is none, and nothing at all where a state has none in any year."""
    short = [None if value is None else _short(times * value) for value in row]
    return short if any(value is not None for value in short) else []


def _short(value: float) -> float:
    short = float(f"{value:.5g}")
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
