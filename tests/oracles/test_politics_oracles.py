"""Bargaining against published results and other programs; skipped, saying so, where their data are absent."""

from __future__ import annotations

import csv
import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from steppe.evidence import scores
from steppe.politics.bargaining.actors import Actors, Floats
from steppe.politics.bargaining.challenge import challenge_rounds
from steppe.politics.bargaining.compromise import compromise
from steppe.politics.bargaining.condorcet import elect
from steppe.politics.bargaining.exchange import ExchangeRound, exchange_round
from steppe.politics.bargaining.spatial import Spatial, assess, best_challenge, challenge
from steppe.politics.bargaining.tables import rows
from steppe.politics.bargaining.votes import Contest

ROOT = Path(__file__).resolve().parents[2].parent / "shared"
ORACLES = Path(os.environ.get("STEPPE_ORACLES", ROOT / "oracles")) / "politics"

pytestmark = pytest.mark.oracle("politics")


def found(name: str) -> Path:
    """The file, or a skip that says what is missing."""
    path = ORACLES / name
    if not path.exists():
        pytest.skip(f"oracle absent: politics/{name} (set STEPPE_ORACLES to the folder that holds it)")
    return path


# --- Emission standards: Bueno de Mesquita (1994), ten states, outcome 8.833 -------------------------------------


@pytest.fixture(scope="module")
def emission() -> Actors:
    frame = pd.read_csv(found("emission_standards_actors.csv"))
    columns = (frame[name].to_numpy(dtype=float) for name in ("Capability", "Salience", "Position"))
    return Actors(tuple(frame["Actor"]), *columns)


def test_compromise_on_emission_standards(emission: Actors) -> None:
    assert compromise(emission) == pytest.approx(7.38996, abs=5e-6)  # printed to five decimals


@pytest.mark.parametrize(("contest", "mean"), [("linear", 7.513), ("square", 7.878), ("quartic", 8.225)])
def test_condorcet_mean_of_emission_standards(emission: Actors, contest: Contest, mean: float) -> None:
    assert elect(emission, [4, 7, 10], width=6, contest=contest).mean == pytest.approx(mean, abs=5e-4)


def test_challenge_model_round_by_round(emission: Actors) -> None:
    """Risk exponents, positions, medians and means of ten rounds of another program."""
    expected = json.loads(found("scholz_emission_run.json").read_text())["emission"]["rounds"]
    for ours, theirs in zip(challenge_rounds(emission, 10), expected, strict=True):
        assert dict(zip(emission.names, ours.position, strict=True)) == pytest.approx(theirs["x"], abs=1e-11)
        assert dict(zip(emission.names, ours.risk, strict=True)) == pytest.approx(theirs["r"], abs=1e-11)
        assert (ours.median, ours.mean) == pytest.approx((theirs["median"], theirs["mean"]), abs=1e-11)


PUBLISHED_MEDIANS = (8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6)  # Scholz, Calbert & Smith 2011; cut off, not rounded
PUBLISHED_MEANS = (7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6)  # some cut off, some rounded


def test_published_medians_and_means_of_the_challenge_model(emission: Actors) -> None:
    """All but the second median, which is 9.61 in every reading of the model that gives the other seven."""
    history = challenge_rounds(emission, 8)[1:]
    cut = [np.floor(step.median * 10) / 10 for step in history]
    assert [n for n, (ours, theirs) in enumerate(zip(cut, PUBLISHED_MEDIANS, strict=True)) if ours != theirs] == [1]
    assert history[1].median == pytest.approx(9.61, abs=0.005)
    assert [step.mean for step in history] == pytest.approx(PUBLISHED_MEANS, abs=0.1)


# --- KTAB's spatial model before the first bargain -------------------------------------------------------------


Case = tuple[Spatial, str]


def read_csv(path: Path) -> tuple[Floats, Floats, Floats]:
    lines = [line.split(",") for line in path.read_text().splitlines()[2:] if line.strip()]
    table = np.array([[float(cell) for cell in line[2:9]] for line in lines])
    return table[:, 0], table[:, 2::2] / 100, table[:, 1::2] / 100


def read_xml(path: Path) -> tuple[Floats, Floats, Floats]:
    actors = ET.fromstring(path.read_text(encoding="utf-8-sig")).findall(".//Actor")

    def numbers(tag: str) -> Floats:  # the file leaves one coordinate empty; the log prints it as 52.80
        return np.array([[float(cell.text or 52.8) for cell in actor.iter(tag)] for actor in actors])

    return numbers("capability")[:, 0], numbers("dSal") / 100, numbers("dCoord") / 100


@pytest.fixture(scope="module", params=["ktab_dummy_3dim", "ktab_smpExample"])
def ktab(request: pytest.FixtureRequest) -> Case:
    """The two reference runs of 2017: proportional votes and conditional election; mixed votes and Markov."""
    log = found(f"{request.param}_log.txt").read_text()
    turn = log[log.index("Raw actor-pos value matrix") : log.index("Bargains to be resolved")]
    if request.param == "ktab_dummy_3dim":
        return assess(*read_csv(found("ktab_dummy_3dim.csv")), "proportional", "conditional"), turn
    return assess(*read_xml(found("ktab_smpExample.xml")), "mixed", "markov"), turn


def printed(turn: str, heading: str) -> Floats:
    """The matrix that follows a heading of the log."""
    lines = turn[turn.index(heading) :].splitlines()[1:]
    body: list[list[float]] = []
    for line in lines:
        if not re.fullmatch(r"[\s\d.+-]+", line) or not line.strip():
            break
        body.append([float(cell) for cell in line.split()])
    return np.array(body)


@pytest.mark.parametrize(
    ("heading", "quantity", "decimals"),
    [
        ("Raw actor-pos value matrix", "value", 3),
        ("Inferred risk attitudes", "risk", 3),
        ("Risk-aware actor-pos utility matrix", "utility", 4),
    ],
)
def test_ktab_matrices_to_the_printed_digits(ktab: Case, heading: str, quantity: str, decimals: int) -> None:
    state, turn = ktab
    ours = getattr(state, quantity)
    expected = printed(turn, heading)
    np.testing.assert_allclose(ours.reshape(expected.shape), expected, atol=0.5000001 * 10**-decimals, rtol=0)


def test_ktab_estimates_by_each_actor(ktab: Case) -> None:
    state, turn = ktab
    for h, ours in enumerate(state.estimate):
        np.testing.assert_allclose(ours, printed(turn, f"Estimate by {h} of risk-aware"), atol=5.00001e-5, rtol=0)


def test_ktab_winning_probabilities_and_gains(ktab: Case) -> None:
    state, turn = ktab
    pattern = r"Est by +(\d+) of prob ([\d.]+) that \[ *(\d+)> *(\d+)\], with expected gain to +(\d+) of ([+-][\d.]+)"
    judged = re.findall(pattern, turn)
    assert len(judged) == 4 * len(state.capability)
    for by, probability, initiator, receiver, affected, gain in judged:
        ours = challenge(state, int(initiator), int(receiver), int(by), int(affected))
        assert ours.probability == pytest.approx(float(probability), abs=5.00001e-5)
        assert ours.gain == pytest.approx(float(gain), abs=5.00001e-5)


def test_ktab_targets(ktab: Case) -> None:
    state, turn = ktab
    for actor, target in re.findall(r"actor (\d+) has most advantageous target (\d+)", turn):
        best = best_challenge(state, int(actor))
        assert best is not None and best[0] == int(target)


# --- Exchange at equal gain (repository foarsitter/decide-exchange-model) ----------------------------------------


def read_exchange(path: Path) -> tuple[list[str], list[str], dict[str, Floats]]:
    """Actors, issues, and positions (0 to 100), saliences and capabilities as arrays (actors, issues)."""
    lines = [
        [cell.strip("'") for cell in line] for line in csv.reader(path.read_text().splitlines(), delimiter="\t") if line
    ]
    actors = [line[1] for line in lines if line[0] == "#A"]
    issues = [line[1] for line in lines if line[0] == "#P"]
    ends = {issue: sorted(float(line[2]) for line in lines if line[:2] == ["#M", issue]) for issue in issues}
    arrays = {name: np.full((len(actors), len(issues)), np.nan) for name in ("position", "salience", "capability")}
    for _, actor, issue, *cells in (line for line in lines if line[0] == "#D"):
        at, (low, high) = (actors.index(actor), issues.index(issue)), ends[issue]
        position, salience, capability = (float(cell) for cell in cells)
        arrays["position"][at], arrays["salience"][at] = 100 * (position - low) / (high - low), salience
        arrays["capability"][at] = capability
    return actors, issues, arrays


# The reference program tosses a coin between exchanges of equal gain. These are the tosses of its run of Copenhagen.
TOSSES = {"exchange_sample.tsv": [0], "exchange_copenhagen.tsv": [0, 1, 1, 0, 0, 0, 1, 1]}
RUNS = {"exchange_sample.tsv": "sample_data.txt", "exchange_copenhagen.tsv": "copenhagen.csv"}


@pytest.fixture(scope="module", params=list(RUNS))
def exchanged(request: pytest.FixtureRequest) -> tuple[list[str], list[str], ExchangeRound, dict[str, Any]]:
    actors, issues, arrays = read_exchange(found(request.param))
    expected = json.loads(found("exchange_equal_gain.json").read_text())[RUNS[request.param]]["rounds"][0]
    tosses = iter(TOSSES[request.param])
    toss: Callable[[], bool] = lambda: bool(next(tosses))  # noqa: E731
    return actors, issues, exchange_round(arrays["position"], arrays["salience"], arrays["capability"], toss), expected


def test_first_round_of_exchanges_is_complete(
    exchanged: tuple[list[str], list[str], ExchangeRound, dict[str, Any]],
) -> None:
    """39 and 48 exchanges in their order: partners, issues, positions and gains."""
    actors, issues, ours, expected = exchanged
    for trade, other in zip(ours.exchanges, expected["exchanges"], strict=True):
        assert (actors[trade.giver], actors[trade.taker]) == (other["i"], other["j"])
        assert other["i_supply"].startswith(issues[trade.supply]) and other["j_supply"].startswith(issues[trade.demand])
        mine = (trade.gain, trade.supply_from, trade.supply_to, trade.demand_from, trade.demand_to)
        assert mine == pytest.approx([other[key] for key in ("gain", "i_x", "i_y", "j_x", "j_y")], abs=1e-9)


def test_outcomes_before_and_after_the_exchanges(
    exchanged: tuple[list[str], list[str], ExchangeRound, dict[str, Any]],
) -> None:
    _, _, ours, expected = exchanged
    np.testing.assert_allclose(ours.before, list(expected["nbs_before"].values()), atol=1e-9)
    np.testing.assert_allclose(ours.after, list(expected["nbs_after"].values()), atol=1e-9)


def test_gains_of_the_sample_as_printed() -> None:
    _, _, arrays = read_exchange(found("exchange_sample.tsv"))
    first, second, *_ = exchange_round(arrays["position"], arrays["salience"], arrays["capability"]).exchanges
    assert (first.gain, second.gain) == pytest.approx((1.97368, 1.79264), abs=5e-6)


# --- DEU III: which model errs less --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deu() -> pd.DataFrame:
    return pd.read_csv(found("deu_paired_differences_351.csv"))


def test_compromise_errs_less_than_challenge_on_351_issues(deu: pd.DataFrame) -> None:
    compromised, challenged = (deu[f"{model}_ae"].to_numpy() for model in ("compromise", "challenge"))
    assert (compromised.mean(), challenged.mean()) == pytest.approx((22.99, 26.83), abs=0.005)
    assert deu["dossier"].nunique() == 128
    found = scores.gain(compromised, challenged, deu["dossier"])
    assert found.value == pytest.approx(3.84, abs=0.005)
    assert found.low is not None and found.high is not None and found.low > 0
    assert (found.low, found.high) == pytest.approx((1.6, 6.1), abs=0.15)  # a bootstrap: moves with the seed


def test_shipped_residuals_are_those_of_the_issues(deu: pd.DataFrame) -> None:
    residual = deu["outcome"] - deu["compromise_forecast"]
    for row in rows("deu_residuals"):
        assert float(row["residual"]) == pytest.approx(residual.quantile(float(row["share"])), abs=0.5)
