"""What each power can threaten and what it offers, from whom and to whom: the same two measures for every power.

A *credible threat* is the harm that a power can do to a state less what the doing costs the power itself, weighed by
how far it is believed. An *offer* is what the power pays in equilibrium for the place it has in the state's ties; it
has an interval over equilibria of its own. Both are in shares of the state's GDP and can be set against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from steppe.display.format import listed
from steppe.methods.answer import Answer, Verdict
from steppe.methods.patronage.case import OF_GDP, STAKES, Array, Case, Estimate, Reply, ends, estimate, percent
from steppe.methods.result import Table
from steppe.politics.patronage.many import payments

Kind = Literal["threat", "offer"]
NAMED = 3
"""Powers that an answer names."""


@dataclass(frozen=True, slots=True)
class Side:
    """One power's side of the answer: means over states, % of GDP.

    Attributes
    ----------
    power
        Code.
    of
        Mean over states.
    most
        The state in which it is largest, and how large.
    """

    power: str
    of: Estimate
    most: tuple[str, float]


def coercion(case: Case) -> Reply:
    """Answer `coercion`."""
    offers = _offers(case)
    middle = 0.5 * (offers[0] + offers[1])
    results = pd.concat(
        [
            case.rows("credible threat", OF_GDP, 100 * case.threats[..., case.powers.index(power)], partner=power)
            for power in case.chosen
        ]
    )
    tables = (
        Table("threats", "credible threat", matrix(case, case.threats), OF_GDP),
        Table("threat-parts", "what threats are made of", parts(case), OF_GDP),
        *_compared(case, middle),
    )
    sides = _sides(case, case.threats)
    notes = (
        "A threat is what a power could make a state pay to be spared; that it is made, or carried out, is not said. "
        "For gas, debt, new loans and arms only shares are known, not losses; they are in a separate table.",
    )
    return Reply(results, tables, says(sides, "threat", len(case.subjects)), notes)


def inducements(case: Case) -> Reply:
    """Answer `inducements`."""
    low, high = _offers(case)
    middle = 0.5 * (low + high)
    results = pd.concat(
        [
            case.rows("offer", OF_GDP, 100 * middle[..., case.powers.index(power)], partner=power)
            for power in case.chosen
        ]
    )
    tables = (
        Table("offers", "offer", matrix(case, middle), OF_GDP),
        Table("offers-over-equilibria", "offers over equilibria and draws", _over_equilibria(case, low, high), OF_GDP),
        *_compared(case, middle),
    )
    sides = _sides(case, middle)
    notes = (
        "An offer is what the power pays for its position in the game; what powers have been observed to pay is on "
        "record for new loans only, as shares of all new loans between governments.",
    )
    return Reply(results, tables, says(sides, "offer", len(case.subjects)), notes)


def _offers(case: Case) -> tuple[Array, Array]:
    """Least and most that each power pays, shape (N, S, K), shares of GDP."""
    low, high = payments(case.game.worth, case.game.valued)
    return np.maximum(low, 0.0), np.maximum(high, 0.0)


def _sides(case: Case, figures: Array) -> list[Side]:
    """The sides of the powers that the answer keeps to, the largest first."""
    made = []
    for power in case.chosen:
        own = 100 * figures[:, case.at, case.powers.index(power)]
        by_state = np.median(own, axis=0)
        top = int(by_state.argmax())
        made.append(Side(power, estimate(own.mean(axis=1)), (case.subjects[top], float(by_state[top]))))
    return sorted(made, key=lambda side: -side.of.value)


def says(sides: Sequence[Side], kind: Kind, states: int) -> Answer:
    """The largest side, where it is largest, and the next."""
    head = sides[0]
    what = "credible threat" if kind == "threat" else "offer"
    figures = [(side.power, percent(side.of.value, side.of.error)) for side in sides[1:NAMED]]
    rest = [f"{power} {figure}" for power, figure in figures if figure != "0"]
    then = f"; then {listed(rest)}" if rest else ""
    sentence = (
        f"By {what}, {head.power} averages {head.of.of(OF_GDP)} over {states} states, most in {head.most[0]} "
        f"({percent(head.most[1])} %){then}."
    )
    return Answer(Verdict.ASSUMED, sentence, STAKES)


# ------------------------------------------------------------------- tables
def matrix(case: Case, figures: Array) -> pd.DataFrame:
    """Means over draws, one row a state, one column a power that the answer keeps to, % of GDP."""
    return case.matrix(100 * figures)[["state", *case.chosen]]


def parts(case: Case) -> pd.DataFrame:
    """Harm by trade and by remittances, what it costs the power, and the credible threat; means over draws."""
    rows = []
    for k, power in enumerate(case.powers):
        if power not in case.chosen:
            continue
        money = case.drawn.unreplaced[:, None] * case.record.remitted[:, k]
        for i, state in enumerate(case.states):
            figures = (case.stakes.harm[:, i, k] - money[:, i], money[:, i], case.stakes.own[:, i, k])
            means = (100 * float(each.mean()) for each in (*figures, case.threats[:, i, k]))
            rows.append((power, state, *means))
    columns = ["power", "state", "trade", "remittances", "cost_to_power", "credible"]
    return pd.DataFrame(rows, columns=columns)


def against(case: Case, threats: Array, offers: Array) -> pd.DataFrame:
    """Threat and offer of each power, means over states and draws, and which is the larger."""
    rows = []
    for power in case.chosen:
        k = case.powers.index(power)
        threat, offer = (100 * each[:, case.at, k] for each in (threats, offers))
        above = float((threat > offer).mean())
        rows.append((power, float(threat.mean()), float(offer.mean()), above))
    return pd.DataFrame(rows, columns=["power", "threat", "offer", "threat_is_larger"])


def _compared(case: Case, middle: Array) -> Iterator[Table]:
    """Threats beside offers, where that holds, and the shares that neither counts."""
    beside, where = against(case, case.threats, middle), where_it_holds(case, case.threats, middle)
    yield Table("threat-against-offer", "threat against offer", beside, OF_GDP, ("threat_is_larger",))
    yield Table("where-it-holds", "where it holds", where, chances=(*case.chosen, "part_of_draws"))
    yield Table("stated-shares", "shares that no loss is known for", _stated(case), "%")


def where_it_holds(case: Case, threats: Array, offers: Array) -> pd.DataFrame:
    """Probability that the threat is larger than the offer, by power and by what is assumed."""
    drawn, rows = case.drawn, []
    for name, inside in {
        "all draws": np.ones(len(drawn.scale), dtype=bool),
        **case.regions("scale", "commitment", "unreplaced"),
    }.items():
        larger = threats[inside][:, case.at] > offers[inside][:, case.at]
        chances = larger.mean(axis=(0, 1)) if inside.any() else np.full(len(case.powers), np.nan)
        kept = [float(chances[case.powers.index(power)]) for power in case.chosen]
        rows.append((name, *kept, float(inside.mean())))
    return pd.DataFrame(rows, columns=["where", *case.chosen, "part_of_draws"])


def _over_equilibria(case: Case, low: Array, high: Array) -> pd.DataFrame:
    """Least and most over equilibria (means over draws), the spread over draws of their middle, and what it buys."""
    rows = []
    bought = 100 * (case.game.action - case.stakes.ideal).mean(axis=-2)
    for k, power in enumerate(case.powers):
        if power not in case.chosen:
            continue
        least, most = ends(50 * (low + high)[..., k])
        for i, state in enumerate(case.states):
            bounds = (100 * float(low[:, i, k].mean()), 100 * float(high[:, i, k].mean()))
            rows.append((power, state, *bounds, least[i], most[i], float(bought[:, i, k].mean())))
    return pd.DataFrame(rows, columns=["power", "state", "lowest", "highest", "low", "high", "points_of_ties_bought"])


def _stated(case: Case) -> pd.DataFrame:
    frame = case.record.stated
    return frame[frame["partner"].isin(case.chosen)].reset_index(drop=True)
