"""Readers of what single reports give: public debt by creditor on the days that ministries named, Chinese investment.

*Debt by creditor*: a figure is of the last day reported in a year, and its whole is the public external debt of that
day, where the same page has it. *Investment*: amounts of the Eurasian Development Bank's monitor, which leaves Western
holders out, so that there is no share; the edition is the record, and editions are never differenced.
"""

from __future__ import annotations

from steppe.influence.flows import between
from steppe.influence.layer import Ask, Coverage, Reading, blocs, rows_of

NO_TOTAL = "the report does not give all public external debt of the day"
NO_SHARE = "Western holders are not in the monitor, so there is no share"


def debt_reported(ask: Ask) -> Reading:
    """Public external debt owed to the partner on the last day of the year that a report is of."""
    stock = ask.world.sql(
        "select debtor as state, creditor as partner, year, stock as value, total, source, basis, note, "
        'date as "when" from debt_reported where creditor in (select state from states) '
        "qualify row_number() over (partition by debtor, creditor, year order by date desc) = 1"
    )
    place = ["state", "partner", "year"]
    rows = between(stock, ask.actors)
    rows = rows.merge(stock[[*place, "total", "when"]], on=place, how="left")
    rows["share"] = rows["amount"] / rows["total"]
    rows["why"] = rows["share"].isna().map({True: NO_TOTAL, False: None})
    rows = rows[~rows["state"].isin(blocs(ask.actors))]
    coverage = Coverage(
        years=frozenset(stock["year"].astype(int)),
        years_why="no report on public debt by creditor was found for this year",
        states=frozenset(stock["state"]),
        states_why="no report on the state's public debt by creditor was found",
        absent="no report found for this year names the creditor, which does not prove that nothing is owed to it",
    )
    return Reading(rows_of(rows), coverage)


def investment(ask: Ask) -> Reading:
    """Stock of Chinese direct investment in the middle of the year."""
    stock = ask.world.sql(
        'select recipient as state, investor as partner, year, value, source, basis, note, date as "when", '
        "'edition ' || edition as record from direct_investment "
        "where investor = 'CHN' and recipient in (select state from states) "
        "qualify row_number() over (partition by recipient, year order by edition desc) = 1"
    )
    place = ["state", "partner", "year"]
    rows = between(stock, ask.actors).merge(stock[[*place, "when", "record"]], on=place)
    coverage = Coverage(
        years=frozenset(stock["year"].astype(int)),
        years_why="the monitor's editions at hand are those of mid-2024 and mid-2025",
        states=frozenset(stock["state"]),
        states_why="the monitor's pages at hand name Chinese investment in Russia and Central Asia only",
        partners=frozenset({"CHN"}),
        partners_why="investment is at hand for China only; other investors of the monitor are in `direct_investment`",
        absent="the pages at hand of this edition do not name the state; there are those of mid-2024 and mid-2025",
    )
    return Reading(rows_of(rows, why=NO_SHARE), coverage)
