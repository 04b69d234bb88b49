"""The answer of the equilibrium, whose words follow the numbers.

In the main case at the depth asked for, each subject of a study is one of five: it *gains* or *loses* where its
interval lies on one side of zero by more than twice the Monte Carlo error, the change is measurable, and no check of
the run turns the sign; the sign *turns* where a check does; there is *nothing* where no more than `MEASURABLE` is at
stake; and else it is *open*. States at war and states under the same sanctions are not reported as winners.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from steppe.display.format import change, count_word, listed, span
from steppe.methods.answer import MOST_WORDS, Answer, Verdict
from steppe.methods.equilibrium.robustness import CENTRE
from steppe.methods.equilibrium.study import EquilibriumStudy
from steppe.methods.signs import MEASURABLE, standing_of

NOTHING = 0.0005
"""Per cent below which a change is called none: half a unit of the third decimal place."""

NAMES_TAKE = 2
"""Words that names of states may take more than their codes."""

LARGE = 5.0
"""Remittances, % of GDP, from which on an answer says that it leaves them out."""

NAMED = 2
"""How many subjects of each sign an answer names."""

UNITS = {"gdp_equivalent": "% of GDP", "exports": "% of exports", "imports": "% of imports"}

CHECKS = {
    "trade elasticity": "the trade elasticity",
    "closure": "how trade balances adjust",
    "baseline": "the year of the trade",
    "domestic sales": "what is sold at home",
}
"""The choices that a check changes, in words."""


def verdict(low: float, high: float) -> str:
    """`gains`, `loses`, `may gain or lose`, or `does not change`, from an interval.

    Examples
    --------
    >>> verdict(0.1, 0.7), verdict(-0.2, 0.7), verdict(-0.4, -0.1), verdict(0.0, 0.0)
    ('gains', 'may gain or lose', 'loses', 'does not change')
    """
    if max(abs(low), abs(high)) < NOTHING:
        return "does not change"
    if low > 0:
        return "gains"
    return "loses" if high < 0 else "may gain or lose"


def turned(checks: pd.DataFrame) -> dict[str, str]:
    """Subjects whose sign a check turns, or takes away, and the first check that does."""
    centre = checks[checks["check"].eq(CENTRE)].set_index("subject")["value"]
    others = checks[checks["check"].ne(CENTRE)]
    against = others[others["value"] * others["subject"].map(centre) <= 0]
    return dict(against.drop_duplicates("subject")[["subject", "check"]].to_numpy().tolist())


def standing(rows: pd.DataFrame, turns: Mapping[str, str]) -> pd.Series[str]:
    """`gains`, `loses`, `turns`, `nothing` or `open` by subject; rows have value, low, high, error by subject."""

    def of(subject: str, low: float, high: float, value: float, error: float) -> str:
        found = standing_of(value, low, high, error)
        return "turns" if found in ("gains", "loses") and subject in turns else found

    words = [of(str(row.Index), row.low, row.high, row.value, row.error) for row in rows.itertuples()]
    return pd.Series(words, index=rows.index, dtype=object)


def answer(
    study: EquilibriumStudy, rows: pd.DataFrame, turns: Mapping[str, str], remitted: Mapping[str, float]
) -> Answer:
    """Verdict, sentence and caveat.

    Parameters
    ----------
    rows
        The measure of the answer in the main case at the depth asked for: value, low, high and error by subject.
    turns
        Subjects whose sign a check turns (`turned`).
    remitted
        Remittances received by subject, % of GDP.
    """
    rows = rows.loc[list(study.answer.subjects)]
    rows = rows.reindex(rows["value"].abs().sort_values(ascending=False, kind="stable").index)
    how = standing(rows, turns)
    quoted = how.isin(["gains", "loses"]) & ~(how.eq("gains") & how.index.isin(study.answer.belligerents))
    of = {word: rows[how.eq(word)] for word in ("turns", "open", "nothing")}
    of["turns"] = of["turns"][~of["turns"].index.isin(study.answer.belligerents)]
    sure = rows[quoted]
    if len(sure):
        signs = set(how[quoted])
        said = Verdict.BOTH if len(signs) == 2 else Verdict.GAINS if "gains" in signs else Verdict.LOSES
        sentence, aside = _sure(sure, study), _aside(of, turns)
        if study.answer.condition:
            said, sentence = Verdict.ASSUMED, f"If {study.answer.condition}: {sentence}"
    elif len(of["open"]):
        said, sentence, aside = Verdict.OPEN, _open(of["open"], study), ""
    elif len(of["turns"]):
        said, sentence, aside = Verdict.TURNS, _first(of["turns"], study) + ".", _aside(of, turns)
    else:
        least = f"No change reaches {MEASURABLE} {UNITS[study.answer.measure]}."
        said, sentence, aside = Verdict.NOTHING, least, ""
    moved = rows if how.eq("nothing").all() else rows[how.ne("nothing")]
    whole, bare = (left_out(study, moved, money) for money in (remitted, {}))
    tries = [" ".join(part for part in parts if part) for parts in ((aside, whole), ("", whole), ("", bare))]
    fits = (one for caveat in tries if (one := Answer(said, sentence, caveat)).words <= MOST_WORDS - NAMES_TAKE)
    return next(fits, Answer(said, sentence, tries[-1]))


def _first(rows: pd.DataFrame, study: EquilibriumStudy) -> str:
    row = rows.iloc[0]
    figures = f"{change(row['value'], row['error'])} {UNITS[study.answer.measure]}"
    return f"{rows.index[0]} {figures} ({span(row['low'], row['high'], row['error'])})"


def _sure(rows: pd.DataFrame, study: EquilibriumStudy) -> str:
    """`RUS −2.5 % of GDP (−4.3 to −1.5) and EU −0.17; BLR +0.65 and two more gain`, the largest first in each sign."""
    first = rows["value"].iloc[0] < 0
    signs = [rows[(rows["value"] < 0) == sign] for sign in (first, not first)]
    told = []
    for own in signs:
        named = [f"{row.Index} {change(row.value, row.error)}" for row in own.iloc[:NAMED].itertuples()]
        named[:1] = [_first(own, study)] if own is signs[0] else named[:1]
        rest = len(own) - NAMED
        verb = "lose" if len(own) and own["value"].iloc[0] < 0 else "gain"
        more = [f"{count_word(rest)} more {verb}{'s' if rest == 1 else ''} less"] if rest > 0 else []
        told += [listed([*named, *more])] if len(own) else []
    return f"{'; '.join(told)}."


def _open(rows: pd.DataFrame, study: EquilibriumStudy) -> str:
    """The subject of the widest interval, and how many have one that includes zero."""
    ends = rows[["low", "high"]].abs().max(axis=1)
    rows = rows.loc[ends.sort_values(ascending=False, kind="stable").index]
    row = rows.iloc[0]
    others = f", the largest of {count_word(len(rows))} that may gain or lose" if len(rows) > 1 else ""
    between = span(row["low"], row["high"], row["error"])
    return f"{rows.index[0]} {between} {UNITS[study.answer.measure]}{others}."


def _aside(of: Mapping[str, pd.DataFrame], turns: Mapping[str, str]) -> str:
    """What the verdict does not speak of: signs that turn, else how many are open."""
    if len(of["turns"]):
        first = str(of["turns"].index[0])
        return f"{first}’s sign depends on {CHECKS[turns[first]]}."
    return f"For {count_word(len(of['open']))} more the data cannot tell." if len(of["open"]) else ""


def left_out(study: EquilibriumStudy, rows: pd.DataFrame, remitted: Mapping[str, float]) -> str:
    """What the model leaves out and is larger than the answer: what the study names, and remittances."""
    if study.answer.measure != "gdp_equivalent":
        return f"Left out: {study.answer.left_out}." if study.answer.left_out else ""
    named = {str(state): remitted.get(str(state), 0.0) for state in rows.index}
    most = max(named, key=lambda state: named[state])
    if named[most] < max(LARGE, abs(rows.loc[most, "value"])):
        most = ""
    money = f"remittances ({named[most]:.0f} % of GDP in {most})" if most else ""
    parts = [part for part in (study.answer.left_out, money) if part]
    return f"Left out: {', '.join(parts)}." if parts else ""
