"""The small inputs that once went wrong, each with its right outcome, where their folder is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from steppe.world.baci import read_baci
from steppe.world.errors import UserError
from steppe.world.load import load
from steppe.world.readers import import_file, write_folder

SHARED = Path(os.environ.get("STEPPE_ORACLES") or Path(__file__).resolve().parents[3] / "shared" / "oracles").parent
INPUTS = SHARED / "cases" / "inputs"
pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not INPUTS.is_dir(), reason=f"cases/inputs is not beside {SHARED}: set STEPPE_ORACLES"),
]
FLOWS = {
    "baci_2022_belgium56_italy380": ("BEL", "ITA", 1000.5),
    "baci_2022_southafrica710": ("ZAF", "BEL", 1000.5),
    "baci_2005_serbia_montenegro891": ("SCG", "AUT", 1.0005),
    "baci_columns_in_other_order": ("CHN", "KGZ", 1000.5),
    "baci_columns_t_k_i_j": ("CHN", "KGZ", 1.0005),
}
REFUSED = [
    ("baci_1998.csv", "baci", "row 1: t is 1999; give a year from 2000 to 2100"),
    ("baci_negative_value.csv", "baci", "row 2: v is -5; it must be a number of thousand USD from 0 on"),
    (
        "r_sun.csv",
        "remittances",
        "row 1: receiver SUN in 2025; Soviet Union ended on 1991-12-26: name the state of that",
    ),
    ("r_year.csv", "remittances", "row 1: year is '20205'; write a whole number from 1800 to 2100"),
    ("comtrade.csv", "trade", "is a download of UN Comtrade: no import reads it; take BACI, which CEPII makes from it"),
    ("eurostat.csv", "trade", "is a table of Eurostat with a column a year: no import reads it; choose SDMX-CSV"),
    (
        "voeten.csv",
        "undl",
        "is Voeten's file of votes: no import reads it; take the voting file of the UN Digital Library",
    ),
]
READ = {
    "r_names.csv": (2400.0, ()),
    "r_semicolon.csv": (2400.5, ("read with semicolons between cells, decimal commas",)),
    "r_tab.csv": (2400.5, ("read with tabs between cells",)),
    "r_caps.csv": (2400.0, ("read with names of columns in small letters",)),
}


@pytest.mark.parametrize(("name", "flow"), FLOWS.items())
def test_a_file_of_baci(world, name, flow):
    frame, _ = read_baci(world, INPUTS / f"{name}.csv")
    assert frame[["exporter", "importer", "value"]].to_numpy().tolist() == [list(flow)]


@pytest.mark.parametrize(("name", "kind", "said"), REFUSED)
def test_a_file_that_is_refused(world, name, kind, said):
    with pytest.raises(UserError) as fault:
        import_file(world, kind, INPUTS / name)
    assert said in str(fault.value) and "np." not in str(fault.value)


@pytest.mark.parametrize(("name", "read"), READ.items())
def test_a_file_that_is_read(world, name, read):
    value, notes = read
    imported = import_file(world, "remittances", INPUTS / name)
    rows = imported.tables["remittances"]
    own = rows[rows["source"].eq("assumption") & rows["year"].eq(2025)]
    assert (
        own[["sender", "receiver", "value"]].to_numpy().tolist() == [["RUS", "KGZ", value]] and imported.notes == notes
    )


def test_two_partners_of_a_year_and_a_thousandfold(world, tmp_path):
    from steppe.influence.dependence import dependence

    said = {
        "trade_two_partners_of_2022": "trade: 2022 has 2 pairs",
        "trade_in_thousand_usd": "trade: value of CHN, KGZ",
    }
    for name, begins in said.items():
        write_folder(import_file(world, "trade", INPUTS / f"{name}.csv").tables, tmp_path / name, compression=3)
        mine = load(tmp_path / name)
        assert len(mine.doubts) == 1 and mine.doubts[0].startswith(begins)
        shares = [dependence("KGZ", "CHN", layer="trade", world=one).frame["share"].tolist() for one in (mine, world)]
        assert shares[0] == pytest.approx(shares[1], nan_ok=True)


def test_one_vote_a_seat(world):
    votes = import_file(world, "undl", INPUTS / "undl_sunrus.csv").tables["roll_call_votes"]
    assert votes.loc[votes["roll_call"].eq(7000003), ["seat", "vote"]].to_numpy().tolist() == [["RUS", "abstain"]]


def test_estimates_that_are_all_equal_fix_the_elasticity(world, tmp_path):
    from steppe.methods.run import run

    tables = import_file(world, "trade_elasticity", INPUTS / "elasticity_all_equal.csv").tables
    result = run(str(INPUTS / "us.toml"), world=world.with_tables(tables), draws=8)
    assert set(result.samples["theta"]) == {8.0}


@pytest.mark.parametrize(("name", "said"), [("ktab.csv", ""), ("decide.txt", "decide.txt has positions of RUS alone")])
def test_an_agenda_of_another_program(run, name, said):
    ran = run("bargain", INPUTS / name, "--body", "CIS", "--reference", 0, "--draws", 8)
    assert (ran.code, "Put to the vote" in ran.out) == ((2, False) if said else (0, True)) and said in ran.err
