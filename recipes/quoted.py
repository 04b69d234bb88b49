"""Single quoted figures, each with the page it was read on.

They check and calibrate; they are not a panel. A period may be a year, a quarter, a month, a day or a span; `year` is
the one it begins in. A subject may be a state, a group (CIS, EAEU, CAS for Central Asia) or a sum of states.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from recipes._cite import Citations
from recipes._reported import SHOCKS, pages, reported, together
from recipes._rows import read

NOT_REPORTED = {"derived from the quoted share": "derived", "expected": "estimated", "AI-summarised": "estimated"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table quoted and its sources."""
    rows = read(raw, "ties/anchors_quoted.csv")
    rows = rows[~rows["indicator"].str.contains("CPMM")]  # they stand in network_crossings
    cite = Citations()
    period = rows["period"].astype(str)
    unit = rows["unit"].str.extract(r"^(?P<unit>.*?)(?: \((?P<remark>.*)\))?$")
    table = pd.DataFrame(
        {
            "layer": rows["layer"],
            "subject": rows["iso3"],
            "partner": rows["partner_iso3"],
            "indicator": rows["indicator"],
            "period": period,
            "year": period.str[:4].astype(int),
            "value": rows["value"],
            "unit": unit["unit"],
            "note": rows["note"].fillna(unit["remark"]),
            "source": cite.cite(rows["url"]),
            "basis": basis(rows),
        }
    )
    later = pd.concat([remittances(reported(raw, "remittances")), fx(reported(raw, "fx", SHOCKS))], ignore_index=True)
    later["source"], _ = pages(raw, later["url"])
    _, sources = pages(raw, pd.concat([rows["url"], later["url"]]))
    return {
        "quoted": pd.concat([table, later.drop(columns="url")], ignore_index=True),
        "sources": together(sources, cite.sources()),
    }


def remittances(rows: pd.DataFrame) -> pd.DataFrame:
    """Transfers and receipts by year or part of one, as pages give them."""
    return _quoted(rows, "remittances", rows["to"], rows["from"].where(rows["from"].ne("World"), None))


def fx(rows: pd.DataFrame) -> pd.DataFrame:
    """Parallel and official rates on single days, of states that have or had both."""
    return _quoted(rows, "currency", rows["from"], None)


def _quoted(rows: pd.DataFrame, layer: str, subject: pd.Series[str], partner: pd.Series[str] | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "layer": layer,
            "subject": subject,
            "partner": partner,
            "indicator": rows["measure"] + " (" + rows["statistical_source"] + ")",
            "period": rows["period"],
            "year": rows["year"],
            "value": rows["value"],
            "unit": rows["unit"].replace("bn USD", "USD bn"),
            "note": rows["note"],
            "basis": rows["basis"],
            "url": rows["url"],
        }
    )


def basis(rows: pd.DataFrame) -> pd.Series[Any]:
    """Reported, unless the compiler's words say that the figure was worked out or expected.

    A note on both ends of a series says which periods were worked out; it applies to those alone.
    """
    said = rows["indicator"] + " " + rows["note"].fillna("")
    result = pd.Series("reported", index=rows.index)
    for words, kind in NOT_REPORTED.items():
        result = result.mask(said.str.contains(words, regex=False), kind)
    return result
