"""From the tables of a world to the table of positions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from steppe.display.interval import LEVEL
from steppe.politics.idealpoints.ballots import ballots
from steppe.politics.idealpoints.fit import MODEL, IdealPointFit, fit
from steppe.politics.idealpoints.model import Model
from steppe.world.errors import UserError
from steppe.world.world import World

ANCHOR = "USA"
"""Whose mean position is positive."""
SESSION_ZERO = 1945
"""A session opens in this year plus its number."""
WIDER = 1.036
"""Factor of Laplace's standard errors with which bands of 90 % hold 90 % of simulated positions (benchmarks/bands)."""
SOURCE = "steppe-ideal-points"


def estimate(world: World, model: Model = MODEL) -> tuple[pd.DataFrame, IdealPointFit]:
    """Positions of all states in all sessions in which they voted, and the fit they come from.

    Returns
    -------
    Columns state, session, year (in which the session opened), ideal_point, se, low and high (90 %), votes; positions
    have mean 0 and standard deviation 1 within each session. The state is the one that holds the seat today: RUS
    continues SUN, SRB continues Yugoslavia's later seat.

    Raises
    ------
    UserError
        There are no votes, or none of the United States, whose side is the positive one.
    """
    votes = ballots(world.table("roll_calls"), world.table("roll_call_votes"), model.longest)
    if ANCHOR not in votes.voters:
        raise UserError(
            f"roll_call_votes: {ANCHOR} casts no vote, but its side defines the positive one; add its votes"
        )
    fitted = fit(votes, model, ANCHOR)
    return positions(fitted), fitted


def renewed(world: World) -> World:
    """The world with its table `ideal_points` estimated anew from its roll calls, newer sessions included."""
    table, _ = estimate(world)
    return world.with_tables({"ideal_points": table.assign(source=SOURCE, basis="estimated")})


def positions(fitted: IdealPointFit) -> pd.DataFrame:
    """The table of a fit: a row for each voter and session with votes."""
    votes = fitted.votes
    cast = votes.votes
    here = np.flatnonzero(cast > 0)
    session = votes.sessions[votes.node_session[here]]
    se = WIDER * np.sqrt(fitted.variances[here])
    half = float(norm.ppf(0.5 + LEVEL / 2)) * se
    point = fitted.positions[here]
    return pd.DataFrame(
        {
            "state": np.array(votes.voters)[votes.node_voter[here]],
            "session": session,
            "year": session + SESSION_ZERO,
            "ideal_point": point,
            "se": se,
            "low": point - half,
            "high": point + half,
            "votes": cast[here],
        }
    )
