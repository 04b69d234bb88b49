"""Tables of the page: rows of cells, each with its text, its letter, its colour and the reason where it is empty."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from steppe.display.cells import Cell, Seat, TableRow, heat
from steppe.display.charts.tokens import POWERS, VOTE_CLASSES
from steppe.display.format import MISSING, billions, day, is_missing, mark, number, percent
from steppe.report.overview.frames import PARTNERS, imputed_totals
from steppe.report.overview.view import NEIGHBOURS, TRADING_POWERS, Overview
from steppe.report.overview.words import MUTUAL_ROWS
from steppe.report.shared.seats import BODIES


def first_rows(overview: Overview) -> list[TableRow]:
    """First partner of each of the twelve in the latest and the first year shown, by the share of the latest."""
    table = overview.first_partners.set_index(["state", "year"])
    if table.empty:
        return []
    start, end = overview.trade_years[0], overview.trade_years[-1]
    order = table.xs(end, level="year")["share"].sort_values(ascending=False).index
    rows = []
    for state in order:
        cells: list[Cell | Seat] = []
        for year, css in ((end, "l"), (start, "l gap"))[: 1 + (start != end)]:
            if (state, year) not in table.index:
                cells += [Cell(MISSING, css=css), Cell(MISSING)]
                continue
            partner, share, basis = table.loc[(state, year), ["partner", "share", "basis"]]
            power = POWERS.get(partner)
            name = power.name if power else overview.names[partner]
            cells += [Cell(name, css=css, key=power.token if power else "other")]
            cells.append(Cell(percent(share), mark(basis)))
        rows.append(TableRow(overview.names[state], tuple(cells)))
    return rows


def seat_rows(overview: Overview) -> list[TableRow]:
    """States by bodies, powers under a rule."""
    rows = []
    for state, own in overview.seats.groupby("state", sort=False):
        cells = tuple(
            Seat(str(row.seat), _seat_words(row), str(row.until.year) if row.seat == "left" else "")
            for row in own.set_index("organization").loc[list(BODIES)].itertuples()
        )
        rows.append(TableRow(overview.names[str(state)], cells, "break" if state == NEIGHBOURS[0] else ""))
    return rows


def _seat_words(row: object) -> str:
    names = ("status", "practice", "standing", "since", "until")
    status, practice, standing, since, until = (getattr(row, name) for name in names)
    if not isinstance(status, str):
        return "" if pd.isna(until) else f"left on {day(until.date())}"
    words = status if practice == "active" else f"{status} in law, {standing} in practice"
    return f"{words}, since {day(since.date())}"


def trade_rows(overview: Overview) -> list[TableRow]:
    """Shares with three powers in each year, then the imputed parts of the last."""
    frame = overview.trade.set_index(["state", "partner", "year"])
    years, last = overview.trade_years, overview.trade_years[-1]
    totals = imputed_totals(overview.trade, last)
    rows = []
    for state in (*overview.twelve, *TRADING_POWERS):
        cells: list[Cell | Seat] = []
        for partner in PARTNERS:
            for year in years:
                row = frame.loc[(state, partner, year)]
                css = "mid" if year not in (years[0], last) else ""
                letter, alone = mark(row["basis"]), state == partner
                cells.append(heat(row["share"], POWERS[partner].token, letter, row["missing"], css=css, alone=alone))
        parts = [frame.at[(state, partner, last), "imputed"] for partner in PARTNERS]
        cells += [_part(part, "quiet mid") for part in parts]
        cells.append(_part(totals.get(state, float("nan")), "quiet"))
        rows.append(TableRow(overview.names[state], tuple(cells), "break" if state == TRADING_POWERS[0] else ""))
    return rows


def _part(part: float, css: str) -> Cell:
    return Cell(MISSING if is_missing(part) else number(100 * part), css=css)


def mutual_rows(overview: Overview) -> list[TableRow]:
    """Shares of the bodies in their members' trade, in the years of the table of trade."""
    frame = overview.mutual.set_index(["organization", "membership", "russia", "year"])
    rows = []
    for words, *key in MUTUAL_ROWS:
        cells: list[Cell | Seat] = []
        imputed = float("nan")
        for year in overview.trade_years:
            css = "mid" if year not in (overview.trade_years[0], overview.trade_years[-1]) else ""
            if (*key, year) not in frame.index:
                cells.append(Cell(MISSING, css=css, why="the body did not exist"))
                continue
            row = frame.loc[(*key, year)]
            imputed = row["imputed"]
            cells.append(Cell(percent(row["share"]), mark(row["basis"]), css))
        head = words.strip()
        rows.append(TableRow(head, (*cells, _part(imputed, "")), "indent" if head != words else ""))
    return rows


def vote_rows(overview: Overview) -> list[TableRow]:
    """Agreement with three powers then and now."""
    frame = overview.votes.set_index(["state", "partner", "time"])
    partners = list(dict.fromkeys(overview.votes["partner"]))
    rows = []
    for state in overview.twelve:
        cells: list[Cell | Seat] = []
        for partner in partners:
            for time in ("then", "now"):
                row = frame.loc[(state, partner, time)]
                letter = mark(row["basis"])
                alone = state == partner
                token = POWERS[partner].token
                cells.append(heat(row["share"], token, letter, row["missing"], VOTE_CLASSES, alone=alone))
        rows.append(TableRow(overview.names[state], tuple(cells)))
    return rows


def tie_rows(overview: Overview) -> list[TableRow]:
    """Debt to China, remittances from Russia, Russian forces."""
    debt, money, forces = (
        frame.set_index("state", drop=False) for frame in (overview.debt, overview.remittances, overview.forces)
    )
    return [
        TableRow(
            overview.names[state],
            (*_amounts(debt.loc[state], "chn"), *_remittances(money.loc[state]), *_forces(forces.loc[state])),
        )
        for state in overview.twelve
    ]


def _amounts(row: pd.Series, token: str) -> tuple[Cell, Cell]:
    letter = mark(row["basis"], "m" if token == "chn" else "")
    amount = Cell(billions(row["amount"]), "" if is_missing(row["amount"]) else letter, "mid")
    return amount, heat(row["size"], token, letter, row["missing"], alone=row["state"] == row["partner"])


def _remittances(row: pd.Series) -> tuple[Cell, ...]:
    return *_amounts(row, "rus"), Cell(MISSING if is_missing(row["amount"]) else str(row["when"]), css="mid")


def _forces(row: pd.Series) -> tuple[Cell, Cell]:
    if row["sites"] == 0:
        return Cell(MISSING, css="none", why=row["missing"]), Cell(MISSING, css="l none", why=row["missing"])
    known = not is_missing(row["troops"])
    troops = f"{number(row['troops'])}{'+' if row['unknown'] else ''}" if known else "no data"
    letter = mark(row["basis"]) if known else ""
    return Cell(troops, letter, "" if known else "none"), Cell(row["kinds"], css="l quiet", why=row["names"])


def departure_items(overview: Overview) -> list[Mapping[str, str]]:
    """Where law and practice differ: who, and what."""
    items: list[Mapping[str, str]] = []
    for row in overview.departures.itertuples():
        who, what = row.text.split(": ", 1)
        items.append({"who": who, "what": what})
    return items
