"""`steppe compare`: two states, or two runs; what is named decides."""

from __future__ import annotations

from pathlib import Path

import typer

from steppe.cli import completion, influence
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, show, the_world

LATEST = 2023
BY = "Of states: the economy by flows over GDP, or by the mean of shares."


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(compare)


@examples(
    {
        "compare KGZ TJK": "on whom each of two states depends more",
        "compare eaeu-only cis-full-free-trade": "what a zone of the CIS brings beyond one of the EAEU",
    }
)
def compare(
    first: str = typer.Argument(
        ...,
        help="A state; or a run: its folder, its name under `runs`, or a study.",
        autocompletion=completion.state_or_study,
    ),
    second: str = typer.Argument(..., help="Another of the same kind.", autocompletion=completion.state_or_study),
    on: str = typer.Option(
        influence.POWERS, "--on", help="Of states: the powers.", autocompletion=completion.several(completion.actor)
    ),
    year: int = typer.Option(LATEST, "--year", "-y", help="Of states: the year."),
    by: influence.By = typer.Option(None, "--by", help=BY),
    measure: str | None = typer.Option(
        None, "--measure", "-m", help="Of runs: what is compared; gdp_equivalent, or a layer of a simulation."
    ),
    case: str = typer.Option("main", "--case", help="Of runs: the case of both."),
    format: Format = FORMAT,
) -> None:
    """Two states side by side, on whom each depends more; or two runs, draw by draw: what the second has more."""
    if _is_run(first) or _is_run(second):
        _useless("states", {"--on": on != influence.POWERS, "--year": year != LATEST, "--by": by is not None})
        _runs(first, second, measure, case, format)
    else:
        _useless("runs", {"--measure": measure is not None, "--case": case != "main"})
        influence.compare(first, second, on, year, by, format)


def _useless(of: str, options: dict[str, bool]) -> None:
    """Refuse an option that says nothing of what is compared."""
    from steppe.world.errors import UserError

    for option, given in options.items():
        if given:
            raise UserError(f"{option}: this is for {of}, which are not compared here; leave it out")


def _is_run(name: str) -> bool:
    """Whether a name means a run: a folder, a run kept under `runs`, a study file or a shipped study."""
    from steppe.methods.loader import shipped
    from steppe.methods.store import RUNS

    return Path(name).is_dir() or (RUNS / name).is_dir() or name.endswith(".toml") or name in shipped()


def _runs(first: str, second: str, measure: str | None, case: str, format: Format) -> None:
    from steppe.cli.scenario import kept_or_new
    from steppe.methods.registry import find

    world = the_world()
    one, two = kept_or_new(world, first), kept_or_new(world, second)
    method = find(one.method)
    of = measure or method.compared
    made = method.compare(one, two, case=case, measure=of)
    table = made.shown if format is Format.TABLE else made.rows
    show(table, format, f"{of}: {one.run} and {two.run}", made.notes)
