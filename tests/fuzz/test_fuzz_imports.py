"""Files to import changed at random, as CSV, Excel and Parquet, and agendas of other programs."""

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
KTAB = (
    'MyScenario,"An invented scenario",3,2,\nActor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,\n'
    "RUS,Russia,80,10,60,20,30,\n"
    "KAZ,Kazakhstan,10,80,70,30,20,\nAlice,nobody,8.5,60,50,0,100,\n"
)
XML = (
    "<Scenario><name>MyScenario</name><Dimensions><dName>Pstn1</dName></Dimensions><Actors>\n"
    "<Actor><name>RUS</name><capability>80</capability><Position><dCoord>10</dCoord></Position>\n"
    "<Salience><dSal>60</dSal></Salience></Actor>\n"
    "<Actor><name>KAZ</name><capability>10</capability><Position><dCoord>80</dCoord></Position>\n"
    "<Salience><dSal>70</dSal></Salience></Actor>\n</Actors></Scenario>\n"
)
EXCHANGE = (
    "#A\tRUS\tRussia\n#A\tKAZ\tKazakhstan\n#P\tfund\tthe fund\n#M\tfund\t0\tnone\n#M\tfund\t100\tall\n"
    "#D\tRUS\tfund\t10\t0.6\t0.8\n#D\tKAZ\tfund\t80\t0.7\t0.1\n"
)
AGENDAS = {"mine.csv": (KTAB, EXCHANGE), "mine.xml": (XML,), "mine.txt": (EXCHANGE, KTAB)}
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
        line[rng.randrange(len(line))] = rng.choice(
            (*WORDS, "=cmd()", "20205", "1998", "KZG", "Russia", "SUN", "2,4", "2,400")
        )
    return found


def as_csv(lines: list[list[str]], rng: Random) -> bytes:
    out = io.StringIO()
    comma = rng.random() < 0.2
    cells = [
        [cell.replace(".", ",") if comma and cell.replace(".", "").isdecimal() else cell for cell in line]
        for line in lines
    ]
    cells[0] = [name.title() if rng.random() < 0.1 else name for name in cells[0]]
    csv.writer(out, delimiter=rng.choice(",,,,;;\t|"), lineterminator=rng.choice(("\n", "\r\n"))).writerows(cells)
    return mutated(out.getvalue(), rng) if rng.random() < 0.6 else out.getvalue().encode("utf-8", "surrogateescape")


def as_workbook(lines: list[list[str]], rng: Random, path: Path) -> bytes:
    """The rows as Excel, figures as numbers or as text, some rows moved down, and now and then bytes that are wrong."""
    from openpyxl import Workbook
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    for _ in range(rng.randint(0, 2)):
        book.active.append([])
    for line in lines:
        try:
            book.active.append([_number(cell) if rng.random() < 0.7 else cell for cell in line])
        except IllegalCharacterError:
            book.active.append(["="] * len(line))
    if rng.random() < 0.3:
        book.create_sheet("other").append(["x"])
    book.save(path)
    raw = path.read_bytes()
    at = rng.randrange(len(raw))
    return raw[:at] + rng.choice((b"\0", b"", raw[:20])) + raw[at + 1 :] if rng.random() < 0.3 else raw


def _number(cell: str) -> object:
    return float(cell) if cell.replace(".", "", 1).isdecimal() and len(cell) < 300 else cell[:30_000]


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
    file = tmp_path / rng.choice(("mine.csv", "mine.csv", "mine.xlsx", "mine.parquet"))
    if kind in ("baci", "undl"):
        file.write_bytes(mutated(UNDL if kind == "undl" else BACI, rng))
    elif file.suffix == ".csv":
        file.write_bytes(as_csv(rows(world, kind, rng), rng))
    elif file.suffix == ".xlsx":
        file.write_bytes(as_workbook(rows(world, kind, rng), rng, file))
    else:
        file.write_bytes(as_parquet(rows(world, kind, rng), rng, file))
    with watched(tmp_path):
        ran = run("data", "import", kind, file.name, "--into", "tables")
    check(ran, tmp_path, {file})


@pytest.mark.parametrize("number", range(EACH))
def test_an_agenda_of_another_program(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rng = stream("interchange", number)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / rng.choice(list(AGENDAS))
    text = rng.choice(AGENDAS[file.name])
    for _ in range(rng.randint(0, 2)):
        text = text.replace(rng.choice(["80", "60", "RUS", "fund", "0.6", "10"]), rng.choice(WORDS), 1)
    file.write_bytes(mutated(text.encode("utf-8", "replace").decode(), rng))
    given = (
        ("--body", rng.choice(("CIS", "bilateral", "nobody"))),
        ("--reference", rng.choice(("0", "50", "nan", "-1"))),
    )
    words = [word for option in given if rng.random() < 0.9 for word in option]
    with watched(tmp_path):
        ran = run("bargain", file.name, *words, "--draws", 2, "--format", rng.choice(("table", "json", "csv")))
    check(ran, tmp_path, {file})
