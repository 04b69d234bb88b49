"""The process of a command, which Ctrl-C stops with one word at any time.

Nothing is imported before Ctrl-C is looked after. Python drops the one that comes in a destructor or callback, and what
is written in C may make another error of it: neither is lost here.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from steppe.cli import STOPPED

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGALRM") if hasattr(signal, name)]
_asked: list[int] = []


def start() -> None:
    """Run a command; the console script and `python -m steppe`."""
    sys.unraisablehook = _unraisable
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where a shell says to ignore it
        signal.signal(signal.SIGINT, _stop)
    try:
        from steppe.cli.main import main

        main()
    except KeyboardInterrupt:
        _end()
    except Exception:
        if not _asked:
            raise
        _end()
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # nothing is left to stop


def _stop(number: int, frame: Any) -> None:
    _asked.append(number)
    raise KeyboardInterrupt


def _end() -> None:
    os.write(2, b"Stopped.\n")
    os._exit(STOPPED)


def _unraisable(lost: Any) -> None:
    """Ask again, a little later, where Ctrl-C came in a place that Python only prints it of."""
    if lost.exc_type is not KeyboardInterrupt or len(_SIGNALS) < 2:
        return sys.__unraisablehook__(lost)
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
