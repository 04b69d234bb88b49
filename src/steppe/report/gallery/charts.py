"""The charts that can be taken away: the same as on the pages, framed, with the figures that they draw.

Each takes the world and what was asked for, and gives the chart in light colours and a frame; none computes a figure of
its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.display.charts.theme import dressed, titled
from steppe.display.charts.tokens import LIGHT
from steppe.display.format import day, listed
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd

    from steppe.report.brief.view import Brief
    from steppe.report.overview.view import Overview

WIDTH = 880
FEW = 4
"""Sources that a line names; of more it says how many there are, and the figures name them."""


@dataclass(frozen=True)
class Asked:
    """What a chart is of: a state or a run, powers, layers, states beside it; blank where nothing was said."""

    of: str = ""
    on: str = ""
    layer: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Drawn:
    """A chart that stands alone, and the rows that it draws."""

    chart: Any
    figures: pd.DataFrame


@dataclass(frozen=True)
class Entry:
    """A chart by name: what it shows, what it must be told (`of`), what it may be (`takes`), who draws it."""

    shows: str
    of: str
    takes: tuple[str, ...]
    draw: Callable[[World, Asked], Drawn]


def draw(world: World, name: str, asked: Asked) -> Drawn:
    """The chart of that name.

    Raises
    ------
    UserError
        There is no such chart, something it must know is missing, or something was said that it does not take.
    """
    if name not in CHARTS:
        raise UserError(f'there is no chart "{name}"{look_alike(name, list(CHARTS), "`steppe chart`")}')
    one = CHARTS[name]
    if one.of and not asked.of:
        raise UserError(f"chart {name}: name {one.of}")
    given = {"of": asked.of, "on": asked.on, "with": asked.beside, "layer": asked.layer}
    for word in given:
        if given[word] and word not in one.takes and not (word == "of" and one.of):
            option = f'"{asked.of}"' if word == "of" else f"--{word}"
            raise UserError(f"chart {name}: it takes no {option}; leave it out")
    return one.draw(world, asked)


# ------------------------------------------------------------------- overview
def _overview(world: World) -> Overview:
    from steppe.report.overview.view import overview

    return overview(world)


def _map(world: World, asked: Asked) -> Drawn:
    from steppe.report.overview.maps import chart_map

    power, view = asked.on or "CHN", _overview(world)
    drawn = tuple(dict.fromkeys(view.trade["partner"]))
    if power not in drawn:
        raise UserError(f'chart map: --on "{power}" is not mapped; write one of {listed(drawn)}')
    rows = view.trade[view.trade["partner"].eq(power) & view.trade["year"].eq(view.trade_year)]
    chart = chart_map(view, power, theme=LIGHT)
    return Drawn(dressed(chart, LIGHT), rows[rows["state"].isin(view.twelve)])


def _members(world: World, asked: Asked) -> Drawn:
    from steppe.report.overview.charts import chart_memberships

    view = _overview(world)
    return Drawn(dressed(chart_memberships(view, theme=LIGHT), LIGHT), view.member_counts)


def _mutual(world: World, asked: Asked) -> Drawn:
    from steppe.report.overview.charts import chart_mutual_trade

    view = _overview(world)
    return Drawn(dressed(chart_mutual_trade(view, theme=LIGHT), LIGHT), view.mutual)


# ---------------------------------------------------------------- dependence
def _dependence(world: World, asked: Asked) -> Drawn:
    from steppe.influence.drawing import course
    from steppe.influence.latest import yearly
    from steppe.influence.measure import figures
    from steppe.world.actors import POWERS, actors

    frame = figures(world, asked.of, asked.on or POWERS, asked.layer or "trade")
    names = {one.name: one.title for side in ("state", "partner") for one in actors(world, list(frame[side].unique()))}
    rows = frame.merge(yearly(frame)[["state", "layer", "partner", "year"]])
    return Drawn(course(frame, names), rows)


def _alignment(world: World, asked: Asked) -> Drawn:
    from steppe.politics.alignment import alignment
    from steppe.report.alignment.charts import chart_paths
    from steppe.report.alignment.view import view

    data = alignment(world, asked.of, [one.strip() for one in (asked.beside or "RUS,CHN,USA").split(",")])
    return Drawn(dressed(chart_paths(view(world, data), theme=LIGHT), LIGHT), data.paths)


# --------------------------------------------------------------------- briefs
def _brief(world: World, state: str) -> Brief:
    from steppe.report.brief.view import brief

    return brief(world, state)


def _framed(chart: Any, view: Brief, title: str, words: str, rows: pd.DataFrame, width: int = WIDTH) -> Drawn:
    if chart is None:
        raise UserError(f"chart: {title}, so there is nothing to draw; `steppe brief {view.code}` says what is known")
    names = list(dict.fromkeys(one for cell in rows["source"].dropna() for one in str(cell).split(";")))
    cited = ", ".join(names) if len(names) <= FEW else f"{len(names)} sources, named with the figures"
    subtitle = [words, f"Source: {cited}; steppe {view.version}"]
    return Drawn(dressed(titled(chart, title, subtitle, LIGHT, width), LIGHT), rows)


def _partners(world: World, asked: Asked) -> Drawn:
    from steppe.report.brief.charts import chart_ties

    view = _brief(world, asked.of)
    years = f", {int(view.partners['year'].iloc[0])}" if len(view.partners) else ""
    words = f"Trade in goods, exports plus imports, % of all{years}; single states"
    return _framed(chart_ties(view, theme=LIGHT), view, view.says["partners"], words, view.partners)


def _seats(world: World, asked: Asked) -> Drawn:
    from steppe.report.brief.charts import chart_seats

    view = _brief(world, asked.of)
    words = (
        f"{view.name}: spells towards all, by year, to {day(view.on)}. Filled: member. Hollow: another status. "
        "Pale: frozen, suspended or leaving in practice. Colour: the power that leads the body"
    )
    rows = view.spells[view.spells["towards"].isna()]
    return _framed(chart_seats(view, theme=LIGHT), view, view.says["seats"], words, rows)


def _losses(world: World, asked: Asked) -> Drawn:
    from steppe.report.brief.charts import chart_losses

    view = _brief(world, asked.of)
    rows = view.losses[view.losses["layer"].eq("trade")]
    year = f"trade of {int(rows['year'].max())}" if len(rows) else "trade"
    words = f"{view.name}: change of real income if all trade in goods with one power stops, %; a model on {year}"
    return _framed(chart_losses(view, width=640, theme=LIGHT), view, view.says["losses"], words, rows, 640)


# -------------------------------------------------------------- runs, scores
def _run(world: World, asked: Asked) -> Drawn:
    from steppe.methods.loader import load_run
    from steppe.methods.store import kept

    result = load_run(kept(asked.of) or Path(asked.of), world)
    return Drawn(result.plot(), result.results)


def _scores(world: World, asked: Asked) -> Drawn:
    from steppe.evidence.mechanisms import finding, scoreboard
    from steppe.report.scoreboard import charts
    from steppe.world.dates import VERSION

    board = scoreboard(world)
    words = "Gain over the strongest simple rival, % of the rival’s score, with its interval"
    subtitle = [f"{words}, on cases held out", f"Source: the scoreboard of steppe {VERSION}"]
    chart = titled(charts.chart_gains(board, LIGHT), finding(board), subtitle, LIGHT, charts.WIDTH)
    return Drawn(dressed(chart, LIGHT), board)


STATE, RUN = "a state, KGZ", "a run under runs"
CHARTS: Mapping[str, Entry] = {
    "map": Entry("Share of a power in the goods trade of the twelve, on a map", "", ("on",), _map),
    "members": Entry("Members of eight bodies since 1991, in law and in practice", "", (), _members),
    "mutual-trade": Entry("Trade of the members of the CIS and the EAEU with each other", "", (), _mutual),
    "dependence": Entry("Shares of powers in a state’s ties, year by year", STATE, ("on", "layer"), _dependence),
    "alignment": Entry("Positions in the votes of the General Assembly, with bands", STATE, ("with",), _alignment),
    "partners": Entry("A state’s largest partners in goods, on a map", STATE, (), _partners),
    "seats": Entry("A state’s seats in bodies through time", STATE, (), _seats),
    "losses": Entry("Real income lost if trade with a power stops", STATE, (), _losses),
    "run": Entry("The main chart of a run that was kept", RUN, (), _run),
    "scores": Entry("How much better than simple rivals each mechanism is", "", (), _scores),
}
"""Every chart by name."""
