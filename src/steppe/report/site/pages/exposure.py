"""The page of exposure: whose growth a state gains from, with the formula and its defects."""

from __future__ import annotations

import pandas as pd

from steppe.display.cells import Cell
from steppe.display.charts.tokens import BY_CODE
from steppe.display.format import MISSING
from steppe.display.page import inline
from steppe.display.words import in_text
from steppe.evidence.mechanisms import scoreboard
from steppe.influence import POWERS, figures
from steppe.influence.drawing import exposed
from steppe.influence.exposure import parts
from steppe.report.site.index import index
from steppe.report.site.registry import Made, address, page
from steppe.world.world import World

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
        chart=inline(exposed(latest, {code: names[code] for code in (*twelve, *POWERS)}), "exposure"),
        scores=scores[scores["name"].eq(SCORE)].to_dict("records"),
    )


def _cell(latest: pd.DataFrame, state: str, power: str) -> Cell:
    """The figure with its interval; without a sign where the interval has none."""
    if (state, power) not in latest.index:
        return Cell(MISSING, why="itself" if state == power else "no accounts of the year")
    value, span = parts(latest.loc[(state, power)])
    return Cell(value or "no certain sign", under=f"({span})")


def _headline(latest: pd.DataFrame, names: dict[str, str]) -> str:
    sure = latest[latest["exposure_low"].gt(0)]
    top = sure.loc[sure["exposure_low"].idxmax()]
    state, power = names[top["state"]], in_text(names[top["partner"]])
    return f"{state} gains most from one power’s growth: {parts(top)[1]} % of GDP when {power} is 1 % more productive"
