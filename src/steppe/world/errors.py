"""Errors that help: one clear sentence that names the place and the repair."""

from __future__ import annotations

from steppe.world.shown import sentence


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


class BundleError(RuntimeError):
    """A fault of ours: the embedded data are damaged or do not keep to their schema. Exit code 1."""
