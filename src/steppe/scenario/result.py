"""The result of a run: plain frames that know what they rest on.

`results` keeps to the ten columns that every study can speak; it holds the main case at the depth asked for. `cases`
has the same columns for every case and depth, which two columns in front name. `level` is the share of draws inside
`low` to `high`; `value` is the mean over draws.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

COLUMNS = ("subject", "partner", "year", "measure", "unit", "value", "low", "high", "level", "basis")
LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Result:
    """One run of a study.

    Attributes
    ----------
    study, run, method, title, question
        What was asked; `run` is the name of the study with a hash of its content and of the settings.
    baseline, depth, closure, seed, draws, failed_draws
        How it was answered; `failed_draws` counts draws without an equilibrium over all cases and depths.
    world_version
        Version of the bundle.
    answer
        Two sentences computed from the numbers.
    results, cases
        See the module.
    treatment
        What is done to which pairs: case, class, treatment, pairs, value (million USD), share, share_baci.
    robustness
        The main case under other choices: check, setting, subject, value, difference (percentage points).
    pairs
        Every pair that changes: case, importer, exporter, class, treatment, value (million USD), share (of the
        importer's spending), basis, source, effect_mean by depth.
    samples
        Every draw: case, depth, draw, theta, subject, and the measures.
    tables
        Further tables by name.
    imputed_share
        Share of world trade, by value, that is imputed.
    notes, assumptions, sources
        What to know, what is assumed and why, and the sources by name.
    """

    study: str
    run: str
    method: str
    title: str
    question: str
    baseline: int
    depth: str
    closure: str
    seed: int
    draws: int
    failed_draws: int
    world_version: str
    answer: str
    results: pd.DataFrame
    cases: pd.DataFrame
    treatment: pd.DataFrame
    robustness: pd.DataFrame
    pairs: pd.DataFrame
    samples: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    imputed_share: float
    notes: tuple[str, ...]
    assumptions: tuple[tuple[str, str, str], ...]
    sources: tuple[str, ...]

    @property
    def table(self) -> pd.DataFrame:
        """Real income by subject with the depths of the main case side by side."""
        return side_by_side(self.cases)

    def document(self) -> dict[str, Any]:
        """The contract of `--format json`, as plain Python."""
        named = {"treatment": self.treatment, "robustness": self.robustness, "cases": self.cases, **self.tables}
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
            "tables": {name: records(frame) for name, frame in named.items()},
            "notes": [
                self.answer,
                *self.notes,
                *(f"Assumed: {what} = {value}. {why}" for what, value, why in self.assumptions),
            ],
            "sources": list(self.sources),
            "settings": {
                "depth": self.depth,
                "closure": self.closure,
                "imputed_share": self.imputed_share,
                "question": self.question,
                "answer": self.answer,
            },
        }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python; what is not known is null."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=12))
    return rows


def side_by_side(cases: pd.DataFrame, case: str = "main", measure: str = "real_income") -> pd.DataFrame:
    """One row per subject; value, low and high of each depth beside each other."""
    rows = cases[cases["case"].eq(case) & cases["measure"].eq(measure) & cases["partner"].eq("")]
    wide = rows.pivot(index="subject", columns="depth", values=["value", "low", "high"])
    depths = list(dict.fromkeys(rows["depth"]))
    wide = wide[[(part, depth) for depth in depths for part in ("value", "low", "high")]]
    wide.columns = [f"{depth}_{part}" for part, depth in wide.columns]
    return wide.loc[list(dict.fromkeys(rows["subject"]))].reset_index()


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
