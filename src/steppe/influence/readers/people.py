"""Readers of the layers of people: migrants, students, visas, flights, language.

*Migrants* come in two editions of the United Nations: that of 2019 for 1990-2019, whose whole is the sum of all pairs,
and that of 2024 for 2024, which names the fifteen largest destinations and whose whole is its own total. The record
says which; the two rest on different censuses and are never differenced, so the layer has no trend.

*Students*: only the main destinations report in a year, so a share is given where those that report hold at least four
fifths of what the state's destinations hold on average. A destination that does not name the state is not covered, as
with migrants: most name their largest origins only.

*Visas* are a degree: 1 without a visa, .5 on arrival or electronic, 0 with one or where nobody is admitted, on the day
of a snapshot or of a change.

*Language*: share of the population that uses an official language of p, as a first or a second one; for a power with
several, the most used (users overlap, so they are not added). One snapshot of mixed years stands for all years, as an
assumption.
"""

from __future__ import annotations

import pandas as pd

from steppe.influence.flows import between, known, totals, with_shares
from steppe.influence.layer import NOT_HELD, YEARS, Ask, Coverage, Gap, Reading, blocs, complete, held, rows_of
from steppe.world.actors import twelve
from steppe.world.basis import weakest

ENOUGH = 0.8
"""Destinations that report must hold this part of the mean of all."""
CENSUSES = (1990, 1995, 2000, 2005, 2010, 2015, 2019, 2024)
LATER_EDITION = "other censuses than those before: no change from them is one of people"
EDITIONS = {"un-migrant-stock-2019": "edition 2019", "un-migrant-stock-2024": "edition 2024"}
NOT_NAMED = "the destination's record does not name the state of origin, which does not prove that nobody came"
CHINA_SILENT = "China does not report students by origin"


def migrants(ask: Ask) -> Reading:
    """People born in the state who live elsewhere."""
    stock = ask.world.sql(
        "select origin as state, destination as partner, year, value, source, basis from migrants "
        "where list_contains(?::varchar[], origin)",
        [list(twelve(ask.world))],
    )
    older = stock[stock["source"] == "un-migrant-stock-2019"]
    later = ask.world.sql(
        "select state, year, value as amount, basis, 0.0 as imputed from migrant_totals "
        "where kind = 'emigrants' and year not in (select year from migrants where source = 'un-migrant-stock-2019')"
    )
    later = later[later["state"].isin([one.name for one in ask.actors if not one.bloc])]
    later = later[later["year"].isin(stock["year"])]
    whole = pd.concat([totals(older, ask.actors), later], ignore_index=True)
    rows = between(stock, ask.actors)
    rows = rows.merge(whole[["state", "year"]], on=["state", "year"])
    rows["record"] = rows["source"].map(EDITIONS)
    rows["note"] = rows["year"].map({2024: LATER_EDITION})
    coverage = Coverage(
        years=frozenset(CENSUSES),
        years_why="the stock of migrants is estimated for 2000, 2005, 2010, 2015, 2019 and 2024",
        states=frozenset(twelve(ask.world)),
        states_why="migrants by destination are complete for those born in the twelve only",
        known=known(whole),
        known_why="no stock of migrants on record",
        absent=NOT_NAMED,
    )
    return Reading(rows_of(with_shares(rows, whole)), coverage)


# ------------------------------------------------------------------------- students
def students(ask: Ask) -> Reading:
    """Students abroad, by destination."""
    frame = ask.world.sql("select origin as state, destination as partner, year, value, source, basis from students")
    spoken = frame[["partner", "year"]].drop_duplicates()
    frame = frame[frame["state"].isin(twelve(ask.world))]
    good = _reported_enough(frame)
    kept = frame.merge(good, on=["state", "year"])
    whole = totals(kept, ask.actors)
    rows = with_shares(between(kept, ask.actors), whole)
    heard = set(zip(spoken["partner"], spoken["year"].astype(int), strict=True))
    silent = [
        Gap("the destination reported no students in this year", None, one.name, tuple(quiet))
        for one in ask.actors
        if (quiet := [y for y in ask.years if not any((member, y) in heard for member in one.members)])
        and one.name != "CHN"
    ]
    coverage = Coverage(
        years=frozenset(range(2000, 2021)),
        years_why="students abroad are in the bundle up to 2020",
        states=frozenset(twelve(ask.world)),
        states_why="only students from the twelve are included",
        known=known(whole),
        known_why="the main destinations of the state's students did not report in this year",
        absent=NOT_NAMED,
        gaps=(*(gap for gap in silent if _none_of(rows, gap)), Gap(CHINA_SILENT, None, "CHN")),
    )
    return Reading(rows_of(rows), coverage)


def _none_of(rows: pd.DataFrame, gap: Gap) -> bool:
    """Whether no row speaks of the cells of a gap: a gap must not hide a figure."""
    return not ((rows["partner"] == gap.partner) & rows["year"].isin(gap.years or ())).any()


def _reported_enough(frame: pd.DataFrame) -> pd.DataFrame:
    """State-years (columns state, year) whose reporting destinations hold four fifths of the mean of all."""
    usual = frame.groupby(["state", "partner"])["value"].mean().rename("usual").reset_index()
    present = frame.merge(usual, on=["state", "partner"]).groupby(["state", "year"])["usual"].sum()
    expected = usual.groupby("state")["usual"].sum()
    part = present / present.index.get_level_values("state").map(expected)
    found = part[part >= ENOUGH].reset_index()
    return found[["state", "year"]]


# ------------------------------------------------------------------- visas, flights
VISA_RULES = """
    with rules as (
        select * exclude (rule), date::date::varchar as day, replace(rule, '_', ' ') as rule,
               lead(ease) over pair as then_ease,
               lead(replace(rule, '_', ' ') || ' by ' || date::date) over pair as after
        from visas window pair as (partition by origin, destination order by date))
    select origin as state, destination, year, ease, source, basis, day,
           rule || case when ease <> then_ease then ', ' || after else '' end as note
    from rules
"""
"""Rules by pair and snapshot; the note names the next rule where it is another."""


def visas(ask: Ask) -> Reading:
    """How easily the state's citizens enter the partner."""
    rules = ask.world.sql(VISA_RULES)
    single = [one.name for one in ask.actors if not one.bloc]
    members = pd.DataFrame(
        [(one.name, member) for one in ask.actors for member in one.members], columns=["partner", "destination"]
    )
    rules = rules[rules["state"].isin(single) & rules["year"].isin(ask.years)].merge(members, on="destination")
    rules = rules[rules["state"] != rules["destination"]]
    grouped = rules.groupby(["state", "partner", "year"], as_index=False).agg(
        share=("ease", "mean"),
        source=("source", "first"),
        basis=("basis", weakest),
        note=("note", "first"),
        when=("day", "max"),
        count=("note", "size"),
    )
    grouped["why"] = grouped["share"].isna().map({True: "borders were closed in the pandemic", False: None})
    several = "mean over " + grouped["count"].astype(str) + " members"
    grouped["note"] = grouped["note"].where(grouped["count"] == 1, several)
    coverage = Coverage(
        years=frozenset(rules["year"].astype(int)),
        years_why="visa rules are in the bundle for 2019, 2020 and 2022-2025",
        states=frozenset(single),
        states_why="a bloc has no passport",
        absent="the pair is not in the index",
    )
    return Reading(rows_of(grouped), coverage)


def flights(ask: Ask) -> Reading:
    """Routes of airlines from the state."""
    routes = ask.world.sql(
        "select from_state as state, to_state as partner, year, routes as value, source, basis from flights"
    )
    routes = routes[routes["state"].isin(twelve(ask.world))]
    whole = totals(routes, ask.actors)
    coverage = Coverage(
        years=frozenset({2014}),
        years_why="routes are for June 2014 only",
        states=frozenset(twelve(ask.world)),
        states_why="routes are complete only from the twelve",
        known=known(whole),
        known_why="no route on record",
        held=complete(ask, routes),
        held_why=NOT_HELD,
        zero=("derived", "openflights-2014"),
    )
    return Reading(rows_of(with_shares(between(routes, ask.actors), whole)), coverage)


# ------------------------------------------------------------------------- language
def language(ask: Ask) -> Reading:
    """Users of the partner's languages."""
    spoken = ask.world.sql("select state, language, share, source from languages")
    spoken["language"] = spoken["language"].str.split("-").str[0]
    official = ask.world.sql(
        "select state as member, unnest(string_split(languages, ';')) as language from states "
        "where languages is not null"
    )
    official["language"] = official["language"].str.split("-").str[0]
    owners = pd.DataFrame(
        [(one.name, member) for one in ask.actors for member in one.members], columns=["partner", "member"]
    ).merge(official, on="member")[["partner", "language"]]
    frame = spoken[spoken["state"].isin(ask.names)].merge(owners.drop_duplicates(), on="language")
    frame = frame.sort_values("share", ascending=False).drop_duplicates(["state", "partner"])
    years = pd.DataFrame({"year": [year for year in ask.years if year in YEARS]})
    rows = frame.merge(years, how="cross").assign(basis="assumed")
    rows["note"] = "language " + rows["language"] + "; one snapshot of mixed years, used for all years"
    coverage = Coverage(
        years=frozenset(YEARS),
        years_why="the snapshot is used for 2000-2024 only",
        states=frozenset(spoken["state"]) - blocs(ask.actors),
        states_why="languages are in the bundle for individual states of the region only",
        held=held(ask, {(member, year) for member in official["member"] for year in YEARS}),
        held_why="no official language of this power is in the bundle",
        zero=("assumed", "cldr"),
        when=dict.fromkeys(YEARS, "mixed"),
    )
    return Reading(rows_of(rows), coverage)
