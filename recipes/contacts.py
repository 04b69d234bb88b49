"""Contacts between states: joint exercises, defence agreements, China's public diplomacy, aid to Ukraine, sanctions.

Exercises are pairs that took part together in a year (Multinational Military Exercises 7), to 2010; one large exercise
makes many pairs. Defence agreements are those in force by pair and year (DCAD 1.0), to 2010: ends are estimated by its
authors, so the stock is better than the flow, and treaties of more than two parties are not in it.

Public diplomacy is AidData's count of what China does in 39 states of Asia and the Pacific: visits and op-eds to 2016
(13 states) or 2015, Confucius institutes to 2018; of the twelve it has the five of Central Asia. Years that a producer
left blank are absent here, not nought. AidData counts the institutes that opened in a year; they are added up to those
that have opened by its end, closures not being recorded. Sister cities are those agreed on in the year.

Aid to Ukraine is a re-aggregation of Kiel's sub-activities in euros, with the EU's aid as Kiel shares it out: it is not
Kiel's headline table, and commitments and allocations are mixed by month of announcement. Activities without a date
(3 % of the sum, a third of it one American entry) have no year.

Sanctions are counted from a closed data base that the extract cuts off (cases that ended in 2013-2022 only): how many
such cases one state has had against another in those ten years, and no more. A case of the EU counts once, for
the EU and not for its members.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import NO_STATE, POWERS, TWELVE, read, source_row

GONE = (*NO_STATE, "VDR")
LAST_AGREEMENT_YEAR = 2010
FIRST_AGREEMENT_YEAR = 1990
SANCTIONS_FROM, SANCTIONS_TO = 2013, 2022
INDICATORS = {
    "confucius_institutes": "confucius_institutes",
    "sister_cities_established": "sister_cities_established",
    "government_visits": "government_visits",
    "military_visits": "military_visits",
    "total_elite_visits": "elite_visits",
    "ambassador_op_eds": "ambassador_op_eds",
    "journalist_visits": "journalist_visits",
    "media_partnerships": "media_partnerships",
    "outbound_chinese_students": "students_from_china",
    "inbound_students_to_china": "students_in_china",
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables exercises, defence_agreements, public_diplomacy, ukraine_aid, sanction_counts and their sources."""
    return {
        "exercises": exercises(read(raw, "political/mme_v7_dyad_year.parquet")),
        "defence_agreements": defence_agreements(read(raw, "political/dcad_agreements.parquet")),
        "public_diplomacy": public_diplomacy(read(raw, "political/china_public_diplomacy.parquet")),
        "ukraine_aid": ukraine_aid(read(raw, "political/kiel_ukraine_aid_monthly.parquet")),
        "sanction_counts": sanction_counts(read(raw, "political/gsdb_v3_region_dyads.parquet")),
        "sources": pd.DataFrame(SOURCES),
    }


def exercises(rows: pd.DataFrame) -> pd.DataFrame:
    """Joint exercises of unordered pairs by year, one of the twelve in each pair."""
    rows = _touching(_ordered(rows)).drop_duplicates(["state_a", "state_b", "year"])
    return pd.DataFrame(
        {
            "state_a": rows["state_a"],
            "state_b": rows["state_b"],
            "year": rows["year"],
            "joint": rows["n_joint"],
            "bilateral": rows["n_bilateral_only"],
            "source": "mme-7",
            "basis": "derived",
        }
    )


def defence_agreements(rows: pd.DataFrame) -> pd.DataFrame:
    """Agreements signed in a year and in force at its end, by unordered pair."""
    rows = _touching(_ordered(rows))
    first = rows["sign_year"].clip(lower=FIRST_AGREEMENT_YEAR)
    spans = [range(a, b + 1) for a, b in zip(first, rows["end_year_est"], strict=True)]
    years = rows.assign(year=spans).explode("year").dropna(subset=["year"])
    years = years[years["year"] <= LAST_AGREEMENT_YEAR]
    years = years.assign(
        new=years["year"].eq(years["sign_year"]).astype(int), broad=years["type"].eq("general").astype(int)
    )
    grouped = years.groupby(["state_a", "state_b", "year"], as_index=False)
    frame = grouped.agg(in_force=("DCAid", "nunique"), general=("broad", "sum"), signed=("new", "sum"))
    return frame.assign(source="dcad-1", basis="derived")


def public_diplomacy(rows: pd.DataFrame) -> pd.DataFrame:
    """Long rows of what China does and how many students it takes, by state and year."""
    long = rows.melt(["iso3", "year"], list(INDICATORS), "indicator", "value").dropna(subset=["value"])
    long = long.sort_values(["iso3", "indicator", "year"])
    stock = long.groupby(["iso3", "indicator"])["value"].cumsum()
    opened = long["indicator"].eq("confucius_institutes")
    return pd.DataFrame(
        {
            "sender": "CHN",
            "receiver": long["iso3"],
            "year": long["year"],
            "indicator": long["indicator"].map(INDICATORS),
            "value": long["value"].where(~opened, stock),
            "source": "aiddata-public-diplomacy",
            "basis": opened.map({True: "derived", False: "reported"}),
        }
    )


def ukraine_aid(rows: pd.DataFrame) -> pd.DataFrame:
    """Aid by donor, year and kind in million euros; activities without a date have a row without a year."""
    rows = rows[rows["eur"] > 0]
    kind = rows["aid_type_general"].str.strip().str.lower()
    rows = rows.assign(year=pd.to_numeric(rows["month"].str[:4]), kind=kind)
    grouped = rows.groupby(["iso3_donor", "year", "kind"], as_index=False, dropna=False)
    years = grouped.agg(value=("eur", "sum"), entries=("n", "sum"))
    years["value"] = (years["value"] / 1e6).round(2)
    years = years.rename(columns={"iso3_donor": "donor"}).assign(recipient="UKR")
    return years.assign(source="kiel-ukraine-2024-12", basis="derived")


def sanction_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Cases that ended in the ten years, by sender and target; the twelve and the powers at both ends, or the EU."""
    rows = rows[rows["iso3_sender"].notna() & rows["iso3_target"].notna()]
    union = rows[rows["iso3_sender"] == "EUU"][["case_id", "iso3_target"]].drop_duplicates().assign(of_union=True)
    rows = rows.merge(union, on=["case_id", "iso3_target"], how="left")
    ends = {*TWELVE, *POWERS, "EUU"}
    counted = rows[rows["iso3_sender"].isin(ends) & rows["iso3_target"].isin([*TWELVE, *POWERS])]
    members = counted["of_union"].eq(True) & counted["iso3_sender"].isin(["DEU", "FRA", "GBR"])
    cases = counted[~members].groupby(["iso3_sender", "iso3_target"])["case_id"].nunique().rename("cases").reset_index()
    cases = cases.rename(columns={"iso3_sender": "sender", "iso3_target": "target"})
    return cases.assign(start_year=SANCTIONS_FROM, end_year=SANCTIONS_TO, source="gsdb-3", basis="derived")


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    pair = rows[["iso3_a", "iso3_b"]]
    return rows.assign(state_a=pair.min(axis=1), state_b=pair.max(axis=1))


def _touching(rows: pd.DataFrame) -> pd.DataFrame:
    pair = rows[["state_a", "state_b"]]
    return rows[pair.isin(TWELVE).any(axis=1) & ~pair.isin(GONE).any(axis=1)]


SOURCES = [
    source_row(
        "mme-7",
        "Multinational Military Exercises, version 7",
        "J. Bernhardt, V. D'Orazio and M. Flynn (troopdata)",
        "Multinational Military Exercises v7, by way of the R package troopdata",
        "https://github.com/meflynn/troopdata",
        published="2023",
        licence="free with citation",
        note="To 2010; counts of joint exercises by pair and year are ours",
    ),
    source_row(
        "dcad-1",
        "Defense Cooperation Agreement Dataset 1.0",
        "B. J. Kinne",
        "B. J. Kinne, The Defense Cooperation Agreement Dataset (DCAD), Journal of Conflict Resolution 64(4), 2020",
        "https://correlatesofwar.org/data-sets/defense-cooperation-agreement-dataset/",
        published="2020",
        licence="free with citation",
        note="To 2010; agreements in force by pair and year are ours, ends as its author estimates them",
    ),
    source_row(
        "aiddata-public-diplomacy",
        "China's Public Diplomacy Dashboard, version 2",
        "AidData at William & Mary",
        "AidData, China's Public Diplomacy Dashboard Dataset 2.0",
        "https://www.aiddata.org/data/chinas-public-diplomacy-dashboard-dataset-version-2-0",
        published="2020",
        licence="ODC-BY 1.0 style; cite",
    ),
    source_row(
        "kiel-ukraine-2024-12",
        "Ukraine Support Tracker, to December 2024",
        "Kiel Institute for the World Economy",
        "Kiel Institute, Ukraine Support Tracker, activities to December 2024",
        "https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/",
        published="2025-02",
        licence="free with citation",
        note="Sums of sub-activities, not the tracker's headline table",
    ),
    source_row(
        "gsdb-3",
        "Global Sanctions Data Base, version 3",
        "G. Felbermayr, A. Kirilakha, C. Syropoulos, E. Yalcin and Y. V. Yotov",
        "Global Sanctions Data Base 3, an extract of cases that ended in 2013-2022",
        "https://www.globalsanctionsdatabase.com",
        published="2023",
        licence="on request, academic use",
        licence_class="closed",
        note="Only counts of cases over ten years are shipped",
    ),
]
