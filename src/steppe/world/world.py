"""The world: an immutable set of tables that can be sliced at a date, queried and edited into another world.

`World.at` keeps what holds on a day; `World.with_spell`, `with_tie` and `with_organization` return a new world and
leave the old one as it was. One world serves many threads and processes, and can be pickled; see `tables`.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from steppe.world import edits
from steppe.world.dates import TODAY, VERSION, as_date
from steppe.world.errors import UserError
from steppe.world.names import look_alike, resolve
from steppe.world.organizations import IN_PRACTICE, Organization, Spell, Within, plain
from steppe.world.sources import Source
from steppe.world.tables import Tables, remembered

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_SPANS = {name: ("start", "end") for name in ("memberships", "states", "group_members", "offices", "leaders")}
_SPANS["organizations"] = ("founded", "ended")


class World(Tables):
    """The system as data: states, organizations, spells, ties, chronology, corridors and their sources."""

    def __repr__(self) -> str:
        counts = f"{len(self.state_names)} states, {len(self.organization_names)} organizations"
        mine = ", ".join(f"{name} ({self.origins.get(name, 'edited')})" for name in self.edits)
        return f"<World {VERSION}: {counts}{f'; with your own {mine}' if mine else ''}>"

    # ----------------------------------------------------------------- objects
    def source(self, name: str) -> Source:
        """Where figures come from."""
        frame = self.sql("from sources where source = ?", [name])
        if frame.empty:
            known = self.sql("select source from sources")["source"].tolist()
            raise UserError(f'there is no source "{name}"{look_alike(name, known, "`steppe data sources`")}')
        return Source(**{f.name: plain(frame.iloc[0][f.name]) for f in fields(Source)})

    # ------------------------------------------------------------- memberships
    def spells(
        self, organization: str | None = None, state: str | None = None, on: str | date | None = None
    ) -> pd.DataFrame:
        """Spells of membership, filtered by organization, by state and by a day on which they hold."""
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

    def spell(self, state: str, organization: str, on: str | date) -> Spell | None:
        """The spell towards all that holds on a day, or None."""
        frame = self.spells(organization, state, on)
        frame = frame[frame["towards"].isna()]
        if frame.empty:
            return None
        return Spell(**{f.name: plain(frame.iloc[0][f.name]) for f in fields(Spell)})

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
        >>> World().members("CIS", on="2020-06-30", within="practice")[-3:]
        ('RUS', 'TJK', 'UZB')
        """
        if within not in ("law", "practice"):
            raise UserError(
                f'within: there is no "{within}"{look_alike(within, ["law", "practice"])}; say law or practice'
            )
        body = self.organization(organization)
        day = TODAY if on is None else as_date(on)
        return _members(self, body, day, within)

    def group(self, name: str, on: str | date | None = None) -> tuple[str, ...]:
        """States of a group (`central-asia`, `eu27` …) on a day; the bundle's last day by default."""
        short = resolve(name, self.group_names, "group", "name")
        return _group(self, short, TODAY if on is None else as_date(on))

    # ---------------------------------------------------------------- slices
    def at(self, day: str | date) -> World:
        """The world of one day: only the states, organizations, spells, offices and leaders that hold on it."""
        on = as_date(day, "day")
        held = {}
        for name in _SPANS:
            frame = self.table(name)
            begin, finish = ("founded", "ended") if name == "organizations" else ("start", "end")
            holds = (frame[begin].isna() | (frame[begin] <= str(on))) & (
                frame[finish].isna() | (frame[finish] > str(on))
            )
            held[name] = frame[holds].reset_index(drop=True)
        return self.replaced(held)

    def ties(self, layer: str, year: int) -> xr.DataArray:
        """Directed ties of a layer in a year as a labelled array; see `steppe.world.ties`."""
        from steppe.world.ties import ties

        return ties(self, layer, year)

    def layers(self) -> pd.DataFrame:
        """All layers of ties: layer, title, domain, unit, table, years; see `steppe.world.layers`."""
        from steppe.world.layers import layers

        return layers(self)

    # ----------------------------------------------------------------- edits
    def with_spell(self, **spell: Any) -> World:
        """A world with one spell more; an open spell of that state in that body towards the same ends on its first day.

        Raises
        ------
        UserError
            Unknown state or organization, end before start, or a spell that begins inside another that has ended.
        """
        return edits.with_spell(self, spell)

    def without_spells(self, state: str, organization: str, on: str | date, towards: str | None = None) -> World:
        """A world in which the spells of a state in a body end on a day, and none begins later.

        `towards` keeps to the spells towards one state; left out, all of them end.
        """
        return edits.without_spells(self, state, organization, on, towards)

    def with_tie(self, layer: str, **tie: Any) -> World:
        """A world in which one tie of a layer has another value."""
        return edits.with_tie(self, layer, tie)

    def with_organization(self, **organization: Any) -> World:
        """A world with one organization more, or with new rules for one that it has."""
        return edits.with_organization(self, organization)


@remembered(maxsize=1)
def _memberships(world: World) -> pd.DataFrame:
    return edits.spells(world).sort_values(["organization", "state", "start", "towards"], ignore_index=True)


@remembered(maxsize=4096)
def _members(world: World, body: Organization, day: date, within: Within) -> tuple[str, ...]:
    frame = world.spells(body.organization, on=day)
    frame = frame[frame["towards"].isna() & frame["status"].isin(body.rules.legal_members)]
    if within == "practice":
        frame = frame[frame["practice"].isin(IN_PRACTICE)]
    return tuple(sorted(frame["state"]))


@remembered(maxsize=4096)
def _group(world: World, name: str, day: date) -> tuple[str, ...]:
    holds = '(start is null or start <= $2::date) and ("end" is null or "end" > $2::date)'
    query = f'select state from group_members where "group" = $1 and {holds} order by state'
    return tuple(world.sql(query, [name, str(day)])["state"])
