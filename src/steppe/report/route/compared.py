"""Published services beside the model, for people, and the bars that were set before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.format import Figure, mark, number, written
from steppe.economy.corridors.services import DAYS

NEVER_FITTED = "Services are compared with and never fitted; each keeps the office that counted it."


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: corridor, service, period, measure, published, model, bounds, difference, counted by."""
    return pd.DataFrame([_row(row) for row in rows.itertuples()])


def _row(row: Any) -> dict[str, Any]:
    digits = 0 if row.measure == DAYS and row.published >= 10 else 1 if row.measure == DAYS else 0
    single = row.published_low == row.published_high
    between = f"{number(row.published_low, 0)}–{number(row.published_high, 0)}"
    return {
        "corridor": row.corridor,
        "service": f"{row.service}, {row.origin} to {row.destination}",
        "period": row.period,
        "published": f"{number(row.published, digits) if single else between} {row.unit}",
        "model": Figure(number(row.model, digits), mark(row.basis)),
        "bounds": f"{number(row.low, digits)} to {number(row.high, digits)}",
        "difference": Figure(_signed(row.difference, digits)),
        "rival": None if pd.isna(row.rival) else Figure(number(row.rival, digits)),
        "counted by": row.counted_by,
    }


def _signed(difference: float, digits: int) -> str:
    """With its sign, and nought without one."""
    return "0" if round(difference, digits) == 0 else written(difference, f"+,.{digits}f")


def told(bars: pd.DataFrame) -> list[str]:
    """The bars in sentences, what was asked first."""
    inside, error, shorter = (row for row in bars.itertuples())
    return [
        NEVER_FITTED,
        f"Set before: three of four transit times inside the bounds: {100 * inside.figure:.0f} %, {_held(inside)}. The "
        "bounds are wide, so that this asks little.",
        f"Set before: the middle error of the days, |ln|, no larger than that of the rival, the length over the median "
        f"speed of the other services: {error.figure:.2f} against {error.asked:.2f}, {_held(error)}.",
        f"Set before: three of four distances 0 to 12 % under the advertised: {100 * shorter.figure:.0f} %, "
        f"{_held(shorter)}.",
    ]


def _held(row: Any) -> str:
    return "held" if row.holds else "missed"
