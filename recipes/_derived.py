"""Derived tables: what takes long to compute from the embedded tables, computed once and kept beside them.

    python -m recipes --derived

An ordinary build ends with it. Run it after a change to any table, claim or layer, or to what computes them; a test
computes all of them and compares.
"""

from __future__ import annotations

import json

import duckdb
import pandas as pd

from steppe.evidence import search
from steppe.evidence.verdicts import STORED, stored_form
from steppe.influence.exposure import COLUMNS as EXPOSURE
from steppe.influence.measure import figures
from steppe.influence.mutual import MUTUAL, mutual_trade
from steppe.influence.stored import GRID, SPAN, names
from steppe.influence.vulnerability import CLOSED, closures
from steppe.report.changes.shown import shown
from steppe.report.changes.store import write as keep
from steppe.world.dates import VERSION
from steppe.world.derived import DERIVED, KEY, fresh, key, path_of
from steppe.world.load import load
from steppe.world.world import World

ROWS = 20_000
"""Rows of a group: about those of one state, so that a question about one reads little."""


def made(world: World) -> dict[str, pd.DataFrame]:
    """Every derived table, computed anew."""
    everyone = names(world)
    with fresh():
        grid = figures(world, everyone, everyone, None, SPAN).drop(columns=list(EXPOSURE))
        return {
            GRID: grid.sort_values(["state", "layer", "partner", "year"], kind="stable"),
            CLOSED: closures(world),
            MUTUAL: mutual_trade(world),
        }


def write() -> None:
    """Write the derived tables, the verdicts, the index of `ask`, their key, and the figures shown of this version."""
    world = load()
    DERIVED.mkdir(exist_ok=True)
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, frame in made(world).items():
            connection.register("made", frame)
            connection.execute(
                f"copy made to '{path_of(name)}' (format parquet, compression zstd, compression_level 19, "
                f"row_group_size {ROWS})"
            )
            print(f"{name}: {len(frame):,} rows")
    with fresh():
        verdicts = stored_form(world)
    (DERIVED / f"{STORED}.json").write_text(json.dumps(verdicts, ensure_ascii=False, indent=0), encoding="utf-8")
    (DERIVED / KEY).write_text(f"{key()}\n", encoding="utf-8")
    print(f"verdicts: {len(verdicts)} claims; key {key()}")
    with fresh(False):
        found = search.stored_form(world)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (DERIVED / f"{search.STORED}.json").write_text(text, encoding="utf-8")
    print(f"search: {len(found['documents']):,} documents")
    with fresh(False):
        figures_shown = shown(world)
    print(f"{keep(figures_shown, VERSION)}: {len(figures_shown):,} rows")
