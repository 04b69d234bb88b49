"""Comparisons of any other query with itself: how its answer moved, by which factor, whether it reaches a bound.

`query` names the query that is asked twice, `args` what both questions share, `before` and `after` what differs. With
`each` the question is put for every state of `among` in turn, and every state is a part of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from steppe.evidence.queries._flows import StatesLike, states_of
from steppe.evidence.query import RECORD_ONLY, Measurement, NoData, find
from steppe.evidence.query import query as named
from steppe.world.errors import UserError
from steppe.world.world import World

Arguments = Mapping[str, Any]
GROUP_YEAR = 2020
"""Year for which a group named in `among` is read; the groups used here do not move."""


@named("compare/moved")
def moved(
    world: World,
    *,
    query: str,
    before: Arguments,
    after: Arguments,
    direction: str,
    args: Arguments | None = None,
    each: str = "",
    among: StatesLike = (),
    without: Sequence[str] = (),
) -> Measurement:
    """Whether a query's number went `up` or `down` between two times; by state of `among` if `each`."""
    up = _is_up(direction)
    parts: dict[str, bool] = {}
    notes, rows = [], []
    for label, extra in _cases(world, each, among, without):
        first = _number(world, query, {**(args or {}), **extra, **before})
        second = _number(world, query, {**(args or {}), **extra, **after})
        ends = {second[0], *second[1].records.get("", ())}
        if len({first[0] < end for end in ends}) > 1:
            raise NoData(f"{label} {first[0]:.4g} to {min(ends):.4g} or {max(ends):.4g}, by record: {RECORD_ONLY}")
        parts[label] = first[0] < second[0] if up else first[0] > second[0]
        notes.append(f"{label} {first[0]:.4g} to {second[0]:.4g} {first[1].unit}".strip())
        rows += [first[1].rows, second[1].rows]
    return Measurement(parts if each else next(iter(parts.values())), rows=_together(rows), note="; ".join(notes))


@named("compare/ratio")
def ratio(
    world: World, *, query: str, before: Arguments, after: Arguments, args: Arguments | None = None
) -> Measurement:
    """A query's number at one time over its number at an earlier one."""
    first = _number(world, query, {**(args or {}), **before})
    second = _number(world, query, {**(args or {}), **after})
    if first[0] == 0:
        raise NoData(f"{query} is zero for {dict(before)}, so that nothing can be a multiple of it")
    note = f"{first[0]:.4g} to {second[0]:.4g} {first[1].unit}; {second[1].note}".strip("; ")
    return Measurement(second[0] / first[0], "times", _together([first[1].rows, second[1].rows]), note)


@named("compare/reaches")
def reaches(world: World, *, query: str, at_least: float, args: Arguments | None = None) -> Measurement:
    """Whether a query's number is at least so much; for claims whose parts have different units."""
    number, measurement = _number(world, query, args or {})
    return Measurement(
        number >= at_least,
        rows=measurement.rows,
        note=f"{number:.4g} {measurement.unit}; {measurement.note}".strip("; "),
    )


@named("compare/sign")
def sign(world: World, *, query: str, args: Arguments, direction: str) -> Measurement:
    """Whether a query that measures a change shows a rise (`up`) or a fall (`down`), part by part."""
    measurement: Measurement = find(query, args, "compare")(world, **args)
    up = _is_up(direction)
    if isinstance(measurement.value, Mapping):
        parts = {part: (float(number) > 0) if up else (float(number) < 0) for part, number in measurement.value.items()}
        return Measurement(parts, rows=measurement.rows, note=measurement.note)
    number = float(measurement.value)  # type: ignore[arg-type]
    return Measurement(number > 0 if up else number < 0, rows=measurement.rows, note=measurement.note)


def _is_up(direction: str) -> bool:
    if direction not in ("up", "down"):
        raise UserError(f'compare: direction is up or down, not "{direction}"')
    return direction == "up"


def _cases(world: World, each: str, among: StatesLike, without: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """The questions to put: one, or one for each state."""
    if not each:
        return [("", {})]
    states = [state for state in states_of(world, among, GROUP_YEAR) if state not in without]
    return [(state, {each: state}) for state in states]


def _number(world: World, name: str, arguments: Arguments) -> tuple[float, Measurement]:
    """A query's answer as a number."""
    measurement: Measurement = find(name, arguments, "compare")(world, **arguments)
    if isinstance(measurement.value, bool) or not isinstance(measurement.value, int | float):
        raise UserError(f"compare: {name} answers with {measurement.value!r}, which is no number")
    return float(measurement.value), measurement


def _together(rows: Sequence[pd.DataFrame | None]) -> pd.DataFrame | None:
    """Rows of several answers without repetition of the same row."""
    given = [frame for frame in rows if frame is not None]
    return pd.concat(given, ignore_index=True).drop_duplicates() if given else None
