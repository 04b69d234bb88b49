"""What two actors would trade, and who pays for it: the exchange model over noisy copies of a package.

Only the two trade; the votes of all others count in the outcomes. The model fixes the terms so that both gain the same,
so that *that* they gain is built in wherever they trade. What is found is whether there is anything to trade, how far
it reaches, what it does to the others, and whether outcomes move towards what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from steppe.display.format import listed, number
from steppe.display.interval import LEVEL_WORDS
from steppe.methods.answer import Answer, Verdict
from steppe.methods.bargaining.figures import (
    Figure,
    Floats,
    Reply,
    ResultRow,
    beyond,
    cited,
    coding,
    figure,
    frame,
    points,
    record,
    row,
    share_of_draws,
    spanned,
)
from steppe.methods.bargaining.study import ExchangeOf
from steppe.methods.result import tabled
from steppe.methods.summary import mean
from steppe.politics.bargaining.actors import Bools
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.capability import capabilities
from steppe.politics.bargaining.draws import noisy
from steppe.politics.bargaining.exchange import SCALE
from steppe.politics.bargaining.package import PackageActors, exchange_votes, gains, package_actors
from steppe.politics.bargaining.reading import read_agenda
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

MOST = 0.5
"""Share of the draws from which the two are said to have something to trade."""
GAIN = "points of 100 times salience"


@dataclass(frozen=True)
class Exchanged:
    """All draws of a package. Outcomes on the issues' own scales, shape (draws, issues); gains (draws, actors)."""

    agenda: Agenda
    table: PackageActors
    between: tuple[str, str]
    traded: Floats  # (draws,) 1 where there is a trade
    before: Floats
    after: Floats
    gain: Floats

    @property
    def chance(self) -> float:
        """Share of the draws in which the two trade."""
        return float(self.traded.mean())

    @property
    def others(self) -> tuple[str, ...]:
        """All but the two."""
        return tuple(name for name in self.table.actors if name not in self.between)

    def of(self, actor: str) -> Figure:
        """What an actor gains or loses."""
        return figure(self.gain[:, self.table.actors.index(actor)])

    def shift(self, issue: str) -> Figure:
        """How far the outcome on an issue moves."""
        place = self.table.issues.index(issue)
        return figure((self.after - self.before)[:, place])


def exchange(asked: ExchangeOf, world: World, draws: int, seed: int) -> Reply:
    """Answer `[exchange]`."""
    agenda = read_agenda(asked.agenda, world)
    if len(agenda.package) < 2:
        raise UserError(f"the agenda {asked.agenda} has no package: nothing to trade; add `package` to it")
    named = {actor.name for actor in agenda.actor}
    for name in asked.between:
        if name not in named:
            raise UserError(f"{asked.agenda} has no actor {name}{look_alike(name, sorted(named))}")
    done = _drawn(agenda, package_actors(agenda, capabilities(agenda, world)), asked, draws, seed)
    terms = _terms(agenda, world, asked)
    return Reply(
        answer=answer(done, record(world)),
        results=frame(list(_rows(done))),
        tables=(
            tabled("terms", "terms", terms),
            tabled("gains", "who gains", _gainers(done)),
            tabled("outcomes", "outcomes", _outcomes(done)),
        ),
        notes=(words(done), *_notes(done)),
        assumed=coding(agenda),
        sources=(*cited(agenda, world), "sipri-arms"),
        year=agenda.date.year,
        settings={"agenda": asked.agenda, "between": listed(asked.between)},
    )


# ---------------------------------------------------------------- reckoning
def _drawn(agenda: Agenda, table: PackageActors, asked: ExchangeOf, draws: int, seed: int) -> Exchanged:
    copies = _copies(agenda, table, draws, seed)
    width = (table.high - table.low) / SCALE
    traded = np.zeros(draws)
    outcomes = np.zeros((2, draws, len(table.issues)))
    gain = np.zeros((draws, len(table.actors)))
    for draw, copy in enumerate(copies):
        done = exchange_votes(copy, asked.between).done
        traded[draw] = bool(done.exchanges)
        outcomes[0, draw], outcomes[1, draw] = done.before, done.after
        gain[draw] = gains(copy, done.before, done.after)
    before, after = table.low + width * outcomes[0], table.low + width * outcomes[1]
    first, second = asked.between
    return Exchanged(agenda, table, (first, second), traded, before, after, gain)


def _copies(agenda: Agenda, table: PackageActors, draws: int, seed: int) -> Iterator[PackageActors]:
    """Noisy copies of a table, issue by issue."""
    parts = {name: np.full((draws, *table.position.shape), np.nan) for name in ("position", "salience", "capability")}
    for place, issue in enumerate(table.issues):
        stated = ~np.isnan(table.position[:, place])
        named = dict(zip(table.actors, table.capability[:, place], strict=True))
        actors = agenda.actors(issue, {name: float(size) for name, size in named.items() if not np.isnan(size)})
        drawn = noisy(actors, agenda.noise, table.low[place], table.high[place], draws, seed + place)
        rows = [actors.names.index(name) for name, here in zip(table.actors, stated, strict=True) if here]
        scaled = (drawn.position - table.low[place]) / (table.high[place] - table.low[place]) * SCALE
        for name, array in (("position", scaled), ("salience", drawn.salience), ("capability", drawn.capability)):
            parts[name][:, stated, place] = array[:, rows]
    for draw in range(draws):
        yield replace(table, **{name: array[draw] for name, array in parts.items()})


def _terms(agenda: Agenda, world: World, asked: ExchangeOf) -> pd.DataFrame:
    """The trade without noise, as coded and under other ways to count means."""
    sizes = capabilities(agenda, world)
    plain = agenda.model_copy(
        update={"position": tuple(stance.model_copy(update={"capability": None}) for stance in agenda.position)}
    )
    tables: dict[str, Callable[[], PackageActors]] = {
        "as coded": lambda: package_actors(agenda, sizes),
        "output on every issue": lambda: package_actors(plain, capabilities(plain, world)),
        "all equally capable": lambda: package_actors(plain, dict.fromkeys(plain.unsized, 1.0)),
    }
    rows = []
    for means, made in tables.items():
        package = exchange_votes(made(), asked.between)
        for one in package.trades.to_dict("records"):
            move = {"means": means, "moves": one["giver"], "on": one["moves_on"]}
            rows.append({**move, "from": one["from"], "to": one["to"], "gain of each": one["gain"]})
            rows.append(
                {
                    **move,
                    "moves": one["taker"],
                    "on": one["moves_on_too"],
                    "from": one["from_too"],
                    "to": one["to_too"],
                    "gain of each": one["gain"],
                }
            )
        if package.trades.empty:
            rows.append({"means": means, "moves": "nobody: nothing to trade", "on": "", "gain of each": 0.0})
    return pd.DataFrame(rows, columns=["means", "moves", "on", "from", "to", "gain of each"])


# -------------------------------------------------------------------- tables
def _rows(done: Exchanged) -> Iterator[ResultRow]:
    year, (first, second) = done.agenda.date.year, done.between

    def made(subject: str, measure: str, unit: str, of: Figure | float, partner: str = "") -> ResultRow:
        return row(subject, partner, year, measure=measure, unit=unit, of=of, basis="assumed")

    yield made(first, "chance of a trade", "share of the draws", done.chance, second)
    for actor in done.table.actors:
        yield made(actor, "gain", GAIN, done.of(actor))
    for place, issue in enumerate(done.table.issues):
        scale = "scale of the issue"
        yield made(issue, "outcome without a trade", scale, figure(done.before[:, place]))
        yield made(issue, "outcome with the trade", scale, figure(done.after[:, place]))
        yield made(issue, "shift by the trade", scale, done.shift(issue))


def _gainers(done: Exchanged) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "actor": actor,
                "gain": spanned(done.of(actor), sign=True),
                "gains, % of draws": mean(np.where(done.gain[:, place] > 0, 100.0, 0.0)),
                "loses, % of draws": mean(np.where(done.gain[:, place] < 0, 100.0, 0.0)),
            }
            for place, actor in enumerate(done.table.actors)
        ]
    )


def _outcomes(done: Exchanged) -> pd.DataFrame:
    rows = []
    for place, issue in enumerate(done.table.issues):
        happened = done.agenda.issue_named(issue).outcome
        rows.append(
            {
                "issue": issue,
                "without a trade": spanned(figure(done.before[:, place])),
                "with the trade": spanned(figure(done.after[:, place])),
                "what happened": np.nan if happened is None else happened.position,
                "nearer with the trade, % of draws": np.nan
                if happened is None
                else mean(np.where(closer(done, issue), 100.0, 0.0)),
            }
        )
    return pd.DataFrame(rows)


def closer(done: Exchanged, issue: str) -> Bools:
    """In which draws the trade brings an outcome nearer to what happened."""
    happened = done.agenda.issue_named(issue).outcome
    if happened is None:
        raise ValueError(f"what happened on {issue} is not known")
    place = done.table.issues.index(issue)
    return np.asarray(
        np.abs(done.after[:, place] - happened.position) < np.abs(done.before[:, place] - happened.position) - 1e-9
    )


def nearer(done: Exchanged, issue: str) -> float:
    """Share of the draws in which it does."""
    return float(closer(done, issue).mean())


# --------------------------------------------------------------------- words
def answer(done: Exchanged, record: str) -> Answer:
    """The plain mean of the positions on each issue, and where the trade would move them."""
    table, means, moves = done.table, [], []
    for place, issue in enumerate(table.issues):
        of = " of 100" if place == 0 else ""
        means.append(f"{number(float(np.nanmean(table.position[:, place])))}{of} on {_called(done, issue)}")
        after = (done.after[:, place] - table.low[place]) / (table.high[place] - table.low[place]) * SCALE
        moves.append(number(figure(after).value))
    first, second = done.between
    trade = (
        f"{first} and {second} have nothing to trade"
        if done.chance < MOST
        else f"the model’s trade gives {listed(moves)}"
    )
    sentence = f"The plain mean of positions is {listed(means)}; {trade}."
    return Answer(Verdict.ASSUMED, sentence, record)


def _called(done: Exchanged, issue: str) -> str:
    return done.agenda.issue_named(issue).called


def words(done: Exchanged) -> str:
    """Whether there is a trade and on what terms; who pays; and whether it leads to what happened."""
    first, second = done.between
    share = share_of_draws(done.chance)
    if done.chance < MOST:
        lead = f"In most draws {first} and {second} have nothing to trade; in {share} they do."
    else:
        lead = (
            f"In {share} {first} and {second} have something to trade: {_shifts(done)}, and each gains "
            f"{spanned(done.of(first))} points, the same for both by construction."
        )
    return f"{lead} {_others(done)} {_happened(done)}".strip()


def _shifts(done: Exchanged) -> str:
    phrases = []
    for issue in done.table.issues:
        shift = done.shift(issue)
        verb = {"rises": "rises", "falls": "falls", "stays": "stays"}.get(shift.verdict, "may rise or fall")
        place = done.table.issues.index(issue)
        ends = f"from {points(figure(done.before[:, place]).value)} to {points(figure(done.after[:, place]).value)}"
        phrases.append(
            f"{_called(done, issue)} {verb} {ends} ({points(shift.low, True)} to {points(shift.high, True)})"
        )
    return listed(phrases)


def _others(done: Exchanged) -> str:
    kinds: dict[str, list[str]] = {"falls": [], "rises": [], "may rise or fall": [], "stays": []}
    for name in done.others:
        kinds[done.of(name).verdict].append(name)
    verbs = {
        "falls": ("loses", "lose"),
        "rises": ("gains", "gain"),
        "may rise or fall": ("may gain or lose",) * 2,
        "stays": ("neither gains nor loses", "neither gain nor lose"),
    }
    phrases = [f"{listed(names)} {verbs[kind][len(names) > 1]}" for kind, names in kinds.items() if names]
    total = figure(done.gain[:, [done.table.actors.index(name) for name in done.others]].sum(axis=1))
    verb = {"falls": "lose", "rises": "gain", "stays": "neither gain nor lose"}.get(total.verdict, "may gain or lose")
    return (
        f"Of the {len(done.others)} others, {'; '.join(phrases)}; together they {verb}, {spanned(total, sign=True)} "
        f"points ({LEVEL_WORDS} intervals)."
    )


def _happened(done: Exchanged) -> str:
    """Whether outcomes move towards what happened, where that is known."""
    phrases = []
    for issue in done.table.issues:
        if done.agenda.issue_named(issue).outcome is None:
            continue
        share = nearer(done, issue)
        way = "towards" if share > MOST else "away from"
        phrases.append(f"{way} what happened on {_called(done, issue)} (in {share_of_draws(max(share, 1 - share))})")
    return f"The trade leads {listed(phrases)}." if phrases else ""


def _notes(done: Exchanged) -> tuple[str, ...]:
    return (
        "Equal gain is a rule of the model: whether powers would share a gain equally is not known. Gains are points "
        "of the outcome, of 100, times how much an actor cares.",
        beyond(),
        "A draw without a trade counts as no change; where a draw is no nearer to what happened it counts as away.",
        f"Actors: {', '.join(done.table.actors)}. The votes of all count, but only {listed(done.between)} trade.",
        *([done.agenda.note] if done.agenda.note else []),
    )
