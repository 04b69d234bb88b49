"""The command `means`: what a power paid out, and beside it what it asked."""

from __future__ import annotations

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, the_world


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(means)


@examples(
    {
        "means RUS": "loans, gas below the market, remittances and arms toward the twelve, and what was asked",
        "means CHN TJK": "every year of China and Tajikistan",
    }
)
def means(
    power: str = typer.Argument(..., help="Who paid out: a state or EU.", autocompletion=completion.actor),
    state: str | None = typer.Argument(
        None, help="Toward whom, in every year; the twelve by default.", autocompletion=completion.state
    ),
    format: Format = FORMAT,
) -> None:
    """What a power paid out by year: loans, aid, arms, gas prices, remittances let through; and what it asked."""
    from steppe.report.means.view import ASKED, NEVER_ADDED, view

    world = the_world()
    if format is not Format.TABLE:
        from steppe.influence.means import COLUMNS
        from steppe.influence.means import means as paid

        shown = view(world, power, state)
        totals = {"asked": dict(shown.asked)}
        show(paid(world, power, state), format, shown.title, [NEVER_ADDED, ASKED], totals, names=COLUMNS)
        return
    from steppe.display.terminal import show as lay_out
    from steppe.report.means.terminal import render

    shown = view(world, power, state)
    with screen() as out:
        lay_out(lambda width: render(shown, width), out)
