"""What is kept of an equilibrium: gains and trade of the subjects of a study, as one array per draw.

A group counts as one economy: its gain is the sum of the gains, its trade leaves out what its members sell to each
other. Gains are the change of real income of tradables in million USD of the baseline year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy import Accounts, Closure, Equilibrium, baseline_flows, baseline_income, flows, real_income
from steppe.scenario.parties import members_of
from steppe.world.actors import EU, actor
from steppe.world.world import World

Array = NDArray[np.float64]

MEASURES = ("real_income", "gdp_equivalent", "gain", "exports", "imports")
"""Measures of a subject towards the world, in the order of the array; trade with each partner follows."""

UNITS = {
    "real_income": "%",
    "gdp_equivalent": "% of GDP",
    "gain": "million current USD",
    "exports": "%",
    "imports": "%",
    "trade": "%",
}
ALWAYS = ("CHN", EU, "USA", "TUR")
PARTNERS = ("RUS", "CHN", EU, "USA", "TUR")
ZONE = "zone"


@dataclass(frozen=True)
class Subjects:
    """Whom results are about: S names and the states of each, and P partners likewise.

    `members` has shape (S, N) and `partner_members` (P, N), of 0 and 1.
    """

    names: tuple[str, ...]
    members: Array
    partners: tuple[str, ...]
    partner_members: Array

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Measure and partner of each column of the array that is measured."""
        return (*((name, "") for name in MEASURES), *(("trade", partner) for partner in self.partners))


def subjects_of(
    world: World, accounts: Accounts, named: Iterable[str], on: dt.date, zone: NDArray[np.bool_]
) -> Subjects:
    """The twelve, the powers and whoever a study names, as far as the accounts hold them.

    Parameters
    ----------
    named
        States, organizations or groups beside the twelve and the powers.
    zone
        States between which the events change something, shape (N,).
    """
    states = accounts.economy.states
    names = [*world.group("twelve"), *ALWAYS]
    names += [name for name in named if name not in names]
    rows = {name: np.isin(states, states_of_subject(world, name, on)).astype(float) for name in names}
    kept = tuple(name for name in names if rows[name].any())
    partners = {name: np.isin(states, states_of_subject(world, name, on)).astype(float) for name in PARTNERS}
    partners[ZONE] = zone.astype(float)
    return Subjects(kept, np.stack([rows[name] for name in kept]), tuple(partners), np.stack(list(partners.values())))


def states_of_subject(world: World, name: str, on: dt.date) -> tuple[str, ...]:
    """States that a subject stands for: the European Union is the 27 of today whatever the day."""
    return actor(world, EU).states if name == EU else members_of(world, name, on)


class Measure:
    """A function of an equilibrium with its baseline sums at hand; returns shape (S, columns)."""

    def __init__(self, accounts: Accounts, subjects: Subjects) -> None:
        self._of = subjects
        self._gdp = subjects.members @ accounts.gdp
        self._trade = self._sums(baseline_flows(accounts.economy).sum(axis=2))

    def __call__(self, result: Equilibrium) -> Array:
        """Per cent, per cent of GDP and million USD, in the order of `Subjects.columns`."""
        spent = baseline_income(result.baseline)
        gain = self._of.members @ ((real_income(result) - 1.0) * spent)
        income = self._of.members @ spent
        rebased = result.closure == Closure.ZERO  # the world is compared with itself without deficits
        before = self._sums(baseline_flows(result.baseline).sum(axis=2)) if rebased else self._trade
        with np.errstate(divide="ignore", invalid="ignore"):
            trade = 100.0 * (self._sums(flows(result).sum(axis=2)) / before - 1.0)
        levels = np.stack([100.0 * gain / income, 100.0 * gain / self._gdp, gain], axis=1)
        return np.concatenate([levels, trade], axis=1)

    def _sums(self, trade: Array) -> Array:
        """Exports, imports and trade with each partner, shape (S, 2 + P), from trade of all sectors, (N, N)."""
        abroad = trade - np.diag(np.diagonal(trade))
        members, partners = self._of.members, self._of.partner_members
        inside = ((members @ abroad) * members).sum(axis=1)
        exports, imports = members @ abroad.sum(axis=0) - inside, members @ abroad.sum(axis=1) - inside
        sold, bought = members @ abroad.T @ partners.T, members @ abroad @ partners.T
        group_with_itself = (members @ partners.T > 0) & (members.sum(axis=1, keepdims=True) > 1)
        both = np.where(group_with_itself, np.nan, sold + bought)
        return np.column_stack([exports, imports, both])
