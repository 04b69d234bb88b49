"""Rules of the transport network: gauges, lengths and dates of links (that their ends exist is a rule of the schema).

Positions of places are rounded to a hundredth of a degree, so a length may fall short of the great circle by the
rounding of both ends, about a kilometre each. OpenStreetMap is measured between stations, which lie off the places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from steppe.world.finding import Finding

if TYPE_CHECKING:
    from steppe.world.tables import Tables

ROUNDED = 2.0
"""Kilometres that the rounding of two positions can take from a length."""

EARTH = 6371.0088
"""Mean radius, km."""

POSITIONS = """
    select p.place,
           radians(coalesce(p.lat, o.lat)) as lat, radians(coalesce(p.lon, o.lon)) as lon,
           coalesce(s.km_from_place, 0) as off
    from network_places p left join network_places_osm o using (place) left join network_stations_osm s using (place)
"""


def check_one_gauge_a_rail_link(world: Tables) -> Iterator[Finding]:
    """A rail link has one gauge, which both its ends have; roads and sea lanes have none, a train ferry may."""
    frame = world.sql(
        """
        select link, mode from network_links
        where (mode = 'rail' and gauge_mm is null) or (mode in ('road', 'sea') and gauge_mm is not null) order by link
        """
    )
    for row in frame.itertuples():
        repair = "give it its gauge" if row.mode == "rail" else "leave the gauge empty"
        yield Finding("network_links", f"network_links ({row.link}): mode is {row.mode}; {repair}.")
    frame = world.sql(
        """
        select link, gauge_mm, place, gauges from network_links
        join network_places on place in (from_place, to_place)
        where mode = 'rail' and not list_contains(string_split(coalesce(gauges, ''), ';'), gauge_mm::varchar)
        order by all
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "network_links",
            f"network_links ({row.link}): gauge is {row.gauge_mm} and {row.place} has {row.gauges or 'no rail'}: "
            "correct the link, or the gauges of the place.",
        )


def check_gauges_meet_at_transfer_places(world: Tables) -> Iterator[Finding]:
    """Rail links of two gauges meet only where cargo can change gauge."""
    frame = world.sql(
        """
        select place, string_agg(distinct gauge_mm::varchar, ', ' order by gauge_mm::varchar) as gauges
        from network_links join network_places on place in (from_place, to_place)
        where mode = 'rail' and not gauge_transfer group by place having count(distinct gauge_mm) > 1 order by place
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "network_places",
            f"network_places ({row.place}): links of {row.gauges} mm meet; make it a place of transfer, or mend one.",
        )


def check_links_are_not_shorter_than_the_great_circle(world: Tables) -> Iterator[Finding]:
    """No length, ours or OpenStreetMap's, is below the great circle between the ends."""
    frame = world.sql(
        f"""
        with spots as ({POSITIONS}),
        lengths as (
            select link, km, 'network_links' as name from network_links where km is not null
            union all select link, km, 'network_km_osm' from network_km_osm where preferred
        )
        select t.name, t.link, t.km, 2 * {EARTH} * asin(sqrt(
            sin((b.lat - a.lat) / 2) ** 2 + cos(a.lat) * cos(b.lat) * sin((b.lon - a.lon) / 2) ** 2))
            - case when t.name = 'network_km_osm' then a.off + b.off else 0 end as least
        from lengths t join network_links l using (link)
        join spots a on a.place = l.from_place join spots b on b.place = l.to_place
        where t.km < least - {ROUNDED} order by all
        """
    )
    for row in frame.itertuples():
        yield Finding(
            row.name,
            f"{row.name} ({row.link}): {row.km:.0f} km is less than the great circle of {row.least:.0f}: "
            "correct the length, or a position.",
        )


def check_dates_of_links_fit_their_status(world: Tables) -> Iterator[Finding]:
    """What is shut has a day of closing and no later opening; what was reopened has one; plans were never shut."""
    frame = world.sql(
        """
        select link, status, open_from, closed_from from network_links
        where (status = 'closed' and (closed_from is null or open_from > closed_from))
           or (status = 'open' and closed_from is not null and (open_from is null or open_from <= closed_from))
           or (status in ('construction', 'planned') and closed_from is not null) order by link
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "network_links",
            f"network_links ({row.link}): status {row.status} does not fit open_from {_day(row.open_from)} and "
            f"closed_from {_day(row.closed_from)}: correct one of them.",
        )


def _day(cell: object) -> str:
    import pandas as pd

    return "empty" if pd.isna(cell) else f"{cell:%Y-%m-%d}"


RULES: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    check_one_gauge_a_rail_link,
    check_gauges_meet_at_transfer_places,
    check_links_are_not_shorter_than_the_great_circle,
    check_dates_of_links_fit_their_status,
)
