"""What `--data` takes and says, days beyond the end of the data, and what is printed where there is nothing."""

from __future__ import annotations

import pytest

from steppe.world.readers import write_folder
from tests.conftest import Run

END = "(the data end on 2026-11-21)"


def test_days_of_tables_of_a_user_have_no_time_in_sql(run: Run, world, tmp_path) -> None:
    write_folder({"leaders": world.table("leaders")}, tmp_path / "mine", compression=3)
    query = "select min(start) as first, typeof(any_value(start)) as kind from leaders"
    mine = run("--data", str(tmp_path / "mine"), "sql", query, "-f", "csv")
    assert mine.out == run("sql", query, "-f", "csv").out and ":" not in mine.out


def test_no_folder_is_no_tables(run: Run) -> None:
    ran = run("--data", "", "states", "KGZ")
    assert ran.code == 2 and "--data: no folder is named" in ran.err


def test_doubts_stand_on_stderr_and_the_answer_on_stdout(run: Run, tmp_path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "sender,receiver,year,value,note,source,basis\nRUS,KGZ,2017,2400000,x,assumption,assumed\n", encoding="utf-8"
    )
    said = "Check remittances: value of RUS, KGZ in 2017 is 2,400,000, "
    made = run("data", "import", "remittances", str(path), "--into", str(tmp_path / "mine"))
    used = run("--data", str(tmp_path / "mine"), "sql", "select 1 as one", "-f", "csv")
    assert made.err.startswith(said) and used.err.startswith(said) and used.err.count("\n") == 1
    assert (made.code, used.code, used.out) == (0, 0, "one\n1\n")


def test_a_body_without_members_has_a_header(run: Run) -> None:
    nobody, some = (run("members", "EAEU", "--on", day, "-f", "csv").out for day in ("1992-01-01", "2020-01-01"))
    assert nobody == some[: some.index("\n") + 1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("members CIS --on 2031-01-01", 0),
        ("overlap --on 2031-01-01", 0),
        ("timeline KGZ --since 2031", 0),
        ("timeline KGZ --until 2031", 0),
        ("dependence KGZ --on CHN --year 2027 --layer trade", 0),
        ("powers --year 2027 --of KGZ", 0),
        ("compare KGZ KAZ --year 2027", 0),
        ("rank --on RUS --year 2027 --of KGZ,KAZ --domain security", 0),
        ("overview --year 2027", 2),
        ("rank --on CHN --year 2031", 2),
    ],
)
def test_what_is_beyond_the_data_is_answered_with_their_end(run: Run, words, code) -> None:
    ran = run(*words.split())
    assert ran.code == code and END in ran.out + ran.err


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("TWN --by shares", ("towards Taiwan in 2023 for all of these", "nothing on Taiwan", "`--of KAZ,KGZ,RUS,UZB`")),
        (
            "XKX --by shares",
            ("towards Kosovo in 2023 for these", "nothing on Kosovo", "`steppe dependence ARM --on XKX`"),
        ),
        ("XKX", ("no flow of these states with XKX", "nothing on Kosovo", "`steppe dependence ARM --on XKX`")),
    ],
)
def test_a_power_that_records_do_not_cover(run: Run, words, parts) -> None:
    ran = run("rank", "--on", *words.split())
    assert ran.code == 2 and all(part in ran.err for part in parts) and ran.err.count("\n") == 1


def test_the_states_that_it_proposes_can_be_ranked(run: Run) -> None:
    assert run("rank", "--on", "TWN", "--of", "KAZ,KGZ,RUS,UZB", "--by", "shares", "--draws", "10").code == 0
    by_flows = " ".join(run("rank", "--on", "TWN").out.split())
    assert "Not ranked, since no flow is on record: ARM, AZE" in by_flows and "nothing on Taiwan" in by_flows
