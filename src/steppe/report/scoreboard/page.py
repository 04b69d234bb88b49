"""How wrong we are: scores against naive baselines, what the data contradict, what is left out, and what is known to be
weak in the data, each with a figure that is computed when the page is made.

Failures come first. A reproduction is never called a forecast, and a mechanism that does not beat its best naive
baseline says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.charts import intervals
from steppe.display.charts.tokens import PAGE
from steppe.display.format import MISSING, number, percent, sentence_case
from steppe.display.page import inline
from steppe.evidence.mechanisms import ORDER, finding, scoreboard
from steppe.influence import coverage, matrix
from steppe.influence.fbic import shipped_effects
from steppe.report.overview.tally import SHAPES as VERDICT_SHAPES
from steppe.report.scoreboard.terminal import MEANS, SHAPES, figure, score

if TYPE_CHECKING:
    from steppe.evidence.claims import ClaimResult
    from steppe.world.world import World

TEMPLATE = Path(__file__).with_name("page.html.j2")

WIDTH = 1000
NAMES = 300
"""Pixels for the names of mechanisms."""
LETTERS = 50
"""Letters that fit there."""
NAMED = {"eu": "EU", "china": "China", "russia": "Russia"}
COLOURS = {"fails": "div-l3", "earns its place": "div-g3"}
AGAINST = ("contradicted", "inconsistent")
COMPONENTS = {
    "lor": "level of diplomatic representation",
    "igos": "shared organizations",
    "ta": "trade agreements",
    "lnT": "trade",
    "al": "alliances",
    "arms": "arms delivered",
    "aid_gdp": "aid over GDP",
    "aid_all": "aid over all aid",
    "trade_gdp": "trade over GDP",
    "trade_all": "trade over all trade",
    "arms_mil": "arms over military stocks",
    "arms_all": "arms over all arms",
}
"""Components of the influence index, in words."""


def context(world: World, results: Sequence[ClaimResult]) -> dict[str, Any]:
    """What the template shows."""
    board = scoreboard(world)
    return {
        "title": "How wrong we are",
        "headline": finding(board),
        "chart": inline(chart_gains(board), "gains"),
        "verdicts": [(SHAPES[name], name, MEANS[name], board_rows(board, name)) for name in ORDER],
        "calibration": calibration_rows(world),
        "claims": claim_rows(results),
        "claims_says": about_claims(results),
        "fbic": fbic_rows(),
        "fbic_says": about_fbic(),
        "data": data_rows(world),
    }


# -------------------------------------------------------------------- scoreboard
def board_rows(board: pd.DataFrame, verdict: str) -> list[dict[str, str]]:
    """Rows of the scoreboard with one verdict, figures with their intervals."""
    return [
        {
            "title": row.title,
            "name": row.name,
            "measure": f"{row.measure}, {row.unit}",
            "score": score(row, "score", "low", "high"),
            "baseline": f"{figure(row.baseline_score)} ({row.baseline})" if isinstance(row.baseline, str) else MISSING,
            "better": score(row, "difference", "difference_low", "difference_high"),
            "cases": f"{number(row.n)} cases, {row.period}",
            "kind": row.kind,
            "default": row.default,
            "evidence": row.evidence,
        }
        for row in board[board["verdict"].eq(verdict)].itertuples()
    ]


def chart_gains(board: pd.DataFrame) -> Any:
    """How much better than its best naive baseline each mechanism is, in percent of the baseline's score."""
    known = board[board["baseline_score"].notna() & board["baseline_score"].ne(0)]
    known = known.sort_values("difference", key=lambda column: column / known["baseline_score"].abs(), kind="stable")
    scale = 100 / known["baseline_score"].abs()
    frame = pd.DataFrame(
        {
            "name": [_short(row) for row in known.itertuples()],
            "value": known["difference"] * scale,
            "low": known["difference_low"].fillna(known["difference"]) * scale,
            "high": known["difference_high"].fillna(known["difference"]) * scale,
            "colour": [COLOURS.get(verdict, "ink-3") for verdict in known["verdict"]],
        }
    )
    return intervals.draw(_drawn(frame), WIDTH, PAGE, room=(NAMES, 178))


def _short(row: Any) -> str:
    """A mechanism and its measure in few words; the horizon or the part alone where the measure has one."""
    part = row.measure.split(", ", 1)[1] if ", " in row.measure else row.measure
    words = [NAMED.get(word, word) for word in row.name.split("-")]
    return f"{' '.join(words)}, {part}"[:LETTERS]


def _drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """With places and figures in words."""
    return frame.assign(
        y=[intervals.ROW * (place + 0.5) for place in range(len(frame))],
        text=[_signed(value) for value in frame["value"]],
        interval=[f"{_signed(row.low)} to {_signed(row.high)}" for row in frame.itertuples()],
    )


def _signed(value: float) -> str:
    text = number(value, 1 if abs(value) < 10 else 0)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def calibration_rows(world: World) -> list[TableRow]:
    """What was stated and how often it came true; probabilities as shares."""
    frame = world.sql("from mechanism_calibration order by name, kind, part, bin")
    return [
        TableRow(
            str(row.name).replace("-", " "),
            (
                Cell(f"{row.part}, bin {row.bin + 1}" if row.kind == "reliability" else str(row.part), css="l"),
                Cell(figure(100 * row.stated)),
                Cell(_percents(row)),
                Cell(number(row.n)),
            ),
        )
        for row in frame.itertuples()
    ]


def _percents(row: Any) -> str:
    span = "" if pd.isna(row.low) else f" ({figure(100 * row.low)} to {figure(100 * row.high)})"
    return f"{figure(100 * row.observed) if row.observed else '0'}{span}"


# ------------------------------------------------------------------------ claims
def about_claims(results: Sequence[ClaimResult]) -> str:
    """How many claims of the texts the data contradict, of those that have a verdict."""
    decided = [one for one in results if one.verdict not in ("pending C", "not testable here")]
    against = sum(one.verdict in AGAINST for one in decided)
    return f"Of {number(len(decided))} claims with a verdict the data contradict {number(against)}"


def claim_rows(results: Sequence[ClaimResult]) -> list[tuple[str, str, str, str, str]]:
    """Claims that the data contradict: id, locator, statement, what was said, verdict with its shape."""
    return [
        (
            one.claim.id,
            one.claim.locator,
            one.claim.statement,
            str(one.claim.claimed or ""),
            f"{VERDICT_SHAPES[one.verdict]} {one.verdict}",
        )
        for one in results
        if one.verdict in AGAINST
    ]


# -------------------------------------------------------------------------- FBIC
def about_fbic() -> str:
    """What the influence index loses by what the bundle lacks."""
    last = shipped_effects().iloc[-1]
    return (
        f"Without what the bundle lacks, the index of influence correlates at {last['correlation']:.2f} with the whole "
        f"one on {number(int(last['dyads']))} dyads"
    )


def fbic_rows() -> list[TableRow]:
    """Leaving out each component of the index: correlation and rank correlation with the whole."""
    return [
        TableRow(
            sentence_case(COMPONENTS.get(row.left_out, row.left_out)),
            (Cell(f"{row.correlation:.3f}"), Cell(f"{row.rank_correlation:.3f}")),
        )
        for row in shipped_effects().itertuples()
    ]


# -------------------------------------------------------------------------- data
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
    said = (
        f"{percent(row['world'])} % of the world’s trade of {row['year']:.0f}, {percent(row['own'])} % among the twelve"
    )
    return "Trade that is imputed, by value", said, "Changes into that year inside the region say little."


def _failed(world: World) -> tuple[str, str, str]:
    kinds = world.sql("select kind, count(*) as pairs from trade_review group by kind").set_index("kind")["pairs"]
    said = (
        f"{number(int(kinds.get('error', 0)))} flows are errors and withheld, {number(int(kinds.get('open', 0)))} open"
    )
    return "Flows absurd against 2020", said, "Open ones are shown as they are: no history or error was found for them."


_RATIOS = """
with pairs as (
    select n.value as own, t.value as reconciled from trade_national n
    join trade t on t.year = n.year and t.exporter = case n.flow when 'X' then reporter else partner end
                and t.importer = case n.flow when 'X' then partner else reporter end
    where n.flow in ('X', 'M') and n.value >= 100)
select count(*) as flows, avg((greatest(own, reconciled) / least(own, reconciled) > 1.5)::int) as far from pairs
"""


def _records(world: World) -> tuple[str, str, str]:
    row = world.sql(_RATIOS).iloc[0]
    said = f"{percent(row['far'])} % of {number(int(row['flows']))} flows above 100 million USD differ by half or more"
    return "Own statistics against the reconciled record", said, "Where they differ, both are shown; neither is right."


def _cells(world: World) -> tuple[str, str, str]:
    found = coverage(matrix(world))[["cells", "shares", "amounts_only", "not_covered"]].sum()
    share, only = found["shares"] / found["cells"], found["amounts_only"] / found["cells"]
    said = (
        f"{percent(share)} % have a share, {percent(only)} % an amount alone, "
        f"{percent(found['not_covered'] / found['cells'])} % nothing"
    )
    return "Ties of the twelve with five powers, 2000–2023", said, "Each cell without a figure has its reason."


def _general(world: World) -> tuple[str, str, str]:
    share = world.sql("select avg((source = 'general-knowledge')::int) as share from memberships")["share"].iloc[0]
    said = f"{percent(share)} % of the spells"
    return "Memberships that rest on general knowledge", said, "No page was seen for them: check a date that matters."


def _sites(world: World) -> tuple[str, str, str]:
    share = world.sql("select avg((troops is null)::int) as share from foreign_presence")["share"].iloc[0]
    said = f"{percent(share)} % of the sites"
    return "Foreign sites without a figure of troops", said, "The absence of a figure is not zero."
