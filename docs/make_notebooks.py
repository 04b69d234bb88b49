"""Runs the notebooks of the tutorials and stores what their cells show, charts as PNG, in the notebooks themselves.

    python -m docs.make_notebooks

A test runs them again and compares. Needs nbclient and ipykernel, which are in the extra `dev`.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent / "tutorials").glob("*.ipynb"))


def executed(path: Path) -> nbformat.NotebookNode:
    """A notebook with what its cells show now."""
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=place, record_timing=False).execute()
    return notebook


def main() -> None:
    """Run and store every notebook."""
    for path in NOTEBOOKS:
        nbformat.write(executed(path), path)
        print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
