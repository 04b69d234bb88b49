"""Studies of method "bargaining": what a body, an exchange or an enlargement would bring.

A file asks one of three questions. `[formats]` puts an issue before several bodies, each with its own members and
rule, and compares them for one state. `[exchange]` lets two actors trade their votes on the issues of a package.
`[enlargement]` takes a body through its enlargements. What is coded and measured is drawn with its errors.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from steppe.scenario.event import Code, Text
from steppe.scenario.study import Part, Slug, Study

Name = Annotated[str, Field(min_length=1, max_length=60)]
Names = Annotated[tuple[Name, ...], Field(min_length=1, max_length=12), Strict(False)]
Codes = Annotated[tuple[Code, ...], Field(max_length=40), Strict(False)]
Capability = Literal["gdp_usd", "gdp_ppp", "population", "equal"]


class Case(Part):
    """One issue of an agenda, and the bodies before which it is put."""

    name: Slug = Field(description="short name, small letters and hyphens")
    agenda: Name = Field(description="a shipped agenda by name")
    issue: Name = Field(description="the issue of it")
    bodies: Names = Field(description="bodies, `CIS` or `EAEU Collegium`; `bilateral`: with each partner alone")
    partners: Codes = Field((), description="with whom it is settled bilaterally; left out: all others")


class Formats(Part):
    """Which body serves a state on an issue."""

    of: Code = Field(description="the state for which bodies are compared")
    case: Annotated[tuple[Case, ...], Field(min_length=1, max_length=6), Strict(False)] = Field(
        description="issues and bodies"
    )


class ExchangeOf(Part):
    """What two actors can trade."""

    agenda: Name = Field(description="a shipped agenda with a package")
    between: Annotated[tuple[Code, ...], Field(min_length=2, max_length=2), Strict(False)] = Field(
        description="the two that trade"
    )


class EnlargementOf(Part):
    """What enlargement does to a body."""

    body: Name = Field(description="the body")
    beside: Annotated[tuple[Name, ...], Field(max_length=8), Strict(False)] = Field(
        (), description="bodies shown for comparison"
    )
    watched: Codes = Field((), description="members whose shares are followed; by default the leading one")
    capability: Capability = Field("gdp_usd", description="what counts as size")


class BargainingStudy(Study):
    """A question about bodies: which one, what is traded, what enlargement does."""

    method: Literal["bargaining"]
    formats: Formats | None = Field(None, description="one issue before several bodies")
    exchange: ExchangeOf | None = Field(None, description="two actors trade votes between issues")
    enlargement: EnlargementOf | None = Field(None, description="a body and its enlargements")
    changes_if: Annotated[tuple[Text, ...], Field(min_length=1), Strict(False)] = Field(
        description="what would change the answer"
    )
