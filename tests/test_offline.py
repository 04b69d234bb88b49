"""Nothing uses a network but `steppe data fetch`, which never runs by itself: commands with all connections refused."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from steppe.world.fetch import web
from tests.conftest import Run

DOORS = ("connect", "connect_ex", "sendto")
"""Ways of a socket to the outside."""

REFUSE = f"""
import os, socket
def refused(*given):
    with open(os.environ["ASKED"], "a") as asked:
        asked.write(repr(given) + "\\n")
    raise OSError("no network here")
for name in {DOORS!r}:
    setattr(socket.socket, name, refused)
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refused
"""
"""What a process runs before anything else: connections and look-ups are noted and refused."""

COMMANDS = [
    *("--version", "--help", "states", "members EAEU", "overlap --on 2024-01-01", "timeline ARM"),
    *("dependence KGZ --on RUS --layer trade", "ask debt -n 2", "claims T4-16", "coverage T4-10", "data tables"),
    *("data tables trade", "data sources cepii-baci-panel", "data fetch wdi --dry-run", "data fetch undl --dry-run"),
    *(
        "studies",
        "bargain",
        "schema study",
        "scoreboard",
        "alignment KGZ --with RUS,CHN",
        "members CIS -f json",
    ),
    'sql "from states limit 3"',
]
LONG = [
    *("overview", "brief KGZ", "run cis-full-free-trade --draws 4 --compact", "claims", "claims --now", "data check"),
    *("site out --no-such-option", "export graph", "rank --on RUS", "powers", "membership"),
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What a socket of this process was asked to connect to: each is refused."""
    found: list[object] = []

    def refused(*given: object, **_: object) -> NoReturn:
        found.append(given[-1])
        raise OSError("no network here")

    for name in DOORS:
        monkeypatch.setattr(socket.socket, name, refused)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refused)
    yield found


@pytest.mark.parametrize("words", [*COMMANDS, *(pytest.param(one, marks=pytest.mark.slow) for one in LONG)])
def test_no_command_uses_a_network(
    run: Run, asked: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    import shlex

    monkeypatch.chdir(tmp_path)
    ran = run(*shlex.split(words))
    assert asked == [] and "no network here" not in ran.out + ran.err
    assert ran.code == (2 if "no-such" in words else 0), ran.err


def test_fetch_is_the_one_that_does(
    run: Run, asked: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The block sees what it should: this command is stopped by it, and says so."""
    monkeypatch.delenv(web.MIRROR, raising=False)
    ran = run("data", "fetch", "wdi", "--into", tmp_path / "newer")
    assert asked and ran.code == 2 and "api.worldbank.org cannot be reached" in ran.err
    assert list(tmp_path.iterdir()) == []


def alone(tmp_path: Path, *words: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """A process of its own in which every connection is refused, and what it wanted to connect to."""
    (tmp_path / "sitecustomize.py").write_text(REFUSE)
    asked = tmp_path / "asked"
    paths = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": paths, "ASKED": str(asked), "STEPPE_TABLES": "", web.MIRROR: ""}
    ran = subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        check=False,
    )
    return ran, asked.read_text() if asked.exists() else ""


def test_a_process_of_its_own_needs_no_network(tmp_path: Path) -> None:
    every = "import pkgutil, steppe, importlib\n" + (
        "for one in pkgutil.walk_packages(steppe.__path__, 'steppe.'):\n"
        "    if not one.name.endswith('__main__'): importlib.import_module(one.name)\n"
        "print(len(steppe.load().members('CIS')))"
    )
    ran, asked = alone(tmp_path, "-c", every)
    assert (ran.returncode, asked) == (0, ""), ran.stderr
    ran, asked = alone(tmp_path, "-m", "steppe", "members", "EAEU")
    assert (ran.returncode, asked) == (0, "") and "KGZ" in ran.stdout
    ran, asked = alone(tmp_path, "-m", "steppe", "data", "fetch", "weo")
    assert ran.returncode == 2 and "www.imf.org" in asked and "cannot be reached" in ran.stderr
