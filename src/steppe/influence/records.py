"""Which years of trade rest on one record: a change of record is no change of trade.

BACI stands until 2020 and for most pairs in 2023; a state's own statistics, the IMF's estimates or a figure from the
press stand elsewhere. Whoever tells a change compares years of one kind only: trends and breaks, the sentences of the
overview and the brief, the lines of every chart.
"""

from __future__ import annotations

import pandas as pd

FILLS = {"baci", "imts", "carried", "imputed"}
"""Records that may stand in for single flows of a bloc without making its figure another one."""
OWN = {"importer", "exporter", "exporter_services"}


def kinds(rows: pd.DataFrame) -> pd.Series[str]:
    """What each figure rests on: baci, own (statistics), the first of its other records, or nothing.

    Parameters
    ----------
    rows
        Columns record (names separated by semicolons, None in layers that have one record only) and basis.

    Examples
    --------
    >>> kinds(pd.DataFrame({"record": ["baci;imts", "importer;baci", None], "basis": "reconciled"})).tolist()
    ['baci', 'own', '']
    """
    pairs = zip(rows["record"].fillna(""), rows["basis"], strict=True)
    return pd.Series([_kind(str(record), basis) for record, basis in pairs], index=rows.index, dtype=object)


def _kind(record: str, basis: object) -> str:
    used = set(record.split(";"))
    if used & OWN:
        return "own"
    if "baci" in used and used <= FILLS and basis != "imputed":
        return "baci"
    first = record.split(";")[0]
    return ", ".join(part for part in (first, "imputed" if basis == "imputed" else "") if part)


def of_years(rows: pd.DataFrame) -> pd.Series[str]:
    """What the figures of each year rest on, by year in order: one kind, or several separated by semicolons."""
    return kinds(rows).groupby(rows["year"]).agg(lambda each: ";".join(sorted(set(each))))


def alike(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the years that rest on what most years rest on; of two kinds with as many years, the later."""
    if rows.empty:
        return rows
    by_year = of_years(rows)
    last = pd.Series(by_year.index, index=by_year.to_numpy())
    most = max(set(by_year), key=lambda kind: (int((by_year == kind).sum()), int(last[[kind]].max())))
    return rows[rows["year"].isin(by_year.index[by_year == most])]


def latest_alike(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last years that rest, without a break, on what the last one rests on."""
    if rows.empty:
        return rows
    by_year = of_years(rows)
    others = by_year.index[by_year != by_year.iloc[-1]]
    return rows if others.empty else rows[rows["year"] > others.max()]
