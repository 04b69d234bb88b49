"""Makes the bundle: runs every recipe, checks every table against its schema, writes one Parquet file a table.

    python -m recipes [RAW] [--only MODULE ...] [--derived]

RAW is the folder of raw data (default: $STEPPE_DATA, else ../shared/data). A table may come in parts from several
recipes; the parts are put one below the other. Rows are sorted by the table's key, so the same raw data give the same
bytes. Nothing is written unless every table is sound. Estimates that take long are kept from the bundle unless their
recipe is named by --only.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections import defaultdict
from pathlib import Path

import duckdb
import pandas as pd

from recipes._derived import write as write_derived
from recipes._sources import finished
from steppe.world.readers import write_folder
from steppe.world.schema import Table, conform, table, tables

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "src" / "steppe" / "bundle"


def modules() -> list[str]:
    """Names of the recipes: every module of this folder that is not private."""
    return sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_"))


def gather(raw: Path, names: list[str], renew: bool = False) -> dict[str, pd.DataFrame]:
    """Every table from every recipe, conformed to its schema and sorted by its key.

    With `renew`, a recipe that keeps what took long to make (its `make` reads the bundle) makes it anew.
    """
    parts: dict[str, list[pd.DataFrame]] = defaultdict(list)
    for name in names:
        recipe = importlib.import_module(f"recipes.{name}")
        made = (recipe.renew if renew and hasattr(recipe, "renew") else recipe.make)(raw)
        print(f"{name}: " + ", ".join(f"{t} {len(f):,}" for t, f in made.items()), file=sys.stderr)
        for made_table, frame in made.items():
            parts[made_table].append(conform(frame, table(made_table), f"recipe {name}, table {made_table}"))
    return {name: _together(frames, table(name)) for name, frames in parts.items()}


def _together(frames: list[pd.DataFrame], spec: Table) -> pd.DataFrame:
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    if spec.name == "sources":
        whole = whole.drop_duplicates()
    whole = whole.sort_values(list(spec.key), kind="stable", ignore_index=True)
    twice = whole.duplicated(list(spec.key))
    if twice.any():
        raise SystemExit(f"{spec.name}: two rows share the key {dict(whole.loc[twice, list(spec.key)].iloc[0])}")
    return whole


def main() -> None:
    """Run the recipes and write the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "raw", nargs="?", type=Path, default=Path(os.environ.get("STEPPE_DATA", ROOT.parent / "shared/data"))
    )
    parser.add_argument("--derived", action="store_true", help="only what is computed from the bundle and kept in it")
    parser.add_argument("--only", nargs="+", choices=modules(), help="run these recipes and write only their tables")
    options = parser.parse_args()
    if options.derived:
        write_derived()
        return
    made = gather(options.raw, options.only or modules(), renew=bool(options.only))
    if options.only and "sources" in made:
        made["sources"] = _with_sources_of_other_recipes(made["sources"])
    if "sources" in made:
        made["sources"] = conform(finished(made["sources"]), table("sources"), "sources")
    for name, frame in made.items():
        path = write_folder({name: frame}, BUNDLE / tables()[name].licence_class)[0]
        print(f"{name:24} {len(frame):>9,} rows {path.stat().st_size / 1e6:8.2f} MB")
    write_derived()
    total = sum(path.stat().st_size for path in BUNDLE.glob("*/*.parquet"))
    print(f"{'bundle':24} {'':>14} {total / 1e6:8.2f} MB")


def _with_sources_of_other_recipes(new: pd.DataFrame) -> pd.DataFrame:
    path = BUNDLE / "open" / "sources.parquet"
    if not path.exists():
        return new
    old = conform(duckdb.read_parquet(str(path)).df(), table("sources"), "bundle, table sources")
    kept = old[~old["source"].isin(new["source"])]
    return pd.concat([kept, new], ignore_index=True).sort_values("source", ignore_index=True)


if __name__ == "__main__":
    main()
