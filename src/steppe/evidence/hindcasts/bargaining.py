"""Bargaining on the shipped agendas, all written with the outcome known.

Every issue whose outcome is known; errors in points of a scale of 100, blocks are agendas. The compromise of the
default (capability is output of the year before, under the body's rule) stands beside the status quo, the mean and the
median of the positions; its interval of 80 % beside four fifths of the scale around its middle, and the span of the
positions. The elections stand beside equal probabilities and 90 % for the status quo; as a distribution over the scale
also beside the mean of the positions as a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from steppe.evidence.hindcast import Calibration, Trial, hindcast
from steppe.evidence.scores import Floats, brier, coverage, crps_ensemble, interval_score, log_score
from steppe.politics.bargaining.negotiate import COVERAGE, Negotiation, Question
from steppe.politics.bargaining.reading import agenda_names, read_agenda
from steppe.politics.bargaining.session import LEAST_PROBABILITY, negotiate_agenda
from steppe.world.tables import remembered
from steppe.world.world import World

DRAWS, SEED = 2_000, 1
SURE = 0.9  # what "nothing changes" gives to the status quo; the rest is shared by the other alternatives
POINTS = "points of 100"
KNOWN = "All agendas were written with the outcome known"


@remembered(maxsize=2)
def _issues(world: World, capability: str = "gdp_usd") -> pd.DataFrame:
    """Every issue whose outcome is known: its scores, its negotiation, its agenda and the outcome in points of 100."""
    frames = []
    for name in agenda_names():
        agenda = read_agenda(name).model_copy(update={"capability": capability})
        session = negotiate_agenda(agenda, world, draws=DRAWS, seed=SEED)
        scores = session.scores
        if len(scores):
            held = scores["issue"].map(dict(session.negotiations))
            frames.append(scores.assign(agenda=name, year=agenda.date.year, held=held))
    issues = pd.concat(frames, ignore_index=True)
    came = [points(held.question, happened) for held, happened in zip(issues["held"], issues["outcome"], strict=True)]
    return issues.assign(came=came)


def points(question: Question, place: float) -> float:
    """A place on the scale of a question in points of 100."""
    return 100 * (place - question.low) / question.width


@hindcast(
    "compromise",
    "Outcomes of the shipped agendas: compromise, capability from output",
    "politics",
    "reproduction",
    used=True,
)
def compromise_of_agendas(world: World) -> Iterable[Trial]:
    """Point forecasts and their intervals."""
    issues = _issues(world)
    equal = _issues(world, "equal")["error"].mean()
    told = (
        f"{KNOWN}; {issues['assumed'].mean():.0%} of the positions are assumed. With equal capability the error is "
        f"{equal:.1f}."
    )
    inside = coverage(issues["low"], issues["high"], issues["outcome"], issues["agenda"], COVERAGE)
    errors = {
        "mean of the positions": _column(issues, "error_mean"),
        "median of the positions": _column(issues, "error_median"),
        "status quo": _column(issues, "error_status_quo"),
    }
    calibration = [Calibration("coverage", f"{COVERAGE:.0%} interval of the outcome", 0, inside)]
    yield _trial(issues, "mean absolute error", POINTS, _column(issues, "error"), errors, told, calibration)
    scores = {name: _interval_scores(issues, ends) for name, ends in INTERVALS.items()}
    measure = f"score of the {COVERAGE:.0%} interval"
    yield _trial(issues, measure, POINTS, scores.pop("own"), scores, told)


@hindcast(
    "condorcet-election",
    "Chances of the alternatives of the shipped agendas",
    "politics",
    "reproduction",
    used=True,
)
def election_of_agendas(world: World) -> Iterable[Trial]:
    """Probabilities of the named alternatives, and of places on the scale."""
    issues = _issues(world)
    told = f"{KNOWN}; the mean of linear, square and quartic contests, widened by the residuals of DEU III."
    for measure, (unit, loss) in LOSSES.items():
        scores = {
            name: np.array([loss(row.held, chances(row.held), row.happened, row.came) for row in issues.itertuples()])
            for name, chances in CHANCES.items()
        }
        if measure == "CRPS":
            scores["mean of the positions"] = _column(issues, "error_mean")
        yield _trial(issues, measure, unit, scores.pop("own"), scores, told)


def _trial(
    issues: pd.DataFrame,
    measure: str,
    unit: str,
    own: Floats,
    rivals: dict[str, Floats],
    told: str,
    calibration: Iterable[Calibration] = (),
) -> Trial:
    period = f"{issues['year'].min()}-{issues['year'].max()}"
    blocks = issues["agenda"].to_numpy()
    return Trial(measure, unit, own, rivals, blocks, "agenda", period, told, calibration=tuple(calibration))


def _interval_scores(issues: pd.DataFrame, ends: Callable[[Negotiation], tuple[float, float]]) -> Floats:
    low, high = np.array([ends(held) for held in issues["held"]]).T
    return interval_score(low, high, issues["came"], COVERAGE)


def _own_ends(held: Negotiation) -> tuple[float, float]:
    return points(held.question, held.low), points(held.question, held.high)


def _span(held: Negotiation) -> tuple[float, float]:
    positions = held.actors.position
    return points(held.question, float(positions.min())), points(held.question, float(positions.max()))


def _middle(held: Negotiation) -> tuple[float, float]:
    return 50 - 50 * COVERAGE, 50 + 50 * COVERAGE


INTERVALS = {"own": _own_ends, f"middle {COVERAGE:.0%} of the scale": _middle, "span of the positions": _span}


def _sure_of_reference(held: Negotiation) -> Floats:
    stays = held.question.positions == held.question.reference
    chances: Floats = np.where(stays, SURE, (1 - SURE) / (len(stays) - 1))
    return chances


def _equal(held: Negotiation) -> Floats:
    count = len(held.probability)
    return np.full(count, 1 / count)


CHANCES: dict[str, Callable[[Negotiation], Floats]] = {
    "own": lambda held: held.probability,
    "equal chances": _equal,
    "status quo at 90 %": _sure_of_reference,
}


def _log(held: Negotiation, chances: Floats, happened: str, came: float) -> float:
    return float(log_score([chances], [held.question.alternatives.index(happened)], LEAST_PROBABILITY)[0])


def _brier(held: Negotiation, chances: Floats, happened: str, came: float) -> float:
    return float(brier([chances], [held.question.alternatives.index(happened)])[0])


def _crps(held: Negotiation, chances: Floats, happened: str, came: float) -> float:
    places = [points(held.question, float(place)) for place in held.question.positions]
    return float(crps_ensemble([places], [came], [chances])[0])


LOSSES: dict[str, tuple[str, Callable[[Negotiation, Floats, str, float], float]]] = {
    "log score": ("nats", _log),
    "Brier score": ("0 to 2", _brier),
    "CRPS": (POINTS, _crps),
}


def _column(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(dtype=float)
