"""Answers of shocks as a reader quotes them: year of every figure, two digits, what counts and what does not."""

from __future__ import annotations

import re

import numpy as np
import pytest

from steppe.economy.channels import credit
from steppe.influence.gas import flows
from steppe.methods.answer import MOST_WORDS, Verdict
from steppe.methods.registry import find
from steppe.methods.run import run
from steppe.methods.shock.recorded import RECORDED

FEW = 64
STUDIES = (
    "remittance-collapse",
    "russian-recession-2015",
    "rouble-falls",
    "tighter-migration-policy",
    "turkmen-gas-changes-buyer",
    "russian-gas-at-market-price",
    "chinese-lending-stop",
    "patron-runs-short",
    "secondary-sanctions",
    "pipeline-to-the-sea-stops",
    "transit-as-restraint",
    "north-south-corridor",
)


@pytest.fixture(scope="module")
def told(world):
    """The result of each study, and its answer as a person reads it."""
    found = {name: run(name, world=world, draws=FEW, seed=3) for name in STUDIES}
    return {name: (result, str(find(result.method).answer(result))) for name, result in found.items()}


@pytest.mark.parametrize("name", STUDIES)
def test_every_answer_has_a_year_two_digits_and_forty_words(told, name):
    text = told[name][1]
    assert "% of GDP" in text and re.search(r"\b(19|20)\d\d\b", text), text
    for number in re.findall(r"[+−]\d+(?:\.\d+)?", text):
        assert len(number.strip("+−").replace(".", "").lstrip("0")) <= 2, (number, text)
    assert len(text.split()) <= MOST_WORDS, text


def test_the_year_is_that_of_the_figures(told):
    for name in ("remittance-collapse", "turkmen-gas-changes-buyer", "patron-runs-short", "pipeline-to-the-sea-stops"):
        result, text = told[name]
        assert f"% of GDP in {result.baseline} (" in text, text


def test_an_estimate_that_has_not_earned_its_place_is_never_quoted_without_that(told):
    result, text = told["rouble-falls"]
    assert set(result.results.loc[result.results["measure"].eq("sum"), "subject"]) == {"RUS"}  # its own debt alone
    assert "Not counted: the score only ties" in text
    _, text = told["russian-recession-2015"]
    assert text.startswith("On record. From 2014 to 2015 all remittances changed by −12 % of GDP of 2014 in Tajikistan")
    assert text.index("Estimated, not counted, from Russia alone") > text.index("Moldova")


def test_what_china_lent_and_was_due_is_told_from_the_record_by_hand(told, world):
    result, text = told["chinese-lending-stop"]
    assert result.answer.verdict is Verdict.RECORDED
    principal, interest = credit.due(credit.service(world, "KGZ", 2022), "CHN")
    gdp = world.sql(
        "select value from macro where state = 'KGZ' and year = 2022 and concept = 'gdp_usd' and source = 'weo-2025-10'"
    )["value"].item()
    assert (principal, interest) == pytest.approx((75.689, 36.011))  # million dollars: 112 of a GDP of some 12,000
    assert f"Kyrgyzstan 0.6, {100 * (principal + interest) / gdp:.1f};" in text
    assert "What a stop takes away the data cannot tell." in text


def test_the_largest_service_stands_first_whatever_the_order_of_the_debtors(told, world):
    text = told["chinese-lending-stop"][1]
    due = [float(one) for one in re.findall(r"(\d\.\d)(?: due)?[;.](?: |$)", text)]
    assert len(due) == 4 and due == sorted(due, reverse=True)
    assert "lending" in RECORDED


def test_turkmen_gas_has_the_figure_of_both_buyers_by_hand(told, world):
    """Three quarters of the volume at the price of 2008 over GDP; a quarter of what China took in 2023."""
    result, text = told["turkmen-gas-changes-buyer"]
    assert "as in 2009: Turkmenistan −21 % of GDP in 2008" in text and "Turkmenistan −4.1 in 2023" in text
    made = flows(world)
    sold = made[made["seller"].eq("TKM")].set_index(["buyer", "year"])
    for buyer, year, part, figure in (("RUS", 2008, 0.75, 21), ("CHN", 2023, 0.25, 4.1)):
        row = sold.loc[(buyer, year)]
        gdp = world.sql(
            "select value from macro where state = 'TKM' and year = $1 and concept = 'gdp_usd' "
            "and source = 'weo-2025-10'",
            [year],
        )["value"].item()
        assert 100 * part * row["volume"] * row["price"] / gdp == pytest.approx(figure, rel=0.03)


def test_days_on_the_way_below_what_can_be_measured_are_a_condition_and_no_finding(told):
    result, text = told["north-south-corridor"]
    assert result.answer.verdict is Verdict.ASSUMED
    assert "Through corridors alone, no assumed change reaches 0.05 % of GDP in 2023." in text
    assert np.abs(result.results["value"]).max() < 0.05
