"""The overview on a terminal."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from steppe.report.overview.terminal import show
from steppe.report.overview.view import TRY_NEXT, overview


def printed(view, width, **terminal):
    stream = io.StringIO()
    show(view, Console(file=stream, width=width, highlight=False, **terminal))
    return stream.getvalue()


@pytest.mark.parametrize("width", [80, 100, 160])
def test_it_fits_the_terminal_and_loses_nothing(view, width):
    text = printed(view, width)
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width
    for state in view.twelve:
        rows = re.findall(rf"(?m)^{view.names[state]} +[●◐○×–\d]", text)
        assert len(rows) >= 4, state  # seats, trade, votes, ties
    for command, _ in TRY_NEXT:
        assert command in text


def test_no_colour_when_piped_and_colour_on_a_terminal(view):
    assert "\x1b[" not in printed(view, 100)
    assert "\x1b[" in printed(view, 100, force_terminal=True, color_system="truecolor")


def test_figures_keep_their_letters(view):
    lines = printed(view, 100).splitlines()
    assert any(line.startswith("Belarus") and "65ⁱ" in line for line in lines)
    assert any(line.startswith("Kyrgyzstan") and "1.76ᵐ" in line for line in lines)
    assert "ⁱ imputed" in "\n".join(lines)


def test_sentences_and_tally_are_printed(view):
    text = " ".join(printed(view, 100).split())
    for section in ("headline", "seats", "trade", "votes", "mutual", "ties", "forces", "claims"):
        assert view.says[section] in text
    assert "⊘ contradicted" in text
    assert "said 7; found sites on record: 5" in text


def test_an_early_year_prints_without_the_tables_that_it_lacks(world):
    text = printed(overview(world, year=1995), 100)
    assert "No trade between states is on record" in text
    assert "imputed part" not in text
