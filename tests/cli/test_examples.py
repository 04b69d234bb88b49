"""Every command shows two examples in its help; they run; and what they print fits a terminal, word for word."""

from __future__ import annotations

import re
import shlex

import pytest
import typer
from rich.cells import cell_len

from docs.make_reference import commands
from steppe.cli.command import example_lines
from steppe.cli.main import app
from tests.conftest import Run

COMMANDS = dict(commands(app))
EXAMPLES = [
    line.removeprefix("steppe ")
    for function in COMMANDS.values()
    for line in example_lines(function)
    if line.startswith("steppe ")
]
"""What is typed after `steppe`."""

SLOW = ("run", "explain", "compare eaeu", "claims --", "overview", "site", "export", "rank", "powers", "data check")
"""Examples that take more than a second."""

ELSEWHERE = ("estimate", "data import", "site", "--data")
"""Examples with tests of their own: they take minutes, or files of a user's."""

FORMATS = {"csv", "json", "schema", "jsonld"}
"""What is for programs, and as wide as it is."""

NARROW = set("i means interval Sources Left out at this width `--format csv` has all".split())
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
    typed = shlex.split(words)
    printed = {}
    for width in (400, 120, 80):
        monkeypatch.chdir(tmp_path_factory.mktemp("here"))
        monkeypatch.setattr("steppe.cli.output.WIDE", width)
        ran = run(*typed)
        assert (ran.code, ran.err) == (0, "")
        printed[width] = ran.out
    if FORMATS & set(typed):
        return
    for width in (120, 80):
        assert [line for line in printed[width].splitlines() if cell_len(line) > width] == []
        assert parts(printed[width]) - parts(printed[400]) - NARROW == set()
