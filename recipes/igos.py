"""Intergovernmental organizations of the world: who belonged to what, year by year, as spells.

The Correlates of War list of organizations (version 3) says for each state, organization and year whether the state
was a full member, an associate or an observer. The raw extract holds 72 states and 1988-2014; years of one status in a
row become one spell. A spell that reaches 2014 has no end: the list stops there. A year says only that the state stood
so in that year, not on which day it began.

`igo_states` says in which region of the world each of the 72 states is counted (`tables/igo_regions.csv`, our own
grouping); `igos` says which of them are bodies that the table `organizations` holds too.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import read, source_row
from recipes._tables import hand

LAST_YEAR = 2014
STATUS = {1: "member", 2: "associate", 3: "observer"}
SAME_BODY = {
    **{"cis": "CIS", "csto": "CSTO", "eaec": "EurAsEC", "sco": "SCO", "eu": "EU", "nato": "NATO", "wto": "WTO"},
    **{"coe": "CoE", "osce": "OSCE", "bsec": "BSEC", "eco": "ECO", "cica": "CICA", "oic": "OIC", "nam": "NAM"},
    **{"turksoy": "TURKSOY", "icc": "ICC", "caecc": "CACO", "eec": "EU"},
}
SPELL = ["igo", "state", "status"]


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables igos, igo_states, igo_memberships and their source."""
    rows = read(raw, "political/cow_igo_membership.parquet").rename(columns={"iso3": "state"})
    rows = rows.astype({"year": int, "status": int})
    return {
        "igos": bodies(rows, read(raw, "political/cow_igo_names.parquet")),
        "igo_states": states(rows),
        "igo_memberships": spells(rows),
        "sources": pd.DataFrame([SOURCE]),
    }


def bodies(rows: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Organizations with any of the states, with the first and last year of any standing."""
    years = rows.groupby("igo")["year"].agg(["min", "max"])
    titles = names.set_index("igo")["orgname"].str.strip()
    unnamed = years.index.difference(titles.index)
    if len(unnamed):
        raise ValueError(f"the file of names lacks {', '.join(unnamed)}")
    table = pd.DataFrame({"igo": years.index, "title": titles.loc[years.index].to_numpy()})
    table["organization"] = table["igo"].map(SAME_BODY)
    table["start_year"] = years["min"].to_numpy()
    table["end_year"] = pd.array(years["max"].where(years["max"] < LAST_YEAR).to_numpy(), dtype="Int64")
    return table.assign(source="cow-igo", basis="derived")


def states(rows: pd.DataFrame) -> pd.DataFrame:
    """The states of the panel, the region that each is counted in, and the first year in which it is in the list."""
    regions = hand("igo_regions").set_index("state")["region"]
    first = rows.groupby("state")["year"].min()
    lacking = first.index.symmetric_difference(regions.index)
    if len(lacking):
        raise ValueError(f"igo_regions.csv and the raw list differ in {', '.join(lacking)}")
    table = pd.DataFrame({"state": first.index, "region": regions.loc[first.index].to_numpy()})
    return table.assign(start_year=first.to_numpy(), source="cow-igo", basis="assumed")


def spells(rows: pd.DataFrame) -> pd.DataFrame:
    """Years of one status in a row as one spell; `end_year` is the last year in which it held."""
    ordered = rows.sort_values(["igo", "state", "year"], ignore_index=True)
    before = ordered.shift()
    new = ordered[SPELL].ne(before[SPELL]).any(axis=1) | ordered["year"].ne(before["year"] + 1)
    grouped = ordered.groupby([*SPELL, new.cumsum().rename("run")])["year"].agg(["min", "max"]).reset_index()
    table = grouped.rename(columns={"min": "start_year"}).assign(status=grouped["status"].map(STATUS))
    table["end_year"] = table["max"].where(table["max"] < LAST_YEAR).astype("Int64")
    columns = ["igo", "state", "start_year", "end_year", "status"]
    return table[columns].assign(source="cow-igo", basis="derived")


SOURCE = source_row(
    "cow-igo",
    "Intergovernmental Organizations, state-year memberships",
    "Correlates of War",
    "Pevehouse, Nordstrom, McManus and Jamison (2020), Tracking organizations in the world: The Correlates of War IGO "
    "Version 3.0 datasets, Journal of Peace Research 57(3); via the R package igoR (D. Hernangómez)",
    "https://correlatesofwar.org/data-sets/igos/",
    published="version 3.0, to 2014",
    licence="free with citation",
    note="72 states, 1988-2014, as spells of one status. The organization of the Collective Security Treaty is listed "
    "from 2002, not the treaty of 1992; the SCO from 1996, with the Shanghai Five; no EAEU, GUAM or OTS",
)
