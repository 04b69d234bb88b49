"""The answer of a study of shocks, whose words follow the sum; what lies beside it is named and not added.

Of the subjects a state gains or loses where the interval of its sum lies on one side of zero (`steppe.methods.signs`).
Where no counted channel moves a subject, nothing is added up, and the answer says what lies beside. A state without a
sum is named with what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from steppe.display.format import change, count_word, listed, span
from steppe.methods.answer import MOST_WORDS, Answer, Verdict
from steppe.methods.shock.study import ShockStudy
from steppe.methods.shock.tables import happened
from steppe.methods.signs import MEASURABLE, Standing, standing_of
from steppe.methods.summary import summary
from steppe.scenario.parties import states_of
from steppe.world.points import replicate

if TYPE_CHECKING:
    from steppe.methods.shock.channel import Array
    from steppe.methods.shock.compute import Case

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
    if study.beside is not None:
        return _came(study, main, subjects)
    rows = [row for row in _rows(main, main.total, subjects) if not np.isnan(row[1])]
    gone = [state for state in subjects if state not in {row[0] for row in rows}]
    how = {row[0]: standing_of(*row[1:]) for row in rows}
    sure = [row for row in rows if how[row[0]] in ("gains", "loses")]
    if sure:
        verdict, sentence = _verdict(how), _figures(sure)
    elif any(standing == "open" for standing in how.values()):
        verdict, sentence = Verdict.OPEN, _figures([row for row in rows if how[row[0]] == "open"])
    elif gone and not rows:
        verdict, sentence = Verdict.NOT_ANSWERABLE, f"{listed(gone)}: what it takes is not on record."
    else:
        return _beside(study, main, subjects)
    if study.answer.condition:
        verdict, sentence = Verdict.ASSUMED, f"If {study.answer.condition}: {sentence}"
    return _fitting(verdict, sentence, [*_outside(main, subjects), *_unknown(gone), *_left_out(study)])


def _rows(case: Case, values: Array, subjects: tuple[str, ...]) -> list[Row]:
    at = [case.ask.states.index(state) for state in subjects]
    parts = summary(values[:, at], replicate(len(values)))
    made = [(str(state), *(float(v) for v in figures)) for state, *figures in zip(subjects, *parts, strict=True)]
    return sorted(made, key=lambda row: -abs(row[1]))  # type: ignore[arg-type]


def _verdict(how: Mapping[str, Standing]) -> Verdict:
    signs = {standing for standing in how.values() if standing in ("gains", "loses")}
    return Verdict.BOTH if len(signs) == 2 else Verdict.GAINS if "gains" in signs else Verdict.LOSES


def _figures(rows: list[Row]) -> str:
    """`ARM −3.2 % of GDP (−3.3 to −2.9), BLR −9 and MDA −1.2; two more less`."""
    first, *others = rows[:NAMED]
    state, value, low, high, error = first
    told = [f"{state} {change(value, error)} {UNIT} ({span(low, high, error)})"]
    told += [f"{row[0]} {change(row[1], row[4])}" for row in others]
    rest = len(rows) - NAMED
    more = [f"{count_word(rest)} more"] if rest > 0 else []
    return f"{listed([*told, *more])}."


def _beside(study: ShockStudy, main: Case, subjects: tuple[str, ...]) -> Answer:
    """Nothing in the sum moves: what lies beside it, and why it is not in it."""
    parts = [part for part in main.parts if part.moves and not part.counted]
    known = [row for row in _rows(main, main.beside, subjects) if not np.isnan(row[1])] if parts else []
    moved = [row for row in known if max(abs(row[2]), abs(row[3])) >= MEASURABLE]
    if not moved:
        least = f"No change that counts reaches {MEASURABLE} {UNIT}."
        return _fitting(Verdict.NOTHING, least, _left_out(study))
    assumed = all(part.effect.kind == "assumed" for part in parts)
    why = "assumed" if assumed else "its score does not earn a place in the sum"
    verdict = Verdict.ASSUMED if assumed or study.answer.condition else Verdict.OPEN
    condition = f"If {study.answer.condition}: " if study.answer.condition else ""
    return _fitting(verdict, f"{condition}{_figures(moved)}", [f"Not counted: {why}.", *_left_out(study)])


def _came(study: ShockStudy, main: Case, subjects: tuple[str, ...]) -> Answer:
    """What is on record, the largest changes of remittances first, and what the channel says beside it."""
    assert study.beside is not None
    frame = happened(main.ask.world, main, study.beside).set_index("state").loc[list(subjects)]
    frame = frame.dropna(subset=["remittances_changed", "transfers_modelled"])
    if frame.empty:
        return Answer(Verdict.NOT_ANSWERABLE, f"What came of it by {study.beside} is not on record.")
    frame = frame.loc[frame["remittances_changed"].sort_values().index[:NAMED]]
    record, model = (
        listed([f"{state} {change(value)}" for state, value in frame[name].items()])
        for name in ("remittances_changed", "transfers_modelled")
    )
    counted = any(part.counted and part.channel.name == "transfers" and part.moves for part in main.parts)
    caveat = "" if counted else "The score of the estimate does not count."
    sentence = f"Remittances to {study.beside}, {UNIT}: {record}; the estimate says {model}."
    return _fitting(Verdict.RECORDED, sentence, [caveat, *_left_out(study)] if caveat else _left_out(study))


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
