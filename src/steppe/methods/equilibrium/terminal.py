"""A study on a terminal: the answer, what changes between whom, the table of the three depths, what it rests on.

At 100 columns every depth has its interval; with less room only the depth of the run has, and the others their means.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from steppe.display import terminal
from steppe.display.cells import Cell, TableRow
from steppe.display.format import listed, number, sentence_case
from steppe.display.terminal import DIM, HEAD, WIDE, Row, fold, grid, head, squeezed, widths
from steppe.methods.equilibrium import rows as study_tables
from steppe.methods.equilibrium.view import LIMITS, StudyView
from steppe.methods.equilibrium.words import verdict

STYLES = {"gains": "bold #2f988c", "loses": "bold #c48a45"}
"""Figures whose whole interval is on one side of zero."""


def show(view: StudyView, console: Console | None = None, *, compact: bool = False) -> None:
    """Print a study; `compact`: the answer, what changes, the main table."""
    terminal.show(lambda width: render(view, width, compact=compact), console)


def render(view: StudyView, width: int = WIDE, *, compact: bool = False) -> list[Text]:
    """The study as lines for a terminal of that width."""
    run = view.result
    title = f"steppe {run.world_version} · study {run.study} · baseline {run.baseline}"
    parts: list[Text] = [Text(title, style=DIM), Text(run.question, style=HEAD)]
    parts += [Text(view.named(note), style="yellow") for note in run.read_first]
    parts += [Text(view.answer), Text()]
    sections = (_treatment, _incomes) if compact else (_treatment, _incomes, _cases, _partners, _robustness, _rest)
    for section in sections:
        lines = list(section(view, width))
        parts += [*lines, Text()] if lines else []
    parts += [*_meta(view)]
    return parts


def _treatment(view: StudyView, width: int) -> Iterable[Text]:
    what = f"Trade among the parties concerned, {view.result.baseline} · {view.titles['main']}"
    yield from head(view.says["treatment"], what)
    heads = ("Under today’s agreements", "What is done", "pairs", "bn USD", "share %")
    yield from grid(squeezed(_lines(heads, study_tables.treatment_rows(view)), 1, 2, width), "<<>>>", 2)


def _incomes(view: StudyView, width: int) -> Iterable[Text]:
    rows, gap, wide = _fitting(view, width)
    spans = f"{view.level} intervals" if wide else f"{view.level} interval of {view.depth_words}"
    yield from head(view.says["intervals"], f"{view.what} · median and {spans}")
    yield from grid(rows, "<" + ">" * (len(rows[0]) - 1), gap, break_before=1 + len(view.subjects))
    words = "; ".join(f"{depth}: {phrase}" for depth, phrase in view.depth_notes)
    amounts = "Goods %: the same gain as a share of spending on goods (real income of tradables); mn USD: in dollars"
    last = f"{amounts}, of {view.depth_words}." if words else f"{amounts}."
    yield Text(f"{sentence_case(words)}. {last}" if words else last, DIM)


def _fitting(view: StudyView, width: int) -> tuple[list[Row], int, bool]:
    """The table of incomes, its gap, and whether all intervals are in it: as much as the width takes."""
    for wide in (True, False):
        rows = _income_rows(view, wide)
        for gap in (2, 1):
            if sum(widths(rows)) + gap * (len(rows[0]) - 1) <= width:
                return rows, gap, wide
    return rows, gap, wide


def _income_rows(view: StudyView, wide: bool) -> list[Row]:
    heads = [Text("State")]
    for depth in view.depths:
        heads += [
            Text(view.heads[depth]),
            *([Text(view.level, style=DIM)] if wide or depth == view.result.depth else []),
        ]
    rows: list[Row] = [[*heads, Text("goods %"), Text("mn USD")]]
    for subject in view.order:
        rows.append([Text(view.names[subject]), *_by_depth(view, subject, wide), *_amounts(view, subject)])
    return rows


def _by_depth(view: StudyView, subject: str, wide: bool) -> Iterable[Text]:
    for depth in view.depths:
        row = view.at(depth).loc[subject]
        cell = study_tables.interval_cell(row)
        yield Text(cell.text, style=STYLES.get(verdict(row["low"], row["high"]), ""))
        if wide or depth == view.result.depth:
            yield Text(cell.under, style=DIM)


def _amounts(view: StudyView, subject: str) -> Iterable[Text]:
    yield from (Text(cell.text) for cell in study_tables.amounts(view, subject))


def _cases(view: StudyView, width: int) -> Iterable[Text]:
    rows = study_tables.case_rows(view) if len(view.titles) > 1 else []
    if not rows:
        return
    bare = [TableRow(row.head, tuple(_bare(cell) for cell in row.cells)) for row in rows]
    room = (width - 16) // len(view.titles) - 2
    heads = ("State", *(fold(title, room).plain for title in view.titles.values()))
    fits = sum(widths(_lines(heads, rows))) + 2 * len(view.titles) <= width
    what = f" with {view.level} intervals" if fits else ", medians"
    yield from head(view.says["cases"], f"{view.what}{view.of_depth}{what}")
    yield from _table(heads, rows if fits else bare, "<" + ">" * len(view.titles), 2)


def _bare(cell: object) -> Cell:
    return Cell(cell.text) if isinstance(cell, Cell) else Cell("")


def _partners(view: StudyView, width: int) -> Iterable[Text]:
    rows = study_tables.partner_rows(view)
    if rows:
        years = study_tables.partner_years(view)
        yield from head("Who replaced whom", "Share of each partner in trade, %; change in percentage points")
        yield from _table(("Flow and partner", *years, "change"), rows, "<" + ">" * (len(years) + 1), 2)


def _robustness(view: StudyView, width: int) -> Iterable[Text]:
    yield from head(view.says["robustness"], f"{view.what} · one choice changed in each row")
    names, rows = study_tables.checked_names(view), study_tables.robustness_rows(view)
    room = width - max(len(row.head) for row in rows)
    most = max(1, sum(place * (max(map(len, names[:place])) + 1) <= room for place in range(1, len(names) + 1)))
    shown = [TableRow(row.head, row.cells[:most]) for row in rows]
    yield from _table(("Check", *names[:most]), shown, "<" + ">" * most, 1)
    if names[most:]:
        yield Text(f"Left out at this width: {listed(names[most:])}; the page of the run has all.", style=DIM)


def _rest(view: StudyView, width: int) -> Iterable[Text]:
    yield Text("What would change the answer", style=HEAD)
    yield from (Text(f"  If {view.named(words)}.", style=DIM) for words in view.study.answer.changes_if)
    yield Text("What this cannot tell", style=HEAD)
    yield from (Text(f"  {words}", style=DIM) for words in LIMITS)
    yield Text("Assumed", style=HEAD)
    for what, value, why in view.result.assumptions:
        yield Text(f"  {sentence_case(what)}, {view.named(value)}: {view.named(why)}", style=DIM)
    yield Text("How it was computed", style=HEAD)
    yield from (Text(f"  {view.named(note)}", style=DIM) for note in view.result.notes)


def _meta(view: StudyView) -> Iterable[Text]:
    run = view.result
    failed = "none failed" if not run.failed_draws else f"{run.failed_draws} failed"
    yield Text(
        f"{run.draws} points a case and depth, seed {run.seed}, {failed} · trade balances: {run.closure} · baseline "
        f"{run.baseline}, {number(100 * run.imputed_share, 1)} % of world trade imputed, by value",
        style=DIM,
    )
    yield Text(f"Sources: {', '.join(run.sources)}; `steppe data sources NAME` describes one.", style=DIM)


def _table(heads: Iterable[str], rows: list[TableRow], align: str, gap: int) -> Iterable[Text]:
    yield from grid(_lines(heads, rows), align, gap)


def _lines(heads: Iterable[str], rows: list[TableRow]) -> list[Row]:
    lines: list[Row] = [[Text(words) for words in heads]]
    for row in rows:
        cells = [Text.assemble(cell.text, (f" {cell.under}" if cell.under else "", DIM)) for cell in row.figures]
        lines.append([Text(row.head), *cells])
    return lines
