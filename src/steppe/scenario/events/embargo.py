"""An embargo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from steppe.scenario.event import Resolved, Route

if TYPE_CHECKING:
    from steppe.scenario.policy.policy import Policy


class Embargo(Route):
    """No trade at all."""

    kind: Literal["embargo"]

    def treat(self, of: Resolved, policy: Policy) -> None:
        """An infinite cost closes a route."""
        mask = policy.routes(of.one, of.other, both=self.both)
        policy.treatment.cost[mask] = math.inf
        policy.treatment.add_label(mask, "closed by embargo")
