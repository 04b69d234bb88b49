"""`steppe`: the command line.

Importing this module costs little; each command imports what it needs when it runs. Errors go to stderr as one clear
sentence: exit code 2 for a user's mistake, 1 for a fault of ours, 130 for Ctrl-C, never a traceback for bad input.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

from steppe.cli import (
    STOPPED,
    alignment,
    bargain,
    brief,
    changes,
    chart,
    cite,
    compare,
    data,
    episodes,
    evidence,
    gas,
    influence,
    means,
    membership,
    overview,
    scenario,
    scoreboard,
    world,
)
from steppe.cli.output import TABLES, tell
from steppe.cli.streams import prepare
from steppe.world.errors import BundleError, UserError
from steppe.world.shown import sentence

_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Of the click that typer carries, or of click itself: releases of typer differ."""

app = typer.Typer(
    name="steppe",
    help="An executable model of the Eurasian state system: who depends on whom, through what, since when.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for part in (
    overview,
    world,
    evidence,
    influence,
    episodes,
    means,
    gas,
    brief,
    changes,
    chart,
    cite,
    alignment,
    scenario,
    compare,
    bargain,
    membership,
    scoreboard,
    data,
):
    part.add_to(app)


def _version(asked: bool) -> None:
    """Print what is installed, without loading it."""
    if asked:
        from steppe import __version__
        from steppe.world.dates import TODAY, VERSION

        tell(f"steppe {__version__}; data {VERSION}, to {TODAY}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    data: str | None = typer.Option(
        None, "--data", envvar="STEPPE_TABLES", help="Folder of imported tables that replace the embedded ones."
    ),
    fresh: bool = typer.Option(
        False, "--fresh", help="Compute anew what is kept beside the tables: figures, losses and verdicts."
    ),
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_version, help="The versions of steppe and of its data, and exit."
    ),
) -> None:
    TABLES.set(data)
    if fresh:
        from steppe.world import derived

        context.with_resource(derived.fresh())


def main() -> None:
    """Runs a command and turns errors into sentences; the console script calls it through `steppe.cli.start`."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: more threads only wait for each other
    try:
        prepare()
        code = app(prog_name="steppe", standalone_mode=False)
        if code == STOPPED:
            raise KeyboardInterrupt
        sys.stdout.flush()  # here what is in the way of it is still a sentence
        sys.exit(code)
    except _UsageError as error:
        _fail(*_usage(error))
    except UserError as error:
        _fail(str(error), 2)
    except BundleError as error:
        _fail(f"A fault of ours: {error}", 1)
    except (typer.Abort, KeyboardInterrupt):
        _fail("Stopped", STOPPED)
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            _drop_output()
        place = error.filename or "standard output"
        _fail(sentence(f"{place}: {error.strerror or error}; give another path, or free this one"), 2)


def _drop_output() -> None:
    """Let nothing that waits to be printed be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
