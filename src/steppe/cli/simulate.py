"""`steppe simulate`: the system year by year, from the last year of data to a horizon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, MOST_DRAWS, SEED, Format

ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}")
DRAWS = 2048
"""As `steppe run` draws, so that both give the same answer."""
BASELINE: Mapping[str, str] = {"baseline": "baseline-2035"}
"""What the course without events may be called, and its study."""


MOST_WORKERS = 256


def _address(executor: str | None) -> str | None:
    if executor is not None and not ADDRESS.fullmatch(executor):
        from steppe.world.errors import UserError

        raise UserError(f'--executor: "{executor}" is no address of a Dask scheduler; write it as tcp://127.0.0.1:8786')
    return executor


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(simulate)


@examples(
    {
        "simulate baseline --until 2030 --draws 64 --compact": "the course without events: the answer and its figures",
        "simulate who-leads-in-2035 --draws 64 --compact": "with which power ties are larger",
    }
)
def simulate(
    scenario: str = typer.Argument(
        ..., help="`baseline`, a study of method simulation by name, or a TOML file.", autocompletion=completion.study
    ),
    until: int | None = typer.Option(None, "--until", help="Horizon, a year; by default the study's own, 2035."),
    draws: int = typer.Option(
        DRAWS, "--draws", min=2, max=MOST_DRAWS, help="Draws of the system, rounded up to a power of two."
    ),
    seed: int = SEED,
    workers: int | None = typer.Option(
        None, "--workers", min=1, max=MOST_WORKERS, help="Processes; by default up to one a core, for many draws."
    ),
    executor: str | None = typer.Option(
        None, "--executor", callback=_address, help="Dask scheduler to draw on, tcp://HOST:PORT (extra `cluster`)."
    ),
    out: Path | None = typer.Option(None, "--out", help="Folder for the run's own; `runs` if a table is printed."),
    compact: bool = typer.Option(False, "--compact", help="The answer and the main table; keeps nothing on disk."),
    format: Format = FORMAT,
) -> None:
    """The system in motion: growth, ties and seats year by year, many times; and what a scenario changes."""
    from steppe.cli.output import the_world
    from steppe.cli.scenario import answered
    from steppe.methods.loader import load_study
    from steppe.world.errors import UserError

    loaded: Any = load_study(BASELINE.get(scenario, scenario), the_world())
    if loaded.study.method != "simulation":
        raise UserError(
            f"{scenario} is a study of method {loaded.study.method}, which does not move year by year: `steppe run "
            f"{scenario}` answers it"
        )
    if workers is not None and executor is not None:
        raise UserError("--workers: this is of this machine, and --executor draws elsewhere; give one of the two")
    settings = {"until": until, "executor": executor}
    answered(loaded, draws, seed, out, compact=compact, format=format, settings=settings, workers=workers)
