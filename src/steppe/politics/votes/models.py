"""The models of a vote, and the table of features that they share.

    past      information from before the vote: the headline, a forecast
    others    and how the others vote in the same roll call
    powers    and how the United States, China and Russia vote in it
    present   the others and the powers in the same roll call, and no record of the past

All but `past` are conditional: they say what a state does given what the others do. They are no forecasts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy.threads import one_thread
from steppe.politics.votes.logit import Ints, Logit, fit
from steppe.politics.votes.others import other_features, power_features
from steppe.politics.votes.past import Features, past_features
from steppe.politics.votes.rolls import NONE, Floats, Rolls
from steppe.politics.votes.settings import CHOSEN, Settings

MODELS = ("past", "others", "powers", "present")
_PAST = ("own on alike", "own on the same", "others on the same", "RUS on the same")
_NOW = ("others", "of like mind")
_MARKS = tuple(f"{power} {mark}" for power in ("USA", "CHN", "RUS") for mark in ("abstains", "votes no"))
BY_STATE = {
    "past": tuple(f"{name}: {side}" for name in _PAST for side in ("abstain", "no")),
    "others": tuple(f"{name}: {side}" for name in ("own on the same", *_NOW) for side in ("abstain", "no")),
    "present": (*(f"{name}: {side}" for name in _NOW for side in ("abstain", "no")), *_MARKS),
    "powers": (
        *(f"{name}: {side}" for name in ("own on the same", *_NOW) for side in ("abstain", "no")),
        *_MARKS,
    ),
}
"""Features whose coefficients may differ by state."""


@dataclass(frozen=True)
class Cases:
    """Votes cast by the twelve with their features, one row a vote; columns of `features` by model."""

    rolls: Rolls
    features: Features
    call: Ints
    """Number of the roll call, shape (cases,)."""
    voter: Ints
    vote: Ints

    @property
    def year(self) -> NDArray[np.int64]:
        """Calendar year of each vote."""
        return self.rolls.year[self.call]

    def x(self, model: str) -> Floats:
        """Features of a model, shape (cases, columns)."""
        return self.features.values[self.call, self.voter, self.columns(model)]

    def columns(self, model: str) -> slice:
        """Which columns a model reads."""
        return columns(self.features, model)


def columns(features: Features, model: str) -> slice:
    """Which columns of all features a model reads: records and agenda first, then the others, then the powers."""
    first = "others: abstain" if model == "present" else features.names[0]
    last = {"past": "motion", "others": "of like mind: no"}.get(model, "RUS is absent")
    return slice(features.names.index(first), features.names.index(last) + 1)


def cases(rolls: Rolls, settings: Settings = CHOSEN) -> Cases:
    """Every vote of the twelve that has a past, with its features."""
    with one_thread():
        features = past_features(rolls, settings) + other_features(rolls, settings) + power_features(rolls)
    votes = rolls.of(rolls.voters)
    call, voter = np.nonzero((votes != NONE) & np.isfinite(features.values).all(axis=2))
    return Cases(rolls, features, call, voter, votes[call, voter].astype(np.int64))


def fit_before(data: Cases, model: str, year: int, settings: Settings = CHOSEN, start: Logit | None = None) -> Logit:
    """The model fitted on votes of years before `year`."""
    used = data.year < year
    first = data.columns(model).start
    slopes = tuple(data.features.names.index(name) - first for name in BY_STATE[model])
    x = data.x(model)[used]
    states = len(data.rolls.voters)
    return fit(
        x,
        data.voter[used],
        states,
        data.vote[used],
        slopes,
        ridge=settings.ridge,
        ridge_state=settings.ridge_state,
        start=start,
    )
