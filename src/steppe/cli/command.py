"""Worked examples: they stand beside the command that they show, and its help prints them in lines to be copied."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from typer.core import TyperCommand

F = TypeVar("F", bound=Callable[..., None])
EXAMPLES = "examples"


def examples(shown: Mapping[str, str]) -> Callable[[F], F]:
    """Give a command its examples: what each shows, by the words that are typed after `steppe`."""

    def given(function: F) -> F:
        vars(function)[EXAMPLES] = dict(shown)
        return function

    return given


def example_lines(function: Any) -> Iterator[str]:
    """The examples of a command, each under a comment that says what it shows."""
    for words, what in vars(inspect.unwrap(function))[EXAMPLES].items():
        yield from (f"# {what}", f"steppe {words}")


class Command(TyperCommand):
    """A command whose help ends with its examples."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, and the examples under it."""
        from rich.text import Text

        from steppe.cli.output import say

        super().format_help(ctx, formatter)
        say([Text(" Examples", "bold"), *(Text(f"   {line}") for line in example_lines(self.callback))])
