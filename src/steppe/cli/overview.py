"""`steppe overview`: the region at a glance."""

from __future__ import annotations

from pathlib import Path

import typer

from steppe.cli.output import FORMAT, Format


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(overview)


def overview(
    year: int = typer.Option(None, "--year", help="Show this year beside the usual ones."),
    out: Path = typer.Option(None, "--out", help="Folder to write overview.html to."),
    format: Format = FORMAT,
) -> None:
    """The twelve and the powers at a glance, and the claims tally."""
    raise NotImplementedError
