"""What a reader wants to know, from the home page: three clicks at most, or one search and one click; each two ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser]


class Reader:
    """A browser that starts at the home page and counts what its user does."""

    def __init__(self, page: Any, site: Path) -> None:
        self.page, self.clicks, self.searches = page, 0, 0
        page.goto((site / "index.html").as_uri())

    def click(self, target: Any) -> Reader:
        self.clicks += 1
        (self.page.locator(target) if isinstance(target, str) else target).first.click()
        return self

    def menu(self, words: str) -> Reader:
        return self.click(self.page.locator("nav.site").get_by_role("link", name=words, exact=True))

    def search(self, words: str) -> Reader:
        self.searches += 1
        self.page.keyboard.press("/")
        self.page.locator("#finder-words").fill(words)
        self.page.wait_for_selector("#finder-found a")
        return self.click("#finder-found a")

    def select(self, name: str, value: str) -> Reader:
        self.clicks += 1
        self.page.locator(f"select[name={name}]").first.select_option(value)
        return self

    def text(self, target: str) -> str:
        return str(self.page.locator(target).first.inner_text())

    @property
    def within_reach(self) -> bool:
        return self.clicks <= 3 if not self.searches else (self.searches, self.clicks) == (1, 1)


@pytest.fixture
def reader(site: Path, browser: Any) -> Iterator[Reader]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    yield Reader(page, site)
    page.close()


def row_of(reader: Reader, table: str, head: str) -> str:
    rows = reader.page.locator(f"{table} tbody tr")
    found = rows.filter(has=reader.page.locator("th", has_text=head))
    return str(found.first.inner_text())


DEBT = "table[data-file=KGZ-debt]"


def test_the_kyrgyz_debt_to_china_in_2018_by_menu(reader: Reader):
    reader.menu("States").click(reader.page.get_by_role("link", name="Kyrgyzstan", exact=True))
    reader.click("#ties a[href='#year-debt']")
    row = row_of(reader, DEBT, "2018")
    assert "38" in row and "1.72 bn USD" in row and reader.within_reach
    number = reader.page.locator(f"{DEBT} tr", has_text="2018").locator(".r a").first.get_attribute("href")
    assert "International Debt Statistics" in reader.text(f"[id='{number[1:]}']")


def test_the_kyrgyz_debt_to_china_in_2018_by_search(reader: Reader):
    reader.search("kyrgyzstan debt to china")
    reader.page.wait_for_selector(f"{DEBT} >> visible=true")
    assert "1.72 bn USD" in row_of(reader, DEBT, "2018") and reader.within_reach


LEFT = "Azerbaijan, Georgia and Uzbekistan on 2 April 1999, Uzbekistan again on 19 December 2012"


def test_who_left_the_csto_and_when_by_menu(reader: Reader):
    reader.menu("Organizations").click("table.seats thead a:text-is('CSTO')")
    assert LEFT in reader.text("main") and reader.within_reach


def test_who_left_the_csto_and_when_by_search(reader: Reader):
    reader.search("CSTO")
    assert LEFT in reader.text("main") and reader.within_reach


def test_what_a_free_trade_zone_of_the_cis_would_do_by_menu(reader: Reader):
    reader.menu("Questions").click("#gallery a[href='study-cis-full-free-trade.html']")
    assert reader.text("p.ans").startswith("The data cannot tell. Tajikistan") and reader.within_reach


def test_what_a_free_trade_zone_of_the_cis_would_do_by_search(reader: Reader):
    reader.search("free trade zone CIS")
    assert reader.text("p.ans").startswith("The data cannot tell. Tajikistan") and reader.within_reach


def test_how_wrong_the_model_has_been_by_menu(reader: Reader):
    reader.menu("How wrong")
    reader.page.wait_for_url("**/wrong.html")
    assert "fail against the strongest simple rival" in reader.text("h1")
    assert reader.page.locator("ul.verdicts > li").count() >= 3 and reader.within_reach


def test_how_wrong_the_model_has_been_by_search(reader: Reader):
    reader.search("how wrong")
    reader.page.wait_for_url("**/wrong.html")
    assert "fail against the strongest simple rival" in reader.text("h1") and reader.within_reach


def taken(reader: Reader, figure: str, kind: str) -> tuple[str, bytes]:
    """Name and bytes of what a figure gives away."""
    with reader.page.expect_download() as download:
        reader.click(reader.page.locator(figure).get_by_role("button", name=kind, exact=True))
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_trade_of_tajikistan_as_a_picture_with_its_source_by_menu(reader: Reader):
    reader.menu("States").click(reader.page.get_by_role("link", name="Tajikistan", exact=True))
    name, png = taken(reader, "#series-trade", "PNG")
    assert name.endswith(".png") and png.startswith(b"\x89PNG") and len(png) > 10_000 and reader.within_reach
    _, svg = taken(reader, "#series-trade", "SVG")  # the picture is drawn from it
    text = svg.decode()
    assert "Source:" in text and "BACI" in text and "steppe 20" in text


def test_the_trade_of_tajikistan_as_a_picture_with_its_source_from_the_map(reader: Reader):
    reader.page.locator("a[data-s=TJK]").first.focus()
    reader.clicks += 1
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/TJK.html")
    name, png = taken(reader, "figure#map", "PNG")
    assert name.endswith(".png") and png.startswith(b"\x89PNG") and len(png) > 10_000 and reader.within_reach


def test_kazakhstan_and_uzbekistan_compared_in_2023_by_menu(reader: Reader):
    reader.menu("States").click("a[href='compare.html']")
    compared(reader)


def test_kazakhstan_and_uzbekistan_compared_in_2023_by_search(reader: Reader):
    reader.search("compare")
    compared(reader)


def compared(reader: Reader) -> None:
    assert "2023" in reader.text("h1") and reader.within_reach
    reader.page.wait_for_selector("#compared thead th:has-text('amount')")
    heads = reader.page.locator("#compared thead th").all_inner_texts()
    assert heads[:4] == ["Power", "Kazakhstan, %", "Kazakhstan, amount", "Uzbekistan, %"]
    russia = reader.page.locator("#compared tbody tr", has_text="Russia").locator("td").all_inner_texts()
    assert [russia[0], russia[2]] == ["19", "16"]


def test_an_assumption_of_a_study_is_changed_by_menu(reader: Reader):
    reader.menu("Questions").click("#gallery a[href='study-cis-full-free-trade.html']")
    reader.page.wait_for_selector("#inputs-figure tbody tr")
    before = reader.page.locator("#inputs-figure tbody").inner_text()
    reader.select("depth", "eu")
    assert reader.page.locator("#inputs-figure tbody").inner_text() != before and reader.within_reach
    assert "depth=eu" in reader.page.url


def test_an_assumption_of_a_study_is_changed_by_search_and_kept_in_the_address(reader: Reader):
    reader.search("free trade zone CIS")
    assert reader.within_reach
    reader.page.wait_for_selector("#inputs-figure tbody tr")
    reader.select("elasticity", "10")
    said, url = reader.page.locator("#inputs-figure tbody").inner_text(), reader.page.url
    reader.page.goto("about:blank")
    reader.page.goto(url)
    assert reader.page.locator("#inputs-figure tbody").inner_text() == said


def test_what_the_five_texts_got_right_by_menu(reader: Reader):
    reader.menu("Claims")
    reader.page.wait_for_selector("#texts tbody tr")
    assert reader.page.locator("#texts tbody tr").count() == 5 and reader.within_reach
    assert all("borne out" in row for row in reader.page.locator("#texts tbody tr").all_inner_texts())


def test_what_the_five_texts_got_right_by_filter(reader: Reader):
    reader.menu("Claims").click(".tally a[href='#verdict=supported']")
    reader.page.wait_for_function("document.querySelector('form.filters output').textContent.includes(' of ')")
    verdicts = reader.page.locator("#claims tr:visible .verdict").all_inner_texts()
    assert verdicts and set(verdicts) == {"● supported"} and reader.within_reach
    assert f"{len(verdicts)} of" in reader.text("form.filters output")


# ----------------------------------------------------------------- what pages do
def test_a_filter_keeps_its_choice_in_the_address(reader: Reader, site: Path):
    reader.page.goto(f"{(site / 'claims.html').as_uri()}#state=KGZ&topic=debt")
    shown = reader.page.locator("#claims tr:visible")
    assert 0 < shown.count() < 20
    assert reader.page.locator("select[name=state]").input_value() == "KGZ"
    reader.page.get_by_role("button", name="Show all").click()
    reader.page.wait_for_function("!location.hash")
    assert reader.page.locator("#claims tr:visible").count() > 200


def test_the_table_of_states_sorts_by_any_head(reader: Reader, site: Path):
    reader.page.goto((site / "states.html").as_uri())
    reader.page.get_by_role("button", name="GDP, bn USD").click()
    values = reader.page.locator("table.states tbody td:nth-of-type(1)").evaluate_all("c => c.map(e => +e.dataset.v)")
    assert values == sorted(values, reverse=True) and len(values) == 12
    assert reader.page.locator("th[aria-sort=descending]").count() == 1


def test_every_input_of_a_study_has_an_answer(reader: Reader, site: Path):
    for path in sorted(site.glob("study-*.html")):
        reader.page.goto(path.as_uri())
        if not reader.page.locator("#inputs-data").count():
            continue
        missing = reader.page.evaluate(
            """() => { const data = JSON.parse(document.getElementById("inputs-data").textContent);
              const all = data.keys.reduce((done, one) => done.flatMap(a => one[2].map(b => [...a, b[0]])), [[]]);
              return all.map(one => one.join("|")).filter(one => !data.cells[one]); }"""
        )
        assert missing == [], path.name
