"""Reasons why a figure is missing, as a page says them: layers by their titles and not by the names of the code."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from steppe.influence import LAYERS


@cache
def in_words(reason: str) -> str:
    """A reason in which each layer in backticks has its title.

    Examples
    --------
    >>> in_words("layer `debt_service` compares creditors")
    'layer “Debt service to governments” compares creditors'
    >>> in_words("no figure was found")
    'no figure was found'
    """
    return re.sub(r"`(\w+)`", lambda found: f"“{_title(found[1])}”", reason)


def _title(name: str) -> str:
    return LAYERS[name].title if name in LAYERS else name.replace("_", " ")


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of `dependence` or `vulnerability` whose reasons (`missing`) are in words."""
    return frame.assign(missing=frame["missing"].map(in_words, na_action="ignore"))
