"""Persons in the tables: one spelling each, and a head of government of Moldova on every day since 1990."""

from __future__ import annotations

import itertools
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from recipes._tables import hand

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "steppe" / "bundle" / "open"
TOLD_APART = {
    frozenset({"Heydar Aliyev", "Ilham Aliyev"}),
    frozenset({"Gurbanguly Berdimuhamedow", "Serdar Berdimuhamedow"}),
    frozenset({"George H. W. Bush", "George W. Bush"}),
    frozenset({"Bill Clinton", "Hillary Rodham Clinton"}),
    frozenset({"Giorgi Margvelashvili", "Mikheil Kavelashvili"}),
    frozenset({"Mikheil Kavelashvili", "Mikheil Saakashvili"}),
    frozenset({"Dorin Recean", "Serafim Urechean"}),
}
"""Persons of one state whose surnames are alike."""


def rows(table: str, where: str) -> pd.DataFrame:
    return duckdb.sql(f"select * from '{BUNDLE / table}.parquet' where {where}").df()


def _plain(name: str) -> list[str]:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace(".", " ").split()


def _alike(one: str, other: str) -> bool:
    whole, last = (SequenceMatcher(None, *pair).ratio() for pair in _pairs(one, other))
    return max(whole, last) > 0.8


def _pairs(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    left, right = _plain(one), _plain(other)
    return (" ".join(left), " ".join(right)), (left[-1], right[-1])


def test_a_person_has_one_spelling_in_leaders_and_visits():
    members = rows("group_members", "\"group\" = 'twelve'")["state"].tolist()
    leaders = rows("leaders", '"end" is null or "end" >= \'1990-01-01\'')
    leaders = leaders[leaders["state"].isin([*members, "CHN", "TUR", "USA"])]
    visits = rows("visits_listed", "person is not null").assign(leader=lambda t: t["person"].str.split(" and "))
    visits = visits.explode("leader").rename(columns={"visitor": "state"})
    persons = pd.concat([leaders, visits])[["state", "leader"]].drop_duplicates()
    assert len(persons) > 100
    for state, own in persons.groupby("state")["leader"]:
        doubles = [pair for pair in itertools.combinations(sorted(own), 2) if _alike(*pair)]
        assert [pair for pair in doubles if frozenset(pair) not in TOLD_APART] == [], state


@pytest.mark.parametrize("pair", [("Almazbek Atambaev", "Almazbek Atambayev"), ("Akayev", "Askar Akayev")])
def test_two_spellings_are_seen_as_such(pair):
    assert _alike(*pair)
    assert not _alike("Vladimir Putin", "Dmitry Medvedev")


def test_moldova_has_one_head_of_government_on_each_day_since_1990():
    heads = rows("leaders", "state = 'MDA' and office = 'head_of_government'").sort_values("start")
    assert f"{heads['start'].iloc[0]:%Y-%m-%d}" == "1990-05-26"
    assert heads["end"].iloc[:-1].tolist() == heads["start"].iloc[1:].tolist()
    on = pd.Timestamp("2005-06-01")
    assert heads.loc[heads["start"].le(on) & heads["end"].gt(on), "leader"].tolist() == ["Vasile Tarlev"]


def test_a_table_of_names_maps_to_no_name_that_is_mapped_again():
    names = hand("person_names")
    assert not names.duplicated(["state", "written"]).any()
    assert not set(zip(names["state"], names["name"], strict=True)) & set(
        zip(names["state"], names["written"], strict=True)
    )
