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
from steppe.methods.patronage.case import OF_GDP, Array, Case, Reply, ends, how_sure, percent, share
from steppe.methods.result import Table
from steppe.politics.patronage.many import payments

Kind = Literal["threat", "offer"]


@dataclass(frozen=True, slots=True)
class Side:
    """One power's side of the answer: means over states, % of GDP.

    Attributes
    ----------
    power
        Code.
    mean, low, high
        Mean over states, and its 90 % of draws.
    most
        The state in which it is largest, and how large.
    first
        In how many states it is likelier than not the largest of all powers.
    above
        Probability that its threat is larger than its offer.
    """

    power: str
    mean: float
    low: float
    high: float
    most: tuple[str, float]
    first: int
    above: float


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
    sides = _sides(case, case.threats, case.threats, middle)
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
    sides = _sides(case, middle, case.threats, middle)
    notes = (
        "An offer is what the power pays for its position in the game; what powers have been observed to pay is on "
        "record for new loans only, as shares of all new loans between governments.",
    )
    return Reply(results, tables, says(sides, "offer", len(case.subjects)), notes)


def _offers(case: Case) -> tuple[Array, Array]:
    """Least and most that each power pays, shape (N, S, K), shares of GDP."""
    low, high = payments(case.game.worth, case.game.valued)
    return np.maximum(low, 0.0), np.maximum(high, 0.0)


def _sides(case: Case, figures: Array, threats: Array, offers: Array) -> list[Side]:
    """The sides of the powers that the answer keeps to, the largest first."""
    here, made = figures[:, case.at], []
    largest = here.argmax(axis=-1)
    for power in case.chosen:
        k = case.powers.index(power)
        own = 100 * here[..., k]
        by_state = own.mean(axis=0)
        low, high = ends(own.mean(axis=1))
        top = int(by_state.argmax())
        first = int(((largest == k).mean(axis=0) > 0.5).sum())
        above = float((threats[:, case.at, k] > offers[:, case.at, k]).mean())
        most = (case.subjects[top], float(by_state[top]))
        made.append(Side(power, float(own.mean()), float(low), float(high), most, first, above))
    return sorted(made, key=lambda side: -side.mean)


def says(sides: Sequence[Side], kind: Kind, states: int) -> str:
    """Two sentences whose words follow the numbers."""
    verb = "can credibly threaten" if kind == "threat" else "offers"
    head = sides[0]
    first = (
        f"{head.power} {verb} {percent(head.mean)} % of GDP on average over {states} states ({percent(head.low)} to "
        f"{percent(head.high)}), most in {head.most[0]} ({percent(head.most[1])} %)"
    )
    if len(sides) == 1:
        word = "threat is the larger" if head.above >= 0.5 else "offer is the larger"
        sure = max(head.above, 1 - head.above)
        return (
            f"{first}; it is likelier than not the largest of all powers in {head.first} of them. Set against each "
            f"other, its {word}: that is {how_sure(sure)} (probability {share(sure)})."
        )
    rest = listed([f"{side.power} {percent(side.mean)}" for side in sides[1:]])
    leads = listed([f"{side.power} in {side.first}" for side in sides if side.first] or ["none in any"])
    return f"{first}, before {rest}; likelier than not the largest is {leads}. {_carrots(sides)}"


def _carrots(sides: Sequence[Side]) -> str:
    """Whose threats outweigh its offers, and whose do not."""
    sticks = [f"{side.power} ({share(side.above)})" for side in sides if side.above >= 0.5]
    carrots = [f"{side.power} ({share(side.above)})" for side in sides if side.above < 0.5]
    phrases = []
    if sticks:
        phrases.append(f"the threat is likelier than not the larger for {listed(sticks)}")
    if carrots:
        phrases.append(f"the offer for {listed(carrots)}")
    text = ", and ".join(phrases)
    return f"Set against each other, {text} (probability that the threat is)."


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
