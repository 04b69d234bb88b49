"""Does income from transit keep a power from coercion?

A power on a state's way to third parties earns on what passes. Carrying out a threat would end that income, so the
threat is worth less in a bargain, by (1 - β) τ; and since every share that others hold brings it income, the power
opposes them less and offers less (`steppe.politics.patronage.restraint`). A power counts as being on the way where a
named route of the network runs through both; what passes is taken to be the state's trade in goods with all others, and
what is earned on it is drawn. How large the income would have to be before the threat is worth nothing needs no draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.methods.answer import Answer, Verdict
from steppe.methods.patronage.case import OF_GDP, TRIED, UNTESTED, Array, Case, Reply, part_lost, share
from steppe.methods.patronage.study import DOMAINS
from steppe.methods.result import tabled
from steppe.methods.summary import mean, spread
from steppe.politics.patronage.many import Fields, fields, payments, rents
from steppe.politics.patronage.restraint import credible_losses

MUCH = 0.1
"""A threat that falls by more than this part is called restrained."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the answer is made of.

    Attributes
    ----------
    power, states
        Who earns, and the states that a named route joins to it.
    weighed, believed
        Part of the assumptions in which transit takes more than a tenth off the threat: where β is below a half, so
        that a threat is weighed against its cost, and where it is above.
    """

    power: str
    states: tuple[str, ...]
    weighed: float
    believed: float


@dataclass(frozen=True, slots=True)
class Passage:
    """One power with and without its income from transit; all of shape (N, S), shares of GDP."""

    income: Array
    before: Array
    after: Array
    rent: Array
    paid_before: Array
    paid_after: Array

    @property
    def cut(self) -> Array:
        """Part of the threat that is gone."""
        return part_lost(self.before, self.after)


def transit(case: Case) -> Reply:
    """Answer `transit-as-restraint`."""
    power = case.power or case.study.power
    assert power is not None
    place = case.powers.index(power)
    passed = passage(case, place)
    paid = passed.paid_after - passed.paid_before
    net = 100 * ((passed.rent - case.rents.middle) - (passed.after - passed.before))
    results = pd.concat(
        [
            case.rows("threat without income from transit", OF_GDP, 100 * passed.before, partner=power),
            case.rows("threat with income from transit", OF_GDP, 100 * passed.after, partner=power),
            case.rows("part of the threat that transit takes away", "%", 100 * passed.cut, partner=power),
            case.rows("change of what the power pays", OF_GDP, 100 * paid, partner=power),
            case.rows("change of rent", OF_GDP, 100 * (passed.rent - case.rents.middle), partner=power),
            case.rows("change after threats", OF_GDP, net, partner=power),
        ]
    )
    silent = break_even(case)
    tables = (
        tabled("transit", "transit", by_power(case), OF_GDP),
        tabled("break-even", "income that neutralizes a threat", silent),
        tabled(
            "where-it-holds",
            "where it holds",
            where_it_holds(case, place, passed),
            chances=("probability", "part_of_draws"),
        ),
    )
    return Reply(results, tables, says(_numbers(case, place, passed)), (_who(case, place),))


def passage(case: Case, place: int) -> Passage:
    """Threat, rent and payment of one power with its income from transit."""
    passing = np.where(case.record.route[:, place], case.record.openness * (1 - case.record.trade[:, place]), 0.0)
    income = case.drawn.toll[:, None] * passing
    harm, own = case.stakes.harm[..., place], case.stakes.own[..., place]
    bound = case.drawn.commitment[:, None]
    game = _with_income(case, place, income)
    return Passage(
        income=income,
        before=case.threats[..., place],
        after=credible_losses(harm, own + income, 1.0, bound),
        rent=rents(game.worth).middle,
        paid_before=_paid(case.game, place),
        paid_after=_paid(game, place),
    )


def _with_income(case: Case, place: int, income: Array) -> Fields:
    """The games in which the power also earns on what passes to others, in the economic domain."""
    wanted = case.stakes.wanted(case.sympathy)
    domain = DOMAINS.index("economic")
    others = [j for j in range(wanted.shape[-1]) if j != place]
    for other in others:
        wanted[:, :, place, domain, other] += income
    return fields(case.stakes.ideal, wanted, case.stakes.cost)


def _paid(game: Fields, place: int) -> Array:
    """What the power pays, halfway between its least and its most."""
    least, most = payments(game.worth, game.valued)
    return np.asarray(0.5 * (least + most)[..., place])


def _numbers(case: Case, place: int, passed: Passage) -> Numbers:
    on_way = [k for k in case.at if case.record.route[k, place]]
    restrained = passed.cut[:, on_way] > MUCH
    parts = [float(restrained[inside].mean()) if on_way else 0.0 for inside in case.regions("commitment").values()]
    return Numbers(case.powers[place], tuple(case.states[k] for k in on_way), parts[0], parts[1])


def says(n: Numbers) -> Answer:
    """In how much of what is assumed transit takes a part of the threat that matters, and on what that turns."""
    if not n.states:
        sentence = f"No named route joins {n.power} to these states, so transit restrains it nowhere here."
        return Answer(Verdict.NOT_ANSWERABLE, sentence)
    sentence = (
        f"Income from transit takes over a tenth off what {n.power} can threaten in {share(n.weighed)} of {TRIED} "
        f"where threats are weighed against their cost, {share(n.believed)} where mostly believed anyway."
    )
    return Answer(Verdict.ASSUMED, sentence, UNTESTED)


# ------------------------------------------------------------------- tables
def by_power(case: Case) -> pd.DataFrame:
    """Every power with its income from transit, the same rule for all; states on its way only."""
    rows = []
    for place, power in enumerate(case.powers):
        if power not in case.chosen or not case.record.route[:, place].any():
            continue
        passed = passage(case, place)
        low, high = spread(100 * passed.cut)
        for k, state in enumerate(case.states):
            if case.record.route[k, place]:
                figures = (passed.income, passed.before, passed.after)
                cells = [mean(100 * each[:, k]) for each in (*figures, passed.cut)]
                rows.append((power, state, *cells, low[k], high[k]))
    columns = ["power", "state", "income", "threat", "threat_with_transit", "cut_percent", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def break_even(case: Case) -> pd.DataFrame:
    """Income at which a threat is worth nothing where its cost is weighed in full (β = 0); mean over draws."""
    rows = []
    for place, power in enumerate(case.powers):
        for k, state in enumerate(case.states):
            if power not in case.chosen or not case.record.route[k, place]:
                continue
            needed = np.maximum(0.0, case.stakes.harm[:, k, place] - case.stakes.own[:, k, place])
            passing = float(case.record.openness[k] * (1 - case.record.trade[k, place]))
            (low,), (high,) = spread(100 * needed[:, None])
            money = mean(needed * case.record.gdp[k])
            rows.append((power, state, mean(100 * needed), low, high, money, mean(100 * needed / passing)))
    columns = [
        "power",
        "state",
        "income_percent_of_gdp",
        "low",
        "high",
        "income_million_usd",
        "part_of_transit_percent",
    ]
    return pd.DataFrame(rows, columns=columns)


def where_it_holds(case: Case, place: int, passed: Passage) -> pd.DataFrame:
    """Chance that transit takes more than a tenth of the threat, by what is assumed."""
    on_way = np.array([k for k in case.at if case.record.route[k, place]], dtype=int)
    drawn, columns = case.drawn, ["where", "probability", "cut_percent", "part_of_draws"]
    if not len(on_way):
        return pd.DataFrame(columns=columns)
    rows = []
    for name, inside in {
        "all draws": np.ones(len(drawn.toll), dtype=bool),
        **case.regions("commitment", "toll", "unreplaced"),
    }.items():
        cut = passed.cut[inside][:, on_way]
        rows.append((name, mean(cut > MUCH, inside), mean(100 * cut, inside), float(inside.mean())))
    return pd.DataFrame(rows, columns=columns)


def _who(case: Case, place: int) -> str:
    on_way = [state for k, state in enumerate(case.states) if case.record.route[k, place]]
    named = ", ".join(on_way) or "none of the states"
    return (
        f"A named route runs through {case.powers[place]} and {named}. What passes is taken to be the "
        "state's trade in goods with everyone else: goods of third parties that cross both are not in the bundle."
    )
