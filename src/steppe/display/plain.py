"""Frames as programs read them: rows for JSON, text for CSV."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd

from steppe.display.frames import dates_as_text
from steppe.world.shown import inert


def plain(value: Any) -> Any:
    """A cell or a document as JSON has it."""
    if type(value) in (str, int, bool, type(None)):
        return value  # most cells: to ask pandas about each would take longer than all the rest
    if getattr(value, "ndim", None):
        value = value.tolist()  # a masked one too: what is masked becomes None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if pd.isna(value):
        return None
    one = value.item() if hasattr(value, "item") else value
    infinite = isinstance(one, float) and math.isinf(one)
    return one if isinstance(one, str | int | float) and not infinite else str(one)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON has them: all digits, null where nothing is known, text where JSON has no type."""
    columns = {str(name): map(plain, cells) for name, cells in dates_as_text(frame).items()}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def to_csv(frame: pd.DataFrame) -> str:
    """Rows under their header. Lists and structs are JSON in their cell, and no text opens as a formula (`inert`)."""
    frame = dates_as_text(frame)
    texts = {name: cells.map(_text) for name, cells in frame.items() if cells.dtype.kind not in "iufb"}
    return str(frame.assign(**texts).rename(columns=lambda name: inert(str(name))).to_csv(index=False))


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return inert(value).replace("\r\n", "\n").replace("\r", "\n")  # a bare one would end the row
    nested = getattr(value, "ndim", None) or isinstance(value, list | tuple | dict)
    return inert(json.dumps(plain(value), ensure_ascii=False)) if nested else value
