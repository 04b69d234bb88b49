"""Sheets as people save them: other delimiters, decimal commas, large letters, Excel; what was assumed is said."""

from __future__ import annotations

import builtins
import datetime as dt

import pytest

from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.readers import import_file, read_table
from steppe.world.sheets import read_sheet

HEADER = "sender,receiver,year,value,note,source,basis"
ROW = ["RUS", "KGZ", "2025", "2400.5", "x", "assumption", "assumed"]
SPEC = schema.table("remittances")


def sheet(tmp_path, text: str, name="r.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def workbook(tmp_path, *sheets, name="r.xlsx"):
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            page.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


READ = [
    (f"{HEADER}\n{','.join(ROW)}\n", ()),
    (f"{HEADER}\n{','.join(ROW)}\n".replace(",", ";"), ("semicolons between cells",)),
    (
        f"{HEADER}\n{','.join(ROW)}\n".replace(",", ";").replace(".", ","),
        ("semicolons between cells", "decimal commas"),
    ),
    (f"{HEADER}\n{','.join(ROW)}\n".replace(",", "\t"), ("tabs between cells",)),
    (f"{HEADER}\n{','.join(ROW)}\n".replace(",", "|"), ("bars between cells",)),
    (f"{HEADER.title()}\n{','.join(ROW)}\n", ("names of columns in small letters",)),
    (f"{HEADER.upper().replace(',', ' , ')}\n{','.join(ROW)}\n", ("names of columns in small letters",)),
    (f'{HEADER}\nRUS,KGZ,2025,"2400,5",x,assumption,assumed\n', ("decimal commas",)),
    (f"\ufeff{HEADER}\r\n{','.join(ROW)}\r\n\r\n", ()),
    (f"{HEADER}\r{','.join(ROW)}\r", ()),
    (
        f"{HEADER.replace('value', 'Value [million current USD]')}\n{','.join(ROW)}\n",
        ("names of columns in small letters",),
    ),
]


@pytest.mark.parametrize(("text", "assumed"), READ)
def test_a_sheet_is_read_and_what_was_assumed_is_said(tmp_path, text, assumed):
    path = sheet(tmp_path, text)
    assert read_sheet(path, SPEC).assumed == assumed
    frame = read_table(path, SPEC)
    assert frame[["sender", "receiver", "year", "value"]].to_numpy().tolist() == [["RUS", "KGZ", 2025, 2400.5]]


def test_one_figure_settles_what_commas_are(tmp_path):
    rows = f"{HEADER};\nRUS;KGZ;2025;2,400;x;assumption;assumed;\nRUS;TJK;2025;2,5;x;assumption;assumed;\n"
    path = sheet(tmp_path, rows.replace(",", ";", 6).replace(";\n", "\n"))
    assert read_table(path, SPEC)["value"].tolist() == [2.4, 2.5]


REFUSED = [
    (f'{HEADER}\nRUS,KGZ,2025,"2,400",x,assumption,assumed\n', "row 1: value is '2,400'; is that 2400 or 2.400?"),
    (f'{HEADER}\nRUS,KGZ,2025,"2,400,000",x,assumption,assumed\n', "row 1: value is '2,400,000'; write a number of"),
    (f'{HEADER}\nRUS,KGZ,2025,"2.400,5",x,assumption,assumed\n', "row 1: value is '2.400,5'; write a number of"),
    (f"{HEADER}\nRUS,KGZ,2025,2,5,x,assumption,assumed\n", "line 2: it has 8 cells under a header of 7"),
    (
        f"{HEADER}\n".replace(",", ";") + "RUS,KGZ,2025,2400,x,assumption,assumed\n",
        "line 2: it has 1 cells under a header",
    ),
    (f"{HEADER},Value\n{','.join(ROW)},3\n", 'two columns are called "value"; keep one of them'),
    (f"{HEADER},\n{','.join(ROW)},3\n", "column 8 has no name; name it, or take it out"),
    ("\n\n", "has no header; its first line must name the columns"),
    (f"{HEADER}\n", "has no rows"),
    (f"{HEADER}\nRUS,KGZ,2025,2\x00400,x,assumption,assumed\n", "is not a text file"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_sheet_that_may_mean_two_things_is_refused(tmp_path, text, said):
    with pytest.raises(UserError) as fault:
        read_table(sheet(tmp_path, text), SPEC)
    assert said in str(fault.value)


def test_what_was_assumed_is_one_note_of_the_import(world, tmp_path):
    text = f"{HEADER.title()}\n{','.join(ROW)}\n".replace(",", ";").replace(".", ",")
    (note,) = import_file(world, "remittances", sheet(tmp_path, text)).notes
    assert note == "read with semicolons between cells, names of columns in small letters, decimal commas"


def test_a_workbook_is_read(tmp_path):
    rows = [HEADER.split(","), ["RUS", "KGZ", 2025, 2400.5, None, "assumption", "assumed"]]
    rows[1][4] = "x"
    frame = read_table(workbook(tmp_path, [], [[], *rows, [None, None]], [["other"]]), SPEC)
    assert frame[["sender", "receiver", "year", "value"]].to_numpy().tolist() == [["RUS", "KGZ", 2025, 2400.5]]
    assert read_sheet(tmp_path / "r.xlsx", SPEC).assumed == ('the sheet "Sheet2" alone',)


def test_days_in_a_workbook_are_days(tmp_path):
    path = workbook(tmp_path, [["start", "end"], [dt.datetime(2022, 2, 24), dt.datetime(2022, 2, 24, 5, 30)]])
    assert read_sheet(path, schema.table("memberships")).frame.iloc[0].tolist() == ["2022-02-24", "2022-02-24T05:30:00"]


@pytest.mark.parametrize("raw", [b"PK\x03\x04 not a workbook", b"<html></html>", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_a_damaged_workbook_is_refused(tmp_path, raw):
    (tmp_path / "r.xlsx").write_bytes(raw)
    with pytest.raises(UserError, match=r"^r.xlsx is no Excel workbook that can be read; save it again as .xlsx$"):
        read_table(tmp_path / "r.xlsx", SPEC)


def test_an_empty_workbook_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"^r.xlsx is empty; save it again$"):
        read_table(workbook(tmp_path, []), SPEC)


def test_without_openpyxl_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    path = workbook(tmp_path, [HEADER.split(",")])
    real = builtins.__import__

    def without(name, *rest):
        if name == "openpyxl":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UserError) as fault:
        read_table(path, SPEC)
    assert str(fault.value) == (
        "r.xlsx: reading Excel needs openpyxl; install it with `pip install 'steppe[files]'`, or save the sheet as CSV"
    )
