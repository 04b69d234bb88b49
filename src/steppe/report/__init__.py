"""Charts, tables, pages: what the other rooms found, shown. Importing this room imports neither pandas nor altair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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


__all__ = ["write"]
