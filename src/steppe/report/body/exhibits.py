"""The figures of an organization as exhibits: what each shows in a sentence, its table, and how it was made."""

from __future__ import annotations

from functools import partial

import pandas as pd

from steppe.display.exhibit import Exhibit, at_sizes, cells
from steppe.display.format import count_word, day, percent
from steppe.display.page import inline
from steppe.report.body.charts import members_chart, seat_bars, trade_chart
from steppe.report.body.view import Body
from steppe.report.shared.seats import SPELLS, as_day

SIZES = (("large", 640), ("small", 340))


def timeline(view: Body) -> Exhibit | None:
    """Seats through time; None where no spell is on record."""
    drawings = at_sizes("seats", SIZES, partial(seat_bars, view))
    if not drawings:
        return None
    own = view.spells[view.spells["towards"].isna()]
    frame = pd.DataFrame(
        {
            "State": [view.names[state] for state in own["state"]],
            "Status in law": own["status"],
            "In practice": own["standing"],
            "From": own["start"].map(as_day),
            "Until": own["end"].map(as_day),
        }
    )
    heads, rows = cells(frame)
    return Exhibit(
        name="seats-chart",
        finding=view.says["members"],
        subtitle=f"Spells in the {view.short} towards all, to {day(view.on)}",
        drawings=drawings,
        heads=heads,
        rows=rows,
        source=SPELLS,
        how={
            "Record": "One row a spell: status in law, and what is done in practice",
            "Command": f"steppe members {view.code}",
        },
    )


def counts(view: Body) -> Exhibit | None:
    """Members through time; None where none was ever one in law."""
    chart = members_chart(view)
    if chart is None:
        return None
    own = view.counts
    frame = pd.DataFrame(
        {"Day": [str(one.date()) for one in own["date"]], "In law": own["law"], "In practice": own["practice"]}
    )
    heads, rows = cells(frame)
    most = own.loc[own["law"].idxmax()]
    last = count_word(int(own["law"].iloc[-1]))
    return Exhibit(
        name="members-chart",
        finding=f"Members of the {view.short}: {last} in law, at most {count_word(int(most['law']))}, "
        f"first in {most['date'].year}",
        subtitle=f"Number of members in law and in practice, to {day(view.on)}",
        drawings=(("", inline(chart, "counts")),),
        heads=heads,
        rows=rows,
        source=SPELLS,
        how={"Formula": "Spells with a status that is membership by the body’s own rules, counted after each change"},
    )


def trade(view: Body) -> Exhibit | None:
    """Trade of the members with each other; None where it cannot be counted."""
    drawings = at_sizes("trade", SIZES, partial(trade_chart, view))
    if not drawings:
        return None
    own = view.trade.assign(share=100 * view.trade["share"])
    own["line"] = (
        own["membership"].map({"fixed": "members of now", "moving": "members of the year"}) + ", " + own["russia"]
    )
    own["line"] = own["line"].where(own["russia"].eq("without"), own["line"].str.removesuffix(", with"))
    own["line"] = own["line"].str.replace(", without", ", without Russia")
    wide = own.pivot(index="year", columns="line", values="share").sort_index(ascending=False)
    frame = wide.reset_index().rename(columns={"year": "Year"}).astype({"Year": str})
    heads, rows = cells(frame, {name: lambda value: percent(value / 100) for name in frame.columns[1:]})
    return Exhibit(
        name="trade-chart",
        finding=view.says["trade"],
        subtitle=f"Trade of members of the {view.short} with each other, % of all their goods trade",
        drawings=drawings,
        heads=heads,
        rows=rows,
        source="CEPII BACI and national statistics, reconciled by steppe",
        how={
            "Formula": "trade inside / all goods trade of the members",
            "Record": "Solid line: the members of now in all years; dashed: those of 1 July of each year",
        },
    )
