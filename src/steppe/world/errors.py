"""Errors that help: one clear sentence that names the place and the repair."""

from __future__ import annotations

from collections.abc import Sequence

from steppe.world.shown import sentence

MOST_FAULTS = 100
"""Faults of a file that are said."""


class UserError(ValueError):
    """A mistake in what the user gave: a code, a date, a file. The command line prints it and exits with 2.

    The message is one sentence that names the place (file and line, table and column, or argument) and the
    repair; what it quotes is made visible and short. Nothing is half done when it is raised.

    Parameters
    ----------
    message
        The sentence.
    """

    def __init__(self, message: str) -> None:
        super().__init__(sentence(message))


class FileError(UserError):
    """Everything that is wrong with a file: a sentence a line.

    Parameters
    ----------
    sentences
        Each with file, line and repair; of more than `MOST_FAULTS` the number of the others is said.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        said = [sentence(one) for one in sentences[:MOST_FAULTS]]
        more = len(sentences) - len(said)
        said += [f"{more:,} faults more"] if more else []
        ValueError.__init__(self, "\n".join(one if one.endswith((".", "?")) else f"{one}." for one in said))


class BundleError(RuntimeError):
    """A fault of ours: the embedded data are damaged or do not keep to their schema. Exit code 1."""
