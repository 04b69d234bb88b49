"""A study in small, for a gallery: its verdict, its sentence, and the few figures of one small chart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from steppe.display.charts import intervals
from steppe.display.charts.tokens import PAGE
from steppe.display.format import sentence_case
from steppe.display.page import inline
from steppe.methods.answer import Answer
from steppe.methods.result import Result
from steppe.methods.view import AnswerView, Block, heading_of, view, written_figure

MOST = 6
"""Rows of a small chart."""
WIDTH, ROOM = 320, (146, 56)
"""Pixels of it, of its names and of its figures."""
LETTERS = 22
"""Letters of a name that fit."""
DIGITS = 4
"""Significant digits that a drawing needs."""
Row = tuple[str, float, float, float, str]
"""Name, value, low, high, and the figure as it is written."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a gallery shows of a run: `rows` of its chart, which may be none, and `about`, what they are."""

    verdict: str
    sentence: str
    caveat: str
    about: str
    rows: tuple[Row, ...]

    def document(self) -> dict[str, Any]:
        """As plain Python."""
        return asdict(self)


def card(result: Result, answer: Answer) -> Card:
    """The card of a run with its answer in which codes are names."""
    seen = view(result)
    block = _block(seen, result)
    rows = _rows(block, seen, result)
    rows = rows[rows["basis"].ne("assumed")]  # such sizes are conditions: no chart of them leads to a page
    drawn_from = f"; {seen.level} of the draws" if rows["low"].notna().any() else ""
    about = f"{block.title}, {block.what}{drawn_from}" if len(rows) else ""
    return Card(str(answer.verdict), answer.sentence, answer.caveat, sentence_case(about), tuple(_written(block, rows)))


def drawn(rows: list[Row], name: str) -> Markup:
    """The small chart of a card; `name` keeps its ids apart from those of other charts."""
    frame = pd.DataFrame(rows, columns=["name", "value", "low", "high", "text"]).assign(interval="")
    frame["y"] = [intervals.ROW * (place + 0.5) for place in range(len(frame))]
    sure = (frame["low"] > 0) | (frame["high"] < 0) | (frame["low"] == frame["high"])
    frame["colour"] = sure.map({True: "ink", False: "ink-3"})
    return inline(intervals.draw(frame, WIDTH, PAGE, signed=False, room=ROOM), name)


def _written(block: Block, rows: pd.DataFrame) -> list[Row]:
    found = []
    for row in rows.itertuples():
        ends = [row.value if pd.isna(end) else end for end in (row.value, row.low, row.high)]
        value, low, high = (float(f"{end:.{DIGITS}g}") for end in ends)
        name = row.name if len(row.name) <= LETTERS else f"{row.name[: LETTERS - 1]}…"
        found.append((str(name), value, low, high, written_figure(block.unit, row.value, error=row.error)))
    return found


def _block(seen: AnswerView, result: Result) -> Block:
    """The measure that the answer is about, or else the first."""
    wanted = getattr(getattr(result.source.study, "answer", None), "measure", None)
    named = heading_of(wanted)
    return next((block for block in seen.blocks if block.title == named), seen.blocks[0])


def _rows(block: Block, seen: AnswerView, result: Result) -> pd.DataFrame:
    """The rows of whom the answer is about, the largest first; those of all where it names nobody."""
    subjects = getattr(getattr(result.source.study, "answer", None), "subjects", ())
    named = {seen.named(code) for code in subjects}
    own = block.rows[block.rows["name"].isin(named)]
    own = own if len(own) else block.rows
    order = own["value"].abs().sort_values(ascending=False, kind="stable").index
    return own.loc[order].head(MOST).reset_index(drop=True)
