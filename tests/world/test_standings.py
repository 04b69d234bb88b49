"""Standings: law and practice in one word, on the day before and on the day itself."""

from __future__ import annotations

import pytest

from steppe.world.organizations import Spell
from steppe.world.standings import spells_of, standing_of
from steppe.world.world import World


@pytest.mark.parametrize(
    ("state", "body", "on", "standing"),
    [
        ("GEO", "CIS", "2008-08-17", "active"),
        ("GEO", "CIS", "2008-08-18", "notice given"),
        ("GEO", "CIS", "2009-08-17", "notice given"),
        ("GEO", "CIS", "2009-08-18", "left"),
        ("UKR", "CIS", "2014-03-18", "active"),  # a participant counts in law
        ("UKR", "CIS", "2014-03-19", "selective"),
        ("UKR", "CIS", "2018-05-19", "frozen"),  # representatives recalled, no notice
        ("TKM", "CIS", "2005-08-25", "active"),
        ("TKM", "CIS", "2005-08-26", "associate"),
        ("MDA", "CIS", "2026-03-10", "selective"),
        ("MDA", "CIS", "2026-03-11", "exit decided"),
        ("ARM", "CSTO", "2024-02-22", "active"),
        ("ARM", "CSTO", "2024-02-23", "frozen"),
        ("UZB", "CSTO", "1999-04-01", "active"),
        ("UZB", "CSTO", "1999-04-02", "left"),
        ("UZB", "CSTO", "2006-08-15", "left"),
        ("UZB", "CSTO", "2006-08-16", "active"),
        ("UZB", "CSTO", "2012-06-28", "suspended"),
        ("UZB", "CSTO", "2012-12-19", "left"),
        ("KGZ", "EAEU", "2015-08-06", "selective"),
        ("KGZ", "EAEU", "2015-08-12", "active"),
        ("UZB", "EAEU", "2020-12-11", "observer"),
        ("BLR", "SCO", "2015-07-09", "partner"),
        ("BLR", "SCO", "2015-07-10", "observer"),
        ("BLR", "SCO", "2024-07-04", "active"),
        ("TUR", "EU", "2018-06-25", "candidate"),
        ("TUR", "EU", "2018-06-26", "frozen"),
        ("GBR", "EU", "2020-01-31", "active"),
        ("GBR", "EU", "2020-02-01", "left"),
        ("RUS", "CoE", "2022-03-15", "active"),
        ("RUS", "CoE", "2022-03-16", "left"),
        ("UKR", "CISFTA", "2016-06-30", "active"),  # suspended towards Russia alone
    ],
)
def test_standing_on_a_day(world: World, state: str, body: str, on: str, standing: str) -> None:
    found = world.standing(state, body, on)
    assert found is not None and found.standing == standing


@pytest.mark.parametrize(
    ("state", "body", "on"),
    [
        ("KGZ", "EAEU", "2015-08-05"),  # not yet
        ("CHN", "CIS", "2020-01-01"),  # never
        ("KAZ", "EurAsEC", "2015-01-01"),  # the body ended
        ("SCG", "CoE", "2006-06-05"),  # the state ended
        ("BLR", "CoE", "1997-01-13"),  # was no member
    ],
)
def test_who_never_was_a_member_has_not_left(world: World, state: str, body: str, on: str) -> None:
    assert world.standing(state, body, on) is None


def test_spells_in_a_row_with_one_standing_are_one(world: World) -> None:
    found = world.standing("ARM", "SCO", "2026-01-01")  # dialogue partner, then partner
    assert found is not None and (found.standing, str(found.start)) == ("partner", "2016-04-16")


def test_standings_of_a_state_follow_each_other(world: World) -> None:
    for body in world.organization_names:
        frame = world.standings(body)
        for _, own in frame.groupby(["state", "towards"], dropna=False):
            ends, starts = own["end"].tolist(), own["start"].tolist()
            assert all(end is not None and end <= start for end, start in zip(ends, starts[1:], strict=False)), body


def test_a_seat_in_practice_has_a_standing_of_use(world: World) -> None:
    """Standing and membership in practice are two views of one thing."""
    for name in world.organization_names:
        body = world.organization(name)
        for one in spells_of(world, name):
            if one.counts(body, "law"):
                used = standing_of(world, one, body) in ("active", "selective")
                assert used is one.counts(body, "practice"), (name, one.state, one.start)


def test_every_status_and_practice_has_a_standing(world: World) -> None:
    body = world.organization("EAEU")
    given = spells_of(world, "EAEU")[0]
    for status in ("member", "associate", "observer", "partner", "candidate", "participant", "signatory"):
        for practice in ("active", "selective", "frozen", "suspended", "leaving"):
            one = Spell(**{**_cells(given), "status": status, "practice": practice, "raw_status": status})
            assert standing_of(world, one, body)


def _cells(one: Spell) -> dict[str, object]:
    return {name: getattr(one, name) for name in Spell.__slots__}
