"""Charts that are taken away: each has title, unit, years and source, and its figures are those that it draws."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from steppe.display.charts.theme import alone
from steppe.report.gallery.charts import CHARTS, Asked, Drawn, draw
from steppe.world.world import World
from tests.conftest import Run

ASKED = {
    "map": Asked(on="RUS"),
    "dependence": Asked("KGZ", "CHN,RUS", "trade"),
    "alignment": Asked("KAZ"),
    **dict.fromkeys(("partners", "seats", "losses"), Asked("KGZ")),
}
NAMES = [name for name in CHARTS if name != "run"]
_DRAWN: dict[str, Drawn] = {}


def drawn(world: World, name: str) -> Drawn:
    if name not in _DRAWN:
        _DRAWN[name] = draw(world, name, ASKED.get(name, Asked()))
    return _DRAWN[name]


def words(svg: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(re.findall(r"<text[^>]*>(.*?)</text>", svg.decode(), re.DOTALL)))


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_says_what_it_shows_in_what_unit_when_and_from_where(world: World, name: str) -> None:
    text = words(alone(drawn(world, name).chart, ".svg"))
    assert "Source: " in text and "2026.4" in text
    assert re.search(r"(19|20)\d\d", text)
    assert re.search(r"%|[Mm]ember|standard deviations", text)
    assert len(drawn(world, name).figures) > 3


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_the_same_picture_each_time(world: World, name: str) -> None:
    chart = drawn(world, name).chart
    assert alone(chart, ".svg") == alone(chart, ".svg")
    assert alone(chart, ".png").startswith(b"\x89PNG\r\n")


def test_the_figures_are_those_of_the_command(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "kgz.csv"
    assert run("chart", "dependence", "KGZ", "--on", "CHN", "--layer", "trade", "--out", out).out == f"{out}\n"
    rows = {row["year"]: row["share"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))}
    asked = csv.DictReader(io.StringIO(run("dependence", "KGZ", "--on", "CHN", "-l", "trade", "-f", "csv").out))
    assert rows == {row["year"]: row["share"] for row in asked if row["share"]}
    assert len(rows) > 20


def test_a_picture_is_written_by_its_ending(run: Run, tmp_path: Path) -> None:
    for name, head in {"m.png": b"\x89PNG", "m.svg": b"<svg "}.items():
        assert run("chart", "scores", "--out", tmp_path / name).code == 0
        assert (tmp_path / name).read_bytes().startswith(head)


def test_a_kept_run_gives_its_main_chart(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("run", "who-leaves-next", "--draws", 16, "--out", "runs", "-f", "csv").code == 0
    (kept,) = (tmp_path / "runs").iterdir()
    assert run("chart", "run", kept.name, "--out", "r.svg").code == 0
    assert "Source: " in words((tmp_path / "r.svg").read_bytes())


def test_the_list_names_every_chart(run: Run) -> None:
    out = run("chart").out
    assert all(re.search(rf"^{name} ", out, re.MULTILINE) for name in CHARTS)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("mapp", "--out", "x.png"), "Did you mean map"),
        (("map",), "say where it goes"),
        (("map", "--out", "x.jpg"), "not .png, .svg or .csv"),
        (("seats", "--out", "x.png"), "name a state"),
        (("map", "KGZ", "--out", "x.png"), "it takes no"),
        (("seats", "KGZ", "--on", "RUS", "--out", "x.png"), "it takes no --on"),
        (("map", "--on", "KGZ", "--out", "x.png"), "is not mapped"),
        (("run", "nothing", "--out", "x.png"), "not the folder of a run"),
        (("dependence", "KGZ", "--layer", "languages", "--out", "x.png"), "layer"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("chart", *typed)
    assert (ran.code, ran.out) == (2, "") and said in ran.err and not list(tmp_path.iterdir())


def test_alignment_takes_the_word_of_its_command(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "kaz.csv"
    assert run("chart", "alignment", "KAZ", "--with", "RUS", "--out", out).code == 0
    states = {row["state"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))}
    assert states == {"KAZ", "RUS"}
    assert "it takes no --on" in run("chart", "alignment", "KAZ", "--on", "RUS", "--out", out).err


def test_every_option_in_the_list_is_one_of_the_command_and_no_mark_up_is_printed(run: Run) -> None:
    out, said = run("chart").out, run("chart", "--help").out
    assert "`" not in out
    options = set(re.findall(r"--[a-z]+", out))
    assert options == {"--on", "--layer", "--with", "--out"} and all(option in said for option in options)
