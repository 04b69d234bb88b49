"""A method for a test, in one file: how many members a body has on a day, in law or in practice."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pandas as pd
from pydantic import Field

from steppe.display.interval import LEVEL
from steppe.methods.answer import Answer, Verdict
from steppe.methods.method import Method, RunSettings
from steppe.methods.result import COLUMNS, Result, Table, by_slug
from steppe.scenario.problem import Problem
from steppe.scenario.study import Study, heading


class TallyStudy(Study):
    """A question about how many sit in a body."""

    method: Literal["tally"]
    body: str = Field(description="the body whose members are counted")
    day: dt.date = Field(description="the day")


class TallySettings(RunSettings):
    """Which members count."""

    within: Literal["law", "practice"] = Field("law", description="members in law or in practice")


class Tally(Method[TallyStudy, Result]):
    """Members, counted."""

    name = "tally"
    title = "Counting seats"
    Study = TallyStudy
    Settings = TallySettings

    def check(self, study, world):
        if study.body not in world.organization_names:
            yield Problem(("body",), f'no organization has the name "{study.body}"')

    def compute(self, loaded, world, *, draws, seed, settings, progress):
        study, within = loaded.study, settings.within
        members = world.members(study.body, on=study.day.isoformat(), within=within)
        row = (
            study.body,
            "",
            study.day.year,
            "members",
            "states",
            float(len(members)),
            None,
            None,
            LEVEL,
            None,
            "reported",
        )
        progress(draws, draws)
        return Result(
            **heading(loaded, baseline=study.day.year, draws=draws, seed=seed, within=within),
            failed_draws=0,
            answer=Answer(Verdict.RECORDED, f"{study.body} has {len(members)} members in {within}."),
            results=pd.DataFrame([row], columns=list(COLUMNS)),
            tables=by_slug(Table("members", "who sits there", pd.DataFrame({"state": members}))),
            notes=("Counted, not drawn.",),
            assumptions=(("members", f"those in {within}", "The study says so."),),
            sources=("steppe-spells",),
            settings={"within": within},
        )


METHOD = Tally()
