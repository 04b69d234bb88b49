"""The site in a browser: it fits a phone, asks for nothing but its files, and can be read by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from docs.make_screenshots import of_each_kind
from steppe.report.site.registry import addresses
from steppe.world.world import World

SERIOUS = ("serious", "critical")
DARK = "matchMedia('(prefers-color-scheme: dark)').matches"


def looks_at(dark: bool, width: int) -> str:
    """What axe looks at, for which it need not load sheets: everything in a wide light window; in a narrow one not
    colours, which are the same there; in the dark nothing but them, which alone are others there."""
    rules = ", runOnly: ['color-contrast']" if dark else ", rules: {'color-contrast': {enabled: false}}"
    return f"document, {{preload: false{rules if dark or width < 720 else ''}}}"


@pytest.fixture(
    params=[(1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")], ids=["desk", "phone", "dark", "dark phone"]
)
def tab(request: pytest.FixtureRequest, browser) -> Iterator[Any]:
    """A page of a width and a colour scheme, with the requests that it makes."""
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    page.requested = []
    page.said = []
    page.on("request", lambda asked: page.requested.append(asked.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    page.close()
    assert page.said == []


@pytest.mark.slow
@pytest.mark.browser
def test_every_page_fits_its_window_and_asks_for_nothing(site: Path, tab: Any):
    width = tab.viewport_size["width"]
    for path in sorted(site.glob("*.html")):
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path.name
    assert tab.requested and all(url.startswith("file:") for url in tab.requested)


@pytest.mark.slow
@pytest.mark.browser
def test_axe_finds_nothing_serious_on_any_kind_of_page(world: World, site: Path, tab: Any):
    axe = pytest.importorskip("axe_playwright_python")
    script = (files(axe) / "axe.min.js").read_text(encoding="utf-8")
    for page in of_each_kind(site, addresses(world)):
        tab.goto(page.as_uri())
        tab.evaluate(script)
        found = tab.evaluate(f"axe.run({looks_at(tab.evaluate(DARK), tab.viewport_size['width'])})")
        assert found["passes"], page.name
        bad = [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"] if one["impact"] in SERIOUS]
        assert not bad, (page.name, bad)


@pytest.mark.slow
@pytest.mark.browser
def test_no_text_is_smaller_than_11_px_and_half_the_window_is_enough(world: World, site: Path, tab: Any):
    width = tab.viewport_size["width"]
    for page in of_each_kind(site, addresses(world)):
        tab.goto(page.as_uri())
        small = tab.evaluate(SMALL)
        assert not small, (page.name, small[:3])
        if width > 720:  # what a zoom of 200 % leaves of it
            tab.set_viewport_size({"width": width // 2, "height": 450})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width // 2, page.name
            tab.set_viewport_size({"width": width, "height": 900})


SMALL = """() => [...document.querySelectorAll("body *")].filter(one => one.getClientRects().length
    && !one.closest("sup, .vh") && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .map(one => { const svg = one.ownerSVGElement, box = svg?.viewBox.baseVal;
    const scale = box?.width ? svg.getBoundingClientRect().width / box.width : 1;
    return [scale * parseFloat(getComputedStyle(one).fontSize), one.textContent.trim().slice(0, 40)]; })
  .filter(([size]) => size < 10.95)"""


@pytest.mark.slow
@pytest.mark.browser
def test_words_of_charts_stay_inside_their_charts(site: Path, tab: Any):
    for name in ("KGZ", "body-cis", "pair-KGZ-CHN", "wrong"):
        tab.goto((site / f"{name}.html").as_uri())
        cut = tab.evaluate(
            """() => [...document.querySelectorAll("figure svg")].filter(svg => svg.getBoundingClientRect().width)
              .flatMap(svg => [...svg.querySelectorAll("text")].filter(text => {
                const own = text.getBoundingClientRect();
                return own.width && (own.left < -1 || own.right > document.documentElement.clientWidth + 1);
              }).map(text => text.textContent))"""
        )
        assert not cut, (name, cut)
