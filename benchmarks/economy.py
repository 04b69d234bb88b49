"""The trade equilibrium: time and iterations by number of states, draws per second, and gegravity on the same data.

gegravity (Herman 2021, on the package index, not a dependency) solves multilateral resistances at unchanged incomes and
reads incomes off the prices; that is `solve_conditional` here. Both get the N largest states of 2019, with costs such
that the peer's baseline is solved by its own first guess, and one agreement among ten of them. Its answer must be ours.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

import steppe
from steppe.economy import (
    Closure,
    Economy,
    Shock,
    accounts_of,
    baseline_flows,
    costs_of_effects,
    from_flows,
    make_shock,
    real_income,
    solve,
    solve_conditional,
    solve_many,
)
from steppe.economy.arrays import Array

SIZES = (30, 60, 120, 200)
BEYOND = 400
PEER_SIZES = (30, 60, 100)
THETA = 4.0
EFFECT = 0.3
MEMBERS = 10
DRAWS = 300


def main() -> None:
    """Print all comparisons."""
    economy = accounts_of(steppe.load(), 2019).economy
    worlds = [largest(economy, size) for size in SIZES] + [made_up(BEYOND)]
    print(f"{'states':>8} {'closure':>15} {'median ms':>10} {'iterations':>11} {'residual':>9}")
    for world in worlds:
        for closure in Closure:
            scaling(world, closure)
    print(f"{'states':>8} {'method':>15} {'median ms':>10} {'iterations':>11} {'off Newton by':>14}")
    methods(worlds[-2])
    throughput(worlds[-2])
    peers(economy)


def largest(economy: Economy, count: int) -> Economy:
    """The states that sell most; trade with others is left out."""
    order = np.sort(np.argsort(-economy.value_added)[:count])
    trade = baseline_flows(economy)[np.ix_(order, order)][:, :, 0]
    return from_flows(trade, [economy.states[k] for k in order])


def made_up(count: int) -> Economy:
    """States of very different size in a plane."""
    random = np.random.default_rng(0)
    size = np.exp(random.normal(0, 2, count))
    places = random.uniform(0, 1, (count, 2))
    distance = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=-1)) + 0.02
    trade = 0.1 * np.outer(size, size) / size.sum() / distance
    np.fill_diagonal(trade, 0.6 * size)
    return from_flows(1e4 * trade, [f"S{k:03}" for k in range(count)])


def agreement(economy: Economy, effect: float = EFFECT) -> Array:
    """Trade effects in logs of an agreement among some states."""
    members = np.arange(len(economy.states))[:: max(1, len(economy.states) // MEMBERS)]
    effects = np.zeros((len(economy.states),) * 2)
    effects[np.ix_(members, members)] = effect
    np.fill_diagonal(effects, 0.0)
    return effects


def freer(economy: Economy, effect: float = EFFECT, theta: float = THETA) -> Shock:
    """The agreement as a shock."""
    return make_shock(economy, cost=costs_of_effects(agreement(economy, effect), theta))


def median(work: Callable[[], object], repeats: int) -> float:
    """Median seconds of some work, after one run to warm up."""
    work()
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def scaling(world: Economy, closure: Closure) -> None:
    """One line: time, iterations and residual of a solve to 1e-12."""
    shock = freer(world)
    result = solve(world, shock, THETA, closure=closure)
    seconds = median(lambda: solve(world, shock, THETA, closure=closure), 51)
    worst = max(result.residuals.markets.largest, result.residuals.wages.largest)
    print(f"{len(world.states):8} {closure:>15} {1e3 * seconds:10.2f} {result.iterations:11} {worst:9.1e}")


def methods(world: Economy) -> None:
    """Newton, Anderson and damped iteration on one problem."""
    shock = freer(world)
    reference = solve(world, shock, THETA, method="newton")
    for method in ("newton", "anderson", "damped"):
        result = solve(world, shock, THETA, method=method)  # type: ignore[arg-type]
        seconds = median(lambda method=method: solve(world, shock, THETA, method=method), 5)  # type: ignore[misc]
        off = float(abs(result.wages / reference.wages - 1).max())
        print(f"{len(world.states):8} {method:>15} {1e3 * seconds:10.2f} {result.iterations:11} {off:14.1e}")


def throughput(world: Economy) -> None:
    """Draws of effect and elasticity per second, one thread."""

    def draws() -> Iterator[tuple[Shock, float]]:
        random = np.random.default_rng(0)
        for _ in range(DRAWS):
            theta = random.uniform(3, 8)
            yield freer(world, random.normal(0.13, 0.28), theta), theta

    for closure in Closure:
        begun = time.perf_counter()
        done = solve_many(world, draws(), real_income, closure=closure)
        rate = DRAWS / (time.perf_counter() - begun)
        print(f"{len(world.states)} states, {closure}: {rate:.0f} draws a second, {len(done.failed)} of {DRAWS} failed")


def peers(economy: Economy) -> None:
    """gegravity on the same data, or how to get it."""
    if importlib.util.find_spec("gegravity") is None:
        print("gegravity is not installed: `pip install gegravity` into this environment adds the comparison")
        return
    print(f"{'states':>8} {'gegravity s':>12} {'ours ms':>9} {'whole ms':>9} {'ratio':>9} {'largest difference':>19}")
    for size in PEER_SIZES:
        world = largest(economy, size)
        shock = freer(world)
        theirs, seconds = gegravity(world)
        ours = solve_conditional(world, shock, THETA)
        product = ours.output_prices / ours.prices
        mine = median(lambda world=world, shock=shock: solve_conditional(world, shock, THETA), 21)  # type: ignore[misc]
        whole = median(lambda world=world, shock=shock: solve(world, shock, THETA), 21)  # type: ignore[misc]
        off = float(abs(theirs.reindex(world.states).to_numpy() / 100 + 1 - product).max())
        print(f"{size:8} {seconds:12.2f} {1e3 * mine:9.2f} {1e3 * whole:9.2f} {seconds / mine:9.0f} {off:19.1e}")


def gegravity(world: Economy) -> tuple[pd.Series[float], float]:
    """Change in real product by state (%) and seconds of the experiment alone, its baseline not counted."""
    import gegravity as peer

    coefficients = pd.DataFrame([{"var": "baseline", "coeff": 1.0}, {"var": "agreement", "coeff": EFFECT}])
    data = _table(world)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = peer.OneSectorGE(
            peer.BaselineData(
                data,
                imp_var_name="importer",
                exp_var_name="exporter",
                year_var_name="year",
                trade_var_name="trade",
                expend_var_name="E",
                output_var_name="Y",
            ),
            cost_coeff_values=peer.CostCoeffs(coefficients, identifier_col="var", coeff_col="coeff"),
            cost_variables=["baseline", "agreement"],
            year="2019",
            reference_importer=world.states[0],
            sigma=THETA + 1,
            quiet=True,
        )
        model.build_baseline()
        changed = model.baseline_data.copy()
        changed["agreement"] = changed["after"]
        begun = time.perf_counter()
        model.define_experiment(changed)
        model.simulate()
        seconds = time.perf_counter() - begun
    return model.country_results["GDP change (percent)"], seconds


def _table(world: Economy) -> pd.DataFrame:
    """The world as the peer reads it: costs relative to what sizes alone would give; no trade is a very high cost."""
    trade = baseline_flows(world)[:, :, 0]
    spent, sold = trade.sum(axis=1), trade.sum(axis=0)
    cost = np.log(np.maximum(trade, 1e-9) * trade.sum() / np.outer(spent, sold))
    importer, exporter = np.indices(trade.shape)
    states = np.array(world.states)
    return pd.DataFrame(
        {
            "exporter": states[exporter.ravel()],
            "importer": states[importer.ravel()],
            "year": 2019,
            "trade": trade.ravel(),
            "Y": sold[exporter.ravel()],
            "E": spent[importer.ravel()],
            "baseline": cost.ravel(),
            "agreement": 0.0,
            "after": (agreement(world) > 0).astype(float).ravel(),
        }
    )


if __name__ == "__main__":
    main()
