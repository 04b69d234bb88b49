"""What enlargement does to a body: shares of its leading members, their distance in votes, whose voice counts.

Each enlargement is reckoned in one year's figures, with the members of the day before and with those of that day, so
that growth is no part of it. Whoever joins takes something from the share of those inside: *that* it falls is
arithmetic, how much is not. Sizes and ideal points are drawn with their errors; pivotality follows from the rule alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.display.format import count_word, listed, sentence_case
from steppe.methods.answer import Answer, Verdict
from steppe.methods.bargaining.figures import Figure, Floats, Reply, ResultRow, figure, frame, points, row, spanned
from steppe.methods.bargaining.study import EnlargementOf
from steppe.methods.result import Table
from steppe.politics.bargaining.bodies import (
    OLDEST,
    Enlargement,
    MemberFigures,
    enlargements,
    member_figures,
    noisy_members,
    through_time,
)
from steppe.politics.bargaining.draws import Noise
from steppe.politics.bargaining.pivotality import MOST_MEMBERS, profile
from steppe.politics.bargaining.rules import rule_of
from steppe.world.errors import UserError
from steppe.world.sources import weo
from steppe.world.world import World

FIRST_YEAR = 1992
OTHER_SIZES = ("gdp_ppp", "population")
CLOSE = 0.005
"""A spread of ideal points that changes by less is called unchanged."""
EVEN = 1e-9
"""A voice this close to 1 in n is that of every member."""
PIVOT = "1 in {:.0f}"


@dataclass(frozen=True)
class Grown:
    """One enlargement in every draw."""

    one: Enlargement
    year: int
    members: MemberFigures
    share: dict[str, tuple[Floats, Floats]]  # member -> share before and after, % of all, (draws,)
    plain: dict[str, float]  # member -> change of its share without errors, percentage points
    spread: tuple[Floats, Floats]  # standard deviation of the ideal points, before and after
    reach: tuple[Floats, Floats]  # largest less smallest ideal point
    pivot: tuple[float, float]  # Shapley-Shubik power of one who was inside
    leader: tuple[str, str]

    def lost(self, member: str) -> Figure:
        """Change of a member's share, in percentage points."""
        before, after = self.share[member]
        return figure(after - before)

    @property
    def wider(self) -> Figure:
        """Change of the spread of ideal points."""
        return figure(self.spread[1] - self.spread[0])

    @property
    def joined(self) -> str:
        """Who joined."""
        return listed(self.one.joined)


def enlarge(asked: EnlargementOf, world: World, draws: int, seed: int) -> Reply:
    """Answer `[enlargement]`."""
    _check(asked, world)
    grown = history(asked, world, asked.body, draws, seed)
    if not grown:
        raise UserError(
            f"{asked.body} was not enlarged in the tables since {FIRST_YEAR} with two members of known size and votes "
            "inside; name a body that was"
        )
    beside = [one for body in asked.beside for one in history(asked, world, body, draws, seed)]
    last = int(grown[-1].year)
    time = through_time(world, [asked.body, *asked.beside], FIRST_YEAR, last, asked.capability)
    years = time[time["body"].eq(asked.body)]
    otherwise = _otherwise(asked, world)
    return Reply(
        answer=words(asked, grown, years),
        results=frame([entry for one in grown for entry in _rows(one)]),
        tables=(
            Table("enlargements", "enlargements", _table(grown)),
            Table("elsewhere", "the same elsewhere", _table(beside)),
            Table("other-sizes", "if size is counted otherwise", otherwise),
            Table("bodies", "bodies", _bodies(time)),
            Table("shares-through-time", "shares through time", _wide(time, [asked.body, *asked.beside])),
        ),
        notes=(_voice(grown), _apart(grown), *_leads(grown[0].leader[0], otherwise), *_notes(grown, beside)),
        assumed=_assumed(asked),
        sources=("bsv-ideal-points", "steppe-spells", "wdi", weo(world), "general-knowledge"),
        year=last,
        settings={"body": asked.body, "capability": asked.capability},
    )


# ---------------------------------------------------------------- reckoning
def history(asked: EnlargementOf, world: World, body: str, draws: int, seed: int) -> list[Grown]:
    """Enlargements from the first year with sizes and ideal points of two members on."""
    watched = asked.watched if body == asked.body else ()
    return [
        _grown(world, one, asked.capability, watched, draws=draws, seed=seed + place)
        for place, one in enumerate(enlargements(world, body))
        if _reckonable(world, one, asked.capability)
    ]


def _reckonable(world: World, one: Enlargement, capability: str) -> bool:
    """Whether two of those who were inside have sizes and ideal points."""
    sized = member_figures(world, one.before, one.date.year, capability).states
    return one.date.year > FIRST_YEAR and len(sized) > 1


def _check(asked: EnlargementOf, world: World) -> None:
    """Stop at a body with more members than pivotality is counted for."""
    for body in (asked.body, *asked.beside):
        most = max((len(one.after) for one in enlargements(world, body)), default=0)
        if most > MOST_MEMBERS:
            raise UserError(f"{body} grew to {most} members; voice is counted for {MOST_MEMBERS} at most")


def _grown(world: World, one: Enlargement, capability: str, watched: Sequence[str], *, draws: int, seed: int) -> Grown:
    by, year = rule_of(one.body), one.date.year
    members = member_figures(world, one.after, year, capability)
    size, ideal = noisy_members(members, Noise(), draws, seed)
    inside = np.array([state in one.before for state in members.states])
    sides = [
        profile(by, np.array(members.states)[chosen].tolist(), members.capability[chosen], members.ideal[chosen])
        for chosen in (inside, np.ones_like(inside))
    ]
    followed = [state for state in watched if state in one.before and state in members.states] or [sides[0].leader]
    share = {
        state: (
            100 * size[:, members.states.index(state)] / size[:, inside].sum(axis=1),
            100 * size[:, members.states.index(state)] / size.sum(axis=1),
        )
        for state in followed
    }
    sizes = dict(zip(members.states, members.capability, strict=True))
    within, total = members.capability[inside].sum(), members.capability.sum()
    return Grown(
        one=one,
        year=year,
        members=members,
        share=share,
        plain={state: float(100 * sizes[state] * (1 / total - 1 / within)) for state in followed},
        spread=(ideal[:, inside].std(axis=1), ideal.std(axis=1)),
        reach=(np.ptp(ideal[:, inside], axis=1), np.ptp(ideal, axis=1)),
        pivot=(sides[0].leader_shapley, sides[1].leader_shapley),
        leader=(sides[0].leader, sides[1].leader),
    )


# -------------------------------------------------------------------- tables
def _rows(one: Grown) -> Iterator[ResultRow]:
    body, year = one.one.body, one.year

    def made(measure: str, unit: str, of: Figure | float, basis: str = "estimated", member: str = "") -> ResultRow:
        partner = body if member else ""
        return row(member or body, partner, year, measure=measure, unit=unit, of=of, basis=basis)

    for member, (before, after) in one.share.items():
        yield made("share before", "% of all members together", figure(before), member=member)
        yield made("share after", "% of all members together", figure(after), member=member)
        yield made("change of share by enlargement", "percentage points", one.lost(member), member=member)
    yield made("spread of ideal points, change", "ideal point", one.wider)
    yield made("what consensus cannot move, change", "ideal point", figure(one.reach[1] - one.reach[0]))
    yield made("voice of one inside, before", "share of pivots", one.pivot[0], "derived")
    yield made("voice of one inside, after", "share of pivots", one.pivot[1], "derived")


def _table(grown: Sequence[Grown]) -> pd.DataFrame:
    rows = []
    for one in grown:
        for member, (before, after) in one.share.items():
            spread = [f"{float(side.mean()):.2f}" for side in one.spread]
            rows.append(
                {
                    "body": one.one.body,
                    "date": one.one.date.isoformat(),
                    "joined": ", ".join(one.one.joined),
                    "member": member,
                    "its share, %": f"{points(before.mean())} to {points(after.mean())}",
                    "change, percentage points": spanned(one.lost(member)),
                    "spread of ideal points": f"{spread[0]} to {spread[1]}",
                    "pivotality": f"{_in(one.pivot[0])} to {_in(one.pivot[1])}",
                    "left out": ", ".join(one.members.without) or "nobody",
                }
            )
    return pd.DataFrame(rows)


def _bodies(time: pd.DataFrame) -> pd.DataFrame:
    """The first and the last year of every body."""
    rows = []
    for body, own in time.groupby("body", sort=False):
        start, end = own.iloc[0], own.iloc[-1]
        rows.append(
            {
                "body": body,
                "rule": rule_of(body).title,
                "years": f"{start['year']}–{end['year']}",
                "members then": start["members"],
                "members now": end["members"],
                "leader": end["leader"],
                "its share then, %": 100 * start["leader_share"],
                "its share now, %": 100 * end["leader_share"],
                "spread then": start["dispersion"],
                "spread now": end["dispersion"],
                "pivotality now": _in(end["leader_shapley"]),
            }
        )
    return pd.DataFrame(rows)


def _wide(time: pd.DataFrame, bodies: list[str]) -> pd.DataFrame:
    """Share of the leading state by year and body, %; empty where the body was not there."""
    wide = time.assign(percent=100 * time["leader_share"]).pivot(index="year", columns="body", values="percent")
    return wide[bodies].rename_axis(columns=None).reset_index()


def _in(share: float) -> str:
    return PIVOT.format(1 / share) if share > 0 else "none"


def _otherwise(asked: EnlargementOf, world: World) -> pd.DataFrame:
    """Who leads, and how much of its share goes, under other measures of size; without draws."""
    rows = []
    for measure in dict.fromkeys((asked.capability, *OTHER_SIZES)):
        for one in enlargements(world, asked.body):
            if not _reckonable(world, one, measure):
                continue
            members = member_figures(world, one.after, one.date.year, measure)
            inside = np.array([state in one.before for state in members.states])
            lead = int(np.where(inside, members.capability, 0).argmax())
            total, within = members.capability.sum(), members.capability[inside].sum()
            rows.append(
                {
                    "size": measure,
                    "year": one.date.year,
                    "leader before": members.states[lead],
                    "share before, %": 100 * float(members.capability[lead] / within),
                    "share after, %": 100 * float(members.capability[lead] / total),
                    "leader after": members.states[int(members.capability.argmax())],
                }
            )
    return pd.DataFrame(rows)


# --------------------------------------------------------------------- words
def words(asked: EnlargementOf, grown: Sequence[Grown], years: pd.DataFrame) -> Answer:
    """What the leader's share was and is, and how much of the difference enlargement and growth made."""
    leader = grown[0].leader[0]
    ends = years[years["leader"].eq(leader)]
    taken = points(-sum(one.plain[leader] for one in grown if leader in one.share))
    count = len(grown)
    times = "one enlargement" if count == 1 else f"{count_word(count)} enlargements"
    what = f"{leader}’s share of the output of the {asked.body}"
    if len(ends) < 2:
        sentence = f"{sentence_case(times)} took {taken} points off {what}."
    else:
        start, end = ends.iloc[0], ends.iloc[-1]
        lost = -sum(one.plain[leader] for one in grown if leader in one.share)
        grew = 100 * float(end["leader_share"] - start["leader_share"]) + lost
        growth = f"growth {'gave back' if grew > 0 else 'took'} {points(abs(grew))}"
        sentence = (
            f"{what} went from {points(100 * start['leader_share'])} % in {start['year']} to "
            f"{points(100 * end['leader_share'])} % in {end['year']}: {times} took {taken} points, {growth}."
        )
    return Answer(Verdict.RECORDED, sentence, "Any enlargement does; a share is not influence.")


def _voice(grown: Sequence[Grown]) -> str:
    before, after = grown[0].pivot[0], grown[-1].pivot[1]
    if before == after:
        return "Its voice under the body’s rule stayed what it was."
    verb = "fell" if after < before else "rose"
    even = all(abs(one.pivot[1] * len(one.members.states) - 1) < EVEN for one in grown)
    like = ", like that of every member" if even else ""
    return f"Under the body’s rule its voice {verb} from {_in(before)} to {_in(after)}{like}."


def _apart(grown: Sequence[Grown]) -> str:
    """Whether members came to stand further apart in votes."""
    kinds: dict[str, list[str]] = {}
    for one in grown:
        kinds.setdefault(_wider(one.wider), []).append(f"{one.joined} ({one.year})")
    phrases = [f"{kind} with {listed(names)}" for kind, names in kinds.items()]
    return f"The members' spread in United Nations votes {'; '.join(phrases)}."


def _wider(of: Figure) -> str:
    if max(abs(of.low), abs(of.high)) < CLOSE:
        return "did not change"
    if of.low > 0:
        return "widened"
    return "narrowed" if of.high < 0 else "may have widened or narrowed"


def _leads(leader: str, otherwise: pd.DataFrame) -> list[str]:
    """Who leads today under other measures of size; nothing where it is the same one."""
    last = otherwise.groupby("size", sort=False).tail(1)
    others = [f"{row.size_of} {row.leads}" for row in last.set_axis(_SHORT, axis=1).itertuples() if row.leads != leader]
    return [f"Counted by {listed(others)} would lead."] if others else []


_SHORT = ("size_of", "year", "led", "before", "after", "leads")


def _elsewhere(beside: Sequence[Grown]) -> list[str]:
    """The largest loss of a leader elsewhere, for comparison."""
    if not beside:
        return []
    one = min(beside, key=lambda other: other.lost(other.leader[0]).value)
    where = f"{one.leader[0]} in the {one.one.body} of {one.year} ({one.joined})"
    return [f"Elsewhere the largest such loss is {points(-one.lost(one.leader[0]).value)} points, of {where}."]


def _notes(grown: Sequence[Grown], beside: Sequence[Grown]) -> tuple[str, ...]:
    without = {state for one in grown for state in one.members.without}
    return (
        *_elsewhere(beside),
        "Members in law. Sizes are those of the year before an enlargement; ideal points are published estimates "
        f"from General Assembly votes, the latest up to {OLDEST} years before, and end in 2023.",
        "Spread: standard deviation of the members' ideal points. Where the status quo lies between two members' "
        "points, consensus cannot move it: that range is what consensus cannot move.",
        "Voice: Shapley-Shubik power, how often a member is the one whose assent carries a decision; under consensus "
        "it is the same for all, whatever their size.",
        *([f"Left out, since size or votes are not known: {', '.join(sorted(without))}."] if without else []),
    )


def _assumed(asked: EnlargementOf) -> tuple[tuple[str, str, str], ...]:
    noise = Noise()
    return (
        ("size", asked.capability, "A member's share in total output is used as its capability."),
        (
            "errors of size",
            f"{100 * noise.capability:.0f} %",
            "Standard deviation of the logarithm; output itself is measured better, but not its weight in a body.",
        ),
        ("votes", "one dimension", "Distance in the General Assembly is used for distance on what the body decides."),
    )
