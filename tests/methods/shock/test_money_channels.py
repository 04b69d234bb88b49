"""Transfers, debt and exchange rates as channels: zero, signs, nothing twice, and gaps with their reasons."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.methods.income.channel import Channel, Effect
from steppe.methods.income.channels import currency, debt, transfers
from steppe.scenario.events.devaluation import Devaluation
from steppe.scenario.events.lending import Lending
from steppe.scenario.events.migration import Migration
from steppe.scenario.events.recession import Recession
from steppe.world.world import World
from tests.methods.shock.asked import DAY, ask, of

MINE = (transfers.CHANNEL, debt.CHANNEL, currency.CHANNEL)


def recession(percent: float, state: str = "RUS") -> Recession:
    return Recession(kind="recession", date=DAY, state=state, percent=percent)


def devaluation(percent: float, state: str = "RUS") -> Devaluation:
    return Devaluation(kind="devaluation", date=DAY, state=state, percent=percent)


def migration(percent: float, *origins: str, of: str = "stock", host: str = "RUS") -> Migration:
    return Migration(kind="migration", date=DAY, origins=list(origins), host=host, percent=percent, of=of)


def lending(what: str, *debtors: str, percent: float = 100.0, creditor: str = "CHN") -> Lending:
    return Lending(kind="lending", date=DAY, creditor=creditor, debtors=list(debtors), what=what, percent=percent)


def median(effect: Effect, world: World, state: str) -> float:
    return float(np.median(effect.values[:, world.group("twelve").index(state)]))


@pytest.mark.parametrize("channel", MINE, ids=lambda channel: channel.name)
def test_events_of_nothing_leave_exact_zeros(world: World, channel: Channel):
    nothing = (recession(0), devaluation(0), migration(0, "TJK"), lending("stop", "KGZ", percent=0))
    for effect in of(world, channel, 2023, *nothing).values():
        assert not effect.values.any() and not effect.missing
    assert all(not effect.values.any() for effect in of(world, channel, 2023).values())


@pytest.mark.parametrize("channel", MINE, ids=lambda channel: channel.name)
def test_what_is_missing_is_not_a_number_and_has_its_reason(world: World, channel: Channel):
    events = (devaluation(-20), migration(-10, "TJK", "MDA", of="entries"), lending("stop", "twelve"))
    for effect in of(world, channel, 2023, *events).values():
        gone = {
            state
            for state, column in zip(world.group("twelve"), effect.values.T, strict=True)
            if np.isnan(column).any()
        }
        assert gone == set(effect.missing)
        assert effect.values.shape == (64, 12)


def test_less_output_of_russia_lowers_transfers_and_states_apart_stay_at_zero(world: World):
    effect = of(world, transfers.CHANNEL, 2014, recession(-34))["estimated"]
    for state in set(world.group("twelve")) - {"RUS"}:
        assert median(effect, world, state) < 0, state
    assert median(effect, world, "RUS") == 0
    assert effect.mechanism == "transfers-follow-output"
    assert median(effect, world, "TJK") == min(median(effect, world, state) for state in world.group("twelve"))


def test_a_recession_and_a_devaluation_of_one_state_are_one_shock(world: World):
    both = of(world, transfers.CHANNEL, 2014, recession(-20), devaluation(-20))["estimated"].values
    alone = of(world, transfers.CHANNEL, 2014, recession(-20))["estimated"].values
    assert both == pytest.approx(alone)


def test_fewer_workers_and_less_output_are_multiplied_and_not_added(world: World):
    """Their sum is what is left of both, less what was sent: 20 % fewer workers leave .8 of the effect of output."""
    events = migration(-20, "KGZ"), recession(-30)
    together, output = (of(world, transfers.CHANNEL, 2023, *some) for some in (events, events[1:]))
    place = world.group("twelve").index("KGZ")
    gone, follows = together["arithmetic"].values[:, place], together["estimated"].values[:, place]
    assert follows == pytest.approx(0.8 * output["estimated"].values[:, place])
    assert (gone + follows > -5 * -gone).all()  # never more than all that was sent, 100/20 of the part that is gone
    alone = of(world, transfers.CHANNEL, 2023, events[0])["arithmetic"].values[:, place]
    assert gone == pytest.approx(alone)


def test_a_fifth_fewer_kyrgyz_workers_in_2023_by_hand(world: World):
    """2,532 million dollars of 15,187: a fifth is 3.33 % of GDP."""
    effect = of(world, transfers.CHANNEL, 2023, migration(-20, "KGZ"))["arithmetic"]
    assert median(effect, world, "KGZ") == pytest.approx(-0.2 * 100 * 2532 / 15187, rel=0.01)
    assert {"sent home", "wage", "entries for work"} <= set(effect.rows["what"])


def test_limits_on_entry_cost_no_more_than_the_return_of_as_many(world: World):
    enter = of(world, transfers.CHANNEL, 2023, migration(-20, "UZB", of="entries"))["arithmetic"]
    leave = of(world, transfers.CHANNEL, 2023, migration(-20, "UZB"))["arithmetic"]
    place = world.group("twelve").index("UZB")
    assert (enter.values[:, place] >= leave.values[:, place] - 1e-9).all() and (enter.values[:, place] < 0).all()
    unknown = of(world, transfers.CHANNEL, 2023, migration(-20, "ARM", of="entries"))["arithmetic"]
    assert "not on record" in unknown.missing["ARM"]


def test_transfers_of_another_sender_are_assumed_to_follow_one_for_one(world: World):
    found = of(world, transfers.CHANNEL, 2022, recession(-10, "KAZ"))
    assert "estimated" not in found and found["assumed"].assumptions
    row = found["assumed"].rows.set_index("state").loc["TJK"]
    gdp = ask(world, 2022).gdp[world.group("twelve").index("TJK")]
    assert median(found["assumed"], world, "TJK") == pytest.approx(-10 * row["value"] / gdp, rel=0.02)


def test_loans_that_stop_cost_and_service_that_is_spared_gains(world: World):
    stop = of(world, debt.CHANNEL, 2022, lending("stop", "KGZ"))["estimated"]
    place = world.group("twelve").index("KGZ")
    low, high = np.quantile(stop.values[:, place], [0.05, 0.95])
    assert low < median(stop, world, "KGZ") < 0 and high == pytest.approx(0, abs=1e-6)  # or nothing would have come
    assert median(stop, world, "TJK") == 0
    forgiven = of(world, debt.CHANNEL, 2023, lending("write-off", "KGZ"))["arithmetic"]
    later = of(world, debt.CHANNEL, 2023, lending("rollover", "KGZ"))["arithmetic"]
    assert 0 < median(later, world, "KGZ") < median(forgiven, world, "KGZ")
    assert median(forgiven, world, "KGZ") == pytest.approx(100 * (89.694 + 35.228) / 15187, rel=1e-3)
    half = of(world, debt.CHANNEL, 2023, lending("write-off", "KGZ", percent=50))["arithmetic"]
    assert median(half, world, "KGZ") == pytest.approx(median(forgiven, world, "KGZ") / 2)


def test_what_is_forgiven_cannot_also_be_put_off(world: World):
    events = lending("write-off", "TJK"), lending("rollover", "TJK")
    both = of(world, debt.CHANNEL, 2023, *events)["arithmetic"].values
    assert both == pytest.approx(of(world, debt.CHANNEL, 2023, events[0])["arithmetic"].values)


def test_a_creditor_and_debtors_that_the_source_lacks_are_said(world: World):
    stop = of(world, debt.CHANNEL, 2022, lending("stop", "UKR", "RUS"))["estimated"]
    assert set(stop.missing) == {"UKR", "RUS"}
    unknown = of(world, debt.CHANNEL, 2022, lending("write-off", "KGZ", creditor="FJI"))["arithmetic"]
    assert "FJI" in unknown.missing["KGZ"]


def test_a_fall_of_the_rouble_makes_debt_dearer_where_currencies_follow(world: World):
    found = of(world, currency.CHANNEL, 2021, devaluation(-30))
    follows = found["estimated"]
    assert median(follows, world, "TJK") < 0 and median(follows, world, "RUS") == 0
    assert "fixed by decree" in follows.missing["TKM"]
    paid = follows.rows.query("state == 'TJK' and what == 'service of external debt'")["value"].iloc[0]
    through = follows.coefficients.set_index("name").loc["part of a fall of the rouble that TJK follows", "estimate"]
    gdp = ask(world, 2021).gdp[world.group("twelve").index("TJK")]
    by_hand = -100 * (0.7**-through - 1) * paid / gdp
    assert median(follows, world, "TJK") == pytest.approx(by_hand, rel=0.03)
    own = found["arithmetic"]
    assert median(own, world, "RUS") == pytest.approx(
        -100 * (1 / 0.7 - 1) * own.rows["value"].iloc[0] / ask(world, 2021).gdp[world.group("twelve").index("RUS")]
    )


def test_another_currency_is_followed_by_none(world: World):
    found = of(world, currency.CHANNEL, 2021, devaluation(-30, "KAZ"))
    assert set(found) == {"arithmetic"}
    moved = {
        state for state, column in zip(world.group("twelve"), found["arithmetic"].values.T, strict=True) if column.any()
    }
    assert moved == {"KAZ"}


def test_figures_of_the_high_year_are_named_in_studies_of_later_ones(world: World):
    later = of(world, transfers.CHANNEL, 2023, recession(-10))["estimated"].notes
    assert any("2022" in note and "GEO" in note and "UZB" not in note for note in later)
    assert not any(
        "far above" in note for note in of(world, transfers.CHANNEL, 2022, recession(-10))["estimated"].notes
    )
