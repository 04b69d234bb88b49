"""Issues of the European Union (DEU III) with published forecasts of two models: 351 issues of 128 dossiers.

The file is not shipped: it is looked for in the folder that $STEPPE_ORACLES names. Positions are not in it, so that
the mean of the positions, the rival that counts for the compromise, cannot be had: the compromise has no baseline here,
and its evidence names the middle of the scale and the challenge model. The challenge model has the compromise, which is
the simpler of the two, as its rival. Blocks are dossiers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from steppe.evidence.hindcast import NotHereError, Trial, hindcast
from steppe.evidence.scores import absolute_error
from steppe.world.world import World

DEU = "politics/deu_paired_differences_351.csv"
PUBLISHED = "Forecasts published with the data (DEU III); the experts whose positions go in mostly knew the outcome."


@hindcast(
    "compromise-in-the-eu",
    "Outcomes of 351 issues in the European Union: compromise",
    "politics",
    "reproduction",
    mechanism="compromise: mean of positions by capability and salience",
    used=True,
)
def compromise_in_the_eu(world: World) -> Iterable[Trial]:
    """The published compromise forecasts."""
    issues = _issues()
    yield _trial(
        issues,
        "compromise_ae",
        {},
        "There is no baseline in the file: it has no positions, so that their mean cannot be had. The middle of the "
        f"scale errs by {issues['middle'].mean():.1f}, the challenge model by {issues['challenge_ae'].mean():.1f}.",
    )


@hindcast(
    "challenge-in-the-eu",
    "Outcomes of 351 issues in the European Union: challenge model",
    "politics",
    "reproduction",
    mechanism="challenge model",
)
def challenge_in_the_eu(world: World) -> Iterable[Trial]:
    """The published challenge forecasts: a contrast that nothing uses."""
    yield _trial(
        _issues(),
        "challenge_ae",
        {"compromise": "compromise_ae", "middle of the scale": "middle"},
        "Kept as a labelled contrast: no forecast rests on it.",
    )


def _trial(issues: pd.DataFrame, model: str, columns: dict[str, str], evidence: str) -> Trial:
    return Trial(
        measure="mean absolute error",
        unit="points of 100",
        scores=issues[model].to_numpy(dtype=float),
        baselines={name: issues[column].to_numpy(dtype=float) for name, column in columns.items()},
        block=issues["dossier"].to_numpy(),
        of="dossier",
        period=f"{issues['year'].min():.0f}-{issues['year'].max():.0f}",
        evidence=f"{PUBLISHED} {evidence}",
    )


def _issues() -> pd.DataFrame:
    folder = os.environ.get("STEPPE_ORACLES")
    path = Path(folder) / DEU if folder else None
    if path is None or not path.exists():
        raise NotHereError(f"it needs {DEU}, which is not shipped: set STEPPE_ORACLES to the folder that holds it")
    frame = pd.read_csv(path)
    digits = frame["issue_id"].str.extract(r"^[dn](\d\d)")[0].dropna().astype(int)  # d00032: a proposal of 2000
    return frame.assign(
        year=digits + np.where(digits > 50, 1900, 2000),
        middle=absolute_error(np.full(len(frame), 50.0), frame["outcome"]),
    )
