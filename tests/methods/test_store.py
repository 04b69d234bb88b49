"""Runs on disk: written at once or not at all, and what is not whole is never read as one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from steppe.methods import store
from steppe.methods.loader import load_run
from steppe.methods.result import Result
from steppe.methods.run import run as run_study
from steppe.world.errors import UserError
from steppe.world.world import World

CUT = Callable[[Path], object]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.fixture(scope="module")
def result(world: World) -> Result:
    return run_study("who-leaves-next", world=world, draws=2)


@pytest.fixture
def home(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole run under `runs` of the folder in which one works."""
    monkeypatch.chdir(tmp_path)
    return store.write(result)


def refused(home: Path, world: World) -> str:
    with pytest.raises(UserError) as said:
        load_run(home, world)
    return str(said.value)


@pytest.mark.parametrize("harm", [Path.unlink, cut], ids=["missing", "cut off"])
def test_a_run_that_lacks_something_is_said_to_be_not_whole(home: Path, world: World, harm: CUT) -> None:
    assert load_run(home, world).run == home.name
    files = [path.name for path in home.iterdir()]
    assert {"run.json", "settings.json", "results.parquet"} < set(files)
    for name in files:
        shutil.copytree(home, "harmed")
        harm(Path("harmed", name))
        sentence = refused(Path("harmed"), world)
        assert sentence.startswith("harmed: this run is not whole: ")
        what = f"table {Path(name).stem}" if name.endswith(".parquet") else name
        assert what in sentence and ("missing" if harm is Path.unlink else "cut off") in sentence
        shutil.rmtree("harmed")


def test_a_damaged_table_and_settings_of_another_release_are_said_too(home: Path, world: World) -> None:
    table, whole = home / "results.parquet", (home / "results.parquet").read_bytes()
    table.write_bytes(b"x" * len(whole))
    assert "this run is not whole: table results cannot be read" in refused(home, world)
    table.write_bytes(whole)
    kept = json.loads((home / "settings.json").read_text(encoding="utf-8"))
    for change in ({"asked": {}}, {"more": 1}, {"notes": None}):
        (home / "settings.json").write_text(json.dumps(kept | change), encoding="utf-8")
        assert "of another release" in refused(home, world)
    for text in ("[]", "{}", '{"files": []}', "null"):
        (home / "settings.json").write_text(text, encoding="utf-8")
        assert "settings.json is cut off, or of another release" in refused(home, world)


def test_only_whole_runs_are_listed(home: Path, world: World) -> None:
    for name in ("half", ".steppe-host-1-0000.part"):
        shutil.copytree(home, home.with_name(name))
    home.with_name("half").joinpath("results.parquet").unlink()
    assert refused(Path("nothing"), world) == f"nothing: this is not the folder of a run; there are {home.name}"
    assert "its writing was stopped" in refused(home.with_name(".steppe-host-1-0000.part"), world)


def test_a_run_whose_page_fails_leaves_nothing(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(result.source.method), "page", fail)
    with pytest.raises(KeyboardInterrupt):
        result.save(tmp_path / "runs")
    assert list(tmp_path.iterdir()) == []


def test_a_run_written_again_mends_one_that_is_not_whole(result: Result, home: Path, world: World) -> None:
    for name in ("run.json", "results.parquet"):
        (home / name).unlink()
    assert store.write(result) == home
    assert load_run(home, world).answer == result.answer
