"""Charts, tables, pages: what the other rooms found, shown. Importing this room imports neither pandas nor altair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steppe.report.overview.view import Overview
    from steppe.scenario.result import Result


def write(result: Overview | Result, folder: Path | str) -> Path:
    """Write a result to a folder, which is made if need be, as a self-contained page.

    An overview becomes `overview.html`; a run of a study `report.html`, with `run.json` and its tables as Parquet in a
    folder of its own, `<study>-<hash>`.

    Returns
    -------
    The path of the page.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    from steppe.report.overview.view import Overview

    if isinstance(result, Overview):
        from steppe.report.overview.page import write_page

        return write_page(result, Path(folder))
    from steppe.methods.pages import write_study
    from steppe.methods.store import save

    return write_study(result, save(result, Path(folder)))


__all__ = ["write"]
