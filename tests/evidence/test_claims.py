"""Verdicts come from rows: a world without rows gives none, and every rule of the engine is tried once."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.evidence.claims import Claim, Claimed, Measure, claim, claims, granularity
from steppe.evidence.query import Measurement
from steppe.evidence.verdicts import evaluate_claim
from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.world import World

NAMES = {"sources", "states", "groups", "group_members", "organizations", "status_map"}
"""Tables that say what there is; they are kept when the rest is emptied."""

FROM_STATES = {"gauge/differs", "transport/landlocked"}
"""Queries that read the table of states alone."""


@pytest.fixture(scope="module")
def emptied(world: World) -> World:
    """A world that knows every name and nothing about any."""
    return world.with_tables({name: world.table(name).head(0) for name in schema.tables() if name not in NAMES})


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.id for one in claims().values() if one.measures])
def test_nothing_holds_and_nothing_fails_where_there_are_no_rows(emptied: World, name: str) -> None:
    found = [f for f in evaluate_claim(emptied, claim(name)).findings if f.measure.query not in FROM_STATES]
    assert {f.met for f in found} <= {"no data"}
    assert all(f.note for f in found)


@pytest.mark.parametrize(
    ("kind", "values", "verdict"),
    [
        ("descriptive", [1.0, 1.4], "supported"),
        ("descriptive", [1.0, 3.0], "mixed"),
        ("descriptive", [3.0, 4.0], "contradicted"),
        ("descriptive", [{"KGZ": 1.0, "UZB": 3.0}], "mixed"),
        ("forecast", [3.0], "contradicted"),
        ("causal", [1.0], "consistent"),
        ("causal", [1.0, 3.0], "undetermined"),
        ("causal", [3.0], "inconsistent"),
    ],
)
def test_a_verdict_follows_from_the_measures(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str, values: list[object], verdict: str
) -> None:
    rows = pd.DataFrame({"source": ["s"], "basis": ["reported"]})
    monkeypatch.setattr(
        "steppe.evidence.verdicts.find", lambda name, args, place: lambda world, at: Measurement(values[at], rows=rows)
    )
    made = Claim.model_validate(
        {
            "id": "T9-01",
            "locator": "T9 ¶1",
            "type": kind,
            "statement": "One.",
            "states": (),
            "layer": "trade",
            "period": "2018",
            "claimed": Claimed(value=1, tolerance=0.5),
            "measures": tuple(Measure(name=f"m{n}", query="q", args={"at": n}) for n in range(len(values))),
            "implication": "i" if kind == "causal" else "",
            "due": "2020-12-31" if kind == "forecast" else None,
        }
    )
    assert evaluate_claim(world, made).verdict == verdict


@pytest.mark.parametrize("one", [one for one in claims().values() if one.claimed], ids=lambda one: one.id)
def test_a_tolerance_follows_from_the_rounding_or_says_why_not(one: Claim) -> None:
    for claimed in [one.claimed, *(measure.claimed for measure in one.measures)]:
        if claimed is None or claimed.value is None or claimed.because.startswith(("exception:", "a count")):
            continue
        half = granularity(f"{claimed.value:.10g}") / 2
        assert claimed.tolerance in (pytest.approx(half), pytest.approx(2 * half)), claimed


def test_a_claim_is_found_whatever_the_case_of_its_id() -> None:
    assert claim("t4-11").id == claim("T4-11").id == "T4-11"
    with pytest.raises(UserError, match="Did you mean"):
        claim("T4-111")
