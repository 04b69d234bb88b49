"""What is said of the scores, of contradicted claims, of the influence index, and of what is weak in the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from steppe.display.format import MISSING, number, percent, written
from steppe.evidence.verdicts import AGAINST, ClaimResult
from steppe.influence import coverage, matrix
from steppe.influence.fbic import shipped_effects
from steppe.world.world import World

SHAPES = {"fails": "⊘", "ties": "◐", "earns its place": "●", "no baseline": "◌"}
"""A verdict has a shape and a word, never a colour alone."""
MEANS = {
    "fails": "worse than its strongest simple rival on some score: the interval of the difference lies below zero",
    "ties": "cannot be told from it on some score: the interval holds zero",
    "earns its place": "better on every score: the intervals lie above zero",
    "no baseline": "for information: no simple forecast of these cases can be had",
}
HOW_TO_READ = (
    "Scores are of cases held out. Rival: the best of the simple forecasts of the same cases, chosen after the fact. "
    "Better by: the difference, positive in favour of the mechanism. Brackets: 95 %, whole blocks of cases resampled.",
    "forecast: all was known before the case. conditional: told something about the case itself, such as how others "
    "vote. reproduction: whoever wrote it knew the outcome.",
    "on: earns its place on each measure, and is no reproduction. assumption: used all the same, and labelled as one.",
    "Of forty rows that are no better than their baseline, one would exceed zero by chance.",
    "`steppe scoreboard NAME` (the last word of a score): every rival, calibration, what was held out. `--again`: the "
    "figures recomputed.",
)


def about_claims(results: Sequence[ClaimResult]) -> str:
    """How many claims of the texts the data contradict, of those that have a verdict."""
    decided = [one for one in results if one.verdict not in ("pending C", "not testable here")]
    against = sum(one.verdict in AGAINST for one in decided)
    return f"Of {number(len(decided))} claims with a verdict the data contradict {number(against)}"


def about_fbic() -> str:
    """What the influence index loses by what the bundle lacks."""
    last = shipped_effects().iloc[-1]
    return (
        f"Without what the bundle lacks, the index of influence correlates at {last['correlation']:.2f} with the whole "
        f"one on {number(int(last['dyads']))} dyads"
    )


def data_rows(world: World) -> list[tuple[str, str, str]]:
    """What is weak in the data: what, the figure, and what it means for a reader."""
    return [_imputed(world), _failed(world), _records(world), _cells(world), _general(world), _sites(world)]


_IMPUTED = """
select year, sum(value) filter (basis = 'imputed') / sum(value) as world,
       sum(value) filter (basis = 'imputed' and list_contains($1::varchar[], exporter)
                          and list_contains($1::varchar[], importer))
       / sum(value) filter (list_contains($1::varchar[], exporter) and list_contains($1::varchar[], importer)) as own
from trade where year = (select max(year) from trade) group by year
"""


def _imputed(world: World) -> tuple[str, str, str]:
    row = world.sql(_IMPUTED, [list(world.group("twelve"))]).iloc[0]
    return (
        "Trade that is imputed, by value",
        f"{percent(row['world'])} % of the world’s trade of {row['year']:.0f}, "
        f"{percent(row['own'])} % among the twelve",
        "From 2020 to 2023 the record changes with the trade.",
    )


def _failed(world: World) -> tuple[str, str, str]:
    kinds = world.sql("select kind, count(*) as pairs from trade_review group by kind").set_index("kind")["pairs"]
    errors, unsolved, replaced = (number(int(kinds.get(kind, 0))) for kind in ("error", "open", "replaced"))
    return (
        "Flows implausible compared with 2020",
        f"{errors} flows are errors and withheld, {unsolved} unresolved; {replaced} others rest on another record",
        "Unresolved ones are shown as they are: neither an explanation nor an error was found.",
    )


_RATIOS = """
with pairs as (
    select n.value as own, t.value as reconciled from trade_national n
    join trade t on t.year = n.year and t.exporter = case n.flow when 'X' then reporter else partner end
                and t.importer = case n.flow when 'X' then partner else reporter end
    where n.flow in ('X', 'M') and n.value >= 100 and t.record = 'baci')
select count(*) as flows, avg((greatest(own, reconciled) / least(own, reconciled) > 1.5)::int) as far from pairs
"""


def _records(world: World) -> tuple[str, str, str]:
    row = world.sql(_RATIOS).iloc[0]
    return (
        "Own statistics against the reconciled record",
        f"{percent(row['far'])} % of {number(int(row['flows']))} flows above 100 million USD differ by half or more",
        "Where they differ, both are shown; neither is right.",
    )


def _cells(world: World) -> tuple[str, str, str]:
    found = coverage(matrix(world))[["cells", "shares", "amounts_only", "not_covered"]].sum()
    share, only = found["shares"] / found["cells"], found["amounts_only"] / found["cells"]
    return (
        "Ties of the twelve with five powers, 2000–2023",
        f"{percent(share)} % have a share, {percent(only)} % an amount alone, "
        f"{percent(found['not_covered'] / found['cells'])} % nothing",
        "Each cell without a figure has its reason.",
    )


def _general(world: World) -> tuple[str, str, str]:
    share = world.sql("select avg((source = 'general-knowledge')::int) as share from memberships")["share"].iloc[0]
    return (
        "Memberships that rest on general knowledge",
        f"{percent(share)} % of the spells",
        "No source was consulted for them: check any date that matters.",
    )


def _sites(world: World) -> tuple[str, str, str]:
    share = world.sql("select avg((troops is null)::int) as share from foreign_presence")["share"].iloc[0]
    return (
        "Foreign sites without a figure of troops",
        f"{percent(share)} % of the sites",
        "A missing figure does not mean zero.",
    )


def score(row: Any, value: str, low: str, high: str) -> str:
    """`1.2 (0.9 to 1.5)`, or the value alone where there is no interval."""
    cells = [figure(getattr(row, name)) for name in (value, low, high)]
    return cells[0] if MISSING in cells[1:] else f"{cells[0]} ({cells[1]} to {cells[2]})"


def figure(value: float) -> str:
    """Three significant digits and a true minus.

    Examples
    --------
    >>> figure(22.992), figure(-0.00487), figure(float("nan"))
    ('23.0', '−0.00487', '–')
    """
    return MISSING if pd.isna(value) else written(value, "#.3g").rstrip(".")
