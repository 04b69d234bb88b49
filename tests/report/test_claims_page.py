"""Claims as they are looked through: the ratio strip, what each text got right, and where a claim leads."""

from __future__ import annotations

import html
import re

import pytest

from steppe.evidence.verdicts import BORNE_OUT, evaluate_claims, evaluate_now, standing
from steppe.report.claims.strip import HIGH, LOW, strip, x_of
from steppe.report.claims.view import by_text, rows
from steppe.report.site.registry import pages
from steppe.world.world import World


@pytest.fixture(scope="module")
def shown(world: World):
    return rows(world, evaluate_claims(world), world.state_names, lambda kind, key: f"{kind}:{key}")


def test_a_strip_divides_what_was_found_by_what_was_said(world: World, shown):
    own = next(row for row in shown if row.claim.id == "T0-02")
    assert own.claim.claimed.value == 15 and own.strip is not None
    assert [round(ratio, 3) for ratio, _ in own.strip.points] == [1.15, 1.006]
    assert own.strip.band == pytest.approx((12.5 / 15, 17.5 / 15))
    assert all(met for _, met in own.strip.points)


def test_marks_of_a_strip_agree_with_the_judgement_of_each_figure(world: World):
    for one in evaluate_claims(world):
        drawn = strip(one)
        if drawn is None or len(one.findings) != 1 or len(drawn.points) != 1:
            continue
        (finding,) = one.findings
        assert drawn.points[0][1] == (finding.met == "yes"), one.claim.id


def test_the_scale_ends_at_half_and_one_and_a_half():
    assert x_of(LOW) == x_of(0.01) and x_of(HIGH) == x_of(99.0) and x_of(1.0) == 66.0


def test_what_a_text_got_right_is_counted_from_the_verdicts(world: World, shown):
    results = evaluate_claims(world)
    for text in by_text(world, shown):
        own = [one for one in results if one.claim.text == text.text]
        right = sum(one.verdict in BORNE_OUT for one in own)
        assert text.says.startswith(f"{right} of {sum(one.computed for one in own)} tested claims are borne out")
        assert sum(text.counts.values()) == len(own)


def test_then_and_now_are_those_of_the_verdicts(world: World, shown):
    for one, row in zip(evaluate_claims(world), shown, strict=True):
        assert row.verdict == one.verdict
        if one.computed:
            assert row.holds == standing(one, evaluate_now(world, one.claim))


def test_a_claim_leads_to_states_pairs_and_sources(world: World):
    text = html.unescape(pages()["claims"].made(world, "", {}).text)
    row = text.split('id="T4-09"')[1].split("</tr>")[0]
    found = set(re.findall(r'href="([^"]+)"', row))
    assert {"KGZ.html", "pair-KGZ-CHN.html", "sources.html#ids-world-bank"} <= found


def test_every_choice_of_a_filter_shows_some_claim(world: World):
    text = pages()["claims"].made(world, "", {}).text
    for name in ("verdict", "holds", "text", "state", "topic"):
        options = re.search(rf'<select name="{name}">(.*?)</select>', text)[1]
        values = set(re.findall(r'value="([^"]+)"', options))
        given = {part for cell in re.findall(rf'data-{name}="([^"]*)"', text) for part in cell.split("|")}
        assert values and values <= given, (name, values - given)
