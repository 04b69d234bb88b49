"""The notebooks run, and show what is stored in them: figures as they are today, charts that any viewer draws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "docs" / "tutorials").glob("*.ipynb"))
LARGEST = 300_000
"""Bytes; a larger file is slow to show."""
EVERY = [pytest.param(path, id=path.stem) for path in NOTEBOOKS]


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def shown(notebook: Any) -> list[str]:
    """What each cell shows: a table as HTML, else text; of a chart only that it is one."""
    outputs = [output.get("data", output) for cell in code(notebook) for output in cell["outputs"]]
    kinds = [next(kind for kind in ("image/png", "text/html", "text/plain", "text") if kind in one) for one in outputs]
    texts = ["".join(one[kind]) for kind, one in zip(kinds, outputs, strict=True)]
    return [kind if kind == "image/png" else text for kind, text in zip(kinds, texts, strict=True)]


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", EVERY)
def test_every_cell_was_run_in_order_and_nothing_failed(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = code(notebook)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert {output["output_type"] for cell in cells for output in cell["outputs"]} == {"execute_result"}
    assert shown(notebook).count("image/png") == sum(".plot()" in "".join(cell["source"]) for cell in cells) >= 2
    assert path.stat().st_size < LARGEST


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Jupyter's own; the cells run in a process of their own
@pytest.mark.parametrize("path", EVERY)
def test_a_notebook_shows_today_what_is_stored_in_it(path: Path) -> None:
    pytest.importorskip("nbclient", reason="nbclient is not installed: pip install 'steppe[dev]'")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed: pip install 'steppe[dev]'")
    from docs.make_notebooks import executed

    stored = json.loads(path.read_text(encoding="utf-8"))
    assert shown(executed(path)) == shown(stored), "run `python -m docs.make_notebooks`"
