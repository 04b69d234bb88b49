"""China's part in Russia's imports by concept: over which total, with or without freight, by whose count.

    own customs, cif     Russian customs by origin over all that they record, 2016-2021
    partners, cif        the IMF's estimates, exports of partners plus freight, over the sum for all of them, 2022-2024
    by record, fob       the table `trade` (BACI to 2020, by record in 2023) over all of it
    customs of the seller, fob   exports by Chinese customs over the IMF's sum for all partners less freight, 2022

No Russian total by partner exists after 2021, so what partners do not report (Iran, Belarus in part) is in no total.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._ladder import FREIGHT
from recipes._records import IMTS, OWN_UNTIL
from recipes._tables import hand, parquet

REPORTER, PARTNER = "RUS", "CHN"
COLUMNS = [
    *("reporter", "partner", "year", "concept", "part", "whole", "share", "whole_source", "source", "basis"),
]


def import_parts(raw: Path, flows: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """The table `import_parts`; `flows` is the table `trade`."""
    imts = _imts(raw)
    rows = pd.concat([imts, _by_record(flows), _by_seller(imts, cite)], ignore_index=True)
    rows = rows.assign(reporter=REPORTER, partner=PARTNER, share=(rows["part"] / rows["whole"]).round(6))
    return rows[COLUMNS]


def _imts(raw: Path) -> pd.DataFrame:
    rows = parquet(raw / "update-2026-11/trade/rus_imts_2016_2024.parquet")
    rows = rows[rows["flow"].eq("M") & ~rows["is_group"].astype(bool)]
    frame = _parts(rows, "partner", "value_musd").assign(source=IMTS, whole_source=IMTS)
    own = frame["year"] <= OWN_UNTIL
    return frame.assign(
        concept=own.map({True: "own customs, cif", False: "partners, cif"}),
        basis=own.map({True: "reported", False: "estimated"}),
    )


def _by_record(flows: pd.DataFrame) -> pd.DataFrame:
    rows = flows[flows["importer"] == REPORTER]
    frame = _parts(rows, "exporter", "value")
    facts = rows[rows["exporter"] == PARTNER].set_index("year")
    source = frame["year"].map(facts["source"])
    return frame.assign(
        concept="by record, fob", source=source, whole_source=source, basis=frame["year"].map(facts["basis"])
    )


def _parts(rows: pd.DataFrame, partner: str, value: str) -> pd.DataFrame:
    """Part of the partner and the sum over all partners, by year."""
    whole = rows.groupby("year")[value].sum()
    part = rows[rows[partner] == PARTNER].groupby("year")[value].sum()
    return pd.DataFrame({"part": part.round(6), "whole": whole.round(6)}).dropna().reset_index()


def _by_seller(imts: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Exports by the partner's customs, `tables/trade_reported.csv`, over the IMF's sum less freight."""
    rows = hand("trade_reported").astype({"year": int, "value": float})
    rows = rows[rows["exporter"].eq(PARTNER) & rows["importer"].eq(REPORTER)]
    whole = (imts.set_index("year")["whole"] / FREIGHT).round(6)
    return pd.DataFrame(
        {
            "year": rows["year"],
            "part": rows["value"],
            "whole": rows["year"].map(whole),
            "source": cite.cite(rows["source"]),
            "whole_source": IMTS,
            "concept": "customs of the seller, fob",
            "basis": "derived",
        }
    )
