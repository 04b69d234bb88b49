"""What a power paid out by year, a table a concept of money, and beside it what it asked of each state.

The columns are the latest years on record of a concept; an arms share has the last window alone. There is no sum over
concepts, and no row of totals: money lent, given, not charged and let through is not one sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from steppe.display.format import LAST_DECIMAL, MISSING, Figure, currency_of, listed, mark, percent, recorded
from steppe.influence.ledger import KINDS, chosen, issue_words
from steppe.influence.means import CONCEPTS, means
from steppe.world.actors import actor
from steppe.world.dates import TODAY
from steppe.world.sources import sources_of
from steppe.world.world import World

YEARS = 6
"""Latest years of each concept."""
NEVER_ADDED = "These are different things in different units; they are never added up, and what is not here is unknown."
NONE = Figure(MISSING, missing="no figure on record")
ASKED = "What it asked, by the ledger of episodes; a loan here need not be the one of an episode there."


@dataclass(frozen=True)
class Paid:
    """A concept: its title, unit and definition, the years or windows, names and cells of the states, its sources."""

    title: str
    unit: str
    says: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]
    sources: str


@dataclass(frozen=True)
class Means:
    """What a power paid out and asked.

    Attributes
    ----------
    title
        Whose means toward whom.
    paid
        Concepts with a figure, in the order of `influence.means.CONCEPTS`.
    none
        Titles of the concepts without any, or with zeros alone.
    asked
        Name of a state, and what was asked of it with the years.
    """

    title: str
    paid: tuple[Paid, ...]
    none: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]


def view(world: World, power: str, state: str | None = None) -> Means:
    """The means of a power toward a state, or toward the twelve; parameters as of `influence.means.means`."""
    frame = means(world, power, state)
    whole = f"{actor(world, power).title} toward {actor(world, state).title if state is not None else 'the twelve'}"
    paid = [_paid(world, frame[frame["concept"].eq(name)], name, every=state is not None) for name in CONCEPTS]
    return Means(
        title=f"Means of {whole}",
        paid=tuple(one for one in paid if one is not None),
        none=tuple(
            CONCEPTS[name].title for name in CONCEPTS if not (frame["concept"].eq(name) & frame["value"].ne(0)).any()
        ),
        asked=tuple(_asked(world, power, state)),
    )


def _paid(world: World, own: pd.DataFrame, name: str, *, every: bool) -> Paid | None:
    """The table of a concept; all its years where one state is asked for."""
    if own["value"].eq(0).all():
        return None
    concept = CONCEPTS[name]
    own = own[own["year"].le(TODAY.year)]
    when = own["year"].astype(str).where(own["year"].eq(own["first_year"]), _window(own))
    own = own.assign(when=when, cell=[_cell(name, *row) for row in zip(own["value"], own["basis"], strict=True)])
    if name == "arms" and not every:
        own = own[own["when"].eq(own.sort_values(["year", "first_year"])["when"].iloc[-1])]
    order = own.sort_values(["year", "first_year"])["when"].drop_duplicates().tolist()
    heads = order if every else order[-YEARS:]
    table = own.pivot(index="state", columns="when", values="cell").reindex(columns=heads)
    table = table[table.notna().any(axis=1)]
    rows = tuple(
        (world.state_names[str(state)], tuple(cell if isinstance(cell, Figure) else NONE for cell in cells))
        for state, cells in zip(table.index, table.values.tolist(), strict=True)
    )
    producers = dict.fromkeys(sources_of(world, own["source"])["producer"])
    shown = list(producers)[:3]
    more = [f"{len(producers) - 3} more"] if len(producers) > 3 else []
    return Paid(concept.title, _unit(concept.unit), concept.says, tuple(heads), rows, listed([*shown, *more]))


def _window(own: pd.DataFrame) -> pd.Series[str]:
    return own["first_year"].astype(str) + "–" + own["year"].astype(str)


def _cell(name: str, value: float, basis: str) -> Figure:
    """The figure with the digits that its basis has, shares in per cent, and its letter."""
    text = percent(value) if CONCEPTS[name].unit == "share" else recorded(value, basis, LAST_DECIMAL)
    return Figure(text, mark(basis))


def _unit(unit: str) -> str:
    """The unit as a head has it: `mn USD`, `%`, or as it stands.

    Examples
    --------
    >>> _unit("million constant 2021 USD"), _unit("share"), _unit("USD per 1,000 m³")
    ('mn USD of 2021', '%', 'USD per 1,000 m³')
    """
    currency = currency_of(unit)
    return f"mn {currency}" if currency else {"share": "%"}.get(unit, unit)


def _asked(world: World, power: str, state: str | None) -> list[tuple[str, str]]:
    """What the power asked of each state: the issues with the years in which an episode began."""
    rows = chosen(world, state, sender=power)
    rows = rows[rows["kind"].isin(KINDS)]
    found = []
    for target, own in rows.groupby("target"):
        parts = [
            f"{issue_words(str(issue))} ({', '.join(dict.fromkeys(str(day.year) for day in of['start']))})"
            for issue, of in own.groupby("issue", sort=False)
        ]
        found.append((world.state_names[str(target)], "; ".join(parts)))
    return sorted(found)
