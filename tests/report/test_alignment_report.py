"""The words of an alignment follow its numbers; its chart and page are sound."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from steppe.display.charts.tokens import LIGHT
from steppe.politics.alignment import alignment
from steppe.report.alignment.charts import chart_paths
from steppe.report.alignment.page import page
from steppe.report.alignment.tables import year_rows
from steppe.report.alignment.terminal import render
from steppe.report.alignment.view import contrast, finding, nearest, view


@pytest.fixture(scope="module")
def shown(world):
    return view(world, alignment(world, "KAZ", ["RUS", "CHN", "USA"]))


def mirrored(data):
    """The same paths with the sides changed over."""
    paths = data.paths.assign(ideal_point=-data.paths["ideal_point"], low=-data.paths["high"], high=-data.paths["low"])
    return replace(data, paths=paths)


def test_a_move_is_told_by_its_direction(shown):
    assert "away from the side of the United States (estimated here)" in finding(shown.data, shown.names)
    assert "towards the side of the United States (estimated here)" in finding(mirrored(shown.data), shown.names)


def test_no_move_is_told_where_the_bands_meet(shown):
    wide = replace(shown.data, paths=shown.data.paths.assign(low=-9.0, high=9.0))
    assert finding(wide, shown.names).endswith("so no move is certain")


def test_the_nearest_comes_first(shown):
    paths = shown.data.paths
    moved = paths["ideal_point"].mask(paths["state"].eq("CHN"), -9.0)
    assert nearest(shown.data, shown.names).startswith("Distance, nearest first: in 2019 (estimated here) China")
    far = replace(shown.data, paths=paths.assign(ideal_point=moved))
    assert nearest(far, shown.names).startswith("Distance, nearest first: in 2019 (estimated here) Russia")


def test_headline_table_and_bars_end_with_the_same_record_and_year(world):
    """Moldova: our estimates end in 2019, the table and the bars go on with published positions to 2023."""
    moldova = view(world, alignment(world, "MDA", ["RUS", "CHN", "USA"]))
    assert "from +1.30 in 1992 to +0.87 in 2019" in moldova.says
    assert "on published positions it went from +0.80 in 2020 to +1.08 in 2023" in moldova.says
    assert "in 2023 (published) Russia (1.68)" in moldova.nearest
    lines = [line.plain for line in render(moldova, 80)]
    bars = next(line for line in lines if line.startswith("  Moldova"))
    assert bars.endswith("+1.30→+0.87│+0.80→+1.08") and bars.count("│") == 2
    table = {line[:4]: line for line in reversed(lines) if line[:4].isdigit()}
    assert table["2019"].endswith("estimated") and "+0.87" in table["2019"]
    assert table["2023"].endswith("published") and "+1.08" in table["2023"]


def test_distances_stand_beside_the_published_ones(world, shown):
    assert contrast(shown.data, shown.names) in page(shown)
    published = world.table("un_ideal_points").set_index(["state", "year"])["ideal_point"]
    ends = " → ".join(f"{abs(published['KAZ', year] - published['USA', year]):.2f}" for year in (1992, 2019))
    assert f"the United States 3.20 → 4.79 ({ends})" in shown.contrast
    alone = replace(shown.data, paths=shown.data.paths[shown.data.paths["year"] == 2019])
    assert contrast(alone, shown.names).startswith("No two years")


def test_the_chart_breaks_where_the_record_changes(shown):
    chart = chart_paths(shown, theme=LIGHT)
    drawn = chart.to_dict()
    assert drawn["title"]["text"] and "published positions" in " ".join(drawn["title"]["subtitle"])
    rows = [row for data in drawn["datasets"].values() for row in data if "run" in row and row["state"] == "KAZ"]
    runs = {row["year"]: row["run"] for row in rows}
    assert runs[2019] != runs[2020] and runs[2000] == runs[2010]


@pytest.mark.parametrize("width", [80, 100])
def test_the_terminal_keeps_to_its_width(shown, width):
    from rich.console import Console

    console = Console(width=width, record=True, file=io.StringIO())
    console.print(render(shown, width))
    assert max(map(len, console.export_text().splitlines())) <= width


def test_years_after_the_positions_have_the_agreement_alone(shown):
    rows = {row.head: row for row in year_rows(shown)}
    assert [cell.text for cell in rows["2025"].figures] == ["–"] * 5 + ["74", "90", "2.7"]
    assert rows["2025"].figures[0].why == "no position on record"
    assert {cell.text for cell in rows["2024"].figures} == {"–"}


def test_the_level_of_the_last_years_is_told_apart(shown):
    assert shown.level.startswith("Mean position 2023–2025 in a later release: KAZ −0.43, RUS −0.36")
    assert shown.level in page(shown)


def test_the_page_stands_alone(shown):
    text = page(shown)
    head, _, more = shown.says.partition("; ")
    assert f"<h1>{head}</h1>" in text and f'<p class="ans">{more[0].upper()}{more[1:]}. {shown.nearest}.</p>' in text
    assert "<script src" not in text and 'src="http' not in text
    assert "ES-11/1" in text and "\u221268" not in text
