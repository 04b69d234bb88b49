"""Readers of the security layers: arms, alliances, troops and bases with and without the host's consent.

*Alliance*: of the capability (CINC, share of the world's) of all states that owe i defence, the part of p. A defence
obligation without dates of its own is carried beyond 2018, where the record of alliances ends, as an assumption.

*Troops*: of the sites on the state's soil that foreign forces use with its consent, the part of p. Numbers of troops
are known for a third of the sites only, so sites are counted and troops are the amount.
"""

from __future__ import annotations

import pandas as pd

from steppe.influence.flows import between, totals, with_shares
from steppe.influence.layer import NOT_HELD, Ask, Coverage, Gap, Reading, blocs, complete, no_rows, rows_of
from steppe.world.actors import twelve
from steppe.world.tables import remembered
from steppe.world.world import World

WINDOWS = {year: (start, start + 4) for start in (2000, 2005, 2010, 2015, 2020) for year in range(start, start + 5)}
DECADE = {year: (2014, 2024) for year in range(2014, 2025)}
NOT_CONSENTED = ("occupation", "unconsented")
NO_DELIVERIES = "no deliveries of major arms recorded in the window"
ATOP_LAST, CINC_LAST = 2018, 2022
RECORDED = ("CHN", "USA", "TUR", "AFG", "EST", "IND", "IRN", "LTU", "LVA", "MNG", "PAK", "SRB")
"""States beside the twelve whose alliances are all in the table."""


# ----------------------------------------------------------------------------- arms
def arms(ask: Ask, windows: dict[int, tuple[int, int]] | None = None) -> Reading:
    """Share of the volume of arms received in the window around the year."""
    windows = WINDOWS if windows is None else windows
    shares = ask.world.sql("from arms_shares").rename(columns={"recipient": "state", "supplier": "partner"})
    years = pd.DataFrame(
        [(year, a, b) for year, (a, b) in windows.items() if year in ask.years],
        columns=["year", "start_year", "end_year"],
    )
    frame = shares.merge(years, on=["start_year", "end_year"])
    held = between(frame.rename(columns={"share": "value"}), ask.actors)
    rows = held.assign(share=held["amount"].clip(upper=1.0), amount=float("nan"))
    rows["note"] = [f"deliveries of {'-'.join(map(str, windows[int(year)]))}" for year in rows["year"]]
    outside = frozenset(one.name for one in ask.actors if not one.bloc and one.name in set(shares["state"]))
    coverage = Coverage(
        years=frozenset(windows),
        years_why="no window of deliveries covers this year",
        states=outside,
        states_why="shares of arms received are derived for states of the region only, and not for this one",
        known=frozenset(zip(frame["state"], frame["year"].astype(int), strict=True)),
        known_why=NO_DELIVERIES,
        held=complete(ask, frame),
        held_why=NOT_HELD,
        zero=("derived", "sipri-arms"),
        when={year: f"{start}–{end % 100:02}" for year, (start, end) in windows.items()},
    )
    return Reading(rows_of(rows[~rows["state"].isin(blocs(ask.actors))]), coverage)


def arms_decade(ask: Ask) -> Reading:
    """Share of the volume of arms received in 2014-2024."""
    return arms(ask, DECADE)


# ------------------------------------------------------------------------- alliance
def alliance(ask: Ask) -> Reading:
    """Capability of the states that owe defence, by ally."""
    pairs = _allies(ask.world)
    pairs = pairs[pairs["state"].isin(ask.states) & pairs["year"].isin(ask.years)]
    whole = totals(pairs, ask.actors)
    rows = with_shares(between(pairs, ask.actors), whole)
    listed = frozenset({*twelve(ask.world), *RECORDED})
    coverage = Coverage(
        years=frozenset(range(1990, 2024)),
        years_why="capabilities are known for 1990-2022; the last figure is used for one more year",
        states=listed,
        states_why="only alliances that concern the region are in the bundle, so this state's are incomplete",
        held=complete(ask, pairs),
        held_why=NOT_HELD,
        zero=("derived", "atop-5"),
    )
    return Reading(rows_of(rows), coverage)


@remembered(maxsize=4)
def _allies(world: World) -> pd.DataFrame:
    """Defence obligations by year from both sides, valued by the ally's CINC."""
    frame = world.sql(
        """
        with spells as (
            select state_a as state, state_b as partner, start_year, end_year, source from alliances
            where obligation = 'defence'
            union all select state_b, state_a, start_year, end_year, source from alliances
            where obligation = 'defence'),
        years as (select unnest(range(1990, 2024)) as year),
        held as (
            select state, partner, year, bool_or(source <> 'atop-5' or year <= $1) as dated,
                   string_agg(distinct source, ';' order by source) as source
            from spells join years on year between start_year and coalesce(end_year, 9999) group by all),
        size as (select state as partner, year, value from state_attributes where attribute = 'cinc')
        select h.state, h.partner, h.year, s.value, h.source,
               case when not dated or h.year > $2 then 'assumed' else 'derived' end as basis
        from held h join size s on s.partner = h.partner and s.year = least(h.year, $2)
        """.replace("$1", str(ATOP_LAST)).replace("$2", str(CINC_LAST))
    )
    return frame


# --------------------------------------------------------------------------- troops
def troops(ask: Ask) -> Reading:
    """Sites used with the host's consent."""
    return _presence(ask, consented=True)


def occupation(ask: Ask) -> Reading:
    """Sites held without the host's consent."""
    return _presence(ask, consented=False)


def _presence(ask: Ask, consented: bool) -> Reading:
    here = sites(ask.world)
    here = here[here["kind"].isin(NOT_CONSENTED) != consented]
    here = here[here["state"].isin(ask.states) & here["year"].isin(ask.years)]
    rows = no_rows()
    if len(here):
        rows = with_shares(between(here.assign(value=1.0), ask.actors), totals(here.assign(value=1.0), ask.actors))
        rows = _with_numbers(rows.rename(columns={"amount": "sites"}), here, ask)
    coverage = Coverage(
        years=frozenset(range(1992, 2027)),
        years_why="foreign sites are compiled from 1992 on",
        states=frozenset(twelve(ask.world)),
        states_why="sites are compiled for hosts among the twelve and, incompletely, for a few others",
        held=complete(ask, here),
        held_why=NOT_HELD,
        zero=("derived", "steppe-spells"),
        gaps=(Gap("sites on the territory of a bloc are not compiled", "EU"),),
    )
    return Reading(rows_of(rows), coverage)


def _with_numbers(rows: pd.DataFrame, sites: pd.DataFrame, ask: Ask) -> pd.DataFrame:
    """Rows with the troops that are known, and a note on at how many of the sites."""
    numbered = sites[sites["troops"].notna()]
    if numbered.empty:
        return rows.assign(note=[_numbers(int(count), 0) for count in rows["sites"]])
    count = between(numbered.assign(value=1.0), ask.actors)[["state", "partner", "year", "amount"]]
    force = between(numbered.assign(value=numbered["troops"].astype(float)), ask.actors)
    rows = rows.merge(count.rename(columns={"amount": "counted"}), on=["state", "partner", "year"], how="left")
    rows = rows.merge(force[["state", "partner", "year", "amount"]], on=["state", "partner", "year"], how="left")
    known_at = rows["counted"].fillna(0).astype(int)
    return rows.assign(note=[_numbers(int(all_), k) for all_, k in zip(rows["sites"], known_at, strict=True)])


def _numbers(sites: int, known: int) -> str:
    """At how many of the sites numbers are known; the same words whoever else was asked about."""
    return f"{sites} site{'s' * (sites != 1)}, numbers {f'known at {known}' if known else 'not known'}"


@remembered(maxsize=4)
def sites(world: World) -> pd.DataFrame:
    """Foreign sites by year: state (the host), partner, year, site, kind, troops, source, basis."""
    return world.sql(
        """
        select host as state, sender as partner, year, site, kind, troops, source, basis
        from foreign_presence, (select unnest(range(1992, 2027)) as year)
        where year between start_year and coalesce(end_year, 9999)
        """
    )
