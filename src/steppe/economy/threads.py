"""One thread for linear algebra on small matrices.

For a few hundred states threads gain nothing, and on a busy machine those of BLAS wait for each other: 2 cores with
five programs running took 500 ms for a solve that one thread does in 4. Solvers therefore run inside `one_thread()`.

The number of threads of BLAS is one for the whole process, and another number gives other last digits. Where several
threads solve at once, the first to begin therefore sets it and the last to end puts back what was set before; as they
may be two, the right to set it, which threadpoolctl gives to one thread, is taken from whoever has it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import OpenBLASController, ThreadpoolController


class _Limit:
    """The limit that the solvers of a process share: how many of them run, and what undoes it."""

    def __init__(self) -> None:
        self.lock, self.solvers = threading.Lock(), 0
        self.undo: Any = None


_LIMITS: dict[int, _Limit] = {}
"""By process: after a fork nobody waits for a lock that a thread of the parent has."""


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """A context in which BLAS uses one thread; what was set before comes back after the last of them."""
    limit = _LIMITS.setdefault(os.getpid(), _Limit())
    with limit.lock:
        if not limit.solvers:
            OpenBLASController.clear_controlling_thread(force=True)
            limit.undo = _controller().limit(limits=1, user_api="blas")
        limit.solvers += 1
    try:
        yield
    finally:
        with limit.lock:
            limit.solvers -= 1
            if not limit.solvers:
                OpenBLASController.clear_controlling_thread(force=True)
                limit.undo.restore_original_limits()
                OpenBLASController.clear_controlling_thread(force=True)
