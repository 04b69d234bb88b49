"""Finding sentences: what the figures on the screen say, computed from them and from nothing else.

No adjective of size without its figure, no sentence without its year or day.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from steppe.display.format import count_word, listed, number, percent, sentence_case
from steppe.influence.records import of_years
from steppe.report.overview.tally import Tally
from steppe.report.shared.seats import shared_by

CORE = ("CIS", "EAEU", "CSTO", "SCO")
"""The four bodies in which Russia sits with its closest partners."""


def headline(first: pd.DataFrame, twelve: int) -> str:
    """How many of the twelve have China as their first partner, at the end and at the start.

    `first` has one row a state and year: state, year, partner.
    """
    if first.empty:
        return "No trade between states is on record for so early a year"
    years = sorted(first["year"].unique())
    count = {year: int(((first["year"] == year) & (first["partner"] == "CHN")).sum()) for year in years}
    start, end = years[0], years[-1]
    sentence = f"In {end} China is the first trade partner of {count_word(count[end])} of the {count_word(twelve)}"
    if start == end:
        return sentence
    same = _last_alike(first)
    if same != end:
        then = f"of {count_word(count[start])} in {start}"
        then += f" and of {count_word(count[same])} in {same}" if same != start else ""
        return f"{sentence}; on the record of earlier years it was {then}"
    if count[start] == count[end]:
        return f"{sentence}, as many as in {start}"
    return f"{sentence}; in {start} it was of {count_word(count[start])}"


def _last_alike(rows: pd.DataFrame) -> int:
    """The last year in which all figures rest on what those of the first year rest on."""
    resting = of_years(rows[rows["share"].notna()])
    return int(resting.index[resting == resting.iloc[0]].max())


def about_seats(seats: pd.DataFrame, names: Mapping[str, str], twelve: tuple[str, ...]) -> str:
    """Who sits with Russia in all of the four bodies, and what the CIS counts in law and in practice."""
    own = seats[seats["state"].isin(twelve)]
    live = set(own.loc[own["seat"].isin(["member", "idle"]), "organization"])
    core = [body for body in CORE if body in live]
    shared = [names[state] for state in shared_by(own, core) if state != "RUS"]
    bodies = listed([f"the {body}" for body in core])
    cis = own[own["organization"] == "CIS"]["seat"]
    practice, law = int((cis == "member").sum()), int(cis.isin(["member", "idle"]).sum())
    only = "Only " if len(shared) < len(twelve) / 2 else ""
    who = f"{only}{listed(shared) or 'None'} sit{'s' * (len(shared) < 2)}"
    counted = f"{count_word(law)} members in law"
    counted += f", {count_word(practice)} in practice" if practice != law else " and in practice"
    return f"{who} with Russia in {bodies}; among the twelve the CIS has {counted}"


def about_trade(shares: pd.DataFrame) -> str:
    """In how many states the share of Russia fell and that of China rose, from the first year to the last that rests on
    the same record."""
    if shares.empty:
        return "No trade on record up to this year"
    start, end = int(shares["year"].min()), _last_alike(shares)
    if start == end:
        return f"Shares of trade are on record from {start} on"
    fell, russia = _moves(shares, "RUS", start, end, rising=False)
    rose, china = _moves(shares, "CHN", start, end, rising=True)
    return (
        f"From {start} to {end} Russia’s share fell in {count_word(fell)} of {count_word(russia)} states, "
        f"China’s rose in {count_word(rose)} of {count_word(china)}"
    )


def _moves(shares: pd.DataFrame, partner: str, start: int, end: int, rising: bool) -> tuple[int, int]:
    """States whose share moved that way, and states with a share in both years."""
    own = shares[shares["partner"] == partner].pivot(index="state", columns="year", values="share")
    change = (own[end] - own[start]).dropna()
    return int(((change > 0) if rising else (change < 0)).sum()), len(change)


def about_votes(votes: pd.DataFrame) -> str:
    """In how many states agreement with Russia fell, and with whom the states agree most now."""
    table = votes.pivot(index=["state", "partner"], columns="time", values="share")
    both = table.dropna().reset_index()
    now = votes[(votes["time"] == "now") & votes["share"].notna()]
    if both.empty or now.empty:
        return "No votes on record that can be compared"
    russia = both[both["partner"] == "RUS"]
    fell = int((russia["now"] < russia["then"]).sum())
    nearest = now.loc[now.groupby("state")["share"].idxmax()]
    china = int((nearest["partner"] == "CHN").sum())
    then, last = votes[votes["time"] == "then"].iloc[0], int(now["last"].iloc[0])
    return (
        f"{sentence_case(count_word(fell))} of {count_word(len(russia))} states vote{'s' * (fell < 2)} less with "
        f"Russia in {last} than in {then['first']}–{then['last']}; {count_word(china)} of "
        f"{count_word(len(nearest))} vote{'s' * (china < 2)} most like China"
    )


def about_ties(debt: pd.DataFrame, remittances: pd.DataFrame, names: Mapping[str, str]) -> str:
    """The largest debt to China and the largest remittances from Russia, by GDP of the same year."""
    parts = []
    for frame, verb in ((debt, "owes China most for its size"), (remittances, "receives most from Russia")):
        known = frame[frame["size"] >= 0.005]
        if len(known):
            top = known.loc[known["size"].idxmax()]
            parts.append(f"{names[top['state']]} {verb}, {percent(top['size'])} % of GDP in {int(top['year'])}")
    return "; ".join(parts) or "No debt to China and no remittances from Russia on record for so early a year"


def about_forces(forces: pd.DataFrame, names: Mapping[str, str], year: int) -> str:
    """In how many states Russian forces or sites are on record, and where without the host's consent."""
    hosts = forces[forces["sites"] > 0]
    others = count_word(len(forces) - 1)
    stand = f"Russian forces or sites are on record in {count_word(len(hosts))} of the other {others} in {year}"
    contested = [names[state] for state in hosts.loc[hosts["contested"], "state"]]
    return stand + (f", in {listed(contested)} as an occupation or without the host’s consent" if contested else "")


def about_mutual(mutual: pd.DataFrame) -> str:
    """How much of their trade the members of the CIS and the EAEU do with each other, with and without Russia."""
    fixed = mutual[mutual["membership"] == "fixed"]
    if fixed.empty:
        return "No trade on record up to this year"
    year = int(fixed["year"].max())
    last = fixed[fixed["year"] == year].set_index(["organization", "russia"])
    cis, eaeu = (
        [percent(last.at[(body, russia), "share"]) for russia in ("with", "without")] for body in ("CIS", "EAEU")
    )
    nine, five = (count_word(int(last.at[(body, "with"), "members"])) for body in ("CIS", "EAEU"))
    return (
        f"In {year} the {nine} of the CIS did {cis[0]} % of their trade with each other, {cis[1]} % without Russia; "
        f"the {five} of the EAEU {eaeu[0]} % and {eaeu[1]} %"
    )


def about_members(counts: pd.DataFrame) -> str:
    """What the CIS counts now and counted at most, and the largest body that has never been larger."""
    if counts.empty:
        return "No members on record"
    last = counts.groupby("organization", sort=False).last()
    most = counts.groupby("organization", sort=False)["law"].max()
    parts = []
    if "CIS" in last.index:
        law, practice = (count_word(int(last.at["CIS", column])) for column in ("law", "practice"))
        in_practice = "" if practice == law else f" and {practice} in practice"
        fallen = "" if most["CIS"] == last.at["CIS", "law"] else f", {count_word(int(most['CIS']))} at most"
        parts.append(f"the CIS has {law} members in law{in_practice}{fallen}")
    peak = last[(last["law"] == most) & (last.index != "CIS")]["law"]
    if len(peak):
        parts.append(f"the {peak.idxmax()}, with {count_word(int(peak.max()))}, is at its largest")
    return sentence_case("; ".join(parts))


def about_claims(tally: Tally) -> str:
    """How many claims the data could test and how many of these hold and fail."""
    counts = tally.counts
    holds = counts.get("supported", 0) + counts.get("consistent", 0)
    fails = counts.get("contradicted", 0) + counts.get("inconsistent", 0)
    return (
        f"Of {number(tally.total)} claims of five texts the data test {number(tally.computed)}: "
        f"{number(holds)} hold, {number(fails)} fail"
    )
