"""The transport network on a day: the links that can be used, and how events change it.

A link is there from `open_from`, and not from `closed_from` on unless it was reopened after. What is restricted is used
only where that is asked for. What is under construction or planned has no day of opening that is known, so that only an
event opens it. Dated bans of transit (`network_rules`) that hold for all goods close a territory, or the border between
two states, to cargo between an origin and a destination; bans on some goods are told and close nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from steppe.world.tables import remembered

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

MODES = ("rail", "road", "ferry", "sea")
WATER = ("sea", "ferry", "caspian ferry")
TERRITORY = ("transit ban", "no overland transit", "trade and transit closed", "transit and trade ban")
BORDER = ("border closed", "railway not usable")


@dataclass(frozen=True, slots=True)
class Changes:
    """What events make of the network.

    Attributes
    ----------
    opened, closed
        Links by number: there whatever their status says; gone.
    hours
        Hours less on a link or for each change at a place, at most what it takes; by number or short name.
    one_gauge
        Places at which a break of gauge takes nothing any more.
    """

    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    hours: tuple[tuple[str, float], ...] = ()
    one_gauge: frozenset[str] = frozenset()

    def and_also(self, other: Changes) -> Changes:
        """Both, hours of the same link or place added up."""
        hours = dict(self.hours)
        for name, less in other.hours:
            hours[name] = hours.get(name, 0.0) + less
        return Changes(
            self.opened | other.opened,
            self.closed | other.closed,
            tuple(sorted(hours.items())),
            self.one_gauge | other.one_gauge,
        )


@dataclass(frozen=True, slots=True)
class Shut:
    """What a way may not use: states to cross, borders between two states, modes, gauges; and what is restricted."""

    states: frozenset[str] = frozenset()
    borders: frozenset[frozenset[str]] = frozenset()
    modes: frozenset[str] = frozenset()
    gauges: frozenset[int] = frozenset()
    restricted_too: bool = False

    def also(self, *more: str) -> Shut:
        """The same with more states closed to transit, and modes."""
        modes = {one for one in more if one in MODES}
        return replace(self, states=self.states | (set(more) - modes), modes=self.modes | modes)

    def merged(self, other: Shut) -> Shut:
        """What either closes."""
        return Shut(
            self.states | other.states,
            self.borders | other.borders,
            self.modes | other.modes,
            self.gauges | other.gauges,
            self.restricted_too or other.restricted_too,
        )


@dataclass(frozen=True)
class Network:
    """Links that can be used on a day.

    Attributes
    ----------
    links
        Columns link, a, b (places), state_a, state_b, mode (rail, road, ferry, sea), gauge (0 off rails), km, km_low,
        km_high, restricted, confidence, source, basis.
    places
        By place: name, state, lat, lon, kind, transfer.
    on
        The day.
    """

    links: pd.DataFrame
    places: pd.DataFrame
    on: date
    changes: Changes = field(default_factory=Changes)


@remembered(maxsize=4)
def places(world: World) -> pd.DataFrame:
    """Every place, by its short name; the eight that OpenStreetMap places have its position."""
    return world.sql(
        """
        select p.place, p.name, p.state, coalesce(p.lat, o.lat) as lat, coalesce(p.lon, o.lon) as lon, p.kind,
               p.gauge_transfer as transfer
        from network_places p left join network_places_osm o using (place) order by place
        """
    ).set_index("place")


@remembered(maxsize=4)
def _links(world: World) -> pd.DataFrame:
    """Every link with the length that is preferred, and the range of the lengths on record."""
    return world.sql(
        f"""
        select l.link, l.from_place as a, l.to_place as b, p.state as state_a, q.state as state_b,
               case when l.mode in {WATER[1:]} then 'ferry' else l.mode end as mode,
               coalesce(case when l.mode = 'rail' then l.gauge_mm end, 0)::int as gauge, l.status, l.open_from,
               l.closed_from, case when o.preferred then o.km else l.km end as km,
               least(l.km, o.km) as km_low, greatest(l.km, o.km) as km_high, l.status = 'restricted' as restricted,
               l.confidence, l.note,
               case when o.preferred then o.source else l.source end as km_source, l.source,
               case when o.preferred then 'derived' else l.basis end as basis
        from network_links l left join network_km_osm o using (link)
        join network_places p on p.place = l.from_place join network_places q on q.place = l.to_place order by link
        """
    )


def network(world: World, on: date, changes: Changes | None = None) -> Network:
    """The network on a day, after what events change."""
    import pandas as pd

    changes = changes or Changes()
    links, day = _links(world), pd.Timestamp(on)
    begun = links["open_from"].isna() | (links["open_from"] <= day)
    ended = links["closed_from"].notna() & (links["closed_from"] <= day)
    reopened = links["open_from"].notna() & (links["open_from"] > links["closed_from"])
    shut = (links["closed_from"] <= day) & (links["open_from"] > day)
    usable = links["status"].eq("open") & (begun | reopened) & ~(reopened & shut) & (reopened | ~ended)
    usable |= links["status"].eq("closed") & links["closed_from"].gt(day) & begun
    usable |= links["status"].eq("restricted") & (begun | reopened) & ~(reopened & shut)
    usable = (usable | links["link"].isin(changes.opened)) & ~links["link"].isin(changes.closed)
    limited = links["restricted"] & (links["closed_from"].isna() | (links["closed_from"] <= day))
    chosen = links[usable].assign(restricted=limited[usable] & ~links.loc[usable, "link"].isin(changes.opened))
    return Network(chosen.reset_index(drop=True), places(world), on, changes)


class Bans(NamedTuple):
    """What dated rules mean for goods from one state to another.

    `shut` closes states and borders, `told` has a sentence for each ban on some goods alone, `refused` the rule by
    which the destination takes none of these goods; empty where it does.
    """

    shut: Shut
    told: tuple[str, ...]
    refused: str = ""


def bans(world: World, on: date, origin: str, destination: str) -> Bans:
    """What rules that hold on a day mean for goods from one state to another."""
    rows = world.sql(
        'from network_rules where start <= ? and ("end" is null or "end" > ?) order by rule', [str(on), str(on)]
    )
    states: set[str] = set()
    borders: set[frozenset[str]] = set()
    told, refused = [], ""
    for row in rows.itertuples():
        from_here = row.origin == "any" or origin in row.origin.split(";")
        to_there = row.destination == "any" or destination in row.destination.split(";")
        if not row.goods.startswith("all"):
            if from_here and to_there:
                told.append(f"{row.kind} in {row.territory}: {row.goods}")
        elif row.kind in TERRITORY and from_here and to_there:
            states.add(row.territory)
            refused = row.kind if "trade" in row.kind and destination == row.territory else refused
        elif row.kind in BORDER and row.origin != "any":
            borders |= {frozenset((a, b)) for a in row.origin.split(";") for b in row.destination.split(";")}
    return Bans(Shut(states=frozenset(states), borders=frozenset(borders)), tuple(told), refused)
