"""Rows that the schema allows and that are likely wrong: refused or doubted in one sentence, in files and folders."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.influence.dependence import dependence
from steppe.world.errors import UserError
from steppe.world.load import load
from steppe.world.plausible import doubts
from steppe.world.readers import import_file, write_folder
from steppe.world.tables import Tables

REMITTANCES = "sender,receiver,year,value,note,source,basis\n"
TRADE = "exporter,importer,year,value,source,basis\n"


def imported(world, tmp_path, kind, text):
    path = tmp_path / f"{kind}.csv"
    path.write_text(text)
    return import_file(world, kind, path).tables


def doubted(world, tmp_path, kind, text):
    return doubts(Tables(), imported(world, tmp_path, kind, text))


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (
            "remittances",
            f"{REMITTANCES}RUS,KGZ,2014,1,x,assumption,assumed\nRUS,SUN,2015,2400,x,assumption,assumed\n",
            "remittances.csv, row 2: receiver SUN in 2015; Soviet Union ended on 1991-12-26: name the state of that "
            "year",
        ),
        (
            "tariffs",
            "state,year,measure,value,source,basis\nYUG,2015,applied,5,assumption,assumed\n",
            "tariffs.csv, row 1: state YUG in 2015; Yugoslavia (Socialist Federal Republic) ended on 1992-04-27: name "
            "the state of that year",
        ),
        (
            "remittances",
            f"{REMITTANCES}RUS,KGZ,2099,1,x,assumption,assumed\n",
            "remittances.csv, row 1: year is 2099; give a year up to 2036",
        ),
    ],
)
def test_ended_states_and_impossible_years_are_refused(world, tmp_path, kind, text, said):
    with pytest.raises(UserError) as fault:
        imported(world, tmp_path, kind, text)
    assert str(fault.value) == said


def test_a_folder_is_held_to_the_same(world, tmp_path):
    frame = world.table("migrants").head(2).assign(origin="SUN", destination="KAZ", year=[1990, 2015])
    write_folder({"migrants": frame}, tmp_path / "mine", compression=3)
    with pytest.raises(UserError, match=r"migrants.parquet, row 2: origin SUN in 2015; Soviet Union ended on 1991-12"):
        load(tmp_path / "mine")


def test_a_figure_in_another_unit_is_doubted(world, tmp_path):
    same = f"{TRADE}CHN,KGZ,2023,20000000,assumption,assumed\n"
    assert doubted(world, tmp_path, "trade", same) == [
        "trade: value of CHN, KGZ in 2023 is 20,000,000, 3,960 times the bundle's 5,050 of 2023; it must be in million "
        "current USD"
    ]
    near = f"{REMITTANCES}RUS,KGZ,2019,2400000,x,assumption,assumed\n"
    (said,) = doubted(world, tmp_path, "remittances", near)
    assert said.startswith("remittances: value of RUS, KGZ in 2019 is 2,400,000, ") and "of 2017" in said
    assert doubted(world, tmp_path, "trade", f"{TRADE}CHN,KGZ,2023,7000,assumption,assumed\n") == []


def test_a_part_of_a_year_is_doubted(world, tmp_path):
    text = f"{REMITTANCES}RUS,KGZ,2025,1500,January to September,assumption,assumed\n"
    assert doubted(world, tmp_path, "remittances", text) == [
        'remittances: the note of RUS, KGZ, 2025 says "January to September"; a part of a year is read as a whole one'
    ]
    whole = f"{REMITTANCES}RUS,KGZ,2025,1500,January to December,assumption,assumed\n"
    assert doubted(world, tmp_path, "remittances", whole) == []


def test_a_part_of_the_trade_of_a_year_gives_no_shares(world, tmp_path):
    text = f"{TRADE}CHN,KGZ,2022,15000,assumption,assumed\nRUS,KGZ,2022,2000,assumption,assumed\n"
    tables = imported(world, tmp_path, "trade", text)
    (said,) = doubts(Tables(), tables)
    assert said.startswith("trade: 2022 has 2 pairs of about 29,") and "put all trade of a single state" in said
    mine = dependence("KGZ", "CHN", layer="trade", world=world.with_tables(tables)).frame
    ours = dependence("KGZ", "CHN", layer="trade", world=world).frame
    assert mine["share"].tolist() == pytest.approx(ours["share"].tolist(), nan_ok=True)


def test_two_partners_are_no_record_of_a_state(world, tmp_path):
    rows = world.table("trade_recent")
    some = rows[rows["state"].eq("KGZ") & rows["year"].eq(2022)].drop_duplicates("partner").head(2).assign(state="TJK")
    tables = {"trade_recent": pd.concat([rows, some], ignore_index=True)}
    assert any("TJK in 2022 has 2 partners, fewer than 30" in said for said in doubts(Tables(), tables))
    partner = some["partner"].iloc[0]
    frame = dependence("TJK", partner, layer="trade", world=world.with_tables(tables)).frame
    assert frame.loc[frame["year"].eq(2022), "share"].isna().all()


def test_a_whole_year_takes_the_place_of_single_states(world):
    trade = world.table("trade")
    added = trade[trade["year"].eq(2020)].assign(year=2022)
    mine = world.with_tables({"trade": pd.concat([trade, added], ignore_index=True)})
    frame = dependence("KGZ", "CHN", layer="trade", world=mine).frame.set_index("year")
    assert frame.loc[2022, "share"] == pytest.approx(frame.loc[2020, "share"])


def test_the_embedded_tables_raise_no_doubt(world):
    names = ("remittances", "trade_recent", "debt", "macro", "gas_trade")
    assert doubts(Tables(), {name: world.table(name) for name in names}) == []
