"""What commands print on streams that cannot carry every letter, or that take nothing at all."""

from __future__ import annotations

import csv
import io
import json
import os
import sys

import pytest

from steppe.cli.main import main
from steppe.cli.streams import prepare
from tests.conftest import Run

ENCODINGS = ["ascii", "cp1252", "latin-1", "cp1251", "cp437"]


@pytest.fixture
def printed(run: Run, monkeypatch: pytest.MonkeyPatch):
    """`printed("ascii", "members", "CIS")`: exit code, what stands on stdout, and on stderr."""

    def command(encoding: str, *words: str) -> tuple[int, str, str]:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2)]
        for name, stream in zip(("stdout", "stderr"), streams, strict=True):
            monkeypatch.setattr(sys, name, stream)
        ran = run(*words)
        for stream in streams:
            stream.flush()
        out, err = (stream.buffer.getvalue().decode(encoding) for stream in streams)
        return ran.code, out, err

    return command


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_stays_readable(printed, encoding: str) -> None:
    code, out, err = printed(encoding, "claims", "T4-16")
    assert (code, err) == (0, "")
    assert "Seven big bases in Kazakhstan belong to Russia's forces. -> undetermined" in out
    assert "?" not in out and "\\u" not in out


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_says_the_same(printed, encoding: str) -> None:
    words = ("states", "TUR", "--format", "json")
    code, out, _ = printed(encoding, *words)
    assert code == 0 and any("Erdoğan" in str(row) for row in json.loads(out)["results"])
    code, out, _ = printed(encoding, "schema", "study")
    assert code == 0 and "equilibrium" in json.dumps(json.loads(out))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_csv_keeps_its_cells(printed, encoding: str) -> None:
    query = """select '“first”, second' as quotes, 'Erdoğan, a → b' as name, 'Қыргыз 有限' as far, 3 as n"""
    code, out, _ = printed(encoding, "sql", query, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert code == 0 and row["n"] == "3" and row["far"].endswith("??")
    assert row["name"].startswith("Erdo") and row["name"].endswith("an, a -> b")
    assert row["quotes"] in ("'first', second", "“first”, second")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("words", [("--help",), ("run", "--help"), ("overview",), ("studies",), ("members", "CIS")])
def test_help_and_lists_are_printed_to_the_end(printed, encoding: str, words: tuple[str, ...]) -> None:
    code, out, err = printed(encoding, *words)
    whole = printed("utf-8", *words)[1]
    assert (code, err) == (0, "") and len(out.splitlines()) == len(whole.splitlines()) > 5
    assert out.count("?") == whole.count("?")  # nothing stands for a letter unknown


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_sentence_on_stderr_is_readable(printed, encoding: str) -> None:
    code, out, err = printed(encoding, "states", "Кыргызстан → ½")
    assert (code, out) == (2, "") and "-> " in err and err.count("\n") == 1 and "\\u" not in err


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Türkiye İstanbul Łódź", "Turkiye Istanbul Lodz"),
        ("12ᵃ 3² 10⁻¹", "12^a 3^2 10^-^1"),
        ("a – b · c × d … ≥ 4 ± ½", "a - b . c x d ... >= 4 +/- 1/2"),
        ("┌─┐│└┘╭╮━╸", "+-+|++++--"),
        ("▁▄█ ●◐○ ⠋", "_~# #+o *"),
        ("有限 \udcff", "?? ?"),
    ],
)
def test_letters_and_what_stands_for_them(monkeypatch: pytest.MonkeyPatch, text: str, plain: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    prepare()
    print(text, end="", flush=True)
    assert stream.buffer.getvalue().decode() == plain


def test_bytes_that_are_no_letters_are_printed_in_utf_8_too(printed) -> None:
    code, _, err = printed("utf-8", "states", "K\udcffZ")
    assert code == 2 and 'no state has the code "K\\udcffZ"' in err


# --------------------------------------------------------------------------- streams that take nothing
def ended(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["steppe", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def test_closed_streams_are_one_sentence_or_none(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert ended(monkeypatch, "states", "--format", "csv") == 2
    assert capsys.readouterr().err.startswith("standard output is closed; leave it open")
    monkeypatch.setattr(sys, "stderr", None)
    assert ended(monkeypatch, "states") == 2
    sys.stderr.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no device that is always full")
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_output_without_space_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys, form: str) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert ended(monkeypatch, "members", "CIS", "--format", form) == 2
    said = capsys.readouterr().err
    assert said.startswith("standard output: No space left on device;") and said.count("\n") == 1


@pytest.mark.parametrize("words", [("--help",), ("members", "CIS"), ("sql", "from range(99999)", "--format", "csv")])
def test_a_reader_that_went_away_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert ended(monkeypatch, *words) == 1
    assert capsys.readouterr().err == ""
