"""Coverage of the five texts: each paragraph has its place, no name dangles, each broken row says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from steppe.evidence import coverage
from steppe.evidence.claims import claims
from steppe.world.world import World

ROOT = Path(__file__).resolve().parents[2]


def test_every_paragraph_is_there_and_no_name_dangles(world: World) -> None:
    assert [str(finding) for finding in coverage.check(world)] == []


def test_there_are_seventy_seven_paragraphs() -> None:
    assert sum(coverage.PARAGRAPHS.values()) == 77
    found = coverage.load()[["text", "paragraph"]].drop_duplicates()
    assert len(found) == 77


def test_every_claim_stands_in_the_coverage() -> None:
    named = coverage.load()["target"]
    assert set(claims()) == set(named[named.str.startswith("claim:")].str.removeprefix("claim:"))


def test_the_map_names_the_commands_of_the_command_line(world: World) -> None:
    from steppe.cli.main import app

    commands = {(c.name or c.callback.__name__).rstrip("_") for c in app.registered_commands if c.callback}
    commands |= {group.name for group in app.registered_groups if group.name}
    parts = coverage.parts()
    present = parts.loc[parts["status"].eq("present") & parts["name"].str.startswith("command:"), "name"]
    assert set(present.str.removeprefix("command:")) <= commands


# Each case changes one cell of one row; the finding must name the row and the repair.
BROKEN = {
    "a target that is misspelled": ({"target": "state:KZG"}, "Did you mean state:"),
    "a target that nobody knows": ({"target": "dream:peace"}, "Name a thing of the bundle"),
    "a covered item whose target is planned": ({"target": "model:sectors"}, "say `waiting`, issue later"),
    "a waiting item whose target is there": (
        {"status": "waiting", "issue": "B", "reason": "later"},
        "say `covered` and empty",
    ),
    "a waiting item of another issue": (
        {"target": "model:sectors", "status": "waiting", "issue": "C", "reason": "later"},
        "comes with issue later, not C",
    ),
    "a waiting item without a reason": ({"status": "waiting", "issue": "B"}, "say why it is waiting"),
    "an item not covered that has a target": ({"status": "not covered", "reason": "no data"}, "without a target"),
    "a covered item without a target": ({"target": ""}, "without a target is `not covered`"),
    "a status that is none": ({"status": "covred"}, 'there is no status "covred". Did you mean covered?'),
    "a kind that is none": ({"kind": "actors"}, 'there is no kind "actors". Did you mean actor?'),
    "an issue on a covered item": ({"issue": "B"}, "filled for a waiting item"),
    "a paragraph that is none": ({"paragraph": 99}, "T0 ends with ¶21"),
    "a text that is none": ({"text": "T9"}, "the texts are T0, T1"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_row_names_its_repair(world: World, case: str) -> None:
    change, repair = BROKEN[case]
    frame = coverage.load()
    row = frame.index[frame["target"] == "state:RUS"][0]
    for column, value in change.items():
        frame.loc[row, column] = value
    assert any(repair in str(finding) for finding in coverage.check(world, frame)), case


def test_an_empty_paragraph_and_a_claim_without_a_row_are_found(world: World) -> None:
    frame = coverage.load()
    found = [str(f) for f in coverage.check(world, frame[~frame["text"].eq("T4") | frame["paragraph"].ne(12)])]
    assert any(f.startswith("coverage.csv, T4 ¶12: the paragraph has no item") for f in found)
    assert any("claim T4-16 is made here" in f for f in found)


def test_a_claim_at_a_foreign_paragraph_is_found(world: World) -> None:
    frame = coverage.load()
    frame.loc[frame["target"] == "claim:T4-16", "paragraph"] = 13
    assert any("claim T4-16 is made at T4 ¶12" in str(f) for f in coverage.check(world, frame))


def test_an_item_that_stands_twice_is_found(world: World) -> None:
    frame = coverage.load()
    twice = pd.concat([frame, frame.head(1)], ignore_index=True)
    assert any("stands twice in the paragraph" in str(f) for f in coverage.check(world, twice))


@pytest.mark.parametrize(
    ("change", "repair"),
    [
        ({"room": "kitchen"}, 'there is no room "kitchen"'),
        ({"issue": "E"}, "issue is one of A, B, C, D, later"),
        ({"name": "overview"}, "kind:name"),
        ({"status": "planned"}, "say present"),
    ],
)
def test_a_broken_part_names_its_repair(world: World, change: dict[str, str], repair: str) -> None:
    parts = coverage.parts()
    row = parts.index[parts["name"] == "command:overview"][0]
    for column, value in change.items():
        parts.loc[row, column] = value
    assert any(repair in str(finding) for finding in coverage.check(world, map_=parts))


def test_a_part_that_stands_twice_is_found(world: World) -> None:
    parts = coverage.parts()
    twice = pd.concat([parts, parts.head(1)], ignore_index=True)
    assert any("keep one row" in str(finding) for finding in coverage.check(world, map_=twice))


def test_shares_of_the_summary_sum_to_one_hundred() -> None:
    summary = coverage.summary()
    shares = ["covered %", "waiting %", "not covered %"]
    for frame in (summary.by_text, summary.by_kind):
        assert frame[shares].sum(axis=1).to_numpy() == pytest.approx(100, abs=0.15)  # three shares with one decimal
        assert frame[["covered", "waiting", "not covered"]].sum(axis=1).eq(frame["items"]).all()
        assert frame["items"].sum() == len(coverage.load())
    assert summary.title.startswith("77 of 77 paragraphs")
    assert len(summary.notes) == 3


def test_the_summary_counts_what_is_there() -> None:
    frame = coverage.load()
    summary = coverage.summary(frame[frame["text"] == "T3"])
    assert summary.title.startswith("9 of 77 paragraphs")
    assert summary.by_text.set_index("text")["items"]["T0"] == 0


@pytest.mark.oracle("texts/T4.txt")
def test_no_item_copies_eight_words_of_a_text() -> None:
    folder = ROOT.parent / "shared" / "texts"
    if not folder.exists():
        pytest.skip("the five texts are not beside the repository")
    whole = " ".join(_words(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("T?.txt")))
    for item in coverage.load()["item"]:
        words = _words(item).split()
        for start in range(len(words) - 7):
            assert " ".join(words[start : start + 8]) not in whole, item


def _words(text: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    return " ".join(kept.split())
