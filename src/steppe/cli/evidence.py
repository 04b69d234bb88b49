"""Commands about evidence: claims, coverage, ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, say, show, the_world
from steppe.cli.progress import waiting
from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd
    from rich.text import Text

    from steppe.evidence.claims import Claim
    from steppe.evidence.search import Hit
    from steppe.world.world import World

_SHAPES = {"yes": "✓", "no": "✗", "in part": "◐", "lower bound": "≥", "no data": "–"}


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (ask, claims, coverage):
        app.command(cls=Command)(command)


@examples(
    {
        'ask "who lends to Kyrgyzstan?"': "the five best answers from texts, claims and tables",
        'ask "when did Armenia freeze the CSTO" -n 2': "two answers",
    }
)
def ask(
    text: str = typer.Argument(..., help="A question in plain words."),
    answers: int = typer.Option(5, "--answers", "-n", min=1, max=50, help="How many answers to show."),
    format: Format = FORMAT,
) -> None:
    """Search texts, claims, entities, chronology, organizations and sources."""
    from steppe.evidence.search import Hit, search

    with waiting("Searching"):
        found = search(the_world(), text, answers)
    if format is not Format.TABLE:
        notes = [] if found else ["Nothing found."]
        show([answer.as_row() for answer in found], format, text, notes, names=Hit.__slots__)
        return
    say(_hits(text, found))


def _hits(text: str, found: Sequence[Hit]) -> Iterator[Text]:
    from rich.text import Text

    from steppe.display.terminal import DIM, HEAD

    if not found:
        yield Text(f'Nothing found for "{text}".')
    for number, answer in enumerate(found, 1):
        yield Text.assemble((f"{number}. {answer.title}", HEAD), (f"  {answer.kind} · {answer.locator}", DIM))
        yield from (Text(f"   {line}") for line in (answer.text, answer.figure) if line)


@examples(
    {
        "claims T4-11": "one claim: what was measured, how, and from which rows",
        "claims --file mine.toml": "claims of your own, put to the same data",
    }
)
def claims(
    claim: str | None = typer.Argument(
        None, help="A claim, T4-11; all of them by default.", autocompletion=completion.claim
    ),
    verdict: str | None = typer.Option(None, "--verdict", help="Only claims with this verdict."),
    text: str | None = typer.Option(None, "--text", help="Only claims of this text, T0 … T4."),
    now: bool = typer.Option(False, "--now", help="The verdict at the text's date beside that of now."),
    file: Path | None = typer.Option(None, "--file", help="Claims of your own, a TOML file, instead of the shipped."),
    format: Format = FORMAT,
) -> None:
    """What the literature says against what the data say, at its date and now."""
    from steppe.evidence import listing
    from steppe.evidence.claims import claim as find

    world = the_world()
    chosen = _chosen(world, file, text)
    if now:
        _refuse_beside_now(claim, verdict)
        frame, title, notes = listing.standings(world, chosen)
        show(frame, format, title, notes)
        return
    if not claim:
        frame, title, notes = listing.verdicts(world, verdict, chosen)
        show(frame, format, title, notes, spare=("type", "claimed"))
        return
    one = find(claim, chosen, f"steppe claims --file {file}") if file else find(claim)
    frame, title, notes = listing.working(world, one)
    if format is Format.TABLE:
        say(_working(frame, title, notes))
    else:
        show(frame, format, title, notes)


def _chosen(world: World, file: Path | None, text: str | None) -> Sequence[Claim] | None:
    """The claims of a file or of a text; None for all that are shipped."""
    from steppe.evidence.listing import of_text
    from steppe.evidence.own import read_claims

    if file and text:
        raise UserError(f"--text is one of the five texts, whose claims are shipped; leave out --text {text} or --file")
    return read_claims(world, file) if file else of_text(text) if text is not None else None


def _refuse_beside_now(claim: str | None, verdict: str | None) -> None:
    if claim or verdict:
        given = f"claim {claim}, whose own page says what holds now" if claim else f"--verdict {verdict}"
        raise UserError(f"--now compares all claims, or those of one --text; leave out {given}.")


def _working(frame: pd.DataFrame, title: str, notes: list[str]) -> Iterator[Text]:
    from rich.text import Text

    from steppe.display.terminal import DIM, HEAD

    yield Text(title, HEAD)
    yield from map(Text, notes)
    for row in frame.itertuples():
        when = "now · " if row.when == "now" else ""
        imputed = f", {row.imputed} imputed" if row.imputed != "0%" else ""
        yield Text()
        yield Text(f"{_SHAPES[row.holds]} {when}{row.measure}: {row.found}", HEAD)
        yield Text(f"  {row.query}", DIM)
        yield Text(f"  {row.rows} rows{imputed}; {row.sources}", DIM)
        if row.note:
            yield Text(f"  {row.note}")


@examples(
    {
        "coverage": "how much of each text is covered",
        "coverage T4-10": "where each part of paragraph 10 of text T4 has its place",
    }
)
def coverage(
    paragraph: str | None = typer.Argument(None, help='A paragraph, "T4 ¶10" or T4-10; the summary by default.'),
    format: Format = FORMAT,
) -> None:
    """Every paragraph of the five texts: its table, event, study or claim, or `not covered` and why."""
    from steppe.evidence import listing

    frame, title, notes = listing.covered(the_world(), paragraph)
    show(frame, format, title, notes, spare=("waiting %", "not covered %", "not covered"))
