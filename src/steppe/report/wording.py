"""Words that the terminal and the page share: heads of rows, notes under tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.report.format import MARK_WORDS, MISSING, is_missing, number

if TYPE_CHECKING:
    import pandas as pd

    from steppe.report.overview import Overview

MUTUAL_ROWS = (
    ("CIS, the nine of today", "CIS", "fixed", "with"),
    ("  without Russia", "CIS", "fixed", "without"),
    ("CIS, members of the year", "CIS", "moving", "with"),
    ("  without Russia", "CIS", "moving", "without"),
    ("EAEU, the five of today", "EAEU", "fixed", "with"),
    ("  without Russia", "EAEU", "fixed", "without"),
    ("EAEU, members of the year", "EAEU", "moving", "with"),
    ("  without Russia", "EAEU", "moving", "without"),
)
"""Rows of the table of mutual trade: words, body, membership, Russia."""


def mark_notes(overview: Overview) -> list[str]:
    """What each letter after a figure means, and what a dash stands for."""
    return [f"{letter} {words}" for letter, words in MARK_WORDS.items() if letter in "im"] + ["– no data or none"]


def withheld_notes(overview: Overview) -> list[str]:
    """One sentence for each pair that fails a check and is therefore not shown."""
    held = overview.trade[overview.trade["missing"].fillna("").str.startswith("withheld")]
    return [
        f"w {overview.names[row.state]}’s trade with {overview.names[row.partner]} in {row.year} is "
        f"{row.missing}; its total of that year lacks it, so its other shares are too large."
        for row in held.itertuples()
    ]


def forces_text(row: pd.Series) -> str:
    """Strength on record (`+` where sites without one come on top) and the kinds of site."""
    if row["sites"] == 0:
        return MISSING
    if is_missing(row["troops"]):
        return str(row["kinds"])
    return f"{number(row['troops'])}{'+' if row['unknown'] else ''} · {row['kinds']}"
