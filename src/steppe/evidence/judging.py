"""How measures are judged: the rules of a verdict, the same for every claim.

A measure *holds* when its answer meets the claim within the rounding of the printed figure; *in part* when some parts
of it do, or when it misses by no more than the spread of the records. With x the answer of a measure of one figure and
[l, h] the least and the greatest record of it, over all measures of the figure:

    spread = (max(x, h) - min(x, l)) / 2

An answer that falls short and comes from a list of what was found (`lower_bounds.csv`) is a *lower bound*: nothing
follows from it. With the measures that do not hold on one side of the claim, or of any part of it:

    type                                     all hold      none holds, not in part      otherwise
    descriptive, forecast, interpretive      supported     contradicted                 mixed
    causal                                   consistent    inconsistent                 undetermined
    possibility                              supported     undetermined                 supported

and undetermined where all are lower bounds, or none holds and they lie on both sides. The reasons stand in
`docs/explanation/claims-and-verdicts.md`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from steppe.evidence.claims import Claimed, Measure, Type
from steppe.evidence.query import Measurement, Scalar

Met = Literal["yes", "no", "in part", "lower bound", "no data"]
Part = Scalar | tuple[str, ...]
UNDETERMINED = "undetermined"
COMPUTED = ("supported", "mixed", "contradicted", "consistent", UNDETERMINED, "inconsistent")
_WORDS: Mapping[Type, tuple[str, str, str]] = {
    "descriptive": ("supported", "mixed", "contradicted"),
    "forecast": ("supported", "mixed", "contradicted"),
    "interpretive": ("supported", "mixed", "contradicted"),
    "causal": ("consistent", UNDETERMINED, "inconsistent"),
    "possibility": ("supported", "supported", UNDETERMINED),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one measure came out.

    spread
        Half the distance between the records of the figure, where it has several; 0 elsewhere.
    sides
        For each part that does not hold, `above` or `below` what is claimed; a part without order has no side.
    """

    met: Met
    spread: float = 0.0
    sides: Mapping[str, str] = field(default_factory=dict)


@cache
def lower_bounds() -> Mapping[str, str]:
    """Queries that count in a list of what was found, with the reason why the list is not complete."""
    with files("steppe.evidence").joinpath("lower_bounds.csv").open(encoding="utf-8") as handle:
        return {row["query"]: row["why"] for row in csv.DictReader(handle)}


def judge(asked: Sequence[tuple[Measure, Claimed, Measurement]]) -> list[Outcome]:
    """The outcome of every measure of a claim, from what it asks, what is claimed of it and what it answers."""
    spreads = {claimed: _spreads(answer for _, one, answer in asked if one == claimed) for _, claimed, _ in asked}
    return [_outcome(measure, claimed, answer, spreads[claimed]) for measure, claimed, answer in asked]


def verdict(kind: Type, outcomes: Iterable[Outcome]) -> str:
    """The verdict on a claim of a type."""
    known = [one for one in outcomes if one.met != "no data"]
    if not known:
        return "not testable here"
    yes, some, no = _WORDS[kind]
    if all(one.met == "yes" for one in known):
        return yes
    if any(one.met in ("yes", "in part") for one in known):
        return some
    missed = [one for one in known if one.met == "no"]
    sides = {(part, side) for one in missed for part, side in one.sides.items()}
    bracketed = any((part, "below") in sides for part, side in sides if side == "above")
    return UNDETERMINED if bracketed or not missed else no


def _parts(answer: Measurement) -> Mapping[str, Part]:
    return answer.value if isinstance(answer.value, Mapping) else {"": answer.value}


def _is_number(value: Part) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _spreads(answers: Iterable[Measurement]) -> dict[str, float]:
    """Half the distance between the records of each part of a figure."""
    found: dict[str, list[float]] = {}
    for answer in answers:
        for part, value in _parts(answer).items():
            if _is_number(value):
                found.setdefault(part, []).extend([float(value), *answer.records.get(part, ())])  # type: ignore[arg-type]
    return {part: (max(values) - min(values)) / 2 for part, values in found.items()}


def _outcome(measure: Measure, claimed: Claimed, answer: Measurement, spreads: Mapping[str, float]) -> Outcome:
    """The outcome of one measure: of its parts taken together."""
    spread = max(spreads.values(), default=0.0) if claimed.value is not None else 0.0
    listed = bool({measure.query, measure.args.get("query")} & lower_bounds().keys())
    met: list[Met] = []
    sides: dict[str, str] = {}
    for part, value in _parts(answer).items():
        near = claimed.value is not None and spreads.get(part, 0.0)
        side = _side(claimed, value)
        if claimed.met_by(value):
            met.append("yes")
        elif listed and side == "below":
            met.append("lower bound")
        elif _is_number(value) and _reached(claimed, float(value), answer.records.get(part), float(near)):  # type: ignore[arg-type]
            met.append("in part")
        else:
            met.append("no")
            sides |= {part: side} if side else {}
    for whole in ("yes", "lower bound"):
        if all(one == whole for one in met):
            return Outcome(whole, spread)
    some = any(one in ("yes", "in part") for one in met)
    return Outcome("in part" if some else "no", spread, sides)


def _side(claimed: Claimed, value: Part) -> str:
    """Whether an answer that does not hold lies above or below the claim; empty where there is no order."""
    if claimed.holds is True:
        return "below" if value is False else ""
    if claimed.date is not None:
        return "above" if str(value) > claimed.date else "below"
    if not _is_number(value):
        return ""
    return "above" if float(value) > claimed.interval()[1] else "below"  # type: ignore[arg-type]


def _reached(claimed: Claimed, value: float, records: tuple[float, float] | None, spread: float) -> bool:
    """Whether a number that does not meet a figure is no further from it than the records are apart."""
    if claimed.holds is not None or claimed.date is not None or claimed.states is not None:
        return False
    low, high = claimed.interval()
    least, greatest = records or (value, value)
    return (min(least, value) <= high and max(greatest, value) >= low) or max(low - value, value - high) <= spread
