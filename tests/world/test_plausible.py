"""Rows that the schema allows and that are likely wrong: refused or doubted in one sentence, in files and folders."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

from steppe.influence.dependence import dependence
from steppe.world.errors import UserError
from steppe.world.load import load
from steppe.world.plausible import WITH_ITSELF, _of_part_years, doubts
from steppe.world.readers import import_file, write_folder
from steppe.world.schema import table, tables
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
        (
            "remittances",
            f"{REMITTANCES}RUS,Russia,2024,1,x,assumption,assumed\n",
            "remittances.csv, row 1: sender and receiver are both RUS; name two states, or leave the row out",
        ),
        (
            "visits_listed",
            "entry,visitor,office,person,host,start,precision,grade,source,basis\n"
            "9001,KGZ,president,Sadyr Japarov,Kyrgyzstan,2024-05-01,day,press,assumption,assumed\n",
            "visits_listed.csv, row 1: visitor and host are both KGZ; name two states, or leave the row out",
        ),
    ],
)
def test_ended_states_and_impossible_years_are_refused(world, tmp_path, kind, text, said):
    with pytest.raises(UserError) as fault:
        imported(world, tmp_path, kind, text)
    assert str(fault.value) == said


def test_trade_of_a_state_with_itself_is_left_out_and_counts_in_no_total(world, tmp_path):
    path = tmp_path / "trade.csv"
    path.write_text(f"{TRADE}CHN,KGZ,2023,7,assumption,assumed\nKGZ,Kyrgyzstan,2023,900,assumption,assumed\n")
    read = import_file(world, "trade", path)
    assert read.notes == ("row 2 is left out: exporter and importer are both KGZ",)
    own = read.tables["trade"][read.tables["trade"]["year"].eq(2023)]
    was = world.table("trade")
    was = was[was["year"].eq(2023)]
    assert not own["exporter"].eq(own["importer"]).any()
    assert len(own) == len(was)


def test_a_folder_with_trade_of_a_state_with_itself_is_refused(world, tmp_path):
    row = world.table("trade").head(1).assign(exporter="KGZ", importer="KGZ")
    write_folder({"trade": row}, tmp_path / "mine", compression=3)
    with pytest.raises(UserError, match=r"trade.parquet, row 1: exporter and importer are both KGZ; name two states"):
        load(tmp_path / "mine")


def test_each_table_with_two_states_either_refuses_a_state_with_itself_or_says_why_not(world):
    """Those in which the embedded rows have one are named, and in no other does one stand."""
    for name, spec in tables().items():
        ends = [one.name for one in spec.columns if one.refers == ("states", "state") and not one.is_list]
        if len(ends) == 2:
            same = world.sql(f'select count(*) as n from "{name}" where "{ends[0]}" = "{ends[1]}"')["n"].iloc[0]
            assert (same > 0) == (name in WITH_ITSELF), name


def test_a_folder_is_held_to_the_same(world, tmp_path):
    frame = world.table("migrants").head(2).assign(origin="SUN", destination="KAZ", year=[1990, 2015])
    write_folder({"migrants": frame}, tmp_path / "mine", compression=3)
    with pytest.raises(UserError, match=r"migrants.parquet, row 2: origin SUN in 2015; Soviet Union ended on 1991-12"):
        load(tmp_path / "mine")


@pytest.mark.slow
def test_a_figure_in_another_unit_is_doubted(world, tmp_path):
    same = f"{TRADE}CHN,KGZ,2023,20000000,assumption,assumed\n"
    assert doubted(world, tmp_path, "trade", same) == [
        "trade: value of CHN, KGZ in 2023 is 20,000,000, 3,960 times the bundle's 5,050 of 2023; it must be in million "
        "current USD, and is set aside"
    ]
    near = f"{REMITTANCES}RUS,KGZ,2019,2400000,x,assumption,assumed\n"
    (said,) = doubted(world, tmp_path, "remittances", near)
    assert said.startswith("remittances: value of RUS, KGZ in 2019 is 2,400,000, ") and "of 2017" in said
    assert doubted(world, tmp_path, "trade", f"{TRADE}CHN,KGZ,2023,7000,assumption,assumed\n") == []


def test_a_thousandfold_of_the_file_itself_is_doubted(world, tmp_path):
    rows = "ABW,TCA,2020,1.5,x,assumption,assumed\nABW,TCA,2021,1500,x,assumption,assumed\n"
    (said,) = doubted(world, tmp_path, "remittances", REMITTANCES + rows)
    assert said.startswith(
        "remittances: value of ABW, TCA in 2021 is 1,500, 1,000 times the file's own 1.5 of 2020; it"
    )


@pytest.mark.slow
def test_what_is_doubted_is_set_aside_and_said_with_every_use(world, tmp_path):
    rows = "CHN,KGZ,2023,20000000,assumption,assumed\n"
    write_folder(imported(world, tmp_path, "trade", TRADE + rows), tmp_path / "mine", compression=3)
    mine = load(tmp_path / "mine")
    assert [said[:40] for said in mine.doubts] == ["trade: value of CHN, KGZ in 2023 is 20,0"]
    asked = "select value, source from trade where exporter = 'CHN' and importer = 'KGZ' and year = 2023"
    assert mine.sql(asked).to_dict("list") == world.sql(asked).to_dict("list")
    shares = [dependence("KGZ", "CHN", layer="trade", world=one).frame["share"].tolist() for one in (mine, world)]
    assert shares[0] == pytest.approx(shares[1], nan_ok=True)
    assert pickle.loads(pickle.dumps(mine)).doubts == mine.with_tables({}).doubts == mine.doubts


NOTES = {
    "Jan-Sep": True, "January – June 2025": True, "first half": True, "Q3": True, "9 months": True,
    "to September": True, "August 2025": True, "Jan.-Nov. 2025": True, "nine months of 2025": True,
    "January to December": False, "end of December 2025": False, "may include transfers of firms": False,
    "twelve months": False, "12 months": False, "marching orders": False, "": False,
}  # fmt: skip


@pytest.mark.parametrize(("note", "part"), NOTES.items())
def test_a_note_tells_a_part_of_a_year(note, part):
    frame = pd.DataFrame({"sender": "RUS", "receiver": "KGZ", "year": 2025, "value": 1500.0, "note": [note]})
    assert len(_of_part_years(frame, table("remittances"))) == part


def test_a_part_of_a_year_of_a_folder_is_set_aside(world, tmp_path):
    text = f"{REMITTANCES}RUS,KGZ,2025,1500,Jan-Sep,assumption,assumed\nRUS,TJK,2025,1500,x,assumption,assumed\n"
    write_folder(imported(world, tmp_path, "remittances", text), tmp_path / "mine", compression=3)
    rows = load(tmp_path / "mine").sql("select receiver from remittances where year = 2025 and source = 'assumption'")
    assert rows["receiver"].tolist() == ["TJK"]


ABSURD = [
    (
        "remittances",
        f"{REMITTANCES}RUS,KGZ,2025,1e12,x,assumption,assumed\n",
        "value is 1,000,000,000,000, more than all",
    ),
    ("remittances", f"{REMITTANCES}RUS,KGZ,2025,3e8,x,assumption,assumed\n", "it must be in million current USD"),
    (
        "migrants",
        "origin,destination,year,value,source,basis\nKGZ,RUS,2024,2e10,assumption,assumed\n",
        "migrants.csv, row 1: value is 20,000,000,000, more people than there are; it must be in persons",
    ),
]


@pytest.mark.parametrize(("kind", "text", "said"), ABSURD)
def test_a_figure_above_the_whole_worlds_is_refused(world, tmp_path, kind, text, said):
    with pytest.raises(UserError) as fault:
        imported(world, tmp_path, kind, text)
    assert said in str(fault.value)


def test_days_of_ended_states_are_refused_too(world, tmp_path):
    leader = "state,leader,office,start,confidence,source,basis\nSUN,X,effective,2015-01-01,low,assumption,assumed\n"
    with pytest.raises(UserError, match=r"row 1: state SUN in 2015; Soviet Union ended on 1991-12-26"):
        imported(world, tmp_path, "leaders", leader)
    with pytest.raises(UserError, match=r"row 1: start is 2099; give a year up to 2036"):
        imported(world, tmp_path, "leaders", leader.replace("SUN", "KGZ").replace("2015", "2099"))


def test_a_part_of_a_year_is_doubted(world, tmp_path):
    text = f"{REMITTANCES}RUS,KGZ,2025,1500,January to September,assumption,assumed\n"
    assert doubted(world, tmp_path, "remittances", text) == [
        'remittances: the note of RUS, KGZ, 2025 says "January to September"; a part of a year is no year, and is set '
        "aside: give the whole year"
    ]
    whole = f"{REMITTANCES}RUS,KGZ,2025,1500,January to December,assumption,assumed\n"
    assert doubted(world, tmp_path, "remittances", whole) == []


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_whole_year_takes_the_place_of_single_states(world):
    trade = world.table("trade")
    added = trade[trade["year"].eq(2020)].assign(year=2022)
    mine = world.with_tables({"trade": pd.concat([trade, added], ignore_index=True)})
    frame = dependence("KGZ", "CHN", layer="trade", world=mine).frame.set_index("year")
    assert frame.loc[2022, "share"] == pytest.approx(frame.loc[2020, "share"])


def test_the_embedded_tables_raise_no_doubt(world):
    names = ("remittances", "trade_recent", "debt", "macro", "gas_trade")
    assert doubts(Tables(), {name: world.table(name) for name in names}) == []
