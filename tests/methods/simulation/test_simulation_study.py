"""Studies of the system in motion: words follow the numbers, and chances are those of the rooms below."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from steppe.display.charts.theme import to_svg
from steppe.display.charts.tokens import LIGHT
from steppe.methods.answer import MOST_WORDS, Verdict
from steppe.methods.registry import find
from steppe.methods.run import run
from steppe.methods.simulation.compute import scenarios
from steppe.methods.simulation.ensemble import chances, drawn, fans, leads
from steppe.methods.simulation.tables import skill
from steppe.methods.simulation.words import coarse, without_skill
from steppe.politics.membership.forecast import forecast
from steppe.world.errors import UserError
from tests.methods.simulation.conftest import KEYS

DRAWS = 64


@pytest.fixture(scope="module")
def result(world):
    return run("who-leads-in-2035", world=world, draws=DRAWS)


@pytest.fixture(scope="module")
def slower(world):
    return run("russia-grows-slowly", world=world, draws=DRAWS)


def test_the_answer_begins_with_a_verdict_and_the_tests_stand_before_it(result):
    assert result.answer.verdict in (Verdict.LIKELY, Verdict.OPEN)
    assert result.answer.words <= MOST_WORDS
    assert result.read_first[0].startswith("Tested on the years after 2012, the rules beat the stronger simple one in")
    assert "seats they do not" in result.read_first[0]
    assert "reproduction" in result.read_first[1]


def test_where_no_rule_is_better_the_first_line_says_so():
    rows = [
        ("trade", "1 to 5", "no"),
        ("trade", "6 to 15", "no"),
        ("arms", "1 to 5", "yes"),
        ("arms", "6 to 15", "yes"),
    ]
    said = without_skill(pd.DataFrame(rows, columns=["layer", "horizons", "skill"]))
    assert "simple one in arms (1 to 15 years ahead); in trade they do not" in said
    none = without_skill(pd.DataFrame(rows[:2], columns=["layer", "horizons", "skill"]))
    assert "simple one in nothing; in trade they do not" in none


def test_skill_is_what_the_shipped_scores_say(world):
    table = skill(world).set_index(["layer", "horizons"])
    scores = world.sql("from motion_scores where chosen and chosen_on = 2012 and measure = 'gain'")
    for row in scores.itertuples():
        word = table.loc[(row.layer, row.horizons), "skill"]
        assert (word == "yes") == (row.low == row.low and row.low > 0)
    assert not table.loc["seats", "skill"].eq("yes").any()


def test_the_default_of_a_layer_won_before_the_test_years(world):
    rules = world.sql("from motion_rules where chosen_on = 2012")
    for layer, own in rules.groupby("layer"):
        (chosen,) = own[own["chosen"]].to_dict("records")
        better = own[own["gain_low"] > 0]
        if better.empty:
            assert chosen["rule"] == "none, normal, points", layer
        else:
            assert chosen["crps"] == better["crps"].min(), layer


def test_seats_of_five_years_have_the_chances_of_the_command(world, result):
    five = forecast(world, 5).set_index(["state", "organization"])
    table = run("moldova-and-the-eu", world=world, draws=512, until=2031).tables["seats"].frame
    for row in table.set_index(["state", "organization"]).loc[[("MDA", "EU"), ("ARM", "CSTO")]].itertuples():
        said = five.loc[row.Index, "probability"]
        inside = said if five.loc[row.Index, "move"] == "join" else 1 - said
        assert row.seat_2031 == pytest.approx(inside, abs=0.04)


def test_chances_and_fans_are_those_of_the_draws(world, tmp_path):
    from steppe.methods.loader import load_study

    study = load_study({**KEYS, "until": 2027}, world).study
    setups = scenarios(study, world, 2027, 3)
    made = drawn(setups, 100, 3, tmp_path)
    setup, values = setups["main"], made.cells("main", 0, setups["main"].cells)
    found, errors = fans(made, "main")
    assert found == pytest.approx(np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0))
    assert (errors >= 0).all()
    block = setup.block("trade")
    figures = block.cells(values)
    one, other = (block.partners.index(name) for name in ("CHN", "RUS"))
    share, error = chances(made, "main", leads(setup, "trade", "CHN", "RUS"))
    assert share == pytest.approx((figures[..., one] > figures[..., other]).mean(axis=0))
    assert error.min() >= np.sqrt(0.01 * 0.99 / 100) - 1e-12


def test_a_difference_is_taken_draw_by_draw_and_begins_with_its_condition(slower):
    assert slower.answer.verdict is Verdict.ASSUMED
    assert slower.answer.sentence.startswith("If Russia grows one point a year less, ")
    rows = slower.results
    assert set(rows["measure"]) == {"change of trade in goods"} and (rows["value"] <= 0).all()
    by = rows[rows["year"].eq(2035)].set_index("subject")["value"]
    share = slower.paths[slower.paths["layer"].eq("trade") & slower.paths["year"].eq(2035)]
    belarus = share.set_index(["state", "partner"]).loc[("BLR", "RUS"), "median"] / 100
    factor = np.exp(-0.5 * 9 * 0.0098)  # half of nine years of about a point less, in logarithms
    expected = 100 * (belarus * factor / (1 - belarus * (1 - factor)) - belarus)
    assert by["BLR"] == pytest.approx(expected, abs=0.15)


def test_what_no_estimate_carries_is_not_answered(world):
    result = run("csto-without-armenia", world=world, draws=DRAWS)
    assert result.answer.verdict is Verdict.NOT_ANSWERABLE
    assert (result.results[["value", "low", "high"]] == 0).all(axis=None)
    seat = result.tables["seats"].frame.set_index(["state", "organization"]).loc[("ARM", "CSTO")]
    assert (seat["seat_2030"], seat["seat_2035"]) == (0, 0)


def test_an_assumed_coupling_is_named_everywhere_and_its_absence_stands_beside(world):
    document = {**KEYS, "assume": ["exposure-pulls-votes"], "about": {"kind": "difference", "layer": "positions"}}
    document["about"] |= {"partner": "CHN", "condition": "exposure pulls votes"}
    result = run(document, world=world, draws=DRAWS, until=2027)
    assert any("exposure-pulls-votes" in note for note in result.read_first)
    assert result.results["measure"].str.startswith("assumed: ").all() and set(result.results["basis"]) == {"assumed"}
    assert result.tables["difference"].title.startswith("assumed: ")
    assert result.tables["fans"].title.startswith("assumed: ")
    assert not result.tables["uncoupled"].title.startswith("assumed: ")


def test_a_run_is_kept_and_explained(world, result, tmp_path):
    from steppe.methods.loader import load_run

    again = load_run(result.save(tmp_path), world)
    pd.testing.assert_frame_equal(again.paths, result.paths)
    over = find("simulation").explain(again, "KGZ@2031")
    assert over["step"].isin([1, 2, 3, 5]).all() and over["what"].str.contains("typical size").any()
    steps = find("simulation").explain(again, "KGZ@2031/17")
    assert steps["what"].str.match(r"trade with CHN: error, as in [A-Z]{3} 20\d\d$").any()
    total = steps[steps["what"].str.startswith("trade with CHN: change")]["value"].item()
    parts = steps[steps["step"].eq(2) & steps["what"].str.startswith("trade with CHN:")]["value"].sum()
    assert parts == pytest.approx(total, abs=2e-3)
    for cell, said in {
        "KGZ": "names no state and year",
        "ZZZ@2031": 'no "ZZZ"',
        "KGZ@2050": "2050 is not in the run",
        "KGZ@2031/99": "99 is not in the run",
    }.items():
        with pytest.raises(UserError, match=said):
            find("simulation").explain(again, cell)


def test_two_runs_are_compared_draw_by_draw(world, result, slower):
    made = find("simulation").compare(result, slower, case="main", measure="trade")
    own = slower.tables["difference"].frame.set_index(["state", "partner", "year"])["median"]
    both = made.rows.set_index(["state", "partner", "year"])["median"]
    assert both.loc[("BLR", "RUS", 2035)] == pytest.approx(own.loc[("BLR", "RUS", 2035)])
    with pytest.raises(UserError, match="run one of them again"):
        find("simulation").compare(result, run("who-leads-in-2035", world=world, draws=16), case="", measure="trade")
    with pytest.raises(UserError, match='no layer "trad"'):
        find("simulation").compare(result, slower, case="main", measure="trad")


def test_the_chart_is_drawn_in_the_colours_of_the_powers(result):
    ((_, chart),) = find("simulation").charts(result, width=640, theme=LIGHT, framed=True)
    svg = to_svg(chart, LIGHT)
    assert svg.startswith("<svg") and LIGHT["rus"] in svg and LIGHT["chn"] in svg


@pytest.mark.parametrize("error, enough", [(2.0, "about 1,024 (`--draws 1024`)"), (0.6, "about 128 (`--draws 128`)")])
def test_a_run_of_few_draws_says_how_many_tell_whole_points(error, enough):
    """An error of 2 points at 64 draws is half a point at sixteen times as many."""
    (told,) = coarse(pd.DataFrame({"error": [error] * 3}), 64)
    assert told == f"64 draws tell most bands to ten points only; {enough} tell whole points."
    assert list(coarse(pd.DataFrame({"error": [0.5, 0.4, 9.0]}), 64)) == []
