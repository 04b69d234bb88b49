"""A scenario of the system in motion from the keys of a file."""

from __future__ import annotations

import pytest

from steppe.methods.loader import load_study
from steppe.methods.simulation.machine import prepare

KEYS = {
    "question": "Where does it go?",
    "why": "It is asked.",
    "method": "simulation",
    "changes_if": ["the past is no guide"],
    "about": {"kind": "fans", "condition": "a test"},
}


@pytest.fixture(scope="session")
def scenario(world):
    """`scenario(event=[…], until=2030, spread=0)`: a setup, ready to be drawn."""

    def made(until=2035, seed=1, spread=1.0, **keys):
        study = load_study({**KEYS, "until": until, **keys}, world).study
        return prepare(world, study, seed=seed, spread=spread)

    return made
