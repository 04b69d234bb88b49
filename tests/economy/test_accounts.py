"""The accounts of a year: whole, free of absurd figures, honest about what is a guess."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from steppe.economy import (
    BASELINES,
    Accounts,
    Closure,
    accounts_of,
    baseline_flows,
    domestic_sales,
    real_income,
    solve,
    trade_changes,
)
from steppe.economy.accounts import FREIGHT
from steppe.economy.domestic import fitted
from steppe.world.errors import UserError
from steppe.world.world import World

TWELVE = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB")
YEARS = (*range(2000, 2021), 2023)


@pytest.fixture(scope="module", params=BASELINES)
def accounts(world: World, request: pytest.FixtureRequest) -> Accounts:
    return accounts_of(world, request.param)


def trade_of(accounts: Accounts, importer: str, exporter: str) -> float:
    economy = accounts.economy
    return float(baseline_flows(economy)[economy.index(importer), economy.index(exporter), 0])


@pytest.mark.parametrize(
    ("year", "closure"),
    [*((year, Closure.ADDITIVE) for year in YEARS), *((2019, closure) for closure in Closure)],
)
def test_no_change_is_no_change_in_every_year_and_under_every_closure(
    world: World, year: int, closure: Closure
) -> None:
    result = solve(accounts_of(world, year).economy, None, 5.0, closure=closure)
    assert result.wages == pytest.approx(1.0, abs=1e-12)
    assert result.prices == pytest.approx(1.0, abs=1e-12)
    assert real_income(result) == pytest.approx(1.0, abs=1e-12)
    ratio = trade_changes(result)
    assert ratio[np.isfinite(ratio)] == pytest.approx(1.0, abs=1e-12)


def test_the_region_and_the_powers_are_in(accounts: Accounts) -> None:
    assert {*TWELVE, "CHN", "USA", "TUR", "DEU", "FRA"} <= set(accounts.economy.states)
    assert accounts.left_out_share < 0.003
    assert all(reason for _, reason in accounts.left_out)


def test_no_state_has_negative_or_absurd_domestic_sales(accounts: Accounts) -> None:
    ratio = accounts.domestic["ratio"]
    assert (accounts.domestic["value"] > 0).all()
    assert ratio.min() > 0.05 and ratio.max() < 1.6  # Luxembourg, China: those of the tables
    guessed = accounts.domestic[accounts.domestic["basis"] != "derived"]["ratio"]
    assert guessed.min() > 0.1 and guessed.max() < 1.05
    for state in TWELVE:
        k = accounts.economy.index(state)
        output, spent = accounts.economy.value_added[k], accounts.economy.value_added[k] + accounts.economy.deficits[k]
        assert 0.4 < output / accounts.gdp[k] < 1.3
        assert 0.4 < spent / accounts.gdp[k] < 1.9


def test_most_states_are_proxied_and_most_of_the_money_is_not(accounts: Accounts) -> None:
    states = len(accounts.economy.states)
    assert accounts.proxied == (accounts.domestic["basis"] != "derived").sum()
    assert states - accounts.proxied == 43  # every state with an input-output table
    assert 0.05 < accounts.proxied_share < 0.12


def test_imputed_trade_is_counted_by_value(world: World) -> None:
    assert accounts_of(world, 2019).imputed_share == 0
    assert accounts_of(world, 2023).imputed_share == pytest.approx(0.0100, abs=0.0005)


def test_re_exporters_have_their_own_statistics(world: World, accounts: Accounts) -> None:
    own = world.sql(
        "select value from trade_national where reporter = 'KGZ' and partner = 'CHN' and flow = 'M' and year = ?",
        [accounts.year],
    )["value"].item()
    assert trade_of(accounts, "KGZ", "CHN") == pytest.approx(own / FREIGHT)
    other = world.sql(
        "select coalesce(high_record, value) as v from trade where exporter = 'CHN' and importer = 'KGZ' and year = ?",
        [accounts.year],
    )["v"].item()
    assert other > 2 * own  # what China reports to Kyrgyzstan mostly goes on
    side, who, whom = ("X", "KAZ", "KGZ") if accounts.year <= 2020 else ("M", "KGZ", "KAZ")
    among = world.sql(
        "select value from trade_national where reporter = ? and partner = ? and flow = ? and year = ?",
        [who, whom, side, accounts.year],
    )["value"].item()
    freight = 1 if side == "X" else FREIGHT
    assert trade_of(accounts, "KGZ", "KAZ") == pytest.approx(among / freight)  # the seller's figure; in 2023 by origin
    assert any("GEO" in note for note in accounts.notes)


def test_trade_between_others_is_baci(world: World, accounts: Accounts) -> None:
    baci = world.sql(
        "select value from trade where exporter = 'RUS' and importer = 'CHN' and year = ?", [accounts.year]
    )["value"].item()
    assert trade_of(accounts, "CHN", "RUS") == pytest.approx(baci)
    assert set(accounts.sources) >= {"wiod-2016", "wdi"}


def test_a_year_without_trade_is_refused(world: World) -> None:
    with pytest.raises(UserError, match="baseline: the bundle has no trade of 2021"):
        accounts_of(world, 2021)


# ------------------------------------------------------------------------------------------------ domestic sales
def test_richer_states_make_fewer_of_their_own_goods_and_nothing_is_extrapolated(world: World) -> None:
    fit = fitted(world)
    assert -0.6 < fit.slope < -0.3
    ratio = fit.ratio(pd.Series([-9.0, fit.poorest, 0.0, fit.richest, 9.0]))
    assert ratio.is_monotonic_decreasing
    assert ratio[0] == ratio[1] and ratio[3] == ratio[4]


def test_domestic_sales_say_on_what_they_rest(world: World) -> None:
    sales = domestic_sales(world, [2019, 2023]).set_index(["state", "year"])
    assert sales.loc[("RUS", 2023), "basis"] == "derived"
    assert sales.loc[("RUS", 2023), "source"] == "wiod-2016"
    assert sales.loc[("KAZ", 2019), "source"] == "kaz-io-2017"
    assert sales.loc[("UZB", 2023), "basis"] == "estimated"
    assert sales.loc[("QAT", 2023), "basis"] == "imputed"
    assert sales.loc[("QAT", 2023), "gdp_year"] == 2022
    assert ("VEN", 2023) not in sales.index  # its last GDP is of 2014
    assert sales.notna().all(axis=None)


def test_a_shift_moves_the_fitted_ratios_only(world: World) -> None:
    plain, moved = (domestic_sales(world, [2019], shift).set_index("state")["value"] for shift in (0.0, 0.4))
    assert moved["RUS"] == plain["RUS"]
    assert moved["UZB"] == pytest.approx(plain["UZB"] * np.exp(0.4))
