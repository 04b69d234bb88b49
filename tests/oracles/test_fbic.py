"""The FBIC index against 500 published directed dyad-years with all their components (Moyer et al. 2021)."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from steppe.influence.capacity import MISSING
from steppe.influence.fbic import (
    bandwidth,
    constants,
    dependence_of,
    effects,
    fbic,
    normalized,
    shipped_effects,
)

ORACLES = Path(os.environ.get("STEPPE_ORACLES") or Path(__file__).resolve().parents[3] / "shared" / "oracles")
SAMPLE = ORACLES / "influence" / "fbic_sample_500.parquet"
SINGLE_PRECISION = 1e-6  # the published columns are single-precision floats
EFFECT = 1e-4  # effects are shipped with four decimals

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not SAMPLE.exists(), reason=f"{SAMPLE.name} is not at {ORACLES}: set STEPPE_ORACLES"),
]
BANDWIDTH = {
    "lor": "norm_lor_avg",
    "igos": "norm_igos",
    "ta": "norm_tradeagreement",
    "lnT": "norm_lntotaltrade",
    "al": "norm_allianceindex",
    "arms": "norm_armstotalstock",
}
DEPENDENCE = {
    "aid_gdp": "aidabgdpb",
    "aid_all": "aidaballaidb",
    "trade_gdp": "totaltradeabgdpb",
    "trade_all": "totaltradeaballtradeb",
    "arms_mil": "armimportstockabmilstockb",
    "arms_all": "armsimportsstockaballimstockb",
}


@pytest.fixture(scope="module")
def sample() -> pd.DataFrame:
    return duckdb.read_parquet(str(SAMPLE)).df()


def terms(sample: pd.DataFrame, columns: dict[str, str], suffix: str = "_ma") -> dict[str, np.ndarray]:
    return {name: sample[column + suffix].to_numpy() for name, column in columns.items()}


def test_bandwidth_and_dependence_from_the_published_moving_averages(sample):
    assert np.abs(bandwidth(terms(sample, BANDWIDTH)) - sample["bandwidth"]).max() < SINGLE_PRECISION
    assert np.abs(dependence_of(terms(sample, DEPENDENCE)) - sample["dependence"]).max() < SINGLE_PRECISION


def test_the_index_from_the_published_moving_averages(sample):
    assert np.abs(fbic(terms(sample, BANDWIDTH), terms(sample, DEPENDENCE)) - sample["fbic"]).max() < SINGLE_PRECISION


def test_the_index_from_raw_components_of_the_year_alone(sample):
    points = constants()["agreement"]
    agreements = sum(points[kind] * sample[f"tradeagreement_{kind.replace('_', '').lower()}"] for kind in points)
    obligations = {"defence": "defense", "neutrality": "neutral", "nonaggression": "nonagg", "consultation": "consul"}
    alliances = sum(constants()["alliance"][ours] * sample[f"atop{theirs}"] for ours, theirs in obligations.items())
    raw = {
        "lor": sample["lor_avg"],
        "igos": sample["sharedigoweighted"],
        "ta": agreements,
        "lnT": np.log1p(sample["totaltradeawithb"] / 1e6),
        "al": alliances,
        "arms": np.log1p(sample["armstotalstockab"]),
    }
    computed = fbic({k: normalized(k, v) for k, v in raw.items()}, terms(sample, DEPENDENCE, ""))
    assert np.corrcoef(computed, sample["fbic"])[0, 1] >= 0.98


def test_the_shipped_effects_of_leaving_components_out_are_those_of_the_sample(sample):
    left_out = {name: (name,) for name in (*BANDWIDTH, *DEPENDENCE)} | {"all that the bundle lacks": MISSING}
    found = effects(terms(sample, BANDWIDTH), terms(sample, DEPENDENCE), left_out)
    shipped = shipped_effects()
    assert list(shipped["left_out"]) == list(found["left_out"])
    for column in ("correlation", "rank_correlation"):
        assert np.abs(shipped[column] - found[column]).max() < EFFECT
