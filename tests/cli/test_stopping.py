"""Ctrl-C at any time: one word, exit code 130, no traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from steppe.cli import STOPPED
from tests.conftest import Run

BEGIN = """
import signal, sys, time, types
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the shell of the tests says
def ctrl_c(*_): signal.raise_signal(signal.SIGINT)
def main(): pass
"""
END = """
stand_in = sys.modules['steppe.cli.main'] = types.ModuleType('main')
stand_in.main = main
from steppe.cli.start import start
start()
"""
MOMENTS = {
    "in a command": "def main(): ctrl_c()",
    "in what is written in C": """
def main():
    try: ctrl_c()
    except KeyboardInterrupt: pass
    raise RuntimeError('Query interrupted')
""",
    "in a destructor": """
class Lost:
    def __del__(self): ctrl_c()
def main():
    lost = Lost()
    del lost
    time.sleep(30)
    print('to the end')
""",
    "again, while the first is told": """
def main():
    try: ctrl_c()
    finally: ctrl_c()
""",
}


def ran(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_command_is_stopped_with_one_word(moment: str) -> None:
    stopped = ran(BEGIN + moment + END)
    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (STOPPED, "", "Stopped.\n")


def test_imports_are_stopped_with_one_word() -> None:
    found = "class Finder:\n    def find_spec(name, *_): name == 'typer' and ctrl_c()\n"
    stopped = ran(f"{BEGIN}{found}sys.meta_path.insert(0, Finder)\nfrom steppe.cli.start import start\nstart()")
    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (STOPPED, "", "Stopped.\n")


def test_at_the_end_nothing_is_left_to_stop_and_faults_of_ours_are_seen() -> None:
    ended = ran(f"{BEGIN}import atexit\natexit.register(ctrl_c){END}")
    assert (ended.returncode, ended.stderr) == (0, "")
    fault = ran(f"{BEGIN}def main(): 1 / 0\n{END}")
    assert fault.returncode == 1 and "ZeroDivisionError" in fault.stderr


def test_a_command_says_that_it_was_stopped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("steppe.world.readers.import_file", stop)
    ended = run("data", "import", "trade", "file.csv")
    assert (ended.code, ended.out, ended.err) == (STOPPED, "", "Stopped.\n")
