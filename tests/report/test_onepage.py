"""The one-page brief: exactly one page for each of the twelve, with figures of the brief, their years and sources."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from steppe.report.brief import tables
from steppe.report.onepage.pdf import pages, pdf
from steppe.report.onepage.view import EVENTS, OnePage, one_page
from steppe.world.chronology import chronology
from steppe.world.world import World
from tests.conftest import Run

TYPST = pytest.mark.skipif(importlib.util.find_spec("typst") is None, reason="the extra pdf is not installed")
TWELVE = "ARM AZE BLR GEO KAZ KGZ MDA RUS TJK TKM UKR UZB".split()


@pytest.fixture(scope="module")
def page(world: World) -> OnePage:
    return one_page(world, "KGZ")


@TYPST
def test_it_is_one_page(page: OnePage) -> None:
    assert pages(pdf(page)) == 1


@TYPST
@pytest.mark.slow
@pytest.mark.parametrize("state", TWELVE)
def test_it_is_one_page_for_each_of_the_twelve(world: World, state: str) -> None:
    assert sorted(TWELVE) == sorted(world.group("twelve"))
    assert pages(pdf(one_page(world, state))) == 1


@TYPST
@pytest.mark.slow
@pytest.mark.parametrize("state", ["CHN", "EU", "NRU", "SUN"])
def test_it_is_one_page_for_others(world: World, state: str) -> None:
    assert pages(pdf(one_page(world, state))) == 1


def test_pages_are_counted() -> None:
    assert pages(b"1 0 obj<</Type/Pages/Count 3/Kids[]>>") == 3


def test_its_figures_are_those_of_the_brief_with_their_years(page: OnePage) -> None:
    full = {row.head: row for row in (*tables.flow_rows(page.view), *tables.tie_rows(page.view))}
    assert 6 <= len(page.rows) <= 10
    for row in page.rows:
        assert row.year == full[row.head].year != "–" and row.refs
        for cell, whole in zip(row.cells, full[row.head].cells, strict=False):
            assert cell.text.strip("()").split(" ")[0] == whole.text and not cell.mark.isdigit()
    goods = next(row for row in page.rows if row.head == "Trade in goods")
    assert re.search(r"\d+–\d+", goods.cells[1].under), "the range over the records"


def test_the_latest_events_come_first_and_end_with_the_data(world: World, page: OnePage) -> None:
    days = [one.when for one in page.events]
    assert len(days) == EVENTS and days == sorted(days, reverse=True)
    frame, _ = chronology(world, "KGZ", None, None, page.view.on.isoformat())
    assert days[0] == str(frame["date"].iloc[-1])[:10] <= page.view.on.isoformat()


def test_every_number_leads_to_a_source(page: OnePage) -> None:
    numbers = {number for _, _, refs in page.notable for number in refs}
    numbers |= {number for one in (*page.events, *page.rows) for number in one.refs}
    assert numbers == set(range(1, len(page.sources) + 1))


def test_every_seat_stands_on_it(page: OnePage) -> None:
    said = " ".join(page.seats)
    assert all(f"{body.replace('_', ' ')} " in said for body in page.view.seats["organization"])


def test_it_is_read_on_a_screen_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steppe.cli.output.WIDE", 80)
    ran = run("brief", "KGZ", "--one-page")
    lines = ran.out.splitlines()
    assert ran.code == 0 and 30 < len(lines) < 66 and max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--out", "x.html"), "name the file FILE.pdf"), (("-f", "json"), "leave --format out")],
)
def test_what_has_no_page_is_refused(run: Run, tmp_path: Path, words: tuple[str, str], said: str) -> None:
    ran = run("brief", "KGZ", "--one-page", *words)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def test_the_sentence_on_seats_counts_every_seat_once(page: OnePage) -> None:
    """27 bodies: those led by each of the five powers, by other states and by none add up."""
    (said,) = [words for words in page.verdicts if words.startswith("Seats in")]
    assert said == (
        "Seats in 27 bodies: six led by Russia, three led by China, two led by Türkiye, two led by the United States, "
        "two led by the EU-27, four led by other states and eight by none."
    )
    assert 6 + 3 + 2 + 2 + 2 + 4 + 8 == 27 == len(page.view.seats)


def test_the_ties_that_are_named_are_told_apart_from_all(page: OnePage) -> None:
    assert "These nine weigh most. Of 14 ties on which one power leads, Russia has ten" in page.verdicts[0]


def test_an_amount_without_a_share_has_its_unit(page: OnePage) -> None:
    gas = next(row for row in page.rows if row.head == "Pipeline gas")
    assert gas.cells[0].text == "(0.39 bn m³)"
