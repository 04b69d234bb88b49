"""What the ledger of inducements and coercion must hold, read from the committed bundle."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from recipes._tables import hand, text
from recipes.episodes import KEY, draw
from steppe.world.world import World

ROOT = Path(__file__).resolve().parents[2]
RAW = Path(os.environ.get("STEPPE_DATA", ROOT.parent / "shared" / "data"))

HANDED = 265
"""Rows of the compilation."""


@pytest.fixture(scope="module")
def ledger(world: World) -> pd.DataFrame:
    return world.table("episodes")


def the_row(ledger: pd.DataFrame, sender: str, target: str, start: str, instrument: str) -> pd.Series:
    found = ledger[
        ledger["sender"].eq(sender)
        & ledger["target"].eq(target)
        & ledger["start"].eq(pd.Timestamp(start))
        & ledger["instrument"].eq(instrument)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_every_row_of_the_compilation_is_in(ledger):
    assert len(ledger) == HANDED
    assert ledger["kind"].value_counts().to_dict() == {"coercion": 147, "inducement": 118}
    assert ledger["outcome_basis"].value_counts().to_dict() == {"stated by the page": 154, "judgement": 111}
    assert (ledger["contested"].sum(), ledger["size"].notna().sum()) == (81, 211)


@pytest.mark.parametrize(
    ("sender", "target", "start", "instrument", "kind", "size", "outcome", "outcome_date"),
    [
        ("RUS", "UKR", "2013-12-17", "loan_or_swap", "inducement", 15.0, "conceded", "2013-11-21"),
        ("RUS", "BLR", "2011-11-25", "energy_price_discount", "inducement", 165.6, "conceded", "2011-11-25"),
        ("RUS", "UKR", "2009-01-01", "energy_supply_cut", "coercion", 13.0, "conceded", "2009-01-19"),
        ("USA", "KGZ", "2009-06-23", "base_rent_or_payment", "inducement", 60.0, "conceded", "2009-06-23"),
        ("CHN", "RUS", "2014-05-21", "investment_or_resource_deal", "inducement", 400.0, "conceded", "2014-05-21"),
        ("EUU", "BLR", "2011-01-31", "sanctions_targeted", "coercion", 170.0, "conceded", "2015-08-22"),
        ("UZB", "TJK", "2010-02-01", "border_transit_closure", "coercion", 890.0, "partly", "2010-01-01"),
        ("TUR", "ARM", "1993-04-01", "border_transit_closure", "coercion", None, "not", "2020-01-01"),
        ("EUU", "UKR", "2025-07-25", "aid_or_lending_stop", "coercion", 1.3, "partly", "2025-08-01"),
    ],
)
def test_a_handful_of_rows_say_what_the_compilation_says(
    ledger, sender, target, start, instrument, kind, size, outcome, outcome_date
):
    row = the_row(ledger, sender, target, start, instrument)
    assert (row["kind"], row["outcome"], str(row["outcome_date"].date())) == (kind, outcome, outcome_date)
    assert row["size"] == size or (size is None and pd.isna(row["size"]))


def test_a_start_is_as_exact_as_it_is_known(ledger):
    assert the_row(ledger, "AZE", "ARM", "1991-01-01", "border_transit_closure")["precision"] == "year"
    assert the_row(ledger, "RUS", "GEO", "2006-10-02", "border_transit_closure")["precision"] == "day"


def test_rows_of_one_bargain_share_its_name_and_no_other_row_has_it(ledger):
    sizes = ledger["bargain"].value_counts()
    assert sizes["Ukraine's association agreement 2013"] == 4
    assert (len(sizes), (sizes > 1).sum()) == (195, 42)
    lonely = ledger[ledger["bargain"].map(sizes).eq(1)]
    assert lonely["bargain"].str.contains(" to ").all()


def test_every_row_has_a_page_that_was_seen_as_an_excerpt(world, ledger):
    cited = pd.concat([ledger["source"], ledger["outcome_source"].dropna()])
    pages = world.table("sources").set_index("source").loc[cited]
    assert pages["url"].str.startswith("http").all()
    assert pages["grade"].eq("excerpt").all()
    assert pages["licence_class"].eq("open").all()
    assert ledger["how_seen"].eq("excerpt").all()
    assert ledger["outcome_source"].notna().sum() == 193


@pytest.mark.oracle
def test_the_thirty_are_those_of_the_seed():
    path = RAW / "update-2026-11/episodes/carrots_and_sticks.csv"
    if not path.exists():
        pytest.skip("raw data absent (set STEPPE_DATA to the folder that holds it)")
    listed = hand("episodes_reopened")[KEY].itertuples(index=False, name=None)
    assert list(listed) == draw(text(path))


def test_the_thirty_say_what_was_found_and_on_which_page(world, ledger):
    again = ledger[ledger["reopened"].notna()]
    assert again["reopened_result"].value_counts().to_dict() == {"confirmed": 24, "corrected": 5, "not found again": 1}
    assert again["reopened_note"].notna().all()
    assert set(again["reopened_source"]) <= set(world.table("sources")["source"])
    assert ledger.loc[ledger["reopened"].isna(), ["reopened_result", "reopened_source"]].isna().all(axis=None)


def test_a_correction_is_made_and_keeps_what_stood_before(ledger):
    fixed = ledger[ledger["correction"].notna()]
    assert fixed["reopened_result"].eq("corrected").all() and len(fixed) == 5
    visas = the_row(ledger, "RUS", "GEO", "2000-12-05", "migration_restriction")
    assert str(visas["end"].date()) == "2023-05-15" and visas["correction"].startswith("end was 2012")
    assert pd.isna(the_row(ledger, "RUS", "LVA", "2002-04-01", "energy_supply_cut")["end"])
