"""Lines and tables for a terminal: never wider than it, and no word of them broken or lost."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from steppe.display.frames import print_table, with_chances
from steppe.display.terminal import words, wrapped
from tests.conftest import wider

PARTS = st.sampled_from(
    ["it fell", "−2.89 %,", "10 % (2 to 28)", "a|b;c", "general-knowledge", "; |", "Chișinău", "(x)"]
)
TEXTS = st.lists(PARTS, min_size=1, max_size=12).map(" ".join)

SOURCED = pd.DataFrame(
    {
        "state": ["Moldova", "Ukraine"],
        "seat": ["leaving since March", "never ratified the charter of 1993"],
        "capital": ["Chișinău", "Kyiv"],
        "source": ["page-tass.com-2f2f", "page-relief.unboundmedicine.com-8312; page-tass.com-2f2f"],
    }
)


def printed(frame: pd.DataFrame, width: int, **options) -> str:
    stream = io.StringIO()
    print_table(Console(file=stream, width=width), frame, **options)
    return stream.getvalue()


@given(text=TEXTS, width=st.integers(21, 60), indent=st.integers(0, 4))
def test_lines_fit_keep_their_indent_and_break_between_words(text, width, indent):
    lines = [line.plain for line in wrapped(Text(" " * indent + text), width)]
    assert max(map(cell_len, lines)) <= width
    assert all(line.startswith(" " * indent) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert {part for line in lines for part in words(line)} <= set(words(text))


def test_a_word_longer_than_the_line_loses_no_letter():
    lines = [line.plain for line in wrapped(Text("see a-very-long-name-of-a-file-without-a-blank"), 20)]
    assert max(map(len, lines)) <= 20 and "".join(lines) == "see" + "a-very-long-name-of-a-file-without-a-blank"


@pytest.mark.parametrize("address", ["https://example.org/a;b|c/a-long-address", "10.7910/DVN/LEJUQZ-and-more-of-it"])
def test_an_address_is_never_broken(address):
    lines = [line.plain for line in wrapped(Text(f"  see ({address}) for more"), 20)]
    assert lines == ["  see", f"  ({address})", "  for more"]
    assert [line for line in lines if wider(line, 20)] == []
    assert wider("a line of words that is too long", 20) and wider(f"see {address}", 20)
    table = printed(pd.DataFrame({"field": ["url"], "value": [address]}), 24)
    assert f"value  {address}\n" in table


def test_with_less_room_sources_are_numbered_then_columns_go_then_rows_stand_alone():
    wide, numbered, fewer, alone = (printed(SOURCED, width, spare=["capital"]) for width in (120, 60, 34, 24))
    assert "page-tass.com-2f2f" in wide.splitlines()[2] and "Sources:" not in wide
    assert " 1\n" in numbered and " 2, 1\n" in numbered and "Kyiv" in numbered
    assert "Sources: 1 page-tass.com-2f2f; 2" in numbered and "page-relief.unboundmedicine.com-8312." in numbered
    assert "Left out at this width: capital" in fewer and "Kyiv" not in fewer
    assert "capital  Kyiv" in alone and "Left out" not in alone


@pytest.mark.parametrize("width", range(24, 125, 7))
def test_at_every_width_all_lines_fit_and_all_words_are_whole(width):
    out = printed(SOURCED, width, title="Seats of the CIS", notes=["Two of them are leaving."], spare=["capital"])
    assert max(map(cell_len, out.splitlines())) <= width
    for word in ("Moldova", "ratified", "charter", "leaving", "Seats"):
        assert word in out.split()
    if width >= 37:  # what the longest id needs
        assert "page-relief.unboundmedicine.com-8312" in out


def test_a_probability_takes_in_the_interval_that_follows_it_and_no_other():
    frame = pd.DataFrame({"low": [1.0], "high": [2.0], "rent": [1.5], "probability": [0.0995]})
    assert list(with_chances(frame, "probability")) == list(frame)
    followed = frame[["rent", "probability"]].assign(low=0.0235, high=0.283, first=0.004)
    shown = with_chances(followed, "probability", "first")
    assert shown.iloc[0].tolist() == [1.5, "10 % (2 to 28)", "0.4 %"]


def test_a_blank_source_has_no_number():
    frame = pd.DataFrame({"what": ["a figure of its own that is long", "another"], "source": ["", "cepii-baci-2023"]})
    shown = printed(frame.assign(more="words that take the room of the table away"), 60)
    assert "Sources: 1 cepii-baci-2023." in shown
