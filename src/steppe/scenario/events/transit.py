"""A route of transit that closes, in whole or in part, for a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Fault, Money, Resolved, Text
from steppe.scenario.parties import States
from steppe.world.names import look_alike
from steppe.world.world import World


class Transit(Money):
    """A pipeline, road or railway across another state stops or carries less."""

    kind: Literal["transit"]
    route: Text = Field(description="name of the route in the table `transit_routes`")
    percent: Annotated[FiniteFloat, Field(ge=-100, le=0)] = Field(
        -100.0, description="change of what it carries in per cent: 0 or less"
    )
    months: Annotated[FiniteFloat, Field(gt=0, le=12)] = Field(12.0, description="how many months of a year, up to 12")

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Who sends along the route, and who carries; nobody where the name is unknown."""
        rows = world.table("transit_routes")
        rows = rows[rows["route"].eq(self.route)]
        return tuple(rows["shipper"]), tuple(rows["carrier"].dropna())

    @property
    def of_one_year(self) -> bool:
        """A route closes for months."""
        return True

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """A route that exists."""
        routes = list(of.world.table("transit_routes")["route"])
        if self.route not in routes:
            yield "route", f'no route is called "{self.route}"{look_alike(self.route, routes, "transit_routes")}'
