"""From pairs of states to pairs of actors: sums over the members of blocs, shares of totals, bases by weight.

With v_ij the tie of state i with partner j, the share of actor A with actor B is

    s_AB = Σ_{i∈A, j∈B} v_ij / Σ_{i∈A, j∉A} v_ij .

Ties inside a bloc are in neither sum.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.world.actors import Actor, member_table
from steppe.world.basis import BASES, OF_WEIGHT, RANK, weakest

PAIR = ["state", "partner", "year"]
STATE = ["state", "year"]


def between(pairs: pd.DataFrame, actors: Sequence[Actor], also: Sequence[str] = ()) -> pd.DataFrame:
    """Ties between actors from ties between states.

    Parameters
    ----------
    pairs
        Columns state, partner, year, value, basis, source (optionally note), ties of states with all their partners.
    actors
        Who is asked about; a state may belong to several of them.
    also
        More columns of `pairs` to add up as the values are.

    Returns
    -------
    Columns state, partner, year, amount, basis, source, imputed (share by value), note, and `also`; actors for states.
    """
    members = member_table(actors).rename(columns={"actor": "to", "member": "partner"})
    outside = _outside(pairs[pairs["partner"].isin(members["partner"])], actors)
    met = outside.merge(members, on="partner").drop(columns="partner").rename(columns={"to": "partner"})
    met = met[met["state"] != met["partner"]]
    if met.empty:
        return pd.DataFrame(columns=[*PAIR, "amount", "basis", "source", "imputed", "note", *also])
    summed = _summed(met, PAIR)
    if also:
        summed = summed.join(met.groupby(PAIR)[list(also)].sum())
    return summed.assign(source=_words(met, PAIR, "source"), note=_words(met, PAIR, "note")).reset_index()


def totals(pairs: pd.DataFrame, actors: Sequence[Actor]) -> pd.DataFrame:
    """Totals of actors over all partners outside them: columns state, year, amount, basis, imputed."""
    outside = _outside(pairs, actors)
    if outside.empty:
        return pd.DataFrame(columns=[*STATE, "amount", "basis", "imputed"])
    return _summed(outside, STATE).reset_index()


def with_shares(rows: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Rows of `between` with their share of the totals of `totals`; the weaker basis and the larger imputed part hold.

    A total of zero gives a share of zero: there is nothing to depend on.
    """
    kept = whole[[*STATE, "amount", "basis", "imputed"]]
    rows = rows.merge(kept, on=STATE, suffixes=("", "_whole"), validate="many_to_one")
    share = (rows["amount"] / rows["amount_whole"]).where(rows["amount_whole"] != 0, 0.0)
    basis = [weakest(both) for both in zip(rows["basis"], rows["basis_whole"], strict=True)]
    imputed = rows[["imputed", "imputed_whole"]].max(axis=1)
    return rows.assign(share=share, basis=basis, imputed=imputed).drop(
        columns=["amount_whole", "basis_whole", "imputed_whole"]
    )


def known(whole: pd.DataFrame) -> frozenset[tuple[str, int]]:
    """State-years that have a total."""
    return frozenset(zip(whole["state"], whole["year"].astype(int), strict=True))


def _outside(pairs: pd.DataFrame, actors: Sequence[Actor]) -> pd.DataFrame:
    """Ties of actors with states outside them: `state` is the actor, `partner` still a state."""
    single = [one.name for one in actors if not one.bloc]
    frames = [pairs[pairs["state"].isin(single)]]
    for one in actors:
        if one.bloc:
            mine = pairs[pairs["state"].isin(one.members) & ~pairs["partner"].isin(one.members)]
            frames.append(mine.assign(state=one.name))
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0].reset_index(drop=True)


def _summed(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sums of value by keys, with the weakest basis of weight and the imputed part."""
    rank = frame["basis"].map(RANK).astype(int)
    value = frame["value"].astype(float)
    index = [frame[key] for key in keys]
    amount = value.groupby(index).sum()
    by_rank = value.groupby([*index, rank.rename("rank")]).sum().rename("value").reset_index("rank")
    whole = amount.reindex(by_rank.index)
    part = (by_rank["value"] / whole).where(whole != 0, 1.0)
    heavy = by_rank["rank"].where(part.abs() >= OF_WEIGHT, 0).groupby(level=keys).max()
    imputed = part.where(by_rank["rank"] == RANK["imputed"], 0.0).groupby(level=keys).sum()
    names = [BASES[place] for place in heavy]
    return pd.DataFrame({"amount": amount, "basis": pd.Series(names, index=heavy.index), "imputed": imputed})


def _words(frame: pd.DataFrame, keys: list[str], column: str) -> pd.Series:
    """The distinct texts of a column by group, joined by a semicolon; None where there are none."""
    if column not in frame or frame[column].isna().all():
        return pd.Series(None, index=frame.groupby(keys).size().index, dtype=object)
    spoken = frame.dropna(subset=[column]).drop_duplicates([*keys, column]).sort_values([*keys, column])
    alone = ~spoken.duplicated(keys, keep=False)
    single = spoken[alone].set_index(keys)[column]
    several = spoken[~alone].groupby(keys)[column].agg(";".join)
    words = pd.concat([single, several]) if len(several) else single
    words = words.reindex(frame.groupby(keys).size().index).astype(object)
    return words.where(words.notna(), None)
