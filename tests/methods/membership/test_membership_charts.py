"""The chart of membership: it is drawn, and its title follows the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steppe.display.charts.theme import to_svg
from steppe.display.charts.tokens import DARK, LIGHT
from steppe.methods.membership import METHOD
from steppe.methods.membership.charts import chart_chances
from steppe.methods.run import run


@pytest.fixture(scope="module")
def result(world):
    return run("who-leaves-next", world=world, draws=20)


@pytest.mark.parametrize("width, theme", [(640, LIGHT), (360, DARK)])
def test_the_study_has_its_chart(result, width, theme):
    ((name, chart),) = METHOD.charts(result, width=width, theme=theme, framed=True)
    assert name == "chart_chances"
    chart.to_dict()  # against Vega-Lite's schema
    drawn = to_svg(chart, theme)
    assert drawn.startswith("<svg")
    for words in ("Moldova leaves CIS", "Armenia leaves CSTO", "a seat in use leaves"):
        assert words in drawn


def test_the_title_names_the_first_row(result):
    assert chart_chances(result).to_dict()["title"]["text"] == [
        "Moldova leaves CIS: 87\N{NO-BREAK SPACE}% within 5 years"
    ]
    table = result.tables["chances"]
    turned = replace(result, tables={"chances": replace(table, frame=table.frame.iloc[1:])})
    assert chart_chances(turned).to_dict()["title"]["text"][0].startswith("Armenia leaves CSTO: 4")
    assert chart_chances(replace(result, tables={"chances": replace(table, frame=table.frame.head(0))})) is None
