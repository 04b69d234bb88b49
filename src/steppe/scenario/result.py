"""The result of a run: plain frames that know what they rest on.

`results` keeps to the ten columns that every study can speak: `level` is the share of draws inside `low` to `high`,
`value` the mean over draws. A run of the equilibrium has more: `results` holds its main case at the depth asked for,
and `cases` the same columns for every case and depth, which two columns in front name.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

Progress = Callable[[int, int], None]
"""Called with what is done and the total."""

COLUMNS = ("subject", "partner", "year", "measure", "unit", "value", "low", "high", "level", "basis")


@dataclass(frozen=True)
class Result:
    """One run of a study, whatever its method.

    Attributes
    ----------
    study, run, method, title, question
        What was asked; `run` is the name of the study with a hash of its content and of the settings.
    baseline
        Year that the figures are of.
    seed, draws, failed_draws
        How it was answered; `failed_draws` counts draws without a result over all that was drawn.
    world_version
        Version of the bundle.
    answer
        Two sentences computed from the numbers.
    results
        See the module.
    tables
        Further tables by name, in the order in which they are shown.
    notes, assumptions, sources
        What to know, what is assumed (what, value, why), and the sources by name.
    settings
        What else was chosen, by name.
    """

    study: str
    run: str
    method: str
    title: str
    question: str
    baseline: int
    seed: int
    draws: int
    failed_draws: int
    world_version: str
    answer: str
    results: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    notes: tuple[str, ...]
    assumptions: tuple[tuple[str, str, str], ...]
    sources: tuple[str, ...]
    settings: dict[str, Any]

    @property
    def shown(self) -> dict[str, pd.DataFrame]:
        """Every table of the contract by name."""
        return self.tables

    def document(self) -> dict[str, Any]:
        """The contract of `--format json`, as plain Python."""
        return {
            "study": self.study,
            "method": self.method,
            "title": self.title,
            "baseline": self.baseline,
            "world_version": self.world_version,
            "seed": self.seed,
            "draws": self.draws,
            "failed_draws": self.failed_draws,
            "results": records(self.results),
            "tables": {name: records(frame) for name, frame in self.shown.items()},
            "notes": [
                self.answer,
                *self.notes,
                *(f"Assumed: {what} = {value}. {why}" for what, value, why in self.assumptions),
            ],
            "sources": list(self.sources),
            "settings": {**self.settings, "question": self.question, "answer": self.answer},
        }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python; what is not known is null."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=12))
    return rows


def schema() -> dict[str, Any]:
    """The JSON Schema of `Result.document()`."""
    number, text = {"type": ["number", "null"]}, {"type": "string"}
    kinds = {"year": {"type": "integer"}, "value": number, "low": number, "high": number, "level": number}
    row = {
        "type": "object",
        "properties": {name: kinds.get(name, text) for name in COLUMNS},
        "required": list(COLUMNS),
        "additionalProperties": False,
    }
    whole = {"type": "integer"}
    texts = {"type": "array", "items": text}
    properties = {
        **{name: text for name in ("study", "method", "title", "world_version")},
        **{name: whole for name in ("baseline", "seed", "draws", "failed_draws")},
        "results": {"type": "array", "items": row},
        "tables": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}},
        "notes": texts,
        "sources": texts,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Result of a study",
        "type": "object",
        "properties": {**properties, "settings": {"type": "object"}},
        "required": list(properties),
    }
