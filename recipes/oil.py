"""Kazakhstan's exports of oil by route, and stops of the pipelines that carry it and Russian oil through others.

Whole years only; each figure names the office that counted. Parts are of different counts and do not add up to the
totals: oil by Baku-Tbilisi-Ceyhan leaves through the port of Aktau, oil for Germany through Atyrau-Samara.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._rows import read
from recipes._tables import date_precision, full_date, text

FOLDER = "update-2026-11/shocks"
ROUTES = {
    "total exports": "total",
    "oil and condensate": "total",
    "CPC (Kazakh oil)": "Caspian Pipeline Consortium",
    "CPC throughput, Kazakh part": "Caspian Pipeline Consortium",
    "Atyrau-Samara-Druzhba": "Atyrau-Samara",
    "Aktau port": "Aktau port",
    "BTC from Aktau": "Baku-Tbilisi-Ceyhan",
    "BTC": "Baku-Tbilisi-Ceyhan",
    "Makhachkala from Aktau": "Makhachkala",
    "Kazakhstan-China pipeline": "Kazakhstan-China",
    "Kazakh oil": "Kazakhstan-China",
    "Druzhba to Germany": "Druzhba to Germany",
    "Druzhba to Schwedt": "Druzhba to Germany",
    "rail": "rail",
}
PART_OF = {
    "Baku-Tbilisi-Ceyhan": "Aktau port",
    "Makhachkala": "Aktau port",
    "Druzhba to Germany": "Atyrau-Samara",
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables oil_routes and pipeline_stops and their sources."""
    cite = Citations()
    return {"oil_routes": routes(raw, cite), "pipeline_stops": stops(raw, cite), "sources": cite.sources()}


def routes(raw: Path, cite: Citations) -> pd.DataFrame:
    """Whole years of Kazakh oil by route."""
    rows = read(raw, f"{FOLDER}/reported/reported_figures.csv")
    rows = rows[rows["topic"].eq("oil route")]
    facts = read(raw, "update-2026-11/reported_facts/reported_facts_2019_2025.csv")
    rows = pd.concat([rows, facts[facts["topic"].eq("energy") & facts["measure"].eq("oil and condensate")]])
    kazakh = rows["from"].eq("KAZ") | rows["measure"].eq("CPC throughput, Kazakh part")
    whole = rows["period"].astype(str).str.fullmatch(r"\d{4}") & rows["unit"].eq("mn t")
    rows = rows[kazakh & whole & rows["measure"].isin(ROUTES)].reset_index(drop=True)
    route = rows["measure"].map(ROUTES)
    derived = rows["note"].str.startswith("derived", na=False)
    return pd.DataFrame(
        {
            "state": "KAZ",
            "year": rows["period"].astype(int),
            "route": route,
            "record": rows["statistical_source"],
            "value": rows["value"].astype(float),
            "part_of": route.map(PART_OF),
            "note": rows["note"],
            "source": cite.cite(rows["url"]),
            "basis": derived.map({True: "derived", False: "reported"}),
        }
    )


def stops(raw: Path, cite: Citations) -> pd.DataFrame:
    """Stops of the Caspian Pipeline Consortium and of Druzhba."""
    cpc = text(raw / FOLDER / "oil/cpc_disruptions_2022_2026.csv").assign(line="Caspian Pipeline Consortium")
    druzhba = text(raw / FOLDER / "oil/druzhba_stops_2025.csv").assign(line="Druzhba", confidence="medium")
    rows = pd.concat([cpc, druzhba], ignore_index=True)
    end = rows["end"].mask(rows["end"].eq(rows["start"]))  # it lasted hours
    return pd.DataFrame(
        {
            "stop": range(1, len(rows) + 1),
            "line": rows["line"],
            "start": full_date(rows["start"]),
            "start_precision": date_precision(rows["start"]),
            "end": full_date(end),
            "end_precision": date_precision(end),
            "event": rows["event"],
            "effect": rows["effect"],
            "lost": rows["share_or_volume_lost"],
            "confidence": rows["confidence"],
            "note": rows["note"],
            "source": cite.cite(rows["url"]),
            "basis": "reported",
        }
    )
