"""What the program owes to every input: an answer, or one sentence; and how many inputs are tried."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import NoReturn

from steppe.world.shown import STEERING
from tests.conftest import Ran

KINDS = 7
"""Kinds of input, which share what is tried alike."""

EACH = int(os.environ.get("FUZZ", "500")) // KINDS
"""Inputs of each kind; `FUZZ=5000 pytest tests/fuzz` tries more, the first of them the same."""

CPU_SECONDS = 60
"""What one input may take of a processor, however busy the machine is."""

LONGEST = 700
"""Characters of a sentence."""

_written: list[str] = []
_watching = False


def stream(kind: str, number: int) -> random.Random:
    """The random numbers of one input: the same in each run."""
    return random.Random(f"{kind} {number}")


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        _written.append(os.path.abspath(os.fsdecode(arguments[0])) if isinstance(arguments[0], str | bytes) else "")


sys.addaudithook(_note)


@contextmanager
def watched(home: Path) -> Iterator[None]:
    """Refuse that a file is written outside a folder, or that the processor is kept for too long."""
    global _watching

    def too_long(*_: object) -> NoReturn:
        raise AssertionError(f"more than {CPU_SECONDS} s of a processor")

    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    _written.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    ours = (str(home), "/dev/", f"{gettempdir()}/openpyxl.")  # the last: what it writes a sheet to, and removes
    outside = [path for path in _written if not path.startswith(ours) and "__pycache__" not in path]
    outside = [path for path in outside if path != gettempdir()]  # a file without a name
    assert not outside, outside


def _no_number(name: str) -> NoReturn:
    raise AssertionError(f"{name} in JSON")


def check(ran: Ran, home: Path, before: set[Path]) -> None:
    """The contract: exit 0 and an answer, or exit 2, one sentence for each fault, and nothing written."""
    assert ran.code in (0, 2), ran
    assert "Traceback" not in ran.err
    if ran.code == 0:
        if ran.out.startswith("{"):
            json.loads(ran.out, parse_constant=_no_number)
        return
    assert ran.out == "" and set(home.rglob("*")) == before
    for sentence in ran.err.removesuffix("\n").split("\n"):
        assert sentence.endswith((".", "?")) and len(sentence) < LONGEST and not STEERING.search(sentence), sentence
        assert not re.search(r"np\.\w+\(|pydantic|Error\b.*:|object at 0x", sentence), sentence
