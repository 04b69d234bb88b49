"""Files to import changed at random, as CSV and as Parquet."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

import duckdb
import pytest

from steppe.world import schema
from steppe.world.dates import BUNDLE
from steppe.world.world import World
from tests.conftest import Run
from tests.fuzz.contract import EACH, check, stream, watched
from tests.fuzz.mutate import WORDS, mutated

SMALL = 300_000
"""Bytes of a table that is read and merged in little time."""

BACI = "t,i,j,k,v,q\n2030,643,156,010111,1500.0,NA\n2030,643,156,270900,500,7\n2030,398,643,010111,1.5,NA\n"
UNDL = (
    "undl_id,ms_code,ms_vote,date,session,resolution,title,agenda_title,subjects,total_yes,total_no,total_abstentions\n"
    "4060001,KAZ,Y,2024-12-17,79,A/RES/79/1,On a thing,,,1,0,1\n"
    "4060001,RUS,A,2024-12-17,79,A/RES/79/1,On a thing,,,1,0,1\n"
)
EXPRESSIONS = (
    *("'nan'::double", "'inf'::double", "1e308", "2147483648", "9223372036854775807::hugeint * 4", "null", "[1, 2]"),
    *("{'a': 1}", "blob '\\xFF'", "interval 1 month", "'infinity'::date", "timestamptz '2020-01-01'", "true", "''"),
    *(
        "date '9999-12-31'",
        "date '0001-01-01'",
        "chr(27)",
        "repeat('x', 100000)",
        "'KGZ'",
        "-1",
        "2019.5",
        "time '10:00'",
    ),
)


def small() -> list[str]:
    paths = {name: BUNDLE / spec.licence_class / f"{name}.parquet" for name, spec in schema.tables().items()}
    return [name for name, path in paths.items() if path.stat().st_size < SMALL]


def rows(world: World, table: str, rng: Random) -> list[list[str]]:
    """A few rows of a table under their header, some cells of which are words that do not belong there."""
    frame = world.table(table)
    some = frame.iloc[rng.sample(range(len(frame)), min(3, len(frame)))]
    found = list(csv.reader(io.StringIO(some.to_csv(index=False))))
    for _ in range(rng.randint(0, 3)):
        line = rng.choice(found)
        line[rng.randrange(len(line))] = rng.choice((*WORDS, "=cmd()", "20205", "1998", "KZG"))
    return found


def as_csv(lines: list[list[str]], rng: Random) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=rng.choice(",,,,,;\t"), lineterminator="\n").writerows(lines)
    return mutated(out.getvalue(), rng) if rng.random() < 0.6 else out.getvalue().encode("utf-8", "surrogateescape")


def as_parquet(lines: list[list[str]], rng: Random, path: Path) -> bytes:
    """The rows with a column or two of other types, and now and then with bytes that are wrong."""
    columns = [f'column{place} as "{name.replace(chr(34), "")[:50] or "x"}"' for place, name in enumerate(lines[0])]
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(columns))
        columns[place] = f"{rng.choice(EXPRESSIONS)} as {columns[place].split(' as ', 1)[1]}"
    given = ", ".join(f"({', '.join('?' * len(lines[0]))})" for _ in lines[1:])
    names = ", ".join(f"column{place}" for place in range(len(lines[0])))
    cells = [cell for line in lines[1:] for cell in line]
    duckdb.execute(
        f"copy (select {', '.join(columns)} from (values {given}) as t({names})) to '{path}' (format parquet)", cells
    )
    raw = path.read_bytes()
    at = rng.randrange(len(raw))
    return raw[:at] + rng.choice((b"\0", b"\xff", b"", b"PAR1")) + raw[at + 1 :] if rng.random() < 0.3 else raw


@pytest.mark.parametrize("number", range(EACH))
def test_a_file_to_import(run: Run, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rng = stream("imports", number)
    monkeypatch.chdir(tmp_path)
    kind = rng.choice((*small(), "undl")) if rng.random() < 0.98 else "baci"
    file = tmp_path / rng.choice(("mine.csv", "mine.csv", "mine.parquet"))
    if kind in ("baci", "undl"):
        file.write_bytes(mutated(UNDL if kind == "undl" else BACI, rng))
    elif file.suffix == ".csv":
        file.write_bytes(as_csv(rows(world, kind, rng), rng))
    else:
        file.write_bytes(as_parquet(rows(world, kind, rng), rng, file))
    with watched(tmp_path):
        ran = run("data", "import", kind, file.name, "--into", "tables")
    check(ran, tmp_path, {file})
