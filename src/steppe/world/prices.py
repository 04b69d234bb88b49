"""World prices of the IMF by year: oil, gas, metals, grain."""

from __future__ import annotations

import pandas as pd

from steppe.world.tables import Tables, remembered

OIL = "oil_mean_of_three"
"""Brent, Dubai and West Texas Intermediate, USD a barrel."""
GAS = "gas_europe"
"""Gas in Europe, USD per million Btu."""


@remembered(maxsize=8)
def world_prices(tables: Tables, series: str) -> pd.DataFrame:
    """One series of `world_prices`: index year; columns value, status (actual, estimate, projection), source."""
    rows = tables.sql("select year, value, status, source from world_prices where series = ? order by year", [series])
    return rows.set_index("year")
