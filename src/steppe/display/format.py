"""How figures are written, in the terminal and on the page alike.

Two significant digits for shares, three for amounts; a true minus; `–` where there is no figure. A plain `0` is an
exact zero, `0.0` one that was rounded. A figure that was not recorded keeps a letter to the last table and chart:
`i` imputed, `m` modelled or estimated, `a` assumed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MISSING = "–"
MINUS = "−"
MARKS = {"imputed": "i", "estimated": "m", "assumed": "a"}
MARK_WORDS = {
    "i": "imputed: no record for that year; filled in from partners’ and earlier records",
    "m": "modelled or estimated, not recorded",
    "a": "assumed",
}
RAISED = {"i": "ⁱ", "m": "ᵐ", "a": "ᵃ", "": ""}
"""The letters raised, for charts, where text has no markup."""
_WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table: its text, the letter it keeps, and why it is missing where it is."""

    text: str
    mark: str = ""
    missing: str = ""

    def __str__(self) -> str:
        return self.text + self.mark


def mark(basis: object, derived: str = "") -> str:
    """The letter of a basis, empty where the figure was recorded or computed from records.

    `derived` is the letter of a derived figure: empty for a sum of records, `m` where deriving it takes a model.

    Examples
    --------
    >>> mark("imputed"), mark("reported"), mark("derived", "m"), mark(None)
    ('i', '', 'm', '')
    """
    return derived if basis == "derived" else MARKS.get(str(basis), "")


def is_missing(value: float | None) -> bool:
    """None and NaN alike."""
    return value is None or math.isnan(value)


def written(value: float, spec: str) -> str:
    """A number as `format` writes it, with a true minus: the one place where a hyphen becomes one.

    Examples
    --------
    >>> written(-0.685, "+.2f"), written(0.0186, ".2g")
    ('−0.69', '0.019')
    """
    return format(value, spec).replace("-", MINUS)


def number(value: float | None, decimals: int = 0) -> str:
    """A number with a true minus and groups of thousands.

    Examples
    --------
    >>> number(-1234.5, 1), number(0.0, 2), number(0.001, 2), number(None)
    ('−1,234.5', '0', '0.00', '–')
    """
    if value is None or is_missing(value):
        return MISSING
    if value == 0:
        return "0"
    text = written(value, f",.{decimals}f")
    return text if text.strip("0.,−") else text.removeprefix(MINUS)


def significant(value: float | None, digits: int) -> str:
    """A number with so many significant digits, but never fewer than those before its decimal point.

    Examples
    --------
    >>> significant(55.63, 2), significant(8.94, 2), significant(9.96, 2), significant(0.04, 2)
    ('56', '8.9', '10', '0.0')
    """
    if value is None or is_missing(value):
        return MISSING
    decimals = digits - 1
    while decimals > 0 and round(abs(value), decimals) >= 10 ** (digits - decimals):
        decimals -= 1
    return number(value, decimals)


def percent(share: float | None) -> str:
    """A share (0..1) in percent, two significant digits, without the sign.

    Examples
    --------
    >>> percent(0.5563), percent(0.0894), percent(None)
    ('56', '8.9', '–')
    """
    return significant(None if share is None else 100 * share, 2)


def of_gdp(share: float | None) -> str:
    """A share of GDP in percent without the sign: two digits at the most, none below a tenth.

    Examples
    --------
    >>> of_gdp(0.659), of_gdp(0.0177), of_gdp(0.0002), of_gdp(0.0), of_gdp(None)
    ('66', '1.8', '<0.1', '0', '–')
    """
    return "<0.1" if share is not None and 0 < share < 0.0005 else percent(share)


def points(probability: float | None) -> str:
    """A probability in per cent without the sign: whole from 1 to 99, never 0 or 100 where it is not certain.

    Examples
    --------
    >>> points(0.0995), points(0.0042), points(1e-5), points(0.996), points(1.0), points(0.0), points(None)
    ('10', '0.4', '<0.1', '>99', '100', '0', '–')
    """
    if probability is None or is_missing(probability):
        return MISSING
    if probability in (0, 1):
        return f"{100 * probability:.0f}"
    if probability < 0.0095:
        return f"{100 * probability:.1f}" if probability >= 0.0005 else "<0.1"
    return f"{100 * probability:.0f}" if probability < 0.995 else ">99"


def chance(probability: float | None, low: float | None = None, high: float | None = None) -> str:
    """A probability in per cent, with its interval if it has one: how every command and page writes one.

    Examples
    --------
    >>> chance(0.0995, 0.0235, 0.283), chance(0.5), chance(None)
    ('10 % (2 to 28)', '50 %', '–')
    """
    if probability is None or is_missing(probability):
        return MISSING
    interval = "" if is_missing(low) or is_missing(high) else f" ({points(low)} to {points(high)})"
    return f"{points(probability)} %{interval}"


def change(value: float) -> str:
    """A change with its sign: two decimals, three where it is smaller than a tenth; no sign where that shows nothing.

    Examples
    --------
    >>> change(0.7049), change(-0.0521), change(0.00042), change(0.0)
    ('+0.70', '−0.052', '0.000', '0.000')
    """
    text = written(value, f"+.{2 if abs(value) >= 0.095 else 3}f")
    return text if text.strip("+−0.") else text[1:]


def span(low: float, high: float) -> str:
    """An interval of changes.

    Examples
    --------
    >>> span(-0.2, 0.013)
    '−0.20 to +0.013'
    """
    return f"{change(low)} to {change(high)}"


def billions(millions: float | None) -> str:
    """Million USD written in billions, three significant digits.

    Examples
    --------
    >>> billions(1764.3), billions(14500), billions(2)
    ('1.76', '14.5', '0.00')
    """
    return significant(None if millions is None else millions / 1000, 3)


def dollars(million: float) -> str:
    """Million USD with their sign, in billions from one billion on.

    Examples
    --------
    >>> dollars(1234.0), dollars(-56.4)
    ('+1.2 bn USD', '−56 mn USD')
    """
    return (
        f"{written(million / 1000, '+,.1f')} bn USD" if abs(million) >= 1000 else f"{written(million, '+,.0f')} mn USD"
    )


def count_word(count: int) -> str:
    """Small counts as words.

    Examples
    --------
    >>> count_word(5), count_word(0), count_word(13)
    ('five', 'none', '13')
    """
    return _WORDS[count] if 0 <= count < len(_WORDS) else str(count)


def sentence_case(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> listed(["Belarus", "Kazakhstan", "Kyrgyzstan"])
    'Belarus, Kazakhstan and Kyrgyzstan'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def day(value: date) -> str:
    """A date as it is read.

    Examples
    --------
    >>> day(date(2024, 2, 23))
    '23 February 2024'
    """
    return f"{value.day} {value:%B %Y}"
