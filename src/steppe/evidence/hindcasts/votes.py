"""Votes of the twelve in the General Assembly, 2010 to 2019, each year forecast from the years before it.

`past` knows only the past; `others` and `powers` are given how the others, and the powers, vote in the same roll call.
All are scored on the same votes (see `steppe.politics.votes.backtest`): log score and Brier score over three answers.
Blocks are calendar years, since a year's votes share events and resolutions come back every year.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from steppe.evidence.hindcast import Calibration, Trial, hindcast
from steppe.evidence.scores import Floats, brier, log_score, reliability
from steppe.politics.votes.backtest import backtest
from steppe.politics.votes.rolls import CHOICES
from steppe.world.tables import remembered
from steppe.world.world import World

PAST = ("base rate", "own last on issue", "own last on title", "own record")
PRESENT = (*PAST, "share of the others", "copy Russia", "own record, given the others")
POWERS = (*PRESENT, "own record, given the powers")
CHANCES = ["p_yes", "p_abstain", "p_no"]
KEYS = ["roll_call", "state"]
BINS = 5


@remembered(maxsize=1)
def _forecasts(world: World) -> pd.DataFrame:
    """The back-test, a row a vote and model, in the same order of votes for each model."""
    return backtest(world).sort_values(["model", "roll_call", "state"], ignore_index=True)


@hindcast(
    "votes-from-the-past",
    "A state's vote: what is known before it",
    "politics",
    "forecast",
    mechanism="votes, from what is known before",
    quick=False,
)
def votes_from_the_past(world: World) -> Iterable[Trial]:
    """The pure forecast."""
    return _trials(world, "past", PAST, "Only years before are known; settings were chosen on 2000 to 2009.")


@hindcast(
    "votes-given-the-others",
    "A state's vote, given how the others vote",
    "politics",
    "conditional",
    mechanism="votes, given the others",
    quick=False,
)
def votes_given_the_others(world: World) -> Iterable[Trial]:
    """Given the shares of the others."""
    return _trials(world, "others", PRESENT, "Told the shares of the others, the twelve left out; no forecast.")


@hindcast(
    "votes-given-the-powers",
    "A state's vote, given how the others and the powers vote",
    "politics",
    "conditional",
    mechanism="votes, given the others and the powers",
    quick=False,
)
def votes_given_the_powers(world: World) -> Iterable[Trial]:
    """Given the votes of the powers too."""
    evidence = "Told the shares of the others, the twelve left out, and the votes of three powers; no forecast."
    return _trials(world, "powers", POWERS, evidence)


def _trials(world: World, model: str, baselines: tuple[str, ...], evidence: str) -> Iterable[Trial]:
    by_model = {name: rows.reset_index(drop=True) for name, rows in _forecasts(world).groupby("model")}
    rows = by_model[model]
    for name in baselines:
        if not by_model[name][KEYS].equals(rows[KEYS]):
            raise ValueError(f"{name} is scored on other votes than {model}")
    came = rows["vote"].map({choice: place for place, choice in enumerate(CHOICES)}).to_numpy()
    block = rows["year"].to_numpy()
    calibration = [
        Calibration("reliability", choice, number, bin_)
        for place, choice in enumerate(CHOICES)
        for number, bin_ in enumerate(reliability(rows[CHANCES[place]], came == place, block, BINS))
    ]
    states, calls = rows["state"].nunique(), rows["roll_call"].nunique()
    for measure, unit, score in (("log score", "nats", log_score), ("Brier score", "0 to 2", brier)):
        losses: dict[str, Floats] = {name: score(by_model[name][CHANCES], came) for name in (model, *baselines)}
        yield Trial(
            measure=measure,
            unit=unit,
            scores=losses.pop(model),
            baselines=losses,
            block=block,
            of="year",
            period=f"{block.min()}-{block.max()}",
            evidence=f"{states} states on {calls:,} roll calls. {evidence}",
            calibration=calibration if measure == "log score" else (),
        )
