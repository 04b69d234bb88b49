"""`steppe dependence`, `rank`, `compare`, `powers` as a user types them."""

from __future__ import annotations

import json
import re

import pytest
import typer

from steppe.cli import influence, main

COMMANDS = {"dependence", "rank", "compare", "powers"}


@pytest.fixture(autouse=True)
def _registered(monkeypatch):
    """The commands, also where the command line has not registered them yet."""
    known = {command.callback.__name__ for command in main.app.registered_commands if command.callback}
    if not known >= COMMANDS:
        app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
        app.callback()(lambda: None)
        influence.add_to(app)
        monkeypatch.setattr(main, "app", app)


def test_the_turn_of_turkmen_gas(run):
    ran = run("dependence", "TKM", "--on", "RUS,CHN", "--layer", "energy", "--year", "2008-2017", "--format", "json")
    assert ran.code == 0
    found = {(row["partner"], row["year"]): row["amount"] for row in json.loads(ran.out)["results"]}
    assert found["RUS", 2008] == 40 and found["RUS", 2017] == 0 and found["CHN", 2017] == pytest.approx(31.7)


def test_a_table_names_what_is_not_covered(run):
    ran = run("dependence", "KGZ", "--on", "RUS,CHN")
    assert ran.code == 0
    assert "remittances" in ran.out and "Not covered: investment" in ran.out


def test_rank_shows_the_sum_of_each_state_and_what_it_is_made_of(run):
    said = run("rank", "--on", "RUS", "--domain", "economic", "--year", "2022").out
    rows = [line.split()[1] for line in said.splitlines() if re.match(r" +\d+ +[A-Z]{3} ", line)]
    assert rows[0] == "BLR" and {"KGZ", "TJK", "ARM", "UZB"} <= set(rows[: rows.index("KAZ")])
    assert re.search(r"^KAZ +exports +9,090 +4\.0 +2022 +exporter +reported", said, re.M)
    assert re.search(r"^MDA +exports", said, re.M) and re.search(
        r"^ +remittances +620 +5\.3 +2019 .* estimated", said, re.M
    )
    assert "The records do not settle the order of TJK and KGZ" in " ".join(said.split())
    assert not re.search(r"\d\.\d\d", said)  # no digit below a tenth of a per cent


def test_a_part_that_is_not_on_record_is_named_and_the_sum_is_a_lower_bound(run):
    said = run("rank", "--on", "DEU", "--of", "POL,KAZ").out
    assert "POL: remittances, debt service not on record, so the sum is a lower bound." in " ".join(said.split())
    assert re.search(r"POL +≥21 +21–\? .*– +– ", said)


def test_rank_gives_programs_the_parts_with_year_and_record(run):
    found = json.loads(run("rank", "--on", "RUS", "--year", "2022", "--format", "json").out)
    assert found["results"][0]["exports_record"] == "press" and len(found["parts"]) == 11 * 4
    assert "who depends most" not in found["title"] and found["title"].endswith("2022")


def test_rank_by_shares_shows_weights_and_probabilities(run):
    ran = run("rank", "--on", "CHN", "--by", "shares", "--year", "2019", "--weights", "trade=2,debt_service=1")
    assert ran.code == 0
    assert "trade 0.67" in ran.out and "not over errors in the data" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ("dependence", "GEO,MDA", "--on", "RUS"),
        ("dependence", "TJK", "--on", "CHN"),
        ("rank", "--on", "RUS", "--by", "shares"),
    ],
)
def test_no_table_prints_a_digit_that_the_record_does_not_have(run, words):
    """None after the fourth decimal; two in all of what was imputed, estimated or assumed."""
    lines = run(*words).out.split("\n\n")[0].splitlines()
    assert not [line for line in lines if re.search(r"\d\.\d{5}", line)]
    soft = [line for line in lines if re.search("imputed|estimated|assumed", line)]
    assert soft
    for figure in re.findall(r"(?<![\w.,–-])0\.\d+", " ".join(soft)):
        assert len(figure.lstrip("0.")) <= 2, figure


def test_compare_and_powers_answer(run):
    assert "KAZ" in run("compare", "KAZ", "UZB", "--on", "RUS,CHN").out
    table = json.loads(run("powers", "--year", "2019", "--format", "json").out)["results"]
    assert len(table) == 4 * 5
    assert "No power leads in the economy of" in run("powers", "--year", "2019").out


@pytest.mark.parametrize(
    "words, said",
    [
        (("dependence", "KZG"), "Did you mean KGZ"),
        (("dependence", "TJK", "--on", "TJK"), "a state does not depend on itself; name another power"),
        (("dependence", "KGZ", "--year", "soon"), "2008-2017"),
        (("dependence", "KGZ", "--year", "2017-2008"), "backwards"),
        (("rank", "--on", "CHN", "--by", "shares", "--weights", "trade"), "trade=2,debt=1"),
        (("rank", "--on", "CHN", "--weights", "trade=2"), "--weights: this is for means of shares; add --by shares"),
        (("rank", "--on", "CHN", "--domain", "security", "--by", "flows"), "no common unit; add --by shares"),
        (("rank", "--on", "CHN,RUS"), "one power"),
        (("compare", "KAZ", "KAZ"), "twice"),
    ],
)
def test_a_mistake_is_one_sentence(run, words, said):
    ran = run(*words)
    assert ran.code == 2 and said in ran.err and ran.out == ""


def test_one_layer_of_one_state_is_told_year_by_year(run):
    said = run("dependence", "TKM", "--on", "RUS,CHN", "--layer", "energy").out
    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line[:4].isdigit()}
    assert abs(float(rows["2008"][0]) - 40) < 3
    assert float(rows["2017"][0]) < 1 and abs(float(rows["2017"][2]) - 30) < 3
    assert "no record of gas between the two in this year was found" in " ".join(said.split())


def test_amounts_of_many_powers_are_left_to_the_rows(run):
    said = run("dependence", "KGZ", "--layer", "trade").out
    assert "amount:" not in said and "Amounts: ask for one or two powers" in said


def test_a_table_says_who_depends_on_whom_through_what_and_what_to_cite(run):
    said = run("dependence", "TJK", "--on", "CHN", "--layer", "trade").out
    assert said.startswith("Trade in goods: dependence of Tajikistan on China\n")
    assert "imputed     cepii-baci-2023" in said and "steppe data sources NAME" in said
    assert "The trend of CHN's share breaks in 2008." in said
    assert run("dependence", "TJK", "--on", "RUS,CHN").out.startswith("Dependence of Tajikistan on Russia, China\n")


def test_defects_are_told_of_layers_with_a_figure(run):
    said = run("dependence", "TJK", "--on", "RUS,CHN", "--layer", "trade,trade_own").out
    assert "trade: BACI until 2020." in said and "trade_own: " not in said
