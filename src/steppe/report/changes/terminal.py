"""Changes on a terminal: a summary first, then the figures of each page, the largest change first."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from steppe.display.format import listed, money, number, percent
from steppe.display.frames import cell
from steppe.report.changes.shown import title_of
from steppe.report.changes.view import Changes

TITLES = {"overview": "Overview", "briefs": "Briefs", "claims": "Claims"}
NOTE = (
    "Verdicts first, then shares by their difference, other numbers by the part of the larger that changed, texts; new "
    "and gone last. An amount stands with its share; CSV has each by itself."
)
LONG = 3
"""Names of a list in a cell; CSV has all."""


def summary(found: Changes) -> list[str]:
    """How many figures were compared, moved, are new and gone; how many by cause; which verdicts changed."""
    counts = found.counts
    told = [
        f"{number(found.compared)} figures compared: {number(counts['moved'])} moved, {number(counts['new'])} new, "
        f"{number(counts['gone'])} gone. Of those that stayed, {number(found.other_record)} have another year, record "
        "or source."
    ]
    if len(found.frame):
        told.append("By cause: " + "; ".join(f"{cause} {number(size)}" for cause, size in found.by_cause.items()) + ".")
    verdicts = list(found.frame.loc[found.frame["item"].eq("verdict"), "subject"])
    if "claims" in set(found.pages):
        told.append(f"Verdicts that changed: {listed(verdicts) if verdicts else 'none'}.")
    return told


def tables(found: Changes, most: int) -> list[tuple[str, pd.DataFrame]]:
    """The first figures of each page in the columns that people read, under a title that says how many there are."""
    shown = found.frame
    key = ["page", "subject", "item", "partner", "slot"]
    keys = pd.MultiIndex.from_frame(shown[key].astype(object).where(shown[key].notna(), ""))
    shares = keys[shown["figure"].eq("share")]
    amounts = shown["figure"].eq("amount")
    of_share = {keys[place]: shown.iloc[place] for place in amounts.to_numpy().nonzero()[0]}
    kept = ~(amounts & keys.isin(shares))
    made = []
    for page, title in TITLES.items():
        rows = shown[kept & shown["page"].eq(page)]
        if len(rows):
            words = f"{title}: {number(min(most, len(rows)))} of {number(len(rows))}"
            made.append((words, _table(rows.head(most), of_share, key)))
    return made


def _table(rows: pd.DataFrame, amounts: dict[Any, pd.Series], key: list[str]) -> pd.DataFrame:
    lines = []
    for row in rows.itertuples():
        amount = amounts.get(tuple(getattr(row, name) or "" for name in key)) if row.figure == "share" else None
        before, after = (_said(row, amount, side) for side in ("before", "after"))
        lines.append({"figure": _figure(row), "before": before, "after": after, "why": _why(row)})
    return pd.DataFrame(lines)


def _figure(row: Any) -> str:
    """Whose figure it is, what of, with whom and of which year."""
    parts = [f"{row.subject}:", title_of(row.item), row.partner, row.slot]
    words = " ".join(part for part in parts if part)
    return words if row.figure in ("share", "text", "value", row.unit) else f"{words} ({row.figure})"


def _said(row: Any, amount: pd.Series | None, side: str) -> str:
    """A figure in words, with the amount of its share."""
    value = getattr(row, side)
    if row.unit != "share" or isinstance(value, str | None):
        return str((isinstance(value, float) and money(value, row.unit)) or cell(value))
    held = money(amount[side], amount["unit"]) or cell(amount[side]) if amount is not None else ""
    return f"{percent(value)} %" + (f"\n{held}" if held else "")


def _why(row: Any) -> str:
    """The cause and, if it is short, its detail; of a list of names the first."""
    names = re.split(r"; | and |, ", row.detail or "")
    if row.cause == "new source" and len(names) > LONG:
        return f"{row.cause}: {', '.join(names[:LONG])} and {len(names) - LONG} more"
    return f"{row.cause}: {row.detail}" if row.detail else str(row.cause)
