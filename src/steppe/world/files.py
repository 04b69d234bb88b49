"""Files and folders that appear whole or not at all.

What is written stands under a private name beside its place, `.steppe-HOST-PROCESS-RANDOM.part`, and takes its place
when it is whole. It is removed when the writing fails or is stopped. What a killed process leaves is read by nobody
(`is_part`), and goes with the next writing beside it. Processes that write to one place at once do not disturb each
other: the last one stays.
"""

from __future__ import annotations

import errno
import os
import platform
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

HEAD, TAIL = ".steppe-", ".part"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_part(path: Path) -> bool:
    """Whether a path is under a private name: something half written, or left by a killed process."""
    return path.name.startswith(HEAD) and path.name.endswith(TAIL)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to, whose file takes the place of `path` at the end; folders are made if need be.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    with _said(path), _folders(path.parent):
        place = Path(os.path.realpath(path))  # a link stays one
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        part = _part(place.parent)
        try:
            yield part
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write files into, which becomes `folder` at the end.

    Where `folder` is there already, the files take their places in it one by one, and its other files stay.

    Raises
    ------
    UserError
        The folder or a file in it cannot be written.
    """
    with _said(folder), _folders(folder.parent):
        if os.path.lexists(folder) and not folder.is_dir():  # a link to nowhere too
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
        _sweep(folder)
        part = _part(folder if folder.is_dir() else folder.parent)
        part.mkdir()
        try:
            yield part
            _move(part, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _move(part: Path, folder: Path) -> None:
    if not folder.exists():
        with suppress(OSError):  # another process was first
            part.rename(folder)
            return
    for file in sorted(part.iterdir()):
        file.replace(folder / file.name)


def remove(folder: Path) -> None:
    """Take a folder away at once: nobody sees a part of it.

    Raises
    ------
    UserError
        It may not be removed.
    """
    with _said(folder):
        part = _part(folder.parent)
        folder.rename(part)
        shutil.rmtree(part, ignore_errors=True)


def _part(folder: Path) -> Path:
    """A new private name in a folder."""
    return folder / f"{HEAD}{platform.node()}-{os.getpid()}-{secrets.token_hex(4)}{TAIL}"


def _sweep(folder: Path) -> None:
    """Remove what killed processes of this machine left in a folder."""
    mine = f"{HEAD}{platform.node()}-"
    for left in folder.glob(f"{mine}*{TAIL}"):
        if not _runs(left.name.removeprefix(mine).split("-")[0]):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _runs(process: str) -> bool:
    """Whether a process of this machine still runs; what cannot be asked counts as running."""
    if os.name != "posix" or not process.isdigit():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def _folders(folder: Path) -> Iterator[None]:
    """A folder with those above it, swept; those that were made for nothing go again."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        yield
    except BaseException:
        for one in new:
            with suppress(OSError):
                one.rmdir()
        raise


@contextmanager
def _said(place: Path) -> Iterator[None]:
    """What the system has against writing, as a sentence that names the place as the user did."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and not _own(Path(os.fsdecode(error.filename)), place):
            raise
        repair = "make room there or name another place" if error.errno in FULL else "name a place that you may write"
        raise UserError(f"{place} cannot be written ({error.strerror or error}); {repair}") from None


def _own(named: Path, place: Path) -> bool:
    """Whether what an error names is the place, a folder above it, or something half written."""
    return named in (place, *place.parents) or any(is_part(one) for one in (named, *named.parents))


def write_parquet(frame: pd.DataFrame, path: Path, kinds: Mapping[str, str] | None = None, level: int = 3) -> None:
    """Write a frame as Parquet, the same bytes each time.

    Parameters
    ----------
    kinds
        Columns to write with their SQL type; all, as they are, by default.
    level
        Of zstd, 1 to 22.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    columns = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in (kinds or {}).items()) or "*"
    target = str(path).replace("'", "''")
    form = f"format parquet, compression zstd, compression_level {level}, row_group_size 1000000, use_tmp_file false"
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("frame", frame)
        try:
            connection.execute(f"copy (select {columns} from frame) to '{target}' ({form})")
        except duckdb.IOException as error:
            full = next((code for code in FULL if os.strerror(code) in str(error)), errno.EIO)
            raise OSError(full, os.strerror(full), str(path)) from None
