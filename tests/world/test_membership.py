"""Who belonged where, on which day, in law and in practice: read off the command line and off the World."""

from __future__ import annotations

import json
from typing import Any

import pytest

from steppe.world.errors import UserError
from steppe.world.world import World
from tests.conftest import Run


def seats(run: Run, organization: str, on: str, within: str = "law") -> dict[str, dict[str, Any]]:
    """Seats of a body on a day as the command line prints them, by state."""
    ran = run("members", organization, "--on", on, "--in", within, "--format", "json")
    assert ran.code == 0, ran.err
    rows = json.loads(ran.out)["results"]
    return {row["state"]: row for row in rows if row["towards"] is None}


@pytest.mark.parametrize(
    ("organization", "state", "on", "law", "practice"),
    [
        ("CIS", "GEO", "2009-08-17", True, False),  # notice given a year before
        ("CIS", "GEO", "2009-08-18", False, False),
        ("CIS", "GEO", "2009-08-19", False, False),
        ("CIS", "GEO", "2008-08-17", True, True),
        ("CIS", "TKM", "2005-08-25", True, True),  # participant
        ("CIS", "TKM", "2005-08-26", False, False),  # associate
        ("CIS", "UKR", "2013-06-30", True, True),
        ("CIS", "UKR", "2020-06-30", True, False),
        ("CIS", "MDA", "2021-06-30", True, True),
        ("CIS", "MDA", "2026-06-30", True, False),
        ("EAEU", "ARM", "2015-01-01", False, False),
        ("EAEU", "ARM", "2015-01-02", True, True),
        ("EAEU", "KGZ", "2015-08-05", False, False),
        ("EAEU", "KGZ", "2015-08-06", True, True),  # by law; the customs border opens on the 12th
        ("TRACECA", "TKM", "2023-11-13", False, False),
        ("TRACECA", "TKM", "2023-11-14", True, True),
        ("EAEU", "UZB", "2021-06-30", False, False),  # observer
        ("CSTO", "ARM", "2024-02-22", True, True),
        ("CSTO", "ARM", "2024-12-31", True, False),
        ("SCO", "BLR", "2024-07-03", False, False),  # observer
        ("SCO", "BLR", "2024-07-04", True, True),
        ("CISFTA", "UZB", "2014-05-15", False, False),
        ("CISFTA", "UZB", "2014-05-16", True, True),
        ("CISFTA", "UKR", "2016-06-30", True, True),  # suspended towards Russia alone
    ],
)
def test_law_and_practice_are_two_answers(
    world: World, organization: str, state: str, on: str, law: bool, practice: bool
) -> None:
    assert (state in world.members(organization, on)) is law
    assert (state in world.members(organization, on, "practice")) is practice


@pytest.mark.parametrize(
    ("organization", "on", "law", "practice"),
    [
        ("EAEU", "2026-01-01", "nobody", "nobody"),
        ("CIS", "2005-08-25", "nobody", "nobody"),
        ("CIS", "2008-08-18", "Turkmenistan on 2005-08-26", "Turkmenistan on 2005-08-26; Georgia on 2008-08-18"),
        ("CIS", "2009-08-18", "Turkmenistan on 2005-08-26; Georgia on 2009-08-18", "Georgia on 2008-08-18"),
        ("CSTO", "2012-06-28", "Uzbekistan on 1999-04-02, back on 2006-08-16", "2006-08-16, again on 2012-06-28"),
        (
            "CSTO",
            "2026-01-01",
            "Uzbekistan on 1999-04-02, back on 2006-08-16, again on 2012-12-19",
            "Armenia on 2024-02-23",
        ),
    ],
)
def test_the_list_of_members_ends_with_who_left_and_when(
    run: Run, organization: str, on: str, law: str, practice: str
) -> None:
    document = json.loads(run("members", organization, "--on", on, "--format", "json").out)
    *_, left, ceased = document["notes"]
    assert left.startswith(f"Left in law up to {on}: ") and left.endswith(f"{law}.")
    assert ceased.startswith("Ceased to take part in practice: ") and ceased.endswith(f"{practice}.")
    assert not {row["state"] for row in document["left"]["law"] if row["back"] is None} & set(document["law"])


@pytest.mark.parametrize(
    ("organization", "state", "on", "status", "seat", "since"),
    [
        ("CIS", "GEO", "2009-08-17", "member", "leaving", "2008-08-18"),
        ("CIS", "TKM", "2005-08-25", "participant", "active", "1991-12-21"),
        ("CIS", "TKM", "2005-08-26", "associate", "active", "2005-08-26"),
        ("CIS", "UKR", "2020-06-30", "participant", "leaving", "2018-05-19"),
        ("CIS", "MDA", "2026-06-30", "member", "leaving", "2026-03-11"),
        ("EAEU", "ARM", "2015-01-02", "member", "active", "2015-01-02"),
        ("EAEU", "KGZ", "2015-08-11", "member", "selective", "2015-08-06"),
        ("EAEU", "KGZ", "2015-08-12", "member", "active", "2015-08-12"),
        ("CSTO", "ARM", "2024-12-31", "member", "frozen", "2024-02-23"),
        ("SCO", "BLR", "2024-07-04", "member", "active", "2024-07-04"),
        ("CISFTA", "UZB", "2014-05-16", "member", "active", "2014-05-16"),
    ],
)
def test_a_seat_is_printed_with_status_practice_day_and_source(
    run: Run, world: World, organization: str, state: str, on: str, status: str, seat: str, since: str
) -> None:
    row = seats(run, organization, on)[state]
    assert (row["status"], row["seat"], row["since"]) == (status, seat, since)
    assert row["confidence"] in ("high", "medium")
    assert world.source(row["source"]).citation


def test_georgia_stands_in_the_list_to_its_last_day_and_not_after(run: Run) -> None:
    assert "GEO" in seats(run, "CIS", "2009-08-17")
    assert "GEO" not in seats(run, "CIS", "2009-08-19")


def test_ukraine_has_two_answers_in_2020_and_never_ratified(run: Run, world: World) -> None:
    row = seats(run, "CIS", "2020-06-30")["UKR"]
    assert (row["in_law"], row["in_practice"]) == (True, False)
    both = json.loads(run("members", "CIS", "--on", "2020-06-30", "--format", "json").out)
    assert set(both["law"]) - set(both["practice"]) == {"UKR"}
    first = world.spell("UKR", "CIS", "2000-01-01")
    assert first is not None and first.status == "participant"
    assert "never ratified" in str(first.note)
    assert world.spells("CIS", "UKR")["status"].unique().tolist() == ["participant"]


def test_uzbekistan_came_into_the_free_trade_area_by_protocol(run: Run, world: World) -> None:
    spell = world.spell("UZB", "CISFTA", "2014-05-16")
    assert spell is not None and spell.raw_status == "member_by_protocol"
    assert "UZB: by protocol signed 2013-05-31" in run("members", "CISFTA", "--on", "2020-01-01").out


def test_russia_suspended_free_trade_towards_ukraine_alone(world: World) -> None:
    towards = world.spells("CISFTA", "UKR", on="2016-01-01")
    assert towards["towards"].dropna().tolist() == ["RUS"]
    assert towards.loc[towards["towards"].eq("RUS"), "practice"].tolist() == ["suspended"]
    spell = world.spell("UKR", "CISFTA", "2016-01-01")
    assert spell is not None and spell.practice == "active"  # towards all others


def test_the_list_in_practice_names_those_who_use_their_seats(run: Run) -> None:
    out = run("members", "CSTO", "--on", "2024-12-31", "--in", "practice").out
    assert "6 members in law, 5 in practice" in out
    assert "In practice: BLR, KAZ, KGZ, RUS, TJK." in out


def test_without_a_day_the_bundles_last_day_counts(world: World) -> None:
    assert world.members("SCO") == world.members("SCO", on="2026-11-21")
    assert world.group("eu") == world.group("eu27")


def test_the_moving_union_had_a_member_that_the_fixed_one_has_not(world: World) -> None:
    assert set(world.group("eu", "2019-06-30")) - set(world.group("eu27", "2019-06-30")) == {"GBR"}
    assert "HRV" not in world.group("eu", "2012-06-30")


def test_central_asia_is_five_states(world: World) -> None:
    assert world.group("central-asia") == ("KAZ", "KGZ", "TJK", "TKM", "UZB")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (("CSI", "2019-01-01"), "Did you mean CIS"),
        (("CIS", "2019-02-30"), "no day"),
        (("CIS", "2019-01-01", "practise"), "Did you mean practice"),
    ],
)
def test_what_is_not_known_is_not_guessed(world: World, call: tuple[Any, ...], says: str) -> None:
    with pytest.raises(UserError, match=says):
        world.members(*call)


def test_overlap_counts_shared_members(run: Run) -> None:
    rows = json.loads(run("overlap", "--on", "2019-06-30", "--format", "json").out)["results"]
    shared = {row["body"]: row for row in rows}
    assert shared["EAEU"]["EAEU"] == 5
    assert shared["EAEU"]["CSTO"] == shared["CSTO"]["EAEU"] == 5  # all but TJK of the CSTO's six
    assert shared["EU"]["EAEU"] == 0


def test_overlap_says_of_which_bodies_it_counts_a_part(run: Run, world: World) -> None:
    notes = " ".join(json.loads(run("overlap", "--format", "json").out)["notes"])
    assert "Of WTO the bundle has the members of the region and its neighbours only" in notes
    assert len(world.members("WTO")) < 30 and "Of EU " not in notes and "Of NATO " not in notes


@pytest.mark.parametrize(
    ("body", "full"), [("WTO", 166), ("CoE", 46), ("OIC", 57), ("OSCE", 57), ("NATO", 32), ("EU", 27), ("SCO", 10)]
)
def test_a_body_is_said_to_be_covered_in_part_where_members_are_missing(world: World, body: str, full: int) -> None:
    (row,) = world.records("select spells_cover from organizations where organization = ?", [body])
    assert row["spells_cover"] == ("all" if len(world.members(body)) == full else "part")


@pytest.mark.parametrize("call", [("members", "CIS"), ("overlap",)])
def test_a_day_after_the_data_end_is_answered_with_that_day_named(run: Run, call: tuple[str, ...]) -> None:
    after = json.loads(run(*call, "--on", "2030-01-01", "--format", "json").out)["title"]
    assert "on 2030-01-01 (the data end on 2026-11-21)" in after
    assert "data end" not in json.loads(run(*call, "--on", "2026-11-21", "--format", "json").out)["title"]


def test_the_cis_says_which_reading_of_its_charter_it_takes(run: Run) -> None:
    out = run("members", "CIS", "--format", "json").out
    (reading,) = [note for note in json.loads(out)["notes"] if "Charter alone" in note]
    assert "UKR and TKM" in reading and "with or without the Charter" in reading
    assert "Charter" not in run("members", "SCO").out


@pytest.mark.parametrize(
    ("body", "state", "page"),
    [
        ("SCO", "KAZ", "academic"),
        ("NATO", "POL", "compiled, year"),  # the day stands on recall, the year on a page
        ("CIS", "MNG", "general knowledge"),
        ("OSCE", "KAZ", "official"),
        ("TRACECA", "TKM", "official"),
        ("OIC", "UZB", "status only"),  # the one page with a year has another one
    ],
)
def test_a_seat_shows_how_good_the_page_of_its_start_is(
    run: Run, world: World, body: str, state: str, page: str
) -> None:
    row = seats(run, body, "2026-11-21")[state]
    assert row["start_page"] == page
    assert (row["source"] == "general-knowledge") is (page == "general knowledge")
    assert world.source(row["source"]).citation


def test_a_spell_of_ones_own_has_no_page(world: World) -> None:
    from steppe.world.profiles import member_list

    edited = world.with_spell(state="TJK", organization="EAEU", start="2026-01-01")
    listed, *_ = member_list(edited, "EAEU", "2026-06-30", "law")
    (row,) = [row for row in listed if row["state"] == "TJK"]
    assert row["start_page"] is None and row["source"] == "assumption"
