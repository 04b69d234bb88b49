"""The shell completes names of the bundle; `--version` says what is installed; neither loads the world."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import steppe
from steppe.cli import completion
from steppe.evidence.claims import claims
from steppe.influence.layers import LAYERS
from steppe.methods.loader import shipped
from steppe.politics.bargaining.reading import agenda_names
from steppe.world.dates import VERSION
from steppe.world.world import World
from tests.conftest import Run


def names(completer: completion.Completer, incomplete: str = "") -> set[str]:
    return {name for name, _ in completer(incomplete)}


def test_every_list_has_the_names_that_commands_take(world: World) -> None:
    assert names(completion.organization) == set(world.organizations()["organization"])
    assert names(completion.group) == set(world.table("groups")["group"])
    assert names(completion.source) == set(world.table("sources")["source"])
    assert set(world.group("twelve")) < names(completion.state) < set(world.states()["state"])
    assert {*names(completion.state), "EU", "twelve"} < names(completion.actor)
    assert names(completion.study) == set(shipped()) and names(completion.agenda) == set(agenda_names())
    assert names(completion.claim) == set(claims())
    assert names(completion.layer) == {*LAYERS, "economic", "security", "political", "cultural"}
    assert "union-of-2015" in names(completion.mechanism) and "trade" in names(completion.table)


def test_the_last_of_a_list_is_completed() -> None:
    assert {"RUS,CHN", "RUS,KGZ"} < names(completion.several(completion.state), "RUS,C")


def test_a_bundle_that_cannot_be_read_offers_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("steppe.world.dates.BUNDLE", tmp_path)
    assert completion.organization("") == [] and completion.study("") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "offered"),
    [("dep", "dependence"), ("members CS", "CSTO"), ("rank --domain sec", "security"), ("run who", "who-leaves-next")],
)
def test_the_shell_is_offered_names(typed: str, offered: str) -> None:
    asked = {
        "COMP_WORDS": f"steppe {typed}",
        "COMP_CWORD": str(len(typed.split())),
        "_STEPPE_COMPLETE": "complete_bash",
    }
    command = [sys.executable, "-m", "steppe.cli.main"]
    ran = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, check=False)
    assert offered in ran.stdout.split() and ran.stderr == ""


def test_the_version_is_that_of_the_package_and_of_its_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steppe.world.load.load", None)
    out = run("--version").out
    assert steppe.__version__ in out and VERSION in out
