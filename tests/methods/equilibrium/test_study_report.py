"""A study's page and terminal tables: what they say is what the run found, and the page stands alone."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from steppe.display.charts import theme, tokens
from steppe.methods.equilibrium import charts
from steppe.methods.equilibrium import rows as study_tables
from steppe.methods.equilibrium.page import page
from steppe.methods.equilibrium.terminal import show
from steppe.methods.equilibrium.view import StudyView, view
from steppe.methods.run import run
from steppe.world.errors import UserError

NUMBER = re.compile(r"[+−]\d[\d,]*\.\d+")
"""Changes in prose carry their sign; counts, years, levels and settings do not."""
DRAWS = 16


@pytest.fixture(scope="module")
def flagship(world) -> StudyView:
    return view(run("cis-full-free-trade", world=world, draws=DRAWS))


@pytest.fixture(scope="module", params=["cis-full-free-trade", "russia-leans-on-china", "greater-eurasian-partnership"])
def study(request, world, flagship) -> StudyView:
    same = request.param == flagship.result.study
    return flagship if same else view(run(request.param, world=world, draws=DRAWS))


@pytest.fixture(scope="module")
def text(flagship) -> str:
    return page(flagship)


def cells(made: StudyView) -> set[str]:
    """Every signed figure of the tables of a page."""
    tables = (study_tables.income_rows, study_tables.case_rows, study_tables.robustness_rows, study_tables.versus_rows)
    parts = [f"{cell.text} {cell.under}" for table in tables for row in table(made) for cell in row.cells]
    return set(NUMBER.findall(" ".join(parts)))


def printed(made: StudyView, width: int, **options: bool) -> str:
    stream = io.StringIO()
    show(made, Console(file=stream, width=width, highlight=False), **options)
    return stream.getvalue()


def test_every_number_of_the_prose_is_in_the_tables(study):
    said = " ".join([study.answer, *study.says.values()])
    found = NUMBER.findall(said)
    assert found
    assert set(found) <= cells(study)


def test_words_follow_the_numbers(flagship, world):
    assert "may gain or lose" in flagship.says["intervals"] and "likely" not in flagship.says["intervals"]
    cases = flagship.result.cases.assign(value=lambda f: 1 + abs(f["value"]), low=0.3, high=2.0, error=0.0)
    turned = view(dataclasses.replace(flagship.result, cases=cases))
    assert "likely gain" in turned.says["intervals"]
    assert "may gain or lose" not in turned.says["intervals"]
    assert "as deep as the EU, nine gain" in turned.says["depths"]


def test_what_dot_and_table_show_is_the_median_of_the_draws(flagship):
    samples = flagship.result.samples
    here = samples[samples["case"].eq("main") & samples["depth"].eq(flagship.result.depth)]
    medians = here.groupby("subject")[flagship.measure].median()
    values = flagship.at()["value"]
    assert medians.loc[values.index].to_numpy() == pytest.approx(values.to_numpy(), rel=1e-9)
    assert "Dot: median" in charts.spans(flagship)


def test_depths_that_play_no_part_are_not_put_side_by_side(world):
    made = view(run("us-china-trade-war", world=world, draws=DRAWS))
    assert made.depths == (made.result.depth,)
    assert "makes no difference" in made.says["depths"]


def test_treatment_stands_above_the_result_and_adds_up(flagship, text):
    assert text.index('id="treatment"') < text.index('id="result"')
    rows = flagship.result.treatment
    assert rows[rows["case"].eq("main")]["share"].sum() == pytest.approx(1)
    for row in study_tables.treatment_rows(flagship):
        assert row.head in text


def test_the_page_holds_question_answer_limits_assumptions_and_sources(flagship, text):
    run_ = flagship.result
    plain = text.replace("\u00a0", " ")
    assert run_.question in plain
    assert flagship.answer in plain
    for section in ("depths", "cases", "robustness", "changes", "limits", "why", "assumptions", "method", "sources"):
        assert f'<section id="{section}">' in text, section
    for _, _, why in run_.assumptions:
        assert flagship.named(why) in plain
    for number in range(1, len(flagship.sources) + 2):
        assert f'id="s{number}"' in text
    assert set(re.findall(r'href="#(s\d+)"', text)) <= set(re.findall(r'id="(s\d+)"', text))


def test_the_page_asks_for_nothing(text):
    assert "default-src 'none'" in text
    assert not re.search(r"<(link|img|iframe|object|embed|image)\b|<script[^>]+src|@import|url\(\s*['\"]?(?!#)", text)


def test_charts_carry_title_unit_year_and_source(flagship):
    for draw in (charts.chart_intervals, charts.chart_change):
        svg = theme.to_svg(draw(flagship, theme=tokens.LIGHT), tokens.LIGHT)
        words = " ".join(re.findall(r">([^<>]+)<", svg))
        assert "Change in real income, % of GDP" in words
        assert str(flagship.result.baseline) in words
        assert "Source: steppe" in words
        assert "Tajikistan" in words


def test_charts_are_sound_vega_lite(flagship):
    for draw in (charts.chart_intervals, charts.chart_change):
        assert draw(flagship, theme=tokens.LIGHT).to_dict(validate=True)


def test_a_map_of_change_has_its_classes_and_no_power(flagship):
    svg = theme.to_svg(charts.chart_change(flagship, theme=tokens.LIGHT), tokens.LIGHT)
    assert all(tokens.LIGHT[token] in svg for token in tokens.CHANGE_TOKENS)
    assert not any(tokens.LIGHT[power.token] in svg for power in tokens.POWERS.values())
    assert "UN General Assembly practice" in svg


@pytest.mark.parametrize("width", [80, 100, 130])
def test_it_fits_the_terminal(study, width):
    out = printed(study, width)
    assert max(cell_len(line.rstrip()) for line in out.splitlines()) <= width
    for subject in study.order:
        assert re.search(rf"(?m)^{re.escape(study.names[subject])} +[+−\d]", out), subject
    assert " ".join(study.answer.split()) in " ".join(out.split())
    assert all(source in out for source in study.result.sources)


def test_a_wide_terminal_has_the_interval_of_every_depth(flagship):
    row = next(line for line in printed(flagship, 100).splitlines() if line.startswith("Tajikistan"))
    assert row.count(" to ") == len(flagship.depths)


def test_compact_has_the_answer_and_the_table_and_no_more(flagship):
    out = printed(flagship, 100, compact=True)
    assert "Tajikistan" in out
    assert "What this cannot tell" not in out


def test_a_run_is_written_with_its_page_beside_its_tables(flagship, tmp_path):
    home = flagship.result.save(tmp_path)
    names = {file.name for file in home.iterdir()}
    assert {"report.html", "run.json", "results.parquet", "treatment.parquet"} <= names


def test_a_folder_that_cannot_be_written_is_a_users_mistake(flagship, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        flagship.result.save(tmp_path / "file")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_offline_without_a_request_or_an_error(browser, flagship, tmp_path, width, scheme):
    written = flagship.result.save(tmp_path) / "report.html"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    tab = context.new_page()
    requests, errors = [], []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: errors.append(message.text))
    tab.goto(written.as_uri())
    assert requests == [written.as_uri()]
    assert errors == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.browser
def test_it_prints_on_a4(browser, flagship, tmp_path):
    tab = browser.new_page()
    tab.goto((flagship.result.save(tmp_path) / "report.html").as_uri())
    pdf = tab.pdf(prefer_css_page_size=True)
    sizes = set(re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf))
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {(595, 842)}
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
    tab.close()
