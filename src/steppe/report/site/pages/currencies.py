"""The page of settlement in national currencies: every figure on record, and nothing computed from them."""

from __future__ import annotations

import pandas as pd

from steppe.display.format import listed, number
from steppe.report.site.index import index
from steppe.report.site.registry import Made, page
from steppe.world.sources import sources_of
from steppe.world.world import World

SCOPES = {
    "EAEU": "Payments within the EAEU, by year",
    "EAEU_Russia": "Contracts of Russian firms with members of the EAEU",
    "RUS-EAEU": "Russia with the other members of the EAEU",
    "RUS-partner": "Russia with single members of the EAEU",
    "EAEU_without_Russia": "Members of the EAEU with each other, without Russia",
    "RUS-CHN": "Russia with China",
    "CIS": "Russia with the CIS, as officials state it",
    "RUS-world": "Russia with all",
}
"""Headings of the scopes of `currency_settlement`, in the order of the page."""
WORDS = {"national": "national currencies", "RUB": "roubles", "USD": "dollars", "EUR": "euros", "CNY": "yuan"}
WORDS |= {"KZT": "tenge", "USD+EUR": "dollars and euros"}
RECALL = "general-knowledge"


@page("currencies.html", under="pairs.html")
def currencies(world: World) -> Made:
    """What is on record of the currencies in which trade is paid."""
    rows = world.sql("from currency_settlement order by year, period, measure, currency")
    groups = [(title, _rows(world, rows[rows["scope"].eq(scope)])) for scope, title in SCOPES.items()]
    union = rows[rows["scope"].eq("EAEU") & rows["currency"].eq("national")]
    first, last = union.iloc[0], union.iloc[-1]
    recalled = int(rows["source"].eq(RECALL).sum())
    return index(
        world,
        "currencies",
        "overview",
        "site",
        title="National currencies",
        headline=(
            f"National currencies made up {number(first['share_pct'])} % of payments within the EAEU in "
            f"{first['year']} and {number(last['share_pct'])} % in {last['year']}, as officials state it"
        ),
        groups=[(title, group) for title, group in groups if group],
        count=len(rows),
        recalled=recalled,
        producers=listed(list(dict.fromkeys(sources_of(world, rows["source"])["producer"]))[:8]),
    )


def _rows(world: World, own: pd.DataFrame) -> list[tuple[str, str, str, str, str, str]]:
    """When and whom, what was divided, currency, share, who published what was read, and its source by name."""
    names = world.state_names
    producers = sources_of(world, own["source"]).set_index("source")["producer"]
    return [
        (
            f"{row.year}{'' if row.period == 'year' else f', {row.period}'}",
            f"{row.measure}{f', {names[row.partner]}' if isinstance(row.partner, str) else ''}",
            WORDS[row.currency],
            _share(row.share_pct, row.share_low, row.share_high),
            *(("recalled, unchecked", "") if row.source == RECALL else (str(producers[row.source]), str(row.source))),
        )
        for row in own.itertuples()
    ]


def _share(value: float, low: float, high: float) -> str:
    """The share, or from which figure upwards, or between which figures."""
    if pd.notna(low) and pd.isna(high):
        return f"over {number(low)}"
    if pd.notna(low) and high != low:
        return f"{number(low)} to {number(high)}"
    return number(value, 0 if float(value).is_integer() else 1)
