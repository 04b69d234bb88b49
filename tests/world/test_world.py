"""The World: tables, slices, edits that leave the old world alone, ties as labelled arrays."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from steppe.world import schema
from steppe.world.chronology import chronology
from steppe.world.consistency import check
from steppe.world.dates import BUNDLE, as_date, as_exact, last_day
from steppe.world.errors import UserError
from steppe.world.names import look_alike, resolve
from steppe.world.profiles import state_list
from steppe.world.ties import trade_cube
from steppe.world.world import World


# ------------------------------------------------------------------------------- tables
@pytest.mark.parametrize("name", schema.tables())
def test_a_table_has_the_columns_and_types_of_its_schema(world: World, name: str) -> None:
    frame, spec = world.table(name), schema.table(name)
    assert list(frame.columns) == spec.names
    kinds = {"int": "iuf", "float": "f", "date": "M", "bool": "bO"}
    for column in spec.columns:
        if frame[column.name].notna().any():
            assert frame[column.name].dtype.kind in kinds.get(column.type, "O")


@pytest.mark.parametrize("name", sorted(set(schema.tables()) - {"sources"}))
def test_every_row_has_a_source_and_a_basis(world: World, name: str) -> None:
    empty = world.sql(f'select count(*) as n from "{name}" where source is null or basis is null')
    assert empty["n"][0] == 0


def test_a_table_is_a_copy_that_may_be_changed(world: World) -> None:
    frame = world.table("states")
    frame["name"] = "changed"
    assert "changed" not in set(world.table("states")["name"])


def test_sql_binds_parameters_and_knows_tables_in_any_case(world: World) -> None:
    found = world.sql("select count(*) as n from Trade where year = ?", [2018])
    assert found["n"][0] > 10_000


@pytest.mark.parametrize("word", ["Kyrgyzstan", "kgz", "KGZ"])
def test_a_state_is_found_by_code_or_name(world: World, word: str) -> None:
    assert world.state(word) == "KGZ"


def test_an_organization_carries_its_rules(world: World) -> None:
    union = world.organization("EAEU")
    assert (union.rules.trade, union.rules.external_tariff, union.rules.labour_access) == (
        "customs_union",
        "common",
        "free",
    )
    assert "EU" in union.rules.exclusive_with and union.founded == date(2015, 1, 1)


def test_a_source_says_who_made_it_and_how_far_it_may_go(world: World) -> None:
    source = world.source("cepii-baci-panel")
    assert (source.producer, source.licence_class) == ("CEPII", "open")
    with pytest.raises(UserError, match="Did you mean cepii-baci-panel"):
        world.source("cepi-baci-panel")


# -------------------------------------------------------------------------------- dates
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2015", date(2015, 1, 1)),
        ("2015-06", date(2015, 6, 1)),
        ("2015-06-30", date(2015, 6, 30)),
        (2015, date(2015, 1, 1)),
        (date(2015, 6, 30), date(2015, 6, 30)),
        (datetime(2015, 6, 30, 12), date(2015, 6, 30)),
        (pd.Timestamp("2015-06-30 12:00"), date(2015, 6, 30)),
    ],
)
def test_a_day_may_be_said_in_several_ways(said: object, meant: date) -> None:
    assert as_date(said) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["2015-02-30", "30.06.2015", "2015-06-30-1", "yesterday", "", "2015-13", "99999"])
def test_an_impossible_day_is_refused(said: str) -> None:
    with pytest.raises(UserError, match="year-month-day"):
        as_date(said)


# ------------------------------------------------------------------------------- slices
def test_the_world_of_a_day_holds_only_what_holds_on_it(world: World) -> None:
    then = world.at("2009-08-17")
    assert "GEO" in set(then.spells("CIS")["state"])
    assert "GEO" not in set(world.at("2009-08-18").spells("CIS")["state"])
    assert "EAEU" not in then.organization_names
    assert "CZE" in then.state_names and "SUN" not in then.state_names
    assert then.members("CIS", "2009-08-17") == world.members("CIS", "2009-08-17")


# -------------------------------------------------------------------------------- edits
def test_a_new_spell_ends_the_open_one_and_leaves_the_old_world_alone(world: World) -> None:
    new = world.with_spell(state="ARM", organization="CSTO", start="2027-01-01", practice="suspended")
    before = new.spell("ARM", "CSTO", "2026-12-31")
    after = new.spell("ARM", "CSTO", "2027-01-01")
    assert before is not None and before.practice == "frozen" and before.end == date(2027, 1, 1)
    assert after is not None and (after.practice, after.basis) == ("suspended", "assumed")
    untouched = world.spell("ARM", "CSTO", "2027-01-01")
    assert untouched is not None and untouched.practice == "frozen"
    assert check(new, only={"memberships"}) == []


def test_a_state_may_join_a_body_for_a_while(world: World) -> None:
    new = world.with_spell(state="Uzbekistan", organization="EAEU", start="2030-01-01", end="2031-01-01")
    assert "UZB" in new.members("EAEU", "2030-12-31")
    assert "UZB" not in new.members("EAEU", "2031-01-01")
    assert "UZB" not in world.members("EAEU", "2030-12-31")


def test_a_suspension_towards_one_state_stands_beside_the_seat(world: World) -> None:
    new = world.with_spell(
        state="MDA", organization="CISFTA", start="2027-01-01", practice="suspended", towards="Russia"
    )
    assert "MDA" in new.members("CISFTA", "2027-06-30", "practice")
    held = new.spells("CISFTA", "MDA", "2027-06-30")
    assert held.loc[held["towards"].eq("RUS"), "practice"].tolist() == ["suspended"]


@pytest.mark.parametrize(
    ("spell", "says"),
    [
        ({"state": "KZG", "organization": "EAEU", "start": "2030"}, "Did you mean KGZ"),
        ({"state": "UZB", "organization": "EEAU", "start": "2030"}, "Did you mean EAEU"),
        ({"state": "UZB", "organization": "EAEU"}, "start: it is missing"),
        ({"state": "UZB", "organization": "EAEU", "start": "2030", "end": "2029"}, "not after the start"),
        ({"state": "UZB", "organization": "EAEU", "start": "2030", "status": "membr"}, "Did you mean member"),
        ({"state": "GEO", "organization": "CIS", "start": "2005-01-01", "end": "2009-01-01"}, "already has a spell"),
        ({"state": "ARM", "organization": "EAEU", "start": "2015-01-02"}, "spell in EAEU from 2015-01-02"),
        ({"state": "UZB", "organization": "EAEU", "start": "2030", "sins": 1}, "has no column 'sins'"),
        ({"state": "UZB", "organization": "EAEU", "start": "2030", "towards": "RSU"}, "Did you mean RUS"),
    ],
)
def test_a_spell_that_cannot_be_is_refused(world: World, spell: dict[str, object], says: str) -> None:
    with pytest.raises(UserError, match=says):
        world.with_spell(**spell)


@pytest.mark.slow
def test_a_tie_is_replaced_or_added(world: World) -> None:
    new = world.with_tie("trade", exporter="KGZ", importer="CHN", year=2020, value=500)
    tie = {"sender": "KGZ", "receiver": "CHN"}
    assert float(new.ties("trade", 2020).sel(tie)) == 500
    assert float(world.ties("trade", 2020).sel(tie)) < 500
    assert len(new.table("trade")) == len(world.table("trade"))
    more = world.with_tie("trade", exporter="KGZ", importer="TUV", year=2030, value=1)
    assert float(more.ties("trade", 2030).sel(sender="KGZ", receiver="TUV")) == 1


def test_a_distance_has_no_year_and_can_be_replaced(world: World) -> None:
    new = world.with_tie("distance", state_a="KGZ", state_b="CHN", distance=1, distance_capitals=1, contiguous=True)
    assert float(new.ties("distance", 0).sel(sender="KGZ", receiver="CHN")) == 1


@pytest.mark.parametrize(
    ("layer", "tie", "says"),
    [
        ("trad", {}, "Did you mean trade"),
        ("trade", {"exporter": "KZG", "importer": "CHN", "year": 2020, "value": 1}, "Did you mean KGZ"),
        ("trade", {"exporter": "KGZ", "importer": "CHN", "year": 2020, "value": -1}, "write a number of 0 or more"),
        ("trade", {"exporter": "KGZ", "importer": "CHN", "year": 2020, "value": float("nan")}, "value is empty"),
        ("trade", {"exporter": "KGZ", "importer": "CHN", "value": 1}, "'year' of table trade is missing"),
    ],
)
def test_a_tie_that_cannot_be_is_refused(world: World, layer: str, tie: dict[str, object], says: str) -> None:
    with pytest.raises(UserError, match=says):
        world.with_tie(layer, **tie)


def test_an_organization_can_be_given_new_rules_or_added(world: World) -> None:
    stricter = world.with_organization(organization="SCO", defence_obligation="mutual")
    assert stricter.organization("SCO").rules.defence_obligation == "mutual"
    assert stricter.organization("SCO").title == world.organization("SCO").title
    assert world.organization("SCO").rules.defence_obligation != "mutual"
    new = world.with_organization(
        organization="SteppeUnion", title="Union of the Steppe", kind="union", legal_members="member", confidence="low"
    ).with_spell(state="KAZ", organization="SteppeUnion", start="2030-01-01")
    assert new.members("SteppeUnion", "2030-01-01") == ("KAZ",)
    assert check(new, only={"organizations", "memberships"}) == []


# --------------------------------------------------------------------------------- ties
@pytest.mark.parametrize(
    ("layer", "year", "unit"),
    [
        ("trade", 2018, "million current USD"),
        ("debt", 2018, "million current USD"),
        ("remittances", 2017, "million current USD"),
        ("arms", 2019, "share"),
        ("votes", 2019, "share"),
        ("distance", 2019, "km"),
    ],
)
def test_ties_are_square_labelled_and_carry_their_unit(world: World, layer: str, year: int, unit: str) -> None:
    array = world.ties(layer, year)
    assert array.dims == ("sender", "receiver") and array.shape[0] == array.shape[1]
    assert list(array["sender"].values) == list(array["receiver"].values) == sorted(array["sender"].values)
    assert array.attrs["unit"] == unit
    assert np.nanmin(array.values) >= 0


def test_a_year_without_figures_names_those_that_have_them(world: World) -> None:
    with pytest.raises(UserError, match="2000-2020, 2023"):
        world.ties("trade", 2022)


def test_the_cube_holds_the_same_trade_as_the_table(world: World) -> None:
    cube = trade_cube(world)
    values, _ = cube.year(2018)
    table = world.sql("select sum(value) as total from trade where year = 2018")["total"][0]
    assert values.sum() == pytest.approx(table, rel=1e-12)
    russia, china = cube.places(["RUS", "CHN"])
    array = world.ties("trade", 2018)
    assert values[russia, china] == float(array.sel(sender="RUS", receiver="CHN"))


# ---------------------------------------------------------------------------- chronology
def test_a_timeline_is_in_order_and_every_event_has_a_source(world: World) -> None:
    frame, title = chronology(world, "KGZ")
    ends = [as_exact(day, part) for day, part in zip(frame["date"], frame["precision"], strict=True)]
    assert [last_day(end) for end in ends] == sorted(map(last_day, ends)) and frame["source"].notna().all()
    assert title.startswith("Kyrgyzstan: ")
    assert (frame["states"].str.split(";").map(lambda codes: "KGZ" in codes)).all()


def test_a_pair_has_what_concerns_both(world: World) -> None:
    frame, _ = chronology(world, "Kyrgyzstan", "EAEU")
    joined = frame[frame["kind"].eq("membership") & frame["date"].eq("2015-08-12")]
    assert joined["event"].tolist() == ["EAEU: member"]
    both, _ = chronology(world, "KGZ", "CHN")
    narrow, _ = chronology(world, "KGZ", "CHN", since="2014", until="2019-12-31")
    assert 0 < len(narrow) < len(both)
    assert narrow["date"].between("2014-01-01", "2019-12-31").all()


@pytest.mark.parametrize(
    ("call", "says"),
    [(("KZG",), "Did you mean KGZ"), (("KGZ", None, "2020", "2010"), "swap the two")],
)
def test_a_timeline_of_nothing_is_refused(world: World, call: tuple[str, ...], says: str) -> None:
    with pytest.raises(UserError, match=says):
        chronology(world, *call)


# --------------------------------------------------------------------------------- names
def test_a_conflict_names_its_parties_and_not_only_who_sent_troops(world: World) -> None:
    frame, _ = chronology(world, "FRA", "CAF")
    assert frame.loc[frame["kind"].eq("conflict"), "event"].str.contains("beside the government of CAF").any()


def test_until_a_year_means_to_its_end(world: World) -> None:
    year, day = (chronology(world, "KGZ", None, "2015", until)[0] for until in ("2015", "2015-12-31"))
    assert len(year) == len(day) > len(chronology(world, "KGZ", None, "2015", "2015-06")[0]) > 0
    assert [last_day(said) for said in ("2016-02", "2015", "2015-08-12")] == [
        date(2016, 2, 29),
        date(2015, 12, 31),
        date(2015, 8, 12),
    ]


def test_the_bundle_may_lie_in_a_folder_with_a_quote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "o'brien"
    shutil.copytree(BUNDLE, folder)
    monkeypatch.setattr("steppe.world.engine.BUNDLE", folder)
    assert World().members("EAEU", on="2015-01-01") == ("BLR", "KAZ", "RUS")


def test_names_are_found_without_their_accents(world: World) -> None:
    assert world.state("turkiye") == "TUR" and world.state("cote d'ivoire") == world.state("CIV")


def test_who_leads_goes_before_who_represents(world: World) -> None:
    leaders = state_list(world, "twelve").set_index("state")["leader"]
    assert leaders["ARM"] == "Nikol Pashinyan" and leaders["KAZ"] == "Kassym-Jomart Tokayev"


def test_the_look_alike_is_named_and_never_taken() -> None:
    known = {"KGZ": "Kyrgyzstan", "KAZ": "Kazakhstan"}
    assert look_alike("KZG", list(known)) == ". Did you mean KGZ?"
    with pytest.raises(UserError, match=r"Did you mean KGZ \(Kyrgyzstan\)\?"):
        resolve("KZG", known, "state", "code")
    with pytest.raises(UserError, match=r'no state has the code "Atlantis"; '):
        resolve("Atlantis", known, "state", "code")


# -------------------------------------------------------------------------------- schema
def test_every_table_of_the_schema_has_a_key_and_documented_columns() -> None:
    for spec in schema.tables().values():
        assert set(spec.key) <= set(spec.names)
        assert spec.licence_class in ("open", "share-alike")
        assert all(column.description for column in spec.columns), spec.name
