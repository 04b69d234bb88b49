"""What the tests of scenarios share: the accounts of 2019, and one run of the flagship."""

from __future__ import annotations

import pytest

from steppe.economy import Accounts, accounts_of
from steppe.methods.result import Result
from steppe.methods.run import run as run_study
from steppe.world.world import World

DRAWS = 32


@pytest.fixture(scope="session")
def accounts(world: World) -> Accounts:
    return accounts_of(world, 2019)


@pytest.fixture(scope="session")
def flagship(world: World) -> Result:
    return run_study("cis-full-free-trade", world=world, draws=DRAWS)
