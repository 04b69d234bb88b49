"""The trade elasticity of a study: that of published estimates, a number, or a distribution; each reaches the draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from steppe.economy.depth import ElasticityDistribution, elasticity
from steppe.methods.equilibrium import robustness
from steppe.methods.equilibrium.setup import draw_effects, prepare
from steppe.methods.loader import parse
from steppe.methods.run import run
from steppe.scenario.study import Loaded, fingerprint
from steppe.world.errors import UserError

STUDY = """\
question = "What would a tariff of 25 % by the United States on China do?"
why = "A client asks."
method = "equilibrium"
{elasticity}
[[event]]
kind = "tariff"
importers = ["USA"]
exporters = ["CHN"]
points = 25
date = 2027-01-01

[answer]
subjects = ["USA", "CHN"]
changes_if = ["China answers"]
"""


def study(world, line=""):
    return parse(STUDY.format(elasticity=line), "mine.toml", world)


def thetas(world, line, n=512):
    setup = prepare(world, study(world, line), 2019)
    return draw_effects(setup, setup.treatments["main"], "typical", setup.points(n, 1)).theta


@pytest.fixture(scope="module")
def one_estimate(world):
    """A table of five published estimates that all say 8, so that their spread is zero."""
    table = world.table("trade_elasticity")
    return world.with_tables({"trade_elasticity": table.assign(value=8.0)})


def answer(world, line="", **settings):
    return run(Loaded("mine", study(world, line)), world=world, draws=2, **settings)


@pytest.fixture(scope="module")
def eight(world):
    return answer(world, "elasticity = 8")


def test_estimates_that_all_agree_leave_no_spread_and_are_the_number_they_say(one_estimate):
    assert elasticity(one_estimate) == ElasticityDistribution(8.0, 0.0)
    assert (thetas(one_estimate, "") == 8).all()
    setup = prepare(one_estimate, study(one_estimate), 2019)
    agreed = robustness.checks(setup, "typical", setup.points(16, 1))
    assert "trade elasticity" not in set(agreed["check"]) and agreed["value"].notna().all()


def test_a_run_may_be_given_what_the_study_does_not_say(world, eight):
    given = answer(world, elasticity=8.0)
    assert given.samples.equals(eight.samples) and given.run == eight.run
    assert fingerprint(study(world, "elasticity = 8")) != fingerprint(study(world, "elasticity = 7"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (50, "elasticity is 50; it must be 30 or less"),
        ({"median": 5, "low": 6}, "median is 5; it must lie between low, 6, and high, 100"),
        ({"median": 5, "logsd": 1}, "Did you mean log_sd?"),
    ],
)
def test_what_a_run_is_given_is_checked_as_a_file_is(world, given, sentence):
    with pytest.raises(UserError, match=sentence):
        answer(world, elasticity=given)


def test_the_choice_stands_among_the_assumptions_with_its_reason(world, eight):
    assert ("elasticity", "8", "set by the study") in eight.assumptions
    drawn = study(world, 'elasticity = { median = 5, log_sd = 0.4, high = 9, why = "a survey" }')
    assert drawn.stated == (("elasticity", "5, sd of the logarithm 0.4, from 1 to 9", "a survey"),)
    assert study(world).stated == ()


def test_a_number_is_the_elasticity_of_every_draw(world):
    assert (thetas(world, "elasticity = 8") == 8).all()
    assert (thetas(world, "elasticity = { median = 8 }") == 8).all()


def test_a_distribution_is_drawn_between_its_bounds(world):
    drawn = thetas(world, "elasticity = { median = 5, log_sd = 0.4, low = 3, high = 7 }")
    assert drawn.min() >= 3 and drawn.max() <= 7
    assert np.median(drawn) == pytest.approx(np.median(np.exp(np.log(5) + 0.4 * quantiles(3, 7))), rel=0.01)


def quantiles(low, high):
    """Standard normal quantiles between the bounds of a log-normal of median 5 and sd 0.4, evenly spaced."""
    ends = ndtr(np.log(np.array([low, high]) / 5) / 0.4)
    return ndtri(np.linspace(*ends, 1001))


def test_quantiles_of_a_log_normal_cut_at_one_standard_deviation():
    """Between -1 and 1 lie .682689 of a standard normal, so a quarter of that is above -.4417 (ndtri(.3293))."""
    cut = ElasticityDistribution(5.0, 0.4, 5 * np.exp(-0.4), 5 * np.exp(0.4))
    expected = 5 * np.exp([-0.4, -0.4 * 0.44177, 0.0, 0.4])
    assert cut.at(np.array([0.0, 0.25, 0.5, 1.0])) == pytest.approx(expected, abs=1e-4)


def test_the_default_is_that_of_the_published_estimates(world):
    setup = prepare(world, study(world), 2019)
    assert setup.elasticity == elasticity(world) and setup.elasticity.high == np.inf


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("elasticity = 0.5", "mine.toml:4: elasticity is 0.5; it must be 1 or more"),
        ("elasticity = 50", "mine.toml:4: elasticity is 50; it must be 30 or less"),
        ('elasticity = "8"', 'mine.toml:4: elasticity is "8"; it must be a number without quotes'),
        ("elasticity = nan", "mine.toml:4: elasticity is nan; it must be a finite number"),
        ("elasticity = { median = 5, logsd = 2 }", 'there is no key "logsd" in [elasticity]. Did you mean log_sd?'),
        ("elasticity = { log_sd = 2 }", '[elasticity] needs the key "median"'),
        ("elasticity = { median = 5, log_sd = -1 }", "log_sd is -1; it must be 0 or more"),
        ("elasticity = { median = 5, log_sd = 2, low = 6 }", "median is 5; it must lie between low, 6, and high, 100"),
    ],
)
def test_what_is_no_elasticity_is_refused_in_a_sentence(world, line, sentence):
    with pytest.raises(UserError) as caught:
        study(world, line)
    assert sentence in str(caught.value)


def test_an_assumption_cannot_set_it(world):
    line = '[[assumption]]\nname = "theta"\nvalue = 8\nwhy = "x"\n'
    with pytest.raises(
        UserError, match=r"mine.toml:5: the trade elasticity is a key of the study: write `elasticity = 8`"
    ):
        study(world, line)
