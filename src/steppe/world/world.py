"""The world: an immutable set of tables that can be sliced at a date, queried and edited into another world.

`World.at` keeps what holds on a day; `World.with_spell`, `with_tie` and `with_organization` return a new world and
leave the old one as it was. One world serves many threads and processes, and can be pickled; see `tables`.

A day may be written as `2015-06-30`, `2015-06`, `2015`, the number 2015 or a date; a year as 2015 or `2015`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from steppe.world.dates import TODAY, VERSION, Day, as_date, as_year
from steppe.world.errors import UserError
from steppe.world.names import look_alike, resolve
from steppe.world.organizations import Spell, Within
from steppe.world.sources import Source
from steppe.world.standings import Standing, members_of, spells_of, standings_of
from steppe.world.tables import Tables, names_of, remembered

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_SPANS = {name: ("start", "end") for name in ("memberships", "states", "group_members", "offices", "leaders")}
_SPANS["organizations"] = ("founded", "ended")


class World(Tables):
    """The system as data: states, organizations, spells, ties, chronology, transport and their sources.

    Parameters
    ----------
    edits
        Tables that replace those of the bundle, by name; none by default.
    origins
        Where each of them is from, by name: a path, or what was done.
    doubts
        What is likely wrong in the files that they were read from, a sentence each.
    """

    def __repr__(self) -> str:
        counts = ", ".join(f"{count:,} {what}" for what, count in self._counts().items())
        return f"<World {VERSION} of {TODAY}: {counts}{'; replaced: ' if self.edits else ''}{self._replaced()}>"

    def _repr_html_(self) -> str:
        facts = {"World": f"bundle {VERSION} of {TODAY}", **{what: f"{n:,}" for what, n in self._counts().items()}}
        if self.edits:
            facts["replaced"] = escape(self._replaced())
        rows = "".join(f"<tr><th>{name}</th><td>{fact}</td></tr>" for name, fact in facts.items())
        return f"<table>{rows}</table>"

    def _counts(self) -> Mapping[str, int]:
        from steppe.world.layers import LAYERS

        states = int(self.sql("select count(*) as n from states where kind = 'state'")["n"].iloc[0])
        organizations, spells = len(self.organization_names), len(_memberships(self))
        return {"states": states, "organizations": organizations, "layers": len(LAYERS), "spells": spells}

    def _replaced(self) -> str:
        """Tables that stand in place of the bundle's, and where they are from."""
        origins: dict[str, list[str]] = {}
        for name in self.edits:
            origins.setdefault(self.origins.get(name, "edited"), []).append(name)
        return "; ".join(f"{', '.join(names)} ({origin})" for origin, names in origins.items())

    # ----------------------------------------------------------------- objects
    def states(self, group: str | None = None) -> pd.DataFrame:
        """States and territories, or those of a group today, by name.

        Parameters
        ----------
        group
            Name of a group, `central-asia`; all states by default.

        Returns
        -------
        Columns state (ISO3), name, kind (state, territory, historical, other, body), groups (of today, separated by
        commas: `central-asia, twelve`), capital, un_member, start and end (empty before 1990, and while it lasts).
        """
        frame = _states(self).copy()
        return frame if group is None else frame[frame["state"].isin(self.group(group))].reset_index(drop=True)

    def organizations(self) -> pd.DataFrame:
        """Organizations, treaties and formats, by short name.

        Returns
        -------
        Columns organization, title, kind, founded, ended, members (in law today; a number).
        """
        frame = self.sql("select organization, title, kind, founded, ended from organizations order by organization")
        return frame.assign(members=[len(self.members(name)) for name in frame["organization"]])

    def source(self, name: str) -> Source:
        """The source of figures.

        Parameters
        ----------
        name
            Short name or title of the source, `cepii-baci-panel`.

        Returns
        -------
        Producer, citation, address, licence and note.

        Raises
        ------
        UserError
            There is no such source; the message suggests the closest name.
        """
        short = resolve(name, names_of(self, "sources", "source", "title"), "source", "name")
        (row,) = self.records("from sources where source = ?", [short])
        return Source(**{f.name: row[f.name] for f in fields(Source)})

    # ------------------------------------------------------------- memberships
    def spells(self, organization: str | None = None, state: str | None = None, on: Day | None = None) -> pd.DataFrame:
        """Spells of membership.

        Parameters
        ----------
        organization, state
            Only spells of this organization or this state; all by default.
        on
            Only spells that hold on this day; all by default.

        Returns
        -------
        One row a spell, with the columns of the table `memberships`, by organization, state and start.
        """
        frame = _memberships(self)
        if organization is not None:
            short = resolve(organization, self.organization_names, "organization", "name")
            frame = frame[frame["organization"].eq(short)]
        if state is not None:
            frame = frame[frame["state"].eq(self.state(state))]
        if on is not None:
            day = str(as_date(on))
            frame = frame[(frame["start"] <= day) & (frame["end"].isna() | (frame["end"] > day))]
        return frame.reset_index(drop=True)

    def spell(self, state: str, organization: str, on: Day) -> Spell | None:
        """The spell that a state holds in an organization on a day, towards all its members.

        Parameters
        ----------
        state, organization
            Codes or names.
        on
            The day.

        Returns
        -------
        Status, practice, dates and source; None where no spell holds.
        """
        code, day = self.state(state), as_date(on)
        found = spells_of(self, self.organization(organization).organization)
        return next((one for one in found if one.state == code and one.towards is None and one.holds(day)), None)

    def standing(self, state: str, organization: str, on: Day | None = None) -> Standing | None:
        """How a state stands in an organization on a day, towards all its members: law and practice in one word.

        Parameters
        ----------
        state, organization
            Codes or names.
        on
            A day; the bundle's last day by default.

        Returns
        -------
        Its standing (candidate, observer, associate, partner, active, selective, frozen, suspended, exit decided,
        notice given, left) with its days; None where the state holds no seat and was no member.

        Examples
        --------
        >>> World().standing("GEO", "CIS", "2009-08-17").standing, World().standing("GEO", "CIS").standing
        ('notice given', 'left')
        """
        code, day = self.state(state), TODAY if on is None else as_date(on)
        found = standings_of(self, self.organization(organization))
        return next((one for one in found if one.state == code and one.towards is None and one.holds(day)), None)

    def standings(self, organization: str) -> pd.DataFrame:
        """How every state has stood in an organization, with dates.

        Parameters
        ----------
        organization
            Short name or title.

        Returns
        -------
        One row a standing, by state and day, with the columns of `standings.Standing`; who has left has no `spell`.
        """
        import pandas as pd

        found = standings_of(self, self.organization(organization))
        return pd.DataFrame([asdict(one) for one in found], columns=[f.name for f in fields(Standing)])

    def members(self, organization: str, on: Day | None = None, within: Within = "law") -> tuple[str, ...]:
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
        >>> World().members("CIS", on="2020-06-30", within="practice")[-3:]
        ('RUS', 'TJK', 'UZB')
        """
        if within not in ("law", "practice"):
            raise UserError(
                f'within: there is no "{within}"{look_alike(within, ["law", "practice"])}; write law or practice'
            )
        body = self.organization(organization)
        day = TODAY if on is None else as_date(on)
        return members_of(self, body, day, within)

    def group(self, name: str, on: Day | None = None) -> tuple[str, ...]:
        """States of a group.

        Parameters
        ----------
        name
            Name of the group, `central-asia`.
        on
            A day; the bundle's last day by default.

        Returns
        -------
        ISO3 codes, sorted.
        """
        short = resolve(name, self.group_names, "group", "name")
        return _group(self, short, TODAY if on is None else as_date(on))

    # ---------------------------------------------------------------- slices
    def at(self, day: Day) -> World:
        """The world of one day.

        Parameters
        ----------
        day
            The day.

        Returns
        -------
        A world with only the states, organizations, spells, groups, offices and leaders of that day.
        """
        on = as_date(day, "day")
        held = {}
        for name in _SPANS:
            frame = self.table(name)
            begin, finish = ("founded", "ended") if name == "organizations" else ("start", "end")
            holds = (frame[begin].isna() | (frame[begin] <= str(on))) & (
                frame[finish].isna() | (frame[finish] > str(on))
            )
            held[name] = frame[holds].reset_index(drop=True)
        return self.replaced(held, {name: f"as of {on}" for name in held})

    def ties(self, layer: str, year: int | str) -> xr.DataArray:
        """Directed ties of a layer in a year.

        Parameters
        ----------
        layer
            Name of the layer: `trade`, `debt` …; `layers` lists them.
        year
            A year for which the layer has figures.

        Returns
        -------
        Labelled array, sender × receiver, with the unit among its attributes; empty cells are not known.
        """
        from steppe.world.ties import ties

        return ties(self, layer, as_year(year))

    def layers(self) -> pd.DataFrame:
        """All layers of ties.

        Returns
        -------
        Columns layer, title, domain, unit, table, years; see `steppe.world.layers`.
        """
        from steppe.world.layers import layers

        return layers(self)

    # ----------------------------------------------------------------- edits
    def with_spell(self, **spell: Any) -> World:
        """A world with one spell more; an open spell of that state in that body towards the same ends on its first day.

        Parameters
        ----------
        **spell
            Columns of `memberships`: `state`, `organization`, `status`, `start` and what else is known.

        Returns
        -------
        The new world; this one stays as it is.

        Raises
        ------
        UserError
            Unknown state or organization, end before start, or a spell that begins inside another that has ended.
        """
        from steppe.world import edits

        return edits.with_spell(self, spell)

    def without_spells(self, state: str, organization: str, on: str | date, towards: str | None = None) -> World:
        """A world in which the spells of a state in a body end on a day, and none begins later.

        Parameters
        ----------
        state, organization
            Codes or names.
        on
            The day on which the spells end.
        towards
            Only spells towards this state end; all by default.

        Returns
        -------
        The new world; this one stays as it is.
        """
        from steppe.world import edits

        return edits.without_spells(self, state, organization, on, towards)

    def with_tie(self, layer: str, **tie: Any) -> World:
        """A world in which one tie of a layer has another value.

        Parameters
        ----------
        layer
            Name of the layer.
        **tie
            Columns of its table: the key (for trade `exporter`, `importer`, `year`) and the new `value`.

        Returns
        -------
        The new world; this one stays as it is.
        """
        from steppe.world import edits

        return edits.with_tie(self, layer, tie)

    def with_organization(self, **organization: Any) -> World:
        """A world with one organization more, or with new rules for one that it has.

        Parameters
        ----------
        **organization
            Columns of `organizations`: `organization` and what is new.

        Returns
        -------
        The new world; this one stays as it is.
        """
        from steppe.world import edits

        return edits.with_organization(self, organization)


@remembered(maxsize=1)
def _states(world: World) -> pd.DataFrame:
    frame = world.sql('select state, name, kind, capital, un_member, start, "end" from states order by name')
    groups = {name: world.group(name) for name in world.group_names}
    belongs = [", ".join(name for name, states in groups.items() if state in states) for state in frame["state"]]
    frame.insert(3, "groups", belongs)
    return frame


@remembered(maxsize=1)
def _memberships(world: World) -> pd.DataFrame:
    from steppe.world import edits

    return edits.spells(world).sort_values(["organization", "state", "start", "towards"], ignore_index=True)


@remembered(maxsize=4096)
def _group(world: World, name: str, day: date) -> tuple[str, ...]:
    holds = '(start is null or start <= $2::date) and ("end" is null or "end" > $2::date)'
    query = f'select state from group_members where "group" = $1 and {holds} order by state'
    return tuple(row["state"] for row in world.records(query, [name, str(day)]))
