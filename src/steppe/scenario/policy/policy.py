"""A policy while its events are read: bonds before and now, and the arrays that each event writes into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from steppe.scenario.parties import States
from steppe.scenario.policy.regime import FREE_TRADE, Mask, Regime
from steppe.scenario.policy.treatment import SHALLOW, UNCHANGED, Effect, Treatment
from steppe.world.organizations import Organization
from steppe.world.world import World

_LIKE = {"EAEU": "eaeu", "EU": "eu", "CISFTA": "cisfta"}
TRADE_RULES = ("customs_union", "FTA")


@dataclass
class Policy:
    """What the events so far have done; each event writes into it (`Event.treat`).

    Attributes
    ----------
    world
        The world before all events.
    treatment
        The arrays.
    before, now
        Bonds before all events, and after those so far.
    bodies
        Organizations that states have joined, left or frozen.
    agreements
        Effects of new agreements by name.
    opening
        Pairs of these agreements that open where they have no trade, shape (N, N).
    """

    world: World
    treatment: Treatment
    before: Regime
    now: Regime
    bodies: set[str] = field(default_factory=set)
    agreements: dict[str, Effect] = field(default_factory=dict)
    opening: dict[str, Mask] = field(default_factory=dict)

    def place(self, state: str) -> int:
        """Place of a state in the arrays."""
        return self.treatment.states.index(state)

    def routes(self, importers: Iterable[str], exporters: Iterable[str], *, both: bool = False) -> Mask:
        """Pairs of two states [importer, exporter], or both ways, shape (N, N)."""
        buys, sells = (np.isin(self.treatment.states, list(side)) for side in (importers, exporters))
        mask: Mask = buys[:, None] & sells[None, :]
        if both:
            mask = mask | mask.T
        mask[np.diag_indices(len(mask))] = False
        return mask

    def name_pairs(self, one: Iterable[str], other: Iterable[str]) -> Mask:
        """Mark pairs that an event speaks of; what happens to them is filled in when all events have been read."""
        mask, labels = self.routes(one, other, both=True), self.treatment.labels
        labels[mask & (labels == "")] = UNCHANGED
        return mask

    def name_seat(self, state: str, others: States, body: Organization) -> None:
        """Mark the pairs of a state that joins, leaves or freezes its seat in a body."""
        self.name_pairs([state], others)
        self.bodies.add(body.organization)
        if body.rules.trade not in TRADE_RULES:
            self.treatment.notes.append(
                f"{body.organization} has no rules on trade: whether {state} is a member makes no difference here."
            )

    def effect(self, kind: str, bond: str, *, instead_of_none: bool) -> Effect | None:
        """The effect of a bond; free trade is shallow unless it is what the events give, or take, and nothing else."""
        if kind == "none":
            return None
        if bond in self.agreements:
            return self.agreements[bond]
        if kind in FREE_TRADE and not (instead_of_none and bond in self.bodies):
            return SHALLOW
        return Effect(bond, _LIKE.get(bond, "rta"), "deep")
