"""Studies of method "patronage": what competition of powers is worth to states, and what joint action or threats cost.

A file names the question by `ask`; six are answered, each in a module of its own. All six play the same games: stakes
from `steppe.methods.patronage.stakes`, each power valuing its own shares only, but for the two powers of `together`,
which value each other's at α, unknown from 0 to 1. Every table is made for all powers by the same rule; `power` says of
which one the answer speaks. Two spreads are kept apart: the interval of rents over equilibria of one game (`lowest`,
`highest`), and the spread over draws of what is assumed (`low`, `high`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from steppe.scenario.event import Code, Text
from steppe.scenario.study import Baseline, Study

Domain = Literal["economic", "security", "political"]
DOMAINS: tuple[Domain, ...] = ("economic", "security", "political")
"""Domains of ties whose shares are parts of a whole; of the cultural one hardly any layer is on record."""
MOST = 5
"""Powers of one game; see `steppe.politics.patronage.many`."""
Ask = Literal["joint", "leaving", "means", "coercion", "inducements"]
Pair = Annotated[tuple[Code, ...], Field(min_length=2, max_length=2), Strict(False)]
Some = Annotated[tuple[Code, ...], Field(min_length=1, max_length=40), Strict(False)]
Codes = Annotated[tuple[Code, ...], Field(max_length=40), Strict(False)]

ABOUT_ONE: tuple[Ask, ...] = ("leaving", "means")
"""Questions whose answer speaks of one power."""


class PatronageStudy(Study):
    """A question about what powers offer, threaten and gain, and what states keep."""

    method: Literal["patronage"]
    ask: Ask = Field(description="what is asked")
    baseline: Baseline | None = Field(
        None, description="year that the figures are of, 2019 or 2023; by default chosen by rule"
    )
    powers: Annotated[tuple[Code, ...], Field(min_length=2, max_length=MOST), Strict(False)] = Field(
        ("RUS", "CHN", "USA", "EU", "TUR"), description="who competes"
    )
    together: Pair = Field(("RUS", "CHN"), description="the two powers whose sympathy for each other is unknown")
    states: Some = Field(("twelve",), description="states, or groups that stand for their members; powers are left out")
    subjects: Codes = Field((), description="states or groups that the answer speaks of; by default all")
    power: Code | None = Field(None, description="the power that the answer speaks of")
    spheres: dict[Domain, Code] = Field(
        default_factory=dict, description="to which of the two powers each domain falls if they divide the field"
    )
    changes_if: Annotated[tuple[Text, ...], Field(min_length=1), Strict(False)] = Field(
        description="what would change the answer"
    )
