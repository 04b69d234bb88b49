"""The fans of one layer: small panels, a state each, with the middle 90 and 50 % and the median of each power."""

from __future__ import annotations

from typing import Any

import altair as alt

from steppe.display.charts.theme import SMALL, Theme, titled
from steppe.display.charts.tokens import PAGE, token_of
from steppe.display.format import sentence_case
from steppe.methods.simulation.result import SimulationResult
from steppe.world.actors import POWERS

LABELS = {
    "trade": ("trade in goods", "% of all trade in goods"),
    "debt": ("debt service", "% of debt service to governments"),
    "arms": ("arms", "% of arms received in five years"),
    "positions": ("proximity in the General Assembly", "100 = the same position"),
    "transfers": ("remittances received", "% of GDP"),
    "income": ("income through channels", "% of GDP"),
    "growth": ("output", "real GDP, 2024 = 100"),
}
COLUMNS = {True: 3, False: 2}
POWERS_SHOWN = 2
"""Powers in a panel: those that lead at the horizon in most states."""


def chart_fans(result: SimulationResult, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """Fans of the layer that the answer is about; None where it is about no layer."""
    about = getattr(result.source.study, "about", None)
    if getattr(about, "kind", "") == "agenda":
        return None
    frame = result.paths
    layer = getattr(about, "layer", "trade")
    rows = frame[frame["layer"].eq("output" if layer == "growth" else layer)]
    if rows.empty:
        return None
    powers = [about.partner, about.over] if about is not None else []
    named = [one for one in powers if one in POWERS] or _largest(rows)
    rows = rows[rows["partner"].isin(named) | rows["partner"].eq("")]
    names = result.source.world.state_names
    rows = rows.assign(state=rows["state"].map(lambda code: names.get(code, code)), power=rows["partner"].map(_power))
    across = COLUMNS[width > 500]
    header = alt.Header(labelColor=theme["ink"])
    chart = _panels(rows, (width - 30 * across) // across - 20, theme).facet(
        facet=alt.Facet("state:N", title=None, header=header), columns=across
    )
    if not framed:
        return chart
    subtitle = [
        "Median, middle 50 and 90 % of the draws",
        f"Source: steppe {result.world_version}, study {result.study}",
    ]
    title, unit = LABELS[layer]
    heading = f"{sentence_case(title)}, {rows['year'].min()} to {rows['year'].max()}"
    return titled(chart, heading, [f"{sentence_case(unit)}. {subtitle[0]}", *subtitle[1:]], theme, width)


def _largest(rows: Any) -> list[str]:
    last = rows[rows["year"].eq(rows["year"].max()) & rows["partner"].isin(POWERS)]
    return list(last.groupby("partner")["median"].median().nlargest(POWERS_SHOWN).index)


def _power(partner: str) -> str:
    return {"CHN": "China", "RUS": "Russia", "USA": "United States", "TUR": "Türkiye"}.get(partner, partner or "all")


def _panels(rows: Any, width: int, theme: Theme) -> alt.LayerChart:
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=3), scale=alt.Scale(nice=False))
    codes = list(dict.fromkeys(rows["partner"]))
    shades = [theme[token_of(code, "ink-2")] for code in codes]
    scale = alt.Scale(domain=[_power(code) for code in codes], range=shades)
    legend = alt.Legend(orient="top", labelColor=theme["ink"], labelFontSize=SMALL)
    colour = alt.Color("power:N", title=None, scale=scale, legend=legend)
    base = alt.Chart(rows).properties(width=width, height=90)
    wide = base.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q", color=colour)
    half = base.mark_area(opacity=0.28).encode(x=x, y="low_50:Q", y2="high_50:Q", color=colour)
    line = base.mark_line(strokeWidth=1.5).encode(x=x, y="median:Q", color=colour)
    return alt.LayerChart(layer=[wide, half, line])
