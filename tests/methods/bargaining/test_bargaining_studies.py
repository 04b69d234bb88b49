"""Which body, what for what, and what enlargement does: the words of each study turn with its numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from steppe.display.charts.theme import to_svg
from steppe.display.charts.tokens import LIGHT
from steppe.methods.answer import Verdict
from steppe.methods.bargaining import enlargement, exchange, formats
from steppe.methods.bargaining.bodies import Compared, put_before
from steppe.methods.bargaining.charts import chart_dilution
from steppe.methods.bargaining.exchange import Exchanged
from steppe.methods.bargaining.figures import Figure, points, share_of_draws, spanned
from steppe.methods.bargaining.study import BargainingStudy, EnlargementOf
from steppe.methods.explain import explain
from steppe.methods.loader import load_study, parse
from steppe.methods.result import COLUMNS, Result
from steppe.methods.run import run
from steppe.politics.bargaining.capability import capabilities
from steppe.politics.bargaining.package import package_actors
from steppe.politics.bargaining.reading import read_agenda
from steppe.politics.bargaining.session import BILATERAL
from steppe.world.errors import UserError
from steppe.world.world import World

NAMES = ("which-format", "quid-pro-quo", "sco-enlarges")
DRAWS = 128


@pytest.fixture(scope="module")
def found(world: World) -> dict[str, Result]:
    return {name: run(name, world=world, draws=DRAWS) for name in NAMES}


# --- what holds for all ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_results_keep_to_the_contract_and_gaps_are_whole(found: dict[str, Result], name: str) -> None:
    frame = found[name].results
    assert tuple(frame.columns) == COLUMNS
    assert frame["value"].notna().all() and not frame.duplicated(["subject", "partner", "year", "measure"]).any()
    assert (frame["low"].isna() == frame["high"].isna()).all()
    known = frame.dropna(subset="low")
    assert (known["low"] <= known["high"]).all()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_assumed_is_named_with_its_reason(found: dict[str, Result], name: str) -> None:
    assumed = found[name].assumptions
    assert len(assumed) >= 4 and all(len(why) > 20 for _, _, why in assumed)
    said = " ".join(what for what, _, _ in assumed)
    assert "errors of" in said


@pytest.mark.parametrize("name", ["which-format", "quid-pro-quo"])
def test_what_rests_on_coded_positions_is_called_assumed(found: dict[str, Result], name: str) -> None:
    assert set(found[name].results["basis"]) <= {"assumed", "reported"}
    assert any("errors of coding only" in note for note in found[name].notes)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_that_is_taken_up_is_a_source(found: dict[str, Result], world: World, name: str) -> None:
    known = set(world.table("sources")["source"])
    assert set(found[name].sources) <= known
    study = load_study(name, world).study
    assert {f"text-{reason.cite[:2]}" for reason in study.reasoning} <= set(found[name].sources)


@pytest.mark.parametrize("name", NAMES)
def test_words_are_neutral_and_never_promise(found: dict[str, Result], name: str) -> None:
    text = " ".join([str(found[name].answer), *found[name].notes]).lower()
    for word in ("will ", "unfortunately", "aggress", "puppet", "bully", "blackmail", "dominates", "inevitabl"):
        assert word not in text


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_answer(found: dict[str, Result], world: World, name: str) -> None:
    again = run(name, world=world, draws=DRAWS)
    assert again.answer == found[name].answer and again.run == found[name].run
    pd.testing.assert_frame_equal(again.results, found[name].results)


def test_figures_of_the_notes_stand_in_the_results(found: dict[str, Result]) -> None:
    """Every shift that a note prints is a row, to the printed digit."""
    printed = re.findall(r"to (\d+\.\d) \(([+−]\d+\.\d) to ([+−]\d+\.\d)\)", " ".join(found["quid-pro-quo"].notes))
    rows = found["quid-pro-quo"].results
    ends = rows[rows["measure"].eq("shift by the trade")][["low", "high"]].itertuples(index=False)
    shifts = {(points(low, True), points(high, True)) for low, high in ends}
    after = {points(value) for value in rows.loc[rows["measure"].eq("outcome with the trade"), "value"]}
    assert len(printed) == 2 and all((low, high) in shifts and value in after for value, low, high in printed)


@pytest.mark.parametrize("name", ["which-format", "quid-pro-quo"])
def test_the_plain_mean_comes_first_and_the_record_of_the_model_beside_it(found: dict[str, Result], name: str) -> None:
    """On the scored agendas the mean of the positions erred by 10.3 points, the compromise by 15.5."""
    said = found[name].answer
    assert said.verdict is Verdict.ASSUMED and "the plain mean of positions" in said.sentence.lower()
    assert said.sentence.lower().index("plain mean") < said.sentence.index(" of 100")
    assert said.caveat == "On scored agendas the mean erred less: 10 against 15."


def test_the_plain_mean_is_that_of_who_sits_there(joint_work: Compared) -> None:
    agenda = joint_work.agenda
    stated = {one.actor: one.position for one in agenda.position if one.issue == joint_work.case.issue}
    said = formats.answer(joint_work, "").sentence
    for body in ("CIS", "SCO"):
        put = next(one for one in joint_work.puts if one.body == body)
        mean = np.mean([stated[seat] for seat in put.seats])
        assert abs(float(np.median(put.plain)) - mean) < 1.5
        assert f"in the {body}" in said


def test_words_for_shares_claim_no_more_than_they_do() -> None:
    assert share_of_draws(0.998) == share_of_draws(199 / 200) == "more than 99 % of the draws"
    assert share_of_draws(0.5) == "50 % of the draws"
    assert share_of_draws(1 / 200) == "less than 1 % of the draws"
    assert spanned(Figure(-0.04, -2.0, 1.0, 0.001), sign=True) == "0.0 (−2.0 to +1.0)"


# --- which-format ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def joint_work(world: World) -> Compared:
    study = load_study("which-format", world).study
    assert isinstance(study, BargainingStudy) and study.formats is not None
    return put_before("RUS", study.formats.case[0], world, DRAWS, 1)


def test_every_body_has_its_own_members_and_all_see_the_same_copies(joint_work: Compared) -> None:
    seats = {put.body: set(put.seats) for put in joint_work.puts}
    assert "CHN" in seats["SCO"] and "CHN" not in seats["CIS"] and "MDA" in seats["CIS"]
    assert all("RUS" in sitting for sitting in seats.values())
    low, high = joint_work.question.low, joint_work.question.high
    assert all(((low <= put.outcome) & (put.outcome <= high)).all() for put in joint_work.puts)


def test_under_consensus_the_outcome_never_passes_the_most_reluctant_member(joint_work: Compared) -> None:
    puts = {put.body: put for put in joint_work.puts}
    assert puts["CSTO"].holder and not puts["CIS"].holder  # in the CIS those who lose stand aside
    assert puts["CIS"].outcome.mean() > puts["CSTO"].outcome.mean()


def test_the_body_that_serves_best_is_named_and_turns_with_the_numbers(joint_work: Compared) -> None:
    said = formats.words("RUS", joint_work)
    assert said.startswith("On joint counter-terrorism, the CIS serves RUS: +")
    by_name = {put.body: put for put in joint_work.puts}
    better = replace(by_name["SCO"], gain=by_name["CIS"].gain + 20)
    turned = replace(joint_work, puts=(better, by_name["CIS"]), equal=(better,))
    assert formats.words("RUS", turned).startswith("On joint counter-terrorism, the SCO serves RUS: +")
    assert "20.0 (20.0 to 20.0) more than the CIS" in formats.words("RUS", turned)


def test_a_body_that_only_harms_is_not_said_to_serve(joint_work: Compared) -> None:
    worse = tuple(replace(put, gain=-np.abs(put.gain) - 1) for put in joint_work.puts)
    assert " harms RUS: −" in formats.words("RUS", replace(joint_work, puts=worse))
    nothing = tuple(replace(put, gain=put.gain * 0) for put in joint_work.puts)
    assert " changes nothing for RUS" in formats.words("RUS", replace(joint_work, puts=nothing))


def test_buying_means_with_position_is_said_only_where_both_are_sure(joint_work: Compared) -> None:
    assert "the move buys means with position" in formats.words("RUS", joint_work)
    best = joint_work.puts[0]
    free = tuple(replace(put, gain=best.gain) if put.body == "SCO" else put for put in joint_work.puts)
    assert "whether that costs anything is open" in formats.words("RUS", replace(joint_work, puts=free))
    poor = tuple(replace(put, means=best.means) for put in joint_work.puts)
    assert "behind it" not in formats.words("RUS", replace(joint_work, puts=poor))


def test_the_answer_says_if_the_order_rests_on_who_is_capable(joint_work: Compared) -> None:
    same = replace(joint_work, equal=joint_work.puts)
    assert "If all were equally capable" not in formats.words("RUS", same)
    assert "If all were equally capable, a bilateral deal" in formats.words("RUS", joint_work)


def test_bilaterally_each_partner_settles_alone(joint_work: Compared) -> None:
    assert {pair.seats for pair in joint_work.pairs} == {("RUS", pair.body) for pair in joint_work.pairs}
    together = next(put for put in joint_work.puts if put.body == BILATERAL)
    np.testing.assert_allclose(together.gain, np.mean([pair.gain for pair in joint_work.pairs], axis=0))


# --- quid-pro-quo ------------------------------------------------------------------------------------------------


def exchanged(world: World, gain: Callable[[np.ndarray], np.ndarray], traded: float = 1.0) -> Exchanged:
    """Draws made up around the shipped agenda."""
    agenda = read_agenda("russia-china-2019")
    table = package_actors(agenda, capabilities(agenda, world))
    count = np.linspace(0.9, 1.1, 50)[:, None]
    base = np.array([2.0, 2.0, -5.0, -5.0, -5.0, -5.0, 0.5])
    before, after = np.array([18.0, 90.0]) * count, np.array([14.0, 94.0]) * count
    hit = (np.arange(50) < 50 * traded).astype(float)
    return Exchanged(agenda, table, ("RUS", "CHN"), hit, before, after, gain(base) * count)


def test_who_pays_turns_with_the_gains(world: World) -> None:
    said = exchange.words(exchanged(world, lambda gain: gain))
    assert "KAZ, KGZ, TJK and UZB lose; TKM gains; together they lose, −" in said
    turned = exchange.words(exchanged(world, np.abs))
    assert "KAZ, KGZ, TJK, UZB and TKM gain; together they gain" in turned
    mixed = exchange.words(exchanged(world, lambda gain: gain * 0))
    assert "neither gain nor lose" in mixed


def test_shifts_and_what_happened_turn_with_the_outcomes(world: World) -> None:
    made = exchanged(world, lambda gain: gain)
    said = exchange.words(made)
    assert "China’s security role falls from 18.0 to 14.0" in said
    assert "trade opening rises from 90.0 to 94.0" in said
    assert "away from what happened on China’s security role (in all draws)" in said
    turned = exchange.words(replace(made, before=made.after, after=made.before))
    assert "China’s security role rises from 14.0 to 18.0" in turned
    assert "towards what happened on China’s security role (in all draws)" in turned


def test_two_that_have_nothing_to_trade_are_not_said_to_trade(world: World) -> None:
    said = exchange.words(exchanged(world, lambda gain: gain, traded=0.2))
    assert said.startswith("In most draws RUS and CHN have nothing to trade; in 20 % of the draws they do.")


def test_both_gain_the_same_in_every_draw(found: dict[str, Result]) -> None:
    gain = found["quid-pro-quo"].results.query("measure == 'gain'").set_index("subject")
    for column in ("value", "low", "high"):
        assert gain.loc["RUS", column] == pytest.approx(gain.loc["CHN", column])
    assert any("the same for both by construction" in note for note in found["quid-pro-quo"].notes)
    assert set(found["quid-pro-quo"].frames["terms"]["means"]) == {
        "as coded",
        "output on every issue",
        "all equally capable",
    }


# --- sco-enlarges ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def grown(world: World) -> list[enlargement.Grown]:
    study = load_study("sco-enlarges", world).study
    assert isinstance(study, BargainingStudy) and study.enlargement is not None
    return enlargement.history(study.enlargement, world, "SCO", DRAWS, 1)


def test_an_enlargement_can_only_take_from_the_shares_of_those_inside(
    grown: list[enlargement.Grown],
) -> None:
    for one in grown:
        for before, after in one.share.values():
            assert (after < before).all()
        assert all(change < 0 for change in one.plain.values())


def test_voice_follows_from_the_rule_alone(grown: list[enlargement.Grown]) -> None:
    assert [one.pivot[0] for one in grown] == pytest.approx([1 / 6, 1 / 8, 1 / 9])
    assert [one.pivot[1] for one in grown] == pytest.approx([1 / 8, 1 / 9, 1 / 10])


def test_a_body_that_cannot_be_reckoned_is_refused_in_a_sentence(world: World) -> None:
    with pytest.raises(UserError, match="voice is counted for 20 at most"):
        enlargement.enlarge(EnlargementOf(body="EU"), world, 20, 1)
    early = enlargement.history(EnlargementOf(body="CIS"), world, "CIS", 20, 1)
    assert all(len(set(one.members.states) & set(one.one.before)) > 1 for one in early)


def test_words_about_distance_turn_with_the_spread(grown: list[enlargement.Grown], world: World) -> None:
    study = load_study("sco-enlarges", world).study
    assert isinstance(study, BargainingStudy) and study.enlargement is not None
    years = pd.DataFrame({"year": [2001, 2024], "leader": "CHN", "leader_share": [0.8, 0.7]})
    said = enlargement.words(study.enlargement, grown, years)
    assert said.verdict is Verdict.RECORDED and "80.0 % in 2001 to 70.0 % in 2024: three enlargements" in said.sentence
    assert "One enlargement took" in enlargement.words(study.enlargement, grown[:1], years.head(1)).sentence
    size = pd.DataFrame([("gdp_usd", 2024, "CHN", 73.0, 72.0, "CHN"), ("population", 2024, "CHN", 50.0, 42.0, "IND")])
    size.columns = ["size", "year", "leader before", "share before, %", "share after, %", "leader after"]
    assert "widened with IRN (2023)" in enlargement._apart(grown)
    turned = enlargement._apart([replace(one, spread=one.spread[::-1]) for one in grown])
    assert "narrowed with IRN (2023)" in turned and "widened with BLR (2024)" in turned
    assert enlargement._leads("CHN", size) == ["Counted by population IND would lead."]
    assert not enlargement._leads("CHN", size.head(1))
    assert "like that of every member" in enlargement._voice(grown)
    assert "like that of every member" not in enlargement._voice([replace(one, pivot=(0.3, 0.2)) for one in grown])
    assert "stayed what it was" in enlargement._voice([replace(one, pivot=(0.1, 0.1)) for one in grown])


def test_the_chart_of_dilution_has_a_panel_for_every_body(found: dict[str, Result]) -> None:
    for width in (628, 358):
        chart = chart_dilution(found["sco-enlarges"], width=width, theme=LIGHT, framed=True)
        svg = to_svg(chart, LIGHT)
        assert all(f">{body}<" in svg for body in ("SCO", "CIS", "CSTO", "EAEU"))
    assert chart_dilution(found["quid-pro-quo"]) is None


# --- mistakes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("study", "old", "new", "said"),
    [
        (
            "which-format",
            "[formats]\n",
            '[exchange]\nagenda = "x"\nbetween = ["RUS", "CHN"]\n[formats]\n',
            "has one of",
        ),
        ("which-format", 'of = "RUS"', 'of = "TUR"', "TUR has no position on joint-work"),
        ("which-format", "regional-security-2019", "regional-securty-2019", "Did you mean regional-security"),
        ("which-format", 'issue = "joint-work"', 'issue = "join-work"', "Did you mean joint-work?"),
        ("which-format", '"CSTO", "SCO"', '"CSTO", "SOC"', "Did you mean SCO?"),
        ("which-format", '"CSTO", "SCO"', '"CSTO", "EU Council"', "fewer than two members of EU Council"),
        ("quid-pro-quo", '"russia-china-2019"', '"csto-requests"', "has no package"),
        ("quid-pro-quo", '["RUS", "CHN"]', '["RUS", "CHM"]', "Did you mean CHN?"),
        ("quid-pro-quo", '["RUS", "CHN"]', '["RUS", "RUS"]', "not one twice"),
        ("sco-enlarges", 'body = "SCO"', 'body = "GUAM"', "decision rule"),
        ("sco-enlarges", 'watched = ["CHN", "RUS"]', 'watched = ["CHM"]', "Did you mean"),
        ("sco-enlarges", 'capability = "gdp_usd"', 'capability = "gdp"', "capability"),
    ],
)
def test_a_mistake_is_named_with_its_line(world: World, study: str, old: str, new: str, said: str) -> None:
    text = files("steppe").joinpath("studies", f"{study}.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(UserError) as fault:
        parse(text.replace(old, new), "mine.toml", world)
    assert re.match(r"mine\.toml:\d+: ", str(fault.value)) and said in str(fault.value), str(fault.value)


def test_a_cell_of_several_years_is_explained_year_by_year(found: dict[str, Result], world: World) -> None:
    walk = explain(found["sco-enlarges"], "CHN.share before.SCO")
    told = [what for what in walk.loc[walk["step"].eq(1), "what"] if what.startswith("share before of CHN with SCO")]
    assert [what.split(", ")[1][:4] for what in told] == ["2017", "2023", "2024"]
