"""States: every code that trades, with dates of existence, capital, gauge and official languages.

Names, dates, kind and corrected capitals stand in `tables/states.csv` (ours); the other capitals and the coast come
from CEPII GeoDist, which names the largest city of some states and has Belarus on the sea; languages from CLDR 48.
An empty `start` means: before 1990.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import hand, parquet, text

OFFICIAL = ("official", "de_facto_official")
# CLDR holds Russian for de facto official in Ukraine, against the law on the state language of 2019; and it lists
# a second script of the same language (`az_Cyrl`) as if it were another language.
NOT_OFFICIAL = {("UKR", "ru")}
# UN Comtrade codes of states that are younger than GeoDist, or that it still codes as their predecessor.
COMTRADE = {"SRB": 688, "MNE": 499, "SSD": 728, "SDN": 729, "CUW": 531, "SXM": 534, "BES": 535, "BLM": 652}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `states`, `groups`, `group_members` and the sources that they cite."""
    citations = Citations()
    states = _states(raw)
    groups = hand("groups")
    members = _group_members(raw)
    for frame in (groups, members):
        frame["source"] = citations.cite(frame["source"])
    sources = pd.concat([citations.sources(), pd.DataFrame(_SOURCES)], ignore_index=True)
    return {"states": states, "groups": groups, "group_members": members, "sources": sources}


def _states(raw: Path) -> pd.DataFrame:
    own = hand("states").set_index("state", drop=False)
    geo = parquet(raw / "trade/cepii_geo_countries.parquet").set_index("iso3").reindex(own.index)
    corrected = own["capital"].notna()
    gauge = text(raw / "ties/rail_gauge.csv").set_index("iso3")["main_gauge_mm"].reindex(own.index)
    landlocked = own["landlocked"].fillna(geo["landlocked"].map({1.0: "true", 0.0: "false"}))
    own = own.assign(
        capital=own["capital"].fillna(geo["city_en"]).replace("none", None),
        lon=own["lon"].astype(float).where(corrected, geo["lon"].round(2)),
        lat=own["lat"].astype(float).where(corrected, geo["lat"].round(2)),
        landlocked=landlocked,
        gauge_mm=gauge,
        comtrade=pd.Series(COMTRADE).reindex(own.index).fillna(geo["cnum"]),
        languages=_official_languages(raw).reindex(own.index),
        source="steppe-states",
        basis="reported",
    )
    return own.reset_index(drop=True)


def _official_languages(raw: Path) -> pd.Series[str]:
    """Official languages of the whole state, most used first, separated by `;`."""
    spoken = parquet(raw / "ties/languages_cldr48.parquet")
    spoken = spoken[spoken["official_status"].isin(OFFICIAL) & ~spoken["language"].str.contains("_")]
    spoken = spoken[[pair not in NOT_OFFICIAL for pair in zip(spoken["iso3"], spoken["language"], strict=True)]]
    ordered = spoken.sort_values(["iso3", "pct_pop", "language"], ascending=[True, False, True])
    return ordered.groupby("iso3")["language"].agg(";".join)


def _group_members(raw: Path) -> pd.DataFrame:
    """Fixed groups from our table; the moving group `eu` from the membership spells of the Union."""
    from recipes.memberships import spells

    fixed = hand("group_members").assign(basis="reported")
    listed = [row.assign(state=row["state"].str.split(";")).explode("state") for _, row in fixed.groupby("group")]
    made = spells(raw)
    union = made[made["organization"].eq("EU") & made["status"].eq("member")]
    moving = union[["state", "start", "end", "source", "basis"]].assign(group="eu")
    return pd.concat([*listed, moving], ignore_index=True)


_SOURCES = [
    {
        "source": "steppe-states",
        "title": "States, their names, dates and capitals",
        "producer": "steppe compilation; CEPII; Unicode Consortium; ISO; United Nations; Correlates of War",
        "citation": (
            "Own compilation (names as the United Nations writes them, in short form; dates of existence; corrected "
            "capitals); Mayer & Zignago 2011, CEPII GeoDist, for the other capitals and the coast; Unicode CLDR 48, "
            "territoryInfo, for official languages; rail gauge: own table; ISO 3166-1 and 3166-3, United Nations "
            "Statistics Division M49 and Correlates of War, State System Membership, for the codes"
        ),
        "url": "https://github.com/pachadotdev/cepiigeodist",
        "published": None,
        "accessed": "2026-11-21",
        "licence": "compilation CC BY 4.0; GeoDist copy CC0; CLDR Unicode-3.0",
        "licence_class": "open",
        "note": "GeoDist names the largest city where the capital is not meant; 40 capitals corrected",
    }
]
