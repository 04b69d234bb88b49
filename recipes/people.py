"""People on the move: migrants, students, visas, flights.

Migrants are stocks by place of BIRTH (United Nations), in two editions that rest on different censuses and must not be
differenced: that of 2019 for 1990-2019 and that of 2024 for 2024, which is at hand for the fifteen largest destinations
and origins of a state only, with the totals of its own series (`migrant_totals`) beside it. Russians born in Kazakhstan
and moved in 1993 are among them, seasonal workers mostly are not, and a border that moved makes migrants of people who
never did. Not a measure of labour migration.

Students are those whom the destination reports to UNESCO by origin. Only the largest partners of a country and year are
named; China reports no origins (see `public_diplomacy` for students in China), Turkmen and Tajik counts are patchy,
2020 on is thin. Share-alike, so in a file of its own.

Visas are one day's snapshot of what a passport may do without going to a consulate, crowd-sourced. A change of law
whose day is known (`tables/visa_changes.csv`) takes the place of the snapshot of its year. 2020 to 2022 mix in closures
of the pandemic, which are kept apart as a rule of their own and have no ease. `ease` is ours: 1 without a visa, .5 with
one on arrival or electronic, 0 with a visa from a consulate or no admission. That of 2019 writes codes of 0 to 3
where the later ones write days or words; read as days they would turn every rule over. It has many electronic visas as
visas required, or on arrival: a rise of ease from 2019 to 2020 below 1 is a change of coding.

Flights are airline routes of June 2014, when the source stopped: no frequencies, no charters. Share-alike.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._rows import POWERS, TWELVE, read, source_row
from recipes._tables import hand

ENDS = (*TWELVE, *POWERS)
FLIGHT_YEAR = 2014
LATER = "update-2026-11/migrants"
OWN_PASSPORT = "-1"
CODED_UNTIL = "2019-12-31"  # snapshots of 2019 write rules as codes, not as days
CODES = {"0": "visa required", "1": "eta", "2": "visa on arrival", "3": "visa free"}
RULES = {
    "visa free": ("free", 1.0),
    "visa on arrival": ("on_arrival", 0.5),
    "e-visa": ("electronic", 0.5),
    "eta": ("electronic", 0.5),
    "EVW": ("electronic", 0.5),
    "visa required": ("required", 0.0),
    "no admission": ("no_admission", 0.0),
    "covid ban": ("pandemic", None),
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables migrants, students, visas, flights and their sources."""
    citations = Citations()
    return {
        "migrants": pd.concat(
            [
                migrants(read(raw, "ties/migrant_stock_un_1990_2019.parquet"), "un-migrant-stock-2019"),
                migrants(read(raw, f"{LATER}/undesa_2024_pairs_focal.parquet"), "un-migrant-stock-2024"),
            ],
            ignore_index=True,
        ),
        "migrant_totals": migrant_totals(read(raw, f"{LATER}/undesa_2024_totals_1990_2024.csv")),
        "students": students(read(raw, "ties/students_uis_1998_2021.parquet")),
        "visas": with_changes(visas(read(raw, "ties/visa_requirements_2019_2025.parquet")), citations),
        "flights": flights(read(raw, "ties/flights_openflights_2014.parquet")),
        "sources": pd.concat([pd.DataFrame(SOURCES), citations.sources()], ignore_index=True),
    }


def migrants(rows: pd.DataFrame, source: str) -> pd.DataFrame:
    """Stocks between two states of which one is of the twelve, or both are of the twelve and the powers."""
    ends = rows[["origin_iso3", "dest_iso3"]]
    kept = rows[(ends.isin(TWELVE).any(axis=1)) | ends.isin(ENDS).all(axis=1)]
    return pd.DataFrame(
        {
            "origin": kept["origin_iso3"],
            "destination": kept["dest_iso3"],
            "year": kept["year"],
            "value": kept["stock"],
            "source": source,
            "basis": "estimated",
        }
    )


def migrant_totals(rows: pd.DataFrame) -> pd.DataFrame:
    """All who were born in a state and live abroad, or live in it and were born abroad, in the edition of 2024."""
    frame = pd.DataFrame({"state": rows["iso3"], "kind": rows["kind"], "year": rows["year"], "value": rows["stock"]})
    return frame.assign(source="un-migrant-stock-2024", basis="estimated")


def students(rows: pd.DataFrame) -> pd.DataFrame:
    """Students by origin and destination; a pair that two rankings name is one row, and they must agree."""
    rows = rows[rows["origin_iso3"].notna() & rows["dest_iso3"].notna()]
    kept = rows[rows[["origin_iso3", "dest_iso3"]].isin(ENDS).any(axis=1)]
    counts = kept.groupby(["origin_iso3", "dest_iso3", "year"], as_index=False)["students"].agg(["min", "max"])
    differ = counts[counts["min"] != counts["max"]]
    if len(differ):
        raise ValueError(f"{len(differ)} counts of students differ between the two rankings")
    counts = counts.rename(columns={"origin_iso3": "origin", "dest_iso3": "destination", "max": "value"})
    return counts.drop(columns="min").assign(source="unesco-uis-students", basis="reported")


def visas(rows: pd.DataFrame) -> pd.DataFrame:
    """Rules between two states of which one is of the twelve, by snapshot."""
    pairs = rows[["passport_iso3", "dest_iso3"]]
    kept = rows[pairs.isin(TWELVE).any(axis=1) & rows["requirement"].ne(OWN_PASSPORT)]
    coded = kept["snapshot"] <= CODED_UNTIL
    words = kept["requirement"].mask(coded, kept["requirement"].map(CODES))
    days = pd.to_numeric(words, errors="coerce")
    wording = words.where(days.isna(), "visa free")
    unknown = sorted(set(wording) - set(RULES))
    if unknown:
        raise ValueError(f"unknown rules on visas: {', '.join(unknown)}")
    return pd.DataFrame(
        {
            "origin": kept["passport_iso3"],
            "destination": kept["dest_iso3"],
            "date": kept["snapshot"],
            "year": kept["snapshot"].str[:4].astype(int),
            "rule": wording.map({name: rule for name, (rule, _) in RULES.items()}),
            "days": days,
            "ease": wording.map({name: ease for name, (_, ease) in RULES.items()}),
            "source": "passport-index",
            "basis": "reported",
        }
    )


def with_changes(snapshots: pd.DataFrame, citations: Citations) -> pd.DataFrame:
    """The snapshots, with a dated change of a rule in place of the snapshot of its year."""
    changes = hand("visa_changes")
    changes["days"] = changes["days"].astype(float)
    changes["year"] = changes["date"].str[:4].astype(int)
    changes["ease"] = changes["rule"].map(dict(RULES.values()))
    changes = changes.assign(source=citations.cite(changes["source"]), basis="reported")
    return pd.concat([changes, snapshots]).drop_duplicates(["origin", "destination", "year"])


def flights(rows: pd.DataFrame) -> pd.DataFrame:
    """Airline routes from one state to another, of which one is of the twelve or both are powers."""
    ends = rows[["from_iso3", "to_iso3"]]
    abroad = rows["from_iso3"] != rows["to_iso3"]
    kept = rows[abroad & (ends.isin(TWELVE).any(axis=1) | ends.isin(ENDS).all(axis=1))]
    return pd.DataFrame(
        {
            "from_state": kept["from_iso3"],
            "to_state": kept["to_iso3"],
            "year": FLIGHT_YEAR,
            "routes": kept["routes"],
            "airport_pairs": kept["airport_pairs"],
            "source": "openflights-2014",
            "basis": "derived",
        }
    )


SOURCES = [
    source_row(
        "un-migrant-stock-2019",
        "International Migrant Stock 2019, by origin and destination",
        "United Nations, Department of Economic and Social Affairs",
        "UN DESA, International Migrant Stock 2019 (POP/DB/MIG/Stock/Rev.2019), cleaned by G. Abel",
        "https://www.un.org/development/desa/pd/content/international-migrant-stock",
        published="2019",
        licence="CC BY 3.0 IGO",
        note="By place of birth, in the borders of today: no measure of labour migration",
    ),
    source_row(
        "un-migrant-stock-2024",
        "International Migrant Stock 2024, by origin and destination",
        "United Nations, Department of Economic and Social Affairs",
        "UN DESA, International Migrant Stock 2024 (POP/DB/MIG/Stock/Rev.2024), largest pairs, by way of GeoIntel",
        "https://www.un.org/development/desa/pd/content/international-migrant-stock",
        published="2024",
        licence="CC BY 3.0 IGO",
        note="The fifteen largest destinations and origins of a state; other censuses than in the edition of 2019",
        accessed="2026-11-30",
    ),
    source_row(
        "unesco-uis-students",
        "Internationally mobile students by origin and destination",
        "UNESCO Institute for Statistics",
        "UNESCO Institute for Statistics, by way of 360info's report on global education (CC BY 4.0)",
        "https://uis.unesco.org",
        published="2022",
        licence="CC BY-SA 3.0 IGO",
        licence_class="share-alike",
        note="Only the largest partners of a country and year are named; China reports no origins",
    ),
    source_row(
        "passport-index",
        "Passport index dataset, snapshots 2019-2025",
        "I. Ilyankou, from passportindex.org",
        "I. Ilyankou, passport-index-dataset, snapshots of 2019-11-23 to 2025-01-12",
        "https://github.com/ilyankou/passport-index-dataset",
        published="2025-01-12",
        licence="MIT",
    ),
    source_row(
        "openflights-2014",
        "OpenFlights routes and airports",
        "OpenFlights",
        "OpenFlights.org, routes.dat as of June 2014 and airports.dat",
        "https://openflights.org/data",
        published="2014-06",
        licence="ODbL 1.0",
        licence_class="share-alike",
        note="Routes have not been kept up since June 2014",
    ),
]
