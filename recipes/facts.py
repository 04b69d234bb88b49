"""Facts: meetings and who came, offices, requests for help, currencies, energy prices, labour, media, works.

Small tables compiled by hand; each row cites its page. Here ISO columns get plain names, body names become the
organizations of the bundle, and dates become days. A state that `attendance` does not list is unknown, not absent.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import full_date, text

ORGANIZATIONS = {
    "BRF": "BRI",
    "C5+China": "C5+1_CHN",
    "C5+EU": "C5+1_EUU",
    "C5+GCC": "C5+1_GCC",
    "C5+Germany": "C5+1_DEU",
    "C5+India": "C5+1_IND",
    "C5+Italy": "C5+1_ITA",
    "C5+Japan": "C5+1_JPN",
    "C5+Russia": "C5+1_RUS",
    "C5+USA": "C5+1_USA",
    "C5_consultative": "CA_Consultative",
    "CIS_HoG": "CIS",
    "CIS_HoS": "CIS",
    "CIS_informal": "CIS",
    "CST": "CSTO",
    "CSTO_CSC": "CSTO",
    "CU_Commission": "EAEU_CU",
    "China_CEEC": "17+1",
    "EAEU_SC": "EAEU",
    "EEC": "EAEU",
    "SCO_HoS": "SCO",
    "SEEC": "EAEU_CU",
    "Shanghai_Five": "Shanghai5",
}
COUNTERPARTS = {
    "csto_requests": {"state_iso3": "state", "counterpart_iso3": "counterpart"},
    "currency_settlement": {"partner_iso3": "partner"},
    "energy_prices": {"seller_iso3": "seller", "buyer_iso3": "buyer"},
    "labour": {"origin_iso3": "origin"},
    "digital_media": {"iso3": "state", "counterpart_iso3": "counterpart"},
    "infrastructure": {"from_iso3": "from_state", "to_iso3": "to_state", "via_iso3": "via"},
}
RECALLED = "gas_benchmark_europe"
"""A series recalled where the IMF's stands in `world_prices` (gas_europe): left out."""
# A row about several states names no state; the scope says which.
SCOPES = {"ALL": "several", "CAC": "central-asia"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The nine tables of facts and the sources that they cite."""
    folder = raw / "facts"
    citations = Citations()
    tables = {"meetings": _meetings(folder), "attendance": _attendance(folder), "offices": _offices(folder)}
    for name, renamed in COUNTERPARTS.items():
        tables[name] = text(folder / f"{name}.csv").rename(columns=renamed)
    for name in ("currency_settlement", "energy_prices", "labour", "digital_media", "infrastructure"):
        tables[name].insert(0, "entry", range(1, len(tables[name]) + 1))
    tables["energy_prices"] = tables["energy_prices"][tables["energy_prices"]["series"].ne(RECALLED)]
    tables["csto_requests"] = _told_apart(tables["csto_requests"])
    tables["labour"] = _dated(tables["labour"])
    tables["digital_media"] = _scoped(tables["digital_media"])
    tables["infrastructure"]["date"] = full_date(tables["infrastructure"]["date"])
    for frame in tables.values():
        frame["source"] = citations.cite(frame["source"])
    return tables | {"sources": citations.sources()}


def _meetings(folder: Path) -> pd.DataFrame:
    listed = text(folder / "meetings.csv").rename(columns={"meeting_id": "meeting", "host_iso3": "host"})
    return listed.assign(organization=listed["body"].replace(ORGANIZATIONS))


def _attendance(folder: Path) -> pd.DataFrame:
    return text(folder / "meeting_attendance.csv").rename(columns={"meeting_id": "meeting", "iso3": "state"})


def _offices(folder: Path) -> pd.DataFrame:
    """Offices with `end` as the first day on which the holder no longer holds it.

    The compilation ends some terms on their last day and some on the day of the handover. An end that is the day of
    another holder's start is a handover; an end on the eve of one, or on the last day of a month, is a last day.
    """
    listed = text(folder / "offices.csv").rename(columns={"iso3": "state"})
    starts = set(zip(listed["body"], listed["office"], listed["start"], strict=True))
    listed["end"] = [_end_of_term(row, starts) for row in listed.itertuples(index=False)]
    return listed.assign(organization=listed["body"].replace(ORGANIZATIONS))


def _end_of_term(row: object, starts: set[tuple[str, str, str]]) -> str | None:
    body, office, end = row.body, row.office, row.end  # type: ignore[attr-defined]
    if pd.isna(end) or (body, office, end) in starts:
        return None if pd.isna(end) else end
    day = pd.Timestamp(end)
    next_day = f"{day + pd.Timedelta(days=1):%Y-%m-%d}"
    return next_day if day.is_month_end or (body, office, next_day) in starts else end


STEPS = {"withdrawn": "withdrawal", "exit": "suspension", "frozen": "suspension"}
"""Outcomes that are no answer to a request: a force that leaves, a member that stops taking part."""


def _told_apart(listed: pd.DataFrame) -> pd.DataFrame:
    """What each row is: a request, a case without one, the withdrawal of a force, a member that suspends its part.

    The compilation counts the force that left under `troops_sent`; a withdrawal sends none.
    """
    kind = listed["formal_request"].map({"yes": "request", "no": "no request"})
    kind = listed["outcome"].map(STEPS).fillna(kind)
    return listed.assign(kind=kind, troops_sent=listed["troops_sent"].mask(kind.eq("withdrawal")))


def _dated(listed: pd.DataFrame) -> pd.DataFrame:
    """Changes of policy hold their day as value; it moves to `date`."""
    is_date = listed["unit"].eq("date")
    return listed.assign(date=listed["value"].where(is_date), value=listed["value"].mask(is_date))


def _scoped(listed: pd.DataFrame) -> pd.DataFrame:
    scope = listed["state"].map(SCOPES)
    return listed.assign(state=listed["state"].mask(scope.notna(), None), scope=scope)
