"""What happens to a state when its patron runs short.

A power whose means shrink to m values every policy at m of the money that it would have given, and what it can cut off
shrinks with it. So does what cutting it off costs the power itself: both are losses of the same trade, and the threat
falls to m of what it was. The state loses part of its rent and is rid of part of a threat: it gains where the threat
was larger than the power's part in the rent (`steppe.politics.patronage.restraint`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.methods.answer import Answer, Verdict
from steppe.methods.patronage.case import (
    DIGITS,
    NONE,
    OF_GDP,
    OF_RENT,
    TRIED,
    UNTESTED,
    Array,
    Case,
    Mask,
    Reply,
    lowest,
    part_lost,
    share,
)
from steppe.methods.patronage.leaving import THREATS, least
from steppe.methods.result import Drawn, tabled
from steppe.methods.summary import mean
from steppe.politics.patronage.many import payments, rents

WHERE = ("rent_falls", "more_after_threats", "part_of_draws")
"""What is said of each place where a finding may hold: parts of the draws in it."""

MEANS = (1.0, 0.75, 0.5, 0.25)
"""What is left of the power's means."""
AFTER = "change after threats at half of the means of each power"
HALF = 0.5
"""The shortage that results and answer speak of."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left at some means of one power: all of shape (N, S), shares of GDP."""

    rent: Array
    lowest: Array
    highest: Array
    offer: Array
    threat: Array


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the answer is made of.

    Attributes
    ----------
    power, left
        Whose means shrink, and to what part.
    falls, least
        Part of the assumptions in which rents fall, and the least of that part under other sympathies.
    """

    power: str
    left: float
    falls: float
    least: float


def means(case: Case) -> Reply:
    """Answer `patron-bargains-with-less`."""
    power = case.power or case.study.power
    assert power is not None
    place = case.powers.index(power)
    course = {left: at(case, place, left) for left in MEANS}
    full, half = course[1.0], course[HALF]
    change = -100 * part_lost(full.rent, half.rent)
    net = 100 * _net(full, half)
    results = pd.concat(
        [
            case.rows("change of rent", OF_RENT, change, partner=power),
            case.rows("change of rent", OF_GDP, 100 * (half.rent - full.rent), partner=power),
            case.rows("change of what the power pays", OF_GDP, 100 * (half.offer - full.offer), partner=power),
            case.rows("change of its threat", OF_GDP, 100 * (half.threat - full.threat), partner=power),
            case.rows("change after threats", OF_GDP, net, partner=power),
        ]
    )
    changes, after_threats = by_power(case)
    elsewhere = where_it_holds(case, place, change, net)
    tables = (
        tabled("course", "course of means", _course(case, course), OF_GDP, digits=DIGITS),
        tabled("rent-changes", "change of rent at half of the means of each power", changes, "%", digits=DIGITS),
        tabled("changes-after-threats", AFTER, after_threats, OF_GDP, digits=DIGITS),
        tabled("where-it-holds", "where it holds", elsewhere, chances=WHERE),
    )
    falls = float((change[:, case.at] < 0).mean())
    return Reply(results, tables, says(Numbers(power, HALF, falls, least(elsewhere))), (THREATS,))


def at(case: Case, place: int, left: float) -> Left:
    """Rent, payment and threat when one power has this part of its means."""
    scale = np.ones(len(case.powers))
    scale[place] = left
    game = case.game if left == 1 else case.play(case.sympathy, scale)
    left_over = case.rents if left == 1 else rents(game.worth)
    least, most = payments(game.worth, game.valued)
    threat = left * case.threats[..., place]
    return Left(left_over.middle, left_over.low, left_over.high, 0.5 * (least + most)[..., place], threat)


def _net(full: Left, half: Left) -> Array:
    """Change of rent less threat."""
    return np.asarray((half.rent - half.threat) - (full.rent - full.threat))


def says(n: Numbers) -> Answer:
    """In how much of what is assumed rents fall, where they do not, and what the balance turns on."""
    sentence = (
        f"At {100 * n.left:.0f} % of its means {n.power} pays less; rents fall in {share(n.falls)} of {TRIED} "
        f"({share(n.least)} if all may sympathize). The balance turns on its threats."
    )
    return Answer(Verdict.ASSUMED, sentence, UNTESTED)


# ------------------------------------------------------------------- tables
def _course(case: Case, course: dict[float, Left]) -> pd.DataFrame:
    """Rent, payment and threat over the means that are left: means over states and draws, % of GDP."""
    rows = []
    for left, kept in course.items():
        parts = (kept.rent, kept.lowest, kept.highest, kept.offer, kept.threat, kept.rent - kept.threat)
        rows.append((left, *(mean(100 * part[:, case.at]) for part in parts)))
    columns = ["means", "rent", "lowest", "highest", "offer", "threat", "after_threat"]
    return pd.DataFrame(rows, columns=columns)


def by_power(case: Case) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every power at half of its means: change of the rent (%), and after threats (% of GDP), states by powers."""
    change, net = [], []
    for place in range(len(case.powers)):
        full, half = at(case, place, 1.0), at(case, place, HALF)
        change.append(-100 * part_lost(full.rent, half.rent))
        net.append(100 * _net(full, half))
    return case.matrix(np.stack(change, axis=-1)), case.matrix(np.stack(net, axis=-1))


def where_it_holds(case: Case, place: int, change: Array, net: Array) -> pd.DataFrame:
    """Parts of the draws in which the rent falls, and in which the state has more after threats, by what is assumed."""
    change, net = change[:, case.at], net[:, case.at]
    rows: list[tuple[object, ...]] = []
    every = np.ones(len(change), dtype=bool)
    rows.append(("reading", "α of the two from 0 to 1, others none", *_chances(change, net, every), 1.0))
    scale = np.ones(len(case.powers))
    scale[place] = HALF
    for name, sympathy in case.readings().items():
        before = lowest(case.play(sympathy).worth)[:, case.at]
        after = lowest(case.play(sympathy, scale).worth)[:, case.at]
        rows.append(("reading", name, mean(after < before - NONE), np.nan, 1.0))
    for name, inside in case.regions("commitment", "unreplaced", "scale").items():
        rows.append(("region", name, *_chances(change, net, inside), float(inside.mean())))
    return pd.DataFrame(rows, columns=["kind", "where", *WHERE])


def _chances(change: Array, net: Array, inside: Mask) -> tuple[Drawn, Drawn]:
    return mean(change[inside] < 0, inside), mean(net[inside] > 0, inside)
