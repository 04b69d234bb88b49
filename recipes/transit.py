"""Routes of transit, what they carry and earn, and what stops of the Caspian pipeline cost.

All three are compiled by hand from pages, each row with its own. `tables/stop_losses.csv` turns the words of
`pipeline_stops` into parts, days and the loss that somebody reported; the page is that of the stop, unless the row
names another. What a page does not say stays empty.
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
    stops = oil.stops(raw, cite).astype({"stop": str}).set_index("stop")["source"]
    losses = hand("stop_losses").assign(basis="derived")
    for frame in (routes, figures):
        frame["source"] = cite.cite(frame["source"])
    other = losses["source"].notna()
    losses.loc[other, "source"] = cite.cite(losses.loc[other, "source"])
    losses["source"] = losses["source"].fillna(losses["stop"].map(stops))
    made = {"transit_routes": routes, "transit_figures": figures, "stop_losses": losses}
    for name, columns in NUMBERS.items():
        made[name] = made[name].astype(dict.fromkeys(columns, float))
    return made | {"sources": cite.sources()}
