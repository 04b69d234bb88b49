"""Records of bilateral trade: every office's figure of every flow, in the form that `recipes._ladder` chooses from.

A state's own statistics are those of `national`. Russia's until 2021 are read from the IMF's table, which holds those
of its customs for all partners; from 2022 that table is the IMF's estimate and the record `imts`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._ladder import FREIGHT, PAIR
from recipes._tables import hand, parquet
from recipes._trade import alive, in_millions, known_states

NATIONAL = {
    "RUS": "national-rus",
    "KAZ": "national-kaz",
    "KGZ": "national-kgz",
    "UZB": "national-uzb",
    "ARM": "national-arm",
}
CHANNEL_ISLANDS = ("CHI",)
NO_STATE = ("XNK", "EUX", "XXX")
"""Codes of Armenia's statistics that are no state."""
OF_SERVICES_TOO = ("UZB",)
"""Whose exports include services."""
PARTNERS = 30
"""Partners from which own statistics of a year are complete."""
OWN_UNTIL = 2021
"""The last year in which the IMF's figures of Russia are those of Russian customs."""
IMTS = "imf-imts"


def national(raw: Path) -> pd.DataFrame:
    """Trade as five states' own statistics record it; zeros absent. Uzbekistan's exports include services."""
    rows = parquet(raw / "trade/national_bilateral_fsu.parquet").drop(columns="source")
    armenia = parquet(raw / "update-2026-11/trade/arm_by_partner_2007_2024.parquet")
    rows = pd.concat([rows[rows["reporter"] != "ARM"], armenia], ignore_index=True)
    rows = rows.assign(value=in_millions(rows["value_usd"], 1.0), source=rows["reporter"].map(NATIONAL))
    rows = known_states(rows[rows["value"] > 0], ["reporter", "partner"], leave_out=(*CHANNEL_ISLANDS, *NO_STATE))
    rows = alive(rows, ["partner"]).assign(basis="reported")
    return rows[["reporter", "partner", "year", "flow", "value", "source", "basis"]]


def complete(own: pd.DataFrame) -> pd.DataFrame:
    """Own statistics by origin of the state-years in which they are complete."""
    goods = own[own["flow"].isin(["X", "M"]) & (own["partner"] != own["reporter"])]
    years = goods.groupby(["reporter", "year"]).agg(flows=("flow", "nunique"), partners=("partner", "nunique"))
    whole = years.index[(years["flows"] == 2) & (years["partners"] >= PARTNERS)]
    return goods[pd.MultiIndex.from_frame(goods[["reporter", "year"]]).isin(whole)]


def records(raw: Path, own: pd.DataFrame, baci: pd.DataFrame, fills: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """All records: year, exporter, importer, record, value, source, basis; a complete record's silence is a zero."""
    whole = pd.concat([complete(own), _customs(raw)], ignore_index=True)
    stated = pd.concat(
        [_own(whole), _estimates(raw), _press(cite), baci.assign(record="baci"), fills.assign(record="imputed")],
        ignore_index=True,
    )
    return pd.concat([stated, _silent(stated, whole)], ignore_index=True)


def _imts(raw: Path) -> pd.DataFrame:
    """Russia in the IMF's table, by partner."""
    rows = parquet(raw / "update-2026-11/trade/rus_imts_2016_2024.parquet")
    rows = rows[~rows["is_group"].astype(bool) & (rows["value_musd"] > 0)]
    rows = rows.assign(value=rows["value_musd"].round(6), source=IMTS)
    known = set(hand("states")["state"])
    rows = alive(rows[rows["partner"].isin(known)], ["partner"])
    return rows[["reporter", "partner", "year", "flow", "value", "source", "basis"]]


def _customs(raw: Path) -> pd.DataFrame:
    rows = _imts(raw)
    return rows[rows["year"] <= OWN_UNTIL]


def _estimates(raw: Path) -> pd.DataFrame:
    rows = _imts(raw)
    later = _flows(rows[rows["year"] > OWN_UNTIL].assign(basis="estimated"))
    return later.assign(record="imts")[[*_KEPT, "record"]]


_KEPT = ["year", *PAIR, "value", "source", "basis"]


def _own(whole: pd.DataFrame) -> pd.DataFrame:
    """Own statistics as records of flows."""
    flows = _flows(whole)
    bought = flows["flow"].eq("M")
    record = bought.map({True: "importer", False: "exporter"})
    services = ~bought & flows["exporter"].isin(OF_SERVICES_TOO)
    flows = flows.assign(record=record.mask(services, "exporter_services"))
    flows.loc[services, "basis"] = "estimated"
    return flows[[*_KEPT, "record"]]


def _flows(rows: pd.DataFrame) -> pd.DataFrame:
    """Reports as flows from exporter to importer; imports less freight, which makes them derived."""
    bought = rows["flow"].eq("M")
    freed = rows.assign(
        exporter=rows["partner"].where(bought, rows["reporter"]),
        importer=rows["reporter"].where(bought, rows["partner"]),
        value=(rows["value"] / FREIGHT).round(6).where(bought, rows["value"]),
    )
    freed.loc[bought & freed["basis"].eq("reported"), "basis"] = "derived"
    return freed


def _press(cite: Citations) -> pd.DataFrame:
    """Figures that officials gave, `tables/trade_reported.csv`."""
    rows = hand("trade_reported").astype({"year": int, "value": float})
    return rows.assign(source=cite.cite(rows["source"]), record="press")[[*_KEPT, "record"]]


def _silent(stated: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Zeros of complete records, where another office has a figure of the flow."""
    years = whole[["reporter", "year", "source"]].drop_duplicates()
    flows = stated[["year", *PAIR]].drop_duplicates()
    parts = []
    for side, record in (("importer", "importer"), ("exporter", "exporter")):
        hit = flows.merge(years.rename(columns={"reporter": side}), on=[side, "year"])
        if record == "exporter":
            hit = hit[~hit["exporter"].isin(OF_SERVICES_TOO)]
        parts.append(hit.assign(record=record, value=0.0, basis="reported"))
    silent = pd.concat(parts, ignore_index=True)
    keys = ["year", *PAIR, "record"]
    said = pd.MultiIndex.from_frame(stated[keys])
    return silent[~pd.MultiIndex.from_frame(silent[keys]).isin(said)]
