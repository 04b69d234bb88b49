"""A measure put to the latest data: its dates moved to the last year that its record has.

`again` moves every date by the same number of years; `since` moves the later ones and leaves the base (`BASE`, the
first of `years`) where it is. A year that the query has no data for is passed over for the one before it, and so is one
that its rows do not reach.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from steppe.evidence.claims import Claim, Measure
from steppe.evidence.query import Measurement, NoData, find
from steppe.world.dates import TODAY
from steppe.world.world import World

Change = Callable[[int | date], int | date]

LAST = 2024
"""Last year that annual records cover."""

NOW = 2022
"""A record that ends before this year says nothing of now."""

YEARS = ("year", "on_year", "until", "year_from", "year_to", "start", "end", "before", "after", "years", "period")
DAYS = ("on", "by", "start", "end")
BASE = ("year_from", "start", "before", "since")
EVENTS = ("resolution", "date", "signed")
"""Arguments that name one event: what is measured by it is not asked again."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"\d{4}")


def newest(world: World, one: Claim, measure: Measure) -> tuple[Measure, int] | None:
    """A measure at its latest date, and the year of that; None where its record ends before `NOW`.

    What has no date is as it is on the last day of the tables.
    """
    if any(name in measure.args for name in EVENTS):
        return None
    dates: list[int | date] = []

    def note(old: int | date) -> int | date:
        dates.append(old)
        return old

    _each(measure.args, note, one.moves == "since")
    days = [old for old in dates if isinstance(old, date)]
    if days:
        moved, last = _moved(one, measure, TODAY.year - max(days).year), max(days).year
        if _reaches(world, one, moved):
            return moved, TODAY.year
        return (measure, last) if last >= NOW else None
    last = max((old for old in dates if isinstance(old, int)), default=TODAY.year)
    for year in range(LAST, max(last, NOW - 1), -1):
        moved = _moved(one, measure, year - last)
        if _reaches(world, one, moved, year):
            return moved, year
    return (measure, last) if last >= NOW else None


def _moved(one: Claim, measure: Measure, by: int) -> Measure:
    """A measure with its dates moved by so many years, and its name with them; the last day becomes the last of all."""
    years: dict[str, str] = {}

    def change(old: int | date) -> int | date:
        new = min(old.replace(year=old.year + by), TODAY) if isinstance(old, date) else old + by
        new = TODAY if isinstance(new, date) and new.year == TODAY.year else new
        years[str(old)[:4]] = str(new)[:4]
        return new

    args = _each(measure.args, change, one.moves == "since")
    name = _YEAR.sub(lambda found: years.get(found[0], found[0]), measure.name)
    return measure.model_copy(update={"args": args, "name": name})


def _reaches(world: World, one: Claim, measure: Measure, year: int = 0) -> bool:
    """Whether a measure has data, and its rows, where they are dated, reach the year."""
    try:
        answer: Measurement = find(measure.query, measure.args, one.place)(world, **measure.args)
    except NoData:
        return False
    rows = answer.rows
    return rows is not None and not rows.empty and ("year" not in rows or not rows["year"].max() < year)


def _each(args: Mapping[str, Any], change: Change, since: bool) -> dict[str, Any]:
    """Arguments with every date that moves put through a function."""
    new: dict[str, Any] = {}
    for key, value in args.items():
        if since and key in BASE:
            new[key] = value
        elif isinstance(value, Mapping):
            new[key] = _each(value, change, since)
        elif isinstance(value, list | tuple):
            base = 1 if since and key == "years" else 0
            new[key] = [*value[:base], *(_one(key, part, change) for part in value[base:])]
        else:
            new[key] = _one(key, value, change)
    return new


def _one(key: str, value: Any, change: Change) -> Any:
    """One value, changed where it is a date; a part of a year stays as it is, since no other year need have it."""
    if key in DAYS and isinstance(value, str) and _DAY.fullmatch(value):
        return str(change(date.fromisoformat(value)))
    if key == "period" and isinstance(value, str) and (found := _YEAR.match(value)):
        year = change(int(found[0]))
        return str(year) if found[0] == value else value
    return change(value) if key in YEARS and type(value) is int and 1990 <= value <= 2030 else value
