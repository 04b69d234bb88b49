"""What rents on gas need beside `gas_trade` and `gas_price_gap`: volumes that nobody has on record, other benchmarks.

Volumes are our own rounded figures, `tables/gas_volumes.csv`, `assumed`, with the least and the most that is plausible.
The German border price (BP and Energy Institute, closed) is shipped as a ratio to the IMF's European gas, rounded to
the nearest twentieth, so that no price can be had from it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import read
from recipes._tables import hand

STEP = 0.05


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables gas_volumes_assumed and gas_benchmarks."""
    return {
        "gas_volumes_assumed": hand("gas_volumes").assign(source="general-knowledge", basis="assumed"),
        "gas_benchmarks": benchmarks(read(raw, "update-2026-11/shocks/gas/gas_benchmark_compare_2000_2025.csv")),
    }


def benchmarks(rows: pd.DataFrame) -> pd.DataFrame:
    """The German border price over the IMF's, to the nearest twentieth."""
    border = pd.to_numeric(rows["bp_german_border"])
    ratio = (border / pd.to_numeric(rows["weo_pngaseu_usd_1000m3"]) / STEP).round() * STEP
    made = pd.DataFrame({"series": "german_border", "year": rows["year"].astype(int), "ratio": ratio.round(2)})
    return made.dropna().assign(source="ei-review-gas", basis="derived")
