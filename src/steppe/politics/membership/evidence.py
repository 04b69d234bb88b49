"""How weak the evidence about joining and leaving is, in sentences that follow from the tables."""

from __future__ import annotations

import pandas as pd

from steppe.display.format import listed
from steppe.politics.membership.backtest import MODEL, rank_p
from steppe.politics.membership.model import Model
from steppe.politics.membership.trials import led_by
from steppe.world.world import World

CONVINCING = 0.05
PER_COVARIATE = 10
"""Events for each covariate below which a logit is poorly determined (Peduzzi et al. 1996)."""
NORMAL = 1.645


def shipped_backtest(world: World) -> pd.DataFrame:
    """The regional back-test of the bundle in the columns of `regional_backtest`, ranks counted anew."""
    rows = world.sql("from membership_backtest order by move, year, organization, state")
    rows = rows.rename(columns={"organization": "body", "probability": MODEL})
    grouped = rows.groupby(["move", "year"])[MODEL]
    order, of = grouped.rank(ascending=False), grouped.transform("size")
    return rows.assign(block=rows["body"], rank=order, of=of, percentile=1 - (order - 0.5) / of)


def few(events: int, covariates: int) -> bool:
    """Whether so many events are too few for so many covariates.

    Examples
    --------
    >>> few(6, 10), few(600, 10)
    (True, False)
    """
    return events < PER_COVARIATE * covariates


def weakness(world: World, fitted: Model) -> list[str]:
    """Numbers of events, and how high they stood in the rank of the year before."""
    rows = shipped_backtest(world)
    years = f"{rows['year'].min()}-{rows['year'].max()}"
    russian = led_by(world, fitted.stage.panel)
    inside = rows[rows["body"].isin(russian) & rows["outcome"].eq(1)]
    counts = inside["move"].value_counts()
    moves = int(counts.get("exit", 0) + counts.get("join", 0))
    lead = "Weak evidence" if few(moves, len(fitted.fits["leave"].names) - 1) else "Evidence"
    sentences = [
        f"{lead}: {years} saw {counts.get('exit', 0)} exits or freezes and {counts.get('join', 0)} accessions "
        f"in the bodies that Russia leads ({listed(russian)})."
    ]
    for move, word in (("exit", "Exits and freezes"), ("join", "Accessions")):
        percentile, p, events = rank_p(rows, move)
        verdict = "better than chance" if p < CONVINCING else "no better than chance"
        sentences.append(
            f"{word} in all bodies ranked on average at percentile {percentile:.2f} of their year "
            f"(exact p {p:.3f}, {events} events): {verdict}; a reproduction, since the events were known beforehand."
        )
    return sentences


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
