"""The rules of a verdict on invented answers, and every verdict against a claim walked again without them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from steppe.evidence.claims import Claimed, Measure, claims
from steppe.evidence.judging import COMPUTED, judge, lower_bounds, verdict
from steppe.evidence.query import Measurement, registry
from steppe.evidence.verdicts import AGAINST, ClaimResult, evaluate_claim, evaluate_now
from steppe.world.world import World

FIGURE = Claimed(value=10, tolerance=0.5)
LISTED = "trade/bilateral_agreements"


def judged(kind: str, claimed: Claimed, *answers: object, query: str = "trade/value") -> str:
    asked = [
        (Measure(name=f"m{n}", query=query), claimed, one if isinstance(one, Measurement) else Measurement(one))  # type: ignore[arg-type]
        for n, one in enumerate(answers)
    ]
    return verdict(kind, judge(asked))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([10.4], "supported"),
        ([12.0], "contradicted"),
        ([12.0, 12.2], "contradicted"),  # both above, and nearer to each other than to the figure
        ([12.0, 17.0], "mixed"),  # records 5 apart: 12 is no further from 10 than that halved
        ([12.0, 14.0], "contradicted"),  # halved, 1: both further away
        ([7.0, 12.0], "mixed"),  # the figure lies between records; 12 is within 2.5
        ([10.0, 30.0], "mixed"),
        ([0.0, 20.0], "mixed"),  # as far apart as they are from the figure: no support from disagreement
        ([Measurement(15.0, records={"": (10.2, 15.0)})], "mixed"),  # its least record meets the figure
        ([Measurement(15.0, records={"": (9.0, 15.0)})], "mixed"),
        ([Measurement(15.0, records={"": (14.0, 15.0)})], "contradicted"),
        ([{"KGZ": 10.0, "UZB": 15.0}], "mixed"),
        ([{"KGZ": 7.0, "UZB": 15.0}], "contradicted"),  # two states are no bracket of each other
    ],
)
def test_a_printed_figure_is_as_precise_as_its_rounding_and_its_records(answers: list[object], said: str) -> None:
    assert judged("descriptive", FIGURE, *answers) == said


@pytest.mark.parametrize(
    ("claimed", "answers", "said"),
    [
        (Claimed(at_least=10), [8.0, 9.9], "contradicted"),
        (Claimed(at_least=10), [Measurement(8.0, records={"": (7.0, 10.0)})], "mixed"),
        (Claimed(rank=2), [1, 3], "undetermined"),
        (Claimed(rank=2), [3, 4], "contradicted"),
        (Claimed(between=(2, 3)), [1.0, 4.0], "undetermined"),
        (Claimed(date="2017"), ["2015-12-03", "2016-06-25"], "contradicted"),
        (Claimed(date="2017"), ["2015-12-03", "2018-01-01"], "undetermined"),
        (Claimed(holds=True), [False, False], "contradicted"),
    ],
)
def test_what_lies_on_both_sides_of_a_claim_does_not_contradict_it(
    claimed: Claimed, answers: list[object], said: str
) -> None:
    assert judged("descriptive", claimed, *answers) == said


@pytest.mark.parametrize(
    ("claimed", "answers", "said"),
    [
        (Claimed(at_least=100), [26, 47], "undetermined"),
        (Claimed(at_least=100), [26, 100], "mixed"),
        (Claimed(at_least=100), [100, 147], "supported"),
        (Claimed(at_most=20), [26, 47], "contradicted"),  # at least so many is more than was claimed
        (Claimed(holds=True), [False], "undetermined"),
    ],
)
def test_a_list_of_what_was_found_refutes_only_by_counting_more(
    claimed: Claimed, answers: list[object], said: str
) -> None:
    assert judged("descriptive", claimed, *answers, query=LISTED) == said


def test_a_possibility_is_borne_out_or_open_and_never_refuted() -> None:
    assert judged("possibility", Claimed(holds=True), False, False) == "undetermined"
    assert judged("possibility", Claimed(holds=True), False, True) == "supported"
    assert judged("forecast", Claimed(holds=True), False, False) == "contradicted"


def test_a_causal_claim_has_words_of_its_own() -> None:
    said = [judged("causal", FIGURE, *answers) for answers in ([10.0], [10.0, 30.0], [30.0], [1.0, 30.0])]
    assert said == ["consistent", "undetermined", "inconsistent", "undetermined"]


def test_what_cannot_be_measured_has_no_verdict() -> None:
    assert verdict("descriptive", []) == "not testable here"


def test_every_query_that_is_a_lower_bound_is_there_and_says_why() -> None:
    assert set(lower_bounds()) <= set(registry())
    assert all(why.strip() for why in lower_bounds().values())


# ------------------------------------------------------------------- the claims of the texts
@pytest.mark.parametrize(
    ("name", "said"),
    [("T1-04", "undetermined"), ("T2-13", "undetermined"), ("T4-10", "mixed"), ("T4-01", "mixed")],
)
def test_brackets_lower_bounds_and_possibilities_do_not_contradict(world: World, name: str, said: str) -> None:
    assert evaluate_claim(world, claims()[name]).verdict == said


def test_a_hundred_agreements_found_support_what_forty_seven_left_open(world: World) -> None:
    found = world.table("trade_agreements")
    one = found[found["family"].eq("CIS-bilateral") & found["start_year"].lt(2011)].head(1)
    one = one.assign(state_a="KAZ", state_b="RUS", end_year=None)
    more = world.with_tables({"trade_agreements": pd.concat([found, *[one] * 100], ignore_index=True)})
    assert evaluate_claim(more, claims()["T1-04"]).verdict == "supported"


def test_two_debts_above_the_printed_one_contradict_it(world: World) -> None:
    quoted = world.table("quoted").copy()
    total = quoted["subject"].eq("KGZ") & quoted["indicator"].eq("public external debt, total")
    quoted.loc[total & quoted["period"].eq("2018-2019"), "value"] = 4.2
    assert evaluate_claim(world.with_tables({"quoted": quoted}), claims()["T4-10"]).verdict == "contradicted"


@pytest.mark.slow
def test_a_record_at_the_printed_figure_keeps_a_claim_from_being_contradicted(world: World) -> None:
    trade = world.table("trade").copy()
    between = trade["year"].eq(2023) & trade["exporter"].isin(["KAZ", "CHN"]) & trade["importer"].isin(["KAZ", "CHN"])
    assert evaluate_now(world, claims()["T4-01"]).verdict == "contradicted"
    trade.loc[between, "low_record"] = 1000 * 11.07 / between.sum()
    assert evaluate_now(world.with_tables({"trade": trade}), claims()["T4-01"]).verdict == "mixed"


def against(world: World) -> Iterator[ClaimResult]:
    for one in claims().values():
        for result in (evaluate_claim(world, one), evaluate_now(world, one)):
            if result.verdict in AGAINST:
                yield result


@pytest.mark.slow
def test_no_bracket_and_no_lower_bound_explains_a_verdict_against_a_claim(world: World) -> None:
    walked = list(against(world))
    assert len(walked) > 5
    for result in walked:
        assert result.claim.type != "possibility", result.claim.id
        known = [found for found in result.findings if found.met != "no data"]
        assert known and not any(found.met in ("yes", "in part") for found in known), result.claim.id
        missed = [found for found in known if found.met == "no"]
        assert missed and all(found.measure.query not in lower_bounds() for found in missed), result.claim.id
        _one_side(result)


def _one_side(result: ClaimResult) -> None:
    """Numbers and dates that do not hold lie on one side, further off than half their range."""
    claimed = result.claim.claimed
    assert claimed is not None
    parts = [found.value if isinstance(found.value, dict) else {"": found.value} for found in result.findings]
    frame = pd.DataFrame(parts)
    for _, column in frame.items():
        values = [one for one in column.dropna() if not isinstance(one, bool | tuple)]
        if claimed.holds is not None or not values:
            continue
        if claimed.date is not None:
            assert max(values) < claimed.date or min(values) > claimed.date + "~", result.claim.id
            continue
        low, high = claimed.interval()
        assert max(values) < low or min(values) > high, result.claim.id
        if claimed.value is not None:
            off = min(abs(one - claimed.value) for one in values)
            assert off > max(claimed.tolerance or 0.0, (max(values) - min(values)) / 2), result.claim.id


@pytest.mark.slow
def test_every_verdict_is_one_of_the_list(world: World) -> None:
    tested = [evaluate_claim(world, one) for one in claims().values() if one.measures]
    assert {one.verdict for one in tested} <= {*COMPUTED, "not testable here"}
