"""A whole agenda before its body, and how the models did where the outcome is known.

Scores are printed beside naive forecasts: the status quo, the mean and the median of the positions without weights. An
agenda whose positions were written with the outcome known is a *reproduction*: its scores say that the model can be
made to agree, not that it foresees.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.politics.bargaining.agenda import Agenda, Issue
from steppe.politics.bargaining.capability import capabilities
from steppe.politics.bargaining.challenge import NoChallengeError, Round, challenge_rounds
from steppe.politics.bargaining.log import challenge_log, exchange_log, negotiation_log
from steppe.politics.bargaining.negotiate import Negotiation, negotiate
from steppe.politics.bargaining.package import Package, exchange_votes, package_actors
from steppe.politics.bargaining.rules import Rule
from steppe.world.errors import UserError
from steppe.world.world import World

LEAST_PROBABILITY = 1e-3  # of 10,000 draws; keeps a missed outcome's log score finite
BILATERAL = "bilateral"  # the body that is none: any two that both gain
ROUNDS = 5  # of the challenge model, which does not settle: its medians are shown as a range


@dataclass(frozen=True, slots=True)
class Session:
    """The negotiations of one agenda, by issue.

    `package` is what the votes on the issues of the agenda's package could be traded for, None where it has none;
    `contrasts` the rounds of the challenge model by issue, which are no forecast; none where all actors agree.
    """

    agenda: Agenda
    rule: Rule
    negotiations: Mapping[str, Negotiation]
    package: Package | None
    contrasts: Mapping[str, tuple[Round, ...]]

    @property
    def log(self) -> pd.DataFrame:
        """Every quantity of every issue, of the package and of the contrast (see `log`)."""
        parts = [negotiation_log(result) for result in self.negotiations.values()]
        for issue, rounds in self.contrasts.items():
            parts += [challenge_log(issue, self.negotiations[issue].actors.names, rounds)] if rounds else []
        if self.package is not None:
            table = self.package.table
            parts.append(exchange_log("package", table.actors, table.issues, self.package.done))
        return pd.concat(parts, ignore_index=True)

    @property
    def scores(self) -> pd.DataFrame:
        """One row for each issue whose outcome is known; errors in points of a scale of 100."""
        issues = [issue for issue in self.agenda.issue if issue.outcome is not None]
        return pd.DataFrame([_score(self.agenda, issue, self.negotiations[issue.name]) for issue in issues])


def negotiate_agenda(
    agenda: Agenda,
    world: World | None = None,
    by: Rule | None = None,
    draws: int = 8_192,
    seed: int = 1,
    body: str = "",
) -> Session:
    """Negotiate every issue of an agenda, under its own rule or another one.

    Parameters
    ----------
    world
        Where capabilities and members come from; not needed where every actor states its own and seats are open.
    by
        Another rule.
    body
        Another body, `EAEU` or `EAEU Collegium`: its rule, and its members where the agenda gives seats to members.

    Raises
    ------
    UserError
        The rule of the body is not known, or too few of its members have a position.
    """
    if body:
        name, _, organ = body.partition(" ")
        agenda = agenda.model_copy(update={"body": name, "organ": organ, "rule": ""})
    rule = by or agenda.decides()
    agenda = seated(agenda, world)
    sizes = capabilities(agenda, world) if world is not None else {}
    results = {
        issue.name: negotiate(
            agenda.on(issue.name), agenda.actors(issue.name, sizes), rule, agenda.noise, draws, seed + number
        )
        for number, issue in enumerate(agenda.issue)
    }
    package = exchange_votes(package_actors(agenda, sizes)) if agenda.package else None
    return Session(agenda, rule, results, package, {name: _contrast(one) for name, one in results.items()})


def seated(agenda: Agenda, world: World | None) -> Agenda:
    """The agenda with those of its actors that have a seat."""
    if agenda.seats == "actors" or agenda.body == BILATERAL:
        return agenda
    if world is None:
        raise UserError(f"{agenda.title}: seats are reserved for members of {agenda.body}, so a world must be given")
    return agenda.seating(world.members(agenda.body, on=agenda.date.isoformat()))


def _contrast(result: Negotiation) -> tuple[Round, ...]:
    """Rounds of the challenge model; none where the actors give it nothing to go on."""
    try:
        return challenge_rounds(result.actors, ROUNDS)
    except NoChallengeError:
        return ()


def _score(agenda: Agenda, issue: Issue, result: Negotiation) -> dict[str, object]:
    if issue.outcome is None:
        raise ValueError(f"the outcome of {issue.name} is not known")
    happened, question = issue.outcome.position, result.question
    name = question.nearest(happened)
    hit = np.array([alternative == name for alternative in question.alternatives])
    given = float(result.probability[hit][0])
    stances = [stance for stance in agenda.position if stance.issue == issue.name]

    def error(forecast: float) -> float:
        return abs(forecast - happened) / question.width * 100

    return {
        "issue": issue.name,
        "status": agenda.status,
        "outcome": happened,
        "happened": name,
        "likeliest": result.likeliest,
        "point": result.point,
        "low": result.low,
        "high": result.high,
        "inside": result.low <= happened <= result.high,
        "probability": given,
        "log_score": -math.log(max(given, LEAST_PROBABILITY)),
        "brier": float(((result.probability - hit) ** 2).sum()),
        "error": error(result.point),
        "error_status_quo": error(question.reference),
        "error_mean": error(float(result.actors.position.mean())),
        "error_median": error(float(np.median(result.actors.position))),
        "assumed": sum(stance.basis == "assumed" for stance in stances) / len(stances),
    }
