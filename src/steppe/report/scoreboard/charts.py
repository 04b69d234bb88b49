"""How much better than its strongest simple rival each mechanism is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.charts import intervals
from steppe.display.charts.theme import Theme
from steppe.display.charts.tokens import PAGE
from steppe.display.format import number, sentence_case

WIDTH, SMALL_WIDTH = 1000, 340
ROOM, SMALL_ROOM = (380, 178), (176, 46)
"""Pixels for the names of mechanisms, and for figures."""
LETTER = 6.2
"""Pixels of a letter."""
COLOURS = {"fails": "div-l3", "earns its place": "div-g3"}


def gains(board: pd.DataFrame) -> pd.DataFrame:
    """How much better than its strongest simple rival each mechanism is, the worst first.

    Returns
    -------
    Columns mechanism, measure, value, low, high (per cent of the rival's score), verdict; one row a score.
    """
    known = board[board["baseline_score"].notna() & board["baseline_score"].ne(0)]
    scale = 100 / known["baseline_score"].abs()
    frame = pd.DataFrame(
        {
            "mechanism": known["mechanism"].map(sentence_case),
            "measure": [_part(row) for row in known.itertuples()],
            "value": known["difference"] * scale,
            "low": known["difference_low"].fillna(known["difference"]) * scale,
            "high": known["difference_high"].fillna(known["difference"]) * scale,
            "verdict": known["verdict"],
        }
    )
    return frame.sort_values("value", kind="stable", ignore_index=True)


def chart_gains(board: pd.DataFrame, theme: Theme = PAGE) -> Any:
    """Every score as an interval, in percent of the score of the rival."""
    frame = gains(board)
    names = [f"{row.mechanism}: {row.measure}" for row in frame.itertuples()]
    return intervals.draw(_drawn(frame, names, ROOM[0]), WIDTH, theme, room=ROOM)


def chart_gains_small(board: pd.DataFrame, theme: Theme = PAGE) -> Any:
    """The worst score of each mechanism as an interval, for a narrow screen."""
    worst = gains(board).drop_duplicates("mechanism").reset_index(drop=True)
    return intervals.draw(
        _drawn(worst, worst["mechanism"].tolist(), SMALL_ROOM[0]).assign(interval=""),
        SMALL_WIDTH,
        theme,
        room=SMALL_ROOM,
    )


def _part(row: Any) -> str:
    """The horizon or the part of a measure alone where it has one."""
    return str(row.measure.split(", ", 1)[1] if ", " in row.measure else row.measure)


def _fitted(name: str, room: float) -> str:
    most = int((room - 12) / LETTER)
    return name if len(name) <= most else f"{name[: most - 1].rstrip(' ,:')}…"


def _drawn(frame: pd.DataFrame, names: list[str], room: float) -> pd.DataFrame:
    """With places, colours and figures in words."""
    return frame.assign(
        name=[_fitted(name, room) for name in names],
        colour=[COLOURS.get(verdict, "ink-3") for verdict in frame["verdict"]],
        y=[intervals.ROW * (place + 0.5) for place in range(len(frame))],
        text=[signed(value) for value in frame["value"]],
        interval=[f"{signed(row.low)} to {signed(row.high)}" for row in frame.itertuples()],
    )


def signed(value: float) -> str:
    """A per cent of a score with its sign: one decimal below ten, none above."""
    text = number(value, 1 if abs(value) < 10 else 0)
    return f"+{text}" if value > 0 and text.strip("0.") else text
