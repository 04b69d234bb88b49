"""The map of dependence: what share of each state's trade runs with one power.

Classes are the same for every power and year. States outside the twelve are plain land, the power itself is land with
an outline in its colour. Projection, disputed areas, labels and source are those of every map: see `choropleth`.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from steppe.display.charts.choropleth import WORLDVIEW, Picture, Shade, draw, is_wide
from steppe.display.charts.theme import Theme, titled
from steppe.display.charts.tokens import CLASSES, PAGE, POWERS, Power, level
from steppe.display.format import RAISED, mark, percent
from steppe.report.overview.view import Overview


def chart_map(
    overview: Overview,
    power: str = "CHN",
    *,
    year: int | None = None,
    width: int = 880,
    height: int = 540,
    theme: Theme = PAGE,
    framed: bool = True,
) -> alt.VConcatChart:
    """Choropleth of the share of the twelve's goods trade that runs with a power.

    Parameters
    ----------
    overview
        The figures and the shapes.
    power
        RUS, CHN or EU.
    year
        One of `overview.trade_years`; the latest by default.
    width, height
        Pixels of the map without legend and source.
    theme
        Colours: `tokens.PAGE` inside a page, `tokens.LIGHT` or `tokens.DARK` on its own.
    framed
        With title and subtitle, for use outside a page.

    Raises
    ------
    KeyError
        No figures for that power or year.
    """
    year = year or overview.trade_year
    if year not in overview.trade_years:
        raise KeyError(f"no trade of {year} in this overview; it holds {overview.trade_years}")
    pull = POWERS[power]
    chart = draw(_picture(overview, pull, year, width), width, height, theme)
    if not framed:
        return chart
    subtitle = f"Trade with {pull.name}, exports plus imports, % of each state’s goods trade, {year}"
    return titled(chart, overview.says["headline"], [subtitle], theme, width)


def _picture(overview: Overview, power: Power, year: int, width: int) -> Picture:
    figures = overview.trade[(overview.trade["partner"] == power.code) & (overview.trade["year"] == year)]
    figures = figures[figures["state"].isin(overview.twelve)].dropna(subset="share")
    bounds = [*(f"{bound}" for bound in (0, *CLASSES[:-1])), f"{CLASSES[-1]} % +"]
    words = f"Outline: {power.name}. Dots: no data. ⁱ in part imputed" if is_wide(width) else "ⁱ imputed"
    return Picture(
        shapes=overview.shapes,
        names=overview.names,
        focus=overview.twelve,
        labelled=(*overview.twelve, power.code),
        shades={row["state"]: _shade(row, power) for _, row in figures.iterrows()},
        legend=tuple((f"{power.token}-{place}", words) for place, words in enumerate(bounds, start=1)),
        words=words,
        source=f"Source: CEPII BACI, {year}; Natural Earth; steppe {overview.version}",
        outlined=(power.code, power.token),
        most=str(figures.loc[figures["share"].idxmax(), "state"]) if len(figures) else "",
    )


def _shade(row: pd.Series, power: Power) -> Shade:
    step = level(100 * row["share"])
    text = f"{percent(row['share'])} %{RAISED[mark(row['basis'])]}"
    return Shade(f"{power.token}-{step}", "on-hi" if step > 3 else "on-lo", text)


__all__ = ["WORLDVIEW", "chart_map"]
