"""The page of an organization: every section holds something or says why it does not."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.influence import mutual_trade
from steppe.report.body.page import page
from steppe.report.body.tables import attendance_rows, attendance_years, shared_rows
from steppe.report.body.view import Body, _events, bodies, body, inside_trade
from steppe.world.errors import UserError
from steppe.world.world import World
from tests.report.sections import Sections

SHOWN = ("CIS", "EAEU", "GUAM", "C5+1_GCC", "GEP_proposal", "CACO", "EU", "WTO")
"""A full page, a union, a body without meetings, without seats, without members in law, an ended one, two far ones."""
_MADE: dict[str, Body] = {}


def made(world: World, name: str) -> Body:
    if name not in _MADE:
        _MADE[name] = body(world, name)
    return _MADE[name]


@pytest.mark.parametrize("name", SHOWN)
def test_no_section_is_empty_without_a_reason(world: World, name: str):
    found = Sections(page(made(world, name)))
    shown = (
        "members",
        "left",
        "rules",
        "trade",
        "shared",
        "aims",
        "attendance",
        "events",
        "found",
        "unknown",
        "sources",
    )
    assert set(found.texts) == set(shown)
    for section, text in found.texts.items():
        shows = any(tag in found.inside[section] for tag in ("table", "figure", "ul", "ol"))
        assert shows or "reason" in found.classes[section], (name, section)
        assert len(text.split()) > 5, (name, section)


def test_every_body_with_one_of_the_twelve_has_a_page(world: World):
    named = bodies(world)
    assert {"CIS", "EAEU", "CSTO", "SCO", "OTS", "GUAM", "WTO", "EU"} <= set(named)
    assert "C5+1_GCC" not in named  # summits only: no spell
    assert len(named) == len(set(named)) > 40


def test_the_lead_counts_members_in_law_and_in_practice(world: World):
    lead = made(world, "CIS").says["lead"]
    law, practice = len(world.members("CIS")), len(world.members("CIS", within="practice"))
    assert (law, practice) == (10, 8)
    assert lead.startswith("On 21 November 2026 it has ten members in law on record, eight in practice; at most twelve")
    assert made(world, "CACO").says["lead"].startswith("On its last day, 24 January 2006, it had five")


def test_trade_inside_agrees_with_the_measure_of_mutual_trade(world: World):
    ours = inside_trade(world, "EAEU", world.members("EAEU")).set_index(["membership", "russia", "year"])
    known = mutual_trade(world, ["EAEU"])
    for row in known[known["weighting"] == "trade"].itertuples():
        mine = ours.loc[(row.membership, row.russia, row.year)]
        assert mine["share"] == pytest.approx(row.share, abs=1e-12)
        assert mine["basis"] == row.basis


def test_shared_members_are_the_intersection(world: World):
    view = made(world, "EAEU")
    common = view.shared.set_index("organization").at["CSTO", "states"]
    assert set(common) == set(world.members("EAEU")) & set(world.members("CSTO"))
    rows = {row.head: [cell.text for cell in row.cells] for row in shared_rows(view)}
    assert rows["CIS"] == ["5", "100", "all"]


def test_codes_and_names_of_the_tables_do_not_reach_the_page(world: World):
    text = page(made(world, "CIS"))
    assert "UKR" not in text and "CIS_HoS" not in text and "opt_out" not in text


def test_an_unknown_body_is_refused_with_the_look_alike(world: World):
    with pytest.raises(UserError, match="Did you mean CSTO"):
        body(world, "CSTA")


def test_a_clause_carries_its_figure_unless_its_words_do(world: World):
    text = page(made(world, "EAEU"))
    assert "import-duty share: 87.97 percent" in text
    assert "2015–2015" not in text


def test_a_treaty_of_many_parties_is_one_event_with_the_day_of_each(world: World):
    told = _events(world, "CIS")
    treaty = told[told["event"].str.startswith("CIS FTA 2011")]
    assert len(treaty) == 1 and str(treaty["date"].iloc[0].date()) == "2012-09-20"
    assert "BLR, RUS, UKR on 2012-09-20" in treaty["event"].iloc[0] and "TJK on 2016-01-23" in treaty["event"].iloc[0]
    partners = _events(world, "EU")
    assert partners["event"].str.startswith("EU PCA with").sum() > 5  # each a treaty of its own


def test_attendance_says_what_is_known_and_gaps_are_no_absence(world: World):
    text = Sections(page(made(world, "CIS"))).texts["attendance"]
    rows = {row.head: row.cells for row in attendance_rows(made(world, "CIS"))}
    years = attendance_years(made(world, "CIS"))
    moldova = rows["Moldova"][1 + years.index(2025)]
    assert (moldova.text, moldova.under) == ("0.00", "2/3")
    gaps = [cell for cells in rows.values() for cell in cells if "dots" in cell.css]
    assert gaps and all(cell.text == "" and "not known" in cell.why for cell in gaps)
    own = made(world, "CIS").attendance
    own = own[own["state"] == "MDA"]
    every = rows["Moldova"][0]
    assert every.text == f"{(own['index'] * own['known']).sum() / own['known'].sum():.2f}"
    assert every.under == f"{own['known'].sum()}/{own['meetings'].sum()}"
    assert "No data is not absence" in text


def test_exercises_of_a_body_are_shown_as_found(world: World):
    found = made(world, "CSTO").found
    assert set(found["kind"]) == {"exercise"} and found["when"].max() >= "2026"
    assert "no census" in Sections(page(made(world, "CSTO"))).texts["found"]
    assert "treaty exit" in set(made(world, "CIS").found["kind"])


# ----------------------------------------------------------------------- who left
def test_who_left_the_csto_and_when(world: World):
    view = made(world, "CSTO")
    assert view.says["left"] == (
        "Three states left it: Azerbaijan, Georgia and Uzbekistan on 2 April 1999, Uzbekistan again on 19 December 2012"
    )
    ends = list(zip(view.left["state"], view.left["until"].dt.strftime("%Y-%m-%d"), strict=True))
    assert ends == [("AZE", "1999-04-02"), ("GEO", "1999-04-02"), ("UZB", "1999-04-02"), ("UZB", "2012-12-19")]
    assert "ARM" not in set(view.left["state"])  # frozen, and a member in law
    first = view.left[view.left["state"] == "UZB"].iloc[0]
    assert first["after"] == "member again from 16 August 2006"


def test_georgia_left_the_cis_on_the_day_its_withdrawal_took_effect_and_turkmenistan_became_an_associate(world: World):
    left = made(world, "CIS").left.set_index("state")
    assert str(left.at["GEO", "until"].date()) == "2009-08-18" and left.at["GEO", "status"] == ""
    assert left.at["TKM", "status"] == "associate"
    assert "no longer a member but an associate: Turkmenistan" in made(world, "CIS").says["left"]
    assert "UKR" not in left.index  # a participant that declared its departure and holds its seat in law


def test_nobody_leaves_a_body_that_ends_and_no_state_leaves_by_ending(world: World):
    assert made(world, "CACO").left.empty
    assert "SCG" not in set(made(world, "CoE").left["state"])


def test_each_end_of_membership_is_an_end_in_the_tables(world: World):
    for name in bodies(world):
        view = made(world, name)
        for row in view.left.itertuples():
            day = row.until
            assert row.state not in world.members(name, day.date()), (name, row.state)
            assert row.state in world.members(name, (day - pd.Timedelta(days=1)).date()), (name, row.state)


def test_the_page_names_who_left_in_a_sentence_and_a_table(world: World):
    found = Sections(page(made(world, "CSTO")))
    assert "19 December 2012" in found.texts["left"] and "table" in found.inside["left"]
