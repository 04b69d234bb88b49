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
MONO = "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono', 'Liberation Mono', monospace"
CLASSES = (5, 10, 20, 35, 50)
"""Inner bounds, in percent, of the six classes for trade, debt and remittances."""
VOTE_CLASSES = (20, 35, 50, 65, 80)
"""Inner bounds, in percent, of the six classes for agreement in votes."""

CHANGE_CLASSES = (-1, -0.1, -0.005, 0.005, 0.1, 1)
"""Inner bounds, in percent, of the seven classes for change."""
CHANGE_TOKENS = ("div-l3", "div-l2", "div-l1", "div-0", "div-g1", "div-g2", "div-g3")
_ON_CHANGE = ("on-hi", "on-mid", "on-lo", "on-lo", "on-lo", "on-mid", "on-hi")

_SURFACES = """
paper  #fbfaf7  #14171a
band   #f3f1ea  #1b1f23
sea    #f1f1ee  #191e22
land   #dedad0  #30353a
border #ffffff  #14171a
line   #b3aea2  #565d64
rule   #d8d4c9  #363c42
grid   #e6e2d8  #272c31
ink    #1b1e22  #ecebe7
ink-2  #4d5258  #b9bcbf
ink-3  #6a6e73  #92979c
link   #1a4f8b  #8fb8ee
warn   #8a4b00  #e8b45e
hatch  #3a3d41  #d6d6d2
other  #8b8f94  #8b9095
on-lo  #1b1e22  #ecebe7
on-hi  #ffffff  #14171a
on-mid #1b1e22  #14171a
div-l3 #8c4a0a  #f0b36a
div-l2 #c48a45  #b9792f
div-l1 #e9d2ab  #6b4a25
div-0  #e8e5dc  #2a2d30
div-g1 #bddbd5  #1f5a54
div-g2 #5aa59b  #2f988c
div-g3 #0e6158  #7fe0d3
"""
"""Name, light, dark: grounds, land and sea, rules, ink, marks; text on pale, strong and middling classes; change, from
the largest loss to the largest gain."""
_POWERS = """
rus light #1d4586 #dfe7f3 #b3c9ec #84a7e0 #4872b5 #325690 #153465
chn light #bf3b2b #f8e0db #f7b5a9 #ed8473 #c14030 #99271a #781208
eu  light #b38600 #ede5d7 #dbc59b #c4a156 #956a00 #744f00 #624100
usa light #8e59a8 #ebe2f0 #d6bde4 #bd93d3 #8d59a6 #6d4083 #502963
tur light #27a295 #dbeae7 #a5d3cc #67b7ac #008579 #00675d #005048
rus dark  #4a7fe0 #202d43 #32486e #46659d #5a84cf #80a6e8 #a8c8ff
chn dark  #e8614d #41231e #6c372e #994c40 #c96252 #e48979 #ffb1a2
eu  dark  #e8bd4a #352b15 #56461d #7a6325 #a0812b #bea25f #dcc58e
usa dark  #c78fd6 #342737 #553f5a #785880 #9d73a8 #bb96c5 #dabbe2
tur dark  #66d9cc #1a322f #27514c #34726b #40958c #70b4ac #9cd4cc
"""
"""Power, palette, its colour, then its ramp of six classes, most last."""


@dataclass(frozen=True, slots=True)
class Power:
    """A state or union whose pull is measured; `token` names its colour and its ramp, `terminal` its text colour."""

    code: str
    name: str
    token: str
    terminal: str


RUSSIA = Power("RUS", "Russia", "rus", "#4a7fe0")
CHINA = Power("CHN", "China", "chn", "#d9543f")
EUROPE = Power("EU", "EU-27", "eu", "#b38600")
AMERICA = Power("USA", "United States", "usa", "#a873bd")
TURKEY = Power("TUR", "Türkiye", "tur", "#27a295")
POWERS = {power.code: power for power in (RUSSIA, CHINA, EUROPE, AMERICA, TURKEY)}
BY_CODE = {**POWERS, "EUU": EUROPE}
"""The powers by code, the union under any of its codes."""


def power_of(code: str | None) -> Power | None:
    """The power of a code, the union also under that of its institutions; None where there is none.

    Examples
    --------
    >>> power_of("EU") is EUROPE, power_of("KGZ")
    (True, None)
    """
    return BY_CODE.get(code or "")


def token_of(code: str | None, otherwise: str = "ink-2") -> str:
    """The colour of a power, or that of any other actor."""
    power = power_of(code)
    return power.token if power else otherwise


def _palette(name: str) -> dict[str, str]:
    column = ("light", "dark").index(name) + 1
    tokens = {cells[0]: cells[column] for cells in map(str.split, _SURFACES.strip().splitlines())}
    for power, palette, base, *steps in map(str.split, _POWERS.strip().splitlines()):
        if palette == name:
            tokens |= {power: base} | {f"{power}-{step}": colour for step, colour in enumerate(steps, start=1)}
    return tokens


LIGHT: Mapping[str, str] = _palette("light")
DARK: Mapping[str, str] = _palette("dark")
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


def change(percent: float) -> tuple[str, str]:
    """Tokens of the colour and of text upon it, of a change in percent; a bound belongs to the class beyond it.

    Examples
    --------
    >>> change(0.004), change(-0.005), change(1.2)
    (('div-0', 'on-lo'), ('div-l1', 'on-lo'), ('div-g3', 'on-hi'))
    """
    losses = sum(percent <= bound for bound in CHANGE_CLASSES[:3])
    gains = sum(percent >= bound for bound in CHANGE_CLASSES[3:])
    place = 3 - losses + gains
    return CHANGE_TOKENS[place], _ON_CHANGE[place]


def css() -> str:
    """Both palettes as CSS variables: light by default, dark where the reader prefers or chooses it, light on paper."""
    light, dark = _declarations(LIGHT), _declarations(DARK)
    return (
        f":root {{ color-scheme: light; --sans: {SANS}; --serif: {SERIF}; --mono: {MONO}; {light} }}\n"
        f'@media screen {{ :root[data-theme="dark"] {{ color-scheme: dark; {dark} }} }}\n'
        "@media screen and (prefers-color-scheme: dark) "
        f'{{ :root:not([data-theme="light"]) {{ color-scheme: dark; {dark} }} }}\n'
    )


def _declarations(palette: Mapping[str, str]) -> str:
    return " ".join(f"--{token}: {colour};" for token, colour in palette.items())
