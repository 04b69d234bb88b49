"""Votes in the UN General Assembly: agreement by pair, ideal points, and the resolutions on Ukraine.

Agreement is the share of common votes on which two states voted alike (yes, no and abstention are three answers;
absence is none). 1991 to 2019 it is computed here from the roll calls, by calendar year; 2020 to 2023 it is the
published rate with the United States, Russia and China, by session (a session's year is the one it opens in).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._rows import NEIGHBORS, NO_STATE, POWERS, TWELVE, first_year_on, read, source_row

VIEWPOINTS = (*TWELVE, *POWERS, *NEIGHBORS)
PUBLISHED_WITH = {"USA": "agree_usa", "RUS": "agree_rus", "CHN": "agree_chn"}
LAST_OWN_YEAR = 2019
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
    "ES-11/7": "Advancing a just and lasting peace in Ukraine",
}
UNSURE_NUMBER = " (number to check) "


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables un_agreement, un_ideal_points, un_ukraine_votes and their sources."""
    points = first_year_on(read(raw, "political/unga_idealpoints.parquet"), 1990)
    points = points[~points["iso3"].isin(NO_STATE)]
    ukraine, pages = ukraine_votes(read(raw, "political/unga_ukraine_votes.csv"))
    own = own_agreement(read(raw, "political/unga_agreement_dyad.parquet"))
    return {
        "un_agreement": pd.concat([own, published_agreement(points)], ignore_index=True),
        "un_ideal_points": ideal_points(points),
        "un_ukraine_votes": ukraine,
        "sources": pd.concat([pd.DataFrame(SOURCES), pages], ignore_index=True),
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
    """Published rates with three powers after the roll calls end, from both sides of the pair."""
    late = points[points["year"] > LAST_OWN_YEAR]
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
    """Published ideal points of all states with their bounds, rounded to the fourth decimal."""
    kept = points.rename(columns={"iso3": "state", "n_votes": "votes"})
    kept = kept[["state", "session", "year", "ideal_point", "q05", "q95", "votes"]].round(4)
    return kept.assign(source="bsv-ideal-points", basis="estimated")


def ukraine_votes(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Votes on Ukraine that were found; `NA` in the raw file means not found and is left out."""
    found = rows[rows["vote"] != "NA"]
    parts = found["resolution"].str.split(UNSURE_NUMBER, n=1, regex=False, expand=True)
    cite = Citations()
    table = pd.DataFrame(
        {
            "resolution": parts[0],
            "title": parts[1].fillna(parts[0].map(TITLES)),
            "date": found["date"],
            "state": found["iso3"],
            "vote": found["vote"],
            "confidence": found["confidence"],
            "note": parts[1].notna().map({True: "the resolution's number is not confirmed", False: None}),
            "source": cite.cite(found["source"]),
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
]
