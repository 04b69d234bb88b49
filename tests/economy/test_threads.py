"""Solvers in several threads share one limit on BLAS: another number of its threads gives other last digits."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from threadpoolctl import ThreadpoolController, threadpool_limits

from steppe.economy.threads import one_thread


def threads_of_blas() -> set[int]:
    return {library["num_threads"] for library in ThreadpoolController().info() if library["user_api"] == "blas"}


@pytest.fixture
def another() -> Iterator[ThreadPoolExecutor]:
    with threadpool_limits(2, user_api="blas"), ThreadPoolExecutor(1) as thread:
        yield thread


def test_the_limit_lasts_until_the_last_solver_ends_and_then_goes(another: ThreadPoolExecutor) -> None:
    here, there = one_thread(), one_thread()
    here.__enter__()
    another.submit(there.__enter__).result()
    assert threads_of_blas() == {1}
    here.__exit__(None, None, None)
    assert threads_of_blas() == {1}
    another.submit(there.__exit__, None, None, None).result()
    assert threads_of_blas() == {2}


def test_a_solver_in_another_thread_is_limited_too(another: ThreadPoolExecutor) -> None:
    def inside() -> set[int]:
        with one_thread():
            return threads_of_blas()

    assert another.submit(inside).result() == {1}
    assert threads_of_blas() == {2}
