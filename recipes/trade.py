"""Bilateral trade in goods: BACI 2000-2020 and 2023, the pairs to review, and national statistics as a second opinion.

Values are million current USD, FOB, rounded to one dollar; zeros are absent. In 2023 BACI lacks pairs of two states
that do not report in the classification HS22 (Russia and Belarus, Korea and Viet Nam ...); they are filled (basis
`imputed`, source `steppe-fill-2023`), every other row is `reconciled`. There are no rows for 2021 and 2022.

`trade_review` lists, and does not repair, the pairs that touch the region (the twelve, their neighbours, China, India
and Türkiye) with at least 10 mn USD in 2020 or in 2023 between which the value changed tenfold or more, appeared or
vanished, and pairs anywhere that `steppe data check` calls absurd. Only states that both years know are compared.
The kind and the reason of a row come from `tables/trade_review_reasons.csv`, first match in the order of the file:
`history` (the change is real and its cause known), `error` (the figure is known to be wrong), `open` (nobody has
looked, or both are possible).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recipes._cite import Citations
from recipes._rows import TWELVE
from recipes._tables import hand, parquet
from recipes._trade import MILLION, alive, in_millions, known_states, sources
from steppe.world.consistency import ABSURD, ABSURD_FROM

THOUSAND = 1e3
REVIEW_FLOOR = 10.0  # million USD in one of the two years
REVIEW_FACTOR = 10.0
REVIEWED = (*TWELVE, "CHN", "TUR", "IRN", "IND", "MNG", "AFG", "EST", "LVA", "LTU")
SETS = ("west", "twelve")  # groups that the reasons may name
NATIONAL = {
    "RUS": "national-rus",
    "KAZ": "national-kaz",
    "KGZ": "national-kgz",
    "UZB": "national-uzb",
    "ARM": "national-arm",
}
SOURCES = ("cepii-baci-panel", "cepii-baci-2023", "steppe-fill-2023", "eurostat-comext", "cia-factbook")
# Comext's older codes, and territories without a code in `states`.
COMEXT_CODES = {"ROM": "ROU", "TMP": "TLS"}
CHANNEL_ISLANDS = ("CHI",)


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables trade, trade_review, trade_national, trade_eu, trade_partner_shares and their sources."""
    flows = trade(raw)
    citations = Citations()
    return {
        "trade": flows,
        "trade_review": review(flows, citations),
        "trade_national": national(raw),
        "trade_eu": eu_exports(raw),
        "trade_partner_shares": partner_shares(raw),
        "sources": pd.concat([sources(*SOURCES, *NATIONAL.values()), citations.sources()], ignore_index=True),
    }


def trade(raw: Path) -> pd.DataFrame:
    """BACI 2000-2020 and 2023 with fills, one row per year, exporter and importer."""
    panel = parquet(raw / "trade/baci_panel_2000_2020.parquet").assign(source="cepii-baci-panel", basis="reconciled")
    latest = parquet(raw / "trade/baseline2023_gapfilled.parquet")
    filled = latest["imputed"].astype(bool)
    latest["source"] = np.where(filled, "steppe-fill-2023", "cepii-baci-2023")
    latest["basis"] = np.where(filled, "imputed", "reconciled")
    flows = pd.concat([panel, latest], ignore_index=True)
    flows["value"] = in_millions(flows["value_kusd"], THOUSAND)
    flows = flows[flows["value"] > 0]
    flows = alive(known_states(flows, ["exporter", "importer"]), ["exporter", "importer"])
    return flows[["year", "exporter", "importer", "value", "source", "basis"]]


def review(flows: pd.DataFrame, citations: Citations) -> pd.DataFrame:
    """Pairs whose trade of 2023 is absurd against 2020, with the kind and reason of the published table."""
    pairs = _both_years(flows)
    ratio = (pairs["value"] / pairs["value_2020"]).where(pairs["value_2020"] > 0)
    large = pairs[["value", "value_2020"]].max(axis=1) >= REVIEW_FLOOR
    absurd = ratio.isna() | (ratio >= REVIEW_FACTOR) | (ratio <= 1 / REVIEW_FACTOR)
    regional = pairs["exporter"].isin(REVIEWED) | pairs["importer"].isin(REVIEWED)
    anywhere = (pairs[["value", "value_2020"]].max(axis=1) >= ABSURD_FROM) & ((ratio >= ABSURD) | (ratio <= 1 / ABSURD))
    listed = pairs.assign(year=2023, ratio=ratio.round(6))[(large & absurd & regional) | anywhere].copy()
    listed["basis"] = listed["basis"].fillna("reconciled")
    listed["source"] = listed["source"].fillna("cepii-baci-2023")
    why = hand("trade_review_reasons").loc[_first_reason(listed)].set_axis(listed.index)
    unseen = why["source"] == "general knowledge"
    listed = listed.assign(kind=why["kind"], reason=why["reason"], reason_source=why["source"])
    listed.loc[unseen, "reason_source"] = citations.cite(why.loc[unseen, "source"])
    figures = ["year", "exporter", "importer", "value", "value_2020", "ratio"]
    return listed[[*figures, "kind", "reason", "reason_source", "source", "basis"]]


def _both_years(flows: pd.DataFrame) -> pd.DataFrame:
    """Every pair of 2020 or 2023 of states that both years know; what is absent is 0."""
    old, new = (flows[flows["year"] == year].drop(columns="year") for year in (2020, 2023))
    old = old.drop(columns=["source", "basis"]).rename(columns={"value": "value_2020"})
    known = _traders(old) & _traders(new)
    pairs = old.merge(new, on=["exporter", "importer"], how="outer")
    pairs = pairs[pairs["exporter"].isin(known) & pairs["importer"].isin(known)]
    return pairs.fillna({"value": 0.0, "value_2020": 0.0})


def _traders(flows: pd.DataFrame) -> set[str]:
    return set(flows["exporter"]) | set(flows["importer"])


def _first_reason(pairs: pd.DataFrame) -> pd.Series[int]:
    """For each pair the row of `tables/trade_review_reasons.csv` that fits it first; the last row fits every pair."""
    first = pd.Series(-1, index=pairs.index)
    groups = {name: _group(name) for name in SETS}
    changes = {
        "any": pd.Series(True, index=pairs.index),
        "rise": pairs["value"] > pairs["value_2020"],
        "fall": pairs["value"] < pairs["value_2020"],
        "appeared": pairs["value_2020"] == 0,
        "imputed": pairs["basis"] == "imputed",
    }
    rules = hand("trade_review_reasons")[["exporter", "importer", "change"]]
    for row, (exporter, importer, change) in enumerate(rules.to_numpy().tolist()):
        fits = _is(pairs["exporter"], exporter, groups) & _is(pairs["importer"], importer, groups) & changes[change]
        first = first.mask(fits & (first < 0), row)
    return first


def _is(codes: pd.Series[str], wanted: str, groups: dict[str, set[str]]) -> pd.Series[bool]:
    """Whether each code is the one wanted: `*` any, the name of a group, or a code."""
    return codes.notna() if wanted == "*" else codes.isin(groups.get(wanted, {wanted}))


def _group(name: str) -> set[str]:
    """The states of a fixed group of `tables/group_members.csv`."""
    members = hand("group_members")
    return set(";".join(members.loc[members["group"] == name, "state"]).split(";"))


def national(raw: Path) -> pd.DataFrame:
    """Trade as five states' own statistics record it; zeros absent. Uzbekistan's exports include services."""
    rows = parquet(raw / "trade/national_bilateral_fsu.parquet")
    rows = rows.assign(value=in_millions(rows["value_usd"], 1.0), source=rows["reporter"].map(NATIONAL))
    rows = known_states(rows[rows["value"] > 0], ["reporter", "partner"], leave_out=CHANNEL_ISLANDS)
    rows = alive(rows, ["partner"]).assign(basis="reported")
    return rows[["reporter", "partner", "year", "flow", "value", "source", "basis"]]


def eu_exports(raw: Path) -> pd.DataFrame:
    """Exports of the EU-27 by partner, million EUR."""
    rows = parquet(raw / "trade/eu27_trade_by_partner_eur.parquet").rename(columns={"partner": "state"})
    rows["state"] = rows["state"].replace(COMEXT_CODES)
    rows["value_eur"] = (rows["value_eur"] / MILLION).round(6)
    rows = alive(known_states(rows[rows["value_eur"] > 0], ["state"]), ["state"])
    return rows.assign(source="eurostat-comext", basis="reported")[
        ["state", "year", "flow", "value_eur", "source", "basis"]
    ]


def partner_shares(raw: Path) -> pd.DataFrame:
    """Shares of the leading partners in the Factbook.

    One row is read otherwise than it is printed: Kazakhstan's imports of 2023 "from the Gambia" are Germany's, a mix-up
    of two country codes that BACI 2023 shares; its note says so.
    """
    rows = parquet(raw / "trade/factbook_partner_shares.parquet").rename(columns={"data_year": "year"})
    rows["share"] = (rows["share_pct"].abs() / 100).round(6)
    rows["note"] = rows["partner_flag"].replace("", None)
    rows = known_states(rows, ["reporter", "partner"])
    rows = rows.assign(source="cia-factbook", basis="reported")
    return rows[["reporter", "partner", "flow", "year", "share", "note", "source", "basis"]]
