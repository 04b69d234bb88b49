"""Two checks of the pooled estimates: the three-way bias and staggered timing.

*Three-way bias.* With effects for exporter-years, importer-years and pairs, PPML is consistent but its estimates are
centred off the truth by an amount of order 1/N, and clustered standard errors are too small by a like order (Weidner
and Zylkin 2021). Their split-panel jackknife measures the first: split the states at random into two halves a and b,
estimate on the four panels of exporters in one half and importers in one half, and take

    β_J = 2 β - mean(β_aa, β_ab, β_ba, β_bb),

averaged over splits. Variables that rest on few pairs cannot be estimated on quarters of the panel and are not given.

*Staggered timing.* A pooled coefficient compares late joiners with early ones, whose effect is still growing. Nagengast
and Yotov (2025) give each cohort its own effect in each later period (extended two-way fixed effects) and average
these; pairs treated from the start are left out. Their finding is that pooled estimates are too small. Here the cohorts
are those of the years of the sample; weights are numbers of treated observations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from steppe.economy.panel import SAMPLES, panel
from steppe.economy.policies import POLICIES
from steppe.economy.ppml import ppml
from steppe.world.streams import Streams
from steppe.world.world import World

SAMPLE = "international-3"
JACKKNIFED = ("rta", "eu", "wto")
SPLITS = 10
SEED = 2021


def checks(world: World, progress: Callable[[str], None] = lambda _: None) -> pd.DataFrame:
    """Both checks on the three-year sample without domestic sales.

    Returns
    -------
    Columns check (pooled | jackknife | pooled_cohorts | cohorts), specification, variable, estimate, se (of the
    jackknife: spread of its mean over splits), note.
    """
    frame = panel(world, SAMPLES[SAMPLE])
    progress("gravity: three-way bias, split-panel jackknife")
    bias = jackknife(frame, list(POLICIES), JACKKNIFED, SPLITS, SEED)
    progress("gravity: staggered timing, effects by cohort")
    staggered = cohorts(frame, [name for name in POLICIES if name != "rta"])
    return pd.concat([bias, staggered], ignore_index=True).assign(specification=SAMPLE)


def jackknife(frame: pd.DataFrame, terms: Sequence[str], wanted: Sequence[str], splits: int, seed: int) -> pd.DataFrame:
    """Pooled and jackknifed estimates of the variables wanted."""
    full = ppml(frame, terms)
    states = np.array(sorted(set(frame["exporter"]) | set(frame["importer"])))
    corrected = []
    for split in range(splits):
        half = set(Streams(seed).rng(split).permutation(states)[: len(states) // 2])
        parts = [ppml(part, terms) for part in _quarters(frame, half)]
        means = np.mean([[part.estimates[part.of(name)] for name in wanted] for part in parts], axis=0)
        corrected.append(2 * np.array([full.estimates[full.of(name)] for name in wanted]) - means)
    spread = np.std(corrected, axis=0, ddof=1) / np.sqrt(splits)
    pooled = [
        {"check": "pooled", "variable": name, "estimate": full.estimates[full.of(name)], "se": full.se[full.of(name)]}
        for name in wanted
    ]
    ours = [
        {"check": "jackknife", "variable": name, "estimate": value, "se": error, "note": f"{splits} random splits"}
        for name, value, error in zip(wanted, np.mean(corrected, axis=0), spread, strict=True)
    ]
    return pd.DataFrame(pooled + ours)


def _quarters(frame: pd.DataFrame, half: set[str]) -> list[pd.DataFrame]:
    sells, buys = frame["exporter"].isin(half), frame["importer"].isin(half)
    return [_trading(frame[e & i]) for e in (sells, ~sells) for i in (buys, ~buys)]


def _trading(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame.groupby("pair")["value"].transform("sum") > 0].reset_index(drop=True)


def cohorts(frame: pd.DataFrame, controls: Sequence[str]) -> pd.DataFrame:
    """The pooled effect of `rta` among pairs not treated at first, and the average of effects by cohort and year."""
    years = sorted(frame["year"].unique())
    treated = frame["rta"] > 0
    start = frame["year"].where(treated).groupby(frame["pair"]).transform("min")
    late = ~(start == years[0])
    ended = (~treated) & (frame["year"] > start)
    kept = frame[late & ~ended.groupby(frame["pair"]).transform("any")].reset_index(drop=True)
    start = kept["year"].where(kept["rta"] > 0).groupby(kept["pair"]).transform("min")
    pooled = ppml(kept, ["rta", *controls])
    names, weights = [], []
    for cohort in years[1:]:
        for year in (y for y in years if y >= cohort):
            cell = (start == cohort) & (kept["year"] == year)
            if cell.any():
                kept[f"cohort_{cohort}_{year}"] = cell.astype(float)
                names.append(f"cohort_{cohort}_{year}")
                weights.append(int(cell.sum()))
    fit = ppml(kept, [*names, *controls])
    places = [fit.of(name) for name in names]
    share = np.array(weights) / sum(weights)
    average = float(share @ fit.estimates[places])
    error = float(np.sqrt(share @ fit.covariance[np.ix_(places, places)] @ share))
    k = pooled.of("rta")
    note = f"{len(years) - 1} cohorts, {len(names)} effects, pairs treated from the first year left out"
    rows = [("pooled_cohorts", pooled.estimates[k], pooled.se[k]), ("cohorts", average, error)]
    return pd.DataFrame(
        [{"check": check, "variable": "rta", "estimate": value, "se": se, "note": note} for check, value, se in rows]
    )
