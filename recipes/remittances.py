"""Remittances by sender, receiver and year: an estimate where only total receipts are recorded every year.

Receipts of a state by year, R, are recorded (World Bank to 2019, then carried on at the growth of the central banks'
quarterly series). The World Bank's matrix of 2017 says which share s of them a sender has: modelled, and only once.
What banks say that Russia sent in a whole year, A, calibrates that share:

    value = R_t · s · k_t        with  k = A / (R · s)  in years with a bank's figure.

Between two such years log k runs straight; before the first and after the last it stays as it is. The matrix's own
year counts as k = 1 for a receiver that no bank names within two years of it. Where the banks give Russia's transfers
to Uzbekistan, Tajikistan and Kyrgyzstan together (2016-2018), those of the three without a figure of their own are
scaled so that the three meet the sum. A year with a bank's figure but no receipts is that figure.

Ukraine is where the matrix fails: it would have Russia send 6 billion in 2017, half of all that the Bank of Russia
counts for the CIS. In years with that total (2013, 2016-2018) and no figure of its own, Ukraine is what the total
leaves beside the others (Georgia, which left the CIS, is not in it), and its k goes through these years.

Other senders share what is left of the receipts in the proportions of the matrix; where Russia's transfers exceed the
receipts recorded, nothing is left and there are no rows.

Bands. A bank's year: the lowest and highest record, 5 % either way. A sum of three: 10 % either way. Other years: every
bank's figure is left out in turn and estimated from the rest; the root mean square of the log errors, times 1.645, is
the half-width; so for Ukraine's remainders. Other senders: a factor of two, a guess.

Check. Armenia's central bank publishes true transfers by country, which enter nowhere above: `armenian_errors` compares
them with the estimate, 2013-2022.

Defects: banks count money-transfer systems or all personal transfers, and change between the two; cash in pockets is in
no record; a share of 2017 is held constant but for k; the matrix overstates Russia for Georgia, whose figures before
2022 have no bank to correct them; Uzbekistan's receipts of the World Bank are themselves taken
from Russian records.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recipes._cite import Citations
from recipes._rows import TWELVE, read, source_row
from recipes.finance import WHOLE_YEAR, annual_receipts, armenian_transfers, quarterly_receipts, quoted_remittances

SENDER = "RUS"
RECEIVERS = tuple(state for state in TWELVE if state != SENDER)
MATRIX_YEAR = 2017
NEAR = 2  # years around the matrix in which a bank's figure makes it unnecessary
FIRST_YEAR = 2000
THREE = ("UZB", "TJK", "KGZ")
OF_BANK, OF_THREE, OF_OTHERS = 1.05, 1.10, 2.0
NINETY_PERCENT = 1.645
SMALLEST = 1.0  # million dollars
SMALLEST_SHARE = 0.01
SOURCE = "steppe-remittances"
BANK = "figure of a central bank"
REMAINDER = "UKR"
OUTSIDE_TOTAL = ("GEO", REMAINDER)
TO_CIS = ("personal remittances from Russia to CIS (CBR)", "personal transfers from Russia to CIS (CBR)")
FROM_THREE = TO_CIS[0], "share of the three in CBR personal remittances to CIS"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table remittances_series and its source."""
    quoted = read(raw, "ties/anchors_quoted.csv")
    matrix = shares(read(raw, "ties/remit_bilateral_wb_2017.parquet"))
    received = receipts(
        annual_receipts(read(raw, "ties/remit_inflows_wb_1980_2019.parquet")),
        quarterly_receipts(read(raw, "ties/remit_inflows_quarterly_2017_2023.parquet")),
    )
    records = quoted_remittances(quoted, Citations())
    records = records[records["sender"].eq(SENDER) & records["receiver"].isin(RECEIVERS)]
    russian = from_russia(received, matrix.xs(SENDER), records, sums_of_three(quoted), totals(quoted))
    both = pd.concat([russian, from_others(received, matrix, russian)], ignore_index=True)
    return {"remittances_series": both, "sources": pd.DataFrame(SOURCES)}


def shares(rows: pd.DataFrame) -> pd.Series[float]:
    """Share of each sender in a receiver's receipts of 2017, indexed by sender and receiver."""
    rows = rows[rows["receiver_iso3"].isin(TWELVE)].set_index(["sender_iso3", "receiver_iso3"])["usd_m"]
    return rows / rows.groupby(level="receiver_iso3").transform("sum")


def receipts(annual: pd.DataFrame, quarterly: pd.DataFrame) -> pd.Series[float]:
    """Receipts by state and year: the World Bank's, carried on at the growth of the quarterly ones."""
    known = annual[annual["state"].isin(TWELVE) & annual["year"].ge(FIRST_YEAR)].set_index(["state", "year"])["value"]
    later = quarterly.set_index(["state", "year"])["value"]
    last = int(annual["year"].max())
    carried = {
        (state, year): value / later[state, last] * known[state, last]
        for (state, year), value in later.items()
        if year > last and (state, last) in later.index and state in TWELVE
    }
    return pd.concat([known, pd.Series(carried)]).sort_index().rename_axis(["receiver", "year"])


def sums_of_three(quoted: pd.DataFrame) -> dict[int, float]:
    """What Russia sent to the three together, by year, in million dollars: a quoted total times a quoted share."""
    rows = quoted[quoted["indicator"].isin(FROM_THREE)]
    wide = rows.pivot_table(index="period", columns="indicator", values="value")
    total, share = wide[FROM_THREE[0]], wide[FROM_THREE[1]]
    return {int(year): 1000 * total[year] * share[year] / 100 for year in wide.index}


def totals(quoted: pd.DataFrame) -> dict[int, float]:
    """What Russia sent to the CIS by whole year, in million dollars: mean of the records."""
    whole = quoted["period"].astype(str).str.match(WHOLE_YEAR)
    rows = quoted[quoted["indicator"].isin(TO_CIS) & whole]
    return {int(year): 1000 * value for year, value in rows.groupby("period")["value"].mean().items()}


def factors(received: pd.Series[float], share: pd.Series[float], records: pd.Series[float]) -> pd.Series[float]:
    """Calibration k by receiver and year, for the years with receipts."""
    found: dict[tuple[str, int], float] = {}
    for receiver in RECEIVERS:
        if receiver not in received.index.get_level_values("receiver"):
            continue
        own = received[receiver]
        years = [y for r, y in records.index if r == receiver and y in own.index]
        nodes = {y: float(np.log(records[receiver, y] / (own[y] * share[receiver]))) for y in years}
        if not any(abs(year - MATRIX_YEAR) <= NEAR for year in nodes):
            nodes[MATRIX_YEAR] = 0.0
        at = sorted(nodes)
        found |= {
            (receiver, year): float(np.exp(np.interp(year, at, [nodes[node] for node in at]))) for year in own.index
        }
    return pd.Series(found).rename_axis(["receiver", "year"])


def estimate(received: pd.Series[float], share: pd.Series[float], records: pd.Series[float]) -> pd.Series[float]:
    """What Russia sent by the formula, before sums of three are met."""
    k = factors(received, share, records)
    return received.reindex(k.index) * k.index.get_level_values("receiver").map(share) * k


def half_width(received: pd.Series[float], share: pd.Series[float], records: pd.Series[float]) -> float:
    """Factor either way that a left-out bank's figure calls for."""
    inside = records[records.index.isin(received.index)]
    errors = [np.log(estimate(received, share, records.drop(place))[place] / value) for place, value in inside.items()]
    return float(np.exp(NINETY_PERCENT * np.sqrt(np.mean(np.square(errors)))))


def from_russia(
    received: pd.Series[float],
    share: pd.Series[float],
    rows: pd.DataFrame,
    threes: dict[int, float],
    to_cis: dict[int, float],
) -> pd.DataFrame:
    """Rows of what Russia sent, with bands and the way each was got."""
    grouped = rows.groupby(["receiver", "year"])["value"]
    records = grouped.mean()
    spread = half_width(received, share, records)
    first, scaled = meet_threes(received, share, records, threes)
    left = remainders(first, records, to_cis)
    value, _ = meet_threes(received, share, pd.concat([records, left]), threes)
    low, high, way = value / spread, value * spread, pd.Series("calibrated share of receipts", index=value.index)
    low[scaled], high[scaled] = value[scaled] / OF_THREE, value[scaled] * OF_THREE
    way[scaled] = "scaled to what Russia sent to three states together"
    way[left.index] = "what Russia's total for the CIS leaves beside the others"
    low[records.index], high[records.index] = grouped.min() / OF_BANK, grouped.max() * OF_BANK
    way[records.index] = BANK
    return _frame(value, low, high, way).assign(sender=SENDER)


def meet_threes(
    received: pd.Series[float], share: pd.Series[float], records: pd.Series[float], threes: dict[int, float]
) -> tuple[pd.Series[float], list[tuple[str, int]]]:
    """Estimates and records together, the three scaled to their sum; also which were scaled."""
    value = records.combine_first(estimate(received, share, records)).rename_axis(["receiver", "year"])
    scaled = []
    for year, total in threes.items():
        free = [(r, year) for r in THREE if (r, year) not in records.index]
        if free:
            fixed = sum(records[r, year] for r in THREE if (r, year) in records.index)
            value[free] *= (total - fixed) / value[free].sum()
            scaled += free
    return value, scaled


def remainders(value: pd.Series[float], records: pd.Series[float], to_cis: dict[int, float]) -> pd.Series[float]:
    """What the total for the CIS leaves for Ukraine, in years without a bank's figure and with all the others."""
    found: dict[tuple[str, int], float] = {}
    for year, total in to_cis.items():
        others = [(r, year) for r in RECEIVERS if r not in OUTSIDE_TOTAL]
        if (REMAINDER, year) not in records.index and all(place in value.index for place in others):
            found[REMAINDER, year] = total - value[others].sum()
    if min(found.values(), default=1.0) <= 0:
        raise ValueError(f"the total for the CIS is less than the sum of its parts: {found}")
    return pd.Series(found, dtype=float).rename_axis(["receiver", "year"])


def from_others(received: pd.Series[float], matrix: pd.Series[float], russian: pd.DataFrame) -> pd.DataFrame:
    """Rows of other senders: what Russia leaves of the receipts, in the proportions of the matrix."""
    sent = russian.set_index(["receiver", "year"])["value"]
    rest = (received - sent.reindex(received.index).fillna(0)).clip(lower=0).rename("rest").reset_index()
    others = matrix.drop(SENDER, level=0)
    others = others / others.groupby(level="receiver_iso3").transform("sum")
    others = others[others >= SMALLEST_SHARE].rename("share").reset_index()
    both = rest.merge(others, left_on="receiver", right_on="receiver_iso3")
    value = (both["rest"] * both["share"]).to_numpy()
    index = pd.MultiIndex.from_frame(both[["receiver", "year"]])
    series = pd.Series(value, index=index)
    way = pd.Series("what Russia leaves of receipts, by the matrix of 2017", index=index)
    return _frame(series, series / OF_OTHERS, series * OF_OTHERS, way).assign(sender=both["sender_iso3"].to_numpy())[
        lambda t: t["value"] >= SMALLEST
    ]


def _frame(value: pd.Series[float], low: pd.Series[float], high: pd.Series[float], way: pd.Series[str]) -> pd.DataFrame:
    rounded = {"value": value.round(1), "low": low.round(1), "high": high.round(1), "note": way}
    basis = way.eq(BANK).map({True: "reconciled", False: "estimated"})
    return pd.DataFrame(rounded | {"basis": basis}).reset_index().assign(source=SOURCE)


def armenian_errors(raw: Path) -> pd.DataFrame:
    """Estimate over truth for Russia's transfers to Armenia, by year: columns year, estimate, true, error (share)."""
    true = armenian_transfers(read(raw, "ties/remit_armenia_by_partner_monthly.parquet"))
    true = true[true["sender"].eq(SENDER) & true["receiver"].eq("ARM")].set_index("year")["value"]
    made = make(raw)["remittances_series"]
    made = made[made["sender"].eq(SENDER) & made["receiver"].eq("ARM")].set_index("year")["value"]
    both = pd.DataFrame({"estimate": made, "true": true}).dropna()
    return both.assign(error=both["estimate"] / both["true"] - 1).reset_index()


SOURCES = [
    source_row(
        SOURCE,
        "Remittances by sender and year, estimated",
        "the steppe authors",
        "World Bank receipts and matrix of 2017, calibrated to figures of central banks (recipes/remittances.py)",
        "https://www.knomad.org/data/remittances",
        licence="CC BY 4.0",
        note="Estimates with bands; the method and its error against Armenia's true figures stand in the recipe",
    ),
]
