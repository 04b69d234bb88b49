"""Readers of the layers of money: remittances, Chinese commitments, currencies of settlement.

*Remittances* are figures by sender (`remittances_series`): banks' own, else estimates. The whole is the larger of the
receipts that stand and the sum of the senders: a bank's figure for one sender may count channels that the recorded
receipts leave out. Without receipts on record there is an amount and no share. Low and high take the ends of the
amount's band over the largest and the smallest record of receipts. Where only banks' figures for single senders stand
and leave a tenth of the receipts or more to nobody, a sender without a figure is unknown and no zero.

*Currency*: share of a state's payments made in the partner's currency. A figure of the Eurasian Economic Union as a
whole is the Union's (`eaeu-five`) and none of its members'.
"""

from __future__ import annotations

import pandas as pd

from steppe.influence.flows import between, known, with_shares
from steppe.influence.layer import NOT_HELD, Ask, Coverage, Gap, Reading, complete, rows_of
from steppe.world.actors import twelve
from steppe.world.basis import WEAKEST_SQL
from steppe.world.tables import remembered
from steppe.world.world import World

NO_RECEIPTS = "the state's receipts in this year are not on record"
SENDER_UNKNOWN = "the senders on record leave part of the receipts to nobody, so one without a figure is unknown"
OF_BANKS = "figure of a central bank|non-commercial transfers"
LEFT, LEFT_FROM = 0.1, 10.0
"""Part of the receipts, and million USD, left to no sender from which one without a figure is no zero."""
ISSUERS = {"RUB": "RUS", "USD": "USA", "CNY": "CHN", "EUR": "EU", "KZT": "KAZ"}
UNION = "eaeu-five"
OF_UNION = "known for the Eurasian Economic Union as a whole only (`dependence eaeu-five`), not for the state"


# ---------------------------------------------------------------------- remittances
def remittances(ask: Ask) -> Reading:
    """Money sent home, by sender."""
    sent = ask.world.sql(
        "select receiver as state, sender as partner, year, value, low, high, note, source, basis "
        "from remittances_series where list_contains(?::varchar[], receiver)",
        [list(ask.states)],
    )
    single = [one.name for one in ask.actors if not one.bloc]
    sent = sent[sent["state"].isin(single)]
    receipts = _receipts(ask.world)
    receipts = receipts[receipts["state"].isin(single)]
    whole = receipts[receipts["amount"].notna()]
    rows = _with_bands(between(sent, ask.actors), sent, receipts)
    counted = rows.merge(whole[["state", "year"]], on=["state", "year"])
    shared = with_shares(counted, whole)
    bare = rows[rows["amount_largest"].isna()].assign(share=float("nan"), why=NO_RECEIPTS, low=None, high=None)
    coverage = Coverage(
        years=frozenset(range(2000, 2025)),
        years_why="remittances by sender are known for 2000-2024",
        states=frozenset(twelve(ask.world)),
        states_why="remittances by sender are known for the twelve as receivers",
        known=known(receipts),
        known_why=NO_RECEIPTS,
        held=complete(ask, sent[sent["basis"] == "estimated"]),
        held_why=NOT_HELD,
        zero=("estimated", "steppe-remittances"),
    )
    return Reading(rows_of(pd.concat([shared, bare, _unnamed(ask, receipts, sent)], ignore_index=True)), coverage)


def _with_bands(rows: pd.DataFrame, sent: pd.DataFrame, receipts: pd.DataFrame) -> pd.DataFrame:
    """Rows with the band of a single sender's amount in the note, and of its share in low and high."""
    place = ["state", "partner", "year"]
    rows = rows.merge(sent[[*place, "low", "high"]], on=place, how="left")
    rows = rows.merge(
        receipts[["state", "year", "smallest", "largest", "amount"]],
        on=["state", "year"],
        how="left",
        suffixes=("", "_largest"),
    )
    band = zip(rows["note"], rows["low"], rows["high"], strict=True)
    rows["note"] = [f"{note}; between {low:.0f} and {high:.0f}" if low == low else note for note, low, high in band]
    share = rows["amount"] / rows["amount_largest"]
    rows["low"] = (rows["low"] / rows["largest"]).clip(upper=share)
    rows["high"] = (rows["high"] / rows["smallest"]).clip(lower=share, upper=1.0)
    rows["record"] = rows["note"].fillna("").astype(str).str.contains(OF_BANKS).map({True: "bank", False: "estimate"})
    return rows


def _unnamed(ask: Ask, receipts: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """Cells of actors that no sender on record belongs to, where no matrix splits what banks' figures leave."""
    bare = receipts["left"].isna()
    much = receipts["left"].ge(LEFT) & (receipts["left"] * receipts["amount"]).ge(LEFT_FROM)
    open_ = receipts[~receipts["split"] & (bare | much)]
    named = {
        (state, one.name, year)
        for state, partner, year in sent[["state", "partner", "year"]].itertuples(index=False)
        for one in ask.actors
        if partner in one.members
    }
    cells = [
        (state, one.name, year)
        for state, year in open_[["state", "year"]].itertuples(index=False)
        for one in ask.actors
        if (state, one.name, year) not in named and one.name != state
    ]
    return pd.DataFrame(cells, columns=["state", "partner", "year"]).assign(
        share=float("nan"), amount=float("nan"), basis=None, source=None, why=SENDER_UNKNOWN
    )


@remembered(maxsize=4)
def _receipts(world: World) -> pd.DataFrame:
    """Receipts by state and year with a sender: the whole (`amount`, as `flows.totals` has it, none without a record),
    the smallest and the largest record, none below the sum of the senders, and the part `left` to no sender."""
    return world.sql(
        """
        with senders as (
            select receiver as state, year, sum(value) as sent, bool_or(note like '%by the matrix%') as split
            from remittances_series group by all),
        records as (
            select state, year, max(value) filter ("use" = 'whole') as whole, min(value) as least, max(value) as most
            from remittance_receipts group by all)
        select state, year, split, case when whole is not null then greatest(sent, whole) end as amount,
               'estimated' as basis, 0.0 as imputed, greatest(sent, least) as smallest, greatest(sent, most) as largest,
               1 - sent / case when whole is not null then greatest(sent, whole) end as "left"
        from senders left join records using (state, year)
        """
    )


# ---------------------------------------------------------------------- commitments
def commitments(ask: Ask) -> Reading:
    """What Chinese official lenders and donors committed in the year."""
    made = ask.world.sql(
        "select recipient as state, creditor as partner, year, value, source, basis, "
        "case when unvalued > 0 then unvalued || ' record(s) without an amount' end as note from development_finance"
    )
    recipients = frozenset(made["state"])
    coverage = Coverage(
        years=frozenset(range(2000, 2022)),
        years_why="commitments are in the bundle for 2000-2021",
        states=recipients | {one.name for one in ask.actors if set(one.members) & recipients},
        states_why="no commitment by China to the state on record",
        partners=frozenset({"CHN"}),
        partners_why="commitments are recorded for China only",
        zero=("derived", "aiddata-gcdf-3"),
        no_share=(why := "other lenders' commitments are not in the bundle, so there is no share"),
    )
    return Reading(rows_of(between(made, ask.actors), why=why), coverage)


# ------------------------------------------------------------------------- currency
def currency(ask: Ask) -> Reading:
    """Payments in the partner's currency."""
    quoted = ask.world.sql(
        "select scope, partner, year, currency, avg(share_pct) / 100 as share, "
        f"string_agg(distinct source, ';' order by source) as source, {WEAKEST_SQL} as basis, "
        "string_agg(distinct period || ': ' || measure, '; ' order by period || ': ' || measure) as note "
        "from currency_settlement where confidence <> 'low' group by all"
    )
    quoted = quoted[quoted["currency"].isin(ISSUERS)]
    own = quoted[quoted["scope"].eq("RUS-partner")].assign(state=lambda t: t["partner"])
    world_wide = quoted[quoted["scope"].eq("RUS-world")].assign(state="RUS")
    common = quoted[quoted["scope"].eq("EAEU")].assign(state=UNION)
    rows = pd.concat([own, world_wide, common], ignore_index=True)
    rows["partner"] = rows["currency"].map(ISSUERS)
    rows = rows.drop_duplicates(["state", "partner", "year"])
    names = set(ask.names)
    rows = rows[rows["state"].isin(names) & rows["partner"].isin(names) & rows["year"].isin(ask.years)]
    coverage = Coverage(
        years=frozenset(range(2010, 2026)),
        years_why="currencies of settlement were found for single years since 2010",
        states=frozenset({*own["state"], "RUS", UNION}),
        states_why="currencies of settlement are known for the Eurasian Economic Union and for partners of Russia only",
        absent="no figure for this currency in this year was found",
        gaps=(
            *(Gap(OF_UNION, state) for state in ask.world.group(UNION) if state not in {*own["state"], "RUS"}),
            Gap("no figure found covers its currency", None, "TUR"),
        ),
    )
    return Reading(rows_of(rows[rows["state"] != rows["partner"]]), coverage)
