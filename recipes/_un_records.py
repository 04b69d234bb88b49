"""Roll calls of the General Assembly in 2020, 2021 and 2025, from the voting records of the UN Digital Library.

The records may not be passed on for every use, so that only what they add up to is shipped: the share of common votes
cast alike by pairs of states, with the number of these votes. Single votes are shipped on the resolutions on Ukraine
only, which the United Nations and the press publish name by name. The files hold adopted resolutions as a whole, no
paragraphs; those of 2025 begin on 24 February. Roll calls of 2022 to 2024 are in no file that could be had.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from recipes._rows import NO_STATE, read, source_row

ACCESSED = "2026-11-30"
YEARS = (2020, 2021, 2025)
FEWEST = 10
"""Common votes below which a pair has no rate, as in the earlier years."""
ON_UKRAINE = {
    "75/29": "Militarization of Crimea and parts of the Black Sea and the Sea of Azov",
    "75/192": "Human rights in Crimea",
    "76/70": "Militarization of Crimea and parts of the Black Sea and the Sea of Azov",
    "76/179": "Human rights in temporarily occupied Crimea",
    "ES-11/7": "Advancing a comprehensive, just and lasting peace in Ukraine",
    "ES-11/8": "The path to peace (text of the United States, amended)",
    "ES-11/9": "Return of Ukrainian children",
    "80/223": "Human rights in the temporarily occupied territories of Ukraine",
}
UNLISTED = "not listed in the record, whose votes add up to the published count: did not vote"
_FOLDER = "update-2026-11/unga"
_VOTES = {0: "X", 1: "Y", 2: "A", 3: "N"}
_COUNTED = ("yes", "abstain", "no")


def agreement(raw: Path, seen_from: Sequence[str]) -> pd.DataFrame:
    """Rows of un_agreement: share of common votes alike by calendar year, as seen from some states."""
    votes = _votes(raw)  # noqa: F841, read by the query
    frame = duckdb.execute(
        """
        select year::integer as year, a.iso3 as state_a, b.iso3 as state_b,
               round(avg((a.vote = b.vote)::integer), 4) as agreement, count(*)::integer as votes
        from votes a join votes b using (resolution, year)
        where a.vote > 0 and b.vote > 0 and a.iso3 <> b.iso3 and list_contains($1, a.iso3)
        group by all having count(*) >= $2 order by all
        """,
        [list(seen_from), FEWEST],
    ).df()
    return frame.assign(source="undl-rates", basis="derived")


def on_ukraine(raw: Path) -> pd.DataFrame:
    """Rows of un_ukraine_votes: how every member voted on the resolutions of `ON_UKRAINE`.

    A member that is not listed in a record whose votes add up to the published count did not vote.
    """
    votes, calls = _votes(raw), _calls(raw)
    members = sorted(votes.loc[votes["year"] == YEARS[0], "iso3"].unique())
    cast = votes.set_index(["resolution", "iso3"])["vote"]
    return pd.concat([_one(number, calls.loc[number], cast[number].reindex(members)) for number in ON_UKRAINE])


def _one(number: str, call: pd.Series, votes: pd.Series) -> pd.DataFrame:
    """The votes on one resolution, by state; a missing one is of a member that is not listed."""
    counted = [int((votes == code).sum()) for code in (1, 2, 3)]
    if counted != [int(call[word]) for word in _COUNTED]:
        raise ValueError(f"{number}: the votes add up to {counted}, not to the published count")
    unlisted = votes.isna()
    return pd.DataFrame(
        {
            "resolution": number,
            "title": ON_UKRAINE[number],
            "date": call["date"],
            "state": votes.index,
            "vote": votes.fillna(0).astype(int).map(_VOTES),
            "confidence": "high",
            "note": unlisted.map({True: UNLISTED, False: None}),
            "source": _source_of(call),
            "basis": unlisted.map({True: "derived", False: "reported"}),
        }
    )


def sources(raw: Path) -> list[dict[str, str | None]]:
    """What the rates and the votes on Ukraine rest on."""
    return [RATES, *(_record(number, call) for number, call in _calls(raw).loc[list(ON_UKRAINE)].iterrows())]


def _record(number: object, call: pd.Series) -> dict[str, str | None]:
    title = f"A/RES/{number}, {ON_UKRAINE[str(number)]}: voting record"
    return source_row(
        _source_of(call),
        title,
        "United Nations, Dag Hammarskjöld Library",
        f"United Nations Digital Library, {title}, {call['date']:%-d %B %Y}",
        _address(call),
        published=f"{call['date']:%Y-%m-%d}",
        accessed=ACCESSED,
        licence="facts; United Nations terms of use, with attribution",
        note=f"{call['yes']} for, {call['no']} against, {call['abstain']} abstentions, which the votes add up to",
    )


def _address(call: pd.Series) -> str:
    return str(call["link"]).split("?")[0]


def _source_of(call: pd.Series) -> str:
    return f"page-digitallibrary.un.org-{_address(call).rsplit('/', 1)[1]}"


def _votes(raw: Path) -> pd.DataFrame:
    """resolution (number), year, iso3, vote (0 none, 1 yes, 2 abstention, 3 no), each vote once."""
    votes = read(raw, f"{_FOLDER}/unga_votes_2020_2021_2025.parquet").drop_duplicates()
    twice = votes.duplicated(["resolution", "iso3"])
    if twice.any() or votes["iso3"].isin(NO_STATE).any():
        raise ValueError(f"{int(twice.sum())} votes on one resolution differ, or a state is none")
    return votes.assign(resolution=votes["resolution"].str.removeprefix("A/RES/"))


def _calls(raw: Path) -> pd.DataFrame:
    """The roll calls by number: date, yes, no, abstain, link."""
    calls = read(raw, f"{_FOLDER}/unga_rollcalls_2020_2021_2025.parquet")
    return calls.assign(number=calls["resolution"].str.removeprefix("A/RES/")).set_index("number")


RATES = source_row(
    "undl-rates",
    "General Assembly voting records of 2020, 2021 and 2025: share of common votes cast alike",
    "United Nations, Dag Hammarskjöld Library; counted by steppe",
    "Own count from United Nations Digital Library, voting records of 379 resolutions adopted in 2020 (100), 2021 (87) "
    "and from 24 February to 18 December 2025 (192), https://digitallibrary.un.org/record/4060887",
    "https://digitallibrary.un.org/record/4060887",
    published="2020-2021; 2025",
    accessed=ACCESSED,
    licence="United Nations terms of use: not for commercial use; the records are not here",
    licence_class="closed",
    note="Adopted resolutions as a whole; the votes of each add up to the published count; Afghanistan and Venezuela "
    "cast no vote in 2025",
)
