"""Studies of method "membership": who is likely to leave or join, and how far the evidence carries."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from steppe.scenario.event import Text
from steppe.scenario.study import Study


class MembershipStudy(Study):
    """A question for base rates of standings and waiting times."""

    method: Literal["membership"]
    horizon: int = Field(5, ge=1, le=20, description="years ahead")
    bodies: Annotated[tuple[str, ...], Field(max_length=20), Strict(False)] = Field(
        (), description="bodies that the answer is about; by default all of the region, and the EU for its applicants"
    )
    changes_if: Annotated[tuple[Text, ...], Field(min_length=1), Strict(False)] = Field(
        description="what would change the answer"
    )
