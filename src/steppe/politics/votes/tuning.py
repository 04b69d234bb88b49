"""How the settings were chosen: forecasts of 2000 to 2009 only, one setting at a time, the best kept.

`python -m steppe.politics.votes.tuning` prints each step of one more pass from `CHOSEN`. It gains .0005 of .703 at
most: two of the settings (`fade`, `ridge_state`) hardly matter within the values tried. Three passes came before, with
wider steps, the first of them with one record on alike resolutions in place of two. `CHOSEN` was committed before the
test and stays. Votes of 2010 and later are cut off before anything is computed. The search for the
settings of the smoothed records (`votes.record`) is printed first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from steppe.politics.votes.backtest import CHOICE, scored_years, scores
from steppe.politics.votes.models import cases
from steppe.politics.votes.record import Smoothing, own_record
from steppe.politics.votes.rolls import NONE, Floats, Rolls, rolls
from steppe.politics.votes.settings import Settings

TUNED = ("past", "others", "powers")
GRID: dict[str, tuple[float, ...]] = {
    "fade": (2, 4, 8),
    "fade_alike": (0.5, 0.75, 1, 2),
    "fade_same": (0.5, 1, 2),
    "sharpness": (4, 6, 9),
    "sharpness_same": (20, 40, 80),
    "across_parts": (0.02, 0.05, 0.1),
    "pseudo": (0.03, 0.1, 0.3),
    "taste": (24, 48, 96),
    "ridge": (1, 3, 10),
    "ridge_state": (3, 10, 30),
}


RECORD_GRID = {
    "half_life": (0.5, 1.0, 2.0, 4.0),
    "pseudo": (0.03, 0.1, 0.3, 1.0),
    "others": (0.0, 4.0, 8.0, 16.0, 32.0),
    "powers": (0.0, 0.5, 1.0, 2.0, 4.0),
}
TOLD = {
    "own record": (),
    "own record, given the others": ("others",),
    "own record, given the powers": ("others", "powers"),
}
"""What each rival is told of the roll call itself."""


def up_to(whole: Rolls, year: int) -> Rolls:
    """The roll calls of years to `year`."""
    kept = whole.year <= year
    return Rolls(whole.calls[kept].reset_index(drop=True), whole.seats, whole.votes[kept], whole.voters)


def loss(whole: Rolls, settings: Settings) -> float:
    """Sum of the mean log scores of the three models over the years of choice."""
    table = scores(scored_years(cases(whole, settings), CHOICE, settings, TUNED))
    return float(table.loc[table["model"].isin(TUNED), "log_score"].sum())


def choose(whole: Rolls, start: Settings) -> tuple[Settings, pd.DataFrame]:
    """Settings after one pass over the grid, and every step of the search."""
    best, least, steps = start, loss(whole, start), []
    for name, values in GRID.items():
        for value in values:
            tried = replace(best, **{name: value})
            score = least if tried == best else loss(whole, tried)
            steps.append({"setting": name, "value": value, "log_score": score})
            print(f"{name:14} {value:6} {score:.4f}", flush=True)
            if score < least:
                best, least = tried, score
    return best, pd.DataFrame(steps)


def record_loss(whole: Rolls, smoothing: Smoothing, years: Iterable[int]) -> float:
    """Mean log score of the record over the votes of some years."""
    taken: list[Floats] = []
    for year in years:
        votes = whole.of(whole.voters)[whole.year == year]
        call, voter = np.nonzero(votes != NONE)
        taken.append(-np.log(own_record(whole, year, smoothing)[call, voter, votes[call, voter]]))
    return float(np.concatenate(taken).mean())


def choose_record(whole: Rolls, years: Sequence[int], told: Sequence[str]) -> tuple[Smoothing, float]:
    """The settings with the least loss, and that loss: one setting at a time, until a pass over the grid moves none."""
    best = Smoothing(1.0, 0.1)
    least, before = record_loss(whole, best, years), None
    while best != before:
        before = best
        for name in ("half_life", "pseudo", *told):
            for value in RECORD_GRID[name]:
                tried = replace(best, **{name: value})
                found = least if tried == best else record_loss(whole, tried, years)
                best, least = (tried, found) if found < least else (best, least)
    return best, least


if __name__ == "__main__":
    from steppe.world.load import load

    known = up_to(rolls(load()), CHOICE[-1])
    for rival, told in TOLD.items():
        print(rival, *choose_record(known, CHOICE, told), flush=True)
    print(choose(known, Settings())[0])
