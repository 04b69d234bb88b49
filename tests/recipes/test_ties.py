"""What the recipes for votes, security, finance and arms must get right, told as statements about the region."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from recipes.security import counted_twice

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "steppe" / "bundle" / "open"


def rows(table: str, where: str) -> pd.DataFrame:
    path = BUNDLE / f"{table}.parquet"
    if not path.exists():
        pytest.skip(f"the bundle holds no table {table}: run `python -m recipes`")
    return duckdb.sql(f"select * from '{path}' where {where}").df()


CSTO_2018 = "treaty = 'Collective Security Treaty' and start_year <= 2018 and coalesce(end_year, 9999) >= 2018"


def test_the_collective_security_treaty_binds_fifteen_pairs_in_2018_without_uzbekistan_and_azerbaijan():
    pairs = rows("alliances", CSTO_2018)
    assert len(pairs) == 15  # six parties
    assert set(pairs["state_a"]) | set(pairs["state_b"]) == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}


def test_uzbekistan_was_a_party_twice():
    spells = rows("alliances", "state_a = 'RUS' and state_b = 'UZB' and treaty = 'Collective Security Treaty'")
    assert list(zip(spells["start_year"], spells["end_year"], strict=True)) == [(1992, 1999), (2006, 2012)]


def test_kyrgyzstan_owes_china_1716_million_at_the_end_of_2018():
    assert rows("debt", "debtor = 'KGZ' and year = 2018")["stock"].item() == pytest.approx(1716, abs=1)


def test_parts_of_years_are_quoted_and_not_stored_as_years():
    sent = rows("remittances", "sender = 'RUS' and receiver = 'KGZ'")
    assert sent[(sent["year"] == 2022) & (sent["value"] == 2600)].empty
    assert len(rows("quoted", "subject = 'KGZ' and period = '2022M1-11'")) == 1


def test_votes_that_were_not_found_are_not_shipped():
    assert set(rows("un_ukraine_votes", "true")["vote"]) == {"Y", "N", "A", "X"}


@pytest.mark.parametrize("state, share", [("BLR", 0.99), ("TJK", 0.88), ("ARM", 0.83), ("AZE", 0.43)])
def test_russia_arms_its_neighbours_2014_to_2024(state, share):
    window = f"recipient = '{state}' and supplier = 'RUS' and start_year = 2014 and end_year = 2024"
    assert rows("arms_shares", window)["share"].item() == pytest.approx(share, abs=0.001)


def test_a_host_counted_twice_is_told_from_one_with_even_numbers():
    frame = pd.DataFrame(
        [
            ("KGZ", 2003, "September", 54.0),
            ("KGZ", 2003, "June", 27.0),
            ("UZB", 2003, "September", 4.0),
            ("UZB", 2003, "June", 4.0),
            ("GEO", 2003, "September", 90.0),
            ("GEO", 2003, "June", 45.0),
            ("GEO", 2004, "September", 7.0),
        ],
        columns=["iso3", "year", "month", "troops_ad"],
    )
    assert counted_twice(frame) == ["KGZ"]
