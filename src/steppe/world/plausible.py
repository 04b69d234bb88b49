"""What is unlikely in rows that a user brings though the schema allows it: years, units, a part of a year.

A row of the embedded tables is not looked at. A state that has ended, a year to come and a figure above what the whole
world has are refused. The rest is a doubt, said in one sentence, for the user may be right; what is doubted for its
unit or its part of a year is set aside, so that no share, rank or answer is made of it.
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
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
PART = (
    rf"\b{MONTH}\.?(?: \d{{4}})? ?(?:-|–|to|until|through|and) ?{MONTH}\b|\b(?:to|until|through|for) {MONTH}\b"
    rf"|^{MONTH}\.?(?: \d{{4}})?$|\b(?:q[1-4]|[1-4]q|h[12]|(?:first|second) half"
    r"|(?:first|second|third|fourth|last|one) quarter"
    r"|(?:\d|1[01]|one|two|three|four|five|six|seven|eight|nine|ten|eleven) months)\b"
)
"""Words of a note that name months or quarters."""
WITH_ITSELF = (
    "digital_media",
    "distances",
    "gas_pipelines",
    "infrastructure",
    "power_units",
    "roll_call_votes",
    "shapes",
    "students",
    "trade_partner_shares",
    "trade_sections",
)
"""Tables in which a state may stand with itself: works, lines and media within it, distances in it, its own seat or
design, students at home, and goods that come back as two publications count them. An import of the table `trade`
leaves such a row out and says so."""
YEARS = ("year", "start_year", "end_year", "first_year", "last_year", "year_from", "year_to", "since_year")
DAYS = ("date", "start", "month")
"""Columns that say when a row holds."""
MOST = {
    "million current USD": (2e8, "more than all the world produces in a year"),
    "million EUR": (2e8, "more than all the world produces in a year"),
    "million constant 2021 USD": (2e8, "more than all the world produces in a year"),
    "persons": (1e10, "more people than there are"),
    "billion cubic metres": (1e4, "more gas than the world burns in a year"),
    "billion cubic metres a year": (1e4, "more gas than the world burns in a year"),
    "km": (41_000.0, "longer than the equator"),
}
"""By unit: the figure above which none can be right, and why."""


def refuse_impossible(world: Tables, rows: pd.DataFrame, spec: Table, place: str) -> None:
    """Stop at the first row of a state that had ended, of a year far ahead, of a state with itself, or absurd.

    Raises
    ------
    UserError
        Names the row and the repair.
    """
    _refuse_years(world, rows, spec, place)
    _refuse_itself(rows, spec, place)
    for column in spec.columns:
        most, why = MOST.get(column.unit, (float("inf"), ""))
        high = rows.index[(rows[column.name].abs() > most).fillna(False)] if why else []
        if len(high):
            said = f"{column.name} is {rows.loc[high[0], column.name]:,.15g}, {why}"
            raise UserError(f"{place}, row {int(high[0]) + 1}: {said}; it must be in {column.unit}")


def _refuse_itself(rows: pd.DataFrame, spec: Table, place: str) -> None:
    """Stop at the first tie of a state with itself, which no share could be made of."""
    ends = [one.name for one in _states(spec)]
    if len(ends) != 2 or spec.name in WITH_ITSELF:
        return
    same = rows.index[rows[ends[0]].eq(rows[ends[1]]).fillna(False)]
    if len(same):
        state = rows.loc[same[0], ends[0]]
        where = f"{place}, row {int(same[0]) + 1}"
        raise UserError(f"{where}: {ends[0]} and {ends[1]} are both {state}; name two states, or leave the row out")


def _refuse_years(world: Tables, rows: pd.DataFrame, spec: Table, place: str) -> None:
    ended = {
        row["state"]: row for row in world.records('select state, name, "end" from states where "end" is not null')
    }
    for name in (name for name in (*YEARS, *DAYS) if name in spec.names):
        years = rows[name].dt.year if name in DAYS else rows[name]
        late = rows.index[(years > LATEST).fillna(False)]
        if len(late):
            where = f"{place}, row {int(late[0]) + 1}"
            raise UserError(f"{where}: {name} is {years[late[0]]:.0f}; give a year up to {LATEST}")
        for column in _states(spec):
            last = rows[column.name].map({state: row["end"].year for state, row in ended.items()})
            gone = rows.index[(years > last).fillna(False)]
            if len(gone):
                state = ended[rows.loc[gone[0], column.name]]
                raise UserError(
                    f"{place}, row {int(gone[0]) + 1}: {column.name} {state['state']} in {years[gone[0]]:.0f}; "
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
        found += doubts_of(world, frame, added(world, frame, spec), spec)
    return found


def doubts_of(world: Tables, frame: pd.DataFrame, own: pd.DataFrame, spec: Table) -> list[str]:
    """The same of one table and its rows that the embedded one does not have, see `added`."""
    return [*_units(world, own, spec), *_part_years(own, spec), *_part_tables(frame, own, spec.name)]


def trusted(world: Tables, frame: pd.DataFrame, own: pd.DataFrame, spec: Table) -> pd.DataFrame:
    """A table with the embedded rows in place of those that are doubted for their unit or their part of a year.

    Parameters
    ----------
    world, frame, own, spec
        The embedded tables; a whole table that stands in place of one of them; its rows that the embedded one does not
        have; its schema.
    """
    import pandas as pd

    far = [_far(world, own, spec, column.name)["place_"] for column in _measured(spec)]
    aside = {*_of_part_years(own, spec).index, *(place for places in far for place in places)}
    if not aside:
        return frame
    key, left = list(spec.key), frame.loc[sorted(aside)]
    theirs = world.table(spec.name)
    same = pd.MultiIndex.from_frame(theirs[key]).isin(pd.MultiIndex.from_frame(left[key]))
    kept = [schema.conform(theirs[same], spec, spec.name), frame.drop(index=left.index)]
    return pd.concat([part for part in kept if len(part)], ignore_index=True).sort_values(key, ignore_index=True)


def added(world: Tables, frame: pd.DataFrame, spec: Table) -> pd.DataFrame:
    """Rows of a table whose figures the embedded one does not have, with their places in the frame."""
    names = [*spec.key, *(one.name for one in spec.columns if one.type == "float" and one.name not in spec.key)]
    matched = " and ".join(f'm."{name}" is not distinct from t."{name}"' for name in names)
    with connect() as connection:
        connection.register("mine", frame.reset_index(names="place_"))
        connection.register("theirs", world.table(spec.name))
        new = connection.execute(f"select place_ from mine m anti join theirs t on {matched} order by 1").df()
    return frame.loc[new["place_"]]


def _measured(spec: Table) -> list[Column]:
    """Columns whose figures are compared with those of other years."""
    units = ("million", "billion", "persons")
    return [one for one in spec.columns if one.type == "float" and one.unit.startswith(units) and "year" in spec.key]


def _units(world: Tables, own: pd.DataFrame, spec: Table) -> list[str]:
    """A figure that is a thousand times the embedded one of the pair and year, or of the nearest year."""
    said = []
    for column in _measured(spec):
        worst = _far(world, own, spec, column.name)
        if len(worst):
            one = worst.iloc[0]
            mine, theirs = _figure(one["mine"]), _figure(one["theirs"])
            whose = "the file's own" if one["within"] else "the bundle's"
            times = one["ratio"] if one["mine"] > one["theirs"] else 1 / one["ratio"]
            more = f", and {len(worst) - 1:,} rows more like it" if len(worst) > 1 else ""
            pair = ", ".join(str(one[name]) for name in _pair(spec))
            said.append(
                f"{spec.name}: {column.name} of {pair} in {one['year']} is {mine}, {_figure(times)} times {whose} "
                f"{theirs} of {one['then']}{more}; it must be in {column.unit}, and is set aside"
            )
    return said


def _pair(spec: Table) -> list[str]:
    return [name for name in spec.key if name not in ("year", "source", "record")]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= OF_WEIGHT else f"{value:.2g}"


def _far(world: Tables, own: pd.DataFrame, spec: Table, name: str) -> pd.DataFrame:
    """Rows a thousandfold away from the nearest figure of the pair: key, place_, mine, theirs, then, within, ratio.

    The nearest is the bundle's; where it has none within `NEAR` years, the file's own of the year before.
    """
    same = " and ".join(f'm."{one}" = t."{one}"' for one in _pair(spec))
    keys = ", ".join(f'm."{one}"' for one in (*_pair(spec), "year"))
    figure = ", ".join([f't."{one}"' for one in (*_pair(spec), "year")]) + f', t."{name}" as figure, false as within'
    with connect() as connection:
        connection.register("own", own.reset_index(names="place_"))
        connection.register("bundle", world.table(spec.name))
        return connection.execute(
            f"""
            with others as (
                select {figure} from bundle t union all select {figure.replace("false", "true")} from own t),
            nearest as (
                select {keys}, m.place_, m."{name}" as mine, t.figure as theirs, t.year as "then", t.within from own m
                join others t on {same} and abs(m.year - t.year) <= {NEAR} and (not t.within or t.year < m.year)
                where m."{name}" > 0 and t.figure > 0
                qualify row_number() over (partition by m.place_ order by t.within, abs(m.year - t.year), t.year) = 1)
            select *, greatest(mine, theirs) / least(mine, theirs) as ratio from nearest
            where ratio >= {THOUSANDFOLD} and greatest(mine, theirs) >= {OF_WEIGHT} order by ratio desc, mine desc
            """
        ).df()


def _of_part_years(own: pd.DataFrame, spec: Table) -> pd.DataFrame:
    """Rows with a note that names months or quarters beside figures of years."""
    if "year" not in spec.key or "note" not in spec.names:
        return own.iloc[:0]
    notes = own["note"].fillna("").astype(str).str.lower()
    whole = notes.str.contains("jan") & notes.str.contains("dec")
    return own[notes.str.contains(PART) & ~whole]


def _part_years(own: pd.DataFrame, spec: Table) -> list[str]:
    hit = _of_part_years(own, spec)
    if hit.empty:
        return []
    one = hit.iloc[0]
    place = ", ".join(str(one[name]) for name in spec.key if name != "source")
    more = f", and {len(hit) - 1:,} rows more like it" if len(hit) > 1 else ""
    return [
        f'{spec.name}: the note of {place} says "{one["note"]}"{more}; a part of a year is no year, and is set aside: '
        "give the whole year"
    ]


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
