"""The page of a pair: both ways, with a reason for what is missing, and chosen by a rule that can be read."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.influence import POWERS, figures
from steppe.report.pair import choice, frames, treaties
from steppe.report.pair.charts import panels, top
from steppe.report.pair.choice import Choice
from steppe.report.pair.page import _seats, page, tie_rows
from steppe.report.pair.records import record_rows, widest
from steppe.report.pair.view import Pair, pair
from steppe.world.actors import actor
from steppe.world.errors import UserError
from steppe.world.world import World
from tests.report.sections import Sections

SHOWN = (("KGZ", "CHN"), ("UKR", "RUS"), ("MDA", "EU"), ("UZB", "CHE"))
"""Much on record; a war; a bloc; a partner without a seat in the region."""
MORE = (("TKM", "USA"), ("ARM", "AZE"))
"""Little on record, a power far away; neighbours."""
_MADE: dict[tuple[str, str], Pair] = {}


def made(world: World, first: str, second: str) -> Pair:
    if (first, second) not in _MADE:
        _MADE[first, second] = pair(world, Choice(first, second, "a test"))
    return _MADE[first, second]


# ------------------------------------------------------------------------ choice
def test_every_state_has_a_page_with_every_power_and_russia_with_china(world: World):
    chosen = {(one.first, one.second) for one in choice.pairs(world)}
    for state in world.group("twelve"):
        others = [power for power in POWERS if power != state]
        assert all((state, power) in chosen or (power, state) in chosen for power in others)
    assert ("RUS", "CHN") in chosen


def test_no_pair_stands_twice_and_none_is_of_one_state(world: World):
    chosen = [frozenset((one.first, one.second)) for one in choice.pairs(world)]
    assert len(set(chosen)) == len(chosen) and all(len(both) == 2 for both in chosen)


def test_notable_pairs_say_which_rule_found_them(world: World):
    notable = {(one.first, one.second): one.why for one in choice.notable(world)}
    assert "armed conflict" in notable["KGZ", "TJK"] and "claim" in notable["ARM", "AZE"]
    assert notable["MDA", "UKR"] == "13 % of Moldova’s goods trade in 2023"
    assert not {code for both in notable for code in both} & {*POWERS, *world.group("eu27")}


def test_allies_stand_on_opposite_sides_too(world: World):
    found = {frozenset(one[:2]) for one in choice.opponents(world)}
    assert frozenset(("RUS", "UKR")) in found and frozenset(("ARM", "AZE")) in found
    assert frozenset(("KGZ", "KAZ")) not in found
    assert frozenset(("UKR", "RWA")) not in found  # each an ally of others in one conflict


# -------------------------------------------------------------------------- page
@pytest.mark.parametrize("codes", [*SHOWN, *(pytest.param(codes, marks=pytest.mark.slow) for codes in MORE)])
def test_no_section_is_empty_without_a_reason(world: World, codes: tuple[str, str]):
    found = Sections(page(made(world, *codes)))
    wanted = {"ties", "cut", "series", "goods", "bodies", "agreements", "disputes", "votes", "episodes", "events"}
    wanted |= {"sources", "unknown"}
    assert set(found.texts) == wanted
    for section, text in found.texts.items():
        shows = any(tag in found.inside[section] for tag in ("table", "figure", "ul", "ol"))
        assert shows or "reason" in found.classes[section], (codes, section)
        assert len(text.split()) > 5, (codes, section)


def test_both_sides_are_those_of_dependence(world: World):
    ties = made(world, "KGZ", "CHN").ties.set_index("layer")
    there = figures(world, "KGZ", "CHN", "trade", 2023)["share"].iloc[0]
    back = figures(world, "CHN", "KGZ", "trade", 2023)["share"].iloc[0]
    assert ties.at["trade", "share0"] == there and ties.at["trade", "share1"] == back
    assert (
        "In 2023 China has 34 % of Kyrgyzstan’s goods trade, Kyrgyzstan 0.1 % of China’s"
        in made(world, "KGZ", "CHN").says["lead"]
    )


def test_votes_are_one_figure_both_ways(world: World):
    votes = made(world, "KGZ", "CHN").ties.set_index("layer").loc["votes"]
    assert votes["share0"] == votes["share1"] and votes["when0"] == "2023"


def test_every_layer_is_a_tie_or_a_gap(world: World):
    from steppe.influence import LAYERS

    view = made(world, "TKM", "USA")
    gone = {title for _, titles in view.gaps for title in titles.split(", ")}
    shown = set(view.ties["title"])
    assert shown | gone >= {"Debt to China", "Pipeline gas", "Trade in goods"}
    assert all(
        layer.title in shown or any(layer.title in titles for _, titles in view.gaps) for layer in LAYERS.values()
    )


def test_a_side_without_a_figure_says_why(world: World):
    rows = {row.head: row.cells for _, row, _ in tie_rows(made(world, "KGZ", "CHN"))}
    _, china, *_ = rows["Debt to China"]
    assert china.text == "–" and "dots" in china.css and "debtor" in china.why


def test_a_war_and_an_area_that_both_claim_are_disputes(world: World):
    what = " ".join(made(world, "UKR", "RUS").disputes["what"])
    assert "a war, a thousand dead in battle or more a year: 2014, 2015, 2022" in what
    assert "Crimea, held by Russia" in what and "drawn as Ukraine by General Assembly practice" in what
    assert made(world, "KGZ", "CHN").disputes.empty


def test_flows_share_the_least_scale_that_holds_them(world: World):
    assert top(made(world, "KGZ", "CHN")) == 100 and top(made(world, "TKM", "USA")) <= 25
    assert "trade" in panels(made(world, "KGZ", "CHN"))


def test_seats_count_only_while_both_hold_one(world: World):
    bodies = made(world, "UKR", "RUS").bodies
    assert not bodies.loc[bodies["organization"] == "GUAM"].shape[0]
    ended = bodies[bodies["end"].notna()]
    assert (ended["start"] < ended["end"]).all()
    assert bodies.loc[bodies["now"], "end"].dropna().gt(pd.Timestamp("2026-11-21")).all()


def test_reasons_and_events_are_in_words(world: World):
    text = page(made(world, "MDA", "EU")).split("</head>")[1]
    assert "`" not in text and "KGZ" not in text


def test_an_unknown_state_is_refused(world: World):
    with pytest.raises(UserError, match="KGZ"):
        pair(world, Choice("KZG", "CHN", "a test"))


# ------------------------------------------------------------ bodies and treaties
@pytest.mark.parametrize(
    ("first", "second", "body", "since"),
    [
        ("ARM", "RUS", "CSTO", "1992-05-15"),  # frozen since 2024-02-23, a member throughout
        ("ARM", "RUS", "NATO_PfP", "1994-10-05"),  # of Russia suspended since 2014
        ("KAZ", "KGZ", "EAEU", "2015-08-06"),  # by law; the customs border opened on the 12th
        ("BLR", "KGZ", "SCO", "2024-07-04"),  # both members; one had another seat before
        ("UZB", "KAZ", "CSTO", None),  # left
        ("MDA", "RUS", "CIS", "1991-12-21"),  # selective, then leaving
    ],
)
def test_both_since_runs_through_all_segments(world: World, first: str, second: str, body: str, since: str | None):
    bodies = frames.shared_bodies(world, actor(world, first), actor(world, second))
    now = bodies[bodies["now"] & bodies["organization"].eq(body)]
    assert [str(day.date()) for day in now["since"]] == ([since] if since else [])


def test_a_break_begins_joint_membership_anew(world: World):
    bodies = frames.shared_bodies(world, actor(world, "UZB"), actor(world, "RUS"))
    own = bodies[bodies["organization"].eq("CSTO")]
    assert [str(day.date()) for day in own["since"]] == ["1992-05-15", "2006-08-16", "2006-08-16"]


def test_the_page_shows_since_and_not_the_last_segment(world: World):
    rows = [row for code, row in _seats(made(world, "UKR", "RUS")) if code == "CIS"]
    assert [cell.text for cell in rows[0].cells[:2]] == ["1991-12-08", "lasts"]
    ended = [row for code, row in _seats(made(world, "UZB", "RUS")) if code == "CSTO"]
    assert {row.cells[1].text for row in ended} == {"1999-04-02", "2012-06-28", "2012-12-19"}


@pytest.mark.parametrize(
    "codes",
    [("ARM", "RUS"), ("KAZ", "KGZ"), ("UZB", "RUS"), ("BLR", "RUS"), ("MDA", "EU"), ("UKR", "RUS"), ("GEO", "TUR")],
)
def test_a_treaty_is_listed_once(world: World, codes: tuple[str, str]):
    found = treaties.agreements(world, *(actor(world, code) for code in codes))
    named = found[~found["name"].str.startswith("Treaty without")]
    assert named["name"].is_unique
    assert not found.duplicated(["name", "since", "until"]).any()
    assert not found["name"].isin(["Armenia Russia", "Kazakhstan Kyrgyzstan", "EC Moldova", "Georgia Turkey"]).any()


def test_what_a_second_record_adds_is_kept(world: World):
    found = treaties.agreements(world, actor(world, "ARM"), actor(world, "RUS")).set_index("name")
    assert "in the trade data from 1993 to 2012" in found.at["ARM-RUS bilateral FTA", "note"]
    assert len(set(found.at["RUS-ARM friendship & mutual assistance", "source"].split(";"))) == len(
        found.at["RUS-ARM friendship & mutual assistance", "source"].split(";")
    )
    twice = treaties.agreements(world, actor(world, "UZB"), actor(world, "RUS")).set_index("name")
    cst = twice.loc["Collective Security Treaty"]
    assert (cst["since"], cst["until"], cst["now"]) == ("1992; 2006", "1999; 2012", False)


def test_a_text_that_was_initialled_is_not_in_force(world: World):
    found = treaties.agreements(world, actor(world, "ARM"), actor(world, "AZE")).set_index("name")
    peace = found.loc["ARM-AZE peace agreement"]
    assert peace["since"] == "initialled 2025-08-08" and not peace["now"]


def test_what_was_found_on_security_stands_among_the_events_and_only_complete_lists_are_counted(world: World):
    near = pair(world, Choice("AZE", "TUR", ""))
    assert {"exercise", "visit"} <= set(near.events["kind"]) and near.visits == ""
    far = pair(world, Choice("UZB", "USA", ""))
    assert far.visits.endswith("United States (secretary) 3 in 2012–2024.") and far.visits in page(far)


# -------------------------------------------------------------------- both records
def test_both_records_of_chinese_goods_in_kyrgyzstan_stand_side_by_side(world: World):
    flow = made(world, "KGZ", "CHN").goods[1].set_index("year")
    assert flow.at[2018, "buyer"] == pytest.approx(
        world.sql("select value from trade_national where reporter='KGZ' and partner='CHN' and flow='M' and year=2018")[
            "value"
        ].iloc[0]
    )
    stands = world.sql("select * from trade where exporter='CHN' and importer='KGZ' and year=2018").iloc[0]
    assert flow.at[2018, "value"] == pytest.approx(stands["value"])
    assert (flow.at[2018, "low"], flow.at[2018, "high"]) == pytest.approx((stands["low_record"], stands["high_record"]))
    assert pd.isna(flow.at[2018, "seller"])  # China's own statistics are not in the tables


def test_a_year_that_only_one_side_records_has_no_figure_that_stands(world: World):
    flow = made(world, "KGZ", "CHN").goods[1].set_index("year")
    assert pd.isna(flow.at[2022, "value"]) and flow.at[2022, "buyer"] > 4000
    row = next(row for row in record_rows(flow.reset_index()) if row.head == "2022")
    assert row.cells[0].text == "no data" and "dots" in row.cells[0].css


def test_the_headline_of_the_records_is_their_widest_ratio(world: World):
    flow = made(world, "KGZ", "CHN").goods[1]
    year, times = widest(flow)
    own = flow.set_index("year").loc[year]
    assert times == pytest.approx(own["high"] / own["low"])
    assert times == pytest.approx((flow["high"] / flow["low"]).max())
