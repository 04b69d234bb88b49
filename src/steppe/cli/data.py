"""Commands about the data: tables, sources, check, import, fetch; SQL; export."""

from __future__ import annotations

import enum
import re
import sys
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, TABLES, Format, doubt, show, tell, the_world
from steppe.cli.progress import progress
from steppe.world.errors import UserError

if TYPE_CHECKING:
    from steppe.world.readers import Imported

data = typer.Typer(help="The tables, their sources and their rules.", no_args_is_help=True)


class Graph(enum.StrEnum):
    """What `export` writes."""

    GRAPHML = "graphml"
    JSONLD = "jsonld"
    PARQUET = "parquet"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(data, name="data")
    app.command(cls=Command)(sql)
    app.command(cls=Command)(export)


@data.command(cls=Command)
@examples(
    {
        "data tables": "all tables",
        "data tables trade": "the columns of one, with units",
    }
)
def tables(
    table: str | None = typer.Argument(None, help="A table; all by default.", autocompletion=completion.table),
    format: Format = FORMAT,
) -> None:
    """The tables of the bundle, or the columns of one with units and descriptions."""
    from steppe.world.catalog import columns_of, list_tables

    if table:
        frame, title, notes = columns_of(the_world(), table)
        show(frame, format, title, notes)
    else:
        show(list_tables(the_world()), format, "Tables of the bundle")


@data.command(cls=Command)
@examples(
    {
        "data sources": "all sources",
        "data sources cepii-baci-panel": "one source, with citation and licence",
    }
)
def sources(
    source: str | None = typer.Argument(None, help="A source; all by default.", autocompletion=completion.source),
    format: Format = FORMAT,
) -> None:
    """Where the figures come from, and how far they may be passed on."""
    from steppe.world.catalog import list_sources

    frame, title = list_sources(the_world(), source)
    show(frame, format, title, spare=("url", "licence_class", "grade", "published", "producer"))


@data.command(cls=Command)
@examples(
    {
        "data check": "what is wrong with the tables, if anything",
        "--data my-tables data check": "the same with tables of your own in place of the embedded ones",
    }
)
def check(format: Format = FORMAT) -> None:
    """Run every rule over every table; exit code 1 when something is found."""
    import pandas as pd

    from steppe.world.consistency import SYSTEM_RULES, TABLE_RULES
    from steppe.world.consistency import check as run

    findings = run(the_world())
    if findings:
        show(pd.DataFrame([{"table": f.table, "finding": f.message} for f in findings]), format, "Findings")
        raise typer.Exit(1)
    tell(f"{len(TABLE_RULES) + len(SYSTEM_RULES)} rules, nothing to mend.")


@data.command("import", cls=Command)
@examples(
    {
        "data import memberships mine.csv": "spells of your own, checked and written to steppe-tables",
        "data import baci BACI.csv --into my-tables": "a file of BACI, written to my-tables",
    }
)
def import_(
    kind: str = typer.Argument(..., help="A table of the schema, baci or undl.", autocompletion=completion.table),
    file: Path = typer.Argument(..., help="A .csv, .xlsx or .parquet file."),
    into: Path = typer.Option(Path("steppe-tables"), "--into", help="Folder to write to; then use `steppe --data`."),
) -> None:
    """Check a file against the schema and its rules, and write it where `steppe --data FOLDER` reads it."""
    from steppe.world.readers import import_file

    _keep(import_file(the_world(), kind, file), into)


def _keep(imported: Imported, into: Path) -> None:
    """Write tables that have passed all checks, and say what became of them."""
    from steppe.world.plausible import doubts
    from steppe.world.readers import write_folder
    from steppe.world.tables import Tables

    paths = write_folder(imported.tables, into, compression=3)
    doubt(doubts(Tables(), imported.tables))
    rows = [f"{path}: {len(frame):,} rows." for path, frame in zip(paths, imported.tables.values(), strict=True)]
    notes = [f"{note[0].upper()}{note[1:]}." for note in imported.notes]
    tell("\n".join([*notes, *rows, f"Use them with `steppe --data {into} …`."]))


@data.command(cls=Command)
@examples(
    {
        "data fetch wdi --dry-run": "what would be fetched, from where, under which licence",
        "data fetch weo --into newer": "the newest World Economic Outlook, written to the folder newer",
    }
)
def fetch(
    producer: str = typer.Argument(..., help="wdi, weo, comext or undl.", autocompletion=completion.producer),
    into: Path = typer.Option(Path("steppe-tables"), "--into", help="Folder to write to; its tables are read first."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would be fetched, and fetch nothing."),
) -> None:
    """Fetch newer figures from their producer, the only command with a network; they are checked as imports are."""
    from steppe.world.fetch import fetch as ask
    from steppe.world.fetch import named
    from steppe.world.fetch.web import Web, mirrored

    chosen = named(producer)
    said = (chosen.title, f"Licence: {chosen.licence}", f"Replaces: {chosen.replaces}")
    tell("\n".join(fill(one, 78) for one in said))
    tell("\n".join(f"From: {mirrored(address)}" for address in chosen.addresses))
    if dry_run:
        return
    if into.exists() and not into.is_dir():
        raise UserError(f"--into: {into} is a file; name a folder")
    if TABLES.get() is None and into.is_dir():
        TABLES.set(str(into))
    with progress("Fetching", "bytes") as step:
        web = Web(say=lambda words: print(f"{words}.", file=sys.stderr, flush=True), tell=step)
        _keep(ask(the_world(), chosen, web), into)


@examples(
    {
        'sql "from trade limit 5"': "the first rows of a table",
        'sql "select avg(value) from tariffs where year = 2019" -f json': "a figure, as JSON",
    }
)
def sql(query: str = typer.Argument(..., help='A SELECT, "select … from trade".'), format: Format = FORMAT) -> None:
    """Ask the tables in SQL (DuckDB); `steppe data tables` lists them, and `runs`, `run_results` are the kept runs."""
    from steppe.methods.kept import TABLES as OF_RUNS
    from steppe.world.asked import FILE, SCREEN, ask
    from steppe.world.engine import words

    world = the_world()
    for name in words(query) & OF_RUNS.keys():
        world.engine.put(name, OF_RUNS[name]())
    show(ask(world, query, SCREEN if format is Format.TABLE else FILE), format, units=_units(query))


def _units(query: str) -> dict[str, str]:
    """Units of the columns where these are all of one table, as they are."""
    from steppe.world.schema import tables

    plain = re.match(r"\s*(?:select\s+\*\s+)?from\s+(\w+)\b(?!.*\bjoin\b)", query, re.IGNORECASE | re.DOTALL)
    spec = tables().get(plain[1].lower()) if plain else None
    return {column.name: column.unit for column in spec.columns if column.unit} if spec else {}


@examples(
    {
        "export graph": "one GraphML file, in the folder graph",
        "export graph --format jsonld": "the same as JSON-LD",
    }
)
def export(
    out: Path = typer.Argument(Path("."), help="Folder to write to."),
    format: Graph = typer.Option(Graph.GRAPHML, "--format", "-f", help="graphml, jsonld or parquet."),
) -> None:
    """States, organizations, spells, ties and claims as one graph, with their sources (PROV-O)."""
    from steppe.report.export import write_graph

    for path in write_graph(the_world(), out, format.value):
        tell(str(path))
