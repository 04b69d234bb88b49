"""Every command shows two examples in its help; they run; and what they print fits a terminal, word for word."""

from __future__ import annotations

import re
import shlex

import pytest
import typer

from docs.make_reference import commands
from steppe.cli.command import example_lines
from steppe.cli.main import app
from steppe.methods.loader import list_studies
from steppe.politics.bargaining.reading import agenda_names
from tests.conftest import Run, wider

COMMANDS = dict(commands(app))
EXAMPLES = [
    line.removeprefix("steppe ")
    for function in COMMANDS.values()
    for line in example_lines(function)
    if line.startswith("steppe ")
]
"""What is typed after `steppe`."""

SLOW = ("run", "explain", "compare", "brief", "claims --", "overview", "site", "export", "rank", "powers", "data check")
"""Examples that take more than a second."""

ELSEWHERE = ("estimate", "data import", "claims --file", "data fetch weo", "site", "--data")
"""Examples with tests of their own: they take minutes, or files of a user's."""

FIRST = {loaded.study.method: loaded.name for loaded in reversed(list_studies())}.values()
"""A study of each method: how tables are laid out depends on the method."""
MORE = [
    *(f"bargain {name} --draws 20" for name in agenda_names()),
    *(f"run {name} --draws 4" for name in FIRST),
    *(f"brief {state}" for state in "ARM AZE BLR GEO KAZ MDA RUS TJK TKM UKR UZB CHN TUR EU".split()),
    *(f"dependence {words}" for words in ("KGZ", "twelve --on RUS --layer trade", "TKM --on RUS,CHN --layer energy")),
    *(f"members {body}" for body in ("EU", "SCO", "OSCE", "C5+1_RUS")),
    *("timeline RUS", "claims", "claims T4-16", "coverage T1-04", "alignment UKR --with RUS,CHN,USA,TUR", "membership"),
    *('sql "from states limit 9"', 'sql "from organizations limit 9"', "scoreboard compromise", "overview --year 1995"),
]
"""Typed beside the examples, to see more tables on a narrow terminal."""

FORMATS = {"csv", "json", "schema", "jsonld", "bibtex"}
"""What is for programs, and as wide as it is."""

NARROW = set("page i means interval Sources Left out at this width `--format csv` has all".split())
"""Words that a narrow terminal alone is shown."""


def parts(text: str) -> set[str]:
    """The words of an output, without rules of tables, separators and the numbers that stand for sources."""
    found = re.split(r"[\s|;,.:]+(?=\s|$)|[\s|;]+", re.sub(r"[─·]{3,}", " ", text))
    return {part for part in found if not re.fullmatch(r"\d{0,3}", part)}


def marked(words: str) -> object:
    slow = [pytest.mark.slow] if words.startswith(SLOW) or words in SLOW else []
    return pytest.param(words, id=words, marks=slow)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_ends_with_two_examples_of_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("steppe.cli.output.WIDE", 80)
    shown = run(*name.split(), "--help").out.partition("Examples")[2]
    found = [line.strip() for line in shown.splitlines() if line.strip().startswith("steppe ")]
    assert len(found) == 2
    assert all(re.match(rf"steppe (--data \S+ )?{name}( |$)", line) for line in found)
    assert [line for line in shown.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("words", EXAMPLES)
def test_every_example_parses(words: str) -> None:
    group = typer.main.get_command(app)
    context = group.make_context("steppe", shlex.split(words))
    rest = [*context._protected_args, *context.args]
    while rest and hasattr(group, "resolve_command"):
        name, group, rest = group.resolve_command(context, rest)
        context = group.make_context(name, rest, parent=context)
        rest = [*context._protected_args, *context.args]


@pytest.mark.parametrize("words", [marked(one) for one in EXAMPLES if not one.startswith(ELSEWHERE)])
def test_every_example_runs_and_fits_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    check(run, monkeypatch, words)


@pytest.mark.slow
@pytest.mark.parametrize("words", MORE)
def test_more_tables_fit_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    check(run, monkeypatch, words)


def check(run: Run, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """At a narrow width no line is wider, and each word stands whole in what a wide terminal shows.

    What a run keeps is printed from there at the next width, as it is for a user who asks again."""
    typed, printed = shlex.split(words), {}
    for width in (400, 120, 80):
        monkeypatch.setattr("steppe.cli.output.WIDE", width)
        ran = run(*typed)
        assert ran.code == 0
        assert ran.err == "" or (width < 400 and "was answered before" in ran.err)
        printed[width] = ran.out
    if FORMATS & set(typed):
        return
    for width in (120, 80):
        assert [line for line in printed[width].splitlines() if wider(line, width)] == []
        assert parts(printed[width]) - parts(printed[400]) - NARROW == set()
