"""Troops and bases, armed conflicts, alliances.

Alliances are the dyad-years of ATOP 5 compressed to spells. ATOP does not honour the exits from the Collective
Security Treaty of 1999 and 2012 (it keeps Uzbekistan and Azerbaijan as Russia's defence allies in 2018), so every
defence obligation between two states that were ever parties is replaced by the overlap of their dated membership.
Bilateral defence treaties are rows of their own: leaving the treaty does not end them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from recipes._cite import Citations
from recipes._rows import NEIGHBORS, NO_STATE, REGION, TWELVE, first_year_on, read, source_row

FIRST_YEAR = 1990
ATOP_FIRST, ATOP_LAST = 1988, 2018
OBLIGATIONS = {
    "atop_defense": "defence",
    "atop_offense": "offence",
    "atop_neutral": "neutrality",
    "atop_nonagg": "nonaggression",
    "atop_consul": "consultation",
}
PARTY = ("member", "frozen")
UNMAPPED = {"972": "TON"}  # Tonga's number in the raw conflict file
NAMED_ONLY = {"Kosovo": "XKX", "Serbia": "SRB"}  # rows of the troop file without a code


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables foreign_presence, us_troops, conflicts, alliances and their sources."""
    cite = Citations()
    presence = foreign_presence(read(raw, "political/foreign_military_presence.csv"), cite)
    spells = read(raw, "political/org_membership_spells.csv")
    bilateral = bilateral_defence(read(raw, "political/agreements.csv"), cite)
    atop = atop_spells(read(raw, "political/atop_alliance_dyad.parquet"))
    return {
        "foreign_presence": presence,
        "us_troops": us_troops(read(raw, "political/us_troops.parquet")),
        "conflicts": conflicts(read(raw, "political/ucdp_acd.parquet")),
        "alliances": alliances(atop, treaty_overlaps(spells, cite), bilateral),
        "sources": pd.concat([pd.DataFrame(SOURCES), cite.sources()], ignore_index=True),
    }


def foreign_presence(rows: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Sites with the ranges that the notes give as numbers."""
    note = rows["note"].str.replace(r"; [\d,]+ in seed \d+", "", regex=True)
    span = note.str.extract(r"(?:range|estimates) ([\d,]+)-([\d,]+)").apply(lambda s: s.str.replace(",", ""))
    return pd.DataFrame(
        {
            "host": rows["host"],
            "sender": rows["sender"],
            "site": rows["site"],
            "kind": rows["kind"],
            "start_year": rows["start_year"],
            "end_year": rows["end_year"],
            "troops": rows["approx_troops"],
            "troops_low": span[0].astype(float),
            "troops_high": span[1].astype(float),
            "confidence": rows["confidence"],
            "note": note,
            "source": cite.cite(rows["source"]),
            "basis": rows["approx_troops"].notna().map({True: "estimated", False: "reported"}),
        }
    )


def us_troops(rows: pd.DataFrame) -> pd.DataFrame:
    """American troops by host and year: the September report, and the year's summary where September is blank.

    The raw file counts some hosts twice, because two spellings of their names were matched (Italy, Korea, Kyrgyzstan,
    Russia, Türkiye): there, every report is even and twice the independent annual summary. They are halved.
    """
    rows = rows.assign(iso3=rows["iso3"].fillna(rows["countryname"].map(NAMED_ONLY)))
    rows = first_year_on(rows[rows["iso3"].isin(set(REGION) - {"USA"})], FIRST_YEAR)
    months = rows[rows["month"].isin(["June", "September"])].pivot_table(
        values="troops_ad", index=["iso3", "year"], columns="month", aggfunc="sum"
    )
    autumn, summary = months["September"], months["June"]
    year = months.index.get_level_values("year")
    blank = (autumn.isna() | autumn.eq(0)) & summary.gt(0) & (year < 2014)
    value = autumn.mask(blank, summary)
    frame = pd.DataFrame({"troops": value, "halved": ~blank}).reset_index()
    frame["halved"] &= frame["iso3"].isin(counted_twice(rows))
    frame["troops"] = frame["troops"].mask(frame["halved"], frame["troops"] / 2)
    frame["note"] = frame["halved"].map({True: "halved: the raw file counts this host twice"})
    frame["basis"] = frame["halved"].map({True: "derived", False: "reported"})
    frame = frame[frame["troops"].notna()].rename(columns={"iso3": "host"})
    return frame[["host", "year", "troops", "note", "basis"]].assign(source="dmdc-troopdata")


def counted_twice(rows: pd.DataFrame) -> list[str]:
    """Hosts whose every report is even and, in some year to 2013, exactly twice the independent annual summary."""
    reports = rows[rows["month"].ne("June") & rows["troops_ad"].gt(0)]
    even = reports["troops_ad"].mod(2).eq(0).groupby(reports["iso3"]).all()
    summaries = rows[rows["month"].eq("June") & rows["year"].lt(2014)]
    beside = reports.merge(summaries, on=["iso3", "year"], suffixes=("", "_summary"))
    twice = beside.loc[beside["troops_ad"].eq(2 * beside["troops_ad_summary"]), "iso3"]
    return sorted(set(even[even].index) & set(twice))


def conflicts(rows: pd.DataFrame) -> pd.DataFrame:
    """Conflict-years from 1990 fought by a state of the region or a neighbour, or in which one of the twelve helped."""
    rows = first_year_on(rows, FIRST_YEAR).replace({"iso3_a_2nd": UNMAPPED, "iso3_b_2nd": UNMAPPED})
    sides = ["iso3_a", "iso3_b"]
    fought = rows[sides].isin([*TWELVE, *NEIGHBORS, "CHN", "TUR"]).any(axis=1)
    helped = rows[["iso3_a_2nd", "iso3_b_2nd"]].isin(TWELVE).any(axis=1)
    wanted = rows.loc[fought | helped, ["conflict_id", "year"]].drop_duplicates()
    rows = rows.merge(wanted, on=["conflict_id", "year"])
    kept = ["conflict_id", "year", *sides, "incompatibility", "intensity_level", "type_of_conflict"]
    grouped = rows.groupby(kept, as_index=False).agg(
        allies_a=("iso3_a_2nd", _together), allies_b=("iso3_b_2nd", _together)
    )
    grouped = grouped.rename(
        columns={
            "conflict_id": "conflict",
            "iso3_a": "state_a",
            "iso3_b": "state_b",
            "intensity_level": "intensity",
            "type_of_conflict": "type",
        }
    )
    grouped["type"] = grouped["type"].replace({"II": "internationalized"})
    return grouped.assign(source="ucdp-acd", basis="reported")


def _together(codes: pd.Series[Any]) -> str:
    return ";".join(sorted(set(codes.dropna()) - {""}))


def atop_spells(dyads: pd.DataFrame) -> pd.DataFrame:
    """Years in which either side owes the other something, as unbroken spells of unordered pairs."""
    sides = dyads[["iso3_a", "iso3_b"]]
    kept = sides.isin(REGION).any(axis=1) & ~sides.isin(NO_STATE).any(axis=1)
    long = dyads[kept].melt(["year", "iso3_a", "iso3_b"], list(OBLIGATIONS), "obligation", "owed")
    long = long[long["owed"] == 1].replace({"obligation": OBLIGATIONS})
    pair = long[["iso3_a", "iso3_b"]]
    long = long.assign(state_a=pair.min(axis=1), state_b=pair.max(axis=1), year=long["year"].astype(int))
    who = ["state_a", "state_b", "obligation"]
    years = long[[*who, "year"]].drop_duplicates().sort_values([*who, "year"])
    years["run"] = years.groupby(who)["year"].diff().ne(1).cumsum()
    spells = years.groupby([*who, "run"], as_index=False).agg(start_year=("year", "min"), end_year=("year", "max"))
    spells = spells[spells["end_year"] >= FIRST_YEAR].drop(columns="run")
    spells["end_year"] = spells["end_year"].astype("Int64").mask(spells["end_year"] == ATOP_LAST)
    return spells.assign(treaty="", source="atop-5", basis="derived")


def treaty_overlaps(spells: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Pairs of parties to the Collective Security Treaty, from the year in which both are to that of the first exit."""
    csto = spells[(spells["org"] == "CSTO") & spells["status"].isin(PARTY)].assign(
        end=lambda t: t["end"].fillna("9999")
    )
    csto = csto.assign(source=cite.cite(csto["source"])).sort_values(["iso3", "start"])
    continues = csto["start"].eq(csto.groupby("iso3")["end"].shift())
    csto["run"] = (~continues).cumsum()
    party = csto.groupby(["iso3", "run"], as_index=False).agg(
        start=("start", "min"), end=("end", "max"), source=("source", "first")
    )
    pairs = party.merge(party, how="cross", suffixes=("_a", "_b"))
    pairs = pairs[pairs["iso3_a"] < pairs["iso3_b"]]
    start = pairs[["start_a", "start_b"]].max(axis=1)
    end = pairs[["end_a", "end_b"]].min(axis=1)
    both = start < end
    later = pairs["source_a"].where(pairs["start_a"] >= pairs["start_b"], pairs["source_b"])
    return pd.DataFrame(
        {
            "state_a": pairs["iso3_a"],
            "state_b": pairs["iso3_b"],
            "obligation": "defence",
            "start_year": start.str[:4].astype(int),
            "end_year": pd.to_numeric(end.str[:4].where(end < "9999")).astype("Int64"),
            "treaty": "Collective Security Treaty",
            "source": later,
            "basis": "derived",
        }
    )[both]


def bilateral_defence(agreements: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Bilateral defence treaties that the compilation holds with more than low confidence."""
    rows = agreements[(agreements["type"] == "defence") & (agreements["confidence"] != "low")]
    pair = rows[["party_a", "party_b"]]
    begun = rows["in_force"].fillna(rows["signed"])
    return pd.DataFrame(
        {
            "state_a": pair.min(axis=1),
            "state_b": pair.max(axis=1),
            "obligation": "defence",
            "start_year": begun.str[:4].astype(int),
            "end_year": pd.to_numeric(rows["ended"].str[:4]).astype("Int64"),
            "treaty": rows["name"],
            "note": "the text of the clause was not compared; bilateral, beside any treaty of many",
            "source": cite.cite(rows["source"]),
            "basis": "reported",
        }
    )


def alliances(atop: pd.DataFrame, treaty: pd.DataFrame, bilateral: pd.DataFrame) -> pd.DataFrame:
    """ATOP's spells with the defence pairs of the treaty's parties replaced, and the bilateral treaties added."""
    pair = ["state_a", "state_b", "obligation"]
    parties = treaty[pair].drop_duplicates().assign(replaced=True)
    marked = atop.merge(parties, on=pair, how="left")
    replaced = marked["replaced"].notna()
    old = marked[replaced].assign(old=_years(marked[replaced])).groupby(pair, as_index=False)["old"].agg(", ".join)
    treaty = treaty.merge(old, on=pair, how="left")
    treaty["note"] = "ATOP has " + treaty.pop("old").fillna("no such year") + "; corrected to dated membership"
    whole = pd.concat([marked[~replaced].drop(columns="replaced"), treaty, bilateral], ignore_index=True)
    return whole.assign(end_year=whole["end_year"].astype("Int64"))


def _years(spells: pd.DataFrame) -> pd.Series[Any]:
    last = spells["end_year"].astype("Int64").fillna(ATOP_LAST)
    return spells["start_year"].astype(str) + "-" + last.astype(str)


SOURCES = [
    source_row(
        "ucdp-acd",
        "UCDP/PRIO Armed Conflict Dataset",
        "Uppsala Conflict Data Program; Peace Research Institute Oslo",
        "Davies, Pettersson and Öberg (2025); Gleditsch et al. (2002), Armed Conflict 1946-2001, Journal of Peace "
        "Research 39(5); via the R package peacesciencer (S. Miller)",
        "https://ucdp.uu.se/downloads/",
        published="version 25.1",
        licence="CC BY 4.0",
        note="The package's own note still names version 20.1; the data run to 2024",
    ),
    source_row(
        "atop-5",
        "Alliance Treaty Obligations and Provisions",
        "Brett Ashley Leeds and others",
        "Leeds, Ritter, Mitchell and Long (2002), Alliance Treaty Obligations and Provisions, 1815-1944, International "
        "Interactions 28; via the R package peacesciencer (S. Miller)",
        "http://www.atopdata.org",
        published="version 5",
        licence="free with citation",
        note="Does not honour the exits from the Collective Security Treaty in 1999 and 2012",
    ),
    source_row(
        "dmdc-troopdata",
        "United States troops abroad",
        "US Defense Manpower Data Center; compiled by M. Flynn (troopdata) after T. Kane",
        "Allen, Flynn and Machain (2022), US global military deployments, 1950-2020, Conflict Management and Peace "
        "Science 39(3); R package troopdata",
        "https://github.com/meflynn/troopdata",
        published="to 2025",
        licence="US government figures; package GPL-3 or later, cite the authors",
        note="Several hosts counted twice; forces sent out for operations counted unevenly (Karshi-Khanabad is not)",
    ),
]
