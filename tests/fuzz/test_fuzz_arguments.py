"""Commands found by walking the program, with words at random: a new command is tried by itself."""

from __future__ import annotations

import enum
from pathlib import Path
from random import Random
from typing import Any

import pytest
import typer

from steppe.cli.main import app
from tests.conftest import Run
from tests.fuzz.contract import EACH, check, stream, watched
from tests.fuzz.mutate import word

MINUTES = {"site", "estimate", "fetch"} | ({"export", "check"} if EACH <= 100 else set())
"""Commands that take long when all is well, or a network: their words are never quite right."""

PATHS = ("out", "a b/c", "out.html", "out.pdf", "no/such.csv", ".", "x" * 300, "[red].html", "-.html", "Қ.html")
FEW = ("2", "3", "0", "-1", "1.5", "nan", "1e3", "9" * 5000, "", "x")
"""Numbers that cost nothing: what is right of draws and processes is small."""


def commands() -> dict[tuple[str, ...], Any]:
    """Every command by the words that call it."""
    found: dict[tuple[str, ...], Any] = {}
    left = [((), typer.main.get_command(app))]
    while left:
        words, command = left.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            found[words] = command
        else:
            left += [((*words, name), part) for name, part in inner.items()]
    return dict(sorted(found.items()))


def takes(parameter: Any) -> tuple[list[str], str]:
    """Choices of a parameter, and the name of its type; releases of typer keep them in different places."""
    if hasattr(parameter, "type_descriptor"):
        annotation = parameter.type_descriptor.annotation
        return [one.value for one in annotation] if isinstance(annotation, enum.EnumMeta) else [], str(
            annotation
        ).lower()
    return [str(getattr(one, "value", one)) for one in getattr(parameter.type, "choices", ())], parameter.type.name


def value(parameter: Any, rng: Random) -> str:
    choices, kind = takes(parameter)
    if choices and rng.random() < 0.8:
        return rng.choice(choices)
    if "path" in kind:
        return rng.choice(PATHS)
    if "int" in kind:
        return rng.choice(FEW if parameter.name != "year" else (*FEW, "2019", "1850", "99999999999", "-2019"))
    return word(rng)


def line(words: tuple[str, ...], command: Any, rng: Random) -> list[str]:
    """A command with values for its arguments, and a few options."""
    parameters = command.get_params(command.make_context(words[-1], [], resilient_parsing=True))
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    options = [one for one in parameters if one.param_type_name == "option" and one.name not in ("help", "again")]
    written: list[str] = [*words]
    for option in rng.sample(options, min(len(options), rng.randint(0, 3))):
        written.append(option.opts[0])
        written += [] if getattr(option, "is_flag", False) else [value(option, rng)]
    written += ["--no-such-option"] * (words[-1] in MINUTES)
    return [*written, *(value(one, rng) for one in arguments if one.required or rng.random() < 0.5)]


@pytest.mark.parametrize("number", range(EACH))
def test_a_command(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rng = stream("arguments", number)
    monkeypatch.chdir(tmp_path)
    found = commands()
    words = list(found)[number % len(found)]
    with watched(tmp_path):
        ran = run(*line(words, found[words], rng))
    check(ran, tmp_path, set())


def test_every_command_is_tried() -> None:
    assert len(commands()) <= EACH
    assert {("members",), ("data", "import"), ("sql",)} <= commands().keys()
