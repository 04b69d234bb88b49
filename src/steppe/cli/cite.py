"""`steppe cite`: how to cite the package, a table, figures of dependence, a run or a claim."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import say, tell, the_world
from steppe.world.errors import UserError

if TYPE_CHECKING:
    from steppe.report.citation.view import Citation
    from steppe.world.world import World


class What(enum.StrEnum):
    """What may be cited."""

    PACKAGE = "package"
    TABLE = "table"
    FIGURE = "figure"
    RUN = "run"
    CLAIM = "claim"


class Style(enum.StrEnum):
    """How a citation is written."""

    BOTH = "both"
    TEXT = "text"
    BIBTEX = "bibtex"


NAMES = {
    What.TABLE: "a table, `steppe cite table trade`",
    What.FIGURE: "a state, `steppe cite figure KGZ --on CHN`",
    What.RUN: "a run under `runs`, `steppe cite run NAME`",
    What.CLAIM: "a claim, `steppe cite claim T0-16`",
}


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(cite)


@examples(
    {
        "cite figure KGZ --on CHN --layer trade --year 2023 -f text": "a figure, with the sources that it rests on",
        "cite table trade --format bibtex": "a whole table, for a bibliography",
    }
)
def cite(
    what: What = typer.Argument(What.PACKAGE, help="What to cite: the package, or one thing in it."),
    name: str | None = typer.Argument(None, help="Which table, state, run or claim."),
    on: str | None = typer.Option(
        None, "--on", help="Of a figure: on whom.", autocompletion=completion.several(completion.actor)
    ),
    layer: str | None = typer.Option(
        None, "--layer", "-l", help="Of a figure: its layer; all.", autocompletion=completion.several(completion.layer)
    ),
    year: str | None = typer.Option(None, "--year", "-y", help="Of a figure: 2019 or 2008-2017; the latest."),
    accessed: str | None = typer.Option(None, "--accessed", help="The day you read it, 2026-12-01; today."),
    style: Style = typer.Option(Style.BOTH, "--format", "-f", help="Plain text, an entry of BibTeX, or both."),
) -> None:
    """How to cite a table, a figure, a run, a claim or the package: text and BibTeX, with versions and sources."""
    from rich.text import Text

    from steppe.report.citation import written

    _check(what, name, {"--on": on, "--layer": layer, "--year": year})
    cited = _cited(the_world(), what, name or "", on or "", layer, year, accessed or date.today().isoformat())
    if style is not Style.BIBTEX:
        say(map(Text, [*written.text(cited), *([""] if style is Style.BOTH else [])]))
    if style is not Style.TEXT:
        tell(written.bibtex(cited))


def _check(what: What, name: str | None, figure: dict[str, str | None]) -> None:
    """Refuse a word that is missing, or that says nothing of what is cited."""
    if what is What.PACKAGE:
        if name is not None:
            raise UserError(f'cite package: "{name}" is one word too many; `steppe cite` alone cites the package')
    elif name is None:
        raise UserError(f"cite {what.value}: name {NAMES[what]}")
    if what is What.FIGURE:
        if figure["--on"] is None:
            raise UserError("cite figure: say on whom, `--on CHN`")
        return
    for option, given in figure.items():
        if given is not None:
            raise UserError(f"{option}: only a figure has one; leave it out, or write `steppe cite figure`")


def _cited(
    world: World, what: What, name: str, on: str, layer: str | None, year: str | None, accessed: str
) -> Citation:
    from steppe.report.citation import view

    match what:
        case What.PACKAGE:
            return view.package(world, accessed)
        case What.TABLE:
            return view.table(world, name, accessed)
        case What.FIGURE:
            return view.dependence(world, name, on, layer, year, accessed)
        case What.RUN:
            return view.run(world, name, accessed)
        case What.CLAIM:
            return view.claim(world, name, accessed)
