"""Gravity: which policy holds when, whose zeros are zeros, and whether the regression finds what was put in."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from steppe.economy import ppml as ppml_module
from steppe.economy.gravity import REFERENCE, coefficient, covariance
from steppe.economy.panel import GAP_FLOOR, KNOWN_HOLES, SAMPLES, axes, flows, gaps, observed, panel
from steppe.economy.policies import POLICIES, Axes, covered
from steppe.economy.ppml import ppml
from steppe.economy.robustness import cohorts
from steppe.world.errors import UserError
from steppe.world.world import World

EXACT = 1e-7  # noiseless data are fitted up to the tolerance of the deviance


@pytest.fixture(scope="module")
def on(world: World) -> Axes:
    return axes(world)


@pytest.mark.parametrize(
    "policy, a, b, year, value",
    [
        ("eaeu", "RUS", "KAZ", 2009, 0),
        ("eaeu", "RUS", "KAZ", 2010, 1),  # customs union
        ("eaeu", "RUS", "ARM", 2014, 0),
        ("eaeu", "RUS", "ARM", 2015, 1),
        ("cisfta", "RUS", "UZB", 2013, 0),
        ("cisfta", "RUS", "UZB", 2014, 1),
        ("rta", "RUS", "UZB", 2000, 1),  # bilateral agreement of the 1990s
        ("rta", "RUS", "UKR", 2015, 1),
        ("rta", "RUS", "UKR", 2016, 0),  # suspended by Russia
        ("rta", "UKR", "DEU", 2015, 0),
        ("dcfta", "UKR", "DEU", 2016, 1),
        ("eu", "POL", "DEU", 2003, 0),
        ("eu", "POL", "DEU", 2004, 1),
        ("wto", "RUS", "USA", 2011, 0),
        ("wto", "RUS", "USA", 2012, 1),
        ("wto", "RUS", "BLR", 2020, 0),
        ("russia_ukraine", "UKR", "RUS", 2014, 1 / 3),
        ("west_to_russia", "DEU", "RUS", 2013, 0),
        ("west_to_russia", "DEU", "RUS", 2014, 1 / 3),
        ("west_to_russia", "DEU", "RUS", 2015, 2 / 3),
        ("west_to_russia", "DEU", "RUS", 2016, 1),
        ("west_to_russia", "RUS", "DEU", 2016, 0),
        ("russia_to_west", "RUS", "DEU", 2016, 1),
        ("west_to_russia", "KOR", "RUS", 2016, 0),  # did so only in 2022
        ("west_to_russia", "TUR", "RUS", 2016, 0),
    ],
)
def test_a_policy_holds_in_the_years_in_which_it_held(world, on, policy, a, b, year, value):
    cube = POLICIES[policy](world, on)
    assert cube[on.position[a], on.position[b], year - on.years[0]] == pytest.approx(value)


def test_no_policy_is_silently_missing(world, on):
    for name, policy in POLICIES.items():
        cube = policy(world, on)
        assert cube.sum() > 0 and cube.min() >= 0 and cube.max() <= 1, name


def test_what_an_agreement_adds_comes_on_top_of_any_agreement(world, on):
    rta = POLICIES["rta"](world, on)
    for name in ("eu", "eaeu", "cisfta", "dcfta"):
        assert (POLICIES[name](world, on) <= rta).all(), name


def test_preferences_of_no_real_depth_are_no_agreements(world, on):
    assert POLICIES["rta"](world, on)[on.position["RUS"], on.position["IRN"]].sum() == 0  # interim, few goods


def test_a_spell_without_an_end_lasts():
    on = Axes(("AAA", "BBB"), (2000, 2001, 2002))
    rows = pd.DataFrame({"state_a": ["AAA"], "state_b": ["BBB"], "start_year": [2001], "end_year": [np.nan]})
    assert covered(rows, on)[1, 0].tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "flow, missing",
    [
        ([GAP_FLOOR, 0, GAP_FLOOR], [False, True, False]),
        ([GAP_FLOOR, 0, 0, GAP_FLOOR], [False, True, True, False]),
        ([GAP_FLOOR, 0, 1], [False, False, False]),
        ([0, 0, GAP_FLOOR], [False, False, False]),
        ([GAP_FLOOR, 5, GAP_FLOOR], [False, False, False]),
    ],
)
def test_a_zero_between_large_flows_is_a_missing_record(flow, missing):
    assert gaps(np.array([[flow]], dtype=float))[0, 0].tolist() == missing


def test_states_do_not_fail_to_trade_before_they_exist(world, on):
    frame = panel(world, SAMPLES["international-3"], {})
    first = frame.groupby("exporter", observed=True)["year"].min()
    assert first["SRB"] == first["MNE"] == 2006
    assert first["SSD"] == 2012  # 2011 is not in the sample
    assert first["TLS"] == 2003


def test_known_holes_are_no_observations(world, on):
    seen = observed(world, on, flows(world, on))
    for exporter, importer, year in KNOWN_HOLES:
        e, i, t = on.position[exporter], on.position[importer], year - on.years[0]
        assert not seen[e, i, t] and seen[e, i, t - 1] and seen[e, i, t + 1]


def test_every_pair_of_the_panel_trades_and_nobody_abroad_with_himself(world):
    frame = panel(world, SAMPLES["international-3"], {})
    assert (frame.groupby("pair")["value"].sum() > 0).all()
    assert (frame["exporter"].astype(str) != frame["importer"].astype(str)).all()


def test_with_domestic_sales_the_border_is_what_differs_from_home(world):
    frame = panel(world, SAMPLES[REFERENCE])
    home = frame["exporter"].astype(str) == frame["importer"].astype(str)
    borders = [name for name in frame.columns if name.startswith("border_")]
    assert home.sum() > 1000 and (frame.loc[home, "value"] > 0).all()
    assert (frame.loc[home, [*POLICIES, *borders]] == 0).all(axis=None)
    assert len(borders) == len(SAMPLES[REFERENCE].years) - 1  # the first year is the yardstick
    assert frame.loc[~home, borders].sum(axis=1).isin([0, 1]).all()


# ------------------------------------------------------------------------------------------------- the regression


def made_up(effect, states: int = 9, years: int = 5, seed: int = 0) -> pd.DataFrame:
    """A panel that gravity fits without error; `effect(e, i, t)` gives the log effect of policies, by columns."""
    draw = np.random.default_rng(seed).normal
    out, into, pair = draw(size=(states, years)), draw(size=(states, years)), draw(size=(states, states))
    e, i, t = (axis.ravel() for axis in np.indices((states, states, years)))
    columns, beta = effect(e, i, t)
    frame = pd.DataFrame({"exporter": e, "importer": i, "year": t, **columns})[e != i]
    log = out[frame["exporter"], frame["year"]] + into[frame["importer"], frame["year"]]
    log += pair[frame["exporter"], frame["importer"]] + frame[list(columns)].to_numpy() @ np.asarray(beta)
    frame["value"] = np.exp(log)
    frame["exporter_year"] = frame["exporter"] * years + frame["year"]
    frame["importer_year"] = frame["importer"] * years + frame["year"]
    frame["pair"] = frame["exporter"] * states + frame["importer"]
    low, high = frame[["exporter", "importer"]].min(axis=1), frame[["exporter", "importer"]].max(axis=1)
    return frame.assign(cluster=low * states + high).reset_index(drop=True)


def two_policies(e, i, t):
    joined = ((e + i) % 3 == 0) & (t >= 2)
    alone = (np.minimum(e, i) == 0) & (np.maximum(e, i) == 1) & (t >= 3)
    return {"club": joined.astype(float), "alone": alone.astype(float)}, (0.4, -1.0)


def test_the_regression_finds_what_was_put_in():
    pytest.importorskip("pyfixest")
    fit = ppml(made_up(two_policies), ["club", "alone"])
    assert fit.estimates == pytest.approx([0.4, -1.0], abs=EXACT)


def test_the_standard_error_of_what_one_pair_did_is_not_known():
    pytest.importorskip("pyfixest")
    fit = ppml(made_up(two_policies), ["club", "alone"])
    assert fit.clusters[fit.of("alone")] == 1
    assert np.isnan(fit.se[fit.of("alone")]) and not np.isnan(fit.se[fit.of("club")])


def test_the_variance_has_the_small_sample_factor_that_is_stated():
    """The sandwich by hand, with a dummy for each effect, times (N - 1) / (N - K) · G / (G - 1)."""
    pytest.importorskip("pyfixest")
    frame = made_up(two_policies)
    frame["value"] *= np.exp(np.random.default_rng(1).normal(0, 0.3, len(frame)))
    fit = ppml(frame, ["club", "alone"])
    parts = [pd.get_dummies(frame[name]).to_numpy(float) for name in ("exporter_year", "importer_year", "pair")]
    design, y = np.column_stack([frame[["club", "alone"]], *parts]), frame["value"].to_numpy()
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        mean = np.exp(np.clip(design @ beta, -20, 20))
        bread = np.linalg.pinv(design.T @ (mean[:, None] * design), hermitian=True)
        beta += bread @ design.T @ (y - mean)
    scores = pd.DataFrame(design * (y - mean)[:, None]).groupby(frame["cluster"].to_numpy()).sum().to_numpy()
    plain = (bread @ scores.T @ scores @ bread)[:2, :2]
    n, g, k = len(frame), len(scores), 2 + frame["exporter_year"].nunique() + frame["importer_year"].nunique() - 1
    assert fit.estimates == pytest.approx(beta[:2], abs=1e-6)
    assert fit.covariance == pytest.approx(plain * (n - 1) / (n - k) * g / (g - 1), rel=1e-4)


def test_a_variable_that_does_not_vary_is_not_estimated():
    pytest.importorskip("pyfixest")
    fit = ppml(made_up(two_policies).assign(always=1.0), ["club", "always"])
    with pytest.raises(KeyError, match="does not vary"):
        fit.of("always")


def test_a_state_that_exports_nothing_in_a_year_is_left_out_and_counted():
    pytest.importorskip("pyfixest")
    frame = made_up(two_policies)
    frame.loc[(frame["exporter"] == 4) & (frame["year"] == 1), "value"] = 0.0
    fit = ppml(frame, ["club", "alone"])
    assert fit.left_out == 8
    assert fit.estimates == pytest.approx([0.4, -1.0], abs=EXACT)


def test_effects_by_cohort_average_to_the_truth_where_they_differ():
    pytest.importorskip("pyfixest")

    def growing(e, i, t):
        start = np.where((e + i) % 3 == 0, 2, np.where((e + i) % 3 == 1, 3, 99))
        since = np.clip(t - start + 1, 0, None)
        return {"rta": (since > 0).astype(float), "grown": since * 0.1 * (since > 0)}, (0.0, 1.0)

    frame = made_up(growing, states=12)
    rows = cohorts(frame.drop(columns="grown"), []).set_index("check")
    truth = frame.loc[frame["rta"] > 0, "grown"].mean()
    assert rows.loc["cohorts", "estimate"] == pytest.approx(truth, abs=EXACT)


def test_without_the_extra_one_is_told_what_to_install(monkeypatch):
    def absent(name: str):
        if name.startswith("pyfixest"):
            raise ImportError(name)
        return import_module(name)

    monkeypatch.setattr(ppml_module, "import_module", absent)
    with pytest.raises(UserError, match=r"pip install 'steppe\[estimate\]'"):
        ppml(made_up(two_policies), ["club"])


# ------------------------------------------------------------------------------------------------- the estimates


@pytest.mark.parametrize("variable", ["eaeu", "cisfta", "dcfta"])
@pytest.mark.parametrize("specification", SAMPLES)
def test_what_the_regional_agreements_added_is_not_identified(world, variable, specification):
    known = coefficient(world, variable, specification)
    assert abs(known.estimate) < 1.96 * known.se


@pytest.mark.parametrize("variable", ["west_to_russia", "russia_to_west"])
@pytest.mark.parametrize("specification", SAMPLES)
def test_sanctions_lowered_trade_in_every_sample(world, variable, specification):
    known = coefficient(world, variable, specification)
    assert known.estimate < -1.96 * known.se


def test_the_covariance_is_that_of_the_standard_errors(world):
    for specification in SAMPLES:
        table = covariance(world, ("rta", "eu"), specification)
        errors = [coefficient(world, name, specification).se for name in ("rta", "eu")]
        assert np.sqrt(np.diag(table)) == pytest.approx(errors)
        assert table[0, 1] == table[1, 0]


@pytest.mark.parametrize(
    "variable, specification, message",
    [("etu", REFERENCE, "Did you mean"), ("eu", "domestic-5", "Did you mean domestic-")],
)
def test_a_mistyped_estimate_names_its_look_alike(world, variable, specification, message):
    with pytest.raises(UserError, match=message):
        coefficient(world, variable, specification)


@pytest.mark.slow
def test_estimates_do_not_hang_on_the_tolerance_and_are_those_of_the_bundle(world):
    """1e-6 of a standard error; a change of the data moves more, and asks for `python -m recipes --only gravity`."""
    pytest.importorskip("pyfixest")
    frame = panel(world, SAMPLES[REFERENCE])
    terms = [*POLICIES, *(name for name in frame.columns if name.startswith("border_"))]
    fits = [ppml(frame, terms, tolerance) for tolerance in (ppml_module.TOLERANCE, ppml_module.TOLERANCE / 100)]
    error = np.sqrt(np.diag(fits[1].covariance))
    assert (np.abs(fits[0].estimates - fits[1].estimates) < 1e-6 * error).all()
    shipped = [coefficient(world, name).estimate for name in fits[0].terms]
    assert (np.abs(fits[0].estimates - shipped) < 1e-6 * error).all(), "run: python -m recipes --only gravity"
