"""Depth: by how much an agreement raises trade between its parties, as draws.

What one agreement of the region has done is not identified, so its depth is a distribution. Of four kinds:

* `own`: the agreement's own estimate with its standard error. For CISFTA it is what the treaty of 2011 added to the
  bilateral agreements of the 1990s, which are older than the trade data;
* `typical`: an agreement like others. With β_a the true effect of agreement a and b_a its estimate,

      β_a ~ N(μ, τ²),   b_a | β_a ~ N(β_a, s_a²),

  τ is the spread between agreements net of sampling error, by restricted maximum likelihood (Viechtbauer 2005). A draw
  takes one μ from N(μ̂, se²) and, for each agreement, one β from N(μ, τ²);
* `eu`: the ceiling: a trade agreement plus what the EU adds to it;
* `number`: a number that is given.

Per draw an agreement has ONE β, common to its pairs: drawing by pair would average the spread away. With the trade
elasticity θ the change of trade costs is κ̂ = exp(-β/θ), so that κ̂^-θ = exp(β) whatever θ: θ moves welfare and not the
direct effect on trade. θ is drawn from a normal cut at `FLOOR`; by default its centre is the median of the structural
estimates collected by Head and Mayer (2014), its sd the root mean square distance of the other published estimates
from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from steppe.economy.gravity import REFERENCE, coefficient, covariance
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.streams import Streams
from steppe.world.tables import remembered
from steppe.world.world import World

Kind = Literal["own", "typical", "eu", "number"]
Array = NDArray[np.float64]

LEAST_PAIRS = 5
"""Agreements with fewer pairs are left out of the spread: their standard errors are too small to be believed."""
FLOOR = 1.0
"""Trade elasticities at or below one would mean that dearer imports cost the buyer less than cheaper ones."""
OWN = {"EU": "eu", "EAEU": "eaeu", "EAEU_CU": "eaeu", "CISFTA": "cisfta", "DCFTA": "dcfta"}
"""The policy variable that says what each agreement adds of its own."""
_COMMON, _THETA, _AGREEMENT = 0, 1, 2  # streams of random numbers


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean effect of an agreement, how well it is known, and how far agreements lie apart."""

    mean: float
    se: float
    tau: float
    agreements: int


@dataclass(frozen=True, slots=True)
class ElasticityDistribution:
    """The distribution of the trade elasticity: a normal with this mean and sd, cut at both bounds."""

    mean: float
    sd: float = 0.0
    low: float = FLOOR
    high: float = np.inf

    def at(self, uniform: Array) -> Array:
        """Quantiles: θ at probabilities between 0 and 1."""
        if self.sd == 0:
            return np.full_like(uniform, self.mean, dtype=float)
        below, inside = (ndtr((bound - self.mean) / self.sd) for bound in (self.low, self.high))
        theta: Array = self.mean + self.sd * ndtri(below + (inside - below) * uniform)
        return theta


@dataclass(frozen=True, slots=True)
class DepthDraws:
    """Joint draws of the depth of agreements and of the trade elasticity."""

    kind: Kind
    agreements: tuple[str, ...]
    beta: Array  # (n, A) log change of trade, one per draw and agreement
    shallow: Array  # (n,) effect of any trade agreement, drawn jointly: what a pair under a plain one already has
    theta: Array  # (n,)


def draws(
    world: World,
    kind: Kind = "typical",
    *,
    n: int = 500,
    seed: int = 1,
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
    n
        Number of draws.
    seed
        The same seed gives the same draws; those of one agreement do not depend on which others are drawn.
    agreements
        Names; for `own` they must be in `OWN`.
    number
        For kind `number`: the log change of trade.
    theta
        The distribution of the trade elasticity; that of the published estimates by default.
    specification
        The sample that the estimates come from.

    Raises
    ------
    UserError
        Unknown kind or agreement, or a number for another kind than `number`.
    """
    _check(kind, n, agreements, number)
    rta, eu = _joint(world, ("rta", "eu"), specification, _normals(seed, n, 2, _COMMON, 0))
    if kind == "number":
        beta = np.full((n, len(agreements)), number, dtype=float)
    elif kind == "eu":
        beta = np.repeat((rta + eu)[:, None], len(agreements), axis=1)
    elif kind == "own":
        beta = _own(world, agreements, specification, seed, n)
    else:
        beta = _typical(spread(world, specification), agreements, seed, n)
    uniform = Streams(seed).rng(_THETA).random(n)
    elastic = elasticity(world) if theta is None else theta
    return DepthDraws(kind, tuple(agreements), beta, rta, elastic.at(uniform))


@remembered(maxsize=16)
def spread(world: World, specification: str = REFERENCE, least_pairs: int = LEAST_PAIRS) -> Spread:
    """Random-effects mean and τ over the agreements that states entered without having had one."""
    rows = world.sql(
        "select estimate, se from agreement_effects where specification = ? and stage = 'entry' and pairs >= ? "
        "and se is not null and agreement not like 'other %' order by agreement",
        [specification, least_pairs],
    )
    if len(rows) < 3:
        raise UserError(f'depth: "{specification}" holds {len(rows)} agreements; a spread between them needs three')
    return random_effects(rows["estimate"], rows["se"])


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
    others = rows.loc[rows["role"] == "spread", "value"].to_numpy(dtype=float)
    return ElasticityDistribution(float(centre.iloc[0]), float(np.sqrt(np.mean((others - centre.iloc[0]) ** 2))))


def _typical(of: Spread, agreements: Sequence[str], seed: int, n: int) -> Array:
    mu = of.mean + of.se * _normals(seed, n, 1, _COMMON, 1)[0]
    return np.stack([mu + of.tau * _normals(seed, n, 1, _AGREEMENT, a)[0] for a in agreements], 1)


def _own(world: World, agreements: Sequence[str], specification: str, seed: int, n: int) -> Array:
    columns = []
    for agreement in agreements:
        single = coefficient(world, OWN[agreement], specification)
        noise = _normals(seed, n, 1, _AGREEMENT, OWN[agreement])[0]
        columns.append(single.estimate + single.se * noise)
    return np.stack(columns, axis=1)


def _joint(world: World, variables: Sequence[str], specification: str, normals: Array) -> Array:
    """Draws (K, n) of several coefficients with their covariance."""
    means = np.array([coefficient(world, v, specification).estimate for v in variables])
    root = np.linalg.cholesky(covariance(world, tuple(variables), specification))
    return means[:, None] + root @ normals


def _normals(seed: int, n: int, k: int, *stream: str | int) -> Array:
    return Streams(seed).rng(*stream).standard_normal((k, n))


def _check(kind: str, n: int, agreements: Sequence[str], number: float | None) -> None:
    if kind not in get_args(Kind):
        raise UserError(f'depth: "{kind}" is not a kind{look_alike(kind, get_args(Kind))}; {", ".join(get_args(Kind))}')
    if n < 1:
        raise UserError(f"draws: {n} is out of range; at least one is needed")
    if (kind == "number") != (number is not None):
        raise UserError("depth: a number goes with kind `number`, and kind `number` needs one")
    if number is not None and not np.isfinite(number):
        raise UserError(f"depth: {number} is not a finite number; give log points of trade")
    unknown = [a for a in agreements if kind == "own" and a not in OWN]
    if unknown:
        near = look_alike(unknown[0], list(OWN))
        raise UserError(f'depth: "{unknown[0]}" has no estimate of its own{near}; take `typical` or a number')
