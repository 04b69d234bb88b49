"""How wrong we are: scores against simple rivals, what the data contradict, what is left out, and what is known to be
weak in the data, each with a figure that is computed when the page is made.

Failures come first. A reproduction is never called a forecast, and a mechanism that does not beat its strongest simple
rival says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from steppe.display.page import inline
from steppe.evidence.mechanisms import ORDER, finding, scoreboard
from steppe.evidence.verdicts import ClaimResult
from steppe.report.scoreboard.charts import chart_gains
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
        "chart": inline(chart_gains(board), "gains"),
        "verdicts": [(SHAPES[name], name, MEANS[name], board_rows(board, name)) for name in ORDER],
        "calibration": calibration_rows(world),
        "claims": claim_rows(results),
        "claims_says": about_claims(results),
        "fbic": fbic_rows(),
        "fbic_says": about_fbic(),
        "data": data_rows(world),
    }


# -------------------------------------------------------------------- scoreboard


# ------------------------------------------------------------------------ claims


# -------------------------------------------------------------------------- FBIC


# -------------------------------------------------------------------------- data
