"""Announced exits, applications to the EU and notice periods: what the committed tables must say."""

from __future__ import annotations

import pandas as pd
import pytest


@pytest.mark.parametrize(
    ("state", "organization", "stated", "left"),
    [
        ("GEO", "CIS", "2008-08-12", "2009-08-18"),
        ("UZB", "GUAM", "2002-06-12", "2005-05-05"),
        ("GBR", "EU", "2016-06-23", "2020-02-01"),
        ("MRT", "ECOWAS", "1999-12-26", "2000-12-26"),
        ("UKR", "CIS", "2014-03-19", None),
        ("MDA", "CIS", "2026-03-11", None),
    ],
)
def test_an_announced_exit_has_its_dates(world, state, organization, stated, left):
    rows = world.sql("from stated_exits where state = ? and organization = ?", [state, organization])
    (row,) = rows.to_dict("records")
    assert row["stated"] == pd.Timestamp(stated)
    assert pd.isna(row["left"]) if left is None else row["left"] == pd.Timestamp(left)


def test_an_announced_exit_of_the_region_ends_on_the_day_its_spell_ends(world):
    rows = world.sql(
        'select s.state, s.organization, bool_or(m."end" = s."left") as agrees from stated_exits s '
        'join memberships m using (state, organization) where s."left" is not null group by all'
    )
    assert len(rows) >= 8 and rows["agrees"].all()


def test_nothing_ends_before_it_begins(world):
    wrong = 'select count(*) as wrong from stated_exits where least("left", stopped, watched) < stated'
    assert world.sql(wrong)["wrong"].iloc[0] == 0
    early = "least(candidate, acceded, frozen, thawed, withdrawn) < applied"
    assert world.sql(f"select count(*) as wrong from eu_applications where {early}")["wrong"].iloc[0] == 0


def test_every_accession_is_the_start_of_a_membership(world):
    rows = world.sql(
        "select a.state from eu_applications a where acceded is not null and not exists (select 1 from memberships m "
        "where m.organization = 'EU' and m.state = a.state and m.status = 'member' and m.start = a.acceded)"
    )
    assert rows.empty


@pytest.mark.parametrize(("body", "months"), [("CIS", 12), ("EAEU", 12), ("CSTO", 6), ("SCO", 12), ("EU", 24)])
def test_a_body_has_one_notice_period(world, body, months):
    rows = world.sql("from organization_rules where rule = 'exit_notice' and organization = ?", [body])
    assert rows["value_num"].tolist() == [months]
