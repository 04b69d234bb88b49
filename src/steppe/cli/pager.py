"""What is longer than the terminal goes through a pager, as in git: `less`, or what PAGER names; `PAGER=cat` for none.

Only what a person watches is paged: never a pipe, JSON or CSV, a dumb terminal or a job of continuous integration.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.pager import Pager

if TYPE_CHECKING:
    from rich.console import Console

LESS = {"LESS": "FRX", "LESSCHARSET": "utf-8"}
"""For `less` where the user has said nothing: go at once if it all fits, keep colours, leave the text on the screen."""


@contextmanager
def paged(out: Console) -> Iterator[Console]:
    """The console; what is printed on it inside goes through the pager, if there is one, when all has been printed."""
    command = _command(out)
    if command is None:
        yield out
        return
    with out.pager(_Program(command, out.height), styles=True):
        yield out


def _command(out: Console) -> list[str] | None:
    """The words that start the pager; None where nothing is to be paged."""
    if not sys.stdout.isatty() or out.is_dumb_terminal or "CI" in os.environ:
        return None
    words = shlex.split(os.environ.get("PAGER", "less"))
    return words if words and words != ["cat"] and shutil.which(words[0]) else None


class _Program(Pager):
    """A program that shows text on the terminal, started where the text is longer than it."""

    def __init__(self, command: list[str], height: int) -> None:
        self._command, self._height = command, height

    def show(self, content: str) -> None:
        """Show the text, and wait until the person has left."""
        if content.count("\n") < self._height:
            sys.stdout.write(content)
            return
        sys.stdout.flush()
        written = content.encode(sys.stdout.encoding, sys.stdout.errors or "strict")
        with subprocess.Popen(self._command, stdin=subprocess.PIPE, env={**LESS, **os.environ}) as program:
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pager, as long as it runs
            try:
                program.communicate(written)
            finally:
                signal.signal(signal.SIGINT, before)
