"""Empty text is no value: it becomes missing, whatever type pandas gives the column."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.world.schema import conform, table


@pytest.mark.parametrize("dtype", ["str", object])
def test_an_empty_text_becomes_missing(dtype):
    texts = pd.Series(["", "  ", "Belovezha"], dtype=dtype)
    frame = pd.DataFrame({name: texts for name in ("treaty", "note")}).assign(
        state_a="BLR", state_b="RUS", obligation="defence", start_year=1991, source="atop-5", basis="derived"
    )
    conformed = conform(frame, table("alliances"), "a test")
    assert conformed["treaty"].isna().tolist() == [True, True, False]
