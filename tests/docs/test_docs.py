"""The texts are true: what they show is what the commands print, what they name exists, what they explain is there.

In every document a `console` block is a session: lines that begin with `$ steppe` are run in one empty folder, and each
line shown below must stand in what was printed, in that order. Spaces do not count, `…` at the end of a line stands for
the rest of it and `…` alone for lines left out. A `csv NAME` block is a file of that folder; a `python` block is a
doctest; a `toml` block is a claim that must be sound and get a verdict, or with a name, `toml NAME.toml`, a file too.
"""

from __future__ import annotations

import doctest
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from docs import make_picture, make_reference
from steppe.evidence.claims import Claim
from steppe.evidence.verdicts import COMPUTED, evaluate_claim
from steppe.world import schema
from steppe.world.world import World
from tests.conftest import Ran, Run

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINES = 125  # a README that is longer is not read
FENCE = re.compile(r"^```(?P<kind>\w+)[ ]*(?P<name>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_RAN: dict[tuple[str, ...], Ran] = {}
EVERY = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in DOCUMENTS]


@dataclass(frozen=True)
class Step:
    """A command of a session and the lines that the document shows below it."""

    words: list[str]
    shown: list[str]


def blocks(path: Path, kind: str) -> Iterator[tuple[str, str]]:
    """Name and text of each fenced block of a kind."""
    for match in FENCE.finditer(path.read_text(encoding="utf-8")):
        if match["kind"] == kind:
            yield match["name"].strip(), match["text"]


def files(path: Path) -> Iterator[tuple[str, str]]:
    """Name and text of the TOML files that sessions use."""
    return ((name, text) for name, text in blocks(path, "toml") if name.endswith(".toml"))


def claims(path: Path) -> Iterator[tuple[str, str]]:
    """Name and text of the TOML blocks that are claims."""
    return ((name, text) for name, text in blocks(path, "toml") if not name.endswith(".toml"))


def steps(session: str) -> Iterator[Step]:
    """The `steppe` commands of a session; a command goes on until its quotes are closed."""
    lines = session.splitlines()
    while lines:
        command = lines.pop(0)
        while command.startswith("$ ") and (words := _words(command)) is None:
            command += "\n" + lines.pop(0)
        shown = []
        while lines and not lines[0].startswith("$ "):
            shown.append(lines.pop(0))
        if command.startswith("$ steppe ") and words:
            yield Step(words[2:], shown)


def _words(command: str) -> list[str] | None:
    try:
        return shlex.split(command)
    except ValueError:  # a quote that is still open
        return None


def plain(text: str) -> str:
    """Text without differences of space and without rules of tables."""
    return " ".join(re.sub(r"[─━┄·]{3,}", " ", text).split())


def missing(shown: list[str], printed: str) -> list[str]:
    """Lines shown that were not printed, in that order."""
    rest, absent = plain(printed), []
    for line in shown:
        wanted = plain(line.rstrip().removesuffix("…"))
        place = rest.find(wanted)
        if place < 0:
            absent.append(line)
        else:
            rest = rest[place + len(wanted) :]
    return absent


def printed(run: Run, *words: str) -> Ran:
    """What a command printed; one that names no file and no folder prints the same in every session: it is run once."""
    if any("." in word for word in words) or {"--into", "--data", "--out"} & set(words):
        return run(*words)
    if words not in _RAN:
        _RAN[words] = run(*words)
    return _RAN[words]


@pytest.mark.slow
@pytest.mark.parametrize("path", EVERY)
def test_sessions_print_what_they_show(path, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in [*blocks(path, "csv"), *files(path)]:
        (tmp_path / name).write_text(text, encoding="utf-8")
    for _, session in blocks(path, "console"):
        for step in steps(session):
            ran = printed(run, *step.words)
            assert ran.code in (0, 1, 2)
            assert missing(step.shown, ran.out + ran.err) == [], f"steppe {shlex.join(step.words)}\n{ran.out}{ran.err}"


@pytest.mark.parametrize("path", EVERY)
def test_python_examples_hold(path):
    source = "\n".join(text for _, text in blocks(path, "python"))
    test = doctest.DocTestParser().get_doctest(source, {}, path.name, str(path), 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("path", EVERY)
def test_claims_shown_are_sound_and_get_a_verdict(path, world: World):
    for name, text in claims(path):
        for key, fields in tomllib.loads(text).items():
            result = evaluate_claim(world, Claim(id=key, place=f"{path.name} {name}", **fields))
            assert result.verdict in COMPUTED


@pytest.mark.parametrize("path", EVERY)
def test_links_lead_somewhere(path):
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:", "#")):
            assert (path.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("path", EVERY)
def test_files_named_exist(path):
    """Paths in back quotes that begin in a folder of the repository."""
    named = re.findall(r"`((?:src|recipes|tests|docs|benchmarks)/[\w./-]+)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", make_reference.PAGES)
def test_reference_is_not_older_than_its_source(page):
    written = (make_reference.REFERENCE / page).read_text(encoding="utf-8")
    assert written == make_reference.PAGES[page](), "run `python -m docs.make_reference`"


def test_every_command_and_every_table_has_its_place():
    commands = (make_reference.REFERENCE / "commands.md").read_text(encoding="utf-8")
    tables = (make_reference.REFERENCE / "tables.md").read_text(encoding="utf-8")
    wanted = ["overview", "states", "members", "overlap", "timeline", "ask", "claims", "coverage", "sql", "export"]
    wanted += ["studies", "run", "explain", "compare", "schema", "estimate"]
    wanted += ["data tables", "data sources", "data check", "data import"]
    assert [name for name in wanted if f"\n## steppe {name}\n" not in commands] == []
    assert [name for name in schema.tables() if f"\n## {name}\n" not in tables] == []


def test_readme_is_short_and_its_index_leads_to_every_page():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= LINES
    pages = [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if f"({page})" not in readme] == []


def test_the_picture_of_the_readme_is_what_the_data_draw():
    stored = make_picture.PICTURE.read_text(encoding="utf-8")
    assert stored == make_picture.drawn(), "run `python -m docs.make_picture`"
    assert f"(docs/{make_picture.PICTURE.name})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(stored) < 150_000
