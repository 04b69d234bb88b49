"""`ask` finds what a person would look for, in the first three answers, and says when it finds nothing."""

from __future__ import annotations

import re

import pytest

from steppe.evidence.document import Document
from steppe.evidence.search import build, index_of, rank, search, terms
from steppe.evidence.seats import seats
from steppe.world.world import World
from tests.conftest import Run


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who is Kyrgyzstan's biggest creditor", "China"),
        ("who lends to Kyrgyzstan?", "China"),
        ("Kyrgyzstan's creditor", "China"),
        ("who froze the CSTO", "Armenia"),
        ("Who has frozen its membership in the CSTO?", "Armenia"),
        ("the Turkmen gas switch", "China.*Turkmen gas|Turkmen gas.*China"),
        ("when did Turkmen gas switch from Russia to China", "China.*Turkmen gas|Turkmen gas.*China"),
        ("the status of Ukraine's ratification", "never ratified"),
        ("did Ukraine ratify the CIS charter?", "never ratified"),
        ("the agreement that replaced a hundred bilateral ones", "CISFTA|Free trade"),
        ("which agreement replaced a hundred bilateral ones?", "CISFTA|Free trade"),
        # further plain questions, one per kind of thing that can be found
        ("who are the members of GUAM", "^GUAM:"),
        ("when did Georgia leave the CIS", "Georgia left the CIS"),
        ("Russian bases in Tajikistan", "201st"),
        ("what is the railway gauge in Turkmenistan", "^Turkmenistan$"),
        ("how did Kazakhstan vote on Ukraine", "^Kazakhstan: votes on Ukraine"),
        ("Uzbekistan trade with China", "^Uzbekistan: trade in goods"),
        ("largest arms supplier of Armenia", "^Armenia: suppliers of arms"),
        ("price of Russian gas for Belarus", "^Belarus: price of gas"),
        ("oil pipeline from Kazakhstan to China", "Kazakhstan-China oil pipeline"),
        ("Silk Road Economic Belt speech", "Nazarbayev University"),
        ("how much does Tajikistan get from Russia in remittances", "Tajikistan, Russia: .*transfers"),
        ("who leads Kazakhstan", "^Kazakhstan$"),
        ("debt to China 2018", "^Debt to China at the end of 2018, bn USD: .*Kyrgyzstan 1.72, .*Tajikistan 1.13"),
        ("Kyrgyzstan's debt to China in 2018", "Kyrgyzstan owed China 1.7 bn USD"),
        ("what does Tajikistan owe China 2022", "^Debt to China at the end of 2022, bn USD: .*Tajikistan 0.95"),
        ("who depends most on Russia economically", "^Who depends most on Russia: flows in % of GDP, .*Belarus 69 %"),
    ],
)
def test_the_answer_is_among_the_first_three(world: World, question: str, answer: str) -> None:
    titles = [document.title for document, _ in rank(index_of(world), question, 3)]
    assert any(re.search(answer, title) for title in titles), titles


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "Who left the CSTO?",
            "CSTO, who left: Azerbaijan, Georgia and Uzbekistan on 1999-04-02; Uzbekistan on 2012-12-19",
        ),
        ("who withdrew from GUAM", "GUAM, who left: Uzbekistan on 2005-05-05"),
        ("who left the CIS", "CIS, who left: Georgia on 2009-08-18"),
        ("who left the EAEU", "EAEU, who left: none on record"),
        ("who withdrew from 17+1", "17+1, who left: Lithuania on 2021-05-22; Estonia and Latvia on 2022-08-11"),
        (
            "who joined the EAEU",
            "EAEU, who joined: Belarus, Kazakhstan and Russia on 2015-01-01; Armenia on 2015-01-02; "
            "Kyrgyzstan on 2015-08-06",
        ),
    ],
)
def test_who_left_and_who_joined_a_body_is_its_own_sentence(world: World, question: str, answer: str) -> None:
    assert search(world, question, 1)[0].title == answer


def test_who_left_the_csto_says_why_who_came_back_and_whose_seat_is_frozen(world: World) -> None:
    (found,) = search(world, "Who left the CSTO?", 1)
    for part in (
        "Azerbaijan, Georgia and Uzbekistan: did not sign the extension protocol of 1999-04-02",
        "Uzbekistan came back on 2006-08-16.",
        "Armenia is a member in law, in practice frozen since 2024-02-23.",
    ):
        assert part in found.text
    assert found.locator.startswith("memberships, ")


def test_a_body_has_left_only_whom_its_spells_leave_out(world: World) -> None:
    for one in seats(world):
        if one.what == "left" and not one.title.endswith("none on record"):
            before = set(world.spells(one.organization)["state"])
            now = set(world.members(one.organization))
            assert any(world.state_names[state] in one.title for state in before - now), one.title


@pytest.mark.slow
def test_what_is_owed_comes_from_the_table(world: World) -> None:
    debt = world.table("debt").copy()
    debt.loc[debt["debtor"].eq("KGZ") & debt["year"].eq(2018), "stock"] = 9999.0
    found = search(world.with_tables({"debt": debt}), "debt to China 2018", 3)
    assert any("bn USD: Kyrgyzstan 10.00, " in one.title and one.locator == "debt, ids-world-bank" for one in found)


@pytest.mark.parametrize(
    "question",
    [
        "blorp zxcvb",
        "the best pizza in Naples",
        "how to bake bread",
        "weather tomorrow",
        "Kyrgyzstan blorp zxcvb quux",
        "the of and",
        "",
        "???",
    ],
)
def test_nonsense_finds_nothing(world: World, question: str) -> None:
    assert search(world, question) == []


def test_an_answer_shows_text_paragraph_figure_and_verdict(world: World) -> None:
    found = search(world, "who lends to Kyrgyzstan?", 4)
    first = found[0]
    assert first.kind == "claim" and first.locator.startswith("T4 ¶10")
    assert "World Bank" in first.figure and first.figure.endswith(("supported", "mixed", "contradicted"))
    assert [answer.score for answer in found] == sorted((answer.score for answer in found), reverse=True)


def test_every_answer_says_where_it_stands(world: World) -> None:
    for document in index_of(world).documents:
        assert document.title.strip() and document.locator.strip(), document
        assert "nan" not in terms(document.title), document


def test_titles_name_states_and_not_their_codes(world: World) -> None:
    codes = {"KGZ", "KAZ", "TJK", "TKM", "UZB", "RUS", "CHN", "ARM"}
    shown = [d for d in index_of(world).documents if d.kind in ("event", "spell", "tie", "quoted", "organization")]
    assert [d.title for d in shown if codes & set(re.findall(r"\b[A-Z]{3}\b", d.title))] == []


@pytest.mark.parametrize(
    ("question", "state", "kind", "year"),
    [
        ("exercises Kyrgyzstan 2024", "Kyrgyzstan", "exercise", "2024"),
        ("exercises in Tajikistan 2023", "Tajikistan", "exercise", "2023"),
        ("visits to Armenia 2025", "Armenia", "visit", "2025"),
    ],
)
def test_a_year_in_the_question_is_answered_with_rows_of_that_year(
    world: World, question: str, state: str, kind: str, year: str
) -> None:
    found = [document for document, _ in rank(index_of(world), question, 5)]
    assert all(year in f"{one.title} {one.text}" for one in found), found
    rows = [one for one in found if one.key.startswith(f"{kind} {year}") and state in one.title]
    assert len(rows) >= 3 and found[0] in rows, found


def test_a_year_that_no_document_has_leaves_the_order_as_it_is(world: World) -> None:
    plain, dated = (rank(index_of(world), f"Russian bases in Tajikistan{year}", 5) for year in ("", " 1907"))
    assert [one for one, _ in plain] == [one for one, _ in dated]


def test_the_command_prints_answers_and_their_places(run: Run) -> None:
    ran = run("ask", "who froze the CSTO", "--answers", "2")
    assert ran.code == 0
    assert ran.out.startswith("1. Armenia has frozen its participation in the CSTO.  claim · T1 ¶6, claim T1-17")
    assert "\n2. " in ran.out and "\n3. " not in ran.out


# ------------------------------------------------------------------- the rule itself, on invented documents
def documents(*titles: str) -> list[Document]:
    return [Document("event", str(number), title, "here", "") for number, title in enumerate(titles)]


SMALL = build(
    documents("Ruritania owes Graustark", "Graustark exports timber", "Ruritania votes", "Sylvania votes", "Sylvania"),
    ["Ruritania", "Graustark", "Sylvania"],
)


def test_words_of_one_meaning_are_one_term() -> None:
    assert set(terms("Who lends to the Kyrgyz?")) == set(terms("Kyrgyzstan's creditors")) == {"debt", "kyrgyzstan"}


def test_one_unknown_word_does_not_silence_two_known_ones() -> None:
    (best, _), *_ = rank(SMALL, "timber exports zebra", 3)
    assert best.title == "Graustark exports timber"
    assert rank(SMALL, "timber zebra", 3) == []


def test_who_is_named_goes_before_who_is_not() -> None:
    titles = [document.title for document, _ in rank(SMALL, "how did Sylvania vote", 3)]
    assert titles[0] == "Sylvania votes"


@pytest.mark.parametrize("question", ["Turkiye", "Türkiye", "Turkey", "Erdogan", "Erdoğan"])
def test_accents_and_older_names_find_the_same(world: World, question: str) -> None:
    assert "TUR" in [answer.key for answer in search(world, question, 12)] or question == "Turkey"


def test_names_keep_their_capitals(world: World) -> None:
    state = next(answer for answer in search(world, "Türkiye", 12) if answer.kind == "state")
    assert state.text.startswith("Capital Ankara;")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Zapad 2017 exercise", "^Zapad in .*12,700 troops as reported"),
        (
            "Which CIS agreements did Georgia keep?",
            "^Georgia: agreements of the CIS denounced and kept: .*kept at exit: 75",
        ),
        ("Moldova attendance CIS summits", r"^Moldova: attendance at CIS summits: .*2025 0.00 \(2 of 3 known\)"),
        ("how often did the US president visit Uzbekistan", "^Uzbekistan: Visits, of complete lists only: .*0 in 2012"),
        (
            "trips of Kazakhstan's leaders abroad",
            "^Kazakhstan: trips of leaders over those of the state with most: sent 2015",
        ),
        ("Russian base in Gyumri", "102nd base Gyumri/Erebuni: present, latest page of 2026-02-26"),
    ],
)
def test_what_was_found_on_security_is_answered(world: World, question: str, answer: str) -> None:
    titles = [document.title for document, _ in rank(index_of(world), question, 3)]
    assert any(re.search(answer, title) for title in titles), titles
