"""The site: pages that know each other, ask for nothing, and hold what they say they hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from steppe.evidence import coverage
from steppe.evidence.claims import evaluate
from steppe.influence import POWERS, dependence
from steppe.report import atlas
from steppe.report.site import links, write_site
from steppe.world.world import World

MOST = 3_000_000


@pytest.fixture(scope="module")
def site(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, written once."""
    folder = tmp_path_factory.mktemp("site") / "new"
    told: list[str] = []
    written = write_site(world, folder, evaluate(world), told.append)
    assert [path.name for path in written] == told
    return folder


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_there_is_a_page_for_every_state_and_each_other_thing(world: World, site: Path):
    names = {path.stem for path in site.glob("*.html")}
    assert names == {*world.group("twelve"), "index", "organizations", "claims", "coverage", "sources"}
    assert max(path.stat().st_size for path in site.iterdir()) < MOST


@pytest.mark.slow
def test_every_link_between_pages_is_met(site: Path):
    ids = {path.name: set(re.findall(r'\bid="([^"]+)"', text_of(path))) for path in site.glob("*.html")}
    for path in site.glob("*.html"):
        for address in re.findall(r'href="([^"]+)"', text_of(path)):
            if address.startswith("http"):
                continue
            page, _, anchor = address.partition("#")
            assert (page or path.name) in ids, (path.name, address)
            assert not anchor or anchor in ids[page or path.name], (path.name, address)


@pytest.mark.slow
def test_no_page_has_a_script_or_asks_for_anything(site: Path):
    for path in site.glob("*.html"):
        text = text_of(path)
        assert "default-src 'none'" in text
        assert not re.search(r"<(script|link|img|iframe|object|embed)\b", text), path.name


@pytest.mark.slow
def test_pages_hold_every_claim_every_item_and_every_source(world: World, site: Path):
    claims = text_of(site / "claims.html")
    assert all(f'id="{one.claim.id}"' in claims for one in evaluate(world))
    covered = re.sub(r"\s+", " ", text_of(site / "coverage.html"))
    assert covered.count('<th scope="row">') == len(coverage.load())
    sources = text_of(site / "sources.html")
    assert all(f'id="{name}"' in sources for name in world.sql("select source from sources")["source"])


@pytest.mark.slow
def test_organizations_counts_shared_members(world: World, site: Path):
    shared = len(set(world.members("CIS")) & set(world.members("CSTO")))
    part = text_of(site / "organizations.html").split('<section id="shared">')[1].split("</section>")[0]
    row = part.split(f'<th scope="row">CIS {len(world.members("CIS"))}</th>')[1].split("</tr>")[0]
    assert str(shared) in re.findall(r">(\d+)</td>", row)


def test_a_choice_says_which_state_is_first_and_fills_the_map(world: World):
    frame = dependence(world, list(world.group("twelve")), POWERS, "trade", 2023)
    made = atlas.choices(frame, {**world.state_names, "EU": "EU-27"})
    china = next(one for one in made if one.power == "CHN")
    assert china.first and "largest in Kyrgyzstan, 56 %" in china.finding
    assert china.rows[0][0] == "KGZ" and "--s-KGZ:var(--chn-6)" in atlas.sheet(made)
    russia = next(one for one in made if one.power == "RUS")
    assert "RUS" not in {state for state, _, _ in russia.rows}


def test_the_page_of_a_state_stands_under_states():
    assert [words for _, words, here in links("KGZ.html") if here] == ["States"]
    assert [words for _, words, here in links("claims.html") if here] == ["Claims"]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_the_map_answers_to_its_controls_without_a_script(site: Path, browser, width: int):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    for path in sorted(site.glob("*.html")):
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path.name
    tab.goto((site / "index.html").as_uri())
    assert tab.locator(".t:visible").count() == 1
    tab.locator("label[for=p-RUS]").click()
    tab.locator("label[for=y-2010]").click()
    assert tab.locator(".t:visible h2").inner_text().startswith("In 2010 Russia’s part in trade in goods")
    assert all(url.startswith("file:") for url in requests)
    tab.close()
