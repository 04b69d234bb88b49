"""`steppe brief`: a state on one page; `steppe site`: a folder of pages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, tell, the_world
from steppe.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from steppe.report.brief.view import Brief

COLUMNS = (
    *(
        "partner",
        "domain",
        "layer",
        "year",
        "when",
        "share",
        "low",
        "high",
        "amount",
        "unit",
        "size",
        "size_of",
        "reverse",
    ),
    *("record", "basis", "source", "imputed", "note", "missing"),
)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (brief, site):
        app.command(cls=Command)(command)


@examples(
    {
        "brief KGZ": "Kyrgyzstan on one page",
        "brief KGZ --out kgz.html": "the same as a page with charts and the source of each figure",
    }
)
def brief(
    state: str = typer.Argument(
        ..., help="A state by code or name, or EU for the 27 as one.", autocompletion=completion.actor
    ),
    out: Path | None = typer.Option(None, "--out", help="FILE.html or FILE.pdf to write instead of printing."),
    format: Format = FORMAT,
) -> None:
    """A state on one page: ties with the powers, what stands out, seats, what losing one would cost, gaps in data."""
    from steppe.report.brief.view import brief as compute

    write = None if out is None else _writer(out)
    view = compute(the_world(), state)
    if write is not None and out is not None:
        tell(str(write(view, out)))
    elif format is Format.TABLE:
        from steppe.report.brief.terminal import show as show_brief

        with screen() as to:
            show_brief(view, to)
    else:
        from steppe.cli.influence import UNITS

        stands = [{"title": one.title, "body": one.body, "rule": one.rule} for one in view.notable]
        totals = {"state": view.code, "world_version": view.version, "says": dict(view.says), "stands_out": stands}
        show(view.cells[list(COLUMNS)], format, f"{view.name} on {view.on}", totals=totals, units=UNITS)


def _writer(out: Path) -> Callable[[Brief, Path], Path]:
    """What writes a file of that ending."""
    from steppe.world.errors import UserError

    if out.suffix.lower() == ".html":
        from steppe.report.brief.page import write_page

        return write_page
    if out.suffix.lower() == ".pdf":
        from steppe.report.brief.pdf import write_pdf

        return write_pdf
    raise UserError(f"--out: {out} is neither .html nor .pdf; name the file FILE.html or FILE.pdf")


@examples(
    {
        "site pages": "all pages, in the folder pages",
        "site pages --processes 2": "the same with two processes",
    }
)
def site(
    folder: Path = typer.Argument(..., help="Folder to write the pages to; index.html is the first."),
    processes: int = typer.Option(
        os.cpu_count() or 1, "--processes", "-p", min=1, max=256, show_default="all", help="Number of processes."
    ),
) -> None:
    """A folder of pages that opens from disk: map, states, organizations, pairs, studies, claims, how wrong we are."""
    from steppe.report.site.write import write_site

    world = the_world()
    with progress("Writing", "pages") as step:
        written = write_site(world, folder, step, processes)
    tell(f"{len(written)} pages in {folder}; open {folder / 'index.html'}")
