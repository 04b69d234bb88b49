"""Draws the picture of the README again.

    python -m docs.make_picture

A test compares it with what is stored.
"""

from __future__ import annotations

from pathlib import Path

import vl_convert

import steppe
from steppe.display.charts.theme import same_bytes

PICTURE = Path(__file__).resolve().parent / "central-asia.svg"


def drawn() -> str:
    """Trade of the five Central Asian states with Russia and China, as SVG."""
    chart = steppe.dependence("KAZ,KGZ,TJK,TKM,UZB", "RUS,CHN", layer="trade").plot()
    return same_bytes(vl_convert.vegalite_to_svg(chart.to_dict()), "picture") + "\n"


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
    print(f"{PICTURE.name}: {PICTURE.stat().st_size // 1000} kB")
