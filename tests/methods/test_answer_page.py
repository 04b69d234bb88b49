"""The page of a study whose method has none of its own."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.display.charts.tokens import LIGHT
from steppe.methods.answer import Answer, Verdict
from steppe.methods.loader import load_run, load_study
from steppe.methods.patronage import METHOD
from steppe.methods.result import COLUMNS, Origin, Result, Table, by_slug
from steppe.methods.view import AnswerView, chart_block, table_rows, view


@pytest.fixture
def result(world) -> Result:
    rows = [
        ("KGZ", "RUS", 2023, "rent", "index", 0.4, 0.1, 0.7, 0.9, 0.001, "assumed"),
        ("TJK", "RUS", 2023, "rent", "index", -0.2, -0.5, 0.3, 0.9, 0.001, "assumed"),
        ("KGZ", "", 2023, "share", "%", 12.0, None, None, 0.9, None, "derived"),
    ]
    table = pd.DataFrame({"state": ["KGZ", "TJK"], "held": [0.0183, None], "known": [True, False]})
    return Result(
        study="made-up",
        run="made-up-0",
        method="patronage",
        title="Made up",
        question="Who gains?",
        baseline=2023,
        seed=1,
        draws=50,
        failed_draws=0,
        world_version="0",
        answer=Answer(Verdict.GAINS, "KGZ gains."),
        results=pd.DataFrame(rows, columns=list(COLUMNS)),
        tables=by_slug(Table("where-it-holds", "where it holds", table)),
        notes=("KGZ is one of two.",),
        assumptions=(("alpha", "0.2", "KGZ says so"),),
        sources=("text-T4",),
        settings={"power": "RUS"},
        origin=Origin(METHOD, load_study("coercion", world).study, world),
    )


@pytest.fixture
def seen(result) -> AnswerView:
    return view(result)


def test_every_figure_and_every_word_of_a_run_is_on_its_page(seen):
    text = METHOD.page(seen.result)
    for words in ("Who gains?", "Kyrgyzstan gains.", "Where it holds", "index, Russia, 2023", "0.0183", "Alpha"):
        assert words in text, words
    assert "−0.50 to 0.30" in text
    assert "http" not in text.split('<section id="sources">')[0].split("</style>")[1].replace("http://www.w3.org", "")


def test_a_measure_without_interval_says_so_and_is_a_table(seen):
    rent, share = seen.blocks
    assert rent.drawn and not share.drawn
    assert "No interval: counted over the draws, or not drawn." in METHOD.page(seen.result)


def test_missing_cells_are_shown_as_missing(seen):
    rows = table_rows(seen, seen.result.frames["where-it-holds"])
    assert [cell.text for cell in rows[1].cells] == ["–", "no"]


def test_the_chart_has_title_unit_year_and_source(seen):
    chart = chart_block(seen, seen.blocks[0], width=640, theme=LIGHT, framed=True).to_dict()
    assert chart["title"]["text"] == ["Rent"]
    said = " ".join(chart["title"]["subtitle"])
    assert "index, Russia, 2023" in said and "Source" in said


def test_a_run_is_written_and_read_back(result, world, tmp_path):
    again = load_run(result.save(tmp_path), world)
    assert type(again) is Result
    pd.testing.assert_frame_equal(again.frames["where-it-holds"], result.frames["where-it-holds"], check_dtype=False)
    kept = ("answer", "assumptions", "notes", "settings", "sources")
    assert all(getattr(again, name) == getattr(result, name) for name in kept)
