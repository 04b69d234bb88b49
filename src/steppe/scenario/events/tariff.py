"""A change of tariffs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Route
from steppe.scenario.policy.regime import Mask
from steppe.scenario.policy.treatment import Treatment


class Tariff(Route):
    """A change in tariffs, in percentage points of the value of imports.

    Tariffs in force are not known by pair and good. The points count on top of them: 25 points on a tariff of t make
    (1 + t) · 1.25, a little more than 1 + t + 0.25.
    """

    kind: Literal["tariff"]
    points: Annotated[FiniteFloat, Field(gt=-50, le=1000)] = Field(description="percentage points added")

    def change(self, treatment: Treatment, pairs: Mask) -> str:
        """A factor on one plus the tariff."""
        treatment.tariff[pairs] *= 1 + self.points / 100
        return f"tariff {self.points:+g} points"
