"""Diversification: over how many powers a state's dependence is spread, and what it means when two of them act as one.

With s_p the part of the state's ties of a domain that power p holds, the *effective number of powers* is

    N = (Σ_p s_p)² / Σ_p s_p²,

the inverse of Hirschman's (1945) concentration: 1 when one power holds all, the number of powers when each holds the
same. Layers that are degrees of likeness (votes, visas, language) have no parts and do not enter.

*Joint action*: when p and q act as one, concentration Σ s² rises by

    (s_p + s_q)² - s_p² - s_q² = 2 s_p s_q ,

the share held by the pair less its parts, in squares, as merger control measures it; N falls accordingly. It is large
only where the state could until then play one against the other.

*Hedging* in the literature's sense (Kuik 2008; Ciorciari & Haacke 2019) is a policy and not a number: only a profile is
given, of diversification, of security and economic patrons that may be opposed, and of distance from them in votes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from steppe.influence.composite import composite
from steppe.influence.layers import LAYERS, default_weights, domain
from steppe.influence.measure import figures
from steppe.influence.ranking import leader
from steppe.world.actors import POWERS, actors
from steppe.world.dates import as_year, as_years
from steppe.world.errors import UserError
from steppe.world.layers import DOMAINS
from steppe.world.world import World

OPPOSED = 0.5
"""Patrons that agree on fewer than half of their common votes count as opposed."""


def effective_powers(shares: ArrayLike, axis: int = -1) -> NDArray[np.float64]:
    """Effective number of powers.

    Parameters
    ----------
    shares
        Dependence on each power, shape (..., powers); non-negative. Need not sum to one.

    Returns
    -------
    Shape (...). NaN where a state depends on none of the powers: there is nothing to spread.

    Raises
    ------
    ValueError
        A share is negative.

    Examples
    --------
    >>> effective_powers([0.5, 0.5, 0.0])
    array(2.)
    """
    values = np.asarray(shares, dtype=float)
    if (values < 0).any():
        raise ValueError(f"dependence shares must not be negative; the smallest is {np.nanmin(values):.3g}")
    largest = values.max(axis=axis, keepdims=True, initial=0.0)
    scaled = np.divide(values, largest, out=np.zeros_like(values), where=largest > 0)
    squares = (scaled**2).sum(axis=axis)
    total = scaled.sum(axis=axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: NDArray[np.float64] = np.asarray(np.where(squares > 0, total**2 / squares, np.nan))
    return result


def joint_exposure(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Rise in concentration when two powers act as one, 2 s_p s_q; shares in 0..1, any shape.

    Examples
    --------
    >>> joint_exposure(0.4, 0.5)
    array(0.4)
    """
    product: NDArray[np.float64] = np.asarray(2.0 * np.asarray(first, dtype=float) * np.asarray(second, dtype=float))
    return product


def part_weights(of: str, weights: Mapping[str, float] | None = None) -> dict[str, float]:
    """Weights of the layers of a domain whose shares are parts of a whole.

    Raises
    ------
    UserError
        No such layer in the domain has a weight.
    """
    given = default_weights(domain(of)) if weights is None else weights
    kept = {name: weight for name, weight in given.items() if LAYERS[name].parts}
    if not kept:
        raise UserError(f"no layer of the {of} domain with a weight is a share of a whole; diversification needs one")
    return kept


def diversification(
    world: World,
    of: str | Sequence[str],
    on: str | Sequence[str] = POWERS,
    year: int | str = 2023,
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> pd.DataFrame:
    """Spread over powers by domain.

    Parameters
    ----------
    weights
        Weights of layers by domain; the registry's where a domain is left out.

    Returns
    -------
    One row a state and domain: state, domain, year, powers (effective number), held (share that all the powers hold
    together), first (the power that holds most), first_share, layers, missing.
    """
    rows, (year,) = [], as_years(as_year(year))
    for name in DOMAINS:
        made = composite(world, of, on, name, year, part_weights(name, (weights or {}).get(name)))
        for state, cells in made.table.groupby("state", sort=False):
            cells = cells[cells["value"].notna()]
            rows.append((state, name, year, *_spread(cells)))
    columns = ["state", "domain", "year", "powers", "held", "first", "first_share", "layers", "missing"]
    return pd.DataFrame(rows, columns=columns)


def _spread(cells: pd.DataFrame) -> tuple[object, ...]:
    """The row of one state and domain after its keys, from composites that have a value."""
    if cells.empty:
        return (
            np.nan,
            np.nan,
            None,
            np.nan,
            "",
            "no layer whose shares are parts of a whole has a figure for all the powers",
        )
    held = cells["value"].to_numpy(float)
    layers = cells["layers"].iloc[0]
    if not held.max() > 0:
        return np.nan, 0.0, None, np.nan, layers, "the state depends on none of the powers here"
    first = cells.iloc[int(held.argmax())]
    return float(effective_powers(held)), held.sum(), first["partner"], first["value"], layers, None


def joint_action(
    world: World,
    of: str | Sequence[str],
    on: str | Sequence[str] = POWERS,
    domain: str = "economic",
    year: int | str = 2023,
) -> pd.DataFrame:
    """Exposure to each pair of powers acting as one.

    Returns
    -------
    One row a state and pair: state, first, second, domain, year, held (by the pair), exposure (2 s_p s_q), powers and
    powers_joint (effective number apart and as one), missing.
    """
    rows, (year,) = [], as_years(as_year(year))
    made = composite(world, of, on, domain, year, part_weights(domain))
    for state, cells in made.table.groupby("state", sort=False):
        held = cells.set_index("partner")["value"].dropna()
        for p, q in combinations([one.name for one in actors(world, on) if one.name != state], 2):
            if p not in held or q not in held:
                why = cells.set_index("partner")["missing"].get(p)
                rows.append((state, p, q, domain, year, *(np.nan,) * 4, why))
                continue
            merged = [*held.drop([p, q]), held[p] + held[q]]
            apart, joint = effective_powers(held.to_numpy(float)), effective_powers(merged)
            exposure = float(joint_exposure(held[p], held[q]))
            rows.append((state, p, q, domain, year, held[p] + held[q], exposure, float(apart), float(joint), None))
    columns = "state first second domain year held exposure powers powers_joint missing".split()
    return pd.DataFrame(rows, columns=columns)


def hedging_profile(
    world: World, of: str | Sequence[str], on: str | Sequence[str] = POWERS, year: int | str = 2023
) -> pd.DataFrame:
    """What the literature reads hedging from, side by side, and no index.

    Returns
    -------
    One row a state: state, year, economic and security (effective numbers of powers), economic_patron and
    security_patron with the part of the weightings in which each leads, patrons_agree (share of common votes alike in
    the latest year on record), opposed (patrons differ and agree on fewer than half), near and far (powers nearest and
    farthest in votes, by ideal points), missing.
    """
    (year,) = as_years(as_year(year))
    spread = diversification(world, of, on, year).pivot(index="state", columns="domain", values="powers")
    made = {name: composite(world, of, on, name, year, part_weights(name)) for name in ("economic", "security")}
    rows = []
    for state in [one.name for one in actors(world, of)]:
        patrons = {name: leader(one, state) for name, one in made.items()}
        agree, why = _agreement(world, patrons["economic"][0], patrons["security"][0], year)
        near, far = _ends(world, state, on, year)
        differ = patrons["economic"][0] != patrons["security"][0]
        opposed = None if np.isnan(agree) and differ else bool(differ and agree < OPPOSED)
        patron = [part for name in ("economic", "security") for part in patrons[name]]
        numbers = [spread.loc[state, name] for name in ("economic", "security")]
        rows.append((state, year, *numbers, *patron, agree, opposed, near, far, why))
    columns = (
        "state year economic security economic_patron economic_certain security_patron security_certain "
        "patrons_agree opposed near far missing"
    ).split()
    return pd.DataFrame(rows, columns=columns)


def _agreement(world: World, first: str | None, second: str | None, year: int) -> tuple[float, str | None]:
    """Agreement in votes of two patrons in the latest of six years, or why it is not known."""
    if first is None or second is None:
        return np.nan, "the state depends on none of the powers in one domain"
    if first == second:
        return np.nan, "the same power is the patron in both"
    frame = figures(world, first, second, "votes", range(year - 5, year + 1))
    back = figures(world, second, first, "votes", range(year - 5, year + 1))
    known = pd.concat([frame, back]).dropna(subset=["share"])
    if known.empty:
        return np.nan, f"agreement of {first} and {second} in votes: {frame['missing'].iloc[-1]}"
    return float(known.sort_values("year")["share"].iloc[-1]), None


def _ends(world: World, state: str, on: str | Sequence[str], year: int) -> tuple[str | None, str | None]:
    """Powers nearest to and farthest from a state in votes."""
    frame = figures(world, state, on, "ideal_points", year).dropna(subset=["share"])
    if frame.empty:
        return None, None
    frame = frame.sort_values("share")
    return str(frame["partner"].iloc[-1]), str(frame["partner"].iloc[0])
