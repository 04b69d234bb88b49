"""The overview: the twelve and the powers at a glance, as small tables and the sentences that they support.

Everything is computed from a `World` in a few queries over its tables; nothing here draws or prints. The terminal
and the page take the same `Overview`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from steppe.report import findings, seats, ties, trade
from steppe.report.tally import Tally, tally
from steppe.world.errors import UserError
from steppe.world.world import TODAY, VERSION

if TYPE_CHECKING:
    from steppe.evidence.claims import Result
    from steppe.world.world import World

NEIGHBOURS = ("CHN", "TUR", "USA")
"""Powers that stand under the twelve in the table of seats."""
TRADING_POWERS = ("CHN", "EU27", "TUR", "USA")
"""Powers that stand under the twelve in the table of trade."""
FIRST_YEAR = 1992
TRY_NEXT = (
    ("steppe overview --year 2010", "the same for another year"),
    ("steppe overview --out pages", "the same as a page with a map and charts"),
    ("steppe members CIS --on 2020-06-30 --in practice", "who is in a body, in law or in practice"),
    ("steppe timeline KGZ CHN", "everything dated about a state, a body or a pair"),
    ('steppe ask "who lends to Kyrgyzstan?"', "search texts, claims, states, bodies and events"),
    ("steppe claims T4-11", "a claim with every measure, its rows and sources"),
    ('steppe sql "from trade where year = 2023 limit 5"', "the tables themselves"),
)
CANNOT_TELL = (
    "Trade counts goods at the border, not who consumes them; goods passing through to a third state count twice.",
    "No bilateral trade is held for 2021 and 2022, and what 2023 lacks was imputed and is marked.",
    "Debt to China is public and publicly guaranteed debt only; loans of private firms and arrears are outside it.",
    "Troop figures are orders of magnitude from published estimates, and many sites have none.",
    "Agreement in votes says how alike two states vote, not why.",
)


@dataclass(frozen=True)
class Overview:
    """The region on one day: frames with one row a figure, sentences by section, and the sources used.

    Each frame keeps `basis` and, where a figure is missing, `missing`; see the function that makes it.
    """

    on: date
    version: str
    names: Mapping[str, str]
    twelve: tuple[str, ...]
    trade_years: tuple[int, ...]
    seats: pd.DataFrame
    departures: pd.DataFrame
    member_counts: pd.DataFrame
    trade: pd.DataFrame
    first_partners: pd.DataFrame
    mutual: pd.DataFrame
    votes: pd.DataFrame
    debt: pd.DataFrame
    remittances: pd.DataFrame
    forces: pd.DataFrame
    shapes: pd.DataFrame
    sources: pd.DataFrame
    claims: Tally | None
    says: Mapping[str, str]

    @property
    def trade_year(self) -> int | None:
        """The latest year of the trade shown."""
        return self.trade_years[-1] if self.trade_years else None

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by name, as `--format json` writes them."""
        kept = (
            ["seats", "departures", "member_counts", "trade", "first_partners", "mutual", "votes", "debt", "remittances", "forces", "sources"]
        )
        return {name: getattr(self, name) for name in kept}


def overview(
    world: World,
    *,
    on: date | None = None,
    year: int | None = None,
    claims: Sequence[Result] = (),
) -> Overview:
    """Compute the overview of a day.

    Parameters
    ----------
    world
        The world; the embedded one is `steppe.load()`.
    on
        The day of the seats, and the last that any figure may be of; the bundle's last day by default.
    year
        Short for the last day of that year.
    claims
        Results of `steppe.evidence.claims.evaluate`; without them there is no tally.

    Raises
    ------
    UserError
        A year before the states were independent or after the bundle ends, or both `on` and `year`.
    """
    moment = _moment(on, year)
    states = tuple(world.group("twelve"))
    names = {**world.state_names, trade.BLOC: "EU-27"}
    order = tuple(sorted(states, key=lambda state: (state != "RUS", names[state])))
    found = seats.spells(world)
    recorded = trade.years_on_record(world, moment.year)
    shown = trade.years_shown(recorded)
    frames = {
        "seats": seats.seats(found, (*order, *NEIGHBOURS), moment),
        "departures": seats.departures(found, order, moment, names),
        "member_counts": seats.member_counts(found, moment),
        "trade": trade.trade_shares(world, (*order, *TRADING_POWERS), shown),
        "first_partners": trade.first_partners(world, order, shown),
        "mutual": trade.mutual_trade(world, recorded, found),
        "votes": ties.votes(world, order, moment.year),
        "debt": ties.debt_to_china(world, order, moment.year),
        "remittances": ties.remittances_from_russia(world, order, moment.year),
        "forces": ties.russian_forces(world, order, moment.year),
    }
    counted = tally(claims, names) if claims else None
    return Overview(
        on=moment,
        version=VERSION,
        names=names,
        twelve=order,
        trade_years=shown,
        claims=counted,
        shapes=_shapes(world, moment),
        sources=_sources(world, moment.year),
        says=_says(frames, names, order, moment, counted),
        **frames,
    )


def _shapes(world: World, on: date) -> pd.DataFrame:
    """Outlines of states and of the areas that were disputed on the day."""
    return world.sql(
        "select shape, kind, name, state, held_by, claimed_by, geometry from shapes "
        'where (start is null or start <= ?::date) and ("end" is null or "end" > ?::date) order by kind, shape',
        [str(on), str(on)],
    )


def _moment(on: date | None, year: int | None) -> date:
    if on is not None and year is not None:
        raise UserError("overview: give a day or a year, not both")
    if year is None:
        moment = on or TODAY
    elif FIRST_YEAR <= year <= TODAY.year:
        moment = min(date(year, 12, 31), TODAY)
    else:
        raise UserError(f"--year: {year} is outside the data; take a year from {FIRST_YEAR} to {TODAY.year}")
    if not date(FIRST_YEAR, 1, 1) <= moment <= TODAY:
        raise UserError(f"on: {moment} is outside the data; take a day from {FIRST_YEAR}-01-01 to {TODAY}")
    return moment


def _says(
    frames: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    twelve: tuple[str, ...],
    on: date,
    counted: Tally | None,
) -> dict[str, str]:
    own_trade = frames["trade"][frames["trade"]["state"].isin(twelve)]
    says = {
        "headline": findings.headline(frames["first_partners"], len(twelve)),
        "seats": findings.about_seats(frames["seats"], names, twelve, on),
        "trade": findings.about_trade(own_trade),
        "votes": findings.about_votes(frames["votes"]),
        "ties": findings.about_ties(frames["debt"], frames["remittances"], frames["forces"], names, on.year),
        "mutual": findings.about_mutual(frames["mutual"]),
    }
    return says | ({"claims": findings.about_claims(counted)} if counted else {})


_SECTIONS = {
    "seats": "select distinct source from memberships where list_contains(?::varchar[], organization)",
    "trade": "select distinct source from trade where year <= ?",
    "votes": "select distinct source from un_agreement where year <= ?",
    "debt": "select distinct source from debt where year <= ? and creditor = 'CHN'",
    "remittances": "select distinct source from remittances where year <= ? and sender = 'RUS'",
    "forces": "select distinct source from foreign_presence where start_year <= ? and sender = 'RUS'",
}


def _sources(world: World, until: int) -> pd.DataFrame:
    """Sources of each section: section, source, title, producer, citation, url, licence."""
    frames = []
    for section, query in _SECTIONS.items():
        argument: object = list(seats.BODIES) if section == "seats" else until
        frames.append(
            world.sql(
                f"select '{section}' as section, source, title, producer, citation, url, licence "
                f"from sources where source in ({query}) order by source",
                [argument],
            )
        )
    return pd.concat(frames, ignore_index=True)
