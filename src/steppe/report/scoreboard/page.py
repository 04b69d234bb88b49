"""How wrong we are: scores against simple rivals, what the data contradict, what is left out, and what is known to be
weak in the data, each with a figure that is computed when the page is made.

Failures come first. A reproduction is never called a forecast, and a mechanism that does not beat its strongest simple
rival says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from steppe.display.exhibit import Exhibit, cells
from steppe.display.format import sentence_case
from steppe.display.page import inline
from steppe.evidence.mechanisms import ORDER, finding, scoreboard
from steppe.evidence.verdicts import ClaimResult
from steppe.report.scoreboard.charts import chart_gains, chart_gains_small, gains, signed
from steppe.report.scoreboard.tables import board_rows, calibration_rows, claim_rows, fbic_rows
from steppe.report.scoreboard.view import MEANS, SHAPES, about_claims, about_fbic, data_rows
from steppe.world.world import World

TEMPLATE = Path(__file__).with_name("page.html.j2")


def context(world: World, results: Sequence[ClaimResult]) -> dict[str, Any]:
    """What the template shows."""
    board = scoreboard(world)
    return {
        "title": "How wrong we are",
        "headline": finding(board),
        "chart": _gains(board),
        "strip": _strip(board),
        "verdicts": [(SHAPES[name], name, MEANS[name], board_rows(board, name)) for name in ORDER],
        "calibration": calibration_rows(world, dict(zip(board["name"], board["mechanism"], strict=True))),
        "claims": claim_rows(results),
        "claims_says": about_claims(results),
        "fbic": fbic_rows(),
        "fbic_says": about_fbic(),
        "data": data_rows(world),
    }


def _gains(board: pd.DataFrame) -> Exhibit:
    """Every score beside its rival."""
    frame = gains(board)
    shown = pd.DataFrame(
        {
            "Mechanism": frame["mechanism"],
            "Score": frame["measure"],
            "Better by, %": frame["value"],
            "from": frame["low"],
            "to": frame["high"],
            "Verdict": frame["verdict"],
        }
    )
    heads, rows = cells(shown, dict.fromkeys(("Better by, %", "from", "to"), signed))
    return Exhibit(
        name="gains-chart",
        finding=finding(board),
        subtitle="Better (right) or worse than the strongest simple rival, % of its score; line: 95 %, whole blocks of "
        "cases resampled. On a narrow screen the worst score of each mechanism",
        drawings=(
            ("large", inline(chart_gains(board), "gains")),
            ("small", inline(chart_gains_small(board), "gains-small")),
        ),
        heads=heads,
        rows=rows,
        source="steppe, hindcasts on cases held out",
        how={
            "Formula": "(score of the rival − score of the mechanism) / score of the rival; turned if more is better",
            "Range": "95 % of resamplings of whole blocks of cases",
            "Command": "steppe scoreboard",
        },
    )


def _strip(board: pd.DataFrame) -> list[tuple[str, str, list[str]]]:
    """Shape and name of each verdict with its mechanisms in plain words, failures first."""
    each = board.drop_duplicates("mechanism")
    return [
        (SHAPES[verdict], verdict, [sentence_case(name) for name in each.loc[each["overall"] == verdict, "mechanism"]])
        for verdict in ORDER
    ]
