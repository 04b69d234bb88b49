"""Ideal points: the candidates of docs/explanation/ideal-points.md on held-out votes, step by step (half an hour)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pandas as pd

import steppe
from steppe.politics.idealpoints.fit import NoMaximumError
from steppe.politics.idealpoints.holdout import FAR, NEAR, Holdout, holdout, mean_difference, rivals, scores
from steppe.politics.idealpoints.model import Model

BEGIN = Model(link="logit", lapse=0.0, drift=0.08, slope=5.0, longest=None)
"""The model of the first edition."""
STEPS: Mapping[str, tuple[Model, ...]] = {
    "link": (BEGIN, replace(BEGIN, link="probit"), replace(BEGIN, lapse=0.01)),
    "longest": (BEGIN, replace(BEGIN, longest=5), replace(BEGIN, longest=1)),
    "slope": (BEGIN, replace(BEGIN, slope=2.0), replace(BEGIN, slope=15.0)),
    "drift": tuple(replace(BEGIN, drift=drift) for drift in (0.03, 0.05, 0.08, 0.12, 0.2)),
}
"""What is varied, in this order; a step keeps what the steps before it chose."""
AGAIN: Mapping[str, tuple[Model, ...]] = {
    "slope": tuple(replace(BEGIN, slope=slope) for slope in (2.0, 1.0, 0.5)),
    "drift": tuple(replace(BEGIN, drift=drift) for drift in (0.05, 0.03, 0.08)),
}
"""The second round, on scores by session: it begins where the first one ended, at the end of a grid."""
FIELDS = {"link": ("link", "lapse")}
STILL = 0.003
"""Drift of positions that hardly move: a rival."""
Scored = dict[str, pd.DataFrame]


def main() -> None:
    """Print the mean log scores of every rival and candidate, and what each step chooses."""
    world = steppe.load()
    tables = world.table("roll_calls"), world.table("roll_call_votes")
    _print_rivals(holdout(*tables))
    done: dict[Model, Scored] = {}
    first = _round(BEGIN, STEPS, "log_score", tables, done)
    _scored(replace(first, drift=STILL), tables, done)
    repeats = done[first]["repeats"]
    more, error = mean_difference(repeats["by_session"], repeats["log_score"], repeats["item"])
    print(f"anchoring: within sessions less over all, {more:+.4f} on repeats (standard error {error:.4f})")
    _round(first, AGAIN, "by_session", tables, done)


def _round(
    chosen: Model,
    steps: Mapping[str, tuple[Model, ...]],
    score: str,
    tables: tuple[pd.DataFrame, pd.DataFrame],
    done: dict[Model, Scored],
) -> Model:
    """What is left after all steps."""
    for name, values in steps.items():
        trials = []
        for value in values:
            trial = replace(chosen, **{field: getattr(value, field) for field in FIELDS.get(name, (name,))})
            if trial in done or _scored(trial, tables, done):
                trials.append(trial)
        chosen = choose({trial: done[trial] for trial in trials}, score)
        print(f"{name}: {chosen}", flush=True)
    return chosen


def choose(trials: Mapping[Model, Scored], score: str) -> Model:
    """The best on repeats; of those less than one standard error behind it, the best on votes of the same session."""
    best = max(trials, key=lambda one: trials[one]["repeats"][score].mean())
    top = trials[best]["repeats"]
    near = [best]
    for one, scored in trials.items():
        less, error = mean_difference(top[score], scored["repeats"][score], top["item"])
        if less < error:
            near.append(one)
    return max(near, key=lambda one: trials[one]["same"]["log_score"].mean())


def _scored(model: Model, tables: tuple[pd.DataFrame, pd.DataFrame], done: dict[Model, Scored]) -> bool:
    """Score a model and print it; false if it has no maximum."""
    try:
        done[model] = scores(holdout(*tables, model.longest), model)
    except NoMaximumError as error:
        print(f"{model}: {error}", flush=True)
        return False
    same, repeats = done[model]["same"], done[model]["repeats"]
    figures = [same["log_score"].mean(), repeats["log_score"].mean(), repeats["by_session"].mean()]
    figures += [*_bands(repeats["gap"], repeats["log_score"]), repeats.query("voter == 'USA'")["log_score"].mean()]
    print(*(f"{figure:.4f}" for figure in figures), model, flush=True)
    return True


def _bands(gap: pd.Series, score: pd.Series) -> list[float]:
    """Mean over repeats of up to NEAR sessions, up to FAR, and longer."""
    return [float(score[(gap > low) & (gap <= high)].mean()) for low, high in pairwise((0, NEAR, FAR, 99))]


def _print_rivals(held: Holdout) -> None:
    for name, values in rivals(held).items():
        bands = _bands(pd.Series(held.gap), pd.Series(values)) if name.startswith("repeats") else []
        print(name, *(f"{figure:.4f}" for figure in (values.mean(), *bands)))
    print("same, repeats, repeats by standard scores of sessions, repeats up to 5, up to 10, longer, United States")


if __name__ == "__main__":
    main()
