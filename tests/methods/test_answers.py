"""Rules for every answer: a verdict of the list, forty words, no slug, digits that exist, stable with more points."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from steppe.methods.answer import MOST_WORDS, Answer, Verdict
from steppe.methods.loader import list_studies, shipped
from steppe.methods.registry import find
from steppe.methods.run import DRAWS, run

FEW, MANY = 256, 2048


@pytest.fixture(scope="module")
def answers(world):
    """Every shipped study with few points: the result, and its answer with names."""
    found = {}
    for name in shipped():
        result = run(name, world=world, draws=FEW, seed=7)
        found[name] = result, str(find(result.method).answer(result))
    return found


@pytest.fixture(scope="module")
def printed(world):
    """Every shipped study as `steppe run` answers it."""
    return {name: run(name, world=world) for name in shipped()}


@pytest.mark.slow
def test_every_answer_keeps_to_the_rules(world, answers):
    slugs = {slug for slug in shipped() if "-" in slug}
    for name, (result, text) in answers.items():
        assert isinstance(result.answer, Answer) and result.answer.verdict in Verdict
        assert text.startswith(f"{result.answer.verdict}. ")
        assert len(text.split()) <= MOST_WORDS, (name, len(text.split()), text)
        assert not [slug for slug in slugs if slug in text] and "at depth" not in text
        assert not re.search(r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+-\d{4}\b", text), (name, text)
        assert not re.search(r"\b(?:RUS|CHN|USA|KAZ|UZB|KGZ|TJK|TKM|BLR|ARM|AZE|GEO|MDA|UKR|TUR)\b", text), (name, text)
        assert result.document()["answer"] == find(result.method).answer(result).document()


@pytest.mark.slow
def test_nobody_whom_an_answer_passes_over_moves_more_than_those_whom_it_names(answers):
    for name, (result, _) in answers.items():
        if result.method != "equilibrium" or result.answer.verdict not in (Verdict.GAINS, Verdict.LOSES, Verdict.BOTH):
            continue
        about = result.source.study.answer
        rows = result.results[result.results["measure"].eq("gdp_equivalent") & result.results["partner"].eq("")]
        named = np.array([subject in result.answer.sentence for subject in rows["subject"]])
        assert named.any(), name
        outside = ~named & ~rows["subject"].isin([*about.subjects, *about.belligerents])
        assert not (rows.loc[outside, "value"].abs() > rows.loc[named, "value"].abs().min()).any(), name
        for side in (1, -1):
            sure = (side * rows[["low", "high"]] > 0).all(axis=1) & ~rows["subject"].isin(about.belligerents)
            size = side * rows["value"]
            assert not (size[sure & ~named] > size[sure & named].min()).any(), (name, side)


@pytest.mark.slow
def test_every_drawn_figure_has_a_monte_carlo_error(answers):
    for name, (result, _) in answers.items():
        drawn = result.results[result.results["low"].notna()]
        assert len(drawn) and drawn["error"].notna().all(), name
        assert (drawn["error"] >= 0).all() and (result.results["level"] == 0.9).all()


@pytest.mark.slow
def test_more_points_give_the_same_verdict_and_the_same_printed_figures(answers, printed):
    """Within one unit of the last digit that few points print, in 98 of 100 figures of each method."""
    assert DRAWS >= MANY
    near: dict[str, list[pd.DataFrame]] = {}
    for name, (few, _) in answers.items():
        many = printed[name]
        assert many.answer.verdict is few.answer.verdict, name
        one, two = (found.results.set_index(["subject", "partner", "year", "measure", "unit"]) for found in (few, many))
        both = one.join(two.add_suffix("_many"), how="inner").dropna(subset=["error", "low"])
        unit = 10.0 ** np.ceil(np.log10(np.maximum(2 * both["error"], 1e-9)))
        parts = {part: (both[part] - both[f"{part}_many"]).abs() <= unit + 1e-9 for part in ("value", "low", "high")}
        near.setdefault(few.method, []).append(pd.DataFrame(parts).assign(study=name))
    for method, frames in near.items():
        found = pd.concat(frames).set_index("study", append=True)
        assert (found.mean() >= 0.98).all(), (method, found[~found.all(axis=1)])


def test_verdicts_are_a_closed_list():
    assert len(Verdict) == 11 and all(one.value[0].isupper() for one in Verdict)
    with pytest.raises(ValueError, match="Probably"):
        Verdict("Probably")
    assert str(Answer(Verdict.OPEN, "A sentence.")) == "The data cannot tell. A sentence."
    assert Answer(Verdict.OPEN, "A sentence.", "And a caveat.").words == 9


def test_every_trade_study_says_what_it_leaves_out(world):
    for loaded in list_studies():
        if loaded.study.method == "equilibrium":
            assert loaded.study.answer.left_out, loaded.name


@pytest.mark.slow
def test_the_page_of_answers_has_what_is_printed(printed):
    page = (Path(__file__).parents[2] / "docs/explanation/answers.md").read_text(encoding="utf-8")
    for name, result in printed.items():
        assert f"| {find(result.method).answer(result)} |" in page, name
