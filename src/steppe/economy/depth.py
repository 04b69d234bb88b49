"""Depth: by how much an agreement raises trade between its parties, as draws.

What one agreement of the region has done is not identified, so its depth is a distribution. Of four kinds:

* `own`: the agreement's own estimate with its standard error, for an agreement that exists (`OWN`). For CISFTA it is
  what the treaty of 2011 added to the bilateral agreements of the 1990s, which are older than the trade data. An
  agreement that does not exist has no estimate of its own and is a like one;
* `typical`: an agreement like others. With β_a the true effect of agreement a and b_a its estimate,

      β_a ~ N(μ, τ²),   b_a | β_a ~ N(β_a, s_a²),

  τ is the spread between agreements net of sampling error, by restricted maximum likelihood (Viechtbauer 2005). A draw
  takes one μ from N(μ̂, se²) and, for each agreement, one β from N(μ, τ²);
* `eu`: the ceiling: a trade agreement plus what the EU adds to it;
* `number`: a number that is given.

Whatever its centre, the next agreement lies as far from it as agreements do: τ is in every kind but `number`. Per draw
an agreement has ONE β, common to its pairs: drawing by pair would average the spread away. With the trade elasticity θ
the change of trade costs is κ̂ = exp(-β/θ), so that κ̂^-θ = exp(β) whatever θ: θ moves welfare and not the direct effect
on trade. θ is log-normal: gains go with 1/θ, whose mean is then exp(σ²/2)/median and not made by the lowest draws. By
default the median is that of the structural estimates collected by Head and Mayer (2014), and σ the root mean square
distance of the logarithms of the other published estimates from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from steppe.economy.gravity import REFERENCE, coefficient, covariance
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.points import Points
from steppe.world.tables import remembered
from steppe.world.world import World

Kind = Literal["own", "typical", "eu", "number"]
Array = NDArray[np.float64]

LEAST_PAIRS = 5
"""Agreements with fewer pairs are left out of the spread: their standard errors are too small to be believed."""
LEAST_SHARE = 0.5
"""Agreements of whose trade the sample shows less are left out: a coefficient of the lesser part is not theirs."""
FLOOR = 1.0
"""Trade elasticities at or below one would mean that dearer imports cost the buyer less than cheaper ones."""
OWN = {"EU": "eu", "EAEU": "eaeu", "EAEU_CU": "eaeu", "CISFTA": "cisfta", "DCFTA": "dcfta"}
"""The policy variable that says what each agreement adds of its own."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean effect of an agreement, how well it is known, and how far agreements lie apart."""

    mean: float
    se: float
    tau: float
    agreements: int


@dataclass(frozen=True, slots=True)
class ElasticityDistribution:
    """The distribution of the trade elasticity: log-normal, with the sd of its logarithm, cut at the ends."""

    median: float
    log_sd: float = 0.0
    low: float = FLOOR
    high: float = np.inf

    def at(self, uniform: Array) -> Array:
        """Quantiles: θ at probabilities between 0 and 1."""
        if self.log_sd == 0:
            return np.full_like(uniform, self.median, dtype=float)
        below, inside = (ndtr(np.log(bound / self.median) / self.log_sd) for bound in (self.low, self.high))
        theta: Array = self.median * np.exp(self.log_sd * ndtri(below + (inside - below) * uniform))
        return theta


@dataclass(frozen=True, slots=True)
class DepthDraws:
    """Joint draws of the depth of agreements and of the trade elasticity."""

    kind: Kind
    agreements: tuple[str, ...]
    beta: Array  # (n, A) log change of trade, one per draw and agreement
    shallow: Array  # (n,) effect of any trade agreement, drawn jointly: what a pair under a plain one already has
    theta: Array  # (n,)


def parameters(agreements: Sequence[str]) -> tuple[str, ...]:
    """What `draws` takes from its points, in order."""
    own = [f"own estimate of {OWN[name]}" for name in agreements if name in OWN]
    common = ("theta", "free trade", "union", "mean of agreements")
    return tuple(dict.fromkeys([*common, *(f"agreement {name}" for name in agreements), *own]))


def draws(
    world: World,
    kind: Kind = "typical",
    *,
    points: Points,
    agreements: Sequence[str] = ("CISFTA",),
    number: float | None = None,
    theta: ElasticityDistribution | None = None,
    specification: str = REFERENCE,
) -> DepthDraws:
    """Draw the depth of agreements and the trade elasticity.

    Parameters
    ----------
    kind
        `own`, `typical`, `eu` or `number`.
    points
        The points of the run, whose names hold `parameters(agreements)`.
    agreements
        Names; for `own` those that are not in `OWN` are like ones.
    number
        For kind `number`: the log change of trade.
    theta
        The distribution of the trade elasticity; that of the published estimates by default.
    specification
        The sample that the estimates come from.

    Raises
    ------
    UserError
        Unknown kind, or a number for another kind than `number`.
    """
    _check(kind, number)
    normals = np.stack([points.normal("free trade"), points.normal("union")])
    rta, eu = _joint(world, ("rta", "eu"), specification, normals)
    of = spread(world, specification)

    def beta(name: str) -> Array:
        if kind == "number":
            return np.full(points.n, number, dtype=float)
        if kind == "eu":
            return np.asarray(rta + eu + of.tau * points.normal(f"agreement {name}"))
        if kind == "own" and name in OWN:
            return _own(world, name, rta, of, points, specification)
        return _like(name, of, points)

    elastic = elasticity(world) if theta is None else theta
    drawn = np.stack([beta(name) for name in agreements], axis=1) if agreements else np.zeros((points.n, 0))
    return DepthDraws(kind, tuple(agreements), drawn, rta, elastic.at(points.uniform("theta")))


@remembered(maxsize=16)
def spread(world: World, specification: str = REFERENCE, least_pairs: int = LEAST_PAIRS) -> Spread:
    """Random-effects mean and τ over the agreements that states entered without having had one."""
    rows = counted(world, specification, least_pairs)
    return random_effects(rows["estimate"], rows["se"])


def counted(world: World, specification: str = REFERENCE, least_pairs: int = LEAST_PAIRS) -> pd.DataFrame:
    """The agreements of the spread, by the rules of `steppe.economy.agreements`: agreement, family, estimate, se."""
    rows = world.sql(
        "select agreement, family, estimate, se from agreement_effects where specification = ? and stage = 'entry' "
        "and pairs >= ? and trade_share >= ? and se is not null order by agreement",
        [specification, least_pairs, LEAST_SHARE],
    )
    if len(rows) < 3:
        raise UserError(f'depth: "{specification}" holds {len(rows)} agreements; a spread between them needs three')
    return rows


def leave_one_out(world: World, specification: str = REFERENCE) -> pd.DataFrame:
    """What becomes of the spread without each agreement, the one that moves the mean most first.

    Returns
    -------
    Columns without (an agreement, or a union's agreements together), agreements, mean, se, tau.
    """
    rows = counted(world, specification)
    sets = {name: rows["agreement"].ne(name) for name in rows["agreement"]}
    sets["all of the EC"] = ~rows["agreement"].str.contains(r"\bEC\b")
    sets["all of the EC and of EFTA"] = ~rows["agreement"].str.contains(r"\b(?:EC|EFTA)\b")
    whole = spread(world, specification)
    found = [
        (name, random_effects(*(rows.loc[kept, part] for part in ("estimate", "se")))) for name, kept in sets.items()
    ]
    frame = pd.DataFrame([(name, one.agreements, one.mean, one.se, one.tau) for name, one in found])
    frame.columns = pd.Index(["without", "agreements", "mean", "se", "tau"])
    return frame.sort_values("mean", key=lambda mean: -(mean - whole.mean).abs(), kind="stable", ignore_index=True)


def random_effects(estimates: ArrayLike, errors: ArrayLike) -> Spread:
    """Restricted maximum likelihood of μ and τ.

    Parameters
    ----------
    estimates, errors
        Estimates b_a and their standard errors s_a, shape (A,).

    Examples
    --------
    >>> random_effects([0.1, 0.1, 0.1], [0.1, 0.2, 0.1]).tau < 1e-3
    True
    """
    from scipy.optimize import minimize_scalar  # a quarter of a second to import, for few who fit

    b, variances = np.asarray(estimates, dtype=float), np.asarray(errors, dtype=float) ** 2

    def mean(tau2: float) -> tuple[float, Array]:
        weights = 1 / (variances + tau2)
        return float(weights @ b / weights.sum()), weights

    def loss(tau: float) -> float:
        mu, weights = mean(tau**2)
        return float(-np.log(weights).sum() + np.log(weights.sum()) + weights @ (b - mu) ** 2) / 2

    best = minimize_scalar(loss, bounds=(0.0, 2 * float(np.ptp(b)) + 1e-9), method="bounded", options={"xatol": 1e-10})
    tau = float(best.x)
    mu, weights = mean(tau**2)
    return Spread(mu, float(weights.sum() ** -0.5), tau, len(b))


def elasticity(world: World) -> ElasticityDistribution:
    """The distribution of θ, from the published estimates in `trade_elasticity`."""
    rows = world.table("trade_elasticity")
    centre = rows.loc[rows["role"] == "centre", "value"]
    if len(centre) != 1:
        raise UserError(f"trade_elasticity: {len(centre)} rows have the role `centre`; give it to one")
    low = rows[rows["value"].le(rows["role"].map({"centre": FLOOR, "spread": 0.0}))]
    if len(low):
        one = low.iloc[0]
        least = "1" if one["role"] == "centre" else "0"
        raise UserError(
            f"trade_elasticity: {one['estimate']} is {one['value']:g}; a {one['role']} must be above {least}"
        )
    others = rows.loc[rows["role"] == "spread", "value"].to_numpy(dtype=float)
    apart = np.log(others / centre.iloc[0])
    return ElasticityDistribution(float(centre.iloc[0]), float(np.sqrt(np.mean(apart**2))) if len(apart) else 0.0)


def _like(name: str, of: Spread, points: Points) -> Array:
    mean = of.mean + of.se * points.normal("mean of agreements")
    return np.asarray(mean + of.tau * points.normal(f"agreement {name}"))


def _own(world: World, name: str, rta: Array, of: Spread, points: Points, specification: str) -> Array:
    single = coefficient(world, OWN[name], specification)
    added = single.estimate + single.se * points.normal(f"own estimate of {OWN[name]}")
    return np.asarray(rta + added + of.tau * points.normal(f"agreement {name}"))


def _joint(world: World, variables: Sequence[str], specification: str, normals: Array) -> Array:
    """Draws (K, n) of several coefficients with their covariance."""
    means = np.array([coefficient(world, v, specification).estimate for v in variables])
    root = np.linalg.cholesky(covariance(world, tuple(variables), specification))
    return means[:, None] + root @ normals


def _check(kind: str, number: float | None) -> None:
    if kind not in get_args(Kind):
        raise UserError(f'depth: "{kind}" is not a kind{look_alike(kind, get_args(Kind))}; {", ".join(get_args(Kind))}')
    if (kind == "number") != (number is not None):
        raise UserError("depth: a number goes with kind `number`, and kind `number` needs one")
    if number is not None and not np.isfinite(number):
        raise UserError(f"depth: {number} is not a finite number; give log points of trade")
