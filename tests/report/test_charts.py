"""Every chart that leaves a page says what it shows, in which unit, of which year and from where."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pandas as pd
import pytest

from steppe.display.charts import lines, theme, tokens
from steppe.report.overview import charts, maps

DRAW = {
    "memberships": charts.chart_memberships,
    "mutual": charts.chart_mutual_trade,
    "map": maps.chart_map,
}


@pytest.fixture(scope="module")
def drawn(view):
    return {name: theme.to_svg(draw(view, theme=tokens.LIGHT), tokens.LIGHT) for name, draw in DRAW.items()}


def words(svg: str) -> str:
    return " ".join(
        "".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("text")
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("memberships", ["members", "Member states, 1991 to 21 November 2026", "Source: steppe membership spells"]),
        ("mutual", ["with each other", "% of all their goods trade, 2000–2023", "Source: CEPII BACI"]),
        ("map", ["first trade partner", "% of each state’s goods trade, 2023", "Source: CEPII BACI, 2023"]),
    ],
)
def test_title_unit_year_and_source_are_in_the_picture(drawn, view, name, said):
    text = words(drawn[name])
    assert all(phrase in text for phrase in said), text
    assert f"steppe {view.version}" in text


def test_the_map_says_whose_borders_it_draws(drawn):
    assert maps.WORLDVIEW in words(drawn["map"])


def test_imputed_figures_keep_their_letter_in_the_charts(drawn):
    assert "the nine of today 21 %ⁱ" in words(drawn["mutual"])
    assert "35 %ⁱ" in words(drawn["map"])
    assert "imputed" in words(drawn["map"])


@pytest.mark.parametrize("name", list(DRAW))
def test_no_text_is_under_eleven_pixels(drawn, name):
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawn[name])]
    assert sizes
    assert min(sizes) >= 11


@pytest.mark.parametrize("name", list(DRAW))
def test_a_chart_asks_for_nothing_from_elsewhere(drawn, name):
    assert set(re.findall(r'https?://[^"\s]+', drawn[name])) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_missing_years_break_the_line_and_the_next_year_is_a_dot(view):
    own = view.mutual[(view.mutual["organization"] == "CIS") & (view.mutual["membership"] == "fixed")]
    runs = lines.with_runs(own[own["russia"] == "with"].sort_values("year"))
    assert runs.groupby("run")["year"].agg(["min", "max"]).to_numpy().tolist() == [[2000, 2020], [2023, 2023]]


@pytest.mark.parametrize("power", ["RUS", "CHN", "EU"])
def test_classes_are_the_same_for_every_power(view, power):
    text = words(theme.to_svg(maps.chart_map(view, power, theme=tokens.LIGHT), tokens.LIGHT))
    assert all(bound in text for bound in ("0", "5", "10", "20", "35", "50 % +"))


def test_a_state_has_the_colour_of_its_class(view):
    spec = maps.chart_map(view, theme=tokens.LIGHT).to_dict()
    fills = {layer["mark"].get("fill") for layer in spec["vconcat"][0]["layer"]}
    assert {tokens.LIGHT["chn-5"], tokens.LIGHT["land"]} <= fills  # Turkmenistan 48, Russia 35


def test_crimea_is_drawn_in_ukraine_and_hatched(view):
    shapes = view.shapes.set_index("shape")
    crimea = [np.array([[34.1, 45.2]])]
    from steppe.display.charts import geometry

    in_ukraine = any(geometry.inside(crimea[0], p)[0] for p in geometry.rings(shapes.at["UKR", "geometry"]))
    in_russia = any(geometry.inside(crimea[0], p)[0] for p in geometry.rings(shapes.at["RUS", "geometry"]))
    assert in_ukraine
    assert not in_russia
    assert "crimea" in shapes.index
    assert "nagorno-karabakh" not in shapes.index  # since 20 September 2023


def test_a_year_that_is_not_there_is_refused(view):
    with pytest.raises(KeyError, match="no trade of 2022"):
        maps.chart_map(view, year=2022)


def test_labels_at_the_end_of_lines_do_not_overlap():
    places = lines.spread([10.0, 11, 12, 80], 13)
    assert np.diff(places).min() >= 13 - 1e-9
    assert places[-1] == 80


def test_a_png_can_be_made_without_a_network(view):
    assert theme.to_png(charts.chart_mutual_trade(view, theme=tokens.LIGHT), tokens.LIGHT, 1).startswith(b"\x89PNG")


def test_bodies_keep_the_colour_of_the_power_that_leads_them(view):
    frame = pd.DataFrame(view.member_counts).groupby("organization")["leader"].first()
    assert frame["CSTO"] == "RUS"
    assert frame["OTS"] == "TUR"
