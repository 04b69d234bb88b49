"""Pages of spells: every start has a row, every difference is decided, and the documented query counts them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from recipes._spell_sources import _grade
from steppe.world.world import World

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "law-and-practice.md"


@pytest.fixture(scope="module")
def pages(world: World) -> pd.DataFrame:
    return world.table("spell_sources")


def documented(world: World) -> pd.DataFrame:
    """What the query of the guide answers."""
    (query,) = re.findall(r'\$ steppe sql "(select best.*?)"\n', GUIDE.read_text("utf-8"), re.DOTALL)
    return world.sql(query)


def test_every_start_says_where_it_is_from(world: World, pages: pd.DataFrame):
    starts = set(pages.loc[pages["field"].eq("start"), "spell"])
    assert starts == set(world.table("memberships")["spell"])


def test_every_page_belongs_to_a_spell(world: World, pages: pd.DataFrame):
    assert set(pages["spell"]) <= set(world.table("memberships")["spell"])


def test_a_start_that_is_cited_agrees_with_its_page(world: World, pages: pd.DataFrame):
    joined = world.table("memberships").merge(pages[pages["field"].eq("start")], on=["spell", "source"])
    assert len(joined) == len(world.table("memberships"))
    assert joined["agrees"].eq("yes").all()


def test_every_page_that_gives_another_date_is_decided_with_a_reason(pages: pd.DataFrame):
    other = pages[pages["agrees"].eq("no") & pages["says"].notna()]
    assert other["decision"].eq("kept").all() and other["reason"].notna().all()
    assert pages["decision"].value_counts().to_dict().keys() == {"kept", "moved", "widened"}


@pytest.mark.parametrize(
    ("spell", "field", "decision"),
    [
        (43, "start", "moved"),  # KGZ in the EAEU
        (349, "start", "kept"),  # UZB in the OIC
        (35, "start", "widened"),  # ARM in the EurAsEC
        (1008, "start", "kept"),  # UZB in the EDB
        (1182, "start", "moved"),  # AFG in CAREC
        (1183, "start", "moved"),  # PAK
        (1184, "start", "moved"),  # TKM
        (252, "start", "kept"),  # IRN and the WTO
        (28, "end", "kept"),  # EurAsEC
        (1171, "start", "kept"),  # TUR in TRACECA
    ],
)
def test_the_listed_differences_are_decided(pages: pd.DataFrame, spell: int, field: str, decision: str):
    found = pages[pages["spell"].eq(spell) & pages["field"].eq(field)]
    assert decision in found["decision"].tolist()


def test_both_days_of_kyrgyzstan_are_kept(pages: pd.DataFrame):
    by_law = pages[pages["spell"].eq(43) & pages["field"].eq("start") & pages["agrees"].eq("yes")]
    border = pages[pages["spell"].eq(2015) & pages["field"].eq("start")]
    assert [str(day.date()) for day in by_law["date"]] == ["2015-08-06"] and by_law["grade"].tolist() == ["press"]
    assert [str(day.date()) for day in border["date"]] == ["2015-08-12"]


def test_the_documented_query_counts_the_424_starts_that_rested_on_recall(world: World, pages: pd.DataFrame):
    answer = documented(world).set_index("best")["starts"]
    recalled = pages[pages["field"].eq("start") & pages["grade"].eq("general knowledge")]["spell"]
    assert answer.sum() == recalled.nunique() == 424
    nothing = int((world.table("memberships")["source"] == "general-knowledge").sum())
    assert answer["5 a page with the status alone"] + answer["6 nothing"] == nothing
    assert answer.to_dict() == {
        "1 official page": 67,
        "2 academic page": 27,
        "3 press": 32,
        "4 compiled page or excerpt": 101,
        "5 a page with the status alone": 35,
        "6 nothing": 162,
    }


def test_the_grade_is_that_of_the_publisher():
    assert _grade("https://www.osce.org/who/timeline/1990s/05") == "official"
    assert _grade("https://www.eata.ee/en/nato/nato-member-countries/") == "compiled"  # an association, not NATO
    assert _grade("Wikipedia (2006 revision) ; https://caliber.az/en/post/x") == "compiled"
    assert _grade("general knowledge") == "general knowledge"
    assert _grade("member list: https://news.az/x ; start general knowledge") == "status only"
    with pytest.raises(ValueError, match=r"page_grades.csv has no example.org: add a row"):
        _grade("https://example.org/page")
