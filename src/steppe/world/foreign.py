"""Files of other producers, recognised by their columns where a table was asked for that they do not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.sheets import BOOKS, TEXTS, header_of


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
_VOTES = "take the voting file of the UN Digital Library with `steppe data import undl`"
_LONG = f"{_NONE}; choose SDMX-CSV, with a row a figure, on Eurostat's page of the table, and name its columns as below"
FILES = (
    Known(frozenset({"reportercode", "partnercode", "primaryvalue"}), "a download of UN Comtrade", "", _BACI, "trade"),
    Known(
        frozenset({"reporter iso", "partner iso", "trade value (us$)"}),
        "an older download of UN Comtrade",
        "",
        _BACI,
        "trade",
    ),
    Known(frozenset({r"geo\time_period"}), "a table of Eurostat with a column a year", "", _LONG, "trade_eu"),
    Known(frozenset({r"geo\time"}), "an older table of Eurostat with a column a year", "", _LONG, "trade_eu"),
    Known(frozenset({"time_period", "obs_value"}), "a table of Eurostat or another in SDMX-CSV", "", _NONE, "trade_eu"),
    Known(frozenset({"rcid", "ccode", "vote"}), "Voeten's file of votes", "", f"{_NONE}; {_VOTES}", "roll_call_votes"),
    Known(
        frozenset({"session", "idealpointall"}),
        "Voeten's file of ideal points",
        "",
        f"{_NONE}: steppe estimates its own from the votes, so {_VOTES}",
        "roll_call_votes",
    ),
    Known(
        frozenset({"agree", "ccode1", "ccode2"}),
        "Voeten's file of agreement scores",
        "",
        f"{_NONE}: steppe computes its own from the votes, so {_VOTES}",
        "roll_call_votes",
    ),
    Known(
        frozenset({"resolution", "afghanistan", "albania"}),
        "an older voting file of the UN Digital Library, with a column a member",
        "",
        f"{_NONE}; take its file with a row a member and resolution (ms_code, ms_vote), with `steppe data import undl`",
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
ICIO = Known(
    frozenset(),
    "an inter-country input-output table of the OECD",
    "",
    f"{_NONE}; for trade between states take BACI with `steppe data import baci`",
    "trade",
)
ENDINGS = {
    ".dta": "a file of Stata: save it there as CSV (`export delimited`)",
    ".sav": "a file of SPSS: save it there as CSV",
    ".rds": "a file of R: save it there as CSV (`write.csv`)",
    ".rdata": "a file of R: save it there as CSV (`write.csv`)",
    ".geojson": "a map, GeoJSON: no table holds shapes; save the properties of its features as CSV",
    ".shp": "a map, a shapefile: no table holds shapes; save its attributes as CSV",
    ".json": "JSON: save it as CSV, with a row a figure",
    ".xls": "an older Excel file: save it as .xlsx or CSV",
    ".ods": "a sheet of LibreOffice: save it as .xlsx or CSV",
    ".zip": "an archive: unpack it, and give one file of it",
    ".gz": "an archive: unpack it, and give the file in it",
}
"""Endings of files that are not read, and what to do with them."""


def refuse_ending(path: Path) -> None:
    """Stop where the ending of a file is of a format that is not read.

    Raises
    ------
    UserError
        Says what the file is, and how to save it.
    """
    ending = path.suffix.lower()
    if ending in ENDINGS:
        raise UserError(f"{path.name} is {ENDINGS[ending]}")
    if ending not in (*TEXTS, *BOOKS, ".parquet"):
        raise UserError(f"{path.name} is neither .csv nor .xlsx nor .parquet; save it as one of them")


def refuse_foreign(path: Path, kind: str) -> None:
    """Stop where a file is one that is known, and this import does not read it.

    Parameters
    ----------
    path
        A CSV or an Excel file; others are left to their reader.
    kind
        What it was given as: a table of the schema, `baci` or `undl`.

    Raises
    ------
    UserError
        Says what the file is, which import reads it or one like it, and which columns the table needs.
    """
    if path.suffix.lower() == ".parquet":
        return
    found = _known(header_of(path), kind)
    if found is None:
        return
    needs = ""
    if not found.reader:
        spec = schema.table(kind if kind in schema.tables() else found.table)
        needed = ", ".join(column.name for column in spec.columns if column.required)
        needs = f"; a file of your own for table {spec.name} has the columns {needed}"
    raise UserError(f"{path.name} is {found.title}: {found.instead}{needs}")


def _known(header: Iterable[str], kind: str) -> Known | None:
    """The file that these columns tell, where the import of this kind does not read it."""
    names = [name.strip().strip('"').lower() for name in header]
    columns = {*names, *(part.strip() for name in names for part in name.replace("\t", ",").split(","))}
    industries = sum(name.partition("_")[2][:1].isalpha() and len(name.partition("_")[0]) == 3 for name in names)
    if names and names[0] in ("v1", "") and industries > len(names) // 2 > 1:
        return ICIO
    return next((one for one in FILES if one.columns <= columns and one.reader != kind), None)
