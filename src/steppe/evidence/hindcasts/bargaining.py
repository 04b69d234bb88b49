"""Bargaining: the shipped agendas, all written with the outcome known, and the issues of the European Union (DEU III).

Agendas: sixteen issues of seven agendas; errors in points of a scale of 100, blocks are agendas. The compromise of
the default (capability is output of the year before, under the body's rule) stands beside the status quo, the mean and
the median of the positions; the elections beside equal probabilities and the status quo as a certainty of 90 %.

DEU III: 351 issues of 128 dossiers with published forecasts of two models (oracle file, not shipped). What the file
allows as naive forecasts are the middle of the scale and the reference point, where one is recorded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from steppe.evidence.hindcast import Calibration, NotHereError, Trial, hindcast
from steppe.evidence.scores import Floats, absolute_error, brier, coverage, log_score
from steppe.politics.bargaining.negotiate import LEVEL, Question
from steppe.politics.bargaining.reading import agenda_names, read_agenda
from steppe.politics.bargaining.session import LEAST_PROBABILITY, hold
from steppe.world.world import World

DRAWS, SEED = 2_000, 1
SURE = 0.9  # what "nothing changes" gives to the status quo; the rest is shared by the other alternatives
POINTS = "points of 100"
DEU = "politics/deu_paired_differences_351.csv"
PUBLISHED = "Forecasts published with the data (DEU III); the experts whose positions go in mostly knew the outcome."


@lru_cache(maxsize=2)
def _issues(world: World, capability: str = "gdp_usd") -> pd.DataFrame:
    """Every issue whose outcome is known, with the probabilities of its alternatives."""
    frames = []
    for name in agenda_names():
        agenda = read_agenda(name).model_copy(update={"capability": capability})
        session = hold(agenda, world, draws=DRAWS, seed=SEED)
        chances = {issue: held.probability for issue, held in session.negotiations.items()}
        scales = {issue: held.question for issue, held in session.negotiations.items()}
        frames.append(session.scores.assign(agenda=name, year=agenda.date.year))
        frames[-1]["chances"] = frames[-1]["issue"].map(chances)
        frames[-1]["question"] = frames[-1]["issue"].map(scales)
    return pd.concat(frames, ignore_index=True)


@hindcast(
    "compromise",
    "Outcomes of the shipped agendas: compromise, capability from output",
    "politics",
    "reproduction",
    used=True,
)
def compromise_of_agendas(world: World) -> Iterable[Trial]:
    """Point forecasts of the sixteen issues."""
    issues = _issues(world)
    inside = coverage(issues["low"], issues["high"], issues["outcome"], issues["agenda"], LEVEL)
    equal = _issues(world, "equal")["error"].mean()
    yield Trial(
        "mean absolute error",
        POINTS,
        _column(issues, "error"),
        {
            "mean of the positions": _column(issues, "error_mean"),
            "median of the positions": _column(issues, "error_median"),
            "status quo": _column(issues, "error_status_quo"),
        },
        issues["agenda"].to_numpy(),
        "agenda",
        _period(issues["year"]),
        "All agendas were written with the outcome known; "
        f"{issues['assumed'].mean():.0%} of the positions are assumed. With equal capability the error is {equal:.1f}.",
        calibration=[Calibration("coverage", f"{LEVEL:.0%} interval of the outcome", 0, inside)],
    )


@hindcast(
    "condorcet-election",
    "Chances of the alternatives of the shipped agendas",
    "politics",
    "reproduction",
    used=True,
)
def election_of_agendas(world: World) -> Iterable[Trial]:
    """Probabilities of the named alternatives."""
    issues = _issues(world)
    forecasts: dict[str, list[Floats]] = {
        "own": list(issues["chances"]),
        "equal chances": [np.full(len(chances), 1 / len(chances)) for chances in issues["chances"]],
        "status quo at 90 %": [_sure_of_reference(question) for question in issues["question"]],
    }
    came = [q.alternatives.index(name) for q, name in zip(issues["question"], issues["happened"], strict=True)]
    losses: dict[str, tuple[str, Callable[[Floats, int], Floats]]] = {
        "log score": ("nats", lambda chances, one: log_score([chances], [one], LEAST_PROBABILITY)),
        "Brier score": ("0 to 2", lambda chances, one: brier([chances], [one])),
    }
    for measure, (unit, loss) in losses.items():
        scores = {
            name: np.concatenate([loss(chances, one) for chances, one in zip(stated, came, strict=True)])
            for name, stated in forecasts.items()
        }
        yield Trial(
            measure,
            unit,
            scores.pop("own"),
            scores,
            issues["agenda"].to_numpy(),
            "agenda",
            _period(issues["year"]),
            "All agendas were written with the outcome known; the mean of linear, square and quartic contests, widened "
            "by the residuals of DEU III.",
        )


@hindcast(
    "compromise-in-the-eu",
    "Outcomes of 351 issues in the European Union: compromise",
    "politics",
    "reproduction",
    used=True,
)
def compromise_in_the_eu(world: World) -> Iterable[Trial]:
    """The published compromise forecasts."""
    issues = _deu()
    yield Trial(
        "mean absolute error",
        POINTS,
        _column(issues, "compromise_ae"),
        {
            "middle of the scale": _column(issues, "middle"),
            "challenge model": _column(issues, "challenge_ae"),
        },
        issues["dossier"].to_numpy(),
        "dossier",
        _period(issues["year"]),
        f"{PUBLISHED} Mean and median of the positions cannot be had from what is published.",
    )


@hindcast(
    "challenge-in-the-eu", "Outcomes of 351 issues in the European Union: challenge model", "politics", "reproduction"
)
def challenge_in_the_eu(world: World) -> Iterable[Trial]:
    """The published challenge forecasts: a contrast that nothing uses."""
    issues = _deu()
    yield Trial(
        "mean absolute error",
        POINTS,
        _column(issues, "challenge_ae"),
        {"middle of the scale": _column(issues, "middle"), "compromise": _column(issues, "compromise_ae")},
        issues["dossier"].to_numpy(),
        "dossier",
        _period(issues["year"]),
        f"{PUBLISHED} Kept as a labelled contrast; no forecast rests on it.",
    )


def _deu() -> pd.DataFrame:
    folder = os.environ.get("STEPPE_ORACLES")
    path = Path(folder) / DEU if folder else None
    if path is None or not path.exists():
        raise NotHereError(f"it needs {DEU}, which is not shipped: set STEPPE_ORACLES to the folder that holds it")
    frame = pd.read_csv(path)
    digits = frame["issue_id"].str.extract(r"^[dn](\d\d)")[0].dropna().astype(int)  # d00032: a proposal of 2000
    return frame.assign(
        year=digits + np.where(digits > 50, 1900, 2000),
        middle=absolute_error(np.full(len(frame), 50.0), frame["outcome"]),
    )


def _sure_of_reference(question: Question) -> Floats:
    stays = question.positions == question.reference
    chances: Floats = np.where(stays, SURE, (1 - SURE) / (len(stays) - 1))
    return chances


def _column(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(dtype=float)


def _period(years: pd.Series) -> str:
    return f"{years.min():.0f}-{years.max():.0f}"
