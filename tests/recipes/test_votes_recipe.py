"""Votes of 2020, 2021 and 2025, positions of 2023-2025 and democracy of 2025: known figures, and what stays out."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.world.world import World

RECORDS = 379
"""Resolutions of 2020, 2021 and 2025 whose records were counted."""


def cast(world: World, resolution: str) -> pd.Series:
    rows = world.sql("select state, vote from un_ukraine_votes where resolution = ?", [resolution])
    return rows.set_index("state")["vote"]


@pytest.mark.parametrize(
    ("resolution", "tally"),
    [("ES-11/7", (93, 18, 65)), ("ES-11/8", (93, 8, 73)), ("ES-11/9", (91, 12, 57)), ("68/262", (100, 11, 58))],
)
def test_resolutions_on_ukraine_have_the_published_tally(world: World, resolution: str, tally: tuple[int, ...]) -> None:
    votes = cast(world, resolution)
    assert len(votes) == 193
    assert tuple(int((votes == vote).sum()) for vote in "YNA") == tally


def test_hungary_voted_no_in_february_2025_and_georgia_did_not_vote(world: World) -> None:
    votes = cast(world, "ES-11/7")
    assert {state: votes[state] for state in ("HUN", "USA", "RUS", "GEO", "AFG", "CHN", "MDA")} == {
        **{"HUN": "N", "USA": "N", "RUS": "N", "GEO": "X", "AFG": "X", "CHN": "A", "MDA": "Y"}
    }


def test_hungary_voted_yes_in_2022_and_2023_where_its_vote_was_found(world: World) -> None:
    found = {
        number: cast(world, number).get("HUN") for number in ("ES-11/2", "ES-11/3", "ES-11/4", "ES-11/5", "ES-11/6")
    }
    assert found == {"ES-11/2": None, "ES-11/3": "Y", "ES-11/4": "Y", "ES-11/5": "Y", "ES-11/6": "Y"}


@pytest.mark.parametrize(
    ("year", "state", "partner", "agreement", "votes"),
    [
        (2020, "KAZ", "RUS", 0.6869, 99),
        (2021, "KGZ", "CHN", 0.8333, 78),
        (2025, "KAZ", "RUS", 0.7433, 187),
        (2025, "KAZ", "USA", 0.0267, 187),
        (2025, "HUN", "RUS", 0.5729, 192),
        (2025, "BLR", "TUR", 0.7166, 187),
    ],
)
def test_agreement_is_counted_with_every_power(
    world: World, year: int, state: str, partner: str, agreement: float, votes: int
) -> None:
    rows = world.sql(
        "select * from un_agreement where year = ? and state_a = ? and state_b = ?", [year, state, partner]
    )
    assert rows["agreement"].item() == pytest.approx(agreement, abs=5e-5) and rows["votes"].item() == votes
    assert rows["basis"].item() == "derived"


def test_years_without_records_have_the_published_rates_or_nothing(world: World) -> None:
    late = world.sql("from un_agreement where year > 2021 and source <> 'undl-rates'")
    assert set(late["year"]) == {2022, 2023} and set(late["basis"]) == {"reported"} and late["votes"].isna().all()
    pairs = late[["state_a", "state_b"]]
    assert pairs.isin(["RUS", "CHN", "USA"]).any(axis=1).all()
    assert world.sql("select count(*) as n from un_agreement where year = 2024")["n"].item() == 0


def test_our_count_by_year_is_close_to_the_published_rate_by_session(world: World) -> None:
    pairs = world.sql(
        """
        select a.agreement, p.rate from un_agreement a join (
            unpivot un_ideal_points on agree_usa, agree_rus, agree_chn into name power value rate
        ) p on a.year = p.year and a.state_b = p.state and lower(a.state_a) = right(p.power, 3)
        where a.year in (2020, 2021)
        """
    )
    assert len(pairs) > 1000 and pairs["agreement"].corr(pairs["rate"]) > 0.996
    assert (pairs["agreement"] - pairs["rate"]).abs().mean() < 0.02


def test_single_votes_after_the_open_file_are_those_on_ukraine_only(world: World) -> None:
    assert world.sql("select max(date) as last from roll_calls")["last"].item() < pd.Timestamp("2020-02-01")
    recorded = world.sql(
        "select count(distinct resolution) as n from un_ukraine_votes where source like 'page-digitallibrary.un.org-%'"
    )["n"].item()
    assert recorded == 8 < RECORDS / 10


def test_positions_of_2023_to_2025_are_one_level_in_a_table_of_their_own(world: World) -> None:
    means = world.table("un_ideal_points_mean")
    assert means[["first_year", "last_year"]].drop_duplicates().values.tolist() == [[2023, 2025]]
    level = means.set_index("state")["ideal_point"]
    assert level[["RUS", "KGZ", "UKR", "IRN"]].round(2).tolist() == [-0.36, -0.66, 1.19, -1.35]
    assert "VEN" not in level  # its last votes are of 2021
    assert world.sql("select max(year) as last from un_ideal_points")["last"].item() == 2023


def test_democracy_of_2025_is_share_alike_and_has_no_bounds(world: World) -> None:
    rows = world.sql("from state_attributes_vdem where year = 2025").set_index("state")
    assert len(rows) == 174 and set(rows["source"]) == {"v-dem-16"} and rows[["low", "high"]].isna().all(axis=None)
    known = {"ARM": 0.37, "GEO": 0.28, "MDA": 0.45, "USA": 0.57, "RUS": 0.06, "UZB": 0.08}
    assert rows.loc[list(known), "value"].round(2).to_dict() == known
    classes = world.sql("select licence_class from sources where source = 'v-dem-16'")["licence_class"]
    assert classes.tolist() == ["share-alike"]
    assert world.sql("select count(*) as n from state_attributes where source like 'v-dem%'")["n"].item() == 0
