"""What a channel puts together event by event, and the frame of the figures on record behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from steppe.methods.income.channel import RECORD, Array, Ask, Class, Effect

Rows = list[tuple[object, ...]]
"""Figures on record, in the order of `RECORD`."""


def on_record(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Rows as a frame with the columns `RECORD`, each once."""
    return pd.DataFrame(list(rows), columns=list(RECORD)).drop_duplicates(ignore_index=True)


def cited(rows: pd.DataFrame) -> tuple[str, ...]:
    """The sources that rows name, each once."""
    return tuple(sorted({one for text in rows["source"] for one in str(text).split(";") if one}))


@dataclass(slots=True)
class Ledger:
    """What states gain through a channel, with its record.

    Attributes
    ----------
    money
        Million USD by state, shape (draws,); a gain is positive.
    rows
        The figures on record.
    missing
        Why a state has no figure.
    assumptions
        What is assumed: what, value, why.
    notes
        What else to know.
    """

    money: dict[str, Array] = field(default_factory=dict)
    rows: Rows = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    assumptions: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, state: str, amount: Array) -> None:
        """Add to what a state gains."""
        self.money[state] = self.money.get(state, np.zeros_like(amount)) + amount

    def effect(self, kind: Class, ask: Ask, draws: int) -> Effect:
        """All of it, in % of GDP; NaN for a state of which something is missing."""
        values = ask.zeros(draws)
        for place, state in enumerate(ask.states):
            if state in self.missing:
                values[:, place] = np.nan
            elif state in self.money:
                values[:, place] = 100 * self.money[state] / ask.gdp[place]
        rows = on_record(self.rows)
        return Effect(
            kind,
            values,
            rows=rows,
            missing={state: why for state, why in self.missing.items() if state in ask.states},
            assumptions=tuple(dict.fromkeys(self.assumptions)),
            notes=tuple(dict.fromkeys(self.notes)),
            sources=cited(rows),
        )
