"""Studies and agendas changed at random: answered, or refused in one sentence."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.fuzz.contract import EACH, check, stream, watched
from tests.fuzz.mutate import mutated

COMMANDS = {"studies": ("run", "--compact"), "agendas": ("bargain",)}


def shipped(folder: str) -> list[str]:
    paths = sorted(Path(str(files("steppe") / folder)).glob("*.toml"))
    return [path.read_text(encoding="utf-8") for path in paths]


@pytest.mark.parametrize("number", range(EACH))
@pytest.mark.parametrize("folder", COMMANDS)
def test_a_file_of_toml(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, number: int) -> None:
    rng = stream(folder, number)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mine.toml"
    file.write_bytes(mutated(rng.choice(shipped(folder)), rng))
    command, *options = COMMANDS[folder]
    with watched(tmp_path):
        ran = run(command, "mine.toml", *options, "--draws", 2, "--format", rng.choice(("table", "json", "csv")))
    check(ran, tmp_path, {file})
