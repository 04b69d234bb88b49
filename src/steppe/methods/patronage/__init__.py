"""Method "patronage": what powers offer, threaten and gain, and what states keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from steppe.methods.method import BASELINE, Maker, Method, RunSettings
from steppe.methods.patronage.study import PatronageStudy
from steppe.methods.result import Result
from steppe.scenario.problem import Problem
from steppe.scenario.study import Baseline, Loaded
from steppe.world.world import World


class PatronageSettings(RunSettings):
    """What a run of patronage may be given."""

    baseline: Baseline | None = BASELINE
    power: str | None = Field(None, description="one power alone; the study's own")


class Patronage(Method[PatronageStudy, Result]):
    """Games of powers that compete for a state."""

    name = "patronage"
    title = "Powers that compete for a state"
    Study = PatronageStudy
    Settings = PatronageSettings

    def check(self, study: PatronageStudy, world: World) -> Iterator[Problem]:
        """Codes that are not there, and keys that do not fit."""
        from steppe.methods.patronage.checks import check

        return check(study, world)

    def compute(self, loaded: Loaded[PatronageStudy], world: World, **options: Any) -> Result:
        """Answer a study of patronage; see `steppe.methods.patronage.compute`."""
        from steppe.methods.patronage.compute import compute

        return compute(loaded, world, **options)

    def makers(self) -> Sequence[Maker]:
        """Sympathy, its threshold; cases on record, and who can threaten or offer what in the model."""
        from steppe.methods.patronage.charts import chart_cases, chart_pressure, chart_sympathy, chart_threshold

        return (chart_sympathy, chart_threshold, chart_cases, chart_pressure)


METHOD = Patronage()
