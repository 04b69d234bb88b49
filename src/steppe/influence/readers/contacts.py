"""Readers of the layers of contact: exercises, defence agreements, visits, Confucius institutes, aid to Ukraine.

Records of one sender only (China's diplomacy) give an amount and no share: who else came is not known.
"""

from __future__ import annotations

import pandas as pd

from steppe.influence.flows import between, known, totals, with_shares
from steppe.influence.layer import NOT_HELD, Ask, Coverage, Reading, complete, held, rows_of
from steppe.world.actors import twelve
from steppe.world.basis import WEAKEST_SQL

TO_2010 = frozenset(range(1990, 2011))
OF_CHINA = "the record counts China only, so there is no share"


def exercises(ask: Ask) -> Reading:
    """Joint exercises, counted once for each partner in them."""
    return _dyadic(ask, "exercises", "joint", "joint exercises are in the bundle for 1990-2010", "mme-7")


def defence_agreements(ask: Ask) -> Reading:
    """Bilateral defence agreements in force."""
    why = "defence agreements are in the bundle for 1990-2010"
    return _dyadic(ask, "defence_agreements", "in_force", why, "dcad-1")


def _dyadic(ask: Ask, table: str, column: str, years_why: str, source: str) -> Reading:
    """A count by pair and year, read from both sides; no row means none."""
    pairs = ask.world.sql(
        f"select state_a as state, state_b as partner, year, {column} as value, source, basis from {table} "
        f"union all select state_b, state_a, year, {column}, source, basis from {table}"
    )
    pairs = pairs[pairs["state"].isin(twelve(ask.world))]
    rows = with_shares(between(pairs, ask.actors), totals(pairs, ask.actors))
    coverage = Coverage(
        years=TO_2010,
        years_why=years_why,
        states=frozenset(twelve(ask.world)),
        states_why="pairs are complete for the twelve only",
        held=complete(ask, pairs),
        held_why=NOT_HELD,
        zero=("derived", source),
    )
    return Reading(rows_of(rows), coverage)


# ----------------------------------------------------------------- China's diplomacy
def visits(ask: Ask) -> Reading:
    """Visits of leaders, ministers and officers to or from China."""
    return _diplomacy(ask, "elite_visits")


def institutes(ask: Ask) -> Reading:
    """Confucius institutes."""
    return _diplomacy(ask, "confucius_institutes")


def _diplomacy(ask: Ask, indicator: str) -> Reading:
    counted = ask.world.sql(
        "select receiver as state, sender as partner, year, value as amount, source, basis from public_diplomacy "
        "where indicator = ?",
        [indicator],
    )
    receivers = frozenset(ask.world.sql("select distinct receiver from public_diplomacy")["receiver"])
    years = frozenset(counted["year"].astype(int))
    coverage = Coverage(
        years=years,
        years_why=f"China's public diplomacy is in the bundle for 2000-{max(years)}",
        states=receivers,
        states_why="the record covers states of Asia and the Pacific; of the twelve, Central Asia",
        partners=frozenset({"CHN"}),
        partners_why="the record counts China only",
        absent="the record is silent on the state in this year",
    )
    asked = counted["state"].isin(ask.names) & counted["partner"].isin(ask.names) & counted["year"].isin(ask.years)
    return Reading(rows_of(counted[asked], why=OF_CHINA), coverage)


# ---------------------------------------------------------------------- aid to Ukraine
def aid(ask: Ask) -> Reading:
    """Aid to Ukraine by donor, all kinds."""
    given = ask.world.sql(
        "select recipient as state, donor as partner, year, sum(value) as value, any_value(source) as source, "
        f"{WEAKEST_SQL} as basis, string_agg(kind || ' ' || round(value), '; ' order by kind) as note "
        "from ukraine_aid where year is not null group by all"
    )
    whole = totals(given, ask.actors)
    coverage = Coverage(
        years=frozenset({2022, 2023, 2024}),
        years_why="the tracker begins in 2022",
        states=frozenset({"UKR"}),
        states_why="the tracker follows aid to Ukraine only",
        known=known(whole),
        known_why="no aid on record",
        held=held(ask, {(donor, year) for donor in given["partner"] for year in (2022, 2023, 2024)}),
        held_why="the tracker names no aid by this state in any year, which does not prove that there was none",
        zero=("derived", "kiel-ukraine-2024-12"),
    )
    return Reading(rows_of(with_shares(_short(between(given, ask.actors)), whole)), coverage)


def _short(rows: pd.DataFrame) -> pd.DataFrame:
    """Notes of sums over several donors left out: they would list every kind of every donor."""
    return rows.assign(note=rows["note"].where(rows["note"].str.count(";") <= 2, None))
