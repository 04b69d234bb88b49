"""What a run has finished before it is whole: `runs/.unfinished/<study>-<key>/`, kept until the run is written.

A file of it appears whole or not at all, so after any end, a kill too, the same question goes on from there: `key` is
that of the question (`steppe.methods.store.question`). One process at a time has the folder, by a lock that ends with
the process; another with the same question works in a folder of its own and comes to the same bytes. The folder goes
when its run is written, or with `steppe runs rm`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from steppe.world.errors import UserError
from steppe.world.files import remove, whole_file

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows: nothing is kept there
    flock = None  # type: ignore[assignment]

FOLDER, LOCK, ABOUT = ".unfinished", "lock", "about.json"


def place(store: Path, study: str, key: str) -> Path:
    """Where a question keeps what is finished."""
    return store / FOLDER / f"{study}-{key}"


@contextmanager
def working(folder: Path | None, about: dict[str, Any]) -> Iterator[Path]:
    """A folder to work in: the one named, if nobody else has it, or else one that goes at the end.

    Parameters
    ----------
    about
        What `steppe runs` says of it: study, method, draws, version.
    """
    with _locked(folder) as mine:
        if folder is None or not mine:
            with TemporaryDirectory(prefix="steppe-") as own:
                yield Path(own)
            return
        with whole_file(folder / ABOUT) as part:
            part.write_text(json.dumps(about), encoding="utf-8")
        yield folder


@contextmanager
def _locked(folder: Path | None) -> Iterator[bool]:
    """Whether nobody else has a folder, which is then ours until the end."""
    if folder is None or flock is None:
        yield False
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("a")
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}); name a place that you may write") from None
    with file:
        yield _taken(file) and (folder / LOCK).exists()  # else it went while we waited


def _taken(file: IO[str]) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True


def in_use(folder: Path) -> bool:
    """Whether a process is at work in a folder."""
    with _locked(folder) as mine:
        return not mine


def discard(store: Path, study: str, key: str) -> None:
    """Remove what a question kept, unless a process is at work there."""
    folder = place(store, study, key)
    if folder.is_dir():
        away(folder)


def away(folder: Path) -> bool:
    """Remove an unfinished run, and say whether that was possible: not while a process is at work in it."""
    with _locked(folder) as mine:
        if mine:
            remove(folder)
    with suppress(OSError):  # others are beside it
        folder.parent.rmdir()
    return mine
