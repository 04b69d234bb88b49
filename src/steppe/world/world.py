"""The world: an immutable set of tables that can be sliced at a date, queried and edited into another world.

Tables are Parquet files read by DuckDB when first asked for. `World.at` keeps what holds on a day; `World.with_spell`,
`with_tie` and `with_organization` return a new world and leave the old one as it was.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from steppe.world import schema
from steppe.world.errors import BundleError, UserError
from steppe.world.faults import sql_fault
from steppe.world.names import look_alike, resolve
from steppe.world.organizations import IN_PRACTICE, Organization, Rules, Spell, Within
from steppe.world.sources import Source

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

BUNDLE = Path(__file__).resolve().parent.parent / "bundle"
VERSION = "2026.2"
TODAY = date(2026, 11, 21)
"""The day up to which the bundle was compiled: what `now` means in it."""

REMEMBERED = 2_000
"""Rows up to which an answer is kept: a world does not change, and the same small questions come back."""

T = TypeVar("T")

_SPANS = {name: ("start", "end") for name in ("memberships", "states", "group_members", "offices", "leaders")}
_SPANS["organizations"] = ("founded", "ended")


def load(folder: Path | str | None = None) -> World:
    """The embedded world, or the embedded world with the tables of a folder in their place.

    Parameters
    ----------
    folder
        A folder of `<table>.parquet` files as `steppe data import` writes them; each replaces the embedded table.

    Raises
    ------
    UserError
        The folder does not exist, or a file in it is no table of the schema or does not keep to it.

    Examples
    --------
    >>> world = load()
    >>> world.members("EAEU", on="2015-01-01")
    ('BLR', 'KAZ', 'RUS')
    """
    world = World()
    if folder is None:
        return world
    from steppe.world.readers import read_folder

    return world.with_tables(read_folder(Path(folder)))


def last_day(value: str | date, argument: str = "until") -> date:
    """The last day of `2015`, `2015-06` or of a day; see `as_date`."""
    first = as_date(value, argument)
    parts = 3 if isinstance(value, date) else len(value.split("-"))
    if parts == 3:
        return first
    month = first.month if parts == 2 else 12
    return date(first.year, month, monthrange(first.year, month)[1])


def as_date(value: str | date, argument: str = "on") -> date:
    """A date from `2015`, `2015-06`, `2015-06-30` or a date; the first day where month or day is left out."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    parts = str(value).split("-")
    try:
        numbers = [int(part) for part in parts]
        return date(*[*numbers, 1, 1][: max(3, len(numbers))])
    except (ValueError, TypeError):
        raise UserError(f'{argument}: there is no day "{value}"; write it as year-month-day, 2015-08-12') from None


@dataclass(frozen=True, eq=False)
class World:
    """The system as data: states, organizations, spells, ties, chronology, corridors and their sources."""

    edits: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    # ------------------------------------------------------------------ tables
    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        folders = sorted({_literal(BUNDLE / spec.licence_class) for spec in schema.tables().values()})
        connection.execute(f"set allowed_directories = [{', '.join(folders)}]; set enable_external_access = false")
        connection.execute("set threads = 1")  # the tables are small: a second thread costs more than it brings
        return connection

    @cached_property
    def _loaded(self) -> set[str]:
        return set()

    def _load(self, query: str) -> None:
        """Read into memory the tables whose names stand in a query, each once."""
        for name in set(re.findall(r"\w+", query.lower())) & schema.tables().keys() - self._loaded:
            if name in self.edits:
                self._connection.register("edited", self.edits[name])
                self._connection.execute(f'create table "{name}" as from edited; drop view edited')
            else:
                path = BUNDLE / schema.table(name).licence_class / f"{name}.parquet"
                if not path.exists():
                    raise BundleError(f"the bundle lacks {path.name}; reinstall steppe, or run `python -m recipes`")
                self._connection.execute(f'create table "{name}" as from read_parquet({_literal(path)})')
            self._loaded.add(name)

    def table(self, name: str) -> pd.DataFrame:
        """A fresh frame of one table, columns as in its schema, dates as datetime64.

        Raises
        ------
        UserError
            No such table; the look-alike is named.
        """
        schema.table(name)
        return self.sql(f'from "{name}"')

    def sql(self, query: str, parameters: Sequence[object] | None = None) -> pd.DataFrame:
        """The answer of DuckDB to a query over the tables; every table is a view of the same name.

        Raises
        ------
        UserError
            The query is not valid, or reads or writes anything but the tables.
        """
        key = ("sql", query, repr(parameters))
        if key in self._memo:
            return self._memo[key].copy(deep=False)
        frame = self._ask(query, parameters)
        if len(frame) <= REMEMBERED:
            self._memo[key] = frame
        return frame.copy(deep=False)

    def _ask(self, query: str, parameters: Sequence[object] | None) -> pd.DataFrame:
        try:
            statements = duckdb.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise UserError("sql: it must be one SELECT; the world's tables cannot be written to")
            self._load(query)
            frame = self._connection.execute(statements[0], list(parameters or [])).df()
        except duckdb.Error as error:
            raise UserError(sql_fault(error)) from None
        dates = [name for name, kind in frame.dtypes.items() if kind.kind == "M" and not getattr(kind, "tz", None)]
        return frame.astype(dict.fromkeys(dates, "datetime64[s]")) if dates else frame

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> World:
        """A world in which these tables stand in place of the old ones."""
        conformed = {name: schema.conform(frame, schema.table(name), f"table {name}") for name, frame in tables.items()}
        return World({**self.edits, **conformed})

    # ----------------------------------------------------------------- objects
    @cached_property
    def state_names(self) -> Mapping[str, str]:
        """Short name of each state by ISO3 code."""
        frame = self.sql("select state, name from states order by state")
        return dict(zip(frame["state"], frame["name"], strict=True))

    @cached_property
    def organization_names(self) -> Mapping[str, str]:
        """Title of each organization by short name."""
        frame = self.sql("select organization, title from organizations order by organization")
        return dict(zip(frame["organization"], frame["title"], strict=True))

    @cached_property
    def group_names(self) -> Mapping[str, str]:
        """Title of each group by short name."""
        frame = self.sql('select "group", title from groups order by 1')
        return dict(zip(frame["group"], frame["title"], strict=True))

    def state(self, code: str) -> str:
        """The ISO3 code of a state given by code or name; unknown ones stop with the look-alike named."""
        return resolve(code, self.state_names, "state", "code")

    @cached_property
    def _memo(self) -> dict[tuple[str, ...], Any]:
        return {}

    def _once(self, key: tuple[str, ...], compute: Callable[[], T]) -> T:
        """What was computed before under a key: a world does not change."""
        if key not in self._memo:
            self._memo[key] = compute()
        value: T = self._memo[key]
        return value

    def organization(self, name: str) -> Organization:
        """An organization with its rules."""
        short = resolve(name, self.organization_names, "organization", "name")
        return self._once(("organization", short), lambda: self._organization(short))

    def _organization(self, short: str) -> Organization:
        row = self.sql("from organizations where organization = ?", [short]).iloc[0]
        value = {key: _plain(row[key]) for key in row.index}
        rules = Rules(**{f.name: _rule(value[f.name], f.name) for f in fields(Rules)})
        kept = {f.name: value[f.name] for f in fields(Organization) if f.name != "rules"}
        return Organization(rules=rules, **kept)

    def source(self, name: str) -> Source:
        """Where figures come from."""
        frame = self.sql("from sources where source = ?", [name])
        if frame.empty:
            known = self.sql("select source from sources")["source"].tolist()
            raise UserError(f'there is no source "{name}"{look_alike(name, known, "`steppe data sources`")}')
        return Source(**{f.name: _plain(frame.iloc[0][f.name]) for f in fields(Source)})

    # ------------------------------------------------------------- memberships
    def spells(
        self, organization: str | None = None, state: str | None = None, on: str | date | None = None
    ) -> pd.DataFrame:
        """Spells of membership, filtered by organization, by state and by a day on which they hold."""
        frame = self._memberships
        if organization is not None:
            short = resolve(organization, self.organization_names, "organization", "name")
            frame = frame[frame["organization"].eq(short)]
        if state is not None:
            frame = frame[frame["state"].eq(self.state(state))]
        if on is not None:
            day = str(as_date(on))
            frame = frame[(frame["start"] <= day) & (frame["end"].isna() | (frame["end"] > day))]
        return frame.reset_index(drop=True)

    @cached_property
    def _memberships(self) -> pd.DataFrame:
        return self.sql("from memberships order by organization, state, start, towards")

    def spell(self, state: str, organization: str, on: str | date) -> Spell | None:
        """The spell towards all that holds on a day, or None."""
        frame = self.spells(organization, state, on)
        frame = frame[frame["towards"].isna()]
        if frame.empty:
            return None
        return Spell(**{f.name: _plain(frame.iloc[0][f.name]) for f in fields(Spell)})

    def members(self, organization: str, on: str | date | None = None, within: Within = "law") -> tuple[str, ...]:
        """States that are members on a day, in law or in practice.

        Parameters
        ----------
        organization
            Short name, `CIS`.
        on
            A day; the bundle's last day by default.
        within
            `law`: the status counts as membership by the body's own rules; `practice`: and the seat is used.

        Returns
        -------
        ISO3 codes, sorted.

        Examples
        --------
        >>> load().members("CIS", on="2020-06-30", within="practice")[-3:]
        ('RUS', 'TJK', 'UZB')
        """
        if within not in ("law", "practice"):
            raise UserError(
                f'within: there is no "{within}"{look_alike(within, ["law", "practice"])}; say law or practice'
            )
        body = self.organization(organization)
        day = TODAY if on is None else as_date(on)
        return self._once(("members", body.organization, str(day), within), lambda: self._members(body, day, within))

    def _members(self, body: Organization, day: date, within: Within) -> tuple[str, ...]:
        counts = body.rules.legal_members
        frame = self.spells(body.organization, on=day)
        frame = frame[frame["towards"].isna() & frame["status"].isin(counts)]
        if within == "practice":
            frame = frame[frame["practice"].isin(IN_PRACTICE)]
        return tuple(sorted(frame["state"]))

    def group(self, name: str, on: str | date | None = None) -> tuple[str, ...]:
        """States of a group (`central-asia`, `eu27` …) on a day; the bundle's last day by default."""
        short = resolve(name, self.group_names, "group", "name")
        day = str(TODAY if on is None else as_date(on))
        holds = '(start is null or start <= $2::date) and ("end" is null or "end" > $2::date)'
        query = f'select state from group_members where "group" = $1 and {holds} order by state'
        return self._once(("group", short, day), lambda: tuple(self.sql(query, [short, day])["state"]))

    # ---------------------------------------------------------------- slices
    def at(self, day: str | date) -> World:
        """The world of one day: only the states, organizations, spells, offices and leaders that hold on it."""
        on = as_date(day, "day")
        edits = dict(self.edits)
        for name in _SPANS:
            frame = self.table(name)
            begin, finish = ("founded", "ended") if name == "organizations" else ("start", "end")
            holds = (frame[begin].isna() | (frame[begin] <= str(on))) & (
                frame[finish].isna() | (frame[finish] > str(on))
            )
            edits[name] = frame[holds].reset_index(drop=True)
        return World(edits)

    def ties(self, layer: str, year: int) -> xr.DataArray:
        """Directed ties of a layer in a year as a labelled array; see `steppe.world.ties`."""
        from steppe.world.ties import ties

        return ties(self, layer, year)

    # ----------------------------------------------------------------- edits
    def with_spell(self, **spell: Any) -> World:
        """A world with one spell more; an open spell of that state in that body towards the same ends on its first day.

        Raises
        ------
        UserError
            Unknown state or organization, end before start, or a spell that begins inside another that has ended.
        """
        from steppe.world.edits import with_spell

        return with_spell(self, spell)

    def with_tie(self, layer: str, **tie: Any) -> World:
        """A world in which one tie of a layer has another value."""
        from steppe.world.edits import with_tie

        return with_tie(self, layer, tie)

    def with_organization(self, **organization: Any) -> World:
        """A world with one organization more, or with new rules for one that it has."""
        from steppe.world.edits import with_organization

        return with_organization(self, organization)


def _literal(path: Path) -> str:
    """A path as SQL writes it, quotes and all."""
    return "'" + str(path).replace("'", "''") + "'"


def _rule(value: Any, name: str) -> Any:
    if name in ("exclusive_with", "legal_members"):
        return tuple(value.split(";")) if value else ()
    return value


def _plain(value: Any) -> Any:
    """A cell as plain Python: missing is None, a timestamp is a date."""
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
