"""What every test may ask for: the shipped world, and the command line run in this process."""

from __future__ import annotations

import math
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # every core runs tests: further threads would wait, and burn time

import pytest
from hypothesis import HealthCheck, settings
from rich.cells import cell_len

import steppe
from steppe.cli.main import main
from steppe.display.terminal import is_address
from steppe.world.derived import FRESH
from steppe.world.world import World

settings.register_profile("steppe", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steppe")  # how long one case takes says more of the machine than of the code


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def wider(line: str, width: int) -> bool:
    """Whether a line is too wide: an address that is longer than a line may be, at the end of a line of its own or
    beside the name of its column."""
    before, _, last = line.rstrip().rpartition(" ")
    beside = not before.strip() or before.endswith(" ")
    return cell_len(line) > width and not (is_address(last) and beside)


SITE = ("tests/report/test_site.py", "tests/report/test_journeys.py", "tests/report/test_site_browser.py")
"""Files that read the whole site: one process writes it and runs them, and no other waits for it."""

LONG = (*SITE, "tests/methods/test_answers.py", "tests/cli/test_examples.py", "tests/report/test_derived.py")
"""Files that take minutes: first, so that no process is left with one of them at the end."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Processes take whole files, the long ones first."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "site" if file in SITE else file

    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))


@pytest.fixture(scope="session")
def world() -> World:
    """The embedded world; it is immutable, so all tests share one."""
    return steppe.load()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Pages, commands and docs read what is kept beside the tables, as users do; every other test computes it."""
    FRESH.set(not {"report", "cli", "docs"} & set(item.path.parts))


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """`run("members", "CIS")`: `steppe members CIS` in this process, on the world that all tests share.

    What it wrote is text; bytes that are none, of a workbook, stand in it as `surrogateescape` has them.
    """
    load = steppe.load
    monkeypatch.setattr("steppe.world.load.load", lambda folder=None: world if folder is None else load(folder))

    def command(*words: object) -> Ran:
        monkeypatch.setenv("STEPPE_TABLES", "")
        monkeypatch.delenv("COLUMNS", raising=False)
        monkeypatch.setattr("steppe.cli.progress.ELSEWHERE", math.inf)  # how long work takes says more of the machine
        monkeypatch.setattr(sys, "argv", ["steppe", *map(str, words)])
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        written = [stream.decode("utf-8", "surrogateescape") for stream in capsysbinary.readouterr()]
        return Ran(int(stopped.value.code or 0), *written)

    return command


@pytest.fixture(scope="session")
def browser():
    """Chromium of the machine, driven by playwright."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as driver:
        fast = "--disable-ipc-flooding-protection"  # else it stops writing addresses at 200 in ten seconds
        running = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", fast])
        yield running
        running.close()
