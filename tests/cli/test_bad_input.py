"""Bad input: one clear sentence on stderr with the place and the repair, exit code 2, no traceback, nothing written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from steppe.cli.main import main
from steppe.world.readers import write_folder
from steppe.world.world import World
from tests.conftest import Ran, Run

HEADER = "year,exporter,importer,value,source,basis\n"
ROW = "2030,KGZ,CHN,100,national-kgz,reported\n"
ARMS = "recipient,supplier,start_year,end_year,share,source,basis\n"
DEBT = (
    "debtor,creditor,year,stock,disbursed,amortised,interest,coverage,source,basis\n"
    "ARM,CHN,2030,0,0,0,0,guaranteed,ids-world-bank,derived\n"
)
TROOPS = "host,year,troops,source,basis\nKGZ,2030,100,dmdc-troopdata,reported\n"
SPELLS = (
    "spell,organization,state,status,practice,towards,start,end,raw_status,precision,confidence,note,source,basis\n"
)


def spell(number: int, start: str, end: str = "", status: str = "member") -> str:
    return f"{number},EAEU,TJK,{status},active,,{start},{end},member,day,low,,steppe-spells,assumed\n"


def refused(ran: Ran) -> str:
    """The sentence, once it is sure that there is one and nothing else."""
    assert ran.code == 2, ran
    assert "Traceback" not in ran.err and ran.out == ""
    sentence = ran.err.removesuffix("\n")
    assert sentence.endswith((".", "?")) and "\n" not in sentence, sentence
    assert len(sentence) < 500, sentence
    return sentence


# ----------------------------------------------------------------------- words of the command line
WORDS: list[tuple[str, list[str], str]] = [
    ("unknown code", ["states", "KZG"], 'no state has the code "KZG". Did you mean KGZ (Kyrgyzstan)?'),
    ("unknown name", ["timeline", "Kyrgystan"], 'called "Kyrgystan". Did you mean Kyrgyzstan?'),
    ("unknown organization", ["members", "EEAU"], 'no organization has the name "EEAU". Did you mean EAEU'),
    ("impossible date", ["members", "CIS", "--on", "2019-02-30"], 'on: there is no day "2019-02-30"; write it as'),
    ("date in words", ["overlap", "--on", "yesterday"], 'on: there is no day "yesterday"'),
    ("end before start", ["timeline", "KGZ", "--since", "2020", "--until", "2010"], "comes before since"),
    ("unknown group", ["states", "--group", "central-asi"], 'no group has the name "central-asi". Did you mean'),
    ("unknown table", ["data", "tables", "trad"], 'there is no table "trad". Did you mean trade?'),
    ("unknown source", ["data", "sources", "cepi-baci-panel"], "Did you mean cepii-baci-panel"),
    ("unknown claim", ["claims", "T9-99"], "T9-99"),
    ("unknown verdict", ["claims", "--verdict", "suported"], "Did you mean supported?"),
    ("now beside a verdict", ["claims", "--now", "--verdict", "mixed"], "leave out --verdict mixed."),
    ("now beside a claim", ["claims", "T4-01", "--now"], "leave out claim T4-01"),
    ("unknown text, now", ["claims", "--now", "--text", "T7"], 'there is no text "T7"'),
    ("unknown text", ["claims", "--text", "T7"], 'there is no text "T7"; there are T0, T1, T2, T3 and T4'),
    ("unknown paragraph", ["coverage", "T4-99"], 'there is no paragraph "T4-99"; write it as T4-10'),
    ("unknown format", ["members", "CIS", "--format", "xml"], "'xml' is not one of 'table', 'json', 'csv'"),
    ("unknown export", ["export", "--format", "gexf"], "'gexf' is not one of"),
    ("unknown answer", ["members", "CIS", "--in", "theory"], "'theory' is not one of 'law', 'practice'"),
    ("unknown option", ["members", "CIS", "--fromat", "csv"], "--fromat"),
    ("unknown command", ["memebers", "CIS"], "memebers"),
    ("missing argument", ["members"], "steppe members: Missing argument 'organization'"),
    ("no number", ["ask", "debt", "--answers", "few"], "should be a valid integer"),
    ("number out of range", ["ask", "debt", "--answers", "0"], "should be greater than or equal to 1"),
    ("bad SQL", ["sql", "selct 1"], 'sql: syntax error at or near "selct"'),
    ("unknown table in SQL", ["sql", "from trad"], 'sql: there is no table "trad". Did you mean trade?'),
    ("unknown column in SQL", ["sql", "select valu from trade"], 'there is no column "valu". Did you mean value?'),
    ("SQL that writes", ["sql", "drop table trade"], "must be one SELECT; the world's tables cannot be written to"),
    ("SQL that copies", ["sql", "copy trade to 'stolen.csv'"], "must be one SELECT"),
    ("SQL that reads a file", ["sql", "from read_csv('/etc/hostname')"], "only the tables can be read"),
    ("SQL that lists files", ["sql", "from glob('/*')"], "only the tables can be read"),
    ("two statements", ["sql", "select 1; drop table trade"], "must be one SELECT"),
    ("no statement", ["sql", ""], "must be one SELECT"),
    ("a question mark too many", ["sql", "select ?"], "sql: "),
    ("a year before all tables", ["rank", "--on", "CHN", "--year", "1800"], "has nothing for 1800; give one from"),
    ("a year after all tables", ["compare", "KAZ", "UZB", "--year", "3000"], "has nothing for 3000"),
    ("powers of no year", ["powers", "--year", "1700"], "has nothing for 1700"),
    ("a power on itself", ["rank", "--on", "CHN", "--of", "CHN"], "CHN does not depend on itself; name other states"),
    ("nobody to depend on", ["dependence", "KAZ", "--on", ""], "no state is named; give a state or group"),
    ("a negative seed", ["rank", "--on", "CHN", "--seed", "-4"], "should be greater than or equal to 0"),
    ("more draws than memory", ["membership", "--draws", "99999999999"], "should be less than or equal to 65536"),
    ("a measure of states", ["compare", "KAZ", "UZB", "--measure", "welfare"], "--measure: this is for runs"),
    ("powers of runs", ["compare", "eaeu-only", "eaeu-only", "--on", "RUS"], "--on: this is for states"),
    ("a body without agenda", ["bargain", "--body", "SCO"], "--body: no agenda is named; name one, such as"),
    (
        "a weight beyond bounds",
        ["rank", "--on", "CHN", "--by", "shares", "--weights", "trade=1e308,debt=1e308"],
        "number from 0.000001 to",
    ),
    (
        "an infinite weight",
        ["rank", "--on", "CHN", "--by", "shares", "--weights", "trade=inf"],
        "trade has the weight inf; a weight is",
    ),
    (
        "a weight below zero",
        ["rank", "--on", "CHN", "--by", "shares", "--weights", "trade=-1"],
        "trade has the weight -1; a weight is",
    ),
    (
        "a weight too small",
        ["rank", "--on", "CHN", "--by", "shares", "--weights", "trade=1e-320"],
        "a weight is zero, or a number from",
    ),
    ("weights of nothing", ["rank", "--on", "CHN", "--by", "shares", "--weights", "trade=0"], "none is above zero"),
    (
        "a weight that is no number",
        ["rank", "--on", "CHN", "--by", "shares", "--weights", "trade=nan"],
        '"trade=nan" is not a weight',
    ),
    ("a year of twenty digits", ["powers", "--year", "9" * 20], "has nothing for 99999999999999999999"),
    ("years without end", ["dependence", "KGZ", "--year", "1990-99999999999"], "has nothing for 99999999999"),
    ("a day of twenty digits", ["members", "CIS", "--on", "9" * 20], 'there is no day "99999999999999999999"'),
    (
        "a seed beyond 64 bits",
        ["membership", "--seed", "9" * 20],
        "should be less than or equal to 9223372036854775807",
    ),
    ("a thousand processes", ["site", "x", "--processes", "1000"], "should be less than or equal to 256"),
    ("bad --data", ["--data", "no-such-folder", "states"], "there is no folder no-such-folder"),
]


@pytest.mark.parametrize(("words", "says"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_words_that_mean_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert says in refused(run(*words))
    assert list(tmp_path.iterdir()) == []


# ----------------------------------------------------------------------------------- files to import
FILES: list[tuple[str, str, str, str | bytes, str]] = [
    ("unknown code", "trade", "t.csv", HEADER + ROW.replace("KGZ", "KZG"), 'row 1: exporter "KZG" is not in'),
    ("unknown source", "trade", "t.csv", HEADER + ROW.replace("-kgz", "-kzg"), 'source "national-kzg" is not in'),
    ("NaN", "trade", "t.csv", HEADER + ROW.replace("100", "nan"), "row 1: value is 'nan'; write a number of 0 or more"),
    ("infinite", "trade", "t.csv", HEADER + ROW.replace("100", "inf"), "value is 'inf'; write a number of 0 or more"),
    (
        "negative",
        "trade",
        "t.csv",
        HEADER + ROW.replace("100", "-1"),
        "row 1: value is '-1'; write a number of 0 or more, in million current USD",
    ),
    ("text for a number", "trade", "t.csv", HEADER + ROW.replace("100", "much"), "value is 'much'"),
    ("half a year", "trade", "t.csv", HEADER + ROW.replace("2030", "2030.5"), "'2030.5'; write a whole number"),
    ("empty cell", "trade", "t.csv", HEADER + ROW.replace("100", ""), "row 1: value is empty; it is required"),
    (
        "wrong unit",
        "trade",
        "t.csv",
        HEADER.replace("value", "value [thousand USD]") + ROW,
        "value is in thousand USD; table trade needs million current USD: convert it",
    ),
    (
        "share in percent",
        "arms_shares",
        "a.csv",
        ARMS + "KAZ,RUS,2030,2034,45,sipri-arms,derived\n",
        "write a number from 0 to 1; is it in percent?",
    ),
    ("a year before", "trade", "t.csv", HEADER + ROW.replace("2030", "0000"), "a whole number from 2000 to 2100"),
    (
        "a year above 2^31",
        "trade",
        "t.csv",
        HEADER + ROW.replace("2030", "3000000000"),
        "year is '3000000000'; write",
    ),
    ("a year above int64", "debt", "t.csv", DEBT.replace("2030", "9" * 20), "a whole number from 1800 to 2100"),
    ("an infinite year", "trade", "t.csv", HEADER + ROW.replace("2030", "inf"), "year is 'inf'; write a whole"),
    ("a count above 2^31", "us_troops", "t.csv", TROOPS.replace("100", "3000000000"), "a whole number"),
    ("a day of year 0", "memberships", "m.csv", SPELLS + spell(9001, "0000-01-01"), "not a date from 1800 to 2100"),
    ("a day of year 1", "memberships", "m.csv", SPELLS + spell(9001, "0001-01-01"), "not a date from 1800 to 2100"),
    ("a day in 9999", "memberships", "m.csv", SPELLS + spell(9001, "9999-12-31"), "not a date from 1800 to 2100"),
    ("no day in 9999", "memberships", "m.csv", SPELLS + spell(9001, "9999-99-99"), "not a date from 1800 to 2100"),
    ("BACI of 1998", "baci", "t.csv", "t,i,j,k,v,q\n1998,643,156,1,1.5,NA\n", "row 1: t is 1998; give a year from"),
    ("BACI below zero", "baci", "t.csv", "t,i,j,k,v,q\n2030,643,156,1,-5,NA\n", "row 1: v is -5; it must be a number"),
    (
        "an escape in a text",
        "leaders",
        "l.csv",
        "state,leader,office,start,confidence,source,basis\nKGZ,\x1b[31mX,effective,2030-01-01,low,archigos,reported\n",
        "holds control characters, '\\x1b[31mX'; leave them out",
    ),
    (
        "missing column",
        "trade",
        "t.csv",
        HEADER.replace(",basis", "") + ROW.replace(",reported", ""),
        "'basis' of table",
    ),
    ("misnamed column", "trade", "t.csv", HEADER.replace("value", "valeu") + ROW, "did you name it 'valeu'?"),
    (
        "extra column",
        "trade",
        "t.csv",
        HEADER.replace("\n", ",comment\n") + ROW.replace("\n", ",x\n"),
        "table trade has no column 'comment'",
    ),
    ("duplicate key", "trade", "t.csv", HEADER + ROW + ROW, "row 2: (2030, KGZ, CHN) appears twice; keep one"),
    ("bad enum", "trade", "t.csv", HEADER + ROW.replace("reported", "reportd"), "Did you mean reported?"),
    (
        "impossible date",
        "memberships",
        "m.csv",
        SPELLS + spell(9001, "2030-02-30"),
        "which is not a date from 1800 to 2100; write it as",
    ),
    ("end before start", "memberships", "m.csv", SPELLS + spell(9001, "2030-01-01", "2029-01-01"), "must come after"),
    (
        "overlapping spells",
        "memberships",
        "m.csv",
        SPELLS + spell(9001, "2030-01-01") + spell(9002, "2031-01-01", status="observer"),
        "TJK in EAEU starts a new status on 2031-01-01 before the last one ends: give the earlier spell that day",
    ),
    (
        "unknown status",
        "memberships",
        "m.csv",
        SPELLS + spell(9001, "2030-01-01", status="membr"),
        "Did you mean member?",
    ),
    ("truncated Parquet", "trade", "t.parquet", b"PAR1" + b"\x15\x04" * 500, "not a complete Parquet file"),
    ("text named Parquet", "trade", "t.parquet", HEADER + ROW, "not a complete Parquet file"),
    ("binary", "trade", "t.csv", bytes(range(256)) * 40, "t.csv is not a text file; save it as CSV in UTF-8"),
    (
        "wrong encoding",
        "trade",
        "t.csv",
        (HEADER + ROW).replace("KGZ", "Қыргыз").encode("utf-16-le")[1:],
        "not a text file",
    ),
    ("Cyrillic in cp1251", "trade", "t.csv", (HEADER + "2030,Кит").encode("cp1251"), "not in UTF-8; save it as CSV"),
    ("empty file", "trade", "t.csv", "", "t.csv is empty; save it again"),
    ("blank file", "trade", "t.csv", "\n\n", "t.csv has no header; its first line must name the columns"),
    ("header only", "trade", "t.csv", HEADER, "t.csv has no rows; give it at least one below its header"),
    ("a cell too many", "trade", "t.csv", HEADER + ROW + ROW.replace("\n", ",x\n"), "line 3: it has 7 cells under a"),
    ("a cell too few", "trade", "t.csv", HEADER + ROW + "2031,KGZ,CHN\n", "line 3: it has 3 cells under a header of 6"),
    ("unclosed quote", "trade", "t.csv", HEADER + ROW.replace("KGZ", '"KGZ'), "t.csv"),
    ("unknown extension", "trade", "t.doc", b"PK", "t.doc is neither .csv nor .xlsx nor .parquet; save it as one of"),
    ("unknown kind", "trad", "t.csv", HEADER + ROW, 'nothing called "trad" to import. Did you mean trade?'),
    (
        "not BACI",
        "baci",
        "t.csv",
        HEADER + ROW,
        "is not a BACI file: it has no column t; CEPII publishes it with the columns t,i,j,k",
    ),
    (
        "unknown BACI code",
        "baci",
        "t.csv",
        "t,i,j,k,v,q\n2030,643,9999,010111,1.5,NA\n",
        "row 1: j is 9999; it is in no list of CEPII's",
    ),
]


@pytest.mark.parametrize(
    ("kind", "name", "content", "says"), [case[1:] for case in FILES], ids=[case[0] for case in FILES]
)
def test_a_file_that_cannot_be_right(
    run: Run, tmp_path: Path, kind: str, name: str, content: str | bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    assert says in refused(run("data", "import", kind, file, "--into", tmp_path / "tables"))
    assert list(tmp_path.iterdir()) == [file]


def cut_parquet(folder: Path) -> Path:
    """A sound file of 1,000 rows that lost its second half on the way."""
    whole = folder / "t.parquet"
    duckdb.execute(f"copy (from range(1000)) to '{whole}' (format parquet)")
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return whole


def parquet_of(select: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "t.parquet"
        duckdb.execute(f"copy (select {select}) to '{path}' (format parquet)")
        return path

    return make


TIE = "'KGZ' as exporter, 'CHN' as importer, 1 as value, 'national-kgz' as source, 'reported' as basis"


def parquet_with_nan(folder: Path) -> Path:
    path = folder / "nan.parquet"
    row = "2030 as year, 'KGZ' as exporter, 'CHN' as importer, 'nan'::double as value, 'unctad-matrix' as source"
    duckdb.execute(f"copy (select {row}, 'reported' as basis) to '{path}' (format parquet)")
    return path


def hundred_megabytes(folder: Path) -> Path:
    path = folder / "big.csv"
    with path.open("wb") as handle:
        handle.write(HEADER.encode())
        handle.truncate(100_000_000)
    return path


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder, "is a folder; name a file in it"),
        (lambda folder: folder / "absent.csv", "there is no file"),
        (cut_parquet, "it may have been cut off: copy it again"),
        (parquet_of(f"3000000000 as year, {TIE}"), "row 1: year is 3000000000; write a whole number"),
        (parquet_of(f"9::hugeint << 100 as year, {TIE}"), "write a whole number from 2000 to 2100"),
        (parquet_of(f"'infinity'::date as year, {TIE}"), "year is 'infinity'; write a whole number"),
        (parquet_of(f"timestamptz '2030-01-01' as year, {TIE}"), "write a whole number from 2000 to 2100"),
        (parquet_of(f"2030 as year, {TIE} from range(6000000)"), "has 6,000,000 rows; 5,000,000 are the most"),
        (parquet_with_nan, "value holds NaN; give a finite number, or null"),
        (hundred_megabytes, "big.csv has 100 MB; a sheet may have 64: save it as Parquet or cut it"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_path_that_leads_nowhere(run: Run, tmp_path: Path, make: Callable[[Path], Path], says: str) -> None:
    path = make(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert says in refused(run("data", "import", "trade", path, "--into", tmp_path / "tables"))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("words", [["data", "import", "arms_shares", "a.csv", "--into", "taken"], ["export", "taken"]])
def test_a_place_that_is_taken(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(ARMS + "KAZ,RUS,2030,2034,0.45,sipri-arms,derived\n")
    Path("taken").write_text("a file")
    assert "taken cannot be written (File exists); name a place that you may write" in refused(run(*words))
    assert Path("taken").read_text() == "a file"


@pytest.mark.parametrize(
    ("name", "says"),
    [("trade", "not a complete Parquet file"), ("trad", 'there is no table "trad". Did you mean trade?')],
)
def test_a_damaged_folder_of_tables(run: Run, tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / f"{name}.parquet").write_bytes(b"PAR1 and no more")
    assert says in refused(run("--data", tmp_path, "states"))


def test_a_sound_file_is_taken_and_used(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(ARMS.replace("share", "share [share]") + "KAZ,RUS,2030,2034,0.45,sipri-arms,derived\n")
    ran = run("data", "import", "arms_shares", file, "--into", tmp_path / "it's here")
    assert ran.code == 0, ran.err
    rows = "from arms_shares where start_year = 2030"
    asked = run("--data", tmp_path / "it's here", "sql", f"select share {rows}", "--format", "csv")
    assert asked.out.split() == ["share", "0.45"]
    assert run("sql", f"select count(*) as n {rows}", "--format", "csv").out.split() == ["n", "0"]


def test_a_folder_of_tables_may_be_named_by_the_environment_and_is_not_kept_there(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder({"groups": world.table("groups").head(1)}, tmp_path, compression=3)
    monkeypatch.setattr(sys, "argv", ["steppe", "sql", "select count(*) as n from groups", "--format", "csv"])
    for folder, rows in ((str(tmp_path), 1), ("", len(world.group_names))):
        monkeypatch.setenv("STEPPE_TABLES", folder)
        with pytest.raises(SystemExit):
            main()
        assert capsys.readouterr().out.split() == ["n", str(rows)]
        assert os.environ["STEPPE_TABLES"] == folder


@pytest.mark.slow
def test_baci_is_summed_over_products_to_million_usd(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baci.csv"
    file.write_text("t,i,j,k,v,q\n2030,643,156,010111,1500.0,NA\n2030,643,156,270900,500,7\n")
    assert run("data", "import", "baci", file, "--into", tmp_path / "tables").code == 0
    query = "select exporter, importer, value from trade where year = 2030"
    asked = run("--data", tmp_path / "tables", "sql", query, "--format", "csv")
    assert asked.out.split() == ["exporter,importer,value", "RUS,CHN,2.0"]
