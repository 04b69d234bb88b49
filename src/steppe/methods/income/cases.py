"""A list of events, answered: the effects of every channel, what is in the sum and what lies beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from steppe.influence.bases import base
from steppe.methods.income.channel import RECORD, Array, Ask, Channel, Effect, in_sum
from steppe.methods.income.channels import channels
from steppe.scenario.event import Event
from steppe.scenario.parties import states_of
from steppe.scenario.resolve import last_day, resolve_all
from steppe.world.actors import actors
from steppe.world.basis import weakest
from steppe.world.errors import UserError
from steppe.world.points import Points
from steppe.world.world import World


@dataclass(frozen=True)
class Part:
    """One effect of a case, with its channel and whether it is in the sum."""

    channel: Channel
    effect: Effect
    counted: bool

    @property
    def name(self) -> str:
        """Channel and class, as measures and columns call them."""
        return f"{self.channel.title.lower()}, {self.effect.kind}"

    @property
    def moves(self) -> bool:
        """Whether it says anything of any state."""
        return bool(np.isnan(self.effect.values).any() or self.effect.values.any())


@dataclass(frozen=True)
class Case:
    """One list of events, answered: title, year, states and all parts."""

    title: str
    ask: Ask
    parts: tuple[Part, ...]

    @cached_property
    def total(self) -> Array:
        """The sum, shape (N, S); NaN where a part of it is not on record."""
        return self._added(counted=True)

    @cached_property
    def beside(self) -> Array:
        """What is not in the sum, shape (N, S)."""
        return self._added(counted=False)

    def _added(self, *, counted: bool) -> Array:
        chosen = [part.effect.values for part in self.parts if part.counted == counted]
        return np.sum(chosen, axis=0) if chosen else np.zeros_like(self.parts[0].effect.values)


def answered(
    world: World,
    states: Sequence[str],
    title: str,
    year: int,
    events: Sequence[Event],
    *,
    draws: int,
    seed: int,
    of: Sequence[Channel] = (),
) -> Case:
    """One case: every channel is asked.

    Parameters
    ----------
    states
        States, or groups that stand for their members.
    year
        Of the figures.
    draws
        A power of two.
    of
        The channels that are asked; by default all.

    Raises
    ------
    UserError
        A state has no GDP in the year.
    """
    ask = asked(world, states, year, events)
    chosen = tuple(of) or channels()
    names = tuple(name for channel in chosen for name in channel.parameters(ask))
    points = Points(seed, draws, names)
    parts = tuple(
        Part(channel, checked(channel, effect, ask, draws), in_sum(world, effect))
        for channel in chosen
        for effect in channel.effects(ask, points)
    )
    return Case(title, ask, parts)


def asked(world: World, states: Sequence[str], year: int, events: Sequence[Event]) -> Ask:
    """What the channels of a case are asked.

    Raises
    ------
    UserError
        A state has no GDP in the year.
    """
    day = last_day(events)
    codes = states_of(world, tuple(states), day)
    gdp = base(world, "gdp", tuple(actors(world, list(codes))), (year,))[:, 0]
    for state, amount in zip(codes, gdp, strict=True):
        if not amount > 0:
            raise UserError(f"{state} has no GDP of {year} on record; leave it out of states, or take another baseline")
    return Ask(world, year, codes, gdp, tuple(resolve_all(events, world, day)))


def checked(channel: Channel, effect: Effect, ask: Ask, draws: int) -> Effect:
    """An effect that keeps to its contract; what does not is an error of the channel, not of the study."""
    shape = (draws, len(ask.states))
    if effect.values.shape != shape:
        raise ValueError(f"channel {channel.name}: values have shape {effect.values.shape} and not {shape}")
    gone = {ask.states[place] for place in np.flatnonzero(np.isnan(effect.values).any(axis=0))}
    if gone != set(effect.missing):
        raise ValueError(f"channel {channel.name}: without a figure or a reason: {sorted(gone ^ set(effect.missing))}")
    return effect


def basis_of(parts: Sequence[Part], state: str) -> str:
    """The weakest basis of what the parts have on a state; of a state on the other side of others, on all of them."""
    of_class = {"arithmetic": "derived", "estimated": "estimated", "assumed": "assumed"}
    moving = [part for part in parts if part.moves]
    bases = [of_class[part.effect.kind] for part in moving]
    for part in moving:
        rows = part.effect.rows
        mine = rows[rows["state"].eq(state)] if rows["state"].eq(state).any() else rows[rows["partner"].eq(state)]
        bases += [str(basis) for basis in mine["basis"].dropna().unique()]
    return weakest([*bases, "derived"])


def records(case: Case) -> pd.DataFrame:
    """The figures on record behind every part that says something."""
    frames = [
        part.effect.rows[list(RECORD)].assign(channel=part.channel.name)
        for part in case.parts
        if part.moves and len(part.effect.rows)
    ]
    if not frames:
        return pd.DataFrame(columns=["channel", *RECORD])
    return pd.concat(frames, ignore_index=True)[["channel", *RECORD]]
