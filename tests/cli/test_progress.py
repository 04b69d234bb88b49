"""How far long work is: renewed on a terminal, a line now and then elsewhere, nothing where it is short."""

from __future__ import annotations

import io
import itertools
import time

import pytest

from steppe.cli import progress


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes on by two seconds a look."""
    moments = itertools.count(0.0, 2.0)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(moments))


def test_a_file_gets_a_line_every_few_seconds(clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr("sys.stderr", file)
    with progress.progress("Writing", "pages") as tell:
        for done in range(1, 7):
            tell(done, 8)
    assert file.getvalue() == (
        "Writing: 3 of 8 pages, 0.5 a second, about 10 s left\nWriting: 6 of 8 pages, 0.5 a second, about 4 s left\n"
    )


def test_short_work_says_nothing_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr("sys.stderr", file)
    with progress.progress("Writing", "pages") as tell:
        tell(0, 8)
        tell(8, 8)
    assert file.getvalue() == ""


def test_a_terminal_sees_one_line_that_is_wiped_at_the_end(clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", "30")
    with progress.progress("Writing", "pages") as tell:
        tell(1, 8)
        tell(2, 8)
    shown = screen.getvalue().split(progress.ANEW)
    assert shown == ["", "Writing: 1 of 8 pages, 0.5 a ", "Writing: 2 of 8 pages, 0.5 a ", ""]


def test_long_work_says_on_a_terminal_what_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with progress.waiting("Computing the brief"):
        while not screen.getvalue():
            time.sleep(0.01)
    assert screen.getvalue() == f"{progress.ANEW}Computing the brief …{progress.ANEW}"


def test_short_work_and_work_in_a_pipe_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, patience in ((Terminal(), 60.0), (io.StringIO(), 0.0)):
        monkeypatch.setattr("sys.stderr", stream)
        monkeypatch.setattr(progress, "PATIENCE", patience)
        with progress.waiting("Computing"):
            pass
        assert stream.getvalue() == ""
