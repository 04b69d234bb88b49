"""How well the simulation's rules have foretold: which was chosen on which years, and every rule on later ones.

Written down before any score was seen:

**Splits.** T is 2005 and 2012. A rule is chosen on years up to T and tested on years after it; the default of a layer
is the rule chosen with T = 2012. Figures are of the final vintage: what was revised later was not known then.

**Forecasts.** From every origin o, from the fifth known year on, a rule is fitted on the years up to o and moved
forward, `DRAWS` draws. A case is a state, an origin and a horizon whose year is on record (none that is interpolated);
its score is the mean over the partners. Chosen on: o < T, horizons 1 to 5, years up to T. Tested on: o ≥ T, horizons
1 to 5, and 6 and more up to 15. Growth of partners, which the rule `mass` takes, is the mean of its last ten years.

**Choice.** The rule of the least mean CRPS among those whose gain over the random walk has an interval of 95 % above
zero; the random walk where none has. Blocks are the years that are forecast; with fewer than five there is no interval,
and so no winner.

**Scores on the test.** CRPS, absolute error of the median, and how often the middle 90 and 50 % hold what came (a
partner counts as a case); intervals of 95 % draw whole years again. Every candidate is listed, whatever it reached.
The gain is in CRPS over the stronger of the random walk and the trend.

**Seats** have no candidates: the rates of moves between standings up to the origin (`politics.membership`) against
one rate for all, in Brier score of having left, horizons 1 to 5 and 6 to 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.evidence.scores import Score, brier, crps_ensemble, gain, interval
from steppe.methods.simulation.growth import partners_growth
from steppe.methods.simulation.panels import READERS, Floats, Panel, last_known, panel
from steppe.methods.simulation.rules import (
    MASS,
    MEMORY,
    RANDOM_WALK,
    TREND,
    Fitted,
    Rule,
    candidates,
    fit,
    width,
)
from steppe.politics.membership.standing_backtest import standing_backtest
from steppe.world.streams import Streams
from steppe.world.world import World

SPLITS = (2005, 2012)
DEFAULT = 2012
DRAWS = 256
NEAR, FAR = range(1, 6), range(6, 16)
KNOWN = 5
"""Known years that an origin needs."""
BANDS = (90, 50)
LAST_SEATS = 2026
"""Seats are known up to its first day."""
TABLES = ("motion_rules", "motion_scores")
SOURCE, BASIS = "steppe-hindcasts", "derived"
KEYS = ["state", "origin", "horizon", "year"]


def tables(world: World) -> dict[str, pd.DataFrame]:
    """Both tables for every layer; a few minutes.

    Returns
    -------
    motion_rules: layer, chosen_on, rule, crps, low, high, gain, gain_low, gain_high (over the random walk), cases,
    blocks, chosen. motion_scores: layer, chosen_on, horizons, rule, chosen, measure, value, low, high, cases, blocks;
    measure is crps, mae, cover90, cover50, or gain, which names its rival.
    """
    rules, scores = [], []
    for layer in READERS:
        made = {rule: forecasts(world, layer, rule) for rule in candidates(layer)}
        for split in SPLITS:
            tried = choice(made, split)
            rules.append(tried.assign(layer=layer, chosen_on=split))
            scores.append(scored(made, split, tried.loc[tried["chosen"], "rule"].item()).assign(layer=layer))
    scores.append(seats(world))
    frames = dict(zip(TABLES, (pd.concat(rules), pd.concat(scores)), strict=True))
    return {name: frame.reset_index(drop=True).assign(source=SOURCE, basis=BASIS) for name, frame in frames.items()}


# ---------------------------------------------------------------------------------------------------------- forecasts
def forecasts(world: World, layer: str, rule: Rule) -> pd.DataFrame:
    """Every case of a rule on a layer.

    Returns
    -------
    state, origin, horizon, year, crps, mae, cover90, cover50 (shares of the partners), in the unit of the layer.
    """
    whole = panel(world, layer)
    parts = [_from(world, whole, rule, origin) for origin in whole.years[KNOWN - 1 : -1]]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def _from(world: World, whole: Panel, rule: Rule, origin: int) -> pd.DataFrame:
    """Cases from one origin, of the states that are known in it."""
    past = whole.until(origin)
    here = (past.last == len(past.years) - 1) & (past.known.sum(axis=0) >= KNOWN)
    if not here.any():
        return pd.DataFrame()
    fitted, expected = _fitted(world, past, rule)
    x = np.repeat(np.nan_to_num(last_known(past))[None], DRAWS, axis=0)
    rows: list[pd.DataFrame] = []
    for horizon in range(1, FAR.stop):
        place = len(past.years) - 1 + horizon
        if place >= len(whole.years):
            break
        uniform = Streams(1).rng("motion", whole.layer, origin, horizon).random((DRAWS, x.shape[1], width(past)))
        x = fitted.moved(x, uniform, expected)
        there = np.flatnonzero(here & whole.known[place])
        if len(there):
            rows.append(_scored(whole, x, place, there).assign(origin=origin, horizon=horizon))
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def _fitted(world: World, past: Panel, rule: Rule) -> tuple[Fitted, Floats | None]:
    """A rule on a past, and the growth of partners that it expects, shape (1, partners)."""
    if rule.drift != MASS:
        return fit(rule, past), None
    seen = partners_growth(world, past.years)
    return fit(rule, past, seen), seen[-MEMORY:].mean(axis=0)[None]


def _scored(whole: Panel, x: Floats, place: int, there: NDArray[np.intp]) -> pd.DataFrame:
    """Scores of the states that are known in a year; a state beside itself is no case."""
    own = np.array([[state == partner for partner in whole.partners] for state in whole.states])[there]
    draws = whole.scale * np.moveaxis(x[:, there], 0, -1)  # (states, partners, draws)
    came = whole.scale * whole.values[place, there]
    flat, outcome = draws.reshape(-1, draws.shape[-1]), came.ravel()
    ends = np.quantile(
        draws, [0.5, *(side for band in BANDS for side in (0.5 - band / 200, 0.5 + band / 200))], axis=-1
    )
    found = {"crps": crps_ensemble(flat, outcome).reshape(came.shape), "mae": np.abs(ends[0] - came)}
    for number, band in enumerate(BANDS):
        low, high = ends[1 + 2 * number], ends[2 + 2 * number]
        found[f"cover{band}"] = ((low <= came) & (came <= high)).astype(float)
    means = {name: np.where(own, 0.0, cells).sum(axis=1) / (~own).sum(axis=1) for name, cells in found.items()}
    return pd.DataFrame({"state": np.array(whole.states)[there], "year": whole.years[place], **means})


# ------------------------------------------------------------------------------------------------------------ choice
def choice(made: dict[Rule, pd.DataFrame], split: int) -> pd.DataFrame:
    """Every rule on the years up to a split, and the one that is chosen.

    Returns
    -------
    rule, crps, low, high, gain, gain_low, gain_high, cases, blocks, chosen; the best first.
    """
    kept = {rule: _before(frame, split) for rule, frame in made.items()}
    base = kept[RANDOM_WALK]
    rows: list[dict[str, Any]] = []
    for rule, frame in kept.items():
        score = interval(frame["crps"], frame["year"])
        more = Score(0.0, None, None) if rule == RANDOM_WALK else gain(frame["crps"], base["crps"], frame["year"])
        rows.append(
            {"rule": rule.name, **_three("crps", score), **_three("gain", more), **_size(frame), "chosen": False}
        )
    table = pd.DataFrame(rows).rename(columns={"crps_low": "low", "crps_high": "high"})
    table = table.sort_values(["crps", "rule"], kind="stable", ignore_index=True)
    better = table["gain_low"].fillna(-1.0) > 0
    winner = table.index[better][0] if better.any() else table.index[table["rule"].eq(RANDOM_WALK.name)][0]
    table.loc[winner, "chosen"] = True
    return table


def _before(frame: pd.DataFrame, split: int) -> pd.DataFrame:
    rows = frame[(frame["origin"] < split) & (frame["year"] <= split) & frame["horizon"].isin(NEAR)]
    return rows.sort_values(KEYS, ignore_index=True)


def _three(name: str, score: Score) -> dict[str, float | None]:
    return {name: score.value, f"{name}_low": score.low, f"{name}_high": score.high}


def _size(frame: pd.DataFrame) -> dict[str, int]:
    return {"cases": len(frame), "blocks": frame["year"].nunique()}


# -------------------------------------------------------------------------------------------------------------- test
def scored(made: dict[Rule, pd.DataFrame], split: int, chosen: str) -> pd.DataFrame:
    """Every rule on the years after a split, near and far."""
    rows = [row for band in (NEAR, FAR) for row in _tested(made, split, chosen, band)]
    return pd.DataFrame(rows)


def _tested(made: dict[Rule, pd.DataFrame], split: int, chosen: str, band: Sequence[int]) -> Iterator[dict[str, Any]]:
    kept = {rule: _after(frame, split, band) for rule, frame in made.items()}
    rival = min((RANDOM_WALK, TREND), key=lambda rule: float(kept[rule]["crps"].mean()))
    for rule, frame in kept.items():
        shared = {"chosen_on": split, "horizons": _band(band), "rule": rule.name, "chosen": rule.name == chosen}
        scores = {name: interval(frame[name], frame["year"]) for name in ("crps", "mae", "cover90", "cover50")}
        if rule != rival:
            scores["gain"] = gain(frame["crps"], kept[rival]["crps"], frame["year"])
        for measure, score in scores.items():
            named = rival.name if measure == "gain" else None
            ends = {"value": score.value, "low": score.low, "high": score.high}
            yield {**shared, "measure": measure, "rival": named, **ends, **_size(frame)}


def _after(frame: pd.DataFrame, split: int, band: Sequence[int]) -> pd.DataFrame:
    rows = frame[(frame["origin"] >= split) & frame["horizon"].isin(band)]
    return rows.sort_values(KEYS, ignore_index=True)


def _band(band: Sequence[int]) -> str:
    return f"{band[0]} to {band[-1]}"


# ------------------------------------------------------------------------------------------------------------- seats
def seats(world: World) -> pd.DataFrame:
    """Brier score of having left, by rates of moves between standings and by one rate for all."""
    rows = []
    for split in SPLITS:
        for band in (NEAR, range(6, 11)):
            frame = pd.concat([_seats(world, split, ahead) for ahead in band])
            own, one = (brier(frame[name], frame["outcome"]) for name in ("model", "constant"))
            shared = {"layer": "seats", "chosen_on": split, "horizons": _band(band), **_size(frame)}
            found = {("rates by standing", True, "brier"): interval(own, frame["year"])}
            found[("one rate", False, "brier")] = interval(one, frame["year"])
            found[("rates by standing", True, "gain")] = gain(own, one, frame["year"])
            for (rule, is_chosen, measure), score in found.items():
                named = "one rate" if measure == "gain" else None
                ends = {"value": score.value, "low": score.low, "high": score.high}
                rows.append({**shared, "rule": rule, "chosen": is_chosen, "measure": measure, "rival": named, **ends})
    return pd.DataFrame(rows)


def _seats(world: World, split: int, ahead: int) -> pd.DataFrame:
    """Chances of having left some years ahead, from every year from the split on, by the year that is forecast."""
    frame = standing_backtest(world, ahead, range(split, LAST_SEATS - ahead + 1))
    return frame.assign(year=frame["year"] + ahead)
