"""Who computes, and what is interrupted, changes no byte; workers that would compute something else are refused."""

from __future__ import annotations

import json
import math
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from benchmarks.interruptions import Resumed
from steppe.methods import executors, unfinished
from steppe.methods.kept import forget, results, runs
from steppe.methods.result import Result
from steppe.methods.run import run
from steppe.world.derived import fresh
from steppe.world.errors import UserError
from steppe.world.world import World

DRAWS = 256
ask = partial(run, "baseline-2035", draws=DRAWS, until=2028)


class Stopped(Exception):
    """What a test stops a run with."""


def stop_at(draws: int):
    def tell(done: int, total: int) -> None:
        if done >= draws:
            raise Stopped

    return tell


def bytes_of(result: Result, folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(result.save(folder).iterdir())}


@pytest.fixture(scope="module")
def expected(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of the run that one process computes without interruption."""
    return bytes_of(ask(world=world), tmp_path_factory.mktemp("expected"))


# ------------------------------------------------------------------------------------------------------------ the store
def test_an_interrupted_run_goes_on_and_comes_to_the_same_bytes(world, expected, tmp_path):
    with pytest.raises(Stopped):
        ask(world=world, store=tmp_path, progress=stop_at(128))
    (begun,) = runs(tmp_path).itertuples()
    assert (begun.state, begun.draws, begun.method) == ("unfinished, 50% drawn", DRAWS, "simulation")
    assert results(tmp_path).empty
    told = []
    result = ask(world=world, store=tmp_path, progress=lambda *done: told.append(done))
    assert told == [(64, 128), (128, 128)]
    assert bytes_of(result, tmp_path) == expected
    assert runs(tmp_path)[["run", "state"]].values.tolist() == [[result.run, "whole"]]
    assert set(results(tmp_path)["run"]) == {result.run}


def test_a_chunk_that_is_cut_off_is_drawn_again(world, expected, tmp_path):
    with pytest.raises(Stopped):
        ask(world=world, store=tmp_path, progress=stop_at(128))
    (chunk,) = tmp_path.rglob("main-0.npy")
    chunk.write_bytes(chunk.read_bytes()[:1000])
    told = []
    result = ask(world=world, store=tmp_path, progress=lambda *done: told.append(done))
    assert told[-1] == (192, 192) and bytes_of(result, tmp_path) == expected


def test_who_comes_second_works_on_its_own(world, expected, tmp_path):
    def second(done: int, total: int) -> None:
        if done == 64:
            state = runs(tmp_path)["state"].item()
            assert state == "at work, 25% drawn"
            with pytest.raises(UserError, match="a process is at work on baseline-2035-"):
                forget(list(runs(tmp_path)["run"]), tmp_path)
            with unfinished.working(next(tmp_path.rglob("about.json")).parent, {}) as other:
                assert tmp_path not in other.parents

    assert bytes_of(ask(world=world, store=tmp_path, progress=second), tmp_path) == expected


def test_the_same_question_is_answered_from_the_store_and_another_is_not(world, tmp_path):
    few = partial(run, "baseline-2035", draws=16, until=2026, store=tmp_path)
    first = few(world=world)
    home = first.save(tmp_path)
    with fresh(False):
        again = few(world=world)
        assert again.source.kept == home and again.answer == first.answer
        assert few(world=world, seed=2).source.kept is None
        edited = world.with_spell(state="UZB", organization="EAEU", start="2030-01-01")
        other = few(world=edited)
    assert other.source.kept is None and other.run != first.run
    assert few(world=world).source.kept is None  # within `fresh`


def test_a_run_of_another_key_takes_the_place_as_a_whole(world, tmp_path):
    result = run("baseline-2035", world=world, draws=16, until=2026)
    home = result.save(tmp_path)
    kept = json.loads((home / "settings.json").read_text(encoding="utf-8"))
    (home / "settings.json").write_text(json.dumps(kept | {"key": "of old"}), encoding="utf-8")
    (home / "mine.txt").write_text("old")
    assert result.save(tmp_path) == home and not (home / "mine.txt").exists()
    assert json.loads((home / "settings.json").read_text(encoding="utf-8"))["key"] == result.source.key


def test_runs_are_forgotten_by_name(world, tmp_path):
    result = run("baseline-2035", world=world, draws=16, until=2026)
    result.save(tmp_path)
    with pytest.raises(UserError, match="there is no run") as said:
        forget([result.run, result.run[:-1]], tmp_path)
    assert str(said.value).endswith(f'did you mean "{result.run}"?') or result.run in str(said.value)
    assert len(runs(tmp_path)) == 1
    forget([result.run], tmp_path)
    assert runs(tmp_path).empty and list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------------ executors
def test_threads_give_the_same_bytes(world, expected, tmp_path):
    with ThreadPoolExecutor(3) as pool:
        assert bytes_of(ask(world=world, executor=pool), tmp_path) == expected


@pytest.mark.cluster
@pytest.mark.parametrize("workers", [2, 4])
def test_processes_give_the_same_bytes(world, expected, tmp_path, workers):
    assert bytes_of(ask(world=world, workers=workers), tmp_path) == expected


def test_a_job_of_other_data_is_refused(monkeypatch):
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(executors._done, "steppe 0.1 with bundle 1999.1", len, ())
        with pytest.raises(UserError, match=r"has steppe .* and steppe 0\.1 with bundle 1999\.1 is asked for; install"):
            asked.result()


def test_a_number_of_workers_and_an_address_are_checked(world):
    with pytest.raises(UserError, match="workers: 0 is below one"):
        ask(world=world, workers=0)


# ------------------------------------------------------------------------------------------------------------ a cluster
def started(module: str, file: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--scheduler-file", str(file), *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A scheduler on loopback: its address, and the file by which workers find it."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    begun = started("dask_scheduler", file, "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    while not file.exists():
        assert begun.poll() is None, "the scheduler has ended"
    yield json.loads(file.read_text(encoding="utf-8"))["address"], file
    begun.kill()
    begun.wait()


@pytest.mark.cluster
@pytest.mark.filterwarnings("default")
def test_a_worker_that_is_killed_loses_and_doubles_no_draw(world, expected, tmp_path, scheduler, monkeypatch):
    address, file = scheduler
    monkeypatch.setattr(executors, "PATIENCE", 120)
    workers = [started("dask_worker", file, "--name", name, *WORKER) for name in ("one", "two")]
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2)
    told = []

    def kill(done: int, total: int) -> None:
        told.append(done)
        if len(told) == 1:
            workers[0].kill()

    try:
        assert bytes_of(ask(world=world, executor=address, progress=kill), tmp_path / "runs") == expected
        assert told == [64, 128, 192, 256]
        assert workers[0].wait(10) == -9 and workers[1].poll() is None
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


@pytest.mark.cluster
@pytest.mark.filterwarnings("default")
def test_a_worker_of_another_bundle_is_refused_in_one_sentence(world, scheduler, tmp_path, monkeypatch):
    address, file = scheduler
    monkeypatch.setattr(executors, "PATIENCE", 120)
    (tmp_path / "old.py").write_text("import steppe.world.dates\nsteppe.world.dates.VERSION = '1999.1'\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    worker = started("dask_worker", file, "--preload", "old", *WORKER)
    try:
        with pytest.raises(UserError, match=r"^--executor: worker tcp://.* with bundle 1999\.1 .*; install"):
            ask(world=world, executor=address)
    finally:
        worker.kill()
        worker.wait()


def test_a_cluster_that_does_not_answer_is_one_sentence(world, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", 1)
    with pytest.raises(UserError, match=r"^--executor: no Dask scheduler answers at tcp://127\.0\.0\.1:9 "):
        ask(world=world, executor="tcp://127.0.0.1:9")


# ---------------------------------------------------------------------------------------------------------------- kills
@pytest.mark.slow
@pytest.mark.cluster
def test_a_simulation_that_is_killed_again_and_again_comes_to_the_same_bytes(tmp_path):
    stopped = Resumed(tmp_path).interrupt(signal.SIGKILL, 4, random.Random(1), math.inf)
    assert stopped.total() == 4
