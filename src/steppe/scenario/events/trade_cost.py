"""A change of the cost of trading."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Route
from steppe.scenario.policy.regime import Mask
from steppe.scenario.policy.treatment import Treatment


class TradeCost(Route):
    """A change in the cost of trading, in per cent of the value of the goods."""

    kind: Literal["trade_cost"]
    percent: Annotated[FiniteFloat, Field(gt=-60, le=1000)] = Field(description="per cent added to the cost of trading")

    def change(self, treatment: Treatment, pairs: Mask) -> str:
        """A factor on the cost of trading."""
        treatment.cost[pairs] *= 1 + self.percent / 100
        return f"trade cost {self.percent:+g} %"
