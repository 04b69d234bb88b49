"""Files of other producers, recognised by their columns where a table was asked for that they do not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from steppe.world import schema
from steppe.world.errors import UserError


@dataclass(frozen=True, slots=True)
class Known:
    """A published file: the columns that tell it, what it is, which import reads it or a file like it, and which table
    of the schema holds figures of its kind."""

    columns: frozenset[str]
    title: str
    reader: str
    instead: str
    table: str


_NONE = "no import reads it"
_BACI = f"{_NONE}; take BACI, which CEPII makes from it, with `steppe data import baci`"
FILES = (
    Known(
        frozenset({"reportercode", "partnercode", "primaryvalue"}),
        "a download of UN Comtrade",
        "",
        _BACI,
        "trade",
    ),
    Known(
        frozenset({"reporter iso", "partner iso", "trade value (us$)"}),
        "an older download of UN Comtrade",
        "",
        _BACI,
        "trade",
    ),
    Known(frozenset({r"geo\time_period"}), "a table of Eurostat", "", _NONE, "trade_eu"),
    Known(frozenset({"time_period", "obs_value"}), "a table of Eurostat or another in SDMX-CSV", "", _NONE, "trade_eu"),
    Known(
        frozenset({"rcid", "ccode", "vote"}),
        "Voeten's file of votes",
        "",
        f"{_NONE}; take the voting file of the UN Digital Library with `steppe data import undl`",
        "roll_call_votes",
    ),
    Known(frozenset("tijkv"), "a file of BACI", "baci", "read it with `steppe data import baci`", "trade"),
    Known(
        frozenset({"undl_id", "ms_code", "ms_vote"}),
        "the voting file of the UN Digital Library",
        "undl",
        "read it with `steppe data import undl`",
        "roll_call_votes",
    ),
)


def refuse_foreign(path: Path, kind: str) -> None:
    """Stop where a file is one that is known, and this import does not read it.

    Parameters
    ----------
    path
        A CSV; other files are left to their reader.
    kind
        What it was given as: a table of the schema, `baci` or `undl`.

    Raises
    ------
    UserError
        Says what the file is, which import reads it or one like it, and which columns the table needs.
    """
    columns = _header(path)
    found = next((one for one in FILES if one.columns <= columns and one.reader != kind), None)
    if found is None:
        return
    needs = ""
    if not found.reader:
        spec = schema.table(kind if kind in schema.tables() else found.table)
        needed = ", ".join(column.name for column in spec.columns if column.required)
        needs = f"; a file of your own for table {spec.name} has the columns {needed}"
    raise UserError(f"{path.name} is {found.title}: {found.instead}{needs}")


def _header(path: Path) -> frozenset[str]:
    """The names of the first line in small letters, whatever parts them."""
    if path.suffix.lower() != ".csv":
        return frozenset()
    with path.open(encoding="utf-8-sig", errors="replace") as handle:
        line = handle.readline(100_000)
    return frozenset(name.strip().strip('"').lower() for name in re.split(r"[,;\t|]", line))
