"""The range of a share of trade contains every record that is named for it."""

from __future__ import annotations

import pytest

from steppe.influence.alone import alone
from steppe.influence.by_record import by_record
from steppe.influence.recent import recent
from steppe.influence.trade import ALIKE, goods
from steppe.world.actors import actors
from steppe.world.ties import trade_cube

ON = ("RUS", "CHN", "EU", "USA", "TUR")


@pytest.mark.parametrize("year", [2012, 2019, 2023])
def test_every_record_is_within_the_range(world, year):
    states = world.group("twelve") if year == 2023 else ("KGZ", "ARM", "BLR")
    outside(world, goods(world, actors(world, states), actors(world, ON), [year]))


@pytest.mark.parametrize("year", [2021, 2022, 2024])
def test_every_record_of_a_year_without_a_table_of_the_world_is_within_the_range(world, year):
    rows = recent(world, actors(world, world.group("twelve")), actors(world, ON), [year])
    outside(world, rows[rows["share"].notna()])


def outside(world, rows):
    ranges = rows.assign(low=rows["low"].fillna(rows["share"]), high=rows["high"].fillna(rows["share"]))
    named = [
        (row.state, row.partner, one.source, row.low, one.share, row.high)
        for row in ranges.itertuples()
        for one in by_record(world, row.state, row.partner, row.year).dropna(subset=["share"]).itertuples()
    ]
    assert named and [one for one in named if not (1 - ALIKE) * one[3] <= one[4] <= (1 + ALIKE) * one[5]] == []


def test_kyrgyz_trade_with_russia_is_9_percent_in_baci_and_19_in_its_own_statistics(world):
    row = goods(world, actors(world, "KGZ"), actors(world, "RUS"), [2023]).iloc[0]
    said = by_record(world, "KGZ", "RUS", 2023).set_index("source")["share"]
    assert 100 * said["cepii-baci-2023"] == pytest.approx(8.90, abs=0.01) == 100 * row["low"]
    assert 100 * said["national-kgz"] == pytest.approx(19.13, abs=0.01) == 100 * row["share"]
    assert row["high"] == pytest.approx(0.1924, abs=1e-4)


def test_baci_has_no_share_of_a_state_whose_first_partner_it_lacks(world):
    """Belarus and Russia report nothing since 2022: 42 % with China would be of a third of its trade."""
    cube, (baci, within, own) = trade_cube(world), alone(world, 2023)
    russia, belarus = cube.states["RUS"], cube.states["BLR"]
    assert baci[russia, belarus] == 0 and not within[russia, belarus]
    assert own[belarus, russia] == pytest.approx(46_500)
    shares = by_record(world, "BLR", "EU", 2023).set_index("source")["share"]
    assert shares.isna().all() and "cepii-baci-2023" in shares.index
    alike = goods(world, actors(world, "BLR"), actors(world, "CHN"), [2023]).iloc[0]["share"]
    assert by_record(world, "BLR", "CHN", 2023)["share"].tolist() == pytest.approx([alike])
