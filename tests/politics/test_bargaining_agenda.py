"""Agendas: what a file may say, what is said when it is wrong, and the shipped ones from end to end."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.capability import capabilities
from steppe.politics.bargaining.challenge import challenge_rounds
from steppe.politics.bargaining.exchange import exchange_round
from steppe.politics.bargaining.log import COLUMNS, challenge_log, exchange_log, spatial_log
from steppe.politics.bargaining.package import PackageActors, exchange_votes, package_actors
from steppe.politics.bargaining.reading import agenda_names, parse_agenda, read_agenda
from steppe.politics.bargaining.rules import rule
from steppe.politics.bargaining.session import Session, negotiate_agenda
from steppe.politics.bargaining.spatial import assess
from steppe.politics.bargaining.tables import rows
from steppe.world.errors import UserError
from steppe.world.world import World

SHIPPED = agenda_names()

TEXT = """\
title = "A test"
question = "Who wants what?"
date = 2015-10-16
body = "CIS"
status = "forecast"

[[issue]]
name = "text"
question = "How far?"
scale = "0 nothing, 100 all"
alternatives = { "nothing" = 0, "half" = 50, "all" = 100 }
reference = 0
reference_reason = "There is none."
reference_document = "T3 ¶3"

[[actor]]
name = "RUS"
capability = 3
capability_reason = "for the test"

[[actor]]
name = "KAZ"

[[position]]
actor = "RUS"
issue = "text"
position = 90
salience = 0.9
reason = "says so"
document = "T3 ¶5"
basis = "reported"

[[position]]
actor = "KAZ"
issue = "text"
position = 40
salience = 0.5
reason = "says so"
document = "T3 ¶6"
basis = "assumed"
"""


def test_an_agenda_reads_as_it_is_written() -> None:
    agenda = parse_agenda(TEXT, "mine.toml")
    assert agenda.decides().name == "interested_party"
    who = agenda.actors("text", {"KAZ": 1.0, "RUS": 99.0})
    assert who.capability.tolist() == [3.0, 1.0]  # the agenda's own capability comes first
    assert agenda.on("text").nearest(45) == "half"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("salience = 0.9", "salience = 1.9", "mine.toml:28: salience is 1.9; "),
        ("salience = 0.5", "saliense = 0.5", 'mine.toml:37: there is no key "saliense" here. Did you mean salience?'),
        ('actor = "KAZ"', 'actor = "KZA"', 'mine.toml:34: no actor is called "KZA". Did you mean KAZ?'),
        ("position = 40", "position = 140", "mine.toml:36: KAZ stands at 140, outside 0 to 100"),
        ('issue = "text"\nposition = 40', 'issue = "test"\nposition = 40', 'mine.toml:35: no issue is called "test"'),
        (
            "reference = 0\n",
            "reference = 20\n",
            "mine.toml:7: the reference of text is not an alternative; add one at 20",
        ),
        ('"half" = 50', '"half" = 100', "mine.toml:7: two alternatives of text share a position; merge them"),
        ('capability_reason = "for the test"\n', "", "needs a capability_reason"),
        ('document = "T3 ¶5"\n', "", 'mine.toml:24: the key "document" is missing'),
        ('actor = "KAZ"', 'actor = "RUS"', "mine.toml:34: RUS has two positions on text; keep one"),
        ('body = "CIS"', 'body = "CSI"', 'mine.toml:4: the decision rule of "CSI" is not known. Did you mean CIS?'),
        ('body = "CIS"', 'body = "CIS"\nrule = "concensus"', "mine.toml:5: there is no decision rule"),
        ('body = "CIS"', 'body = "CIS"\npackage = ["text", "tezt"]', 'mine.toml:5: no issue is called "tezt". Did you'),
        ('body = "CIS"', 'body = "CIS"\npackage = ["text"]', "mine.toml:5: a package needs at least two issues"),
        ('body = "CIS"', 'body = "CIS', "mine.toml:4: this is not valid TOML: illegal character"),
    ],
)
def test_a_fault_is_named_with_file_line_and_repair(old: str, new: str, said: str) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(UserError) as fault:
        parse_agenda(TEXT.replace(old, new), "mine.toml")
    assert said in str(fault.value)


def test_an_unknown_agenda_stops_with_its_look_alike() -> None:
    with pytest.raises(UserError, match="Did you mean cis-summit-2015"):
        read_agenda("cis-sumit-2015")


def test_an_actor_without_any_capability_is_named() -> None:
    with pytest.raises(UserError, match="KAZ has no capability"):
        parse_agenda(TEXT, "mine.toml").actors("text")


# --- the shipped ones ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sessions(world: World) -> dict[str, Session]:
    return {name: negotiate_agenda(read_agenda(name), world, draws=2_000) for name in SHIPPED}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_agendas_give_a_reason_and_a_document_for_everything(name: str) -> None:
    agenda: Agenda = read_agenda(name)
    assert agenda.status == "reproduction"  # all were written with the outcome known
    assert all(issue.outcome is not None for issue in agenda.issue)
    assert "(general knowledge)" not in " ".join(stance.reason for stance in agenda.position)


def test_capabilities_are_shares_of_the_year_before(world: World) -> None:
    sizes = capabilities(read_agenda("cis-summit-2015"), world)
    assert sum(sizes.values()) == pytest.approx(1)
    assert sizes["RUS"] == pytest.approx(0.793, abs=0.002)  # of the output of the ten in 2014


@pytest.mark.parametrize("name", SHIPPED)
def test_forecasts_are_distributions_on_the_scale(sessions: dict[str, Session], name: str) -> None:
    for result in sessions[name].negotiations.values():
        question = result.question
        assert result.probability.sum() == pytest.approx(1)
        assert question.low <= result.low <= result.high <= question.high
        assert question.low <= result.point <= question.high


@pytest.mark.parametrize("name", SHIPPED)
def test_every_logged_quantity_is_described_and_each_cell_filled(sessions: dict[str, Session], name: str) -> None:
    log = sessions[name].log
    assert tuple(log.columns) == COLUMNS
    assert set(log["quantity"]) <= {row["quantity"] for row in rows("negotiation_quantities")}
    assert log["value"].notna().all()
    assert not log.duplicated(["issue", "round", "quantity", "actor", "other", "third", "alternative"]).any()


def test_every_described_quantity_is_logged(sessions: dict[str, Session]) -> None:
    summit = sessions["cis-summit-2015"]
    who = summit.negotiations["military-concept"].actors
    names, ones = who.names, np.ones((3, 2))
    space = assess(who.capability, who.salience[:, None], who.position[:, None] / 100)
    traded = exchange_round([[90, 10], [10, 90], [50, 50]], [[0.9, 0.2], [0.2, 0.9], [0.5, 0.5]], ones)
    logged = {
        *summit.log["quantity"],
        *challenge_log("x", names, challenge_rounds(who, 1))["quantity"],
        *exchange_log("x", names[:3], ("p", "q"), traded)["quantity"],
        *spatial_log("x", names, space)["quantity"],
    }
    assert logged == {row["quantity"] for row in rows("negotiation_quantities")}


def test_one_objector_kept_iran_out_in_2017_and_none_was_left_in_2021(sessions: dict[str, Session]) -> None:
    held = sessions["sco-enlargement"].negotiations
    assert held["iran-2017"].decision.who("blocks") == ("TJK",) and held["iran-2017"].point == 50
    assert held["iran-2021"].decision.adopted and not held["iran-2021"].decision.who("blocks")


def test_the_same_agenda_under_another_rule_ends_elsewhere(world: World) -> None:
    agenda = read_agenda("sco-enlargement")
    willing = negotiate_agenda(agenda, world, by=rule("interested_party"), draws=500).negotiations["iran-2017"]
    assert willing.decision.adopted and "TJK" in willing.decision.who("stands aside")


def test_scores_stand_beside_naive_forecasts_and_failures_are_kept(sessions: dict[str, Session]) -> None:
    scores = sessions["cis-summit-2015"].scores.set_index("issue")
    assert (scores["status"] == "reproduction").all()
    assert (scores["error"] > scores["error_mean"]).all()  # output as capability overshoots at Burabay
    assert (scores["error"] < scores["error_status_quo"]).all()
    assert np.isfinite(scores["log_score"]).all()


def test_the_page_prints_the_errors_that_the_models_make(world: World) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "bargaining.md").read_text(encoding="utf-8")

    def mean_errors(capability: str) -> pd.Series:
        agendas = (read_agenda(name).model_copy(update={"capability": capability}) for name in SHIPPED)
        return pd.concat([negotiate_agenda(agenda, world, draws=10).scores for agenda in agendas]).mean(
            numeric_only=True
        )

    by_output, equal = mean_errors("gdp_usd"), mean_errors("equal")
    for label, error in [
        ("compromise, capability = output of the year before (the default)", by_output["error"]),
        ("compromise, equal capability", equal["error"]),
        ("mean of the positions, without weights", by_output["error_mean"]),
        ("median of the positions", by_output["error_median"]),
        ("status quo", by_output["error_status_quo"]),
    ]:
        assert f"| {label} | {error:.1f} |" in page


def test_the_same_seed_gives_the_same_forecast(world: World) -> None:
    first, second = (negotiate_agenda(read_agenda("eaeu-sreb-2015"), world, draws=300) for _ in range(2))
    np.testing.assert_array_equal(first.negotiations["linking"].probability, second.negotiations["linking"].probability)


def test_seats_for_members_let_only_members_decide(world: World) -> None:
    agenda = read_agenda("regional-security-2019")
    at = {
        body: negotiate_agenda(agenda, world, draws=10, body=body).negotiations["joint-work"]
        for body in ("SCO", "CIS", "CSTO")
    }
    assert "CHN" in at["SCO"].actors.names and "MDA" not in at["SCO"].actors.names
    assert "MDA" in at["CIS"].actors.names and "CHN" not in at["CIS"].actors.names
    assert set(at["CSTO"].actors.names) <= set(world.members("CSTO", on="2019-06-14"))


def test_a_body_whose_members_have_no_position_is_refused(world: World) -> None:
    with pytest.raises(UserError, match="fewer than two of its members"):
        negotiate_agenda(read_agenda("regional-security-2019"), world, draws=10, body="EU Council")


def test_a_capability_stated_for_an_issue_goes_before_all_others(world: World) -> None:
    agenda = read_agenda("russia-china-2019")
    sizes = capabilities(agenda, world)
    security, trade = (agenda.actors(name, sizes) for name in agenda.package)
    assert security.capability[security.names.index("RUS")] == 0.61
    assert trade.capability[trade.names.index("CHN")] > 0.8


def test_a_state_that_is_none_is_named_with_its_line(world: World) -> None:
    with pytest.raises(UserError, match=r"mine.toml:22: no state has the code .KZG.*Did you mean KGZ"):
        parse_agenda(TEXT.replace('"KAZ"', '"KZG"'), "mine.toml", world)
    with pytest.raises(UserError, match=r"mine.toml:5: there is no record of attendance at"):
        parse_agenda(TEXT.replace('body = "CIS"', 'body = "CIS"\nmeeting = "CIS_HoS_2015-10-61"'), "mine.toml", world)


def test_what_is_no_agenda_at_all_is_said(tmp_path: Path) -> None:
    for name, content, said in [
        ("empty.toml", b"\n", "empty.toml:1: the file is empty"),
        ("latin.toml", b'title = "x"\nquestion = "\xe9"', "latin.toml:2: this is not UTF-8 text"),
        ("large.toml", b"#" * 1_000_001, "an agenda is a page of text, 1 MB at most"),
        ("deep.toml", b"x = " + b"[" * 20_000, "deep.toml:1: brackets are nested too deeply for any agenda"),
    ]:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match=said):
            read_agenda(tmp_path / name)
    with pytest.raises(UserError, match="there is no such file"):
        read_agenda(tmp_path / "none.toml")


def test_exchanges_of_a_package_stand_on_the_issues_own_scales(sessions: dict[str, Session]) -> None:
    package = sessions["russia-china-2019"].package
    assert package is not None
    first = package.trades.iloc[0]
    assert (first["giver"], first["moves_on"], first["taker"]) == ("RUS", "trade-opening", "CHN")
    assert package.gains[package.table.actors.index("RUS")] > 0
    assert sessions["csto-requests"].package is None  # requests of different years are not on the table at once


def test_only_traders_trade_and_the_votes_of_all_count(world: World) -> None:
    agenda = read_agenda("cis-summit-2015")
    table = package_actors(agenda, capabilities(agenda, world))
    two = exchange_votes(table, ("RUS", "UZB")).trades
    assert set(two["giver"]) | set(two["taker"]) == {"RUS", "UZB"}
    assert len(two) < len(exchange_votes(table).trades)


def shuffled(table: PackageActors, actors: list[int], issues: list[int]) -> PackageActors:
    """The same package with its actors and issues written down in another order."""
    both = np.ix_(actors, issues)
    return PackageActors(
        actors=tuple(table.actors[place] for place in actors),
        issues=tuple(table.issues[place] for place in issues),
        position=table.position[both],
        salience=table.salience[both],
        capability=table.capability[both],
        low=table.low[issues],
        high=table.high[issues],
    )


@given(st.permutations(range(6)), st.permutations(range(3)))
def test_of_equal_gains_the_first_in_the_alphabet_is_made_however_the_table_is_ordered(
    actors: list[int], issues: list[int]
) -> None:
    """Three likes on either side of three issues: every trade ties with eight others."""
    side, cares = np.array([0.0, 0, 0, 100, 100, 100]), np.array([[0.9, 0.5, 0.2]] * 3 + [[0.2, 0.5, 0.9]] * 3)
    table = PackageActors(
        actors=tuple("ABCDEF"),
        issues=("x", "y", "z"),
        position=np.repeat(side[:, None], 3, axis=1),
        salience=cares,
        capability=np.ones((6, 3)),
        low=np.zeros(3),
        high=np.ones(3),
    )
    first, again = exchange_votes(table), exchange_votes(shuffled(table, actors, issues))
    assert len(first.trades) > 1 and set(first.trades.loc[0, ["giver", "taker"]]) == {"A", "D"}
    pd.testing.assert_frame_equal(first.trades, again.trades)
    assert (first.gains[actors] == again.gains).all()


def test_schema_tables_have_the_columns_that_they_describe() -> None:
    described = {row["column"] for row in rows("negotiation_log")}
    assert described == set(COLUMNS)
    axes = {axis for row in rows("negotiation_quantities") for axis in row["axes"].split()}
    assert axes <= described
    assert files("steppe.politics.bargaining").joinpath("schema").is_dir()
