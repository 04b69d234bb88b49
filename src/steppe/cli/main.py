"""`steppe`: the command line.

Importing this module costs little; each command imports what it needs when it runs. Errors go to stderr as one clear
sentence: exit code 2 for a user's mistake, 1 for a fault of ours, never a traceback for bad input.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

from steppe.cli import (
    alignment,
    bargain,
    brief,
    compare,
    data,
    evidence,
    influence,
    membership,
    overview,
    scenario,
    scoreboard,
    world,
)
from steppe.cli.output import TABLES
from steppe.world.errors import BundleError, UserError
from steppe.world.shown import sentence

_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Of the click that typer carries, or of click itself: releases of typer differ."""

app = typer.Typer(
    name="steppe",
    help="An executable model of the Eurasian state system: who depends on whom, through what, since when.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for part in (
    overview,
    world,
    evidence,
    influence,
    brief,
    alignment,
    scenario,
    compare,
    bargain,
    membership,
    scoreboard,
    data,
):
    part.add_to(app)


@app.callback()
def _options(
    data: str = typer.Option(
        "", "--data", envvar="STEPPE_TABLES", help="Folder of imported tables that replace the embedded ones."
    ),
) -> None:
    TABLES.set(data)


def main() -> None:
    """Entry point: runs a command and turns errors into sentences."""
    try:
        sys.exit(app(prog_name="steppe", standalone_mode=False))
    except _UsageError as error:
        _fail(*_usage(error))
    except UserError as error:
        _fail(str(error), 2)
    except BundleError as error:
        _fail(f"A fault of ours: {error}", 1)
    except typer.Abort:
        _fail("Stopped", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = error.filename or "file"
        _fail(sentence(f"{place}: {error.strerror or error}; give another path, or free this one"), 2)


def _usage(error: Any) -> tuple[str, int]:
    """What is wrong with the words of the command line, and where help is."""
    path = error.ctx.command_path if error.ctx else "steppe"
    if type(error).__name__ == "NoArgsIsHelpError":
        return f"{error.format_message()}\n`{path}` needs a command.", 2
    message = error.format_message().strip().rstrip(".").replace(": Value error, ", ": ")
    said = message if message.endswith("?") else f"{message}; `{path} --help` shows what it takes"
    return sentence(f"{path}: {said}"), 2


def _fail(said: str, code: int) -> None:
    print(said if said.endswith((".", "?")) else f"{said}.", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
