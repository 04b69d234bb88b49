"""DESTA read as spells: dyads with withdrawals applied, and treaties of a bloc spread over its members of each year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recipes._tables import parquet

OPEN = 9999  # stands for an empty end_year while spells are cut
BLOCS = {"EU": r"\bEC\b|European Economic Area", "EAEU": r"\(EAEU\)"}
PLURILATERAL, WITH_THIRD, BETWEEN_BLOCS = 2, 3, 4  # DESTA's typememb
LEAVERS = {
    "Angola": "AGO",
    "Austria": "AUT",
    "Bulgaria": "BGR",
    "Croatia": "HRV",
    "Czech Republic": "CZE",
    "Denmark": "DNK",
    "Finland": "FIN",
    "Georgia": "GEO",
    "Greece": "GRC",
    "Hungary": "HUN",
    "Lesotho": "LSO",
    "Mauritania": "MRT",
    "Mozambique": "MOZ",
    "Namibia": "NAM",
    "Poland": "POL",
    "Portugal": "PRT",
    "Romania": "ROU",
    "Rwanda": "RWA",
    "Seychelles": "SYC",
    "Slovak Republic": "SVK",
    "Slovenia": "SVN",
    "Spain": "ESP",
    "Sweden": "SWE",
    "Tanzania": "TZA",
    "UK": "GBR",
    "Uzbekistan": "UZB",
    "Venezuela": "VEN",
}


def desta(raw: Path) -> pd.DataFrame:
    """Dyads (state_a < state_b) with number, name and member type of their treaty, start_year and no end yet."""
    dyads = parquet(raw / "trade/desta_dyads.parquet").rename(
        columns={"iso_o": "state_a", "iso_d": "state_b", "in_force_year": "start_year"}
    )
    dyads = dyads[dyads["state_a"] < dyads["state_b"]].drop(columns="name")
    treaties = parquet(raw / "trade/desta_treaties.parquet")
    base = treaties[treaties["entry_type"] == "base_treaty"].drop_duplicates("base_treaty").set_index("base_treaty")
    unnamed = set(dyads["base_treaty"]) - set(base.index)
    names = treaties[treaties["base_treaty"].isin(unnamed)].drop_duplicates("base_treaty").set_index("base_treaty")
    titles = pd.concat([base["name"], names["name"].str.replace(r" withdrawal .*$| \S+ accession$", "", regex=True)])
    types = pd.concat([base["typememb"], names["typememb"]])
    return dyads.assign(agreement=dyads["base_treaty"].map(titles), type=dyads["base_treaty"].map(types), end_year=OPEN)


def withdrawals(raw: Path) -> pd.DataFrame:
    """Which state left which treaty in which year: columns base_treaty, agreement, state, year."""
    treaties = parquet(raw / "trade/desta_treaties.parquet")
    left = treaties[treaties["entry_type"] == "withdrawal"].copy()
    left[["agreement", "who"]] = left["name"].str.split(" withdrawal ", expand=True)
    left["year"] = left["entry_into_force"].fillna(left["year_signed"]).astype(int)
    left["state"] = left["who"].map(_named)
    return left.explode("state")[["base_treaty", "agreement", "state", "year"]]


def _named(who: str) -> list[str]:
    """Codes of the states named in the title of a withdrawal."""
    codes = [code for name, code in LEAVERS.items() if name in who]
    rest = who
    for name in LEAVERS:
        rest = rest.replace(name, "")
    if rest.strip() or not codes:
        raise ValueError(f"a withdrawal names a state that is not in LEAVERS: {who!r}")
    return codes


def end_by_withdrawal(rows: pd.DataFrame, left: pd.DataFrame) -> pd.DataFrame:
    """Rows with `end_year` cut to the year in which one of the two left; later spells stay."""
    rows = rows.copy()
    for number, name, state, year in left.to_numpy().tolist():
        treaty = rows["base_treaty"].eq(number) | rows["agreement"].eq(name)
        party = rows["state_a"].eq(state) | rows["state_b"].eq(state)
        hit = treaty & party & (rows["start_year"] <= year)
        rows["end_year"] = rows["end_year"].mask(hit, rows["end_year"].clip(upper=year))
    return rows


def across(rows: pd.DataFrame, blocs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Treaties of the EU, the EAEU as pairs of each member, in its years, with each third party.

    `blocs` holds by name the members with `state`, `first` and `last` year. What other blocs agree is left to
    `without_own_side`.
    """
    parts = []
    for name, members in blocs.items():
        mine = of_bloc(rows, name)
        parts.append(_spread(rows[mine], members))
        rows = rows[~mine]
    return pd.concat([rows, *parts], ignore_index=True)


def of_bloc(rows: pd.DataFrame, name: str) -> pd.Series[bool]:
    """Whether each row is of a treaty of that bloc with a third party."""
    return rows["agreement"].str.contains(BLOCS[name]) & rows["type"].isin([WITH_THIRD, BETWEEN_BLOCS])


def _spread(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Third parties of each treaty (no member in its first year there) crossed with the members of all years.

    A treaty with a state that joins the bloc itself ends on the day before, for all members.
    """
    about = ["base_treaty", "agreement", "type"]
    sides = rows.melt([*about, "start_year"], ["state_a", "state_b"], value_name="third")
    inside = sides.merge(members, left_on="third", right_on="state", how="left")
    is_member = inside["start_year"].between(inside["first"], inside["last"])
    thirds = inside[~is_member].groupby([*about, "third"], as_index=False)["start_year"].min()
    pairs = thirds.merge(members, how="cross")
    pairs = pairs[pairs["third"] != pairs["state"]]
    until = pairs["third"].map(members.set_index("state")["before"]).fillna(OPEN).astype(int)
    last = pairs["last"].clip(upper=until)
    pairs = pairs.assign(start_year=pairs[["start_year", "first"]].max(axis=1), end_year=last)
    return ordered(pairs[pairs["start_year"] <= pairs["end_year"]], "third", "state")


def ordered(pairs: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """The frame with `state_a` < `state_b` in place of two columns of codes."""
    codes = np.sort(pairs[[one, other]].to_numpy(dtype=str), axis=1)
    return pairs.assign(state_a=codes[:, 0], state_b=codes[:, 1])


def without_own_side(rows: pd.DataFrame) -> pd.DataFrame:
    """Leaves out of treaties with third parties the pairs that a treaty of their own already joined."""
    own = rows[rows["type"] == PLURILATERAL].groupby(["state_a", "state_b"])["start_year"].min().rename("own")
    joined = rows.join(own, on=["state_a", "state_b"])["own"] <= rows["start_year"]
    own_rule = of_bloc(rows, "EU") | of_bloc(rows, "EAEU")
    return rows[~(joined & rows["type"].isin([WITH_THIRD, BETWEEN_BLOCS]) & ~own_rule)]


def end_by_joining(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Rows cut to the day before one of the two joins the EU; what would begin only then is left out."""
    state = members.set_index("state")
    own_rule = of_bloc(rows, "EU")
    rows = rows.copy()
    for side in ("state_a", "state_b"):
        outside = (rows[side].map(state["first"]) >= rows["start_year"]) & ~own_rule
        last_outside = rows[side].map(state["before"]).where(outside, OPEN).astype(int)
        rows["end_year"] = np.minimum(rows["end_year"], last_outside)
    return rows[rows["start_year"] <= rows["end_year"]]


def years(spells: pd.DataFrame, last: dict[str, int] | None = None) -> pd.DataFrame:
    """Members with the first and last year on a day of which they are, and the last one before (`before`).

    Spells of a state that follow each other without a day between them are one.
    """
    spells = spells.sort_values(["state", "start"])
    begins = spells.groupby("state")["end"].shift().ne(spells["start"])
    spells = spells[begins].assign(end=spells.loc[begins.shift(-1, fill_value=True), "end"].to_numpy())
    start, end = pd.to_datetime(spells["start"]), pd.to_datetime(spells["end"])
    day = pd.Timedelta(days=1)
    found = pd.DataFrame(
        {
            "state": spells["state"],
            "start": start,
            "first": start.dt.year,
            "last": (end - day).dt.year.fillna(OPEN).astype(int),
            "before": (start - day).dt.year,
            "cited": spells["source"],
        }
    )
    found["last"] = found["state"].map(last or {}).fillna(found["last"]).astype(int)
    return found.reset_index(drop=True)


def crossed(members: pd.DataFrame) -> pd.DataFrame:
    """Pairs of members among themselves in their common years; the citation is that of the later one to join."""
    two = members.merge(members, how="cross", suffixes=("_1", "_2"))
    two = two[two["state_1"] < two["state_2"]]
    later = two["start_1"] > two["start_2"]
    pairs = pd.DataFrame(
        {
            "state_a": two["state_1"],
            "state_b": two["state_2"],
            "start_year": two[["first_1", "first_2"]].max(axis=1),
            "end_year": two[["last_1", "last_2"]].min(axis=1),
            "cited": two["cited_1"].where(later, two["cited_2"]),
        }
    )
    return pairs[pairs["start_year"] <= pairs["end_year"]]
