"""Days that a changed network takes off the way between the capitals of two states, and what a day is worth.

The way is the least in generalized cost before and after. With d(λ) its days where every figure stands the part λ of
the way from its lowest (0) by its middle (½) to its highest (1), the days saved are d_before(λ) − d_after(λ): one λ for
all figures, so that a bad year is bad on both ways. Hummels and Schaur (2013) put a day at 0.6 to 2.1 % of the value of
goods: of manufactures that importers of the United States brought by air or by sea. It is taken for machinery and other
manufactures (SITC 7 and 8), and never for fuels, metals, grain or other goods that can wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from steppe.economy.corridors.charges import Range
from steppe.economy.corridors.ends import end
from steppe.economy.corridors.graph import Graph, Tree, tree
from steppe.economy.corridors.network import Changes, Shut, bans
from steppe.economy.corridors.route import Way, priced, way
from steppe.world.errors import UserError

if TYPE_CHECKING:
    from steppe.world.world import World


@dataclass(frozen=True)
class Saved:
    """The way between two states before and after; None where there is none.

    Attributes
    ----------
    origin, destination
        ISO3 codes.
    before, after
        Ways.
    """

    origin: str
    destination: str
    before: Way | None
    after: Way | None

    @property
    def both(self) -> bool:
        """Whether there is a way before and after."""
        return self.before is not None and self.after is not None

    def days(self, part: NDArray[np.float64]) -> NDArray[np.float64]:
        """Days saved where every figure stands that part of the way from lowest to highest, shape of `part`."""
        if self.before is None or self.after is None or self.before.edges == self.after.edges:
            return np.zeros_like(part)
        return at(self.before.days, part) - at(self.after.days, part)


def at(of: Range, part: NDArray[np.float64]) -> NDArray[np.float64]:
    """A figure at a part of the way from its lowest by its middle to its highest.

    Examples
    --------
    >>> at(Range(2.0, 1.0, 5.0, "assumed"), np.array([0.0, 0.5, 1.0])).tolist()
    [1.0, 2.0, 5.0]
    """
    return np.asarray(np.interp(part, [0.0, 0.5, 1.0], [of.low, of.value, of.high]))


def saved(
    world: World, on: date, changes: Changes, origins: Sequence[str], destinations: Sequence[str]
) -> Iterator[Saved]:
    """Ways of every pair of different states, before and after; pairs between which trade is banned are left out."""
    graphs = (priced(world, on, None), priced(world, on, changes))
    goals = {state: place for state in destinations if (place := _place(world, state))}
    for origin in origins:
        start = _place(world, origin)
        if start is None:
            continue
        kept: dict[tuple[int, Shut], Tree] = {}
        for destination, goal in goals.items():
            if destination == origin:
                continue
            ruled = bans(world, on, origin, destination)
            if ruled.refused:
                continue
            yield Saved(origin, destination, *(_least(one, start, goal, ruled.shut, kept) for one in graphs))


def _place(world: World, state: str) -> str | None:
    try:
        return end(world, state).place
    except UserError:
        return None


def _least(of: Graph, start: str, goal: str, shut: Shut, kept: dict[tuple[int, Shut], Tree]) -> Way | None:
    """The least way; one tree serves all goals under the same bans, unless a goal lies in a state that is shut."""
    if of.states[goal] in shut.states:
        edges = tree(of, start, "cost", shut, [goal]).to(goal)
    else:
        key = (id(of), shut)
        if key not in kept:
            kept[key] = tree(of, start, "cost", shut)
        edges = kept[key].to(goal)
    return way(of, edges) if edges else None
