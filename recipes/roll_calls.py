"""Roll calls in the UN General Assembly and the vote of each state, sessions 45 to 74 (E. Voeten's file).

What the file needs before it can be read:

* to session 57 the days in its dates run from 2 to 9 only, whatever the true day was (the Comprehensive Test-Ban
  Treaty, A/RES/50/245 of 10 September 1996, is dated 3 September), so those dates are kept to the month; one date lies
  outside its session and is kept to the year;
* the records of sessions 71 to 73 hold the title in the short description and the agenda item in the long one; votes
  on paragraphs and motions hold the president's words, in which the title stands in quotation marks, and are given the
  title of the resolution to which they belong;
* a dozen resolutions stand there twice, once from each of two collections: the second is marked (`repeats`) and stays;
* RUS also holds the Soviet Union, SRB Yugoslavia to 1992 and Serbia and Montenegro from 2000 on: `state` is the state
  that held the seat on that day.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from recipes._rows import read
from steppe.world.undl import SEATS, plain_titles

SOURCE = {"source": "un-votes", "basis": "reported"}
ISSUES = {
    "me": "middle_east",
    "nu": "nuclear",
    "di": "disarmament",
    "hr": "human_rights",
    "co": "colonialism",
    "ec": "development",
}
SECOND_COLLECTION = (5641, 6058)
LAST_SESSION_BY_WEEK = 57
TITLE_IN_SHORT = (71, 73)
VOTES = {1: "yes", 2: "abstain", 3: "no"}
HELD_BEFORE = (("RUS", "SUN", "1991-12-26"), ("SRB", "YUG", "1992-10-01"), ("SRB", "SCG", "2006-06-05"))
"""Code in the file, state that held the seat, day before which it did. YUG voted last in September 1992."""
ALIKE = 0.98
"""Share of common votes from which two records of one resolution are one vote."""


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables roll_calls and roll_call_votes; their source is named by the recipe `votes`."""
    calls = read(raw, "political/unga_rollcalls.parquet").sort_values("rcid", ignore_index=True)
    votes = read(raw, "political/unga_votes.parquet")
    return {"roll_calls": roll_calls(calls, votes), "roll_call_votes": roll_call_votes(calls, votes)}


def roll_calls(calls: pd.DataFrame, votes: pd.DataFrame) -> pd.DataFrame:
    """One row a roll call, with what was voted on and when."""
    part = _parts(calls)
    dates = _dates(calls)
    frame = pd.DataFrame(
        {
            "roll_call": calls["rcid"],
            "session": calls["session"],
            "year": calls["year"],
            **dates,
            "resolution": calls["unres"].str.removeprefix("A/RES/").str.removeprefix("R/").replace("", None),
            "part": part,
            "repeats": _repeats(calls.assign(part=part), votes),
            "title": _titles(calls, part),
            "topic": _topics(calls),
            "important": calls["importantvote"].astype("boolean"),
            **{name: calls[code].astype(bool) for code, name in ISSUES.items()},
        }
    )
    return frame.assign(**SOURCE)


def roll_call_votes(calls: pd.DataFrame, votes: pd.DataFrame) -> pd.DataFrame:
    """One row a vote cast, under the state that held the seat."""
    day = votes["rcid"].map(calls.set_index("rcid")["date"])
    state = votes["iso3"].astype(object)
    for code, holder, until in reversed(HELD_BEFORE):
        state = state.mask(votes["iso3"].eq(code) & day.lt(until), holder)
    frame = pd.DataFrame({"roll_call": votes["rcid"], "state": state, "seat": state.replace(SEATS)})
    return frame.assign(vote=votes["vote"].map(VOTES), **SOURCE)


def _dates(calls: pd.DataFrame) -> dict[str, pd.Series]:
    first = calls["rcid"].lt(SECOND_COLLECTION[0])
    week = calls["session"].le(LAST_SESSION_BY_WEEK) & first
    opened = pd.to_datetime(dict(year=calls["session"] + 1945, month=9, day=1))
    outside = calls["date"].lt(opened) | calls["date"].ge(opened + pd.DateOffset(months=13))
    month = calls["date"].dt.to_period("M").dt.to_timestamp()
    year = calls["date"].dt.to_period("Y").dt.to_timestamp()
    return {
        "date": calls["date"].mask(week, month).mask(outside, year),
        "precision": pd.Series(np.select([outside, week], ["year", "month"], "day"), index=calls.index),
        "note": outside.map({True: "the record's day lies after the end of the session", False: None}),
    }


def _parts(calls: pd.DataFrame) -> pd.Series:
    """What was voted on; motions and some amendments are known from the president's words only."""
    spoken = calls["rcid"].between(*SECOND_COLLECTION)
    words = calls["descr"].where(spoken, "").str.replace(r"\s+", " ", regex=True)
    put = words.str[-330:]
    motion = put.str.contains(r"no ?action|not to take action|be deferred", regex=True)
    last = words.str[-190:]
    amendment = last.str.contains(r"on the (?:oral )?amendment", regex=True) & ~last.str.contains("as a whole|We turn")
    chosen = np.select([_flag(calls["amend"]), _flag(calls["para"]), motion, amendment], [*"apma"], "w")
    names = {"a": "amendment", "p": "paragraph", "m": "motion", "w": "whole"}
    return pd.Series(chosen, index=calls.index).map(names)


def _flag(column: pd.Series) -> pd.Series:
    return column.eq(1).fillna(False).astype(bool)


def _titles(calls: pd.DataFrame, part: pd.Series) -> pd.Series:
    """Title of each resolution; a part takes the title of its whole, else the last that the president named."""
    spoken = calls["rcid"].between(*SECOND_COLLECTION)
    text = calls["descr"].where(~calls["session"].between(*TITLE_IN_SHORT), calls["short"]).where(~spoken)
    title = plain_titles(text)
    whole = title[part.eq("whole") & title.notna() & calls["unres"].ne("")]
    by_resolution = whole.groupby(calls["unres"].str.removeprefix("A/RES/").str.removeprefix("R/")).first()
    own = calls["unres"].str.removeprefix("A/RES/").str.removeprefix("R/").map(by_resolution)
    named = calls["descr"].where(spoken, "").str.findall(r"[_\"“]([^_<\"”]{8,400})(?:<d3>|\"|”)")
    last = plain_titles(named.map(lambda found: found[-1] if found else None))
    return title.fillna(own).fillna(last)


def _topics(calls: pd.DataFrame) -> pd.Series:
    """Key words in capitals; a short description in small letters is the title cut off."""
    short = calls["short"].str.strip()
    return short.where(short.str.upper().eq(short) & short.ne(""), None)


def _repeats(calls: pd.DataFrame, votes: pd.DataFrame) -> pd.Series:
    """For the second record of a vote on a whole resolution, the first."""
    number = calls["unres"].str.removeprefix("A/RES/").str.removeprefix("R/")
    whole = calls.assign(number=number)[calls["part"].eq("whole") & number.ne("")]
    whole = whole[whole.duplicated("number", keep=False)][["rcid", "number"]]
    pairs = duckdb.execute(
        f"""
        select b.rcid, min(a.rcid) as first_ from (
            select a.rcid as a_rcid, b.rcid as b_rcid from whole a join whole b using (number)
            join votes va on va.rcid = a.rcid join votes vb on vb.rcid = b.rcid and va.iso3 = vb.iso3
            where a.rcid < b.rcid group by all having avg((va.vote = vb.vote)::int) >= {ALIKE}
        ) p join whole a on a.rcid = a_rcid join whole b on b.rcid = b_rcid group by all
        """
    ).df()
    return calls["rcid"].map(pairs.set_index("rcid")["first_"])
