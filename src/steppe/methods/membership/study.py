"""Studies of method "membership": who is likely to leave, freeze or join, and how far the evidence carries."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from steppe.scenario.event import Text
from steppe.scenario.study import Study

Assumed = Literal["exclusivity", "dependence"]


class MembershipStudy(Study):
    """A question for the hazards of joining, freezing and leaving."""

    method: Literal["membership"]
    horizon: int = Field(5, ge=1, le=20, description="years ahead")
    bodies: Annotated[tuple[str, ...], Field(max_length=20), Strict(False)] = Field(
        (), description="bodies that the answer is about; by default all of the region"
    )
    rows: int = Field(12, ge=1, le=24, description="how many of the likeliest of each move are results")
    assume: Annotated[tuple[Assumed, ...], Strict(False)] = Field(
        (), description="assumptions to switch on: exclusivity, dependence"
    )
    changes_if: Annotated[tuple[Text, ...], Field(min_length=1), Strict(False)] = Field(
        description="what would change the answer"
    )
