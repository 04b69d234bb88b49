"""Charts of an organization: seats and members through time, trade inside."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.charts import bars
from steppe.display.charts.tokens import token_of
from steppe.report.body.view import Body
from steppe.report.overview import charts
from steppe.world.organizations import IN_PRACTICE

MEMBERS = 262
"""Pixels of the chart of members, which stands at the side."""


def seat_bars(view: Body, width: int) -> Any | None:
    """Seats through time, a row a state; None where no spell is on record."""
    own = view.spells[view.spells["towards"].isna()]
    if own.empty:
        return None
    frame = pd.DataFrame(
        {
            "name": [view.names[state] for state in own["state"]],
            "start": own["start"].to_numpy(),
            "end": own["end"].to_numpy(),
            "token": token_of(view.organization.leader),
            "filled": own["counts"].to_numpy(bool),
            "pale": ~own["practice"].isin(IN_PRACTICE).to_numpy(bool),
        }
    )
    return bars.draw(frame, view.on, width=width)


def members_chart(view: Body) -> Any | None:
    """Members through time; None where none was ever one in law."""
    if view.counts.empty:
        return None
    return charts.members(view.counts, view.on, MEMBERS, int(view.counts["law"].max()), height=120)


def trade_chart(view: Body, width: int) -> Any | None:
    """Trade of the members with each other; None where it cannot be counted."""
    if view.trade.empty:
        return None
    top = max(5.0, 100 * float(view.trade["share"].max()) * 1.04)
    return charts.inside_trade(view.trade, width, top, height=200)
