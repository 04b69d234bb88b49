"""Charts, tables, pages: what the other rooms found, shown. Nothing here computes a figure of its own but sums."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steppe.report.overview import Overview


def write(result: Overview, folder: Path | str) -> Path:
    """Write a result to a folder as a self-contained page, `overview.html`; the folder is made if need be.

    Returns
    -------
    The path of the page.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    from steppe.report.page import write_page

    return write_page(result, Path(folder))


def __getattr__(name: str) -> Any:
    """`overview` and the charts, imported when first asked for: pandas and altair are slow to start."""
    if name == "Overview":
        from steppe.report.overview import Overview

        return Overview
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["write"]
