"""Days and versions: what a day may be written as, and the day and version of the embedded bundle."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from operator import index
from pathlib import Path

from steppe.world.errors import UserError

BUNDLE = Path(__file__).resolve().parent.parent / "bundle"

VERSION = "2026.4"

TODAY = date(2026, 11, 21)
"""The day up to which the bundle was compiled: what `now` means in it."""


Day = str | int | date
"""What a day may be written as: `2015`, `2015-06`, `2015-06-30`, a year as a number, a date."""


LENGTH = {"day": 10, "month": 7, "year": 4}
"""Letters of a day that is known as exactly as that."""


def as_exact(day: date, precision: str) -> str:
    """A day as exact as it is known: `2015`, `2015-08` or `2015-08-12`."""
    return f"{day:%Y-%m-%d}"[: LENGTH[precision]]


def last_day(value: Day, argument: str = "until") -> date:
    """The last day of `2015`, `2015-06` or of a day; see `as_date`."""
    first = as_date(value, argument)
    parts = 3 if isinstance(value, date) else len(str(value).split("-"))
    if parts == 3:
        return first
    month = first.month if parts == 2 else 12
    return date(first.year, month, monthrange(first.year, month)[1])


def as_date(value: Day, argument: str = "on") -> date:
    """A date from any `Day`; the first day where month or day is left out.

    Raises
    ------
    UserError
        There is no such day.
    """
    try:
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        numbers = [int(part) for part in str(value).split("-")]
        return date(*[*numbers, 1, 1][: max(3, len(numbers))])
    except (ValueError, TypeError, OverflowError):
        raise UserError(f'{argument}: there is no day "{value}"; write it as year-month-day, 2015-08-12') from None


def on_day(day: date) -> str:
    """The day as an answer names it: one after the data end says when that is.

    Examples
    --------
    >>> on_day(date(2030, 1, 1))
    '2030-01-01 (the data end on 2026-11-21)'
    """
    return f"{day}{data_end(day > TODAY)}"


def data_end(beyond: bool) -> str:
    """What an answer adds where it was asked for what is beyond the data end."""
    return f" (the data end on {TODAY})" if beyond else ""


def in_year(year: int | str) -> str:
    """The year as an answer names it: one after the data end says when that is.

    Examples
    --------
    >>> in_year(2019), in_year(2029)
    ('2019', '2029 (the data end on 2026-11-21)')
    """
    return f"{year}{data_end(as_year(year) > TODAY.year)}"


def as_year(value: int | str) -> int:
    """A year from 2019 or `2019`.

    Raises
    ------
    UserError
        It is no year.
    """
    try:
        return index(int(value) if isinstance(value, str) else value)
    except (ValueError, TypeError):
        raise UserError(f'year: there is no year "{value}"; write it as 2019') from None


Years = int | str | Iterable[int] | None


def as_years(value: Years, every: Sequence[int] = ()) -> tuple[int, ...]:
    """Years of figures from 2019, `2019`, `2008-2017` or a list of years; all of `every` where none is named.

    Raises
    ------
    UserError
        It is no year, runs backwards, or lies before 1990 or after 2030, of which no table has anything.

    Examples
    --------
    >>> as_years("2008-2010"), as_years(2019)
    ((2008, 2009, 2010), (2019,))
    """
    if value is None:
        return tuple(every)
    years = _span(value) if isinstance(value, str) else (value,) if isinstance(value, int) else value
    return tuple(_on_record(as_year(year)) for year in years)


def _on_record(year: int) -> int:
    if not 1990 <= year <= 2030:
        raise UserError(f"year: the bundle has nothing for {in_year(year)}; give one from 2000 to 2024")
    return year


def _span(text: str) -> Iterable[int]:
    first, dash, last = text.partition("-")
    try:
        start, end = int(first), int(last if dash else first)
    except ValueError:
        raise UserError(f'year: "{text}" is no year; write 2019 or 2008-2017') from None
    if end < start:
        raise UserError(f"year: {text} runs backwards; write {end}-{start}")
    return range(_on_record(start), _on_record(end) + 1)
