"""What each power can threaten and what it offers, from whom and to whom: the same two measures for every power.

A *credible threat* is the harm that a power can do to a state less what the doing costs the power itself, weighed by
how far it is believed. An *offer* is what the power pays in equilibrium for the place it has in the state's ties; it
has an interval over equilibria of its own. Both are in shares of the state's GDP and can be set against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from steppe.methods.answer import Answer, Verdict
from steppe.methods.patronage import observed
from steppe.methods.patronage.case import DIGITS, MOST, NEARLY, OF_GDP, TRIED, UNTESTED, Array, Case, Reply
from steppe.methods.result import Table, tabled
from steppe.methods.summary import mean, spread
from steppe.politics.patronage.many import payments

Kind = Literal["threat", "offer"]
RECORDED: Mapping[Kind, str] = {"threat": "coercion", "offer": "inducement"}
"""The kind of measures on record that stands beside what the model has."""
FORCE = "Force is not counted."


@dataclass(frozen=True, slots=True)
class Side:
    """How a power stands among all powers of the game.

    Attributes
    ----------
    power
        Code.
    most, nearly
        States in which its figure is the largest of all in most of what is assumed, and in nearly all of it.
    """

    power: str
    most: int
    nearly: int


def coercion(case: Case) -> Reply:
    """Answer `coercion`."""
    offers = _offers(case)
    tables = (
        tabled("threats", "credible threat", matrix(case, case.threats), OF_GDP, digits=DIGITS),
        tabled("threat-parts", "what threats are made of", parts(case), OF_GDP, digits=DIGITS),
        *_compared(case, 0.5 * (offers[0] + offers[1])),
    )
    note = (
        "A threat is what a power could make a state pay to be spared; that it is made, or carried out, is not said. "
        "Gas below Europe's price, oil across the power's land and new loans count where they are on record (table "
        "levers), a part of them drawn; for debt and arms only shares are known. Force is in no figure."
    )
    return _reply(case, "threat", case.threats, tables, note)


def inducements(case: Case) -> Reply:
    """Answer `inducements`."""
    low, high = _offers(case)
    middle, spans = 0.5 * (low + high), _over_equilibria(case, low, high)
    tables = (
        tabled("offers", "offer", matrix(case, middle), OF_GDP, digits=DIGITS),
        tabled("offers-over-equilibria", "offers over equilibria and draws", spans, OF_GDP, digits=DIGITS),
        *_compared(case, middle),
    )
    note = (
        "An offer is what the power pays for its position in the game. What powers are on record to give, as far as it "
        "is known in money, is in the table levers; the offers of the model are no estimate of it."
    )
    return _reply(case, "offer", middle, tables, note)


def _reply(case: Case, kind: Kind, figures: Array, tables: tuple[Table, ...], note: str) -> Reply:
    """The record first, in answer, results and tables, then the model, whose figures have shape (N, S, K)."""
    name = "credible threat" if kind == "threat" else "offer"
    modelled = [
        case.rows(name, OF_GDP, 100 * figures[..., case.powers.index(power)], partner=power) for power in case.chosen
    ]
    results = pd.concat([observed.results(case, RECORDED[kind]), *modelled])
    seen = (*observed.tables(case, RECORDED[kind], figures), Table("levers", "levers on record", levers(case), OF_GDP))
    said = says(observed.lead(case, RECORDED[kind]), _sides(case, figures), kind, len(case.subjects))
    return Reply(results, (*seen, *tables), said, (note, *observed.NOTES))


def _offers(case: Case) -> tuple[Array, Array]:
    """Least and most that each power pays, shape (N, S, K), shares of GDP."""
    low, high = payments(case.game.worth, case.game.valued)
    return np.maximum(low, 0.0), np.maximum(high, 0.0)


def _sides(case: Case, figures: Array) -> list[Side]:
    """The powers that the answer keeps to; first who is ahead in most states."""
    ahead = figures[:, case.at].argmax(axis=-1)
    made = []
    for power in case.chosen:
        part = (ahead == case.powers.index(power)).mean(axis=0)
        made.append(Side(power, int((part > MOST).sum()), int((part >= NEARLY).sum())))
    return sorted(made, key=lambda side: (-side.most, -side.nearly))


def says(record: str, sides: Sequence[Side], kind: Kind, states: int) -> Answer:
    """The record, then who is ahead in the model, in how many states and in how much of what is assumed."""
    head = sides[0]
    sentence = (
        f"{record} Modelled, {head.power}’s {kind} is largest in {head.most} of {states} states in most {TRIED}, "
        f"{head.nearly} in nearly all."
    )
    return Answer(Verdict.RECORDED, sentence, UNTESTED if kind == "offer" else f"{FORCE} {UNTESTED}")


# ------------------------------------------------------------------- tables
def matrix(case: Case, figures: Array) -> pd.DataFrame:
    """Means over draws, one row a state, one column a power that the answer keeps to, % of GDP."""
    return case.matrix(100 * figures)[["state", *case.chosen]]


def parts(case: Case) -> pd.DataFrame:
    """Harm by trade, remittances and levers, what it costs the power, and the credible threat; means over draws."""
    rows = []
    for k, power in enumerate(case.powers):
        if power not in case.chosen:
            continue
        money = case.drawn.unreplaced[:, None] * case.record.remitted[:, k]
        cut = case.drawn.missed[:, None] * case.record.cut[:, k]
        for i, state in enumerate(case.states):
            trade = case.stakes.harm[:, i, k] - money[:, i] - cut[:, i]
            figures = (trade, money[:, i], cut[:, i], case.stakes.own[:, i, k], case.threats[:, i, k])
            rows.append((power, state, *(mean(100 * each) for each in figures)))
    columns = ["power", "state", "trade", "remittances", "gas_routes_loans", "cost_to_power", "credible"]
    return pd.DataFrame(rows, columns=columns)


LEAST = 0.0005
"""Share of GDP from which a lever is shown: half of the last digit that is."""


def levers(case: Case) -> pd.DataFrame:
    """Gas rent, oil across the power's land, credit and aid as they are on record, % of GDP."""
    rows = case.record.levers
    rows = rows[rows["partner"].isin(case.chosen) & (rows["share"].abs() >= LEAST)]
    rows = rows.assign(of_gdp=100 * rows["share"].astype(float), power=rows["partner"])
    shown = ["state", "power", "lever", "year", "of_gdp", "basis"]
    return rows.sort_values(["lever", "of_gdp"], ascending=[True, False])[shown].reset_index(drop=True)


def against(case: Case, threats: Array, offers: Array) -> pd.DataFrame:
    """Threat and offer of each power, means over states and draws, and which is the larger."""
    rows = []
    for power in case.chosen:
        k = case.powers.index(power)
        threat, offer = (100 * each[:, case.at, k] for each in (threats, offers))
        rows.append((power, mean(threat), mean(offer), mean(threat > offer)))
    return pd.DataFrame(rows, columns=["power", "threat", "offer", "threat_is_larger"])


def _compared(case: Case, middle: Array) -> Iterator[Table]:
    """Threats beside offers, where that holds, and the shares that neither counts."""
    beside, where = against(case, case.threats, middle), where_it_holds(case, case.threats, middle)
    yield tabled("threat-against-offer", "threat against offer", beside, OF_GDP, ("threat_is_larger",), DIGITS)
    yield tabled("where-it-holds", "where it holds", where, chances=(*case.chosen, "part_of_draws"))
    yield Table("stated-shares", "shares that no loss is known for", _stated(case), "%")


def where_it_holds(case: Case, threats: Array, offers: Array) -> pd.DataFrame:
    """Probability that the threat is larger than the offer, by power and by what is assumed."""
    drawn, rows = case.drawn, []
    for name, inside in {
        "all draws": np.ones(len(drawn.scale), dtype=bool),
        **case.regions("scale", "commitment", "unreplaced"),
    }.items():
        larger = threats[inside][:, case.at] > offers[inside][:, case.at]
        kept = [mean(larger[..., case.powers.index(power)], inside) for power in case.chosen]
        rows.append((name, *kept, float(inside.mean())))
    return pd.DataFrame(rows, columns=["where", *case.chosen, "part_of_draws"])


def _over_equilibria(case: Case, low: Array, high: Array) -> pd.DataFrame:
    """Least and most over equilibria (means over draws), the spread over draws of their middle, and what it buys."""
    rows = []
    bought = 100 * (case.game.action - case.stakes.ideal).mean(axis=-2)
    for k, power in enumerate(case.powers):
        if power not in case.chosen:
            continue
        least, most = spread(50 * (low + high)[..., k])
        for i, state in enumerate(case.states):
            bounds = (mean(100 * low[:, i, k]), mean(100 * high[:, i, k]))
            rows.append((power, state, *bounds, least[i], most[i], mean(bought[:, i, k])))
    return pd.DataFrame(rows, columns=["power", "state", "lowest", "highest", "low", "high", "points_of_ties_bought"])


def _stated(case: Case) -> pd.DataFrame:
    frame = case.record.stated
    return frame[frame["partner"].isin(case.chosen)].reset_index(drop=True)
