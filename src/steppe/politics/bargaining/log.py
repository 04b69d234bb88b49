"""The log of a negotiation: every intermediate quantity as one row of one table.

Columns are described in `schema/negotiation_log.csv`, quantities in `schema/negotiation_quantities.csv`; a quantity
that is not described there cannot be logged. As in KTAB, whoever doubts a result can look up each step of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from steppe.politics.bargaining.challenge import Round
from steppe.politics.bargaining.exchange import ExchangeRound
from steppe.politics.bargaining.negotiate import Negotiation
from steppe.politics.bargaining.rules import BLOCKS, RESERVES, SIGNS
from steppe.politics.bargaining.spatial import Spatial
from steppe.politics.bargaining.tables import rows
from steppe.world.errors import UserError

COLUMNS = tuple(row["column"] for row in rows("negotiation_log"))
Labels = Mapping[str, Sequence[str]]


def negotiation_log(result: Negotiation) -> pd.DataFrame:
    """All quantities of one negotiation, columns as in `schema/negotiation_log.csv`."""
    labels = {"actor": result.actors.names, "alternative": result.question.alternatives}
    return _table(result.question.issue, labels, [*_inputs(result), *_models(result), *_forecast(result)])


def write_log(log: pd.DataFrame, folder: Path) -> tuple[Path, ...]:
    """Write a log with the two tables that describe its columns and quantities, as CSV.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    tables = {
        "negotiation_log": log,
        "columns": pd.DataFrame(rows("negotiation_log")),
        "quantities": pd.DataFrame(rows("negotiation_quantities")),
    }
    paths = {name: folder / f"{name}.csv" for name in tables}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, path in paths.items():
            tables[name].to_csv(path, index=False)
    except OSError as fault:
        raise UserError(
            f"--log: {folder} cannot be written ({fault.strerror}); name a folder that you can write to"
        ) from None
    return tuple(paths.values())


def challenge_log(issue: str, names: Sequence[str], history: Sequence[Round]) -> pd.DataFrame:
    """Every round of the challenge model."""
    parts: list[tuple[int, str, ArrayLike]] = []
    for number, step in enumerate(history):
        parts += [(number, "round_position", step.position), (number, "round_median", step.median)]
        parts += [(number, "round_mean", step.mean)]
        if number:
            parts += [(number, "risk_exponent", step.risk), (number, "expected_utility", step.expected)]
    return _table(issue, {"actor": names}, parts)


def spatial_log(issue: str, names: Sequence[str], state: Spatial) -> pd.DataFrame:
    """The spatial model before the first bargain."""
    parts: list[tuple[int, str, ArrayLike]] = [
        (0, "value", state.value),
        (0, "position_probability", state.probability),
        (0, "risk_attitude", state.risk),
        (0, "risk_utility", state.utility),
        (0, "estimated_utility", state.estimate),
    ]
    return _table(issue, {"actor": names}, parts)


def exchange_log(package: str, names: Sequence[str], issues: Sequence[str], done: ExchangeRound) -> pd.DataFrame:
    """Each exchange of a round as four votes and two gains; `round` numbers the exchanges from 1."""
    parts: list[tuple[int, str, ArrayLike]] = [(0, "outcome_before", done.before), (0, "outcome_after", done.after)]
    frames = [_table(package, {"actor": names, "alternative": issues}, parts)]
    for number, trade in enumerate(done.exchanges, start=1):
        giver, taker = names[trade.giver], names[trade.taker]
        cells = [
            ("vote_from", giver, "", issues[trade.supply], trade.supply_from),
            ("vote_to", giver, "", issues[trade.supply], trade.supply_to),
            ("vote_from", taker, "", issues[trade.demand], trade.demand_from),
            ("vote_to", taker, "", issues[trade.demand], trade.demand_to),
            ("exchange_gain", giver, taker, "", trade.gain),
            ("exchange_gain", taker, giver, "", trade.gain),
        ]
        keys = ("quantity", "actor", "other", "alternative", "value")
        frames.append(_frame(package, "exchange", [dict(zip(keys, cell, strict=True), round=number) for cell in cells]))
    return pd.concat(frames, ignore_index=True)


def _inputs(result: Negotiation) -> Iterator[tuple[int, str, ArrayLike]]:
    for name in ("capability", "salience", "position", "weight"):
        yield 0, name, getattr(result.actors, name)
    yield 0, "reference", result.question.reference
    yield 0, "alternative_position", result.question.positions


def _models(result: Negotiation) -> Iterator[tuple[int, str, ArrayLike]]:
    yield 0, "compromise", result.compromise
    yield 0, "weighted_median", result.median
    for name in ("agreement", "outcome", "low", "high", "gain"):
        yield 0, f"nash_{name}", getattr(result.nash, name)
    first = next(iter(result.elections.values()))
    yield 0, "utility", first.utility
    yield 0, "coalition", first.coalition
    for contest, election in result.elections.items():
        yield 0, f"victory_{contest}", election.victory
        yield 0, f"probability_{contest}", election.probability
        yield 0, f"drawn_{contest}", result.drawn[contest]


def _forecast(result: Negotiation) -> Iterator[tuple[int, str, ArrayLike]]:
    stances = [list(decision.stance.values()) for decision in result.decisions]  # (alternatives, actors)
    yield 0, "standing", result.standing
    yield 0, "adopted", [decision.adopted for decision in result.decisions]
    yield 0, "assent", [decision.assent for decision in result.decisions]
    yield 0, "signs", [[taken in (SIGNS, RESERVES) for taken in column] for column in zip(*stances, strict=True)]
    yield 0, "blocks", [[taken == BLOCKS for taken in column] for column in zip(*stances, strict=True)]
    yield 0, "point", result.point
    yield 0, "interval_low", result.low
    yield 0, "interval_high", result.high
    yield 0, "probability", result.probability
    swings = result.sensitivity.pivot(index="actor", columns="input", values="swing").loc[list(result.actors.names)]
    for name in swings.columns:
        yield 0, f"swing_{name}", swings[name].to_numpy()


def _table(issue: str, labels: Labels, parts: Sequence[tuple[int, str, ArrayLike]]) -> pd.DataFrame:
    """Arrays unrolled along the axes that the schema gives each quantity."""
    described = {row["quantity"]: row for row in rows("negotiation_quantities")}
    frames = []
    for number, quantity, array in parts:
        axes = described[quantity]["axes"].split()
        values = np.asarray(array, dtype=float)
        names = [labels.get(axis, labels[axes[0]]) for axis in axes]  # `other` ranges over what the first axis does
        if values.shape != tuple(len(label) for label in names):
            raise ValueError(f"{quantity} has shape {values.shape}; its axes are {' × '.join(axes) or 'none'}")
        cells = zip(product(*names), values.ravel(), strict=True)
        rows_of = [
            {"round": number, "quantity": quantity, **dict(zip(axes, at, strict=True)), "value": v} for at, v in cells
        ]
        frames.append(_frame(issue, described[quantity]["model"], rows_of))
    return pd.concat(frames, ignore_index=True)


def _frame(issue: str, model: str, cells: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(cells).assign(issue=issue, model=model).reindex(columns=list(COLUMNS))
    text = ["actor", "other", "third", "alternative"]
    frame[text] = frame[text].astype(object).where(frame[text].notna() & (frame[text] != ""), None)
    return frame
