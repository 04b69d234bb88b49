"""Readers of the layers of money: remittances, Chinese commitments, currencies of settlement.

*Remittances* are estimates by sender (`remittances_series`). The whole is the larger of the receipts on record and the
sum of the senders: a bank's figure for one sender may count channels that the recorded receipts leave out.

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
    whole = _receipts(ask.world)
    whole = whole[whole["state"].isin(single)]
    rows = between(sent[sent["state"].isin(single)], ask.actors)
    band = sent.groupby(["state", "partner", "year"])[["low", "high"]].sum()
    keys = pd.MultiIndex.from_frame(rows[["state", "partner", "year"]])
    spread = band.reindex(keys).to_numpy(float)
    rows["note"] = [
        f"{note}; between {low:.0f} and {high:.0f}" if low == low else note
        for note, (low, high) in zip(rows["note"], spread, strict=True)
    ]
    coverage = Coverage(
        years=frozenset(range(2000, 2023)),
        years_why="remittances by sender are estimated for 2000-2022",
        states=frozenset(twelve(ask.world)),
        states_why="remittances by sender are estimated for the twelve as receivers",
        known=known(whole),
        known_why="the state's receipts in this year are not on record",
        held=complete(ask, sent),
        held_why=NOT_HELD,
        zero=("estimated", "steppe-remittances"),
    )
    return Reading(rows_of(with_shares(rows, whole)), coverage)


@remembered(maxsize=4)
def _receipts(world: World) -> pd.DataFrame:
    """Total receipts by state and year, as `flows.totals` gives them."""
    return world.sql(
        """
        with senders as (select receiver as state, year, sum(value) as value from remittances_series group by all),
        records as (select state, year, max(value) as value from remittance_receipts group by all)
        select state, year, greatest(s.value, r.value) as amount, 'estimated' as basis, 0.0 as imputed
        from senders s left join records r using (state, year)
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
