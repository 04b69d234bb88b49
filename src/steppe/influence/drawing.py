"""Dependence through time as a chart: a line a power; years without a figure break it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.charts.lines import with_runs
from steppe.display.charts.theme import SMALL, dressed, titled
from steppe.display.charts.tokens import LIGHT, power_of
from steppe.display.format import listed
from steppe.influence.latest import yearly
from steppe.influence.layers import LAYERS
from steppe.world.dates import VERSION
from steppe.world.errors import UserError

PANEL, COLUMNS = 300, 3
"""Pixels of a panel with its axis, and panels beside each other."""


def course(frame: pd.DataFrame) -> Any:
    """Shares of a frame of `figures`, in percent: a panel a state and layer, all on one scale, with title and sources.

    Raises
    ------
    UserError
        No layer in it is observed every year with shares of two years.
    """
    import altair as alt

    shown = yearly(frame)
    groups = [own for _, own in shown.groupby(["state", "layer", "partner"], sort=False) if own["year"].nunique() > 1]
    if not groups:
        raise UserError("plot: no layer here has yearly shares of two years; leave `year` out, or choose another layer")
    lines = pd.concat([_line(own) for own in groups], ignore_index=True)
    colours = {power: LIGHT[pull.token] if (pull := power_of(power)) else LIGHT["ink-2"] for power in lines["power"]}
    colour = alt.Color("power:N", title=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    year = alt.X("year:Q", title=None, axis=alt.Axis(format="d"))
    chart = alt.Chart(lines).mark_line(point=alt.OverlayMarkDef(size=14)).properties(width=PANEL - 40, height=130)
    drawn = chart.encode(year, alt.Y("percent:Q", title="% of the layer"), colour, alt.Detail("run:N"))
    panels = list(dict.fromkeys(lines["panel"]))
    faceted = drawn.facet(alt.Facet("panel:N", title=None, sort=panels), columns=COLUMNS)
    drawn_layers = frame[frame["layer"].isin(shown["layer"]) & frame["share"].notna()]
    sources = {name for names in drawn_layers["source"].dropna() for name in names.split(";")}
    subtitle = [
        "Share of the state’s total on the layer, %, by year; where a line breaks there is no figure",
        f"Source: steppe {VERSION}; {', '.join(sorted(sources))}",
    ]
    title = f"Dependence of {listed(list(dict.fromkeys(lines['state'])))} on {listed(list(colours))}"
    framed = titled(faceted, title, subtitle, LIGHT, PANEL * min(len(panels), COLUMNS))
    return dressed(framed, LIGHT, legend={"title": None, "labelFontSize": SMALL})


def _line(own: pd.DataFrame) -> pd.DataFrame:
    first = own.iloc[0]
    panel = f"{first['state']}: {LAYERS[first['layer']].title}"
    return with_runs(own).assign(power=first["partner"], state=first["state"], panel=panel)
