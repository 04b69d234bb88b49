"""The page of exposure: whose growth a state gains from, with the formula and its defects."""

from __future__ import annotations

import pandas as pd

from steppe.display.cells import Cell
from steppe.display.charts.tokens import BY_CODE
from steppe.display.exhibit import Exhibit, at_sizes, cells
from steppe.display.format import MISSING, recorded
from steppe.display.words import in_text
from steppe.evidence.mechanisms import scoreboard
from steppe.influence import POWERS, figures
from steppe.influence.drawing import exposed
from steppe.influence.exposure import DECIMALS, parts
from steppe.report.site.index import index
from steppe.report.site.registry import Made, address, page
from steppe.world.dates import VERSION
from steppe.world.layers import spans
from steppe.world.world import World

SIZES = (("large", 3), ("small", 1))
"""Panels beside each other, by the width of the screen."""
SCORE = "exposure-pulls-votes"


@page("exposure.html", under="pairs.html")
def exposure(world: World) -> Made:
    """The twelve and the powers: first-order gain from each power's productivity."""
    names = {**world.state_names, "EU": "EU-27"}
    twelve = sorted(world.group("twelve"), key=lambda state: names[state])
    frame = figures(world, twelve, POWERS, "trade")
    known = frame[frame["exposure"].notna()]
    latest = known.loc[known.groupby(["state", "partner"])["year"].idxmax()]
    by_pair = latest.set_index(["state", "partner"])
    scores = scoreboard(world)
    return index(
        world,
        "exposure",
        "overview",
        "site",
        title="Exposure",
        headline=_headline(latest, names),
        year=int(latest["year"].max()),
        powers=[BY_CODE[code] for code in POWERS],
        rows=[(names[one], address("state", one), [_cell(by_pair, one, power) for power in POWERS]) for one in twelve],
        chart=_chart(latest, {code: names[code] for code in (*twelve, *POWERS)}),
        scores=scores[scores["name"].eq(SCORE)].to_dict("records"),
    )


def _chart(latest: pd.DataFrame, names: dict[str, str]) -> Exhibit:
    """Every figure with its interval, a panel a power."""
    own = latest.assign(state=latest["state"].map(names), power=latest["partner"].map(names))
    heads, rows = cells(
        own[["state", "power", "year", "exposure", "exposure_low", "exposure_high"]]
        .astype({"year": str})
        .set_axis(["State", "Power", "Year", "Median, % of GDP", "low", "high"], axis=1),
        dict.fromkeys(("Median, % of GDP", "low", "high"), lambda value: recorded(value, "estimated", DECIMALS)),
    )
    return Exhibit(
        name="exposure-chart",
        finding=_headline(latest, names),
        subtitle="Gain of real income when the power is 1 % more productive, to first order, % of GDP; line: its "
        f"interval; grey: sign not certain; {spans(sorted(set(latest['year'])))}",
        drawings=at_sizes("exposure", SIZES, lambda columns: exposed(latest, names, columns, framed=False)),
        heads=heads,
        rows=rows,
        source=f"steppe {VERSION}, estimated from trade and GDP",
        how={
            "Formula": "one inverse of a matrix of trade shares, see below",
            "Range": "trade elasticities, fitted sales at home, with deficits and without",
            "Command": "steppe dependence KGZ --on RUS --layer trade",
        },
    )


def _cell(latest: pd.DataFrame, state: str, power: str) -> Cell:
    """The figure with its interval; without a sign where the interval has none."""
    if (state, power) not in latest.index:
        return Cell(MISSING, why="itself" if state == power else "no accounts of the year")
    value, span = parts(latest.loc[(state, power)])
    return Cell(value or "either sign", under=span)


def _headline(latest: pd.DataFrame, names: dict[str, str]) -> str:
    sure = latest[latest["exposure_low"].gt(0)]
    top = sure.loc[sure["exposure_low"].idxmax()]
    state, power = names[top["state"]], in_text(names[top["partner"]])
    return f"{state} gains most from one power’s growth: {parts(top)[1]} % of GDP when {power} is 1 % more productive"
