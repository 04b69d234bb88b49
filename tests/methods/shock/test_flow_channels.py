"""Rerouting and transit as channels: zero, signs, nothing twice, what is assumed, and answers from the record."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from steppe.methods.income.channel import Effect
from steppe.methods.income.channels import channels, energy, rerouting, transit
from steppe.methods.shock.recorded import RECORDED, income_share
from steppe.scenario.events import KINDS
from steppe.scenario.events.embargo import Embargo
from steppe.scenario.events.gas import Gas
from steppe.scenario.events.sanction import Sanction
from steppe.scenario.events.secondary_sanction import SecondarySanction
from steppe.scenario.events.transit import Transit
from steppe.world.world import World
from tests.methods.shock.asked import DAY, ask, of

MINE = (rerouting.CHANNEL, transit.CHANNEL)
CPC = "Caspian Pipeline Consortium"


def sanction(date: dt.date = DAY, target: str = "RUS") -> Sanction:
    return Sanction(
        kind="sanction", date=date, senders=["west"], target=target, size="2022" if target == "RUS" else "2014"
    )


def secondary(*states: str, percent: float = -100.0) -> SecondarySanction:
    return SecondarySanction(
        kind="secondary_sanction", date=DAY, senders=["west"], states=list(states), target="RUS", percent=percent
    )


def closed(route: str, percent: float = -100.0, months: float = 12.0) -> Transit:
    return Transit(kind="transit", date=DAY, route=route, percent=percent, months=months)


def column(effect: Effect, world: World, state: str) -> np.ndarray:
    return effect.values[:, world.group("twelve").index(state)]


@pytest.mark.parametrize("channel", MINE, ids=lambda channel: channel.name)
def test_events_of_nothing_leave_exact_zeros(world, channel):
    nothing = (secondary("KGZ", "TJK", percent=0), closed(CPC, percent=0), closed("Lars", percent=0))
    for effect in (*of(world, channel, 2023, *nothing).values(), *of(world, channel, 2023).values()):
        assert not effect.values.any() and not effect.missing and effect.values.shape == (64, 12)


@pytest.mark.parametrize("channel", MINE, ids=lambda channel: channel.name)
def test_what_is_missing_is_not_a_number_and_has_its_reason(world, channel):
    routes = [closed(route) for route in world.table("transit_routes")["route"]]
    for effect in of(world, channel, 2023, sanction(), secondary("KGZ", "TJK"), *routes).values():
        gone = {state for state in world.group("twelve") if np.isnan(column(effect, world, state)).any()}
        assert gone == set(effect.missing)


def test_every_kind_of_event_is_in_the_matrix_and_no_two_channels_hold_the_same(world):
    every = channels()
    held = {kind: [channel.holds[kind] for channel in every if kind in channel.holds] for kind in KINDS}
    assert all(held.values())
    assert all(len(set(words)) == len(words) for words in held.values())
    assert [channel.name for channel in every if "secondary_sanction" in channel.holds] == ["rerouting"]
    assert [channel.name for channel in every if "transit" in channel.holds] == ["transit"]


def test_neighbours_earn_a_margin_that_the_target_pays(world):
    effect = of(world, rerouting.CHANNEL, 2023, sanction())["assumed"]
    asked = ask(world, 2023)
    money = {
        s: column(effect, world, s) * asked.gdp[world.group("twelve").index(s)] for s in ("RUS", *rerouting.NEIGHBORS)
    }
    assert all((money[state] >= 0).all() for state in rerouting.NEIGHBORS)
    assert -money["RUS"] == pytest.approx(sum(money[state] for state in rerouting.NEIGHBORS), rel=1e-6)
    assert {"AZE", "TJK"} <= set(effect.missing) and effect.assumptions


def test_no_draw_exceeds_the_greatest_margin_on_the_bound(world):
    """Kyrgyzstan 2023: 15 % of 2,473 million dollars."""
    effect = of(world, rerouting.CHANNEL, 2023, sanction())["assumed"]
    gdp = ask(world, 2023).gdp[world.group("twelve").index("KGZ")]
    drawn = column(effect, world, "KGZ")
    assert drawn.min() >= 0 and drawn.max() <= 100 * 0.15 * 2473 / gdp + 1e-3


def test_secondary_sanctions_take_what_sanctions_gave(world):
    given = column(of(world, rerouting.CHANNEL, 2023, sanction())["assumed"], world, "KGZ")
    taken = of(world, rerouting.CHANNEL, 2023, secondary("KGZ", percent=-50))["assumed"]
    assert column(taken, world, "KGZ") == pytest.approx(-given / 2)
    assert not column(taken, world, "KAZ").any()
    assert "goods, not income" in taken.missing["RUS"]
    both = of(world, rerouting.CHANNEL, 2023, sanction(), secondary("KGZ"))["assumed"]
    assert column(both, world, "KGZ") == pytest.approx(0.0)


def test_only_the_sanctions_of_the_union_on_russia_since_2022_are_on_record(world):
    for event in (sanction(target="KGZ"), sanction(dt.date(2014, 3, 17))):
        effect = of(world, rerouting.CHANNEL, 2023, event)["assumed"]
        assert not effect.values.any() and "not on record" in effect.notes[0]


def test_nothing_goes_on_where_an_embargo_closes_the_way(world):
    shut = Embargo(kind="embargo", date=DAY, importers=["RUS"], exporters=["KGZ"])
    effect = of(world, rerouting.CHANNEL, 2023, sanction(), shut)["assumed"]
    assert not column(effect, world, "KGZ").any() and column(effect, world, "KAZ").any()


def test_a_year_without_the_caspian_pipeline_by_hand(world):
    """56 million tonnes less 3.6 to 15.1 elsewhere, at 80.59 dollars a barrel and 7.33 barrels a tonne."""
    effect = of(world, transit.CHANNEL, 2023, closed(CPC))["arithmetic"]
    price = world.sql("select value from world_prices where series = 'oil_mean_of_three' and year = 2023").iloc[0, 0]
    gdp = ask(world, 2023).gdp[world.group("twelve").index("KAZ")]
    ends = [-100 * (56 - room) * price * 7.33 / gdp for room in (3.6, 15.124)]
    drawn = column(effect, world, "KAZ")
    assert ends[0] <= drawn.min() < drawn.max() <= ends[1]
    month = of(world, transit.CHANNEL, 2023, closed(CPC, months=1))["arithmetic"]
    assert column(month, world, "KAZ") == pytest.approx(drawn / 12)


def test_closing_the_other_route_too_leaves_less_room(world):
    alone = of(world, transit.CHANNEL, 2023, closed(CPC))["arithmetic"]
    both = of(world, transit.CHANNEL, 2023, closed(CPC), closed("Atyrau-Samara"))
    assert column(both["arithmetic"], world, "KAZ").mean() < column(alone, world, "KAZ").mean()
    assert "RUS" in both["arithmetic"].missing  # what Transneft earns on it


def test_where_nobody_knows_what_else_could_carry_it_the_loss_is_assumed(world):
    found = of(world, transit.CHANNEL, 2023, closed("Lars", months=1))
    assert not column(found["arithmetic"], world, "ARM").any() and "GEO" in found["arithmetic"].missing
    assert (column(found["assumed"], world, "ARM") < 0).all() and found["assumed"].assumptions


def test_gas_in_transit_costs_the_carrier_alone(world):
    """What seller and buyer lose on gas is in the channel of gas, which does not answer transit."""
    effect = of(world, transit.CHANNEL, 2020, closed("gas through Ukraine"))["arithmetic"]
    assert {s for s in world.group("twelve") if column(effect, world, s).any()} == {"UKR"}
    assert column(effect, world, "UKR") == pytest.approx(-100 * 2100 / ask(world, 2020).gdp[-2], rel=1e-6)
    cut = Gas(kind="gas", date=DAY, seller="RUS", buyers=["MDA"], percent=-100)
    together = of(world, energy.CHANNEL, 2020, cut, closed("gas through Ukraine"))["arithmetic"]
    assert together.values == pytest.approx(of(world, energy.CHANNEL, 2020, cut)["arithmetic"].values, nan_ok=True)


def test_goods_of_an_embargo_are_not_counted_again(world):
    shut = Embargo(kind="embargo", date=DAY, importers=["DEU"], exporters=["KAZ"])
    effect = of(world, transit.CHANNEL, 2023, closed(CPC), shut)["arithmetic"]
    assert not column(effect, world, "KAZ").any() and any("embargo" in note for note in effect.notes)


def test_a_line_under_the_sea_crosses_nobody(world):
    effect = of(world, transit.CHANNEL, 2021, closed("Nord Stream"))["arithmetic"]
    assert not effect.values.any() and effect.notes == ("Nord Stream crosses no state.",)


@pytest.mark.parametrize(
    ("record", "year", "subjects", "words"),
    [
        (
            "rerouting",
            2019,
            rerouting.NEIGHBORS,
            ("KGZ +659 %", "ARM +284 and KAZ +122", "At most 20 %", "CHN and TUR", "grew in 2022"),
        ),
        ("secondary", 2023, rerouting.NEIGHBORS, ("loss in 2023 is from nothing to KGZ 2.4 % of GDP",)),
        ("gas", 2020, ("UKR", "BLR"), ("90 billion", "to 42", "1.3 % of GDP in 2020", "about 0.9 in 2021")),
        (
            "restraint",
            2023,
            ("RUS",),
            ("In 2024 RUS earned 0.02 % of GDP", "KAZ would lose 9 to 12 %", "25 closures", "made twelve"),
        ),
    ],
)
def test_answers_begin_with_the_record_and_keep_to_forty_words(world, record, year, subjects, words):
    found = RECORDED[record](ask(world, year), subjects)
    assert all(part in str(found) for part in words), str(found)
    assert found.words <= 40


def test_an_income_is_told_with_its_own_year_and_over_the_output_of_then(world):
    """403 million USD in 2024 of 2,174 billion: the figure of the year of the answer is not on record."""
    year, share = income_share(world, CPC, 2023)
    assert (year, round(share, 3)) == (2024, 0.019)
