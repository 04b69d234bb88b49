"""The small tables that this package ships beside its code: rules, bodies, residuals, quantities of the log."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `schema/<name>.csv`, all cells as text."""
    text = files(__package__).joinpath("schema", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
