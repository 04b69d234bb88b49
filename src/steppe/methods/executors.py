"""Who computes: this process, processes of this machine, any `concurrent.futures.Executor`, or a Dask cluster.

Work is cut into jobs that depend on nothing but their arguments, so who does one, and in which order they end, changes
no byte of a result. Never more than `AHEAD` jobs a worker are under way: memory does not grow with their number. Every
job runs with one thread of linear algebra.

A worker elsewhere may have another release or other data. It is asked when a cluster is joined, and again with every
job, for workers come and go; a job of one that differs is refused, not computed.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from steppe.economy.threads import one_thread
from steppe.world.dates import VERSION
from steppe.world.derived import DERIVED, KEY
from steppe.world.errors import UserError

J = TypeVar("J")
R = TypeVar("R")

AHEAD = 2
"""Jobs a worker that are under way: one that it does, one that waits for it."""
WORTH = 64
"""Jobs for which a further process of this machine is worth its start of a few seconds."""
PATIENCE = 20
"""Seconds in which a cluster must answer, and have a worker."""
AGAIN = "ask again: a run that is kept goes on from what is finished"


@dataclass(frozen=True, eq=False)
class Work:
    """How a run is to be computed.

    Attributes
    ----------
    executor
        An executor, the address of a Dask scheduler (`tcp://host:port`), or None for this machine.
    workers
        Processes of this machine; None: one for each `WORTH` jobs, at most one a core.
    place
        Folder that finished jobs are kept in until the run is written; None: nowhere.
    """

    executor: Executor | str | None = None
    workers: int | None = 1
    place: Path | None = None


HERE = Work()
"""In this process, one job after the other."""
WORK: ContextVar[Work] = ContextVar("how runs are computed", default=HERE)
"""How runs are computed; `steppe.run` sets it."""


@contextmanager
def as_asked(work: Work) -> Iterator[None]:
    """A context in which runs are computed so."""
    token = WORK.set(work)
    try:
        yield
    finally:
        WORK.reset(token)


@dataclass(frozen=True)
class Team:
    """An executor and how many jobs it is given at once; without one, jobs are done here, one by one."""

    executor: Executor | None = None
    ahead: int = 1

    def each(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R]]:
        """Every job once with what the function makes of it, in the order in which they end."""
        if self.executor is None:
            yield from ((job, function(job)) for job in jobs)
            return
        left = iter(jobs)
        under: dict[Future[R], J] = {}
        try:
            with undisturbed():  # processes begin in here
                under.update((self._given(function, job), job) for job in islice(left, self.ahead))
            while under:
                ended, _ = wait(under, return_when=FIRST_COMPLETED)
                for one in ended:
                    yield under.pop(one), one.result()
                    under.update((self._given(function, job), job) for job in islice(left, 1))
        except BrokenProcessPool:
            raise UserError(f"workers: a process was ended from outside, maybe for want of memory; {AGAIN}") from None
        finally:
            for one in under:
                one.cancel()

    def _given(self, function: Callable[[J], R], job: J) -> Future[R]:
        assert self.executor is not None
        return self.executor.submit(_done, told(), function, job)


def _done(expected: str, function: Callable[[J], R], job: J) -> R:
    """A job, in a worker."""
    if told() != expected:
        raise _other(multiprocessing.current_process().name, told(), expected)
    with one_thread():
        return function(job)


@contextmanager
def team(jobs: int) -> Iterator[Team]:
    """Who does so many jobs, as `WORK` has it.

    Raises
    ------
    UserError
        The cluster does not answer, has no worker, or one of another release.
    """
    work = WORK.get()
    if isinstance(work.executor, str):
        with _cluster(work.executor) as joined:
            yield joined
    elif work.executor is not None:
        yield Team(work.executor, AHEAD * (getattr(work.executor, "_max_workers", None) or _cores()))
    else:
        workers = min(work.workers or max(min(_cores(), jobs // WORTH), 1), jobs)
        if workers < 2:
            yield Team()
            return
        with pool_of(workers) as pool:
            yield Team(pool, AHEAD * workers)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# -------------------------------------------------------------------------------------------------------- this machine
@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the end; processes that begin in here never see it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin() -> None:
    """In a new process: end when the one that began it does."""
    over = threading.Event()
    watch = threading.Thread(target=_end_with_parent, args=(over,), daemon=True)
    watch.start()
    atexit.register(watch.join)  # a thread that still runs at the end would hold what DuckDB frees
    atexit.register(over.set)


def _end_with_parent(over: threading.Event) -> None:
    parent = multiprocessing.parent_process()
    while parent is not None and not over.wait(1):
        if not parent.is_alive():
            os._exit(1)


@contextmanager
def pool_of(workers: int, start: Callable[..., None] = begin, given: tuple[Any, ...] = ()) -> Iterator[Executor]:
    """So many processes, each begun by `start` with what is given; what stops the work ends them too."""
    context = multiprocessing.get_context("spawn")  # a fork would share what DuckDB and Vega hold open
    before = set(multiprocessing.active_children())
    with ProcessPoolExecutor(workers, context, start, given) as pool:
        try:
            yield pool
        except BaseException:  # nothing is cancelled: the pool's own thread would stumble over it
            for worker in set(multiprocessing.active_children()) - before:
                worker.terminate()
            raise


# ----------------------------------------------------------------------------------------------------------- a cluster
@contextmanager
def _cluster(address: str) -> Iterator[Team]:
    """The workers of a Dask scheduler that is running."""
    if find_spec("distributed") is None:
        raise UserError("--executor: a cluster needs Dask, which is not installed: pip install 'steppe[cluster]'")
    from distributed import Client
    from distributed.comm import CommClosedError
    from distributed.scheduler import KilledWorker

    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        said = str(error).splitlines()[0].rstrip(".")
        raise UserError(f"--executor: no Dask scheduler answers at {address} ({said}); start one there") from None
    try:
        _checked(client, address)
        threads = sum(client.nthreads().values())
        yield Team(client.get_executor(pure=False), AHEAD * threads)
    except (CancelledError, CommClosedError):
        raise UserError(f"--executor: the scheduler at {address} is gone; start it, and {AGAIN}") from None
    except KilledWorker:
        raise UserError(
            f"--executor: workers of {address} end while they draw, maybe for want of memory; {AGAIN}"
        ) from None
    finally:
        client.close()


def _checked(client: Any, address: str) -> None:
    """Refuse a cluster without workers, and one with a worker that would compute something else."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        said = f"the scheduler at {address} has no worker; start one with `dask worker {address}`"
        raise UserError(f"--executor: {said}") from None
    for worker, has in client.run(told, on_error="return").items():
        if isinstance(has, ModuleNotFoundError):
            has = "no steppe"
        if has != told():
            raise _other(worker, has, told())


def _other(worker: str, has: object, expected: str) -> UserError:
    return UserError(f"--executor: worker {worker} has {has}, and {expected} is asked for; install the same on it")


@cache
def told() -> str:
    """Release, data and code of this process: workers of which all are the same compute the same."""
    from importlib.metadata import version

    code = 0
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        code = crc32(path.read_bytes(), crc32(path.relative_to(root).as_posix().encode(), code))
    data = (DERIVED / KEY).read_text(encoding="utf-8").strip() if (DERIVED / KEY).is_file() else "changed"
    return f"steppe {version('steppe')} (code {code:08x}) with bundle {VERSION} (key {data})"
