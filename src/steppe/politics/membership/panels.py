"""The two panels: 349 organizations of the world to 2014, and the bodies of the region to today.

*World*: Correlates of War, 72 states, 1988-2014. Full and associate members count; observers do not. Years before 1990
have no ideal points in the bundle, so the first year that can be explained is 1991.

*Region*: the spells of the table `memberships`, by the state of things on the last day of each year. Its bodies follow
from a rule: kind IGO or union, with a clause that binds (on trade, tariffs, labour or defence), or named in `ALSO`; a
union that succeeds a union continues it (the customs union of 2010 goes on as the EAEU).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from steppe.politics.membership.panel import Flags, Floats, Panel, capabilities, membership_similarity, positions
from steppe.world.dates import TODAY
from steppe.world.world import World

FIRST, LAST = 1988, 2014
"""Years of the world panel."""

REGION_FIRST = 1991
"""First year-end of the regional panel."""

ALSO = ("SCO", "OTS")
"""Bodies without a binding clause that compete with those that have one."""

NEVER = pd.Timestamp(2200, 1, 1)

FROZEN, NOTICE = ("frozen", "suspended"), "leaving"


def world_panel(world: World, without: Sequence[str] = ()) -> Panel:
    """The world panel; `without` leaves out bodies that are also these organizations of the region."""
    bodies = world.sql("select igo, organization, start_year, end_year from igos order by igo")
    bodies = bodies[~bodies["organization"].isin(list(without))].reset_index(drop=True)
    states = world.sql("select state, region, start_year from igo_states order by state")
    spells = world.sql("select igo, state, start_year, end_year from igo_memberships where status <> 'observer'")
    years = tuple(range(FIRST, LAST + 1))
    member = _membership(spells[spells["igo"].isin(bodies["igo"])], bodies["igo"], states["state"], years)
    leader = {code: place for place, code in enumerate(states["state"])}
    named = dict(zip(*_leaders(world), strict=True))
    return Panel(
        bodies=tuple(bodies["igo"]),
        states=tuple(states["state"]),
        years=years,
        member=member,
        frozen=np.zeros_like(member),
        leaving=np.zeros_like(member),
        alive=_alive(bodies, years),
        born_state=_born(states["start_year"]),
        born_body=_born(bodies["start_year"]),
        region=pd.factorize(states["region"], sort=True)[0],
        alike=membership_similarity(member),
        position=positions(world, states["state"].tolist(), years),
        capability=capabilities(world, states["state"].tolist(), years),
        leader=np.array([leader.get(named.get(body), -1) for body in bodies["organization"]]),
    )


def regions(world: World) -> tuple[str, ...]:
    """Names of the regions in the order of their numbers."""
    return tuple(world.sql("select distinct region from igo_states order by region")["region"])


def regional_bodies(world: World) -> tuple[str, ...]:
    """Organizations of the regional panel, by the rule of the module; forerunners are not named."""
    frame = world.sql(
        "select organization from organizations where kind in ('IGO', 'union') and (trade in ('FTA', 'customs_union') "
        "or external_tariff = 'common' or labour_access in ('partial', 'free') "
        "or defence_obligation in ('consultation', 'mutual')) order by organization"
    )
    gone = set(continued(world).values())
    return tuple(sorted((set(frame["organization"]) | set(ALSO)) - gone))


def regional_panel(world: World, global_panel: Panel) -> Panel:
    """The regional panel; its last year-end is the bundle's last day.

    What else two states belong to together is read off the world panel, its last year standing in for later ones.
    """
    names = regional_bodies(world)
    states = world.sql("select state, region, start_year from igo_states order by state")
    codes = states["state"].tolist()
    years = tuple(range(REGION_FIRST, TODAY.year + 1))
    law, frozen, leaving = _standing(world, names, codes, years)
    started, ended = _founded(world, names)
    leader = {code: place for place, code in enumerate(codes)}
    named = dict(zip(*_leaders(world), strict=True))
    return Panel(
        bodies=names,
        states=tuple(codes),
        years=years,
        member=law,
        frozen=frozen,
        leaving=leaving,
        alive=(started[:, None] <= np.array(years)) & (np.array(years) < ended[:, None]),
        born_state=_born(states["start_year"]),
        born_body=np.where(started >= REGION_FIRST, started, np.nan),
        region=pd.factorize(states["region"], sort=True)[0],
        alike=global_panel.alike[:, :, [global_panel.year(min(year, LAST)) for year in years]],
        position=positions(world, codes, years),
        capability=capabilities(world, codes, years),
        leader=np.array([leader.get(named.get(body), -1) for body in names]),
    )


def day_of(year: int) -> date:
    """The day on which the regional panel looks at a year: its last, or the bundle's last day."""
    return min(date(year, 12, 31), TODAY)


# ---------------------------------------------------------------------------------------------------------- pieces
def _membership(spells: pd.DataFrame, bodies: pd.Series, states: pd.Series, years: Sequence[int]) -> Flags:
    """Spells of whole years as flags, shape (B, S, Y)."""
    body = pd.Index(bodies).get_indexer(spells["igo"])
    state = pd.Index(states).get_indexer(spells["state"])
    steps = np.zeros((len(bodies), len(states), len(years) + 1), dtype=np.int16)
    ends = spells["end_year"].fillna(years[-1]).astype(int).to_numpy() - years[0] + 1
    np.add.at(steps, (body, state, spells["start_year"].to_numpy(dtype=int) - years[0]), 1)
    np.add.at(steps, (body, state, ends), -1)
    return np.asarray(steps.cumsum(axis=2)[..., :-1] > 0)


def _alive(bodies: pd.DataFrame, years: Sequence[int]) -> Flags:
    first = bodies["start_year"].to_numpy(dtype=int)[:, None]
    last = bodies["end_year"].fillna(years[-1]).to_numpy(dtype=int)[:, None]
    return np.asarray((first <= np.array(years)) & (np.array(years) <= last))


def _born(first: pd.Series) -> Floats:
    """Year of birth, NaN for what stood in the list's first year already."""
    years = first.to_numpy(dtype=float)
    return np.where(years > FIRST, years, np.nan)


def _leaders(world: World) -> tuple[list[str], list[str]]:
    frame = world.sql("select organization, leader from organizations where leader is not null")
    return frame["organization"].tolist(), frame["leader"].tolist()


def continued(world: World) -> dict[str, str]:
    """The union that a union continues, by its name."""
    frame = world.sql("select organization, kind, successor_of from organizations")
    kind = dict(zip(frame["organization"], frame["kind"], strict=True))
    continued = {}
    for row in frame[frame["kind"].eq("union") & frame["successor_of"].notna()].itertuples():
        same = [name for name in row.successor_of.split(";") if kind[name] == "union"]
        continued.update({row.organization: same[0]} if same else {})
    return continued


def _founded(world: World, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Year of foundation (of the forerunner, if any) and the year of dissolution, `NEVER` while it lasts."""
    frame = world.sql("select organization, year(founded) as founded, year(ended) as ended from organizations")
    frame = frame.set_index("organization")
    before = continued(world)
    started = [frame.at[before.get(name, name), "founded"] for name in names]
    ended = frame.loc[list(names), "ended"].fillna(NEVER.year)
    return np.array(started, dtype=float), ended.to_numpy(dtype=float)


def _standing(
    world: World, names: Sequence[str], codes: Sequence[str], years: Sequence[int]
) -> tuple[Flags, Flags, Flags]:
    """In law, frozen, and leaving on the day of each year, each of shape (B, S, Y)."""
    place = {name: number for number, name in enumerate(names)}
    place |= {before: place[name] for name, before in continued(world).items() if name in place}
    column = {code: number for number, code in enumerate(codes)}
    shape = (len(names), len(codes), len(years))
    law, frozen, leaving = np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape, bool)
    days = pd.to_datetime([day_of(year) for year in years]).to_numpy()
    counts = {name: world.organization(name).rules.legal_members for name in place}
    spells = world.spells()
    spells = spells.assign(end=spells["end"].fillna(NEVER))
    spells = spells[spells["towards"].isna() & spells["organization"].isin(place) & spells["state"].isin(column)]
    for row in spells.itertuples():
        if row.status not in counts[row.organization]:
            continue
        holds = (days >= np.datetime64(row.start)) & (days < row.end)
        at = place[row.organization], column[row.state]
        law[at] |= holds
        frozen[at] |= holds & (row.practice in FROZEN)
        leaving[at] |= holds & (row.practice == NOTICE)
    return law, frozen, leaving
