"""Growth of the states and of the partners: projected where there are projections, else by a rule, with its errors.

With p_t the projected growth of real GDP of a state (% a year) and d_t how far it is off,

    growth_t = p_t + d_t,   d_t = (1 - λ) d_{t-1} + β o_t + e_t

* p is the World Economic Outlook of October 2025 where it projects the year; after its last year that growth goes on.
  Elsewhere p is the course of the layer's rule (`steppe.methods.simulation.rules`) from the last year known.
* λ is the rule's pull to a mean; a rule without one keeps every error.
* o_t is the surprise in the price of oil, log points, drawn from its past yearly changes less their mean; it is common
  to all states. The price follows its projection and keeps every surprise. β is the state's own, by least squares on
  what the rule missed, drawn towards that of all states.
* e_t is a past miss of the rule, after oil: the state's own or any state's, as in `mixed`.

Only one edition of the Outlook is at hand, so the errors are those that the rule made, not those of the Outlook: the
rule is the weaker of the two, and the fans are if anything too wide in the first years.

The growth of a partner that is several states is the mean of those with figures, weighted by their GDP; *others* are
all states with figures that are no power.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from steppe.methods.simulation.panels import OTHERS, Floats, last_known, panel
from steppe.methods.simulation.rules import SHRINK, Fitted, Rule, fit
from steppe.world.actors import POWERS, actors, twelve
from steppe.world.prices import OIL, world_prices
from steppe.world.sources import weo
from steppe.world.tables import remembered
from steppe.world.world import World


@dataclass(frozen=True, eq=False)
class Growth:
    """What is expected of growth and how wrong it may be.

    Attributes
    ----------
    states, years
        Axes of `expected`: years from the one after the start to the horizon.
    expected
        % a year, shape (years, states).
    projected
        Whether it is a projection of the Outlook, same shape.
    start
        The last year known.
    keep
        1 - λ.
    oil
        Past surprises of the price, log points; and its expected course over the years.
    beta
        Per cent of growth a year for a log point of oil, shape (states,).
    errors
        The rule with what it missed after oil.
    weights
        Of states in partners, shape (partners, states), rows that sum to one.
    partners
        The powers and the others.
    shown, parts
        The twelve and the powers, whose output is shown, and the weights of states in them.
    seen
        Growth of the partners that was seen, log points, by year up to the start.
    """

    states: tuple[str, ...]
    years: tuple[int, ...]
    expected: Floats
    projected: NDArray[np.bool_]
    start: int
    keep: float
    oil: Floats
    oil_path: Floats
    beta: Floats
    errors: Fitted
    weights: Floats
    partners: tuple[str, ...]
    shown: tuple[str, ...]
    parts: Floats
    seen: dict[int, Floats]

    def of_partners(self, growth: Floats) -> Floats:
        """Growth of the partners in log points, from that of the states in % a year, on the last axis."""
        return _log_growth(growth) @ self.weights.T


@remembered(maxsize=16)
def growth(world: World, rule: Rule, start: int, until: int) -> Growth:
    """Growth from a start to a horizon, from what was known at the start.

    Parameters
    ----------
    rule
        Of the layer `growth`.
    start
        The last year known. Projections are used where it is the last year of the record.
    until
        The horizon.
    """
    whole = panel(world, "growth")
    past = whole.until(start)
    years = tuple(range(start + 1, until + 1))
    fitted = fit(rule, past)
    expected, projected = _expected(world, fitted, years, latest=start >= whole.years[-1])
    surprises, path = _oil(world, start, years)
    beta, errors = _after_oil(fitted, surprises)
    drawn = np.array(list(surprises.values()))
    weights = _weights(world, past.states, start)
    shown, parts = _shown(world, past.states, weights)
    seen = dict(zip(past.years, partners_growth(world, past.years), strict=True))
    return Growth(
        states=past.states,
        years=years,
        expected=expected,
        projected=projected,
        start=start,
        keep=1 - fitted.pull,
        oil=drawn,
        oil_path=path,
        beta=beta,
        errors=errors,
        weights=weights,
        partners=(*POWERS, OTHERS),
        shown=shown,
        parts=parts,
        seen=seen,
    )


def _shown(world: World, states: tuple[str, ...], weights: Floats) -> tuple[tuple[str, ...], Floats]:
    """The twelve, then the powers that are none of them, with their weights of states."""
    own = [state for state in twelve(world) if state in states]
    powers = [(place, name) for place, name in enumerate(POWERS) if name not in own]
    rows = [np.array([one == state for one in states], dtype=float) for state in own]
    return (*own, *(name for _, name in powers)), np.array([*rows, *(weights[place] for place, _ in powers)])


def _expected(world: World, fitted: Fitted, years: Sequence[int], *, latest: bool) -> tuple[Floats, NDArray[np.bool_]]:
    """The projection, or the course of the rule in its place, and which it is."""
    past, x, made = fitted.panel, last_known(fitted.panel)[None], []
    for _ in years:
        x = fitted.drifted(x)
        made.append(x[0, :, 0])
    expected = np.array(made).reshape(len(years), len(past.states))
    projected = np.zeros(expected.shape, dtype=bool)
    if not latest:
        return expected, projected
    rows = world.sql(
        "select state, year, value from macro where concept = 'gdp_growth' and source = ? and status = 'projection'",
        [weo(world)],
    )
    for place, state in enumerate(past.states):
        own = rows[rows["state"].eq(state)].set_index("year")["value"]
        if len(own):
            last = int(own.index.max())
            expected[:, place] = [own[min(year, last)] for year in years]
            projected[:, place] = [year in own.index for year in years]
    return expected, projected


def _oil(world: World, start: int, years: Sequence[int]) -> tuple[dict[int, float], Floats]:
    """Surprises by past year, and the price that is expected, USD a barrel."""
    price = world_prices(world, OIL)["value"]
    change = np.log(price).diff().dropna()
    known = change[change.index <= start]
    surprise = known - known.mean()
    latest = start >= panel(world, "growth").years[-1]
    course = [float(price[year]) if latest and year in price.index else np.nan for year in years]
    last = float(price[start])
    path = []
    for value in course:
        last = value if value == value else last
        path.append(last)
    return {int(year): float(value) for year, value in surprise.items()}, np.array(path)


def _after_oil(fitted: Fitted, surprises: dict[int, float]) -> tuple[Floats, Fitted]:
    """β of each state and the rule with what it missed once oil is taken out."""
    oil = np.array([surprises.get(int(year), 0.0) for year in fitted.year])
    misses = fitted.misses[:, 0]
    every = float(oil @ misses / (oil @ oil))
    beta = np.full(len(fitted.panel.states), every)
    for place in range(len(beta)):
        own = fitted.owner == place
        size = float(oil[own] @ oil[own])
        if size > 0:
            n = int(own.sum())
            beta[place] = (n * float(oil[own] @ misses[own]) / size + SHRINK * every) / (n + SHRINK)
    return beta, replace(fitted, misses=(misses - beta[fitted.owner] * oil)[:, None])


def _weights(world: World, states: tuple[str, ...], start: int) -> Floats:
    """GDP of the states in each partner, rows that sum to one."""
    rows = world.sql(
        "select state, arg_max(value, year) as value from macro where concept = 'gdp_usd' and year <= ? and "
        "source = ? and status <> 'projection' group by state",
        [start, weo(world)],
    )
    gdp = rows.set_index("state")["value"].reindex(states).fillna(0.0).to_numpy(float)
    members = [np.isin(states, one.members) for one in actors(world, POWERS)]
    others = ~np.any(members, axis=0) & ~np.isin(states, twelve(world))
    chosen = np.array([*members, others]) * gdp
    made: Floats = chosen / chosen.sum(axis=1, keepdims=True)
    return made


def partners_growth(world: World, years: Sequence[int]) -> Floats:
    """Growth of the powers and the others that was seen, log points, shape (years, partners).

    Weights are the GDP of the last of the years. A state counts with nothing in a year without a figure.
    """
    past = panel(world, "growth").until(years[-1])
    place = {year: row for row, year in enumerate(past.years)}
    values = np.array([np.nan_to_num(past.values[place[year], :, 0]) for year in years])
    made: Floats = _log_growth(values) @ _weights(world, past.states, years[-1]).T
    return made


def _log_growth(growth: Floats) -> Floats:
    """Log points from % a year."""
    made: Floats = np.log1p(np.clip(growth, -95.0, None) / 100.0)
    return made
