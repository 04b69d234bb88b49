"""Trade agreements: spells of years in which an agreement holds between two states.

A year counts if the agreement holds on one of its days: `start_year` is the first such year, `end_year` the last; it is
empty while the agreement lasts. Two states may stand under several agreements at once, and an older agreement is not
ended because a newer one goes further: take the deepest row of a year.

Where the rows come from
* DESTA (to 2020), its dyads with four corrections. Withdrawals of the treaties file end the spells of the states that
  left (Georgia and the CIS). In a treaty of a bloc with a third party only the pairs across count; DESTA also pairs the
  members among themselves. A treaty of the EU or the EAEU covers who is a member in each year: it begins for a new
  member on accession and ends for one that leaves (the United Kingdom is treated as a member to the end of 2020, when
  the transition ended). A state that joins the EU leaves its own agreements on the day before.
* The EU and the EAEU with its customs union of 2010: from our membership spells, as customs unions.
* CISFTA: a pair is bound from the day on which the later of the two is, by our spells. DESTA has 2012 for all nine,
  which is wrong for Kyrgyzstan (2013), Uzbekistan (2014, by protocol) and Tajikistan (2016). Between Russia and Ukraine
  it ends with 2015: Russia suspended it from 2016-01-01. Where it binds two states, their bilateral agreement ends, and
  for them that of 1994; those with Azerbaijan, Georgia and Turkmenistan go on.
* What came into force after 2020: agreements of the region from our compilation (`political/agreements.csv`) and those
  of the United Kingdom (`tables/later_agreements.csv`). Elsewhere in the world nothing is known after 2020.

`tables/agreement_exceptions.csv` lists by DESTA number what is not an ordinary free-trade agreement, with the reason:
preferences on few goods or one way and schemes never applied are `partial`; the DCFTAs begin with provisional
application. Whatever is not listed there is taken for free trade, which outside the region is DESTA's word only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from recipes._agreements import (
    OPEN,
    across,
    crossed,
    desta,
    end_by_joining,
    end_by_withdrawal,
    ordered,
    withdrawals,
    without_own_side,
    years,
)
from recipes._cite import Citations
from recipes._rows import TWELVE
from recipes._tables import hand, text
from recipes._trade import alive, known_states, sources
from recipes.memberships import spells

PAIR = ["state_a", "state_b"]
COLUMNS = [*PAIR, "agreement", "family", "kind", "start_year", "end_year", "note", "source", "basis"]
EFTA = ("CHE", "ISL", "LIE", "NOR")
LAST_EU_CUSTOMS_YEAR = {"GBR": 2020}  # transition after the withdrawal of 2020-01-31
LAST_YEAR_OF_DESTA = 2020
CIS_1994 = 244  # its number in DESTA
FIRST_YEAR = 1990  # spells that ended before are left out


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table trade_agreements and the sources that it cites."""
    citations = Citations()
    blocs = {name: members(raw, name) for name in ("EU", "EAEU", "EAEU_CU")}
    free = cisfta(raw)
    own = pd.concat([unions(blocs), free, later(raw, blocs)], ignore_index=True)
    own["source"] = citations.cite(own["cited"])
    rows = pd.concat([own, from_desta(raw, blocs, free)], ignore_index=True)
    rows = rows[rows["end_year"] >= FIRST_YEAR]
    rows = existing(known_states(rows, PAIR)).assign(basis="reported")
    rows["end_year"] = rows["end_year"].astype("Int64").mask(rows["end_year"] == OPEN)
    return {
        "trade_agreements": rows[COLUMNS],
        "sources": pd.concat([sources("desta"), citations.sources()], ignore_index=True),
    }


def members(raw: Path, organization: str) -> pd.DataFrame:
    """Members in law of an organization with their first and last year (see `years`)."""
    held = spells(raw)
    held = held[held["organization"].eq(organization) & held["status"].eq("member") & held["towards"].isna()]
    return years(held.drop_duplicates(["state", "start"]), LAST_EU_CUSTOMS_YEAR if organization == "EU" else None)


def unions(blocs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Pairs inside the EU, the customs union of 2010 and the EAEU."""
    parts = [
        crossed(blocs[name]).assign(agreement=name, family=name.removesuffix("_CU"), kind="customs_union")
        for name in blocs
    ]
    rows = pd.concat(parts, ignore_index=True)
    british = rows["agreement"].eq("EU") & (rows["state_a"].eq("GBR") | rows["state_b"].eq("GBR"))
    return rows.assign(note=british.map({True: "to the end of the transition, 2020-12-31", False: None}))


def cisfta(raw: Path) -> pd.DataFrame:
    """Pairs bound by the CIS free-trade agreement of 2011, with the two suspensions by Russia."""
    held = spells(raw)
    held = held[held["organization"] == "CISFTA"]
    bound = held[held["towards"].isna() & held["status"].eq("member")]
    _agrees_with_treaty_list(raw, bound)
    rows = crossed(years(bound)).assign(agreement="CISFTA", family="CISFTA", kind="FTA", note=None)
    stops = held[held["towards"].notna()][["state", "towards", "raw_status", "start"]]
    for state, towards, status, start in stops.astype(str).to_numpy().tolist():
        pair = rows["state_a"].isin([state, towards]) & rows["state_b"].isin([state, towards])
        if status.startswith("suspended"):
            last = (pd.Timestamp(start) - pd.Timedelta(days=1)).year
            rows["end_year"] = rows["end_year"].mask(pair, last)
            rows["note"] = rows["note"].mask(pair, f"suspended by Russia from {start}")
        else:
            rows["note"] = rows["note"].mask(pair, f"Russia applies full duty to listed goods from {start}")
    return rows


def _agrees_with_treaty_list(raw: Path, bound: pd.DataFrame) -> None:
    listed = text(raw / "ties/cisfta_2011.csv").dropna(subset=["entered_into_force"])
    if dict(zip(listed["iso3"], listed["entered_into_force"], strict=True)) != dict(
        zip(bound["state"], bound["start"].astype(str), strict=True)
    ):
        raise ValueError("the CISFTA spells and cisfta_2011.csv give different dates of entry into force")


def later(raw: Path, blocs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Agreements in goods that DESTA does not have: ours since 2020 and those of `tables/later_agreements.csv`."""
    ours = text(raw / "political/agreements.csv")
    ours = ours[ours["type"].eq("FTA") & ~ours["name"].str.contains("services")]
    ours = ours.assign(start_year=pd.to_numeric(ours["in_force"].str.slice(0, 4)))
    ours = ours[ours["start_year"] > LAST_YEAR_OF_DESTA]
    ours = ours.assign(
        agreement=ours["name"].str.removesuffix(" FTA").str.replace("-", " "),
        family=ours["name"].str.contains("EFTA").map({True: "EFTA", False: "other"}),
        kind="FTA",
        end_year=None,
        reason="in force " + ours["in_force"],
    )
    rows = pd.concat([ours, hand("later_agreements")], ignore_index=True)
    rows = pd.concat([_expand(row, blocs) for row in _records(rows)], ignore_index=True)
    return ordered(rows, "party_a", "party_b").rename(columns={"reason": "note", "source": "cited"})[
        [*PAIR, "agreement", "family", "kind", "start_year", "end_year", "note", "cited"]
    ]


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _expand(row: dict[str, Any], blocs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One agreement as pairs: a bloc named as a party becomes those who are members from its start on."""
    start = int(row["start_year"])
    sides = []
    for party in (row["party_a"], row["party_b"]):
        bloc = blocs.get(party)
        now = EFTA if party == "EFTA" else (party,) if bloc is None else tuple(bloc[bloc["last"] >= start]["state"])
        sides.append(pd.DataFrame({"state": now}))
    pairs = sides[0].merge(sides[1], how="cross", suffixes=("_1", "_2"))
    end = OPEN if pd.isna(row["end_year"]) else int(row["end_year"])
    about = {name: row[name] for name in ("agreement", "family", "kind", "reason", "source")}
    return pairs.rename(columns={"state_1": "party_a", "state_2": "party_b"}).assign(
        **about, start_year=start, end_year=end
    )


def from_desta(raw: Path, blocs: dict[str, pd.DataFrame], free: pd.DataFrame) -> pd.DataFrame:
    """DESTA's spells, cut by withdrawals, by accession to the EU and by CISFTA, and classified."""
    exceptions = hand("agreement_exceptions").astype({"base_treaty": int}).set_index("base_treaty")
    rows = desta(raw)
    rows = end_by_withdrawal(without_own_side(rows), withdrawals(raw))
    rows = rows[~rows["base_treaty"].map(exceptions["action"]).eq("drop")]
    rows = end_by_joining(rows, blocs["EU"])
    rows = across(rows, {"EU": blocs["EU"], "EAEU": blocs["EAEU"]})
    rows = _classified(rows, exceptions)
    rows = _end_by_cisfta(rows, free)
    rows = rows[rows["start_year"] <= rows["end_year"]]
    about = [*PAIR, "base_treaty", "agreement", "family", "kind", "end_year", "note"]
    rows = rows.groupby(about, as_index=False, dropna=False).agg(start_year=("start_year", "min"))
    same = [*PAIR, "agreement", "family", "kind", "start_year", "note"]
    return rows.groupby(same, as_index=False, dropna=False).agg(end_year=("end_year", "max")).assign(source="desta")


def _classified(rows: pd.DataFrame, exceptions: pd.DataFrame) -> pd.DataFrame:
    """Family, kind, years and note: from the exceptions, else by the parties."""
    number = rows["base_treaty"]
    listed = number.isin(exceptions.index)
    region = rows["state_a"].isin(TWELVE) & rows["state_b"].isin(TWELVE) & ~listed
    european = rows["agreement"].str.contains(r"\bEFTA\b|European Economic Area")
    family = pd.Series("other", index=rows.index).mask(region, "CIS-bilateral").mask(european, "EFTA")
    first = rows["start_year"] == rows.groupby("base_treaty")["start_year"].transform("min")
    start = pd.to_numeric(number.map(exceptions["start_year"])).where(first)
    end = pd.to_numeric(number.map(exceptions["end_year"])).fillna(OPEN)
    only = number.map(exceptions["members"])
    inside = [
        pd.isna(names) or {a, b} <= set(names.split(";"))
        for names, a, b in zip(only, rows["state_a"], rows["state_b"], strict=True)
    ]
    return rows.assign(
        family=number.map(exceptions["family"]).fillna(family),
        kind=number.map(exceptions["kind"]).fillna("FTA"),
        note=number.map(exceptions["reason"]),
        start_year=start.fillna(rows["start_year"]).astype(int),
        end_year=rows["end_year"].clip(upper=end).astype(int),
    )[inside]


def _end_by_cisfta(rows: pd.DataFrame, free: pd.DataFrame) -> pd.DataFrame:
    """Bilateral agreements of the twelve, and that of 1994, end in the year in which CISFTA binds both."""
    bound = free.set_index(PAIR)["start_year"].rename("bound")
    bound_from = rows.join(bound, on=PAIR)["bound"]
    bilateral = rows["family"].eq("CIS-bilateral") & rows["note"].isna()
    over = (bilateral | rows["base_treaty"].eq(CIS_1994)) & (bound_from >= rows["start_year"])
    return rows.assign(
        end_year=rows["end_year"].where(~over, bound_from.fillna(OPEN)).astype(int),
        note=rows["note"].mask(over & bilateral, "replaced by CISFTA"),
    )


def existing(rows: pd.DataFrame) -> pd.DataFrame:
    """Spells moved to begin with the younger of the two states, or left out if they ended before."""
    born = pd.to_numeric(hand("states").set_index("state")["start"].str.slice(0, 4)).fillna(0)
    birth = pd.concat([rows["state_a"].map(born), rows["state_b"].map(born)], axis=1).max(axis=1).astype(int)
    rows = rows.assign(start_year=rows["start_year"].clip(lower=birth))
    return alive(rows[rows["start_year"] <= rows["end_year"]], PAIR, year="start_year")
