"""Citations: what they say of a table, a figure, a run and a claim, and that BibTeX reads every one of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import bibtexparser
import pytest

import steppe
from steppe.evidence.queries.trade import share
from steppe.influence.by_record import by_record
from steppe.report.citation import view, written
from steppe.report.citation.view import AUTHORS, PACKAGE, Citation, as_key
from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.sources import sources_of
from steppe.world.world import World
from tests.conftest import Run

DAY = "2026-12-01"
FIGURE = ("cite", "figure", "KGZ", "--on", "CHN", "--layer", "trade", "--year", "2023", "--accessed", DAY)


def entries(text: str) -> list[dict[str, str]]:
    """What a BibTeX parser reads: nothing of the text may be left over as a comment."""
    read = bibtexparser.loads(text, parser=bibtexparser.bparser.BibTexParser(common_strings=True))
    assert read.comments == [] and read.preambles == []
    assert len(read.entries) == len(re.findall(r"^@misc\{", text, re.MULTILINE))
    return list(read.entries)


def test_the_package_is_cited_as_its_citation_file_says(run: Run) -> None:
    stated = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8")
    assert f'title: "{PACKAGE}"' in stated and f"name: {AUTHORS}" in stated
    assert f"version: {steppe.__version__}" in stated
    out = run("cite", "--accessed", DAY, "--format", "text").out
    assert out.split() == (
        f"{AUTHORS} (2026): {PACKAGE}. steppe {steppe.__version__}, data 2026.4. Accessed 1 December 2026.".split()
    )


def test_a_figure_names_its_value_record_year_versions_and_day(run: Run) -> None:
    text = " ".join(run(*FIGURE, "-f", "text").out.split())
    found = steppe.dependence("KGZ", "CHN", layer="trade", year=2023).frame.iloc[0]
    assert "Trade in goods: dependence of Kyrgyzstan on China, 2023." in text
    assert f"{100 * found['share']:.0f} % of exports plus imports of goods" in text
    assert f"Records: {found['source']}; cepii-baci-2023." in text and "steppe 0.1.0, data 2026.4" in text
    assert "Accessed 1 December 2026." in text and "stat.gov.kg" in text and "licence: CC BY 4.0" in text


def test_a_figure_is_an_entry_for_itself_and_one_for_each_source(run: Run) -> None:
    first, *sources = entries(run(*FIGURE, "-f", "bibtex").out)
    assert first["ID"] == "steppe-KGZ-CHN-trade-2023" and first["urldate"] == DAY and first["year"] == "2026"
    assert first["howpublished"] == f"steppe {steppe.__version__}, data 2026.4"
    assert [one["ID"] for one in sources] == ["national-kgz", "cepii-baci-2023"]
    assert sources[0]["url"] == "https://stat.gov.kg" and sources[0]["urldate"] == "2026-11-21"


def test_a_figure_with_a_range_cites_every_record_with_what_it_says(run: Run, world: World) -> None:
    """Kyrgyz statistics have 5.1 bn USD with China in 2023, BACI 18.3: 34 % and 56 % of all trade in each."""
    text = " ".join(run(*FIGURE, "-f", "text").out.split())
    assert (
        "by record: national-kgz 34 %, 5,131 million current USD and cepii-baci-2023 56 %, 18,272 million current USD"
        in text
    )
    assert "34 to 55 % where each flow has the least or the greatest of its records" in text


@pytest.mark.parametrize(
    ("state", "on", "year", "records"),
    [
        ("ARM", "RUS", 2023, ["national-arm", "cepii-baci-2023", "imf-imts"]),
        ("MDA", "RUS", 2023, ["cepii-baci-2023", "imf-imts"]),
        ("KGZ", "CHN", 2019, ["cepii-baci-panel", "national-kgz"]),
        ("EU", "KAZ", 2023, ["national-kaz", "cepii-baci-2023"]),
        ("TJK", "CHN", 2023, ["cepii-baci-2023"]),
    ],
)
def test_the_records_behind_a_range_are_those_of_the_pair(
    world: World, state: str, on: str, year: int, records: list[str]
) -> None:
    assert list(view.dependence(world, state, on, "trade", str(year), DAY).sources["source"]) == records


def test_what_stands_is_among_the_records_and_baci_is_what_a_claim_on_baci_finds(world: World) -> None:
    found = by_record(world, "KGZ", "CHN", 2023).set_index("source")
    stands = steppe.dependence("KGZ", "CHN", layer="trade", year=2023).frame.iloc[0]
    assert found["share"]["national-kgz"] == pytest.approx(stands["share"])
    assert found["amount"]["national-kgz"] == pytest.approx(stands["amount"])
    asked = share(world, of="KGZ", partner="CHN", year=2023, record="baci").value
    assert 100 * found["share"]["cepii-baci-2023"] == pytest.approx(asked) == pytest.approx(55.65, abs=0.01)


def test_both_are_printed_unless_one_is_asked_for(run: Run) -> None:
    both = run("cite", "claim", "T0-16", "--accessed", DAY).out
    assert "Verdict: supported" in " ".join(both.split("@misc")[0].split())
    assert "aiddata-gcdf-3" in [one["ID"] for one in entries(both[both.index("@misc") :])]


def test_the_latest_of_all_layers_names_every_source(world: World) -> None:
    cited = view.dependence(world, "KGZ", "CHN", None, None, DAY)
    assert "the latest figure of each layer" in cited.title and cited.detail == ""
    assert set(sources_of(world, cited.sources["source"])["source"]) == set(cited.sources["source"])
    assert cited.records == f"Records: {len(cited.sources)} sources, listed with this reference"


@pytest.mark.parametrize("name", ["trade", "memberships", "sources", "agreements"])
def test_a_table_is_cited_with_all_of_its_sources(world: World, name: str) -> None:
    cited = view.table(world, name, DAY)
    assert cited.title.endswith(f"(table {name})")
    read = entries(written.bibtex(cited))
    assert len(read) == 1 + world.table(name)["source"].nunique()


def test_every_source_is_an_entry_with_a_key_of_its_own(world: World) -> None:
    cited = view.package(world, DAY)
    everything = sources_of(world, world.table("sources")["source"])
    read = entries(written.bibtex(replace(cited, sources=everything)))
    assert len(read) == 1 + len(everything) > 800
    assert len({one["ID"] for one in read}) == len(read)
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", one["ID"]) for one in read)


def test_the_year_of_a_source_is_a_year_of_publication(world: World) -> None:
    years = {"bsv-ideal-points-v39": "2026", "aiddata-gcdf-3": "2023", "archigos": None, "cba-armenia": None}
    cited = replace(view.package(world, DAY), sources=sources_of(world, years))
    assert {one["ID"]: one.get("year") for one in entries(written.bibtex(cited))[1:]} == years


def test_what_tex_reads_as_a_command_is_escaped(world: World) -> None:
    odd = r"50 % of {x_1} & \input{a} #1 $y$ ~ ^2" + "\nnext"
    cited = Citation("k", odd, odd, "2026.4", date(2026, 12, 1), sources_of(world, ()))
    (entry,) = entries(written.bibtex(cited))
    assert "\n" not in entry["note"]
    bare = re.sub(r"\\(?:text\w+\{\}|[&%$#_])", "", entry["note"])
    assert not set(bare) & set("\\{}&%$#_~^")


def test_keys_stay_apart_and_addresses_whole() -> None:
    assert as_key("page-24.kg-0b7c") == "page-24-kg-0b7c"
    assert written._field("url", "https://a.org/x_y?q=1%20&z={b}") == "https://a.org/x_y?q=1%20&z=%7Bb%7D"


def test_a_run_is_cited_with_its_draws_and_seed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("run", "who-leaves-next", "--draws", 16, "--seed", 3, "--out", "runs", "-f", "csv").code == 0
    (kept,) = (tmp_path / "runs").iterdir()
    first, *sources = entries(run("cite", "run", kept.name, "-f", "bibtex", "--accessed", DAY).out)
    assert f"Run {kept.name}: 16 draws, seed 3" in first["note"].replace("\\_", "_")
    assert len(sources) > 0


def test_replaced_tables_are_named(world: World) -> None:
    edited = world.without_spells("KGZ", "CSTO", on="2020-01-01")
    assert view.package(edited, DAY).data == "2026.4 with memberships replaced"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("table",), "name a table"),
        (("table", "trad"), "Did you mean trade"),
        (("figure", "KGZ"), "say on whom"),
        (("figure", "KGZ", "--on", "KGZ"), "does not depend on itself"),
        (("figure", "KGZ", "--on", "CHN", "-l", "trade", "-y", "1995"), "there is no such figure"),
        (("run", "nothing"), "not the folder of a run"),
        (("claim", "T9-99"), 'no claim "T9-99"'),
        (("claim", "T0-16", "--on", "RUS"), "--on: only a figure has one"),
        (("package", "trade"), "one word too many"),
        (("table", "trade", "--accessed", "2026-02-30"), 'no day "2026-02-30"'),
    ],
)
def test_what_cannot_be_cited_is_said(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run("cite", *words)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def test_no_table_is_without_a_citation(world: World) -> None:
    for name in ("groups", "world_prices", "mechanisms"):
        assert view.table(world, name, DAY).title.startswith(schema.table(name).title[:1].upper())
    with pytest.raises(UserError, match="no table"):
        view.table(world, "nothing", DAY)
