"""Words that the terminal and the page share: heads of rows, notes under tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from steppe.display.format import MARK_WORDS, MISSING, RAISED, is_missing, listed, mark, number, percent
from steppe.report.overview.frames import imputed_totals
from steppe.world.basis import OF_WEIGHT

if TYPE_CHECKING:
    import pandas as pd

    from steppe.report.overview.view import Overview

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

LINES = (
    ("the {count} of today", "fixed", "with", "rus", ()),
    ("members of the year", "moving", "with", "ink", (5, 3)),
    ("the {count} without Russia", "fixed", "without", "ink-2", ()),
    ("of the year, without Russia", "moving", "without", "ink-3", (5, 3)),
)
"""Lines of the chart of mutual trade: words, membership, Russia, colour, dashes."""


def mark_notes() -> list[str]:
    """What each letter after a figure means, and what a dash stands for."""
    return [f"{RAISED[letter]} {words}" for letter, words in MARK_WORDS.items() if letter in "im"] + [
        "– no data or none"
    ]


def withheld_notes(overview: Overview) -> list[str]:
    """One sentence for each pair of the twelve that fails a check, whether it is shown or only counted."""
    notes = []
    for row in overview.review.itertuples():
        pair = f"{overview.names[row.state]}’s trade with {overview.names.get(row.partner, row.partner)} in {row.year}"
        if row.withheld:
            notes.append(f"w {pair} is withheld, and missing from its total: {row.reason}.")
        else:
            notes.append(f"{pair}, {percent(row.share)} % of its total, fails a check: {row.reason}.")
    return notes


def gap_notes(overview: Overview) -> list[str]:
    """Why debt to China or remittances from Russia are missing, one phrase a reason."""
    notes = []
    for what, frame in (("debt", overview.debt), ("remittances", overview.remittances)):
        gaps = frame[frame["missing"].notna() & (frame["state"] != frame["partner"])]
        for reason, own in gaps.groupby("missing", sort=False):
            notes.append(f"no {what} of {listed([overview.names[state] for state in own['state']])}: {reason}")
    return notes


def imputed_words(shares: pd.DataFrame, year: int, names: Mapping[str, str]) -> list[str]:
    """States of which a part of the trade of that year is imputed: the part in all, then by power, in percent."""
    texts = []
    for state, total in imputed_totals(shares, year).items():
        if total < OF_WEIGHT:
            continue
        mine = shares[(shares["state"] == state) & (shares["year"] == year) & (shares["imputed"] >= OF_WEIGHT)]
        powers = ", ".join(f"{names[row.partner]} {number(100 * row.imputed)}" for row in mine.itertuples())
        texts.append(f"{names[state]} {number(100 * total)} % of all" + (f" ({powers})" if powers else ""))
    return texts


def forces_text(row: pd.Series) -> str:
    """Strength on record (`+` where sites without one come on top) and the kinds of site."""
    if row["sites"] == 0:
        return MISSING
    if is_missing(row["troops"]):
        return str(row["kinds"])
    return f"{number(row['troops'])}{RAISED[mark(row['basis'])]}{'+' if row['unknown'] else ''} · {row['kinds']}"
