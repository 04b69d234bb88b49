"""The page of the ledger: every episode in time, its counts, what thirty of them looked like when looked up again."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from steppe.display.format import sentence_case
from steppe.influence.ledger import WHY_NO_RATE, ledger
from steppe.report.episodes.view import again, listing, told
from steppe.report.site.index import index
from steppe.report.site.registry import Entry, Made, address, finds, page
from steppe.world.world import World


@page("episodes.html", under="pairs.html")
def episodes(world: World) -> Made:
    """Inducements, coercion and use of force since 1991, with counts and without rates."""
    rows = ledger(world)
    view = listing(world, rows, "All states")
    places = {source: place for place, source in enumerate(view.sources["source"], start=1)}
    return index(
        world,
        "episodes",
        "overview",
        "site",
        "content",
        title="Offers and pressure",
        headline=view.title.removeprefix("All states: "),
        why=WHY_NO_RATE,
        rows=[
            {
                "cells": one.cells,
                "pages": [places[source] for source in one.pages],
                "sender": row.sender,
                "target": row.target,
                "instrument": row.instrument,
                "kind": row.kind if isinstance(row.kind, str) else "force",
                "words": " ".join((*one.cells, row.sender, row.target)).lower(),
            }
            for one, row in zip(view.entries, rows.itertuples(), strict=True)
        ],
        choices=_choices(world, rows),
        counts=[
            (title, list(map(sentence_case, frame.columns)), frame.values.tolist()) for title, frame in view.counts
        ],
        again=again(rows),
        reopened=[
            (
                row.sender,
                row.target,
                row.start.year,
                row.instrument.replace("_", " "),
                row.reopened_result,
                row.reopened_note,
            )
            for row in rows[rows["reopened"].notna()].itertuples()
        ],
        pages=view.sources.to_dict("records"),
    )


def _choices(world: World, rows: pd.DataFrame) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What the rows can be filtered by: name, head, and choices as value and words."""
    names = {**world.state_names, "EUU": "European Union"}
    found = [
        (key, head, sorted(((code, names[code]) for code in set(rows[key])), key=lambda one: one[1]))
        for key, head in (("sender", "By whom"), ("target", "Toward whom"))
    ]
    kinds = [("inducement", "inducement"), ("coercion", "coercion"), ("force", "use of force")]
    instruments = [(one, one.replace("_", " ")) for one in sorted(set(rows["instrument"]))]
    return [*found, ("kind", "Kind", kinds), ("instrument", "Instrument", instruments)]


@finds("Episode", weight=0.8)
def episode_entries(world: World) -> Iterable[Entry]:
    """Every row of the ledger, in time."""
    for place, one in enumerate(told(world, ledger(world)), start=1):
        yield Entry(f"{one.who}: {one.used}", f"{address('episodes')}#e{place}", "", f"{one.when}; {one.issue}")
