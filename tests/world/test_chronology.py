"""What happened is told as what it was: requests, cases without one, withdrawals, texts that were only initialled."""

from __future__ import annotations

import pytest

from steppe.world.chronology import chronology
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
