"""The answer in two sentences, whose words follow the numbers.

A subject *gains* where its whole interval is above zero, *loses* where it is below, and else *may gain or lose*. The
first sentence says so for the subjects of the study in the main case at the depth asked for, and who of two gains more
where the study asks. The second says what happens at the other depths, or in the other cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from steppe.display.format import change, dollars, listed, span
from steppe.display.interval import LEVEL_WORDS, interval
from steppe.methods.equilibrium.study import DEPTHS, MAIN, EquilibriumStudy

NOTHING = 0.0005
"""Per cent below which a change is called none: half a unit of the third decimal place."""

SAME = 0.005
"""Percentage points below which two cases are called the same: half a unit of the second decimal place."""

NAMED = 4
"""How many subjects a list names before it counts the rest."""

_OF = {"real_income": "in real income of tradables", "exports": "in exports", "imports": "in imports"}


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


def answer(
    study: EquilibriumStudy,
    cases: pd.DataFrame,
    samples: pd.DataFrame,
    depth: str,
    partners: pd.DataFrame | None = None,
) -> str:
    """Two sentences.

    Parameters
    ----------
    cases
        Rows of `Result.cases`.
    samples
        Rows of `Result.samples`; only read for `versus`.
    depth
        The depth that the first sentence speaks of.
    partners
        The table `partners` where the study asks for it: who replaced whom stands in front of the first sentence.
    """
    measure = study.answer.measure
    rows = cases[cases["measure"].eq(measure) & cases["partner"].eq("") & cases["subject"].isin(study.answer.subjects)]
    main = rows[rows["case"].eq(MAIN)]
    first = _sentence(study, main[main["depth"].eq(depth)], depth, measure)
    if study.answer.versus:
        first = f"{first.removesuffix('.')}; {_versus(study.answer.versus, samples, depth)}."
    if partners is not None:
        first = f"{_replaced(study.answer.subjects[0], partners)}; {first[:1].lower()}{first[1:]}"
    if study.variant:
        return f"{first} {_variants(study, rows[rows['depth'].eq(depth)])}"
    if not has_depth(study):
        return f"{first} No agreement is made or left, so the depth of agreements makes no difference."
    return f"{first} {_depths(main, depth)}"


def has_depth(study: EquilibriumStudy) -> bool:
    """Whether any case makes or leaves an agreement, so that the depth of agreements matters."""
    return any(event.on_agreements for _, events in study.cases.values() for event in events)


def _sentence(study: EquilibriumStudy, rows: pd.DataFrame, depth: str, measure: str) -> str:
    parts = [_group(rows, word) for word in ("gains", "loses", "may gain or lose", "does not change")]
    phrases = "; ".join(part for part in parts if part)
    what = study.answer.change or "This"
    at = f", at depth {depth}" if has_depth(study) else ""
    return f"{what[:1].upper()}{what[1:]}{at}, {_OF[measure]}: {phrases} ({LEVEL_WORDS} intervals)."


def _group(rows: pd.DataFrame, word: str) -> str:
    """`UZB +0.70 % (+0.21 to +1.20) gains`, all of one verdict together, the largest first."""
    mine = rows[[verdict(row.low, row.high) == word for row in rows.itertuples()]]
    if mine.empty:
        return ""
    mine = mine.reindex(mine["value"].abs().sort_values(ascending=False, kind="stable").index)
    if word == "does not change":
        return f"{_list([str(s) for s in mine['subject']])} {'do' if len(mine) > 1 else 'does'} not change"
    phrases = [f"{row.subject} {_interval(row)}" for row in mine.itertuples()]
    plural = {"gains": "gain", "loses": "lose"}
    verb = word if len(mine) == 1 else plural.get(word, word)
    return f"{_list(phrases)} {verb}"


def _interval(row: Any) -> str:
    return f"{change(row.value)} % ({span(row.low, row.high)})"


def _list(items: Sequence[str]) -> str:
    if len(items) > NAMED:
        items = [*items[: NAMED - 1], f"{len(items) - NAMED + 1} more"]
    return listed(items)


def _depths(main: pd.DataFrame, depth: str) -> str:
    """What the other depths say of the same subjects."""
    phrases = []
    for other in DEPTHS:
        if other == depth:
            continue
        rows = main[main["depth"].eq(other)]
        words = [verdict(row.low, row.high) for row in rows.itertuples()]
        phrases.append(f"at depth {other} {_tally(words)}")
    text = "; ".join(phrases)
    return f"{text[:1].upper()}{text[1:]}."


def _tally(words: Sequence[str]) -> str:
    """`all of 5 gain`, `3 of 5 gain and 2 may gain or lose`."""
    plural = {"gains": "gain", "loses": "lose", "does not change": "do not change"}
    counts = {word: words.count(word) for word in ("gains", "loses", "may gain or lose", "does not change")}
    present = {word: count for word, count in counts.items() if count}
    if len(present) == 1:
        word = next(iter(present))
        if word == "may gain or lose":
            return f"every interval of {len(words)} contains zero" if len(words) > 1 else "the interval contains zero"
        return f"all of {len(words)} {plural.get(word, word)}" if len(words) > 1 else f"it {word}"
    parts = [f"{count} {plural.get(word, word) if count > 1 else word}" for word, count in present.items()]
    return f"of {len(words)}, {_list(parts)}"


def _variants(study: EquilibriumStudy, rows: pd.DataFrame) -> str:
    """What the other cases say of the subject whom they move most, and of all."""
    main = rows[rows["case"].eq(MAIN)].set_index("subject")["value"]
    phrases = []
    for variant in study.variant:
        mine = rows[rows["case"].eq(variant.name)].set_index("subject", drop=False)
        moved = (mine["value"] - main).abs()
        row = mine.loc[moved.idxmax()]
        if moved.max() < SAME:
            phrases.append(f"{variant.title}: no figure moves by {2 * SAME:g} points")
            continue
        tally = _tally([verdict(one.low, one.high) for one in mine.itertuples()])
        word, before = verdict(row["low"], row["high"]), change(float(main[row["subject"]]))
        phrases.append(f"{variant.title}: {row['subject']} {word}, {_interval(row)} instead of {before} %, and {tally}")
    text = "; ".join(phrases)
    return f"{text[:1].upper()}{text[1:]}."


def _replaced(state: str, partners: pd.DataFrame) -> str:
    """Whose share in a state's trade rose most and whose fell most, from the table `partners`."""
    first, last = (name for name in partners.columns if str(name).isdigit())
    phrases = []
    for flow, rows in partners.groupby("flow", sort=False):
        up, down = (rows.loc[place] for place in (rows["change"].idxmax(), rows["change"].idxmin()))
        moves = [
            f"{row['partner']} {word} from {row[first]:.1f} to {row[last]:.1f} %"
            for row, word in ((up, "rose"), (down, "fell"))
        ]
        phrases.append(f"{listed(moves)} of {flow}")
    return f"In the trade of {state} from {first} to {last}, {listed(phrases)}"


def _versus(two: Sequence[str], samples: pd.DataFrame, depth: str) -> str:
    """Who of two gains more dollars, draw by draw."""
    rows = samples[samples["case"].eq(MAIN) & samples["depth"].eq(depth)]
    gains = rows.pivot(index="draw", columns="subject", values="gain")
    difference = gains[two[0]] - gains[two[1]]
    low, high = interval(difference)
    money = f"by {dollars(difference.mean())} ({dollars(low)} to {dollars(high)})"
    if low > 0:
        return f"{two[0]} gains more dollars than {two[1]}, {money}"
    if high < 0:
        return f"{two[0]} gains fewer dollars than {two[1]}, {money}"
    spread = f"{dollars(difference.mean())} ({dollars(low)} to {dollars(high)})"
    return f"which of {two[0]} and {two[1]} gains more dollars is open, the difference being {spread}"
