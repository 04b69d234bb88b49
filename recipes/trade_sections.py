"""Bilateral trade by SITC section, 1995, 2005 and 2015, as the exporters report it (UNCTAD merchandise trade matrix).

Sections: 0 food, 1 beverages and tobacco, 2 crude materials, 3 mineral fuels, 4 oils and fats, 5 chemicals, 6
manufactures by material, 7 machinery and transport equipment, 8 other manufactures, 9 not classified. Totals are left
out: they are the sum. Million current USD. Indonesia of 1995 includes Timor-Leste and Sudan before 2011 includes South
Sudan; Serbia and Montenegro and the Netherlands Antilles keep the codes they had.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._tables import parquet
from recipes._trade import alive, in_millions, known_states, sources

CODES = {"IDN_pre2002": "IDN", "SDN_pre2011": "SDN"}
PAIR = ["exporter", "importer"]


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table trade_sections and its source."""
    rows = parquet(raw / "trade/unctad_matrix_sitc.parquet")
    rows = rows[rows["sector"] != "TOTAL"]
    rows = rows.assign(
        section=rows["sector"].str.removeprefix("SITC").astype(int),
        exporter=rows["exporter"].replace(CODES),
        importer=rows["importer"].replace(CODES),
        value=in_millions(rows["value_kusd"], 1e3),
        source="unctad-matrix",
        basis="reported",
    )
    rows = alive(known_states(rows[rows["value"] > 0], PAIR), PAIR)
    columns = ["year", "section", *PAIR, "value", "source", "basis"]
    return {"trade_sections": rows[columns], "sources": sources("unctad-matrix")}
