"""What events do to each pair of states, as arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.methods.equilibrium.regime import Mask
from steppe.scenario.events import Event

Array = NDArray[np.float64]


Role = Literal["deep", "shallow", "sanction"]


UNCHANGED, OPENED = "unchanged", "opens (assumed)"


WHOLE, INCREMENT, FALLBACK, LOST, EXCHANGED = (
    "whole effect",
    "deep minus shallow",
    "falls back to free trade",
    "effect is lost",
    "one customs union for another",
)


_LIKE = {"EAEU": "eaeu", "EU": "eu", "CISFTA": "cisfta"}


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect on trade that is drawn: one value per draw, common to all pairs that have it."""

    name: str
    like: str
    role: Role
    fraction: float = 1.0


SHALLOW = Effect("free trade in force", "rta", "shallow")


@dataclass
class Treatment:
    """What one case does, state by state and pair by pair.

    Attributes
    ----------
    states
        Codes of the N states.
    effects
        Effects to be drawn.
    plus, minus
        Place in `effects` of what a pair gains and loses, -1 for nothing, shape (N, N).
    fixed
        Log points that are not drawn, shape (N, N).
    cost, tariff
        Factors on trade costs (infinite: closed) and on 1 + t, shape (N, N).
    endowments
        Factors, shape (N,).
    opened
        Share of the importer's spending that a closed route gets, shape (N, N).
    classes
        Class of each pair before the events, shape (N, N).
    labels
        What is done to each pair that the events name; empty for all others, shape (N, N).
    notes, assumed
        What the first lines of the result must say, and what is assumed besides (name, sentence).
    """

    states: tuple[str, ...]
    classes: NDArray[np.object_]
    effects: list[Effect] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    assumed: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        shape = (len(self.states), len(self.states))
        self.plus, self.minus = np.full(shape, -1), np.full(shape, -1)
        self.fixed, self.opened = np.zeros(shape), np.zeros(shape)
        self.cost, self.tariff = np.ones(shape), np.ones(shape)
        self.endowments = np.ones(len(self.states))
        self.labels = np.full(shape, "", dtype=object)

    def place(self, effect: Effect) -> int:
        """Place of an effect in `effects`, which gets it if it is new."""
        if effect not in self.effects:
            self.effects.append(effect)
        return self.effects.index(effect)

    def add_label(self, mask: Mask, label: str) -> None:
        """Name what is done to some pairs; a second name is added to the first."""
        said = self.labels[mask]
        self.labels[mask] = [f"{old}; {label}" if old and old != UNCHANGED else label for old in said]


def table(treatment: Treatment, trade: Array, reported: Array) -> pd.DataFrame:
    """The treatment as it is printed: one row per class and what is done to it.

    Parameters
    ----------
    trade
        Trade used in the run, [importer, exporter].
    reported
        Trade as BACI has it, same shape.

    Returns
    -------
    Columns class, treatment, pairs (one way each), value (million USD), share and share_baci (of all rows).
    """
    named = treatment.labels != ""
    frame = pd.DataFrame(
        {
            "class": treatment.classes[named],
            "treatment": treatment.labels[named],
            "value": trade[named],
            "baci": reported[named],
        }
    )
    rows = frame.groupby(["class", "treatment"], as_index=False).agg(
        pairs=("value", "size"), value=("value", "sum"), baci=("baci", "sum")
    )
    rows["share"] = rows["value"] / rows["value"].sum()
    rows["share_baci"] = rows["baci"] / rows["baci"].sum()
    rows = rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    return rows[["class", "treatment", "pairs", "value", "share", "share_baci"]]


def last_day(events: Iterable[Event]) -> dt.date:
    """The day whose policy is put on the baseline year."""
    return max(event.date for event in events)
