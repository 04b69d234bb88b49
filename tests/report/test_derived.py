"""What is kept beside the tables is what is computed from them.

To nine digits: another processor may round the last ones otherwise.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import steppe
from recipes import _derived
from steppe.evidence import search
from steppe.evidence.verdicts import stored_form
from steppe.influence.measure import figures
from steppe.influence.mutual import mutual_trade
from steppe.influence.stored import names
from steppe.influence.vulnerability import vulnerability
from steppe.world import derived
from steppe.world.world import World

NINE = {"check_exact": False, "rtol": 1e-9, "atol": 1e-12}


@pytest.fixture(scope="module")
def computed(world: World) -> dict[str, pd.DataFrame]:
    """Every derived table, computed anew."""
    return _derived.made(world)


def test_the_key_is_that_of_the_tables() -> None:
    assert (derived.DERIVED / derived.KEY).read_text().strip() == derived.key(), "run python -m recipes --derived"


@pytest.mark.slow
def test_every_derived_table_equals_what_is_computed(world: World, computed: dict[str, pd.DataFrame]) -> None:
    assert {path.stem for path in derived.DERIVED.glob("*.parquet")} == computed.keys()
    for name, frame in computed.items():
        pd.testing.assert_frame_equal(_blank(derived.rows(world, name)), _blank(frame), **NINE)


def _blank(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose texts are None where they are missing, whatever it was read from."""
    texts = [name for name in frame if frame[name].dtype.kind not in "iufb"]
    blank = {name: frame[name].astype(object).where(frame[name].notna(), None) for name in texts}
    return frame.assign(**blank).reset_index(drop=True)


@pytest.mark.slow
def test_every_kept_verdict_equals_what_is_computed(world: World) -> None:
    kept = _nine(stored_form(world))
    with derived.fresh():
        assert _nine(stored_form(steppe.load())) == kept


def test_the_kept_index_of_ask_equals_what_is_built(world: World) -> None:
    kept = search.index_of(world)
    assert kept.figures, "run python -m recipes --derived"
    built = search._made(world)
    assert (kept.documents, kept.lengths, kept.names) == (built.documents, built.lengths, built.names)
    assert kept.postings == built.postings and kept.mean_length == built.mean_length
    assert kept.figures == {one.key: search._figure(world, one.key) for one in built.documents if one.kind == "claim"}


def test_a_question_imports_neither_pandas_nor_what_makes_the_index() -> None:
    """What took nine seconds of a processor: the tables, the ties of the twelve and pandas."""
    ran = "import sys; from steppe.cli.main import main; sys.argv = ['steppe', 'ask', 'who left the CSTO?']\n"
    ran += "try: main()\nexcept SystemExit: pass\nprint(sorted({'pandas', 'steppe.influence'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", ran], capture_output=True, text=True, check=True).stdout
    assert said.startswith("1. CSTO, who left") and said.endswith("[]\n")


def _nine(value: Any) -> Any:
    """A document with its numbers rounded to nine digits."""
    if isinstance(value, dict):
        return {key: _nine(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_nine(one) for one in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        ("KGZ",),
        ("RUS,KAZ", "CHN,EU"),
        (("EU", "ARM"), ("TUR", "UZB"), None, "1995-2005"),
        ("UZB", "CHN,RUS", "debt,trade", 2019),
    ],
)
def test_a_part_is_the_same_frame_either_way(world: World, asked: tuple[object, ...]) -> None:
    kept = figures(world, *asked)
    with derived.fresh():
        pd.testing.assert_frame_equal(figures(world, *asked), kept, **NINE)


def test_losses_and_mutual_trade_are_the_same_either_way(world: World) -> None:
    lost, inside = vulnerability(world, "KGZ,EU", year=2023), mutual_trade(world, ["EAEU", "CIS"], [2019, 2000])
    with derived.fresh():
        pd.testing.assert_frame_equal(vulnerability(world, "KGZ,EU", year=2023), lost, **NINE)
        pd.testing.assert_frame_equal(mutual_trade(world, ["EAEU", "CIS"], [2019, 2000]), inside, **NINE)


def test_an_edited_world_other_tables_and_another_key_compute_anew(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert derived.at_hand(world)
    assert not derived.at_hand(world.with_tie("trade", exporter="CHN", importer="KGZ", year=2019, value=1.0))
    (tmp_path / derived.KEY).write_text("00000000\n")
    monkeypatch.setattr(derived, "DERIVED", tmp_path)
    derived._holds.cache_clear()
    assert not derived.at_hand(world)
    monkeypatch.undo()
    derived._holds.cache_clear()
    assert derived.at_hand(world)


def test_who_is_not_kept_is_computed(world: World) -> None:
    assert "DEU" not in names(world)
    assert figures(world, "DEU", "RUS", "trade", 2019)["share"].notna().all()


@pytest.mark.slow
def test_a_command_says_the_same_with_fresh(run) -> None:
    for words in (["dependence", "TJK", "--on", "CHN"], ["brief", "KGZ"], ["claims", "T4-16"]):
        kept, anew = run(*words), run("--fresh", *words)
        assert kept.code == anew.code == 0
        assert kept.out == anew.out
