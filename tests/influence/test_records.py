"""A change over time is told between years on one record only, wherever it is told."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from steppe.display.charts.lines import with_runs
from steppe.influence.dependence import dependence
from steppe.influence.latest import yearly
from steppe.influence.records import alike, kinds, latest_alike, of_years
from steppe.report.brief.terminal import render
from steppe.report.brief.view import brief
from steppe.report.overview.view import overview

TWELVE = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB")
SPAN = re.compile(r"[Ff]rom (\d{4}) to (\d{4})|from [\d.]+ % in (\d{4}) to [\d.]+ % in (\d{4})|→ (\d{4}) to (\d{4})")


@pytest.fixture(scope="module")
def goods(world):
    return dependence(TWELVE, layer="trade", world=world).frame


def told(text):
    """Pairs of years between which a text tells a change."""
    return [tuple(int(year) for year in found if year) for found in SPAN.findall(text)]


def test_a_kind_of_record_is_baci_own_or_what_else_there_is():
    rows = pd.DataFrame(
        {
            "record": ["baci", "baci;imts;imputed", "baci;imputed", "importer;baci", "press", "imts;carried", None],
            "basis": ["reconciled", "reconciled", "imputed", "derived", "reported", "estimated", "reported"],
        }
    )
    assert kinds(rows).tolist() == ["baci", "baci", "baci, imputed", "own", "press", "imts", ""]


def test_years_alike_are_those_on_the_record_of_most_years_and_the_latest_those_on_the_last():
    rows = pd.DataFrame({"year": [2018, 2019, 2020, 2023], "record": [*["baci"] * 3, "importer"], "basis": "reported"})
    assert alike(rows)["year"].tolist() == [2018, 2019, 2020] and latest_alike(rows)["year"].tolist() == [2023]
    assert alike(rows.assign(record=None))["year"].tolist() == [2018, 2019, 2020, 2023]


def test_a_trend_ignores_what_another_record_says(world, goods):
    """Own statistics of 2021 to 2024 move no break, slope or change."""
    keys = ["state", "partner"]
    shares = goods[goods["share"].notna()]
    kind = of_years(shares[shares["state"].eq("KGZ") & shares["partner"].eq("CHN")])
    assert kind[2020] == "baci" and kind[2023] == "own"
    own = {pair for pair, rows in shares.groupby(keys) if set(kinds(rows[rows["year"] > 2020])) == {"own"}}
    assert len(own) >= 15
    for pair in own:
        mine = goods[(goods["state"] == pair[0]) & (goods["partner"] == pair[1])]
        series = mine[mine["year"].le(2020) & mine["share"].notna()]
        fitted = np.polyfit(series["year"], series["share"], 1)[0]
        row = mine.iloc[0]
        if row["breaks"] == "":
            assert row["slope"] == pytest.approx(fitted)
        assert all(int(year) <= 2020 for year in str(row["breaks"]).split(", ") if year)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["KGZ", "RUS", "BLR", "UZB", "AZE"])
def test_every_change_of_goods_that_a_brief_tells_is_between_years_on_one_record(world, state):
    view = brief(world, state)
    trade = view.series[view.series["layer"] == "trade"]
    resting = of_years(trade)
    lines = "\n".join(line.plain for line in render(view, 100) if "goods trade" in line.plain)
    shifts = "\n".join(one.title for one in view.notable if one.layer == "trade")
    spans = told(lines) + told(shifts)
    assert spans
    for start, end in spans:
        assert resting[start] == resting[end], (state, start, end)


def test_the_overview_compares_years_on_one_record(world):
    view = overview(world)
    frame = view.trade[view.trade["state"].isin(TWELVE) & view.trade["share"].notna()]
    resting = of_years(frame)
    ((start, end),) = told(view.says["trade"])
    assert resting[start] == resting[end] == "baci" != resting.iloc[-1]
    assert "on the record of earlier years" in view.says["headline"]


def test_no_line_of_a_chart_joins_two_records(goods):
    series = yearly(goods)
    own = series[series["state"].eq("RUS") & series["partner"].eq("CHN")]
    runs = with_runs(own)
    assert len(own) == 25 and runs["run"].nunique() > 2
    assert own["kind"].groupby(runs["run"]).nunique().eq(1).all()
