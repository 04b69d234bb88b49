"""A change of the cost of trading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Resolved, Route

if TYPE_CHECKING:
    from steppe.scenario.policy.policy import Policy


class TradeCost(Route):
    """A change in the cost of trading, in per cent of the value of the goods."""

    kind: Literal["trade_cost"]
    percent: Annotated[FiniteFloat, Field(gt=-60, le=1000)] = Field(description="per cent added to the cost of trading")

    def treat(self, of: Resolved, policy: Policy) -> None:
        """A factor on the cost of trading."""
        mask = policy.routes(of.one, of.other, both=self.both)
        policy.treatment.cost[mask] *= 1 + self.percent / 100
        policy.treatment.add_label(mask, f"trade cost {self.percent:+g} %")
