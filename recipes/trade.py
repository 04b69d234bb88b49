"""Bilateral trade in goods: BACI 2000-2020, a table for 2023 by record, and single states in 2021, 2022 and 2024.

Values are million current USD, FOB, rounded to one dollar; zeros are absent. Until 2020 BACI's figure stands. For 2023
`recipes._ladder` says whose figure does, and `record` names it. In BACI 2023 pairs of two states that do not report in
the classification HS22 are missing (Russia and Belarus, Korea and Viet Nam ...); where nobody else has a figure they
are filled (basis `imputed`, source `steppe-fill-2023`). States that BACI 2023 does not know (Taiwan) stay out. In
every year `low_record` and `high_record` span the records.

There is no table of the world for 2021, 2022 and 2024. `trade_recent` holds the trade of the states that have records
of their own in these years, and of Russia.

`trade_review` lists every figure of 2023 that is not BACI's or the old fill's, and the pairs that are to be looked at;
see `recipes._review`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._import_parts import import_parts
from recipes._ladder import PAIR, stand
from recipes._records import IMTS, NATIONAL, complete, national, records
from recipes._review import review
from recipes._tables import hand, parquet
from recipes._trade import MILLION, alive, in_millions, known_states, sources

THOUSAND = 1e3
UZBEK = "comtrade-uzb-2025"
SOURCES = (UZBEK, "cepii-baci-panel", "cepii-baci-2023", "steppe-fill-2023", IMTS, "eurostat-comext", "cia-factbook")
# Comext's older codes, and territories without a code in `states`.
COMEXT_CODES = {"ROM": "ROU", "TMP": "TLS"}
RANGE = ["low_record", "high_record"]
RECENT = (2021, 2022, 2024)
"""Years without a table of the world."""


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables trade, trade_recent, trade_review, trade_national, import_parts, trade_eu, trade_partner_shares and
    their sources."""
    citations = Citations()
    own, panel, (baci, fills) = national(raw), _panel(raw), _latest(raw)
    known = records(raw, own, pd.concat([panel, baci], ignore_index=True), fills, citations)
    standing = stand(known, 2023, hand("trade_faults")).assign(year=2023)
    standing = standing[standing["exporter"].isin(_traders(baci)) & standing["importer"].isin(_traders(baci))]
    before = pd.concat([baci, fills[~_known_fault(fills)]], ignore_index=True)
    flows = pd.concat([_with_range(panel, known), standing[standing["value"] > 0]], ignore_index=True)
    flows[RANGE] = flows[RANGE].where(flows[RANGE[0]] != flows[RANGE[1]])
    return {
        "trade": flows[["year", *PAIR, "value", "record", *RANGE, "source", "basis"]],
        "trade_recent": recent(known, standing, own),
        "trade_review": review(standing, before, panel[panel["year"] == 2020], citations),
        "trade_national": pd.concat([own[own["flow"].isin(["X", "M"])], _uzbekistan_2025(raw)], ignore_index=True),
        "import_parts": import_parts(raw, flows, citations),
        "trade_eu": eu_exports(raw),
        "trade_partner_shares": partner_shares(raw),
        "sources": pd.concat([sources(*SOURCES, *NATIONAL.values()), citations.sources()], ignore_index=True),
    }


def _uzbekistan_2025(raw: Path) -> pd.DataFrame:
    """Uzbekistan's imports by partner in 2025: one flow of two, so that no reader of whole trade takes the year."""
    rows = pd.read_csv(raw / "update-2026-11/trade/uzb_imports_2025_by_partner.csv")
    rows = rows.assign(flow="M", value=in_millions(rows["import_kusd"], THOUSAND), source=UZBEK, basis="reported")
    rows = known_states(rows, ["reporter", "partner"])
    return rows[["reporter", "partner", "year", "flow", "value", "source", "basis"]]


def _panel(raw: Path) -> pd.DataFrame:
    """BACI 2000-2020."""
    panel = parquet(raw / "trade/baci_panel_2000_2020.parquet").assign(source="cepii-baci-panel", basis="reconciled")
    return _as_flows(panel)


def _latest(raw: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """BACI 2023, and the fills for flows that it lacks or has wrong beyond doubt."""
    rows = parquet(raw / "trade/baseline2023_gapfilled.parquet")
    filled = rows["imputed"].astype(bool)
    baci = _as_flows(rows[~filled].assign(source="cepii-baci-2023", basis="reconciled"))
    fills = _as_flows(rows[filled].assign(source="steppe-fill-2023", basis="imputed"))
    return baci, pd.concat([fills, _grown(_panel(raw), baci)], ignore_index=True)


def _as_flows(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(value=in_millions(rows["value_kusd"], THOUSAND))
    rows = alive(known_states(rows[rows["value"] > 0], PAIR), PAIR)
    return rows[["year", *PAIR, "value", "source", "basis"]]


def _known_fault(rows: pd.DataFrame) -> pd.Series[bool]:
    """Flows whose figure of BACI 2023 the list of faults names."""
    faults = hand("trade_faults")
    named = pd.MultiIndex.from_frame(faults.loc[faults["record"] == "baci", PAIR])
    return pd.Series(pd.MultiIndex.from_frame(rows[PAIR]).isin(named), index=rows.index)


def _grown(panel: pd.DataFrame, baci: pd.DataFrame) -> pd.DataFrame:
    """Fills for the faults of BACI 2023: the figure of 2020 times the growth of both sides over that of the world."""
    old = panel[panel["year"] == 2020]
    flows = old[_known_fault(old)]
    then, now = old[~_known_fault(old)], baci[~_known_fault(baci)]
    growth = [flows[side].map(now.groupby(side)["value"].sum() / then.groupby(side)["value"].sum()) for side in PAIR]
    world = now["value"].sum() / then["value"].sum()
    value = (flows["value"] * growth[0] * growth[1] / world).round(6)
    return flows.assign(year=2023, value=value, source="steppe-fill-2023", basis="imputed")


def _with_range(panel: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """BACI's figures, with the span of the records that have the flow."""
    some = known[(known["year"] <= 2020) & (known["value"] > 0)]
    some = some[some["record"].isin(["importer", "exporter", "baci"])]
    span = some.groupby(["year", *PAIR])["value"].agg(["min", "max"]).set_axis(RANGE, axis=1).reset_index()
    return panel.merge(span, on=["year", *PAIR], how="left").assign(record="baci")


def recent(known: pd.DataFrame, standing: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Trade of single states by partner in the years without a table of the world, each flow by the ladder."""
    carried = standing.assign(record="carried", basis="imputed")[["year", *PAIR, "record", "value", "source", "basis"]]
    frames = []
    for year in RECENT:
        reporting = {*complete(own[own["year"] == year])["reporter"], "RUS"}
        near = [] if year == 2021 else [carried.assign(year=year)]
        found = stand(pd.concat([known, *near], ignore_index=True), year, hand("trade_faults")).assign(year=year)
        for side, other, flow in ((*PAIR, "X"), (*PAIR[::-1], "M")):
            mine = found[found[side].isin(reporting) & (found["value"] > 0)]
            frames.append(mine.rename(columns={side: "state", other: "partner"}).assign(flow=flow))
    rows = pd.concat(frames, ignore_index=True)
    rows[RANGE] = rows[RANGE].where(rows[RANGE[0]] != rows[RANGE[1]])
    return rows[["state", "partner", "year", "flow", "value", "record", *RANGE, "source", "basis"]]


def _traders(flows: pd.DataFrame) -> set[str]:
    return set(flows["exporter"]) | set(flows["importer"])


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
