"""Queries on security: what is known, what changes when the rows change, and what stops a query."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from steppe.evidence.claims import Claim, claims, granularity
from steppe.evidence.queries import conflicts as c
from steppe.evidence.queries import security as s
from steppe.evidence.query import Measurement, NoData
from steppe.evidence.verdicts import evaluate_claim
from steppe.world.world import World

MINE = [claim for claim in claims().values() if "security.toml" in claim.place]


def with_rows(world: World, table: str, *rows: dict[str, Any]) -> World:
    """The world with rows added; what they leave out is taken from the table's first row."""
    frame = world.table(table)
    added = pd.concat([frame.head(1).assign(**row) for row in rows], ignore_index=True)
    return world.with_tables({table: pd.concat([frame, added], ignore_index=True)})


def base(host: str, number: int, **more: Any) -> dict[str, Any]:
    """A made-up base."""
    site = {"host": host, "sender": "RUS", "site": f"base {number}", "kind": "base", "start_year": 2000}
    return {**site, "end_year": None, "troops": None, **more}


# ------------------------------------------------------------------- the claims
def test_all_claims_on_security_are_encoded() -> None:
    assert len(MINE) == 36
    assert {claim.layer for claim in MINE} == {"security"}


@pytest.mark.parametrize("claim", [c for c in MINE if c.claimed and c.claimed.value], ids=lambda claim: claim.id)
def test_a_tolerance_is_half_the_granularity_of_the_figure(claim: Claim) -> None:
    assert claim.claimed is not None and claim.claimed.value is not None
    exact = "word" in claim.claimed.because
    wanted = 0.0 if exact else granularity(f"{claim.claimed.value:g}") / 2
    assert claim.claimed.tolerance == wanted


def test_a_list_of_known_sites_cannot_refute_seven_large_bases_in_kazakhstan(world: World) -> None:
    result = evaluate_claim(world, claims()["T4-16"])
    assert result.verdict == "undetermined"
    assert [finding.value for finding in result.findings] == [0, 1, 5, 6]
    assert all(finding.rows and finding.sources for finding in result.findings)


def test_with_seven_bases_the_same_claim_holds_in_part(world: World) -> None:
    larger = with_rows(world, "foreign_presence", *(base("KAZ", n) for n in range(7)))
    found = evaluate_claim(larger, claims()["T4-16"])
    assert (found.verdict, found.findings[0].value) == ("mixed", 7)


def test_every_measure_that_answers_names_its_sources(world: World) -> None:
    for claim in MINE:
        for finding in evaluate_claim(world, claim).findings:
            assert finding.met == "no data" or finding.sources, f"{claim.id}: {finding.measure.name}"


# --------------------------------------------------------------- sites and troops
def test_a_site_counts_in_its_first_and_last_year(world: World) -> None:
    closed = with_rows(world, "foreign_presence", base("MNG", 1, start_year=2003, end_year=2005))
    counts = [s.count(closed, host="MNG", sender="RUS", year=year).value for year in (2002, 2003, 2005, 2006)]
    assert counts == [0, 1, 1, 0]


def test_kinds_keep_and_leave_out_sites(world: World) -> None:
    every = s.count(world, host="KAZ", sender="RUS", year=2019).value
    no_port = s.count(world, host="KAZ", sender="RUS", year=2019, without=["space"]).value
    narrow = s.count(world, host="KAZ", sender="RUS", year=2019, kinds=["base"]).value
    assert (every, no_port, narrow) == (6, 5, 0)


def test_the_bases_in_tajikistan_and_kyrgyzstan_are_found_by_name(world: World) -> None:
    assert s.has(world, host="TJK", sender="RUS", year=2019, site="201", kinds=["base"]).value is True
    assert s.has(world, host="KGZ", sender="RUS", year=2019, site="Kant", kinds=["base"]).value is True
    assert s.has(world, host="KGZ", sender="RUS", year=2002, site="Kant", kinds=["base"]).value is False


def test_a_tie_is_not_the_largest_force(world: World) -> None:
    narrow = s.force(world, host="TJK", sender="RUS", year=2019, kinds=["base"])
    assert narrow.value == {"troops": 7000, "largest force abroad": True}
    tied = with_rows(world, "foreign_presence", base("ARM", 1, troops=3500, start_year=2019))
    value = s.force(tied, host="TJK", sender="RUS", year=2019, kinds=["base"]).value
    assert value == {"troops": 7000, "largest force abroad": False}


def test_a_force_without_a_number_is_no_data(world: World) -> None:
    with pytest.raises(NoData, match="no number of RUS's troops in SYR"):
        s.force(world, host="SYR", sender="RUS", year=2019)
    with pytest.raises(NoData, match="no foreign troops in UZB in 2019"):
        s.share(world, host="UZB", sender="RUS", year=2019, by="troops")


def test_russian_border_guards_left_tajikistan_in_2005(world: World) -> None:
    assert s.ended(world, host="TJK", sender="RUS", kinds=["border_guards"]).value == "2005"
    with pytest.raises(NoData, match="have not ended"):
        s.ended(world, host="ARM", sender="RUS", kinds=["border_guards"])
    with pytest.raises(NoData, match="no border_guards of RUS in UZB"):
        s.ended(world, host="UZB", sender="RUS", kinds=["border_guards"])


def test_shares_of_all_senders_sum_to_one_hundred(world: World) -> None:
    for by in ("troops", "sites"):
        shares = [s.share(world, host="TJK", sender=who, year=2019, by=by).value for who in ("RUS", "IND", "CHN")]
        assert sum(shares) == pytest.approx(100)


def test_american_bases_left_central_asia(world: World) -> None:
    gone = {"hosts": "central-asia", "sender": "USA", "start": 2001, "end": 2019}
    assert s.moved(world, **gone, direction="down").value is True
    assert s.moved(world, **gone, direction="up").value is False
    assert s.troops_moved(world, hosts="central-asia", start=2010, end=2019, direction="down").value is True
    with pytest.raises(NoData, match="none of these states in 1900"):
        s.troops_moved(world, hosts="central-asia", start=1900, end=2019, direction="down")


def test_only_members_count_among_the_senders(world: World) -> None:
    assert s.senders(world, hosts=["SYR"], organization="CIS", year=2019).value == ("RUS",)
    assert s.senders(world, hosts=["SYR"], organization="EU", year=2019).value == ()


def test_other_forces_stand_in_tajikistan_and_uzbekistan_only(world: World) -> None:
    found = s.other_sender(world, hosts="central-asia", other_than="RUS", year=2015).value
    assert found == {"KAZ": False, "KGZ": False, "TJK": True, "TKM": False, "UZB": True}


def test_forces_without_consent_are_told_from_bases(world: World) -> None:
    found = s.unconsented(world, sender="RUS", hosts={"GEO": 2008, "UKR": 2013, "ARM": 2008}).value
    assert found == {"GEO 2008": True, "UKR 2013": False, "ARM 2008": False}


# ------------------------------------------------------------------------- arms
@pytest.mark.parametrize("recipient, low, high", [("BLR", 98, 100), ("TJK", 87, 89), ("ARM", 82, 84), ("AZE", 42, 44)])
def test_russian_arms_that_are_known(world: World, recipient: str, low: float, high: float) -> None:
    value = s.arms_share(world, recipient=recipient, supplier="RUS", start=2014, end=2024).value
    assert isinstance(value, float)
    assert low <= value <= high


def test_a_window_that_is_none_names_those_that_are(world: World) -> None:
    with pytest.raises(NoData, match="the windows are 2000-2004, 2005-2009"):
        s.arms_share(world, recipient="KAZ", supplier="RUS", start=2013, end=2017)


def test_the_first_supplier_has_the_largest_share(world: World) -> None:
    first = s.arms_first(world, recipients=["KAZ", "TKM"], supplier="RUS", start=2015, end=2019)
    assert first.value == {"KAZ": True, "TKM": False}
    alone = s.arms_first(world, recipients=["KGZ", "TJK"], supplier="RUS", start=2010, end=2014)
    assert "no arms on record: KGZ" in alone.note


def test_a_supplier_below_the_bar_is_no_counterweight(world: World) -> None:
    window = {"recipients": ["KAZ", "UZB"], "other_than": "RUS", "start": 2015, "end": 2019}
    assert s.other_supplier(world, **window, at_least=10).value == {"KAZ": False, "UZB": True}
    assert s.other_supplier(world, **window, at_least=99).value == {"KAZ": False, "UZB": False}


def test_arms_that_stop_and_move(world: World) -> None:
    then, now = [2015, 2019], [2020, 2024]
    assert s.arms_stopped(world, recipient="TKM", supplier="CHN", before=then, after=now).value is True
    assert s.arms_stopped(world, recipient="BLR", supplier="RUS", before=then, after=now).value is False
    moved = s.arms_moved(world, recipients="twelve", supplier="RUS", before=then, after=now, direction="down").value
    assert isinstance(moved, dict)
    assert "RUS" not in moved and moved["ARM"] is True and moved["BLR"] is False


# ------------------------------------------------------- requests and agreements
def test_requests_are_formal_or_not_counted(world: World) -> None:
    assert s.asked(world, states=["KGZ", "TJK"], start=2013, end=2015).value == {"KGZ": False, "TJK": True}


def test_no_force_came_to_armenia_in_2020_and_one_to_tajikistan_in_1993(world: World) -> None:
    case = {"state": "ARM", "partner": "AZE", "year": 2020}
    assert s.outcome(world, **case, outcomes=["none", "statement"]).value is True
    assert s.outcome(world, **case, outcomes=["none"]).value is False
    assert s.outcome(world, state="TJK", partner="AFG", year=1993, outcomes=["force_sent"]).value is True
    with pytest.raises(NoData, match="no case of ARM and AZE in 1999"):
        s.outcome(world, state="ARM", partner="AZE", year=1999, outcomes=["none"])


def test_a_peace_that_is_signed_is_seen(world: World) -> None:
    pair = {"party_a": "AZE", "party_b": "ARM", "on": "2024-10-16"}
    assert s.absent(world, **pair, stage="signed").value is True
    frame = world.table("agreements")
    row = frame["agreement"].eq("ARM-AZE peace agreement")
    assert row.any()
    frame.loc[row, "signed"] = pd.Timestamp("2024-01-01")
    signed = world.with_tables({"agreements": frame})
    assert s.absent(signed, **pair, stage="signed").value is False
    assert s.absent(signed, **pair, stage="in_force").value is True
    with pytest.raises(NoData, match="cannot say that there is none"):
        s.absent(world, party_a="ARM", party_b="BRA", on="2024-10-16", stage="signed")


# -------------------------------------------------------------------- conflicts
def test_allies_stand_on_the_side_that_they_help(world: World) -> None:
    fought = c.fought(world, state="RUS", against={"GEO": 2008, "UKR": 2014, "KAZ": 2014})
    assert fought.value == {"GEO 2008": True, "UKR 2014": True, "KAZ 2014": False}
    assert c.fought(world, state="AZE", against={"ARM": 2020}).value is True


def test_the_years_of_the_tajik_war(world: World) -> None:
    assert c.active(world, state="TJK", start=1992, end=1997).value is True
    assert c.active(world, state="TKM", start=1992, end=1997).value is False
    assert c.helped(world, state="TJK", by="CIS", start=1992, end=1997).value is True
    assert c.helped(world, state="TJK", by="EU", start=1992, end=1997).value is False


def test_russia_fights_in_syria_since_2015(world: World) -> None:
    assert c.helped_since(world, state="SYR", by=["RUS"]).value == "2015"
    assert c.helpers(world, hosts=["SYR"], organization="CIS", start=2015, end=2019).value == ("RUS",)
    with pytest.raises(NoData, match="none of those named"):
        c.helped_since(world, state="SYR", by=["MNG"])
    with pytest.raises(NoData, match="nobody fights alongside MNG"):
        c.helpers(world, hosts=["MNG"], organization="CIS", start=2015, end=2019)


def test_karabakh_was_a_war_before_it_was_less(world: World) -> None:
    pair = {"state": "AZE", "against": "ARM", "since": 1991}
    assert c.worse(world, **pair, start=2014, end=2016).value is False
    assert c.worse(world, state="AZE", against="ARM", since=2012, start=2020, end=2020).value is True
    with pytest.raises(NoData, match="no conflict of AZE and MNG"):
        c.worse(world, state="AZE", against="MNG", since=1991, start=2014, end=2016)


def test_a_war_cannot_be_seen_to_grow(world: World) -> None:
    with pytest.raises(NoData, match="at war in 2014 already"):
        c.grew(world, state="AFG", start=2014, end=2015, by="intensity")
    assert c.grew(world, state="AFG", start=2014, end=2015, by="conflicts").value is True
    assert c.grew(world, state="UKR", start=2013, end=2014, by="intensity").value is True


def test_a_conflict_is_new_once(world: World) -> None:
    assert c.new(world, state="AFG", year=2015).value is True
    assert c.new(world, state="AFG", year=2016).value is False


def test_the_worst_conflict_changes_in_2022(world: World) -> None:
    def rank(state: str, against: str, end: int) -> Measurement:
        return c.rank(world, state=state, against=against, among="twelve", start=2017, end=end)

    assert rank("AZE", "ARM", 2021).value == rank("ARM", "AZE", 2021).value == 1
    assert rank("AZE", "ARM", 2024).value == 2
    assert rank("RUS", "UKR", 2024).value == 1
    with pytest.raises(NoData, match="no war of"):
        c.rank(world, state="AZE", against="ARM", among="twelve", start=2018, end=2019)
