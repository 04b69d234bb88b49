"""Three findings that are likely to surprise, found by rule, each with the page that says more.

    shift     the largest change of a power's share in an economic tie that counts in the composite (weight > 0), over
              the last years without a break that rest on one record, eight years at least and one of 2015 or later
    records   the largest factor by which two records of the trade of a state with a power differ in one year, where
              the power has a tenth of it or more on either
    texts     the number in the five texts that is further off than any other, as a ratio to every measure of it

Of each rule the strongest; a rule that finds nothing gives nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from steppe.display.charts.tokens import BY_CODE
from steppe.display.format import MARK_WORDS, billions, mark, number, percent, sentence_case
from steppe.display.words import in_text, possessive
from steppe.evidence.listing import in_words
from steppe.evidence.verdicts import AGAINST, ClaimResult
from steppe.influence import LAYERS
from steppe.influence.records import kinds, latest_alike

FEWEST, RECENT = 8, 2015
TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Surprise:
    """A sentence with its figures and years, and the key of what it is about: a pair (two codes) or a claim."""

    words: str
    kind: str
    about: tuple[str, ...]


def shift(frame: pd.DataFrame, names: Mapping[str, str]) -> Surprise | None:
    """The largest change of a share on one record."""
    counted = [
        name for name, one in LAYERS.items() if one.weight and one.parts and one.annual and one.domain == "economic"
    ]
    best: tuple[float, pd.DataFrame] | None = None
    held = frame[frame["layer"].isin(counted)].dropna(subset="share").sort_values("year")
    for _, own in held.groupby(["layer", "state", "partner"]):
        rows = latest_alike(own)
        if len(rows) < FEWEST or rows["year"].iloc[-1] < RECENT:
            continue
        size = abs(float(rows["share"].iloc[-1] - rows["share"].iloc[0]))
        if best is None or size > best[0]:
            best = size, rows
    if best is None:
        return None
    then, now = best[1].iloc[0], best[1].iloc[-1]
    title = LAYERS[now["layer"]].title
    whose = f"{possessive(in_text(BY_CODE[now['partner']].name))} part in {possessive(names[now['state']])}"
    said = MARK_WORDS.get(mark(now["basis"]), "").split(":")[0]
    verb = "rose" if now["share"] > then["share"] else "fell"
    words = f"{sentence_case(whose)} {title[:1].lower()}{title[1:]} {verb} from {percent(then['share'])} % in {then['year']} to {percent(now['share'])} % in {now['year']}"
    return Surprise(f"{words}{f' ({said})' if said else ''}", "pair", (now["state"], now["partner"]))


def records(frame: pd.DataFrame, names: Mapping[str, str]) -> Surprise | None:
    """The largest factor between two records of one trade."""
    held = frame[frame["layer"].isin(["trade", "trade_own"])].dropna(subset=["amount", "share"])
    held = held[(held["layer"] == "trade_own") | (kinds(held) == "baci")]
    wide = held.pivot(index=["state", "partner", "year"], columns="layer", values=["amount", "share"]).dropna()
    wide = wide[(wide["share"].max(axis=1) >= TENTH) & (wide["amount"].min(axis=1) > 0)]
    if wide.empty:
        return None
    factor = wide["amount"].max(axis=1) / wide["amount"].min(axis=1)
    state, power, year = factor.idxmax()
    row = wide.loc[(state, power, year), "amount"]
    words = (
        f"For {year} the reconciled record counts {billions(row['trade'])} bn USD of trade between {names[state]} and "
        f"{in_text(names[power])}, {possessive(names[state])} own {billions(row['trade_own'])} bn: a factor of {number(factor.max(), 1)}"
    )
    return Surprise(words, "pair", (state, power))


def texts(results: Iterable[ClaimResult]) -> Surprise | None:
    """The number in the texts that is furthest off."""
    best: tuple[float, ClaimResult] | None = None
    for one in results:
        claimed = one.claim.claimed
        values = [found.value for found in one.findings if isinstance(found.value, int | float) and found.value > 0]
        if one.verdict not in AGAINST or claimed is None or not claimed.value or claimed.value <= 0 or not values:
            continue
        off = min(abs(math.log(value / claimed.value)) for value in values)
        if best is None or off > best[0]:
            best = off, one
    if best is None:
        return None
    claim, found = best[1].claim, best[1].findings[0]
    said = claim.statement.rstrip(".")
    return Surprise(f"A text says: “{said}”. The data say {in_words(found)}", "claim", (claim.id,))


def surprises(frame: pd.DataFrame, names: Mapping[str, str], results: Iterable[ClaimResult]) -> list[Surprise]:
    """What each rule finds."""
    found = (shift(frame, names), records(frame, names), texts(results))
    return [one for one in found if one is not None]
