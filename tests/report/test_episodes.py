"""The ledger as it is read: every row complete, counts without rates, never one kind against the other."""

from __future__ import annotations

import re

import pytest

from steppe.influence.ledger import KINDS, WHY_NO_RATE, ledger
from steppe.report.episodes.terminal import render
from steppe.report.episodes.view import TITLES, Listing, listing, told


@pytest.fixture(scope="module")
def whole(world) -> Listing:
    return listing(world, ledger(world), "All states")


def text(view: Listing, width: int = 80) -> str:
    return "\n".join(line.plain for line in render(view, width))


def test_no_rate_and_no_interval_is_shown_and_the_reason_is(whole):
    shown = text(whole)
    assert "%" not in shown and "±" not in shown
    assert not re.search(
        r"success|\bshare of\b|\b\d+ (?:in|out of) \d+\b|\d to \d+\)", shown.split("rows by outcome")[-1]
    )
    assert all(words in shown for words in WHY_NO_RATE)


def test_no_table_has_both_kinds(whole):
    assert len(whole.counts) == 4
    for title, frame in whole.counts:
        assert sum(TITLES[kind] in title for kind in KINDS) == 1
        assert not {"kind", *KINDS} & set(frame.columns)
        assert all(dtype.kind in "iu" for dtype in frame.dtypes[1:])


def test_a_row_says_what_was_used_asked_and_followed_and_from_which_page(whole):
    one = next(one for one in whole.entries if one.used == "loan or swap" and one.who == "Russia → Ukraine")
    assert (one.when, one.size) == ("2013-12-17 to 2014-02", "15 bn USD of bonds (2013; 3 paid out)")
    assert one.asked == "shelving of EU association agreement"
    assert one.followed.startswith("conceded, 2013-11-21: ") and one.contested
    assert one.bargain == "Ukraine's association agreement 2013"
    assert whole.page(one.source)["url"].startswith("http")


def test_where_both_used_force_no_arrow_points(whole):
    found = {one.who for one in whole.entries if one.used == "use of force" and one.when == "2021 to 2022"}
    assert found == {"Kyrgyzstan and Tajikistan"}


@pytest.mark.parametrize("width", [80, 100])
def test_no_line_of_a_table_is_wider_than_the_terminal(whole, width):
    assert all(len(line.plain) <= width for line in render(whole, width) if line.no_wrap)


def test_no_sign_of_per_cent_leaves_two_blanks_and_no_code_stands_for_an_outcome(world):
    for one in told(world, ledger(world)):
        for text in (one.size, one.asked, one.followed, one.note):
            assert "  " not in text and "%" not in text
        assert not one.followed.startswith(("not:", "not,", "partly:", "partly,"))


def test_a_figure_of_another_year_than_the_episode_says_of_which(world):
    kozak = [one for one in told(world, ledger(world)) if one.size.startswith("1,200 peacekeepers")]
    assert [one.size for one in kozak] == ["1,200 peacekeepers (figure of 2009)"] * 2
    bans = [one for one in told(world, ledger(world)) if "Transnistrian leaders" in one.size]
    assert [one.who for one in bans] == ["The European Union → leaders of Transnistria (Moldova)"]


@pytest.mark.parametrize(
    ("who", "year", "size"),
    [
        ("Russia → Ukraine", "2006", "4 times the former price asked (2006)"),
        ("Russia → Georgia", "2006", "235 USD per 1,000 m³ (2007, up from 110)"),
        ("Russia → Kyrgyzstan", "2009", "2.15 bn USD of loans, grant and write-off promised (2009)"),
    ],
)
def test_a_size_reads_as_an_analyst_writes_it(whole, who, year, size):
    assert size in [one.size for one in whole.entries if one.who == who and one.when.startswith(year)]


def test_no_size_has_a_unit_that_is_not_read_after_a_number(whole):
    odd = re.compile(r"multiple of|\bm3\b|\bkm2\b|\b(?:million|billion) (?:USD|EUR)|\b\d{5,}\b|\(.*\) \(")
    assert [one.size for one in whole.entries if odd.search(one.size)] == []
