"""The UN Digital Library's voting file, on a small made-up one in its format."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import steppe
from steppe.world.errors import UserError
from steppe.world.readers import import_file
from steppe.world.undl import ISSUE_WORDS, regular_session
from steppe.world.world import World

HEADER = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,"
    "subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n"
)
FOOD = '"The right to food : resolution / adopted by the General Assembly"'
LOGGING = '"Trade in timber, invented for this test : resolution / adopted by the General Assembly"'


def row(record: int, code: str, vote: str, title: str = FOOD, **cells: str) -> str:
    given = {"date": "2030-12-17", "session": "85", "resolution": "A/RES/85/999", "totals": "2,1,1"} | cells
    return (
        f"{record},{code},NAME,{vote},{given['date']},{given['session']},{given['resolution']},A/85/L.1,,A/85/PV.50,"
        f"{title},Agenda,FORESTS,,{given['totals']},1,193,https://example.org\n"
    )


FOUR = row(4100001, "KAZ", "Y") + row(4100001, "KGZ", "A") + row(4100001, "RUS", "N") + row(4100001, "USA", "Y")


@pytest.fixture(scope="module")
def world() -> World:
    return steppe.load()


def file_of(folder: Path, text: str) -> Path:
    path = folder / "votes.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_newer_session_drops_in(world: World, tmp_path: Path) -> None:
    second = row(4100002, "ROM", "", LOGGING) + row(4100002, "ZAR", "y", LOGGING)
    text = HEADER + FOUR + row(4100001, "TKM", "X") + second
    imported = import_file(world, "undl", file_of(tmp_path, text))
    calls = imported.tables["roll_calls"].set_index("roll_call").loc[[4100001, 4100002]]
    votes = imported.tables["roll_call_votes"].query("roll_call > 4100000")
    assert votes.set_index("state")["vote"].to_dict() == {
        **{"KAZ": "yes", "KGZ": "abstain", "RUS": "no", "USA": "yes"},
        "COD": "yes",  # ZAR of old; TKM and Romania did not vote
    }
    assert list(calls["title"]) == ["The right to food", "Trade in timber, invented for this test"]
    assert list(calls["human_rights"]) == [True, False]  # the first as in former years, the second by its words
    assert list(calls["development"]) == [False, True]
    assert len(imported.tables["roll_calls"]) == len(world.table("roll_calls")) + 2
    assert imported.notes == ("1 roll calls whose rows do not add up to the totals given with them (85/999 …)",)


@pytest.mark.slow
def test_what_the_tables_have_stays_and_what_is_too_old_is_said(world: World, tmp_path: Path) -> None:
    known = row(700001, "KAZ", "N", date="2014-03-27", session="68", resolution="A/RES/68/262", totals="0,1,0")
    old = row(700002, "SUN", "N", date="1980-01-14", session="ES-6", resolution="A/RES/ES-6/2", totals="0,1,0")
    imported = import_file(world, "undl", file_of(tmp_path, HEADER + FOUR + known + old))
    assert imported.notes == (
        "1 roll call from before 1990-11-01, when the bundle's begin, left out",
        "1 roll call on resolutions that are already in the tables left unchanged",
    )
    with pytest.raises(UserError, match=r"votes\.csv holds nothing new: 1 roll call on resolutions"):
        import_file(world, "undl", file_of(tmp_path, HEADER + known))


@pytest.mark.slow
def test_seats_of_states_that_ended_are_those_of_today(world: World, tmp_path: Path) -> None:
    special = row(4100003, "SCG", "Y", date="2005-03-08", session="S-99", resolution="A/RES/S-99/1", totals="1,0,0")
    imported = import_file(world, "undl", file_of(tmp_path, HEADER + special))
    vote = imported.tables["roll_call_votes"].query("roll_call == 4100003").iloc[0]
    assert (vote["state"], vote["seat"]) == ("SCG", "SRB")
    assert imported.tables["roll_calls"].set_index("roll_call").at[4100003, "session"] == 59


def test_special_sessions_count_to_the_regular_one_that_is_open() -> None:
    days = pd.to_datetime(pd.Series(["2022-03-02", "2022-09-01", "2022-10-12", "2023-02-23"]))
    printed = pd.Series(["ES-11", "76", "ES-11", "77"])
    assert list(regular_session(printed, days)) == [76, 76, 77, 77]


SEPTEMBER_2024 = (
    "undl_id,ms_codes,ms_names,ms_votes,resolutions,title,modality,draft,committee_report,meeting,agenda_titles,"
    "subjects,date,yes,no,abstentions,non-voting,total-voting,undl_link\n"
)


def old_row(code: str, vote: str) -> str:
    return (
        f"4100007,{code},NAME,{vote},A/RES/85/998,{LOGGING},recorded vote,A/85/L.1,,A/85/PV.50,Agenda,FORESTS,"
        "2030-12-17,1,0,1,2,193,https://example.org\n"
    )


def test_the_release_of_2024_has_other_names_and_no_session(world: World, tmp_path: Path) -> None:
    text = SEPTEMBER_2024 + old_row("KAZ", "Y") + old_row("KGZ", "A") + old_row("TKM", "NV") + old_row("UZB", "")
    imported = import_file(world, "undl", file_of(tmp_path, text))
    call = imported.tables["roll_calls"].set_index("roll_call").loc[4100007]
    assert (call["session"], call["resolution"], call["development"]) == (85, "85/998", True)
    votes = imported.tables["roll_call_votes"].query("roll_call == 4100007").set_index("state")["vote"]
    assert votes.to_dict() == {"KAZ": "yes", "KGZ": "abstain"} and imported.notes == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "header", [HEADER.replace("vote_note,", ""), HEADER.upper(), HEADER.replace("ms_code", " ms_code")]
)
def test_releases_without_notes_and_names_in_capitals_are_read(world: World, tmp_path: Path, header: str) -> None:
    rows = FOUR.replace("FORESTS,,", "FORESTS,") if "vote_note" not in header.lower() else FOUR
    decimals = rows.replace(",2,1,1,", ",2.0,1.0,1.0,").replace("4100001,", "4100001.0,")
    imported = import_file(world, "undl", file_of(tmp_path, header + decimals))
    assert len(imported.tables["roll_call_votes"].query("roll_call == 4100001")) == 4 and imported.notes == ()


@pytest.mark.slow
@pytest.mark.parametrize(("day", "holder", "vote"), [("1991-11-17", "SUN", "abstain"), ("1991-12-30", "RUS", "yes")])
def test_a_seat_has_one_vote(world: World, tmp_path: Path, day: str, holder: str, vote: str) -> None:
    of_the_day = {"date": day, "session": "46", "resolution": "A/RES/46/902"}
    both = row(4100005, "SUN", "A", totals="0,0,1", **of_the_day) + row(
        4100005, "RUS", "Y", totals="0,0,1", **of_the_day
    )
    imported = import_file(world, "undl", file_of(tmp_path, HEADER + both))
    cast = imported.tables["roll_call_votes"].query("roll_call == 4100005")
    assert cast[["state", "seat", "vote"]].values.tolist() == [[holder, "RUS", vote]]
    assert imported.notes[0] == "1 row of states that did not hold their seat on that day left out"


def test_one_state_under_an_old_and_a_new_code_votes_twice(world: World, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="COD votes twice in record 4100001; keep one of its rows"):
        import_file(world, "undl", file_of(tmp_path, HEADER + row(4100001, "ZAR", "Y") + row(4100001, "COD", "N")))


@pytest.mark.slow
def test_codes_of_members_that_ended_before_the_tables_begin_are_left_out_with_their_votes(
    world: World, tmp_path: Path
) -> None:
    old = row(700003, "EAZ", "Y", date="1963-12-17", session="18", resolution="A/RES/18/1", totals="1,0,0")
    imported = import_file(world, "undl", file_of(tmp_path, HEADER + FOUR + old))
    assert imported.notes == ("1 roll call from before 1990-11-01, when the bundle's begin, left out",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEADER.replace("ms_vote", "ms_vot") + FOUR, "votes.csv has no column ms_vote. Did you mean ms_vot?; the UN"),
        (HEADER, "votes.csv has no rows"),
        (HEADER + FOUR.replace("KGZ", "KZG"), 'votes.csv, row 2: ms_code "KZG" is not in states. Did you mean'),
        (HEADER + row(4100001, "KAZ", "P"), 'row 1: ms_vote is "P"; a vote is Y, N, A, or X for none'),
        (HEADER + row(4100001, "KAZ", "Y", date="17.12.2030"), 'row 1: date is "17.12.2030"; it is not a date'),
        (HEADER + row(4100001, "KAZ", "Y", resolution="S/RES/2623 (2022)"), "begins with A/RES/"),
        (HEADER + FOUR + row(4100001, "KAZ", "Y"), "KAZ votes twice in record 4100001; keep one of its rows"),
        (HEADER + FOUR + row(4100001, "", "Y"), "row 5: ms_code is empty; every row needs the code of the member"),
        (HEADER + FOUR.replace("4100001", "A1", 1), 'row 1: undl_id is "A1"; it must be the record\'s whole number'),
        (HEADER + FOUR + '1,"KAZ\n', "votes.csv is not a well-formed CSV in UTF-8"),
    ],
)
def test_what_cannot_be_right_stops_with_one_sentence(world: World, tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UserError) as raised:
        import_file(world, "undl", file_of(tmp_path, text))
    assert says in str(raised.value)


def test_issue_words_agree_with_the_codes_of_the_bundle(world: World) -> None:
    calls = world.sql("select * from roll_calls where part = 'whole' and session <= 72")
    words = (calls["title"].fillna("") + " " + calls["topic"].fillna("")).str.lower()
    for issue, pattern in ISSUE_WORDS.items():
        agreement = words.str.contains(pattern, regex=True).eq(calls[issue].astype(bool)).mean()
        assert agreement > 0.915, issue
