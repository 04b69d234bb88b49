"""What answers of every producer have in common: states by their codes, years in which they existed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from steppe.world.errors import UserError
from steppe.world.fetch.web import CHANGED
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd

FIRST = 1990
"""First year of the tables."""


def changed(title: str, what: str) -> NoReturn:
    """Refuse an answer that has another form than the producer documents."""
    raise UserError(f"{title}: {what}; {CHANGED}")


def number(cell: Any, title: str, place: str) -> float:
    """A finite figure of an answer."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not abs(cell) < 1e18:
        changed(title, f"the figure of {place} is {cell!r}")
    return float(cell)


def of_states(world: World, rows: pd.DataFrame, codes: Mapping[str, str], title: str) -> tuple[pd.DataFrame, list[str]]:
    """Rows of states in years in which they existed, column `state` in ISO 3166 alpha-3.

    Parameters
    ----------
    rows
        With columns state (any code) and year.
    codes
        What a code means that the producer uses; others stand for themselves.

    Returns
    -------
    The rows and a note that counts those left out.
    """
    states = world.sql('select state, year(start) as first, year("end") as last from states').set_index("state")
    named = rows.assign(state=rows["state"].map(lambda code: codes.get(code, code)))
    known = named[named["state"].isin(states.index) & (named["year"] >= FIRST)]
    if known.empty:
        changed(title, f"no row is of a state from {FIRST} on")
    first, last = (known["state"].map(states[end]).fillna(edge) for end, edge in (("first", 0), ("last", 9999)))
    there = known[(known["year"] >= first) & (known["year"] <= last)]
    left = sorted(set(named["state"]) - set(states.index))
    shown = ", ".join(left[:5]) + (" …" if len(left) > 5 else "")
    note = [f"{len(left)} codes of groups and others that are no states left out: {shown}"] if left else []
    return there.sort_values(["state", "year"], ignore_index=True), note
