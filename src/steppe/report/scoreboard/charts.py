"""How much better than its strongest simple rival each mechanism is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.charts import intervals
from steppe.display.charts.theme import Theme
from steppe.display.charts.tokens import PAGE
from steppe.display.format import number

WIDTH = 1000
NAMES = 300
"""Pixels for the names of mechanisms."""
LETTERS = 50
"""Letters that fit there."""
NAMED = {"eu": "EU", "china": "China", "russia": "Russia"}
COLOURS = {"fails": "div-l3", "earns its place": "div-g3"}


def chart_gains(board: pd.DataFrame, theme: Theme = PAGE) -> Any:
    """How much better than its strongest simple rival each mechanism is, in percent of the baseline's score."""
    known = board[board["baseline_score"].notna() & board["baseline_score"].ne(0)]
    known = known.iloc[(known["difference"] / known["baseline_score"].abs()).argsort(kind="stable")]
    scale = 100 / known["baseline_score"].abs()
    frame = pd.DataFrame(
        {
            "name": [_short(row) for row in known.itertuples()],
            "value": known["difference"] * scale,
            "low": known["difference_low"].fillna(known["difference"]) * scale,
            "high": known["difference_high"].fillna(known["difference"]) * scale,
            "colour": [COLOURS.get(verdict, "ink-3") for verdict in known["verdict"]],
        }
    )
    return intervals.draw(_drawn(frame), WIDTH, theme, room=(NAMES, 178))


def _short(row: Any) -> str:
    """A mechanism and its measure in few words; the horizon or the part alone where the measure has one."""
    part = row.measure.split(", ", 1)[1] if ", " in row.measure else row.measure
    words = [NAMED.get(word, word) for word in row.name.split("-")]
    return f"{' '.join(words)}, {part}"[:LETTERS]


def _drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """With places and figures in words."""
    return frame.assign(
        y=[intervals.ROW * (place + 0.5) for place in range(len(frame))],
        text=[_signed(value) for value in frame["value"]],
        interval=[f"{_signed(row.low)} to {_signed(row.high)}" for row in frame.itertuples()],
    )


def _signed(value: float) -> str:
    text = number(value, 1 if abs(value) < 10 else 0)
    return f"+{text}" if value > 0 and text.strip("0.") else text
