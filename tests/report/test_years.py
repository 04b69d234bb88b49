"""Every year of every tie of a state: what stands in the folds of its page."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from steppe.influence import figures
from steppe.report.brief.page import page
from steppe.report.brief.view import Brief, brief
from steppe.report.brief.years import TieYears, in_runs, tie_years
from steppe.world.world import World
from tests.report.sections import Sections


@cache
def made(world: World, code: str) -> Brief:
    return brief(world, code).with_years()


def tie(world: World, code: str, layer: str) -> TieYears:
    return next(one for one in tie_years(made(world, code)) if one.layer == layer)


def test_the_kyrgyz_debt_to_china_in_2018_stands_with_its_amount_and_its_source(world: World):
    debt = tie(world, "KGZ", "debt")
    place = [row.head for row in debt.rows].index("2018")
    cell, view = debt.rows[place].cells[debt.powers.index("CHN")], made(world, "KGZ")
    assert (cell.text, cell.mark, cell.amount) == ("38", "m", "1.72 bn USD")
    assert [view.sources.iloc[number - 1]["source"] for number in debt.refs[place]] == ["ids-world-bank"]


@pytest.mark.parametrize("code", ["KGZ", "RUS"])
def test_every_figure_of_a_state_stands_in_a_fold_and_names_its_source(world: World, code: str):
    view = made(world, code)
    frame = figures(world, code, view.powers)
    known = frame[frame["share"].notna() | frame["amount"].notna()]
    shown = {one.layer: one for one in tie_years(view)}
    assert set(shown) == set(known.loc[known["year"] >= 1991, "layer"])
    for name, one in shown.items():
        own = known[known["layer"] == name]
        assert {row.head for row in one.rows} == set(own["when"]), name
        assert all(one.refs), name
        assert set(one.powers) == set(own["partner"]), name


def test_a_power_without_a_figure_in_a_year_has_a_word_and_a_reason(world: World):
    gaps = [c for one in tie_years(made(world, "TKM")) for row in one.rows for c in row.cells if "dots" in c.css]
    assert gaps and all(cell.text == "no data" and cell.why for cell in gaps)


def test_one_observation_that_stands_for_many_years_is_shown_once(world: World):
    assert [row.head for row in tie(world, "KGZ", "language").rows] == ["mixed"]


def test_runs_of_years():
    assert in_runs([2000, 2001, 2002, 2005]) == "2000–2002, 2005"


def test_the_page_has_a_fold_a_tie_and_the_ties_lead_to_it(world: World):
    text = page(brief(world, "KGZ"))
    found = Sections(text)
    ids = {attributes.get("id") for _, attributes in found.tags}
    wanted = {one.layer for one in tie_years(made(world, "KGZ"))}
    assert {f"year-{layer}" for layer in wanted} <= ids
    assert 'href="#year-debt"' in text and "1.72 bn USD" in found.texts["years"]


def test_no_dash_carries_a_raised_number_and_no_figure_does(world: World):
    text = page(brief(world, "KGZ"))
    body = text.split("<main")[1].split("</main>")[0]
    assert "–<sup" not in body
    marks = [part.split("</sup>")[0] for part in body.split('<sup class="m">')[1:]]
    assert marks and set(marks) <= {"i", "m", "a"}


def test_series_of_an_exhibit_are_those_of_the_frame(world: World):
    from steppe.report.brief.exhibits import series

    view = made(world, "KGZ")
    debt = next(one for one in series(view) if one.name == "series-debt")
    own = view.series[(view.series["layer"] == "debt") & (view.series["partner"] == "CHN")].set_index("year")["share"]
    rows = {row[0].text: row[1].value for row in debt.rows}
    assert rows["2018"] == pytest.approx(100 * own[2018])
    assert len(rows) == int(own.notna().sum()) and not pd.isna(rows["2022"])
    assert debt.finding.startswith("Debt to China: 31 % with China in 2022")
