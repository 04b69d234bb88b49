"""What a state loses when two powers act jointly: its rent, under threats, and its position.

Joint action of powers 1 and 2 takes the rent that their rivalry brought. While all J shares stay positive they are
rivals only if each values the other's share at less than α*(J) = (J-1) - √((J-1)² - 1) of its own; where some fall to
zero, fewer are left and α* is larger (`steppe.politics.patronage.simplex`). α is not observed, and how often a loss
occurs over draws of α would only say how α was drawn. So the games here are played at α of 0, where the loss is
largest, with a map over α beside them. Threats are added apart: L(12) - L_1 - L_2 from closing the trade with both at
once. Two ways in which position is lost, and not only money, are played beside it: transfers capped at a purse, and a
division of domains between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.display.format import listed, sentence_case
from steppe.methods.answer import Answer, Verdict
from steppe.methods.patronage.case import (
    DIGITS,
    MATTERING,
    MATTERS,
    NONE,
    OF_GDP,
    OF_RENT,
    TRIED,
    UNTESTED,
    Array,
    Case,
    Estimate,
    Mask,
    Reply,
    estimate,
    lost_by_joining,
    lowest,
    part_lost,
    percent,
    share,
)
from steppe.methods.patronage.stakes import pair_only
from steppe.methods.patronage.study import DOMAINS
from steppe.methods.result import Drawn, tabled
from steppe.methods.summary import mean, means, spread
from steppe.politics.patronage import Menu, Quadratic, capped, sympathy_threshold
from steppe.politics.patronage.many import Fields, Rents, fields, rents, together

AT_ZERO = "without sympathy"
PRIOR = (
    "How likely it is that joint action costs rent is not said: how much the two value each other’s share is on no "
    "record, and a probability over values drawn from 0 to 1 would be that choice, the prior, and nothing else."
)
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
    """What the answer is made of; parts of the draws, in per cent; no sympathy of the two, but for `loses`.

    Attributes
    ----------
    pair
        The two powers.
    loses
        Part of the assumptions in which states lose more than a twentieth of the rent where each of the two values the
        other's share below α*, from there to a half of its own, and beyond.
    threshold
        α* for the number of shares.
    extra
        What acting jointly adds to the two powers' threats, % of GDP, mean of states.
    moved, purse
        Points of the ties by which joint action moves the policy where transfers are capped at this part.
    divided_loses, divided_lost, divided_moved
        With divided spheres: part of the assumptions in which more than a twentieth of the rent is lost, mean part of
        it that is lost (%), and points of the ties that change hands.
    """

    pair: tuple[str, str]
    loses: tuple[float, float, float]
    threshold: float
    extra: Estimate
    moved: float
    purse: float
    divided_loses: float
    divided_lost: float
    divided_moved: float


def joint(case: Case) -> Reply:
    """Answer `powers-act-jointly`."""
    rivals = case.play(np.eye(len(case.powers)))
    apart, paired = rents(rivals.worth), rents(together(rivals.worth, [case.pair]))
    lost = part_lost(apart.middle, paired.middle)
    extra, fall = 100 * _extra(case), 100 * (apart.middle - paired.middle)
    other = where_it_holds(case)
    bound, divided = capped_table(case), spheres_table(case, rivals, apart)
    results = pd.concat(
        [
            case.rows(f"rent lost by joint action, {AT_ZERO}", OF_RENT, 100 * lost, partner=case.both),
            case.rows(f"rent lost by joint action, {AT_ZERO}", OF_GDP, fall, partner=case.both),
            case.plain(
                f"{MATTERING}, {AT_ZERO}", "share of the draws", (lost > MATTERS).mean(axis=0), partner=case.both
            ),
            case.rows(f"rent, {AT_ZERO}", OF_GDP, 100 * apart.middle),
            case.rows("added threat of the two together", OF_GDP, extra, partner=case.both, basis="estimated"),
            case.rows(f"loss of rent and added threat, {AT_ZERO}", OF_GDP, fall + extra, partner=case.both),
        ]
    )
    tables = (
        tabled("rents", "rent by state", rent_table(case, apart, paired, lost), OF_GDP, ("loses",), digits=DIGITS),
        tabled("where-it-holds", "where it holds", other, chances=("loses", "part_of_draws")),
        tabled("sympathy", "rent lost over sympathy", map_over_alpha(case), "%", digits=DIGITS),
        tabled("threshold", "sympathy that ends rivalry", thresholds()),
        tabled("joint-threats", "threats, apart and together", threat_table(case), OF_GDP, digits=DIGITS),
        tabled("capped-transfers", "position with capped transfers", bound, "points of the ties", digits=DIGITS),
        tabled("divided-spheres", "position with divided spheres", divided, chances=("loses",)),
    )
    numbers = _numbers(case, extra=extra, bound=bound, divided=divided)
    findings = tuple(f"{sentence_case(words)}." for words in (_threats(numbers), _position(numbers)))
    return Reply(results, tables, says(numbers), (PRIOR, *findings, *_notes(case, apart)))


def _numbers(case: Case, *, extra: Array, bound: pd.DataFrame, divided: pd.DataFrame) -> Numbers:
    here = bound[bound["state"].isin(case.subjects)]
    small = f"{min(PURSES):g} of them"
    mine = tabled("divided", "", divided).frame
    mine = mine[mine["state"].isin(case.subjects)]
    drawn = lost_by_joining(case.game.worth, case.pair)[:, case.at]
    part = [float((drawn[inside] > MATTERS).mean()) for inside in of_sympathy(case).values()]
    return Numbers(
        pair=(case.study.together[0], case.study.together[1]),
        loses=(part[0], part[1], part[2]),
        threshold=sympathy_threshold(len(case.powers) + 1),
        extra=estimate(extra[:, case.at].mean(axis=1)),
        moved=float((here[f"joint, {small}"] - here[f"apart, {small}"]).abs().mean()),
        purse=min(PURSES),
        divided_loses=float(mine["loses"].mean()),
        divided_lost=float(mine["rent_lost_percent"].mean()),
        divided_moved=float(mine["moved"].mean()),
    )


def says(n: Numbers) -> Answer:
    """The condition on which the two cost a state its rent, and in how much of the rest they do."""
    first, second = n.pair
    below, middle, beyond = n.loses
    sentence = (
        f"Jointly {first} and {second} cost states rent in {share(below)} of {TRIED} if each values the other’s share "
        f"below {percent(100 * n.threshold)} % of its own, {share(middle)} up to half, {share(beyond)} beyond."
    )
    return Answer(Verdict.ASSUMED, sentence, UNTESTED)


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
        f"the policy stays the same while money moves freely, but {capped_words}, and {divided} (over 5 % in "
        f"{share(n.divided_loses)} of {TRIED})"
    )


# ------------------------------------------------------------------- tables
def rent_table(case: Case, apart: Rents, paired: Rents, lost: Array) -> pd.DataFrame:
    """Rents of each state apart and joint, ends over equilibria and over draws."""
    low, high = spread(100 * apart.middle)
    least, most = spread(100 * lost)
    return pd.DataFrame(
        {
            "state": case.states,
            "rent": means(100 * apart.middle),
            "lowest": means(100 * apart.low),
            "highest": means(100 * apart.high),
            "low": low,
            "high": high,
            "joint": means(100 * paired.middle),
            "lost_percent": means(100 * lost),
            "lost_low": least,
            "lost_high": most,
            "loses": means(lost > MATTERS),
        }
    )


def where_it_holds(case: Case) -> pd.DataFrame:
    """Part of the draws that lose more than a twentieth of the rent, by what is assumed of sympathies and of the rest.

    No row is over all α from 0 to 1: it would only say how α was drawn.
    """
    rows = []
    every = np.ones(len(case.drawn.alpha), dtype=bool)
    readings = case.readings()
    lost_by = {name: lost_by_joining(case.play(one).worth, case.pair)[:, case.at] for name, one in readings.items()}
    for name, lost in lost_by.items():
        rows.append(("reading", name, *_chance_of(lost, every)))
    drawn = lost_by_joining(case.game.worth, case.pair)[:, case.at]
    for name, inside in of_sympathy(case).items():
        rows.append(("region", name, *_chance_of(drawn, inside)))
    none = next(iter(lost_by.values()))
    for name, inside in case.regions("eta", "scale").items():
        rows.append(("region", f"no sympathy, {name}", *_chance_of(none, inside)))
    return pd.DataFrame(rows, columns=["kind", "where", "loses", "lost_percent", "part_of_draws"])


def of_sympathy(case: Case) -> dict[str, Mask]:
    """Draws by how much the two value each other's share: below α*, up to a half of their own, and beyond."""
    alpha, edge = case.drawn.alpha, sympathy_threshold(len(case.powers) + 1)
    return {
        f"α of the two below α* = {edge:.3f}": alpha < edge,
        "α of the two from α* to a half": (alpha >= edge) & (alpha < 0.5),
        "α of the two from a half on": alpha >= 0.5,
    }


def _chance_of(lost: Array, inside: Mask) -> tuple[Drawn, Drawn, float]:
    """Part with a loss that matters and mean loss where a condition holds, and how many draws it covers."""
    return mean(lost[inside] > MATTERS, inside), mean(100 * lost[inside], inside), float(inside.mean())


def map_over_alpha(case: Case) -> pd.DataFrame:
    """Mean part of the rent lost, %, one row a state, one column an α; all else as drawn."""
    few = slice(0, min(MAPPED, len(case.drawn.alpha)))
    columns: dict[str, Sequence[object]] = {"state": case.states}
    for alpha in ALPHAS:
        sympathy = pair_only(len(case.powers), case.pair, np.full(few.stop, alpha))
        lost = lost_by_joining(_few(case, few, sympathy), case.pair)
        columns[f"at α {alpha:g}"] = means(100 * np.where(abs(lost) < NONE, 0.0, lost))
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
    low, high = spread(extra)
    one, two = case.study.together
    return pd.DataFrame(
        {
            "state": case.states,
            one: means(100 * first),
            two: means(100 * second),
            "together": means(100 * both),
            "added": means(extra),
            "low": low,
            "high": high,
        }
    )


def _extra(case: Case) -> Array:
    """L(12) - L_1 - L_2, shape (N, S), shares of GDP."""
    return np.asarray(case.stakes.joint[case.pair] - case.stakes.harm[..., list(case.pair)].sum(axis=-1))


def spheres_table(case: Case, rivals: Fields, apart: Rents) -> pd.DataFrame:
    """Rent and position when each domain falls to one of the two and the other stays out of it, without sympathy."""
    wanted = case.stakes.wanted(np.eye(len(case.powers)))
    for place, domain in enumerate(DOMAINS):
        owner = case.powers.index(case.study.spheres[domain])
        other = next(k for k in case.pair if k != owner)
        wanted[:, :, other, place, :] = 0.0
    game = fields(case.stakes.ideal, wanted, case.stakes.cost)
    lost = part_lost(apart.low, lowest(game.worth))
    return pd.DataFrame(
        {
            "state": case.states,
            "given_up": means(100 * rivals.given_up),
            "given_up_divided": means(100 * game.given_up),
            "moved": means(100 * _moved(rivals.action, game.action)),
            "rent_lost_percent": means(100 * lost),
            "loses": means(lost > MATTERS),
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


def _notes(case: Case, apart: Rents) -> tuple[str, ...]:
    wide = case.play(case.drawn.pairs).worth[: min(EXACT_DRAWS, len(case.drawn.alpha))]
    wide_rents = rents(wide)
    some = wide_rents.high > NONE
    width = (
        100 * float((wide_rents.high - wide_rents.low)[some].sum() / wide_rents.high[some].sum()) if some.any() else 0.0
    )
    owners = listed([f"the {domain} one to {owner}" for domain, owner in case.study.spheres.items()])
    same = float((apart.high - apart.low).max())
    one = (
        "In the games of the answer all truthful equilibria leave the same rent."
        if same < NONE
        else f"Over equilibria of one game the rent differs by {percent(100 * same)} % of GDP at most."
    )
    return (
        f"{one} Where every pair has an α of its own they differ: the lowest rent is {percent(width)} % below the "
        f"highest, in {EXACT_DRAWS} draws; under other sympathies it is the lowest rents that count.",
        f"Spheres: {owners}; other powers go on bidding. Capped transfers: a contest of the two alone over "
        "how much of the ties moves from one to the other, all domains together, α at 0, a purse being a part of what "
        "a power would pay if nothing capped it.",
        "A threat counts here with the whole harm that it could do, whatever carrying it out costs the two.",
    )
