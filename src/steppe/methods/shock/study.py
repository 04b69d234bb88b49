"""Studies of method "shock"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, Strict

from steppe.scenario.event import Code, Text
from steppe.scenario.events import AnyEvent
from steppe.scenario.study import Part, Slug, Study

MAIN = "main"
"""Name of the case made of the study's own events."""
FIRST, LAST = 2000, 2024
"""Years whose figures a study can start from."""

Codes = Annotated[tuple[Code, ...], Field(max_length=40), Strict(False)]


class ShockVariant(Part):
    """Another complete list of events beside the study's own, perhaps of another year."""

    name: Slug = Field(description="short name, small letters and hyphens")
    title: Text = Field(description="what to call it in a table")
    baseline: Annotated[int, Field(ge=FIRST, le=LAST)] | None = Field(
        None, description="year of its figures; by default that of the study"
    )
    event: Annotated[tuple[AnyEvent, ...], Field(min_length=1, max_length=200), Strict(False)] = Field(
        description="its events"
    )


class ShockAnswer(Part):
    """Whom the answer is about, and how its sentences go on."""

    subjects: Annotated[tuple[Code, ...], Field(min_length=1, max_length=40), Strict(False)] = Field(
        description="states or groups that the answer is about"
    )
    condition: str = Field(
        "", max_length=80, description="the assumed size that the answer rests on, as words after `if`"
    )
    left_out: str = Field("", max_length=80, description="what no channel holds, if larger than the answer")
    changes_if: Annotated[tuple[Text, ...], Field(min_length=1), Strict(False)] = Field(
        description="what would change the answer"
    )


class ShockStudy(Study):
    """A question about events that reach incomes through several channels."""

    method: Literal["shock"]
    baseline: Annotated[int, Field(ge=FIRST, le=LAST)] = Field(description="year of the figures that events change")
    main: Text = Field("main case", description="what to call the case of the study's own events")
    states: Codes = Field(("twelve",), description="states, or groups that stand for their members, that are shown")
    event: Annotated[tuple[AnyEvent, ...], Field(min_length=1, max_length=200), Strict(False)] = Field(
        description="what happens, in order of date"
    )
    variant: Annotated[tuple[ShockVariant, ...], Field(max_length=30), Strict(False)] = Field(
        (), description="the same question with other events, or of another year"
    )
    beside: Annotated[int, Field(ge=FIRST, le=LAST)] | None = Field(
        None, description="year to which what happened since the baseline is shown beside: remittances and rates"
    )
    answer: ShockAnswer

    @property
    def cases(self) -> Mapping[str, tuple[str, int, tuple[AnyEvent, ...]]]:
        """Title, year and events of each case by name, the main one first."""
        others = {one.name: (one.title, one.baseline or self.baseline, one.event) for one in self.variant}
        return {MAIN: (self.main, self.baseline, self.event)} | others
