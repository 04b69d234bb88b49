"""`steppe changes`: what moved between two versions of the tables."""

from __future__ import annotations

import enum

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, the_world


class Page(enum.StrEnum):
    """Where figures are shown."""

    OVERVIEW = "overview"
    BRIEFS = "briefs"
    CLAIMS = "claims"


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(changes)


@examples(
    {
        "changes 2026.2 2026.3": "what moved between the two versions, by how much and why",
        "changes 2026.2 2026.3 --on briefs --state KGZ -f csv": "all that moved in one brief, for a spreadsheet",
    }
)
def changes(
    old: str = typer.Argument(..., help="A version of the tables, 2026.2."),
    new: str = typer.Argument(..., help="Another, 2026.3."),
    on: Page | None = typer.Option(None, "--on", help="Only the figures of the overview, the briefs or the claims."),
    state: str | None = typer.Option(
        None, "--state", "-s", help="Only figures of one state, and claims about it.", autocompletion=completion.actor
    ),
    rows: int = typer.Option(15, "--rows", "-n", min=1, help="Figures of each page in a table; CSV and JSON have all."),
    format: Format = FORMAT,
) -> None:
    """Every figure of the overview, the briefs and the claims that moved between two versions, by how much and why."""
    from steppe.report.changes import terminal
    from steppe.report.changes.shown import PAGES
    from steppe.report.changes.view import changes as compute

    found = compute(the_world(), old, new, PAGES if on is None else (on.value,), state)
    title = f"What moved from {old} to {new}"
    told = terminal.summary(found)
    if format is Format.TABLE:
        from rich.text import Text

        from steppe.display.frames import print_table
        from steppe.display.terminal import DIM, HEAD, write

        with screen() as out:
            write(out, [Text(title, style=HEAD), *map(Text, told)])
            for words, table in terminal.tables(found, rows):
                write(out, [Text()])
                print_table(out, table, words)
            write(out, [Text(), Text(terminal.NOTE, style=DIM)])
    else:
        totals = {"compared": found.compared, **found.counts, "by_cause": found.by_cause}
        show(found.frame, format, title, told, totals)
