"""What the three questions of bargaining share: rows of results, intervals, and words for figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.display.format import decimals, written
from steppe.display.interval import LEVEL
from steppe.methods.answer import Answer
from steppe.methods.result import COLUMNS, Table
from steppe.methods.summary import summary
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.residuals import residuals
from steppe.world.points import replicate
from steppe.world.sources import weo
from steppe.world.world import World

Floats = NDArray[np.float64]
Assumed = tuple[str, str, str]
ResultRow = tuple[object, ...]
NOTHING = 0.05
"""Points of 100 below which a change is called none: half a unit of the first decimal."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a question of a file comes to; `year` is that of its figures."""

    answer: Answer
    results: pd.DataFrame
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    assumed: tuple[Assumed, ...]
    sources: tuple[str, ...]
    year: int
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """Median and interval of something over the draws, and the Monte Carlo error of the three."""

    value: float
    low: float
    high: float
    error: float

    @property
    def verdict(self) -> str:
        """`rises`, `falls`, `may rise or fall` or `stays`."""
        if max(abs(self.low), abs(self.high)) < NOTHING:
            return "stays"
        if self.low > 0:
            return "rises"
        return "falls" if self.high < 0 else "may rise or fall"


def figure(draws: Floats) -> Figure:
    """Median, interval and error of draws; NaN is a draw without a figure."""
    there = np.flatnonzero(~np.isnan(draws))
    return Figure(*(float(one) for one in summary(draws[there], replicate(len(draws), there))))


def row(subject: str, partner: str, year: int, *, measure: str, unit: str, of: Figure | float, basis: str) -> ResultRow:
    """One row of results; a plain number has no interval."""
    if isinstance(of, Figure):
        return subject, partner, year, measure, unit, of.value, of.low, of.high, LEVEL, of.error, basis
    return subject, partner, year, measure, unit, float(of), np.nan, np.nan, LEVEL, np.nan, basis


def frame(rows: Iterable[ResultRow]) -> pd.DataFrame:
    """Rows as results."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def points(value: float, sign: bool = False, error: float = 0.0) -> str:
    """One decimal, or none where the Monte Carlo error is too large for it, a true minus and, if asked, a plus."""
    text = written(value, f"{'+' if sign else ''}.{decimals(error, 1)}f")
    return text if text.strip("+−0.") else text.lstrip("+−")


def spanned(of: Figure, sign: bool = False) -> str:
    """`12.3 (9.8 to 14.1)`."""
    value, low, high = (points(one, sign, of.error) for one in (of.value, of.low, of.high))
    return f"{value} ({low} to {high})"


def share_of_draws(share: float) -> str:
    """A share of the draws in words that claim no more than it does.

    Examples
    --------
    >>> share_of_draws(0.4321), share_of_draws(0.995), share_of_draws(1.0), share_of_draws(0.005)
    ('43 % of the draws', 'more than 99 % of the draws', 'all draws', 'less than 1 % of the draws')
    """
    if share in (0.0, 1.0):
        return "all draws" if share else "no draw"
    if share >= 0.995:
        return "more than 99 % of the draws"
    return "less than 1 % of the draws" if share <= 0.005 else f"{100 * share:.0f} % of the draws"


def coding(agenda: Agenda) -> tuple[Assumed, ...]:
    """What every use of an agenda assumes."""
    basis = [stance.basis for stance in agenda.position]
    noise = agenda.coding
    return (
        (
            f"positions of {agenda.title}",
            f"{basis.count('assumed')} of {len(basis)}",
            "This many are assumed and not on record; the agenda gives the reason for each.",
        ),
        (
            "errors of coding",
            f"{100 * noise.position:.0f} % of the scale, {100 * noise.salience:.0f} %, {100 * noise.capability:.0f} %",
            "Standard deviations of positions, saliences and capabilities; nobody has measured them for these states.",
        ),
        ("capability", agenda.capability, "A state's capability is measured by this, unless the agenda states it."),
    )


def beyond() -> str:
    """What intervals over noisy copies leave out, with the figure of the only record there is."""
    return (
        "Figures rest on assumed positions and errors, and intervals cover errors of coding only. The model itself "
        f"errs: on issues of the European Union its residuals have a standard deviation of {residuals().std():.0f} "
        "points of 100."
    )


def record(world: World) -> str:
    """How the model did beside the plain mean on the agendas whose outcomes are known, from the scoreboard."""
    (row,) = world.sql(
        "select m.score, b.score as plain from mechanisms as m join mechanism_baselines as b using (name, measure) "
        "where m.name = 'compromise' and m.measure = 'mean absolute error' and b.baseline = 'mean of the positions'"
    ).itertuples()
    better = "less" if row.plain < row.score else "more"
    return f"On scored agendas the mean erred {better}: {row.plain:.0f} against {row.score:.0f}."


def cited(agenda: Agenda, world: World) -> tuple[str, ...]:
    """Sources of an agenda: the texts that it cites, and where sizes come from."""
    words = " ".join(stance.document for stance in agenda.position)
    texts = {f"text-T{place}" for place in range(5) if f"T{place} " in words}
    sizes = {"wdi", weo(world)} if agenda.unsized and agenda.capability != "equal" else set()
    return tuple(sorted(texts | sizes | ({"general-knowledge"} if "general knowledge" in words else set())))
