"""The body's rule decides: who signs, who reserves, who stands aside, who blocks.

An actor at x prefers the proposal y to the status quo q when |x - y| ≤ |x - q|; indifferent actors sign. What one
that loses does depends on the rule (`schema/rules.csv`):

* *consensus*: it blocks, and keeps the status quo, however small it is;
* *interested party* (CIS): it signs with a reservation if its loss, weighted by salience, is at most `reserve` of the
  scale, and declares no interest otherwise. Neither blocks, and neither is a gain for the body: it binds signatories;
* *two thirds*, *qualified majority*: it votes against, and is bound if the others are enough; a veto player blocks
  (a qualified majority counts both the votes, by capability, and the members);
* *coalition*: it stands aside.

Which of these a body uses is in `schema/bodies.csv`, with the article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.bargaining.actors import Actors, Bools, Floats
from steppe.politics.bargaining.tables import rows
from steppe.world.errors import UserError
from steppe.world.names import look_alike

SIGNS, RESERVES, ASIDE, AGAINST, BLOCKS = "signs", "reserves", "stands aside", "votes against", "blocks"
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Rule:
    """How a body decides. `quorum` is the share of votes that must assent; 1 is consensus."""

    name: str
    title: str
    quorum: float
    opt_out: bool
    reserve: float
    at_least: int
    veto: tuple[str, ...] = ()
    document: str = ""
    members: float = 0.0  # share of the members, each counted once, that must assent as well


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one proposal."""

    adopted: bool
    outcome: float
    assent: float  # share of votes of those that sign or reserve
    stance: Mapping[str, str]  # actor -> signs | reserves | stands aside | votes against | blocks

    def who(self, stance: str) -> tuple[str, ...]:
        """Actors with a stance, in the order in which they were given."""
        return tuple(actor for actor, taken in self.stance.items() if taken == stance)


def rule(name: str, veto: tuple[str, ...] = (), document: str = "") -> Rule:
    """A rule of `schema/rules.csv` by name.

    Raises
    ------
    UserError
        There is no such rule.
    """
    for row in rows("rules"):
        if row["rule"] == name:
            numbers = (
                float(Fraction(row["quorum"])),
                row["opt_out"] == "yes",
                float(row["reserve"]),
                int(row["at_least"]),
            )
            return Rule(name, row["title"], *numbers, veto, document, float(Fraction(row["members"])))
    names = [row["rule"] for row in rows("rules")]
    hint = look_alike(name, names) or f"; there are {', '.join(names)}"
    raise UserError(f'there is no decision rule "{name}"{hint}')


def rule_of(body: str, organ: str = "") -> Rule:
    """The rule by which a body decides, or one organ of it.

    Raises
    ------
    UserError
        There is no rule for this body or organ.

    Examples
    --------
    >>> rule_of("CIS").name, rule_of("EAEU").name, rule_of("EAEU", "Collegium").name
    ('interested_party', 'consensus', 'two_thirds')
    """
    of_body = [row for row in rows("bodies") if row["body"] == body]
    exact = [row for row in of_body if row["organ"] == organ]
    for row in exact or (of_body if not organ else []):
        return rule(row["rule"], document=row["document"])
    names = [f"{row['body']} {row['organ']}".strip() for row in rows("bodies")]
    name = f"{body} {organ}".strip()
    hint = look_alike(name, names) or f"; known are {', '.join(names)}."
    raise UserError(f'the decision rule of "{name}" is not known{hint} An agenda can name one with `rule`.')


def passes(by: Rule, actors: Actors, alternatives: ArrayLike, reference: float, width: float) -> Bools:
    """Which alternatives the body can adopt, shape (..., alternatives); the status quo always stands.

    Votes are one each, unless the rule asks for a share below one and `actors.capability` then counts them.
    """
    options = np.asarray(alternatives, dtype=float)
    gain = _gain(actors.position, options, reference, width)
    assents = gain >= -TINY
    assents |= (by.reserve > 0) & (actors.salience[..., None] * -gain <= by.reserve + TINY)
    votes = votes_of(by, actors)[..., None]
    share = (assents * votes).sum(axis=-2) / votes.sum(axis=-2)
    size = assents.sum(axis=-2)
    enough = (size >= by.at_least) & (size >= by.members * len(actors.names) - TINY)
    if not by.opt_out:
        enough &= share >= by.quorum - TINY
    for name in by.veto:
        enough &= assents[..., actors.names.index(name), :]
    return np.asarray(enough | np.isclose(options, reference, rtol=0, atol=TINY * width))


def decide(by: Rule, actors: Actors, proposal: float, reference: float, width: float) -> Decision:
    """Put one proposal to the vote; each actor's stance, and the outcome in force afterwards."""
    gain = _gain(actors.position, np.array([proposal]), reference, width)[:, 0]
    reserved = (gain < -TINY) & (by.reserve > 0) & (actors.salience * -gain <= by.reserve + TINY)
    stances: dict[str, str] = {}
    for name, gained, reserves in zip(actors.names, gain >= -TINY, reserved, strict=True):
        stances[name] = SIGNS if gained else RESERVES if reserves else _refusal(by, name)
    adopted = bool(passes(by, actors, [proposal], reference, width)[0])
    votes = votes_of(by, actors)
    assents = np.array([stance in (SIGNS, RESERVES) for stance in stances.values()])
    return Decision(adopted, proposal if adopted else reference, float(votes @ assents / votes.sum()), stances)


def settle(by: Rule, actors: Actors, proposal: ArrayLike, reference: float, width: float) -> Floats:
    """The point between status quo and proposal, nearest to the proposal, that the body can adopt; (...), (...,).

    Under consensus this is where the most reluctant veto player is still no worse off: twice its distance from the
    status quo. The status quo itself where nothing passes.
    """
    away = np.asarray(proposal, dtype=float) - reference
    limit = limits(by, actors, away, reference, width)
    order = np.argsort(-limit, axis=-1, kind="stable")
    reached = np.take_along_axis(limit, order, axis=-1)
    votes = np.broadcast_to(votes_of(by, actors), limit.shape)
    share = np.take_along_axis(votes, order, axis=-1).cumsum(axis=-1) / votes.sum(axis=-1, keepdims=True)
    count = np.arange(1, limit.shape[-1] + 1)
    enough = (count >= by.at_least) & (count >= by.members * limit.shape[-1] - TINY)
    enough = enough & (by.opt_out | (share >= by.quorum - TINY))
    first = enough.argmax(axis=-1)[..., None]
    steps = np.where(enough.any(axis=-1), np.take_along_axis(reached, first, axis=-1)[..., 0], 0.0)
    for name in by.veto:
        steps = np.minimum(steps, limit[..., actors.names.index(name)])
    settled: Floats = reference + np.sign(away) * np.minimum(np.abs(away), steps)
    return settled


def limits(by: Rule, actors: Actors, away: ArrayLike, reference: float, width: float) -> Floats:
    """How far from the status quo each actor goes along, in the direction of `away`; shape (..., actors), from 0.

    An actor at a distance d in that direction signs up to 2d; one that may reserve goes on until its loss, weighted
    by salience, is `reserve` of the scale.
    """
    ahead = (actors.position - reference) * np.sign(np.asarray(away, dtype=float))[..., None]
    if by.reserve == 0:
        return np.asarray(2 * np.maximum(0.0, ahead))
    salience = np.broadcast_to(actors.salience, ahead.shape)
    slack = np.full(ahead.shape, np.inf)  # who does not care at all reserves against anything
    np.divide(by.reserve * width, salience, out=slack, where=salience > 0)
    return np.asarray(2 * np.maximum(0.0, ahead) + slack)


def votes_of(by: Rule, actors: Actors) -> Floats:
    """Votes of each actor: one each; capability counts them where the rule is a share of weighted votes."""
    return actors.capability if by.name == "qualified_majority" else np.ones_like(actors.capability)


def _gain(position: Floats, options: Floats, reference: float, width: float) -> Floats:
    x = position[..., None]
    return np.asarray((np.abs(x - reference) - np.abs(x - options)) / width)


def _refusal(by: Rule, name: str) -> str:
    if name in by.veto or (by.quorum >= 1 and not by.opt_out):
        return BLOCKS
    return ASIDE if by.opt_out else AGAINST
