"""The trade model against published results and other programs; skipped, saying so, where their data are absent."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from steppe.economy import (
    Economy,
    Equilibrium,
    balance,
    balanced,
    costs_of_effects,
    flows,
    from_flows,
    make_shock,
    real_income,
    real_wage,
    solve,
    solve_conditional,
    terms_and_volume_of_trade,
)
from steppe.economy.arrays import Array

ROOT = Path(__file__).resolve().parents[2].parent / "shared"
ORACLES = Path(os.environ.get("STEPPE_ORACLES", ROOT / "oracles"))
RAW = Path(os.environ.get("STEPPE_DATA", ROOT / "data"))

pytestmark = pytest.mark.oracle("trade")


def found(path: Path) -> Path:
    """The file, or a skip that says what is missing."""
    if not path.exists():
        pytest.skip(f"oracle absent: {path.name} (set STEPPE_ORACLES and STEPPE_DATA to the folders that hold it)")
    return path


def rows(name: str) -> pd.DataFrame:
    return duckdb.read_parquet(str(found(ORACLES / "trade" / name))).df().sort_values(["importer", "exporter"])


def square(frame: pd.DataFrame, column: str) -> Array:
    """A column as [importer, exporter]."""
    return frame.pivot(index="importer", columns="exporter", values=column).to_numpy(dtype=float)


# ------------------------------------------------------------------------------------------------ ge_gravity (Stata)
@pytest.fixture(scope="module")
def wiod44() -> pd.DataFrame:
    frame = rows("ge_gravity_wiod44_results.parquet")
    return frame[frame["year"] == 2000]


def enlargement(frame: pd.DataFrame, closure: str) -> Equilibrium:
    """The enlargement of the EU at θ = 4."""
    economy = from_flows(square(frame, "trade"), sorted(set(frame["exporter"])))
    return solve(
        economy,
        make_shock(economy, cost=costs_of_effects(square(frame, "eu_effect"), 4.0)),
        4.0,
        closure=closure,
    )


def test_additive_deficits_as_in_ge_gravity(wiod44: pd.DataFrame) -> None:
    result = enlargement(wiod44, "additive")
    welfare = wiod44.groupby("exporter")["w_eu"].first().to_numpy()
    assert real_income(result) == pytest.approx(welfare, abs=1e-7)  # single precision in Stata
    assert flows(result)[:, :, 0] == pytest.approx(square(wiod44, "X_eu"), rel=1e-6)


def test_multiplicative_deficits_as_in_ge_gravity(wiod44: pd.DataFrame) -> None:
    result = enlargement(wiod44, "multiplicative")
    welfare = wiod44.groupby("exporter")["w_mult"].first().to_numpy()
    assert real_wage(result) == pytest.approx(welfare, abs=1e-7)
    # ge_gravity lets the world spend 1.6e-6 more than it earns; ours scales spending back
    assert flows(result)[:, :, 0] == pytest.approx(square(wiod44, "X_mult"), rel=2e-6)


# ------------------------------------------------------------------------------------------------ gegravity (Python)
COSTS = {
    "lndist": -0.3898623,
    "contiguity": 0.891577,
    "common_language": 0.0326249,
    "pta": 0.4711383,
    "international": -3.412584,
}


@pytest.fixture(scope="module")
def sample30() -> tuple[Economy, Array, pd.DataFrame]:
    """The economy that gravity predicts, the effect of an agreement between Canada and Japan, and the data."""
    frame = rows("gegravity_sample_30.parquet")
    states = tuple(sorted(set(frame["exporter"])))
    output = frame.groupby("exporter")["Y"].first().to_numpy(dtype=float)
    spent = frame.groupby("importer")["E"].first().to_numpy(dtype=float)
    index = sum(coefficient * square(frame, name) for name, coefficient in COSTS.items())
    predicted, _, _ = balance(np.exp(index), spent / spent.sum(), output / output.sum())
    effect = np.zeros((len(states), len(states)))
    canada, japan = states.index("CAN"), states.index("JPN")
    effect[canada, japan] = effect[japan, canada] = COSTS["pta"]
    return from_flows(predicted, states), effect, frame


def test_an_agreement_of_canada_and_japan_as_in_gegravity(sample30: tuple[Economy, Array, pd.DataFrame]) -> None:
    economy, effect, frame = sample30
    result = solve_conditional(economy, make_shock(economy, cost=costs_of_effects(effect, 4.0)), 4.0)
    canada, germany = economy.index("CAN"), economy.index("DEU")
    output_prices = result.output_prices / result.prices[germany]
    prices = result.prices / result.prices[germany]
    product = output_prices / prices - 1
    assert round(100 * product[canada], 5) == 0.41826
    assert round(100 * (prices[canada] - 1), 5) == -0.55172
    sold = _foreign_exports(economy, result.flows, output_prices, frame)[canada]
    # printed: 1.57317; gegravity 0.3 gives 1.57318, as we do: the last digit is beyond its solver's tolerance
    assert 100 * (sold - 1) == pytest.approx(1.57317, abs=1.5e-5)


def _foreign_exports(economy: Economy, conditional: Array, output_prices: Array, frame: pd.DataFrame) -> Array:
    """Change in sales abroad as gegravity counts them: flows rescaled by each side's income at the new prices."""
    output = frame.groupby("exporter")["Y"].first().to_numpy(dtype=float)
    world = (output_prices * output).sum() / output.sum()
    after = conditional * output_prices[:, None] * (output_prices / world)
    before = economy.shares[:, :, 0] * (economy.value_added + economy.deficits)[:, None]
    abroad = ~np.eye(len(output), dtype=bool)
    return (after * abroad).sum(axis=0) / (before * abroad).sum(axis=0)


def test_the_whole_equilibrium_differs_from_the_conditional_one(
    sample30: tuple[Economy, Array, pd.DataFrame],
) -> None:
    economy, effect, _ = sample30
    result = solve(economy, make_shock(economy, cost=costs_of_effects(effect, 4.0)), 4.0, closure="multiplicative")
    gain = 100 * (real_wage(result)[economy.index("CAN")] - 1)
    assert gain == pytest.approx(0.4282, abs=5e-5)  # incomes move too: not 0.4183


# ------------------------------------------------------------------------------------------------ Caliendo & Parro 2015
def nafta_economy(data: dict[str, np.ndarray]) -> Economy:
    """31 countries and 40 sectors in 1993, as the authors build it: sectors sell at least what they export."""
    trade, tariffs = data["trade_1993"].copy(), 1.0 + data["tariff_1993"]
    countries = len(trade)
    sold_abroad = trade.sum(axis=0)
    output = np.maximum(data["gross_output"], sold_abroad)
    own = np.arange(countries)
    trade[own, own, :] = output - sold_abroad
    spending = (trade * tariffs).sum(axis=1)
    has_inputs = data["io_coef"].sum(axis=1) > 0.5
    value_added = np.where(has_inputs, data["va_share"], 1.0)
    total = np.where(has_inputs, data["io_coef"].sum(axis=1), 1.0)
    inputs = ((1 - value_added) / total)[:, None, :] * data["io_coef"]
    sold = trade.sum(axis=0)
    income = (value_added * sold).sum(axis=1)
    deficits = trade.sum(axis=(1, 2)) - sold.sum(axis=1)
    revenue = (trade * (tariffs - 1)).sum(axis=(1, 2))
    final = spending - np.einsum("nkj,nj->nk", inputs, sold)
    final = np.maximum(final / (income + revenue + deficits)[:, None], 0.0)
    return Economy(
        states=tuple(str(name) for name in data["countries"]),
        sectors=tuple(str(name) for name in data["sectors"]),
        shares=trade * tariffs / spending[:, None, :],
        value_added=income,
        deficits=deficits,
        final=final / final.sum(axis=1, keepdims=True),
        value_added_share=value_added,
        inputs=inputs,
        tariffs=tariffs,
    )


@pytest.fixture(scope="module")
def nafta() -> Equilibrium:
    """Tariffs among Canada, Mexico and the United States go to their level of 2005; no deficits before or after."""
    with np.load(found(ORACLES / "trade" / "cp2015_nafta.npz")) as file:
        data = {name: file[name] for name in file.files}
    economy = nafta_economy(data)
    members = [economy.index(name) for name in ("Mexico", "Canada", "USA")]
    factor = np.ones_like(economy.shares)
    inside = np.ix_(members, members)
    factor[inside] = (1 + data["tariff_2005"][inside]) / (1 + data["tariff_1993"][inside])
    return solve(economy, make_shock(economy, tariff=factor), data["theta"], closure="zero")


@pytest.mark.parametrize(
    ("state", "welfare", "terms", "volume", "wage"),
    [
        ("Mexico", 1.31, -0.41, 1.72, 1.7153),
        ("Canada", -0.06, -0.11, 0.04, 0.3228),
        ("USA", 0.08, 0.04, 0.04, 0.1124),
    ],
)
def test_nafta(nafta: Equilibrium, state: str, welfare: float, terms: float, volume: float, wage: float) -> None:
    """Caliendo & Parro (2015), Table 2, to the printed digits."""
    at = nafta.baseline.index(state)
    of_terms, of_volume = (100 * part[at] for part in terms_and_volume_of_trade(nafta))
    assert round(of_terms, 2) == terms
    assert round(of_volume, 2) == volume
    assert round(of_terms + of_volume, 2) == welfare
    assert round(100 * (real_wage(nafta)[at] - 1), 4) == wage


# ------------------------------------------------------------------------------------------------ WIOD 2014
WEST = (
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE "
    "USA JPN CAN NOR CHE AUS"
).split()
GOODS = 22


@pytest.fixture(scope="module")
def wiod2014() -> Economy:
    with np.load(found(RAW / "io" / "wiod2014_44x50.npz")) as data:
        total = data["io_coef"].sum(axis=1)
        has_inputs = total > 0
        value_added = np.where(has_inputs, data["va_share"], 1.0)
        inputs = ((1 - value_added) / np.where(has_inputs, total, 1.0))[:, None, :] * data["io_coef"]
        return Economy(
            states=tuple(str(name) for name in data["countries"]),
            sectors=tuple(str(name) for name in data["sectors"]),
            shares=data["trade_share"],
            value_added=data["value_added"],
            deficits=np.zeros(len(value_added)),
            final=data["final_share"] / data["final_share"].sum(axis=1, keepdims=True),
            value_added_share=value_added,
            inputs=inputs,
            tariffs=data["tariff_factor"],
        )


def test_sanctions_on_russia_with_fifty_sectors(wiod2014: Economy) -> None:
    """Tariff factors between Russia and the West times 1.5 on goods: three programs agree to three decimals."""
    economy = balanced(wiod2014, 5.0)
    west, russia = [economy.index(state) for state in WEST], [economy.index("RUS")]
    factor = np.ones_like(economy.shares)
    factor[np.ix_(west, russia, range(GOODS))] = 1.5
    factor[np.ix_(russia, west, range(GOODS))] = 1.5
    result = solve(economy, make_shock(economy, tariff=factor), 5.0, closure="zero")
    loss = 100 * (real_wage(result) - 1)
    for state, expected in {"RUS": -2.363, "DEU": -0.193, "CHN": 0.019, "USA": -0.013}.items():
        assert round(loss[economy.index(state)], 3) == expected
    slower = solve(economy, make_shock(economy, tariff=factor), 5.0, closure="zero", method="anderson")
    assert slower.wages == pytest.approx(result.wages, rel=1e-10)


def test_no_change_with_fifty_sectors_is_no_change(wiod2014: Economy) -> None:
    result = solve(balanced(wiod2014, 5.0), None, 5.0)
    assert result.wages == pytest.approx(1.0, abs=1e-12)
    assert result.prices == pytest.approx(1.0, abs=1e-12)
