"""How the rates and the covariates beside them did on later years, in sentences that follow from the tables."""

from __future__ import annotations

import pandas as pd

from steppe.politics.membership.model import Model
from steppe.world.world import World

NORMAL = 1.645


SCORED = ("exits-by-standing", "eu-applicants", "exits-in-the-region")
"""Hindcasts of the scoreboard that say how the rates, and the covariates beside them, did on later years."""


def scored(world: World) -> list[str]:
    """How the rates of standings, the waiting times and the covariates did on later years, from the scoreboard."""
    rows = world.sql("from mechanisms where name in (select unnest($1)) order by name, measure", [list(SCORED)])
    return [
        f"{row.title}, {row.measure}, {row.period}: {row.score:.4f} against {row.baseline_score:.4f} of the best rival "
        f"({row.baseline}), {row.difference:+.4f} ({row.difference_low:+.4f} to {row.difference_high:+.4f}, 95 %; plus "
        f"is better): {row.verdict}; a reproduction."
        for row in rows.itertuples()
    ]


def tried(table: pd.DataFrame) -> str:
    """Which of the covariates of `trials` stand above chance after allowing for their number, and which failed."""
    passed, failed = table[table["signal"]], table[~table["signal"]]
    count = len(table)
    if passed.empty:
        return f"None of the {count} covariates tried does better than chance: {_semicolons(failed)}."
    named = "; ".join(
        f"{row.covariate} (percentile {row.percentile:.2f}, exact p {row.p:.4f}, {row.p_adjusted:.3f} after allowing "
        f"for {count})"
        for row in passed.itertuples()
    )
    return f"Better than chance among {count} covariates tried: {named}. Failed: {_semicolons(failed)}."


def _semicolons(rows: pd.DataFrame) -> str:
    """Covariates with p alone, and after allowing for all that were tried."""
    return "; ".join(f"{row.covariate} (p {row.p:.3f}, {row.p_adjusted:.2f})" for row in rows.itertuples())


def jointly(fitted: Model) -> str:
    """What is left of the distance to the leader when the other covariates stand beside it."""
    fit = fitted.fits["leave"]
    place = fit.names.index("leader distance")
    value, error = float(fit.coefficients[place]), float(fit.errors[place])
    low, high = value - NORMAL * error, value + NORMAL * error
    clear = "above zero" if low > 0 else "below zero" if high < 0 else "not distinguishable from zero"
    return (
        f"Alongside the other covariates the distance to the leader has a coefficient of {value:.2f} "
        f"({low:.2f} to {high:.2f}, 90 %): {clear}."
    )
