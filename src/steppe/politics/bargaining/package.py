"""Packages: issues that lie on the table at once, whose votes can be traded.

The exchange model (`exchange`) reckons on scales of 0 to 100; here an agenda's issues are put on them and its outcomes
are put back. Two actors can trade only if each stands on the other side of both outcomes from the other; what they
gain, others may lose, and `others` says how much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from steppe.politics.bargaining.actors import Floats
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.exchange import SCALE, ExchangeRound, exchange_round


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageActors:
    """Who sits at a package: arrays (actors, issues) on scales of 0 to 100; NaN where an actor takes no part."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    position: Floats
    salience: Floats
    capability: Floats
    low: Floats  # (issues,) of the issues' own scales
    high: Floats


@dataclass(frozen=True, slots=True)
class Package:
    """One round of exchanges over the issues of an agenda."""

    table: PackageActors
    done: ExchangeRound

    def outcome(self, issue: str, *, after: bool) -> float:
        """Expected outcome on an issue's own scale, without or with the exchanges."""
        place = self.table.issues.index(issue)
        return self._on_scale(place, (self.done.after if after else self.done.before)[place])

    @property
    def gains(self) -> Floats:
        """What each actor gains, in points of the outcome times its salience, shape (actors,)."""
        return gains(self.table, self.done.before, self.done.after)

    @property
    def trades(self) -> pd.DataFrame:
        """Every exchange: giver, issue and votes, taker, issue and votes, gain; votes on the issues' own scales."""
        names = self.table.actors, self.table.issues
        rows = [
            {
                "giver": names[0][one.giver],
                "moves_on": names[1][one.supply],
                "from": self._on_scale(one.supply, one.supply_from),
                "to": self._on_scale(one.supply, one.supply_to),
                "taker": names[0][one.taker],
                "moves_on_too": names[1][one.demand],
                "from_too": self._on_scale(one.demand, one.demand_from),
                "to_too": self._on_scale(one.demand, one.demand_to),
                "gain": one.gain,
            }
            for one in self.done.exchanges
        ]
        return pd.DataFrame(rows)

    def _on_scale(self, issue: int, points: float) -> float:
        return float(self.table.low[issue] + points / SCALE * (self.table.high - self.table.low)[issue])


def package_actors(agenda: Agenda, sizes: Mapping[str, float], issues: Sequence[str] = ()) -> PackageActors:
    """The table of an agenda's package, or of the issues that are named."""
    chosen = tuple(issues or agenda.package)
    sides = {name: agenda.actors(name, dict(sizes)) for name in chosen}
    names = tuple(dict.fromkeys(actor for side in sides.values() for actor in side.names))
    low, high = (np.array([getattr(agenda.issue_named(name), end) for name in chosen]) for end in ("low", "high"))
    arrays = {part: np.full((len(names), len(chosen)), np.nan) for part in ("position", "salience", "capability")}
    for place, side in enumerate(sides.values()):
        rows = [names.index(actor) for actor in side.names]
        for part, array in arrays.items():
            array[rows, place] = getattr(side, part)
    arrays["position"] = (arrays["position"] - low) / (high - low) * SCALE
    return PackageActors(
        actors=names,
        issues=chosen,
        **arrays,
        low=low,
        high=high,
    )


def exchange_votes(table: PackageActors, traders: Collection[str] | None = None) -> Package:
    """One round of exchanges, between all or between the `traders` alone; the votes of the others still count.

    Of two trades of equal gain the one whose issues, then actors come first in the alphabet is made, so that nothing
    hangs on the order in which they were written down.
    """
    actors, issues = (sorted(range(len(names)), key=names.__getitem__) for names in (table.actors, table.issues))
    both = np.ix_(actors, issues)
    among = None if traders is None else {place for place, actor in enumerate(actors) if table.actors[actor] in traders}
    return Package(
        table,
        _as_written(
            exchange_round(table.position[both], table.salience[both], table.capability[both], among=among),
            actors,
            issues,
        ),
    )


def _as_written(done: ExchangeRound, actors: list[int], issues: list[int]) -> ExchangeRound:
    """A round with its actors and issues in the order of the table: `actors[k]` is the place there of its k-th."""
    named = [
        replace(
            one,
            giver=actors[one.giver],
            taker=actors[one.taker],
            supply=issues[one.supply],
            demand=issues[one.demand],
        )
        for one in done.exchanges
    ]
    rows, columns = np.argsort(actors), np.argsort(issues)
    return ExchangeRound(tuple(named), done.position[np.ix_(rows, columns)], done.before[columns], done.after[columns])


def gains(table: PackageActors, before: Floats, after: Floats) -> Floats:
    """How much nearer the outcomes come to each actor, in points times salience, shape (actors,)."""
    nearer = np.abs(table.position - before) - np.abs(table.position - after)
    return np.asarray(np.nansum(table.salience * nearer, axis=1))
