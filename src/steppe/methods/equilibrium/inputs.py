"""The inputs of a study that its page can change: choices, and the answer under each, all computed beforehand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.format import change, span
from steppe.methods.equilibrium import grid
from steppe.methods.equilibrium.study import MAIN
from steppe.methods.equilibrium.view import DEPTH_WORDS, StudyView
from steppe.methods.equilibrium.words import UNITS

HEADS = {"baseline": "Trade of", "depth": "Depth of the agreement", "elasticity": "Trade elasticity θ"}
STALE = "The figures for other inputs were computed before the model or the tables changed, so they are not shown."
NONE = "Other inputs of this study were not computed beforehand; steppe run takes them."


def inputs(view: StudyView) -> dict[str, Any] | str:
    """Choices and answers for the script of the page; a sentence where there are none to show.

    Returns
    -------
    keys (name, head, choices as value and words), first (the choices of the run), unit, rows by choice: verdict,
    sentence, and for each subject name, value, low, high, figure and interval as they are written.
    """
    run, study = view.result, view.study
    rows = grid.shipped(run.source.world, run.study)
    rows = rows[rows["subject"].isin(study.answer.subjects) & rows["depth"].isin([*view.depths, run.depth])]
    if rows.empty:
        return NONE
    own = _own(view)
    if _differs(rows, own):
        return STALE
    rows = pd.concat([rows[~_same_inputs(rows, run.baseline)], own], ignore_index=True)
    choices = {
        key: [(str(value), grid.described(key, value, DEPTH_WORDS)) for value in _ordered(rows, key)]
        for key in grid.KEYS
    }
    return {
        "keys": [(key, HEADS[key], choices[key]) for key in grid.KEYS],
        "first": [str(run.baseline), run.depth, grid.DRAWN],
        "unit": UNITS[study.answer.measure],
        "cells": {
            "|".join(map(str, key)): _cell(view, part) for key, part in rows.groupby(list(grid.KEYS), sort=False)
        },
    }


def _own(view: StudyView) -> pd.DataFrame:
    """The figures of the run itself, at every depth that it has."""
    run, study = view.result, view.study
    own = run.cases[run.cases["case"].eq(MAIN) & run.cases["partner"].eq("")]
    own = own[own["depth"].isin([*view.depths, run.depth])]
    own = own[own["measure"].eq(study.answer.measure) & own["subject"].isin(study.answer.subjects)]
    return own.assign(study=run.study, baseline=run.baseline, elasticity=grid.DRAWN, points=run.draws)[
        list(grid.COLUMNS)
    ]


def _same_inputs(rows: pd.DataFrame, baseline: int) -> pd.Series[bool]:
    return rows["baseline"].eq(baseline) & rows["elasticity"].eq(grid.DRAWN)


def _differs(rows: pd.DataFrame, own: pd.DataFrame) -> bool:
    """Whether what was kept is not what the run finds: medians further apart than four times their errors."""
    keys = ["baseline", "depth", "elasticity", "subject"]
    both = rows.merge(own, on=keys, suffixes=("_kept", "_now"))
    apart = (both["value_kept"] - both["value_now"]).abs()
    return both.empty or bool((apart > 2 * (both["error_kept"] + both["error_now"]) + 1e-4).any())


def _ordered(rows: pd.DataFrame, key: str) -> list[Any]:
    order = {"elasticity": list(grid.ELASTICITIES), "depth": ["own", "typical", "eu", "number"]}.get(key)
    found = set(rows[key])
    return sorted(found) if order is None else [value for value in order if value in found]


def _cell(view: StudyView, rows: pd.DataFrame) -> dict[str, Any]:
    answer = grid.answer(view.study, rows)
    order = rows.loc[rows["value"].abs().sort_values(ascending=False, kind="stable").index]
    return {
        "verdict": str(answer.verdict),
        "says": view.named(answer.sentence),
        "rows": [
            (
                view.names[row.subject],
                *(round(float(end), 5) for end in (row.value, row.low, row.high)),
                change(row.value, row.error),
                span(row.low, row.high, row.error),
            )
            for row in order.itertuples()
        ],
    }
