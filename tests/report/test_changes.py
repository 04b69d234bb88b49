"""`steppe changes`: every shown figure that moved between two versions is listed, with a cause from the tables."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from steppe.report.changes import causes, store
from steppe.report.changes.shown import COLUMNS, KEY, everyone, shown
from steppe.report.changes.view import LEAST, Changes, changes, compared
from steppe.world.dates import VERSION
from steppe.world.errors import UserError
from steppe.world.world import World


@pytest.fixture(scope="module")
def found(world: World) -> Changes:
    """What moved from 2026.2 to 2026.3."""
    return changes(world, "2026.2", "2026.3")


def of(found: Changes, **where: str) -> pd.Series:
    """The one change of these keys."""
    frame = found.frame
    for name, value in where.items():
        frame = frame[frame[name] == value]
    (row,) = frame.to_dict("records")
    return pd.Series(row)


def figure(**given: object) -> pd.DataFrame:
    """One shown figure, blank but for what is given."""
    row = {**dict.fromkeys(COLUMNS, ""), "page": "briefs", "subject": "KGZ", "item": "debt", "figure": "share"}
    numbers = {"value": float("nan"), "low": float("nan"), "high": float("nan"), "unit": "share"}
    return pd.DataFrame([{**row, **numbers, **given}])


def rows(text: str, source: str = "s", table: str = "t") -> pd.DataFrame:
    """The checksum of a source in a table."""
    return figure(page="tables", subject=source, item=table, partner="value", figure="checksum", text=text)


# ---------------------------------------------------------------- the versions that are kept
@pytest.mark.slow
def test_the_kept_figures_of_this_version_are_those_that_are_shown(world: World) -> None:
    """Of the twelve, the EU and every twentieth other state: those of all take a quarter of an hour."""
    kept, everybody = store.figures_of(world, VERSION), everyone(world)
    assert set(kept.loc[kept["page"].eq("briefs"), "subject"]) == set(everybody)
    some = sorted({*world.group("twelve"), "EU", *everybody[::20]})
    own, kept = shown(world, some), kept[kept["page"].ne("briefs") | kept["subject"].isin(some)]
    assert len(own) == len(kept) > 1000
    assert compared(kept, own, (VERSION, VERSION)).frame.empty
    columns = ["when", "record", "basis", "source", "missing", "rule", "reason"]
    both = own.merge(kept, on=list(KEY), suffixes=("", "_kept"))
    assert all(both[name].eq(both[f"{name}_kept"]).all() for name in columns), "run python -m recipes --derived"


def test_each_change_has_one_cause_and_the_summary_adds_up(found: Changes) -> None:
    assert len(found.frame) == sum(found.counts.values()) == sum(found.by_cause.values()) > 1000
    assert found.compared > len(found.frame)
    assert not found.frame.duplicated(list(KEY)).any()
    moved = found.frame[found.frame["kind"] == "moved"]
    assert (moved["before"] != moved["after"]).all()


@pytest.mark.parametrize(
    ("where", "before", "after", "cause"),
    [
        ({"subject": "KGZ", "item": "institutes", "figure": "amount"}, 0, 4, causes.REVISED),
        ({"page": "overview", "subject": "GEO", "item": "trade share", "partner": "CHN", "slot": "2023",
          "figure": "share"}, None, 0.0926, causes.FILLED),
        ({"page": "overview", "subject": "KGZ", "item": "trade share", "partner": "CHN", "slot": "2023",
          "figure": "share"}, 0.556, 0.340, causes.REPLACED),
        ({"subject": "KGZ", "item": "currency", "partner": "RUS"}, 0.813, 0.58, causes.OTHER_YEAR),
        ({"subject": "ARM", "item": "currency", "partner": "RUS"}, 0.813, None, causes.WITHDRAWN),
        ({"subject": "KGZ", "item": "seat", "partner": "EAEU", "figure": "since"},
         "since 2015-08-12", "since 2015-08-06", causes.DECIDED),
    ],
)  # fmt: skip
def test_known_changes_of_2026_3(found: Changes, where: dict[str, str], before: object, after: object, cause: str):
    row = of(found, **where)
    for value, expected in ((row["before"], before), (row["after"], after)):
        assert value == (
            expected if expected is None or isinstance(expected, str) else pytest.approx(expected, abs=5e-4)
        )
    assert row["cause"] == cause


# ---------------------------------------------------------------- a number turned
@pytest.mark.slow
def test_a_figure_that_moves_with_a_table_is_listed_with_its_cause_and_others_are_not(world: World) -> None:
    turned = world.with_tie("trade", exporter="CHN", importer="KGZ", year=2023, value=20_000.0, source="made-up")
    before, after = (shown(one, ["KGZ", "UZB"], ["overview", "briefs"]) for one in (world, turned))
    found = compared(before, after, ("a", "b"), ["overview", "briefs"])
    china = of(found, page="briefs", subject="KGZ", item="trade", partner="CHN", figure="share")
    assert china["after"] > china["before"] and china["change"] == pytest.approx(china["size"])
    assert (china["cause"], china["detail"]) == (causes.NEW_SOURCE, "made-up")
    russia = of(found, page="briefs", subject="KGZ", item="trade", partner="RUS", figure="share")
    assert russia["after"] < russia["before"] and russia["cause"] == causes.TOTAL
    touched = found.frame[~found.frame["item"].str.contains("loss|mutual|trade of members")]
    assert set(touched["subject"]) <= {"KGZ", "CHN"} and set(touched["item"]) <= {
        "trade", "trade share", "partner in goods", "first partner",
    }  # fmt: skip


def test_the_same_figures_have_no_changes(world: World) -> None:
    found = changes(world, VERSION, VERSION)
    assert found.frame.empty and found.by_cause == {} and found.other_record == 0 and found.compared > 1000


# ---------------------------------------------------------------- the causes, one by one
NEW_REASON = {"reason": "the exporter's own statistics"}


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ({"rule": "a"}, {"rule": "b"}, causes.RULE),
        ({"when": "2021"}, {"when": "2023"}, causes.NEW_YEAR),
        ({"when": "2023"}, {"when": "2021"}, causes.OTHER_YEAR),
        ({}, NEW_REASON, causes.REPLACED),
        (NEW_REASON, NEW_REASON, causes.UNKNOWN),
        ({"source": "s"}, {"source": "s;n"}, causes.NEW_SOURCE),
        ({"source": "s;n"}, {"source": "s"}, causes.RECORD),
        ({"source": "s", "record": "baci"}, {"source": "s", "record": "importer"}, causes.RECORD),
        ({"source": "s"}, {"source": "s"}, causes.METHOD),
        ({"source": "r"}, {"source": "r"}, causes.REVISED),
        ({}, {}, causes.UNKNOWN),
    ],
)
def test_the_cause_is_read_from_what_changed(before: dict[str, str], after: dict[str, str], cause: str) -> None:
    old = pd.concat([figure(value=0.2, **before), rows("1"), rows("1", "r")])
    new = pd.concat([figure(value=0.3, **after), rows("1"), rows("2", "r")])
    (row,) = compared(old, new, ("a", "b")).frame.to_dict("records")
    assert row["cause"] == cause and row["change"] == pytest.approx(0.1)


def test_a_new_column_or_another_order_revises_no_source() -> None:
    old, new = rows("1"), pd.concat([rows("1"), rows("9").assign(partner="another")])
    both = old.merge(new, on=list(KEY), how="outer", suffixes=("_before", "_after"), indicator="there")
    assert causes.revised(both) == {}


def test_a_verdict_moves_through_its_measures_or_through_its_rule() -> None:
    verdict = {"page": "claims", "subject": "T1-01", "item": "verdict", "figure": "text", "unit": ""}
    measure = {**verdict, "item": "the twelve", "figure": "value"}
    old = pd.concat([figure(**verdict, text="mixed"), figure(**measure, value=1.0)])
    moved = pd.concat([figure(**verdict, text="supported"), figure(**measure, value=2.0)])
    first = compared(old, moved, ("a", "b")).frame.iloc[0]
    assert (first["item"], first["cause"], first["detail"]) == ("verdict", causes.THROUGH, "the twelve")
    ruled = pd.concat([figure(**verdict, text="supported", rule="at least 3"), figure(**measure, value=1.0)])
    only = compared(old.assign(rule="at least 2"), ruled.assign(rule="at least 3"), ("a", "b")).frame.iloc[0]
    assert only["cause"] == causes.RULE and only["detail"] == "at least 2 → at least 3"


def test_what_no_page_shows_is_no_change() -> None:
    assert compared(figure(value=0.2), figure(value=0.2 + LEAST / 2), ("a", "b")).frame.empty
    assert len(compared(figure(value=0.2), figure(value=0.2 + 2 * LEAST), ("a", "b")).frame) == 1


# ---------------------------------------------------------------- the command
def test_the_command_begins_with_a_summary(run) -> None:
    ran = run("changes", "2026.2", "2026.3", "--on", "briefs", "--state", "Kyrgyzstan", "-n", "3")
    assert ran.code == 0
    first, second, *_ = ran.out.splitlines()
    assert first == "What moved from 2026.2 to 2026.3" and "figures compared" in second
    assert "Briefs: 3 of" in ran.out and "KGZ: " in ran.out and "Overview" not in ran.out and "AFG" not in ran.out


def test_csv_and_json_have_every_figure(run) -> None:
    words = ("changes", "2026.2", "2026.3", "--on", "overview")
    csv, told = run(*words, "-f", "csv"), json.loads(run(*words, "-f", "json").out)
    lines = csv.out.splitlines()
    assert len(lines) - 1 == len(told["results"]) == told["moved"] + told["new"] + told["gone"]
    assert lines[0].startswith("page,subject,item,partner,slot,figure,unit,kind,before,after,change,size,cause")
    assert told["by_cause"] and all(row["cause"] for row in told["results"])


def test_an_unknown_version_is_one_sentence_that_names_those_known(run) -> None:
    ran = run("changes", "2026.1", "2026.3")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'changes: there is no version "2026.1" of the tables here; there are 2026.2, 2026.3, 2026.4.\n'


def test_an_unknown_page_or_state_is_refused(world: World) -> None:
    with pytest.raises(UserError, match="briefs"):
        changes(world, "2026.2", "2026.3", ["brief"])
    with pytest.raises(UserError, match="KGZ"):
        changes(world, "2026.2", "2026.3", state="KZG")
