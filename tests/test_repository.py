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
LONGEST_MODULE = 400
RUN_OF_LINES = 10
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
    for path, text in modules().items():
        assert ast.get_docstring(ast.parse(text)), f"{path.name} does not say what it is"
        assert text.count("\n") <= LONGEST_MODULE, f"{path.name} has {text.count(chr(10))} lines: split it"


@cache
def modules() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "src/steppe").rglob("*.py"))}


def imported(text: str, names: set[str]) -> set[str]:
    """Modules that a module imports, also inside a function and for its types alone."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{one.name}" for one in node.names} | {node.module}
            found -= {node.module} if all(f"{node.module}.{one.name}" in names for one in node.names) else set()
    return found & names


def circles(graph: dict[str, set[str]]) -> set[str]:
    """What is left when modules that import nothing of what is left are taken away, again and again."""
    left = dict(graph)
    while free := [name for name, needs in left.items() if not needs & left.keys() - {name}]:
        for name in free:
            del left[name]
    return set(left)


def test_no_modules_import_each_other_in_a_circle():
    named = {
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__"): text
        for path, text in modules().items()
    }
    graph = {name: imported(text, set(named)) for name, text in named.items()}
    assert graph["steppe.world.world"] & graph.keys()
    assert not circles(graph)
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == {"a", "b", "c"}


def code_lines(text: str) -> list[tuple[int, str]]:
    """Lines with their numbers but for blank ones, comments and imports."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    left_out = {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if number not in left_out]
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def repeated(texts: dict[str, str]) -> list[str]:
    """Places where a run of lines stands that stands before."""
    first: dict[tuple[str, ...], str] = {}
    found = []
    for name, text in texts.items():
        lines = code_lines(text)
        for at in range(len(lines) - RUN_OF_LINES + 1):
            place = f"{name}:{lines[at][0]}"
            before = first.setdefault(tuple(line for _, line in lines[at : at + RUN_OF_LINES]), place)
            found += [f"{place} repeats {before}"] if before != place else []
    return found


def test_no_ten_lines_stand_twice():
    assert not repeated({str(path.relative_to(ROOT)): text for path, text in modules().items()})
    ten = "\n".join(f"a{line} = {line}" for line in range(RUN_OF_LINES))
    assert repeated({"one": ten, "two": f"import os\n{ten}"}) == ["two:2 repeats one:1"]


def test_no_test_looks_at_a_clock():
    """How long something takes says more of the machine than of the code; `benchmarks/` measures it."""
    found = [path.name for path in (ROOT / "tests").rglob("*.py") if clocks(path.read_text(encoding="utf-8"))]
    assert not found
    waited = ("run(timeout=60)", "datetime.now()", "getrusage(0)", "os.times()")
    for text in ("import time", "from timeit import timeit", *waited):
        assert clocks(text), text


def clocks(text: str) -> list[str]:
    """What a module has to look at a clock with, or to stop when some time has passed."""
    found = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names):
                found += [one.name for one in names if one.name in ("time", "timeit")]
            case ast.ImportFrom(module="time" | "timeit" as module):
                found.append(module)
            case ast.keyword(arg="timeout"):
                found.append("timeout")
            case ast.Attribute(attr="now" | "getrusage" as name) | ast.Name(id="getrusage" as name):
                found.append(name)
            case ast.Attribute(value=ast.Name(id="os"), attr="times" as name):
                found.append(name)
    return found


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
