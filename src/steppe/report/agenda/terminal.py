"""An agenda on a terminal: what lies on the table, who wants what, what comes out, who signs, and what happened."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.text import Text

from steppe.display import terminal
from steppe.display.format import mark, number, percent
from steppe.display.terminal import DIM, HEAD, WIDE, Row, grid
from steppe.report.agenda import view as bargaining
from steppe.report.agenda.view import BargainView, IssueView
from steppe.world.dates import VERSION


def show(view: BargainView, console: Console | None = None) -> None:
    """Print an agenda and what the models make of it."""
    terminal.show(lambda width: render(view, width), console)


def render(view: BargainView, width: int = WIDE) -> Group:
    """The agenda as lines for a terminal of that width."""
    agenda = view.session.agenda
    parts: list[RenderableType] = [
        Text(f"steppe {VERSION} · agenda · {agenda.status}", style=DIM),
        Text(agenda.title, style=HEAD),
        Text(agenda.question),
        Text(bargaining.head_words(view), style=DIM),
    ]
    parts += [Text(words, style=DIM) for words in bargaining.present_words(view)]
    for one in view.issues:
        parts += [Text(), *_issue(view, one)]
    exchanged = bargaining.package_words(view)
    if exchanged:
        issues = ", ".join(view.session.package.table.issues) if view.session.package else ""
        parts += [Text(), Text(f"What could be exchanged between {issues}", style=HEAD)]
        parts += [Text(f"  {words}") for words in exchanged]
    parts += [Text(), Text("What it rests on", style=HEAD)]
    parts += [Text(f"  {note}", style=DIM) for note in bargaining.notes(view)]
    return Group(*parts)


def _issue(view: BargainView, one: IssueView) -> Iterable[Text]:
    yield Text(f"{one.issue.name}: {one.issue.question}", style=HEAD)
    yield Text(f"Scale: {one.issue.scale}. Status quo {number(one.issue.reference)}.", style=DIM)
    yield Text()
    yield from grid(_actors(view, one), "<>>>><", 2)
    yield Text()
    yield from grid(_alternatives(one), "<>>>>>>", 2)
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
    actors, stance = one.result.actors, one.result.decision.stance
    for place in actors.position.argsort(kind="stable")[::-1]:
        name = actors.names[place]
        cells = [
            Text(view.named(name)),
            Text(percent(one.shares[name])),
            Text(number(one.stances[name].salience, 1)),
            Text(number(one.stances[name].position)),
            Text(mark(one.stances[name].basis), style=terminal.MARK),
            Text(stance[name]),
        ]
        rows.append(cells)
    return rows


def _alternatives(one: IssueView) -> list[Row]:
    heads = ("Alternative", "at", "probability %", "linear", "square", "quartic", "can pass %")
    rows: list[Row] = [[Text(words) for words in heads]]
    result = one.result
    for place, name in enumerate(result.question.alternatives):
        style = HEAD if name == result.likeliest else ""
        drawn = [Text(f"{100 * float(shares[place]):.0f}", style=DIM) for shares in result.drawn.values()]
        rows.append(
            [
                Text(name, style=style),
                Text(number(float(result.question.positions[place]))),
                Text(f"{100 * float(result.probability[place]):.0f}", style=style),
                *drawn,
                Text(f"{100 * float(result.standing[place]):.0f}"),
            ]
        )
    return rows
