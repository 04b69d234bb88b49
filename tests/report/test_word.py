"""The brief for a word processor: headings, real tables with the page's figures, pictures with words, sources."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest

from steppe.display.format import sentence_case
from steppe.report.brief import tables
from steppe.report.brief.view import Brief, brief
from steppe.report.brief.word import word
from steppe.world.world import World
from tests.conftest import Run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def view(world: World) -> Brief:
    return brief(world, "KGZ")


@pytest.fixture(scope="module")
def document(view: Brief) -> Any:
    return docx.Document(io.BytesIO(word(view)))


def headings(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name in ("Title", "Heading 1", "Heading 2")]


@pytest.mark.slow
def test_it_has_the_sections_of_the_page_as_headings(view: Brief, document: Any) -> None:
    found = headings(document)
    assert found[0] == "Kyrgyzstan" and found[-2:] == ["What this cannot tell", "Sources"]
    sections = ("partners", "flows", "ties", "series", "seats", "security", "losses", "unknown")
    said = [sentence_case(view.says[name]) for name in sections]
    assert [one for one in found if one in said] == said


def test_its_tables_are_tables_with_the_figures_of_the_page(view: Brief, document: Any) -> None:
    ties = next(table for table in document.tables if table.cell(0, 0).text.startswith("Tie, and what"))
    rows = tables.tie_rows(view)
    shown = [row for row in ties.rows[1:] if row.cells[0]._tc is not row.cells[-1]._tc]
    assert len(shown) == len(rows) > 20
    for row, expected in zip(shown, rows, strict=True):
        texts = [cell.text for cell in row.cells]
        assert texts[0] == f"{expected.head}\n{expected.what}".strip()
        for text, cell in zip(texts[1:6], expected.cells, strict=False):
            assert text.split("\n")[0] == f"{cell.text}{cell.mark}"
        assert texts[6] == expected.year
    assert ties.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


def test_every_picture_says_what_it_shows(document: Any) -> None:
    said = [one.get("descr") for one in document.element.iter() if one.tag.endswith("}docPr")]
    assert len(said) >= 6 and all(said) and len(set(said)) == len(said)


def test_every_number_of_a_source_leads_to_one(view: Brief, document: Any) -> None:
    texts = [one.text for one in document.paragraphs]
    listed = texts[texts.index("Sources") + 1 :]
    assert len(listed) == len(view.sources)
    assert listed[0].startswith("1. ") and all(re.match(r"\d+\. \S", text) for text in listed)
    raised = [run.text for one in document.paragraphs for run in one.runs if run.font.superscript]
    numbers = {int(number) for text in raised for number in text.split(",")}
    assert numbers and numbers <= set(range(1, len(listed) + 1))


@pytest.mark.slow
def test_the_same_brief_gives_the_same_bytes(view: Brief) -> None:
    assert word(view) == word(view)


def test_a_brief_is_written_by_its_ending(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steppe.display.office.find_spec", lambda name: None)
    ran = run("brief", "KGZ", "--out", tmp_path / "kgz.docx")
    assert (ran.code, ran.out) == (2, "") and "pip install 'steppe[files]'" in ran.err
    ran = run("brief", "KGZ", "--out", tmp_path / "kgz.doc")
    assert ran.code == 2 and "FILE.docx" in ran.err and not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("state", ["TKM", "USA", "EU", "NRU"])
def test_states_with_little_on_record_have_one_too(world: World, state: str) -> None:
    found = headings(docx.Document(io.BytesIO(word(brief(world, state)))))
    assert "Sources" in found and len(found) >= 8
