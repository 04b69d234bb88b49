"""Colours and type of pages, charts and the terminal: one colour per power, everywhere.

Two palettes, light and dark, name the same tokens. A page carries both as CSS variables and its charts refer to the
variables, so that a change of theme needs no second chart; a chart that leaves the page takes the values themselves.
The powers' colours are at least 3:1 on their ground and stay apart under protan, deutan and tritan vision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SANS = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI Variable Text', 'Segoe UI', Roboto, 'Noto Sans', "
    "'Liberation Sans', Arial, sans-serif"
)
SERIF = (
    "Charter, 'Bitstream Charter', 'Iowan Old Style', 'Sitka Text', Cambria, 'Noto Serif', 'Liberation Serif', "
    "Georgia, serif"
)
MONO = (
    "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono', 'Liberation Mono', monospace"
)
CLASSES = (5, 10, 20, 35, 50)
"""Inner bounds, in percent, of the six classes for trade, debt and remittances."""
VOTE_CLASSES = (20, 35, 50, 65, 80)
"""Inner bounds, in percent, of the six classes for agreement in votes."""

_SURFACES = ["paper", "band", "sea", "land", "border", "line", "rule", "grid", "ink", "ink-2", "ink-3", "link", "warn", "hatch", "other", "on-lo", "on-hi"]
_LIGHT = ["#fbfaf7", "#f3f1ea", "#f1f1ee", "#dedad0", "#ffffff", "#b3aea2", "#d8d4c9", "#e6e2d8", "#1b1e22", "#4d5258", "#6a6e73", "#1a4f8b", "#8a4b00", "#3a3d41", "#8b8f94", "#1b1e22", "#ffffff"]
_DARK = ["#14171a", "#1b1f23", "#191e22", "#30353a", "#14171a", "#565d64", "#363c42", "#272c31", "#ecebe7", "#b9bcbf", "#92979c", "#8fb8ee", "#e8b45e", "#d6d6d2", "#8b9095", "#ecebe7", "#14171a"]
_POWERS_LIGHT = {
    "rus": "#1d4586 #dfe7f3 #b3c9ec #84a7e0 #4872b5 #325690 #153465",
    "chn": "#bf3b2b #f8e0db #f7b5a9 #ed8473 #c14030 #99271a #781208",
    "eu": "#b38600 #ede5d7 #dbc59b #c4a156 #956a00 #744f00 #624100",
    "usa": "#8e59a8 #ebe2f0 #d6bde4 #bd93d3 #8d59a6 #6d4083 #502963",
    "tur": "#27a295 #dbeae7 #a5d3cc #67b7ac #008579 #00675d #005048",
}
_POWERS_DARK = {
    "rus": "#4a7fe0 #202d43 #32486e #46659d #5a84cf #80a6e8 #a8c8ff",
    "chn": "#e8614d #41231e #6c372e #994c40 #c96252 #e48979 #ffb1a2",
    "eu": "#e8bd4a #352b15 #56461d #7a6325 #a0812b #bea25f #dcc58e",
    "usa": "#c78fd6 #342737 #553f5a #785880 #9d73a8 #bb96c5 #dabbe2",
    "tur": "#66d9cc #1a322f #27514c #34726b #40958c #70b4ac #9cd4cc",
}


@dataclass(frozen=True, slots=True)
class Power:
    """A state or union whose pull is measured; `token` names its colour and its ramp, `terminal` its text colour."""

    code: str
    name: str
    token: str
    terminal: str


RUSSIA = Power("RUS", "Russia", "rus", "#4a7fe0")
CHINA = Power("CHN", "China", "chn", "#d9543f")
EUROPE = Power("EU27", "EU-27", "eu", "#b38600")
AMERICA = Power("USA", "United States", "usa", "#a873bd")
TURKEY = Power("TUR", "Türkiye", "tur", "#27a295")
POWERS = {power.code: power for power in (RUSSIA, CHINA, EUROPE, AMERICA, TURKEY)}


def _palette(surfaces: list[str], powers: Mapping[str, str]) -> dict[str, str]:
    tokens = dict(zip(_SURFACES, surfaces, strict=True))
    for power, colours in powers.items():
        base, *steps = colours.split()
        tokens |= {power: base} | {f"{power}-{step}": colour for step, colour in enumerate(steps, start=1)}
    return tokens


LIGHT: Mapping[str, str] = _palette(_LIGHT, _POWERS_LIGHT)
DARK: Mapping[str, str] = _palette(_DARK, _POWERS_DARK)
PAGE: Mapping[str, str] = {token: f"var(--{token})" for token in LIGHT}
"""The tokens as references to the variables of the page that a chart stands in."""


def level(percent: float, bounds: tuple[int, ...] = CLASSES) -> int:
    """The class, 1 to 6, of a share in percent; a value on a bound belongs to the class above it.

    Examples
    --------
    >>> level(4.9), level(5), level(55.6)
    (1, 2, 6)
    """
    return 1 + sum(percent >= bound for bound in bounds)


def css() -> str:
    """Both palettes as CSS variables: light by default, dark where the reader prefers it, light again on paper."""
    light = _declarations(LIGHT)
    dark = _declarations(DARK)
    return (
        f":root {{ color-scheme: light dark; --sans: {SANS}; --serif: {SERIF}; --mono: {MONO}; {light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
    )


def _declarations(palette: Mapping[str, str]) -> str:
    return " ".join(f"--{token}: {colour};" for token, colour in palette.items())
