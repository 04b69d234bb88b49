"""Commands about evidence: claims, coverage, ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from steppe.cli.output import FORMAT, Format, console, show, the_world

if TYPE_CHECKING:
    import pandas as pd

_SHAPES = {"yes": "✓", "no": "✗", "in part": "◐", "no data": "–"}


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (ask, claims, coverage):
        app.command()(command)


def ask(
    text: str = typer.Argument(..., help="A question in plain words."),
    answers: int = typer.Option(5, "--answers", "-n", min=1, max=50, help="How many answers to show."),
    format: Format = FORMAT,
) -> None:
    """Search texts, claims, entities, chronology, organizations and sources."""
    from steppe.evidence.search import Hit, search

    found = search(the_world(), text, answers)
    if format is not Format.TABLE:
        import pandas as pd

        frame = pd.DataFrame([answer.as_row() for answer in found], columns=list(Hit.__slots__))
        show(frame, format, text, [] if found else ["Nothing found."])
        return
    from rich.markup import escape
    from rich.padding import Padding

    out = console()
    if not found:
        out.print(f'Nothing found for "{text}".', markup=False)
    for number, answer in enumerate(found, 1):
        title, place = escape(answer.title), escape(answer.locator)
        out.print(f"[bold]{number}. {title}[/bold]  [dim]{answer.kind} · {place}[/dim]")
        for line in filter(None, (answer.text, answer.figure)):
            out.print(Padding(escape(line), (0, 0, 0, 3), expand=False))


def claims(
    claim: str | None = typer.Argument(None, help="A claim, T4-11; all of them by default."),
    verdict: str | None = typer.Option(None, "--verdict", help="Only claims with this verdict."),
    text: str | None = typer.Option(None, "--text", help="Only claims of this text, T0 … T4."),
    format: Format = FORMAT,
) -> None:
    """What the literature says against what the data say."""
    from steppe.evidence import listing

    world = the_world()
    if not claim:
        frame, title, notes = listing.verdicts(world, verdict, text)
        show(frame, format, title, notes, spare=("type", "claimed"))
        return
    frame, title, notes = listing.working(world, claim)
    if format is Format.TABLE:
        _print_working(frame, title, notes)
    else:
        show(frame, format, title, notes)


def _print_working(frame: pd.DataFrame, title: str, notes: list[str]) -> None:
    from rich.markup import escape
    from rich.padding import Padding

    out = console()
    out.print(f"[bold]{escape(title)}[/bold]")
    for note in notes:
        out.print(escape(note))
    for row in frame.itertuples():
        out.print()
        out.print(f"[bold]{_SHAPES[row.holds]} {escape(row.measure)}: {escape(row.found)}[/bold]")
        out.print(Padding(escape(row.query), (0, 0, 0, 2)), style="dim")
        imputed = f", {row.imputed} imputed" if row.imputed != "0%" else ""
        out.print(Padding(f"{row.rows} rows{imputed}; {escape(row.sources)}", (0, 0, 0, 2)), style="dim")
        if row.note:
            out.print(Padding(escape(row.note), (0, 0, 0, 2)))


def coverage(
    paragraph: str | None = typer.Argument(None, help='A paragraph, "T4 ¶10" or T4-10; the summary by default.'),
    format: Format = FORMAT,
) -> None:
    """Every paragraph of the five texts: its table, event, study or claim, or `not covered` and why."""
    from steppe.evidence import listing

    frame, title, notes = listing.covered(the_world(), paragraph)
    show(frame, format, title, notes, spare=("waiting %", "not covered %", "not covered"))
