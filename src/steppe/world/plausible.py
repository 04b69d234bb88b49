"""What is unlikely in rows that a user brings though the schema allows it: years, units, a part of a year.

A row of the embedded tables is not looked at. A state that has ended, or a year to come, is refused; the rest is a
doubt, said in one sentence, for the user may be right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from steppe.world import schema
from steppe.world.dates import TODAY
from steppe.world.engine import connect
from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.schema import Column, Table
    from steppe.world.tables import Tables

LATEST = TODAY.year + 10
"""The last year for which a figure may stand."""
THOUSANDFOLD = 500.0
"""Ratio to the bundle's figure, either way, from which the unit is doubted."""
OF_WEIGHT = 10.0
"""In the unit of the column: the larger of two figures below which their ratio says nothing."""
NEAR = 3
"""Years up to which another year's figure is compared."""
WHOLE = 0.5
"""Part of the pairs of the fullest year from which a year of the table `trade` is whole."""
PARTNERS = 30
"""Partners from which the records of a state's trade of a year are whole."""
PART = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|q[1-4]|(?:first|second) half|(?:first|second|third|fourth|last) quarter"
    r"|(?:\d+|two|three|six|nine|ten|eleven) months)\b"
)
"""Words of a note that name months or quarters."""


def refuse_years(world: Tables, rows: pd.DataFrame, spec: Table, place: str) -> None:
    """Stop at the first row of a state that had ended before its year, or of a year far ahead.

    Raises
    ------
    UserError
        Names the row and the repair.
    """
    years = [name for name in ("year", "start_year") if name in spec.names]
    ended = {
        row["state"]: row for row in world.records('select state, name, "end" from states where "end" is not null')
    }
    for name in years:
        late = rows.index[(rows[name] > LATEST).fillna(False)]
        if len(late):
            where = f"{place}, row {int(late[0]) + 1}"
            raise UserError(f"{where}: {name} is {rows.loc[late[0], name]}; give a year up to {LATEST}")
        for column in _states(spec):
            last = rows[column.name].map({state: row["end"].year for state, row in ended.items()})
            gone = rows.index[(rows[name] > last).fillna(False)]
            if len(gone):
                state = ended[rows.loc[gone[0], column.name]]
                raise UserError(
                    f"{place}, row {int(gone[0]) + 1}: {column.name} {state['state']} in {rows.loc[gone[0], name]}; "
                    f"{state['name']} ended on {state['end']}: name the state of that year"
                )


def doubts(world: Tables, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Sentences on what is likely wrong in tables that stand in place of the embedded ones.

    Parameters
    ----------
    world
        The embedded tables.
    tables
        Whole tables by name, as `steppe data import` writes them.
    """
    found = []
    for name, frame in tables.items():
        spec = schema.table(name)
        own = added(world, frame, spec)
        found += [*_units(world, own, spec), *_part_years(own, spec), *_part_tables(frame, own, name)]
    return found


def added(world: Tables, frame: pd.DataFrame, spec: Table) -> pd.DataFrame:
    """Rows of a table whose figures the embedded one does not have, with their places in the frame."""
    names = [*spec.key, *(one.name for one in spec.columns if one.type == "float" and one.name not in spec.key)]
    matched = " and ".join(f'm."{name}" is not distinct from t."{name}"' for name in names)
    with connect() as connection:
        connection.register("mine", frame.reset_index(names="place_"))
        connection.register("theirs", world.table(spec.name))
        new = connection.execute(f"select place_ from mine m anti join theirs t on {matched} order by 1").df()
    return frame.loc[new["place_"]]


def _units(world: Tables, own: pd.DataFrame, spec: Table) -> list[str]:
    """A figure that is a thousand times the embedded one of the pair and year, or of the nearest year."""
    if "year" not in spec.key or own.empty:
        return []
    pair = [name for name in spec.key if name not in ("year", "source", "record")]
    said = []
    for column in spec.columns:
        if column.type != "float" or not column.unit.startswith(("million", "billion", "persons")):
            continue
        worst = _far(world, own, spec, pair, column.name)
        if len(worst):
            one = worst.iloc[0]
            mine, theirs = _figure(one["mine"]), _figure(one["theirs"])
            times = one["ratio"] if one["mine"] > one["theirs"] else 1 / one["ratio"]
            more = f", and {len(worst) - 1:,} rows more like it" if len(worst) > 1 else ""
            said.append(
                f"{spec.name}: {column.name} of {', '.join(str(one[name]) for name in pair)} in {one['year']} is "
                f"{mine}, {_figure(times)} times the bundle's {theirs} of {one['then']}{more}; "
                f"it must be in {column.unit}"
            )
    return said


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= OF_WEIGHT else f"{value:.2g}"


def _far(world: Tables, own: pd.DataFrame, spec: Table, pair: list[str], name: str) -> pd.DataFrame:
    """Rows a thousandfold away from the nearest figure of the pair: their key, mine, theirs, then, ratio."""
    same = " and ".join(f'm."{one}" = t."{one}"' for one in pair)
    keys = ", ".join(f'm."{one}"' for one in (*pair, "year"))
    with connect() as connection:
        connection.register("own", own)
        connection.register("bundle", world.table(spec.name))
        return connection.execute(
            f"""
            with nearest as (
                select {keys}, m."{name}" as mine, t."{name}" as theirs, t.year as "then" from own m join bundle t
                on {same} and abs(m.year - t.year) <= {NEAR} where m."{name}" > 0 and t."{name}" > 0
                qualify row_number() over (partition by {keys} order by abs(m.year - t.year), t.year) = 1)
            select *, greatest(mine, theirs) / least(mine, theirs) as ratio from nearest
            where ratio >= {THOUSANDFOLD} and greatest(mine, theirs) >= {OF_WEIGHT} order by ratio desc, mine desc
            """
        ).df()


def _part_years(own: pd.DataFrame, spec: Table) -> list[str]:
    """A note that names months or quarters beside figures of years."""
    if "year" not in spec.key or "note" not in spec.names or own.empty:
        return []
    notes = own["note"].astype(str).str.lower()
    hit = own[notes.str.contains(PART) & ~(notes.str.contains("jan") & notes.str.contains("dec"))]
    if hit.empty:
        return []
    one = hit.iloc[0]
    place = ", ".join(str(one[name]) for name in spec.key if name != "source")
    more = f", and {len(hit) - 1:,} rows more like it" if len(hit) > 1 else ""
    return [f'{spec.name}: the note of {place} says "{one["note"]}"{more}; a part of a year is read as a whole one']


def _part_tables(frame: pd.DataFrame, own: pd.DataFrame, name: str) -> list[str]:
    """Years of trade of which a table has a part only: no shares are computed from them."""
    if name not in ("trade", "trade_recent"):
        return []
    pairs = frame.groupby("year").size()
    if name == "trade":
        part = [year for year in sorted(own["year"].unique()) if pairs[year] < WHOLE * pairs.max()]
        return [
            f"trade: {year} has {pairs[year]:,} pairs of about {pairs.max():,}: a part of the world's trade gives no "
            "shares; put all trade of a single state in trade_recent"
            for year in part
        ]
    partners = frame.groupby(["state", "year"])["partner"].nunique()
    few = partners[partners < PARTNERS]
    return [
        f"trade_recent: {state} in {year} has {count} partners, fewer than {PARTNERS}: a part of its trade gives no "
        "shares; add the others"
        for (state, year), count in few.items()
    ]


def _states(spec: Table) -> list[Column]:
    return [one for one in spec.columns if one.refers == ("states", "state") and not one.is_list]
