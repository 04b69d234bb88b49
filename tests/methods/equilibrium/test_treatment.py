"""What events do to each pair, told as statements about the region."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from steppe.economy import baseline_flows
from steppe.methods.equilibrium import tables
from steppe.methods.loader import load_study
from steppe.scenario.events.agreement import Agreement
from steppe.scenario.events.embargo import Embargo
from steppe.scenario.events.freeze import Freeze
from steppe.scenario.events.growth import Growth
from steppe.scenario.events.join import Join
from steppe.scenario.events.leave import Leave
from steppe.scenario.events.sanction import observed_change
from steppe.scenario.events.tariff import Tariff
from steppe.scenario.policy import tariffs
from steppe.scenario.policy.regime import regime
from steppe.scenario.policy.treat import treat
from steppe.world.errors import UserError

DAY = dt.date(2027, 1, 1)
ZONE = Agreement(
    kind="agreement",
    date=DAY,
    name="zone",
    parties=("CIS",),
    members_on=dt.date(2023, 12, 31),
    without=("UKR",),
    like="cisfta",
)


@pytest.fixture(scope="module")
def treated(world, accounts):
    def of(*events):
        return treat(events, world, accounts)

    return of


def done(treatment, importer, exporter):
    return treatment.labels[treatment.states.index(importer), treatment.states.index(exporter)]


def test_the_zone_is_the_nine_full_members(treated):
    treatment = treated(ZONE)
    named = treatment.labels != ""
    inside = {state for state, marked in zip(treatment.states, named.any(axis=0), strict=True) if marked}
    assert inside == {"ARM", "AZE", "BLR", "KAZ", "KGZ", "MDA", "RUS", "TJK", "UZB"}


def test_shares_of_trade_among_the_nine_in_2019(world, accounts, treated):
    """77.6 % inside the EAEU and 17.7 % under CISFTA; what is left is 4.6 %."""
    trade = baseline_flows(accounts.economy)
    shares = tables.treated(treated(ZONE), trade, tables.reported_trade(world, accounts)).set_index("class")[
        "share_baci"
    ]
    percent = (100 * shares).round(2).to_dict()
    assert percent["customs union"] == pytest.approx(77.6, abs=0.05)
    assert percent["CISFTA"] == pytest.approx(17.7, abs=0.05)
    assert percent["bilateral FTA"] + percent["none"] + percent["closed"] == pytest.approx(4.0 + 0.6, abs=0.1)


def test_azerbaijan_and_russia_alone_make_4_percent_under_a_bilateral_agreement(world):
    """DESTA has agreements of Azerbaijan with Kazakhstan and Moldova too: 4.3 % then, and 0.4 % under none."""
    nine = list(world.group("cis-nine"))
    frame = world.sql(
        "select exporter, importer, value from trade where year = 2019 and list_contains($1, exporter) "
        "and list_contains($1, importer)",
        [nine],
    )
    pair = frame["exporter"].isin(["AZE", "RUS"]) & frame["importer"].isin(["AZE", "RUS"])
    others = (frame["exporter"].eq("AZE") | frame["importer"].eq("AZE")) & ~pair
    total = frame["value"].sum()
    assert 100 * frame.loc[pair, "value"].sum() / total == pytest.approx(4.0, abs=0.05)
    assert 100 * frame.loc[others, "value"].sum() / total == pytest.approx(0.6, abs=0.05)


@pytest.mark.parametrize(
    ("importer", "exporter", "label"),
    [
        ("RUS", "KAZ", "unchanged"),
        ("ARM", "AZE", "unchanged"),
        ("RUS", "UZB", "deep minus shallow"),
        ("RUS", "AZE", "deep minus shallow"),
        ("UZB", "AZE", "whole effect"),
        ("RUS", "TKM", ""),
        ("UKR", "RUS", ""),
    ],
)
def test_what_the_zone_does_to_a_pair(treated, importer, exporter, label):
    assert done(treated(ZONE), importer, exporter) == label


def test_a_pair_without_any_agreement_gets_the_whole_effect_and_one_with_free_trade_the_increment(treated):
    treatment = treated(ZONE)
    place = {state: k for k, state in enumerate(treatment.states)}
    deep, shallow = (next(k for k, e in enumerate(treatment.effects) if e.role == role) for role in ("deep", "shallow"))
    assert treatment.plus[place["UZB"], place["AZE"]] == deep
    assert treatment.minus[place["UZB"], place["AZE"]] == -1
    assert treatment.minus[place["UZB"], place["RUS"]] == shallow
    assert (treatment.plus == treatment.plus.T).all()


def test_a_shallow_agreement_adds_nothing_to_free_trade(treated):
    shallow = ZONE.model_copy(update={"fraction": 0.5})
    treatment = treated(shallow)
    assert done(treatment, "RUS", "UZB") == "unchanged"
    assert done(treatment, "UZB", "AZE") == "0.5 of the whole effect"


def test_the_border_of_kyrgyzstan_and_tajikistan_is_shut_on_the_baseline_of_2023_only(world):
    place = ("KGZ", "TJK")
    assert not regime(world, place, DAY, 2019).closed.any()
    assert regime(world, place, DAY, 2023).closed[0, 1]
    assert regime(world, place, dt.date(2022, 1, 1), 2019).closed[0, 1]


@pytest.mark.parametrize(
    ("pair", "year", "bond"),
    [
        (("DEU", "GBR"), 2020, "customs union"),  # the transition period ended on 31 December 2020
        (("DEU", "GBR"), 2021, "other FTA"),  # Trade and Cooperation Agreement
        (("KAZ", "RUS"), 2014, "customs union"),  # on 1 January 2015 the EAEU took its place
        (("RUS", "UKR"), 2015, "CISFTA"),
        (("RUS", "UKR"), 2016, "none"),  # suspended from 1 January 2016
    ],
)
def test_an_agreement_holds_to_the_end_of_its_last_year(world, pair, year, bond):
    assert regime(world, pair, dt.date(year, 6, 30), 2012).classes[0, 1] == bond


def test_closed_pairs_open_only_when_asked_and_are_marked_as_assumed(treated):
    assert not treated(ZONE).opened.any()
    asked = treated(ZONE.model_copy(update={"open_closed": True}))
    assert done(asked, "ARM", "AZE") == "opens at the share that gravity predicts (assumed)"
    place = asked.states.index("ARM"), asked.states.index("AZE")
    assert 0 < asked.opened[place] < 0.5
    assert any(name == "closed routes" for name, _ in asked.assumed)


def test_armenia_that_leaves_the_union_keeps_free_trade_and_loses_the_agreements_of_the_union(treated):
    treatment = treated(Leave(kind="leave", date=DAY, state="ARM", organization="EAEU"))
    assert done(treatment, "ARM", "RUS") == "falls back to free trade"
    assert done(treatment, "ARM", "SRB") == "free trade of the union is lost"
    assert done(treatment, "ARM", "UZB") == ""
    assert treatment.notes == ["Member effect only: the bundle has no tariff of ARM against third states."]
    assert (treatment.tariff == 1).all()


def test_uzbekistan_takes_over_the_common_tariff_against_third_states_alone(world, treated):
    treatment = treated(Join(kind="join", date=DAY, state="UZB", organization="EAEU"))
    importer = treatment.states.index("UZB")
    own, common = (tariffs.rate(world, [state]).value for state in ("UZB", "RUS"))
    factor = (1 + common / 100) / (1 + own / 100)
    assert treatment.tariff[importer, treatment.states.index("CHN")] == pytest.approx(factor, rel=1e-12)
    assert treatment.tariff[importer, treatment.states.index("RUS")] == 1
    assert treatment.tariff[treatment.states.index("KAZ"), treatment.states.index("CHN")] == 1
    assert {"revenue shares", "labour access", "external tariff"} == {name for name, _ in treatment.assumed}


def test_who_leaves_goes_back_to_the_tariff_it_had_before_it_joined(world, treated):
    """Kyrgyzstan's was below the union's; what is recorded since 2015 is the union's with Kyrgyz weights."""
    own, common = tariffs.rate_outside(world, "KGZ"), tariffs.rate(world, ["RUS"])
    assert own.last == 2014 and own.value < common.value < tariffs.rate(world, ["KGZ"]).value
    treatment = treated(Leave(kind="leave", date=DAY, state="KGZ", organization="EAEU"))
    factor = treatment.tariff[treatment.states.index("KGZ"), treatment.states.index("CHN")]
    assert factor == pytest.approx((1 + own.value / 100) / (1 + common.value / 100), rel=1e-12)
    assert "2006-2014" in dict(treatment.assumed)["external tariff"]
    assert tariffs.rate_outside(world, "KAZ").last < 2010
    assert tariffs.rate_outside(world, "UZB") == tariffs.rate(world, ["UZB"])
    assert tariffs.rate_outside(world, "BLR") is None


def test_a_union_without_its_tariff_is_a_member_effect_only(treated):
    kept = treated(Join(kind="join", date=DAY, state="UZB", organization="EAEU", external_tariff=False))
    assert kept.notes[0].startswith("Member effect only")
    assert (kept.tariff == 1).all()


def test_leaving_the_cis_itself_changes_nothing(treated):
    treatment = treated(Leave(kind="leave", date=DAY, state="MDA", organization="CIS"))
    assert (treatment.plus == -1).all() and (treatment.minus == -1).all()
    assert treatment.notes == ["CIS has no rules on trade: whether MDA is a member makes no difference here."]


def test_moldova_loses_free_trade_with_the_parties_of_2011(treated):
    treatment = treated(Leave(kind="leave", date=DAY, state="MDA", organization="CISFTA"))
    labels = treatment.labels[:, treatment.states.index("MDA")]
    partners = {state for state, label in zip(treatment.states, labels, strict=True) if label}
    assert partners == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UKR", "UZB"}
    assert {effect.name for effect in treatment.effects} == {"CISFTA"}


def test_russia_can_freeze_free_trade_with_one_party_alone(treated):
    event = Freeze(kind="freeze", date=DAY, state="RUS", organization="CISFTA", towards="MDA")
    treatment = treated(event)
    assert done(treatment, "RUS", "MDA") == done(treatment, "MDA", "RUS") == "effect is lost"
    assert (treatment.labels != "").sum() == 2


def test_routes_and_size(treated):
    both = Tariff(kind="tariff", date=DAY, importers=("USA",), exporters=("CHN",), both=True, points=25.0)
    stop = Embargo(kind="embargo", date=DAY, importers=("RUS",), exporters=("eu27",))
    more = Growth(kind="growth", date=DAY, state="UZB", percent=10.0)
    treatment = treated(both, stop, more)
    usa, chn, rus, deu, uzb = (treatment.states.index(code) for code in ("USA", "CHN", "RUS", "DEU", "UZB"))
    assert treatment.tariff[usa, chn] == treatment.tariff[chn, usa] == 1.25
    assert np.isinf(treatment.cost[rus, deu]) and treatment.cost[deu, rus] == 1
    assert treatment.endowments[uzb] == pytest.approx(1.1)


def test_a_state_without_trade_in_the_baseline_is_named(treated):
    event = Embargo(kind="embargo", date=DAY, importers=("RUS",), exporters=("PRK",))
    with pytest.raises(UserError, match="have no trade of PRK"):
        treated(event)


def test_the_west_and_russia_trade_far_less_in_2023_than_all_else_would_have_it(world):
    west = world.group("west")
    there, back = (observed_change(world, west, "RUS", exports=outward) for outward in (True, False))
    assert there.size < -1.0 and back.size < -1.0
    assert observed_change(world, ("KAZ",), "RUS", exports=True).size > -0.5
    assert there.imputed == pytest.approx(0.101, abs=0.005)  # Poland's exports are a fill in 2023
    assert back.imputed == 0


def test_a_change_that_is_not_on_record_is_refused_with_the_repair(world):
    """Nauru has no trade with Tuvalu in the table, and no sender has none with Russia either."""
    event = {"kind": "sanction", "senders": ["NRU"], "target": "TUV", "size": "2022", "date": dt.date(2023, 1, 1)}
    study = {"question": "Who loses?", "why": "It is asked.", "method": "equilibrium", "event": [event]}
    answer = {"change": "Sanctions", "subjects": ["TUV"], "left_out": "finance", "changes_if": ["it is not so"]}
    with pytest.raises(UserError, match=r"^event 1, size: trade .* in both 2019 and 2023: .* give size in log points"):
        load_study({**study, "answer": answer}, world)
    with pytest.raises(UserError, match="not on record"):
        observed_change(world, (), "RUS", exports=True)
