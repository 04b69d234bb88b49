"""The site in a browser: it answers without a script, fits a phone, asks for nothing, and can be read by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

KINDS = (
    *("index", "KGZ", "organizations", "body-cis", "body-gep-proposal", "pairs", "pair-KGZ-CHN", "pair-MDA-EU"),
    *(
        "studies",
        "study-cis-full-free-trade",
        "study-powers-act-jointly",
        "study-which-format",
        "study-who-leaves-next",
    ),
    *("claims", "wrong", "coverage", "sources"),
)
"""One page at least of every kind; of organizations a full and an empty one, of studies one a method."""
SERIOUS = ("serious", "critical")


@pytest.fixture(params=[(1440, "light"), (390, "light"), (1440, "dark")], ids=["desk", "phone", "dark"])
def tab(request: pytest.FixtureRequest, browser) -> Iterator[Any]:
    """A page of a width and a colour scheme, with the requests that it makes."""
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.requested = []
    page.on("request", lambda asked: page.requested.append(asked.url))
    yield page
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_every_page_fits_its_window_and_asks_for_nothing(site: Path, tab: Any):
    width = tab.viewport_size["width"]
    for path in sorted(site.glob("*.html")):
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path.name
    assert all(url.startswith("file:") for url in tab.requested)
    assert len(tab.requested) == len(list(site.glob("*.html")))


@pytest.mark.slow
@pytest.mark.browser
def test_axe_finds_nothing_serious_on_any_kind_of_page(site: Path, tab: Any):
    axe = pytest.importorskip("axe_playwright_python")
    script = (files(axe) / "axe.min.js").read_text(encoding="utf-8")
    for name in KINDS:
        tab.goto((site / f"{name}.html").as_uri())
        tab.evaluate(script)
        found = tab.evaluate("axe.run(document)")
        assert found["passes"], name
        bad = [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"] if one["impact"] in SERIOUS]
        assert not bad, (name, bad)


@pytest.mark.slow
@pytest.mark.browser
def test_the_map_answers_to_its_controls_without_a_script(site: Path, tab: Any):
    tab.goto((site / "index.html").as_uri())
    assert tab.locator(".t:visible").count() == 1
    tab.locator("label[for=p-RUS]").click()
    tab.locator("label[for=y-2010]").click()
    assert tab.locator(".t:visible h2").inner_text().startswith("In 2010 Russia’s part in trade in goods")


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
