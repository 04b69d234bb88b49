"""The estimates and the arithmetic behind the shocks."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.economy.channels import credit, passthrough, transfers, workers
from steppe.economy.channels.pooling import pool, regress
from steppe.evidence.hindcasts import disbursements
from steppe.evidence.hindcasts import passthrough as rouble
from steppe.evidence.hindcasts import transfers as sent
from steppe.world.streams import Streams
from steppe.world.world import World

FIGURES = st.lists(
    st.tuples(st.floats(-5, 5), st.floats(0.05, 2)).map(lambda pair: tuple(round(one, 3) for one in pair)),
    min_size=2,
    max_size=8,
)


@given(FIGURES)
def test_pooled_figures_lie_between_each_own_and_the_mean(figures: list[tuple[float, float]]):
    own, errors = (np.array(side) for side in zip(*figures, strict=True))
    made = pool(own, errors)
    low, high = np.minimum(own, made.mean), np.maximum(own, made.mean)
    assert (made.values >= low - 1e-9).all() and (made.values <= high + 1e-9).all()
    assert made.spread >= 0 and own.min() - 1e-9 <= made.mean <= own.max() + 1e-9


@given(FIGURES)
def test_no_spread_gives_one_figure_and_a_wide_one_leaves_each_its_own(figures: list[tuple[float, float]]):
    own, errors = (np.array(side) for side in zip(*figures, strict=True))
    assert np.ptp(pool(own, errors, spread=0.0).values) < 1e-9
    assert pool(own, errors, spread=1e6).values == pytest.approx(own, abs=1e-6)
    assert pool(own, errors, spread=1e6).errors == pytest.approx(errors, rel=1e-6)


def test_the_spread_is_none_where_units_differ_less_than_their_errors_and_found_where_they_do():
    assert pool([1.0, 1.1, 0.9], [0.5, 0.5, 0.5]).spread == 0.0
    rng = Streams(3).rng("units")
    truth = rng.normal(1.0, 0.4, 400)
    made = pool(truth + rng.normal(0, 0.2, 400), np.full(400, 0.2))
    assert made.spread == pytest.approx(0.4, abs=0.05)
    assert (
        np.mean((made.values - truth) ** 2) < 0.04
    )  # nearer to the truth than the estimates, whose mean square is .04


@pytest.mark.parametrize("errors", [[1.0], [1.0, 0.0], [1.0, math.nan]])
def test_errors_that_are_none_are_refused(errors: list[float]):
    with pytest.raises(ValueError, match="error"):
        pool([1.0, 2.0], errors)


def test_least_squares_on_a_line_with_an_error_by_hand():
    x = np.array([0.0, 1.0, 2.0, 3.0])
    line = regress([1.0, 3.0, 5.0, 8.0], np.column_stack([np.ones(4), x]))
    assert line.coefficients == pytest.approx([0.8, 2.3])
    left = np.array([0.2, -0.1, -0.4, 0.3])  # HC1 of the slope: 4/2 Σ (x - 1.5)² e² / 25
    assert line.errors[1] == pytest.approx((2 * ((x - 1.5) ** 2 @ left**2) / 25) ** 0.5)
    with pytest.raises(ValueError, match="follows from the others"):
        regress([1.0, 2.0, 3.0, 4.0], np.ones((4, 2)))


@given(st.floats(0, 60), st.floats(0.1, 2), st.floats(-3, 0))
def test_less_output_means_less_income_and_no_change_none(share: float, slope: float, change: float):
    assert -share - 1e-9 <= float(transfers.lost(share, slope, change)) <= 0
    assert float(transfers.lost(share, slope, 0.0)) == 0.0
    assert float(transfers.lost(share, slope, change, 0.7)) == pytest.approx(
        1.7 * float(transfers.lost(share, slope, change))
    )


def test_tajikistan_in_2014_by_hand(world: World):
    """3,842.5 million of 9,242, a slope of 1.22, a third less output: 41.6 % times (2/3)^1.22 - 1 is -16.3 %."""
    row = transfers.sent(world, "RUS", 2014).loc["TJK"]
    gdp = world.sql(
        "select value from macro where state = 'TJK' and year = 2014 and concept = 'gdp_usd' and source = 'weo-2025-10'"
    )["value"].iloc[0]
    found = transfers.estimated(world)
    slope = found.slopes.values[found.receivers.index("TJK")]
    assert row["value"] == 3842.5
    assert slope == pytest.approx(1.22, abs=0.01)
    by_hand = 100 * 3842.5 / gdp * ((2 / 3) ** slope - 1)
    assert by_hand == pytest.approx(-16.3, abs=0.1)
    assert float(transfers.lost(100 * row["share"], slope, math.log(2 / 3))) == pytest.approx(by_hand, abs=1e-9)


def test_what_is_sent_is_never_more_than_all_that_is_received(world: World):
    whole = world.sql(
        "select state, year, max(value) as whole from remittance_receipts where use = 'whole' group by all"
    )
    for year in (2014, 2019, 2022, 2024):
        rows = transfers.sent(world, "RUS", year).reset_index().merge(whole, on=["state", "year"])
        rows = rows[rows["basis"].eq("estimated")]
        assert (rows["value"] <= rows["whole"] + 1e-9).all() and (rows["high"] <= rows["whole"] + 1e-9).all()
    assert transfers.sent(world, "RUS", 2022).loc["AZE", "value"] == pytest.approx(2955.3)


def invented(slopes: dict[str, float], noise: float) -> pd.DataFrame:
    rng = Streams(5).rng("changes")
    years = range(2007, 2025)
    output = rng.normal(0, 0.2, len(years))
    parts = [
        pd.DataFrame({"state": state, "year": years, "output": output}).assign(
            transfers=0.02 + slope * output + rng.normal(0, noise, len(years))
        )
        for state, slope in slopes.items()
    ]
    return pd.concat(parts, ignore_index=True)


def test_slopes_that_were_put_in_are_found():
    slopes = {"ARM": 0.6, "KGZ": 1.0, "TJK": 1.5, "UZB": 1.8}
    found = transfers.estimate(invented(slopes, noise=0.01))
    assert found.slopes.values == pytest.approx(list(slopes.values()), abs=0.05)
    assert found.trends.values == pytest.approx([0.02] * 4, abs=0.01)
    assert found.forecast(["KGZ"], [0.0]) == pytest.approx([0.02], abs=0.01)
    assert found.forecast(["XXX"], [0.1])[0] == pytest.approx(found.trends.mean + 0.1 * found.slopes.mean)


def test_the_year_apart_enters_no_estimate(world: World):
    moved = transfers.changes(world)
    assert moved["year"].min() == 2007 and moved["state"].nunique() == 11
    changed = moved.assign(transfers=moved["transfers"].mask(moved["year"].eq(2022), 9.0))
    with_ = transfers.estimate(changed[changed["year"] != 2022]).slopes.values
    assert with_ == pytest.approx(transfers.estimated(world).slopes.values)


def test_a_forecast_of_transfers_knows_no_later_year(world: World):
    moved = transfers.changes(world)
    later = moved.assign(transfers=moved["transfers"].mask(moved["year"].gt(2016), 5.0))
    rows, changed = (sent.forecasts(frame) for frame in (moved, later))
    until = rows["year"].le(2017)  # 2017 itself is forecast from the years before it
    assert rows.loc[until, "model"].tolist() == pytest.approx(changed.loc[until, "model"].tolist())


def test_spells_begin_anew_where_a_peg_breaks(world: World):
    frame = passthrough.months(world)
    for state, month in (("KAZ", "2015-08"), ("AZE", "2015-12"), ("UZB", "2017-09")):
        rows = frame[frame["state"].eq(state)].set_index(frame[frame["state"].eq(state)]["month"].astype(str))
        before = str(pd.Period(month, "M") - 1)
        assert rows.loc[month, "spell"] != rows.loc[before, "spell"], state
        assert rows.loc[month, "jump"] and not rows.loc[before, "jump"]
        assert rows.loc[month, "kind"] == "loose"


def test_a_pass_through_that_was_put_in_is_found():
    rng = Streams(6).rng("months")
    month = pd.period_range("2000-01", "2019-12", freq="M")
    rouble = rng.normal(0, 0.03, len(month) + 3)
    lagged = {f"r{k}": rouble[3 - k : len(rouble) - k] for k in range(4)}
    parts = []
    for state, through in {"KAZ": 0.3, "KGZ": 0.5, "TJK": 0.8}.items():
        own = 0.002 + through * (0.7 * lagged["r0"] + 0.3 * lagged["r2"]) + rng.normal(0, 0.001, len(month))
        parts.append(pd.DataFrame({"state": state, "month": month, "own": own, **lagged}))
    frame = pd.concat(parts).assign(kind="crawl", jump=False, spell=lambda rows: rows["state"] + " 1")
    found = passthrough.estimate(frame)
    assert [found.of(state)[0] for state in ("KAZ", "KGZ", "TJK")] == pytest.approx([0.3, 0.5, 0.8], abs=0.02)
    assert found.year_ahead("KGZ", np.zeros(15)) == pytest.approx(12 * 0.002, abs=1e-3)  # the drift alone


def test_a_forecast_of_currencies_knows_no_later_month(world: World):
    frame = passthrough.months(world)
    later = frame.assign(own=frame["own"].mask(frame["month"].dt.year.gt(2010), 0.5))
    rows, changed = (rouble.forecasts(one) for one in (frame, later))
    until = rows["year"].le(2011)
    assert rows.loc[until, "model"].tolist() == pytest.approx(changed.loc[until, "model"].tolist())


def test_georgia_follows_a_third_of_the_rouble_by_hand(world: World):
    """Plain regression of the months since 2002 on four months of the rouble, summed."""
    frame = passthrough.months(world)
    rows = frame[frame["spell"].eq("GEO 2")]
    columns = np.column_stack([np.ones(len(rows)), rows[["r0", "r1", "r2", "r3"]]])
    by_hand = np.linalg.lstsq(columns, rows["own"], rcond=None)[0][1:].sum()
    kind = passthrough.estimated(world).kinds["crawl"]
    assert kind.own[kind.spells.index("GEO 2")] == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.324, abs=0.001)


def test_expected_loans_lie_between_the_last_and_the_mean(world: World):
    slope, error = credit.persistence(credit.windows(credit.disbursed(world)))
    assert 0 < slope < 1 and error > 0
    assert 1.0 < float(credit.expected(2.0, 1.0, slope)) < 2.0
    assert (float(credit.expected(2.0, 1.0, 1.0)), float(credit.expected(2.0, 1.0, 0.0))) == (2.0, 1.0)


def test_what_came_was_half_the_time_less_than_two_thirds_of_what_was_expected(world: World):
    cases = credit.windows(credit.disbursed(world))
    came = credit.ratios(cases, credit.persistence(cases)[0])
    assert np.median(came) == pytest.approx(0.62, abs=0.01)
    assert np.quantile(came, [0.05, 0.95]) == pytest.approx([0.0, 3.64], abs=0.01)
    with pytest.raises(ValueError, match="no ratio"):
        credit.ratios(cases.assign(last=0.0, mean=0.0), 0.5)


def test_a_forecast_of_loans_knows_no_later_year(world: World):
    cases = credit.windows(credit.disbursed(world)).dropna()
    changed = cases.assign(outcome=cases["outcome"].mask(cases["origin"].gt(2012), 9.0))
    rows, other = (disbursements.forecasts(one) for one in (cases, changed))
    until = rows["origin"].le(2013)  # the outcome of 2013 enters λ from 2014 on
    assert rows.loc[until, "forecast"].tolist() == pytest.approx(other.loc[until, "forecast"].tolist())


def test_principal_and_interest_add_up_to_the_service_of_the_flows(world: World):
    both = world.sql(
        "select f.debt_service as whole, s.principal + s.interest as parts from debt_flows f join debt_service s "
        "using (debtor, creditor, year)"
    )
    assert len(both) > 3000
    assert (both["whole"] - both["parts"]).abs().max() < 0.0021  # three roundings


def test_kyrgyz_service_to_china_in_2023_is_that_of_its_ministry(world: World):
    """The ministry of finance paid 127 million dollars; the schedule has 89.7 of principal and 35.2 of interest."""
    principal, interest = credit.due(credit.service(world, "KGZ", 2023), "CHN")
    assert (principal, interest) == (89.694, 35.228)
    assert principal + interest == pytest.approx(127, rel=0.02)


@given(st.floats(0, 1e7), st.floats(1, 1e7))
def test_new_workers_miss_between_half_and_all_of_their_part(entered: float, present: float):
    low, high = workers.entering(entered, present)
    assert 0 <= low == high / 2 <= 0.5 and high <= 1
    with pytest.raises(ValueError, match="at least a worker"):
        workers.entering(entered, 0.0)


def test_what_a_worker_sends_is_less_than_what_he_earns(world: World):
    """Of Uzbeks, Tajiks and Kyrgyz in Russia, in 2019: money sent over number times twelve wages."""
    for state in ("UZB", "TJK", "KGZ"):
        value = transfers.sent(world, "RUS", 2019).loc[state, "value"]
        wage = workers.wages(world, state, 2019).iloc[0]
        number = workers.workers(world, state, 2019)["value"]
        earned = 12 * wage["high"] * number.max() / 1e6
        assert 0.1 < value / earned < 1, state
