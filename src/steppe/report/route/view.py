"""The ways between two ends, ready to be shown: a sentence, the legs of the best, the others, what is assumed.

Kilometres are rounded to ten, dollars to a hundred, days to one decimal below ten: the bounds are far wider than that.
What rests on an assumption keeps its letter. A leg is a run of links of one mode and gauge in one state; borders and
changes stand between legs, with what they take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from steppe.display.format import Figure, count_word, day, listed, mark, number, sentence_case
from steppe.display.words import in_text
from steppe.economy.corridors import Way, Ways
from steppe.economy.corridors.charges import Charges, Land, Range, charges, total
from steppe.economy.corridors.graph import Edge
from steppe.economy.corridors.network import places
from steppe.world.dates import TODAY, VERSION
from steppe.world.shapes import outlines
from steppe.world.world import World

MODES = {"rail": "rail", "road": "road", "ferry": "ferry", "sea": "sea"}
CHANGES = {"gauge": "break of gauge", "port": "port", "mode": "lorry and train"}
BOUNDS = "Bounds run from the sum of all lowest figures to the sum of all highest; they are no interval of confidence."
AS_KNOWN = (
    "Links stand as they were last known (about March 2026); what is being built has no day of opening and is not used."
)


@dataclass(frozen=True)
class RouteView:
    """The ways of `Ways` for people.

    Attributes
    ----------
    ways
        What is shown.
    names, spots, shapes
        Names of states by code; places by short name, as `network.places` has them; outlines of states.
    title, sentence
        Whose way on which day; the best one in a sentence.
    legs
        The best way: what, where, km, days, bounds, usd, source.
    others
        The other ways, and the best first: way, km, days, usd, cost, breaks, borders.
    notes
        What is assumed, what is not known.
    """

    ways: Ways
    names: dict[str, str]
    spots: pd.DataFrame
    shapes: pd.DataFrame
    title: str
    sentence: str
    legs: pd.DataFrame
    others: pd.DataFrame
    notes: tuple[str, ...]
    version: str = VERSION


def view(world: World, of: Ways) -> RouteView:
    """The ways with everything that showing them needs."""
    names, at = dict(world.state_names), places(world)
    best = of.ways[0]
    without = f", without {listed([_closed(names, word) for word in of.shut])}" if of.shut else ""
    least = {"cost": "least cost in money and time", "days": "fewest days", "km": "shortest", "money": "cheapest"}[
        of.by
    ]
    return RouteView(
        of,
        names,
        at,
        outlines(world, min(of.on, TODAY)),
        title=f"{of.start.name} to {of.end.name} on {day(of.on)}{without}: {least}",
        sentence=sentence(best, names),
        legs=legs(best, names, at),
        others=pd.DataFrame([_summary(number, one, names) for number, one in enumerate(of.ways, start=1)]),
        notes=tuple(_notes(of, best, names, _unmonitored(best, at, charges(world)))),
    )


def _closed(names: dict[str, str], word: str) -> str:
    """What is not used, in words: a state, a border, a mode or a gauge."""
    gauge = {one: f"{one} mm" for one in ("1435", "1520", "1676")}
    of_modes = {"rail": "trains", "road": "lorries", "ferry": "ferries", "sea": "sea lanes"}
    return (in_text_names(names) | of_modes | gauge).get(word, word)


def in_text_names(names: dict[str, str]) -> dict[str, str]:
    """Names of states as they stand inside a sentence."""
    return {code: in_text(name) for code, name in names.items()}


def sentence(one: Way, names: dict[str, str]) -> str:
    """How a way runs and what it takes."""
    through = [in_text(names[state]) for state in one.states[1:-1]]
    by = listed([MODES[mode] for mode in one.modes])
    head = f"By {by}{f' through {listed(through)}' if through else ''}"
    figures = f"{kilometres(one)} km, {days(one.days)} days ({span(one.days)}), {dollars(one.dollars)} USD for 20 t"
    breaks, borders, ports = len(one.changes("gauge")), one.borders, len(one.changes("port"))
    parts = [_many(breaks, "break of gauge", "breaks of gauge"), _many(borders, "border", "borders")]
    parts += [_many(ports, "port call", "port calls")] if ports else []
    return f"{head}: {figures} ({dollar_span(one.dollars)}). {sentence_case(', '.join(parts))}."


def _many(count: int, one: str, several: str) -> str:
    return f"{'no' if not count else count_word(count)} {one if count == 1 else several}"


def kilometres(one: Way) -> str:
    """To ten."""
    return number(round(one.km.value, -1))


def days(of: Range) -> str:
    """With a decimal below ten."""
    return number(of.value, 0 if of.value >= 9.95 else 1)


def span(of: Range) -> str:
    """The bounds, `8 to 53`."""
    digits = 0 if of.high >= 9.95 else 1
    return f"{number(of.low, digits)} to {number(of.high, digits)}"


def dollars(of: Range) -> str:
    """To a hundred, or to ten where it is little."""
    return number(round(of.value, -2 if of.value >= 1000 else -1))


def dollar_span(of: Range) -> str:
    """The bounds, to a hundred."""
    return f"{number(round(of.low, -2))} to {number(round(of.high, -2))}"


def _summary(place: int, one: Way, names: dict[str, str]) -> dict[str, Any]:
    through = ", ".join(names[state] for state in one.states[1:-1]) or "no third state"
    return {
        "way": place,
        "through": f"{'+'.join(one.modes)}: {through}",
        "km": Figure(kilometres(one)),
        "days": Figure(f"{days(one.days)} ({span(one.days)})", mark(one.days.basis)),
        "usd": Figure(dollars(one.dollars), mark(one.dollars.basis)),
        "breaks": len(one.changes("gauge")),
        "recalled": f"{one.recalled} of {len(one.links)}",
    }


# ----------------------------------------------------------------------- legs
def legs(one: Way, names: dict[str, str], at: pd.DataFrame) -> pd.DataFrame:
    """The legs, borders and changes of a way in order."""
    rows: list[dict[str, Any]] = []
    for key, run in groupby(_pieces(one, at), key=lambda piece: piece[0]):
        own = [edge for _, edge in run]
        rows.append(_leg(key, own, names, at))
    return pd.DataFrame(rows)


Key = tuple[str, str, str]


def _pieces(one: Way, at: pd.DataFrame) -> Iterator[tuple[Key, Edge]]:
    """Links by state and mode; a link across a border is a piece of its own."""
    for edge in one.edges:
        a, b = (at.at[node[0], "state"] for node in (edge.tail, edge.head))
        gauge = str(edge.head[1][1] or "")
        if edge.kind in CHANGES:
            yield (edge.kind, edge.tail[0], ""), edge
        elif edge.kind in ("rail", "road") and a != b:
            yield ("border", edge.tail[0], edge.head[0]), edge
        else:
            yield (edge.kind, a if edge.kind in ("rail", "road") else "", gauge), edge


def _leg(key: Key, own: Sequence[Edge], names: dict[str, str], at: pd.DataFrame) -> dict[str, Any]:
    first, last = at.loc[own[0].tail[0]], at.loc[own[-1].head[0]]
    hours, paid = total(edge.all_hours for edge in own), total(edge.all_dollars for edge in own)
    km = sum(edge.km.value for edge in own)
    if key[0] == "border":
        what = f"border, {own[0].kind}"
        where = f"{short(first['name'])}, {first['state']} – {short(last['name'])}, {last['state']}"
    elif key[0] in CHANGES:
        what, where = CHANGES[key[0]], short(first["name"])
    else:
        state = f"{names[key[1]]}, " if key[1] else ""
        what = f"{state}{key[0]}{f' {key[2]}' if key[2] else ''}"
        where = f"{short(first['name'])} – {short(last['name'])}"
    sources = dict.fromkeys(one for edge in own for one in (*edge.sources, *edge.all_hours.sources))
    return {
        "what": what,
        "where": where,
        "km": number(round(km, -1 if km >= 100 else 0)) if km else None,
        "days": Figure(number(hours.value / 24, 1), mark(hours.basis)),
        "bounds": f"{number(hours.low / 24, 1)} to {number(hours.high / 24, 1)}",
        "usd": Figure(dollars(paid), mark(paid.basis)),
        "source": ";".join(sources),
    }


def short(name: str) -> str:
    """The name of a place without what stands in brackets."""
    return name.split(" (")[0]


# ---------------------------------------------------------------------- notes
def _notes(of: Ways, best: Way, names: dict[str, str], unmonitored: Sequence[str]) -> Iterator[str]:
    if unmonitored:
        states = listed([in_text(names[one]) for one in unmonitored])
        yield (
            f"ᵃ assumed. No speed or price is on record in {states}: the middle of the states that CAREC monitors is "
            "taken. Ships, ports and changes are assumed everywhere."
        )
    yield (
        f"{sentence_case(count_word(best.recalled))} of {len(best.links)} links rest on general knowledge alone. "
        "Speeds and prices are averages of states, not measured on a link. Published routes are 5 to 12 % longer."
    )
    yield BOUNDS
    yield from (f"Closed to some goods on this day: {told}." for told in of.told)
    yield AS_KNOWN if of.on >= TODAY else f"Links, unions and bans of {day(of.on)}; speeds and prices of 2019 to 2023."


def _unmonitored(one: Way, at: pd.DataFrame, of: Charges) -> list[str]:
    """States in which the speed or the price by the mode that is used there is assumed."""
    land: tuple[Land, ...] = ("rail", "road")
    assumed = {
        at.at[node[0], "state"]
        for edge in one.links
        for mode in land
        if edge.kind == mode
        for node in (edge.tail, edge.head)
        if "assumed" in (of.speed(at.at[node[0], "state"], mode).basis, of.haul(at.at[node[0], "state"], mode).basis)
    }
    return [state for state in dict.fromkeys(one.states) if state in assumed]
