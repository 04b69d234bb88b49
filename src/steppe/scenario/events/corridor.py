"""A corridor that opens, closes, is faster, or no longer breaks gauge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, FiniteFloat, Strict

from steppe.scenario.event import Code, Fault, Money, Parties, Resolved
from steppe.scenario.parties import States, states_of
from steppe.world.names import look_alike
from steppe.world.world import World

if TYPE_CHECKING:
    from steppe.economy.corridors.network import Changes

EVERY = "all"
"""In place of places: each at which gauges meet."""
Listed = Annotated[tuple[Code, ...], Field(max_length=200), Strict(False)]


class Corridor(Money):
    """Links of the transport network open or close, take less time, or trains pass where the gauge breaks."""

    kind: Literal["corridor"]
    what: Literal["opened", "closed", "faster", "one-gauge"] = Field(
        description="`opened`, `closed`: links and borders; `faster`: by `hours`; `one-gauge`: a break of gauge is gone"
    )
    origins: Parties = Field(description="whose trade is looked at: states, organizations or groups")
    destinations: Parties = Field(description="with whom")
    links: Listed = Field((), description="links by their numbers in `network_links`")
    borders: Listed = Field((), description="every link across a border, `ARM-TUR`")
    places: Listed = Field((), description="places by their short names in `network_places`; `all` with `one-gauge`")
    hours: Annotated[FiniteFloat, Field(ge=0, le=2400)] | None = Field(
        None, description="hours less at each link, border and place, where it is `faster`"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Who trades with whom on the day of the event."""
        return states_of(world, self.origins, self.date), states_of(world, self.destinations, self.date)

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """Links, borders and places that are there, and hours where they are needed."""
        if not (self.links or self.borders or self.places):
            yield "", "a corridor is made of links, borders or places; name one"
        if (self.hours is None) == (self.what == "faster"):
            yield "hours", "say how many hours less where it is faster, and only there"
        if not of.any_pair():
            yield "destinations", "origins and destinations include no pair of different states; name another"
        yield from self._unknown(of.world)

    def _unknown(self, world: World) -> Iterator[Fault]:
        numbers = list(world.table("network_links")["link"])
        for name in self.links:
            if name not in numbers:
                yield "links", f'no link has the number "{name}"{look_alike(name, numbers, "network_links")}'
        for border in self.borders:
            if not _across(world, border):
                yield "borders", f'no link of the network crosses "{border}"; write two states that meet, ARM-TUR'
        places = world.table("network_places")
        for name in self.places:
            if name == EVERY and self.what == "one-gauge":
                continue
            if name not in set(places["place"]):
                yield "places", f'no place has the short name "{name}"; network_places lists them'
            elif self.what == "one-gauge" and not places.set_index("place").at[name, "gauge_transfer"]:
                yield "places", f"the gauge does not break at {name}; network_places says where it does"
        if self.places and self.what in ("opened", "closed"):
            yield "places", f"places are not {self.what}; name links or borders"

    def changes(self, world: World) -> Changes:
        """What it makes of the network."""
        from steppe.economy.corridors.network import Changes

        links = {*self.links, *(link for border in self.borders for link in _across(world, border))}
        if self.what == "faster":
            return Changes(hours=tuple((name, float(self.hours or 0)) for name in sorted({*links, *self.places})))
        if self.what == "one-gauge":
            table = world.table("network_places")
            every = set(table.loc[table["gauge_transfer"], "place"])
            return Changes(one_gauge=frozenset(every if EVERY in self.places else self.places))
        return Changes(opened=frozenset(links)) if self.what == "opened" else Changes(closed=frozenset(links))


def _across(world: World, border: str) -> list[str]:
    """Numbers of the links across a border."""
    one, _, other = border.partition("-")
    rows = world.sql(
        "select link from network_links l join network_places p on p.place = l.from_place "
        "join network_places q on q.place = l.to_place where l.mode in ('rail', 'road') "
        "and (p.state, q.state) in ((?, ?), (?, ?)) order by link",
        [one.strip(), other.strip(), other.strip(), one.strip()],
    )
    return list(rows["link"])
