"""Who left an organization, and when: the ends of membership in law, each with what came after.

A state leaves on the first day on which it is no longer a member by the body's own rules
(`organizations.legal_members`). A seat that is frozen or suspended is still held; a body that ended was left by nobody
that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from steppe.display.format import count_word, day, listed, sentence_case, with_article

if TYPE_CHECKING:
    from datetime import date

COLUMNS = ["state", "start", "until", "status", "after", "note", "source"]


def exits(spells: pd.DataFrame, ended: date | None, on: date, states: Mapping[str, date]) -> pd.DataFrame:
    """Ends of membership up to a day, earliest first.

    Parameters
    ----------
    spells
        `seats.spells` of one body.
    ended
        The day on which the body ended, if it did: memberships that end then are left out.
    on
        The day that `now` means.
    states
        The day on which a state ended, of those that did: such a state left nothing.

    Returns
    -------
    Columns state, start (of the unbroken membership), until (the first day without it), status (that follows without a
    break; empty where none does), after (the same, or the day of coming back, in words), note and source of the last
    spell of it.
    """
    general = spells[spells["towards"].isna()].sort_values(["state", "start"])
    rows = []
    for state, own in general.groupby("state", sort=False):
        spans = list(own.itertuples())
        start = None
        for place, spell in enumerate(spans):
            later = spans[place + 1 :]
            if not spell.counts:
                start = None
                continue
            start = spell.start if start is None else start
            follows = next((one for one in later if one.start == spell.end), None)
            if follows is not None and follows.counts:
                continue
            if _over(spell.end, on, (ended, states.get(str(state)))):
                status = "" if follows is None else str(follows.status)
                rows.append((state, start, spell.end, status, _after(follows, later), _text(spell.note), spell.source))
            start = None
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["until", "state"], ignore_index=True)


def _over(end: Any, on: date, last_days: tuple[date | None, ...]) -> bool:
    """Whether a membership has ended, and not because the body or the state did."""
    return pd.notna(end) and end.date() <= on and not any(one is not None and end.date() >= one for one in last_days)


def _after(follows: Any, later: list[Any]) -> str:
    if follows is not None:
        return str(follows.status)
    back = next((one.start for one in later if one.counts), None)
    return f"member again from {day(back.date())}" if back is not None else ""


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def in_words(left: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Who left and when, in a sentence without a stop; who kept another status is named apart.

    Examples
    --------
    >>> days = pd.to_datetime(["1999-04-02", "1999-04-02", "2012-12-19"])
    >>> left = pd.DataFrame({"state": ["GEO", "UZB", "UZB"], "until": days, "status": ["", "", ""]})
    >>> in_words(left, {"GEO": "Georgia", "UZB": "Uzbekistan"})
    'Two states left it: Georgia and Uzbekistan on 2 April 1999, Uzbekistan again on 19 December 2012'
    """
    gone, kept = left[left["status"].eq("")], left[left["status"].ne("")]
    many = gone["state"].nunique()
    head = "One state" if many == 1 else f"{sentence_case(count_word(many))} states"
    parts = [f"{head} left it: {_dated(gone, names)}"] if many else []
    parts += [
        f"no longer a member but {with_article(str(status))}: {_dated(own, names)}"
        for status, own in kept.groupby("status", sort=False)
    ]
    return sentence_case("; ".join(parts)) or "No state has left it on record"


def _dated(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    seen: set[str] = set()
    parts = []
    for until, group in groupby(rows.itertuples(), key=lambda row: row.until):
        own = [row.state for row in group]
        named = listed([f"{names[state]} again" if state in seen else names[state] for state in own])
        parts.append(f"{named} on {day(until.date())}")
        seen.update(own)
    return ", ".join(parts)
