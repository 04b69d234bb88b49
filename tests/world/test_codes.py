"""States are found by ISO 3166 alpha-2, M49 and COW; a code of two states is refused with both named."""

from __future__ import annotations

import datetime as dt

import pytest

from steppe.scenario.parties import members_of
from steppe.world.actors import actor
from steppe.world.chronology import chronology
from steppe.world.errors import UserError
from steppe.world.readers import import_file

CODES = {"KG": "KGZ", "kz": "KAZ", "417": "KGZ", "643": "RUS", "365": "RUS", "TW": "TWN", "XK": "XKX", "AM": "ARM"}


@pytest.mark.parametrize(("word", "code"), CODES.items())
def test_every_way_to_name_a_state_knows_them(world, tmp_path, word, code):
    assert world.state(word) == actor(world, word).name == code
    assert members_of(world, word, dt.date(2023, 1, 1)) == (code,)
    path = tmp_path / "r.csv"
    path.write_text(f"sender,receiver,year,value,note,source,basis\n{word},TJK,2025,2400,x,assumption,assumed\n")
    table = import_file(world, "remittances", path).tables["remittances"]
    assert table.loc[table["source"].eq("assumption") & table["year"].eq(2025), "sender"].tolist() == [code]


def test_the_chronology_knows_them(world):
    assert chronology(world, "KG", "RU")[0].equals(chronology(world, "KGZ", "RUS")[0])


@pytest.mark.parametrize(
    ("word", "said"),
    {
        "40": 'the code "40" means Austria (M49) and Cuba (COW); write AUT or CUB',
        "040": 'the code "040" means Austria (M49) and Cuba (COW); write AUT or CUB',
        "703": 'the code "703" means Kyrgyzstan (COW) and Slovakia (M49); write KGZ or SVK',
    }.items(),
)
def test_a_code_of_two_states_is_refused(world, tmp_path, word, said):
    with pytest.raises(UserError) as fault:
        world.state(word)
    assert str(fault.value) == said
    path = tmp_path / "r.csv"
    path.write_text(f"sender,receiver,year,value,note,source,basis\nRUS,{word},2025,1,x,assumption,assumed\n")
    with pytest.raises(UserError) as fault:
        import_file(world, "remittances", path)
    assert str(fault.value) == f"r.csv, row 1: receiver: {said}"


@pytest.mark.parametrize("word", ["0", "9" * 5000, "٤", ""])
def test_a_number_of_no_state_is_unknown(world, word):
    with pytest.raises(UserError, match="no state has the code"):
        world.state(word)


def test_every_code_of_the_key_is_its_own(world):
    assert [state for state in world.state_names if world.state(state) != state] == []


def test_lists_of_states_in_files(world, tmp_path):
    path = tmp_path / "c.csv"
    table = world.table("network_routes").head(1).assign(route="mine", states="CN; KZ;RUS")
    table.to_csv(path, index=False)
    read = import_file(world, "network_routes", path).tables["network_routes"]
    assert read.loc[read["route"].eq("mine"), "states"].tolist() == ["CHN;KAZ;RUS"]


def test_codes_have_their_states(world):
    states = world.table("states").set_index("state")
    assert states.loc["DEU", ["iso2", "m49", "cow"]].tolist() == ["DE", 276, "255;260"]
    living = states[states["kind"].eq("state")]
    assert living[["iso2", "m49"]].notna().all(axis=None) and not living["iso2"].duplicated().any()
    assert not living["m49"].duplicated().any()
    assert living.index[living["cow"].isna()].tolist() == []
