"""Workers abroad: how many there are, what they earn and send, and what is lost when fewer are there.

Arithmetic, with the range of the records. With R what workers in a host send home in a year (`remittances_series`, with
its band), W their number and w what one earns a month,

    sent by one        r = R / W
    part of the wage   s = R / (12 w W)
    return of a part p of them        R falls by p R
    p fewer who enter in a year       R falls by p f R,  f between e / 2 and e,  e = min(1, E / W)

E is the number who enter for work in a year. Those who would have entered are missing for half of the first year on
average, and for all of it where they enter at its beginning, which is the range of f. Money a worker sends is taken as
the same for those who stay; what returned workers earn at home is not counted, nor is what the rest sends more.

Numbers are of several kinds, and none is the number of workers: citizens present, estimates of labour agencies, work
permits ("patents") issued in a year. Registrations are left out: they count one person several times. `workers` gives
every record of the last ten years, each kind named. Wages are means of surveys of migrants (2017 by
origin, 2021 together), in dollars at the rate of the survey's year.
"""

from __future__ import annotations

import pandas as pd

from steppe.world.world import World

MONTHS = 12
MEMORY = 10
LABOUR = ("stock_in_russia", "patents_issued")
"""Indicators of `labour` that say how many workers there are; of permits only those of a whole year count."""
PERMITS = "patents_issued"
REPORTED = ("labour migrants",)
QUOTED = "citizens staying in Russia (FMS)"
ENTRIES = "work_purpose_entries"
WHOLE_YEAR = "year"


def workers(world: World, origin: str, year: int) -> pd.DataFrame:
    """Every record of how many workers of an origin are in Russia, of the ten years to `year`.

    Returns
    -------
    Columns what, year, period, value (persons), note, source, basis, in the order of years. Empty where none is on
    record, as for most of those who need no permit.
    """
    return world.sql(
        """
        with found as (
            select replace(indicator, '_', ' ') as what, year, period, value, note, source, basis from labour
            where origin = $1 and region = 'RUS' and list_contains($2, indicator) and (indicator <> $7 or period = $8)
            union all
            select measure, year, period, value, note, source, basis from migration_reported
            where origin = $1 and host = 'RUS' and list_contains($3, measure)
            union all
            select indicator, year, period, 1e6 * value, note, source, basis from quoted
            where subject = $1 and partner = 'RUS' and indicator = $4
        )
        from found where year between $5 - $6 + 1 and $5 order by year, what, period
        """,
        [origin, list(LABOUR), list(REPORTED), QUOTED, year, MEMORY, PERMITS, WHOLE_YEAR],
    )


def entries(world: World, origin: str, year: int) -> pd.DataFrame:
    """Entries for work of an origin into Russia in the last whole year on record up to `year`; columns of `workers`."""
    return world.sql(
        "select 'entries for work' as what, year, period, value, note, source, basis from labour "
        "where origin = ? and indicator = ? and period = ? and year <= ? order by year desc limit 1",
        [origin, ENTRIES, WHOLE_YEAR, year],
    )


def wages(world: World, origin: str, year: int) -> pd.DataFrame:
    """What a worker of an origin earns a month in Russia, by the survey nearest to `year`; that by origin where equal.

    Returns
    -------
    One row: year, low, high (USD a month), note, source, basis; empty where no survey has the origin.
    """
    return world.sql(
        "select w.year, least(coalesce(w.low, w.value), coalesce(w.value, w.low)) / x.per_usd as low, "
        "greatest(coalesce(w.high, w.value), coalesce(w.value, w.high)) / x.per_usd as high, w.note, w.source, w.basis "
        "from migrant_wages w join exchange_rates_yearly x on x.state = 'RUS' and x.year = w.year "
        "where w.host = 'RUS' and w.\"of\" = 'migrants' and (w.origin = $1 or w.origin is null) "
        "order by abs(w.year - $2), w.origin is null limit 1",
        [origin, year],
    )


def entering(entered: float, present: float) -> tuple[float, float]:
    """Lowest and highest part of a year's transfers that those make who enter in it.

    Parameters
    ----------
    entered
        E, persons or entries in the year, not below 0.
    present
        W, workers who are there, above 0.

    Raises
    ------
    ValueError
        Entries below 0 or no workers.

    Examples
    --------
    >>> entering(50.0, 100.0), entering(300.0, 100.0)
    ((0.25, 0.5), (0.5, 1.0))
    """
    if entered < 0 or present <= 0:
        raise ValueError(f"{entered:,.0f} entries and {present:,.0f} workers: entries from 0 on, and at least a worker")
    part = min(1.0, entered / present)
    return part / 2, part
