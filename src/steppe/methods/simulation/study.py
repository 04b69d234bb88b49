"""Studies of method "simulation": what happens, what is changed by hand, and what the answer is about."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, Strict

from steppe.methods.method import RunSettings
from steppe.politics.bargaining.agenda import Agenda
from steppe.scenario.event import Code, Text
from steppe.scenario.events import AnyEvent
from steppe.scenario.study import Part, Study

FIRST_START, LAST_UNTIL, UNTIL = 2000, 2060, 2035
EVERY = "ties and output"
"""What a comparison of two runs shows where no layer is named."""
Layer = Literal["growth", "trade", "debt", "arms", "positions", "transfers"]
Told = Literal[Layer, "income"]
"""What an answer can be about."""
Coupling = Literal[
    "exposure-pulls-votes",
    "income-moves-output",
    "shock-transfers",
    "shock-currency",
    "shock-debt",
    "shock-supply",
    "shock-transit",
    "shock-rerouting",
    "shock-corridors",
]
"""What has not earned that it moves anything: couplings, and what is not counted of a channel of income."""


class Change(Part):
    """A course that is changed by hand, from a year to a year: growth in points, a tie in per cent a year."""

    layer: Layer = Field(description="what is changed")
    states: Annotated[tuple[Code, ...], Field(max_length=60), Strict(False)] = Field(
        (), description="codes of the states whose figure it is; by default all that the layer has"
    )
    partner: Code | None = Field(None, description="of a tie: the power concerned")
    by: Annotated[FiniteFloat, Field(ge=-90, le=500)] = Field(
        description="points of growth a year, or per cent of the tie a year"
    )
    first: int = Field(ge=1992, le=LAST_UNTIL, description="first year that is changed")
    last: int = Field(ge=1992, le=LAST_UNTIL, description="last year that is changed")
    why: Text = Field(description="why by so much")


class About(Part):
    """What the answer speaks of."""

    kind: Literal["fans", "leads", "seats", "difference", "agenda", "nothing"] = Field(
        description="fans of ties; chances that one power leads another; seats; what the scenario changes; what "
        "becomes of the first item of the agendas; or nothing, where the question cannot be answered"
    )
    layer: Told = Field("trade", description="the layer that the sentence is about")
    states: Annotated[tuple[Code, ...], Field(max_length=12), Strict(False)] = Field(
        (), description="states that the sentence is about; by default the twelve"
    )
    partner: Code | None = Field(None, description="the power that the sentence is about")
    over: Code | None = Field(None, description="of leads: the power that is led")
    body: Code | None = Field(None, description="of seats: the body")
    left_out: str = Field("", max_length=120, description="what is left out and may be larger than the answer")
    condition: str = Field("", max_length=120, description="what is assumed, as words after `if`")
    needed: str = Field("", max_length=240, description="where nothing is found: why, and what an answer would need")


class SimulationStudy(Study):
    """A question for the system in motion."""

    method: Literal["simulation"]
    start: Annotated[int, Field(ge=FIRST_START, le=2100)] | None = Field(
        None, description="last year that is known; by default all that is on record"
    )
    until: int = Field(UNTIL, ge=FIRST_START + 1, le=LAST_UNTIL, description="horizon, a year")
    event: Annotated[tuple[AnyEvent, ...], Field(max_length=200), Strict(False)] = Field(
        (), description="what happens, in order of date"
    )
    change: Annotated[tuple[Change, ...], Field(max_length=40), Strict(False)] = Field(
        (), description="courses that are changed by hand"
    )
    agenda: Annotated[tuple[Agenda, ...], Field(max_length=10), Strict(False)] = Field(
        (), description='agendas that go to their bodies, as in a file of `steppe bargain`, with `seats = "members"`'
    )
    assume: Annotated[tuple[Coupling, ...], Field(max_length=9), Strict(False)] = Field(
        (), description="couplings and channels that move something although they have not earned it"
    )
    about: About = Field(description="what the answer speaks of")
    changes_if: Annotated[tuple[Text, ...], Field(min_length=1), Strict(False)] = Field(
        description="what would change the answer"
    )

    @property
    def stated(self) -> tuple[tuple[str, str, str], ...]:
        """What the file assumes, its changes and couplings among it."""
        changed = ((_named(one), f"{one.by:+g} from {one.first} to {one.last}", one.why) for one in self.change)
        coupled = ((name, "on", "It has not earned its place on the scoreboard.") for name in self.assume)
        return (*super().stated, *changed, *coupled)

    @property
    def plain(self) -> bool:
        """Whether nothing happens but what the rules and rates bring."""
        return not (self.event or self.change or self.assume)

    def bare(self) -> SimulationStudy:
        """The same without events, changes and couplings."""
        return self.model_copy(update={"event": (), "change": (), "assume": ()})

    def uncoupled(self) -> SimulationStudy:
        """The same without what is assumed of couplings."""
        return self.model_copy(update={"assume": ()})


def _named(change: Change) -> str:
    who = f" of {', '.join(change.states)}" if change.states else ""
    return f"{change.layer}{who}{f' with {change.partner}' if change.partner else ''}"


class SimulationSettings(RunSettings):
    """What a run may be given."""

    until: Annotated[int, Field(ge=FIRST_START + 1, le=LAST_UNTIL)] | None = Field(
        None, description="horizon, a year; the study's own"
    )
