"""An agenda on a terminal: what lies on the table, who wants what, what comes out, who signs, and what happened."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from steppe.display import terminal
from steppe.display.format import number, sentence_case
from steppe.display.terminal import DIM, HEAD, WIDE, Row, grid, squeezed
from steppe.report.agenda import view as bargaining
from steppe.report.agenda.tables import actor_rows, alternative_rows
from steppe.report.agenda.view import BargainView, IssueView
from steppe.world.dates import VERSION


def show(view: BargainView, console: Console | None = None) -> None:
    """Print an agenda and what the models make of it."""
    terminal.show(lambda width: render(view, width), console)


def render(view: BargainView, width: int = WIDE) -> list[Text]:
    """The agenda as lines for a terminal of that width."""
    agenda = view.session.agenda
    parts: list[Text] = [
        Text(f"steppe {VERSION} · agenda · {agenda.status}", style=DIM),
        Text(agenda.title, style=HEAD),
        Text(agenda.question),
        Text(bargaining.head_words(view), style=DIM),
    ]
    parts += [Text(words, style=DIM) for words in bargaining.present_words(view)]
    for one in view.issues:
        parts += [Text(), *_issue(view, one, width)]
    exchanged = bargaining.package_words(view)
    if exchanged:
        issues = ", ".join(view.session.package.table.issues) if view.session.package else ""
        parts += [Text(), Text(f"What could be exchanged between {issues}", style=HEAD)]
        parts += [Text(f"  {words}") for words in exchanged]
    parts += [Text(), Text("What it is based on", style=HEAD)]
    parts += [Text(f"  {note}", style=DIM) for note in bargaining.notes(view)]
    return parts


def _issue(view: BargainView, one: IssueView, width: int) -> Iterable[Text]:
    yield Text(f"{sentence_case(one.issue.called)}: {one.issue.question}", style=HEAD)
    yield Text(f"Scale: {one.issue.scale}. Status quo {number(one.issue.reference)}.", style=DIM)
    yield Text()
    yield from grid(squeezed(_actors(view, one), 5, 2, width), "<>>>><", 2)
    yield Text()
    yield from grid(squeezed(_alternatives(one), 0, 2, width), "<>>>>>>", 2)
    yield Text()
    yield Text(bargaining.forecast_words(one))
    yield Text(bargaining.vote_words(view, one))
    happened = bargaining.happened_words(view, one)
    if happened:
        yield Text(happened)
    yield Text(bargaining.moves_words(view, one), style=DIM)
    yield Text(bargaining.nash_words(one), style=DIM)
    yield Text(bargaining.contrast_words(one), style=DIM)


def _actors(view: BargainView, one: IssueView) -> list[Row]:
    rows: list[Row] = [[Text(words) for words in ("Actor", "capability %", "salience", "position", "", "if put")]]
    for row in actor_rows(view, one):
        *figures, position, takes, _ = row.figures
        cells = [Text(cell.text) for cell in (*figures, position)]
        rows.append([Text(row.head), *cells, Text(position.mark, style=terminal.MARK), Text(takes.text)])
    return rows


def _alternatives(one: IssueView) -> list[Row]:
    heads = ("Alternative", "at", "probability\n%", "linear", "square", "quartic", "can pass\n%")
    rows: list[Row] = [[Text(words) for words in heads]]
    for row in alternative_rows(one):
        style = HEAD if row.head == one.result.likeliest else ""
        at, chance, *drawn, passes = (cell.text for cell in row.figures)
        by_contest = [Text(text, style=DIM) for text in drawn]
        rows.append([Text(row.head, style=style), Text(at), Text(chance, style=style), *by_contest, Text(passes)])
    return rows
