"""What must hold of the repository as a whole: nothing copied, nothing that ties it to one machine, files that fit."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("STEPPE_DATA", ROOT.parent / "shared" / "data")).parent
LARGEST_BUNDLE = 15_000_000
RUN_OF_WORDS = 12
"""A run of so many words that stands in one of the texts too is copied; titles and lists of states are shorter."""

BINARY = {".parquet", ".png", ".npz", ".woff2"}
TIED = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "files.python" + "hosted",
            "registry." + "npmjs",
            "deb." + "debian",
            "/wo" + "rk/",
            "/ro" + "ot/",
        )
    )
)


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control; all files below the root where there is no version control."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a checkout")
    return tuple(path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file())


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("ﬁ", "fi").replace("ﬂ", "fl"))


def test_the_bundle_stays_small():
    size = sum(path.stat().st_size for path in (ROOT / "src/steppe/bundle").rglob("*.parquet"))
    print(f"bundle: {size / 1e6:.1f} MB")
    assert 1_000_000 < size < LARGEST_BUNDLE


def test_no_file_is_tied_to_a_machine_or_an_index():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix not in BINARY and (match := TIED.search(path.read_text(encoding="utf-8", errors="ignore")))
    ]
    assert not found


def test_modules_have_docstrings_and_fit_a_reader():
    for path in (ROOT / "src/steppe").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), f"{path.name} does not say what it is"
        assert text.count("\n") <= 450, f"{path.name} has {text.count(chr(10))} lines: split it"


@pytest.mark.oracle
@pytest.mark.skipif(not SHARED.exists(), reason="the raw material is not beside the repository")
def test_no_raw_file_is_copied():
    folders = ("data", "oracles", "design", "texts")
    raw = {_digest(path): path.name for folder in folders for path in (SHARED / folder).rglob("*") if path.is_file()}
    copied = [f"{path.relative_to(ROOT)} is {raw[_digest(path)]}" for path in tracked() if _digest(path) in raw]
    assert not copied


@pytest.mark.oracle
@pytest.mark.skipif(not SHARED.exists(), reason="the raw material is not beside the repository")
def test_no_sentence_of_the_texts_is_copied():
    runs: dict[tuple[str, ...], str] = {}
    for path in sorted((SHARED / "texts").glob("T?.txt")):
        found = words(path.read_text(encoding="utf-8"))
        runs |= {tuple(found[i : i + RUN_OF_WORDS]): path.stem for i in range(len(found) - RUN_OF_WORDS)}
    copied = [
        f"{path.relative_to(ROOT)}: {' '.join(run)} ({runs[run]})"
        for path in tracked()
        if path.suffix not in BINARY
        for run in _runs(words(path.read_text(encoding="utf-8", errors="ignore")))
        if run in runs
    ]
    assert not copied


def _runs(found: list[str]) -> list[tuple[str, ...]]:
    return [tuple(found[i : i + RUN_OF_WORDS]) for i in range(len(found) - RUN_OF_WORDS)]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
