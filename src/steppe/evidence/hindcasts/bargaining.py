"""Bargaining on the shipped agendas, all written with the outcome known.

Every issue whose outcome is known; errors in points of a scale of 100, blocks are agendas. The compromise of the
default (capability is output of the year before, under the body's rule) stands beside the status quo, the mean and the
median of the positions; its interval of 80 % beside four fifths of the scale around its middle, the span of the
positions, and the mean of the positions give or take what covers 80 % of the issues of other agendas. The elections
stand beside equal probabilities, 90 % for the status quo, the share of the actors nearest to each alternative (with one
more for each), and the alternative nearest to the mean of the positions, with the share of the issues of other agendas
in which that was right, (hits + 1) / (issues + 2); as a distribution over the scale also beside the mean of the
positions as a point.
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

DRAWS, SEED = 2_048, 1
SURE = 0.9  # what "nothing changes" gives to the status quo; the rest is shared by the other alternatives
POINTS = "points of 100"
OUTCOME_SEEN = "All agendas were written with the outcome known"


@remembered(maxsize=2)
def _issues(world: World, capability: str = "gdp_usd") -> pd.DataFrame:
    """Every issue whose outcome is known: its scores, its negotiation, its agenda and the outcome in points of 100."""
    frames = []
    for name in agenda_names():
        agenda = read_agenda(name).model_copy(update={"capability": capability})
        session = negotiate_agenda(agenda, world, draws=DRAWS, seed=SEED)
        scores = session.scores
        if len(scores):
            one = scores["issue"].map(dict(session.negotiations))
            frames.append(scores.assign(agenda=name, year=agenda.date.year, negotiation=one))
    issues = pd.concat(frames, ignore_index=True)
    came = [
        points(one.question, happened) for one, happened in zip(issues["negotiation"], issues["outcome"], strict=True)
    ]
    return issues.assign(came=came)


def points(question: Question, place: float) -> float:
    """A place on the scale of a question in points of 100."""
    return 100 * (place - question.low) / question.width


@hindcast(
    "compromise",
    "Outcomes of the shipped agendas: compromise, capability from output",
    "politics",
    "reproduction",
    mechanism="compromise: mean of positions by capability and salience",
    used=True,
)
def compromise_of_agendas(world: World) -> Iterable[Trial]:
    """Point forecasts and their intervals."""
    issues = _issues(world)
    equal = _issues(world, "equal")["error"].mean()
    evidence = (
        f"{OUTCOME_SEEN}; {issues['assumed'].mean():.0%} of the positions are assumed. With equal capability the error "
        f"is {equal:.1f}."
    )
    inside = coverage(issues["low"], issues["high"], issues["outcome"], issues["agenda"], COVERAGE)
    errors = {
        "model": _column(issues, "error"),
        "mean of the positions": _column(issues, "error_mean"),
        "median of the positions": _column(issues, "error_median"),
        "status quo": _column(issues, "error_status_quo"),
    }
    calibration = [Calibration("coverage", f"{COVERAGE:.0%} interval of the outcome", 0, inside)]
    yield _trial(issues, "mean absolute error", POINTS, errors, evidence, calibration)
    scores = {name: _interval_scores(issues, ends) for name, ends in INTERVALS.items()}
    scores["mean of the positions"] = _around_the_mean(issues)
    measure = f"score of the {COVERAGE:.0%} interval"
    yield _trial(issues, measure, POINTS, scores, evidence)


@hindcast(
    "condorcet-election",
    "Chances of the alternatives of the shipped agendas",
    "politics",
    "reproduction",
    mechanism="election between alternatives",
    used=True,
)
def election_of_agendas(world: World) -> Iterable[Trial]:
    """Probabilities of the named alternatives, and of places on the scale."""
    issues = _issues(world)
    evidence = f"{OUTCOME_SEEN}; the mean of linear, square and quartic contests, widened by the residuals of DEU III."
    given = {name: [chances(one) for one in issues["negotiation"]] for name, chances in CHANCES.items()}
    given["nearest to the mean"] = _nearest_to_the_mean(issues)
    for measure, (unit, loss) in LOSSES.items():
        scores = {
            name: np.array(
                [
                    loss(row.negotiation, chances, row.happened, row.came)
                    for row, chances in zip(issues.itertuples(), all_chances, strict=True)
                ]
            )
            for name, all_chances in given.items()
        }
        if measure == "CRPS":
            scores["mean of the positions"] = _column(issues, "error_mean")
        yield _trial(issues, measure, unit, scores, evidence)


def _trial(
    issues: pd.DataFrame,
    measure: str,
    unit: str,
    scores: dict[str, Floats],
    evidence: str,
    calibration: Iterable[Calibration] = (),
) -> Trial:
    """A trial of the scores of `model` beside those of the baselines, by issue."""
    return Trial(
        measure=measure,
        unit=unit,
        scores=scores.pop("model"),
        baselines=scores,
        block=issues["agenda"].to_numpy(),
        of="agenda",
        period=f"{issues['year'].min()}-{issues['year'].max()}",
        evidence=evidence,
        calibration=tuple(calibration),
    )


def _interval_scores(issues: pd.DataFrame, ends: Callable[[Negotiation], tuple[float, float]]) -> Floats:
    low, high = np.array([ends(one) for one in issues["negotiation"]]).T
    return interval_score(low, high, issues["came"], COVERAGE)


def _around_the_mean(issues: pd.DataFrame) -> Floats:
    """Scores of the mean of the positions give or take the error that covers the issues of other agendas."""
    errors, middles = _column(issues, "error_mean"), [_mean(one) for one in issues["negotiation"]]
    agendas = issues["agenda"].to_numpy()
    reach = np.array([np.quantile(errors[agendas != agenda], COVERAGE) for agenda in agendas])
    low, high = np.clip(middles - reach, 0, 100), np.clip(middles + reach, 0, 100)
    return interval_score(low, high, issues["came"], COVERAGE)


def _mean(one: Negotiation) -> float:
    return points(one.question, float(one.actors.position.mean()))


def _forecast_ends(one: Negotiation) -> tuple[float, float]:
    return points(one.question, one.low), points(one.question, one.high)


def _span(one: Negotiation) -> tuple[float, float]:
    positions = one.actors.position
    return points(one.question, float(positions.min())), points(one.question, float(positions.max()))


def _middle(one: Negotiation) -> tuple[float, float]:
    return 50 - 50 * COVERAGE, 50 + 50 * COVERAGE


INTERVALS = {"model": _forecast_ends, f"middle {COVERAGE:.0%} of the scale": _middle, "span of the positions": _span}


def _sure_of_reference(one: Negotiation) -> Floats:
    stays = one.question.positions == one.question.reference
    return np.asarray(np.where(stays, SURE, (1 - SURE) / (len(stays) - 1)))


def _equal(one: Negotiation) -> Floats:
    count = len(one.probability)
    return np.full(count, 1 / count)


def _heads(one: Negotiation) -> Floats:
    """The share of the actors nearest to each alternative, with one more for each."""
    nearest = [one.question.nearest(float(position)) for position in one.actors.position]
    counts = np.array([nearest.count(alternative) + 1 for alternative in one.question.alternatives])
    return np.asarray(counts / counts.sum())


def _nearest_to_the_mean(issues: pd.DataFrame) -> list[Floats]:
    """The alternative nearest to the mean, as often right as in the issues of other agendas; the others alike."""
    named = [one.question.nearest(float(one.actors.position.mean())) for one in issues["negotiation"]]
    right, agendas = issues["happened"].to_numpy() == np.array(named), issues["agenda"].to_numpy()
    found = []
    for one, name, agenda in zip(issues["negotiation"], named, agendas, strict=True):
        elsewhere = right[agendas != agenda]
        sure = (elsewhere.sum() + 1) / (len(elsewhere) + 2)
        hit = np.array([alternative == name for alternative in one.question.alternatives])
        found.append(np.where(hit, sure, (1 - sure) / (len(hit) - 1)))
    return found


CHANCES: dict[str, Callable[[Negotiation], Floats]] = {
    "model": lambda one: one.probability,
    "equal chances": _equal,
    "status quo at 90 %": _sure_of_reference,
    "heads nearest to each": _heads,
}


def _log(one: Negotiation, chances: Floats, happened: str, came: float) -> float:
    return float(log_score([chances], [one.question.alternatives.index(happened)], LEAST_PROBABILITY)[0])


def _brier(one: Negotiation, chances: Floats, happened: str, came: float) -> float:
    return float(brier([chances], [one.question.alternatives.index(happened)])[0])


def _crps(one: Negotiation, chances: Floats, happened: str, came: float) -> float:
    places = [points(one.question, float(place)) for place in one.question.positions]
    return float(crps_ensemble([places], [came], [chances])[0])


LOSSES: dict[str, tuple[str, Callable[[Negotiation, Floats, str, float], float]]] = {
    "log score": ("nats", _log),
    "Brier score": ("0 to 2", _brier),
    "CRPS": (POINTS, _crps),
}


def _column(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(dtype=float)
