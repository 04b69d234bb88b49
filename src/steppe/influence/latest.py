"""The latest figure of every tie: what all screens show where no year is named.

A figure is the last one on record of its state, layer and power; where there is none, the reason is that of the last
year in which the layer has a figure of the state with any power.
"""

from __future__ import annotations

import pandas as pd

from steppe.influence.layers import LAYERS
from steppe.influence.records import kinds
from steppe.world.actors import Actor
from steppe.world.world import World

PAIR = ["state", "layer", "partner"]


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """The latest figure of each state, layer and power.

    Parameters
    ----------
    frame
        Rows of `figures`, all years that may count.

    Returns
    -------
    Its rows in their order of states, layers and powers, with `known` (a share or an amount), `row_when` (the years
    that most figures of the state and layer are of) and title, whole, weight, parts, annual and defects of the layer.
    """
    known = frame["share"].notna() | frame["amount"].notna()
    keys = [frame["state"], frame["layer"]]
    until = frame["year"].where(known).groupby(keys).transform("max").fillna(frame["year"])
    rows = frame.assign(known=known, place=range(len(frame)))
    rows = rows[rows["known"] | (rows["year"] <= until)]
    order = rows.groupby(PAIR, sort=False)["place"].transform("min")
    last = rows.assign(place=order).sort_values(["known", "year"], kind="stable").groupby(PAIR, sort=False).tail(1)
    last = last.sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)
    for name in ("title", "whole", "weight", "parts", "annual", "defects"):
        last[name] = [getattr(LAYERS[layer], name) for layer in last["layer"]]
    return last.assign(row_when=_row_when(last))


def _row_when(last: pd.DataFrame) -> pd.Series:
    """The years that most figures of a state and layer are of; the latest where several tie, None without a figure."""
    pair = ["state", "layer"]
    known = last[last["known"]]
    positive = known["share"].fillna(0) > 0
    counted = known[positive | ~positive.groupby([known[name] for name in pair]).transform("any")]
    counts = counted.groupby([*pair, "when"]).size().rename("count").reset_index()
    most = counts.sort_values(["count", "when"]).drop_duplicates(pair, keep="last").set_index(pair)["when"].to_dict()
    pairs = zip(last["state"], last["layer"], strict=True)
    return pd.Series([most.get(pair) for pair in pairs], index=last.index, dtype=object)


def yearly(frame: pd.DataFrame, since: int = 0) -> pd.DataFrame:
    """Yearly shares of the layers that are observed every year: state, layer, partner, year, share, basis, imputed,
    record, and kind (what the year rests on, see `records.kinds`)."""
    annual = frame["layer"].map({name: layer.annual for name, layer in LAYERS.items()})
    kept = frame[annual & frame["share"].notna() & (frame["year"] >= since)]
    names = ["state", "layer", "partner", "year", "share", "basis", "imputed", "record"]
    return kept[names].assign(kind=kinds(kept)).reset_index(drop=True)


def with_a_figure(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `figures` of each layer in the years in which it has a share or an amount with anyone."""
    known = frame["share"].notna() | frame["amount"].notna()
    kept = known.groupby([frame["state"], frame["layer"], frame["year"]]).transform("any")
    return frame[kept].reset_index(drop=True)


def first_year(world: World, actor: Actor) -> int:
    """The year in which a state began, 0 where it did before any figure: what is recorded of it earlier is a trace."""
    start = world.sql("select start from states where state = ?", [actor.name])["start"].dropna()
    return 0 if start.empty else int(start.iloc[0].year)
