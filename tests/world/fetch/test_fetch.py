"""Newer figures come in whole, checked and with their day; whatever else an answer is gets one sentence and no file."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import steppe
from steppe.world.fetch import producers, web
from steppe.world.sources import weo as newest
from steppe.world.world import World
from tests.conftest import Ran, Run
from tests.world.fetch import server
from tests.world.fetch.server import GROWN, Answer, Served, serving

SOURCES = Path(steppe.__file__).parent
Fetch = Callable[..., Ran]


@pytest.fixture(params=["wdi", "undl", *(pytest.param(one, marks=pytest.mark.slow) for one in ("weo", "comext"))])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def served(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[Served]:
    """A server that stands for the producer; no pause is waited for."""
    monkeypatch.setattr(web, "PAUSES", (0.0, 0.0))
    with serving(getattr(server, name)(world)) as one:
        monkeypatch.setenv(web.MIRROR, one.address)
        yield one


@pytest.fixture
def fetch(run: Run, tmp_path: Path, name: str) -> Fetch:
    return lambda *more: run("data", "fetch", name, "--into", tmp_path / "newer", *more)


def refused(ran: Ran, folder: Path) -> str:
    """The sentence of a fetch that left nothing behind."""
    assert ran.code == 2 and list(folder.iterdir()) == []
    lines = ran.err.splitlines()
    assert "Traceback" not in ran.err and lines[-1].endswith(".")
    return lines[-1]


# ------------------------------------------------------------------------------------------------- what comes in
@pytest.mark.slow
def test_figures_come_in_with_source_basis_and_day(
    world: World, served: Served, fetch: Fetch, tmp_path: Path, name: str
) -> None:
    ran = fetch()
    assert ran.code == 0, ran.err
    for shown in (producers()[name].licence, "Replaces: ", f"From: {served.address}/", "Use them with `steppe --data "):
        assert shown in ran.out
    newer = steppe.load(tmp_path / "newer")
    (row,) = newer.records(
        f"select * from sources where accessed = '{date.today()}' and note like '%data fetch {name}`'"
    )
    table = {"wdi": "macro", "weo": "macro", "comext": "trade_eu_monthly", "undl": "roll_calls"}[name]
    got = newer.sql(f'select * from "{table}" where source = ?', [row["source"]])
    assert len(got) and got["basis"].notna().all()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wdi"])
def test_indicators_of_the_world_bank_replace_its_older_rows(
    world: World, served: Served, fetch: Fetch, tmp_path: Path
) -> None:
    assert "1 codes of groups and others that are no states left out: WLD" in fetch().out
    query = "select value, unit from macro where source = 'wdi' and state = 'KGZ' and year = 2020 and concept = ?"
    newer = steppe.load(tmp_path / "newer")
    for concept in ("gdp_usd", "population"):
        (old,), (new,) = world.records(query, [concept]), newer.records(query, [concept])
        assert new == {"value": pytest.approx(old["value"] * GROWN), "unit": old["unit"]}
    others = "select count(*) as n from macro where source <> 'wdi'"
    assert newer.records(others) == world.records(others)
    assert len([path for path in served.asked if "NY.GDP.MKTP.CD" in path]) == 2  # two pages


@pytest.mark.parametrize("name", ["weo"])
def test_a_newer_outlook_is_what_later_commands_use(
    world: World, run: Run, served: Served, fetch: Fetch, tmp_path: Path
) -> None:
    assert fetch().code == 0
    newer = steppe.load(tmp_path / "newer")
    assert (newest(world), newest(newer)) == ("weo-2025-10", "weo-2026-04")
    assert not newer.records("from macro where source = 'weo-2025-10'")
    status = "select status, basis from macro where source = ? and state = 'KGZ' and concept = 'gdp_usd' and year = ?"
    found = [tuple(newer.records(status, ["weo-2026-04", year])[0].values()) for year in (2010, 2025, 2026, 2031)]
    projected = ("projection", "estimated")
    assert found == [("actual", "reported"), ("estimate", "estimated"), projected, projected]
    claim = tmp_path / "mine.toml"
    claim.write_text(
        '[a]\nlocator = "p"\ntype = "descriptive"\nstatement = "s"\nstates = ["CHN"]\nlayer = "trade"\nperiod = "1"\n'
        'claimed = { at_least = 1 }\nmeasures = [{ name = "m", query = "finance/macro_ratio", args = { of = "CHN", '
        'against = "RUS", concept = "gdp_usd", year = 2019 } }]\n'
    )
    assert "weo-2026-04" in run("--data", tmp_path / "newer", "claims", "a", "--file", claim).out


@pytest.mark.slow
@pytest.mark.parametrize("name", ["comext"])
def test_a_year_that_is_not_over_is_no_year(world: World, served: Served, fetch: Fetch, tmp_path: Path) -> None:
    assert "2026 left out of trade_eu: no whole year, its months end with 2026-03" in fetch().out
    newer = steppe.load(tmp_path / "newer")
    query = "select max(year) as last, sum(value_eur) as euros from trade_eu"
    (old,), (new,) = world.records(query), newer.records(query)
    assert new == {"last": old["last"], "euros": pytest.approx(old["euros"] * GROWN)}
    (month,) = newer.records("from trade_eu_monthly where month = '2026-03-01' and partner = 'KGZ' and flow = 'M'")
    assert (month["reporter"], month["value_eur"]) == ("DEU", pytest.approx(GROWN))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["undl"])
def test_votes_of_newer_sessions_are_added(world: World, served: Served, fetch: Fetch, tmp_path: Path) -> None:
    assert fetch().code == 0
    newer = steppe.load(tmp_path / "newer")
    assert len(newer.table("roll_calls")) == len(world.table("roll_calls")) + 1
    assert newer.records("select published from sources where source = 'undl-import'") == [{"published": "2026-02-06"}]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wdi"])
def test_a_second_producer_adds_to_the_folder(
    world: World, served: Served, fetch: Fetch, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fetch().code == 0
    with serving(server.weo(world)) as other:
        monkeypatch.setenv(web.MIRROR, other.address)
        assert run("data", "fetch", "weo", "--into", tmp_path / "newer").code == 0
    newer = steppe.load(tmp_path / "newer")
    assert newest(newer) == "weo-2026-04"
    assert newer.records("select published from sources where source = 'wdi'") == [{"published": "2026-10-07"}]


def test_a_dry_run_asks_nobody_and_writes_nothing(served: Served, fetch: Fetch, tmp_path: Path) -> None:
    ran = fetch("--dry-run")
    assert ran.code == 0 and "Licence: " in ran.out and "Replaces: " in ran.out
    assert served.asked == [] and list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------- what is refused
PAGE = b"<!doctype html><title>Human?</title>"
ONCE = {
    "404": (Answer(b"{}", status=404), "answered 404 (Not Found); "),
    "403": (Answer(b"{}", status=403), "answered 403 (Forbidden); "),
    "a page": (Answer(PAGE, "text/html"), "answered with a web page and no data; "),
    "a challenge": (Answer(b"", "text/html", status=202), "answered with a web page and no data; "),
    "nothing": (Answer(b""), "answered with nothing; "),
    "another protocol": (Answer(b"", status=302, headers={"Location": "ftp://127.0.0.1/x"}), "another protocol"),
    "no JSON": (Answer(PAGE), ""),
    "half a JSON": (Answer(b'{"values": {'), ""),
    "deep": (Answer(b"[" * 100_000), ""),
    "a list": (Answer(b"[]"), ""),
    "a message": (Answer(b'[{"message": [{"id": "120", "value": "Invalid value"}]}]'), ""),
    "a text": (Answer(b'"sorry"'), ""),
    "bytes": (Answer(b"\x00\xff\x1b[31m" * 50), ""),
    "too large": (Answer(b" ", length=10**12), "offers 1,000,000,000,000 bytes"),
}


@pytest.mark.parametrize("fault", ONCE)
def test_an_answer_that_is_no_data_gets_a_sentence(
    served: Served, fetch: Fetch, tmp_path: Path, name: str, fault: str
) -> None:
    answer, said = ONCE[fault]
    served.instead.append(answer)
    sentence = refused(fetch(), tmp_path)
    assert said in sentence and len(served.asked) == 1
    assert ("steppe data import undl FILE" in sentence) == (name == "undl")


BROKEN = {
    "busy": (Answer(b"", status=503), "answered 503 (Service Unavailable), 3 times; "),
    "too many": (Answer(b"", status=429), "answered 429 (Too Many Requests), 3 times; "),
    "cut off": (Answer(b"{}", length=500), "broke off after 2 of 500 bytes, 3 times; "),
    "silent": (Answer(b"{}", wait=20.0), "did not answer for 0.3 s, 3 times; "),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_may_pass_is_tried_three_times(
    served: Served, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(web, "SILENCE", 0.3)
    answer, said = BROKEN[fault]
    served.instead += [answer] * 3
    assert said in refused(fetch(), tmp_path)
    assert len(served.asked) == 3


@pytest.mark.slow
def test_what_has_passed_is_no_fault(served: Served, fetch: Fetch) -> None:
    served.instead += [Answer(b"", status=502), Answer(b"{", length=9)]
    ran = fetch()
    assert ran.code == 0 and "It answered 502 (Bad Gateway); asking again in 0 s." in ran.err


def test_an_answer_without_end_is_left_off(
    served: Served, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "LONGEST", -1.0)
    assert "took more than -0.0166667 minutes" in refused(fetch(), tmp_path)


def test_nobody_there_is_said(fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PAUSES", (0.0, 0.0))
    monkeypatch.setenv(web.MIRROR, "http://127.0.0.1:9")
    assert "broke off, 3 times; " in refused(fetch(), tmp_path)
    monkeypatch.setenv(web.MIRROR, "file:///etc")
    assert "give an address that begins with https:// or http://" in refused(fetch(), tmp_path)


SHAPES = [
    ("wdi", b'"countryiso3code"', b'"iso"', "no row is of a state from 1990 on"),
    ("wdi", b'"date": "', b'"date": "Q1 ', "is no year"),
    ("wdi", b'"value": ', b'"value": true, "v": ', "is True"),
    ("wdi", b'"pages": 2', b'"pages": 99999', "has another form"),
    ("wdi", b'"value": 1', b'"value": 1e400, "v": 1', "is inf"),
    ("wdi", b'"lastupdated"', b'"page": "1", "lastupdated"', "has another form"),
    ("weo", b'"values"', b'"data"', "has another form"),
    ("weo", b"(April 2026)", b"", "is not one of April or October"),
    ("weo", b"April", b"June", "is not one of April or October"),
    ("weo", b'"2031": 1.0', b'"2031": "n/a"', "KGZ, 2031 is 'n/a'"),
    ("weo", b'"2031": ', b'"soon": ', "the year of NGDPD of KGZ, soon is no year"),
    ("comext", b"OBS_VALUE", b"VALUE", "has no column OBS_VALUE"),
    ("comext", b",TOTAL,", b",01,", "product is 01 where TOTAL was asked"),
    ("comext", b"2026-03", b"2026-Q1", "a period has another form"),
    ("comext", b",VALUE_IN_EUROS", b",QUANTITY_IN_100KG", "where VALUE_IN_EUROS was asked"),
    ("comext", b",1010000,", b",-1010000,", "a value is no number of euros"),
    ("undl", b"ga_voting", b"sc_voting", "no file of the record is one of votes"),
    ("undl", b"https://digitallibrary.un.org", b"https://example.org", "lies elsewhere, at example.org"),
    ("undl", b"ms_vote", b"vote", "has no column ms_vote"),
    ("undl", b"KAZ,Y", b"KAZ,Q", 'ms_vote is "Q"'),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), SHAPES, ids=[f"{one[0]}: {one[3]}" for one in SHAPES])
def test_a_changed_format_is_said(
    served: Served, fetch: Fetch, tmp_path: Path, old: bytes, new: bytes, said: str
) -> None:
    def changed(path: str, answer: Answer) -> Answer:
        return Answer(answer.body.replace(old, new), answer.kind)

    served.change = changed
    assert said in refused(fetch(), tmp_path)


@pytest.mark.parametrize("name", ["wdi", "weo", "comext"])
def test_a_part_does_not_take_the_place_of_the_whole(served: Served, fetch: Fetch, tmp_path: Path) -> None:
    def half(path: str, answer: Answer) -> Answer:
        if answer.kind == "text/csv":
            return Answer(b"\n".join(answer.body.split(b"\n")[::2]), answer.kind)
        match json.loads(answer.body):
            case [head, rows]:
                return Answer(json.dumps([head, rows[::2]]).encode())
            case {"values": values}:
                kept = {code: dict(list(states.items())[::2]) for code, states in values.items()}
                return Answer(json.dumps({"values": kept}).encode())
        return answer

    served.change = half
    assert "the answer is not whole; try again later." in refused(fetch(), tmp_path)


def test_an_unknown_producer_gets_the_nearest(run: Run) -> None:
    assert run("data", "fetch", "wdo").err.endswith("to fetch from. Did you mean weo?\n")
    assert "there are comext, undl, wdi, weo" in run("data", "fetch", "nobody at all").err


# ------------------------------------------------------------------------------------------------- where it may be
def test_one_module_alone_knows_a_network() -> None:
    networks = ("urllib.request", "urllib.error", "http", "socket", "ssl", "ftplib", "requests", "httpx", "aiohttp")
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name == one or name.startswith(f"{one}.") for name in names for one in networks):
                found.add(str(path.relative_to(SOURCES)))
    assert found == {"world/fetch/web.py"}
