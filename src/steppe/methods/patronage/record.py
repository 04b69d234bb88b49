"""The record that stakes are made of: what powers hold of states, and what the end of trade between them would cost.

Figures of `steppe.influence`, as arrays, with no assumption but the weights of layers; `stakes` says what is made of
them. Losses from the end of trade are solved at three trade elasticities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.economy import accounts_of, baseline_flows
from steppe.economy.depth import elasticity
from steppe.influence import composite, figures
from steppe.influence.composite import OLDEST
from steppe.influence.diversification import part_weights
from steppe.influence.ledger import KINDS, ledger
from steppe.influence.leverage import TRANSIT, leverage
from steppe.influence.vulnerability import closed, places
from steppe.methods.patronage.study import DOMAINS
from steppe.world.actors import Actor, actors
from steppe.world.errors import UserError
from steppe.world.tables import remembered
from steppe.world.world import World

Array = NDArray[np.float64]

STATED = ("energy", "debt", "arms")
"""Layers of which a share is known and no loss."""
CUT = ("gas rent", TRANSIT, "new loans")
"""Levers that a threat can take away."""
PAID = ("gas rent", "new loans", "commitments")
"""Levers by which a power pays; of the last two, which overlap, the larger counts. Aid in a war is no bid for ties."""
THETAS = (0.05, 0.5, 0.95)
"""Quantiles of the trade elasticity at which losses are solved; between them loss times elasticity is interpolated."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the influence room says of S states, K powers and D domains.

    Attributes
    ----------
    states, powers, year
        Codes, and the year of the figures.
    held
        Share of each domain that each power holds, in each draw of the weights of layers, shape (N, S, D, K).
    trade
        Share of trade in goods in the accounts of trade, from which the losses come too; shape (S, K).
    openness
        Trade in goods over GDP there, shape (S,).
    thetas
        Trade elasticities at which losses are solved, shape (G,).
    harm, own
        Loss of the state and of the power if their trade ends, in shares of the state's GDP, shape (G, S, K).
    remitted
        Remittances from the power over GDP, in the latest of six years that is known, shape (S, K).
    cut, paid
        What levers of money can take away, and what the power pays by them, in shares of the state's GDP, shape (S, K).
        Where nothing is on record nothing counts; `levers` says what is.
    levers, measures
        Rows of `steppe.influence.leverage`, and of `steppe.influence.ledger` toward the states, powers by their names.
    gdp
        Million current USD, shape (S,).
    joint
        Loss of the state if its trade with two powers ends at once, by their positions, shape (G, S).
    agreement
        Share of common votes in the General Assembly on which two powers voted alike, shape (K, K).
    stated
        Shares for which no loss is known: state, partner, layer, share (per cent), basis.
    layers
        Layers that entered, by domain, as text.
    sources
        Sources in the bundle.
    """

    states: tuple[str, ...]
    powers: tuple[str, ...]
    year: int
    held: Array
    trade: Array
    openness: Array
    thetas: Array
    harm: Array
    own: Array
    remitted: Array
    cut: Array
    paid: Array
    levers: pd.DataFrame
    measures: pd.DataFrame
    gdp: Array
    joint: Mapping[tuple[int, int], Array]
    agreement: Array
    stated: pd.DataFrame
    layers: Mapping[str, str]
    sources: tuple[str, ...]


@remembered(maxsize=8)
def record(
    world: World,
    states: tuple[str, ...],
    powers: tuple[str, ...],
    *,
    year: int,
    draws: int,
    seed: int,
    blocks: tuple[tuple[int, int], ...] = (),
) -> Record:
    """Read what the stakes are made of; worlds do not change, so a record is kept.

    Parameters
    ----------
    states, powers
        Codes of states; powers may be blocs (`EU`).
    year
        A year with accounts of trade.
    draws, seed
        Number of random weightings of layers and their seed.
    blocks
        Pairs of powers, by position, whose joint harm is wanted.

    Raises
    ------
    UserError
        A state or power is unknown or a figure is missing; the message says which.
    """
    those, who = actors(world, list(states)), actors(world, list(powers))
    names = [one.name for one in those], [one.name for one in who]
    thetas = elasticity(world).at(np.array(THETAS))
    losses = np.array([_closings(world, those, who, year, float(theta)) for theta in thetas])
    opened = np.array([_traded(world, one, who, year) for one in those])
    money = figures(world, names[0], names[1], "remittances", range(year - OLDEST, year + 1))
    made = {
        name: composite(world, names[0], names[1], name, year, part_weights(name), draws=draws, seed=seed)
        for name in DOMAINS
    }
    levers = leverage(world, names[0], names[1], year)
    sizes = _sizes(levers, names)
    used = {name: one.parts.loc[one.parts["value"].notna()] for name, one in made.items()}
    return Record(
        states=states,
        powers=powers,
        year=year,
        held=np.stack([_held(one.draws, names, name) for name, one in made.items()], axis=2),
        trade=opened[:, 1:] / opened[:, :1],
        openness=opened[:, 0],
        thetas=thetas,
        harm=losses[..., 0],
        own=losses[..., 1],
        remitted=_remitted(money, names),
        cut=np.sum([sizes[lever] for lever in CUT], axis=0),
        paid=sizes[PAID[0]] + np.maximum(sizes[PAID[1]], sizes[PAID[2]]),
        levers=levers,
        measures=_measures(world, those, who),
        gdp=np.array([_output(world, one, year) for one in those]),
        joint={pair: _jointly(world, those, who, pair, year, thetas) for pair in blocks},
        agreement=_agreement(world, names[1], year),
        stated=_stated(world, names, dict(zip(names[1], powers, strict=True)), year),
        layers={name: ", ".join(dict.fromkeys(rows["layer"])) for name, rows in used.items()},
        sources=_sources(
            accounts_of(world, year).sources,
            [*used.values(), money, levers, world.table("trade_elasticity")],
        ),
    )


def _jointly(
    world: World, states: Sequence[Actor], powers: Sequence[Actor], pair: tuple[int, int], year: int, thetas: Array
) -> Array:
    """What closing the trade with both powers of a pair costs each state, shape (thetas, states)."""
    both = _both(powers, pair)
    return np.array([[_loss(world, one, both, year, float(theta))[0] for one in states] for theta in thetas])


def _closings(
    world: World, states: Sequence[Actor], powers: Sequence[Actor], year: int, theta: float
) -> list[list[tuple[float, float]]]:
    return [[_loss(world, one, power, year, theta) for power in powers] for one in states]


def _loss(world: World, state: Actor, power: Actor, year: int, theta: float) -> tuple[float, float]:
    """Losses of the state and of the power if their trade ends, in shares of the state's GDP; gains count as none."""
    mine, theirs, _, why = closed(world, state, power, year, theta)
    if why is not None:
        raise UserError(f"stakes: what {state.name} would lose without {power.name} is not known: {why}")
    size = _output(world, power, year) / _output(world, state, year)
    return max(0.0, mine), max(0.0, theirs * size)


def _output(world: World, one: Actor, year: int) -> float:
    """GDP as the accounts of trade have it, million current USD."""
    books = accounts_of(world, year)
    return float(books.gdp[places(books, one)].sum())


def _traded(world: World, state: Actor, powers: Sequence[Actor], year: int) -> list[float]:
    """Trade in goods of a state with everyone, then with each power, over its GDP, in the accounts of trade."""
    books = accounts_of(world, year)
    flows = baseline_flows(books.economy).sum(axis=2)
    between = flows + flows.T
    mine = places(books, state)
    theirs = [np.setdiff1d(np.arange(len(flows)), mine), *(places(books, power) for power in powers)]
    return [float(between[np.ix_(mine, them)].sum() / books.gdp[mine].sum()) for them in theirs]


def _both(powers: Sequence[Actor], pair: tuple[int, int]) -> Actor:
    first, second = (powers[place] for place in pair)
    return Actor(f"{first.name}+{second.name}", f"{first.title} and {second.title}", first.members + second.members)


def _held(draws: Mapping[tuple[str, str], Array], names: tuple[list[str], list[str]], domain: str) -> Array:
    """Shares in each draw, shape (N, S, K)."""
    missing = [(state, power) for state in names[0] for power in names[1] if (state, power) not in draws]
    if missing:
        state, power = missing[0]
        raise UserError(
            f"stakes: no layer of the {domain} domain is known for {state} and all the powers; "
            f"`steppe dependence {state} --on {power} --layer {domain}` says why"
        )
    return np.stack([np.stack([draws[state, power] for power in names[1]], axis=1) for state in names[0]], axis=1)


def _measures(world: World, states: Sequence[Actor], powers: Sequence[Actor]) -> pd.DataFrame:
    """Inducements and coercion on record toward the states, whoever sent them."""
    rows = ledger(world)
    targets = {one.seat: one.name for one in states}
    rows = rows[rows["kind"].isin(KINDS) & rows["target"].isin(targets)]
    return rows.assign(sender=rows["sender"].replace({one.seat: one.name for one in powers})).reset_index(drop=True)


def _sizes(levers: pd.DataFrame, names: tuple[list[str], list[str]]) -> dict[str, Array]:
    """Each lever over GDP, states by powers; a lever that costs the state something, and one not on record, is none."""
    wide = levers.set_index(["lever", "state", "partner"])["share"].astype(float).clip(lower=0.0).fillna(0.0)
    whole = pd.MultiIndex.from_product(names)
    shape = len(names[0]), len(names[1])
    return {
        lever: wide[lever].reindex(whole, fill_value=0.0).to_numpy().reshape(shape)
        for lever in dict.fromkeys((*CUT, *PAID))
    }


def _remitted(frame: pd.DataFrame, names: tuple[list[str], list[str]]) -> Array:
    """Remittances over GDP, states by powers, each state in the latest year of the frame that has all of them."""
    rows = []
    for state in names[0]:
        mine = frame[frame["state"].eq(state)].pivot(index="year", columns="partner", values="size")
        known = mine.reindex(columns=names[1]).dropna()
        if known.empty:
            raise UserError(f"stakes: the remittances to {state} from all of {', '.join(names[1])} are not known")
        rows.append(known.loc[known.index.max()].to_numpy(float))
    return np.array(rows)


def _agreement(world: World, powers: list[str], year: int) -> Array:
    """Votes alike of each two powers, in the latest of six years that is known."""
    votes = figures(world, powers, powers, "votes", range(year - OLDEST, year + 1)).dropna(subset=["share"])
    last = votes.sort_values("year").groupby(["state", "partner"])["share"].last().unstack()
    table = last.reindex(index=powers, columns=powers)
    table = table.fillna(table.T).to_numpy(float, copy=True)
    np.fill_diagonal(table, 1.0)
    if np.isnan(table).any():
        first, second = (powers[place] for place in np.argwhere(np.isnan(table))[0])
        raise UserError(f"stakes: how often {first} and {second} vote alike is not known in {year - OLDEST}-{year}")
    return np.asarray(0.5 * (table + table.T))


def _stated(world: World, names: tuple[list[str], list[str]], codes: Mapping[str, str], year: int) -> pd.DataFrame:
    """Gas, debt and arms: shares held, where they are known and not zero."""
    frame = figures(world, names[0], names[1], list(STATED), year)
    frame = frame[frame["share"].gt(0)].assign(share=100 * frame["share"], partner=frame["partner"].map(codes))
    return frame[["state", "partner", "layer", "share", "basis"]].reset_index(drop=True)


def _sources(more: Sequence[str], frames: Sequence[pd.DataFrame]) -> tuple[str, ...]:
    named = pd.concat([frame["source"].dropna() for frame in frames])
    return tuple(sorted({*more} | {source for text in named.unique() for source in str(text).split(";") if source}))
