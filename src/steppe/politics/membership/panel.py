"""Who belonged to what, year by year, and what may make a state join or leave.

A `Panel` holds membership at the end of each year: bodies × states × years. What happens in year t is explained by what
stood at the end of t - 1, so no covariate has seen the year that it explains. `covariates` computes, for every body,
state and year,

    ln members        ln(1 + members among the panel's states)
    like-minded       Σ_j K_sj m_j / Σ_j K_sj over the other states, K = exp(-(x_s - x_j)² / 2h²), x the ideal points
    co-members        ln(.01 + Σ_j A_sj m_j / Σ_j A_sj): the same with A the likeness of what two states belong to
    region share      share of the other states of the region that are members
    none of region    1 where that share is 0
    own propensity    ln((moves of the state so far + 4) / (moves expected of an average state + 4)), moves to join or,
                      for leaving, moves to leave
    body's pull       the same of the body, with old years discounted by .8 a year and both sums + 1
    waiting           ln(1 + years in which the state could have moved and did not)
    newborn state     exp(-years since independence / 4); 0 for states older than the panel
    newborn body      exp(-years since foundation / 4); 0 for bodies older than the panel
    leader distance   |x_s - x_leader|: the leader is the state named for the body, else the strongest other member

Ideal points are those of the General Assembly's session that opened in the year; where a state has none for a year the
last one up to three years old stands in, and without that the row is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world.world import World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BANDWIDTH = 0.5
"""h of the kernel, in standard deviations of the ideal points over all states."""

FADE = 4.0
"""Years after which what is special about a newborn has fallen to 37 %."""

STATE_PRIOR, BODY_PRIOR = 4.0, 1.0
"""Expected moves that the record of a state, of a body, is weighed against."""

BODY_MEMORY = 0.8
"""What a year of a body's record weighs one year later."""

FLOOR = 0.01
"""Added to the share of co-members before its logarithm is taken."""

OLDEST = 3
"""Years that an ideal point may stand in for a later one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Membership at the end of each year.

    Attributes
    ----------
    bodies, states, years
        Names of the three axes.
    member
        In law, shape (B, S, Y).
    frozen, leaving
        A member whose seat is frozen or suspended; one that has given notice. Shape (B, S, Y).
    alive
        The body exists, shape (B, Y).
    born_state, born_body
        Year of birth inside the panel, NaN where older. Shapes (S,) and (B,).
    region
        Number of each state's region, shape (S,).
    alike
        Likeness of memberships between states, shape (S, S, Y).
    position, capability
        Ideal point and share of the world's capability, shape (S, Y); NaN where unknown.
    leader
        Number of the state that leads each body, -1 where none is named. Shape (B,).
    """

    bodies: tuple[str, ...]
    states: tuple[str, ...]
    years: tuple[int, ...]
    member: Flags
    frozen: Flags
    leaving: Flags
    alive: Flags
    born_state: Floats
    born_body: Floats
    region: NDArray[np.intp]
    alike: Floats
    position: Floats
    capability: Floats
    leader: NDArray[np.intp]

    @property
    def present(self) -> Flags:
        """The state exists, shape (S, Y)."""
        return np.asarray(np.isnan(self.born_state)[:, None] | (np.array(self.years) >= self.born_state[:, None]))

    def year(self, year: int) -> int:
        """Place of a year on the axis."""
        return self.years.index(year)


# ------------------------------------------------------------------------------------------------------ covariates
def covariates(panel: Panel, move: str = "join") -> Mapping[str, Floats]:
    """Every covariate at the end of each year, shape (B, S, Y); see the module. `move` is join or leave."""
    moved, chances = transitions(panel)[move], at_risk(panel)[move]
    fellows = region_share(panel.member, panel.region, panel.present)
    made = {
        "ln members": np.log1p(panel.member.sum(axis=1))[:, None, :],
        "like-minded": like_minded(panel.member, panel.position, panel.present),
        "co-members": np.log(FLOOR + co_members(panel.member, panel.alike)),
        "region share": fellows,
        "none of region": (fellows == 0).astype(float),
        "own propensity": propensity(moved, chances, 0, STATE_PRIOR)[None, :, :],
        "body's pull": propensity(moved, chances, 1, BODY_PRIOR, BODY_MEMORY)[:, None, :],
        "waiting": np.log1p(waited(moved, chances)),
        "newborn state": newborn(panel.born_state, panel.years)[None, :, :],
        "newborn body": newborn(panel.born_body, panel.years)[:, None, :],
        "leader distance": leader_distance(panel),
    }
    return {name: np.broadcast_to(values, panel.member.shape) for name, values in made.items()}


def like_minded(member: Flags, position: Floats, present: Flags, bandwidth: float = BANDWIDTH) -> Floats:
    """Share of members among the other states, weighed by closeness in votes, shape (B, S, Y).

    NaN where the state has no ideal point.
    """
    out = np.full(member.shape, np.nan)
    for t in range(member.shape[2]):
        placed = np.flatnonzero(np.isfinite(position[:, t]) & present[:, t])
        x = position[placed, t]
        kernel = np.exp(-((x[:, None] - x[None, :]) ** 2) / (2 * bandwidth**2))
        np.fill_diagonal(kernel, 0.0)
        weight = kernel.sum(axis=1)
        shares = member[:, placed, t] @ kernel
        out[:, placed, t] = np.divide(shares, weight, out=np.zeros_like(shares), where=weight > 0)
    return out


def membership_similarity(member: Flags) -> Floats:
    """How alike the memberships of two states are, shape (S, S, Y): their cosine to the eighth power.

    A body counts 1 / ln(2 + its members), so that sharing a small one says more; the power makes only those count that
    belong to much the same. 0 between a state and itself.
    """
    out = np.zeros((member.shape[1], member.shape[1], member.shape[2]))
    for t in range(member.shape[2]):
        belongs = member[:, :, t].astype(float)
        common = (belongs / np.log(2 + belongs.sum(axis=1))[:, None]).T @ belongs
        size = np.sqrt(np.diag(common))
        scale = np.outer(size, size)
        cosine = np.divide(common, scale, out=np.zeros_like(common), where=scale > 0)
        np.fill_diagonal(cosine, 0.0)
        out[:, :, t] = np.square(np.square(np.square(cosine)))
    return out


def co_members(member: Flags, alike: Floats) -> Floats:
    """Share of members among the other states, weighed by likeness of memberships, shape (B, S, Y)."""
    out = np.zeros(member.shape)
    for t in range(member.shape[2]):
        weight = alike[:, :, t].sum(axis=0)
        share = member[:, :, t].astype(float) @ alike[:, :, t]
        out[:, :, t] = np.divide(share, weight, out=np.zeros_like(share), where=weight > 0)
    return out


def waited(moved: Flags, chances: Flags) -> Floats:
    """Years in a row in which a state could have moved and did not, shape (B, S, Y)."""
    out = np.zeros(moved.shape)
    for t in range(1, moved.shape[2]):
        out[:, :, t] = np.where(chances[:, :, t] & ~moved[:, :, t], out[:, :, t - 1] + 1, 0.0)
    return out


def region_share(member: Flags, region: NDArray[np.intp], present: Flags) -> Floats:
    """Share of members among the other states of the region, shape (B, S, Y); 0 for a state alone in its region."""
    same = (region[:, None] == region[None, :]).astype(float)
    np.fill_diagonal(same, 0.0)
    others = same @ present
    fellows = np.einsum("bjt,sj->bst", (member & present[None]).astype(float), same, optimize=True)
    return np.divide(fellows, others[None], out=np.zeros_like(fellows), where=others[None] > 0)


def propensity(moved: Flags, chances: Flags, over: int, prior: float, memory: float = 1.0) -> Floats:
    """ln of moves made over moves expected up to the end of each year, both plus a prior.

    Parameters
    ----------
    moved, chances
        Who moved and who could have, shape (B, S, Y).
    over
        Axis to sum over: 0 for the record of states, 1 for that of bodies.
    prior
        Expected moves that the record is weighed against.
    memory
        What a year of the record weighs one year later.

    Returns
    -------
    Shape (S, Y) or (B, Y). Expected are the chances times the rate at which all took theirs in the year.
    """
    rate = moved.sum(axis=(0, 1)) / np.maximum(1, chances.sum(axis=(0, 1)))
    made, expected = moved.sum(axis=over).astype(float), chances.sum(axis=over) * rate
    for t in range(1, made.shape[1]):
        made[:, t] += memory * made[:, t - 1]
        expected[:, t] += memory * expected[:, t - 1]
    return np.asarray(np.log((made + prior) / (expected + prior)))


def newborn(born: Floats, years: Sequence[int], fade: float = FADE) -> Floats:
    """exp(-age / τ) at the end of each year, 0 before birth and for what is older than the panel, shape (n, Y)."""
    age = np.array(years)[None, :] - born[:, None]
    with np.errstate(invalid="ignore", over="ignore"):
        return np.where(age >= 0, np.exp(-age / fade), 0.0)


def leaders(panel: Panel) -> NDArray[np.intp]:
    """Number of each body's leading state, shape (B, Y): named, else its strongest member; -1 where unknown."""
    strength = np.where(panel.member & np.isfinite(panel.capability)[None], panel.capability[None], -1.0)
    strongest = np.where(strength.max(axis=1) > 0, strength.argmax(axis=1), -1)
    return np.where(panel.leader[:, None] >= 0, panel.leader[:, None], strongest)


def leader_distance(panel: Panel) -> Floats:
    """Distance in ideal points to the leading state, shape (B, S, Y); NaN where a point is unknown."""
    leading = leaders(panel)
    where = np.arange(len(panel.years))[None, :]
    points = np.where(leading >= 0, panel.position[np.maximum(leading, 0), where], np.nan)
    return np.abs(panel.position[None, :, :] - points[:, None, :])


# ----------------------------------------------------------------------------------------------------- transitions
def at_risk(panel: Panel) -> dict[str, Flags]:
    """Who may join, freeze or leave in each year, shape (B, S, Y); nobody in the first year.

    To join: not a member at the end of the year before, of a body alive with a member at both ends. To leave: a member
    that has given no notice, and not the leader. To freeze: the same with a seat that is used.
    """
    existed = _earlier(panel.alive) & panel.alive
    some = existed & (_earlier(panel.member.sum(axis=1)) > 0)
    here = _earlier(panel.present) & panel.present
    was, gone = _earlier(panel.member), _earlier(panel.leaving)
    number = np.arange(len(panel.states))[None, :, None]
    follows = _earlier(leaders(panel))[:, None, :] != number
    base = some[:, None, :] & here[None]
    leave = base & was & ~gone & follows
    return {"join": base & ~was, "freeze": leave & ~_earlier(panel.frozen), "leave": leave}


def transitions(panel: Panel) -> dict[str, Flags]:
    """Who joined, froze or left in each year, shape (B, S, Y); notice given counts as leaving."""
    risk = at_risk(panel)
    left = risk["leave"] & (~panel.member | panel.leaving)
    return {
        "join": risk["join"] & panel.member,
        "freeze": risk["freeze"] & panel.frozen & ~left,
        "leave": left,
    }


def _earlier(values: NDArray[Any]) -> NDArray[Any]:
    """Values of the year before; nothing in the first year."""
    shifted = np.zeros_like(values)
    shifted[..., 1:] = values[..., :-1]
    return shifted


# ------------------------------------------------------------------------------------------------------- from data
def positions(world: World, states: Sequence[str], years: Sequence[int]) -> Floats:
    """Ideal points by state and year, the last one up to three years old where a year has none; NaN elsewhere."""
    frame = world.sql("select state, year, ideal_point from un_ideal_points")
    return _grid(frame, "ideal_point", states, years)


def capabilities(world: World, states: Sequence[str], years: Sequence[int]) -> Floats:
    """Share of the world's capability (CINC) by state and year, old values standing in; NaN elsewhere."""
    frame = world.sql("select state, year, value from state_attributes where attribute = 'cinc'")
    return _grid(frame, "value", states, years, oldest=len(years))


def _grid(
    frame: pd.DataFrame, column: str, states: Sequence[str], years: Sequence[int], oldest: int = OLDEST
) -> Floats:
    wide = frame.pivot(index="state", columns="year", values=column).reindex(index=list(states), columns=list(years))
    return np.asarray(wide.ffill(axis=1, limit=oldest).to_numpy(dtype=float))
