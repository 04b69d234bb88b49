"""Usual names and older codes of states are understood in commands and in files."""

from __future__ import annotations

import pytest

from steppe.world.actors import actor
from steppe.world.errors import UserError
from steppe.world.readers import import_file

SAID = {
    "Russia": "RUS", "Russian Federation": "RUS", "Turkey": "TUR", "Kyrgyz Republic": "KGZ", "UK": "GBR",
    "EL": "GRC", "XK": "XKX", "ROM": "ROU", "south korea": "KOR", "KAZ": "KAZ", "uzbekistan": "UZB",
    "KYR": "KGZ", "kzk": "KAZ", "UKG": "GBR", "Iran, Islamic Rep.": "IRN", "Burma": "MMR",
    " Russia ": "RUS", "U.S.A.": "USA", "Turkiye": "TUR", "Viet Nam": "VNM", "Côte d’Ivoire": "CIV",
}  # fmt: skip


@pytest.mark.parametrize(("word", "code"), SAID.items())
def test_in_commands(world, word, code):
    assert actor(world, word).name == code


@pytest.mark.parametrize(("word", "code"), SAID.items())
def test_in_files(world, tmp_path, word, code):
    path = tmp_path / "r.csv"
    path.write_text(f'sender,receiver,year,value,note,source,basis\n"{word}",TJK,2025,2400,x,assumption,assumed\n')
    table = import_file(world, "remittances", path).tables["remittances"]
    assert table.loc[table["source"].eq("assumption") & table["year"].eq(2025), "sender"].tolist() == [code]


def test_every_usual_name_is_of_a_state(world):
    from steppe.world.names import usual_names

    assert set(usual_names().values()) <= set(world.state_names)


def test_no_usual_name_is_the_code_of_another_state(world):
    from steppe.world.names import usual_names

    codes = {name.upper(): state for name, state in usual_names().items()}
    assert {code: state for code, state in codes.items() if code in world.state_names and code != state} == {}


@pytest.mark.parametrize("word", ["Zubrowka", "Qwertyland", "XQ", "Eurasia"])
def test_a_word_like_no_state_gets_no_hint(world, tmp_path, word):
    with pytest.raises(UserError) as fault:
        world.state(word)
    assert "Did you mean" not in str(fault.value)
    path = tmp_path / "r.csv"
    path.write_text(f'sender,receiver,year,value,note,source,basis\n"{word}",TJK,2025,2400,x,assumption,assumed\n')
    with pytest.raises(UserError) as fault:
        import_file(world, "remittances", path)
    assert str(fault.value).startswith(f'r.csv, row 1: sender "{word}" is not in states')
    assert "Did you mean" not in str(fault.value)


@pytest.mark.parametrize(
    ("word", "meant"), {"KZG": "KGZ", "Uzbekstan": "Uzbekistan", "Tajikstan": "Tajikistan"}.items()
)
def test_a_word_much_like_a_state_gets_one(world, word, meant):
    with pytest.raises(UserError, match=f"Did you mean {meant}"):
        world.state(word)
