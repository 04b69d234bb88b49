"""What the tests of influence share: the matrix, computed once."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.influence import matrix


@pytest.fixture(scope="session")
def cells(world) -> pd.DataFrame:
    """The twelve on the five powers, all layers, 2000-2023."""
    return matrix(world)
