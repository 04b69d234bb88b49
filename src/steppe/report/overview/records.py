"""The overview as one long table, for JSON and CSV: a row a figure, with its basis or why there is none."""

from __future__ import annotations

import pandas as pd

from steppe.report.overview.view import Overview

COLUMNS = ("subject", "partner", "year", "measure", "unit", "value", "text", "basis", "source", "missing")


def records(overview: Overview) -> pd.DataFrame:
    """Every figure of the overview.

    Returns
    -------
    Columns of COLUMNS: `subject` a state or body; `partner` a power, body or empty; `value` a number in `unit`, `text`
    what is said in words (status and practice of a seat, kinds of site), `source`
    its sources, `missing` the reason where neither is known.
    """
    year = overview.on.year
    debt, money, forces = overview.debt, overview.remittances, overview.forces
    seats = overview.seats[overview.seats["seat"] != "none"]
    status = seats["status"].str.cat(seats["practice"], sep=", ").fillna("left")
    mutual = overview.mutual
    variant = mutual["membership"] + " membership, " + mutual["russia"] + " Russia"
    then_now, first = overview.votes, overview.first_partners
    blocks = [
        _block(seats, "organization", year, "seat", "", text=status),
        _block(overview.trade, "partner", overview.trade["year"], "trade share", "share", "share"),
        _block(overview.trade, "partner", overview.trade["year"], "trade", "million USD", "amount"),
        _block(overview.trade, "partner", overview.trade["year"], "imputed part of the trade", "share", "imputed"),
        _block(first, None, first["year"], "first partner", "share", "share", first["partner"]),
        _block(mutual, None, mutual["year"], "trade of members with each other", "share", "share", variant),
        _block(then_now, "partner", then_now["last"], "UN votes cast alike", "share", "share"),
        _block(debt, "partner", debt["year"], "debt", "million USD", "amount"),
        _block(debt, "partner", debt["year"], "debt over GDP", "share", "size"),
        _block(money, "partner", money["year"], "remittances", "million USD", "amount"),
        _block(money, "partner", money["year"], "remittances over GDP", "share", "size"),
        _block(forces, "partner", year, "troops", "persons", "troops", forces["kinds"]),
    ]
    return pd.concat(blocks, ignore_index=True)


def _block(
    frame: pd.DataFrame,
    partner: str | None,
    year: pd.Series | int,
    measure: str,
    unit: str,
    value: str | None = None,
    text: pd.Series | None = None,
) -> pd.DataFrame:
    """Rows of one measure in the common columns; gaps are None."""
    subject = frame["state"] if "state" in frame else frame["organization"]
    block = pd.DataFrame({"subject": subject})
    block["partner"] = frame[partner] if partner else None
    block["year"] = year
    block["measure"], block["unit"] = measure, unit
    block["value"] = frame[value].astype(float) if value else float("nan")
    block["text"] = text
    block["basis"] = frame["basis"]
    block["source"], block["missing"] = frame.get("source"), frame.get("missing")
    block["year"] = block["year"].astype("Int64")
    return block[list(COLUMNS)].astype(object).where(block[list(COLUMNS)].notna(), None)
