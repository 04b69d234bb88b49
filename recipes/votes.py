"""Votes in the UN General Assembly: agreement by pair, ideal points, and the resolutions on Ukraine.

Agreement is the share of common votes on which two states voted alike (yes, no and abstention are three answers;
absence is none). 1991 to 2019, and in 2020, 2021 and 2025 (see `_un_records`), it is computed here from roll calls, by
calendar year; in 2022 and 2023 it is the published rate with the United States, Russia and China, by session (a
session's year is the one it opens in); there is none of 2024.

Votes on Ukraine come from the records where there is one, else from lists of the press, by hand: those of the raw file
and those of `tables/ukraine_votes.csv`, which were found later.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes import _un_records
from recipes._cite import Citations
from recipes._rows import NEIGHBORS, NO_STATE, POWERS, TWELVE, first_year_on, read, source_row
from recipes._tables import hand
from steppe.politics.alignment import UNCONFIRMED

VIEWPOINTS = (*TWELVE, *POWERS, *NEIGHBORS)
PUBLISHED_WITH = {"USA": "agree_usa", "RUS": "agree_rus", "CHN": "agree_chn"}
COUNTED_TO = 2019
TITLES = {
    "68/262": "Territorial integrity of Ukraine (Crimea)",
    "ES-11/1": "Aggression against Ukraine",
    "ES-11/2": "Humanitarian consequences of the aggression against Ukraine",
    "ES-11/3": "Suspension of Russia from the Human Rights Council",
    "ES-11/4": "Territorial integrity of Ukraine (four regions)",
    "ES-11/5": "Remedy and reparation for aggression against Ukraine",
    "ES-11/6": "Principles of a comprehensive, just and lasting peace in Ukraine",
    "77/284": "Cooperation of the UN and the Council of Europe (names the aggression against Ukraine)",
    "79/184": "Human rights in the temporarily occupied territories of Ukraine",
}
UNSURE_NUMBER = " (number to check) "
WIKIPEDIA = "https://en.wikipedia.org/wiki/United_Nations_General_Assembly_Resolution_"
ORIGINALS = (
    (
        "HarukiKinoshita/ukraine-viz src/voting.js",
        "68/262",
        "United Nations press release GA/11493 of 27 March 2014 "
        "https://press.un.org/en/2014/ga11493.doc.htm (names typed from the lists of HarukiKinoshita/ukraine-viz)",
    ),
    (
        "HarukiKinoshita/ukraine-viz src/voting.js",
        "ES-11/1",
        "United Nations press release GA/12407 of 2 March 2022 "
        "https://press.un.org/en/2022/ga12407.doc.htm (names typed from the lists of HarukiKinoshita/ukraine-viz)",
    ),
    (
        "Wikipedia copy with full for/against lists https://hessslslslsls.azureedge.net/wiki/Resolution_ES-11/5",
        "ES-11/5",
        f"Wikipedia, full lists for and against {WIKIPEDIA}ES-11/5",
    ),
    (
        "full lists http://abcdiamond.com.dream.website/?p=56118 ; https://1lurer.am/en/2023/02/24/United-Nations-passed-"
        "resolution-calling-on-Russia-to-withdraw-its-troops-from-Ukraine-and-end-war/886953",
        "ES-11/6",
        f"Wikipedia, full lists for and against {WIKIPEDIA}ES-11/6",
    ),
)
"""What a mirror or a copy stands for: the text in the raw file, the resolution, and what is cited in its place."""


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables un_agreement, un_ideal_points, un_ideal_points_mean, un_ukraine_votes and their sources."""
    points = first_year_on(read(raw, "political/unga_idealpoints.parquet"), 1990)
    points = points[~points["iso3"].isin(NO_STATE)]
    listed = pd.concat([read(raw, "political/unga_ukraine_votes.csv"), hand("ukraine_votes")], ignore_index=True)
    ukraine, pages = ukraine_votes(listed)
    own = own_agreement(read(raw, "political/unga_agreement_dyad.parquet"))
    counted = _un_records.agreement(raw, VIEWPOINTS)
    means = read(raw, "update-2026-11/political/unga_idealpoints_v39_mean_2023_2025.csv")
    return {
        "un_agreement": pd.concat([own, counted, published_agreement(points)], ignore_index=True),
        "un_ideal_points": ideal_points(points),
        "un_ideal_points_mean": mean_points(means),
        "un_ukraine_votes": pd.concat([ukraine, _un_records.on_ukraine(raw)], ignore_index=True),
        "sources": pd.concat([pd.DataFrame([*SOURCES, *_un_records.sources(raw)]), pages], ignore_index=True),
    }


def own_agreement(dyads: pd.DataFrame) -> pd.DataFrame:
    """Own computation, for the states whose view the bundle takes."""
    kept = dyads[dyads["iso3_a"].isin(VIEWPOINTS) & ~dyads["iso3_b"].isin(NO_STATE)]
    return pd.DataFrame(
        {
            "year": kept["year"].astype(int),
            "state_a": kept["iso3_a"],
            "state_b": kept["iso3_b"],
            "agreement": kept["agree"].astype(float).round(4),
            "votes": kept["n_common"].astype(int),
            "source": "un-votes",
            "basis": "derived",
        }
    )


def published_agreement(points: pd.DataFrame) -> pd.DataFrame:
    """Published rates with three powers in years without roll calls, from both sides of the pair."""
    late = points[points["year"].gt(COUNTED_TO) & ~points["year"].isin(_un_records.YEARS)]
    long = late.melt(["year", "iso3"], list(PUBLISHED_WITH.values()), "column", "agreement")
    long["power"] = long["column"].map({column: power for power, column in PUBLISHED_WITH.items()})
    long = long[long["iso3"].ne(long["power"]) & long["agreement"].notna()]
    seen_from_power = long.rename(columns={"power": "state_a", "iso3": "state_b"})
    seen_from_state = long.rename(columns={"iso3": "state_a", "power": "state_b"})
    seen_from_state = seen_from_state[
        seen_from_state["state_a"].isin(VIEWPOINTS) & ~seen_from_state["state_a"].isin(PUBLISHED_WITH)
    ]
    both = pd.concat([seen_from_power, seen_from_state], ignore_index=True)
    both["agreement"] = both["agreement"].round(4)
    return both[["year", "state_a", "state_b", "agreement"]].assign(source="bsv-ideal-points", basis="reported")


def ideal_points(points: pd.DataFrame) -> pd.DataFrame:
    """Published ideal points of all states with their bounds and rates of agreement, rounded to the fourth decimal."""
    kept = points.rename(columns={"iso3": "state", "n_votes": "votes"})
    rates = list(PUBLISHED_WITH.values())
    kept = kept[["state", "session", "year", "ideal_point", "q05", "q95", "votes", *rates]].round(4)
    for power, column in PUBLISHED_WITH.items():
        kept[column] = kept[column].mask(kept["state"].eq(power))
    return kept.assign(source="bsv-ideal-points", basis="estimated")


def mean_points(means: pd.DataFrame) -> pd.DataFrame:
    """One level a state for the years 2023 to 2025; Venezuela last voted in 2021."""
    kept = means[means["iso3"] != "VEN"]
    return pd.DataFrame(
        {
            "state": kept["iso3"],
            "first_year": 2023,
            "last_year": 2025,
            "ideal_point": kept["idealpoint_mean_2023_2025"].round(4),
            "source": "bsv-ideal-points-v39",
            "basis": "estimated",
        }
    )


def ukraine_votes(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Votes on Ukraine from lists of the press; those not found (`NA`) and those on record are left out."""
    numbers = rows["resolution"].str.split(UNSURE_NUMBER, n=1, regex=False).str[0]
    found = rows[rows["vote"].ne("NA") & ~numbers.isin(_un_records.ON_UKRAINE)]
    parts = found["resolution"].str.split(UNSURE_NUMBER, n=1, regex=False, expand=True)
    cited = found["source"]
    for text, number, original in ORIGINALS:
        cited = cited.mask(cited.eq(text) & parts[0].eq(number), original)
    cite = Citations()
    table = pd.DataFrame(
        {
            "resolution": parts[0],
            "title": parts[1].fillna(parts[0].map(TITLES)),
            "date": found["date"],
            "state": found["iso3"],
            "vote": found["vote"],
            "confidence": found["confidence"],
            "note": parts[1].notna().map({True: UNCONFIRMED, False: None}),
            "source": cite.cite(cited),
            "basis": "reported",
        }
    )
    return table, cite.sources()


SOURCES = [
    source_row(
        "un-votes",
        "United Nations General Assembly Voting Data, roll calls to session 74",
        "Erik Voeten, Anton Strezhnev, Michael Bailey",
        "Voeten, Strezhnev and Bailey (2009), United Nations General Assembly Voting Data, Harvard Dataverse, "
        "doi:10.7910/DVN/LEJUQZ; via the R package unvotes (D. Robinson)",
        "https://doi.org/10.7910/DVN/LEJUQZ",
        published="sessions 45-74",
        licence="CC0 1.0 (Dataverse default); cite the authors",
        note="No roll call after January 2020; SRB also holds Yugoslavia and Serbia-Montenegro",
    ),
    source_row(
        "bsv-ideal-points",
        "Ideal point estimates of states in the UN General Assembly",
        "Michael Bailey, Anton Strezhnev, Erik Voeten",
        "Bailey, Strezhnev and Voeten (2017), Estimating Dynamic State Preferences from United Nations Voting Data, "
        "Journal of Conflict Resolution 61(2)",
        "https://doi.org/10.7910/DVN/LEJUQZ",
        published="June 2024 release",
        licence="CC0 1.0 (Dataverse default); cite the authors",
        note="The published agreement rates give no number of common votes; they count by session, not calendar year",
    ),
    source_row(
        "bsv-ideal-points-v39",
        "Ideal point estimates of states in the UN General Assembly, mean of 2023 to 2025",
        "Michael Bailey, Anton Strezhnev, Erik Voeten",
        "Bailey, Strezhnev and Voeten (2017), Estimating Dynamic State Preferences from United Nations Voting Data, "
        "Journal of Conflict Resolution 61(2); Harvard Dataverse, version 39 of 30 July 2026",
        "https://doi.org/10.7910/DVN/LEJUQZ",
        published="version 39, 2026-07-30",
        licence="CC0 1.0 (Dataverse default); cite the authors",
        accessed=_un_records.ACCESSED,
        note="A mean of three years, read through the copy Indr1d-C0ld/Stanza_dei_Bottoni; a new release shifts all "
        "years, so it is a level and no difference is taken from it to the release of June 2024",
    ),
]
