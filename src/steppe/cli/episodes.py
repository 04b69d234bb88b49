"""The command `episodes`: what powers offered or inflicted, what they asked, what followed."""

from __future__ import annotations

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, the_world


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(episodes)


@examples(
    {
        "episodes KGZ RUS": "what passed between Kyrgyzstan and Russia, in time",
        "episodes --sender EU --instrument aid_or_lending_stop": "aid that the European Union held back",
    }
)
def episodes(
    state: str | None = typer.Argument(
        None, help="A state, as sender or target; without one, the counts of all.", autocompletion=completion.state
    ),
    other: str | None = typer.Argument(
        None, help="A second state: what passed between the two.", autocompletion=completion.state
    ),
    sender: str | None = typer.Option(
        None, "--sender", "-s", help="Only what this state did or offered.", autocompletion=completion.state
    ),
    instrument: str | None = typer.Option(
        None, "--instrument", "-i", help="Only this instrument: import_ban, loan_or_swap, use_of_force …"
    ),
    format: Format = FORMAT,
) -> None:
    """Inducements, coercion and use of force since 1991: what was used, how large, what was asked, what followed."""
    from steppe.influence.ledger import WHY_NO_RATE, chosen
    from steppe.report.episodes.view import about, listing

    world = the_world()
    rows = chosen(world, state, other, sender, instrument)
    title = about(world, state, other, sender, instrument)
    view = listing(world, rows, title)
    if format is not Format.TABLE:
        show(rows, format, view.title, WHY_NO_RATE, names=rows.columns)
        return
    from steppe.display.terminal import show as lay_out
    from steppe.report.episodes.terminal import render

    named = any(word is not None for word in (state, sender, instrument))
    with screen() as out:
        lay_out(lambda width: render(view, width, entries=named), out)
