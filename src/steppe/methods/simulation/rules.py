"""The rules by which a layer moves from one year to the next, and what they leave open as a density.

With x a state's figures on a layer (shares of its partners, or levels), a rule is a drift f, an error and a scale:

    next x = f(x) + e

Drifts
    none         x: a random walk
    half-trend   x + b/2, b the slope of a line through the last five years
    trend        x + b
    own-mean     x + λ (m - x), m the mean of the state's last ten years, λ by least squares on the past of all states
    group-mean   x + λ (m - x), m the mean over the states in the last year known
    mass         x_p exp(½ (g_p - g)) over its sum, g the real growth of the partners (trade only)

Errors
    normal       independent, their variance that of the state's own past, drawn towards that of all: n/(n + 5)
    mixed        what the rule missed in a past year, the whole row of a state at once, less the state's mean and times
                 √(n/(n - 1)): of the state itself with chance n/(n + 5), else of any state

Scales
    points       errors are added; a share below zero becomes zero and the row is divided by its sum; a level is cut
                 at its bounds
    log          errors are added to log(x + .005), the row is divided by its sum

What a rule missed is taken from forecasts a year ahead that saw nothing later. In the years of a gap of length g the
miss is multiplied by √g (`panels`). A rule knows only the past that it is fitted on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from steppe.methods.simulation.panels import Floats, Panel, whole_rows

WINDOW, MEMORY, FEWEST = 5, 10, 3
"""Years of a trend, years of a mean, and the fewest known years on which a rule is fitted."""
SHRINK = 5
"""A state's own past of n years counts n / (n + SHRINK)."""
FLOOR = 0.005
"""Added before the logarithm: half of the least share that most records show."""
ELASTICITY = 0.5
"""Of a trade share with regard to relative real growth of the partner; found on 2005-2020."""

DRIFTS = ("none", "half-trend", "trend", "own-mean", "group-mean")
ERRORS = (("normal", "points"), ("mixed", "points"), ("mixed", "log"))
MASS = "mass"


@dataclass(frozen=True, slots=True)
class Rule:
    """A drift, an error and a scale."""

    drift: str
    error: str
    scale: str

    @property
    def name(self) -> str:
        """As it stands in tables: `none, mixed, log`."""
        return f"{self.drift}, {self.error}, {self.scale}"


RANDOM_WALK = Rule("none", "normal", "points")
TREND = Rule("trend", "normal", "points")
"""The two simple rivals, which are also candidates."""


def candidates(layer: str) -> tuple[Rule, ...]:
    """Every rule that is tried on a layer."""
    drifts = (*DRIFTS, MASS) if layer == "trade" else DRIFTS
    scales = ERRORS if layer != "growth" else tuple(one for one in ERRORS if one[1] == "points")
    return tuple(Rule(drift, *error) for drift, error in product(drifts, scales))


def named(name: str) -> Rule:
    """The rule of a name in a table."""
    return Rule(*name.split(", "))


@dataclass(frozen=True, eq=False)
class Fitted:
    """A rule on the past of a layer, ready to move it.

    Attributes
    ----------
    rule, panel
        What was fitted on what.
    slope, mean, pull
        b and m, shape (states, partners), and λ.
    misses, owner, year
        Rows of what the rule missed, shape (n, partners), and the place of the state and the year of each.
    places, counts
        Rows of each state, padded, shape (states, most), and how many it has.
    deviation
        Of a normal error, shape (states, partners).
    """

    rule: Rule
    panel: Panel
    slope: Floats
    mean: Floats
    pull: float
    misses: Floats
    owner: NDArray[np.intp]
    year: NDArray[np.intp]
    places: NDArray[np.intp]
    counts: NDArray[np.intp]
    deviation: Floats

    def drifted(self, x: Floats, growth: Floats | None = None) -> Floats:
        """f(x), shape (draws, states, partners); `growth` of the partners in log points, shape (draws, partners)."""
        return _drifted(self.rule, self.panel, x, (self.slope, self.mean, self.pull), growth)

    def moved(self, x: Floats, uniform: Floats, growth: Floats | None = None, spread: float = 1.0) -> Floats:
        """Next x.

        Parameters
        ----------
        x
            Shape (draws, states, partners).
        uniform
            Between 0 and 1, shape (draws, states, `width(panel)`).
        spread
            What errors are multiplied by; 0 leaves the drift alone.
        """
        return self.with_error(self.drifted(x, growth), uniform, spread)

    def with_error(self, x: Floats, uniform: Floats, spread: float = 1.0) -> Floats:
        """x with an error, on the scale of the rule."""
        if spread == 0:
            return x
        if self.rule.error == "normal":
            error = ndtri(uniform[..., 2:]) * self.deviation
        else:
            error = self.misses[self._rows(uniform)]
        return _added(self.rule, self.panel, x, spread * error)

    def source(self, uniform: Floats) -> NDArray[np.str_]:
        """Of whom and of when the error of each draw and state is, `TJK 2016`; empty where it is normal."""
        if self.rule.error == "normal":
            return np.full(uniform.shape[:2], "", dtype="<U8")
        states = np.array(self.panel.states)[self.owner]
        names = np.char.add(np.char.add(states, " "), self.year.astype(str))
        return np.asarray(names[self._rows(uniform)])

    def _rows(self, uniform: Floats) -> NDArray[np.intp]:
        """Which past miss each draw and state takes, shape (draws, states)."""
        counts = self.counts
        own = uniform[..., 0] < counts / (counts + SHRINK)
        of_own = np.minimum((uniform[..., 1] * counts).astype(int), np.maximum(counts - 1, 0))
        mine = self.places[np.arange(len(counts)), of_own]
        return np.where(own, mine, (uniform[..., 1] * len(self.misses)).astype(int))


def width(panel: Panel) -> int:
    """Uniform numbers that a state takes a year."""
    return 2 + len(panel.partners)


def fit(rule: Rule, panel: Panel, growth: Floats | None = None) -> Fitted:
    """A rule on the past of a layer.

    Parameters
    ----------
    panel
        What is known.
    growth
        Of the partners in log points, shape (years, partners), for the rule `mass`.
    """
    steps = list(_misses(rule, panel, growth))
    misses = np.concatenate([np.zeros((0, len(panel.partners))), *(rows for _, _, rows in steps)])
    owner = np.concatenate([np.zeros(0, dtype=int), *(states for _, states, _ in steps)])
    year = np.concatenate([np.zeros(0, dtype=int), *(np.full(len(states), when) for when, states, _ in steps)])
    own = [np.flatnonzero(owner == place) for place in range(len(panel.states))]
    counts = np.array([len(rows) for rows in own])
    places = np.zeros((len(own), max(int(counts.max(initial=0)), 1)), dtype=int)
    for place, rows in enumerate(own):
        places[place, : len(rows)] = rows
    deviation = _deviation(misses, own)
    parameters = _parameters(rule, panel)
    return Fitted(rule, panel, *parameters, _centred(misses, own), owner, year, places, counts, deviation)


def _deviation(misses: Floats, own: list[NDArray[np.intp]]) -> Floats:
    """Root mean square of a state's own misses, drawn towards that of all."""
    every = (misses**2).mean(axis=0) if len(misses) else np.zeros(misses.shape[1])
    rows = [((misses[one] ** 2).sum(axis=0) + SHRINK * every) / (len(one) + SHRINK) for one in own]
    return np.sqrt(np.array(rows))


def _centred(misses: Floats, own: list[NDArray[np.intp]]) -> Floats:
    """Misses without the mean of their state, as wide as they were."""
    made = np.zeros_like(misses)
    for rows in own:
        if len(rows) > 1:
            made[rows] = (misses[rows] - misses[rows].mean(axis=0)) * np.sqrt(len(rows) / (len(rows) - 1))
    return made


def _misses(rule: Rule, panel: Panel, growth: Floats | None) -> Iterator[tuple[int, NDArray[np.intp], Floats]]:
    """Year, states, and what the rule would have missed of them, year by year; it saw the years before alone."""
    known = whole_rows(panel.values)
    for row in range(FEWEST, len(panel.years)):
        states = np.flatnonzero(known[row] & known[row - 1])
        if not len(states) or known[:row, :].sum(axis=0).max() < FEWEST:
            continue
        x, came = panel.values[row - 1], panel.values[row]
        of_year = None if growth is None else growth[None, row]
        said = _drifted(rule, panel, x[None], _parameters(rule, panel, row), of_year)[0]
        miss = (_scaled(rule, came) - _scaled(rule, said))[states]
        yield panel.years[row], states, miss * np.sqrt(panel.gap[row, states])[:, None]


def _parameters(rule: Rule, panel: Panel, rows: int | None = None) -> tuple[Floats, Floats, float]:
    """Slope, mean and pull from the first rows of a panel; all of them by default."""
    values = panel.values[:rows]
    if rule.drift in ("trend", "half-trend"):
        return _slope(values) * (0.5 if rule.drift == "half-trend" else 1.0), np.zeros(values.shape[1:]), 0.0
    if rule.drift in ("own-mean", "group-mean"):
        return np.zeros(values.shape[1:]), *_pulled(rule, values)
    return np.zeros(values.shape[1:]), np.zeros(values.shape[1:]), 0.0


def _slope(values: Floats) -> Floats:
    """Slope of a line through the last `WINDOW` years that are known whole; zero where they are not."""
    slope = np.zeros(values.shape[1:])
    if len(values) < WINDOW:
        return slope
    known = whole_rows(values)
    last = np.where(known.any(axis=0), len(values) - 1 - known[::-1].argmax(axis=0), -1)
    time = np.arange(WINDOW) - (WINDOW - 1) / 2
    for place, row in enumerate(last):
        if row >= WINDOW - 1 and known[row - WINDOW + 1 : row + 1, place].all():
            slope[place] = time @ values[row - WINDOW + 1 : row + 1, place] / (time**2).sum()
    return slope


def _pulled(rule: Rule, values: Floats) -> tuple[Floats, float]:
    """The mean that is returned to, and by how much a year (between 0 and 1)."""
    top = bottom = 0.0
    for row in range(FEWEST, len(values)):
        away = _target(rule, values[:row]) - values[row - 1]
        change = values[row] - values[row - 1]
        good = np.isfinite(away) & np.isfinite(change)
        top, bottom = top + float((away[good] * change[good]).sum()), bottom + float((away[good] ** 2).sum())
    pull = min(max(top / bottom, 0.0), 1.0) if bottom > 0 else 0.0
    mean = _target(rule, values)
    return np.where(np.isfinite(mean), mean, 0.0), pull


def _target(rule: Rule, values: Floats) -> Floats:
    if rule.drift == "own-mean":
        values = values[-MEMORY:]
        known = np.isfinite(values)
        count = known.sum(axis=0)
        total = np.where(known, values, 0.0).sum(axis=0)
        return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    last = values[-1]
    good = np.isfinite(last)
    count = good.sum(axis=0)
    mean = np.divide(np.where(good, last, 0.0).sum(axis=0), count, out=np.full(len(count), np.nan), where=count > 0)
    return np.broadcast_to(mean, last.shape)


def _drifted(
    rule: Rule, panel: Panel, x: Floats, parameters: tuple[Floats, Floats, float], growth: Floats | None
) -> Floats:
    slope, mean, pull = parameters
    if rule.drift == "none":
        return x
    if rule.drift == MASS:
        if growth is None:
            raise ValueError("the rule mass needs the growth of the partners")
        return bounded(panel, x * np.exp(ELASTICITY * growth)[:, None, :])
    return bounded(panel, x + slope + pull * (mean - x) * (pull > 0))


def _scaled(rule: Rule, x: Floats) -> Floats:
    return np.log(x + FLOOR) if rule.scale == "log" else x


def _added(rule: Rule, panel: Panel, x: Floats, error: Floats) -> Floats:
    if rule.scale == "points":
        return bounded(panel, np.where((x == 0) & (_own(panel)), 0.0, x + error))
    moved = np.exp(np.log(x + FLOOR) + error) - FLOOR
    return bounded(panel, np.where(_own(panel), 0.0, moved))


def _own(panel: Panel) -> NDArray[np.bool_]:
    """Where a state stands beside itself, shape (states, partners): no tie."""
    return np.array([[state == partner for partner in panel.partners] for state in panel.states])


def bounded(panel: Panel, x: Floats) -> Floats:
    """Figures that can be: shares that sum to one, levels within their bounds."""
    x = np.clip(x, *panel.bounds)
    if panel.kind == "levels":
        return x
    total = x.sum(axis=-1, keepdims=True)
    even = np.where(_own(panel), 0.0, 1.0) / np.where(_own(panel), 0.0, 1.0).sum(axis=-1, keepdims=True)
    return np.where(total > 0, x / np.where(total > 0, total, 1.0), even)
