"""One issue before several bodies: what each would settle, who is bound, and what a state gets from it.

Every body has those actors of the agenda that are its members on the day, and its own rule. `bilateral` is the state
with each partner alone; its figures are means over the partners, one that agrees on nothing counting as no change. In
each noisy copy the body settles at the compromise of its members, as far as its rule lets it go. All bodies see the
same copies, so that they are compared draw by draw.

    gain    how much nearer the outcome comes to the state than the status quo, in points of 100
    bound   states that sign, with or without reservation
    means   their capability times salience, in % of all actors of the agenda: what a decision can draw on; where the
            body keeps the status quo there is none, and the draw does not count
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from steppe.methods.bargaining.figures import Floats
from steppe.methods.bargaining.study import Case
from steppe.politics.bargaining.actors import Actors, Bools
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.capability import capabilities
from steppe.politics.bargaining.compromise import compromise
from steppe.politics.bargaining.draws import noisy
from steppe.politics.bargaining.negotiate import Question
from steppe.politics.bargaining.reading import read_agenda
from steppe.politics.bargaining.rules import BLOCKS, RESERVES, SIGNS, Rule, decide, limits, rule, rule_of, settle
from steppe.politics.bargaining.session import BILATERAL
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

MOVES = 0.01
"""Part of the scale that an outcome must move for a decision to count as one."""


@dataclass(frozen=True)
class Put:
    """An issue put before one body, in every draw; arrays of shape (draws,)."""

    body: str
    rule: Rule
    seats: tuple[str, ...]
    plain: Floats  # mean of the positions at the table
    outcome: Floats
    gain: Floats
    moved: Floats  # 1 where the body leaves the status quo
    bound: Floats  # states that sign
    means: Floats  # % of the effort of all actors of the agenda; NaN where the status quo remains
    holder: str  # who holds the outcome back most often; empty where nobody does
    held: float  # share of the draws in which it does

    @property
    def decides(self) -> float:
        """Share of the draws (bilaterally: and of the partners) in which the status quo is left."""
        return float(self.moved.mean())


@dataclass(frozen=True)
class Compared:
    """A case and what each body makes of it, the one that serves the state best first."""

    case: Case
    agenda: Agenda
    question: Question
    puts: tuple[Put, ...]
    equal: tuple[Put, ...]  # the same if all were equally capable, in the same order
    pairs: tuple[Put, ...]  # the bilateral settlements one by one
    without_noise: pd.DataFrame


def put_before(of: str, case: Case, world: World, draws: int, seed: int) -> Compared:
    """A case before every body that it names.

    Raises
    ------
    UserError
        The agenda or issue is unknown, a state has no position on it, or too few members of a body have.
    """
    agenda = read_agenda(case.agenda, world)
    question = agenda.on(case.issue)
    actors = agenda.actors(case.issue, capabilities(agenda, world))
    for name in (of, *case.partners):
        if name not in actors.names:
            hint = look_alike(name, actors.names) or f"; there are {', '.join(actors.names)}"
            raise UserError(f"{name} has no position on {case.issue} in the agenda {case.agenda}{hint}")
    seats = {body: _seats(world, agenda, body, actors.names) for body in case.bodies if body != BILATERAL}
    copies = noisy(actors, agenda.noise, question.low, question.high, draws, seed)
    flat = replace(copies, capability=copies.capability / actors.capability)  # the same errors around equal means
    puts, pairs = _all(of, case, seats, copies, question)
    return Compared(
        case=case,
        agenda=agenda,
        question=question,
        puts=_ordered(puts),
        equal=_ordered(_all(of, case, seats, flat, question)[0]),
        pairs=pairs,
        without_noise=_stances(case, seats, actors, question),
    )


def _all(
    of: str, case: Case, seats: Mapping[str, tuple[str, ...]], copies: Actors, question: Question
) -> tuple[list[Put], tuple[Put, ...]]:
    """The issue before every body, and the bilateral settlements one by one."""
    pairs = _pairs(of, case, copies, question)
    puts = [_put(of, body, sitting, copies, question) for body, sitting in seats.items()]
    return [*puts, *([_together(pairs)] if pairs else [])], pairs


def _ordered(puts: list[Put]) -> tuple[Put, ...]:
    return tuple(sorted(puts, key=lambda put: -float(put.gain.mean())))


def _seats(world: World, agenda: Agenda, body: str, names: Sequence[str]) -> tuple[str, ...]:
    """Actors that are members of a body on the day."""
    members = world.members(body.partition(" ")[0], on=agenda.date.isoformat())
    seats = tuple(name for name in names if name in members)
    if len(seats) < 2:
        raise UserError(f"fewer than two members of {body} on {agenda.date} have a position in {agenda.title}")
    return seats


def _among(copies: Actors, seats: Sequence[str]) -> Actors:
    places = [copies.names.index(name) for name in seats]
    parts = (copies.capability, copies.salience, copies.position)
    return Actors(tuple(seats), *(part[..., places] for part in parts))


def _put(of: str, body: str, seats: tuple[str, ...], copies: Actors, question: Question, by: Rule | None = None) -> Put:
    """Let a body settle the issue in every draw."""
    name, _, organ = body.partition(" ")
    decides = by or rule_of(name, organ)
    here = _among(copies, seats)
    aim, status_quo, width = compromise(here), question.reference, question.width
    outcome = settle(decides, here, aim, status_quo, width)
    went = np.abs(outcome - status_quo)
    moved = went > MOVES * width
    limit = limits(decides, here, aim - status_quo, status_quo, width)
    signs = (limit >= went[:, None] - 1e-9) & moved[:, None]
    mine = copies.position[:, copies.names.index(of)]
    effort = (here.weight * signs).sum(axis=1) / copies.weight.sum(axis=1)
    holder, held = _holder(decides, here.names, limit, went < np.abs(aim - status_quo) - MOVES * width)
    return Put(
        body=body,
        rule=decides,
        seats=seats,
        plain=here.position.mean(axis=1),
        outcome=outcome,
        gain=(np.abs(mine - status_quo) - np.abs(mine - outcome)) / width * 100,
        moved=moved.astype(float),
        bound=signs.sum(axis=1).astype(float),
        means=np.where(moved, 100 * effort, np.nan),
        holder=holder,
        held=held,
    )


def _holder(by: Rule, names: tuple[str, ...], limit: Floats, short: Bools) -> tuple[str, float]:
    """Who keeps a body that decides by consensus short of its compromise most often."""
    if by.opt_out or not short.any():
        return "", 0.0
    count = np.bincount(limit.argmin(axis=1)[short], minlength=len(names))
    return names[int(count.argmax())], float(count.max() / len(limit))


def _pairs(of: str, case: Case, copies: Actors, question: Question) -> tuple[Put, ...]:
    if BILATERAL not in case.bodies:
        return ()
    partners = case.partners or tuple(name for name in copies.names if name != of)
    by = rule("consensus")
    return tuple(_put(of, partner, (of, partner), copies, question, by) for partner in partners)


def _together(pairs: tuple[Put, ...]) -> Put:
    """The bilateral settlements as one: means over the partners."""
    moved = np.mean([pair.moved for pair in pairs], axis=0)
    return replace(
        pairs[0],
        body=BILATERAL,
        rule=rule("coalition"),
        seats=tuple(dict.fromkeys(name for pair in pairs for name in pair.seats)),
        plain=np.mean([pair.plain for pair in pairs], axis=0),
        outcome=np.mean([pair.outcome for pair in pairs], axis=0),
        gain=np.mean([pair.gain for pair in pairs], axis=0),
        moved=moved,
        bound=1 + np.sum([pair.moved for pair in pairs], axis=0),
        means=np.where(moved > 0, np.max([np.nan_to_num(pair.means) for pair in pairs], axis=0), np.nan),
        holder="",
        held=0.0,
    )


def _stances(case: Case, seats: Mapping[str, tuple[str, ...]], actors: Actors, question: Question) -> pd.DataFrame:
    """Who signs, reserves or blocks in each body, as coded and without noise."""
    rows = []
    for body, sitting in seats.items():
        here = _among(actors, sitting)
        put = float(question.positions[np.abs(question.positions - float(compromise(here))).argmin()])
        name, _, organ = body.partition(" ")
        vote = decide(rule_of(name, organ), here, put, question.reference, question.width)
        others = [who for who in here.names if vote.stance[who] not in (SIGNS, RESERVES, BLOCKS)]
        rows.append(
            {
                "case": case.name,
                "body": body,
                "put to the vote": question.nearest(put),
                "adopted": "yes" if vote.adopted else "no",
                "sign": ", ".join(vote.who(SIGNS)),
                "reserve": ", ".join(vote.who(RESERVES)),
                "block": ", ".join(vote.who(BLOCKS)),
                "stand aside or vote against": ", ".join(others),
            }
        )
    return pd.DataFrame(rows)
