"""Dependence through time as a chart: a line a power; years without a figure break it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from steppe.display.charts.lines import with_runs
from steppe.display.charts.theme import SMALL, dressed, titled
from steppe.display.charts.tokens import LIGHT, PAGE, power_of, token_of
from steppe.display.format import listed
from steppe.influence.latest import yearly
from steppe.influence.layers import LAYERS
from steppe.world.dates import VERSION
from steppe.world.errors import UserError
from steppe.world.layers import spans

PANEL, COLUMNS = 300, 3
"""Pixels of a panel with its axis, and panels beside each other."""


def course(frame: pd.DataFrame, names: Mapping[str, str]) -> Any:
    """Shares of a frame of `figures`, in percent: a panel a state and layer, all on one scale, with title and sources.

    `names` has the name of each state and power by its code.

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
    lines = pd.concat([_line(own, names) for own in groups], ignore_index=True)
    pulls = {names[power]: power_of(power) for power in dict.fromkeys(shown["partner"])}
    colours = {name: LIGHT[pull.token] if pull else LIGHT["ink-2"] for name, pull in pulls.items()}
    colour = alt.Color("power:N", title=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    year = alt.X("year:Q", title=None, axis=alt.Axis(format="d"))
    chart = alt.Chart(lines).mark_line(point=alt.OverlayMarkDef(size=14)).properties(width=PANEL - 40, height=130)
    drawn = chart.encode(year, alt.Y("percent:Q", title="%"), colour, alt.Detail("run:N"))
    panels = list(dict.fromkeys(lines["panel"]))
    faceted = drawn.facet(alt.Facet("panel:N", title=None, sort=panels), columns=COLUMNS)
    drawn_layers = frame[frame["layer"].isin(shown["layer"]) & frame["share"].notna()]
    sources = {name for names in drawn_layers["source"].dropna() for name in names.split(";")}
    subtitle = [
        "Power’s share of the state’s total, %, by year; lines break where there is no figure",
        f"Source: steppe {VERSION}; {', '.join(sorted(sources))}",
    ]
    title = f"Dependence of {listed(list(dict.fromkeys(lines['state'])))} on {listed(list(colours))}"
    framed = titled(faceted, title, subtitle, LIGHT, PANEL * min(len(panels), COLUMNS))
    return dressed(framed, LIGHT, legend={"title": None, "labelFontSize": SMALL, "orient": "top"})


def _line(own: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    first = own.iloc[0]
    state, layer = names[first["state"]], LAYERS[first["layer"]].title
    return with_runs(own).assign(
        power=names[first["partner"]], state=state, panel=f"{state}: {layer[0].lower()}{layer[1:]}"
    )


def exposed(frame: pd.DataFrame, names: Mapping[str, str], columns: int = COLUMNS, *, framed: bool = True) -> Any:
    """Latest exposure to each power through trade: a panel a power, a row a state, a dot and its interval.

    Grey where the interval includes zero. `names` has the name of each state and power by its code; `columns` panels
    stand beside each other; `framed` with title, sources and its look, for use outside a page.

    Raises
    ------
    UserError
        No figure in it has an exposure.
    """
    import altair as alt

    known = frame[frame["exposure"].notna()]
    if known.empty:
        raise UserError("plot_exposure: no exposure here; ask for layer trade, with the twelve or powers as partners")
    shown = known.loc[known.groupby(["state", "partner"])["year"].idxmax()]
    sure = shown["exposure_low"].gt(0) | shown["exposure_high"].lt(0)
    theme = LIGHT if framed else PAGE
    shown = shown.assign(
        power=shown["partner"].map(names),
        name=shown["state"].map(names),
        hue=[theme[token_of(power) if one else "ink-3"] for power, one in zip(shown["partner"], sure, strict=True)],
    )
    base = alt.Chart(shown).encode(alt.Y("name:N", title=None), color=alt.Color("hue:N", scale=None))
    line = base.mark_rule(strokeWidth=1.5).encode(
        alt.X("exposure_low:Q", title="% of GDP per 1 % of productivity"), x2="exposure_high"
    )
    dot = base.mark_point(filled=True, size=50, opacity=1).encode(x="exposure:Q")
    height = 16 * shown["name"].nunique() + 10
    panels = [name for power, name in names.items() if power in set(shown["partner"])]
    drawn = (line + dot).properties(width=PANEL - 110, height=height)
    faceted = drawn.facet(alt.Facet("power:N", title=None, sort=panels), columns=columns)
    if not framed:
        return faceted
    years = sorted(set(shown["year"]))
    subtitle = [
        "Gain of real income when the power is 1 % more productive, to first order; line: its interval; "
        f"grey: sign not certain; {spans(years)}",
        f"Source: steppe {VERSION}, estimated from trade and GDP",
    ]
    title = "Whose growth a state gains from, through trade in goods"
    framed = titled(faceted, title, subtitle, LIGHT, PANEL * min(len(panels), COLUMNS))
    return dressed(framed, LIGHT)
