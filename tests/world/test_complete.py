"""Lists that are no census are never counted: what is not listed is unknown."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from steppe.world.attendance import attendance_index
from steppe.world.complete import counted_in_words, visits_counted
from steppe.world.load import load
from steppe.world.readers import write_folder
from steppe.world.world import World

SOURCE = Path(__file__).resolve().parents[2] / "src" / "steppe"
LISTED = ("exercises_listed", "visits_listed", "mediation_listed", "defence_agreements_listed")
COUNTS = re.compile(r"count\(|sum\(|group by|\.groupby|value_counts|\.size\(|nunique")


def statements(text: str) -> list[str]:
    """Stretches of source in which a list is read: the text literal that names it, or its line."""
    literals = re.findall(r'"""(.*?)"""', text, re.DOTALL)
    lines = [line for line in re.sub(r'""".*?"""', "", text, flags=re.DOTALL).splitlines()]
    return [part for part in (*literals, *lines) if any(f"{name}" in part for name in LISTED)]


def test_no_statement_counts_a_list_but_the_one_of_complete_lists():
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        counting = [part for part in statements(path.read_text(encoding="utf-8")) if COUNTS.search(part)]
        if counting:
            found[path.relative_to(SOURCE).as_posix()] = counting
    assert list(found) == ["world/complete.py"]


def test_claims_do_not_measure_a_list():
    files = [*(SOURCE / "evidence" / "claims").rglob("*.toml"), *(SOURCE / "evidence" / "queries").rglob("*.py")]
    assert len(files) > 10
    assert not [path.name for path in files if any(name in path.read_text(encoding="utf-8") for name in LISTED)]


@pytest.fixture
def without(world: World, tmp_path: Path) -> World:
    """The world with the visits of all others twice over, at other days."""
    visits = world.table("visits_listed")
    other = visits[visits["source"].ne("us-travels")]
    later = other.assign(entry=other["entry"] + 10_000, start=other["start"] + pd.Timedelta(days=1))
    write_folder({"visits_listed": pd.concat([visits, later], ignore_index=True)}, tmp_path)
    return load(tmp_path)


def test_visits_of_others_change_no_count(world: World, without: World):
    assert len(without.table("visits_listed")) > len(world.table("visits_listed"))
    assert visits_counted(without).equals(visits_counted(world))


def test_counts_are_of_the_american_lists_and_have_noughts(world: World):
    rows = visits_counted(world).set_index(["office", "host"])
    assert set(visits_counted(world)["visitor"]) == {"USA"} and len(rows) == 28
    assert rows.at[("secretary", "UZB"), "visits"] == 3  # Kerry 2015, Pompeo 2020, Blinken 2023
    assert rows.at[("president", "KAZ"), "visits"] == 0
    assert counted_in_words(world, "FRA") == ""


def test_attendance_is_a_mean_of_what_is_known(world: World):
    rows = attendance_index(world, "CIS").set_index(["state", "year"])
    assert rows.loc[("MDA", 2025), ["index", "known", "meetings"]].tolist() == [0.0, 2, 3]
    assert rows["index"].between(0, 1).all() and (rows["known"] <= rows["meetings"]).all()
    assert (rows["known"] > 0).all()
