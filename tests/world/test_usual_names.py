"""Usual names and older codes of states are understood in commands and in files."""

from __future__ import annotations

import pytest

from steppe.world.actors import actor
from steppe.world.readers import import_file

SAID = {
    "Russia": "RUS", "Russian Federation": "RUS", "Turkey": "TUR", "Kyrgyz Republic": "KGZ", "UK": "GBR",
    "EL": "GRC", "XK": "XKX", "ROM": "ROU", "south korea": "KOR", "KAZ": "KAZ", "uzbekistan": "UZB",
}  # fmt: skip


@pytest.mark.parametrize(("word", "code"), SAID.items())
def test_in_commands(world, word, code):
    assert actor(world, word).name == code


@pytest.mark.parametrize(("word", "code"), SAID.items())
def test_in_files(world, tmp_path, word, code):
    path = tmp_path / "r.csv"
    path.write_text(f"sender,receiver,year,value,note,source,basis\n{word},TJK,2025,2400,x,assumption,assumed\n")
    table = import_file(world, "remittances", path).tables["remittances"]
    assert table.loc[table["source"].eq("assumption") & table["year"].eq(2025), "sender"].tolist() == [code]


def test_every_usual_name_is_of_a_state(world):
    from steppe.world.names import usual_names

    assert set(usual_names().values()) <= set(world.state_names)
