"""The look of charts: one Vega-Lite configuration made from the tokens, and the way from a chart to SVG.

A chart drawn with `tokens.PAGE` refers to the variables of the page around it and follows its theme; drawn with
`tokens.LIGHT` or `tokens.DARK` it stands alone. Nothing is fetched: vl-convert carries its own Vega.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

import altair as alt

from steppe.display.charts.tokens import PAGE, SANS, SERIF

Theme = Mapping[str, str]
FONT = SANS.replace("'", "")
SMALL = 11.5
"""Size of axis text and direct labels; nothing on a chart is under 11 px."""


def configure(theme: Theme) -> dict[str, Any]:
    """The Vega-Lite `config` of a theme."""
    quiet = {"labelColor": theme["ink-2"], "labelFontSize": SMALL, "labelPadding": 4, "labelFont": FONT}
    return {
        "background": "transparent",
        "aria": False,
        "font": FONT,
        "padding": 2,
        "view": {"stroke": None},
        "axis": quiet
        | {
            "titleColor": theme["ink-3"],
            "titleFontSize": SMALL,
            "titleFontWeight": "normal",
            "titleFont": FONT,
            "domain": False,
            "ticks": False,
            "gridColor": theme["grid"],
        },
        "axisX": {"grid": False, "ticks": True, "tickColor": theme["ink-3"], "tickSize": 4, "domain": True}
        | {"domainColor": theme["ink-3"]},
        "title": {
            "anchor": "start",
            "frame": "group",
            "color": theme["ink"],
            "fontSize": 13,
            "fontWeight": 600,
            "font": FONT,
            "subtitleColor": theme["ink-2"],
            "subtitleFontSize": 12,
            "subtitleFont": FONT,
            "offset": 8,
        },
        "header": {"labelFont": FONT, "labelFontSize": SMALL, "labelColor": theme["ink"]},
        "text": {"font": FONT, "fontSize": SMALL, "color": theme["ink-2"]},
        "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"},
        "legend": {"disable": True},
        "concat": {"spacing": 28},
    }


def titled(chart: alt.TopLevelMixin, title: str, subtitle: list[str], theme: Theme, width: float) -> Any:
    """The chart with its finding as title; below it unit, year and population, then the source.

    Letters of the title are about 8 px wide; it breaks into lines that fit the width, never before a per cent sign.
    """
    lines, words = (
        [line for text in texts for line in wrap(re.sub(r"(?<=\d) %", "\u00a0%", text), most)]
        for texts, most in (([title], max(20, int(width / 8))), (subtitle, max(30, int(width / 6))))
    )
    params = alt.TitleParams(lines, subtitle=words, font=SERIF.replace("'", ""), fontSize=16, fontWeight=600)
    return chart.properties(title=params)


def words_over(chart: Any) -> tuple[str, str, str]:
    """What `titled` has put over a chart: its finding, its subtitle, and its source without the word before it."""
    title, under = (" ".join(lines) for lines in (chart.title.text, chart.title.subtitle))
    subtitle, _, source = under.partition("Source: ")
    return title, subtitle.strip(), source


def dressed(chart: Any, theme: Theme, **config: Any) -> Any:
    """The chart with its look in it, for a notebook, where no page gives one; `config` adds to that of the theme."""
    return chart.configure(**configure(theme) | {"background": theme["paper"]} | config)


def to_svg(chart: alt.TopLevelMixin, theme: Theme = PAGE) -> str:
    """The chart as SVG text, rendered here and now without a network."""
    import vl_convert

    spec = chart.to_dict(validate=False)  # against Vega-Lite's schema: the tests do it, for each chart
    spec["config"] = configure(theme)
    return str(vl_convert.vegalite_to_svg(spec))


def to_inline(chart: alt.TopLevelMixin, name: str) -> str:
    """The chart as SVG to stand in a page: ids of its own, scaled by the page, described by what is around it."""
    svg = _lean(same_bytes(to_svg(chart, PAGE), name))
    return re.sub(r'^<svg [^>]*?width="([\d.]+)"', r'<svg xmlns="http://www.w3.org/2000/svg" width="\1"', svg, count=1)


DRAWN = re.compile(r' d="([^"]*)"')
"""The path of a shape."""
STRAIGHT = re.compile(r"[MLZ\d.,\s-]+")
"""A path of straight lines alone, from absolute points."""
IDLE = re.compile(
    r'<path d=""[^>]*/>|<path d="M0,0h[\d.]+v[\d.]+h-?[\d.]+Z"/>'
    rf'| (?:pointer-events="none"|opacity="1"|transform="translate\(0,0\)"|font-family="{re.escape(FONT)}"'
    r'|text-anchor="start"|[xy][12]="0"|stroke-width="1")(?=[ />])'
)
"""What says nothing inside a page: its own font is that of every chart; a box that is not painted; what SVG assumes."""
EMPTY = re.compile(r"<g(?: [^>]*)?(?:/>|></g>)")
MOVED = re.compile(r"(?<=translate\()(-?[\d.]+),(-?[\d.]+)(?=\))")


def _lean(svg: str) -> str:
    """A drawing for a page without what says nothing, its paths to a tenth of a pixel: finer is not seen.

    Examples
    --------
    >>> _lean('<path d="M1.234,-5.96L7,8.0001Z" opacity="1"/>')
    '<path d="m1.2-6l5.8 14z"/>'
    >>> _lean('<path d="M0,0h2.345v1"/>')
    '<path d="M0,0h2.3v1"/>'
    >>> _lean('<g><text text-anchor="start" transform="translate(8,75.0594)">3</text><g><path d=""/></g></g>')
    '<g><text transform="translate(8,75.1)">3</text></g>'
    >>> _lean('<g><path d="M0,0h0v0h0Z" pointer-events="none"/></g><path d="M0,0h1"/>')
    '<path d="M0,0h1"/>'
    """
    for idle in (IDLE, EMPTY):  # what is left may be idle then
        count = 1
        while count:
            svg, count = idle.subn("", svg)
    svg = MOVED.sub(lambda found: ",".join(f"{round(float(one), 1) + 0.0:g}" for one in found.groups()), svg)
    common = f' font-size="{SMALL:g}px"'
    if svg.count(common) > 2:
        svg = re.sub(r"^(<svg [^>]*)>", rf"\1{common}>", svg.replace(common, ""), count=1)
    return DRAWN.sub(lambda found: f' d="{_path(found[1])}"', svg)


def _path(path: str) -> str:
    if not STRAIGHT.fullmatch(path):
        return re.sub(r"-?\d+\.\d+", lambda found: f"{round(float(found[0]), 1) + 0.0:g}", path)
    x = y = start_x = start_y = 0
    parts, last = [], ""
    for command, points in re.findall(r"([MLZ])([^MLZ]*)", path):
        numbers = [round(10 * float(one)) for one in re.findall(r"-?[\d.]+", points)]
        for to_x, to_y in zip(numbers[::2], numbers[1::2], strict=True):
            steps = f"{_tenths(to_x - x)} {_tenths(to_y - y)}"
            parts.append((f" {steps}" if command == last == "L" else f"{command.lower()}{steps}").replace(" -", "-"))
            x, y, last = to_x, to_y, command
            if command == "M":
                start_x, start_y = x, y
        if command == "Z":
            parts.append("z")
            x, y, last = start_x, start_y, command
    return "".join(parts)


def _tenths(count: int) -> str:
    """So many tenths, as short as SVG takes them."""
    return f"{count / 10:g}".replace("0.", ".", 1) if abs(count) < 10 and count else f"{count / 10:g}"


def same_bytes(svg: str, name: str) -> str:
    """The SVG of a chart without roles and classes, its ids counted from 1: Vega counts on from chart to chart."""
    svg = re.sub(r' (?:role|aria-[a-z]+|class)="[^"]*"', "", svg)
    known = {old: place for place, old in enumerate(dict.fromkeys(re.findall(r"\bclip\d+\b", svg)), start=1)}
    return re.sub(r"\bclip\d+\b", lambda found: f"{name}-clip{known[found[0]]}", svg)


def to_png(chart: alt.TopLevelMixin, theme: Theme, scale: float = 2.0) -> bytes:
    """The chart as a PNG picture; `theme` must hold colours and not references."""
    return alone(chart, ".png", scale, configure(theme) | {"background": theme["paper"]})


def to_pdf(chart: alt.TopLevelMixin, theme: Theme) -> bytes:
    """The chart as a PDF picture, its fonts inside; `theme` must hold colours and not references."""
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(_settable(to_svg(chart, theme))))


def alone(chart: alt.TopLevelMixin, kind: str, scale: float = 2.0, config: dict[str, Any] | None = None) -> bytes:
    """A chart as a `.png` or `.svg` picture, the same bytes each time; without a `config` it has its own, `dressed`."""
    import vl_convert

    spec = chart.to_dict(validate=False)  # against Vega-Lite's schema: the tests do it, for each chart
    spec["config"] = config or spec["config"]
    svg = str(vl_convert.vegalite_to_svg(spec))
    return (
        bytes(vl_convert.svg_to_png(_settable(svg), scale=scale)) if kind == ".png" else same_bytes(svg, "c").encode()
    )


def _settable(svg: str) -> str:
    """The SVG with a dash for a minus: Noto Sans, which many machines set it in, has none and would turn slanted."""
    return svg.replace("\u2212", "\u2013")
