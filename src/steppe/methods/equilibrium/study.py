"""Studies of method "equilibrium"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, FiniteFloat, Strict, Tag

from steppe.scenario.event import Code, Text
from steppe.scenario.events import AnyEvent
from steppe.scenario.study import Baseline, Part, Slug, Study

MAIN = "main"
"""Name of the case made of the study's own events."""

TYPICAL = "typical"
DEPTHS = ("own", TYPICAL, "eu")
Depth = Literal["own", "typical", "eu"]


class Elasticity(Part):
    """The trade elasticity as a distribution: log-normal with this median, cut at both bounds."""

    median: Annotated[FiniteFloat, Field(ge=1, le=30)] = Field(description="its median, from 1 to 30")
    log_sd: Annotated[FiniteFloat, Field(ge=0, le=3)] = Field(
        0.0, description="standard deviation of its logarithm; by default none"
    )
    low: Annotated[FiniteFloat, Field(ge=1, le=30)] = Field(1.0, description="no draw is below; by default 1")
    high: Annotated[FiniteFloat, Field(ge=1, le=100)] = Field(100.0, description="no draw is above; by default 100")
    why: Text = Field("set by the study", description="where it comes from")


Number = Annotated[FiniteFloat, Field(ge=1, le=30)]
TradeElasticity = Annotated[
    Annotated[Number, Tag("number")] | Annotated[Elasticity, Tag("distribution")],
    Discriminator(lambda value: "distribution" if isinstance(value, dict | Elasticity) else "number"),
]
"""A number, or a distribution."""


class Variant(Part):
    """Another complete list of events beside the study's own."""

    name: Slug = Field(description="short name, small letters and hyphens")
    title: Text = Field(description="what to call it in a table")
    event: Annotated[tuple[AnyEvent, ...], Field(min_length=1), Strict(False)] = Field(description="its events")


class Answer(Part):
    """Who the answer is about, and what to call the change in its sentences."""

    subjects: Annotated[tuple[Code, ...], Field(min_length=1, max_length=40), Strict(False)] = Field(
        description="states or groups that the answer is about"
    )
    change: str = Field("", max_length=200, description="the change as the subject of a sentence; by default `this`")
    measure: Literal["gdp_equivalent", "exports", "imports"] = Field(
        "gdp_equivalent", description="what is answered with: the change of real income in % of GDP, exports or imports"
    )
    left_out: str = Field("", max_length=80, description="what the model leaves out, if larger than the answer")
    condition: str = Field(
        "", max_length=80, description="the assumed size that the answer rests on, as words after `if`"
    )
    belligerents: Annotated[tuple[Code, ...], Field(max_length=10), Strict(False)] = Field(
        (), description="states at war or under the same sanctions: their gains are shown and not reported"
    )
    versus: Annotated[tuple[Code, ...], Field(min_length=2, max_length=2), Strict(False)] | None = Field(
        None, description="two states whose gains in dollars the answer compares"
    )
    changes_if: Annotated[tuple[Text, ...], Field(min_length=1), Strict(False)] = Field(
        description="what would change the answer"
    )


class EquilibriumStudy(Study):
    """A question for the trade equilibrium in changes."""

    method: Literal["equilibrium"]
    baseline: Baseline | None = Field(
        None, description="year to whose trade the policy is applied, 2019 or 2023; by default chosen by rule"
    )
    baseline_note: dict[str, str] = Field(default_factory=dict, description="what to know about a baseline, by year")
    main: Text = Field("main case", description="what to call the case of the study's own events")
    event: Annotated[tuple[AnyEvent, ...], Field(min_length=1, max_length=200), Strict(False)] = Field(
        description="what happens, in order of date"
    )
    variant: Annotated[tuple[Variant, ...], Field(max_length=8), Strict(False)] = Field(
        (), description="the same question with other events"
    )
    elasticity: TradeElasticity | None = Field(
        None,
        exclude_if=lambda value: value is None,
        description="trade elasticity: a number, or { median, log_sd, low, high, why }; by default as published",
    )
    tables: Annotated[tuple[Literal["partners"], ...], Strict(False)] = Field(
        (),
        description="what is shown beside: `partners`, who replaced whom in the trade of the first subject",
    )
    answer: Answer

    @property
    def depth(self) -> Depth | float:
        """The depth that the assumption `depth` states; `typical` where there is none."""
        for assumption in self.assumption:
            if assumption.name == "depth":
                value: Any = assumption.value
                return value
        return "typical"

    @property
    def stated(self) -> tuple[tuple[str, str, str], ...]:
        """What the file assumes, its trade elasticity among it: what, taken to be, why."""
        given = self.elasticity
        if given is None:
            return super().stated
        if isinstance(given, Elasticity):
            ends = f", sd of the logarithm {given.log_sd:g}, from {given.low:g} to {given.high:g}"
            spread = ends if given.log_sd else ""
            return (*super().stated, ("elasticity", f"{given.median:g}{spread}", given.why))
        return (*super().stated, ("elasticity", f"{given:g}", "set by the study"))

    @property
    def cases(self) -> Mapping[str, tuple[str, tuple[AnyEvent, ...]]]:
        """Title and events of each case by name, the main one first."""
        return {MAIN: (self.main, self.event)} | {v.name: (v.title, v.event) for v in self.variant}
