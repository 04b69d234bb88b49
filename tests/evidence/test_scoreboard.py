"""The scoreboard: verdicts follow from the figures by rule, failures stand first, and the table can be made again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from steppe.evidence import scoreboard
from steppe.evidence.hindcast import Hindcast, Trial, default, evaluate, hindcasts, overall, verdict
from steppe.evidence.mechanisms import ORDER, again, finding, tables_of
from steppe.evidence.scores import Score, correlation, moments
from steppe.world.world import World
from tests.conftest import Run

ORACLES = Path(os.environ.get("STEPPE_ORACLES", Path(__file__).resolve().parents[2].parent / "shared" / "oracles"))
FROM_ORACLES = {"compromise-in-the-eu", "challenge-in-the-eu"}


def trial(own: list[float], rivals: dict[str, list[float]], **more: object) -> Trial:
    """Ten cases in ten blocks."""
    arrays = {name: np.array(rows) for name, rows in rivals.items()}
    return Trial(
        measure="loss",
        unit="points",
        scores=np.array(own),
        baselines=arrays,
        block=np.arange(len(own)),
        of="case",
        period="2000",
        evidence="for a test",
        **more,
    )  # type: ignore[arg-type]


def mechanism(kind: str = "forecast", used: bool = False, *trials: Trial) -> Hindcast:
    return Hindcast(
        name="test",
        mechanism="a test",
        title="A test",
        room="politics",
        kind=kind,
        used=used,
        quick=True,
        trials=lambda world: trials,
    )  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------------------------- the rule
@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.1, 0.3, "earns its place"),
        (-0.1, 0.3, "ties"),
        (0.0, 0.3, "ties"),
        (-0.3, 0.0, "ties"),
        (-0.3, -0.1, "fails"),
        (None, None, "ties"),
    ],
)
def test_the_verdict_follows_from_the_interval_alone(low, high, said):
    assert verdict(Score(0.1, low, high)) == said


def test_without_a_baseline_there_is_no_verdict():
    assert evaluate(trial([1.0] * 10, {})).verdict == "no baseline"


def test_the_rival_is_the_best_of_the_baselines():
    found = evaluate(trial([1.0] * 10, {"poor": [3.0] * 10, "good": [0.5] * 10}))
    assert (found.best, found.verdict, found.differences["good"].value) == ("good", "fails", -0.5)
    assert found.differences["poor"].low == pytest.approx(2.0)


def test_where_more_is_better_the_signs_turn():
    found = evaluate(trial([0.9] * 10, {"poor": [0.2] * 10, "good": [0.8] * 10}, higher=True))
    assert (found.best, found.verdict) == ("good", "earns its place")
    assert found.differences["good"].low == pytest.approx(0.1)


def test_a_statistic_of_several_columns_is_drawn_again_case_by_case():
    random = np.random.default_rng(0)
    outcome = random.normal(size=60)
    pair = [np.column_stack([outcome + noise * random.normal(size=60), outcome]) for noise in (0.1, 2.0)]
    own, rival = (moments(*rows.T) for rows in pair)
    made = Trial(
        measure="r",
        unit="correlation",
        scores=own,
        baselines={"noise": rival},
        block=np.arange(60) % 12,
        of="x",
        period="x",
        evidence="x",
        statistic=correlation,
        higher=True,
    )
    found = evaluate(made)
    assert found.score.value == pytest.approx(np.corrcoef(pair[0].T)[0, 1])
    assert found.verdict == "earns its place"


def test_scores_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="no change has scores of shape"):
        evaluate(trial([1.0] * 10, {"no change": [1.0] * 9}))


@pytest.mark.parametrize(
    ("kind", "used", "verdicts", "said"),
    [
        ("forecast", False, ["earns its place"], "on"),
        ("forecast", False, ["earns its place", "ties"], "off"),
        ("forecast", True, ["earns its place", "fails"], "assumption"),
        ("reproduction", False, ["earns its place"], "off"),
        ("reproduction", True, ["earns its place"], "assumption"),
        ("conditional", False, ["earns its place"], "on"),
        ("forecast", False, ["no baseline"], "off"),
        ("forecast", False, [], "off"),
    ],
)
def test_only_a_forecast_that_earns_its_place_everywhere_is_on(kind, used, verdicts, said):
    assert default(kind, used, verdicts) == said


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["earns its place", "fails", "ties"], "fails"),
        (["earns its place", "ties", "no baseline"], "ties"),
        (["earns its place", "earns its place", "no baseline"], "earns its place"),
        (["no baseline"], "no baseline"),
        ([], "no baseline"),
    ],
)
def test_a_mechanism_counts_once_and_by_its_worst_score(verdicts, said):
    assert overall(verdicts) == said


# ---------------------------------------------------------------------------------------------------------- the table
def test_the_shipped_table_keeps_to_its_own_rules(world: World):
    frame, kept = scoreboard(world), hindcasts()
    for row in frame.itertuples():
        difference = Score(
            row.difference, *(None if pd.isna(x) else x for x in (row.difference_low, row.difference_high))
        )
        assert row.verdict == verdict(difference if isinstance(row.baseline, str) else None), row.name
        if isinstance(row.baseline, str):
            sign = 1 if row.better == "lower" else -1
            assert row.difference == pytest.approx(sign * (row.baseline_score - row.score), abs=1e-4)
    shipped = world.table("mechanisms").set_index(["name", "measure"])
    for name, rows in frame.groupby("name"):
        one = kept[str(name)]
        assert set(rows["default"]) == {default(one.kind, one.used, rows["verdict"])}, name
        assert (set(rows["kind"]), set(rows["used"])) == ({one.kind}, {one.used})
        assert set(rows["mechanism"]) == {one.mechanism}
        for row in rows.itertuples():
            assert (row.verdict, row.default) == tuple(shipped.loc[(name, row.measure), ["verdict", "default"]])


def turned(world: World, name: str, low: float, high: float) -> pd.DataFrame:
    """The board of a world in which the intervals of a mechanism's differences are others; texts stay as shipped."""
    table = world.table("mechanisms")
    rows = table["name"].eq(name)
    table.loc[rows, ["difference", "difference_low", "difference_high"]] = ((low + high) / 2, low, high)
    return scoreboard(world.with_tables({"mechanisms": table}))


@pytest.mark.parametrize(
    ("name", "low", "high", "said", "on"),
    [
        ("votes-from-the-past", 0.1, 0.2, "earns its place", "on"),
        ("votes-from-the-past", -0.1, 0.2, "ties", "off"),
        ("votes-from-the-past", -0.2, -0.1, "fails", "off"),
        ("union-of-2015", 0.1, 0.2, "earns its place", "assumption"),
        ("agreements-raise-trade", 0.1, 0.2, "earns its place", "on"),
        ("agreements-raise-trade", -0.1, 0.2, "ties", "assumption"),
    ],
)
def test_turned_numbers_turn_the_verdict_the_default_and_the_summary(world: World, name, low, high, said, on):
    board = turned(world, name, low, high)
    rows = board[board["name"].eq(name)]
    assert (set(rows["verdict"]), set(rows["overall"]), set(rows["default"])) == ({said}, {said}, {on})
    plain = hindcasts()[name].mechanism
    assert (plain in finding(board).partition("on because")[2]) == (on == "on")
    each = board.drop_duplicates("mechanism")["overall"]
    assert f"{each.eq('fails').sum()} fail" in finding(board)


def test_the_baseline_shown_is_the_best_one(world: World):
    baselines = world.table("mechanism_baselines")
    for row in scoreboard(world).dropna(subset=["baseline"]).itertuples():
        rivals = baselines[baselines["name"].eq(row.name) & baselines["measure"].eq(row.measure)]
        best = rivals["score"].min() if row.better == "lower" else rivals["score"].max()
        assert row.baseline_score == pytest.approx(best)


def test_failures_stand_first_among_mechanisms_and_among_the_scores_of_one(world: World):
    board = scoreboard(world)
    places = board["overall"].map(ORDER).tolist()
    assert places == sorted(places)
    for _, rows in board.groupby("mechanism"):
        assert rows["verdict"].map(ORDER).is_monotonic_increasing and rows.index.max() - rows.index.min() < len(rows)


def test_every_hindcast_is_on_the_board_and_nothing_else(world: World):
    assert set(scoreboard(world)["name"]) == set(hindcasts())


def test_the_sentence_counts_what_is_there(world: World):
    frame = scoreboard(world)
    assert finding(frame.head(1)).startswith("Of 1 mechanism 1 fails against the strongest simple rival, 0 tie")
    each = frame.drop_duplicates("mechanism")
    assert finding(frame).startswith(f"Of {len(each)} mechanisms ")
    assert f"{each['overall'].eq('ties').sum()} tie with it" in finding(frame)
    on = set(frame.loc[frame["default"].eq("on"), "mechanism"])
    assert f"{len(on)} are on because they earn it" in finding(frame) and all(name in finding(frame) for name in on)


QUICK = [name for name, one in hindcasts().items() if one.quick and name not in FROM_ORACLES]
SLOW = [name for name, one in hindcasts().items() if not one.quick]


@pytest.mark.parametrize(
    "name",
    [
        *QUICK,
        *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW),
        *(pytest.param(name, marks=pytest.mark.oracle("politics")) for name in sorted(FROM_ORACLES)),
    ],
)
def test_the_shipped_figures_are_what_the_code_computes(world: World, name: str, monkeypatch: pytest.MonkeyPatch):
    if name in FROM_ORACLES and not (ORACLES / "politics").exists():
        pytest.skip("oracle absent: politics/deu_paired_differences_351.csv (set STEPPE_ORACLES)")
    monkeypatch.setenv("STEPPE_ORACLES", str(ORACLES))
    frame = again(world, hindcasts()[name])
    assert frame["agrees"].all(), frame[~frame["agrees"]].to_string()


def test_a_figure_that_moved_does_not_agree(world: World):
    name = "forecasts-of-the-texts"
    moved = world.table("mechanisms")
    moved.loc[moved["name"].eq(name), "score"] += 0.01
    frame = again(world.with_tables({"mechanisms": moved}), hindcasts()[name])
    assert set(frame.loc[~frame["agrees"], "figure"]) == {"score"}


def test_a_measure_that_is_no_longer_made_does_not_agree(world: World):
    one = mechanism("forecast", False, trial([1.0] * 10, {}))
    assert not again(world, one)["agrees"].any()


def test_two_trials_of_one_measure_are_refused(world: World):
    with pytest.raises(ValueError, match="two trials of one measure"):
        tables_of(world, mechanism("forecast", False, trial([1.0] * 10, {}), trial([2.0] * 10, {})))


def test_the_page_says_what_the_board_shows(world: World):
    """Sentences of docs/explanation/scoreboard.md that name no figure."""
    board = scoreboard(world).set_index(["name", "measure"])["verdict"]
    assert set(scoreboard(world).query("name == 'dependence-pulls-votes'")["default"]) == {"off"}
    outside = [
        board[f"sanctions-as-in-{year}", "mean absolute error, partners outside the West"] for year in (2014, 2022)
    ]
    assert outside == ["ties", "ties"]
    for year in (2014, 2022):
        assert board[f"sanctions-as-in-{year}", "mean absolute error, all partners"] == "ties"
    trends = [name for name in board.index.unique("name") if name.startswith("trend-of-")]
    verdicts = [verdict for name in trends for verdict in board[name]]
    assert len(trends) == 5 and sorted(verdicts) == ["fails"] * 3 + ["ties"] * 2
    assert set(board["agreements-raise-trade"]) == {"fails"}
    for name in ("union-of-2015", "compromise", "condorcet-election", "votes-from-the-past"):
        assert set(board[name]) == {"ties"}, name
    for name in ("votes-given-the-others", "votes-given-the-powers", "joining-organizations"):
        assert set(board[name]) == {"earns its place"}, name
    assert set(board["exits-in-the-region"]) == set(board["joining-in-the-region"]) == {"ties"}
    assert board["ideal-points"].eq("ties").to_dict() == {
        "correlation of levels, all states": False,
        "correlation of levels, the twelve": False,
        "correlation of changes in 5 years, all states": False,
        "correlation of changes in 5 years, the twelve": True,
    }


def test_the_page_says_which_rivals_the_rows_lose_to(world: World):
    """Sentences of docs/explanation/scoreboard.md on single rivals."""
    gains = world.table("mechanism_baselines").set_index(["name", "baseline"])
    assert (gains.loc[("condorcet-election", "heads nearest to each"), "difference_high"] < 0).all()
    shown = gains.loc[[("sanctions-as-in-2014", "shares of 2019"), ("sanctions-as-in-2022", "shares of 2019")]]
    everywhere = shown[shown["measure"].eq("mean absolute error, all partners")]
    assert len(everywhere) == 2 and (everywhere["difference_low"] > 0).all()
    none = gains.loc[("agreements-raise-trade", "no effect")]
    assert none["difference_low"] < 0 < none["difference_high"]
    own = gains.loc[("votes-from-the-past", "own record")].set_index("measure")["score"]
    page = (Path(__file__).parents[2] / "docs/explanation/scoreboard.md").read_text(encoding="utf-8")
    for score, measure in ((own["log score"], "log score"), (own["Brier score"], "Brier score")):
        assert f"{measure} {score:.3f}".replace(" 0.", " .") in page


# -------------------------------------------------------------------------------------------------------- the command
def test_the_command_prints_failures_first_and_each_score_with_its_rival(run: Run, world: World, monkeypatch):
    monkeypatch.setattr("steppe.cli.output.WIDE", 80)
    ran = run("scoreboard")
    assert ran.code == 0
    frame = scoreboard(world)
    flat = " ".join(ran.out.split())
    assert all(name in flat for name in {*frame["name"], *frame["title"]})
    assert ran.out.index("⊘ fails") < ran.out.index("◐ ties") < ran.out.index("● earns its place")
    assert max(map(len, ran.out.splitlines())) <= 80


def test_json_and_csv_hold_every_figure(run: Run, world: World):
    document = json.loads(run("scoreboard", "--format", "json").out)
    assert len(document["results"]) == len(scoreboard(world))
    assert sum(document["verdicts"].values()) == scoreboard(world)["mechanism"].nunique()
    assert {"score", "low", "baseline", "difference_low", "n", "period", "verdict"} <= set(document["results"][0])
    assert len(run("scoreboard", "--format", "csv").out.splitlines()) == len(document["results"]) + 1


def test_one_mechanism_is_shown_with_every_baseline_and_its_calibration(run: Run):
    ran = run("scoreboard", "compromise")
    assert ran.code == 0
    assert all(words in ran.out for words in ("mean of the positions", "status quo", "how often it came true"))
    document = json.loads(run("scoreboard", "compromise", "--format", "json").out)
    assert {row["baseline"] for row in document["baselines"]} >= {"status quo", "mean of the positions"}
    assert document["calibration"][0]["stated"] == 0.8


def test_a_mechanism_computed_again_says_whether_it_agrees(run: Run):
    ran = run("scoreboard", "forecasts-of-the-texts", "--again")
    assert ran.code == 0 and "of the shipped figures all" in ran.out


@pytest.mark.parametrize("words", [("compromis",), ("compromis", "--again")])
def test_an_unknown_mechanism_stops_with_its_look_alike(run: Run, words: tuple[str, ...]):
    ran = run("scoreboard", *words)
    assert ran.code == 2
    assert 'there is no mechanism "compromis". Did you mean compromise?' in ran.err


def test_what_needs_data_beside_the_bundle_says_so(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("STEPPE_ORACLES", raising=False)
    ran = run("scoreboard", "challenge-in-the-eu", "--again")
    assert ran.code == 2
    assert "deu_paired_differences_351.csv, which is not shipped: set STEPPE_ORACLES" in ran.err
