"""One thread for linear algebra on small matrices.

For a few hundred states threads gain nothing, and on a busy machine those of BLAS wait for each other: 2 cores with
five programs running took 500 ms for a solve that one thread does in 4. Solvers therefore run inside `one_thread()`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """A context in which BLAS uses one thread; what was set before comes back after it."""
    context: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return context
