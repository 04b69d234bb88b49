"""Newer figures from their producers: the one place of steppe that uses a network, and only when it is called.

A producer is a module of its own: where its interface is, what its licence is, which rows it replaces, and how an
answer becomes rows of a table. What it gives goes through the same import and the same rules as a file of a user.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.fetch.web import Web
from steppe.world.modules import modules_of
from steppe.world.names import look_alike
from steppe.world.readers import Imported, import_file
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd

WHOLE = 0.9
"""Part of the rows that are to be replaced below which an answer is not taken for a whole one."""


@dataclass(frozen=True)
class Fetched:
    """What a producer answered.

    files
        By what `readers.import_file` calls it (a table, or `undl`), the CSV that it reads.
    source
        What is now to be said of the source: its name and the cells of its row in `sources` that change.
    old
        By table, whether each row of it is replaced by the answer; a row that the answer lacks goes too.
    notes
        What was left out, and why.
    """

    files: Mapping[str, Path]
    source: Mapping[str, str]
    old: Mapping[str, Callable[[pd.DataFrame], pd.Series[bool]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Producer:
    """Who publishes figures, and how they are read.

    replaces
        Which rows of which tables the answer takes the place of.
    template
        The source in `sources` whose cells stand where the answer says nothing else.
    read
        Asks the producer's interface; the folder is for files that go when all is done.
    """

    name: str
    title: str
    addresses: tuple[str, ...]
    licence: str
    replaces: str
    template: str
    read: Callable[[World, Web, Path], Fetched]


def producers() -> Mapping[str, Producer]:
    """Every producer by name."""
    found = [vars(module)["PRODUCER"] for module in modules_of(__name__) if "PRODUCER" in vars(module)]
    return {one.name: one for one in sorted(found, key=lambda one: str(one.name))}


def named(name: str) -> Producer:
    """A producer by name.

    Raises
    ------
    UserError
        There is none of that name.
    """
    known = producers()
    if name not in known:
        hint = look_alike(name, list(known)) or f"; there are {', '.join(known)}"
        raise UserError(f'there is no producer "{name}" to fetch from{hint}')
    return known[name]


def fetch(world: World, producer: Producer, web: Web) -> Imported:
    """Ask a producer, and put its figures in place of older ones.

    Returns
    -------
    Whole tables as `readers.import_file` returns them, the row of `sources` with the day of retrieval among them.

    Raises
    ------
    UserError
        The producer cannot be reached, answers with something else, or its figures do not pass the checks.
    """
    with TemporaryDirectory(prefix="steppe-") as name:
        answer = producer.read(world, web, Path(name))
        described = _described(world, producer, answer, Path(name))
        known = world.with_tables(described)
        tables, notes = dict(described), list(answer.notes)
        for kind, file in answer.files.items():
            imported = import_file(_without_old(known, answer, kind), kind, file)
            _whole(known, answer, imported, producer)
            tables |= imported.tables
            notes += imported.notes
    return Imported(tables, tuple(notes))


def _described(world: World, producer: Producer, answer: Fetched, folder: Path) -> dict[str, pd.DataFrame]:
    """The table `sources` with what is now to be said of the source."""
    row = world.table("sources").set_index("source", drop=False).loc[[producer.template]]
    today = date.today().isoformat()
    note = f"{producer.replaces}: fetched on {today} with `steppe data fetch {producer.name}`"
    cells = {"accessed": today, "licence": producer.licence, "note": note, "grade": "original", **answer.source}
    return import_file(world, "sources", as_csv(row.astype(object).assign(**cells), folder, "sources")).tables


def _without_old(world: World, answer: Fetched, table: str) -> World:
    """The world without the rows that an answer replaces."""
    if table not in answer.old:
        return world
    frame = world.table(table)
    return world.with_tables({table: frame[~answer.old[table](frame)]})


def _whole(world: World, answer: Fetched, imported: Imported, producer: Producer) -> None:
    """Refuse an answer that has far fewer rows than it would replace."""
    for table, is_old in answer.old.items():
        if table in imported.tables:
            new, old = imported.tables[table], world.table(table)
            count, before = int(is_old(new).sum()), int(is_old(old).sum())
            if count < WHOLE * before:
                raise UserError(
                    f"{producer.title} gave {count:,} rows for table {table} where {before:,} would be replaced: "
                    "the answer is not whole; try again later"
                )


def as_csv(frame: pd.DataFrame, folder: Path, name: str) -> Path:
    """A frame as a CSV that `readers.import_file` reads, figures with all their digits."""
    path = folder / f"{name}.csv"
    names = [column for column in schema.table(name).names if column in frame.columns]
    frame[names].to_csv(path, index=False, date_format="%Y-%m-%d")
    return path
