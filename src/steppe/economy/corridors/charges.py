"""What a link, a border and a change on the way take in hours and dollars, each with its range and who counted it.

CAREC's monitoring (CPMM) has averages of its states by year: speeds without delay, haulage of 20 tonnes over 500 km,
hours and dollars at borders. A figure is the median of its years, from the lowest to the highest. Where a state has
none, the median over the states that have is *assumed*, from the lowest to the highest of their years. What no record
has at all stands in the table `network_assumed`. Rows of low confidence do not count, nor does haulage under
`LEAST_HAUL`, which cannot be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Literal, NamedTuple

from steppe.world.tables import remembered

if TYPE_CHECKING:
    from steppe.world.world import World

LEAST_HAUL = 100.0
"""USD per 500 km and 20 t below which a figure of CPMM is a slip: Azerbaijan 27 to 50, Georgia 87 in 2020."""
SPEED, HAUL, TIME, COST = ("speed without delay", "line-haul cost", "border-crossing time", "border-crossing cost")
INDICATORS = {
    SPEED: (SPEED,),
    HAUL: (HAUL,),
    TIME: (TIME, "waiting time", "processing with transfer"),
    COST: (COST,),
}
"""How the indicators that count begin; the press counts waiting and processing at posts."""
Land = Literal["rail", "road"]
Direction = Literal["outbound", "inbound"]


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with the lowest and the highest that it may be.

    Attributes
    ----------
    value, low, high
        In one unit, low <= value <= high.
    basis
        reported, or assumed where no record has it.
    counted_by, sources
        The office that counted, and the sources by name.
    """

    value: float
    low: float
    high: float
    basis: str
    counted_by: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high:
            raise ValueError(f"a range runs upwards from nought, not {self.low}, {self.value}, {self.high}")

    def plus(self, other: Range) -> Range:
        """The sum: lowest to lowest, highest to highest; assumed where a part is."""
        return Range(
            self.value + other.value,
            self.low + other.low,
            self.high + other.high,
            worse(self.basis, other.basis),
            "; ".join(dict.fromkeys(one for one in (self.counted_by, other.counted_by) if one)),
            tuple(dict.fromkeys((*self.sources, *other.sources))),
        )

    def times(self, factor: float) -> Range:
        """So many of it."""
        return replace(self, value=self.value * factor, low=self.low * factor, high=self.high * factor)

    def less(self, other: Range) -> Range:
        """What is left of each figure after another's middle, never below nought."""
        return replace(
            self,
            value=max(0.0, self.value - other.value),
            low=max(0.0, self.low - other.value),
            high=max(0.0, self.high - other.value),
        )


NOTHING = Range(0.0, 0.0, 0.0, "reported")
BASES = ("reported", "derived", "estimated", "assumed")


def worse(one: str, other: str) -> str:
    """The weaker of two bases."""
    return max(one, other, key=BASES.index)


class Count(NamedTuple):
    """One figure of `network_crossings`: where and which way, the state, the value, who counted, its source."""

    place: str
    state: str
    direction: str
    whole: bool
    value: float
    counted_by: str
    source: str


Counts = Mapping[tuple[str, str], Sequence[Count]]
"""Figures by indicator and mode."""


@dataclass(frozen=True)
class Charges:
    """Speeds, prices and times of a world.

    Attributes
    ----------
    posts, averages
        Figures of posts (one for each place of a crossing), and averages of states.
    assumed
        Rows of `network_assumed` by quantity.
    """

    posts: Counts
    averages: Counts
    assumed: Mapping[str, Range]
    _known: dict[tuple[str, ...], Range] = field(default_factory=dict)

    def speed(self, state: str, mode: Land) -> Range:
        """Speed without delay, km/h."""
        return self._average(SPEED, state, mode, "all")

    def haul(self, state: str, mode: Land) -> Range:
        """Haulage, USD per km and 20 t."""
        return self._average(HAUL, state, mode, "all").times(1 / 500)

    def post(self, indicator: str, place: str, state: str, mode: Land, direction: Direction) -> tuple[Range, bool]:
        """Hours or dollars at a post in one direction, and whether that is the whole crossing, both sides."""
        against = "inbound" if direction == "outbound" else "outbound"
        counted = self.posts.get((indicator, mode), ())
        own = [one for one in counted if one.place == place and one.direction != against]
        if own:
            return _range(own, "reported"), any(one.whole for one in own)
        return self._average(indicator, state, mode, direction), False

    def _average(self, indicator: str, state: str, mode: Land, direction: str) -> Range:
        """The state's average in a direction, else in all; else, assumed, that of the states that have one."""
        key = (indicator, state, mode, direction)
        if key not in self._known:
            self._known[key] = self._found(*key)
        return self._known[key]

    def _found(self, indicator: str, state: str, mode: str, direction: str) -> Range:
        rows = self.averages[indicator, mode]
        ways = [one for one in rows if one.direction == direction]
        for part in (ways, [one for one in rows if one.direction == "all"]):
            own = [one for one in part if one.state == state]
            if own:
                return _range(own, "reported")
        part = ways or list(rows)
        middles = [median(one.value for one in part if one.state == of) for of in {one.state for one in part}]
        return replace(_range(part, "assumed"), value=median(middles))


def _range(rows: Sequence[Count], basis: str) -> Range:
    values = [one.value for one in rows]
    return Range(
        median(values),
        min(values),
        max(values),
        basis,
        "; ".join(dict.fromkeys(one.counted_by for one in rows)) if basis == "reported" else "",
        tuple(dict.fromkeys(one.source for one in rows)) if basis == "reported" else (),
    )


@remembered(maxsize=4)
def charges(world: World) -> Charges:
    """What the tables of a world say of speeds, prices and times."""
    rows = world.records("from network_crossings where confidence <> 'low' and state is not null order by all")
    states = dict(world.sql("select place, state from network_places").itertuples(index=False, name=None))
    posts: dict[tuple[str, str], list[Count]] = defaultdict(list)
    averages: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for row in rows:
        indicator = next((key for key, known in INDICATORS.items() if row["indicator"].startswith(known)), "")
        if not indicator or (indicator == HAUL and row["value"] < LEAST_HAUL):
            continue
        at = (row["places"] or "").split(";")
        whole = len({states.get(place) for place in at}) > 1
        into = posts if row["places"] else averages
        into[indicator, row["mode"]] += [
            Count(place, row["state"], row["direction"], whole, row["value"], row["counted_by"], row["source"])
            for place in at
        ]
    assumed = {
        row["quantity"]: Range(row["value"], row["low"], row["high"], row["basis"], "", (row["source"],))
        for row in world.records("from network_assumed")
    }
    return Charges(posts, averages, assumed)


def total(parts: Iterable[Range]) -> Range:
    """The sum of several."""
    result = NOTHING
    for part in parts:
        result = result.plus(part)
    return result
