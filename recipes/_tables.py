"""Small readers that the recipes share: the hand tables of `recipes/tables/` and the raw files, all as text first."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

HAND = Path(__file__).parent / "tables"


def hand(name: str) -> pd.DataFrame:
    """One of our own compilations, `recipes/tables/<name>.csv`; every cell text, empty cells missing."""
    return text(HAND / f"{name}.csv")


def text(path: Path) -> pd.DataFrame:
    """A CSV with every cell as text, empty cells missing; "NA" stays a text (it is a code, not a gap)."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])


def parquet(path: Path) -> pd.DataFrame:
    """A Parquet file as a frame."""
    with duckdb.connect() as connection:
        return connection.execute("select * from read_parquet(?)", [str(path)]).df()


def full_date(written: pd.Series[str]) -> pd.Series[str]:
    """`2012`, `2012-05` and `2012-05-17` as days: what is not stated becomes the first month or day."""
    return written.where(written.isna(), (written + "-01-01").str.slice(0, 10)).mask(
        written.str.len().eq(7), written + "-01"
    )


def date_precision(written: pd.Series[str]) -> pd.Series[str]:
    """How exactly a date is written: `year`, `month` or `day`."""
    return written.str.len().map({4: "year", 7: "month", 10: "day"})
