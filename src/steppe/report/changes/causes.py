"""Why a shown figure moved: read from the year, record, source and definition of it before and after.

The first that applies is the cause; where none does, it says so. Nothing is written for a single figure by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from steppe.display.format import listed, written
from steppe.report.changes.shown import KEY, PARTNER

THROUGH = "its measures moved"
RULE = "rule changed"
SHOWN, HIDDEN = "newly shown", "no longer shown"
RANK = "rank among partners changed"
FILLED, WITHDRAWN = "gap filled", "no figure any more"
NEW_YEAR, OTHER_YEAR = "new year at hand", "other year"
REPLACED, DECIDED = "record replaced", "date decided"
NEW_SOURCE, RECORD = "new source", "other record"
TOTAL = "total changed"
REVISED, METHOD = "rows of its source changed", "method changed"
UNKNOWN = "cause not recorded"
Cause = tuple[str, str] | None
Row = Mapping[str, object]


def revised(tables: pd.DataFrame) -> dict[str, str]:
    """Sources whose rows differ between two versions, and the tables in which they do.

    `tables` are the merged rows of the page `tables`. Only columns that both versions have are compared, so that a new
    column revises nothing; a source that one version lacks in a table differs there.
    """
    here = {side: set(zip(own["subject"], own["item"], strict=True)) for side, own in _sides(tables)}
    gone = here["before"] ^ here["after"]
    both = tables[tables["there"] == "both"]
    differ = both[both["text_before"] != both["text_after"]]
    pairs = sorted(gone | set(zip(differ["subject"], differ["item"], strict=True)))
    found: dict[str, list[str]] = {}
    for sources, table in pairs:
        for source in sources.split(";"):
            found.setdefault(source, []).append(table)
    return {source: ", ".join(dict.fromkeys(names)) for source, names in found.items()}


def _sides(tables: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    only = {"before": "left_only", "after": "right_only"}
    return [(side, tables[tables["there"].isin(["both", there])]) for side, there in only.items()]


def explained(both: pd.DataFrame, changed: Mapping[str, str]) -> pd.DataFrame:
    """The figures that are not the same, with their cause and its detail."""
    moved = both[both["kind"] != "same"].reset_index(drop=True)
    amounts = both[both["figure"].eq("amount") & both["kind"].eq("same")]
    held = pd.MultiIndex.from_frame(amounts[list(KEY[:-1])])
    whole = pd.MultiIndex.from_frame(moved[list(KEY[:-1])]).isin(held) & moved["figure"].eq("share")
    measures = moved[moved["page"].eq("claims") & moved["item"].ne("verdict")].groupby("subject")["item"].agg("; ".join)
    moved = moved.assign(same_amount=whole, measures=[measures.get(one, "") for one in moved["subject"]])
    found = [cause(row, changed) for row in moved.to_dict("records")]
    return moved.assign(cause=[name for name, _ in found], detail=[detail for _, detail in found])


def cause(row: Row, changed: Mapping[str, str]) -> tuple[str, str]:
    """The first cause that applies, and its detail."""
    for rule in (_verdict, _defined, _there, _dated, _reasoned, _sourced, _total, _rows):
        if answer := rule(row, changed):
            return answer
    return UNKNOWN, ""


def _turn(row: Row, name: str) -> tuple[str, str]:
    """A text before and after, blank for none."""
    before, after = (row[f"{name}_{side}"] for side in ("before", "after"))
    return (before if isinstance(before, str) else ""), (after if isinstance(after, str) else "")


def _arrow(before: str, after: str) -> str:
    return f"{before or 'none'} → {after or 'none'}"


def _verdict(row: Row, _: Mapping[str, str]) -> Cause:
    measures = str(row["measures"])
    return (THROUGH, measures) if row["item"] == "verdict" and measures else None


def _defined(row: Row, _: Mapping[str, str]) -> Cause:
    before, after = _turn(row, "rule")
    return (RULE, _arrow(before, after)) if before and after and before != after else None


def _there(row: Row, _: Mapping[str, str]) -> Cause:
    if row["kind"] == "moved":
        return None
    absent = {"left_only": HIDDEN, "right_only": SHOWN}.get(str(row["there"]))
    if absent and row["item"] == PARTNER:
        return RANK, "among the largest partners in one of the versions"
    if absent:
        return absent, ""
    gap = _turn(row, "missing")[row["kind"] == "gone"]
    return (FILLED, f"before: {gap}" if gap else "") if row["kind"] == "new" else (WITHDRAWN, gap)


def _dated(row: Row, _: Mapping[str, str]) -> Cause:
    before, after = _turn(row, "when")
    if not before or not after or before == after:
        return None
    return NEW_YEAR if after > before else OTHER_YEAR, _arrow(before, after)


def _reasoned(row: Row, _: Mapping[str, str]) -> Cause:
    """A row of `trade_review` or a decision on a date that the version before did not have."""
    before, after = _turn(row, "reason")
    if not after or before == after:
        return None
    return DECIDED if row["item"] == "seat" else REPLACED, after


def _sourced(row: Row, _: Mapping[str, str]) -> Cause:
    before, after = (set(text.split(";")) - {""} for text in _turn(row, "source"))
    if after - before:
        return NEW_SOURCE, listed(sorted(after - before))
    if before - after:
        return RECORD, f"no longer {listed(sorted(before - after))}"
    records = _turn(row, "record")
    return (RECORD, _arrow(*records)) if all(records) and records[0] != records[1] else None


def _total(row: Row, _: Mapping[str, str]) -> Cause:
    """A share whose amount is the same: the total that it is a part of is what changed, inversely."""
    before, after = row["value_before"], row["value_after"]
    if not (row["same_amount"] and isinstance(before, float) and isinstance(after, float) and before > 0 < after):
        return None
    return TOTAL, f"same amount; the total of the state changed by {written(100 * (before / after - 1), '+.2g')} %"


def _rows(row: Row, changed: Mapping[str, str]) -> Cause:
    sources = [source for source in _turn(row, "source")[1].split(";") if source]
    own = [f"{source} in {changed[source]}" for source in sources if source in changed]
    if own:
        return REVISED, "; ".join(own)
    return (METHOD, "no row of its sources changed") if sources and row["figure"] != "size" else None
