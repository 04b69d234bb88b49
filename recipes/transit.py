"""Routes of transit, what they carry and earn, and what stops of the Caspian pipeline cost.

All three are compiled by hand from pages, each row with its own. `tables/stop_losses.csv` turns the words of
`pipeline_stops` into parts, days and the loss that somebody reported; the pages are those of the stop. What a page does
not say stays empty.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes import oil
from recipes._cite import Citations
from recipes._tables import hand

NUMBERS = {
    "transit_figures": ("value", "low", "high"),
    "stop_losses": ("out_low", "out_high", "days_low", "days_high", "reported_low", "reported_high"),
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables transit_routes, transit_figures and stop_losses, and their sources."""
    cite = Citations()
    routes = hand("transit_routes").assign(source="general knowledge", basis="reported")
    figures = hand("transit_figures")
    figures["scope"] = figures["scope"].fillna("whole")
    stops = oil.stops(raw, cite)[["stop", "source"]].astype({"stop": str})
    losses = hand("stop_losses").merge(stops, on="stop", how="left").assign(basis="derived")
    for frame in (routes, figures):
        frame["source"] = cite.cite(frame["source"])
    made = {"transit_routes": routes, "transit_figures": figures, "stop_losses": losses}
    for name, columns in NUMBERS.items():
        made[name] = made[name].astype(dict.fromkeys(columns, float))
    return made | {"sources": cite.sources()}
