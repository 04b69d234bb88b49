"""A study in small, for a gallery: its verdict, its sentence, and one chart of the figures that the answer speaks of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from steppe.display.charts import intervals
from steppe.display.charts.tokens import PAGE
from steppe.display.format import sentence_case
from steppe.display.page import inline
from steppe.methods.answer import Answer
from steppe.methods.result import Result
from steppe.methods.view import AnswerView, Block, view, written_figure

MOST = 6
"""Rows of a small chart."""
WIDTH, ROOM = 320, (112, 76)
"""Pixels of it, of its names and of its figures."""
LETTERS = 17
"""Letters of a name that fit."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a gallery shows of a run; `chart` is an SVG, empty where nothing can be drawn, `about` what it shows."""

    verdict: str
    sentence: str
    caveat: str
    about: str
    chart: str

    def document(self) -> dict[str, str]:
        """As plain Python."""
        return asdict(self)


def card(result: Result, answer: Answer) -> Card:
    """The card of a run with its answer in which codes are names."""
    seen = view(result)
    block = _block(seen, result)
    rows = _rows(block, seen, result)
    made = _chart(seen, block, rows) if len(rows) else None
    about = f"{block.title}, {block.what}; {seen.level} of the draws" if len(rows) else ""
    chart = "" if made is None else str(inline(made, f"card-{result.study}"))
    return Card(str(answer.verdict), answer.sentence, answer.caveat, sentence_case(about), chart)


def _block(seen: AnswerView, result: Result) -> Block:
    """The measure that the answer is about, or else the first."""
    wanted = getattr(getattr(result.source.study, "answer", None), "measure", None)
    named = sentence_case(str(wanted).replace("_", " "))
    return next((block for block in seen.blocks if block.title == named), seen.blocks[0])


def _rows(block: Block, seen: AnswerView, result: Result) -> pd.DataFrame:
    """The rows of whom the answer is about, the largest first; those of all where it names nobody."""
    subjects = getattr(getattr(result.source.study, "answer", None), "subjects", ())
    named = {seen.named(code) for code in subjects}
    own = block.rows[block.rows["name"].isin(named)]
    own = own if len(own) else block.rows
    order = own["value"].abs().sort_values(ascending=False, kind="stable").index
    return own.loc[order].head(MOST).reset_index(drop=True)


def _chart(seen: AnswerView, block: Block, rows: pd.DataFrame) -> Any:
    frame = rows.assign(
        name=[name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…" for name in rows["name"]],
        low=rows["low"].fillna(rows["value"]),
        high=rows["high"].fillna(rows["value"]),
        y=[intervals.ROW * (place + 0.5) for place in range(len(rows))],
        text=[written_figure(block.unit, row.value, error=row.error) for row in rows.itertuples()],
        interval="",
    )
    frame["colour"] = ["ink-3" if low < 0 < high else "ink" for low, high in zip(frame["low"], frame["high"], strict=True)]
    return intervals.draw(frame, WIDTH, PAGE, signed=False, room=ROOM)
