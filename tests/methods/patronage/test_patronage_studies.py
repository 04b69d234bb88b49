"""Studies of patronage: what they find in small, and what they refuse."""

from __future__ import annotations

import re
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from steppe.methods.answer import Verdict
from steppe.methods.loader import load_study, parse
from steppe.methods.patronage import METHOD, means, observed, pressure
from steppe.methods.patronage.case import UNTESTED
from steppe.methods.patronage.compute import prepare
from steppe.methods.result import COLUMNS
from steppe.methods.run import run
from steppe.scenario.study import Loaded
from steppe.world.errors import UserError

STUDIES = (
    "powers-act-jointly",
    "a-power-leaves-the-field",
    "patron-bargains-with-less",
    "transit-as-restraint",
    "coercion",
    "inducements",
)
DRAWS = 16
SMALL = ("KGZ", "KAZ")


def small(name, world):
    """A shipped study with two states, so that it is quick."""
    study = load_study(name, world).study
    return Loaded(name, study.model_copy(update={"states": SMALL, "subjects": ()}))


@pytest.fixture(scope="module")
def results(world):
    return {name: run(small(name, world), world=world, draws=DRAWS) for name in STUDIES}


@pytest.fixture(scope="module")
def case(world):
    return prepare(small("powers-act-jointly", world).study, world, draws=DRAWS, seed=1)


# ---- what every study keeps ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", STUDIES)
def test_results_keep_the_ten_columns_and_lack_no_value(results, name):
    found = results[name].results
    assert tuple(found.columns) == COLUMNS
    assert found.drop(columns=["low", "high", "error"]).notna().all(axis=None)
    known = found.dropna(subset=["low"])
    assert known["error"].ge(0).all()
    assert (known["low"] <= known["high"] + 1e-12).all()
    assert set(found["subject"]) == set(SMALL)


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_says_where_it_holds_and_what_it_assumes(results, name):
    one = results[name]
    assert "where-it-holds" in one.tables
    assert {"sympathy of RUS and CHN", "scale of stakes", "interest follows holdings"} <= {
        a[0] for a in one.assumptions
    }
    assert all(why for _, _, why in one.assumptions)
    assert any("Policy is the same" in note for note in one.notes)
    assert one.baseline == 2023 and "cepii-baci-2023" in one.sources
    assert one.document()["method"] == "patronage"


def test_an_answer_about_some_of_the_states_names_them(results, world):
    loaded = small("transit-as-restraint", world)
    some = run(Loaded(loaded.name, loaded.study.model_copy(update={"subjects": ("KGZ",)})), world=world, draws=2)
    assert some.notes[0] == "The answer speaks of KGZ; results and tables have all 2."
    assert not any(note.startswith("The answer speaks of") for note in results[loaded.name].notes)


@pytest.mark.parametrize("name", STUDIES)
def test_the_same_seed_gives_the_same_bytes(results, world, name):
    again = run(small(name, world), world=world, draws=DRAWS)
    assert again.document() == results[name].document()


@pytest.mark.parametrize("name", STUDIES)
def test_no_power_is_singled_out(results, name):
    """Each table by power or with powers as columns has all five."""
    powers = {"RUS", "CHN", "USA", "EU", "TUR"}
    if name == "transit-as-restraint":
        powers = set(results[name].frames["transit"]["power"])
        assert len(powers) == 1  # the answer keeps to one: --power asks for others
        return
    text = " ".join(frame.to_csv() for frame in results[name].frames.values())
    if name != "powers-act-jointly":
        assert all(power in text for power in powers)


# ---- what they find --------------------------------------------------------------------------------------------------


def test_joint_action_costs_rent_only_below_the_threshold_of_sympathy(results):
    found = results["powers-act-jointly"].frames["sympathy"].set_index("state")
    assert (found[["at α 0.5", "at α 1"]].abs() < 1e-6).all(axis=None)
    assert (found["at α 0"] > 0).all()
    assert (found.diff(axis=1).iloc[:, 1:] <= 1e-9).all(axis=None)


def test_thresholds_of_sympathy_are_the_closed_form(results):
    found = results["powers-act-jointly"].frames["threshold"].set_index("shares")["alpha"]
    assert found.loc[[2, 3, 4, 5, 6]].round(3).tolist() == [1, 0.268, 0.172, 0.127, 0.101]


def test_the_added_threat_is_what_the_two_do_together_less_what_each_does_alone(results):
    found = results["powers-act-jointly"].frames["joint-threats"]
    assert found["added"].tolist() == pytest.approx((found["together"] - found["RUS"] - found["CHN"]).tolist())
    assert (found["added"].abs() < found["RUS"] + found["CHN"]).all()


def test_policy_is_the_same_apart_and_joint_unless_purses_are_small(results):
    found = results["powers-act-jointly"].frames["capped-transfers"]
    free, apart, joint = (found[name].abs() for name in ("free", "apart, 0.1 of them", "joint, 0.1 of them"))
    assert (joint >= apart - 1e-9).all()
    assert (joint <= free + 0.1).all()
    assert (found["certificate, % of GDP"] < 0.01).all()  # nobody gains by another offer


def test_the_loss_with_the_threat_lies_within_the_ends_of_its_parts(results):
    """Parts add up in a draw; medians need not, but a sum cannot leave the sum of the ends of nine tenths by much."""
    found = results["powers-act-jointly"].results
    rows = found[found["unit"].eq("% of GDP")].pivot(index="subject", columns="measure")
    parts = ["rent lost by joint action, without sympathy", "added threat of the two together"]
    whole = rows["value"]["loss of rent and added threat, without sympathy"]
    assert (whole >= rows["low"][parts].sum(axis=1) - 1e-9).all()
    assert (whole <= rows["high"][parts].sum(axis=1) + 1e-9).all()


def test_the_departure_of_a_rival_costs_rent(results):
    found = results["a-power-leaves-the-field"].frames["departures"]
    assert (found[["RUS", "CHN", "USA", "EU", "TUR"]] >= -1e-9).all(axis=None)


def test_a_short_patron_pays_less_and_the_state_bargains_for_less(results):
    found = results["patron-bargains-with-less"]
    ordered = found.frames["course"].sort_values("means")
    for name in ("offer", "rent", "threat"):
        assert ordered[name].is_monotonic_increasing
    assert (found.frames["rent-changes"]["RUS"] < 0).all()


def test_half_of_the_means_is_half_of_the_harm_and_half_of_what_it_costs(case):
    """Both are losses of the same trade, so a threat falls in proportion, and never faster."""
    half = means.at(case, 0, 0.5)
    assert half.threat == pytest.approx(0.5 * case.threats[..., 0])


def test_threats_of_two_count_in_full_and_the_study_says_so(results):
    joint = results["powers-act-jointly"]
    assert {what: value for what, value, _ in joint.assumptions}["commitment to threats"] == "β of 1"
    assert any("whole harm" in note for note in joint.notes)
    others = {what: value for what, value, _ in results["coercion"].assumptions}
    assert others["commitment to threats"] == "β from 0 to 1"


def test_income_from_transit_takes_from_a_threat_where_a_corridor_runs(results):
    found = results["transit-as-restraint"].results
    cut = found[found["measure"].eq("part of the threat that transit takes away")].set_index("subject")["value"]
    assert cut["KAZ"] > 0 and cut["KGZ"] == 0


def test_a_threat_is_harm_less_cost_and_never_below_zero(case):
    assert (case.threats >= 0).all() and (case.threats <= case.stakes.harm + 1e-15).all()


def test_offers_lie_between_their_ends(results):
    found = results["inducements"].frames["offers-over-equilibria"]
    assert (found["lowest"] <= found["highest"] + 1e-12).all()


def test_two_only_powers_lose_what_the_formula_says(world):
    """R + [L(12) - L_1 - L_2] with two powers: the rent of the shares is all lost, the threats are added."""
    text = TOML.replace('powers = ["RUS", "CHN", "EU"]', 'powers = ["RUS", "CHN"]')
    study = parse(text, "mine.toml", world)
    found = run(Loaded("mine", study), world=world, draws=DRAWS)
    table = found.frames["rents"]
    assert table["joint"].to_numpy() == pytest.approx(np.zeros(2), abs=1e-9)


TOML = """
question = "q"
why = "w"
method = "patronage"
ask = "joint"
powers = ["RUS", "CHN", "EU"]
together = ["RUS", "CHN"]
states = ["KGZ", "KAZ"]
changes_if = ["x"]

[spheres]
economic = "CHN"
security = "RUS"
political = "RUS"
"""


# ---- one power alone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["coercion", "inducements"])
@pytest.mark.parametrize("power", ["RUS", "CHN", "USA", "EU", "TUR"])
def test_one_power_alone_has_the_figures_that_it_has_among_all(results, world, name, power):
    alone = run(small(name, world), world=world, draws=DRAWS, power=power)
    whole = results[name].results.query("partner == @power").reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.results, whole)
    assert alone.settings["power"] == power and f"{power}’s " in alone.answer.sentence


def test_the_european_union_goes_by_both_names(world):
    assert run(small("coercion", world), world=world, draws=DRAWS, power="EU").settings["power"] == "EU"


@pytest.mark.parametrize(
    "name, power, said",
    [
        ("coercion", "IND", "not a power of this study"),
        ("coercion", "RUSS", "RUS"),
        ("powers-act-jointly", "RUS", "leave it out"),
    ],
)
def test_a_power_that_is_none_of_the_study_is_named(world, name, power, said):
    with pytest.raises(UserError, match=said):
        run(small(name, world), world=world, draws=DRAWS, power=power)


# ---- words follow numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STUDIES)
def test_every_answer_says_that_no_data_test_it_and_has_no_money_in_it(results, name):
    """On the terminal and on the page, which is what is printed, too."""
    result = results[name]
    expected = Verdict.RECORDED if name in ("coercion", "inducements") else Verdict.ASSUMED
    assert result.answer.caveat.endswith(UNTESTED) and result.answer.verdict is expected
    assert "GDP" not in result.answer.sentence and " gain" not in result.answer.sentence
    console = Console(file=StringIO(), width=80)
    METHOD.show(result, console)
    shown = " ".join(console.file.getvalue().split())
    assert UNTESTED in shown and UNTESTED in METHOD.page(result)


def test_joint_action_has_no_probability(results):
    found = results["powers-act-jointly"]
    assert not found.results["unit"].eq("probability").any()
    assert (
        found.results.loc[found.results["measure"].str.contains("rent"), "measure"].str.contains("without symp").all()
    )
    assert "α of the two from 0 to 1" not in " ".join(found.frames["where-it-holds"]["where"])


def test_the_record_comes_first_and_counts_bargains(results, world):
    """Every bargain of coercion toward Kazakhstan and Kyrgyzstan, whoever sent it, with the table behind it."""
    result = results["coercion"]
    rows = world.sql("select * from episodes where kind = 'coercion' and target in ('KAZ', 'KGZ')")
    whole, russian = rows["bargain"].nunique(), rows.loc[rows["sender"].eq("RUS"), "bargain"].nunique()
    assert result.answer.sentence.startswith(f"Of {whole} cases of coercion since 1991, RUS made {russian}, ")
    assert list(result.tables)[:4] == ["cases", "senders", "order", "levers"]
    assert result.results["measure"].iloc[0] == observed.MEASURE
    table = result.frames["cases"].set_index("state")
    assert table.loc["KAZ", "RUS"] == rows.query("sender == 'RUS' and target == 'KAZ'")["bargain"].nunique()
    assert result.frames["senders"]["rows"].sum() == len(rows)
    assert not result.frames["senders"].columns.str.contains("rate|share").any()


def test_the_european_union_of_the_ledger_is_the_power_of_the_study(results, world):
    rows = world.sql("select * from episodes where kind = 'inducement' and sender = 'EUU' and target = 'KGZ'")
    assert results["inducements"].frames["cases"].set_index("state").loc["KGZ", "EU"] == rows["bargain"].nunique() > 0


def test_the_order_is_a_description_without_score(results):
    table = results["inducements"].frames["order"]
    assert list(table.columns) == ["power", "cases", "pairs", "by_the_model", "by_trade", "by_trade_over_gdp"]
    parts = table[["by_the_model", "by_trade", "by_trade_over_gdp"]]
    assert parts.le(table["pairs"], axis=0).all(axis=None)
    assert any("no score, and no test" in note for note in results["inducements"].notes)


def test_who_is_ahead_in_how_many_states_is_counted_over_the_draws(case):
    figures = np.zeros((10, len(case.states), len(case.powers)))
    figures[:6, :, 0] = figures[6:, :, 1] = 1.0  # the first in six of ten draws, the second in four
    figures[:, 0, 0] = 2.0  # in one state always the first
    first, *others = pressure._sides(case, figures)
    assert (first.power, first.most, first.nearly) == (case.powers[0], 2, 1)
    assert all((side.most, side.nearly) == (0, 0) for side in others)


def test_russia_can_harm_kazakhstan_more_than_the_european_union_can(results):
    """Its land is crossed by four fifths of Kazakh oil."""
    found = results["coercion"].frames["threats"].set_index("state").loc["KAZ"]
    assert found["RUS"] > found["EU"]


@pytest.mark.parametrize("name", STUDIES)
def test_no_table_shows_a_digit_below_twice_its_monte_carlo_error(results, name):
    """The last digit of every figure of draws, read from what people are shown."""
    seen = 0
    for table in results[name].tables.values():
        if table.errors is None:
            continue
        assert table.errors.index.equals(table.frame.index)
        for column in table.errors:
            per_cent = 100 if column in table.chances else 1
            for text, error in zip(table.shown[column], per_cent * table.errors[column], strict=True):
                digits = re.fullmatch(r"[<>−]*([\d,]+)(?:\.(\d+))?(?: %)?", str(text))
                if digits is None or not error > 0:
                    continue
                whole, decimals = digits[1].replace(",", ""), digits[2]
                zeros = len(whole) - len(whole.rstrip("0")) if int(whole) else 0
                last = 10.0 ** -len(decimals) if decimals else 10.0**zeros
                assert last >= 2 * error - 1e-12 or not float(f"{whole}.{decimals or 0}"), (table.slug, column, text)
                seen += 1
    assert seen > 20


# ---- bad files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old, new, line, said",
    [
        ('together = ["RUS", "CHN"]', 'together = ["RUS", "IND"]', 7, "IND is not among the powers"),
        ('together = ["RUS", "CHN"]', 'together = ["RUS", "RUS"]', 7, "RUS twice"),
        ('ask = "joint"', 'ask = "leaving"', 5, "needs the key power"),
        ('ask = "joint"', 'ask = "leaving"\npower = "USA"', 6, "USA is not among the powers"),
        ('political = "RUS"', 'political = "EU"', 14, "must fall to one of"),
        ('political = "RUS"', "", 5, "say also of political"),
        ('ask = "joint"', 'ask = "everything"', 5, "ask"),
        ('powers = ["RUS", "CHN", "EU"]', 'powers = ["RUS"]', 6, "powers"),
        ('powers = ["RUS", "CHN", "EU"]', 'powers = ["RUS", "CHN", "CHM"]', 6, "CHM"),
        ('states = ["KGZ", "KAZ"]', 'states = ["KGZ", "KZG"]', 8, "KZG"),
        ('states = ["KGZ", "KAZ"]', 'states = ["RUS"]', 8, "powers of the study"),
        ('states = ["KGZ", "KAZ"]', "states = []", 8, "states"),
        ('changes_if = ["x"]', 'changes_if = ["x"]\nsubjects = ["ARM"]', 10, "ARM is not among the states"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(world, old, new, line, said):
    with pytest.raises(UserError, match=said) as caught:
        parse(TOML.strip().replace(old, new), "mine.toml", world)
    assert str(caught.value).startswith(f"mine.toml:{line - 1}:")


# ---- the shipped ones, whole -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("baseline", [2019, 2023])
def test_shipped_studies_run_whole(world, name, baseline):
    found = run(name, world=world, draws=40, baseline=baseline)
    assert found.results["subject"].nunique() == 11 and found.baseline == baseline


@pytest.mark.slow
def test_joint_action_costs_rent_in_nearly_all_assumptions_without_sympathy(world):
    found = run("powers-act-jointly", world=world, draws=256)
    part = found.results[found.results["measure"].str.startswith("assumptions")].set_index("subject")["value"]
    assert part[["KAZ", "KGZ", "TJK", "TKM", "UZB"]].gt(0.5).all()
    where = found.frames["where-it-holds"].set_index("where")["loses"]
    below, middle, beyond = (
        where[f"α of the two {part}"] for part in ("below α* = 0.101", "from α* to a half", "from a half on")
    )
    assert below > 0.5 > 0.2 > middle > beyond < 0.02
    assert middle > 0  # where shares fall to zero, rivalry outlasts the threshold of six shares
