"""`steppe runs`: what is kept of runs, and taking runs away."""

from __future__ import annotations

from pathlib import Path

import typer

from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, show, tell


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(runs)


@examples(
    {
        "runs": "the runs in the folder `runs`, the latest first",
        "runs -f csv": "the same as rows",
    }
)
def runs(
    words: list[str] | None = typer.Argument(
        None, metavar="[rm NAME ...]", help="`rm` and names of runs to remove them; nothing to list all."
    ),
    folder: Path = typer.Option(Path("runs"), "--in", help="Folder of runs."),
    format: Format = FORMAT,
) -> None:
    """The runs that are kept, whole and unfinished; `steppe runs rm NAME` removes one."""
    from steppe.methods import kept
    from steppe.world.errors import UserError

    if folder.exists() and not folder.is_dir():
        raise UserError(f"--in: {folder} is a file; name a folder of runs")
    if not words:
        rows = kept.runs(folder)
        notes = ["`steppe runs rm NAME` removes one; `steppe sql` asks all in `runs`, as tables runs and run_results."]
        show(rows, format, f"Runs in {folder}", notes if len(rows) else ["None yet: `steppe run STUDY` makes one."])
        return
    if words[0] != "rm":
        raise UserError(f'runs: "{words[0]}" cannot be done with runs; give `rm NAME`, or nothing to list them')
    if len(words) == 1:
        raise UserError("runs: rm needs the name of a run; `steppe runs` lists them")
    kept.forget(words[1:], folder)
    tell(f"Removed: {', '.join(dict.fromkeys(words[1:]))}")
