"""The machine: a chunk of draws, one year at a time; nothing in it depends on which draws stand in the same chunk.

Each year, in this order:

    1  dated events set standings and start the responses of their channels (`seats.edits`, `responses`, `incomes`)
    2  growth (`growth`), the changes of a study added to it; income, which the channels answer
    3  each layer: its rule's drift, the responses and changes of the year, the error of the draw (`rules`)
    4  couplings that a study assumes (`couplings`)
    5  seats (`seats`)

A layer begins at the last year that is known of it, which may be before the start; years that are known are taken as
they are. Every draw has streams of its own, one a layer, in which later years follow earlier ones: the same seed gives
the same figures whatever the chunk, the horizon and what else moves, and scenarios share their luck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steppe.methods.simulation.couplings import EXPOSURE, OUTPUT_FOLLOWS, Pull, pull, pulled
from steppe.methods.simulation.growth import Growth, growth, partners_growth
from steppe.methods.simulation.incomes import Gain, gains, of_transfers
from steppe.methods.simulation.panels import TIES, WHOLE, Floats, Panel, last_known, panel
from steppe.methods.simulation.responses import Response, responses
from steppe.methods.simulation.rules import MASS, Fitted, Rule, bounded, fit, named, width
from steppe.methods.simulation.seats import Codes, Seats, drawn, edits, length, seats, step
from steppe.methods.simulation.seats import held as held_by
from steppe.methods.simulation.study import Change, SimulationStudy
from steppe.scenario.events.growth import Growth as GrowthEvent
from steppe.world.actors import twelve
from steppe.world.dates import TODAY
from steppe.world.streams import Streams
from steppe.world.tables import remembered
from steppe.world.world import World

CHOSEN_ON = 2012
"""The split whose choice is the default of each layer."""
OUTPUT = "output"
"""The layer of the index of real GDP, 100 in the year of the start."""
INCOME = "income"
"""The layer of what channels give and take, % of GDP as it would have been."""
Tell = Callable[[int, str, str, Floats, Floats, NDArray[np.str_] | None], None]
"""Told year, layer, cause, the figures before and after it, shape (draws, states, partners), and of an error whose and
which year's miss it is, shape (draws, states)."""


@dataclass(frozen=True, eq=False)
class Block:
    """A layer as it stands among the cells of a draw: years by states by partners from a place on."""

    layer: str
    years: tuple[int, ...]
    states: tuple[str, ...]
    partners: tuple[str, ...]
    first: int

    @property
    def size(self) -> int:
        """How many cells it has."""
        return len(self.years) * len(self.states) * len(self.partners)

    def cells(self, values: NDArray[Any]) -> NDArray[Any]:
        """Its figures from cells on the last axis, shape (…, years, states, partners)."""
        shape = (*values.shape[:-1], len(self.years), len(self.states), len(self.partners))
        return values[..., self.first : self.first + self.size].reshape(shape)


@dataclass(frozen=True, eq=False)
class Setup:
    """All that draws share: a scenario on a world, ready to be drawn."""

    study: SimulationStudy
    start: int
    years: tuple[int, ...]
    fitted: dict[str, Fitted]
    growth: Growth
    seats: Seats
    edits: dict[int, dict[int, int]]
    responses: tuple[Response, ...]
    gains: tuple[Gain, ...]
    pulls: tuple[Pull, ...]
    blocks: tuple[Block, ...]
    spread: float

    @property
    def cells(self) -> int:
        """Figures of a draw."""
        return sum(block.size for block in self.blocks)

    def block(self, layer: str) -> Block:
        """The block of a layer."""
        return next(one for one in self.blocks if one.layer == layer)


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some draws: figures of every cell, shape (draws, cells), and standings, shape (draws, years, seats)."""

    first: int
    values: NDArray[np.float32]
    standings: Codes


@remembered(maxsize=2)
def rules(world: World) -> dict[str, Rule]:
    """The default rule of each layer: that chosen on the years before the test."""
    rows = world.sql("select layer, rule from motion_rules where chosen_on = ? and chosen", [CHOSEN_ON])
    return {layer: named(rule) for layer, rule in rows.itertuples(index=False)}


def prepare(
    world: World, study: SimulationStudy, until: int | None = None, *, seed: int = 1, spread: float = 1.0
) -> Setup:
    """A scenario ready to be drawn.

    Parameters
    ----------
    until
        The horizon; the study's own by default.
    seed
        Of the points of the trade equilibrium; that of the run.
    spread
        What every error is multiplied by: 0 for the course without errors.
    """
    latest = panel(world, "growth").years[-1]
    start = latest if study.start is None else min(study.start, latest)
    last = until or study.until
    years = tuple(range(start + 1, last + 1))
    default = rules(world)
    fitted = {name: _fitted(world, default[name], panel(world, name).until(start)) for name in TIES}
    grown = growth(world, default["growth"], start, last)
    here = seats(world, first_day(world, start))
    states = fitted["trade"].panel.states
    answers = gains(world, study.event, start, seed, study.assume)
    moved = (*responses(world, study.event, states, start, seed), *of_transfers(answers, fitted["transfers"].panel))
    return Setup(
        study=study,
        start=start,
        years=years,
        fitted=fitted,
        growth=grown,
        seats=here,
        edits=edits(here, world, study.event),
        responses=moved,
        gains=answers,
        pulls=tuple(pull(world, name, start) for name in study.assume if name == EXPOSURE),
        blocks=_blocks(fitted, grown, twelve(world), years),
        spread=spread,
    )


def first_day(world: World, start: int) -> date:
    """The day up to which seats are known, for a last year that is known."""
    return TODAY if start >= panel(world, "growth").years[-1] else date(start + 1, 1, 1)


def _fitted(world: World, rule: Rule, past: Panel) -> Fitted:
    if rule.drift != MASS:
        return fit(rule, past)
    return fit(rule, past, partners_growth(world, past.years))


def _blocks(
    fitted: dict[str, Fitted], grown: Growth, own: tuple[str, ...], years: tuple[int, ...]
) -> tuple[Block, ...]:
    blocks, first = [], 0
    axes = [(name, one.panel.states, one.panel.partners) for name, one in fitted.items()]
    for name, states, partners in (*axes, (OUTPUT, grown.shown, (WHOLE,)), (INCOME, own, (WHOLE,))):
        blocks.append(Block(name, years, states, partners, first))
        first += blocks[-1].size
    return tuple(blocks)


# ------------------------------------------------------------------------------------------------------------- a chunk
def chunk(setup: Setup, first: int, last: int, seed: int, tell: Tell | None = None) -> Chunk:
    """Draws from `first` up to, not including, `last`.

    Parameters
    ----------
    tell
        Told of every change as it happens, for the trace.

    Returns
    -------
    Figures in the order of `setup.blocks`, in the unit of the panels (shares 0 to 1, output as an index).
    """
    draws = range(first, last)
    income = _income(setup, draws, tell)
    growing, partners = _grow(setup, draws, seed, income, tell)
    values = np.empty((len(draws), setup.cells), dtype=np.float32)
    made = {OUTPUT: _output(setup, growing), INCOME: income, **_ties(setup, draws, seed, partners, tell)}
    for block in setup.blocks:
        values[:, block.first : block.first + block.size] = made[block.layer].reshape(len(draws), -1)
    return Chunk(first, values, _seated(setup, draws, seed))


def _numbers(seed: int, name: str, draws: Sequence[int], shape: tuple[int, ...]) -> Floats:
    """Uniform numbers of each draw from a stream of its own, the first axis of `shape` being years."""
    streams = Streams(seed)
    return np.array([streams.rng("simulation", name, draw).random(shape) for draw in draws])


def _income(setup: Setup, draws: Sequence[int], tell: Tell | None) -> Floats:
    """What channels give and take, % of GDP as it would have been, shape (draws, years, states, 1)."""
    made = np.zeros((len(draws), len(setup.years), len(setup.block(INCOME).states), 1))
    at = np.array(draws)
    for row, year in enumerate(setup.years):
        now = made[:, row - 1] if row else made[:, 0]
        over = [one for one in setup.gains if one.counted and one.year == year - 1 and not one.lasts]
        begun = [one for one in setup.gains if one.counted and one.year == year]
        for sign, several in ((-1.0, over), (1.0, begun)):
            for one in several:
                after = now + sign * one.of(at)[..., None]
                _told(tell, year, INCOME, f"{one.cause}{', over' if sign < 0 else ''}", now, after)
                now = after
        made[:, row] = now
    return made


def _grow(setup: Setup, draws: Sequence[int], seed: int, income: Floats, tell: Tell | None) -> tuple[Floats, Floats]:
    """Growth of the states in % a year, shape (draws, years, states), and of partners in log points."""
    of = setup.growth
    uniform = _numbers(seed, "growth", draws, (len(of.years), len(of.states), 3))
    oil = _numbers(seed, "oil", draws, (len(of.years), 1))[..., 0]
    surprise = of.oil[np.minimum((oil * len(of.oil)).astype(int), len(of.oil) - 1)]
    away = np.zeros((len(draws), len(of.states), 1))
    made = np.empty((len(draws), len(of.years), len(of.states)))
    for row in range(len(of.years)):
        away = of.keep * away + setup.spread * of.beta[:, None] * surprise[:, row, None, None]
        away = of.errors.with_error(away, uniform[:, row], setup.spread)
        calm = of.expected[row] + away[..., 0] + _changed_growth(setup, of.years[row])
        made[:, row] = calm + _following(setup, income, row)
        if OUTPUT_FOLLOWS in setup.study.assume:
            without = np.concatenate([made[:, :row], calm[:, None]], axis=1)
            before, after = (_output(setup, some)[:, -1] for some in (without, made[:, : row + 1]))
            _told(tell, of.years[row], OUTPUT, f"assumed: {OUTPUT_FOLLOWS}", before, after)
    return made, of.of_partners(made)


def _following(setup: Setup, income: Floats, row: int) -> Floats:
    """Points of growth that income adds where a study assumes that output follows it, shape (draws, states)."""
    of = setup.growth
    added = np.zeros((len(income), len(of.states)))
    if OUTPUT_FOLLOWS in setup.study.assume:
        change = income[:, row, :, 0] - (income[:, row - 1, :, 0] if row else 0.0)
        added[:, [of.states.index(state) for state in setup.block(INCOME).states]] = change
    return added


def _changed_growth(setup: Setup, year: int) -> Floats:
    """Points that the changes of a study and its events of growth add in a year, shape (states,)."""
    of = setup.growth
    added = np.zeros(len(of.states))
    for one in _holding(setup.study.change, year):
        if one.layer == "growth":
            added += one.by * np.isin(of.states, one.states or of.states)
    for event in setup.study.event:
        if isinstance(event, GrowthEvent) and event.date.year == year:
            added += event.percent * np.isin(of.states, [event.state])
    return added


def _holding(changes: Sequence[Change], year: int) -> list[Change]:
    return [one for one in changes if one.first <= year <= one.last]


def _output(setup: Setup, growing: Floats) -> Floats:
    """Index of real GDP of the states and groups that are shown, shape (draws, years, shown, 1)."""
    of = setup.growth
    own = np.log1p(np.clip(growing, -95.0, None) / 100.0) @ of.parts.T
    made: Floats = 100.0 * np.exp(np.cumsum(own, axis=1))
    return made[..., None]


# ---------------------------------------------------------------------------------------------------------------- ties
def _ties(setup: Setup, draws: Sequence[int], seed: int, partners: Floats, tell: Tell | None) -> dict[str, Floats]:
    """Figures of every layer, shape (draws, years, states, partners)."""
    begin = min(one.panel.years[int(one.panel.last.min())] for one in setup.fitted.values())
    x = {name: np.repeat(_first(one)[None], len(draws), axis=0) for name, one in setup.fitted.items()}
    made = {name: np.empty((len(draws), len(setup.years), *figures.shape[1:])) for name, figures in x.items()}
    numbers = {
        name: _numbers(seed, name, draws, (setup.years[-1] - begin, len(one.panel.states), width(one.panel)))
        for name, one in setup.fitted.items()
    }
    at = np.array(draws)
    for year in range(begin + 1, setup.years[-1] + 1):
        before = dict(x)
        of_year = _partners_in(setup, partners, year)
        for name in x:
            uniform = numbers[name][:, year - begin - 1]
            x[name] = _moved(setup, name, x[name], year, uniform, of_year, at, tell)
        for one in setup.pulls:
            if year > setup.start:
                after = pulled(one, setup.fitted, before, x, at, seed)
                _told(tell, year, one.layer, f"assumed: {one.name}", x[one.layer], after)
                x[one.layer] = after
        if year > setup.start:
            for name, figures in x.items():
                made[name][:, year - setup.years[0]] = figures
    return made


def _first(one: Fitted) -> Floats:
    figures = last_known(one.panel)
    return np.where(np.isfinite(figures), figures, 0.0)


def _partners_in(setup: Setup, partners: Floats, year: int) -> Floats:
    """Growth of the partners in a year, log points, shape (draws, partners); what was seen up to the start."""
    if year > setup.start:
        return partners[:, year - setup.growth.years[0]]
    return np.repeat(setup.growth.seen[year][None], len(partners), axis=0)


def _moved(
    setup: Setup,
    name: str,
    x: Floats,
    year: int,
    uniform: Floats,
    growing: Floats,
    draws: NDArray[np.intp],
    tell: Tell | None,
) -> Floats:
    """A layer a year later; states whose figure of the year is known stay as they are."""
    one = setup.fitted[name]
    waits = (np.array(one.panel.years)[one.panel.last] < year)[None, :, None]
    drifted = np.where(waits, one.drifted(x, growing), x)
    _told(tell, year, name, f"rule: {one.rule.drift}", x, drifted)
    edited = drifted
    for response in setup.responses:
        if (response.layer, response.year) == (name, year):
            after = bounded(one.panel, edited * response.factors[draws % len(response.factors)])
            _told(tell, year, name, response.cause, edited, after)
            edited = after
    for change in _holding(setup.study.change, year):
        if change.layer == name:
            after = _changed(one.panel, edited, change)
            _told(tell, year, name, "changed by hand", edited, after)
            edited = after
    missed = np.where(waits, one.with_error(edited, uniform, setup.spread), edited)
    if tell is not None and setup.spread:
        tell(year, name, "error", edited, missed, one.source(uniform))
    return missed


def _changed(of: Panel, x: Floats, change: Change) -> Floats:
    """A tie changed by hand: multiplied, and the row made whole again."""
    rows = np.isin(of.states, change.states or of.states)[:, None]
    cells = rows & np.isin(of.partners, [change.partner] if change.partner else of.partners)[None, :]
    return bounded(of, np.where(cells, x * (1 + change.by / 100.0), x))


def _told(tell: Tell | None, year: int, layer: str, cause: str, before: Floats, after: Floats) -> None:
    if tell is not None and before is not after:
        tell(year, layer, cause, before, after, None)


# --------------------------------------------------------------------------------------------------------------- seats
def _seated(setup: Setup, draws: Sequence[int], seed: int) -> Codes:
    """Standings at the end of each year, shape (draws, years, seats)."""
    of = setup.seats
    moves = drawn(of, _numbers(seed, "rates", draws, (of.width,)))
    uniform = _numbers(seed, "seats", draws, (len(setup.years), len(of.names)))
    here = np.repeat(of.start[None], len(draws), axis=0)
    made = np.empty((len(draws), len(setup.years), len(of.names)), dtype=np.int8)
    for row, year in enumerate(setup.years):
        here = step(of, moves, here, uniform[:, row], length(of, year) if setup.spread else 0.0).copy()
        for place, code in setup.edits.get(year, {}).items():
            here[:, place] = code
        made[:, row] = here
    return made


def held(setup: Setup, year: int, draws: int, seed: int) -> Floats:
    """Chance of each draw that a seat is held in law at the end of a year if no event sets it, shape (draws, seats)."""
    of = setup.seats
    moves = drawn(of, _numbers(seed, "rates", range(draws), (of.width,)))
    return held_by(of, moves, sum(length(of, one) for one in setup.years if one <= year))
