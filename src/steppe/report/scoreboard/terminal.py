"""The scoreboard on a terminal: mechanisms that fail first, each score with its interval, its rival and its cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from steppe.display import terminal
from steppe.display.format import chance, sentence_case
from steppe.display.terminal import DIM, HEAD, fold, grid
from steppe.report.scoreboard.view import HOW_TO_READ, MEANS, SHAPES, figure, score

INDENT, SCORE, RIVAL, GAP = 4, 28, 10, 2


def show(frame: pd.DataFrame, title: str, console: Console | None = None) -> None:
    """Print the rows of `mechanisms`, as `steppe.evidence.scoreboard` orders them."""
    terminal.show(lambda _: render(frame, title), console)


def render(frame: pd.DataFrame, title: str) -> list[Text]:
    """The scoreboard as lines that fit 80 columns."""
    parts: list[Text] = [Text(f"{title}.", style=HEAD), Text()]
    for verdict, shape in SHAPES.items():
        judged = frame[frame["overall"].eq(verdict)]
        if len(judged):
            parts += [Text(f"{shape} {verdict}", style=HEAD), Text(sentence_case(MEANS[verdict]), style=DIM), Text()]
        for name, rows in judged.groupby("mechanism", sort=False):
            parts += [*_mechanism(str(name), rows), Text()]
    parts += [Text(sentence, style=DIM) for sentence in HOW_TO_READ]
    return parts


def _mechanism(name: str, rows: pd.DataFrame) -> Iterable[Text]:
    """One mechanism: its plain name and whether it is on, then its scores."""
    yield Text.assemble((sentence_case(name), HEAD), (f": {rows['default'].iloc[0]}", DIM))
    yield Text(" " * INDENT + "score".ljust(SCORE) + "rival".ljust(RIVAL) + "better by", style=DIM)
    for row in rows.itertuples():
        against = f" against {row.baseline}" if isinstance(row.baseline, str) else ""
        yield Text(f"  {SHAPES[row.verdict]} {row.title}{against}")
        figures = score(row, "score", "low", "high").ljust(SCORE) + figure(row.baseline_score).ljust(RIVAL)
        yield Text(" " * INDENT + figures + score(row, "difference", "difference_low", "difference_high"))
        yield Text(f"{' ' * INDENT}{row.measure}, {row.unit}; {_cases(row)}; {row.name}", style=DIM)


def _cases(row: Any) -> str:
    return f"{row.n} cases in {row.blocks} blocks ({row.block}), {row.period}; {row.kind}"


def show_one(
    rows: pd.DataFrame, baselines: pd.DataFrame, bins: pd.DataFrame, title: str, console: Console | None = None
) -> None:
    """Print one mechanism: its measures, what was held out, every baseline, its calibration."""
    terminal.show(lambda width: render_one(rows, baselines, bins, title, width), console)


def render_one(
    rows: pd.DataFrame, baselines: pd.DataFrame, bins: pd.DataFrame, title: str, width: int = terminal.WIDE
) -> list[Text]:
    """One mechanism as lines for a terminal of that width; tables as in the schema of the bundle."""
    parts: list[Text] = [Text(f"{title}.", style=HEAD), Text()]
    for row in rows.itertuples():
        parts += [Text(f"{SHAPES[row.verdict]} {row.verdict}: {row.measure}", style=HEAD), Text(row.evidence)]
        parts += [*_baselines(row, baselines[baselines["measure"].eq(row.measure)], width), Text()]
    if len(bins):
        parts += [Text("What was forecast, and how often it came true", style=HEAD), *_bins(bins), Text()]
    return parts[:-1]


def _baselines(row: Any, baselines: pd.DataFrame, width: int) -> Iterable[Text]:
    yield Text(f"{_cases(row)}, {row.default}", style=DIM)
    figures = [
        (score(rival, "score", "low", "high"), score(rival, "difference", "difference_low", "difference_high"))
        for rival in baselines.itertuples()
    ]
    own = score(row, "score", "low", "high")
    room = width - sum(max(map(len, column)) for column in zip((own, "better by"), *figures, strict=True)) - 2 * GAP
    lines = [
        [Text(words) for words in (row.unit, "score", "better by")],
        [Text(row.name, style=HEAD), Text(own), Text()],
    ]
    for name, (stated, difference) in zip(baselines["baseline"], figures, strict=True):
        lines.append([fold(name, room), Text(stated), Text(difference)])
    yield from grid(lines, "<<<", GAP)


def _bins(bins: pd.DataFrame) -> Iterable[Text]:
    lines = [[Text(words) for words in ("of what", "stated", "came true", "cases")]]
    for row in bins.itertuples():
        seen = chance(row.observed, row.low, row.high)
        lines.append([Text(row.part), Text(chance(row.stated)), Text(seen), Text(str(row.n))])
    yield from grid(lines, "<<<>", GAP)
