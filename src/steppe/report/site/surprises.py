"""Three findings that are likely to surprise, found by rule, each with the page that says more.

    shift     the largest change of a power's share in an economic tie that counts in the composite (weight > 0), over
              the last years without a break that rest on one record, eight years at least and one of 2015 or later
    records   the largest factor by which two records of the trade of a state with a power differ in one year, where
              the power has a tenth of it or more on either
    texts     how much of what five texts say is no longer so

Of each rule the strongest; a rule that finds nothing gives nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from steppe.display.charts.tokens import BY_CODE
from steppe.display.format import MARK_WORDS, billions, mark, number, percent, sentence_case
from steppe.display.words import in_text, possessive
from steppe.evidence.listing import standings
from steppe.influence import LAYERS
from steppe.influence.records import kinds, latest_alike
from steppe.world.world import World

FEWEST, RECENT = 8, 2015
TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Surprise:
    """A sentence with its figures and years, and what it is about: a pair (its two codes) or the texts."""

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
    between = f"from {percent(then['share'])} % in {then['year']} to {percent(now['share'])} % in {now['year']}"
    words = f"{sentence_case(whose)} {_small(title)} {verb} {between}"
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
    own = f"{possessive(names[state])} own {billions(row['trade_own'])} bn"
    words = (
        f"For {year} the reconciled record counts {billions(row['trade'])} bn USD of trade between {names[state]} and "
        f"{in_text(names[power])}, {own}: a factor of {number(factor.max(), 1)}"
    )
    return Surprise(words, "pair", (state, power))


def surprises(world: World, frame: pd.DataFrame, names: Mapping[str, str]) -> list[Surprise]:
    """What each rule finds."""
    texts = Surprise(f"Five published texts on the region: {_small(standings(world)[1])}", "texts", ())
    return [one for one in (shift(frame, names), records(frame, names), texts) if one is not None]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
