"""The answer of a study of shocks, whose words follow the sum; what lies beside it is named and not added.

Of the subjects a state gains or loses where the interval of its sum lies on one side of zero (`steppe.methods.signs`).
Where no counted channel moves a subject, nothing is added up, and the answer says what lies beside. A state without a
sum is named with what is missing. Every figure has the year of the GDP that it is a part of, and two digits at most:
amounts, prices and volumes on record have no more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from steppe.display.format import change, count_word, listed, span
from steppe.methods.answer import MOST_WORDS, Answer, Verdict
from steppe.methods.shock.recorded import RECORDED
from steppe.methods.shock.study import ShockStudy
from steppe.methods.shock.tables import happened
from steppe.methods.signs import MEASURABLE, Standing, standing_of
from steppe.methods.summary import summary
from steppe.scenario.parties import states_of
from steppe.world.points import replicate

if TYPE_CHECKING:
    from steppe.methods.income.cases import Case
    from steppe.methods.income.channel import Array

NAMED = 3
"""How many subjects an answer names with their figures."""
SPARE = 3
"""Words that names of states may take more than their codes."""
UNIT = "% of GDP"

Row = tuple[str, float, float, float, float]
"""Subject, median, low, high, error."""


def answer(study: ShockStudy, main: Case, cases: Mapping[str, Case]) -> Answer:
    """Verdict, sentence and caveat of the main case."""
    subjects = states_of(main.ask.world, study.answer.subjects, main.ask.events[0].event.date)
    if study.answer.record:
        return RECORDED[study.answer.record](main.ask, subjects)
    if study.beside is not None:
        return _came(study, main, subjects)
    rows = [row for row in _rows(main, main.total, subjects) if not np.isnan(row[1])]
    gone = [state for state in subjects if state not in {row[0] for row in rows}]
    how = {row[0]: standing_of(*row[1:]) for row in rows}
    sure = [row for row in rows if how[row[0]] in ("gains", "loses")]
    if sure:
        verdict, sentence = _verdict(how), _figures(sure, main.ask.year)
    elif any(standing == "open" for standing in how.values()):
        verdict, sentence = Verdict.OPEN, _figures([row for row in rows if how[row[0]] == "open"], main.ask.year)
    elif gone and not rows:
        verdict, sentence = Verdict.NOT_ANSWERABLE, f"{listed(gone)}: what it takes is not on record."
    else:
        return _beside(study, main, subjects)
    if study.answer.condition:
        verdict, sentence = Verdict.ASSUMED, f"If {study.answer.condition}: {sentence}"
    sentence = " ".join([sentence, *_also(study, cases, subjects)])
    return _fitting(verdict, sentence, [*_outside(main, subjects), *_left_out(study), *_unknown(gone)])


def _rows(case: Case, values: Array, subjects: tuple[str, ...]) -> list[Row]:
    at = [case.ask.states.index(state) for state in subjects]
    parts = summary(values[:, at], replicate(len(values)))
    made = [(str(state), *(float(v) for v in figures)) for state, *figures in zip(subjects, *parts, strict=True)]
    return sorted(made, key=lambda row: -abs(row[1]))  # type: ignore[arg-type]


def _verdict(how: Mapping[str, Standing]) -> Verdict:
    signs = {standing for standing in how.values() if standing in ("gains", "loses")}
    return Verdict.BOTH if len(signs) == 2 else Verdict.GAINS if "gains" in signs else Verdict.LOSES


def _also(study: ShockStudy, cases: Mapping[str, Case], subjects: tuple[str, ...]) -> list[str]:
    """The figures of variants that have a condition of their own, where an interval lies on one side of zero."""
    told = []
    for variant in study.variant:
        case = cases[variant.name]
        rows = [row for row in _rows(case, case.total, subjects) if not np.isnan(row[1])] if variant.condition else []
        sure = [row for row in rows if standing_of(*row[1:]) in ("gains", "loses")]
        figures = listed([f"{row[0]} {change(row[1], _coarse(row[1], row[4]))}" for row in sure[:NAMED]])
        told += [f"If {variant.condition}: {figures} in {case.ask.year}."] if sure else []
    return told


def _coarse(value: float, error: float | None = None) -> float:
    """Error with which a figure of record shows two digits, or fewer if its Monte Carlo error asks for that.

    Examples
    --------
    >>> change(-12.18, _coarse(-12.18)), change(-8.312, _coarse(-8.312)), change(0.0652, _coarse(0.0652))
    ('−12', '−8.3', '+0.065')
    """
    place = math.floor(math.log10(abs(value))) if value else -2
    return max(error or 0.0, 10.0 ** (place - 1) / 2)


def _figures(rows: list[Row], year: int) -> str:
    """`ARM −3.2 % of GDP in 2023 (−3.3 to −2.9), BLR −9.1, MDA −1.2 and two more.`"""
    first, *others = rows[:NAMED]
    state, value, low, high, error = first
    told = [
        f"{state} {change(value, _coarse(value, error))} {UNIT} in {year} ({span(low, high, _coarse(value, error))})"
    ]
    told += [f"{row[0]} {change(row[1], _coarse(row[1], row[4]))}" for row in others]
    rest = len(rows) - NAMED
    more = [f"{count_word(rest)} more"] if rest > 0 else []
    return f"{listed([*told, *more])}."


def _beside(study: ShockStudy, main: Case, subjects: tuple[str, ...]) -> Answer:
    """Nothing in the sum moves: what lies beside it, and why it is not in it."""
    parts = [part for part in main.parts if part.moves and not part.counted]
    known = [row for row in _rows(main, main.beside, subjects) if not np.isnan(row[1])] if parts else []
    moved = [row for row in known if max(abs(row[2]), abs(row[3])) >= MEASURABLE]
    assumed = all(part.effect.kind == "assumed" for part in parts)
    if not moved:
        ways = listed([part.channel.title.lower() for part in parts])
        what = f"Through {ways} alone, no assumed change" if parts and assumed else "No change"
        least = f"{what} reaches {MEASURABLE} {UNIT} in {main.ask.year}."
        verdict = Verdict.ASSUMED if parts and assumed else Verdict.NOTHING
        return _fitting(verdict, least, _left_out(study))
    why = "assumed" if assumed else "the score only ties with simple rules"
    verdict = Verdict.ASSUMED if assumed or study.answer.condition else Verdict.OPEN
    condition = f"If {study.answer.condition}: " if study.answer.condition else ""
    sentence = f"{condition}{_figures(moved, main.ask.year)} Not counted: {why}."
    return _fitting(verdict, sentence, _left_out(study))


def _came(study: ShockStudy, main: Case, subjects: tuple[str, ...]) -> Answer:
    """What is on record, the largest changes of remittances first, and what the channel says beside it."""
    assert study.beside is not None
    frame = happened(main.ask.world, main, study.beside).set_index("state").loc[list(subjects)]
    frame = frame.dropna(subset=["remittances_changed", "transfers_modelled"])
    if frame.empty:
        return Answer(Verdict.NOT_ANSWERABLE, f"What came of it by {study.beside} is not on record.")
    frame = frame.loc[frame["remittances_changed"].sort_values().index[:NAMED]]
    came = frame["remittances_changed"]
    of_gdp = [f" {UNIT} of {main.ask.year}", *[""] * (NAMED - 1)]
    told = [
        f"{change(value, _coarse(value))}{unit} in {state}"
        for unit, (state, value) in zip(of_gdp, came.items(), strict=False)
    ]
    model = listed([change(value, _coarse(value)) for value in frame["transfers_modelled"]])
    counted = any(part.counted and part.channel.name == "transfers" and part.moves for part in main.parts)
    sentence = f"From {main.ask.year} to {study.beside} all remittances changed by {listed(told)}."
    beside = f"Estimated{'' if counted else ', not counted'}, from RUS alone: {model}."
    return _fitting(Verdict.RECORDED, sentence, [beside, *_left_out(study)])


def _outside(main: Case, subjects: tuple[str, ...]) -> list[str]:
    """What lies beside the sum and is larger than what can be measured."""
    at = [main.ask.states.index(state) for state in subjects]
    found = {}
    for part in main.parts:
        if part.moves and not part.counted:
            size = float(np.nanmax(np.abs(np.nanmedian(part.effect.values[:, at], axis=0)), initial=0.0))
            if size >= MEASURABLE:
                found[part.channel.title.lower()] = size
    return [f"Beside the sum: {listed(list(found))}."] if found else []


def _unknown(gone: list[str]) -> list[str]:
    return [f"Not on record for {listed(gone)}."] if gone else []


def _left_out(study: ShockStudy) -> list[str]:
    return [f"Left out: {study.answer.left_out}."] if study.answer.left_out else []


def _fitting(verdict: Verdict, sentence: str, caveats: list[str]) -> Answer:
    """As many caveats as there is room for, the first ones first."""
    kept: list[str] = []
    for caveat in caveats:
        if Answer(verdict, sentence, " ".join([*kept, caveat])).words <= MOST_WORDS - SPARE:
            kept.append(caveat)
    return Answer(verdict, sentence, " ".join(kept))
