"""Commands about scenarios: studies, run, explain, schema, estimate."""

from __future__ import annotations

import enum
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from steppe.cli import completion, settings
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, MOST_DRAWS, SEED, Format, screen, show, tell, the_world
from steppe.cli.progress import progress
from steppe.cli.streams import write_json

if TYPE_CHECKING:
    from steppe.methods.result import Result
    from steppe.world.world import World


RUNS = Path("runs")
"""Where runs are kept if nothing else is said."""
ANEW = 256
"""Points of a study that `explain` or `compare` is asked about by its name alone."""


SETTINGS = "steppe.settings"
"""Where `_Run` leaves the settings for `run`."""


class Schema(enum.StrEnum):
    """What has a JSON Schema."""

    STUDY = "study"
    RESULT = "result"


class _Run(Command):
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
    app.command(cls=Command)(studies)
    app.command(cls=_Run)(run)
    for command in (explain, schema, estimate):
        app.command(cls=Command)(command)


@examples(
    {
        "studies": "all questions that come with steppe",
        "studies -f csv": "the same as rows, with method and baseline",
    }
)
def studies(format: Format = FORMAT) -> None:
    """The questions that come with steppe, each with its method; `steppe run NAME` answers one."""
    from steppe.methods.catalog import studies as catalogue

    notes = ["`steppe run STUDY` answers one; a file of yours, STUDY.toml, is run in the same way."]
    show(catalogue(), format, "Studies", notes, spare=("baseline", "method"))


@examples(
    {
        "run cis-full-free-trade --draws 50 --compact": "a free-trade zone of the CIS: the answer and the main table",
        "run who-leaves-next --draws 500 --out mine": "who may leave a body, kept with its report in the folder mine",
    }
)
def run(
    ctx: typer.Context,
    study: str = typer.Argument(
        ..., help="A study by name, or the path of a TOML file.", autocompletion=completion.study
    ),
    draws: int = typer.Option(
        2048, "--draws", min=2, max=MOST_DRAWS, help="Points for each case and depth, rounded up to a power of two."
    ),
    seed: int = SEED,
    out: Path | None = typer.Option(None, "--out", help="Folder for the run's own; `runs` if a table is printed."),
    compact: bool = typer.Option(False, "--compact", help="The answer and the main table; keeps nothing on disk."),
    format: Format = FORMAT,
) -> None:
    """Answer a study: what would happen, to whom, how certain that is, and what it depends on."""
    answered(study, draws, seed, out, compact=compact, format=format, settings=ctx.meta[SETTINGS])


def answered(
    study: Any,
    draws: int,
    seed: int,
    out: Path | None,
    *,
    compact: bool,
    format: Format,
    settings: Mapping[str, Any],
    workers: int | None = None,
) -> None:
    """Run a study, or find it where it is kept; keep it, and print it."""
    from steppe.methods.registry import find
    from steppe.methods.run import run as answer

    if format is Format.TABLE:
        out = out or (None if compact else RUNS)
    options = {"draws": draws, "seed": seed, "store": out, "workers": workers, **settings}
    with _goes_on(out), progress("Solving", "draws") as step:
        result = answer(study, world=the_world(), progress=step, **options)
    if found := result.source.kept:
        print(f"{found}: this was answered before; `steppe --fresh …` computes it anew.", file=sys.stderr)
    kept = found if found or out is None else result.save(out)  # before anything is printed
    if format is Format.TABLE:
        with screen() as to:
            find(result.method).show(result, to, compact=compact)
        if kept is not None:
            page = kept / "report.html"
            tell(f"Kept: {page}\nBeside it are run.json and the tables as Parquet.")
    elif format is Format.JSON:
        write_json(result.document())
    else:
        document = result.document()
        totals = {"tables": document["tables"], "sources": document["sources"]}
        show(result.results, format, result.title, document["notes"], totals)


@contextmanager
def _goes_on(out: Path | None) -> Iterator[None]:
    """Where work is stopped, say what is kept of it."""
    from steppe.methods.unfinished import ABOUT, FOLDER

    began = time.time()
    try:
        yield
    except KeyboardInterrupt:
        for about in (out or RUNS).glob(f"{FOLDER}/*/{ABOUT}"):
            if about.stat().st_mtime >= began and any(about.parent.glob("*.npy")):
                print("What is drawn is kept; the same command goes on from there.", file=sys.stderr)
        raise


def kept_or_new(world: World, name: str) -> Result:
    """A run by its folder or by its name under `runs`; a study by name or file is run now, with `ANEW` points."""
    from steppe.methods.loader import load_run
    from steppe.methods.run import run as answer
    from steppe.methods.store import kept

    if (folder := kept(name)) is not None:
        return load_run(folder, world)
    with progress("Solving", "draws") as step:
        return answer(name, world=world, draws=ANEW, progress=step)


@examples(
    {
        "explain cis-full-free-trade UZB.gdp_equivalent": "from the gain of Uzbekistan to pairs and sources",
        "explain baseline-2035 --state KGZ --year 2031": "what moves the ties of Kyrgyzstan in one simulated year",
    }
)
def explain(
    run: str = typer.Argument(
        ...,
        help="A run: its folder, its name under `runs`; or a study, which is then run.",
        autocompletion=completion.study,
    ),
    cell: str | None = typer.Argument(
        None, help="SUBJECT.MEASURE, and .PARTNER, @DEPTH, /CASE if needed: UZB.gdp_equivalent@eu."
    ),
    state: str | None = typer.Option(
        None, "--state", help="Of a simulation: the state.", autocompletion=completion.state
    ),
    year: int | None = typer.Option(None, "--year", "-y", help="Of a simulation: the year."),
    draw: int | None = typer.Option(None, "--draw", min=0, help="Of a simulation: one draw; by default their mean."),
    format: Format = FORMAT,
) -> None:
    """Walk from a number of a run to its inputs: draws, elasticity, pairs that change, figures, sources."""
    from steppe.methods.registry import find
    from steppe.methods.view import CHANCES, written_figure

    cell = _cell(cell, state, year, draw)
    result = kept_or_new(the_world(), run)
    steps = find(result.method).explain(result, cell)
    if format is Format.TABLE and steps["unit"].isin(CHANCES).any():
        cells = [written_figure(*row) for row in steps[["unit", "value"]].itertuples(index=False, name=None)]
        steps = steps.assign(value=cells)
    show(steps, format, f"{cell} in {result.run}", spare=("basis",))


def _cell(cell: str | None, state: str | None, year: int | None, draw: int | None) -> str:
    """What is explained, in one word: a cell, or a state in a year, `KGZ@2031/17`."""
    from steppe.world.errors import UserError

    if cell is not None and (state, year, draw) == (None, None, None):
        return cell
    if cell is not None or state is None or year is None:
        raise UserError("explain: name a cell, UZB.gdp_equivalent, or of a simulation --state and --year")
    return f"{the_world().state(state)}@{year}" + ("" if draw is None else f"/{draw}")


@examples(
    {
        "schema": "what a study file may say, for an editor",
        "schema result": "what `run --format json` prints",
    }
)
def schema(
    what: Schema = typer.Argument(Schema.STUDY, help="A study file, or what `run --format json` prints."),
) -> None:
    """The JSON Schema of a study file, for editors and checks; or of the result of a run."""
    from steppe.methods.loader import schema as of_study
    from steppe.methods.result import schema as of_result

    write_json(of_study() if what is Schema.STUDY else of_result())


@examples(
    {
        "estimate": "the effects of agreements, estimated anew",
        "estimate --out tables": "the same, kept as tables for `steppe --data tables`",
    }
)
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
        tell(f"{out}: {len(tables)} tables.\nUse them with `steppe --data {out} …`.")
