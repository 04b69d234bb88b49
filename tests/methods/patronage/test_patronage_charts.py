"""Charts of patronage: drawn where the study has what they show, and their titles follow the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steppe.display.charts.theme import to_svg
from steppe.display.charts.tokens import DARK, LIGHT
from steppe.methods.loader import load_study
from steppe.methods.patronage import METHOD
from steppe.methods.patronage import charts as patronage_charts
from steppe.methods.run import run
from steppe.scenario.study import Loaded

DRAWS = 16


@pytest.fixture(scope="module")
def results(world):
    def small(name):
        study = load_study(name, world).study.model_copy(update={"states": ("KGZ", "KAZ"), "subjects": ()})
        return run(Loaded(name, study), world=world, draws=DRAWS)

    return {
        name: small(name) for name in ("powers-act-jointly", "coercion", "inducements", "patron-bargains-with-less")
    }


def with_table(result, slug, frame):
    """The result with another frame in one of its tables."""
    return replace(result, tables={**result.tables, slug: replace(result.tables[slug], frame=frame)})


@pytest.mark.parametrize("width, theme", [(640, LIGHT), (360, DARK)])
@pytest.mark.parametrize(
    "name, drawn", [("powers-act-jointly", 2), ("coercion", 2), ("inducements", 2), ("patron-bargains-with-less", 0)]
)
def test_a_study_has_the_charts_of_what_it_asks(world, results, name, drawn, width, theme):
    charts = METHOD.charts(results[name], width=width, theme=theme, framed=True)
    assert len(charts) == drawn
    for _, chart in charts:
        chart.to_dict()  # against Vega-Lite's schema
        assert to_svg(chart, theme).startswith("<svg")


def test_the_title_of_the_matrix_follows_its_figures(results):
    found = results["coercion"]
    table = found.frames["threats"].copy()
    table.loc[table["state"].eq("KAZ"), "TUR"] = 99.0
    turned = with_table(found, "threats", table)
    before, after = (" ".join(patronage_charts.chart_pressure(one, framed=True).title.text) for one in (found, turned))
    assert "in the model largest from Türkiye in KAZ" in after and "Türkiye" not in before and "99" not in after


def test_the_record_is_drawn_before_the_model(results):
    charts = [name for name, _ in METHOD.charts(results["coercion"], width=640, theme=LIGHT, framed=True)]
    assert charts == ["chart_cases", "chart_pressure"]
    title = patronage_charts.chart_cases(results["coercion"], framed=True).title.text
    assert "Cases of coercion on record, 1991 to now" in title


def test_the_title_of_sympathy_follows_its_figures(results):
    found = results["powers-act-jointly"]
    table = found.frames["sympathy"].copy()
    assert "hardly in sympathy" in " ".join(patronage_charts.chart_sympathy(found, framed=True).title.text)
    table["at α 1"] = 50.0
    turned = with_table(found, "sympathy", table)
    assert "hardly" not in " ".join(patronage_charts.chart_sympathy(turned, framed=True).title.text)


def test_a_page_gives_each_chart_its_own_words_and_names_its_source_once(results):
    text = METHOD.page(results["coercion"])
    cases, threats = (part.split("</figure>")[0] for part in text.split('<section class="picture">')[1:])
    assert "<h2>Cases of coercion on record, 1991 to now</h2>" in cases and "<h2>Credible threat: in the mo" in threats
    for part, source in ((cases, "the ledger of episodes"), (threats, "stakes made of dependence")):
        assert part.split('<div class="tools">')[0].count(source) == 2  # as data of the picture, and under it
        drawn = part.split("<svg")[1]
        assert "Source" not in drawn and ">Kyrgyzstan<" in drawn and "KGZ" not in drawn


@pytest.mark.parametrize("name, table", [("coercion", "threats"), ("inducements", "offers")])
def test_sizes_that_are_assumed_have_two_digits_at_most(results, name, table):
    shown = results[name].tables[table].shown.drop(columns="state")
    digits = [str(cell).replace(",", "").replace(".", "").lstrip("0") for cell in shown.to_numpy().ravel()]
    assert digits and all(len(one.rstrip("0") if len(one) > 2 else one) <= 2 for one in digits)
