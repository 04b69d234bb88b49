"""The commands `route`, the way between two ends, and `corridors`, ways beside published services."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, tell, the_world
from steppe.world.errors import UserError

if TYPE_CHECKING:
    from steppe.economy.corridors import Ways
    from steppe.report.route.view import RouteView
    from steppe.world.world import World

MOST = 5
"""Ways that are shown at most."""


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command(cls=Command)(route)
    app.command(cls=Command)(corridors)


def _picture(out: Path | None) -> Path | None:
    if out is not None and out.suffix.lower() not in (".png", ".svg"):
        raise UserError(f"--out: {out} is not .png or .svg; name the file FILE.png or FILE.svg")
    return out


@examples(
    {
        "route CHN DEU": "from Beijing to Berlin: links, borders, breaks of gauge, days and dollars",
        "route Xian Duisburg --without RUS,sea --out caspian.svg": "by the Caspian, and the map of it",
    }
)
def route(
    origin: str = typer.Argument(
        ..., help="A state, which stands for its capital, or a place: Xian.", autocompletion=completion.state
    ),
    destination: str = typer.Argument(..., help="A state or a place.", autocompletion=completion.state),
    without: str | None = typer.Option(
        None, "--without", help="What not to use: states (RUS), borders (BLR-POL), modes (sea), gauges (1676)."
    ),
    on: str | None = typer.Option(None, "--on", help="The day; the last of the bundle."),
    by: str = typer.Option("cost", "--by", help="What is made least: cost (money and time), days, km or money."),
    most: int = typer.Option(4, "--ways", min=1, max=MOST, help="How many ways at most."),
    restricted: bool = typer.Option(False, "--restricted", help="Use restricted links too."),
    out: Path | None = typer.Option(
        None, "--out", callback=_picture, help="FILE.png or .svg to draw the map into; a missing folder is made."
    ),
    format: Format = FORMAT,
) -> None:
    """The way of goods between two ends, with its borders, breaks of gauge, days and dollars; and other ways."""
    from steppe.economy.corridors import ways
    from steppe.report.route.view import view
    from steppe.world.dates import TODAY, as_date

    world = the_world()
    left = [word.strip() for word in (without or "").split(",") if word.strip()]
    day = as_date(on) if on else TODAY
    found = ways(world, origin, destination, on=day, without=left, by=by, most=most, restricted=restricted)  # type: ignore[arg-type]
    shown = view(world, found)
    if out is not None:
        _draw(shown, out)
    elif format is Format.TABLE:
        _print(shown)
    else:
        _rows(world, found, shown, format)


def _draw(shown: RouteView, out: Path) -> None:
    from steppe.display.charts.theme import alone, dressed
    from steppe.display.charts.tokens import LIGHT
    from steppe.display.page import save_bytes
    from steppe.report.route.charts import chart_route

    chart = dressed(chart_route(shown, theme=LIGHT, framed=True), LIGHT)
    save_bytes(out, alone(chart, out.suffix.lower()))
    tell(str(out))


def _print(shown: RouteView) -> None:
    from rich.text import Text

    from steppe.display.frames import print_table
    from steppe.display.terminal import HEAD, write

    with screen() as out:
        write(out, [Text(shown.title, HEAD), Text(shown.sentence), Text()])
        print_table(out, shown.legs, spare=("source", "bounds"))
        write(out, [Text()])
        print_table(out, shown.others, "Ways", shown.notes, spare=("recalled", "breaks"))


def _rows(world: World, found: Ways, shown: RouteView, format: Format) -> None:
    from steppe.economy.corridors import link_rows

    totals = {
        "origin": found.start.name,
        "destination": found.end.name,
        "day": str(found.on),
        "by": found.by,
        "answer": shown.sentence,
        "ways": [
            {
                "way": place,
                "states": list(one.states),
                "km": one.km.value,
                "days": one.days.value,
                "days_low": one.days.low,
                "days_high": one.days.high,
                "usd": one.dollars.value,
                "usd_low": one.dollars.low,
                "usd_high": one.dollars.high,
                "cost_usd": one.cost,
                "basis": one.days.basis,
            }
            for place, one in enumerate(found.ways, start=1)
        ],
    }
    units = {"km": "km", "days": "days", "usd": "USD for 20 t", "lat": "degrees north", "lon": "degrees east"}
    units |= {name: "days" for name in ("days_low", "days_high", "border_days")}
    units |= {name: "USD for 20 t" for name in ("usd_low", "usd_high")}
    show(link_rows(world, found), format, shown.title, shown.notes, totals, units=units)


@examples(
    {
        "corridors": "published transit times and distances beside the model, and by how much they differ",
        "corridors --format csv": "the same with bounds, rivals, offices and sources, to take away",
    }
)
def corridors(format: Format = FORMAT) -> None:
    """Published services beside the ways that the model finds: days and kilometres, and by how much they differ."""
    from steppe.economy.corridors.services import score, services
    from steppe.report.route.compared import NEVER_FITTED, compared, told

    world = the_world()
    rows = services(world)
    bars = score(rows)
    if format is Format.TABLE:
        show(compared(rows), format, "Published services beside the model", told(bars), spare=("counted by", "rival"))
    else:
        units = {"published": "as in unit", "model": "as in unit", "rival": "days"}
        totals = {"bars": bars.to_dict("records")}
        show(rows, format, "Published services beside the model", [NEVER_FITTED], totals, units=units)
