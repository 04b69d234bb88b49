"""A change of tariffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Resolved, Route

if TYPE_CHECKING:
    from steppe.scenario.policy.policy import Policy


class Tariff(Route):
    """A change in tariffs, in percentage points of the value of imports.

    Tariffs in force are not known by pair and good. The points count on top of them: 25 points on a tariff of t make
    (1 + t) · 1.25, a little more than 1 + t + 0.25.
    """

    kind: Literal["tariff"]
    points: Annotated[FiniteFloat, Field(gt=-50, le=1000)] = Field(description="percentage points added")

    def treat(self, of: Resolved, policy: Policy) -> None:
        """A factor on one plus the tariff."""
        mask = policy.routes(of.one, of.other, both=self.both)
        policy.treatment.tariff[mask] *= 1 + self.points / 100
        policy.treatment.add_label(mask, f"tariff {self.points:+g} points")
