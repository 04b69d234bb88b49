"""The site: pages that know each other, ask for nothing, and hold what they say they hold."""

from __future__ import annotations

import dataclasses
import html
import multiprocessing
import pickle
import re
import signal
import subprocess
import sys
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path

import pandas as pd
import pytest

from steppe.display.page import shared_files
from steppe.evidence import coverage
from steppe.evidence.mechanisms import scoreboard
from steppe.evidence.verdicts import AGAINST, evaluate_claims
from steppe.methods.executors import undisturbed
from steppe.methods.loader import list_studies
from steppe.report.brief.page import page
from steppe.report.brief.view import Brief, brief
from steppe.report.pair import choice
from steppe.report.scoreboard import view as wrong
from steppe.report.site import registry, stamps, write
from steppe.report.site.pages.pairs import frames_of
from steppe.report.site.pages.states import in_layers
from steppe.report.site.registry import address, addresses, findable, links, navigation, pages
from steppe.report.site.write import Job, makers, write_page, write_site
from steppe.world.world import World
from tests.report.conftest import FEW
from tests.report.sections import Sections

MOST, ALL = 3_000_000, 25_000_000
"""Bytes of a file, and of the site."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_there_is_a_page_for_every_state_and_each_other_thing(world: World, site: Path):
    assert {path.name for path in site.iterdir()} == {*addresses(world), *shared_files(), write.MANIFEST}
    assert max(path.stat().st_size for path in site.iterdir()) < MOST
    assert sum(path.stat().st_size for path in site.iterdir()) < ALL


@pytest.mark.slow
def test_every_link_between_pages_is_met(site: Path):
    ids = {path.name: set(re.findall(r'\bid="([^"]+)"', text_of(path))) for path in site.glob("*.html")}
    for path in site.glob("*.html"):
        for target in re.findall(r'href="([^"]+)"', text_of(path)):
            if target.startswith("http"):
                continue
            page, _, anchor = html.unescape(target).partition("#")
            assert not page or (site / page).is_file(), (path.name, target)
            chosen = "=" in anchor  # what a map, a filter or a comparison is set to
            assert not anchor or chosen or anchor in ids[page or path.name], (path.name, target)


@pytest.mark.slow
def test_no_page_loads_anything_but_what_stands_beside_it(site: Path):
    for path in site.glob("*.html"):
        text = text_of(path)
        assert "default-src 'none'" in text
        loaded = re.findall(r'<(?:script|link)\b[^>]*?(?:src|href)="([^"]+)"', text)
        assert {"page.css", "page.js", "finder.js"} <= set(loaded)
        assert all((site / name).is_file() for name in loaded), path.name
        assert not re.search(r"<(img|iframe|object|embed)\b", text), path.name


@pytest.mark.slow
def test_pages_hold_every_claim_every_item_and_every_source(world: World, site: Path):
    claims = text_of(site / "claims.html")
    assert all(f'id="{one.claim.id}"' in claims for one in evaluate_claims(world))
    now = text_of(site / "then-and-now.html")
    assert all(f'href="claims.html#{one.claim.id}"' in now for one in evaluate_claims(world) if one.computed)
    covered = re.sub(r"\s+", " ", text_of(site / "coverage.html"))
    assert covered.count('<th scope="row">') == len(coverage.load())
    sources = text_of(site / "sources.html")
    assert all(f'id="{name}"' in sources for name in world.sql("select source from sources")["source"])


def test_claims_show_both_verdicts_and_lead_to_what_still_holds(world: World):
    claims = text_of_page(world, "claims")
    row = claims.split('id="T4-02"')[1].split("</tr>")[0]
    assert "● supported" in row and "<b>contradicted</b> (2023)" in row
    assert "<b>dated event</b>" in claims.split('id="T0-08"')[1].split("</tr>")[0]
    assert f'href="{address("then_and_now")}"' in claims
    now = text_of_page(world, "then_and_now")
    part = now.split("<h2>No longer: ")[1].split("</section>")[0]
    assert 'href="claims.html#T4-02"' in part and "contradicted (2023)" in part


def text_of_page(world: World, kind: str) -> str:
    return html.unescape(pages()[kind].made(world, "", {}).text)


@pytest.mark.slow
def test_organizations_counts_shared_members(world: World, site: Path):
    shared = len(set(world.members("CIS")) & set(world.members("CSTO")))
    part = text_of(site / "organizations.html").split('<section id="shared">')[1].split("</section>")[0]
    row = part.split(f"CIS {len(world.members('CIS'))}</a></th>")[1].split("</tr>")[0]
    assert str(shared) in re.findall(r">(\d+)</td>", row)


@pytest.mark.parametrize(
    "kind, section",
    [
        *(
            ("state", "States"),
            ("claims", "Claims"),
            ("body", "Organizations"),
            ("pair", "Pairs"),
            ("study", "Questions"),
        ),
        *(("wrong", "How wrong"), ("home", "Map")),
    ],
)
def test_every_page_stands_in_one_section(kind: str, section: str):
    assert [words for _, words, here in links(kind) if here] == [section]


def test_the_menu_leads_to_pages_and_every_page_stands_in_it(world: World):
    assert next(iter(navigation().items())) == ("index.html", "Map")
    for kind, one in pages().items():
        if one.pattern.endswith(".html"):
            assert sum(here for _, _, here in links(kind)) == 1, kind
    assert set(navigation()) <= set(addresses(world))


def test_what_is_found_stands_in_a_page_of_the_site(world: World):
    wanted = addresses(world)
    for kind, (weight, entries) in findable().items():
        found = list(entries(world))
        assert found and weight > 0, kind
        assert all(one.title and one.where.partition("#")[0] in wanted for one in found), kind


def test_no_two_pages_share_an_address(world: World):
    keys = [key for one in pages().values() for key in (one.keys(world) if one.keys else ("",))]
    assert len(addresses(world)) == len(keys)
    bodies = [address("body", name) for name in world.organization_names]
    assert len(set(bodies)) == len(bodies)


def test_a_page_is_added_by_its_maker_alone(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(registry, "_PAGES", dict(registry._PAGES))

    @registry.page("toy-{slug}.html", keys=lambda world: ["A toy"], under="toys.html")
    def toy(world: World, key: str) -> registry.Made:
        return registry.Made(key, "a lead")

    @registry.page("toys.html", words="Toys", place=99, shows=("toy",))
    def toys(world: World, leads: dict[str, str]) -> registry.Made:
        return registry.Made(str(leads))

    for remembers in (registry.pages, registry.navigation):
        remembers.cache_clear()
    try:
        assert addresses(world)["toy-a-toy.html"] == ("toy", "A toy")
        assert links("toy")[-1] == ("toys.html", "Toys", True)
        assert write_page(world, tmp_path, Job("toy-a-toy.html", "toy", "A toy", {}, "")).lead == "a lead"
        assert text_of(tmp_path / "toy-a-toy.html") == "A toy"
        assert pages()["toys"].made(world, "", {"toy": {"A toy": "a lead"}}).text == "{'A toy': 'a lead'}"
    finally:
        monkeypatch.undo()
        for remembers in (registry.pages, registry.navigation):
            remembers.cache_clear()


@pytest.mark.slow
def test_every_section_of_every_page_holds_something_or_says_why_not(site: Path):
    for path in site.glob("*.html"):
        found = Sections(text_of(path))
        for section, text in found.texts.items():
            shows = {"svg", "table"} & set(found.inside[section])
            assert shows or len(text.split()) > 3, (path.name, section)


@pytest.mark.slow
def test_studies_have_their_answers_on_the_page_that_leads_to_them(world: World, site: Path):
    text = html.unescape(text_of(site / "studies.html")).replace("\u00a0", " ")
    for loaded in list_studies():
        own = html.unescape(text_of(site / address("study", loaded.name))).replace("\u00a0", " ")
        assert loaded.study.question in own and loaded.study.question in text
        assert f"{FEW} points" in own or loaded.study.method != "equilibrium"


@pytest.mark.slow
def test_pairs_lead_to_every_pair(world: World, site: Path):
    text = text_of(site / "pairs.html")
    assert all(f'href="{address("pair", one.key)}"' in text for one in choice.pairs(world))


@pytest.mark.slow
def test_how_wrong_shows_every_score_and_every_claim_that_is_contradicted(world: World, site: Path):
    text = text_of(site / "wrong.html")
    board = scoreboard(world)
    assert all(name in text for name in board["name"])
    assert text.count("<code>") - 2 == len(board)  # one a score, the command of the chart, and the name of our index
    against = [one.claim.id for one in evaluate_claims(world) if one.verdict in AGAINST]
    assert against and all(f"claims.html#{name}" in text for name in against)
    assert text.index("Fails</h2>") < text.index("Earns its place</h2>")


def test_what_is_weak_in_the_data_has_its_figure(world: World):
    rows = {what: much for what, much, _ in wrong.data_rows(world)}
    assert rows["Trade that is imputed, by value"].startswith("1.0 % of the world’s trade of 2023")
    assert "errors and withheld" in rows["Flows implausible compared with 2020"]
    assert all(any(sign.isdigit() for sign in much) for much in rows.values())


@pytest.fixture(scope="module")
def two_briefs(world: World) -> tuple[Brief, Brief]:
    """Of Ukraine: from the matrix of all that the site makes, and by itself."""
    frames = frames_of(world, by_power=True)
    frame = in_layers([there for key, (there, _) in frames.items() if key.startswith("UKR-")])
    return brief(world, "UKR", frame), brief(world, "UKR")


@pytest.mark.slow
def test_a_brief_is_the_same_from_the_matrix_of_all(two_briefs: tuple[Brief, Brief]):
    for field in fields(Brief):
        there, here = (getattr(one, field.name) for one in two_briefs)
        if isinstance(here, pd.DataFrame):
            pd.testing.assert_frame_equal(*(frame.astype(object).where(frame.notna(), None) for frame in (there, here)))
        elif is_dataclass(here):
            assert str(asdict(there)) == str(asdict(here)), field.name
        else:
            assert there == here, field.name


@pytest.mark.slow
def test_the_page_of_a_brief_is_the_same_from_the_matrix_of_all(two_briefs: tuple[Brief, Brief]):
    there, here = map(page, two_briefs)
    assert there == here


def jobs(*bodies: str) -> list[Job]:
    return [Job(address("body", name), "body", name, {}, "as before") for name in bodies]


@pytest.mark.cluster
def test_processes_make_the_same_pages(world: World, tmp_path: Path):
    texts = []
    for processes in (1, 2):
        folder = tmp_path / str(processes)
        folder.mkdir()
        with makers(world, folder, processes) as make:
            kept = {job.address: (done.stamp, done.text) for job, done in make(jobs("GUAM", "EAEU", "CIS"))}
        texts.append((kept, {path.name: text_of(path) for path in folder.iterdir()}))
    assert texts[0] == texts[1] and len(texts[0][0]) == 3


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A site of three toys and a page that shows them, instead of the pages of steppe; the toys that are made."""
    made: list[str] = []
    monkeypatch.setattr(registry, "_PAGES", {})
    monkeypatch.setattr(write, "pages", lambda: registry._PAGES)
    monkeypatch.setattr(write, "addresses", lambda world: addresses_of(registry._PAGES, world))

    @registry.page("toy-{slug}.html", keys=lambda world: ["A", "B", "C"], under="toys.html", seconds=3)
    def toy(world: World, key: str) -> registry.Made:
        made.append(key)
        return registry.Made(f"toy {key}", f"lead of {key}")

    @registry.page("toys.html", words="Toys", place=99, shows=("toy",))
    def toys(world: World, leads: dict[str, dict[str, str]]) -> registry.Made:
        made.append("all")
        return registry.Made(str(sorted(leads.items())))

    return made


def addresses_of(kinds: dict[str, registry.Page], world: World) -> dict[str, tuple[str, str]]:
    return {
        one.address(key): (kind, key) for kind, one in kinds.items() for key in (one.keys(world) if one.keys else ("",))
    }


def test_a_second_writing_makes_only_what_has_changed(
    world: World, toys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    site = tmp_path / "site"
    write_site(world, site)
    assert toys == ["A", "B", "C", "all"]
    toys.clear()
    before = {path.name: path.stat().st_mtime_ns for path in site.iterdir()}
    write_site(world, site)
    assert toys == [] and before == {path.name: path.stat().st_mtime_ns for path in site.iterdir()}
    (site / "toy-b.html").write_text("altered by hand")
    write_site(world, site)
    assert toys == ["B"] and text_of(site / "toy-b.html") == "toy B"
    monkeypatch.setattr(write, "page_stamp", lambda state, key, leads: f"new {key} {leads}")
    registry._PAGES["toy"] = dataclasses.replace(registry._PAGES["toy"], keys=lambda world: ["A", "C"])
    toys.clear()
    write_site(world, site)
    assert toys == ["A", "C", "all"] and not (site / "toy-b.html").exists()


def test_pages_are_made_again_when_code_tables_or_leads_change(world: World, monkeypatch: pytest.MonkeyPatch):
    stamp = stamps.page_stamp("world", "toy A", {})
    assert stamp == stamps.page_stamp("world", "toy A", {})
    assert len({stamp, stamps.page_stamp("other", "toy A", {}), stamps.page_stamp("world", "toy A", {"a": {}})}) == 3
    monkeypatch.setattr(stamps, "code_stamp", lambda: "other code")
    assert stamps.page_stamp("world", "toy A", {}) != stamp
    edited = world.with_tie("trade", exporter="KAZ", importer="KGZ", year=2019, value=1.0)
    assert stamps.world_stamp(edited) != stamps.world_stamp(world) == stamps.world_stamp(world)


def test_progress_tells_what_part_of_the_work_is_done(world: World, toys: list[str], tmp_path: Path):
    told: list[tuple[int, int, float]] = []
    write_site(world, tmp_path / "site", lambda *far: told.append(far))
    assert told == [(1, 4, 0.3), (2, 4, 0.6), (3, 4, 0.9), (4, 4, 1.0)]


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), RuntimeError("a fault of ours")], ids=["Ctrl-C", "a fault"])
def test_an_interrupted_site_leaves_the_older_one_as_it_was(
    world: World, tmp_path: Path, toys: list[str], stop: BaseException
):
    def halt(done: int, total: int, part: float) -> None:
        raise stop

    site = tmp_path / "site"
    with pytest.raises(type(stop)):
        write_site(world, site, halt)
    assert list(tmp_path.iterdir()) == []
    site.mkdir()
    for name in ("toys.html", "mine.txt"):
        (site / name).write_text("old")
    with pytest.raises(type(stop)):
        write_site(world, site, halt)
    assert {path.name: text_of(path) for path in site.iterdir()} == {"toys.html": "old", "mine.txt": "old"}
    write_site(world, site)
    assert text_of(site / "mine.txt") == "old" and "lead of A" in text_of(site / "toys.html")


def test_ctrl_c_is_left_to_the_process_that_began_the_others():
    code = "import signal; signal.raise_signal(signal.SIGINT); print('on')"
    with undisturbed():
        begun = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (begun.returncode, begun.stdout) == (0, "on\n")
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.cluster
def test_processes_end_when_the_work_is_stopped(world: World, tmp_path: Path):
    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt), makers(world, tmp_path, 2) as make:
        next(make(jobs("GUAM", "EAEU", "CIS")))
        workers = set(multiprocessing.active_children()) - before
        assert len(workers) == 2
        raise KeyboardInterrupt
    for worker in workers:
        worker.join(30)
    assert not any(worker.is_alive() for worker in workers)


def test_what_a_worker_sends_fits_one_write_to_a_pipe(
    world: World, toys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    registry._PAGES["toy"] = dataclasses.replace(
        registry._PAGES["toy"], make=lambda world, key: registry.Made("text" * 100_000, "lead" * 100_000)
    )
    monkeypatch.setattr(write, "_HERE", [(world, tmp_path)])
    sent = write._work(Job("toy-a.html", "toy", "A", {}, "s" * 20))
    assert len(pickle.dumps(sent)) < 1_000  # a pipe takes 4,096 bytes at once
    assert text_of(tmp_path / "toy-a.html.lead") == "lead" * 100_000


SCRIPT = """
import os, sys, pathlib, steppe, multiprocessing
from steppe.report.site.write import Job, makers
if __name__ == "__main__":
    work = [Job(f"{name}.html", "body", name, {}, "") for name in ("GUAM", "EAEU")]
    with makers(steppe.load(), pathlib.Path(sys.argv[2]), 2) as make:
        pages = make(work)
        next(pages)
        print(*(worker.pid for worker in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), int(sys.argv[1]))
        list(pages)
"""


@pytest.mark.cluster
@pytest.mark.parametrize("sent", [0, 9], ids=["to the end", "killed"])
def test_processes_end_with_the_one_that_began_them(tmp_path: Path, sent: int):
    (tmp_path / "script.py").write_text(SCRIPT)
    command, pipe = [sys.executable, str(tmp_path / "script.py"), str(sent), str(tmp_path)], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as begun:
        out, err = begun.communicate()  # ends when nobody holds the pipes any more
    assert len(out.split()) == 2 and begun.returncode == -sent
    assert sent or err == ""
