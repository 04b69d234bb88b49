"""An embargo."""

from __future__ import annotations

import math
from typing import Literal

from steppe.scenario.event import Route
from steppe.scenario.policy.regime import Mask
from steppe.scenario.policy.treatment import Treatment


class Embargo(Route):
    """No trade at all."""

    kind: Literal["embargo"]

    def change(self, treatment: Treatment, pairs: Mask) -> str:
        """An infinite cost closes a route."""
        treatment.cost[pairs] = math.inf
        return "closed by embargo"
