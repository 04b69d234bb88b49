"""One World serves threads, processes, pickles and copies, and gives the same answer to the byte everywhere."""

from __future__ import annotations

import copy
import gc
import hashlib
import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

import steppe
from steppe.economy.accounts import accounts_of
from steppe.economy.economy import Economy
from steppe.economy.equilibrium import balanced
from steppe.influence.measure import figures
from steppe.world.dates import VERSION
from steppe.world.errors import UserError
from steppe.world.readers import write_folder
from steppe.world.world import World

THREADS, PROCESSES = 8, 4
TABLES = ("states", "organizations", "memberships", "leaders", "debt")


def answers(world: World, economy: Economy) -> str:
    """A digest of tables, members, ties, dependence and a trade equilibrium."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(world.table(name).to_csv().encode())
    digest.update(repr([world.members(body, "2020-06-30", "practice") for body in ("CIS", "EAEU", "SCO")]).encode())
    digest.update(world.ties("debt", 2018).to_numpy().tobytes())
    digest.update(figures(world, "KGZ", "CHN", "debt", 2018).to_csv().encode())
    digest.update(balanced(economy).shares.tobytes())
    return digest.hexdigest()


@pytest.fixture(scope="module")
def economy(world: World) -> Economy:
    return accounts_of(world).economy


@pytest.fixture(scope="module")
def expected(world: World, economy: Economy) -> str:
    return answers(world, economy)


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory, world: World) -> World:
    """A world with a table of the user's, in which Uzbekistan joins the EAEU in 2030."""
    folder = tmp_path_factory.mktemp("mine")
    edited = world.with_spell(state="UZB", organization="EAEU", start="2030-01-01")
    write_folder({"memberships": edited.table("memberships")}, folder, compression=3)
    return steppe.load(folder)


def at_once(world: World, economy: Economy) -> set[str]:
    """The answers of eight threads that begin together."""
    start = threading.Barrier(THREADS)

    def one() -> str:
        start.wait()
        return answers(world, economy)

    with ThreadPoolExecutor(THREADS) as pool:
        return {done.result() for done in [pool.submit(one) for _ in range(THREADS)]}


# ------------------------------------------------------------------------------- threads
def test_eight_threads_that_are_the_first_to_ask_a_world_get_the_same_answers(economy: Economy, expected: str) -> None:
    assert at_once(World(), economy) == {expected}


def test_a_faulty_query_in_one_thread_leaves_the_others_alone(economy: Economy, expected: str) -> None:
    world, stop = World(), threading.Event()

    def fail() -> None:
        while not stop.is_set():
            with pytest.raises(UserError, match="there is no table"):
                world.sql("from trad")

    with ThreadPoolExecutor(1) as pool:
        failing = pool.submit(fail)
        try:
            assert at_once(world, economy) == {expected}
        finally:
            stop.set()
        failing.result()


# ----------------------------------------------------------------------------- processes
def in_processes(context: BaseContext, world: World, economy: Economy) -> set[str]:
    with ProcessPoolExecutor(PROCESSES, context) as pool:
        return {done.result() for done in [pool.submit(answers, world, economy) for _ in range(PROCESSES)]}


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded, use of fork:DeprecationWarning")
def test_four_processes_by_fork_give_the_same_answers(world: World, economy: Economy, expected: str) -> None:
    assert in_processes(multiprocessing.get_context("fork"), world, economy) == {expected}


@pytest.mark.cluster
def test_four_processes_by_spawn_give_the_same_answers(world: World, economy: Economy, expected: str) -> None:
    assert in_processes(multiprocessing.get_context("spawn"), world, economy) == {expected}


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded, use of fork:DeprecationWarning")
def test_a_fork_does_not_wait_for_a_lock_that_a_thread_of_its_parent_has(economy: Economy, expected: str) -> None:
    world = World()
    world.table("states")
    inside, leave = threading.Event(), threading.Event()

    def keep_the_lock() -> None:
        with world._engines[os.getpid()]._lock:
            inside.set()
            leave.wait()

    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(keep_the_lock)
        inside.wait()
        child = context.Process(target=lambda: sender.send(answers(world, economy)))
        child.start()
        arrived = receiver.poll(60)
        leave.set()
    if not arrived:
        child.terminate()
    child.join()
    assert arrived and receiver.recv() == expected


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded, use of fork:DeprecationWarning")
def test_a_child_by_fork_may_drop_the_world_of_its_parent() -> None:
    worlds = [World()]
    worlds[0].table("states")

    def drop() -> None:
        worlds.clear()
        gc.collect()
        assert len(World().table("states"))

    child = multiprocessing.get_context("fork").Process(target=drop)
    child.start()
    child.join(60)
    assert child.exitcode == 0


# ----------------------------------------------------------------------- pickles and copies
def pickled(world: World) -> World:
    return pickle.loads(pickle.dumps(world))


@pytest.mark.parametrize("copied", [pickled, copy.deepcopy, copy.copy])
def test_a_copy_gives_the_same_answers(
    world: World, economy: Economy, expected: str, copied: Callable[[World], World]
) -> None:
    assert answers(copied(world), economy) == expected


def test_a_pickle_holds_no_table_of_the_bundle(world: World) -> None:
    world.table("trade")
    assert len(pickle.dumps(world)) < 100_000


@pytest.mark.parametrize("copied", [pickled, copy.deepcopy, copy.copy])
def test_a_copy_has_the_tables_of_the_user_and_where_they_are_from(
    mine: World, copied: Callable[[World], World]
) -> None:
    other = copied(mine)
    assert "UZB" in other.members("EAEU", "2030-06-30")
    assert other.origins == mine.origins and Path(other.origins["memberships"]).name == "memberships.parquet"
    assert repr(other) == repr(mine) and other.origins["memberships"] in repr(other)


def test_an_edit_survives_a_pickle_and_leaves_the_original_alone(world: World) -> None:
    edited = world.with_spell(state="UZB", organization="EAEU", start="2030-01-01")
    assert "UZB" in pickled(edited).members("EAEU", "2030-06-30")
    assert "UZB" not in pickled(world).members("EAEU", "2030-06-30")


def test_a_pickle_of_another_bundle_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pickle.dumps(world)
    monkeypatch.setattr("steppe.world.tables.VERSION", "1999.1")
    with pytest.raises(UserError, match=rf"^this world was pickled with bundle {VERSION}, and bundle 1999\.1 is "):
        pickle.loads(data)
