"""What is longer than a terminal goes through a pager, and nothing else does; it has colours."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from steppe.cli.pager import paged
from tests.conftest import Run

READS_ALL = f'{sys.executable} -c \'import sys; open("seen", "w").write(sys.stdin.read())\''
LEAVES_EARLY = f"{sys.executable} -c 'import sys; sys.stdin.readline()'"
LONG = "\n".join(f"line {number} of a long answer" for number in range(20_000))


class Terminal(io.TextIOWrapper):
    """Standard output as a terminal has it."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def isatty(self) -> bool:
        return True

    def written(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Terminal:
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PAGER", READS_ALL)
    return Terminal()


def answer(terminal: Terminal, text: str) -> None:
    with redirect_stdout(terminal), paged(Console(width=80, height=24, highlight=False)) as out:
        out.print(text, style="bold", soft_wrap=True)


def test_a_long_answer_goes_through_the_pager_with_its_colours(terminal: Terminal) -> None:
    answer(terminal, LONG)
    seen = Path("seen").read_text(encoding="utf-8")
    assert terminal.written() == "" and seen.count("\n") == 20_000 and "\x1b[1m" in seen


def test_an_answer_that_fits_does_not(terminal: Terminal) -> None:
    answer(terminal, "short")
    assert "short" in terminal.written() and not Path("seen").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("CI", "true"), ("TERM", "dumb"), ("PAGER", "cat"), ("PAGER", ""), ("PAGER", "no-such-program")]
)
def test_there_is_no_pager_where_none_is_wanted(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    answer(terminal, LONG)
    assert "line 19999" in terminal.written() and not Path("seen").exists()


def test_who_leaves_the_pager_early_sees_no_error(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", LEAVES_EARLY)
    answer(terminal, LONG)
    assert terminal.written() == ""


@pytest.mark.slow
def test_ctrl_c_is_for_the_pager_and_not_for_us(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    presses = "import os, signal, sys, time; os.kill(os.getppid(), signal.SIGINT); time.sleep(.2); "
    monkeypatch.setenv("PAGER", f'{sys.executable} -c \'{presses}open("seen", "w").write(sys.stdin.read())\'')
    answer(terminal, LONG)
    assert "line 19999" in Path("seen").read_text(encoding="utf-8")


def test_nothing_is_paged_in_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGER", READS_ALL)
    assert run("states", "KGZ").out.count("\n") > 40 and not Path("seen").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
@pytest.mark.parametrize("words", [("dependence", "KGZ"), ("members", "CIS"), ("timeline", "KGZ"), ("--help",)])
def test_a_terminal_gets_lines_of_its_own_width_in_colour(words: tuple[str, ...], columns: int, lines: int) -> None:
    shown = on_terminal(words, columns, lines)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert plain != shown and max(cell_len(line.rstrip()) for line in plain.splitlines()) <= columns


def on_terminal(words: tuple[str, ...], columns: int, lines: int) -> str:
    """What a command writes to a terminal of that size, without a pager."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    command = [sys.executable, "-m", "steppe.cli.main", *words]
    with subprocess.Popen(
        command, stdout=slave, stdin=slave, env={**kept, "TERM": "xterm-256color", "PAGER": "cat"}
    ) as process:
        os.close(slave)
        parts = []
        while part := _read(master):
            parts.append(part)
    os.close(master)
    assert process.returncode == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # Linux: the other end is closed
        return b""
