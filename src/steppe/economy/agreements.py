"""One effect per agreement: how much more some agreements do than others.

A pooled coefficient says how precisely the mean agreement is known, not what the next agreement will do. So every
agreement gets a coefficient of its own, in one regression with the other policies as controls:

* an *entry* is the first agreement of real depth between two states, in the years 2002 to 2016 so that the three-year
  samples show trade before it and two years into it; an *upgrade* is the next one of a pair that had one already. A
  pair counts for one agreement per stage: of several that begin in one year, for the newest treaty. Both last until
  nothing of real depth holds between the two states any more;
* an agreement with fewer than `FEWEST_PAIRS` pairs at a stage shares one coefficient, `other entries` or
  `other upgrades`, with its like: a standard error clustered by pair needs pairs. So does one whose pairs traded less
  than `LEAST_TRADE` in all years of the sample before it, or after: hardly anything is being compared.

Only entries say what free trade does to states that had none, and only they make the distribution of `depth`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.economy.panel import Sample, axes, flows, panel
from steppe.economy.policies import POLICIES, Array, Axes, covered, spells
from steppe.economy.ppml import PPMLFit, ppml
from steppe.world.world import World

FEWEST_PAIRS = 3
LEAST_TRADE = 10.0  # million USD
FIRST_START, LAST_START = 2002, 2016
PAIR = ["state_a", "state_b"]
STAGES = ("entry", "upgrade")
CONTROLS = ("wto", "west_to_russia", "russia_to_west", "russia_ukraine")


def labelled(world: World, on: Axes) -> pd.DataFrame:
    """Which agreement each pair entered, and which it went on to.

    Returns
    -------
    Columns state_a, state_b, stage, agreement, family, start_year, end_year; pairs without trade are left out.
    """
    rows = spells(world)
    rows = rows[rows["state_a"].isin(on.states) & rows["state_b"].isin(on.states)]
    until = rows["end_year"].astype(float).fillna(np.inf).groupby([rows[side] for side in PAIR]).transform("max")
    rows = rows.assign(
        treaty=rows.groupby("agreement")["start_year"].transform("min"), end_year=until.replace(np.inf, np.nan)
    )
    rows = rows.sort_values([*PAIR, "start_year", "treaty", "agreement"]).drop_duplicates(
        [*PAIR, "start_year"], keep="last"
    )
    rows["order"] = rows.groupby(PAIR).cumcount()
    rows["stage"] = rows["order"].map(lambda order: STAGES[min(order, 1)])
    rows = rows[rows["start_year"].between(FIRST_START, LAST_START)]
    rows = rows[rows["stage"].eq("entry") | ~rows.duplicated([*PAIR, "stage"])]
    return rows[[*PAIR, "stage", "agreement", "family", "start_year", "end_year"]].reset_index(drop=True)


def grouped(rows: pd.DataFrame, world: World, on: Axes, years: Sequence[int]) -> pd.DataFrame:
    """The rows with `traded` (million USD in these years) and `label`: the agreement, or `other` if it tells little."""
    trade = flows(world, on)[..., np.asarray(years) - on.years[0]]
    trade = trade + trade.transpose(1, 0, 2)
    between = trade[rows["state_a"].map(on.position), rows["state_b"].map(on.position)]
    since = np.asarray(years) >= rows["start_year"].to_numpy()[:, None]
    rows = rows.assign(
        traded=between.sum(axis=1), before=(between * ~since).sum(axis=1), after=(between * since).sum(axis=1)
    )
    rows = rows[rows["traded"] > 0]
    sums = rows.groupby(["agreement", "stage"])[["before", "after"]].transform("sum").min(axis=1)
    size = rows.groupby(["agreement", "stage"])["traded"].transform("size")
    enough = (size >= FEWEST_PAIRS) & (sums >= LEAST_TRADE)
    return rows.assign(label=rows["agreement"].where(enough, "other"))


def agreement_effects(world: World, sample: Sample) -> pd.DataFrame:
    """Estimate one effect per agreement and stage.

    Returns
    -------
    Columns specification, agreement, stage, family, estimate, se, pairs, effective_pairs (inverse concentration of
    trade over the pairs), first_start, last_start. An agreement that does not vary in the sample is absent.
    """
    on = axes(world)
    rows = grouped(labelled(world, on), world, on, sample.years)
    groups = dict(list(rows.groupby(["stage", "label"])))
    names = {f"agreement_{place}": key for place, key in enumerate(groups)}
    cubes: dict[str, Array] = {name: covered(groups[key], on) for name, key in names.items()}
    cubes.update({name: POLICIES[name](world, on) for name in CONTROLS})
    cubes["earlier"] = _earlier(world, on)
    frame = panel(world, sample, cubes)
    fit = ppml(frame, [*cubes, *(name for name in frame.columns if name.startswith("border_"))])
    made = [_row(fit, name, groups[key], key) for name, key in names.items() if name in fit.terms]
    return pd.DataFrame(made).assign(specification=sample.name)


def _earlier(world: World, on: Axes) -> Array:
    """Pairs whose first agreement begins outside the window: constant, but for those that end or begin late."""
    rows = spells(world)
    first = rows.groupby(PAIR)["start_year"].transform("min")
    return covered(rows[~first.between(FIRST_START, LAST_START)], on)


def _row(fit: PPMLFit, name: str, rows: pd.DataFrame, key: tuple[str, str]) -> dict[str, object]:
    place = fit.of(name)
    stage, label = key
    traded = rows["traded"].to_numpy(dtype=float)
    return {
        "agreement": label if label != "other" else f"other {'entries' if stage == 'entry' else 'upgrades'}",
        "stage": stage,
        "family": rows["family"].mode().iloc[0] if label != "other" else "other",
        "estimate": fit.estimates[place],
        "se": fit.se[place],
        "pairs": int(fit.clusters[place]),
        "effective_pairs": float(np.round(traded.sum() ** 2 / (traded**2).sum(), 2)),
        "first_start": int(rows["start_year"].min()),
        "last_start": int(rows["start_year"].max()),
    }
