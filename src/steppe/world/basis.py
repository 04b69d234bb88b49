"""Bases: how a figure was got, from the strongest to the weakest, and which of them a sum or a share keeps.

A sum has the basis of its weakest part of weight. It counts as imputed, and keeps the mark of that to the last table,
where half a percent of it or more is: that much would print as 1 %. A share is a figure of two sums, so the larger of
their imputed parts counts.
"""

from __future__ import annotations

from collections.abc import Iterable

BASES = ("reported", "reconciled", "derived", "estimated", "imputed", "assumed")
"""From the strongest to the weakest."""
RANK = {basis: place for place, basis in enumerate(BASES)}
OF_WEIGHT = 0.005
"""A part below half a percent of a sum does not set its basis."""
_LIST = "[" + ", ".join(f"'{basis}'" for basis in BASES) + "]"
WEAKEST_SQL = f"{_LIST}[max(list_position({_LIST}, basis))]"
"""The weakest of a column `basis`, as an aggregate in SQL."""


def weakest(bases: Iterable[str]) -> str:
    """The weakest of several bases.

    Raises
    ------
    KeyError
        A word that is no basis.

    Examples
    --------
    >>> weakest(["reported", "imputed", "derived"])
    'imputed'
    >>> weakest(["reported", "derived"])  # the last of the alphabet would be reported
    'derived'
    """
    return max(bases, key=RANK.__getitem__)


def imputed_or(basis: str, *parts: float) -> str:
    """`imputed` where one of the imputed parts of a figure (0..1) is of weight, else another basis.

    Examples
    --------
    >>> imputed_or("reconciled", 0.004), imputed_or("reconciled", 0.0, 0.4)
    ('reconciled', 'imputed')
    """
    return "imputed" if max(parts) >= OF_WEIGHT else basis
