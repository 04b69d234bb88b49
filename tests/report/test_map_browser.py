"""The home page in a browser: every choice is filled, told truly, kept in the address and reached by keyboard."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from steppe.display.cells import heat
from steppe.display.format import percent
from steppe.display.page import shared_files
from steppe.report.site import choices as site_choices
from steppe.report.site.choices import Choice, amount, choices, sentence
from steppe.report.site.registry import pages
from steppe.world.world import World

pytestmark = [pytest.mark.slow, pytest.mark.browser]
KINDS = ("home", "figures", "search")


@pytest.fixture(scope="module")
def home(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home page with what it loads, alone in a folder."""
    folder = tmp_path_factory.mktemp("home")
    texts = shared_files() | {pages()[kind].address(): pages()[kind].made(world, "", {}).text for kind in KINDS}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "index.html"


@pytest.fixture
def tab(home: Path, browser) -> Iterator[Any]:
    """The home page at the width of a desk; what it says on the console and asks for elsewhere is kept."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, offline=True)
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(urlsplit(request.url).scheme))
    page.goto(home.as_uri())
    yield page
    assert page.said == [] and set(page.asked) <= {"file", "data", "blob"}
    page.close()


LOOK = """() => {
  const { map } = window.steppe, choice = map.rows();
  return {
    now: map.now(), hash: location.hash, finding: document.getElementById("finding").textContent,
    fills: Object.fromEntries([...document.querySelectorAll("#map a[data-s]")].map(one => [one.dataset.s,
      [one.getAttribute("class"), getComputedStyle(one.querySelector("path")).fill, one.getAttribute("aria-label")]])),
    rows: [...document.querySelectorAll("#rows tr")].map(
      row => [row.dataset.s, ...[...row.cells].slice(1).map(cell => cell.textContent)]),
    outlined: [...document.querySelectorAll("#map .outline:not([hidden])")].map(one => one.dataset.power),
  };
}"""


def every(world: World) -> Iterator[Choice]:
    yield from (one for years in choices(world).values() for one in years.values())


def test_every_choice_of_the_map_is_filled_and_told_as_the_data_have_it(world: World, tab: Any):
    names = {**world.state_names, "EU": "EU-27"}
    seen = 0
    for one in every(world):
        wanted = {"layer": one.layer, "power": one.power, "year": one.year}
        tab.evaluate("wanted => window.steppe.map.show(wanted)", wanted)
        shown = tab.evaluate(LOOK)
        assert shown["now"] == wanted and shown["hash"] == f"#layer={one.layer}&power={one.power}&year={one.year}"
        assert plain(shown["finding"]) == sentence(one, names), wanted
        check_fills(one, shown["fills"], names)
        check_rows(one, shown["rows"])
        assert set(shown["outlined"]) <= {one.power}
        seen += 1
    assert seen > 2_000


def check_fills(one: Choice, fills: dict[str, list[str]], names: dict[str, str]) -> None:
    for figure in one.figures:
        css, colour, label = fills[figure.state]
        value = one.value(figure)
        assert re.fullmatch(r"nd" if value is None else r"c[1-6]", css) and colour not in ("none", ""), figure
        assert ("nodata" in colour) == (value is None)
        assert label.startswith(f"{names[figure.state]}: ")
        if one.shares and value is not None:
            assert css == f"c{heat(value, 'rus', bounds=site_choices.bounds(one.layer, [one])).fill[-1]}", figure
    for state in fills.keys() - {figure.state for figure in one.figures}:
        assert state == one.power and fills[state][0] == "own"


def check_rows(one: Choice, rows: list[list[str]]) -> None:
    assert [row[0] for row in rows] and {row[0] for row in rows} == {figure.state for figure in one.figures}
    by_state = {figure.state: figure for figure in one.figures}
    for state, text, *beside in rows:
        figure = by_state[state]
        value = one.value(figure)
        if value is None:
            assert text == ("no data" if figure.amount is None else "no share")
        else:
            written = percent(value) if one.shares else amount(value, figure.unit)
            assert re.sub(r"[ima]$", "", plain(text)) == written, (
                one.layer,
                one.power,
                one.year,
                state,
            )
        if beside and figure.amount is not None and figure.unit:
            assert plain(beside[0]) == amount(figure.amount, figure.unit)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_nothing_is_offered_that_would_be_empty(world: World, tab: Any):
    held = choices(world)
    layers = tab.eval_on_selector_all("#layer option", "all => all.map(one => one.value)")
    assert set(layers) == {layer for layer, _ in held}
    for layer in layers:
        tab.select_option("#layer", layer)
        open_ = tab.eval_on_selector_all("input[name=power]:not(:disabled)", "all => all.map(one => one.value)")
        assert set(open_) == {power for name, power in held if name == layer}
        power = tab.evaluate("window.steppe.map.now().power")
        gaps = tab.eval_on_selector_all("#ticks i", "all => all.map(one => one.className === 'gap')")
        first = int(tab.get_attribute("#year", "min"))
        assert [year for year, gap in enumerate(gaps, start=first) if not gap] == list(held[layer, power])


@pytest.mark.parametrize("asked", ["layer=debt&power=CHN&year=2018", "layer=votes&power=RUS&year=2010&view=caucasus"])
def test_the_address_restores_the_choice(home: Path, tab: Any, asked: str):
    tab.goto("about:blank")
    tab.goto(f"{home.as_uri()}#{asked}")
    now = tab.evaluate("window.steppe.map.now()")
    assert "&".join(f"{name}={value}" for name, value in now.items()) == asked.split("&view")[0]
    assert str(now["year"]) in tab.inner_text("#finding")
    if "view" in asked:
        assert tab.get_attribute("[data-view=caucasus]", "aria-pressed") == "true"
    for other, year in (("layer=trade&power=RUS&year=2005", 2005), ("layer=nothing&power=X&year=1800", 2000)):
        tab.evaluate("words => { location.hash = words; }", other)
        tab.wait_for_function("year => window.steppe.map.now().year === year", arg=year)


def test_the_year_steps_over_gaps(world: World, tab: Any):
    years = list(choices(world)["migrants", "RUS"])
    tab.evaluate("year => window.steppe.map.show({ layer: 'migrants', power: 'RUS', year })", years[0])
    tab.focus("#year")
    walked = [years[0]]
    for _ in years[1:]:
        tab.keyboard.press("ArrowRight")
        walked.append(tab.evaluate("window.steppe.map.now().year"))
    assert walked == years and max(b - a for a, b in pairwise(years)) > 1


def test_the_map_is_walked_by_keyboard_alone(tab: Any):
    tab.focus("#map svg a[tabindex='0']")
    seen = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowRight"):
        tab.keyboard.press(key)
        state = tab.evaluate("document.activeElement.dataset.s")
        tip = tab.inner_text("#tip")
        name = tab.get_attribute(f"#map a[data-s={state}]", "aria-label").split(":")[0]
        assert name in tip and "2023" in tip and ("rank" in tip or "itself" in tip or "no data" in tip)
        seen.add(state)
    assert len(seen) > 2
    tab.keyboard.press("Escape")
    assert tab.is_hidden("#tip")


def test_labels_never_collide_and_stay_in_the_frame(tab: Any):
    for view in ("region", "central-asia", "caucasus"):
        for width in (1440, 390):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.click(f"[data-view={view}]")
            boxes = tab.evaluate(
                """() => { const frame = document.querySelector("#map svg").getBoundingClientRect();
                  return [...document.querySelectorAll("#names g")].map(one => { const b = one.getBoundingClientRect();
                    return [b.left - frame.left, b.top - frame.top, b.right - frame.left, b.bottom - frame.top,
                            frame.width, frame.height]; }); }"""
            )
            assert len(boxes) > 2
            for place, (left, top, right, bottom, wide, high) in enumerate(boxes):
                assert left >= -1 and top >= -1 and right <= wide + 1 and bottom <= high + 1
                for other in boxes[place + 1 :]:
                    apart = (
                        right <= other[0] + 1 or other[2] <= left + 1 or bottom <= other[1] + 1 or other[3] <= top + 1
                    )
                    assert apart, (view, width)


def test_the_largest_is_always_labelled(world: World, tab: Any):
    names = world.state_names
    for layer, power, year in (("debt", "CHN", 2018), ("trade", "TUR", 2020), ("votes", "RUS", 2012)):
        tab.evaluate("wanted => window.steppe.map.show(wanted)", {"layer": layer, "power": power, "year": year})
        top = choices(world)[layer, power][year].held[0]
        labels = tab.text_content("#names")
        assert names[top[0].state] in labels or percent(top[1]) in labels


def test_what_is_taken_away_has_finding_source_and_version(world: World, tab: Any, tmp_path: Path):
    tab.evaluate("window.steppe.map.show({ layer: 'debt', power: 'CHN', year: 2018 })")
    taken = {}
    for kind in ("CSV", "SVG", "PNG"):
        with tab.expect_download() as waiting:
            tab.click(f"#map .take >> text={kind}")
        taken[kind] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(taken[kind])
        assert taken[kind].name == f"steppe-debt-CHN-2018.{kind.lower()}"
    svg = re.sub(r"</text><text[^>]*>", " ", taken["SVG"].read_text(encoding="utf-8"))
    for words in ("Debt to China", "World Bank", "UN General Assembly practice", "steppe 20"):
        assert words in svg, words
    assert "var(--" not in svg and "file:" not in svg
    assert taken["PNG"].read_bytes().startswith(b"\x89PNG") and taken["PNG"].stat().st_size > 20_000
    rows = taken["CSV"].read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("State,%") and len(rows) == 14
    share = next(one.share for one in choices(world)["debt", "CHN"][2018].figures if one.state == "KGZ")
    row = next(row for row in rows if row.startswith("Kyrgyzstan"))
    assert float(row.split(",")[1]) == pytest.approx(100 * share, rel=1e-6)


def test_the_finder_finds_states_by_usual_names_and_leads_to_pages(tab: Any):
    tab.keyboard.press("/")
    for words, title in (("kirgizia", "Kyrgyzstan"), ("CSTO", "Collective Security"), ("debt china", "Debt to China")):
        tab.fill("#finder-words", words)
        tab.wait_for_function(
            """title => [...document.querySelectorAll('#finder-found li b')].slice(0, 5).some(
                 one => one.textContent.includes(title))""",
            arg=title,
        )
    tab.fill("#finder-words", "qqqqzz")
    tab.wait_for_function("document.getElementById('finder-said').textContent.startsWith('Nothing found')")
    tab.keyboard.press("Escape")
    assert tab.is_hidden("dialog.finder")


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_the_page_is_accessible_fits_and_has_no_small_text(home: Path, browser, width: int, scheme: str):
    axe = pytest.importorskip("axe_playwright_python")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(home.as_uri())
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")
    assert not [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALLEST) >= 11
    page.set_viewport_size({"width": width // 2, "height": 450})  # what 200 % zoom leaves of the window
    assert page.evaluate("document.documentElement.scrollWidth") <= max(width // 2, 320) or width < 640
    page.close()


SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")].filter(one =>
  one.getClientRects().length && !one.closest("sup, .vh")
    && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .map(one => { const size = parseFloat(getComputedStyle(one).fontSize), svg = one.ownerSVGElement;
    return svg ? size * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : size; })) + 0.01"""


def test_home_with_all_years_is_small(home: Path):
    names = [*re.findall(r'(?:src|href)="([\w.]+\.(?:css|js))"', home.read_text(encoding="utf-8")), home.name]
    assert "figures.js" in names
    assert sum(len(gzip.compress((home.parent / name).read_bytes())) for name in names) <= 250_000


def test_the_script_holds_every_choice(world: World, home: Path):
    text = (home.parent / "figures.js").read_text(encoding="utf-8")
    held = json.loads(text.partition("window.steppe.figures = ")[2].rstrip().rstrip(";"))
    kept = {
        (layer, power): one["years"] for layer, own in held["layers"].items() for power, one in own["powers"].items()
    }
    assert kept == {key: list(years) for key, years in choices(world).items()}
