"""Which pairs get a page: every one of the twelve with every power, and others whom a rule finds tied.

The rule looks at pairs of a state of the twelve with a state that is neither a power nor in the EU-27, and keeps those
between which there is, on record: an armed conflict or an area that both claim; a bilateral treaty of defence, of
alliance or on borders; or a tenth or more of the goods trade of one of them in the latest year.
"""

from __future__ import annotations

from dataclasses import dataclass

from steppe.display.format import percent
from steppe.influence import POWERS
from steppe.influence.trade import failed_checks, goods, single_states, trade_years
from steppe.world.actors import actor, actors
from steppe.world.world import World

TENTH = 0.1
"""Share of the goods trade of one of the two from which trade makes a pair notable."""
BY_POWER = "one of the twelve and a power"
TREATIES = ("political", "defence")


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair and the rule that chose it; the first is the one whose dependence is asked about first."""

    first: str
    second: str
    why: str

    @property
    def by_power(self) -> bool:
        """Whether it is one of the twelve with a power."""
        return self.why == BY_POWER

    @property
    def key(self) -> str:
        """Its name in addresses, `KGZ-CHN`."""
        return f"{self.first}-{self.second}"


def pairs(world: World) -> list[Choice]:
    """All pairs that get a page: with the powers in the order of states and powers, then the notable ones."""
    twelve = sorted(world.group("twelve"), key=lambda state: world.state_names[state])
    with_powers = [
        Choice(state, power, BY_POWER)
        for state in twelve
        for power in POWERS
        if state != power and not (power == "RUS" and state in POWERS)
    ]
    return [*with_powers, *notable(world)]


def notable(world: World) -> list[Choice]:
    """The pairs beside those with the powers, each with every reason that holds, in the order of names."""
    twelve = set(world.group("twelve"))
    outside = {*POWERS, *actor(world, "EU").members}
    reasons: dict[tuple[str, str], list[str]] = {}
    for found in (_conflicts(world), _claims(world), _treaties(world), _trade(world)):
        for a, b, why in found:
            first, second = sorted((a, b), key=lambda state: (state not in twelve, world.state_names[state]))
            if first != second and first in twelve and not {first, second} & outside:
                known = reasons.setdefault((first, second), [])
                known += [why] if why not in known else []
    order = sorted(reasons, key=lambda pair: [world.state_names[state] for state in pair])
    return [Choice(*pair, "; ".join(reasons[pair])) for pair in order]


Found = list[tuple[str, str, str]]


def _conflicts(world: World) -> Found:
    return [(a, b, "armed conflict") for a, b, *_ in opponents(world)]


def opponents(world: World) -> list[tuple[str, str, int, int, str]]:
    """Every two states on opposite sides of an armed conflict in a year: two parties, or a party and an ally of others.

    An ally of both sides in one year is left out.

    Returns
    -------
    State, state, year, intensity (1 under a thousand dead in battle, 2 war), source; in the order of the years.
    """
    frame = world.sql(
        "select state_a, state_b, allies_a, allies_b, year, intensity, source from conflicts "
        "where coalesce(state_b, allies_b) is not null order by year, conflict"
    )
    rows = []
    for row in frame.itertuples():
        parties, allies = (_codes(row.state_a), _codes(row.state_b)), (_codes(row.allies_a), _codes(row.allies_b))
        only = [[code for code in own if code not in other] for own, other in (allies, allies[::-1])]
        met = [(a, b) for a in parties[0] for b in (*parties[1], *only[1])]
        met += [(a, b) for a in only[0] for b in parties[1]]
        rows += [(a, b, int(row.year), int(row.intensity), str(row.source)) for a, b in met]
    return rows


def _codes(cell: object) -> list[str]:
    return cell.split(";") if isinstance(cell, str) else []


def _claims(world: World) -> Found:
    rows = world.sql("select claimed_by from shapes where kind = 'disputed' and claimed_by like '%;%'")
    pairs_ = (row.claimed_by.split(";")[:2] for row in rows.itertuples())
    return [(a, b, "an area that both claim or claimed") for a, b in pairs_ if {a, b} <= set(world.state_names)]


def _treaties(world: World) -> Found:
    rows = world.sql(
        "select party_a, party_b, agreement from agreements where list_contains(?::varchar[], type) order by agreement",
        [list(TREATIES)],
    )
    return [
        (row.party_a, row.party_b, "treaty of defence, alliance or borders")
        for row in rows.itertuples()
        if {row.party_a, row.party_b} <= set(world.state_names)
    ]


def _trade(world: World) -> Found:
    year = trade_years(world)[-1]
    frame = goods(world, actors(world, world.group("twelve")), single_states(world), [year])
    failed = failed_checks(world)
    failed = set(zip(failed["state"], failed["partner"], failed["year"], strict=True))
    large = frame[frame["share"] >= TENTH].sort_values("share", ascending=False)
    return [
        (row.state, row.partner, f"{percent(row.share)} % of {world.state_names[row.state]}’s goods trade in {year}")
        for row in large.itertuples()
        if (row.state, row.partner, year) not in failed
    ]
