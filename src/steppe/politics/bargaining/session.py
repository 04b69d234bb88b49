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
from steppe.politics.bargaining.log import negotiation_log
from steppe.politics.bargaining.negotiate import Negotiation, negotiate
from steppe.politics.bargaining.rules import Rule
from steppe.world.world import World

LEAST_PROBABILITY = 1e-3  # of 10,000 draws; keeps a missed outcome's log score finite


@dataclass(frozen=True, slots=True)
class Session:
    """The negotiations of one agenda, by issue."""

    agenda: Agenda
    negotiations: Mapping[str, Negotiation]

    @property
    def log(self) -> pd.DataFrame:
        """Every quantity of every issue (see `log`)."""
        return pd.concat([negotiation_log(result) for result in self.negotiations.values()], ignore_index=True)

    @property
    def scores(self) -> pd.DataFrame:
        """One row for each issue whose outcome is known; errors in points of a scale of 100."""
        known = [issue for issue in self.agenda.issue if issue.outcome is not None]
        return pd.DataFrame([_score(self.agenda, issue, self.negotiations[issue.name]) for issue in known])


def hold(
    agenda: Agenda, world: World | None = None, by: Rule | None = None, draws: int = 10_000, seed: int = 1
) -> Session:
    """Negotiate every issue of an agenda, under its own rule or another one.

    Parameters
    ----------
    world
        Where capabilities come from; not needed where every actor states its own.
    """
    sizes = capabilities(agenda, world) if world is not None else {}
    rule = by or agenda.decides()
    results = {
        issue.name: negotiate(
            agenda.on(issue.name), agenda.actors(issue.name, sizes), rule, agenda.noise, draws, seed + number
        )
        for number, issue in enumerate(agenda.issue)
    }
    return Session(agenda, results)


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
