"""Remittances by sender, receiver and year: an estimate where only total receipts are recorded every year.

Receipts of a state by year, R, are recorded (World Bank to 2019, then carried on at the growth of the central banks'
quarterly series, then as the ladder of `recipes.finance` has them). The World Bank's matrix of 2017 says which share s
of them a sender has: modelled. What banks say that Russia sent in a whole year, A, calibrates that share:

    value = R_t · s · k_t        with  k = A / (R · s)  in years with a bank's figure.

Between two such years log k runs straight; before the first and after the last it stays as it is. The matrix's own
year counts as k = 1 for a receiver that no bank names within two years of it, and the year of the matrix of 2021
likewise as k = s of 2021 over s. A figure that a page only expected is no bank's: the band is widened to hold it and,
at its other end, all receipts of the year. Where the banks give Russia's transfers
to Uzbekistan, Tajikistan and Kyrgyzstan together (2016-2018), those of the three without a figure of their own are
scaled so that the three meet the sum. A year with a bank's figure but no receipts is that figure.

Ukraine is where the matrix fails: it would have Russia send 6 billion in 2017, half of all that the Bank of Russia
counts for the CIS. In years with that total (2013, 2016-2018) and no figure of its own, Ukraine is what the total
leaves beside the others (Georgia, which left the CIS, is not in it), and its k goes through these years.

Other senders share what is left of the receipts in the proportions of the nearer matrix; where Russia's transfers
exceed the receipts recorded, nothing is left and there are no rows. From 2023 on a bank's own figures for other senders
are taken where there are some; Armenia's figures of these years are all its central bank's non-commercial transfers.

Bands. A bank's year: the lowest and highest record, 5 % either way. A sum of three: 10 % either way. Other years: every
bank's figure is left out in turn and estimated from the rest; the root mean square of the log errors, times 1.645, is
the half-width; so for Ukraine's remainders. Other senders: a factor of two, a guess.

Check. Armenia's central bank publishes true transfers by country, which enter nowhere above: `armenian_errors` compares
them with the estimate, 2013-2022.

Defects: banks count money-transfer systems or all personal transfers, and change between the two; cash in pockets is in
no record; a share of 2017 is held constant but for k; the matrices book all that Uzbekistan receives to Russia; they
overstate Russia for Georgia, whose figures before 2022 have no bank to correct them; Uzbekistan's receipts of the World
Bank are themselves taken from Russian records.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recipes._cite import Citations
from recipes._reported import pages, reported
from recipes._rows import TWELVE, read, source_row
from recipes.finance import (
    BILATERAL,
    BOOKED,
    WHOLE_YEAR,
    all_receipts,
    annual_receipts,
    armenian_transfers,
    quarterly_receipts,
    quoted_remittances,
    reported_remittances,
)

SENDER = "RUS"
RECEIVERS = tuple(state for state in TWELVE if state != SENDER)
MATRIX_YEAR, LATER_MATRIX = 2017, 2021
COUNTED_FROM = 2023  # banks' own figures for other senders, and Armenia's for all
NEAR = 2  # years around the matrix in which a bank's figure makes it unnecessary
FIRST_YEAR = 2000
THREE = ("UZB", "TJK", "KGZ")
OF_BANK, OF_THREE, OF_OTHERS = 1.05, 1.10, 2.0
NINETY_PERCENT = 1.645
SMALLEST = 1.0  # million dollars
SMALLEST_SHARE = 0.01
SOURCE = "steppe-remittances"
BANK = "figure of a central bank"
Matrices = dict[int, "pd.Series[float]"]
REMAINDER = "UKR"
OUTSIDE_TOTAL = ("GEO", REMAINDER)
TO_CIS = ("personal remittances from Russia to CIS (CBR)", "personal transfers from Russia to CIS (CBR)")
FROM_THREE = TO_CIS[0], "share of the three in CBR personal remittances to CIS"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table remittances_series and its source."""
    quoted = read(raw, "ties/anchors_quoted.csv")
    facts = reported(raw, "remittances")
    facts = facts.assign(source=pages(raw, facts["url"])[0])
    matrices = {year: shares(read(raw, file)) for year, file in BILATERAL.items()}
    received = receipts(
        annual_receipts(read(raw, "ties/remit_inflows_wb_1980_2019.parquet")),
        quarterly_receipts(read(raw, "ties/remit_inflows_quarterly_2017_2023.parquet")),
        all_receipts(raw, facts, quoted, Citations()),
    )
    records = pd.concat([quoted_remittances(quoted, Citations()), reported_remittances(facts)], ignore_index=True)
    records = records[records["receiver"].isin(RECEIVERS)]
    of_russia = records[records["sender"].eq(SENDER)]
    russian = from_russia(received, matrices, of_russia, sums_of_three(quoted), totals(quoted))
    transfers = armenian_transfers(read(raw, "ties/remit_armenia_by_partner_monthly.parquet"))
    own = counted(transfers, read(raw, "ties/remit_armenia_by_partner_monthly.parquet"), records)
    parts = [russian, from_others(received, matrices, russian), own]
    return {"remittances_series": pd.concat(parts, ignore_index=True), "sources": pd.DataFrame(SOURCES)}


def shares(rows: pd.DataFrame) -> pd.Series[float]:
    """Share of each sender in a receiver's receipts of a matrix, indexed by sender and receiver."""
    rows = rows[rows["receiver_iso3"].isin(TWELVE)].set_index(["sender_iso3", "receiver_iso3"])["usd_m"]
    return rows / rows.groupby(level="receiver_iso3").transform("sum")


def receipts(annual: pd.DataFrame, quarterly: pd.DataFrame, every: pd.DataFrame) -> pd.Series[float]:
    """Receipts by state and year: the World Bank's, carried on at the growth of the quarterly ones, then the whole of
    the ladder; not those of Armenia from the year on in which its own figures stand."""
    known = annual[annual["state"].isin(TWELVE) & annual["year"].ge(FIRST_YEAR)].set_index(["state", "year"])["value"]
    later = quarterly.set_index(["state", "year"])["value"]
    last = int(annual["year"].max())
    carried = {
        (state, year): value / later[state, last] * known[state, last]
        for (state, year), value in later.items()
        if year > last and (state, last) in later.index and state in TWELVE
    }
    both = pd.concat([known, pd.Series(carried)])
    whole = every[every["use"].eq("whole") & every["state"].isin(TWELVE) & every["year"].gt(last)]
    whole = whole[whole["state"].ne("ARM") | whole["year"].lt(COUNTED_FROM)]
    rest = whole.groupby(["state", "year"])["value"].max()
    return pd.concat([both, rest[~rest.index.isin(both.index)]]).sort_index().rename_axis(["receiver", "year"])


def counted(transfers: pd.DataFrame, monthly: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Rows of the years in which banks' own figures stand: Armenia's by sender, and other senders' that pages name."""
    armenian = transfers[transfers["receiver"].eq("ARM") & transfers["year"].ge(COUNTED_FROM)]
    armenian = armenian[armenian["value"].ge(SMALLEST)]
    every = monthly[monthly["type"].eq("total") & monthly["direction"].eq("Inflow")]
    every = every.groupby(["partner_iso3", every["date"].dt.year])["usd_m"].sum()
    places = zip(armenian["sender"], armenian["year"], strict=True)
    notes = [f"non-commercial transfers of individuals; all of theirs were {every[place]:,.0f}" for place in places]
    named = records[records["sender"].ne(SENDER) & records["year"].ge(COUNTED_FROM)]
    rows = pd.concat([armenian.assign(note=notes), named.assign(note=BANK)], ignore_index=True)
    index = pd.MultiIndex.from_frame(rows[["receiver", "year"]])
    value, way = pd.Series(rows["value"].to_numpy(), index=index), pd.Series(rows["note"].to_numpy(), index=index)
    made = _frame(value, value / OF_BANK, value * OF_BANK, way)
    return made.assign(sender=rows["sender"].to_numpy(), basis=rows["basis"].to_numpy())


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


def factors(received: pd.Series[float], matrices: Matrices, records: pd.Series[float]) -> pd.Series[float]:
    """Calibration k by receiver and year, for the years with receipts."""
    found: dict[tuple[str, int], float] = {}
    share = matrices[MATRIX_YEAR].xs(SENDER)
    for receiver in RECEIVERS:
        if receiver not in received.index.get_level_values("receiver"):
            continue
        own = received[receiver]
        named = [year for r, year in records.index if r == receiver]
        nodes = {y: float(np.log(records[receiver, y] / (own[y] * share[receiver]))) for y in named if y in own.index}
        for year, matrix in matrices.items():
            if year in own.index and not any(abs(near - year) <= NEAR for near in named):
                nodes[year] = float(np.log(matrix[SENDER, receiver] / share[receiver]))
        at = sorted(nodes)
        found |= {
            (receiver, year): float(np.exp(np.interp(year, at, [nodes[node] for node in at]))) for year in own.index
        }
    return pd.Series(found).rename_axis(["receiver", "year"])


def estimate(received: pd.Series[float], matrices: Matrices, records: pd.Series[float]) -> pd.Series[float]:
    """What Russia sent by the formula, before sums of three are met."""
    k = factors(received, matrices, records)
    return received.reindex(k.index) * k.index.get_level_values("receiver").map(matrices[MATRIX_YEAR].xs(SENDER)) * k


def half_width(received: pd.Series[float], matrices: Matrices, records: pd.Series[float]) -> float:
    """Factor either way that a left-out bank's figure calls for."""
    inside = records[records.index.isin(received.index)]
    errors = [
        np.log(estimate(received, matrices, records.drop(place))[place] / value) for place, value in inside.items()
    ]
    return float(np.exp(NINETY_PERCENT * np.sqrt(np.mean(np.square(errors)))))


def from_russia(
    received: pd.Series[float],
    matrices: Matrices,
    rows: pd.DataFrame,
    threes: dict[int, float],
    to_cis: dict[int, float],
) -> pd.DataFrame:
    """Rows of what Russia sent, with bands and the way each was got."""
    expected = rows[rows["basis"].eq("estimated")].groupby(["receiver", "year"])["value"].mean()
    grouped = rows[rows["basis"].ne("estimated")].groupby(["receiver", "year"])["value"]
    records = grouped.mean()
    spread = half_width(received, matrices, records)
    first, scaled = meet_threes(received, matrices, records, threes)
    left = remainders(first, records, to_cis)
    value, _ = meet_threes(received, matrices, pd.concat([records, left]), threes)
    low, high, way = value / spread, value * spread, pd.Series("calibrated share of receipts", index=value.index)
    way += value.index.get_level_values("receiver").map(BOOKED).fillna("")
    low[scaled], high[scaled] = value[scaled] / OF_THREE, value[scaled] * OF_THREE
    way[scaled] = "scaled to what Russia sent to three states together"
    way[left.index] = "what Russia's total for the CIS leaves beside the others"
    low[expected.index], high[expected.index] = expected, received[expected.index]
    way[expected.index] = (
        "calibrated share of receipts; one report expected the low end, receipts from all are the high"
    )
    low[records.index], high[records.index] = grouped.min() / OF_BANK, grouped.max() * OF_BANK
    way[records.index] = BANK
    return _frame(value, low, high, way).assign(sender=SENDER)


def meet_threes(
    received: pd.Series[float], matrices: Matrices, records: pd.Series[float], threes: dict[int, float]
) -> tuple[pd.Series[float], list[tuple[str, int]]]:
    """Estimates and records together, the three scaled to their sum; also which were scaled."""
    value = records.combine_first(estimate(received, matrices, records)).rename_axis(["receiver", "year"])
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


def from_others(received: pd.Series[float], matrices: Matrices, russian: pd.DataFrame) -> pd.DataFrame:
    """Rows of other senders: what Russia leaves of the receipts, in the proportions of the nearer matrix."""
    sent = russian.set_index(["receiver", "year"])["value"]
    rest = (received - sent.reindex(received.index).fillna(0)).clip(lower=0).rename("rest").reset_index()
    nearer = [min((abs(place - year), place) for place in matrices)[1] for year in rest["year"]]
    parts = []
    for place, own in rest.groupby(pd.Series(nearer, index=rest.index)):
        others = matrices[place].drop(SENDER, level=0)
        others = others / others.groupby(level="receiver_iso3").transform("sum")
        others = others[others >= SMALLEST_SHARE].rename("share").reset_index()
        way = f"what Russia leaves of receipts, by the matrix of {place}"
        parts.append(own.merge(others, left_on="receiver", right_on="receiver_iso3").assign(way=way))
    both = pd.concat(parts, ignore_index=True)
    index = pd.MultiIndex.from_frame(both[["receiver", "year"]])
    value = pd.Series((both["rest"] * both["share"]).to_numpy(), index=index)
    way = pd.Series(both["way"].to_numpy(), index=index)
    made = _frame(value, value / OF_OTHERS, value * OF_OTHERS, way).assign(sender=both["sender_iso3"].to_numpy())
    return made[made["value"] >= SMALLEST]


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
    both = pd.DataFrame({"estimate": made, "true": true}).dropna().loc[: COUNTED_FROM - 1]
    return both.assign(error=both["estimate"] / both["true"] - 1).reset_index()


SOURCES = [
    source_row(
        SOURCE,
        "Remittances by sender and year, estimated",
        "the steppe authors",
        "World Bank receipts and matrices, calibrated to figures of central banks (recipes/remittances.py)",
        "https://www.knomad.org/data/remittances",
        licence="CC BY 4.0",
        note="Estimates with bands; the method and its error against Armenia's true figures stand in the recipe",
    ),
]
