"""`steppe overview`: the region at a glance."""

from __future__ import annotations

from pathlib import Path

import typer

from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, tell, the_world


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(overview)


@examples(
    {
        "overview": "the twelve and the powers today",
        "overview --year 2010 --out pages": "the same at the end of 2010, as a page with a map and charts",
    }
)
def overview(
    year: int | None = typer.Option(None, "--year", help="How things stood at the end of this year."),
    out: Path | None = typer.Option(
        None, "--out", help="Folder to write overview.html to; it is made if it is missing."
    ),
    format: Format = FORMAT,
) -> None:
    """The twelve and the powers at a glance, and the claims tally."""
    from steppe.evidence.verdicts import evaluate_claims
    from steppe.report.overview.view import overview as compute

    world = the_world()
    result = compute(world, year=year, claims=evaluate_claims(world))
    if out is not None:
        from steppe.report.overview.page import write_page

        tell(str(write_page(result, out)))
    elif format is Format.TABLE:
        from steppe.report.overview.terminal import show as show_overview

        with screen() as to:
            show_overview(result, to)
    else:
        from steppe.report.overview.records import records

        totals = {"on": str(result.on), "world_version": result.version, "says": dict(result.says)}
        show(records(result), format, f"Overview on {result.on}", totals=totals)
