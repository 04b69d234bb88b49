"""`steppe chart`: a chart as a picture, or the figures behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import Format, show, tell, the_world
from steppe.cli.progress import waiting
from steppe.world.errors import UserError

if TYPE_CHECKING:
    from steppe.report.gallery.charts import Drawn

ENDINGS = (".png", ".svg", ".csv")


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(chart)


def _file(out: Path | None) -> Path | None:
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise UserError(f"--out: {out} is not .png, .svg or .csv; name the file FILE.png, FILE.svg or FILE.csv")
    return out


@examples(
    {
        "chart": "the charts that there are",
        "chart dependence KGZ --on CHN,RUS --out kgz.png": "one as a picture; .svg for print, .csv for its figures",
    }
)
def chart(
    name: str | None = typer.Argument(None, help="A chart; a list of them by default."),
    of: str | None = typer.Argument(
        None, help="The state, or the run, that it is of.", autocompletion=completion.state
    ),
    on: str | None = typer.Option(
        None, "--on", help="The power, or powers.", autocompletion=completion.several(completion.actor)
    ),
    beside: str | None = typer.Option(
        None,
        "--with",
        "-w",
        help="Of alignment: states to compare with.",
        autocompletion=completion.several(completion.state),
    ),
    layer: str | None = typer.Option(
        None, "--layer", "-l", help="Layers of dependence; trade.", autocompletion=completion.several(completion.layer)
    ),
    out: Path | None = typer.Option(
        None, "--out", callback=_file, help="FILE.png, .svg, or .csv to write to; a missing folder is made."
    ),
) -> None:
    """A chart with title, unit, years and source as .png or .svg, or as .csv the figures behind it."""
    from steppe.report.gallery.charts import CHARTS, Asked, draw

    if name is None:
        rows = [
            {"chart": key, "of": one.of, "takes": ", ".join(f"--{word}" for word in one.takes), "shows": one.shows}
            for key, one in CHARTS.items()
        ]
        return show(rows, Format.TABLE, "Charts", ["To write one: steppe chart NAME [OF] --out FILE.png"])
    if out is None:
        raise UserError(f"chart {name}: say where it goes, `--out {name}.png`, .svg or .csv")
    with waiting(f"Drawing {name}"):
        _write(draw(the_world(), name, Asked(of or "", on or "", layer or "", beside or "")), out)
    tell(str(out))


def _write(drawn: Drawn, out: Path) -> None:
    from steppe.display.charts.theme import alone
    from steppe.display.page import save_bytes
    from steppe.display.plain import to_csv

    kind = out.suffix.lower()
    save_bytes(out, to_csv(drawn.figures).encode() if kind == ".csv" else alone(drawn.chart, kind))
