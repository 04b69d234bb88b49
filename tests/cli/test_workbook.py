"""`--format xlsx`: the rows of `--format csv` with types, their sources on the second sheet, no formula, same bytes."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from steppe.display.workbook import Sheet, workbook
from steppe.world.errors import UserError
from tests.conftest import Ran, Run

DAY = date(2026, 11, 21)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def book(ran: Ran) -> Any:
    assert (ran.code, ran.err) == (0, "")
    return opened(ran.out.encode("utf-8", "surrogateescape"))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def of_one(columns: dict[str, list[Any]]) -> Any:
    table = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return opened(workbook([Sheet("figures", table)], "t", DAY))["figures"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("dependence", "KGZ", "--on", "CHN,RUS"),
        ("members", "CIS"),
        ("states", "--group", "central-asia"),
        ("timeline", "KGZ", "CHN"),
        ("data", "sources"),
        ("overlap",),
        ("claims", "T4-11"),
        ("scoreboard",),
        ("studies",),
        ("ask", "who lends to Kyrgyzstan?"),
    ],
)
def test_every_table_has_the_rows_of_csv(run: Run, words: tuple[str, ...]) -> None:
    lines = list(csv.reader(io.StringIO(run(*words, "-f", "csv").out)))
    made = book(run(*words, "-f", "xlsx"))
    assert made.sheetnames[:2] == ["figures", "sources"] and made.sheetnames[-1] == "about"
    found = list(made["figures"].iter_rows(values_only=True))
    assert [str(head).partition(" (")[0] for head in found[0]] == [head.partition(" (")[0] for head in lines[0]]
    assert len(found) == len(lines) > 1


def test_numbers_days_and_units_are_what_they_are(run: Run) -> None:
    asked = ("dependence", "KGZ", "--on", "CHN", "-l", "trade", "-y", "2023")
    (first,) = rows(book(run(*asked, "-f", "xlsx"))["figures"])
    (line,) = csv.DictReader(io.StringIO(run(*asked, "-f", "csv").out))
    assert first["share (0 to 1)"] == pytest.approx(float(line["share"]), rel=1e-14) and first["year"] == 2023
    assert first["amount (million current USD)"] == pytest.approx(float(line["amount"]), rel=1e-14)
    since = rows(book(run("members", "EAEU", "-f", "xlsx"))["figures"])[0]["since"]
    assert isinstance(since, datetime) and since == datetime(2015, 1, 2)
    trade = book(run("sql", "from trade limit 2", "-f", "xlsx"))["figures"]
    assert "value (million current USD)" in [cell.value for cell in trade[1]]
    counted = book(run("sql", "select count(*) as value from trade", "-f", "xlsx"))["figures"]
    assert [cell.value for cell in counted[1]] == ["value"]


def test_the_second_sheet_has_the_sources_that_the_first_names(run: Run) -> None:
    made = book(run("dependence", "KGZ", "--on", "CHN", "-f", "xlsx"))
    named = {one for row in rows(made["figures"]) for one in (row["source"] or "").split(";") if one}
    sources = rows(made["sources"])
    assert {row["id"] for row in sources} == named
    assert list(sources[0])[:7] == ["id", "record", "producer", "licence", "page", "edition", "read on"]
    assert all(row["licence"] and isinstance(row["read on"], datetime) for row in sources)
    about = {row["what"]: row["text"] for row in rows(made["about"]) if row["what"] != "note"}
    assert about["version"] == "steppe 0.1.0, data 2026.4" and about["title"].startswith("Dependence of Kyrgyzstan")


def test_further_tables_have_sheets_of_their_own(run: Run) -> None:
    made = book(run("rank", "--on", "CHN", "-f", "xlsx"))
    assert made.sheetnames == ["figures", "sources", "parts", "about"]
    assert made["parts"].max_row > made["figures"].max_row and made["sources"].max_row > 1


def test_no_text_is_a_formula_or_an_error() -> None:
    odd = ["=1+1", "+1", "-x", "@a", "#N/A", "#REF!", "'x", "plain"]
    sheet = of_one({"=head()": odd})
    cells = [sheet.cell(row, 1) for row in range(1, len(odd) + 2)]
    assert [cell.value for cell in cells] == ["=head()", *odd]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells[1:7]] == [True] * 6


def test_kinds_of_cells() -> None:
    sheet = of_one(
        {
            "days": ["2015-08-12", None],
            "mixed": ["2015-08-12", "later"],
            "no day": ["2015-02-30", None],
            "old": [date(1648, 10, 24), None],
            "moment": [datetime(2020, 1, 2, 3, 4), None],
            "yes": [True, False],
            "large": [2**60, 1],
            "endless": [float("inf"), float("nan")],
            "list": [[1, None], {"k": 1}],
            "steering": ["a\x1b[31mb\ud800", "two\nlines"],
        }
    )
    first, second = list(sheet.iter_rows(min_row=2, values_only=True))
    assert first == (
        *(datetime(2015, 8, 12), "2015-08-12", "2015-02-30", "1648-10-24", datetime(2020, 1, 2, 3, 4), True),
        *(str(2**60), "inf", "[1, null]", "a\\x1b[31mb\\ud800"),
    )
    assert second == (None, "later", None, None, None, False, 1, None, '{"k": 1}', "two\nlines")


def test_what_does_not_fit_is_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="a text of 40,000 letters"):
        of_one({"long": ["x" * 40_000]})
    monkeypatch.setattr("steppe.display.workbook.MOST_ROWS", 2)
    with pytest.raises(UserError, match="3 rows, and a sheet holds 2"):
        of_one({"many": [1, 2, 3]})


def test_the_same_table_gives_the_same_bytes() -> None:
    sheet = Sheet("figures", [{"a": 1.5, "b": "2015-08-12"}], units={"a": "km"})
    assert workbook([sheet], "t", DAY) == workbook([sheet], "t", DAY)


def test_an_empty_table_keeps_its_head(run: Run) -> None:
    assert [cell.value for cell in book(run("members", "EAEU", "--on", "1900-01-01", "-f", "xlsx"))["figures"][1]]


def test_a_missing_library_is_told_of(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steppe.display.office.find_spec", lambda name: None)
    ran = run("states", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "") and "pip install 'steppe[files]'" in ran.err


def test_a_workbook_is_not_printed_on_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    from steppe.cli.output import Format, _format

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(UserError, match="send it to a file"):
        _format(Format.XLSX)
    assert _format(Format.CSV) is Format.CSV
