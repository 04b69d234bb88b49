"""Commands about scenarios: studies, run, explain, schema, estimate."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand

from steppe.cli import settings
from steppe.cli.output import FORMAT, Format, console, show, the_world

if TYPE_CHECKING:
    from steppe.methods.result import Result
    from steppe.world.world import World

    Progress = Callable[[int, int], None]

ANEW = 100
"""Draws of a study that `explain` or `compare` is asked about by its name alone."""


SETTINGS = "steppe.settings"
"""Where `_Run` leaves the settings for `run`."""


MOST_DRAWS = 100_000
"""More draws would take days, and move no digit that is shown."""


class Schema(enum.StrEnum):
    """What has a JSON Schema."""

    STUDY = "study"
    RESULT = "result"


class _Run(TyperCommand):
    """`steppe run`, whose options are also the settings of the methods; these are looked up when it is used."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters of the function, and an option for each setting."""
        return [*super().get_params(ctx), *settings.options()]

    def invoke(self, ctx: Any) -> Any:
        """Call the function, which finds the settings in `ctx.meta`."""
        ctx.meta[SETTINGS] = {name: settings.value(name, ctx.params.pop(name)) for name in settings.fields()}
        return super().invoke(ctx)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(studies)
    app.command(cls=_Run)(run)
    for command in (explain, schema, estimate):
        app.command()(command)


def studies(format: Format = FORMAT) -> None:
    """The questions that come with steppe, each with its method; `steppe run NAME` answers one."""
    from steppe.methods.catalog import studies as catalogue

    notes = ["`steppe run STUDY` answers one; a file of yours, STUDY.toml, is run in the same way."]
    show(catalogue(the_world()), format, "Studies", notes, spare=("baseline", "method"), whole=("study",))


def run(
    ctx: typer.Context,
    study: str = typer.Argument(..., help="A study by name, or the path of a TOML file."),
    draws: int = typer.Option(200, "--draws", min=2, max=MOST_DRAWS, help="Draws for each case and depth."),
    seed: int = typer.Option(1, "--seed", min=0, help="The same seed gives the same result, to the byte."),
    out: Path | None = typer.Option(None, "--out", help="Folder for the run's own; `runs` if a table is printed."),
    compact: bool = typer.Option(False, "--compact", help="The answer and the main table; keeps nothing on disk."),
    format: Format = FORMAT,
) -> None:
    """Answer a study: what would happen, to whom, how certain that is, and what it depends on."""
    from steppe.methods.registry import find
    from steppe.methods.run import run as answer

    with _progress() as progress:
        result = answer(study, world=the_world(), draws=draws, seed=seed, progress=progress, **ctx.meta[SETTINGS])
    if format is Format.TABLE:
        out = out or (None if compact else Path("runs"))
    kept = None if out is None else result.save(out)  # before anything is printed
    if format is Format.TABLE:
        find(result.method).show(result, console(), compact=compact)
        if kept is not None:
            page = kept / "report.html"
            console().print(f"Kept: {page}, with run.json and the tables as Parquet beside it.", markup=False)
    elif format is Format.JSON:
        _write_json(result.document())
    else:
        show(result.results, format)


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
    from steppe.methods.loader import load_run
    from steppe.methods.run import run as answer
    from steppe.methods.store import RUNS

    for folder in (Path(name), RUNS / name):
        if folder.is_dir():
            return load_run(folder, world)
    with _progress() as progress:
        return answer(name, world=world, draws=ANEW, progress=progress)


def explain(
    run: str = typer.Argument(..., help="A run: its folder, its name under `runs`; or a study, which is then run."),
    cell: str = typer.Argument(..., help="SUBJECT.MEASURE, and .PARTNER, @DEPTH, /CASE if needed: UZB.real_income@eu."),
    format: Format = FORMAT,
) -> None:
    """Walk from a number of a run to its inputs: draws, elasticity, pairs that change, figures, sources."""
    from steppe.methods.registry import find

    result = kept_or_new(the_world(), run)
    steps = find(result.method).explain(result, cell)
    show(steps, format, f"{cell} in {result.run}", spare=("basis",))


def schema(
    what: Schema = typer.Argument(Schema.STUDY, help="A study file, or what `run --format json` prints."),
) -> None:
    """The JSON Schema of a study file, for editors and checks; or of the result of a run."""
    from steppe.methods.loader import schema as of_study
    from steppe.methods.result import schema as of_result

    _write_json(of_study() if what is Schema.STUDY else of_result())


def estimate(
    out: Path | None = typer.Option(None, "--out", help="Folder for the tables, for `steppe --data FOLDER`."),
    format: Format = FORMAT,
) -> None:
    """Re-estimate the effects of agreements and sanctions by PPML; takes minutes and needs the extra `estimate`."""
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
