"""How far long work is, on stderr: one line that a terminal sees renewed; in a file or a pipe a line now and then."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WATCHED, ELSEWHERE = 0.1, 5.0
"""Seconds between two lines on a terminal, and in a file or a pipe: there, shorter work says nothing."""
PATIENCE = 2.0
"""Seconds of work after which a terminal is told what goes on."""
ANEW = "\r\x1b[K"
"""Back to the start of the line, which is wiped."""


@contextmanager
def progress(doing: str, what: str, file: Path | None = None) -> Iterator[Callable[..., None]]:
    """What to call, while the work goes on, with how many of `what` are done and how many there are.

    A third number is the part of the work that is done (0..1), where its pieces differ in size. With a `file` the last
    line stands there too, for whoever looks from elsewhere; it goes when the work ends.
    """
    watched = sys.stderr.isatty()
    began = said = time.monotonic()

    def tell(done: int, total: int, part: float | None = None) -> None:
        nonlocal said
        now = time.monotonic()
        if not done or now - said < (WATCHED if watched else ELSEWHERE):
            return
        said, words = now, line(doing, what, done, total, now - began, part)
        width = shutil.get_terminal_size().columns - 1
        print(f"{ANEW}{words[:width]}" if watched else words, end="" if watched else "\n", file=sys.stderr, flush=True)
        if file is not None:
            with suppress(OSError):  # whether it can be written is no reason to stop the work
                file.write_text(f"{words}\n", encoding="utf-8")

    try:
        yield tell
    finally:
        if watched and said != began:
            print(ANEW, end="", file=sys.stderr, flush=True)
        if file is not None:
            file.unlink(missing_ok=True)


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Say on a terminal what goes on, once it has taken `PATIENCE`; the line is wiped at the end."""
    said = threading.Event()

    def tell() -> None:
        said.set()
        print(f"{ANEW}{words} …", end="", file=sys.stderr, flush=True)

    timer = threading.Timer(PATIENCE, tell)
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if said.is_set():
            print(ANEW, end="", file=sys.stderr, flush=True)


def line(doing: str, what: str, done: int, total: int, seconds: float, part: float | None = None) -> str:
    """How far the work is after so many seconds.

    Examples
    --------
    >>> line("Writing", "pages", 30, 120, 20.0)
    'Writing: 30 of 120 pages, 1.5 a second, about 60 s left'
    >>> line("Writing", "pages", 2, 120, 20.0, 0.25)
    'Writing: 2 of 120 pages, 0.1 a second, about 60 s left'
    """
    left = (total - done) / done * seconds if part is None else (1 - part) / part * seconds
    return f"{doing}: {done:,} of {total:,} {what}, {done / seconds:.2g} a second, about {left:,.0f} s left"
