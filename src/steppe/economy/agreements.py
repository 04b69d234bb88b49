"""One effect per agreement: how much more some agreements do than others.

A pooled coefficient says how precisely the mean agreement is known, not what the next agreement will do. So every
agreement gets a coefficient of its own, in one regression with the other policies as controls:

* an *entry* is the first agreement of real depth between two states, in the years 2002 to 2016 so that the three-year
  samples show trade before it and two years into it; an *upgrade* is the next one of a pair that had one already. A
  pair counts for one agreement per stage: of several that begin in one year, for the newest treaty. Both last until
  nothing of real depth holds between the two states any more;
* an agreement that a state gets only by acceding to a union is part of the accession and not an agreement of its own:
  the year is that in which the state joins the union, the other side is outside it, and an older member has a spell of
  the same agreement with that other side. Such pairs share one coefficient, `by accession`;
* an agreement that another one replaces in less than `STEP` years has no year of the sample to itself: its pairs go to
  `other`;
* an agreement with fewer than `FEWEST_PAIRS` pairs at a stage shares one coefficient, `other entries` or
  `other upgrades`, with its like: a standard error clustered by pair needs pairs. So does one whose pairs traded less
  than `LEAST_TRADE` in all years of the sample before it, or after: hardly anything is being compared.

Only entries say what free trade does to states that had none, and only they make the distribution of `depth`; and of
them those whose pairs carry at least half of the trade of all pairs of the agreement (`trade_share`): a coefficient of
the lesser part is not that of the agreement.
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
STEP = 3  # years between two years of a sample
UNIONS = ("EU", "EAEU")
ACCESSION = "by accession"
PAIR = ["state_a", "state_b"]
STAGES = ("entry", "upgrade")
SHARED = {"entry": "entries", "upgrade": "upgrades"}
CONTROLS = ("wto", "west_to_russia", "russia_to_west", "russia_ukraine")


def labelled(world: World, on: Axes) -> pd.DataFrame:
    """Which agreement each pair entered, and which it went on to.

    Returns
    -------
    Columns state_a, state_b, stage, agreement, family, start_year, end_year, accession, replaced (within `STEP` years).
    """
    rows = spells(world)
    rows = rows.assign(accession=by_accession(rows))
    rows = rows[rows["state_a"].isin(on.states) & rows["state_b"].isin(on.states)]
    until = rows["end_year"].astype(float).fillna(np.inf).groupby([rows[side] for side in PAIR]).transform("max")
    rows = rows.assign(
        treaty=rows.groupby("agreement")["start_year"].transform("min"), end_year=until.replace(np.inf, np.nan)
    )
    rows = rows.sort_values([*PAIR, "start_year", "treaty", "agreement"]).drop_duplicates(
        [*PAIR, "start_year"], keep="last"
    )
    rows["order"] = rows.groupby(PAIR).cumcount()
    rows["replaced"] = rows.groupby(PAIR)["start_year"].shift(-1) - rows["start_year"] < STEP
    rows["stage"] = rows["order"].map(lambda order: STAGES[min(order, 1)])
    rows = rows[rows["start_year"].between(FIRST_START, LAST_START)]
    rows = rows[rows["stage"].eq("entry") | ~rows.duplicated([*PAIR, "stage"])]
    kept = [*PAIR, "stage", "agreement", "family", "start_year", "end_year", "accession", "replaced"]
    return rows[kept].reset_index(drop=True)


def by_accession(rows: pd.DataFrame) -> pd.Series[bool]:
    """Whether each pair is under its agreement only because one of the two joined a union; see the module."""
    found = pd.Series(False, index=rows.index)
    for union in UNIONS:
        joined = rows[rows["family"].eq(union)].melt(["start_year"], PAIR, value_name="state")
        joined = joined.groupby("state")["start_year"].min()
        for new, other in (PAIR, PAIR[::-1]):
            since, outside = rows[new].map(joined), ~(rows[other].map(joined) <= rows["start_year"])
            keys = pd.MultiIndex.from_frame(rows[["agreement", other]])
            oldest = since.groupby([rows["agreement"], rows[other]]).min()  # who of the union was under it first
            found |= outside & since.eq(rows["start_year"]) & (oldest.reindex(keys).to_numpy() < since)
    return found


def grouped(rows: pd.DataFrame, world: World, on: Axes, years: Sequence[int]) -> pd.DataFrame:
    """The rows with `traded` (million USD in these years) and `label`: the agreement, or what it shares a term with."""
    between = _between(rows, world, on, years)
    since = np.asarray(years) >= rows["start_year"].to_numpy()[:, None]
    rows = rows.assign(
        traded=between.sum(axis=1), before=(between * ~since).sum(axis=1), after=(between * since).sum(axis=1)
    )
    rows = rows[rows["traded"] > 0]
    own = rows[~rows["accession"] & ~rows["replaced"]].groupby(["agreement", "stage"])
    enough = (own["traded"].size() >= FEWEST_PAIRS) & (own[["before", "after"]].sum().min(axis=1) >= LEAST_TRADE)
    enough = enough.reindex(pd.MultiIndex.from_frame(rows[["agreement", "stage"]]), fill_value=False).to_numpy()
    label = rows["agreement"].where(enough & ~rows["replaced"], "other").mask(rows["accession"], ACCESSION)
    return rows.assign(label=label)


def _between(rows: pd.DataFrame, world: World, on: Axes, years: Sequence[int]) -> Array:
    """Trade of each pair of the rows in both directions in these years, million USD, shape (rows, years)."""
    trade = flows(world, on)[..., np.asarray(years) - on.years[0]]
    trade = trade + trade.transpose(1, 0, 2)
    pairs: Array = trade[rows["state_a"].map(on.position), rows["state_b"].map(on.position)]
    return pairs


def trade_shares(rows: pd.DataFrame, world: World, on: Axes, years: Sequence[int]) -> pd.Series[float]:
    """Share of the trade of all pairs of each agreement that its labelled pairs carry, by stage and agreement."""
    every = spells(world)
    every = every[every["state_a"].isin(on.states) & every["state_b"].isin(on.states)]
    every = every.drop_duplicates([*PAIR, "agreement"])
    whole = every.assign(traded=_between(every, world, on, years).sum(axis=1)).groupby("agreement")["traded"].sum()
    mine = rows.groupby(["stage", "label"])["traded"].sum()
    return mine / whole.reindex(mine.index.get_level_values("label")).to_numpy()


def agreement_effects(world: World, sample: Sample) -> pd.DataFrame:
    """Estimate one effect per agreement and stage.

    Returns
    -------
    Columns specification, agreement, stage, family, estimate, se, pairs, effective_pairs (inverse concentration of
    trade over the pairs), trade_share (see `trade_shares`; empty for shared coefficients), first_start, last_start. An
    agreement that does not vary in the sample is absent.
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
    shares = trade_shares(rows, world, on, sample.years)
    made = [
        {**_row(fit, name, groups[key], key), "trade_share": shares[key]}
        for name, key in names.items()
        if name in fit.terms
    ]
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
        "agreement": f"{label} {SHARED[stage]}" if label in ("other", ACCESSION) else label,
        "stage": stage,
        "family": rows["family"].mode().iloc[0] if label not in ("other", ACCESSION) else "other",
        "estimate": fit.estimates[place],
        "se": fit.se[place],
        "pairs": int(fit.clusters[place]),
        "effective_pairs": float(np.round(traded.sum() ** 2 / (traded**2).sum(), 2)),
        "first_start": int(rows["start_year"].min()),
        "last_start": int(rows["start_year"].max()),
    }
