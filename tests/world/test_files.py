"""Files and folders appear whole or not at all, whatever stops the writing, and whoever writes beside."""

from __future__ import annotations

import errno
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pytest

from steppe.world.errors import UserError
from steppe.world.files import is_part, whole_file, whole_folder, write_parquet
from steppe.world.readers import read_folder, write_folder
from steppe.world.world import World

STOPS = [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device"), RuntimeError("a fault of ours")]


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def half(path: Path, stop: BaseException) -> None:
    """Write half a page into a file, or as one file of a folder, and stop."""
    (path / "page.html" if path.is_dir() else path).write_text("<html>")
    raise stop


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: type(stop).__name__)
@pytest.mark.parametrize("whole", [whole_file, whole_folder])
def test_what_was_stopped_leaves_nothing(tmp_path: Path, whole: Callable, stop: BaseException) -> None:
    with pytest.raises((UserError, type(stop))), whole(tmp_path / "new/place") as part:
        half(part, stop)
    assert names(tmp_path) == []


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: type(stop).__name__)
def test_what_was_there_stays_when_the_writing_is_stopped(tmp_path: Path, stop: BaseException) -> None:
    (tmp_path / "page.html").write_text("old")
    with pytest.raises((UserError, type(stop))), whole_file(tmp_path / "page.html") as file:
        half(file, stop)
    with pytest.raises((UserError, type(stop))), whole_folder(tmp_path) as folder:
        half(folder, stop)
    assert names(tmp_path) == ["page.html"] and (tmp_path / "page.html").read_text() == "old"


@pytest.mark.parametrize("leads_to", ["loop", "nowhere"])
def test_a_link_to_nowhere_is_refused_before_the_work_and_not_after_it(tmp_path: Path, leads_to: str) -> None:
    (tmp_path / "loop").symlink_to(leads_to)
    worked = False
    with pytest.raises(UserError, match="loop cannot be written"), whole_folder(tmp_path / "loop"):
        worked = True
    assert not worked and names(tmp_path) == ["loop"]


def test_a_full_disk_is_one_sentence_with_the_place_that_was_named(tmp_path: Path) -> None:
    for whole in (whole_file, whole_folder):
        with pytest.raises(UserError) as said, whole(tmp_path / "place") as part:
            half(part, OSError(errno.ENOSPC, "No space left on device", str(part)))
        sentence = "cannot be written (No space left on device); make room there or name another place"
        assert str(said.value) == f"{tmp_path / 'place'} {sentence}"


def test_what_is_not_about_the_place_is_not_said_of_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="other"), whole_file(tmp_path / "place"):
        (tmp_path / "other").read_bytes()


def test_a_folder_keeps_what_else_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "page.html").write_text("old")
    with whole_folder(tmp_path) as part:
        (part / "page.html").write_text("new")
        assert (tmp_path / "page.html").read_text() == "old"
    assert names(tmp_path) == ["mine.txt", "page.html"] and (tmp_path / "page.html").read_text() == "new"


@pytest.mark.parametrize("there", [False, True])
def test_two_that_write_one_folder_at_once_both_end_well(tmp_path: Path, there: bool) -> None:
    place = tmp_path / "runs" / "mine"
    if there:
        place.mkdir(parents=True)
    with ExitStack() as stack:
        first, second = (stack.enter_context(whole_folder(place)) for _ in range(2))
        assert first != second
        for part, text in ((first, "first"), (second, "second")):
            for name in ("a", "b"):
                (part / name).write_text(text)
    assert names(place) == ["a", "b"] and names(tmp_path / "runs") == ["mine", "mine/a", "mine/b"]
    assert (place / "a").read_text() == (place / "b").read_text()


def test_two_that_write_one_file_at_once_both_end_well(tmp_path: Path) -> None:
    with whole_file(tmp_path / "page") as first, whole_file(tmp_path / "page") as second:
        first.write_text("first")
        second.write_text("second")
    assert names(tmp_path) == ["page"] and (tmp_path / "page").read_text() == "first"


def test_what_a_killed_process_left_is_read_by_nobody_and_swept(tmp_path: Path, world: World) -> None:
    gone = subprocess.Popen([sys.executable, "-S", "-c", ""])
    gone.wait()
    left = tmp_path / f".steppe-{platform.node()}-{gone.pid}-0000.part"
    left.mkdir()
    (left / "groups.parquet").write_bytes(b"PAR1")
    file = tmp_path / f".steppe-{platform.node()}-{gone.pid}-0001.part"
    file.write_bytes(b"PAR1")
    within = tmp_path / "tables" / left.name
    within.mkdir(parents=True)
    others = [tmp_path / f".steppe-{name}-0002.part" for name in (f"elsewhere-{gone.pid}", f"{platform.node()}-1")]
    for other in others:
        other.mkdir()
    assert is_part(left) and is_part(file) and read_folder(tmp_path) == {}
    write_folder({"groups": world.table("groups")}, tmp_path / "tables", compression=3)
    assert set(tmp_path.iterdir()) == {tmp_path / "tables", *others}
    assert names(tmp_path / "tables") == ["groups.parquet"]


def test_a_link_stays_a_link_and_the_longest_name_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    long = tmp_path / ("n" * 255)
    for path in (tmp_path / "link", long):
        with whole_file(path) as part:
            part.write_text("new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "new" == long.read_text()
    with pytest.raises(UserError, match="File name too long"), whole_file(tmp_path / ("n" * 256)):
        pass


def test_a_folder_in_the_place_of_a_file_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="Is a directory"), whole_file(tmp_path):
        pytest.fail("nothing should be made")
    for path in (tmp_path / "file", tmp_path / "file/below"):
        with pytest.raises(UserError, match="cannot be written"), whole_folder(path):
            pytest.fail("nothing should be made")


def test_what_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page").write_text("old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anything
    with pytest.raises(UserError, match="Permission denied"), whole_file(tmp_path / "page"):
        pytest.fail("nothing should be made")


def test_the_same_frame_is_the_same_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": range(300_000), "b": "x"})
    for name in ("one", "two"):
        write_parquet(frame, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
