"""`steppe scoreboard`: how wrong we are, failures first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, the_world

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(scoreboard)


@examples(
    {
        "scoreboard": "all mechanisms, failures first",
        "scoreboard union-of-2015": "one mechanism beside every baseline",
    }
)
def scoreboard(
    name: str | None = typer.Argument(
        None, help="One mechanism, with every baseline and its calibration.", autocompletion=completion.mechanism
    ),
    again: bool = typer.Option(False, "--again", help="Recompute, and say whether the shipped figures still hold."),
    format: Format = FORMAT,
) -> None:
    """Hindcasts and forecast scores against the strongest simple rivals, failures first."""
    world = the_world()
    if again:
        _again(world, name, format)
    elif name is None:
        _board(world, format)
    else:
        _one(world, name, format)


def _board(world: World, format: Format) -> None:
    from steppe.evidence.mechanisms import ORDER, finding, scoreboard
    from steppe.report.scoreboard import terminal, view

    frame = scoreboard(world)
    if format is Format.TABLE:
        with screen() as out:
            terminal.show(frame, finding(frame), out)
        return
    each = frame.drop_duplicates("mechanism")
    counts = {verdict: int(each["overall"].eq(verdict).sum()) for verdict in ORDER}
    show(frame, format, finding(frame), view.HOW_TO_READ[:4], {"verdicts": counts})


def _one(world: World, name: str, format: Format) -> None:
    from steppe.evidence.mechanisms import details, named
    from steppe.methods.result import records
    from steppe.report.scoreboard import terminal

    rows = named(world, name)
    baselines, bins = details(world, name)
    title = rows["title"].iloc[0]
    if format is not Format.TABLE:
        show(rows, format, title, (), {"baselines": records(baselines), "calibration": records(bins)})
        return
    with screen() as out:
        terminal.show_one(rows, baselines, bins, title, out)


def _again(world: World, name: str | None, format: Format) -> None:
    import pandas as pd

    from steppe.evidence.hindcast import NotHereError, hindcast_named, hindcasts
    from steppe.evidence.mechanisms import again

    chosen = [hindcast_named(name)] if name else list(hindcasts().values())
    frames: list[pd.DataFrame] = []
    notes = []
    for one in chosen:
        try:
            frames.append(again(world, one))
        except NotHereError as gap:
            if name:
                raise
            notes.append(f"{one.name}: {gap}.")
    frame = pd.concat(frames, ignore_index=True)
    differ = frame[~frame["agrees"]]
    verdict = f"all {len(frame)} agree" if differ.empty else f"{len(differ)} of {len(frame)} differ"
    title = f"Computed again, {name or f'{len(frames)} mechanisms'}: of the shipped figures {verdict}"
    shown = frame if name or format is not Format.TABLE else differ
    show(shown, format, title, notes, {"agrees": bool(differ.empty)})
