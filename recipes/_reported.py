"""Single figures of 2019-2025 as pages and central banks gave them, by topic, each with the page it was read on.

A period is a year, a half year, a span of months or a day; only a whole year may become a row of a year.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import text

FACTS = "update-2026-11/reported_facts/reported_facts_2019_2025.csv"
SHOCKS = "update-2026-11/shocks/reported/reported_figures.csv"
GEORGIA = "update-2026-11/shocks/debt/geo_external_debt_by_creditor.csv"
GEORGIAN = {"topic": "debt", "statistical_source": "Georgian Ministry of Finance", "published": None}
TOPICS = {
    "fdi": "direct investment",
    "fx": "exchange rates",
    "debt": "public debt",
    "debt relief": "debt relief",
    "debt service": "debt service",
    "remittances": "remittances",
    "migration": "migration",
}
"""Topics that are taken, in words; a page's other topics are not in its title."""
WHOLE_YEAR = r"\d{4}"
MILLION_OF = {"bn USD": 1000.0, "mn USD": 1.0}
WORKED_OUT = r"^\d{4} \+ "  # a note that gives the figure as another one and a change


def reported(raw: Path, topic: str, file: str = FACTS) -> pd.DataFrame:
    """Figures of a topic: from, to, measure, period, year (in which it begins), value, unit, statistical_source, …"""
    rows = text(raw / file)
    rows = rows[rows["topic"] == topic].reset_index(drop=True)
    year = rows["period"].str.extract(r"(\d{4})")[0].astype(int)
    worked_out = rows["note"].fillna("").str.contains(WORKED_OUT) | rows["statistical_source"].eq("derived")
    return rows.assign(
        year=year,
        value=rows["value"].astype(float),
        basis=worked_out.map({True: "derived", False: "reported"}),
        whole=rows["period"].str.fullmatch(WHOLE_YEAR),
    )


def pages(raw: Path, urls: pd.Series[str]) -> tuple[pd.Series[str], pd.DataFrame]:
    """Source name of each address, and one row of `sources` a page of these files: its topics, who counted, when."""
    cite = Citations()
    names = cite.cite(urls)
    said = pd.concat([text(raw / FACTS), text(raw / SHOCKS), text(raw / GEORGIA).assign(**GEORGIAN)])
    said = (
        said[said["url"].isin(urls) & said["topic"].isin(TOPICS)]
        .assign(topic=lambda t: t["topic"].map(TOPICS))
        .groupby("url")
    )
    listed = cite.sources().set_index("url")
    office, topic = said["statistical_source"].agg(_listed), said["topic"].agg(_listed)
    listed["title"] = topic.str.capitalize() + ", as reported by " + listed["producer"]
    listed["citation"] = office + ", by " + listed["producer"] + ": " + listed.index.to_series()
    listed["published"] = said["published"].max()
    return names, listed.dropna(subset=["title"]).assign(accessed="2026-11-30").reset_index()


def _listed(words: pd.Series[str]) -> str:
    return ", ".join(sorted(set(words.dropna())))


def in_millions(rows: pd.DataFrame) -> pd.Series[float]:
    """Values in million dollars."""
    return (rows["value"] * rows["unit"].map(MILLION_OF)).round(6)


def together(*sources: pd.DataFrame) -> pd.DataFrame:
    """Rows of sources, each once; what says most of a page comes first."""
    return pd.concat(sources, ignore_index=True).drop_duplicates("source")
