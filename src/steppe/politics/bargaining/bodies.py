"""Bodies through time: the share of the leading state, how far apart the members are, who is pivotal.

Does enlargement dilute the leader? An enlargement is the day on which members in law are added. To separate it from
growth, the body is looked at twice *in one year's figures*: with the members of the day before, and with those of that
day. Capability is that of the year before; ideal points are published estimates from votes in the UN General Assembly,
the latest up to `OLDEST` years before. Under consensus, nothing moves the status quo where it lies between the members'
ideal points (the unanimity core, Tsebelis 2002): so `range` is how much of the line a body cannot move.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.politics.bargaining.actors import Floats
from steppe.politics.bargaining.capability import sizes
from steppe.politics.bargaining.draws import Noise
from steppe.politics.bargaining.pivotality import BodyProfile, profile
from steppe.politics.bargaining.rules import Rule, rule_of
from steppe.world.points import Points, parts, rounded
from steppe.world.world import World

OLDEST = 3  # years: an ideal point older than this stands in for none
NORMAL_90 = 1.6448536269514722
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Enlargement:
    """One day on which members in law were added."""

    body: str
    date: dt.date
    joined: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """Figures of some states in one year. Arrays of shape (members,)."""

    states: tuple[str, ...]
    year: int
    capability: Floats
    ideal: Floats
    ideal_error: Floats  # standard error
    without: tuple[str, ...]  # states left out because either figure is missing


def enlargements(world: World, body: str) -> tuple[Enlargement, ...]:
    """Every enlargement of a body after its foundation."""
    spells = world.spells(organization=body)
    events = []
    for start in sorted({day.date() for day in spells["start"]}):
        before, after = (world.members(body, on=day.isoformat()) for day in (start - DAY, start))
        joined = tuple(state for state in after if state not in before)
        if before and joined:
            events.append(Enlargement(body, start, joined, before, after))
    return tuple(events)


def member_figures(world: World, states: Sequence[str], year: int, measure: str = "gdp_usd") -> MemberFigures:
    """Sizes and ideal points of states for a date in some year: sizes are those of the year before.

    States of which either is missing are left out and named.
    """
    return _members(_Year(sizes(world, measure, year), _ideal_points(world, year)), states, year)


@dataclass(frozen=True, slots=True)
class _Year:
    """Figures of all states in one year."""

    size: Mapping[str, float]
    ideal: pd.DataFrame  # by state: ideal, width of the 90 % interval


def _ideal_points(world: World, year: int) -> pd.DataFrame:
    return world.sql(
        "select state, arg_max(ideal_point, year) as ideal, arg_max(q95 - q05, year) as width from un_ideal_points "
        "where year <= ? and year >= ? group by state",
        [year, year - OLDEST],
    ).set_index("state")


def _members(of: _Year, states: Sequence[str], year: int) -> MemberFigures:
    covered = tuple(state for state in states if state in of.size and state in of.ideal.index)
    rows = of.ideal.loc[list(covered)]
    return MemberFigures(
        covered,
        year,
        np.array([of.size[state] for state in covered]),
        rows["ideal"].to_numpy(dtype=float),
        rows["width"].to_numpy(dtype=float) / (2 * NORMAL_90),
        tuple(state for state in states if state not in covered),
    )


def body_on(world: World, body: str, on: dt.date, measure: str = "gdp_usd", organ: str = "") -> BodyProfile:
    """A body with its members in law on a day, under its own rule.

    Raises
    ------
    UserError
        There is no rule for this body.
    """
    figures = member_figures(world, world.members(body, on=on.isoformat()), on.year, measure)
    return profile(rule_of(body, organ), figures.states, figures.capability, figures.ideal)


def through_time(world: World, bodies: Sequence[str], first: int, last: int, measure: str = "gdp_usd") -> pd.DataFrame:
    """One row for each body and year (31 December) in which two of its members at least have both figures.

    Returns
    -------
    Columns body, year, rule, members, leader, leader_share, effective_members, dispersion, range, leader_banzhaf,
    leader_shapley, without.
    """
    rules = {body: rule_of(body) for body in bodies}
    rows = []
    for year in range(first, last + 1):
        of = _Year(sizes(world, measure, year), _ideal_points(world, year))
        for body, by in rules.items():
            figures = _members(of, world.members(body, on=f"{year}-12-31"), year)
            if len(figures.states) > 1:
                rows.append(_row(body, by, figures, profile(by, figures.states, figures.capability, figures.ideal)))
    return pd.DataFrame(rows).sort_values(["body", "year"], ignore_index=True)


def _row(body: str, by: Rule, figures: MemberFigures, of: BodyProfile) -> dict[str, object]:
    measured = {name: getattr(of, name) for name in of.__dataclass_fields__}
    head = {"body": body, "year": figures.year, "rule": by.name, "members": len(figures.states)}
    return {**head, **measured, "without": ", ".join(figures.without)}


def noisy_members(figures: MemberFigures, noise: Noise, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Capabilities and ideal points with their errors, (draws rounded up to a power of two, members)."""
    count = len(figures.states)
    points = Points(seed, rounded(draws), (*parts("capability", count), *parts("ideal point", count)))
    capability: Floats = figures.capability * np.exp(points.normal("capability", count) * noise.capability)
    ideal: Floats = figures.ideal + points.normal("ideal point", count) * figures.ideal_error
    return capability, ideal
