"""The chart of membership: it is drawn, and its title follows the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steppe.display.charts.theme import to_svg
from steppe.display.charts.tokens import DARK, LIGHT
from steppe.methods.membership import METHOD
from steppe.methods.membership.charts import chart_ranks
from steppe.methods.run import run


@pytest.fixture(scope="module")
def result(world):
    return run("who-leaves-next", world=world, draws=20)


@pytest.mark.parametrize("width, theme", [(640, LIGHT), (360, DARK)])
def test_the_study_has_its_chart(result, width, theme):
    ((name, chart),) = METHOD.charts(result, width=width, theme=theme, framed=True)
    assert name == "chart_ranks"
    chart.to_dict()  # against Vega-Lite's schema
    assert to_svg(chart, theme).startswith("<svg")


def test_the_title_counts_the_events_of_the_upper_half(result):
    assert "12 of 13 events" in str(chart_ranks(result).to_dict()["title"]["text"])
    table = result.tables["backtest"]
    low = replace(result, tables={"backtest": replace(table, frame=table.frame.assign(percentile=0.1))})
    assert "0 of 13 events" in str(chart_ranks(low).to_dict()["title"]["text"])
    assert chart_ranks(replace(result, tables={"backtest": replace(table, frame=table.frame.head(0))})) is None
