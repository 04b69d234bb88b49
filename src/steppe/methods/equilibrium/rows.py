"""Tables of a study's page: rows of cells from the frames of a run."""

from __future__ import annotations

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import MINUS, MISSING, billions, change, dollars, number, rounded, sentence_case, span
from steppe.methods.equilibrium.robustness import CENTRE
from steppe.methods.equilibrium.study import MAIN
from steppe.methods.equilibrium.view import StudyView
from steppe.methods.summary import summary
from steppe.world.points import replicate

MOST = 6
"""Subjects that stand beside each other in the table of checks."""


def treatment_rows(view: StudyView, case: str = MAIN) -> list[TableRow]:
    """Class, what is done, pairs, trade, share."""
    rows = view.result.treatment
    return [
        TableRow(
            CLASS_WORDS.get(row["class"], sentence_case(row["class"])),
            (
                Cell(row["treatment"], css="l"),
                Cell(number(row["pairs"])),
                Cell(billions(row["value"])),
                Cell(number(100 * row["share"], 1)),
            ),
        )
        for _, row in rows[rows["case"].eq(case)].iterrows()
    ]


CLASS_WORDS = {"none": "No agreement", "closed": "Closed: war or shut border"}


def income_rows(view: StudyView) -> list[TableRow]:
    """Every subject: each depth with its interval, then real income of tradables and dollars at the run's depth."""
    by_depth = {depth: view.at(depth) for depth in view.depths}
    rows = []
    for subject in view.order:
        cells = [interval_cell(frame.loc[subject], _css(view, depth)) for depth, frame in by_depth.items()]
        rows.append(TableRow(view.names[subject], (*cells, *amounts(view, subject)), _break(view, subject)))
    return rows


def amounts(view: StudyView, subject: str) -> tuple[Cell, Cell]:
    """The gain in real income of tradables, %, and in million dollars."""
    return Cell(change(*view.amount(subject, "real_income")), css="mid"), Cell(
        _dollars(*view.amount(subject, "gain")), css="mid"
    )


def _css(view: StudyView, depth: str) -> str:
    return "main" if depth == view.result.depth else ""


def _break(view: StudyView, subject: str) -> str:
    return "break" if view.subjects and subject == (*view.others, "")[0] else ""


def interval_cell(row: pd.Series, css: str = "") -> Cell:
    """Median and interval of a row of figures."""
    error = row["error"]
    return Cell(change(row["value"], error), css=css, under=span(row["low"], row["high"], error))


def _dollars(million: float, error: float) -> str:
    text = rounded(abs(million), error)
    return text if not text.strip("0.,") else ("+" if million > 0 else MINUS) + text


def case_rows(view: StudyView) -> list[TableRow]:
    """Subjects of the study in every case, at the run's own depth."""
    frames = [view.at(case=case) for case in view.titles]
    return [
        TableRow(view.names[subject], tuple(interval_cell(frame.loc[subject]) for frame in frames))
        for subject in view.subjects
    ]


def checked(view: StudyView) -> tuple[str, ...]:
    """The subjects of the table of checks: those of the study that change most."""
    return view.subjects[:MOST]


def checked_names(view: StudyView) -> list[str]:
    """Names of the subjects in the table of checks."""
    return [view.names[subject] for subject in checked(view)]


def robustness_rows(view: StudyView) -> list[TableRow]:
    """One row a check, the run itself first."""
    checks = view.result.robustness
    rows = []
    for (check, setting), own in checks.groupby(["check", "setting"], sort=False):
        values = own.set_index("subject")["value"]
        cells = tuple(Cell(change(values[subject]) if subject in values else MISSING) for subject in checked(view))
        head = f"As run: {setting}" if check == CENTRE else f"{sentence_case(str(check))}: {setting}"
        rows.append(TableRow(head, cells, "lead" if check == CENTRE else ""))
    return rows


def partner_rows(view: StudyView) -> list[TableRow]:
    """Who replaced whom in the trade of the first subject; empty where the study does not ask."""
    frame = view.result.frames.get("partners")
    if frame is None:
        return []
    years = [str(name) for name in frame.columns if str(name).isdigit()]
    rows: list[TableRow] = []
    for flow, own in frame.groupby("flow", sort=False):
        for place, (_, row) in enumerate(own.iterrows()):
            shares = [Cell(MISSING if pd.isna(row[year]) else number(row[year], 1)) for year in years]
            moved = Cell(MISSING if pd.isna(row["change"]) else change(row["change"]))
            head = f"{sentence_case(str(flow))}: {view.named(str(row['partner']))}"
            rows.append(TableRow(head, (*shares, moved), "break" if place == 0 and rows else ""))
    return rows


def versus_rows(view: StudyView) -> list[TableRow]:
    """Who of two gains more dollars; empty where the study does not ask."""
    two = view.study.answer.versus
    if two is None:
        return []
    run = view.result
    samples = run.samples[run.samples["case"].eq(MAIN) & run.samples["depth"].eq(run.depth)]
    gains = samples.pivot(index="draw", columns="subject", values="gain")
    difference = gains[two[0]] - gains[two[1]]
    found = summary(difference.to_numpy(), replicate(run.draws, difference.index))
    median, low, high, error = (float(one) for one in found)
    cell = Cell(dollars(median, error), under=f"{dollars(low, error)} to {dollars(high, error)}")
    return [TableRow(f"Gain of {view.names[two[0]]} less that of {view.names[two[1]]}", (cell,))]


def partner_years(view: StudyView) -> list[str]:
    """Heads of the columns of shares in `partner_rows`."""
    frame = view.result.frames.get("partners")
    return [] if frame is None else [str(name) for name in frame.columns if str(name).isdigit()]
