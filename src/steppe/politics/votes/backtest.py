"""Rolling origins: fit on the years before, forecast the year, move on.

The split was written down before any score of 2010 to 2019 was looked at (`docs/explanation/votes.md`): `Settings` were
chosen on origins 2000 to 2009, the test is 2010 to 2019, and nothing was chosen after it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from steppe.politics.votes.baselines import BASELINES, baselines, to_copy
from steppe.politics.votes.logit import Logit
from steppe.politics.votes.models import MODELS, Cases, cases, fit_before
from steppe.politics.votes.rolls import CHOICES, Floats, rolls
from steppe.politics.votes.settings import CHOSEN, Settings
from steppe.world.errors import UserError
from steppe.world.world import World

TEST = range(2010, 2020)
CHOICE = range(2000, 2010)
CONDITIONAL = ("others", "powers", "present", *BASELINES[BASELINES.index("share of the others") :])
"""Models that look at the same roll call; the others use only years before."""


def backtest(
    world: World, years: Iterable[int] = TEST, settings: Settings = CHOSEN, models: tuple[str, ...] = MODELS
) -> pd.DataFrame:
    """Probabilities that models and baselines gave each vote of the twelve, fitted on the years before each.

    Parameters
    ----------
    world
        With the tables `roll_calls` and `roll_call_votes`.
    years
        Calendar years to be forecast one by one.

    Returns
    -------
    One row a vote and model: year, session, roll_call, state, vote, model, p_yes, p_abstain, p_no. `session`,
    `roll_call` and `year` are blocks within which votes are not independent.

    Raises
    ------
    UserError
        A year without votes, or without earlier years to learn from.
    """
    return scored_years(cases(rolls(world), settings), years, settings, models)


def scored_years(data: Cases, years: Iterable[int], settings: Settings, models: tuple[str, ...]) -> pd.DataFrame:
    """As `backtest`, with the features at hand."""
    frames, fitted, copied = [], dict[str, Logit](), to_copy(data.rolls)
    for year in years:
        now = _votes_of(data, year)
        forecasts = baselines(data, copied, year)
        for model in models:
            fitted[model] = fit_before(data, model, year, settings, fitted.get(model))
            forecasts[model] = fitted[model].probabilities(data.x(model)[now], data.voter[now])
        frames += [_frame(data, now, name, p) for name, p in forecasts.items()]
    return pd.concat(frames, ignore_index=True)


def _votes_of(data: Cases, year: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    now = data.year == year
    if not now.any() or not (data.year < year).any():
        first, last = int(data.year.min()) + 1, int(data.year.max())
        raise UserError(f"votes of {year} cannot be forecast and scored; choose years from {first} to {last}")
    return np.asarray(now)


def _frame(data: Cases, now: np.ndarray[tuple[int], np.dtype[np.bool_]], model: str, p: Floats) -> pd.DataFrame:
    calls = data.rolls.calls.iloc[data.call[now]]
    return pd.DataFrame(
        {
            "year": calls["year"].to_numpy(),
            "session": calls["session"].to_numpy(),
            "roll_call": calls["roll_call"].to_numpy(),
            "state": np.array(data.rolls.voters)[data.voter[now]],
            "vote": np.array(CHOICES)[data.vote[now]],
            "model": model,
            "p_yes": p[:, 0],
            "p_abstain": p[:, 1],
            "p_no": p[:, 2],
        }
    )


def scores(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Mean log score and Brier score (summed over the three answers) of each model, and how many votes."""
    p = forecasts[["p_yes", "p_abstain", "p_no"]].to_numpy()
    came = forecasts["vote"].map({choice: number for number, choice in enumerate(CHOICES)}).to_numpy()
    rows = forecasts[["model"]].assign(
        votes=1, log_score=-np.log(p[np.arange(len(p)), came]), brier=((p - np.eye(3)[came]) ** 2).sum(axis=1)
    )
    table = rows.groupby("model").agg(votes=("votes", "sum"), log_score=("log_score", "mean"), brier=("brier", "mean"))
    order = [name for name in (*MODELS, *BASELINES) if name in table.index]
    return table.loc[order].reset_index()
