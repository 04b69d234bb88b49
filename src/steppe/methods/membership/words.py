"""The answer of a study of membership, in words that follow its numbers.

Where exits are few for the covariates that were tried, the data cannot tell; a largest chance whose interval stays
below a half is unlikely.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from steppe.display.format import chance, listed, sentence_case
from steppe.methods.answer import Answer, Verdict
from steppe.politics.membership.backtest import REGION_YEARS
from steppe.politics.membership.evidence import few
from steppe.politics.membership.hazard import HazardFit

SETTLED = 0.5
"""Part of the draws in which a row must be the likeliest for the order to be called settled."""

NAMED = 2
"""Reasons that the answer names."""

PHRASES: Mapping[str, tuple[str, str]] = {
    "ln members": ("the body has many members", "the body has few members"),
    "own propensity": ("it has left more often than others", "it has left less often than others"),
    "newborn state": ("the state is young", "the state is older than others"),
    "newborn body": ("the body is young", "the body is older than others"),
    "like-minded": ("states that vote like it belong", "few states that vote like it belong"),
    "region share": ("more of its region belongs than elsewhere", "less of its region belongs than elsewhere"),
    "leader distance": ("it votes far from the body's leading member", "it votes close to the body's leading member"),
}
"""What it means that a covariate of leaving is above its mean, and below it."""


def answer(
    chances: pd.DataFrame, fit: HazardFit, tests: pd.DataFrame, horizon: int, names: Mapping[str, str]
) -> tuple[Answer, tuple[str, ...]]:
    """Who is likeliest to leave and how likely that is; then, as notes, how sure the order is, why, and the evidence.

    Parameters
    ----------
    chances
        Of `forecast`, the likeliest first within each move.
    fit
        Of leaving in the region.
    tests
        Of `trials`.
    horizon
        Years.
    names
        Short names of states by code.
    """
    rows = chances[chances["move"].eq("leave")]
    if rows.empty:
        none = "None of the twelve is at risk: none sits in these bodies but as leader or with notice given."
        return Answer(Verdict.NOT_ANSWERABLE, none), ()
    first, events = rows.iloc[0], int(tests["events"].max())
    weak = few(events, len(tests))
    years = f"{horizon} years" if horizon > 1 else "one year"
    seats = f"; the mean of {len(rows)} seats is {chance(float(rows['probability'].mean()))}" if len(rows) > 1 else ""
    sentence = (
        f"{names[first.state]} leaving {first.organization} within {years} is likeliest: "
        f"{chance(first.probability, first.low, first.high)}{seats}."
    )
    said = Verdict.OPEN if weak else Verdict.UNLIKELY if first.high < 0.5 else Verdict.ASSUMED
    caveat = f"It rests on {events} exits or freezes." if weak else ""
    order = (f"{sentence_case(_order(rows, names))}.",) if len(rows) > 1 else ()
    return Answer(said, sentence, caveat), (*order, *_why(first, fit), _evidence(tests))


def _order(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """How sure it is that the first row is the first."""
    first = rows.iloc[0]
    share = chance(float(first["first"]))
    if first["first"] >= SETTLED:
        return f"it comes first in {share} of the draws"
    second = rows.iloc[1]
    return (
        f"the order is not settled, for it comes first in only {share} of the draws, and {names[second.state]} "
        f"({second.organization}) follows with {chance(second.probability)}"
    )


def _why(row: Any, fit: HazardFit) -> list[str]:
    """The reasons that speak for it, largest first; a sentence about their lack where none does."""
    signs = dict(zip(fit.names, fit.coefficients, strict=True))
    speak = sorted(((v, k) for k, v in row.reasons.items() if v > 0.05 and k in PHRASES), reverse=True)[:NAMED]
    if not speak:
        return ["No covariate sets it much apart from the mean seat."]
    phrases = listed([PHRASES[name][0 if signs[name] > 0 else 1] for _, name in speak])
    return [f"What speaks for it: {phrases}."]


def _evidence(tests: pd.DataFrame) -> str:
    """What the trials of covariates leave standing."""
    events, standing = int(tests["events"].max()), tests.loc[tests["signal"], "covariate"].tolist()
    weak = "is weak, " if few(events, len(tests)) else "rests on "
    base = f"The evidence {weak}{events} exits or freezes in bodies that Russia leads since {REGION_YEARS[0]}"
    if not standing:
        return f"{base}, and none of {len(tests)} covariates alone stands out from chance."
    which = f"only {standing[0]} stands" if len(standing) == 1 else f"{listed(standing)} stand"
    return f"{base}, and of {len(tests)} covariates ranked alone {which} out from chance."
