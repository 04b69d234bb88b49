"""`steppe brief`: a state on one page; `steppe site`: a folder of pages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, tell, the_world
from steppe.cli.progress import progress, waiting

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
        "brief KGZ": "Kyrgyzstan in brief",
        "brief KGZ --out kgz.html": "the same as a page with charts and the source of each figure",
    }
)
def brief(
    state: str = typer.Argument(
        ..., help="A state by code or name, or EU for the 27 as one.", autocompletion=completion.actor
    ),
    out: Path | None = typer.Option(
        None, "--out", help="FILE.html, .pdf or .docx to write instead of printing; a missing folder is made."
    ),
    one_page: bool = typer.Option(False, "--one-page", help="Exactly one page of A4 (FILE.pdf), or its like to read."),
    format: Format = FORMAT,
) -> None:
    """A state in brief: ties with the powers, what stands out, seats, what losing one would cost, gaps in data."""
    if one_page:
        return _one_page(state, out, format)
    from steppe.report.brief.view import brief as compute

    write = None if out is None else _writer(out)
    with waiting("Computing the brief"):
        view = compute(the_world(), state)
    if write is not None and out is not None:
        with waiting(f"Writing {out}"):
            written = write(view, out)
        tell(str(written))
    elif format is Format.TABLE:
        from steppe.report.brief.terminal import show as show_brief

        with screen() as to:
            show_brief(view, to)
    else:
        from steppe.cli.influence import UNITS

        stands = [{"title": one.title, "body": one.body, "rule": one.rule} for one in view.notable]
        totals = {"state": view.code, "world_version": view.version, "says": dict(view.says), "stands_out": stands}
        show(view.cells[list(COLUMNS)], format, f"{view.name} on {view.on}", totals=totals, units=UNITS)


def _one_page(state: str, out: Path | None, format: Format) -> None:
    from steppe.report.onepage.view import one_page as compute
    from steppe.world.errors import UserError

    if out is not None and out.suffix.lower() != ".pdf":
        raise UserError(f"--one-page: {out} is not .pdf; only there a page has an end, so name the file FILE.pdf")
    if format is not Format.TABLE:
        raise UserError("--one-page: it is to be read; leave --format out, or --one-page")
    with waiting("Computing the page"):
        page = compute(the_world(), state)
    if out is not None:
        from steppe.report.onepage.pdf import write_pdf

        with waiting(f"Writing {out}"):
            written = write_pdf(page, out)
        return tell(str(written))
    from steppe.report.onepage.terminal import show as show_page

    with screen() as to:
        show_page(page, to)


def _writer(out: Path) -> Callable[[Brief, Path], Path]:
    """What writes a file of that ending."""
    from steppe.world.errors import UserError

    match out.suffix.lower():
        case ".html":
            from steppe.report.brief.page import write_page

            return write_page
        case ".pdf":
            from steppe.report.brief.pdf import write_pdf

            return write_pdf
        case ".docx":
            from steppe.display.office import need
            from steppe.report.brief.word import write_word

            need("docx", "--out", "a .docx")
            return write_word
    raise UserError(f"--out: {out} is not .html, .pdf or .docx; name the file FILE.html, FILE.pdf or FILE.docx")


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
    with progress("Writing", "pages", folder.with_name(f"{folder.name}.progress")) as step:
        written = write_site(world, folder, step, processes)
    tell(f"{len(written)} pages in {folder}; open {folder / 'index.html'}")
