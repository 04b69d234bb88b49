"""The overview as one long table, in the columns that every machine-readable answer of steppe has.

    subject, partner, year, measure, unit, value, low, high, level, basis

`low`, `high` and `level` are empty: the overview holds recorded figures, not intervals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from steppe.report.overview import Overview

COLUMNS = ("subject", "partner", "year", "measure", "unit", "value", "low", "high", "level", "basis")


def long_table(overview: Overview) -> pd.DataFrame:
    """Every figure of the overview that is there, one row each; what is missing has no row."""
    mutual = overview.mutual
    kind = mutual["membership"] + " membership, " + mutual["russia"] + " Russia"
    parts = [
        _part(overview.trade, "share of goods trade", "share", "share"),
        _part(overview.trade, "imputed part of that trade", "share", "imputed"),
        _part(overview.votes.assign(year=overview.votes["last"]), "agreement in UN votes", "share", "value"),
        _part(overview.debt.assign(partner="CHN"), "debt to China", "million current USD", "value"),
        _part(overview.remittances.assign(partner="RUS"), "remittances from Russia", "million current USD", "value"),
        _part(overview.forces.assign(partner="RUS", year=overview.on.year), "Russian troops", "persons", "troops"),
        _part(mutual.assign(state=mutual["organization"], partner=kind), "mutual share of trade", "share", "share"),
    ]
    return pd.concat(parts, ignore_index=True)


def _part(frame: pd.DataFrame, measure: str, unit: str, column: str) -> pd.DataFrame:
    known = frame[frame[column].notna()]
    return pd.DataFrame(
        {
            "subject": known["state"],
            "partner": known["partner"],
            "year": known["year"].astype("Int64"),
            "measure": measure,
            "unit": unit,
            "value": known[column].astype(float),
            "low": None,
            "high": None,
            "level": None,
            "basis": known["basis"],
        },
        columns=list(COLUMNS),
    )
