"""What is on record of inducements and coercion, which a study says before what its model says.

Rows are those of `steppe.influence.ledger` toward the states of the study, whoever sent them; a *case* is a bargain,
which may have several rows. Cases are counted, and no rate is taken: the list has what was loud, and offers once they
were signed. Use of force is no row of either kind.

*Order.* Beside the model stands whether it puts states in the order of the record better than trade does. For a power,
take every two states of which one has more cases of that power than the other; count in how many of them the model's
figure (median over the draws) is the larger for the same state, in how many the trade in goods with the power is, in
million USD, and in how many that trade over the state's GDP is. A tie counts as not. This was fixed before any of it
was counted. It is a description: cases were selected by being noticed and come in bursts, and stakes are of one year;
so no score, no interval and no test is made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from steppe.influence.ledger import WHY_NO_RATE, counts
from steppe.methods.patronage.case import Array, Case
from steppe.methods.result import Table

SINCE = 1991
MEASURE = "recorded cases"
NAMED = 2
"""Powers that an answer names with their cases."""
NOTES = (
    "Cases are the bargains of the ledger of inducements and coercion (`steppe episodes`) toward these states since "
    f"{SINCE}; measures of members of the European Union are their own. {WHY_NO_RATE[0]}",
    "Of states ordered by cases, by the model and by trade the pairs are counted that agree. It is a description of a "
    "list that was selected by being noticed and comes in bursts: no score, and no test.",
    "What each case was, what was asked and what followed: `steppe episodes`.",
)


def rows_of(case: Case, kind: str) -> pd.DataFrame:
    """Rows of the ledger of one kind toward the states of the study."""
    rows = case.record.measures
    return rows[rows["kind"].eq(kind)]


def cases(case: Case, kind: str) -> pd.DataFrame:
    """Number of cases by state and power: one row a state, one column a power that the answer keeps to."""
    found = rows_of(case, kind).groupby(["target", "sender"])["bargain"].nunique().unstack(fill_value=0)
    found = found.reindex(index=list(case.states), columns=list(case.chosen), fill_value=0)
    return found.rename_axis(index="state", columns=None).reset_index()


def results(case: Case, kind: str) -> pd.DataFrame:
    """Rows of results with the cases on record; a pair without one has no row, since the list is not complete."""
    rows = rows_of(case, kind)
    table = cases(case, kind)
    parts = [
        case.plain(MEASURE, "cases", table[power].to_numpy(float), partner=power, basis="reported")
        for power in case.chosen
    ]
    found = pd.concat(parts)
    last = rows["start"].max().year if len(rows) else case.record.year
    return found[found["value"].gt(0)].assign(year=last)


def lead(case: Case, kind: str) -> str:
    """The sentence of the record: how many cases there are, and who made most of them."""
    rows = rows_of(case, kind)
    rows = rows[rows["target"].isin(case.subjects)]
    made = [(power, int(rows.loc[rows["sender"].eq(power), "bargain"].nunique())) for power in case.chosen]
    made = sorted(made, key=lambda one: -one[1])[:NAMED]
    words = [f"{power}{' made' if not place else ''} {count or 'none'}" for place, (power, count) in enumerate(made)]
    return f"Of {rows['bargain'].nunique()} cases of {kind} since {SINCE}, {', '.join(words)}."


def tables(case: Case, kind: str, figures: Array) -> tuple[Table, ...]:
    """Cases by state and power, by sender, and the order of states; `figures` of shape (N, S, K)."""
    rows = rows_of(case, kind)
    return (
        Table("cases", f"cases of {kind} on record, {SINCE} to now", cases(case, kind)),
        Table(
            "senders",
            f"{kind} by sender, all senders on record",
            counts(rows, kind, ["sender"])[["sender", "bargains", "rows"]],
        ),
        Table("order", "pairs of states in the order of the record", order(case, kind, figures)),
    )


def order(case: Case, kind: str, figures: Array) -> pd.DataFrame:
    """How many pairs of states the model, trade and trade over GDP put in the order of the record; see the module."""
    table, record = cases(case, kind), case.record
    over_gdp = record.trade * record.openness[:, None]
    rows = []
    for power in case.chosen:
        place = case.powers.index(power)
        seen = table[power].to_numpy(float)
        beside = (np.median(figures[..., place], axis=0), over_gdp[:, place] * record.gdp, over_gdp[:, place])
        alike = [agreeing(seen, one) for one in beside]
        rows.append((power, int(seen.sum()), alike[0][1], *(count for count, _ in alike)))
    columns = ["power", "cases", "pairs", "by_the_model", "by_trade", "by_trade_over_gdp"]
    return pd.DataFrame(rows, columns=columns)


def agreeing(seen: Sequence[float] | Array, other: Sequence[float] | Array) -> tuple[int, int]:
    """Pairs that `other` puts in the order of `seen`, and pairs that differ in `seen`.

    Examples
    --------
    >>> agreeing([3, 1, 1], [9.0, 2.0, 5.0]), agreeing([3, 1, 0], [1.0, 1.0, 2.0])
    ((2, 2), (0, 3))
    """
    differ = [(a, b) for a, b in combinations(range(len(seen)), 2) if seen[a] != seen[b]]
    same = sum((seen[a] - seen[b]) * (other[a] - other[b]) > 0 for a, b in differ)
    return int(same), len(differ)
