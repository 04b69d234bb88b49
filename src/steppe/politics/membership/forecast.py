"""Chances of joining, freezing and leaving over a horizon, each with its interval, its rank and its reasons.

The yearly chances follow from the regional stage; what is known on the bundle's last day stays as it is, but newborns
age and the waiting go on waiting. Joining within H years has probability 1 - Π(1 - h_t). A seat in use is frozen with
the share f of the hazard and left with 1 - f; a frozen seat can only be left, with all of it:

    used → frozen: h_t f        used → left: h_t (1 - f)        frozen → left: h_t

Intervals are quantiles over draws of the coefficients (normal, Laplace) and of f (Beta). Reasons are log-odds: the
coefficient times how far the covariate is from its mean over all rows at risk of the same move today. Their sum leads
from the log-odds of a row at those means to those of the row, to the digit; of an exit, before f divides it.

Two assumptions can be switched on, and neither is estimated. *exclusivity*: who belongs to a body that excludes another
must leave it before it joins the other. *dependence*: one standard deviation more trade with the leader lowers the
log-odds of leaving by `DEPENDENCE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from steppe.display.format import listed
from steppe.display.interval import interval
from steppe.politics.membership.hazard import HazardFit, logistic
from steppe.politics.membership.model import Model
from steppe.politics.membership.panel import FADE, Flags, Floats, leaders
from steppe.politics.membership.stages import REGION_NAMES, Rows
from steppe.politics.membership.trials import trade_shares
from steppe.world.errors import UserError
from steppe.world.points import Points, error, parts, replicate, rounded
from steppe.world.world import World

DEPENDENCE = 0.5
ASSUMPTIONS = {
    "exclusivity": "a member of a body that excludes another has to leave it before it can join the other",
    "dependence": f"one standard deviation more trade with the leader lowers the log-odds of leaving by {DEPENDENCE}",
}
AGING = ("newborn state", "newborn body")
FREEZING = "part of exits that freeze"
LONGEST = 20
"""Years of the longest horizon: beyond, covariates that stay as they are say nothing."""


def forecast(
    world: World,
    model: Model,
    horizon: int = 5,
    draws: int = 1000,
    seed: int = 1,
    assume: Sequence[str] = (),
    bodies: Sequence[str] = (),
) -> pd.DataFrame:
    """Every chance to join, freeze and leave within a horizon; of some bodies alone, or of all.

    Returns
    -------
    state, organization, move (join, freeze, leave), probability, low, high (`LEVEL` of the draws), error (Monte Carlo,
    of these ends); mean_row (log-odds of a first year at the means of all rows at risk), log_odds (of this row's first
    year; of freezing or leaving for both), reasons (dict: covariate → log-odds against the mean row, whose sum leads
    from mean_row to log_odds); first (part of the draws in which it is the likeliest), rank (1 is the likeliest of that
    move), of (how many), basis (estimated; assumed where an assumption moves the row).

    Raises
    ------
    UserError
        A horizon outside 1 to 20 years, fewer than 2 draws, or an assumption that there is not.
    """
    _check(horizon, draws, assume)
    sizes = {move: len(model.fits[move].coefficients) for move in ("join", "leave")}
    names = [part for move, size in sizes.items() for part in parts(move, size)]
    points = Points(seed, rounded(draws), (FREEZING, *names))
    betas = {move: _coefficients(model.fits[move], points.normal(move, size)) for move, size in sizes.items()}
    frozen = betaincinv(model.freezes + 1, model.leaves + 1, points.uniform(FREEZING))
    share = np.concatenate([[_mean_share(model)], frozen])
    shift = _dependence(world, model) if "dependence" in assume else np.zeros(len(model.stage.ahead["leave"]))
    exits = _exits(model, betas["leave"], share, horizon, shift)
    barred = _barred(world, model, exits) if "exclusivity" in assume else None
    joins = _joins(model, betas["join"], horizon, barred)
    barred_today = np.zeros(joins.shape[1], bool) if barred is None else barred[0, 0] > 0
    tables = [
        _table(model, "join", joins, barred_today, bodies),
        _table(model, "freeze", exits.frozen[-1], shift != 0, bodies),
        _table(model, "leave", exits.left[-1], shift != 0, bodies),
    ]
    frame = pd.concat(tables, ignore_index=True)
    return frame.assign(basis=np.where(frame["assumed"], "assumed", "estimated")).drop(columns="assumed")


def _check(horizon: int, draws: int, assume: Sequence[str]) -> None:
    if not 1 <= horizon <= LONGEST:
        raise UserError(f"horizon: {horizon} years cannot be forecast; give 1 to {LONGEST}")
    if draws < 2:
        raise UserError(f"draws: {draws} is out of range; an interval needs at least 2")
    for name in assume:
        if name not in ASSUMPTIONS:
            raise UserError(f'assume: there is no assumption "{name}"; there are {listed(list(ASSUMPTIONS))}')


def _mean_share(model: Model) -> float:
    return (model.freezes + 1) / (model.freezes + model.leaves + 2)


def _coefficients(fit: HazardFit, normals: Floats) -> Floats:
    """The estimate first, then draws, shape (1 + draws, k)."""
    root = np.linalg.cholesky(fit.covariance)
    return np.vstack([fit.coefficients, fit.coefficients + normals @ root.T])


def _hazards(rows: Rows, move: str, betas: Floats, horizon: int, shift: Floats | None = None) -> Floats:
    """Yearly chances, shape (horizon, draws, rows)."""
    names, hazards = REGION_NAMES[move], []
    for step in range(horizon):
        design = rows.design.copy()
        for place, name in enumerate(names, start=1):
            if name in AGING:
                design[:, place] *= np.exp(-step / FADE)
            elif name == "waiting":
                design[:, place] = np.log(np.exp(design[:, place]) + step)
        index = betas @ design.T
        hazards.append(logistic(index if shift is None else index + shift))
    return np.array(hazards)


# ---------------------------------------------------------------------------------------------------------- moves
@dataclass(frozen=True, slots=True)
class Exits:
    """Probability of having frozen, and of having left, by the end of each year: shape (horizon, draws, rows)."""

    frozen: Floats
    left: Floats


def _exits(model: Model, betas: Floats, share: Floats, horizon: int, shift: Floats) -> Exits:
    rows = model.stage.ahead["leave"]
    hazards = _hazards(rows, "leave", betas, horizon, shift)
    frozen = model.stage.panel.frozen[rows.body, rows.state, -1]
    used, cold = np.tile((~frozen).astype(float), (len(betas), 1)), np.tile(frozen.astype(float), (len(betas), 1))
    ever, gone = np.zeros_like(used), np.zeros_like(used)
    froze, left = [], []
    for hazard in hazards:
        new, out = used * hazard * share[:, None], used * hazard * (1 - share[:, None])
        gone = gone + out + cold * hazard
        ever = ever + new
        used, cold = used - new - out, cold * (1 - hazard) + new
        froze.append(np.where(frozen, np.nan, ever))
        left.append(gone)
    return Exits(np.array(froze), np.array(left))


def _joins(model: Model, betas: Floats, horizon: int, barred: Floats | None) -> Floats:
    """Probability of having joined, shape (draws, rows)."""
    hazards = _hazards(model.stage.ahead["join"], "join", betas, horizon)
    if barred is None:
        return 1 - np.prod(1 - hazards, axis=0)
    free = 1 - barred  # chance that nothing stands in the way at the start of each year
    fresh = np.diff(free, axis=0, prepend=np.zeros_like(free[:1]))
    joined = np.zeros(hazards.shape[1:])
    for start in range(horizon):
        joined += fresh[start] * (1 - np.prod(1 - hazards[start:], axis=0))
    return joined


def _barred(world: World, model: Model, exits: Exits) -> Floats:
    """Probability that a row of joining is still barred at the start of each year, shape (horizon, draws, rows)."""
    panel, joins, leaves = model.stage.panel, model.stage.ahead["join"], model.stage.ahead["leave"]
    place = {(b, s): n for n, (b, s) in enumerate(zip(leaves.body, leaves.state, strict=True))}
    excludes = _excludes(world, panel.bodies)
    free = np.ones((*exits.left.shape[:2], len(joins)))
    for row, (body, state) in enumerate(zip(joins.body, joins.state, strict=True)):
        for other in np.flatnonzero(excludes[body] & panel.member[:, state, -1]):
            out = np.zeros_like(free[:, :, row])
            if (other, state) in place:
                out[1:] = exits.left[:-1, :, place[other, state]]
            free[:, :, row] *= out
    return 1 - free


def _excludes(world: World, bodies: Sequence[str]) -> Flags:
    """Which bodies exclude each other, shape (B, B)."""
    named = [world.organization(body).rules.exclusive_with for body in bodies]
    one_way = np.array([[other in names for other in bodies] for names in named])
    return one_way | one_way.T


def _dependence(world: World, model: Model) -> Floats:
    """Assumed shift of the log-odds of leaving, shape (rows,): 0 on average, less for those who trade more."""
    panel, rows = model.stage.panel, model.stage.ahead["leave"]
    leading = leaders(panel)[rows.body, -1]
    shares = np.full(len(rows), np.nan)
    for leader in np.unique(leading):
        table = trade_shares(world, panel.states[leader]).sort_values("year").groupby("state")["share"].last()
        mine = leading == leader
        shares[mine] = table.reindex(np.array(panel.states)[rows.state[mine]]).to_numpy()
    if np.isnan(shares).any():
        short = sorted({panel.states[s] for s in rows.state[np.isnan(shares)]})
        raise UserError(f"assume: trade with the leader is not known for {', '.join(short)}; leave `dependence` out")
    return -DEPENDENCE * (shares - shares.mean()) / shares.std()


# ---------------------------------------------------------------------------------------------------------- tables
def _table(model: Model, move: str, chances: Floats, assumed: Flags, bodies: Sequence[str]) -> pd.DataFrame:
    """Rows of one move; the first draw is the estimate, and a flag says where an assumption moved it."""
    source = "join" if move == "join" else "leave"
    rows, panel, fit = model.stage.ahead[source], model.stage.panel, model.fits[source]
    kept = ~np.isnan(chances[0])
    if bodies:
        kept &= np.isin(np.array(panel.bodies)[rows.body], list(bodies))
    low, high = interval(chances[1:, kept], axis=0)
    spread = error(chances[1:, kept], replicate(len(chances) - 1), lambda draws: interval(draws, axis=0)).max(axis=0)
    mean = rows.design.mean(axis=0)
    reasons = (rows.design - mean)[:, 1:] * fit.coefficients[1:]
    frame = pd.DataFrame(
        {
            "state": np.array(panel.states)[rows.state],
            "organization": np.array(panel.bodies)[rows.body],
            "move": move,
            "probability": chances[0],
            "mean_row": float(mean @ fit.coefficients),
            "log_odds": rows.design @ fit.coefficients,
            "reasons": [dict(zip(fit.names[1:], line, strict=True)) for line in reasons.tolist()],
            "assumed": assumed,
        }
    )[kept]
    frame.insert(4, "low", low)
    frame.insert(5, "high", high)
    frame.insert(6, "error", spread)
    draws = chances[1:, kept]
    top = draws == draws.max(axis=1, keepdims=True, initial=0.0)
    frame["first"] = (top / top.sum(axis=1, keepdims=True)).mean(axis=0)
    rank = frame["probability"].rank(ascending=False, method="min").astype(int)
    return frame.assign(rank=rank, of=len(frame)).sort_values(["rank", "state", "organization"], ignore_index=True)
