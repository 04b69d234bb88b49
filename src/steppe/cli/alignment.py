"""`steppe alignment`: a state's path in the votes of the General Assembly beside those of others."""

from __future__ import annotations

from pathlib import Path

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, PAGE, Format, screen, show, tell, the_world
from steppe.cli.progress import waiting


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(alignment)


@examples(
    {
        "alignment KAZ": "Kazakhstan's votes beside those of Russia, China and the United States",
        "alignment MDA --with RUS,ROU --out mda.html": "Moldova beside Russia and Romania, as a page",
    }
)
def alignment(
    state: str = typer.Argument(..., help="A state by code or name.", autocompletion=completion.state),
    beside: str = typer.Option(
        "RUS,CHN,USA",
        "--with",
        "-w",
        help="States to compare with, separated by commas.",
        autocompletion=completion.several(completion.state),
    ),
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
    with waiting("Comparing votes"):
        data = align(world, state, [one.strip() for one in beside.split(",") if one.strip()])
        shown = view(world, data)
    if out is not None:
        from steppe.display.page import save
        from steppe.report.alignment.page import page

        tell(str(save(out, page(shown))))
    elif format is Format.TABLE:
        from steppe.report.alignment.terminal import show as show_alignment

        with screen() as to:
            show_alignment(shown, to)
    else:
        totals = {"state": data.state, "with": list(data.partners), "world_version": shown.version}
        show(records(data), format, shown.says, [shown.nearest, shown.contrast, *shown.notes, *CANNOT_TELL], totals)
