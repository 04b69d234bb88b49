"""Who lends to whom, and who sends money home.

Debt to China is implied: what was disbursed since 2000 less what was repaid, from the International Debt Statistics.
It is sound where China lent next to nothing before 2000; it knows no write-off and no debt without a public guarantee.

Remittances come from records that do not agree: figures of central banks quoted by pages, monthly transfers by country
of the Central Bank of Armenia summed to years (the non-commercial ones of individuals: all their transfers, purchases
and trade included, are nine times as much from Russia in 2024), and the World Bank's modelled matrices of 2017 and
2021. The matrices book all that Uzbekistan receives to Russia. Parts of years stay in `quoted`.

Receipts from all countries together: one record is the whole that shares are taken of (`use`), the others stand beside
it. The ladder, written before it was run: the World Bank's file of April 2020 and its continuation by quarter; the
receiver's own office or whom a page quotes; the World Bank's receipts in % of GDP, times the IMF's GDP; last a figure
of the press whose office is not named.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._reported import in_millions, pages, reported, together
from recipes._rows import TWELVE, first_year_on, read, source_row

MILLION = 1e6
LAST_FLOW_YEAR = 2022
FIRST_RECEIPT_YEAR = 1990
MODELED_FROM = 2019  # the World Bank's file of April 2020 estimates its last year
DEBT_NOTES = {
    "KAZ": "public and guaranteed debt only; most of what Kazakhstan owes China is private and not guaranteed",
    "TKM": "falls after 2014 by the repayments reported; no second source was seen",
}
PARTIAL = ("KAZ",)  # most of what they owe China is private and not guaranteed: use commitments instead
TRANSFERS = {"USD bn": 1000.0}
WHOLE_YEAR = r"^\d{4}$"
ARMENIA_NOTE = "non-commercial transfers of individuals, twelve months summed"
BILATERAL = {2017: "ties/remit_bilateral_wb_2017.parquet", 2021: "update-2026-11/remit/remit_bilateral_wb_2021.parquet"}
MATRIX_SOURCE = {2017: "wb-remittances-matrix", 2021: "wb-remittances-matrix-2021"}
MODELED = "modelled from migrant stocks and incomes, not recorded"
BOOKED = {"UZB": "; the matrix books all of Uzbekistan's receipts to Russia"}
SHARE_OF_INFLOW = "share of inflow"
RUNGS = {"wb-remittances": 1, "tvyal-remittances": 1, "wdi-remittances": 3}
PRESS_RUNG, WEAK_RUNG = 2, 4
ALL_SOURCES = "remittances received, all sources"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables debt, debt_flows, remittances, remittance_receipts and their sources."""
    cite = Citations()
    facts = reported(raw, "remittances")
    quoted = read(raw, "ties/anchors_quoted.csv")
    names, _ = pages(raw, facts["url"])
    _, press_sources = pages(raw, pd.concat([facts["url"], quoted.loc[quoted["layer"] == "remittances", "url"]]))
    facts = facts.assign(source=names)
    sent = [
        quoted_remittances(quoted, cite),
        reported_remittances(facts),
        armenian_transfers(read(raw, "ties/remit_armenia_by_partner_monthly.parquet")),
        *(modeled_matrix(read(raw, file), year) for year, file in BILATERAL.items()),
    ]
    flows = read(raw, "ties/ids_flows_by_creditor_2000_2022.parquet")
    service = read(raw, "ties/ids_debt_service_by_creditor_2000_2025.parquet")
    return {
        "debt": debt(read(raw, "ties/china_debt_implied_stock_2000_2022.parquet")),
        "debt_flows": debt_flows(flows, service),
        "remittances": pd.concat(sent, ignore_index=True),
        "remittance_receipts": all_receipts(raw, facts, quoted, cite),
        "sources": together(press_sources, cite.sources(), pd.DataFrame(SOURCES)),
    }


def debt(rows: pd.DataFrame) -> pd.DataFrame:
    """Stock owed to China at the end of the year, in million dollars, with the flows it is made of."""
    flows = rows.sort_values(["debtor_iso3", "year"])
    net = (flows["disbursed_usd"] - flows["amortised_usd"]).groupby(flows["debtor_iso3"]).cumsum()
    gap = (net - flows["implied_stock_usd"]).abs().max()
    if gap > 1:
        raise ValueError(f"the implied stock of debt to China is {gap:,.0f} USD off the sum of its own flows")
    negative = flows["implied_stock_usd"] < 0
    notes = flows["debtor_iso3"].map(DEBT_NOTES)
    return pd.DataFrame(
        {
            "debtor": flows["debtor_iso3"],
            "creditor": "CHN",
            "year": flows["year"],
            "stock": (flows["implied_stock_usd"] / MILLION).round(3),
            "disbursed": (flows["disbursed_usd"] / MILLION).round(3),
            "amortised": (flows["amortised_usd"] / MILLION).round(3),
            "interest": (flows["interest_usd"] / MILLION).round(3),
            "coverage": flows["debtor_iso3"].isin(PARTIAL).map({True: "partial", False: "guaranteed"}),
            "note": notes.mask(negative, "below zero: repayments since 2000 exceed disbursements"),
            "source": "ids-world-bank",
            "basis": "derived",
        }
    )


def debt_flows(flows: pd.DataFrame, service: pd.DataFrame) -> pd.DataFrame:
    """New lending and debt service by official bilateral creditor and year, in million dollars; grants left out.

    Debt service is amortisation and interest of the service file, which also has Russia and Ukraine as debtors; for a
    debtor that stands only in the flows file (Serbia) it is that file's outflow. A lender that the source leaves
    unnamed ("Multiple Lenders") has no code and no row.
    """
    key = ["debtor_iso3", "creditor_iso3", "year"]
    official = flows[flows["creditor_type"].eq("Bilateral") & flows["instrument"].str.endswith("Debt")]
    lent = official[official["flow"] == "inflow"].groupby(key)["usd"].sum()
    out = -official[official["flow"] == "outflow"].groupby(key)["usd"].sum()
    due = service[service["series_code"].str.contains(".BLAT.", regex=False) & (service["year"] <= LAST_FLOW_YEAR)]
    paid = due.groupby(key)["usd"].sum()
    paid = paid.combine_first(out[~out.index.isin(paid.index) & ~out.index.isin(due["debtor_iso3"], level=0)])
    both = pd.DataFrame({"inflow": lent, "debt_service": paid})
    in_flows = both.index.isin(flows["debtor_iso3"].unique(), level=0)
    both["inflow"] = both["inflow"].mask(both["inflow"].isna() & in_flows, 0.0)
    both["debt_service"] = both["debt_service"].fillna(0.0)
    frame = (both / MILLION).round(3).reset_index()
    frame = frame.rename(columns={"debtor_iso3": "debtor", "creditor_iso3": "creditor"})
    return frame.assign(source="ids-world-bank", basis="reported")


def quoted_remittances(rows: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Quoted transfers from one state to another over a whole year; parts of years stay in `quoted`."""
    rows = rows[rows["layer"].eq("remittances") & rows["unit"].isin(TRANSFERS) & rows["partner_iso3"].notna()]
    rows = rows[rows["period"].astype(str).str.match(WHOLE_YEAR) & rows["iso3"].ne("CIS")]
    expected = rows["indicator"].str.contains("expected")
    weak = rows["note"].fillna("").str.contains("weak web source")
    return pd.DataFrame(
        {
            "sender": rows["partner_iso3"],
            "receiver": rows["iso3"],
            "year": rows["period"].astype(int),
            "value": rows["value"] * rows["unit"].map(TRANSFERS),
            "confidence": weak.map({True: "low", False: "medium"}),
            "note": rows["indicator"],
            "source": cite.cite(rows["url"]),
            "basis": expected.map({True: "estimated", False: "reported"}),
        }
    )


def armenian_transfers(rows: pd.DataFrame) -> pd.DataFrame:
    """Non-commercial transfers of individuals from and to Armenia, years with all twelve months, zeros left out."""
    rows = rows[rows["type"].eq("non-commercial") & rows["partner_iso3"].notna() & rows["direction"].ne("Net inflow")]
    rows = rows.assign(year=rows["date"].dt.year)
    years = rows.groupby(["direction", "partner_iso3", "year"], as_index=False)["usd_m"].agg(["sum", "count"])
    years = years[(years["count"] == 12) & (years["sum"] > 0)]
    inward = years["direction"].eq("Inflow")
    return pd.DataFrame(
        {
            "sender": years["partner_iso3"].where(inward, "ARM"),
            "receiver": years["partner_iso3"].mask(inward, "ARM"),
            "year": years["year"],
            "value": years["sum"].round(3),
            "note": ARMENIA_NOTE,
            "source": "cba-armenia",
            "basis": "derived",
        }
    )


def reported_remittances(facts: pd.DataFrame) -> pd.DataFrame:
    """Transfers of whole years between two states; a share of all receipts is taken of the receipts of that year."""
    inflow = facts[facts["whole"] & facts["measure"].eq("inflow")]
    shares = facts[facts["whole"] & facts["measure"].eq(SHARE_OF_INFLOW)]
    whole = inflow[inflow["from"].eq("World")].set_index(["to", "period", "statistical_source"])["value"]
    places = pd.MultiIndex.from_frame(shares[["to", "period", "statistical_source"]])
    worth = shares["value"].to_numpy() / 100 * whole.reindex(places).to_numpy()
    shares = shares.assign(
        value=worth, unit="bn USD", basis="derived", measure=shares["value"].map("{:.0f} % of all receipts".format)
    )
    rows = pd.concat([inflow[inflow["from"].ne("World")], shares])
    return pd.DataFrame(
        {
            "sender": rows["from"],
            "receiver": rows["to"],
            "year": rows["year"],
            "value": in_millions(rows),
            "confidence": "medium",
            "note": rows["measure"] + " (" + rows["statistical_source"] + ")",
            "source": rows["source"],
            "basis": rows["basis"],
        }
    )


def modeled_matrix(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """The World Bank's split of a year's receipts by migrants and incomes, for pairs that touch the twelve."""
    kept = rows[rows["sender_iso3"].isin(TWELVE) | rows["receiver_iso3"].isin(TWELVE)]
    kept = kept.rename(columns={"sender_iso3": "sender", "receiver_iso3": "receiver", "usd_m": "value"})
    kept = kept[kept["value"].round(3) > 0]
    return kept[["sender", "receiver", "year", "value"]].assign(
        value=kept["value"].round(3),
        note=MODELED + kept["receiver"].map(BOOKED).fillna(""),
        source=MATRIX_SOURCE[year],
        basis="estimated",
    )


def all_receipts(raw: Path, facts: pd.DataFrame, quoted: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Every record of receipts, and which of them is the whole: the lowest rung of a state and year."""
    rows = pd.concat(
        [
            annual_receipts(read(raw, "ties/remit_inflows_wb_1980_2019.parquet")),
            quarterly_receipts(read(raw, "ties/remit_inflows_quarterly_2017_2023.parquet")),
            reported_receipts(facts),
            weak_receipts(quoted, cite),
            armenian_receipts(read(raw, "ties/remit_armenia_by_partner_monthly.parquet")),
            receipts_of_gdp(
                read(raw, "update-2026-11/remit/remit_pct_gdp_wdi_2009_2024.csv"),
                read(raw, "ties/macro_weo_oct2025.parquet"),
            ),
        ],
        ignore_index=True,
    )
    rung = (
        rows["source"]
        .map(RUNGS)
        .fillna(PRESS_RUNG)
        .mask(rows["basis"].eq("estimated") & rows["year"].gt(MODELED_FROM), WEAK_RUNG)
    )
    lowest = rung.groupby([rows["state"], rows["year"]]).transform("min")
    return rows.assign(use=rung.eq(lowest).map({True: "whole", False: "beside"}))


def reported_receipts(facts: pd.DataFrame) -> pd.DataFrame:
    """Receipts of whole years from all countries, as pages give them."""
    rows = facts[facts["whole"] & facts["from"].eq("World")]
    return pd.DataFrame(
        {
            "state": rows["to"],
            "year": rows["year"],
            "value": in_millions(rows),
            "source": rows["source"],
            "basis": "reported",
        }
    )


def weak_receipts(rows: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Receipts of a year that the press gives without the office that counted them."""
    rows = rows[rows["indicator"].eq(ALL_SOURCES)]
    return pd.DataFrame(
        {
            "state": rows["iso3"],
            "year": rows["period"].astype(int),
            "value": rows["value"] * rows["unit"].map(TRANSFERS),
            "source": cite.cite(rows["url"]),
            "basis": "estimated",
        }
    )


def armenian_receipts(rows: pd.DataFrame) -> pd.DataFrame:
    """Non-commercial transfers of individuals to Armenia from all countries, years with all twelve months."""
    rows = rows[rows["type"].eq("non-commercial") & rows["partner_name"].eq("Total") & rows["direction"].eq("Inflow")]
    years = rows.groupby(rows["date"].dt.year)["usd_m"].agg(["sum", "count"])
    years = years[years["count"] == 12]["sum"].round(3)
    return pd.DataFrame(
        {"state": "ARM", "year": years.index, "value": years.to_numpy(), "source": "cba-armenia", "basis": "derived"}
    )


def receipts_of_gdp(shares: pd.DataFrame, weo: pd.DataFrame) -> pd.DataFrame:
    """The World Bank's receipts in % of GDP, and what they are worth at the IMF's GDP in dollars."""
    gdp = weo[weo["concept"] == "NGDPD"].set_index(["iso3", "year"])["value"] * 1000  # billion to million
    places = pd.MultiIndex.from_frame(shares[["iso3", "year"]])
    part = shares["remit_gdp"] / 100
    return pd.DataFrame(
        {
            "state": shares["iso3"],
            "year": shares["year"],
            "value": (part * gdp.reindex(places).to_numpy()).round(3),
            "share_gdp": part.round(4),
            "source": "wdi-remittances",
            "basis": "derived",
        }
    )


def annual_receipts(rows: pd.DataFrame) -> pd.DataFrame:
    """What every state received from abroad, by year; the share of GDP as far as published."""
    rows = first_year_on(rows, FIRST_RECEIPT_YEAR)
    return pd.DataFrame(
        {
            "state": rows["iso3"],
            "year": rows["year"],
            "value": rows["usd_m"].round(3),
            "share_gdp": (rows["pct_gdp"] / 100).round(4),
            "source": "wb-remittances",
            "basis": (rows["year"] >= MODELED_FROM).map({True: "estimated", False: "reported"}),
        }
    )


def quarterly_receipts(rows: pd.DataFrame) -> pd.DataFrame:
    """Receipts of the years that have all four quarters."""
    years = rows.assign(year=rows["date"].dt.year).groupby(["iso3", "year"], as_index=False)["usd_m"]
    whole = years.agg(["sum", "count"])
    whole = whole[whole["count"] == 4].rename(columns={"iso3": "state", "sum": "value"})
    return whole[["state", "year"]].assign(value=whole["value"].round(3), source="tvyal-remittances", basis="derived")


SOURCES = [
    source_row(
        "ids-world-bank",
        "International Debt Statistics",
        "World Bank",
        "World Bank, International Debt Statistics 2023/24, by way of ONE Campaign's net_flows repository",
        "https://www.worldbank.org/en/programs/debt-statistics/ids",
        published="2023/24",
        licence="CC BY 4.0",
        note="Public and publicly guaranteed debt only; the stock owed to China is implied by flows since 2000",
    ),
    source_row(
        "cba-armenia",
        "Money transfers of individuals through banks, by country",
        "Central Bank of Armenia",
        "Central Bank of Armenia, transfers of individuals by country, monthly 2013-2024; cleaned by tvyal.com",
        "https://www.cba.am",
        published="to December 2024",
        licence="open with attribution",
    ),
    source_row(
        "wb-remittances",
        "Remittance inflows, April 2020",
        "World Bank / KNOMAD",
        "World Bank / KNOMAD, annual remittances data, April 2020 update",
        "https://www.knomad.org/data/remittances",
        published="April 2020",
        licence="CC BY 4.0",
        note="2019 is the producer's estimate",
    ),
    source_row(
        "wb-remittances-matrix",
        "Bilateral remittance matrix 2017",
        "World Bank / KNOMAD",
        "World Bank / KNOMAD, bilateral remittance estimates for 2017 (method of Ratha and Shaw 2007)",
        "https://www.knomad.org/data/remittances",
        published="2018",
        licence="CC BY 4.0",
        note="Modelled: receipts divided by stocks of migrants and incomes",
    ),
    source_row(
        "wb-remittances-matrix-2021",
        "Bilateral remittance matrix 2021",
        "World Bank / KNOMAD",
        "World Bank / KNOMAD, bilateral remittance estimates for 2021 (method of Ratha and Shaw 2007)",
        "https://www.knomad.org/data/remittances",
        published="December 2022",
        licence="CC BY 4.0",
        note="Modelled: receipts divided by stocks of migrants and incomes; all that Uzbekistan receives is booked to "
        "Russia, and Russia's 9.6 billion to Ukraine are far above the recorded flow",
        accessed="2026-11-30",
    ),
    source_row(
        "wdi-remittances",
        "Personal remittances received, % of GDP",
        "World Bank",
        "World Bank, World Development Indicators, BX.TRF.PWKR.DT.GD.ZS, 2009-2024",
        "https://data.worldbank.org/indicator/BX.TRF.PWKR.DT.GD.ZS",
        published="2025",
        licence="CC BY 4.0",
        note="Kyrgyzstan to 2022, Tajikistan and Uzbekistan to 2024; dollars at the IMF's GDP",
        accessed="2026-11-30",
    ),
    source_row(
        "tvyal-remittances",
        "Remittances to Central Asia and the Caucasus, quarterly",
        "tvyal.com, from central banks",
        "tvyal.com newsletter of 2024-09-16, compilation of central banks' quarterly series",
        "https://github.com/tavad/tvyal_newsletter",
        published="2024-09-16",
        licence="not stated; official statistics",
        note="Coverage of 2023 is uneven; years without four quarters are left out",
    ),
]
