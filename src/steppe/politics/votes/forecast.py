"""One vote, forecast and explained: the chances of yes, abstention and no, and what each ingredient adds.

The logit's log-odds are sums, so they can be taken apart. The first part is what the state brings: its log-odds on the
average vote of the sample. Every other part is how far an ingredient of this vote lies from that average, times its
coefficient. A part of +1 multiplies the odds against yes by e = 2.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.politics.votes.logit import Logit
from steppe.politics.votes.models import MODELS, Cases, cases, columns, fit_before
from steppe.politics.votes.past import SIDES
from steppe.politics.votes.rolls import CHOICES, GROUP, ISSUES, NONE, Floats, Rolls, rolls, title_similarity
from steppe.politics.votes.settings import CHOSEN, Settings
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

KINDS = ("whole", "paragraph", "amendment", "motion")
STATE = "the state, on the average vote"
SHOWN = 8
"""Alike resolutions that are named."""


@dataclass(frozen=True)
class Forecast:
    """Chances of one vote and how they came about."""

    state: str
    title: str
    year: int
    model: str
    chances: dict[str, float]
    """Of yes, abstain and no; they sum to one."""
    parts: pd.DataFrame
    """What, abstain, no: what each ingredient adds to the log-odds against yes. The columns sum to the log-odds."""
    alike: pd.DataFrame
    """Year, roll_call, part, title, likeness, vote: the most alike ones of years before, and its votes."""
    votes: int
    """Votes of the twelve on which the model was fitted."""
    happened: str | None
    """The state's vote, where the roll call is known and it voted."""


def forecast_of_roll_call(
    world: World, state: str, roll_call: int, model: str = "past", settings: Settings = CHOSEN
) -> Forecast:
    """The chances of a state's vote on a roll call of the tables, from years before its own.

    Parameters
    ----------
    state
        One of the twelve, by code or name.
    roll_call
        Number of the roll call in `roll_calls`.
    model
        `past`, a forecast; or `others`, `powers` or `present`, which look at the same roll call.

    Raises
    ------
    UserError
        An unknown state, roll call or model, or a roll call of the first years.
    """
    record = rolls(world)
    rows = np.flatnonzero(record.calls["roll_call"].to_numpy() == roll_call)
    if not len(rows):
        raise UserError(
            f"roll_calls has no first record of roll call {roll_call}; look its number up with `steppe sql`"
        )
    return _explained(record, _voter(world, record, state), int(rows[0]), _model(model), settings)


def forecast(
    world: World,
    state: str,
    title: str,
    issues: Sequence[str] = (),
    part: str = "whole",
    year: int | None = None,
    settings: Settings = CHOSEN,
) -> Forecast:
    """The chances of a state's vote on a resolution that is not in the tables.

    Parameters
    ----------
    state
        One of the twelve, by code or name.
    title
        Title of the resolution; those of earlier years with the same or an alike title weigh most.
    issues
        Any of middle_east, nuclear, disarmament, human_rights, colonialism, development.
    part
        whole, paragraph, amendment or motion.
    year
        Year of the vote, the one after the last of the tables by default. Votes of years before it are used.

    Raises
    ------
    UserError
        An unknown state, issue or part, or a year without votes before it.

    Examples
    --------
    >>> import steppe
    >>> vote = forecast(steppe.load(), "KAZ", "Comprehensive Nuclear-Test-Ban Treaty", ["nuclear"])
    >>> vote.chances["yes"] > 0.95
    True
    """
    for word in issues:
        if word not in ISSUES:
            raise UserError(f'there is no issue "{word}"{look_alike(word, ISSUES)}; choose from {", ".join(ISSUES)}')
    if part not in KINDS:
        raise UserError(f'there is no part "{part}"{look_alike(part, KINDS)}; choose from {", ".join(KINDS)}')
    past = rolls(world)
    given = int(past.year.max()) + 1 if year is None else year
    record = with_call(past, title, tuple(issues), part, given)
    return _explained(record, _voter(world, record, state), len(record.calls) - 1, "past", settings)


def with_call(past: Rolls, title: str, issues: tuple[str, ...], part: str, year: int) -> Rolls:
    """The roll calls with one more, on which nobody has voted yet, in last place."""
    flags = {issue: issue in issues for issue in ISSUES}
    row = pd.DataFrame(
        [{"roll_call": 0, "session": year - 1945, "year": year, "part": part, "title": title, "topic": None, **flags}]
    )
    calls = pd.concat([past.calls, row.astype(past.calls.dtypes.to_dict())], ignore_index=True)
    empty = np.full((1, len(past.seats)), NONE, dtype=np.int8)
    return Rolls(calls, past.seats, np.vstack([past.votes, empty]), past.voters)


def _voter(world: World, record: Rolls, state: str) -> int:
    code = world.state(state)
    if code not in record.voters:
        raise UserError(f"{code} is not one of {GROUP}; forecasts are made for {', '.join(record.voters)}")
    return record.voters.index(code)


def _model(model: str) -> str:
    if model not in MODELS:
        raise UserError(f'there is no model "{model}"{look_alike(model, MODELS)}; choose from {", ".join(MODELS)}')
    return model


def _explained(record: Rolls, voter: int, call: int, model: str, settings: Settings) -> Forecast:
    year = int(record.year[call])
    years = np.unique(record.year)
    if year <= years[1]:
        raise UserError(f"there are too few votes before {year}; choose {years[2]} or a later year")
    data = cases(record, settings)
    fitted = fit_before(data, model, year, settings)
    x = data.features.values[call, voter, columns(data.features, model)]
    p = fitted.probabilities(x[None], np.array([voter]))[0]
    vote = record.of(record.voters)[call, voter]
    return Forecast(
        state=record.voters[voter],
        title=str(record.calls["title"].fillna("without a title").iloc[call]),
        year=year,
        model=model,
        chances=dict(zip(CHOICES, map(float, p), strict=True)),
        parts=_parts(data, fitted, x, voter, model),
        alike=_alike(record, call, voter),
        votes=int((data.year < year).sum()),
        happened=None if vote == NONE else CHOICES[vote],
    )


def _parts(data: Cases, fitted: Logit, x: Floats, voter: int, model: str) -> pd.DataFrame:
    groups = [STATE, *data.features.groups[columns(data.features, model)]]
    added = pd.DataFrame(fitted.parts(x, voter), columns=list(SIDES)).assign(what=groups)
    return added.groupby("what", sort=False, as_index=False)[list(SIDES)].sum()


def _alike(record: Rolls, call: int, voter: int) -> pd.DataFrame:
    before = np.flatnonzero(record.year < record.year[call])
    near = title_similarity(record.calls.iloc[[call]], record.calls.iloc[before])[0]
    best = before[np.lexsort((-before, -near.round(6)))][:SHOWN]
    votes = record.of(record.voters)[best, voter]
    frame = record.calls.iloc[best][["year", "roll_call", "part", "title"]].reset_index(drop=True)
    near_of = dict(zip(before.tolist(), near.tolist(), strict=True))
    return frame.assign(
        likeness=[round(near_of[row], 3) for row in best.tolist()],
        vote=["absent" if vote == NONE else CHOICES[vote] for vote in votes],
    )
