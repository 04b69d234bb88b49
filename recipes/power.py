"""Nuclear and hydropower units, with the state whose design a reactor follows: background to dependence in energy.

The tracker has no column of design origin; ours is read off the reactor's model and left empty where the model does not
say. Soviet designs count as Russian, since fuel and service come from Russia unless replaced. For hydropower there is
no design: what is shipped is who owns a part from abroad, as far as the owner's name says.

Defects: units of 2024-05 and 2024-07; a planned unit's model is a plan; Rogun stands as one plant of 3,600 MW in
operation although two of its six units run; hydropower below 75 MW is not tracked; ownership is of 2024.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from recipes._rows import REGION, read, source_row

LEFT_OUT = ("cancelled", "shelved")
DESIGNS = {
    "RUS": r"VVER|RBMK|\bBN[- ]|\bV-\d{3}|KLT|RITM|AMB|EGP|BREST|AES|\bAM-\d",
    "USA": r"AP-?1000|\bBWR|NuScale|ABWR",
    "FRA": r"\bEPR|M310|\bP4|\bN4",
    "CAN": r"CANDU",
    "CHN": r"Hualong|CPR|CNP|HPR|CAP1|ACP|HTR|CFR|TMSR",
    "KOR": r"\bAPR|\bOPR",
    "IND": r"Horizontal Pressure Tube|PHWR-700|Prototype",
    "IRN": r"\bIR-\d",
}
EXTRA = ("BGD", "BGR", "CZE", "EGY")
OWNERS = {
    "Inter RAO": "RUS",
    "ROSATOM": "RUS",
    "ContourGlobal": "GBR",
    "Energo-Pro": "CZE",
    "Korea Water": "KOR",
    "Clean Energy Invest": "NOR",
    "Tata Power": "IND",
    "Urban Enerji": "TUR",
    "Farab": "IRN",
    "Robbins": "USA",
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table power_units and its sources."""
    units = [
        nuclear(read(raw, "ties/nuclear_units_gem_2024.parquet")),
        hydro(read(raw, "ties/hydro_gem_2024_raw.parquet")),
    ]
    return {"power_units": pd.concat(units, ignore_index=True), "sources": pd.DataFrame(SOURCES)}


def nuclear(rows: pd.DataFrame) -> pd.DataFrame:
    """Reactors of the region, the powers and a few other buyers, cancelled ones left out."""
    rows = rows[rows["iso3"].isin([*REGION, *EXTRA]) & ~rows["status"].str.startswith(LEFT_OUT)]
    start = rows["commercial_operation"].fillna(rows["first_grid"])
    return pd.DataFrame(
        {
            "unit": rows["gem_unit_id"],
            "state": rows["iso3"],
            "kind": "nuclear",
            "plant": rows["project"],
            "capacity": rows["capacity_mw"],
            "status": rows["status"],
            "start_year": pd.to_numeric(start.str[:4]),
            "end_year": pd.to_numeric(rows["retirement"].str[:4]),
            "model": rows["model"].where(rows["model"] != "unknown"),
            "design_origin": [design_origin(model) for model in rows["model"].fillna("")],
            "source": "gem-nuclear-2024",
            "basis": "derived",
        }
    )


def design_origin(model: str) -> str | None:
    """The state whose design a reactor model is; None where the name does not say.

    >>> design_origin("VVER V-491"), design_origin("HPR-1000"), design_origin("unknown")
    ('RUS', 'CHN', None)
    """
    return next((state for state, pattern in DESIGNS.items() if re.search(pattern, model)), None)


def hydro(rows: pd.DataFrame) -> pd.DataFrame:
    """Hydropower of the twelve, cancelled and shelved plants left out."""
    rows = rows[~rows["status"].isin(LEFT_OUT)]
    owners = rows["owner"].fillna("")
    abroad = [sorted({s for name, s in OWNERS.items() if name in owner}) for owner in owners]
    return pd.DataFrame(
        {
            "unit": rows["gem_unit_id"],
            "state": rows["iso3"],
            "kind": "hydro",
            "plant": rows["project_name"],
            "capacity": pd.to_numeric(rows["capacity_(mw)"]),
            "status": rows["status"],
            "start_year": pd.to_numeric(rows["start_year"]),
            "foreign_owners": [
                ";".join(s for s in states if s != home) or None
                for states, home in zip(abroad, rows["iso3"], strict=True)
            ],
            "source": "gem-hydro-2024",
            "basis": "reported",
        }
    )


SOURCES = [
    source_row(
        "gem-nuclear-2024",
        "Global Nuclear Power Tracker, July 2024",
        "Global Energy Monitor",
        "Global Energy Monitor, Global Nuclear Power Tracker, July 2024",
        "https://globalenergymonitor.org/projects/global-nuclear-power-tracker/",
        published="2024-07-11",
        licence="CC BY 4.0",
        note="The origin of a design is our reading of the model's name",
    ),
    source_row(
        "gem-hydro-2024",
        "Global Hydropower Tracker, May 2024",
        "Global Energy Monitor",
        "Global Energy Monitor, Global Hydropower Tracker, May 2024",
        "https://globalenergymonitor.org/projects/global-hydropower-tracker/",
        published="2024-05",
        licence="CC BY 4.0",
    ),
]
