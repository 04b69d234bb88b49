"""Who depends most on a power, which power leads where, and two states side by side.

In the economy states are set against each other by size: by the flows with a power over GDP (`steppe.influence.size`).
The mean of shares over the layers of a domain (`steppe.influence.composite`), which counts a tiny tie like a large one,
is the measure of the other domains, whose ties have no common unit, and of the economy where it is asked for by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from steppe.display.interval import interval
from steppe.influence.composite import DRAWS, NOT_ALL, Composite, composite, probability
from steppe.influence.grid import ITSELF
from steppe.influence.size import PARTS, ahead, flow_parts, flow_sums, gas, losses
from steppe.world.actors import POWERS, Actor, actors, each_of
from steppe.world.dates import as_year, as_years, in_year
from steppe.world.errors import UserError
from steppe.world.layers import DOMAINS
from steppe.world.world import World

By = Literal["flows", "shares"]
FLOWS, LOSS, SHARES = "flows over GDP", "loss over GDP", "mean of shares"
"""Measures: what passes, what is lost if trade stops, and the mean of shares over the layers of a domain."""


def rank(
    world: World, on: str, year: int | str = 2023, of: str | Sequence[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """States by how much of their income runs through flows with one power.

    `of` is a group, whose states are ranked, or codes, listed or separated by commas (the twelve by default); `year` is
    2019 or `2019`.

    Returns
    -------
    A frame, the most dependent first: rank, state, value, low and high (flows over GDP; without a high end it is a
    lower bound), rank_low and rank_high (the places that the records allow), ahead (whether the records put it ahead of
    the next one), amount (million current USD); of each part (exports, imports, remittances, debt_service) its share of
    GDP, and `_amount`, `_year`, `_basis` and `_record`; loss and loss_year (of all trade in goods, share of GDP), gas
    and gas_year (the power's share of the pipeline gas of the state), basis, imputed, missing (parts without a figure);
    and the parts as rows of `flow_parts`.

    Raises
    ------
    UserError
        An unknown state, power or year; several powers; nobody to rank; no flow on record.
    """
    (year,) = as_years(as_year(year))
    power, names = _asked(world, on, of)
    found = flow_parts(world, names, power, year)
    table = flow_sums(found)
    table = table[table["value"].notna()].sort_values(["value", "state"], ascending=[False, True], ignore_index=True)
    if table.empty:
        why = found["missing"].dropna().iloc[0]
        raise UserError(
            f"rank: no flow of these states with {power} is on record for {in_year(year)} or the five years before "
            f"({why}); name another power, or see `steppe dependence {names[0]} --on {power}`"
        )
    low, high = table["low"].to_numpy(float), table["high"].fillna(np.inf).to_numpy(float)
    places = {
        "rank": np.arange(1, len(table) + 1),
        "rank_low": [1 + int((low > end).sum()) for end in high],
        "rank_high": [int((high >= end).sum()) for end in low],
        "ahead": [*(low[:-1] > high[1:]).tolist(), None],
    }
    table = table.assign(**places).merge(_wide(found), on="state")
    for beside in (losses(world, names, power, year), gas(world, names, [power], year)):
        table = table.merge(beside.drop(columns="partner"), on="state", how="left")
    first = ["rank", "state", "value", "low", "high", "rank_low", "rank_high", "ahead", "amount", *PARTS]
    return table[first + [name for name in table.columns if name not in (*first, "partner")]], found


def _wide(found: pd.DataFrame) -> pd.DataFrame:
    """The parts of each state side by side."""
    wide = found.pivot(index="state", columns="part", values=["size", "amount", "year", "basis", "record"])
    wide.columns = [part if what == "size" else f"{part}_{what}" for what, part in wide.columns]
    figures = [name for name in wide if name in PARTS or name.endswith("_amount")]
    return wide.astype(dict.fromkeys(figures, float)).reset_index()


def _asked(world: World, on: str, of: str | Sequence[str] | None) -> tuple[str, list[str]]:
    """The power, and the states to rank without it."""
    power, *more = actors(world, on)
    if more:
        raise UserError(f"rank: give one power, not {len(more) + 1}")
    names = [one.name for one in each_of(world, of) if one.name != power.name]
    if not names:
        raise UserError(f"rank: {power.name} does not depend on itself; name other states")
    return power.name, names


def rank_by_shares(
    world: World,
    on: str,
    domain: str = "economic",
    year: int | str = 2023,
    of: str | Sequence[str] | None = None,
    weights: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> tuple[pd.DataFrame, Composite]:
    """States by the mean of a power's shares over the layers of a domain, whatever the size of the ties.

    Only layers that all the states have enter, so that like is compared with like. `of` is a group, whose states are
    ranked, or codes, listed or separated by commas (the twelve by default); `year` is 2019 or `2019`; `weights` are
    numbers by layer.

    Returns
    -------
    A frame, the most dependent first: rank, state, value, low, high, rank_low and rank_high (5th and 95th percentile
    of the rank over weightings), first (probability of being first), ahead (probability of being ahead of the next),
    layers, basis; and the composite with its parts.
    """
    power, names = _asked(world, on, of)
    made = composite(world, names, [power], domain, year, weights, common=True, draws=draws, seed=seed)
    found = made.table[made.table["value"].notna()].sort_values(["value", "state"], ascending=[False, True])
    if found.empty:
        raise UserError(f"rank: {_uncovered(made, actors(world, on)[0], domain, names)}")
    lots = np.stack([made.draws[state, power] for state in found["state"]])
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

    In the economy a power leads in a state only where both its flows over GDP and the mean of its shares are the
    largest; it is certain if, besides, no record of another power reaches the low end of its flows. A lead that rests
    on one layer alone is never certain.

    Returns
    -------
    One row a domain and power: domain, power, measure, mean (of the measure over the states, the power itself left
    out), leads (states that depend on it most), certain (of these, those in which it leads in 90 % of the weightings),
    by_size and by_shares (states of the economy in which it leads by that measure alone), layers (of the shares that
    entered anywhere).
    """
    names, asked = [one.name for one in each_of(world, of)], [one.name for one in actors(world, on)]
    rows = []
    for domain in DOMAINS:
        made = composite(world, names, asked, domain, year, draws=draws, seed=seed)
        leads = {state: leader(made, state) for state in names}
        frame, measure = made.table, SHARES
        larger = {state: (power, True) for state, (power, _) in leads.items()}
        if domain == "economic":
            frame, measure = flow_sums(flow_parts(world, names, asked, year)), FLOWS
            larger = {state: ahead(frame[frame["state"] == state]) for state in names}
        for power in asked:
            mine = frame[frame["partner"] == power]["value"]
            means = [state for state in names if leads[state][0] == power]
            sizes = [state for state in names if larger[state][0] == power]
            both = [state for state in means if state in sizes]
            broad = _broad(made, power)
            sure = [state for state in both if leads[state][1] >= 0.9 and larger[state][1] and state in broad]
            alone = [[state for state in some if state not in both] for some in (sizes, means)]
            told = [", ".join(some) for some in (both, sure, *alone)]
            rows.append((domain, power, measure, mine.mean(), *told, _entered(made, power)))
    named = ["domain", "power", "measure", "mean", "leads", "certain", "by_size", "by_shares", "layers"]
    return pd.DataFrame(rows, columns=named)


def _broad(made: Composite, power: str) -> set[str]:
    """States in which a power has a share of more than one layer."""
    mine = made.parts[(made.parts["partner"] == power) & (made.parts["contribution"] > 0)]
    layers = mine.groupby("state")["layer"].nunique()
    return set(layers.index[layers > 1])


def _entered(made: Composite, power: str) -> str:
    """The layers in which a power has a share anywhere."""
    mine = made.table[(made.table["partner"] == power) & made.table["value"].notna()]
    entered = {name for text in mine["layers"] for name in text.split(", ")}
    return ", ".join(name for name in made.weights if name in entered)


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
    world: World,
    first: str,
    second: str,
    on: str | Sequence[str] = POWERS,
    year: int | str = 2023,
    by: By = "flows",
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Two states side by side, on each power by domain.

    In the economy by flows and by losses over GDP, or, with `by` shares, by the mean of shares as in the other domains;
    of these only layers that both states have towards all the powers enter.

    Returns
    -------
    One row a domain, measure and power: domain, power, measure, then value, low and high of each state, more (the state
    that depends more), sure (whether the records of flows settle it), probability (of a mean of shares, over
    weightings), layers, missing.
    """
    a, b = (actors(world, name)[0].name for name in (first, second))
    if a == b:
        raise UserError(f"compare: {a} is named twice; name two states")
    asked = [one.name for one in actors(world, on)]
    rows = _economies(world, a, b, asked, year) if by == "flows" else []
    for domain in DOMAINS:
        if domain != "economic" or by == "shares":
            made = composite(world, [a, b], asked, domain, year, common=True, draws=draws)
            rows += [(domain, power, SHARES, *_pair(made, a, b, power)) for power in asked]
    spread = [f"{state}{end}" for state in (a, b) for end in ("", "_low", "_high")]
    named = ["domain", "power", "measure", *spread, "more", "sure", "probability", "layers", "missing"]
    return pd.DataFrame(rows, columns=named)


def _economies(world: World, a: str, b: str, on: Sequence[str], year: int | str) -> list[tuple[object, ...]]:
    """Rows of `compare` on the economy: flows with each power, then what is lost without trade where it is known."""
    (year,) = as_years(as_year(year))
    flows = flow_sums(flow_parts(world, [a, b], on, year)).set_index(["state", "partner"])
    found = []
    for power in on:
        itself = power in (a, b)
        known = {state: flows.loc[state, power] for state in (a, b) if state != power}
        spread = [
            known[state][end] if state in known else np.nan for state in (a, b) for end in ("value", "low", "high")
        ]
        gone = "; ".join(f"{state}: {own['missing']}" for state, own in known.items() if own["missing"])
        more = _more(a, b, spread[0], spread[3])
        sure = None if more is None else _apart(spread[1:3], spread[4:6])
        why = ITSELF if itself else gone or None
        found.append(("economic", power, FLOWS, *spread, more, sure, np.nan, ", ".join(PARTS), why))
    return found + _lost(a, b, losses(world, [a, b], on, year))


def _lost(a: str, b: str, found: pd.DataFrame) -> list[tuple[object, ...]]:
    """Rows of `compare` on losses: those of both states on each power; none where no year is kept."""
    rows: list[tuple[object, ...]] = []
    for power, own in found.groupby("partner", sort=False):
        values = own.set_index("state")["loss"].astype(float)
        spread = [one for state in (a, b) for one in (values[state], np.nan, np.nan)]
        why = ITSELF if power in (a, b) else None
        what = f"trade in goods closed, {own['loss_year'].iloc[0]}"
        rows.append(
            (
                "economic",
                power,
                LOSS,
                *spread,
                _more(a, b, *(round(values[state], 3) for state in (a, b))),
                None,
                np.nan,
                what,
                why,
            )
        )
    return rows


def _apart(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two ranges, low and high, do not meet; a missing high end is open."""
    return bool(one[1] < other[0] or other[1] < one[0])


def _more(a: str, b: str, first: float, second: float) -> str | None:
    """The state with the larger figure; None where they are equal or one is missing."""
    return a if first > second else b if second > first else None


def _pair(made: Composite, a: str, b: str, power: str) -> tuple[object, ...]:
    cells = made.table[made.table["partner"] == power].set_index("state")
    figures = [cells.loc[state, end] for state in (a, b) for end in ("value", "low", "high")]
    if (a, power) not in made.draws or (b, power) not in made.draws:
        why = ITSELF if power in (a, b) else cells.loc[a, "missing"]
        return (*figures, None, None, np.nan, cells["layers"].max(), why)
    ahead = probability(made.draws[a, power], made.draws[b, power])
    more = None if ahead == 0.5 and figures[0] == figures[3] else a if figures[0] >= figures[3] else b
    return (*figures, more, None, ahead if more in (a, None) else 1 - ahead, cells.loc[a, "layers"], None)
