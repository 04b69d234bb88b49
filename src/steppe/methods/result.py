"""The result of a run: plain frames that know what they rest on.

`results` keeps to the columns that every study can speak: `level` is the share of draws inside `low` to `high`, `value`
their median (of a probability, their share), `error` the Monte Carlo error of the three, empty where nothing is drawn.
A method may add frames of its own in a subclass. How a result is drawn and written is the business of its method
(`steppe.methods.method.Method`), which it asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from steppe.display.format import DIGITS, Figure, chance, figure, sentence_case
from steppe.display.frames import with_chances
from steppe.methods.answer import Answer

if TYPE_CHECKING:
    import xarray as xr

    from steppe.scenario.study import Study
    from steppe.world.world import World

Progress = Callable[[int, int], None]
"""Called with what is done and the total."""

COLUMNS = ("subject", "partner", "year", "measure", "unit", "value", "low", "high", "level", "error", "basis")
Links = Sequence[tuple[str, str, bool]]
"""Links of a site: address, words, whether this page is in it."""

SHOWN = 12
"""Rows that a notebook shows of a result."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A further table of a result: what it is called in files, its title, the frame, and the unit of its figures.

    `chances` are its columns of probabilities, which people are shown in per cent. `errors` has the Monte Carlo errors
    of the columns that are drawn, row by row; no digit below twice of them is shown, and no more than `digits`: two
    where sizes are assumed.
    """

    slug: str
    title: str
    frame: pd.DataFrame
    unit: str = ""
    chances: tuple[str, ...] = ()
    errors: pd.DataFrame | None = None
    digits: int = DIGITS

    @property
    def shown(self) -> pd.DataFrame:
        """The frame for people: probabilities in per cent, and no digit that the draws do not give."""
        if self.errors is None:
            return with_chances(self.frame, *self.chances)
        shown = {}
        for name in self.errors:
            cells = zip(self.frame[name], self.errors[name], strict=True)
            if name in self.chances:
                shown[name] = [Figure(chance(value, error=error)) for value, error in cells]
            else:
                shown[name] = [Figure(figure(value, error, self.digits)) for value, error in cells]
        return with_chances(self.frame.assign(**shown), *(name for name in self.chances if name not in shown))

    @property
    def heading(self) -> str:
        """Title and unit, to stand above it."""
        return sentence_case(", ".join(part for part in (self.title, self.unit) if part))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of draws with its Monte Carlo error: a cell of a table that is being made, see `tabled`."""

    value: float
    error: float


def tabled(
    slug: str, title: str, frame: pd.DataFrame, unit: str = "", chances: tuple[str, ...] = (), digits: int = DIGITS
) -> Table:
    """A table of a frame whose cells may be `Drawn`: their figures are in its frame, their errors beside it.

    Examples
    --------
    >>> made = tabled("rents", "rents", pd.DataFrame({"state": ["KAZ"], "rent": [Drawn(1.2345, 0.02)]}))
    >>> made.frame.values.tolist(), [str(cell) for cell in made.shown["rent"]]
    ([['KAZ', 1.2345]], ['1.2'])
    """
    drawn = [name for name in frame if frame[name].map(lambda cell: isinstance(cell, Drawn)).any()]
    figures = {name: [getattr(cell, "value", cell) for cell in frame[name]] for name in drawn}
    errors = {name: [getattr(cell, "error", 0.0) for cell in frame[name]] for name in drawn}
    plain = frame.assign(**{name: pd.Series(cells, index=frame.index, dtype=float) for name, cells in figures.items()})
    return Table(slug, title, plain, unit, chances, pd.DataFrame(errors, index=frame.index) if drawn else None, digits)


def by_slug(*tables: Table) -> dict[str, Table]:
    """Tables by slug, in their order."""
    return {table.slug: table for table in tables}


class Presenter(Protocol):
    """What a result asks of its method."""

    name: str

    def names(self, result: Any) -> Mapping[str, str]:
        """Names for people of what only it has a code for."""

    def plot(self, result: Any) -> Any:
        """Its main chart."""

    def page(self, result: Any, site: Links = ()) -> str:
        """Its page."""

    def answer(self, result: Any) -> Answer:
        """Its answer with names."""

    def save(self, result: Any, folder: Path) -> Path:
        """Write it into a folder."""


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where a result comes from: the method, the study that it answers, and the world that it was computed on.

    `key` is that of the question (`steppe.methods.store.question`), `kept` the folder that the answer was read from.
    """

    method: Presenter
    study: Study
    world: World
    key: str = ""
    kept: Path | None = None


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Result:
    """One run of a study, whatever its method.

    Attributes
    ----------
    study, run, method, title, question
        What was asked; `run` is the name of the study with a hash of its content and of the settings.
    baseline
        Year that the figures are of.
    seed, draws, failed_draws
        How it was answered; `failed_draws` counts draws without a result over all that was drawn.
    world_version
        Version of the bundle.
    answer
        Verdict, sentence and caveat, computed from the numbers.
    results
        See the module.
    tables
        Further tables by slug, in the order in which they are shown.
    read_first, notes, assumptions, sources
        What must be read before the answer, what else to know, what is assumed (what, value, why), and the sources by
        name.
    settings
        What else was chosen, by name.
    origin
        Where it comes from; `steppe.run` and `steppe.methods.loader.load_run` put it there.
    """

    study: str
    run: str
    method: str
    title: str
    question: str
    baseline: int
    seed: int
    draws: int
    failed_draws: int
    world_version: str
    answer: Answer
    results: pd.DataFrame
    tables: dict[str, Table]
    notes: tuple[str, ...]
    assumptions: tuple[tuple[str, str, str], ...]
    sources: tuple[str, ...]
    settings: dict[str, Any]
    read_first: tuple[str, ...] = ()
    origin: Origin | None = None

    # ------------------------------------------------------------------ for people
    @property
    def source(self) -> Origin:
        """Its origin. Raises ValueError where it was put together by hand and has none."""
        if self.origin is None:
            raise ValueError(f"{self.run} has no origin: make a result with steppe.run")
        return self.origin

    @property
    def table(self) -> pd.DataFrame:
        """The main table."""
        return self.results

    def plot(self) -> Any:
        """The main chart, of altair."""
        from steppe.display.charts.theme import dressed
        from steppe.display.charts.tokens import LIGHT

        return dressed(self.source.method.plot(self), LIGHT)

    def save(self, folder: Path | str) -> Path:
        """Write the run into a folder of its own, `<study>-<hash>`: tables as Parquet, `run.json`, `report.html`.

        Returns
        -------
        The run's folder.

        Raises
        ------
        UserError
            The folder cannot be made or written.
        """
        return self.source.method.save(self, Path(folder))

    def to_pandas(self) -> pd.DataFrame:
        """The columns of every figure, one row each."""
        return self.results.copy()

    def to_xarray(self) -> xr.Dataset:
        """One variable a measure over `statistic` (value, low, high) and those of subject, partner and year that vary.

        Variables have the attributes `units` and `long_name`. Empty where the run has no such figure.
        """
        import xarray as xr

        return xr.Dataset({array.name: array for array in _arrays(self.results)})

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.run}: {self.method}, {self.draws} draws, seed {self.seed}. {self.answer}>"

    def _repr_html_(self) -> str:
        head = f"<p><b>{escape(self.question)}</b></p><p>{escape(str(self.answer))}</p>"
        rest = len(self.table) - SHOWN
        more = f"<p>{rest} more rows in <code>.table</code></p>" if rest > 0 else ""
        return head + self.table.head(SHOWN).to_html(index=False, border=0) + more

    # ---------------------------------------------------------------- the contract
    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Every table of the contract by slug."""
        return {slug: table.frame for slug, table in self.tables.items()}

    def document(self) -> dict[str, Any]:
        """The contract of `--format json`, as plain Python."""
        answer = self.answer if self.origin is None else self.origin.method.answer(self)
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
            "tables": {slug: records(frame) for slug, frame in self.frames.items()},
            "notes": [
                str(answer),
                *self.read_first,
                *self.notes,
                *(f"Assumed: {what} = {value}. {why}" for what, value, why in self.assumptions),
            ],
            "sources": list(self.sources),
            "answer": answer.document(),
            "settings": {**self.settings, "question": self.question},
            "run": self.run,
        }


def _arrays(results: pd.DataFrame) -> Iterator[xr.DataArray]:
    """The figures measure by measure; a measure in two units is two."""
    units = results.groupby("measure")["unit"].nunique()
    keys = [key for key in ("subject", "partner", "year") if results[key].nunique() > 1] or ["subject"]
    for (measure, unit), rows in results.groupby(["measure", "unit"], sort=False):
        array = rows.set_index(keys)[["value", "low", "high"]].rename_axis(columns="statistic").stack().to_xarray()
        array = array.reindex({key: list(dict.fromkeys(results[key])) for key in keys})
        name = slug(f"{measure} {unit}" if units[measure] > 1 else str(measure)).replace("-", "_")
        yield array.rename(name).assign_attrs(units=str(unit), long_name=str(measure).replace("_", " "))


def slug(words: str) -> str:
    """Small letters and digits joined by hyphens.

    Examples
    --------
    >>> slug("Rent lost, % of GDP")
    'rent-lost-of-gdp'
    """
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python; what is not known is null."""
    days = {name: column.dt.strftime("%Y-%m-%d") for name, column in frame.select_dtypes("datetime").items()}
    rows: list[dict[str, Any]] = json.loads(frame.assign(**days).to_json(orient="records", double_precision=12))
    return rows


def schema() -> dict[str, Any]:
    """The JSON Schema of `Result.document()`."""
    number, text = {"type": ["number", "null"]}, {"type": "string"}
    kinds = {"year": {"type": "integer"}, "value": number, "low": number, "high": number, "level": number}
    kinds["error"] = number
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
        "answer": {"type": "object", "properties": {part: text for part in ("verdict", "sentence", "caveat")}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Result of a study",
        "type": "object",
        "properties": {**properties, "settings": {"type": "object"}},
        "required": list(properties),
    }
