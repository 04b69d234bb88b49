"""Who depends most on a power, which power leads where, and two states side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from steppe.display.interval import interval
from steppe.influence.composite import DRAWS, NOT_ALL, Composite, composite, probability
from steppe.world.actors import POWERS, Actor, actors, each_of
from steppe.world.dates import in_year
from steppe.world.errors import UserError
from steppe.world.layers import DOMAINS
from steppe.world.world import World


def rank(
    world: World,
    on: str,
    domain: str = "economic",
    year: int | str = 2023,
    of: str | Sequence[str] | None = None,
    weights: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> tuple[pd.DataFrame, Composite]:
    """States by how much they depend on one power.

    Only layers that all the states have enter, so that like is compared with like. `of` is a group, whose states are
    ranked, or codes, listed or separated by commas (the twelve by default); `year` is 2019 or `2019`; `weights` are
    numbers by layer.

    Returns
    -------
    A frame, the most dependent first: rank, state, value, low, high, rank_low and rank_high (5th and 95th percentile
    of the rank over weightings), first (probability of being first), ahead (probability of being ahead of the next),
    layers, basis; and the composite with its parts.
    """
    power, *more = actors(world, on)
    if more:
        raise UserError(f"rank: give one power, not {len(more) + 1}")
    names = [one.name for one in each_of(world, of) if one.name != power.name]
    if not names:
        raise UserError(f"rank: {power.name} does not depend on itself; name other states")
    made = composite(world, names, [power.name], domain, year, weights, common=True, draws=draws, seed=seed)
    found = made.table[made.table["value"].notna()].sort_values(["value", "state"], ascending=[False, True])
    if found.empty:
        raise UserError(f"rank: {_uncovered(made, power, domain, names)}")
    lots = np.stack([made.draws[state, power.name] for state in found["state"]])
    places = np.stack([1 + (lots > one).sum(axis=0) for one in lots])
    low, high = interval(places, axis=1)
    ahead = [probability(lots[k], lots[k + 1]) if k + 1 < len(lots) else np.nan for k in range(len(lots))]
    first = (lots == lots.max(axis=0)) / (lots == lots.max(axis=0)).sum(axis=0)
    table = pd.DataFrame(
        {
            "rank": np.arange(1, len(found) + 1),
            **{name: found[name].to_numpy() for name in ("state", "value", "low", "high")},
            "rank_low": low.astype(int),
            "rank_high": np.ceil(high).astype(int),
            "first": first.mean(axis=1),
            "ahead": ahead,
            **{name: found[name].to_numpy() for name in ("layers", "basis")},
        }
    )
    return table, made


def _uncovered(made: Composite, power: Actor, domain: str, names: Sequence[str]) -> str:
    """What is missing where no layer has a figure of all the states towards a power, and what to ask instead."""
    cells = made.parts[made.parts["partner"] == power.name]
    has = cells["missing"].fillna("").str.startswith(NOT_ALL)
    found = cells[has].groupby("layer", sort=False)["state"].agg(list)
    layer = max(found.index, key=lambda name: len(found[name]), default=next(iter(made.weights)))
    lacking = cells[~has & cells["layer"].eq(layer)]
    why = f"{layer}: {lacking['missing'].iloc[0]}" if len(lacking) else layer
    year = in_year(made.table["year"].iloc[0])
    said = f"no layer of the {domain} domain has a figure towards {power.title} in {year} for"
    if len(found) and len(found[layer]) > 1:
        these = f"rank `--of {','.join(found[layer])}`, which have one"
        return f"{said} all of these states ({why}, for {len(lacking)} of {len(names)}); {these}"
    return f"{said} these states ({why}); name another power, or see `steppe dependence {names[0]} --on {power.name}`"


def powers(
    world: World,
    year: int | str = 2023,
    on: str | Sequence[str] = POWERS,
    of: str | Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> pd.DataFrame:
    """Powers by domain over a set of states: `of` is a group, or codes (the twelve by default).

    Returns
    -------
    One row a domain and power: domain, power, mean (of the composites of the states, itself left out), leads (states
    that depend on it most), certain (of these, those in which it leads in 90 % of the weightings), layers (that entered
    anywhere).
    """
    names = [one.name for one in each_of(world, of)]
    rows = []
    for domain in DOMAINS:
        made = composite(world, names, on, domain, year, draws=draws, seed=seed)
        leaders = {state: leader(made, state) for state in names}
        for power in [one.name for one in actors(world, on)]:
            mine = made.table[(made.table["partner"] == power) & made.table["value"].notna()]
            leads = [state for state in names if leaders[state][0] == power]
            certain = [state for state in leads if leaders[state][1] >= 0.9]
            entered = {name for text in mine["layers"] for name in text.split(", ")}
            layers = ", ".join(name for name in made.weights if name in entered)
            rows.append((domain, power, mine["value"].mean(), ", ".join(leads), ", ".join(certain), layers))
    return pd.DataFrame(rows, columns=["domain", "power", "mean", "leads", "certain", "layers"])


def leader(made: Composite, state: str) -> tuple[str | None, float]:
    """The power on which a state depends most, and in what part of the weightings it does."""
    mine = made.table[(made.table["state"] == state) & made.table["value"].notna()]
    if mine.empty or not mine["value"].max() > 0:
        return None, 0.0
    first = mine.loc[mine["value"].idxmax(), "partner"]
    lots = np.stack([made.draws[state, partner] for partner in mine["partner"]])
    best = lots.max(axis=0)
    return str(first), float((made.draws[state, first] >= best).mean())


def compare(
    world: World, first: str, second: str, on: str | Sequence[str] = POWERS, year: int | str = 2023, draws: int = DRAWS
) -> pd.DataFrame:
    """Two states side by side: their composites on each power by domain.

    Only layers that both states have towards all the powers enter.

    Returns
    -------
    One row a domain and power: domain, power, then value, low and high of each state, more (the state that depends
    more), probability (over weightings), layers, missing.
    """
    a, b = (actors(world, name)[0].name for name in (first, second))
    if a == b:
        raise UserError(f"compare: {a} is named twice; name two states")
    rows = []
    for domain in DOMAINS:
        made = composite(world, [a, b], on, domain, year, common=True, draws=draws)
        for power in [one.name for one in actors(world, on)]:
            rows.append((domain, power, *_pair(made, a, b, power)))
    spread = [f"{state}{end}" for state in (a, b) for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=["domain", "power", *spread, "more", "probability", "layers", "missing"])


def _pair(made: Composite, a: str, b: str, power: str) -> tuple[object, ...]:
    cells = made.table[made.table["partner"] == power].set_index("state")
    figures = [cells.loc[state, end] for state in (a, b) for end in ("value", "low", "high")]
    if (a, power) not in made.draws or (b, power) not in made.draws:
        why = "a state does not depend on itself" if power in (a, b) else cells.loc[a, "missing"]
        return (*figures, None, np.nan, cells["layers"].max(), why)
    ahead = probability(made.draws[a, power], made.draws[b, power])
    more = None if ahead == 0.5 and figures[0] == figures[3] else a if figures[0] >= figures[3] else b
    return (*figures, more, ahead if more in (a, None) else 1 - ahead, cells.loc[a, "layers"], None)
