"""Figures are written one way everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.display.charts.tokens import DARK, LIGHT, VOTE_CLASSES, css, level
from steppe.display.format import (
    LAST_DECIMAL,
    MARKS,
    billions,
    count_word,
    listed,
    mark,
    number,
    percent,
    recorded,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 1, "0"),
        (0.04, 1, "0.0"),
        (-0.7, 1, "−0.7"),
        (-0.04, 1, "0.0"),
        (22050.4, 0, "22,050"),
        (float("nan"), 1, "–"),
    ],
)
def test_numbers_have_a_true_minus_a_plain_zero_only_when_exact_and_a_dash_when_missing(value, decimals, text):
    assert number(value, decimals) == text


@pytest.mark.parametrize(("share", "text"), [(0.5563, "56"), (0.0996, "10"), (0.0894, "8.9"), (0.0, "0"), (None, "–")])
def test_shares_have_two_significant_digits(share, text):
    assert percent(share) == text


def test_amounts_have_three_significant_digits():
    assert [billions(v) for v in (14500, 1764.28, 0.018, None)] == ["14.5", "1.76", "0.00", "–"]


def test_only_what_was_not_recorded_has_a_letter():
    bases = ("reported", "reconciled", "derived", "imputed", "estimated", "assumed")
    assert [mark(basis) for basis in bases] == ["", "", "", "i", "m", "a"]
    assert mark("derived", "m") == "m"


def test_words():
    assert listed(["Georgia"]) == "Georgia"
    assert count_word(12) == "twelve"


def test_a_value_on_a_bound_belongs_to_the_class_above_it():
    assert [level(v) for v in (0, 5, 10, 20, 35, 50, 100)] == [1, 2, 3, 4, 5, 6, 6]
    assert level(80, VOTE_CLASSES) == 6


def test_both_palettes_name_the_same_tokens_and_the_sheet_has_both():
    assert LIGHT.keys() == DARK.keys()
    assert "prefers-color-scheme: dark" in css()
    assert all(f"--{token}:" in css() for token in LIGHT)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("power", ["rus", "chn", "eu", "usa", "tur"])
def test_text_on_every_class_can_be_read(palette, power):
    """WCAG 2.1 AA: 4.5:1 for text, 3:1 for marks."""
    assert all(_contrast(palette["on-lo"], palette[f"{power}-{step}"]) >= 4.5 for step in (1, 2, 3))
    assert all(_contrast(palette["on-hi"], palette[f"{power}-{step}"]) >= 4.5 for step in (4, 5, 6))
    assert _contrast(palette[power], palette["paper"]) >= 3


@given(st.floats(1e-9, 1e9), st.sampled_from(["reported", "reconciled", "derived", *MARKS]))
def test_a_figure_has_the_digits_of_its_record_and_a_share_none_after_the_last_decimal(value, basis):
    text = recorded(value, basis, LAST_DECIMAL)
    digits = text.replace(",", "").replace(".", "").strip("<").strip("0")
    whole = float(value).is_integer() and value < 100
    assert len(text.partition(".")[2]) <= LAST_DECIMAL
    if text.startswith("<"):
        assert value < 0.5 * 10**-LAST_DECIMAL
    elif basis in MARKS and not whole:
        assert len(digits) <= 2
    elif "." in text:
        assert len(digits) <= 3
