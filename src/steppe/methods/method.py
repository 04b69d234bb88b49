"""What a method of answering studies is: one object in the `__init__` of one folder.

A method says what a file of it may hold (`Study`), what a run may be given beside draws and seed (`Settings`), what a
study must not get wrong (`check`) and how it is answered (`compute`). Page, terminal, explanation and main chart are
shared; a method with better ones of its own overrides them. Reading a study must cost no solver, so what computes or
draws is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from steppe.methods.answer import Answer
from steppe.methods.result import Links, Progress, Result
from steppe.scenario.problem import Problem
from steppe.scenario.study import Loaded, Study
from steppe.world.errors import UserError
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from steppe.display.charts.theme import Theme


class Comparison(NamedTuple):
    """Two runs side by side: every row, the rows and columns that a table shows, and what to know."""

    rows: pd.DataFrame
    shown: pd.DataFrame
    notes: list[str]


S = TypeVar("S", bound=Study)
R = TypeVar("R", bound=Result)

BASELINE: Any = Field(None, description="year of the figures; the study's own", json_schema_extra={"short": "-b"})
"""The setting `baseline` of every method that has one."""

Maker = Callable[..., Any]
WIDTH = 640
"""Pixels of a chart that stands alone."""


class RunSettings(BaseModel):
    """What a run may be given: nothing, unless a method has settings of its own, each with a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Method(Generic[S, R]):
    """One way to answer a study.

    Attributes
    ----------
    name, title
        What a file calls it, and what people do.
    Study, Settings
        What a file may say; what a run may be given, which are also options of `steppe run`.
    result_type
        The class of its results.
    compared
        What of two runs is compared where no measure is named.
    """

    name: str
    title: str
    Study: type[S]
    Settings: type[RunSettings] = RunSettings
    result_type: type[Result] = Result
    compared: str = "gdp_equivalent"

    def check(self, study: S, world: World) -> Iterator[Problem]:
        """What is wrong with a study that keeps to its model."""
        yield from ()

    def compute(
        self, loaded: Loaded[S], world: World, *, draws: int, seed: int, settings: Any, progress: Progress
    ) -> R:
        """Answer a study; `settings` is a valid `Settings`, `progress` is called with what is done and the total."""
        raise NotImplementedError(f"method {self.name} computes nothing")

    def names(self, result: R) -> Mapping[str, str]:
        """Names for people of what this method alone has a code for, by code."""
        return {}

    def makers(self) -> Sequence[Maker]:
        """Functions `(result, *, width, theme, framed)` that draw the charts of its own; None where one has nothing."""
        return ()

    def charts(self, result: R, *, width: int, theme: Theme, framed: bool = False) -> list[tuple[str, Any]]:
        """Name and picture of every chart that it adds to the page of a run; framed with title and source."""
        made = [(maker.__name__, maker(result, width=width, theme=theme, framed=framed)) for maker in self.makers()]
        return [(name, chart) for name, chart in made if chart is not None]

    def plot(self, result: R) -> Any:
        """The main chart of a run: the first of its own, or else the intervals of the first measure."""
        from steppe.display.charts.tokens import LIGHT
        from steppe.methods.view import chart_block, view

        charts = self.charts(result, width=WIDTH, theme=LIGHT, framed=True)
        seen = view(result)
        return charts[0][1] if charts else chart_block(seen, seen.blocks[0], width=WIDTH, theme=LIGHT, framed=True)

    def answer(self, result: R) -> Answer:
        """The answer of a run in which codes are names."""
        from steppe.methods.view import view

        say, said = view(result).sentence, result.answer
        return Answer(said.verdict, say(said.sentence), say(said.caveat))

    def page(self, result: R, site: Links = ()) -> str:
        """A run as one self-contained page."""
        from steppe.methods.page import page
        from steppe.methods.view import view

        return page(view(result), self.charts, site)

    def show(self, result: R, console: Console, *, compact: bool = False) -> None:
        """Print a run; compact: the answer and the main table."""
        from steppe.methods.terminal import show
        from steppe.methods.view import view

        show(view(result), console, compact=compact)

    def save(self, result: R, folder: Path) -> Path:
        """Write a run with its page into a folder of its own; see `Result.save`."""
        from steppe.methods.store import write

        return write(result, folder, self.page(result))

    def explain(self, result: R, cell: str) -> pd.DataFrame:
        """The steps from a number of a run to its inputs; see `steppe.methods.explain.explain`."""
        from steppe.methods.explain import explain

        return explain(result, cell)

    def compare(self, first: R, second: Result, *, case: str, measure: str) -> Comparison:
        """What a second run has more than the first, draw by draw."""
        raise UserError(f"{first.run} is a run of method {self.name}, whose runs cannot be compared draw by draw")
