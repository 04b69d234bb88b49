"""A pair of states (or of a state and the EU) as it is read: what binds the two, layer by layer and through time.

Every tie is shown both ways, because a tie that is large for one may be small for the other. A `Pair` is made once from
a `World`; nothing here draws or prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from steppe.display.format import count_word, listed, percent, sentence_case, significant
from steppe.display.words import in_text, possessive
from steppe.influence import LAYERS, figures, if_cut
from steppe.influence.latest import first_year, latest, yearly
from steppe.influence.ledger import chosen
from steppe.influence.reasons import worded
from steppe.influence.vulnerability import closure_years
from steppe.report.episodes.view import Entry, told
from steppe.report.pair import frames, treaties
from steppe.report.pair.choice import Choice
from steppe.report.pair.records import flow_records, widest
from steppe.world.actors import Actor, actor
from steppe.world.complete import counted_in_words
from steppe.world.dates import TODAY, VERSION
from steppe.world.sources import places_of, sources_of

if TYPE_CHECKING:
    from datetime import date

    from steppe.world.world import World

LIKENESS = ("votes", "ideal_points")
"""Layers that are the same both ways; after 2019 the record has them from one side only."""
SIDE = ("share", "low", "high", "amount", "when", "record", "basis", "missing", "known")
"""What a pair shows of a figure of either side."""
Frames = tuple[pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True)
class Pair:
    """What is known of two actors.

    Attributes
    ----------
    first, second, why
        The two, and the rule that chose them.
    names, on, version
        Names by code; the day that `now` means; version of the world.
    ties
        One row a layer with a figure either way: `both_ways`.
    cuts
        What either would lose if the other cut a channel: `steppe.influence.if_cut`, both ways.
    series
        Yearly shares both ways: layer, state (whose), partner, year, share, basis, imputed.
    goods
        What the first sells to the second and the second to the first, by record: `records.flow_records`.
    bodies, agreements, disputes, votes, events
        Frames of `pair.frames` and `pair.treaties`.
    episodes
        Inducements, coercion and use of force between the two, the latest first.
    meetings
        Meetings that both attended, whatever the level.
    visits
        Visits of the one to the other in complete lists, in a sentence; empty where neither has one.
    gaps
        Why layers have no figure either way: reason, titles of the layers.
    says
        Sentences of the sections.
    sources
        Sources of all that is shown.
    """

    first: Actor
    second: Actor
    why: str
    names: Mapping[str, str]
    on: date
    version: str
    ties: pd.DataFrame
    cuts: pd.DataFrame
    series: pd.DataFrame
    goods: Frames
    bodies: pd.DataFrame
    agreements: pd.DataFrame
    disputes: pd.DataFrame
    votes: pd.DataFrame
    events: pd.DataFrame
    episodes: tuple[Entry, ...]
    meetings: int
    visits: str
    gaps: tuple[tuple[str, str], ...]
    says: Mapping[str, str]
    sources: pd.DataFrame

    @property
    def title(self) -> str:
        """Both names."""
        return f"{self.names[self.first.name]} and {in_text(self.names[self.second.name])}"

    def number(self, *cells: object) -> list[int]:
        """Places of `;`-separated sources in the list of sources, from 1."""
        return places_of(self.sources, cells)


def both_sides(world: World, choices: Iterable[Choice]) -> dict[str, Frames]:
    """Dependence both ways of many pairs at once, by their key: each layer is read once and not once a pair."""
    listed_ = list(choices)
    firsts = list(dict.fromkeys(one.first for one in listed_))
    seconds = list(dict.fromkeys(one.second for one in listed_))
    there, back = (worded(figures(world, *both)) for both in ((firsts, seconds), (seconds, firsts)))
    sides = [dict(tuple(frame.groupby(["state", "partner"], sort=False))) for frame in (there, back)]
    return {one.key: (sides[0][one.first, one.second], sides[1][one.second, one.first]) for one in listed_}


def pair(world: World, choice: Choice, known: Frames | None = None) -> Pair:
    """What binds two actors.

    Parameters
    ----------
    choice
        Codes of the two, and why they are shown.
    known
        Their part of `both_sides`; computed where it is not given.

    Raises
    ------
    UserError
        No such state; the look-alike is named.
    """
    first, second = actor(world, choice.first), actor(world, choice.second)
    there, back = known or both_sides(world, [choice])[choice.key]
    names = {**world.state_names, "EU": "EU-27", "EUU": "EU institutions"}
    ties, gaps = both_ways(there, back)
    bodies = frames.shared_bodies(world, first, second)
    agreements = treaties.agreements(world, first, second)
    disputes = frames.disputes(world, first, second, names)
    votes = frames.votes(world, first, second)
    events, meetings = frames.events(world, first, second, names)
    ledger = told(world, chosen(world, first.name, second.name).iloc[::-1])
    year = closure_years(world)[-1]
    cuts = pd.concat([if_cut(world, first.name, second.name, year), if_cut(world, second.name, first.name, year)])
    since = max(first_year(world, first), first_year(world, second))
    series = pd.concat([yearly(there, since).assign(side=0), yearly(back, since).assign(side=1)])
    goods = (flow_records(world, first, second), flow_records(world, second, first))
    used = [ties["source"], cuts["source"], bodies["source"], agreements["source"], disputes["source"], votes["source"]]
    return Pair(
        first=first,
        second=second,
        why=choice.why,
        names=names,
        on=TODAY,
        version=VERSION,
        ties=ties,
        cuts=cuts.reset_index(drop=True),
        series=series.reset_index(drop=True),
        goods=goods,
        bodies=bodies,
        agreements=agreements,
        disputes=disputes,
        votes=votes,
        events=events,
        episodes=ledger,
        meetings=meetings,
        visits=counted_in_words(world, second.seat, first.seat) or counted_in_words(world, first.seat, second.seat),
        gaps=gaps,
        says=_says([names[first.name], names[second.name]], ties, bodies, agreements, disputes, votes, meetings)
        | {"goods": _about_goods([names[first.name], names[second.name]], goods)},
        sources=sources_of(
            world,
            [
                *pd.concat([*used, events["source"]]),
                *(page for one in ledger for page in one.pages),
                *pd.concat([flow["source"] for flow in goods]),
            ],
        ),
    )


def both_ways(there: pd.DataFrame, back: pd.DataFrame) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """Latest figures of each layer both ways.

    Returns
    -------
    One row a layer with a share or an amount of either side: layer, title, whole, unit, domain, weight, parts, and for
    the first (0) and the second (1) the columns of `SIDE`: share0, low0, amount0 … ; source (of both). And for the
    layers without any: each reason with the titles of the layers.
    """
    sides = [latest(frame).set_index("layer") for frame in (there, back)]
    rows, reasons = [], dict[str, list[str]]()
    for layer in sides[0].index:
        cells = [side.loc[layer] for side in sides]
        if layer in LIKENESS:
            cells = [max(cells, key=lambda cell: (cell["known"], cell["year"]))] * 2
        if not any(cell["known"] for cell in cells):
            for reason in dict.fromkeys(str(cell["missing"]) for cell in cells):
                reasons.setdefault(reason, []).append(LAYERS[layer].title)
            continue
        row = {name: cells[0][name] for name in ("title", "whole", "unit", "domain", "weight", "parts", "defects")}
        for side, cell in enumerate(cells):
            row |= {f"{name}{side}": cell[name] for name in SIDE}
        source = ";".join(dict.fromkeys(str(cell["source"]) for cell in cells if isinstance(cell["source"], str)))
        rows.append({"layer": layer, **row, "source": source})
    return pd.DataFrame(rows), tuple((reason, ", ".join(titles)) for reason, titles in reasons.items())


# ---------------------------------------------------------------------- sentences
def _says(
    names: Sequence[str],
    ties: pd.DataFrame,
    bodies: pd.DataFrame,
    agreements: pd.DataFrame,
    disputes: pd.DataFrame,
    votes: pd.DataFrame,
    meetings: int,
) -> dict[str, str]:
    one, other = in_text(names[0]), in_text(names[1])
    return {
        "lead": _lead(one, other, ties, bodies),
        "ties": _about_ties(one, other, ties),
        "series": f"Ties of {one} and {other} through time",
        "bodies": _about_bodies(bodies),
        "agreements": _about_agreements(agreements),
        "disputes": "What is on record as dividing them" if len(disputes) else "No dispute between them is on record",
        "votes": _about_votes(votes),
        "events": _about_events(meetings),
    }


def _lead(one: str, other: str, ties: pd.DataFrame, bodies: pd.DataFrame) -> str:
    """Trade both ways, seats and votes, each with its year."""
    parts = []
    known = ties.set_index("layer") if len(ties) else ties
    if "trade" in known.index and pd.notna(known.at["trade", "share0"]) and pd.notna(known.at["trade", "share1"]):
        row = known.loc["trade"]
        parts.append(
            f"In {row['when0']} {other} has {percent(row['share0'])} % of {possessive(one)} goods trade, "
            f"{one} {percent(row['share1'])} % of {possessive(other)}"
        )
    now = int(bodies["now"].sum()) if len(bodies) else 0
    parts.append(f"both sit in {_bodies(now)} on record")
    if "votes" in known.index and pd.notna(known.at["votes", "share0"]):
        row = known.loc["votes"]
        parts.append(f"they voted alike in {percent(row['share0'])} % of votes in {row['when0']}")
    return f"{sentence_case('; '.join(parts))}."


def _bodies(count: int) -> str:
    return "no body" if not count else "one body" if count == 1 else f"{count_word(count)} bodies"


def _about_ties(one: str, other: str, ties: pd.DataFrame) -> str:
    """On how many ties each depends more on the other, where both sides are known and the tie is no likeness."""
    if ties.empty:
        return f"No tie of {one} with {other} is on record"
    both = ties[ties["parts"] & ties["share0"].notna() & ties["share1"].notna()]
    more = [int((both["share0"] > both["share1"]).sum()), int((both["share1"] > both["share0"]).sum())]
    if not sum(more):
        return f"What binds {one} and {other}"
    who, whom = (one, other) if more[0] >= more[1] else (other, one)
    said = f"Of {count_word(len(both))} ties with a share on both sides {who} depends more on {whom} in"
    return f"{said} {count_word(max(more))}, {whom} on {who} in {count_word(min(more))}"


def _about_goods(names: Sequence[str], goods: Frames) -> str:
    """How many times the lesser record of a flow the larger one is, at most."""
    found = [(one, *pair) for one, flow in zip((names, names[::-1]), goods, strict=True) if (pair := widest(flow))]
    if not found:
        return "Goods by record"
    (seller, buyer), year, times = max(found, key=lambda one: one[2])
    return (
        f"Of what {in_text(seller)} sells to {in_text(buyer)}, one record has {significant(times, 2)} times the other "
        f"in {year}, the most since 2000"
    )


def _about_bodies(bodies: pd.DataFrame) -> str:
    if bodies.empty:
        return "They have never sat in one body on record"
    now = bodies[bodies["now"]]
    full = int(now["both_members"].sum())
    where = f"Both hold a seat in {_bodies(len(now))}"
    return f"{where}, as members both in {count_word(full)}" if full else where


def _about_agreements(agreements: pd.DataFrame) -> str:
    if agreements.empty:
        return "No agreement of the two is in the tables"
    now = int(agreements["now"].sum())
    kinds = listed(list(dict.fromkeys(agreements.loc[agreements["now"], "kind"])))
    return f"{sentence_case(count_word(now))} agreement{'' if now == 1 else 's'} in force on record" + (
        f": {kinds}" if kinds else ""
    )


def _about_votes(votes: pd.DataFrame) -> str:
    if votes.empty:
        return "Their votes on Ukraine are not on record"
    alike = int((votes["first"] == votes["second"]).sum())
    return f"On Ukraine they voted alike in {count_word(alike)} of {count_word(len(votes))} resolutions"


def _about_events(meetings: int) -> str:
    if not meetings:
        return "No meeting that both attended is on record"
    return f"Both attended {'one meeting' if meetings == 1 else f'{count_word(meetings)} meetings'} on record"
