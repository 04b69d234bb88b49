"""What a person who holds a World sees of it, and what its methods take."""

from __future__ import annotations

import pydoc
import re
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

import steppe
from steppe.world.dates import TODAY, VERSION
from steppe.world.errors import UserError
from steppe.world.world import World

MEMBERS_OF_THE_UN = 193


# --------------------------------------------------------------------------------- shown
def test_a_world_shows_its_version_its_day_and_what_it_has(world: World) -> None:
    layers, spells = len(world.layers()), len(world.spells())
    shown = f"<World {VERSION} of {TODAY}: {MEMBERS_OF_THE_UN} states, {len(world.organizations())} organizations"
    assert repr(world) == f"{shown}, {layers} layers, {spells} spells>"


def test_a_world_names_the_tables_that_are_not_the_bundles(world: World) -> None:
    edited = world.with_spell(state="UZB", organization="EAEU", start="2030-01-01")
    assert repr(edited).endswith("; replaced: memberships (edited)>")
    read = world.with_tables({"debt": world.table("debt")}, {"debt": "mine/debt.parquet"})
    assert repr(read).endswith("; replaced: debt (mine/debt.parquet)>")
    assert "organizations (as of 2009-08-17)>" in repr(world.at("2009-08-17"))


def test_a_world_is_a_small_table_in_a_notebook(world: World) -> None:
    page = world.with_tables({"debt": world.table("debt")}, {"debt": "<b>/debt.parquet"})._repr_html_()
    facts = dict(re.findall("<tr><th>(.*?)</th><td>(.*?)</td></tr>", page))
    assert facts["World"] == f"bundle {VERSION} of {TODAY}" and facts["states"] == str(MEMBERS_OF_THE_UN)
    assert facts["replaced"] == "debt (&lt;b&gt;/debt.parquet)"
    assert set(re.findall("<([^/].*?)>", page)) == {
        "table",
        "tr",
        "th",
        "td",
    }  # colours of ours would be wrong in a dark notebook


# --------------------------------------------------------------------------------- frames
def test_states_are_listed_with_the_groups_that_they_are_in_today(world: World) -> None:
    frame = world.states()
    by_code = frame.set_index("state")
    assert frame["state"].is_unique and frame["name"].is_monotonic_increasing
    assert {"central-asia", "twelve"} <= set(by_code.loc["KGZ", "groups"].split(", "))
    assert by_code.loc["SUN", "kind"] == "historical" and by_code.loc["SUN", "end"] == pd.Timestamp("1991-12-26")
    assert by_code["un_member"].loc[["KGZ", "SUN", "TWN"]].tolist() == [True, True, False]


def test_states_of_a_group_are_its_members(world: World) -> None:
    assert sorted(world.states("central-asia")["state"]) == list(world.group("central-asia"))
    with pytest.raises(UserError, match="Did you mean central-asia"):
        world.states("central-asi")


def test_organizations_are_listed_with_how_many_members_they_have_in_law(world: World) -> None:
    frame = world.organizations().set_index("organization")
    assert frame.loc["EAEU", "members"] == len(world.members("EAEU")) == 5
    assert frame.loc["EAEU", "founded"] == pd.Timestamp("2015-01-01") and pd.isna(frame.loc["EAEU", "ended"])
    assert (frame.loc[frame["ended"] <= pd.Timestamp(TODAY), "members"] == 0).all()


def test_a_list_may_be_changed_without_changing_the_world(world: World) -> None:
    for listed in (world.states, world.organizations):
        frame = listed()
        frame["kind"] = "changed"
        assert "changed" not in set(listed()["kind"])


# --------------------------------------------------------------------------------- takes
@pytest.mark.parametrize("day", ["2020-01-01", "2020-01", "2020", 2020, date(2020, 1, 1), pd.Timestamp("2020-01-01")])
def test_a_day_may_be_text_a_year_or_a_date(world: World, day: object) -> None:
    expected = world.members("CIS", "2020-01-01")
    assert world.members("CIS", day) == expected  # type: ignore[arg-type]
    assert world.at(day).members("CIS", day) == expected  # type: ignore[arg-type]
    assert world.spell("KGZ", "CIS", day) == world.spell("Kyrgyzstan", "cis", "2020-01-01")  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [2018, "2018", np.int64(2018)])
def test_a_year_may_be_a_number_or_text(world: World, year: int | str) -> None:
    assert world.ties("debt", year).identical(world.ties("debt", 2018))


WRONG: list[tuple[str, Callable[[World], object]]] = [
    ("organization: give one name as text, not 5", lambda w: w.members(5)),
    (r"organization: give one name as text, not \['CIS'\]", lambda w: w.members(["CIS"])),
    ('on: there is no day "2020.5"', lambda w: w.members("CIS", 2020.5)),
    ('on: there is no day "NaT"', lambda w: w.members("CIS", pd.NaT)),
    ('within: there is no "3"', lambda w: w.members("CIS", within=3)),
    ('day: there is no day "None"', lambda w: w.at(None)),
    ('year: there is no year "2019.5"', lambda w: w.ties("trade", 2019.5)),
    ('year: there is no year "20x9"; write it as 2019', lambda w: w.ties("trade", "20x9")),
    (r'there is no layer "\[', lambda w: w.ties(["trade"], 2019)),
    ('there is no table "5"', lambda w: w.table(5)),
    (r'there is no table "\[', lambda w: w.table(["trade"])),
    ("sql: write the query as text, not 5", lambda w: w.sql(5)),
    ("sql: give the parameters as a list, not 'CIS'", lambda w: w.sql("select ?", "CIS")),
    ("sql: give the parameters as a list, not 5", lambda w: w.sql("select ?", 5)),
    ("source: give one name as text, not 5", lambda w: w.source(5)),
    ("state: give one code as text, not nan", lambda w: w.state(float("nan"))),
    ("group: give one name as text, not 5", lambda w: w.states(5)),
    ("tables: give DataFrames by the name of their table, not int", lambda w: w.with_tables(5)),
    ("table trade: give a DataFrame, not list", lambda w: w.with_tables({"trade": []})),
    (r"start: there is no day \"\[3\]\"", lambda w: w.with_spell(state="UZB", organization="EAEU", start=[3])),
    ("folder: give its path as text, not 5", lambda w: steppe.load(5)),
]


@pytest.mark.parametrize(("says", "call"), WRONG)
def test_a_wrong_kind_of_thing_is_refused_in_one_sentence(
    world: World, says: str, call: Callable[[World], object]
) -> None:
    with pytest.raises(UserError, match=f"^{says}"):
        call(world)


def test_a_long_array_among_parameters_is_not_taken_for_another(world: World) -> None:
    one, other = np.arange(3000), np.arange(3000)
    other[1500] = -1  # numpy prints both alike, with dots in the middle
    least = [world.sql("select list_min(?) as least", [values])["least"][0] for values in (one, other)]
    assert least == [0, -1]


# ----------------------------------------------------------------------------- the module
def test_the_module_lists_its_public_names_and_explains_each() -> None:
    assert dir(steppe) == sorted(steppe.__all__)
    page = pydoc.plain(pydoc.render_doc(steppe))
    for name in set(steppe.__all__) - {"__version__"}:
        assert getattr(steppe, name).__doc__
        assert re.search(rf"^    (class )?{name}\(", page, re.MULTILINE), name


def test_the_module_lists_the_same_as_the_embedded_world(world: World) -> None:
    assert steppe.states("twelve").equals(world.states("twelve"))
    assert steppe.organizations().equals(world.organizations())
    assert steppe.layers().equals(world.layers())


def test_studies_are_listed_by_the_names_that_run_takes() -> None:
    frame = steppe.studies().set_index("study")
    assert frame.loc["cis-full-free-trade", "method"] == "equilibrium"
    assert frame.index.is_unique and frame["question"].str.endswith("?").all()
