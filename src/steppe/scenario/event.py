"""Events: dated changes of policy, each one small model that says what it needs and refuses everything else.

`Event` is a union told apart by `kind`. Here only what a file can get wrong by itself is refused: unknown keys, wrong
types, numbers that are not finite or out of bounds. What must be known about the world (codes, memberships,
exclusivity) is checked in `steppe.methods.equilibrium.checks`.

In a static run a date means: the policy as it stands on that day is put on the trade of the baseline year. Nothing else
that happens between the two is modelled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, Strict

Parties = Annotated[tuple[str, ...], Field(min_length=1, max_length=250), Strict(False)]
"""States by ISO3 code, and organizations or groups by short name, which stand for their members."""

Code = Annotated[str, Field(min_length=2, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Like = Literal["rta", "cisfta", "eaeu", "dcfta", "eu"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Event(_Model):
    date: Annotated[dt.date, Field(ge=dt.date(1992, 1, 1), le=dt.date(2100, 12, 31))] = Field(
        description="day from which it holds: the policy of this day is put on the baseline year"
    )
    note: str = Field("", max_length=2000, description="what a reader should know")


class Join(_Event):
    """A state becomes a member of an organization."""

    kind: Literal["join"]
    state: Code = Field(description="ISO3 code of the state")
    organization: Code = Field(description="short name of the organization")
    external_tariff: bool = Field(
        True, description="in a customs union: whether the newcomer takes over the common tariff against third states"
    )


class Leave(_Event):
    """A state ceases to be a member of an organization."""

    kind: Literal["leave"]
    state: Code = Field(description="ISO3 code of the state")
    organization: Code = Field(description="short name of the organization")
    external_tariff: bool = Field(True, description="whether it goes back to a tariff of its own, where that is known")


class Freeze(_Event):
    """A member stops applying what it agreed, towards all or towards one state; in law it stays a member."""

    kind: Literal["freeze"]
    state: Code = Field(description="ISO3 code of the state")
    organization: Code = Field(description="short name of the organization")
    towards: Code | None = Field(None, description="the one state concerned; left out: all members")


class Agreement(_Event):
    """Free trade, or easier trade, among all pairs of the parties."""

    kind: Literal["agreement"]
    name: Text = Field(description="what to call it")
    parties: Parties = Field(description="states, organizations or groups whose members take part")
    partners: Parties | None = Field(
        None, description="the other side: only pairs across are treated; left out: all pairs of the parties"
    )
    without: Annotated[tuple[str, ...], Strict(False)] = Field((), description="states that stay outside")
    members_on: dt.date | None = Field(None, description="day whose members count; left out: the day of the event")
    like: Like = Field("rta", description="agreement whose estimate stands for this one at depth `own`")
    fraction: Annotated[FiniteFloat, Field(gt=0, le=1)] = Field(
        1.0, description="share of the depth that is reached; below 1 the agreement is shallow and adds nothing to one"
    )
    scope: Literal["free trade", "facilitation"] = Field(
        "free trade", description="facilitation leaves tariffs alone, so members of a customs union may agree on it"
    )
    open_closed: bool = Field(
        False, description="whether pairs without trade open, from the share that gravity predicts (assumed)"
    )


class _Route(_Event):
    importers: Parties = Field(description="who imports")
    exporters: Parties = Field(description="who exports")
    both: bool = Field(False, description="whether it holds in the other direction too")


class Tariff(_Route):
    """A change in tariffs, in percentage points of the value of imports.

    Tariffs in force are not known by pair and good. The points count on top of them: 25 points on a tariff of t make
    (1 + t) · 1.25, a little more than 1 + t + 0.25.
    """

    kind: Literal["tariff"]
    points: Annotated[FiniteFloat, Field(gt=-50, le=1000)] = Field(description="percentage points added")


class TradeCost(_Route):
    """A change in the cost of trading, in per cent of the value of the goods."""

    kind: Literal["trade_cost"]
    percent: Annotated[FiniteFloat, Field(gt=-60, le=1000)] = Field(description="per cent added to the cost of trading")


class Embargo(_Route):
    """No trade at all."""

    kind: Literal["embargo"]


class Sanction(_Event):
    """Sanctions: trade between the senders and the target falls in both directions.

    `size` is `2014`, the gravity estimate of what the sanctions of 2014 did; `2022`, how much less the senders traded
    with the target in 2023 than the trade of both with others between 2019 and 2023 would have made it; or a number,
    the change of trade in log points (-0.7 halves it), with the reason in `why`.
    """

    kind: Literal["sanction"]
    senders: Parties = Field(description="states, organizations or groups that impose them")
    target: Code = Field(description="ISO3 code of the state they are imposed on")
    size: Literal["2014", "2022"] | Annotated[FiniteFloat, Field(ge=-10, lt=0)] = Field(
        "2014", description="`2014`, `2022`, or log points below zero"
    )
    why: str = Field("", description="the reason for a number given as size")


class Growth(_Event):
    """A state's means of production grow or shrink."""

    kind: Literal["growth"]
    state: Code = Field(description="ISO3 code of the state")
    percent: Annotated[FiniteFloat, Field(gt=-95, le=1000)] = Field(description="per cent of its means of production")


Event = Annotated[
    Join | Leave | Freeze | Agreement | Tariff | TradeCost | Embargo | Sanction | Growth, Field(discriminator="kind")
]

KINDS: Mapping[str, type[_Event]] = {
    "join": Join,
    "leave": Leave,
    "freeze": Freeze,
    "agreement": Agreement,
    "tariff": Tariff,
    "trade_cost": TradeCost,
    "embargo": Embargo,
    "sanction": Sanction,
    "growth": Growth,
}
