"""`steppe alignment`: a state's path in the votes of the General Assembly beside those of others."""

from __future__ import annotations

from pathlib import Path

import typer

from steppe.cli.output import FORMAT, PAGE, Format, console, show, the_world


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(alignment)


def alignment(
    state: str = typer.Argument(..., help="A state by code or name."),
    beside: str = typer.Option("RUS,CHN,USA", "--with", "-w", help="States to compare with, separated by commas."),
    again: bool = typer.Option(False, "--again", help="Estimate positions again, including newer votes in --data."),
    out: Path | None = PAGE,
    format: Format = FORMAT,
) -> None:
    """A state's course in UN votes compared with others': positions with bands, agreement, the votes on Ukraine."""
    from steppe.politics.alignment import alignment as align
    from steppe.politics.alignment import records
    from steppe.report.alignment.view import CANNOT_TELL, view

    world = the_world()
    if again:
        from steppe.politics.idealpoints.estimate import renewed

        world = renewed(world)
    data = align(world, state, [one.strip() for one in beside.split(",") if one.strip()])
    shown = view(world, data)
    if out is not None:
        from steppe.display.page import save
        from steppe.report.alignment.page import page

        console().print(str(save(out, page(shown))), soft_wrap=True)
    elif format is Format.TABLE:
        from steppe.report.alignment.terminal import show as show_alignment

        show_alignment(shown)
    else:
        totals = {"state": data.state, "with": list(data.partners), "world_version": shown.version}
        show(records(data), format, shown.says, [shown.nearest, *shown.notes, *CANNOT_TELL], totals)
