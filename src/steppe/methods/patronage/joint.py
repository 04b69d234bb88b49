"""What a state loses when two powers act jointly: its rent, under threats, and its position.

Joint action of powers 1 and 2 takes the rent that their rivalry brought. On shares they are rivals only if each values
the other's share at less than α*(J) = (J-1) - √((J-1)² - 1) of its own (`steppe.politics.patronage.simplex`), α is not
observed, so the finding is a probability over draws, and a map over α. Threats are added apart: L(12) - L_1 - L_2 from
closing the trade with both at once. Two ways in which position is lost, and not only money, are played beside it:
transfers capped at a purse, and a division of domains between the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.display.format import listed, sentence_case
from steppe.methods.answer import Answer
from steppe.methods.patronage.case import (
    MATTERING,
    MATTERS,
    NONE,
    OF_GDP,
    OF_RENT,
    STAKES,
    Array,
    Case,
    Estimate,
    Mask,
    Reply,
    between,
    chance,
    ends,
    estimate,
    how_sure,
    lost_by_joining,
    lowest,
    part_lost,
    percent,
    share,
    verdict,
)
from steppe.methods.patronage.stakes import pair_only
from steppe.methods.patronage.study import DOMAINS
from steppe.methods.result import Table
from steppe.politics.patronage import Menu, Quadratic, capped, sympathy_threshold
from steppe.politics.patronage.many import Rents, fields, rents, together

ALPHAS = (-0.5, -0.25, 0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
"""Where the map over α is taken."""
MAPPED = 50
"""Draws of the rest in that map."""
PURSES = (0.1, 0.25, 0.5)
"""What a power can pay at most, relative to what it would pay if nothing capped it."""
GRID = 120
"""Steps of policy in the contest with capped transfers, from one power's wish to the other's."""
STEPS = 500
"""Steps of its clock."""
LEAST = 0.05
"""Points of the ties below which a policy is said not to move."""
EXACT_DRAWS = 5
"""Draws in which the width of the interval over equilibria is measured where many equilibria exist."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the answer is made of; probabilities over draws, figures in per cent.

    Attributes
    ----------
    pair, states
        The two powers, and the states spoken of.
    chances
        Probability by state of losing more than a twentieth of the rent.
    other
        Lowest and highest of that probability, over states together, under other sympathies.
    threshold
        α* for the number of shares.
    extra
        What acting jointly adds to the two powers' threats, % of GDP, mean of states.
    moved, purse
        Points of the ties by which joint action moves the policy where transfers are capped at this part.
    divided_chance, divided_lost, divided_moved
        With divided spheres: probability of losing more than a twentieth of the rent, mean part of it that is lost (%),
        and points of the ties that change hands.
    """

    pair: tuple[str, str]
    states: tuple[str, ...]
    chances: tuple[float, ...]
    other: tuple[float, float]
    threshold: float
    extra: Estimate
    moved: float
    purse: float
    divided_chance: float
    divided_lost: float
    divided_moved: float


def joint(case: Case) -> Reply:
    """Answer `powers-act-jointly`."""
    apart, paired = case.rents, rents(together(case.game.worth, [case.pair]))
    lost = part_lost(apart.middle, paired.middle)
    extra, fall = 100 * _extra(case), 100 * (apart.middle - paired.middle)
    other = where_it_holds(case)
    bound, divided = capped_table(case), spheres_table(case)
    results = pd.concat(
        [
            case.rows("rent lost by joint action", OF_RENT, 100 * lost, partner=case.both),
            case.rows("rent lost by joint action", OF_GDP, fall, partner=case.both),
            case.plain(MATTERING, "probability", (lost > MATTERS).mean(axis=0), partner=case.both),
            case.rows("rent", OF_GDP, 100 * apart.middle),
            case.rows("added threat of the two together", OF_GDP, extra, partner=case.both, basis="estimated"),
            case.rows("loss of rent and added threat", OF_GDP, fall + extra, partner=case.both),
        ]
    )
    tables = (
        Table("rents", "rent by state", rent_table(case, apart, paired, lost), OF_GDP, ("probability",)),
        Table("where-it-holds", "where it holds", other, chances=("probability", "part_of_draws")),
        Table("sympathy", "rent lost over sympathy", map_over_alpha(case), "%"),
        Table("threshold", "sympathy that ends rivalry", thresholds()),
        Table("joint-threats", "threats, apart and together", threat_table(case), OF_GDP),
        Table("capped-transfers", "position with capped transfers", bound, "points of the ties"),
        Table("divided-spheres", "position with divided spheres", divided, chances=("probability",)),
    )
    numbers = _numbers(case, lost=lost, extra=extra, other=other, bound=bound, divided=divided)
    findings = tuple(f"{sentence_case(words)}." for words in (_threats(numbers), _position(numbers)))
    return Reply(results, tables, says(numbers), (*findings, *_notes(case)))


def _numbers(
    case: Case, *, lost: Array, extra: Array, other: pd.DataFrame, bound: pd.DataFrame, divided: pd.DataFrame
) -> Numbers:
    here = bound[bound["state"].isin(case.subjects)]
    small = f"{min(PURSES):g} of them"
    mine = divided[divided["state"].isin(case.subjects)]
    elsewhere = other.loc[other["kind"].eq("reading"), "probability"]
    return Numbers(
        pair=(case.study.together[0], case.study.together[1]),
        states=case.subjects,
        chances=tuple((lost > MATTERS).mean(axis=0)[case.at].tolist()),
        other=(float(elsewhere.min()), float(elsewhere.max())),
        threshold=sympathy_threshold(len(case.powers) + 1),
        extra=estimate(extra[:, case.at].mean(axis=1)),
        moved=float((here[f"joint, {small}"] - here[f"apart, {small}"]).abs().mean()),
        purse=min(PURSES),
        divided_chance=float(mine["probability"].mean()),
        divided_lost=float(mine["rent_lost_percent"].mean()),
        divided_moved=float(mine["moved"].mean()),
    )


def says(n: Numbers) -> Answer:
    """The condition on which the two cost a state its rent."""
    mean = float(np.mean(n.chances))
    first, second = n.pair
    sentence = (
        f"{first} and {second} acting jointly cost a state rent only if each values the other's share below "
        f"{percent(100 * n.threshold)} % of its own (probability {share(mean)}; under other sympathies "
        f"{between(*n.other)})."
    )
    return Answer(verdict(mean, *n.other), sentence, STAKES)


def _threats(n: Numbers) -> str:
    figure = f"{n.extra.of(OF_GDP)} on average"
    if n.extra.low > 0:
        return f"Threats made together weigh more than apart, by {figure}"
    if n.extra.high < 0:
        return f"Threats made together weigh less than apart, by {figure}"
    return f"Whether threats made together weigh more than apart is open, the difference being {figure}"


def _position(n: Numbers) -> str:
    capped_words = (
        f"purses of {percent(100 * n.purse)} % let joint action move it by {percent(n.moved)} points of the ties"
        if n.moved >= LEAST
        else f"not even purses of {percent(100 * n.purse)} % let joint action move it"
    )
    divided = (
        f"dividing spheres moves {percent(n.divided_moved)} points and takes {percent(n.divided_lost)} % of the rent"
        if n.divided_lost >= 0
        else f"dividing spheres moves {percent(n.divided_moved)} points and adds {percent(-n.divided_lost)} % to rent"
    )
    return (
        f"the policy stays the same while money moves freely, but {capped_words}, and {divided} (that it takes more "
        f"than 5 % is {how_sure(n.divided_chance)})"
    )


# ------------------------------------------------------------------- tables
def rent_table(case: Case, apart: Rents, paired: Rents, lost: Array) -> pd.DataFrame:
    """Rents of each state apart and joint, ends over equilibria and over draws."""
    low, high = ends(100 * apart.middle)
    least, most = ends(100 * lost)
    return pd.DataFrame(
        {
            "state": case.states,
            "rent": 100 * apart.middle.mean(axis=0),
            "lowest": 100 * apart.low.mean(axis=0),
            "highest": 100 * apart.high.mean(axis=0),
            "low": low,
            "high": high,
            "joint": 100 * paired.middle.mean(axis=0),
            "lost_percent": 100 * lost.mean(axis=0),
            "lost_low": least,
            "lost_high": most,
            "probability": (lost > MATTERS).mean(axis=0),
        }
    )


def where_it_holds(case: Case) -> pd.DataFrame:
    """Probability of losing more than a twentieth of the rent, by what is assumed of sympathies and of the rest."""
    rows = []
    lost = lost_by_joining(case.game.worth, case.pair)[:, case.at]
    alpha, edge = case.drawn.alpha, sympathy_threshold(len(case.powers) + 1)
    rows.append(
        ("reading", "α of the two from 0 to 1, others none", *_chance_of(lost, np.ones(len(alpha), dtype=bool)))
    )
    for name, sympathy in case.readings().items():
        lost_there = lost_by_joining(case.play(sympathy).worth, case.pair)[:, case.at]
        rows.append(("reading", name, *_chance_of(lost_there, np.ones(len(alpha), dtype=bool))))
    for name, inside in {
        f"α below α* = {edge:.3f}": alpha < edge,
        "α from α* to a half": (alpha >= edge) & (alpha < 0.5),
        "α from a half on": alpha >= 0.5,
        **case.regions("eta", "scale"),
    }.items():
        rows.append(("region", name, *_chance_of(lost, inside)))
    return pd.DataFrame(rows, columns=["kind", "where", "probability", "lost_percent", "part_of_draws"])


def _chance_of(lost: Array, inside: Mask) -> tuple[float, float, float]:
    """Chance of a loss that matters and mean loss where a condition holds, and how many draws it covers."""
    part = float(inside.mean())
    if not part:
        return np.nan, np.nan, 0.0
    return chance(lost[inside] > MATTERS), 100 * float(lost[inside].mean()), part


def map_over_alpha(case: Case) -> pd.DataFrame:
    """Mean part of the rent lost, %, one row a state, one column an α; all else as drawn."""
    few = slice(0, min(MAPPED, len(case.drawn.alpha)))
    columns = {"state": list(case.states)}
    for alpha in ALPHAS:
        sympathy = pair_only(len(case.powers), case.pair, np.full(few.stop, alpha))
        lost = lost_by_joining(_few(case, few, sympathy), case.pair)
        mean = 100 * lost.mean(axis=0)
        columns[f"at α {alpha:g}"] = list(np.where(abs(mean) < NONE, 0.0, mean))
    return pd.DataFrame(columns)


def _few(case: Case, few: slice, sympathy: Array) -> Array:
    """Worths of the games of some draws under other sympathies."""
    own = case.stakes.interest[few, ..., None]
    valued = np.concatenate([sympathy, np.zeros((*sympathy.shape[:-1], 1))], axis=-1)[:, None, :, None, :]
    return fields(case.stakes.ideal[few], own * valued, case.stakes.cost[few]).worth


def thresholds() -> pd.DataFrame:
    """α* by the number of shares: from it on, joint action of two costs no rent."""
    return pd.DataFrame([(count, sympathy_threshold(count)) for count in range(2, 8)], columns=["shares", "alpha"])


def threat_table(case: Case) -> pd.DataFrame:
    """Harm of the two apart and together, means over draws."""
    first, second = (case.stakes.harm[..., place] for place in case.pair)
    both = case.stakes.joint[case.pair]
    extra = 100 * _extra(case)
    low, high = ends(extra)
    one, two = case.study.together
    return pd.DataFrame(
        {
            "state": case.states,
            one: 100 * first.mean(axis=0),
            two: 100 * second.mean(axis=0),
            "together": 100 * both.mean(axis=0),
            "added": extra.mean(axis=0),
            "low": low,
            "high": high,
        }
    )


def _extra(case: Case) -> Array:
    """L(12) - L_1 - L_2, shape (N, S), shares of GDP."""
    return np.asarray(case.stakes.joint[case.pair] - case.stakes.harm[..., list(case.pair)].sum(axis=-1))


def spheres_table(case: Case) -> pd.DataFrame:
    """Rent and position when each domain falls to one of the two and the other stays out of it."""
    wanted = case.stakes.wanted(case.sympathy)
    for place, domain in enumerate(DOMAINS):
        owner = case.powers.index(case.study.spheres[domain])
        other = next(k for k in case.pair if k != owner)
        wanted[:, :, other, place, :] = 0.0
    game = fields(case.stakes.ideal, wanted, case.stakes.cost)
    lost = part_lost(case.rents.low, lowest(game.worth))
    return pd.DataFrame(
        {
            "state": case.states,
            "given_up": 100 * case.game.given_up.mean(axis=0),
            "given_up_divided": 100 * game.given_up.mean(axis=0),
            "moved": 100 * _moved(case.game.action, game.action).mean(axis=0),
            "rent_lost_percent": 100 * lost.mean(axis=0),
            "probability": (lost > MATTERS).mean(axis=0),
        }
    )


def _moved(before: Array, after: Array) -> Array:
    """Part of the ties that change hands, mean over domains, shape (N, S)."""
    return np.asarray(0.5 * abs(after - before).sum(axis=-1).mean(axis=-1))


def capped_table(case: Case) -> pd.DataFrame:
    """Policy of the two powers' own contest with capped transfers, apart and joint; at the medians of what is drawn.

    The contest is over how much of the ties moves from the one to the other, all domains together, α at 0. A purse is a
    part of what the power would pay if nothing capped it; the certificate is the most that a power still gains.
    """
    rows: list[dict[str, str | float]] = []
    for place, state in enumerate(case.states):
        menu, moves = _contest(case, place)
        step = float(np.ptp(menu.stakes, axis=1).max()) / STEPS
        free = capped(menu, _deep(menu), step=step)
        row: dict[str, str | float] = {"state": state, "free": 100 * float(moves[free.choice])}
        gain = free.gain
        for purse in PURSES:
            caps = purse * np.maximum(free.transfers, 0.0)
            for name, blocks in (("apart", ()), ("joint", (menu.powers,))):
                played = capped(menu, caps, blocks=blocks, step=step)
                row[f"{name}, {purse:g} of them"] = 100 * float(moves[played.choice])
                gain = max(gain, played.gain)
        rows.append(row | {"certificate, % of GDP": 100 * gain})
    return pd.DataFrame(rows)


def _contest(case: Case, place: int) -> tuple[Menu, Array]:
    """The menu of one state, and the part of its ties that each policy moves from the second power to the first."""
    names = [case.powers[k] for k in case.pair]
    first, second = np.median(case.stakes.interest[:, place].sum(axis=-1), axis=0)[list(case.pair)]
    cost = 2 * float(np.median(case.stakes.cost[:, place].sum(axis=-1)))
    moves = np.linspace(-second / cost, first / cost, GRID + 1)
    game = Quadratic(names, [[cost]], [[first], [-second]])
    return game.on(moves[:, None]), moves


def _deep(menu: Menu) -> Array:
    """Purses that cannot bind: what the widest range of policies is worth to each, twice."""
    return np.asarray(2 * np.ptp(menu.stakes, axis=1))


def _notes(case: Case) -> tuple[str, ...]:
    wide = case.play(case.drawn.pairs).worth[: min(EXACT_DRAWS, len(case.drawn.alpha))]
    wide_rents = rents(wide)
    some = wide_rents.high > NONE
    width = (
        100 * float((wide_rents.high - wide_rents.low)[some].sum() / wide_rents.high[some].sum()) if some.any() else 0.0
    )
    owners = listed([f"the {domain} one to {owner}" for domain, owner in case.study.spheres.items()])
    same = float((case.rents.high - case.rents.low).max())
    one = (
        "In the games of the answer all truthful equilibria leave the same rent."
        if same < NONE
        else f"Over equilibria of one game the rent differs by {percent(100 * same)} % of GDP at most."
    )
    return (
        f"{one} Where every pair has an α of its own they differ: the lowest rent is {percent(width)} % below the "
        f"highest, in {EXACT_DRAWS} draws; probabilities under other sympathies are of the lowest rents.",
        f"Spheres: {owners}; other powers go on bidding. Capped transfers: a contest of the two alone over "
        "how much of the ties moves from one to the other, all domains together, α at 0, a purse being a part of what "
        "a power would pay if nothing capped it.",
        "A threat counts here with the whole harm that it could do, whatever carrying it out costs the two.",
    )
