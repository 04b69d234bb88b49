"""The ladder: whose record of a flow of goods stands, by rules set down before they were applied.

The concept is origin: a state's imports count with the state that made the goods, not with the one that sent them.
A record is one office's figure of one flow in one year, million current USD. From the first rung to the last:

    importer           imports by country of origin in the importer's own statistics, less 6 % for freight
    exporter           exports in the exporter's own statistics, where they are of goods alone
    press              a figure of either side that an official gave to the press
    baci               CEPII BACI, reconciled from both sides
    imts               IMF, International Trade in Goods: Russia from 2022, estimated by the IMF from its partners
    exporter_services  exports in own statistics that include services (Uzbekistan), where nothing else is on record
    carried            the figure that stands for 2023, in a year near it
    imputed            a fill: growth of the two sides

A state's own statistics hold where they are complete: both flows and thirty partners in the year. A record is passed
over where `tables/trade_faults.csv` lists it, or where it fails the test: it is five times more or less than the same
office's figure of 2020 (another's, where it has none) and five times more or less than another record that is in line
with its own 2020. Flows below 10 mn USD in every record are not tested. `low_record` and `high_record` are the least
and the greatest record of goods that was not passed over; a fill is no record. A mean of two years is never the figure
of a year.

Amended after the first run, for reasons of concept: the IMF marks every figure of Russia from 2022 as an estimate, so
these stand below BACI and not, as figures without a mark would, above it; exports that include services speak against
no record of goods (they leave out Uzbek gold, too); and imports by origin are not passed over for a smaller record of
what the maker sent itself (Japanese cars reach Kyrgyzstan from third states).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world.ties import RECORDS

NO_GOODS = ("exporter_services", "imputed")
"""No figures of goods: they neither widen the range nor speak against another record."""
PAIR = ["exporter", "importer"]
FREIGHT = 1.06
"""Imports over exports of the same goods: the IMF's factor (Marini, Dippelsman and Stanger 2018)."""
APART = 5.0
"""Factor from which two figures contradict each other."""
TESTED_FROM = 10.0
"""Million USD in the greatest record from which a flow is tested."""


def stand(records: pd.DataFrame, year: int, faults: pd.DataFrame, base: int = 2020) -> pd.DataFrame:
    """What stands for each flow of a year.

    Parameters
    ----------
    records
        Columns year, exporter, importer, record, value, source, basis; of a flow and year one row a record at most.
    year
        The year.
    faults
        Known faults: record, exporter, importer, first_year, last_year.
    base
        The year that the test compares with.

    Returns
    -------
    One row a flow that has a record which is not passed over: exporter, importer, value, record, low_record,
    high_record, source, basis, passed_over (the records passed over, as `imts 12,152.0`, separated by semicolons),
    spread (the greatest record of goods over the least, those passed over too).
    """
    now = _wide(records[records["year"] == year])
    then = _wide(records[records["year"] == base]).reindex(now.index)
    then = then.where(then.notna(), then.bfill(axis=1)["importer"], axis=0)
    bad = _listed(now, year, faults)
    bad |= _failing(now.mask(bad), then)
    kept = now.mask(bad)
    place = _first(kept.to_numpy())
    found = kept.index[place >= 0]
    chosen = pd.Series([RECORDS[rung] for rung in place[place >= 0]], index=found)
    kept = kept.loc[found]
    on_record, every = (some.loc[found].drop(columns=[*NO_GOODS, "carried"]) for some in (kept, now))
    frame = pd.DataFrame(
        {
            "record": chosen,
            "low_record": on_record.min(axis=1),
            "high_record": on_record.max(axis=1),
            "passed_over": _named(now.loc[found], bad.loc[found]),
            "spread": every.max(axis=1) / every.min(axis=1),
        }
    ).reset_index()
    facts = records.loc[records["year"] == year, [*PAIR, "record", "value", "source", "basis"]]
    return frame.merge(facts, on=[*PAIR, "record"], validate="one_to_one")


def _wide(records: pd.DataFrame) -> pd.DataFrame:
    """Flows by record, NaN where there is none."""
    return records.pivot(index=PAIR, columns="record", values="value").reindex(columns=list(RECORDS)).astype(float)


def _listed(now: pd.DataFrame, year: int, faults: pd.DataFrame) -> pd.DataFrame:
    """Records that the list of faults names."""
    bad = pd.DataFrame(False, index=now.index, columns=now.columns)
    of_year = faults[faults["first_year"].astype(int).le(year) & faults["last_year"].astype(int).ge(year)]
    for row in of_year.itertuples():
        if (row.exporter, row.importer) in bad.index:
            bad.loc[(row.exporter, row.importer), row.record] = True
    return bad


def _failing(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Records that contradict their own past and another record which does not contradict its own."""
    values, past = now.to_numpy(), then.to_numpy()
    broke, known = _apart(values, past), ~np.isnan(values)
    sound = known & ~broke & ~np.isnan(past) & ~np.isin(RECORDS, NO_GOODS)
    large = np.nanmax(np.where(known, values, 0.0), axis=1, initial=0.0) >= TESTED_FROM
    bad = np.zeros(values.shape, dtype=bool)
    for rung in range(values.shape[1]):
        against = _apart(values[:, [rung]], values) & sound
        if RECORDS[rung] == "importer":
            against &= values > values[:, [rung]]
        bad[:, rung] = broke[:, rung] & against.any(axis=1) & large
    return pd.DataFrame(bad, index=now.index, columns=now.columns)


def _apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where one figure is five times the other or more; a zero is that of everything but a zero."""
    more, less = np.fmax(one, other), np.fmin(one, other)
    both = ~np.isnan(one) & ~np.isnan(other)
    return both & (more > 0) & (more >= APART * less)


def _first(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Place of the first figure of each row, -1 where there is none."""
    known = ~np.isnan(values)
    return np.where(known.any(axis=1), known.argmax(axis=1), -1)


def _named(now: pd.DataFrame, bad: pd.DataFrame) -> list[str | None]:
    """The records passed over, in words."""
    rows = zip(now.to_numpy(), bad.to_numpy(), strict=True)
    words = [
        "; ".join(f"{RECORDS[r]} {row[r]:,.1f}" for r in np.flatnonzero(out & ~np.isnan(row))) for row, out in rows
    ]
    return [word or None for word in words]
