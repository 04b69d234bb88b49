"""What is lost when a power leaves the field: its bids, and its threats.

A power that leaves takes its rivalry with it, which the state loses, and its threat, which the state is rid of. The
policy moves towards those who stay. With rivals everywhere each departure costs rent; it costs none where the power
that leaves wants what others want.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.methods.answer import Answer, Verdict
from steppe.methods.patronage.case import (
    DIGITS,
    MATTERING,
    MATTERS,
    OF_GDP,
    OF_RENT,
    TRIED,
    UNTESTED,
    Array,
    Case,
    Mask,
    Reply,
    lost_by_leaving,
    part_lost,
    share,
)
from steppe.methods.patronage.stakes import pair_only
from steppe.methods.result import Drawn, tabled
from steppe.methods.summary import mean, means
from steppe.politics.patronage.many import rents, without

WHERE = ("loses", "loses_after_threats", "part_of_draws")
"""What is said of each place where a finding may hold: parts of the draws in it."""
THREATS = (
    "In the game a state pays each credible threat in full, so that being rid of it counts as a gain. That is assumed, "
    "and no power is on record as collecting it: what is left of rents after threats is no finding."
)
"""What must be known of a balance after threats."""

ALPHAS = (0.0, 0.1, 0.25, 0.5, 1.0)
"""Sympathies of the power that leaves with one other at which its departure is played."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the answer is made of.

    Attributes
    ----------
    power
        Who leaves.
    loses, least
        Part of the assumptions in which states lose more than a twentieth of the rent, and the least of that part under
        other sympathies.
    """

    power: str
    loses: float
    least: float


def leaving(case: Case) -> Reply:
    """Answer `a-power-leaves-the-field`."""
    place = case.powers.index(_power(case))
    before, after = case.rents, rents(without(case.game.worth, [place]))
    lost = part_lost(before.middle, after.middle)
    fall = before.middle - after.middle
    net = 100 * (fall - case.threats[..., place])
    power = case.powers[place]
    results = pd.concat(
        [
            case.rows("rent lost", OF_RENT, 100 * lost, partner=power),
            case.rows("rent lost", OF_GDP, 100 * fall, partner=power),
            case.plain(MATTERING, "probability", (lost > MATTERS).mean(axis=0), partner=power),
            case.rows("threat that leaves", OF_GDP, 100 * case.threats[..., place], partner=power),
            case.rows("rent lost less threat that leaves", OF_GDP, net, partner=power),
        ]
    )
    other = where_it_holds(case, place, lost)
    departures, net_losses = by_power(case)
    tables = (
        tabled("departures", "rent lost by the departure of each power", departures, "%", digits=DIGITS),
        tabled("net-losses", "rent lost less the threat that leaves, by power", net_losses, OF_GDP, digits=DIGITS),
        tabled("where-it-holds", "where it holds", other, chances=WHERE),
        tabled("over-sympathy", "rent lost over sympathy", over_sympathy(case, place), chances=("loses",)),
        tabled("position", "ties gained after the departure", position(case, place), "points", digits=DIGITS),
    )
    answer = says(Numbers(power, float((lost[:, case.at] > MATTERS).mean()), least(other)))
    return Reply(results, tables, answer, (THREATS,))


def least(where: pd.DataFrame) -> float:
    """The least part of the assumptions in which the finding holds, over other sympathies."""
    return float(min(cell.value for cell in where.loc[where["kind"].eq("reading"), where.columns[2]]))


def _power(case: Case) -> str:
    power = case.power or case.study.power
    assert power is not None
    return power


def says(n: Numbers) -> Answer:
    """In how much of what is assumed states lose, where they do not, and what the balance turns on."""
    sentence = (
        f"Without {n.power}, states lose over 5 % of rent in {share(n.loses)} of {TRIED}, {share(n.least)} where "
        "others may want the same. The balance turns on its threats."
    )
    return Answer(Verdict.ASSUMED, sentence, UNTESTED)


# ------------------------------------------------------------------- tables
def by_power(case: Case) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The departure of every power in turn: part of the rent lost (%), and net loss (% of GDP), states by powers."""
    lost, net = [], []
    for place in range(len(case.powers)):
        after = rents(without(case.game.worth, [place])).middle
        lost.append(100 * part_lost(case.rents.middle, after))
        net.append(100 * (case.rents.middle - after - case.threats[..., place]))
    return case.matrix(np.stack(lost, axis=-1)), case.matrix(np.stack(net, axis=-1))


def where_it_holds(case: Case, place: int, lost: Array) -> pd.DataFrame:
    """Parts of the draws with a loss that matters, and with one after threats, by what is assumed."""
    lost = lost[:, case.at]
    fall = (case.rents.middle - rents(without(case.game.worth, [place])).middle)[:, case.at]
    net = fall - case.threats[..., place][:, case.at]
    every = np.ones(len(lost), dtype=bool)
    rows: list[tuple[object, ...]] = [
        ("reading", "α of the two from 0 to 1, others none", _part(lost, every), _above(net, every), 1.0)
    ]
    for name, sympathy in case.readings().items():
        lost_there = lost_by_leaving(case.play(sympathy).worth, place)[:, case.at]
        rows.append(("reading", name, _part(lost_there, every), np.nan, 1.0))
    for name, inside in case.regions("eta", "scale", "commitment").items():
        rows.append(("region", name, _part(lost, inside), _above(net, inside), float(inside.mean())))
    return pd.DataFrame(rows, columns=["kind", "where", *WHERE])


def _part(lost: Array, inside: Mask) -> Drawn:
    return mean(lost[inside] > MATTERS, inside)


def _above(net: Array, inside: Mask) -> Drawn:
    return mean(net[inside] > 0, inside)


def over_sympathy(case: Case, place: int) -> pd.DataFrame:
    """What the departure costs if the power that leaves and one other value each other's share at α."""
    rows = []
    for other, name in enumerate(case.powers):
        if other == place:
            continue
        for alpha in ALPHAS:
            sympathy = pair_only(len(case.powers), (place, other), np.full(len(case.drawn.alpha), alpha))
            lost = lost_by_leaving(case.play(sympathy).worth, place)[:, case.at]
            rows.append((name, alpha, mean(100 * lost), mean(lost > MATTERS)))
    return pd.DataFrame(rows, columns=["with", "alpha", "lost_percent", "loses"])


def position(case: Case, place: int) -> pd.DataFrame:
    """Where the policy moves: what each holds of the ties after the departure, less before, points, mean of domains."""
    staying = np.array([float(k != place) for k in range(len(case.powers))])
    after = case.play(case.sympathy, staying)
    moved = 100 * (after.action - case.game.action).mean(axis=-2)
    columns = {name: means(moved[..., k]) for k, name in enumerate((*case.powers, "the rest"))}
    return pd.DataFrame({"state": case.states, **columns})
