"""The page stands alone: one file, no request, every table, both themes."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from steppe.display.format import MISSING
from steppe.display.glossary import explained, terms
from steppe.report.overview import tables
from steppe.report.overview.page import page, write_page
from steppe.report.overview.view import TRY_NEXT, overview
from steppe.world.errors import UserError


class Reader(HTMLParser):
    """Tags with their attributes, and the text of headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[str] = []
        self._open = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")
            self._open = True

    def handle_endtag(self, tag):
        if tag in ("h1", "h2", "h3"):
            self._open = False

    def handle_data(self, data):
        if self._open:
            self.headings[-1] += data


@pytest.fixture(scope="module")
def written(view, tmp_path_factory) -> Path:
    return write_page(view, tmp_path_factory.mktemp("pages") / "new" / "folder")


@pytest.fixture(scope="module")
def text(written) -> str:
    return written.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def read(text) -> Reader:
    return Reader(text)


@pytest.mark.slow
def test_it_asks_for_nothing(text, read):
    assert not [tag for tag, _ in read.tags if tag in ("link", "img", "iframe", "object", "embed", "image")]
    assert not [attrs for _, attrs in read.tags if any(name in attrs for name in ("src", "srcset", "data", "poster"))]
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)|\b(fetch|import|sendBeacon)\(|XMLHttpRequest|WebSocket", text)
    outside = {tag for tag, attrs in read.tags for name in ("href", "xlink:href") if (attrs.get(name) or "#")[0] != "#"}
    assert outside <= {"a"}
    assert "default-src 'none'" in text


def test_ids_are_unique_and_every_reference_is_met(text, read):
    ids = Counter(attrs["id"] for _, attrs in read.tags if "id" in attrs)
    assert max(ids.values()) == 1
    used = set(re.findall(r"url\(#([^)]+)\)", text)) | {
        attrs["href"][1:] for _, attrs in read.tags if (attrs.get("href") or "").startswith("#")
    }
    assert used <= set(ids)


def test_the_findings_are_the_headings(view, read):
    said = [view.says[name] for name in ("headline", "seats", "members", "trade", "mutual", "votes", "ties", "claims")]
    assert set(said) <= {heading.replace("\u00a0", " ") for heading in read.headings}
    assert read.headings[0] == view.says["headline"]


def test_every_table_has_every_state(text, view):
    for section in ("seats", "trade", "votes", "ties"):
        part = text.split(f'<section id="{section}">')[1].split("</section>")[0]
        for state in view.twelve:
            assert f'<th scope="row">{view.names[state]}</th>' in part, (section, state)
    assert text.count('<th scope="row">without Russia</th>') == 4


def test_marks_and_gaps_reach_the_page(text):
    assert '65<sup class="m">i</sup>' in text
    assert '1.76<sup class="m">m</sup>' in text
    assert "none on record" in text


def test_footer_claims_and_next_steps(text, view):
    for phrase in (f"version {view.version}", "UN General Assembly practice", "trade 2023", "CC BY 4.0"):
        assert phrase in text.split("<footer>")[1]
    assert all(example.statement in text for example in view.claims.examples)
    assert all(command.replace('"', "&#34;") in text for command, _ in TRY_NEXT)


def test_figures_are_described(read):
    figures = [attrs for tag, attrs in read.tags if tag == "figure"]
    assert len(figures) >= 12
    assert all(attrs.get("role") == "img" and attrs.get("aria-label") for attrs in figures)


@pytest.mark.slow
def test_what_a_name_says_is_escaped(view):
    import dataclasses

    hostile = page(dataclasses.replace(view, names={**view.names, "KGZ": "<b>K & G</b>"}))
    assert "<b>K & G</b>" not in hostile
    assert "&lt;b&gt;K &amp; G&lt;/b&gt;" in hostile


def test_a_gap_that_cannot_be_is_a_dash_and_one_that_is_not_known_is_said():
    assert tables.heat(None, "rus", alone=True).text == MISSING
    assert tables.heat(None, "chn", why="withheld: off by a factor").text == "no data"
    assert tables.heat(0.55, "chn").fill == "chn-6"


def test_an_early_year_has_a_page_too(world):
    text = page(overview(world, year=1995))
    assert '<section id="trade">' not in text
    assert '<section id="votes">' in text


def test_a_folder_that_cannot_be_written_is_a_users_mistake(view, tmp_path, monkeypatch):
    monkeypatch.setattr("steppe.report.overview.page.page", lambda overview: "its text")
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        write_page(view, tmp_path / "file")


def test_importing_the_room_does_not_import_altair():
    code = "import sys, steppe.report; sys.exit('altair' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_width_in_both_themes_without_a_request(browser, written, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    requests, errors = [], []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: errors.append(message.text))
    tab.goto(written.as_uri())
    assert requests == [written.as_uri()]
    assert errors == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    shown = tab.evaluate(
        "[...document.querySelectorAll('figure svg')].filter(s => s.getBoundingClientRect().width > 0).map(s => "
        "s.getBoundingClientRect().width / s.viewBox.baseVal.width)"
    )
    assert len(shown) >= 11
    assert min(shown) > 0.9  # text of 11.5 px stays above 10
    context.close()


PAGE = """<main><h1>The CIS</h1><p>Members of the <a href="x">CIS</a>; the CIS, and its <code>layers</code>.</p>
<svg><text>layers</text></svg><ul><li>Layers of the CIS</li><li>Global Layer Index; one layer, HHI</li></ul></main>"""


def test_a_term_is_explained_where_a_page_first_uses_it_in_running_text():
    found = re.findall(r'<abbr title="([^"]+)">([^<]+)</abbr>', explained(PAGE))
    assert [words for _, words in found] == ["CIS", "Layers", "HHI"]
    assert [html.unescape(title) for title, _ in found] == [terms()[term] for term in ("CIS", "layer", "HHI")]
    assert "the <abbr" in explained(PAGE) and ">CIS</a>; the <abbr" in explained(PAGE)
    assert re.sub(r"</?abbr[^>]*>", "", explained(PAGE)) == PAGE
    assert "in a <abbr" not in explained("<main><p>Global Layer Index in a Layer</p></main>")
