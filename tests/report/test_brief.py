"""A brief says what is known of a state and what is not, in the terminal, on the page and on paper."""

from __future__ import annotations

import importlib.util
import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from steppe.display.format import of_gdp
from steppe.influence import LAYERS, rank
from steppe.report.brief import charts, tables, terminal
from steppe.report.brief.page import page, write_page
from steppe.report.brief.pdf import pdf
from steppe.report.brief.view import Brief, brief
from steppe.world.errors import UserError
from steppe.world.world import World
from tests.report.sections import Sections

KINDS = ("KGZ", "RUS", "TKM", "EU", "EST", "SUN", "PRK", "XKX")
"""One of each kind: a state of the twelve, a power among them, one of few figures, a bloc, a member of it, a state that
is no more, one without accounts, and one without a seat in the United Nations."""
MOST = 3_000_000
_MADE: dict[str, Brief] = {}
_TEXTS: dict[str, str] = {}


def made(world: World, state: str) -> Brief:
    """The brief of a state, computed once for all tests."""
    if state not in _MADE:
        _MADE[state] = brief(world, state)
    return _MADE[state]


def text_of(world: World, state: str) -> str:
    """The page of a state, written once for all tests."""
    if state not in _TEXTS:
        _TEXTS[state] = page(made(world, state))
    return _TEXTS[state]


# --------------------------------------------------------------------- figures
@pytest.mark.slow
@pytest.mark.parametrize("state", ["KGZ", "EU", "EST", "SUN"])
def test_every_layer_and_power_has_a_figure_with_its_source_or_a_reason(world: World, state: str):
    view = made(world, state)
    assert len(view.cells) == len(LAYERS) * len(view.powers)
    known = view.cells[view.cells["known"]]
    assert known["basis"].notna().all() and known["source"].notna().all()
    without = view.cells[view.cells["share"].isna()]
    assert all(view.gap(reason) for reason in without["missing"])
    assert all(view.number(cell) for cell in known["source"])


def test_kyrgyzstan_owes_china_and_earns_in_russia(world: World):
    cells = made(world, "KGZ").cells.set_index(["layer", "partner"])
    assert cells.at[("trade", "CHN"), "share"] == pytest.approx(0.340, abs=0.001)
    assert cells.at[("debt", "CHN"), "amount"] == pytest.approx(1764, abs=1)
    assert cells.at[("remittances", "RUS"), "share"] > 0.8
    assert cells.at[("votes", "EU"), "when"] == "2021" and cells.at[("votes", "CHN"), "row_when"] == "2023"


def test_what_stands_out_comes_from_three_rules_and_gives_numbers_with_sources(world: World):
    view = made(world, "KGZ")
    assert len({one.rule for one in view.notable}) == len({one.layer for one in view.notable}) == 3
    assert all(re.search(r"\d", one.title + one.body) and one.sources for one in view.notable)
    titles = " ".join(one.title for one in view.notable)
    assert "Remittances from Russia equalled 15 % of GDP in 2024" in titles


def test_a_seat_frozen_in_practice_and_forces_without_consent_stand_out(world: World):
    assert any("CSTO is frozen in practice since 23 February 2024" in one.title for one in made(world, "ARM").notable)
    assert "forces" in {one.rule for one in made(world, "UKR").notable}


def test_two_seats_that_are_idle_keep_their_own_status_and_year(world: World):
    """Belarus is a member of the Eastern Partnership and a partner in the Partnership for Peace."""
    (seat,) = [one for one in made(world, "BLR").notable if one.rule == "seat"]
    assert "is a member of the Eastern Partnership" in seat.body
    assert "Beside it: NATO PfP (partner in law, suspended since 2021)." in seat.body


def test_a_power_is_not_set_against_itself(world: World):
    assert made(world, "RUS").powers == ("CHN", "EU", "USA", "TUR")
    assert made(world, "EU").powers == ("RUS", "CHN", "USA", "TUR")


def test_partners_of_the_union_lie_outside_it(world: World):
    view = made(world, "EU")
    assert not set(view.partners["partner"]) & set(view.actor.members)
    assert view.partners["share"].sum() < 1


def test_years_before_a_state_began_are_not_told(world: World):
    assert made(world, "SRB").series["year"].min() >= 2006


def test_an_unknown_state_stops_with_the_look_alike(world: World):
    with pytest.raises(UserError, match="Did you mean KGZ"):
        brief(world, "KZG")


# ----------------------------------------------------------------------- flows
def test_flows_are_those_of_the_ranking_and_say_which_records_settle(world: World):
    rows = {row.head: row for row in tables.flow_rows(made(world, "ARM"))}
    ranked = rank(world, "RUS")[0].set_index("state").loc["ARM"]
    place = made(world, "ARM").powers.index("RUS")
    assert rows["All flows"].cells[place].text == of_gdp(ranked["value"]) == "35"
    assert rows["Remittances from it"].cells[place].text == of_gdp(ranked["remittances"])
    assert made(world, "ARM").says["flows"] == "Flows with Russia are worth 35 % of GDP, more than with any other power"
    assert made(world, "KGZ").says["flows"].startswith("The records do not settle whose flows are the largest: Russia")


def test_a_sum_without_all_its_flows_is_a_lower_bound_with_the_reason(world: World):
    view = made(world, "EU")
    assert all(cell.text.startswith("≥") for cell in tables.flow_rows(view)[0].cells)
    assert {words.split(":")[0] for words in tables.flow_gaps(view)} == {
        "Remittances from it",
        "Debt service to its government",
    }
    assert made(world, "SUN").says["flows"] == "What flows between the Soviet Union and the powers is not on record"


# -------------------------------------------------------------------- terminal
@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("state", ["KGZ", "ARM", "RUS", "SUN"])
def test_it_fits_the_terminal(world: World, state: str, width: int):
    console = Console(width=width, file=StringIO(), highlight=False)
    terminal.show(made(world, state), console)
    assert isinstance(console.file, StringIO)
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert any("What is not known" in line for line in lines)
    for row in tables.tie_rows(made(world, state)):
        assert width == 80 or row.year == "–" or any(line.startswith(row.head[:20]) for line in lines)


# ------------------------------------------------------------------------ page
@pytest.mark.slow
@pytest.mark.parametrize("state", KINDS)
def test_no_section_is_empty_without_a_reason(world: World, state: str):
    view, text = made(world, state), text_of(world, state)
    assert len(text.encode()) < MOST
    sections = Sections(text).texts
    assert set(sections) == {
        *("partners", "flows", "ties", "series", "years", "seats", "security", "episodes"),
        *("losses", "unknown", "sources"),
    }
    for name, words in sections.items():
        assert len(words.split()) > 12 or name == "sources", (state, name)
    for gap in view.gaps:
        assert f'id="gap{gap.number}"' in text
    assert "nan" not in re.findall(r"\b\w+\b", re.sub(r"<[^>]*>", " ", text)), state


def test_the_page_asks_for_nothing_and_its_notes_are_met(world: World):
    text = text_of(world, "KGZ")
    tags = Sections(text).tags
    assert not [tag for tag, _ in tags if tag in ("link", "img", "iframe", "object", "embed")]
    assert not [attributes for tag, attributes in tags if tag == "script" and "src" in attributes]
    assert "default-src 'none'" in text
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    asked = {str(attrs["href"])[1:] for _, attrs in tags if str(attrs.get("href")).startswith("#")}
    assert asked <= ids


def test_every_tie_of_the_table_has_year_status_and_source(world: World):
    for row in tables.tie_rows(made(world, "KGZ")):
        covered = any("dots" not in cell.css for cell in row.cells[:-1])
        assert covered == bool(row.status) == bool(row.refs), row.head
        assert all(cell.why for cell in row.cells[:-1] if "dots" in cell.css)


def test_charts_keep_to_the_grammar_of_vega_lite(world: World):
    view = made(world, "KGZ")
    for chart in (*charts.series_panels(view).values(), charts.chart_seats(view)):
        assert chart is not None and chart.to_dict()
    losses, ties = charts.chart_losses(view), charts.chart_ties(view)
    assert losses is not None and ties is not None and losses.to_dict() and ties.to_dict()


def test_a_state_without_an_outline_has_no_map_and_says_so(world: World):
    assert charts.chart_ties(made(world, "SUN")) is None
    assert "neither a map nor a table of partners" in text_of(world, "SUN")


# ----------------------------------------------------------------------- paper
@pytest.mark.slow
def test_without_typst_a_pdf_is_refused_with_its_repair(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(UserError, match=r"steppe\[pdf\]"):
        pdf(made(world, "KGZ"))


@pytest.mark.skipif(importlib.util.find_spec("typst") is None, reason="the extra pdf is not installed")
@pytest.mark.parametrize("state", ["KGZ", pytest.param("EU", marks=pytest.mark.slow), "SUN"])
def test_it_is_set_on_paper(world: World, state: str):
    assert pdf(made(world, state)).startswith(b"%PDF")


# --------------------------------------------------------------------- browser
@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("state", ["KGZ", "SUN"])
def test_it_opens_in_a_browser_without_a_request(world: World, browser, tmp_path: Path, state: str, width: int):
    written = write_page(made(world, state), tmp_path / "brief.html")
    context = browser.new_context(viewport={"width": width, "height": 900})
    tab = context.new_page()
    requests, errors = [], []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: errors.append(message.text))
    tab.goto(written.as_uri())
    assert requests == [written.as_uri()] and errors == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_reasons_name_layers_in_words(world: World):
    reasons = [gap.reason for gap in made(world, "KGZ").gaps]
    assert any("“Debt service to governments”" in reason for reason in reasons)
    assert not any("`" in reason for reason in reasons)


def test_serbia_before_it_stood_alone_has_no_trade_rather_than_none(world: World):
    trade = made(world, "SRB").series.query("layer == 'trade'")
    assert trade["year"].min() == 2006


def test_a_change_of_record_is_told_as_no_change_of_trade(world: World):
    titles = {state: [one.title for one in made(world, state).notable] for state in ("KGZ", "RUS")}
    assert "China has led in goods since 2022; in 2021 it was Russia" in titles["KGZ"]  # China led in 2019 too: on BACI
    assert not any("has led in goods" in title for title in titles["RUS"])  # 2022, 2023 and 2024 rest on three records
    (one,) = (one for one in made(world, "KGZ").notable if one.rule == "passed")
    assert "; derived. " in one.body and "reconciled" not in one.body


# -------------------------------------------------------------------- security
@pytest.mark.slow
@pytest.mark.parametrize("state", ["ARM", "KGZ", "TJK", "UZB"])
def test_security_stands_in_the_brief_with_its_pages(world: World, state: str):
    view = made(world, state)
    events = view.security.events
    assert {"exercise", "visit", "text on Xinjiang"} <= set(events["kind"])
    assert events["when"].max() >= "2025" and all(view.number(source) for source in events["source"])
    words = Sections(text_of(world, state)).texts["security"]
    assert "what is not listed is unknown" in words and "Foreign sites as they stand" in words
    assert all(row.event in words for row in events.itertuples())


def test_sites_stand_as_last_seen_and_summits_say_what_is_known(world: World):
    sites = {row[0]: row[2] for row in tables.site_rows(made(world, "ARM"))}
    assert sites["102nd base Gyumri/Erebuni"] == "present by a page of 2026-02-26"
    assert sites["Zvartnots airport border guards"] == "left by a page of 2024-10-08"
    summits = {(body, year): words for body, year, words, _ in tables.summit_rows(made(world, "MDA"))}
    assert summits["CIS", 2025] == "0.00 (2 of 3 known)"


def test_what_is_lost_says_its_year_where_that_is_not_the_rows(world: World):
    """Russia took Turkmen gas of a known price in 2019 last, China in 2024."""
    view = made(world, "TKM")
    (row,) = (row for row in tables.loss_rows(view) if row.head.startswith("Pipeline gas sold"))
    assert row.year == "2024" and row.cells[list(view.powers).index("RUS")].under == "2019"
    printed = "\n".join(line.plain for line in terminal.render(view))
    assert re.search(r"Pipeline gas sold to it.*‘19 1\.0", printed)


def test_bodies_are_written_as_people_write_them_and_a_standing_in_one_word(world: World):
    """Russia's partnership with NATO: `NATO_PfP` is the key of a table."""
    text = "\n".join(line.plain for line in terminal.render(made(world, "RUS"), 80))
    assert "NATO PfP suspended since" in " ".join(text.split())
    assert "NATO_PfP" not in text and "site(s)" not in text
    assert "NATO_PfP:" not in text_of(world, "RUS")
