"""Where Russia's trade went after the sanctions of 2022: the equilibrium against trade that stays as it was.

Baseline 2019, outcome 2023. The equilibrium in changes (θ as in the studies, deficits fixed) is given one thing only:
how much less the West and Russia trade with each other at given prices. It answers with the share of every partner in
Russia's exports and imports. Two sizes of the shock, as in the studies:

    as in 2014   the gravity coefficients of the years to 2018, known before 2022; but who imposed sanctions in 2022,
                 and that they did, is given: conditional
    as in 2022   measured on the trade of 2023: a reproduction

Measures, fixed before any result was seen, in percentage points of share, exports and imports apart, partners with at
least .2 % of that trade in 2019; pairs whose trade of 2023 is imputed are left out. Blocks are partners.

    all partners       baselines: the shares of 2019; their change of 2015 to 2019 going on; the flows of the West
                       shrunk by the same size and shares reckoned anew, without an equilibrium
    outside the West   shares among these partners alone, so that only the diversion is scored; baselines: those of
                       2019, that is, the West's loss goes to all in proportion, and their change going on
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.hindcasts._equilibrium import trade_ratios
from steppe.evidence.scores import absolute_error
from steppe.scenario.events.sanction import AFTER, BEFORE, observed_change
from steppe.world.world import World

TARGET, SENDERS = "RUS", "west"
LEAST_SHARE = 0.002
POINTS = "percentage points"
EARLIER = 2015
LAST, TREND, SHRUNK = f"shares of {BEFORE}", f"change of {EARLIER}-{BEFORE} goes on", "the West's flows shrink"


@hindcast(
    "sanctions-as-in-2014",
    "Partners' shares in Russia's trade in 2023: equilibrium, sanctions of the size estimated for 2014",
    "economy",
    "conditional",
    mechanism="sanctions in the trade equilibrium",
    used=True,
)
def sized_by_2014(world: World) -> Iterable[Trial]:
    """Sizes known before 2022."""
    frame = world.sql(
        "select variable, estimate, last_year from gravity_estimates join gravity_specifications using (specification) "
        "where reference and variable in ('west_to_russia', 'russia_to_west')"
    ).set_index("variable")
    sizes = frame["estimate"]
    note = f"Told who imposed sanctions in 2022; gravity coefficients of the years to {frame['last_year'].max()}"
    yield from _trials(world, sizes["west_to_russia"], sizes["russia_to_west"], note)


@hindcast(
    "sanctions-as-in-2022",
    "Partners' shares in Russia's trade in 2023: equilibrium, sanctions of the size seen in 2023",
    "economy",
    "reproduction",
    mechanism="sanctions in the trade equilibrium",
    used=True,
)
def sized_by_2022(world: World) -> Iterable[Trial]:
    """Sizes measured on the outcome."""
    senders = world.group(SENDERS)
    to, back = (observed_change(world, senders, TARGET, exports=exports).size for exports in (True, False))
    yield from _trials(world, to, back, "Sizes measured on the trade of 2023 itself")


def _trials(world: World, to_target: float, from_target: float, note: str) -> Iterable[Trial]:
    shares = predicted(world, to_target, from_target)
    large = shares["before"].ge(LEAST_SHARE)
    reported = shares[large & ~shares["imputed"]]
    evidence = (
        f"{note}: {to_target:+.2f} log points on Russia's imports from the West, {from_target:+.2f} on its exports "
        f"to it. {int((large & shares['imputed']).sum())} flows whose 2023 is imputed are left out."
    )
    rivals = {LAST: "before", TREND: "trend", SHRUNK: "shrunk"}
    for measure, cases, names in (
        ("all partners", reported, (LAST, TREND, SHRUNK)),
        ("partners outside the West", _among(reported[~reported["west"]]), (LAST, TREND)),
    ):
        yield Trial(
            measure=f"mean absolute error, {measure}",
            unit=POINTS,
            scores=100 * absolute_error(cases["forecast"], cases["after"]),
            baselines={name: 100 * absolute_error(cases[rivals[name]], cases["after"]) for name in names},
            block=cases["partner"].to_numpy(),
            of="partner",
            period=f"{BEFORE}-{AFTER}",
            evidence=evidence,
        )


def predicted(world: World, to_target: float, from_target: float) -> pd.DataFrame:
    """Shares of Russia's partners before, after, and as the equilibrium has them.

    Returns
    -------
    Columns flow (X: exports of Russia, M: imports), partner, before, after, forecast, shrunk (the flows of the West by
    the size alone), trend (the change before goes on), all shares 0..1 of that flow; west, imputed (whether the trade
    of the later year is).
    """
    west = world.group(SENDERS)
    bought = {(state, TARGET): to_target for state in west}
    sold = {(TARGET, state): from_target for state in west}
    place, ratios = trade_ratios(world, BEFORE, bought | sold)
    sides = {"X": ratios[:, place[TARGET]], "M": ratios[place[TARGET]]}
    alone = {
        flow: {state: float(np.exp(size)) for state in west} for flow, size in (("X", from_target), ("M", to_target))
    }
    frames = [_side(world, flow, dict(zip(place, ratio, strict=True)), alone[flow]) for flow, ratio in sides.items()]
    frame = pd.concat(frames, ignore_index=True)
    return frame.assign(west=frame["partner"].isin(west))


def _side(world: World, flow: str, ratio: dict[str, float], alone: dict[str, float]) -> pd.DataFrame:
    """Shares of one flow as the trade table has them, and those of `BEFORE` moved by the ratios of the equilibrium, or
    by `alone`, the ratios of some partners without one."""
    partner, reporter = ("importer", "exporter") if flow == "X" else ("exporter", "importer")
    rows = world.sql(
        f"select {partner} as partner, year, value, basis = 'imputed' as imputed from trade "
        f"where {reporter} = ? and {partner} <> ? and year in (?, ?, ?)",
        [TARGET, TARGET, EARLIER, BEFORE, AFTER],
    )
    rows = rows[rows["partner"].isin(list(ratio))]
    wide = rows.pivot(index="partner", columns="year", values="value").fillna(0.0)  # absent in BACI: no trade
    moved = wide[BEFORE] * wide.index.map(ratio).to_numpy(dtype=float)
    shrunk = wide[BEFORE] * [alone.get(one, 1.0) for one in wide.index]
    imputed = rows.loc[rows["year"].eq(AFTER) & rows["imputed"], "partner"]
    shares = {"before": wide[BEFORE], "after": wide[AFTER], "forecast": moved, "shrunk": shrunk}
    frame = pd.DataFrame({name: values / values.sum() for name, values in shares.items()})
    frame["trend"] = (2 * frame["before"] - wide[EARLIER] / wide[EARLIER].sum()).clip(lower=0)
    return frame.assign(flow=flow, imputed=frame.index.isin(imputed)).reset_index()


def _among(cases: pd.DataFrame) -> pd.DataFrame:
    """Shares among these partners alone."""
    columns = ["before", "after", "forecast", "trend"]
    return cases.assign(**{c: cases[c] / cases.groupby("flow")[c].transform("sum") for c in columns})
