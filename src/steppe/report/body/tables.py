"""Rows of an organization: departures from law, clauses, aims, members shared with other bodies."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import day, listed, number, percent, sentence_case
from steppe.display.words import in_names
from steppe.report.body.view import Body

MOST_SHARED = 12
MOST_YEARS = 8
"""Years of attendance that the page shows, the latest ones."""
NAMED = 6
"""Members in common that are named one by one."""


def departures(view: Body) -> list[str]:
    """Where law and practice differ on the day, and seats towards one state only."""
    moment = pd.Timestamp(view.on)
    now = view.spells[(view.spells["start"] <= moment) & (view.spells["end"].isna() | (view.spells["end"] > moment))]
    rows = now[(now["practice"] != "active") | now["towards"].notna()]
    return [
        f"{view.names[row.state]}: {row.status} in law, {row.standing}"
        + (f" towards {view.names[row.towards]}" if isinstance(row.towards, str) else "")
        + f" since {day(row.start.date())}"
        for row in rows.itertuples()
    ]


def clause_row(row: Any, view: Body) -> tuple[str, str, str, list[int]]:
    """Organ and rule, what it says, since when, and the numbers of its sources."""
    organ = f"{row.organ}: " if isinstance(row.organ, str) else ""
    state = f", {view.names[row.state]}" if isinstance(row.state, str) else ""
    words = f"{row.value}{_figure(row)}{f'; {row.note}' if isinstance(row.note, str) else ''}"
    ends = dict.fromkeys(str(int(year)) if pd.notna(year) else "" for year in (row.year_from, row.year_to))
    rule = sentence_case(f"{organ}{row.rule!s}{state}".replace("_", " "))
    told = in_names(words.replace("_", " "), view.names)
    return rule, told, "–".join(ends) if any(ends) else "", view.number(row.source)


def _figure(row: Any) -> str:
    """The figure of a clause, where its words do not have it."""
    if pd.isna(row.value_num) or f"{row.value_num:g}" in str(row.value):
        return ""
    return f": {row.value_num:g} {row.unit}"


def _years(row: Any) -> str:
    return f"{row.start.year}–{row.end.year if pd.notna(row.end) else ''}"


def aim_row(row: Any, view: Body) -> tuple[str, str, str, list[int]]:
    """Years, the aim, the document, and the numbers of its sources."""
    document = row.document if isinstance(row.document, str) else ""
    return _years(row), row.aim, document, view.number(row.source)


def shared_rows(view: Body) -> list[TableRow]:
    """The bodies that share most members with this one: how many, how much of it that is, and who."""
    rows = []
    for row in view.shared.head(MOST_SHARED).itertuples():
        missing = [view.names[state] for state in view.members if state not in row.states]
        named = [view.names[state] for state in row.states]
        who = listed(named) if len(named) <= NAMED else f"all but {listed(missing)}" if len(missing) <= NAMED else "–"
        who = "all" if not missing else who
        cells = (Cell(number(row.count)), Cell(percent(row.share)), Cell(who, css="l"))
        rows.append(TableRow(str(row.organization).replace("_", " "), cells))
    return rows


def attendance_years(view: Body) -> list[int]:
    """The latest years in which the attendance of somebody is known."""
    return sorted(set(view.attendance["year"]))[-MOST_YEARS:]


def attendance_rows(view: Body) -> list[TableRow]:
    """Index of attendance by state, of all years and of the latest ones, with the meetings known of all; dots where
    none is known."""
    years = attendance_years(view)
    found = view.attendance.set_index(["state", "year"])
    states = sorted({state for state, _ in found.index}, key=lambda state: view.names[state])
    return [
        TableRow(view.names[state], (_all_years(view, state), *(_attended(found, state, year) for year in years)))
        for state in states
    ]


def _all_years(view: Body, state: str) -> Cell:
    """The mean over every meeting of which it is known."""
    own = view.attendance[view.attendance["state"] == state]
    known = int(own["known"].sum())
    index = float((own["index"] * own["known"]).sum()) / known
    return Cell(f"{index:.2f}", css="c", under=f"{known}/{int(own['meetings'].sum())}")


def exit_rows(view: Body) -> list[tuple[str, str, str, str, str, list[int]]]:
    """Ends of membership: the state, member from, the day of the end, what came after, what is on record, sources."""
    return [
        (
            view.names[row.state],
            day(row.start.date()),
            day(row.until.date()),
            sentence_case(row.after),
            in_names(sentence_case(row.note), view.names),
            view.number(row.source),
        )
        for row in view.left.itertuples()
    ]


def _attended(found: pd.DataFrame, state: str, year: int) -> Cell:
    if (state, year) not in found.index:
        return Cell("", css="c dots", why="not known whether and by whom it was represented")
    row = found.loc[(state, year)]
    return Cell(f"{row['index']:.2f}", css="c", under=f"{row['known']}/{row['meetings']}")
