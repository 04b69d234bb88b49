"""The same state, power and layer have the same value, year and basis on every screen."""

from __future__ import annotations

import pandas as pd
import pytest

import steppe
from steppe.report.brief.view import brief
from steppe.report.pair.choice import Choice
from steppe.report.pair.view import pair

SHOWN = (("debt", "debt", "CHN"), ("remittances", "remittances", "RUS"), ("votes", "votes", "RUS"))


@pytest.fixture(scope="module", params=["ARM", "KAZ"])
def state(request, world):
    """A state's code and its brief."""
    return request.param, brief(world, request.param)


def same(first: object, second: object) -> bool:
    return first == second or (pd.isna(first) and pd.isna(second))


@pytest.mark.parametrize("frame, layer, power", SHOWN)
def test_overview_and_brief(view, state, frame, layer, power):
    code, written = state
    table = getattr(view, frame)
    row = table[(table["state"] == code) & (table["partner"] == power)].iloc[-1]
    cell = written.cells.set_index(["layer", "partner"]).loc[(layer, power)]
    for name in ("share", "basis", "source", *(("amount", "size", "year") if "amount" in row else ())):
        assert same(row[name], cell[name] if name != "year" or cell["known"] else None), name


@pytest.mark.parametrize("power", ["RUS", "CHN", "EU"])
def test_overview_and_brief_have_the_same_share_of_trade(world, view, state, power):
    code, written = state
    last = written.cells.set_index(["layer", "partner"]).loc[("trade", power)]
    row = view.trade.set_index(["state", "partner", "year"]).loc[(code, power, 2023)]
    years = steppe.dependence(code, power, layer="trade", world=world).frame.set_index("year")
    assert last["year"] == years["share"].last_valid_index()
    assert last["share"] == years.at[last["year"], "share"]
    cell = years.loc[2023]
    assert (row["share"], row["amount"], row["basis"]) == (cell["share"], cell["amount"], cell["basis"])


def test_pair_and_dependence_and_brief(world, state):
    code, written = state
    rows = pair(world, Choice(code, "RUS", "one of the twelve and a power")).ties.set_index("layer")
    asked = steppe.dependence(code, "RUS", world=world).latest.set_index("layer")
    cells = written.cells[written.cells["partner"] == "RUS"].set_index("layer")
    assert len(rows) > 10
    for layer, row in rows.iterrows():
        for name in ("share", "amount", "when", "basis"):
            values = (row[f"{name}0"], asked.at[layer, name], cells.at[layer, name])
            assert same(*values[:2]) and same(*values[1:]), (layer, name, values)
