"""Changes: which shown figures moved between two versions, by how much and why.

Two figures are the same where they agree to nine digits, two shares also where they differ by less than a thousandth of
a percentage point, a hundredth of what a page shows. The size of a change is the difference of shares, and of other
numbers the part of the larger that the difference makes; a text that changed, a figure that is new or gone, has none.
On each page verdicts come first, then shares, other numbers and texts, each by size; then what is new, what is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.evidence.claims import claims
from steppe.report.changes import causes
from steppe.report.changes.shown import KEY, PAGES
from steppe.report.changes.store import figures_of
from steppe.world.actors import actor
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

SAME = 1e-9
"""Relative difference up to which two figures are one: another processor may round the last digits otherwise."""
LEAST = 1e-5
"""Difference of two shares from which they are two."""
SIDES = ("before", "after")
KINDS = ("moved", "new", "gone")
COLUMNS = (
    *(*KEY, "unit", "kind", "before", "after", "change", "size", "cause", "detail"),
    *("when_before", "when_after", "record_before", "record_after", "source_before", "source_after"),
)


@dataclass(frozen=True)
class Changes:
    """What moved between two versions.

    Attributes
    ----------
    old, new
        The versions.
    pages
        The pages that were compared.
    frame
        One row a figure that moved, is new or is gone, by page and size, in the columns of `COLUMNS`.
    compared
        How many figures of either version were compared.
    other_record
        How many stayed as they were and have another year, record or source.
    """

    old: str
    new: str
    pages: tuple[str, ...]
    frame: pd.DataFrame
    compared: int
    other_record: int

    @property
    def counts(self) -> dict[str, int]:
        """How many figures moved, are new, are gone."""
        return {kind: int((self.frame["kind"] == kind).sum()) for kind in KINDS}

    @property
    def by_cause(self) -> dict[str, int]:
        """How many have each cause, the most frequent first."""
        return {str(cause): int(size) for cause, size in self.frame["cause"].value_counts().items()}


def changes(world: World, old: str, new: str, on: Sequence[str] = PAGES, state: str | None = None) -> Changes:
    """Every shown figure that moved between two versions of the tables.

    Parameters
    ----------
    world
        The embedded one, or one whose edited tables stand for the present version.
    on
        Pages: overview, briefs, claims.
    state
        Only figures of this state, and claims about it.

    Raises
    ------
    UserError
        No such version, page or state.
    """
    for page in on:
        if page not in PAGES:
            raise UserError(
                f'changes: there is no page "{page}"{look_alike(page, PAGES)}; there are {", ".join(PAGES)}'
            )
    code = None if state is None else actor(world, state).name
    before, after = (figures_of(world, version, on, code) for version in (old, new))
    return compared(before, after, (old, new), on, None if code is None else _subjects(code))


def compared(
    old: pd.DataFrame,
    new: pd.DataFrame,
    versions: tuple[str, str],
    on: Sequence[str] = PAGES,
    subjects: frozenset[str] | None = None,
) -> Changes:
    """The changes between two tables of shown figures, on some pages, of some subjects."""
    both = old.merge(new, on=list(KEY), how="outer", suffixes=("_before", "_after"), indicator="there")
    revised = causes.revised(both[both["page"] == "tables"])
    both = both[both["page"].isin(list(on))]
    both = both if subjects is None else both[both["subject"].isin(subjects)]
    texts = {
        f"text_{side}": both[f"text_{side}"].astype(object).where(both[f"text_{side}"].notna(), "") for side in SIDES
    }
    both = both.assign(**texts)
    known = [both[f"value_{side}"].notna() | both[f"text_{side}"].ne("") for side in SIDES]
    both = both[known[0] | known[1]].assign(known_before=known[0], known_after=known[1]).reset_index(drop=True)
    same = _same(both)
    kind = np.select([same, ~both["known_before"], ~both["known_after"]], ["same", "new", "gone"], "moved")
    both = both.assign(kind=kind)
    moved = causes.explained(both, revised).pipe(_written)
    stayed = both[both["kind"] == "same"]
    other = sum(stayed[f"{name}_before"].ne(stayed[f"{name}_after"]) for name in ("when", "record", "source")) > 0
    return Changes(*versions, tuple(on), moved, len(both), int(np.sum(other)))


def _subjects(code: str) -> frozenset[str]:
    """A state, and the claims about it."""
    return frozenset({code, *(one.id for one in claims().values() if code in one.states)})


def _same(both: pd.DataFrame) -> pd.Series:
    """Whether a figure is the same in both: number and text."""
    before, after = both["value_before"], both["value_after"]
    least = np.where(both["figure"].eq("share"), LEAST, 0.0)
    near = (after - before).abs() <= np.maximum(SAME * np.maximum(before.abs(), after.abs()), least)
    texts = both["text_before"].eq(both["text_after"])
    return (near | (before.isna() & after.isna())) & texts & both["known_before"] & both["known_after"]


def _written(moved: pd.DataFrame) -> pd.DataFrame:
    """The moved figures in the columns of `COLUMNS`, by page and size."""
    change = moved["value_after"] - moved["value_before"]
    larger = np.maximum(moved["value_before"].abs(), moved["value_after"].abs())
    unit = moved["unit_after"].where(moved["known_after"], moved["unit_before"])
    size = change.abs().where(unit.eq("share"), change.abs() / larger.where(larger > 0))
    figure = {
        name: moved[f"value_{name}"].astype(object).where(moved[f"value_{name}"].notna(), moved[f"text_{name}"])
        for name in SIDES
    }
    frame = moved.assign(unit=unit, change=change, size=size, **figure)
    order = frame.assign(
        place=frame["page"].map(PAGES.index) * len(KINDS) + frame["kind"].map(KINDS.index),
        sort=np.select([frame["item"].eq("verdict"), unit.eq("share"), size.notna()], [0, 1, 2], 3),
        down=-size,
    ).sort_values(["place", "sort", "down", *KEY], kind="stable")
    kept = order.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    return kept.astype(object).where(kept.notna() & kept.ne(""), None)
