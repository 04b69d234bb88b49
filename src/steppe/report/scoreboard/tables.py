"""Rows of the page of scores: mechanisms, calibration, contradicted claims, what the influence index leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import chance, number, sentence_case
from steppe.evidence.verdicts import AGAINST, ClaimResult
from steppe.influence.fbic import shipped_effects
from steppe.report.overview.tally import SHAPES as VERDICT_SHAPES
from steppe.report.scoreboard.view import SHAPES, figure, score
from steppe.world.world import World

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


def board_rows(board: pd.DataFrame, verdict: str) -> list[dict[str, str]]:
    """Scores of the mechanisms with one verdict, figures with their intervals."""
    return [
        {
            "title": f"{SHAPES[row.verdict]} {row.title}",
            "mechanism": sentence_case(row.mechanism),
            "name": row.name,
            "measure": f"{row.measure}, {row.unit}",
            "score": score(row, "score", "low", "high"),
            "baseline": f"{figure(row.baseline_score)} ({row.baseline})" if isinstance(row.baseline, str) else "none",
            "better": score(row, "difference", "difference_low", "difference_high"),
            "cases": f"{number(row.n)} cases, {row.period}",
            "kind": row.kind,
            "default": row.default,
            "evidence": row.evidence,
        }
        for row in board[board["overall"].eq(verdict)].itertuples()
    ]


def calibration_rows(world: World, names: Mapping[str, str]) -> list[TableRow]:
    """What was stated and how often it came true; probabilities as shares. `names` are mechanisms in plain words."""
    frame = world.sql("from mechanism_calibration order by name, kind, part, bin")
    return [
        TableRow(
            sentence_case(names.get(row.name, str(row.name).replace("-", " "))),
            (
                Cell(f"{row.part}, bin {row.bin + 1}" if row.kind == "reliability" else str(row.part), css="l"),
                Cell(chance(row.stated)),
                Cell(chance(row.observed, row.low, row.high)),
                Cell(number(row.n)),
            ),
        )
        for row in frame.itertuples()
    ]


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


def fbic_rows() -> list[TableRow]:
    """Leaving out each component of the index: correlation and rank correlation with the whole."""
    return [
        TableRow(
            sentence_case(COMPONENTS.get(row.left_out, row.left_out)),
            (Cell(f"{row.correlation:.3f}"), Cell(f"{row.rank_correlation:.3f}")),
        )
        for row in shipped_effects().itertuples()
    ]
