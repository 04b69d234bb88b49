"""Security and diplomacy as found page by page: exercises, visits, agreements, mediation, exits, sites, trips.

The rows are a harvest and no census: what is not listed is unknown. Exercises, visits and mediation are two
compilations put together; what a later page corrects stands in `tables/exercise_corrections.csv`, and what is part of a
larger exercise in `tables/exercise_parts.csv`. `tables/complete_lists.csv` names the parts of the lists in which every
visit stands. A page that does not answer for what it says (a blog, a copy in a forum, an aggregator) is graded
`excerpt seen`, whatever it copies.

Trips of leaders (COLT) come under academic terms: only relative figures by window of years and bands are shipped,
never a count.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from recipes._cite import GENERAL_KNOWLEDGE, Citations
from recipes._persons import spelled
from recipes._rows import source_row
from recipes._tables import date_precision, full_date, hand, text

FOLDER = "update-2026-11/security"
SITES = "political/foreign_military_presence.csv"
DATASETS = {"HistoryAtState/travels": ("us-travels", "official"), "(China Vitae)": ("china-vitae", "compiled")}
GRADES = {"wiki copy": "compiled"}
BODIES = {"CSTO": "CSTO", "SCO": "SCO", "CIS": "CIS", "CIS and SCO": "CIS", "Union State": "UnionState"}
WINDOW, STEP, SINCE = 10, 5, 1995
AWAY = ("USA", "received")
"""Trips to the United Nations count as trips to the United States: it is no scale for the others."""
BANDS = {False: "less than one a year", True: "one a year or more"}
"""Two bands: a third for none would give away every year of such a pair."""


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The tables of what was found, and their sources."""
    folder, cite = raw / FOLDER, Citations()
    made = {
        "exercises_listed": exercises(_both(folder, "exercises_2011_2026", "more_exercises")),
        "visits_listed": visits(_both(folder, "visits_2012_2026", "more_visits")),
        "defence_agreements_listed": agreements(text(folder / "defence_agreements_2011_2026.csv")),
        "mediation_listed": mediation(_both(folder, "mediation", "more_mediation")),
        "xinjiang_positions": xinjiang(text(folder / "xinjiang_letters.csv")),
        "treaty_exits": treaty_exits(_both(folder, "treaty_exits", "more_treaty_exits")),
        "presence_checked": presence(hand("bases_2026"), text(raw / SITES)[["host", "sender", "site", "source"]]),
    }
    made = {name: _sourced(frame, cite) for name, frame in made.items()}
    trips = text(folder / "colt_trips_country_year_1990_2024.csv")
    pairs = text(folder / "colt_pair_year_undirected_2018_2024.csv")
    return made | {
        "complete_lists": hand("complete_lists").assign(basis="assumed"),
        "leader_trips": leader_trips(trips),
        "leader_trip_pairs": leader_trip_pairs(pairs),
        "sources": pd.concat([pd.DataFrame(SOURCES), cite.sources()], ignore_index=True),
    }


def _both(folder: Path, name: str, more: str) -> pd.DataFrame:
    return pd.concat([text(folder / f"{name}.csv"), hand(more)], ignore_index=True)


def _sourced(frame: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Sources by name and grades by the publisher; a weak page is an excerpt, whatever it copies."""
    known = {text: found for text in frame["source"].unique() for part, found in DATASETS.items() if part in text}
    named = frame["source"].map({text: name for text, (name, _) in known.items()})
    cited = cite.cite(frame["source"][named.isna()])
    grade = frame["source"].map({text: grade for text, (_, grade) in known.items()})
    grade = grade.fillna(frame["grade"].replace(GRADES))
    if "weak_source" in frame:
        grade = grade.mask(frame["weak_source"].eq("yes"), "excerpt seen")
    named = named.fillna(cited)
    recalled = named.eq(GENERAL_KNOWLEDGE)
    frame = frame.assign(
        source=named, grade=grade.mask(recalled & grade.ne("none"), "general knowledge"), basis="reported"
    )
    return frame.drop(columns="weak_source", errors="ignore")


def _dated(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    written = frame[column]
    return frame.assign(**{column: full_date(written), "precision": date_precision(written)})


def _numbered(frame: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    frame = frame.sort_values(order, kind="stable", ignore_index=True)
    return frame.assign(entry=range(1, len(frame) + 1))


# ------------------------------------------------------------------------ exercises
def exercises(rows: pd.DataFrame) -> pd.DataFrame:
    """Exercises corrected by later pages, named, and joined to the larger one that has them."""
    rows = _corrected(rows).assign(start=lambda t: t["start"].fillna(t["year"]))
    rows = _dated(rows, "start").assign(exercise=_names(rows))
    places = rows.pop("place_iso3").str.split(";")
    at_sea = places.map(lambda found: "sea" in found)
    rows = rows.assign(
        places=places.map(lambda found: ";".join(place for place in found if place != "sea") or None),
        at_sea=at_sea.map({True: "yes", False: "no"}),
        organization=rows["framework"].map(BODIES),
    )
    return rows.assign(part_of=_larger(rows))


def _corrected(rows: pd.DataFrame) -> pd.DataFrame:
    """What a later page says in place of the compilation; the page is cited beside the first."""
    rows = rows.copy()
    for one in hand("exercise_corrections").itertuples(index=False):
        found = rows["name"].eq(one.name) & rows["year"].eq(one.year)
        if found.sum() != 1:
            raise ValueError(f"exercise_corrections.csv: {found.sum()} rows are called {one.name} {one.year}")
        rows.loc[found, one.field] = one.value
        row = rows.index[found][0]
        if one.source not in rows.at[row, "source"]:
            rows.at[row, "source"] = f"{one.source} ; {rows.at[row, 'source']}"
        said = rows.at[row, "note"] if isinstance(rows.at[row, "note"], str) else ""
        if one.reason not in said:
            rows.at[row, "note"] = "; ".join(part for part in (f"corrected: {one.reason}", said) if part)
    return rows


def _names(rows: pd.DataFrame) -> pd.Series[str]:
    """Short names: the words before a bracket, and the year; where two share them, the places too, then the start."""
    words = rows["name"].str.replace(r"\s*\(.*\)", "", regex=True).str.lower()
    names = words.str.replace(r"[^a-z0-9]+", "-", regex=True).str.strip("-") + "-" + rows["year"]
    for more in (rows["place_iso3"].str.replace(";", "-").str.lower(), rows["start"]):
        names = names.mask(names.duplicated(keep=False), names + "-" + more)
    if names.duplicated().any():
        raise ValueError(f"two exercises share the name {names[names.duplicated()].iloc[0]}: tell them apart")
    return names


def _larger(rows: pd.DataFrame) -> pd.Series[str]:
    parts = hand("exercise_parts")
    name = rows.set_index(["name", "year"])["exercise"]
    pairs = zip(parts["name"], parts["year"], parts["part_of"], parts["part_of_year"], strict=True)
    larger = {name[(part, year)]: name[(whole, in_year)] for part, year, whole, in_year in pairs}
    return rows["exercise"].map(larger)


# --------------------------------------------------------------- visits and mediation
def visits(rows: pd.DataFrame) -> pd.DataFrame:
    """Visits by day, numbered, with one spelling a person."""
    rows = rows.rename(columns={"visitor_iso3": "visitor", "host_iso3": "host", "end": "end_date"})
    rows["person"] = spelled(rows["visitor"], rows["person"])
    return _numbered(_dated(rows, "start"), ["start", "visitor", "office", "host"])


def mediation(rows: pd.DataFrame) -> pd.DataFrame:
    """Rounds by day, numbered; a host that the compilation names beside the mediator stands in its own column."""
    mediators = rows["mediator"].str.replace(r"\s*\(host .*\)", "", regex=True)
    hosts = rows["host_iso3"]
    rows = rows.assign(mediators=mediators.mask(mediators.eq("none")), hosts=hosts.mask(hosts.eq("none")))
    rows = _dated(rows.drop(columns=["mediator", "host_iso3"]), "start")
    return _numbered(rows, ["start", "conflict", "hosts"])


# ------------------------------------------------------------------------ agreements
def agreements(rows: pd.DataFrame) -> pd.DataFrame:
    """Agreements by name; a day that the page does not give is the one recalled, and says so."""
    recalled = rows.pop("signed_recalled")
    from_page = rows["signed"].notna()
    basis = pd.Series("page", index=rows.index).mask(recalled.notna(), "page and recall").mask(~from_page, "recall")
    unchecked = rows["note"].fillna("").str.contains("signature not checked")
    status = unchecked.map({True: "not checked", False: "signed"})
    rows = rows.assign(signed=recalled.fillna(rows["signed"]), date_from=basis, status=status)
    named = {"name": "agreement", "party_a": "state_a", "party_b": "state_b"}
    return _dated(rows, "signed").rename(columns=named)


ACTS = {"government approval of exit": "government approval", "act": "step"}
_NUMBER = re.compile(r"(\d+)(\s*%)?$")


def treaty_exits(rows: pd.DataFrame) -> pd.DataFrame:
    """Acts by state and day; counts and shares of agreements as numbers."""
    number = rows["act"].map(_counted)
    kind = number.map(lambda value: "share" if value < 1 else "count", na_action="ignore")
    rows = rows.assign(
        number=number,
        act=kind.fillna(rows["act"].replace(ACTS)),
        instrument=rows["instrument"].str.removeprefix("COUNT: "),
        signed=full_date(rows["signed"]),
    )
    rows = _dated(rows.rename(columns={"act_date": "date"}), "date")
    return _numbered(rows, ["state", "date", "instrument"])


def _counted(act: str) -> float | None:
    found = _NUMBER.search(act)
    return (int(found[1]) / 100 if found[2] else float(found[1])) if found else None


# --------------------------------------------------------------------------- Xinjiang
_POSITIONS = {
    r"signed \(.+\)": "signed",
    r"signed then withdrew.*": "signed, then withdrew",
    r"sponsor, not a member": "sponsor",
    r"\d+ EU members.*": "members counted",
}


def xinjiang(rows: pd.DataFrame) -> pd.DataFrame:
    """Positions by text and state; of the EU the members counted."""
    said = rows["position"]
    members = said.str.extract(r"^(\d+) EU members")[0]
    aside = said.str.extract(r"^signed (?:then withdrew )?\((.+)\)$")[0]
    note = rows["note"].fillna("").str.cat(aside.fillna(""), sep="; ").str.strip("; ")
    return pd.DataFrame(
        {
            "event": rows["event_id"],
            **{name: rows[name] for name in ("date", "forum", "direction", "lead", "source", "grade", "weak_source")},
            "states_total": rows["n_states"],
            "state": rows["iso3"],
            "position": said.replace(_POSITIONS, regex=True),
            "eu_members": members,
            "list": rows["list_coverage"],
            "note": note.mask(note.eq("")),
        }
    )


# ------------------------------------------------------------------------------ sites
def presence(rows: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """The latest page on each site; where none was found, what the compilation of sites cites."""
    rows = rows.rename(columns={"user": "sender", "status_2026": "status"})
    own = rows.merge(sites, on=["host", "sender", "site"], how="left", suffixes=("", "_of_site"))["source_of_site"]
    return rows.assign(source=rows["source"].fillna(own))


# ------------------------------------------------------------------------------ trips
def leader_trips(rows: pd.DataFrame) -> pd.DataFrame:
    """Trips a year by window over those of the state with most, to the nearest fifth."""
    long = rows.melt(["iso3", "year"], ["trips_sent", "trips_received"], "direction", "trips").dropna()
    long = long.assign(
        direction=long["direction"].str.removeprefix("trips_"),
        year=long["year"].astype(int),
        trips=long["trips"].astype(float),
    )
    missing = long["iso3"].eq("IRN") & long["direction"].eq("sent")
    no_scale = long["iso3"].eq(AWAY[0]) & long["direction"].eq(AWAY[1])
    long = long[~missing & ~no_scale & long["year"].ge(SINCE)]
    long["start_year"] = SINCE + (long["year"] - SINCE) // WINDOW * WINDOW
    mean = long.groupby(["iso3", "direction", "start_year"], as_index=False)["trips"].mean()
    most = mean.groupby(["direction", "start_year"])["trips"].transform("max")
    mean["of_largest"] = (mean["trips"] / most * STEP).round() / STEP
    mean = mean.rename(columns={"iso3": "state"}).drop(columns="trips")
    return mean.assign(end_year=mean["start_year"] + WINDOW - 1, source="colt-2025", basis="derived")


def leader_trip_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Bands of trips a year either way between one of four powers and a state, each pair once."""
    rows = rows.rename(columns={"iso3_a": "state_a", "iso3_b": "state_b", "colt_visits_either_way": "trips"})
    rows = rows.dropna().astype({"trips": float, "year": int})
    twice = rows["state_b"].isin(rows["state_a"]) & (rows["state_a"] > rows["state_b"])
    years: Any = rows[~twice].groupby(["state_a", "state_b"])
    table = years.agg(
        start_year=("year", "min"), end_year=("year", "max"), years=("year", "size"), mean=("trips", "mean")
    )
    table["band"] = table.pop("mean").ge(1).map(BANDS)
    return table.reset_index().assign(source="colt-2025", basis="derived")


SOURCES = [
    source_row(
        "us-travels",
        "Travels abroad of the President and of the Secretary of State",
        "Office of the Historian, United States Department of State",
        "Office of the Historian, Travels Abroad of the President; of the Secretary of State (HistoryAtState/travels)",
        "https://history.state.gov/departmenthistory/travels",
        published="2025-02",
        licence="public domain (CC0)",
        note="To January 2025, of the Secretary to February 2025; the term that began in 2025 is missing",
    ),
    source_row(
        "china-vitae",
        "Appearances and travel of Chinese leaders, as tracked by China Vitae",
        "China Vitae; put together by G. B. Walker",
        "China Vitae, appearances of leaders 2003-2018, by way of gbwalker/chinese-diplomacy-and-financing",
        "https://github.com/gbwalker/chinese-diplomacy-and-financing",
        published="2018",
        licence="facts only; the collection states no licence",
        note="A tracker with gaps, thin in 2018; dates of visitors to China are those of the meetings",
    ),
    source_row(
        "colt-2025",
        "Country and Organization Leader Travel",
        "Diplometrics, Frederick S. Pardee Institute for International Futures",
        "Diplometrics, Country and Organization Leader Travel, heads of state and government (release of 2025-03-17)",
        "https://korbel.du.edu/pardee/diplometrics",
        published="2025-03-17",
        licence="academic; ask before passing it on",
        licence_class="closed",
        note="Only relative figures by window of years and bands are shipped",
    ),
]
