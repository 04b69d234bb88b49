"""What happened is told as what it was: requests, cases without one, withdrawals, texts that were only initialled."""

from __future__ import annotations

import pytest

from steppe.influence.ledger import OUTCOMES, outcome_words
from steppe.world.chronology import chronology, events, folded
from steppe.world.world import World


def told(world: World, one: str, other: str | None, day: str) -> dict[str, str]:
    """Events of a day, by kind."""
    frame, _ = chronology(world, one, other, day, day)
    return dict(zip(frame["kind"], frame["event"], strict=True))


@pytest.mark.parametrize(
    ("one", "other", "day", "kind", "words"),
    [
        ("KAZ", "CSTO", "2022-01-05", "request", "CSTO asked because of mass unrest: force sent"),
        ("KAZ", "CSTO", "2022-01-13", "withdrawal", "CSTO forces leave KAZ: withdrawal completed by 19 Jan"),
        ("ARM", "CSTO", "2020-09-27", "no request", "CSTO not formally asked: second Karabakh war; none"),
        ("ARM", "CSTO", "2024-02-22", "suspension", "CSTO: freeze of participation"),
        ("ARM", "AZE", "2025-08-08", "agreement", "ARM-AZE peace agreement initialled, not signed (ARM, AZE)"),
        ("TKM", "TRACECA", "2023-11-14", "membership", "TRACECA: member"),
        ("KGZ", "EAEU", "2015-08-06", "membership", "EAEU: member, selective in practice"),
        ("KGZ", "EAEU", "2015-08-12", "membership", "EAEU: member"),
    ],
)
def test_an_event_is_told_as_what_it_was(world: World, one: str, other: str, day: str, kind: str, words: str) -> None:
    assert told(world, one, other, day)[kind] == words


def test_only_formal_requests_are_told_as_requests(world: World) -> None:
    rows = world.table("csto_requests")
    assert rows.loc[rows["kind"].eq("request"), "formal_request"].eq("yes").all()
    assert not rows.loc[rows["kind"].ne("request"), "formal_request"].eq("yes").any()
    withdrawn = rows[rows["kind"].eq("withdrawal")]
    assert len(withdrawn) == 1 and withdrawn["troops_sent"].isna().all()


def test_a_timeline_reads_as_history(world):
    ukraine = chronology(world, "UKR")[0]
    on = {str(row.date.date()): row.event for row in ukraine[ukraine["kind"].eq("milestone")].itertuples()}
    assert "invades" in on["2022-02-24"] and "annexes Crimea" in on["2014-03-18"]
    loan = ukraine[ukraine["kind"].eq("inducement") & ukraine["event"].str.contains("15 bn USD of bonds")]
    assert (
        len(loan) == 1 and "; asked: shelving of EU association agreement; followed: conceded" in loan["event"].iloc[0]
    )


def test_a_leader_who_governs_stands_once_with_the_office(world):
    leaders = chronology(world, "UKR")[0].query("kind == 'leader'")["event"].tolist()
    assert [one for one in leaders if "Kravchuk" in one] == ["Leonid Kravchuk (head of state)"]
    assert not any("(effective)" in one for one in chronology(world, "MDA")[0]["event"])


def test_large_sizes_have_separators(world):
    asked = chronology(world, "UKR", "CHN")[0]["event"]
    assert any("500,000 vaccine doses" in one for one in asked)


def test_a_conflict_is_a_run_of_years_and_who_sent_troops_stands_by_itself(world):
    georgia = chronology(world, "GEO")[0]
    fought = georgia[georgia["kind"].eq("conflict")]
    assert not fought.duplicated(["date", "event"]).any()
    iraq = fought[fought["event"].str.contains("IRQ")]
    assert iraq["event"].tolist() == [
        "troops of GEO beside the government of IRQ in the conflict over government, to 2008"
    ]
    assert fought["event"].str.startswith("troops of RUS beside the opponents of the government of GEO").sum() == 1


def test_a_leader_who_holds_an_office_is_named_once_a_day(world):
    leaders = chronology(world, "MDA")[0].query("kind == 'leader'")
    assert (
        not leaders.loc[leaders["event"].str.contains("effective"), "date"]
        .isin(leaders.loc[~leaders["event"].str.contains("effective"), "date"])
        .any()
    )


def test_a_figure_of_a_work_is_no_event_and_its_opening_is(world):
    works = chronology(world, "BLR")[0].query("kind == 'infrastructure'")["event"]
    assert not works.str.contains("investment|residents").any()
    assert works.eq("Astravets NPP: operating").any()


def test_what_is_known_by_year_stands_at_the_end_of_the_year(world):
    frame = chronology(world, "KGZ")[0]
    for _, own in frame.groupby(frame["date"].dt.year):
        ranks = own["precision"].map({"day": 0, "month": 0, "year": 1}).tolist()
        assert ranks == sorted(ranks)
    of_month = chronology(world, "KGZ", None, "2011-12", "2011-12")[0]
    assert of_month["precision"].tolist() == ["day", "month", "month"]


def test_a_ban_on_leaders_of_transnistria_is_not_toward_moldova(world):
    told = chronology(world, "MDA", None, "2003-02-27", "2003-02-27")[0]["event"].tolist()
    assert told[0].startswith("EUU toward leaders of Transnistria (MDA): sanctions targeted, 17 Transnistrian leaders")
    every = events(world)
    assert not every["event"].str.contains(r"toward MDA: .*Transnistrian leaders").any()


@pytest.mark.parametrize(
    ("state", "day", "words"),
    [
        ("KGZ", "2012-12-19", "KGZ takes the chair of the Collective Security Council of the CSTO"),
        ("KGZ", "2012-06-07", "KGZ takes the presidency of the SCO"),
        ("KGZ", "2023-01-01", "KGZ takes the chair of the CIS"),
        ("KGZ", "2010-01-01", "secretary general of the SCO: Muratbek Imanaliyev"),
    ],
)
def test_an_office_is_told_in_words(world, state, day, words):
    assert told(world, state, None, day)["office"] == words


def test_outcomes_are_told_in_words_and_no_code_is_left(world):
    rows = events(world)
    said = rows.loc[rows["kind"].isin(["inducement", "coercion"]), "event"].str.extract(r"; followed: ([^,]+),")[0]
    known = {outcome_words(one) for one in OUTCOMES}
    assert set(said) == known and not known & {"not", "partly"}


def test_the_exercises_of_a_year_are_one_line_with_their_names(world):
    frame = chronology(world, "KGZ")[0]
    short = folded(frame)
    one = short[short["kind"].eq("exercise") & short["date"].dt.year.eq(2011)]
    assert one["event"].tolist() == [
        "3 exercises found, no census: Tianshan II in CHN (05-06); Center (CSTO rapid deployment forces in Kyrgyzstan) "
        "in KGZ (09-19); Khanjar in IND (12)"
    ]
    exercises = frame[frame["kind"].eq("exercise")]
    per_year = exercises["date"].dt.year.value_counts()
    assert (short["kind"].eq("exercise")).sum() == len(per_year)
    rest = frame[frame["kind"].ne("exercise")]["event"].tolist()
    assert short[short["kind"].ne("exercise")]["event"].tolist() == rest
