"""Exchange of votes between issues at equal gain (Stokman & van Oosten 1994; van Assen, Stokman & van Oosten 2003).

On each issue p the outcome expected is y_p = Σ c s x / Σ c s. Two actors on opposite sides of both y_p and y_q can
trade: i moves its vote on q, which it cares about less, towards j's position, and j moves its vote on p towards i's.
A shift m of actor i moves the outcome on q by m c_iq s_iq / Σ c s, so i gains s_ip Δy_p - s_iq Δy_q; *equal gain* fixes

    Δy_q / Δy_p = (s_ip + s_jp) / (s_iq + s_jq),

and the pair goes as far as one of them has reached the other's position (or the outcome has). The trade with the
largest gain is made, all others that it touches are reckoned again, and so on until none is left.
Two trades of equal gain (to ten decimals): the first by the places of its issues, then of its actors, is made, or as
`toss` decides; the other leaves the round. `package.exchange_votes` puts both in the order of the alphabet first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.bargaining.actors import Floats

SCALE = 100.0  # positions run from 0 to 100
NOTHING = 1e-10


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One trade: `giver` moved its vote on `supply`, `taker` its own on `demand`; both gained `gain`."""

    giver: int
    supply: int
    supply_from: float
    supply_to: float
    taker: int
    demand: int
    demand_from: float
    demand_to: float
    gain: float  # in points of the outcome times salience


@dataclass(frozen=True, slots=True)
class ExchangeRound:
    """All trades of one round, in their order, and the outcomes without and with them."""

    exchanges: tuple[Exchange, ...]
    position: Floats  # (actors, issues) as voted; NaN where an actor takes no part
    before: Floats  # (issues,)
    after: Floats  # (issues,)


@dataclass(slots=True)
class _Side:
    """One half of a possible trade: an actor, the issue on which it would move, and how far it has planned to."""

    actor: int
    supply: int
    demand: int
    start: float
    target: float  # the other actor's position on the supply issue
    now: float = 0.0
    to: float = 0.0
    planned: list[float] = field(default_factory=list)

    def allowed(self) -> bool:
        """The last move is one: it has a length, stays on the scale, and goes the way of all before."""
        move = self.planned[-1]
        on_scale = -NOTHING <= self.now + move <= SCALE + NOTHING
        one_way = min(self.planned) > 0 or max(self.planned) < 0
        return NOTHING < abs(move) <= SCALE + NOTHING and on_scale and one_way and sum(self.planned) <= SCALE + NOTHING


@dataclass(slots=True)
class _Trade:
    first: _Side  # supplies q, demands p
    second: _Side  # supplies p, demands q
    ratio: float  # Δy_q / Δy_p
    gain: float = 0.0
    valid: bool = True
    seen: dict[tuple[int, int], float] = field(default_factory=dict)  # (actor, issue) -> vote moved by other trades

    @property
    def sides(self) -> tuple[_Side, _Side]:
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class _Table:
    position: Floats
    salience: Floats
    leverage: Floats  # (actors, issues): points of outcome per point of own vote

    def outcome(self, position: Floats) -> Floats:
        return np.asarray(np.nansum(self.leverage * position, axis=0))


def exchange_round(
    position: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    toss: Callable[[], bool] | None = None,
    among: Collection[int] | None = None,
) -> ExchangeRound:
    """One round of exchanges: arrays (actors, issues), positions 0 to 100, NaN where an actor takes no part.

    Parameters
    ----------
    toss
        Called at a tie; True makes the second of the two trades, and puts the first off instead of dropping it.
    among
        The only actors that trade; the votes of all count. All, if not given.

    Examples
    --------
    >>> done = exchange_round([[100, 0], [0, 100]], [[0.9, 0.1], [0.1, 0.9]], [[1, 1], [1, 1]])
    >>> done.after.round().tolist()
    [100.0, 100.0]
    """
    table = _table(position, salience, capability)
    trades = _possible(table, among)
    for trade in trades:
        _reckon(trade, table)
    done: list[Exchange] = []
    voted = table.position.copy()
    while trades:
        made = _best(trades, toss)
        if not made.valid:
            continue
        done.append(_record(made))
        for side in made.sides:
            voted[side.actor, side.supply] = side.to
        trades = [trade for trade in trades if trade.valid and _still(trade, made, table)]
    return ExchangeRound(tuple(done), voted, table.outcome(table.position), table.outcome(voted))


def _table(position: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> _Table:
    x, s, c = (np.asarray(v, dtype=float) for v in (position, salience, capability))
    if not (x.shape == s.shape == c.shape):
        raise ValueError(f"positions {x.shape}, saliences {s.shape} and capabilities {c.shape} differ in shape")
    if np.nanmin(x) < 0 or np.nanmax(x) > SCALE:
        raise ValueError(f"positions must lie between 0 and 100; they run from {np.nanmin(x):g} to {np.nanmax(x):g}")
    weight = np.where(np.isnan(x), 0.0, s * c)
    return _Table(x, s, weight / weight.sum(axis=0))


def _possible(table: _Table, among: Collection[int] | None) -> list[_Trade]:
    """Every pair of actors on opposite sides of two outcomes, for every pair of issues; by issues, then by actors."""
    x, outcome = table.position, table.outcome(table.position)
    trades: list[_Trade] = []
    for p, q in combinations(range(x.shape[1]), 2):
        quadrant: tuple[list[int], ...] = ([], [], [], [])
        for actor in np.flatnonzero(~np.isnan(x[:, [p, q]]).any(axis=1)):
            if among is not None and actor not in among:
                continue
            quadrant[int(x[actor, p] < outcome[p]) + 2 * int(x[actor, q] < outcome[q])].append(int(actor))
        for a, b in ((0, 3), (1, 2)):
            trades += [_trade(table, i, j, p, q) for i, j in product(quadrant[a], quadrant[b])]
    return sorted(trades, key=_places)


def _places(trade: _Trade) -> tuple[list[int], list[int]]:
    """The two issues and the two actors of a trade, by which trades of equal gain are ordered."""
    return sorted(side.supply for side in trade.sides), sorted(side.actor for side in trade.sides)


def _trade(table: _Table, i: int, j: int, p: int, q: int) -> _Trade:
    """The trade of i and j over p and q: who cares more about p, beside q, supplies q."""
    s, x = table.salience, table.position
    if s[i, p] * s[j, q] < s[j, p] * s[i, q]:
        i, j = j, i
    first = _Side(i, q, p, start=x[i, q], target=x[j, q], now=x[i, q])
    second = _Side(j, p, q, start=x[j, p], target=x[i, p], now=x[j, p])
    return _Trade(first, second, ratio=(s[i, p] + s[j, p]) / (s[i, q] + s[j, q]))


def _reckon(trade: _Trade, table: _Table) -> None:
    """Equal-gain moves of both sides: as far as the nearer target, and never past it in the outcome."""
    first, second = trade.sides
    pull_q, pull_p = table.leverage[first.actor, first.supply], table.leverage[second.actor, second.supply]
    by_second = abs(second.target - second.now) * pull_p
    by_first = abs(first.target - first.now) * pull_q
    _plan(trade, table, min(by_second, by_first / trade.ratio))
    if trade.gain < NOTHING:
        trade.valid = False
    for side in trade.sides if trade.valid else ():
        before, after = (_outcome_seen(trade, table, side, vote) for vote in (side.now, side.to))
        if (side.target - before) * (side.target - after) < 0:
            reach = abs(side.target - before)
            for other in trade.sides:
                other.planned.pop()
            _plan(trade, table, reach / trade.ratio if side is first else reach)


def _plan(trade: _Trade, table: _Table, shift: float) -> None:
    """Plan the two moves that shift the outcome on p by `shift` and that on q by ratio times as much."""
    first, second = trade.sides
    s = table.salience
    for side, amount in ((first, shift * trade.ratio), (second, shift)):
        move = amount / table.leverage[side.actor, side.supply]
        side.planned.append(-move if side.now > side.target else move)
        side.to = side.now + side.planned[-1]
    trade.gain = abs(shift * s[first.actor, first.demand] - shift * trade.ratio * s[first.actor, first.supply])
    trade.valid = first.allowed() and second.allowed()


def _outcome_seen(trade: _Trade, table: _Table, side: _Side, vote: float) -> float:
    """Outcome on the side's supply issue if it votes so, with the moves of others that this pair has to reckon with."""
    votes = table.position[:, side.supply].copy()
    for (actor, issue), moved in trade.seen.items():
        if issue == side.supply:
            votes[actor] = moved
    votes[side.actor] = vote
    return float(np.nansum(table.leverage[:, side.supply] * votes))


def _best(trades: list[_Trade], toss: Callable[[], bool] | None) -> _Trade:
    """Take the trade of largest gain off the list; a tie is settled by `toss`."""
    trades.sort(key=lambda trade: -round(trade.gain, 10))
    best = trades.pop(0)
    if trades and abs(best.gain - trades[0].gain) < NOTHING:
        rival = trades.pop(0)
        if toss is not None and toss():
            trades.append(best)
            return rival
    return best


def _still(trade: _Trade, made: _Trade, table: _Table) -> bool:
    """Let a trade take notice of one that was made; False where nothing is left of it."""
    touched = False
    for side in trade.sides:
        for moved in made.sides:
            if (side.actor, side.supply) == (moved.actor, moved.supply):
                side.now, touched = moved.to, True
                _other(trade, side).planned.pop()
    if _notice(trade, made) and not touched:
        touched = True
        for side in trade.sides:
            side.planned.pop()
    if touched:
        _reckon(trade, table)
    return trade.valid


def _notice(trade: _Trade, made: _Trade) -> bool:
    """Keep votes that were moved for an actor that demands the same here; of two, the one that moved less."""
    noticed = False
    for asking, giving in ((made.second, made.first), (made.first, made.second)):
        if any((side.actor, side.demand) == (asking.actor, asking.demand) for side in trade.sides):
            key = (giving.actor, asking.demand)
            before = trade.seen.get(key, giving.to)
            trade.seen[key] = min(before, giving.to) if giving.start <= before else max(before, giving.to)
            noticed = True
    return noticed


def _other(trade: _Trade, side: _Side) -> _Side:
    return trade.second if side is trade.first else trade.first


def _record(made: _Trade) -> Exchange:
    i, j = made.sides
    return Exchange(
        giver=i.actor,
        supply=i.supply,
        supply_from=i.now,
        supply_to=i.to,
        taker=j.actor,
        demand=j.supply,
        demand_from=j.now,
        demand_to=j.to,
        gain=made.gain,
    )
