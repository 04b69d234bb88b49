"""Two runs side by side, draw by draw.

Runs with the same seed and the same number of draws share every random number, so the spread of their difference is
that of the policies and not of the draws. Runs that do not are refused.
"""

from __future__ import annotations

import pandas as pd

from steppe.display.interval import LEVEL, LEVEL_WORDS
from steppe.methods.equilibrium.measures import MEASURES
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.study import MAIN
from steppe.methods.equilibrium.words import verdict
from steppe.methods.method import Comparison
from steppe.methods.result import Result
from steppe.world.errors import UserError
from steppe.world.names import look_alike

KEYS = ["depth", "draw", "subject"]


def compare(first: EquilibriumResult, second: Result, *, case: str, measure: str) -> Comparison:
    """What the second run has more than the first, at its own depth in the rows that are shown."""
    rows = differences(first, second, case=case, measure=measure)
    depth = second.settings["depth"]
    notes = [
        f"difference: {second.run} less {first.run}, draw by draw on the same random numbers; low to high hold "
        f"{LEVEL_WORDS} of the draws.",
        f"Depth {depth}; `--format csv` has every depth.",
    ]
    return Comparison(rows, rows[rows["depth"].eq(depth)].drop(columns=["depth", "level"]), notes)


def differences(
    first: Result, second: Result, *, case: str = MAIN, other_case: str | None = None, measure: str = "gdp_equivalent"
) -> pd.DataFrame:
    """What the second run has more than the first, by depth and subject.

    Parameters
    ----------
    case, other_case
        Case of the first and of the second run; the same by default.
    measure
        One of `MEASURES`.

    Returns
    -------
    Columns depth, subject, first, second, difference (medians), low, high, level, verdict.

    Raises
    ------
    UserError
        The runs do not share their draws, or there is no such case or measure.
    """
    if (first.seed, first.draws) != (second.seed, second.draws):
        raise UserError(
            f"{first.run} has {first.draws} draws with seed {first.seed}, {second.run} has {second.draws} with seed "
            f"{second.seed}: run one of them again with the other's --draws and --seed"
        )
    if measure not in MEASURES:
        raise UserError(f'there is no measure "{measure}"{look_alike(measure, MEASURES)}; say {", ".join(MEASURES)}')
    one, two = _draws(first, case, measure), _draws(second, other_case or case, measure)
    both = one.merge(two, on=KEYS, suffixes=("_first", "_second"), validate="one_to_one")
    if both.empty:
        raise UserError(f"{first.run} and {second.run} have no subject in common")
    both["difference"] = both[f"{measure}_second"] - both[f"{measure}_first"]
    groups = both.groupby(["depth", "subject"], sort=False)
    table = groups[[f"{measure}_first", f"{measure}_second", "difference"]].median()
    table.columns = ["first", "second", "difference"]
    table["low"] = groups["difference"].quantile((1 - LEVEL) / 2)
    table["high"] = groups["difference"].quantile((1 + LEVEL) / 2)
    table["level"] = LEVEL
    table["verdict"] = [verdict(row.low, row.high) for row in table.itertuples()]
    return table.reset_index()


def _draws(result: Result, case: str, measure: str) -> pd.DataFrame:
    if not isinstance(result, EquilibriumResult):
        raise UserError(
            f"{result.run} is a run of method {result.method}; only runs of the equilibrium are compared draw by draw"
        )
    rows = result.samples[result.samples["case"].eq(case)]
    if rows.empty:
        cases = list(dict.fromkeys(result.samples["case"]))
        raise UserError(f'{result.run} has no case "{case}"{look_alike(case, cases)}; it has {", ".join(cases)}')
    return rows[[*KEYS, measure]]
