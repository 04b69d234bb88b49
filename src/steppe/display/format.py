"""How figures are written, in the terminal and on the page alike.

Two significant digits for shares, three for amounts; a true minus; `–` where there is no figure. A plain `0` is an
exact zero, `0.0` one that was rounded. A figure that was not recorded keeps a letter to the last table and chart:
`i` imputed, `m` modelled or estimated, `a` assumed.
"""

from __future__ import annotations

import math
import re
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
DIGITS = 3
"""Significant digits of a figure, where nothing else is said."""
LAST_DECIMAL = 4
"""Of a share or a ratio: a hundredth of a per cent, below which no record of trade, debt, people or troops is right."""
RAISED = {"i": "ⁱ", "m": "ᵐ", "a": "ᵃ", "": ""}
"""The letters raised, wherever text has no markup: a plain `956m` would read as millions."""
_WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table: its text, the letter it keeps, and why it is missing where it is.

    Examples
    --------
    >>> str(Figure("956", "m")), str(Figure("12"))
    ('956ᵐ', '12')
    """

    text: str
    mark: str = ""
    missing: str = ""

    def __str__(self) -> str:
        return self.text + RAISED[self.mark]


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
    """None, NaN and the missing value of a nullable column alike.

    Examples
    --------
    >>> import pandas as pd
    >>> is_missing(None), is_missing(float("nan")), is_missing(pd.NA), is_missing(0)
    (True, True, True, False)
    """
    return value is None or type(value).__name__ == "NAType" or math.isnan(value)  # without an import of pandas


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


def recorded(value: float, basis: object, decimals: int | None = None) -> str:
    """A figure with the digits that its record has: three, or two where it was imputed, estimated or assumed.

    Parameters
    ----------
    decimals
        The last decimal that any record has: `LAST_DECIMAL` for a share or a ratio. What is smaller is said to be so.

    Examples
    --------
    >>> recorded(0.4276, "reconciled"), recorded(0.4276, "imputed"), recorded(3926.2, "imputed"), recorded(3926.2, "")
    ('0.428', '0.43', '3,900', '3,926')
    >>> recorded(0.0000721, "estimated", LAST_DECIMAL), recorded(0.00208, "reported", LAST_DECIMAL), recorded(0.0, "")
    ('0.0001', '0.0021', '0')
    >>> recorded(0.00002, "reported", LAST_DECIMAL), recorded(-0.00002, "reported", LAST_DECIMAL)
    ('<0.0001', '>−0.0001')
    """
    if float(value).is_integer() and abs(value) < 100:
        return written(value, ".0f")
    digits = 2 if basis in MARKS else 3
    place = digits - 1 - math.floor(math.log10(abs(value)))
    place = place if decimals is None else min(place, decimals)
    if digits == 3:
        place = max(place, 0)
    rounded = round(value, place)
    if rounded == 0:
        return f"<{10.0**-place:.{place}f}" if value > 0 else f">{MINUS}{10.0**-place:.{place}f}"
    return written(rounded, f",.{max(place, 0)}f")


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


def chance(
    probability: float | None, low: float | None = None, high: float | None = None, error: float | None = None
) -> str:
    """A probability in per cent, with its interval if it has one: how every command and page writes one.

    With a Monte Carlo error, no digit below twice of it, and never 0 or 100 by rounding.

    Examples
    --------
    >>> chance(0.0995, 0.0235, 0.283), chance(0.5), chance(None)
    ('10 % (2 to 28)', '50 %', '–')
    >>> chance(0.432, error=0.02), chance(0.97, error=0.02), chance(0.432, error=0.001)
    ('40 %', '>90 %', '43 %')
    """
    if probability is None or is_missing(probability):
        return MISSING
    if error is not None and 200 * error > 1 and 0 < probability < 1:
        step = 10 ** math.ceil(math.log10(200 * error))
        whole = round(100 * probability / step) * step
        return f"<{step} %" if whole <= 0 else f">{100 - step} %" if whole >= 100 else f"{whole} %"
    interval = "" if is_missing(low) or is_missing(high) else f" ({points(low)} to {points(high)})"
    return f"{points(probability)} %{interval}"


def decimals(error: float | None, most: int) -> int:
    """Decimals of a figure with a Monte Carlo error: no digit below twice the error, and never more than `most`.

    Examples
    --------
    >>> decimals(0.004, 3), decimals(0.006, 3), decimals(0.2, 2), decimals(0.0, 2), decimals(None, 3)
    (2, 1, 0, 2, 3)
    """
    if error is None or is_missing(error) or error <= 0:
        return most
    return max(0, min(most, math.floor(-math.log10(2 * error) + 1e-9)))


def change(value: float, error: float | None = None) -> str:
    """A change with its sign: two decimals, three where it is smaller than a tenth; no sign where that shows nothing.

    With a Monte Carlo error, no digit below twice of it.

    Examples
    --------
    >>> change(0.7049), change(-0.0521), change(0.00042), change(0.0), change(-2.5312, 0.02)
    ('+0.70', '−0.052', '0.000', '0.000', '−2.5')
    """
    text = written(value, f"+.{decimals(error, 2 if abs(value) >= 0.095 else 3)}f")
    return text if text.strip("+−0.") else text[1:]


def span(low: float, high: float, error: float | None = None) -> str:
    """An interval of changes.

    Examples
    --------
    >>> span(-0.2, 0.013)
    '−0.20 to +0.013'
    """
    return f"{change(low, error)} to {change(high, error)}"


def billions(millions: float | None) -> str:
    """Million USD written in billions, three significant digits.

    Examples
    --------
    >>> billions(1764.3), billions(14500), billions(2)
    ('1.76', '14.5', '0.00')
    """
    return significant(None if millions is None else millions / 1000, 3)


NOT_ON_RECORD = "not on record"


def money(million: float | None, unit: object) -> str:
    """An amount of money, in millions or billions of its currency; blank where the unit is no money.

    Examples
    --------
    >>> money(1764.3, "million current USD"), money(87.2, "million EUR"), money(None, "million current USD")
    ('1.76 bn USD', '87.2 mn EUR', 'not on record')
    >>> money(12.0, "million constant 2021 USD"), money(3.0, "seats"), money(3.0, None)
    ('12.0 mn USD of 2021', '', '')
    """
    currency = currency_of(unit)
    if not currency:
        return ""
    if million is None or math.isnan(million):
        return NOT_ON_RECORD
    if million == 0:
        return f"0 {currency}"
    large = abs(million) >= 999.5
    return f"{significant(million / 1000 if large else million, 3)} {'bn' if large else 'mn'} {currency}"


def currency_of(unit: object) -> str:
    """The currency of a unit in millions, blank where it is no money.

    Examples
    --------
    >>> [currency_of(unit) for unit in ("million current USD, end of year", "million EUR", "persons", None)]
    ['USD', 'EUR', '', '']
    """
    found = re.match(r"million (?:current )?(constant (\d{4}) )?(USD|EUR)\b", str(unit))
    return "" if found is None else f"{found[3]} of {found[2]}" if found[2] else found[3]


def dollars(million: float, error: float | None = None) -> str:
    """Million USD with their sign, in billions from one billion on.

    Examples
    --------
    >>> dollars(1234.0), dollars(-56.4), dollars(42913.0, 300.0)
    ('+1.2 bn USD', '−56 mn USD', '+43 bn USD')
    """
    if abs(million) >= 1000:
        digits = decimals(None if error is None else error / 1000, 1)
        return f"{written(million / 1000, f'+,.{digits}f')} bn USD"
    return f"{written(million, '+,.0f')} mn USD"


def rounded(value: float, error: float | None = None) -> str:
    """An amount without decimals from ten on, with one below; with a Monte Carlo error, rounded to it.

    Examples
    --------
    >>> rounded(42913.0), rounded(42913.0, 300.0), rounded(6.74)
    ('42,913', '43,000', '6.7')
    """
    if error is None or is_missing(error) or 2 * error <= 1:
        return number(value, 0 if abs(value) >= 9.5 else decimals(error, 1))
    return number(round(value, -math.ceil(math.log10(2 * error))))


def figure(value: float | None, error: float | None = None, digits: int = DIGITS) -> str:
    """A figure of any size with so many significant digits; whole numbers as they are.

    With a Monte Carlo error, no digit below twice of it.

    Examples
    --------
    >>> figure(0.01833), figure(12.0), figure(-1234.5), figure(None), figure(3.2149, 0.02), figure(0.6, 0.3)
    ('0.0183', '12', '−1,234', '–', '3.2', '1')
    >>> figure(19.21, 0.02, digits=2), figure(0.3762, 0.0002, digits=2)
    ('19', '0.38')
    """
    if value is None or is_missing(value):
        return MISSING
    if (
        error is not None
        and error > 0
        and 2 * error >= 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1 if value else -9)
    ):
        return rounded(value, error) if 2 * error > 1 else number(value, decimals(error, 6))
    if float(value).is_integer():
        return number(value)
    small = abs(value) < 1
    return written(value, f".{digits}g") if small and abs(value) >= 1e-4 else significant(value, digits)


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


def with_article(word: str) -> str:
    """A noun with its article, by its first letter.

    Examples
    --------
    >>> with_article("member"), with_article("observer"), with_article("union")
    ('a member', 'an observer', 'a union')
    """
    return f"{'an' if word[:1].lower() in 'aeio' else 'a'} {word}"


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
