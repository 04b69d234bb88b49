"""What the shell offers for a word that is half typed: names of the bundle and of its files, read without the world.

A list that cannot be read offers nothing: a person who presses Tab wants no error there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Offers = list[tuple[str, str]]
Completer = Callable[[str], Offers]


def _rows(query: str) -> Offers:
    """Names and what they mean, from a table of the bundle."""
    import duckdb

    from steppe.world.dates import BUNDLE

    try:
        return duckdb.connect().execute(query.format(bundle=BUNDLE / "open")).fetchall()
    except duckdb.Error:
        return []


def _files(folder: str) -> Offers:
    """Names of the shipped TOML files of a folder, with their questions."""
    from steppe.world.dates import BUNDLE

    paths = sorted((BUNDLE.parent / folder).glob("*.toml"))
    found = [re.search(r'^question = "(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE) for path in paths]
    return [(path.stem, one[1] if one else "") for path, one in zip(paths, found, strict=True)]


def state(incomplete: str) -> Offers:
    """States by code."""
    return _rows("select state, name from read_parquet('{bundle}/states.parquet') where kind = 'state' order by state")


def group(incomplete: str) -> Offers:
    """Groups of states."""
    return _rows("""select "group", title from read_parquet('{bundle}/groups.parquet') order by 1""")


def organization(incomplete: str) -> Offers:
    """Bodies."""
    return _rows("select organization, title from read_parquet('{bundle}/organizations.parquet') order by 1")


def source(incomplete: str) -> Offers:
    """Sources of figures."""
    return _rows("select source, title from read_parquet('{bundle}/sources.parquet') order by 1")


def mechanism(incomplete: str) -> Offers:
    """Mechanisms of the scoreboard."""
    return _rows("select distinct name, title from read_parquet('{bundle}/mechanisms.parquet') order by 1")


def actor(incomplete: str) -> Offers:
    """States, groups and the EU as one."""
    return [*state(incomplete), *group(incomplete), ("EU", "the 27 as one")]


def named(incomplete: str) -> Offers:
    """States and bodies."""
    return [*state(incomplete), *organization(incomplete)]


def layer(incomplete: str) -> Offers:
    """Layers of ties, and domains."""
    import csv

    from steppe.world.dates import BUNDLE

    with (BUNDLE.parent / "world" / "layers.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["domain"]]
    domains = dict.fromkeys(row["domain"] for row in rows)
    return [*((row["layer"], row["title"]) for row in rows), *((domain, "all of a domain") for domain in domains)]


def table(incomplete: str) -> Offers:
    """Tables of the bundle."""
    from steppe.world import schema

    return [(spec.name, spec.title) for spec in schema.tables().values()]


def producer(incomplete: str) -> Offers:
    """Producers whose figures can be fetched."""
    from steppe.world.fetch import producers

    return [(one.name, one.title) for one in producers().values()]


def study(incomplete: str) -> Offers:
    """Shipped studies."""
    return _files("studies")


def state_or_study(incomplete: str) -> Offers:
    """States and studies."""
    return [*state(incomplete), *study(incomplete)]


def agenda(incomplete: str) -> Offers:
    """Shipped agendas."""
    return _files("agendas")


def claim(incomplete: str) -> Offers:
    """Claims by id."""
    from steppe.world.dates import BUNDLE

    texts = [path.read_text(encoding="utf-8") for path in (BUNDLE.parent / "evidence" / "claims").glob("*.toml")]
    pattern = re.compile(r'^\[(T\d-\w+)\]$.*?^statement = "(.*?)"$', re.MULTILINE | re.DOTALL)
    return sorted((match[1], match[2]) for text in texts for match in pattern.finditer(text))


def several(of: Completer) -> Completer:
    """A list with commas between: its last part is completed."""

    def completed(incomplete: str) -> Offers:
        done, comma, _ = incomplete.rpartition(",")
        return [(f"{done}{comma}{name}", what) for name, what in of(incomplete)]

    return completed
