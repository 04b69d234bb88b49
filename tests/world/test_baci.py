"""Files of BACI as CEPII publishes them, whatever the order of their columns and the codes of their year."""

from __future__ import annotations

import pytest

from steppe.world.readers import import_file


def trade(world, path, text: str) -> dict[tuple[str, str], float]:
    path.write_text(text)
    frame = import_file(world, "baci", path).tables["trade"]
    new = frame[frame["source"] == "cepii-baci-import"]
    return {(row.exporter, row.importer): row.value for row in new.itertuples()}


@pytest.mark.parametrize("header", ["t,i,j,k,v,q", "t,j,i,k,v,q", "t,k,i,j,v,q", "q,v,k,j,i,t"])
def test_columns_are_found_by_name(world, tmp_path, header):
    cells = {"t": "2022", "i": "156", "j": "417", "k": "010121", "v": "2500", "q": "NA"}
    row = ",".join(cells[name] for name in header.split(","))
    assert trade(world, tmp_path / "b.csv", f"{header}\n{row}\n") == {("CHN", "KGZ"): 2.5}


@pytest.mark.parametrize(
    ("year", "code", "state"),
    [
        (2022, 56, "BEL"), (2005, 58, "BEL"), (2022, 380, "ITA"), (2022, 381, "ITA"), (2022, 710, "ZAF"),
        (2005, 711, "ZAF"), (2005, 891, "SCG"), (2022, 275, "PSE"), (2022, 16, "ASM"), (2022, 86, "IOT"),
        (2022, 175, "MYT"), (2022, 316, "GUM"), (2005, 736, "SDN"), (2022, 849, "UMI"), (2022, 280, "DEU"),
        (2022, 840, "USA"), (2022, 842, "USA"), (2022, 250, "FRA"), (2022, 356, "IND"), (2022, 756, "CHE"),
    ],
)  # fmt: skip
def test_every_code_of_a_state_is_known(world, tmp_path, year, code, state):
    rows = f"t,i,j,k,v,q\n{year},{code},40,010121,1000.5,12.5\n"
    assert trade(world, tmp_path / "b.csv", rows) == {(state, "AUT"): 1.0005}


def test_two_codes_of_one_state_are_one_flow(world, tmp_path):
    rows = "t,i,j,k,v,q\n2022,56,40,1,1000,1\n2022,58,40,1,500,1\n"
    assert trade(world, tmp_path / "b.csv", rows) == {("BEL", "AUT"): 1.5}


def test_a_group_of_states_is_left_out_and_said(world, tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("t,i,j,k,v,q\n2022,697,40,1,2000,1\n2022,56,40,1,500,1\n")
    (note,) = import_file(world, "baci", path).notes
    assert note == "left out, of no single state: 2.0 million USD"
