"""Which changes of one operator the everyday tests notice.

    python -m benchmarks.mutants [--random N] [--seed S] [--within FOLDER] [--all]

Without options the changes of `CHANGES`, which no everyday test noticed once. With `--random N`, N changes of `src`
drawn from all comparisons, sums, differences, `and`, `or` and numbers, or from those of one folder. Each is made in a
copy of the tree, and the tests that concern its file are run there until one fails: those in the nearest folder of
`tests` that mirrors it, those that name the module, and its own examples. `--all` runs every everyday test.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = Path("src/steppe")
EVERYDAY = re.findall(r"^EVERYDAY := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0]
PATIENCE = 1800  # seconds; a change that makes the tests run on is noticed too
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "build", "dist", "runs")
CHANGES = (
    ("influence/breaks.py", "length >= SHORTEST", "length > SHORTEST"),
    ("influence/vulnerability.py", ".sum() + bought[np.ix_(theirs, mine)]", ".sum() - bought[np.ix_(theirs, mine)]"),
    ("influence/capacity.py", '(spells["end_year"] >= year)', '(spells["end_year"] > year)'),
    ("politics/membership/hazard.py", "0.5 * prior - 0.5 * np.linalg", "0.5 * prior + 0.5 * np.linalg"),
    ("methods/patronage/joint.py", "joint[case.pair] - case.stakes.harm", "joint[case.pair] + case.stakes.harm"),
    ("scenario/policy/regime.py", "end_year >= $1)", "end_year > $1)"),
    ("world/edits.py", 'clash["start"] >= row["start"]', 'clash["start"] > row["start"]'),
    ("economy/outcomes.py", '(axis=1) - np.einsum("nij,ij->n", abroad', '(axis=1) + np.einsum("nij,ij->n", abroad'),
    ("politics/bargaining/challenge.py", "2 - 4 * (0.5 + half) ** r", "2 - 4 * (0.5 - half) ** r"),
)
"""File under `src/steppe`, expression, and what it is changed to; each expression stands in its file once."""
OPPOSITE = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file under `src/steppe` with one expression changed."""

    file: Path
    line: int
    old: str
    new: str
    text: str


def listed() -> Iterator[Mutant]:
    """The changes of `CHANGES`.

    Raises
    ------
    ValueError
        An expression is not in its file, or more than once.
    """
    for name, old, new in CHANGES:
        text = (ROOT / SOURCE / name).read_text("utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{name}: `{old}` stands there {text.count(old)} times; mend the list in {__file__}")
        yield _mutant(Path(name), text, text.index(old), old, new)


def drawn(count: int, seed: int, within: str = "") -> list[Mutant]:
    """Random changes, each of one node of the syntax tree, sorted by file and line; `within` a folder of the source."""
    files = [path.relative_to(ROOT / SOURCE) for path in sorted((ROOT / SOURCE / within).rglob("*.py"))]
    texts = {file: (ROOT / SOURCE / file).read_text("utf-8") for file in files}
    every = [(file, place) for file, text in texts.items() for place in range(len(_places(text)))]
    chosen = random.Random(seed).sample(every, min(count, len(every)))
    return [mutated(file, texts[file], place) for file, place in sorted(chosen)]


def mutated(file: Path, text: str, place: int) -> Mutant:
    """A source text with the operator or number at one of its places changed."""
    node = _places(text)[place]
    lines = text.encode().splitlines(keepends=True)
    start = len((b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]).decode())
    old = ast.get_source_segment(text, node)
    assert old is not None
    return _mutant(file, text, start, old, ast.unparse(_changed(node)))


def _places(text: str) -> list[ast.expr]:
    """Comparisons, sums, differences, `and`, `or` and numbers of a source text."""
    return [node for node in _nodes(ast.parse(text)) if _can_change(node)]


def _nodes(node: ast.AST) -> Iterator[ast.expr]:
    """Expressions below a node, but not those inside formatted strings, whose places are not recorded."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.JoinedStr):
            if isinstance(child, ast.expr):
                yield child
            yield from _nodes(child)


def _can_change(node: ast.expr) -> bool:
    match node:
        case ast.Compare(ops=[operator]) | ast.BinOp(op=operator) | ast.BoolOp(op=operator):
            return type(operator) in OPPOSITE
        case ast.Constant(value=value):
            return type(value) in (int, float)
    return False


def _changed(node: ast.expr) -> ast.expr:
    """The node with its operator turned, or its number one larger."""
    made = copy.deepcopy(node)
    match made:
        case ast.Compare(ops=[operator]):
            made.ops = [OPPOSITE[type(operator)]()]
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator):
            made.op = OPPOSITE[type(operator)]()
        case ast.Constant():
            made.value += 1
    return made


def _mutant(file: Path, text: str, start: int, old: str, new: str) -> Mutant:
    return Mutant(file, text.count("\n", 0, start) + 1, old, new, text[:start] + new + text[start + len(old) :])


def tests_of(file: Path) -> list[str]:
    """What concerns a file under `src/steppe`: its examples, its mirror among the tests, tests that name its module."""
    module = ".".join(("steppe", *file.with_suffix("").parts)).removesuffix(".__init__")
    naming = re.compile(rf"{re.escape(module)}\b|from {re.escape(module.rpartition('.')[0])} import .*\b{file.stem}\b")
    tests = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if naming.search(path.read_text("utf-8"))]
    mirror = next(folder for one in file.parents if (folder := ROOT / "tests" / one).is_dir())
    chosen = [ROOT / SOURCE / file, *tests, *(sorted(mirror.glob("**/test_*.py")) if mirror != ROOT / "tests" else ())]
    return [str(path.relative_to(ROOT)) for path in dict.fromkeys(chosen)]


def noticed(copied: Path, tests: Sequence[str]) -> str:
    """The first test that fails in a copy of the tree; empty where all pass."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", EVERYDAY, *tests]
    environment = {"PYTHONPATH": f"{copied / 'src'}:{copied}", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copied, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"none ended in {PATIENCE} s"
    if done.returncode in (0, 5):  # all passed, or no everyday test among them
        return ""
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return failed[1] if failed else f"pytest stopped with {done.returncode}"


def main(arguments: Sequence[str] = ()) -> None:
    """Make each change in a copy of the tree, and print which tests notice it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, metavar="N", help="changes to draw, in place of those listed")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--within", default="", metavar="FOLDER", help="of src/steppe, to draw from: influence")
    parser.add_argument("--all", action="store_true", help="run every everyday test for each change")
    options = parser.parse_args(arguments)
    chosen = list(listed()) if options.random is None else drawn(options.random, options.seed, options.within)
    caught = 0
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copytree(ROOT, Path(folder) / "steppe", ignore=NOT_COPIED))
        for mutant in chosen:
            tests = [] if options.all else tests_of(mutant.file)
            place = copied / SOURCE / mutant.file
            before = place.read_text("utf-8")
            place.write_text(mutant.text, "utf-8")
            by = noticed(copied, tests)
            place.write_text(before, "utf-8")
            caught += bool(by)
            print(f"{mutant.file}:{mutant.line}  {mutant.old!r} -> {mutant.new!r}  {by or 'nothing'}", flush=True)
    print(f"{caught} of {len(chosen)} noticed ({caught / max(len(chosen), 1):.0%})")


if __name__ == "__main__":
    main(sys.argv[1:])
