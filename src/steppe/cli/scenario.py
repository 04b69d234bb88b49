"""Commands about scenarios: studies, run, explain, schema, estimate."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.cli.output import FORMAT, Format, console, show, the_world
from steppe.display.format import sentence_case

if TYPE_CHECKING:
    from steppe.scenario.result import Result
    from steppe.scenario.study import Loaded
    from steppe.world.world import World

    Progress = Callable[[int, int], None]

ANEW = 100
"""Draws of a study that `explain` or `compare` is asked about by its name alone."""


MOST_DRAWS = 100_000
"""More draws would take days, and move no digit that is shown."""


LONGEST = 40
"""Rows of a further table that a terminal shows."""


class Baseline(enum.StrEnum):
    """Years whose trade a policy can be put on."""

    Y2019 = "2019"
    Y2023 = "2023"


class Depth(enum.StrEnum):
    """How deep agreements are taken to be."""

    OWN = "own"
    TYPICAL = "typical"
    EU = "eu"


class Schema(enum.StrEnum):
    """What has a JSON Schema."""

    STUDY = "study"
    RESULT = "result"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (studies, run, explain, schema, estimate):
        app.command()(command)


def studies(format: Format = FORMAT) -> None:
    """The questions that come with steppe, each with its method; `steppe run NAME` answers one."""
    import pandas as pd

    from steppe.methods.loader import list_studies

    rows = [
        {
            "study": loaded.name,
            "question": loaded.study.question,
            "method": getattr(loaded.study, "method", ""),
            "baseline": getattr(loaded.study, "baseline", None),
        }
        for loaded in list_studies(the_world())
    ]
    notes = ["`steppe run STUDY` answers one; a file of yours, STUDY.toml, is run in the same way."]
    show(pd.DataFrame(rows), format, "Studies", notes, spare=("baseline", "method"), whole=("study",))


def run(
    study: str = typer.Argument(..., help="A study by name, or the path of a TOML file."),
    baseline: Baseline | None = typer.Option(None, "--baseline", "-b", help="Year of the trade; the study's own."),
    draws: int = typer.Option(200, "--draws", min=2, max=MOST_DRAWS, help="Draws for each case and depth."),
    depth: Depth | None = typer.Option(None, "--depth", help="The depth that the answer speaks of; the study's own."),
    power: str | None = typer.Option(None, "--power", help="Of a study of patronage: one power alone."),
    seed: int = typer.Option(1, "--seed", min=0, help="The same seed gives the same result, to the byte."),
    out: Path | None = typer.Option(None, "--out", help="Folder for the run's own; `runs` if a table is printed."),
    compact: bool = typer.Option(False, "--compact", help="The answer and the main table; keeps nothing on disk."),
    format: Format = FORMAT,
) -> None:
    """Answer a study: what would happen, to whom, how sure it is, and what it hangs on."""
    from steppe.methods.loader import load_study
    from steppe.methods.run import run as answer

    world = the_world()
    loaded = load_study(study, world)
    year = int(baseline.value) if baseline else None
    with _progress() as progress:
        result = answer(loaded, world, year, draws, depth.value if depth else None, seed, progress, power)
    if format is Format.TABLE:
        out = out or (None if compact else Path("runs"))
    page = None if out is None else _keep(world, result, loaded, out)
    if format is Format.TABLE:
        _print(world, result, loaded, compact)
        if page is not None:
            console().print(f"Kept: {page}, with run.json and the tables as Parquet beside it.", markup=False)
    elif format is Format.JSON:
        _write_json(result.document() | {"run": result.run})
    else:
        show(result.results, format)


def _print(world: World, result: Result, loaded: Loaded, compact: bool) -> None:
    from steppe.methods.equilibrium.result import EquilibriumResult
    from steppe.methods.equilibrium.terminal import show as show_study
    from steppe.methods.equilibrium.view import view

    if isinstance(result, EquilibriumResult):
        show_study(view(result, world, loaded.study), console(), compact=compact)
    else:
        _print_answer(world, result, loaded, compact)


def _print_answer(world: World, result: Result, loaded: Loaded, compact: bool) -> None:
    """The answer, its figures, its tables, what is assumed and how it was computed."""
    from steppe.methods import view as answer

    seen = answer.view(result, world, loaded.study)
    out = console()
    out.print(f"steppe {result.world_version} · study {result.study} · method {result.method}", style="dim")
    out.print(result.question, style="bold")
    out.print(seen.told(result.answer), highlight=False, markup=False)
    out.print()
    figures = result.results.drop(columns=["level"]).dropna(axis="columns", how="all")
    figures = figures.loc[:, [name for name in figures if not figures[name].eq("").all()]]
    show(figures, Format.TABLE, f"Results; low to high hold {seen.level} of the draws", spare=("basis", "unit", "year"))
    for name, frame in {} if compact else result.tables.items():
        out.print()
        cut = [f"The first {LONGEST} of {len(frame)} rows; `--format json` has all."]
        notes = cut if len(frame) > LONGEST else []
        show(frame.head(LONGEST), Format.TABLE, sentence_case(name.replace("_", " ")), notes, spare=("source", "basis"))
    if not compact:
        out.print("\nAssumed", style="bold")
        for what, value, why in result.assumptions:
            out.print(f"  {what.replace('_', ' ')}, {value}: {why}", style="dim", highlight=False, markup=False)
        out.print("How it was computed", style="bold")
        for note in result.notes:
            out.print(f"  {seen.told(note)}", style="dim", highlight=False, markup=False)
    out.print(answer.meta(seen), style="dim", highlight=False)
    out.print(f"Sources: {', '.join(result.sources)}", style="dim", highlight=False)


def _keep(world: World, result: Result, loaded: Loaded, out: Path) -> Path:
    """Write the run's folder, tables, `run.json`, `report.html`, and return the page; before anything is printed."""
    from steppe.methods.pages import write_study
    from steppe.methods.store import save

    return write_study(result, save(result, out), world, loaded.study)


def _write_json(document: object) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on stderr where a person watches; nothing in a pipe."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Solving"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("solving", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def kept_or_new(world: World, name: str) -> Result:
    """A run by its folder or by its name under `runs`; a study by name or file is run now, with `ANEW` draws."""
    from steppe.methods.loader import load_study
    from steppe.methods.run import run as answer
    from steppe.methods.store import RUNS, load

    for folder in (Path(name), RUNS / name):
        if folder.is_dir():
            return load(folder)
    with _progress() as progress:
        return answer(load_study(name, world), world, draws=ANEW, progress=progress)


def explain(
    run: str = typer.Argument(..., help="A run: its folder, its name under `runs`; or a study, which is then run."),
    cell: str = typer.Argument(..., help="SUBJECT.MEASURE, and .PARTNER, @DEPTH, /CASE if needed: UZB.real_income@eu."),
    format: Format = FORMAT,
) -> None:
    """Walk from a number of a run to its inputs: draws, elasticity, pairs that change, figures, sources."""
    from steppe.methods.equilibrium.explain import explain as walk

    world = the_world()
    result = kept_or_new(world, run)
    show(walk(result, world, cell), format, f"{cell} in {result.run}", spare=("basis",))


def schema(
    what: Schema = typer.Argument(Schema.STUDY, help="A study file, or what `run --format json` prints."),
) -> None:
    """The JSON Schema of a study file, for editors and checks; or of the result of a run."""
    from steppe.methods.loader import schema as of_study
    from steppe.scenario.result import schema as of_result

    _write_json(of_study() if what is Schema.STUDY else of_result())


def estimate(
    out: Path | None = typer.Option(None, "--out", help="Folder for the tables, for `steppe --data FOLDER`."),
    format: Format = FORMAT,
) -> None:
    """Estimate the effects of agreements and sanctions anew, by PPML; takes minutes, and the extra `estimate`."""
    from steppe.economy.gravity import REFERENCE
    from steppe.economy.gravity import estimate as gravity
    from steppe.world.errors import UserError

    if find_spec("pyfixest") is None:
        raise UserError("estimating gravity needs pyfixest, which is not installed: pip install 'steppe[estimate]'")
    watched = sys.stderr.isatty()
    tables = gravity(the_world(), lambda line: print(line, file=sys.stderr) if watched else None)
    rows = tables["gravity_estimates"]
    title = f"Gravity: log change of trade, specification {REFERENCE}"
    show(rows[rows["specification"].eq(REFERENCE)], format, title)
    if out is not None:
        from steppe.world.readers import write_folder

        write_folder(tables, out, compression=3)
        console().print(f"{out}: {len(tables)} tables. Use them with `steppe --data {out} …`.", markup=False)
