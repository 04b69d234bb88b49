"""`steppe episodes`."""

from __future__ import annotations

import json
import re

from steppe.influence.ledger import WHY_NO_RATE, chosen
from steppe.report.episodes.terminal import render
from steppe.report.episodes.view import listing


def test_a_pair_is_listed_in_time(run):
    out = run("episodes", "KGZ", "RUS").out
    assert out.splitlines()[0].startswith("Kyrgyzstan and Russia: ")
    assert out.index("2009-02-03") < out.index("2012-09-20") < out.index("2023-04-21")


def test_without_a_name_only_counts_are_printed(run):
    out = run("episodes").out
    assert "265 episodes in 195 bargains" in out and "asked:" not in out


def test_json_has_the_rows_and_says_why_there_is_no_rate(run):
    found = json.loads(run("episodes", "--sender", "CHN", "--instrument", "loan_or_swap", "-f", "json").out)
    assert {row["sender"] for row in found["results"]} == {"CHN"}
    assert len(found["results"]) == 10
    assert any("No rate" in note for note in found["notes"])


def test_an_unknown_instrument_is_refused(run):
    ran = run("episodes", "--instrument", "bribe")
    assert ran.code == 2 and "bribe" in ran.err and "there are " in ran.err and "import_ban" in ran.err


def test_no_name_of_a_sender_or_instrument_is_broken_at_80_columns(world):
    lines = [line.plain.rstrip() for line in render(listing(world, chosen(world), "All"), 80, entries=False)]
    lines = [line for line in lines if line not in WHY_NO_RATE]
    starts = {line.split("  ")[0].strip() for line in lines}
    assert {"Azerbaijan", "Kazakhstan", "Uzbekistan"} <= starts and not {"n", "t"} & starts
    assert max(map(len, lines)) <= 80


def test_a_timeline_on_the_screen_names_states_and_not_their_codes(run):
    out = run("timeline", "KGZ", "--since", "2009", "--until", "2012").out
    assert "Russia toward Kyrgyzstan" in " ".join(out.split()) and "Abdullah Gül (president, Türkiye)" in out
    assert re.findall(r"\b(?:RUS|KGZ|USA|KAZ|UZB|TUR|CHN)\b", out) == []
