"""The overview: the twelve and the powers at a glance, as small tables and the sentences that they support.

Everything is computed from a `World` in a few queries over its tables; nothing here draws or prints. The terminal
and the page take the same `Overview`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from steppe.evidence.verdicts import ClaimResult
from steppe.influence.trade import trade_years
from steppe.report.overview import findings, frames
from steppe.report.overview.tally import Tally, tally
from steppe.report.shared import seats
from steppe.world.dates import TODAY, VERSION, in_year
from steppe.world.errors import UserError
from steppe.world.shapes import outlines
from steppe.world.sources import sources_of
from steppe.world.world import World

NEIGHBOURS = ("CHN", "TUR", "USA")
"""Powers that stand under the twelve in the table of seats."""
TRADING_POWERS = ("CHN", "EU", "TUR", "USA")
"""Powers that stand under the twelve in the table of trade."""
FIRST_YEAR = 1992
TRY_NEXT = (
    ("steppe overview --year 2010", "the same for another year"),
    ("steppe overview --out pages", "the same as a page with map and charts"),
    ("steppe members CIS --in practice", "who is in a body, in law or in practice"),
    ("steppe timeline KGZ CHN", "everything dated about a pair"),
    ('steppe ask "who lends to Kyrgyzstan?"', "search texts, claims and tables"),
    ("steppe claims T4-11", "a claim, its measures, rows and sources"),
    ('steppe sql "from trade limit 5"', "the tables themselves"),
)
CANNOT_TELL = (
    "Trade counts goods at the border, not who consumes them; goods passing through to a third state count twice.",
    "Trade of 2021, 2022 and 2024 is held for five states only; gaps in 2023 were imputed and are marked.",
    "Debt to China is public and publicly guaranteed debt only; loans to private firms and arrears are not included.",
    "Troop figures are orders of magnitude from published estimates, and many sites have none.",
    "Agreement in votes says how similarly two states vote, not why.",
)


_TABLES = (
    *("seats", "departures", "member_counts", "trade", "first_partners", "review", "mutual"),
    *("votes", "debt", "remittances", "forces", "sources"),
)


@dataclass(frozen=True)
class Overview:
    """The region on one day: frames with one row a figure, sentences by section, and the sources used.

    Each frame keeps `basis` and, where a figure is missing, `missing`; see the function that makes it.
    """

    on: date
    version: str
    names: Mapping[str, str]
    bodies: Mapping[str, str]
    twelve: tuple[str, ...]
    trade_years: tuple[int, ...]
    seats: pd.DataFrame
    departures: pd.DataFrame
    member_counts: pd.DataFrame
    trade: pd.DataFrame
    first_partners: pd.DataFrame
    review: pd.DataFrame
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
    def debt_year(self) -> int | None:
        """The latest year of the debt shown."""
        years = self.debt.loc[self.debt["amount"].notna(), "year"]
        return int(years.max()) if len(years) else None

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by name, as `--format json` writes them."""
        return {name: getattr(self, name) for name in _TABLES}


def overview(
    world: World,
    *,
    on: date | None = None,
    year: int | None = None,
    claims: Sequence[ClaimResult] = (),
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
        Results of `steppe.evidence.verdicts.evaluate_claims`; without them there is no tally.

    Raises
    ------
    UserError
        A year before the states were independent or after the bundle ends, or both `on` and `year`.
    """
    moment = _moment(on, year)
    states = tuple(world.group("twelve"))
    names = {**world.state_names, "EU": "EU-27"}
    order = tuple(sorted(states, key=lambda state: (state != "RUS", names[state])))
    recorded = trade_years(world, moment.year)
    shown = frames.years_shown(recorded)
    made = _frames(world, order, moment, recorded, names)
    counted = tally(claims, names) if claims else None
    return Overview(
        on=moment,
        version=VERSION,
        names=names,
        bodies={body: world.organization_names[body] for body in seats.BODIES},
        twelve=order,
        trade_years=shown,
        claims=counted,
        shapes=outlines(world, moment),
        sources=_sources(world, made),
        says=_says(made, names, order, moment, counted),
        **made,
    )


def _frames(
    world: World, order: tuple[str, ...], on: date, recorded: tuple[int, ...], names: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """The frames of an overview by name; `recorded` are the years for which trade is on record."""
    spells = seats.spells(world)
    shown = frames.years_shown(recorded)
    return {
        "seats": seats.seats(spells, (*order, *NEIGHBOURS), on),
        "departures": seats.departures(spells, order, on, names),
        "member_counts": seats.member_counts(spells, on),
        "trade": frames.trade(world, (*order, *TRADING_POWERS), shown),
        "first_partners": frames.first_partners(world, order, shown),
        "review": frames.review(world, order, shown),
        "mutual": frames.mutual(world, recorded),
        "votes": frames.votes(world, order, on.year),
        "debt": frames.last_figures(world, order, "CHN", "debt", on.year),
        "remittances": frames.last_figures(world, order, "RUS", "remittances", on.year),
        "forces": frames.russian_forces(world, order, on.year),
    }


def _moment(on: date | None, year: int | None) -> date:
    if on is not None and year is not None:
        raise UserError("overview: give a day or a year, not both")
    if year is None:
        moment = on or TODAY
    elif FIRST_YEAR <= year <= TODAY.year:
        moment = min(date(year, 12, 31), TODAY)
    else:
        raise UserError(f"--year: {in_year(year)} is outside the data; take a year from {FIRST_YEAR} to {TODAY.year}")
    if not date(FIRST_YEAR, 1, 1) <= moment <= TODAY:
        raise UserError(f"on: {moment} is outside the data; take a day from {FIRST_YEAR}-01-01 to {TODAY}")
    return moment


def _says(
    made: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    twelve: tuple[str, ...],
    on: date,
    counted: Tally | None,
) -> dict[str, str]:
    own_trade = made["trade"][made["trade"]["state"].isin(twelve)]
    says = {
        "headline": findings.headline(made["first_partners"], len(twelve)),
        "seats": findings.about_seats(made["seats"], names, twelve),
        "members": findings.about_members(made["member_counts"]),
        "trade": findings.about_trade(own_trade),
        "votes": findings.about_votes(made["votes"]),
        "ties": findings.about_ties(made["debt"], made["remittances"], names),
        "forces": findings.about_forces(made["forces"], names, on.year),
        "mutual": findings.about_mutual(made["mutual"]),
    }
    return says | ({"claims": findings.about_claims(counted)} if counted else {})


def _sources(world: World, made: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Sources of the figures shown, by section: the columns of `sources_of`, and section."""
    cited = {"trade": [made["trade"]["source"], made["first_partners"]["source"]]}
    cited |= {name: [made[name]["source"]] for name in ("votes", "debt", "remittances", "forces", "seats")}
    cited["map"] = [world.sql("select distinct source from shapes order by source")["source"]]
    return pd.concat(
        [sources_of(world, pd.concat(columns)).assign(section=section) for section, columns in cited.items()],
        ignore_index=True,
    )
