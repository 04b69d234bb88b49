"""All figures of an agenda as one table in the columns of the contract, what stands beside them in JSON, and the rows
that page and terminal show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import mark, number, percent, points
from steppe.methods.result import COLUMNS
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.negotiate import COVERAGE
from steppe.report.agenda import view
from steppe.report.agenda.view import BargainView, IssueView
from steppe.world.dates import VERSION

ASSUMED = "assumed"
"""Saliences are judgements, and so are many positions: what is reckoned from them rests on assumptions."""


def results(of: BargainView) -> pd.DataFrame:
    """Every figure in the columns of the contract: subject is the issue, partner the alternative or the actor."""
    return pd.DataFrame([row for one in of.issues for row in _rows(of, one)], columns=list(COLUMNS))


def _rows(of: BargainView, one: IssueView) -> Iterator[tuple[object, ...]]:
    issue, result, year = one.issue.name, one.result, of.session.agenda.date.year
    none = float("nan")

    def row(partner: str, measure: str, unit: str, value: float, basis: str, *interval: float) -> tuple[object, ...]:
        low, high = interval or (none, none)
        return issue, partner, year, measure, unit, value, low, high, COVERAGE, none, basis

    scale = "scale of the issue"
    yield row("", "forecast", scale, result.point, ASSUMED, result.low, result.high)
    yield row("", "compromise", scale, result.compromise, ASSUMED)
    yield row("", "median", scale, result.median, ASSUMED)
    if result.nash.agreement:
        yield row("", "nash", scale, result.nash.outcome, ASSUMED)
    if one.issue.outcome is not None:
        yield row("", "happened", scale, one.issue.outcome.position, "reported")
    for place, name in enumerate(result.question.alternatives):
        yield row(name, "alternative", scale, float(result.question.positions[place]), "assumed")
        yield row(name, "probability", "share", float(result.probability[place]), ASSUMED)
        for contest, drawn in result.drawn.items():
            yield row(name, f"probability_{contest}", "share", float(drawn[place]), ASSUMED)
        yield row(name, "can_pass", "share of the draws", float(result.standing[place]), ASSUMED)
        yield row(name, "adopted", "0 or 1", float(result.decisions[place].adopted), ASSUMED)
    measured = _measured(of.session.agenda, issue)
    effort = result.actors.weight / result.actors.weight.sum()
    for place, actor in enumerate(result.actors.names):
        stance = one.stances[actor]
        yield row(actor, "position", scale, stance.position, stance.basis)
        yield row(actor, "salience", "0 to 1", stance.salience, ASSUMED)
        yield row(actor, "capability", "share of all", one.shares[actor], "derived" if measured else ASSUMED)
        yield row(actor, "effort", "share of all", float(effort[place]), ASSUMED)
    for found in result.sensitivity.to_dict("records"):
        yield row(found["actor"], f"swing_{found['input']}", scale, found["swing"], ASSUMED)


def _measured(agenda: Agenda, issue: str) -> bool:
    """Whether every capability on an issue comes from the bundle: a share of the whole is no better than its parts."""
    taken = [stance for stance in agenda.position if stance.issue == issue]
    stated = any(stance.capability is not None or stance.actor not in agenda.unsized for stance in taken)
    return not stated and agenda.capability != "equal"


def stances(of: BargainView) -> list[dict[str, str]]:
    """Who signs, reserves, stands aside, votes against or blocks each alternative."""
    return [
        {"issue": one.issue.name, "alternative": name, "actor": actor, "stance": taken}
        for one in of.issues
        for name, decision in zip(one.result.question.alternatives, one.result.decisions, strict=True)
        for actor, taken in decision.stance.items()
    ]


def totals(of: BargainView) -> dict[str, Any]:
    """What stands beside the results in JSON."""
    agenda, package = of.session.agenda, of.session.package
    traded = [] if package is None else list(package.table.issues)
    issues = {
        one.issue.name: {
            "question": one.issue.question,
            "scale": one.issue.scale,
            "reference": one.issue.reference,
            "on_the_table": one.put,
            "forecast": view.forecast_words(one),
            "vote": view.vote_words(of, one),
            "happened": view.happened_words(of, one),
            "contrast": {
                "no_forecast": view.contrast_words(one),
                "medians": [step.median for step in one.rounds],
            },
            "score": {} if one.score is None or view.is_elsewhere(of) else dict(one.score),
        }
        for one in of.issues
    }
    return {
        "question": agenda.question,
        "date": agenda.date.isoformat(),
        "body": f"{agenda.body} {agenda.organ}".strip(),
        "rule": of.session.rule.name,
        "status": agenda.status,
        "world_version": VERSION,
        "seed": of.seed,
        "draws": of.draws,
        "body_on_the_day": {} if of.body is None else asdict(of.body),
        "who_came": of.came.to_dict("records"),
        "issues": issues,
        "stances": stances(of),
        "package": [] if package is None else package.trades.to_dict("records"),
        "package_outcomes": {
            name: [package.outcome(name, after=False), package.outcome(name, after=True)] for name in traded if package
        },
    }


def alternative_rows(one: IssueView) -> list[TableRow]:
    """A row an alternative: place, probability in all and by contest, share of the draws in which it can pass."""
    result = one.result
    rows = []
    for place, name in enumerate(result.question.alternatives):
        drawn = [Cell(points(float(shares[place]))) for shares in result.drawn.values()]
        cells = (
            Cell(number(float(result.question.positions[place]))),
            Cell(points(float(result.probability[place]))),
            *drawn,
            Cell(points(float(result.standing[place]))),
        )
        rows.append(TableRow(name, cells))
    return rows


def actor_rows(of: BargainView, one: IssueView) -> list[TableRow]:
    """A row an actor, the highest position first: capability, salience, position, what it does, and why."""
    actors, stance = one.result.actors, one.result.decision.stance
    rows = []
    for place in actors.position.argsort(kind="stable")[::-1]:
        name = actors.names[place]
        coded = one.stances[name]
        cells = (
            Cell(percent(one.shares[name])),
            Cell(number(coded.salience, 1)),
            Cell(number(coded.position), mark=mark(coded.basis)),
            Cell(stance[name], css="l"),
            Cell(f"{coded.reason} ({coded.document})", css="l"),
        )
        rows.append(TableRow(of.named(name), cells))
    return rows
