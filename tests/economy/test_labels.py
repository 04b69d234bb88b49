"""Labelled trade: who buys and who sells is read off the labels, which are checked and never reordered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from steppe.economy import baseline_flows, from_flows
from steppe.world.errors import UserError

FLOWS = pd.DataFrame([[8.0, 1.0], [2.0, 3.0]], index=["A", "B"], columns=["A", "B"])
"""A sells 8 at home and 2 to B; B sells 3 at home and 1 to A."""

TIES = xr.DataArray(
    [[8.0, 2.0], [1.0, 3.0]], coords={"sender": ["A", "B"], "receiver": ["A", "B"]}, dims=("sender", "receiver")
)
"""The same as ties: rows send."""

LABELLED = {
    "rows buy": FLOWS,
    "rows buy, and are named": FLOWS.rename_axis(index="importer", columns="exporter"),
    "rows sell, and are named": FLOWS.T.rename_axis(index="exporter", columns="importer"),
    "ties": TIES,
    "ties, the other way round": TIES.transpose("receiver", "sender"),
    "named as in the tables": TIES.rename(sender="exporter", receiver="importer"),
}


@pytest.mark.parametrize("flows", LABELLED.values(), ids=LABELLED)
def test_the_same_trade_in_any_form_is_the_same_economy(flows):
    economy = from_flows(flows)
    assert economy.states == ("A", "B")
    assert economy.shares[:, :, 0] == pytest.approx(np.array([[8 / 9, 1 / 9], [2 / 5, 3 / 5]]))
    assert economy.value_added == pytest.approx([10, 4])  # what each sells
    assert economy.deficits == pytest.approx([-1, 1])  # A buys 9, B buys 5


def test_tariffs_are_labelled_as_the_flows_are():
    tariffs = pd.DataFrame([[1.0, 1.5], [1.0, 1.0]], index=["A", "B"], columns=["A", "B"])
    assert from_flows(FLOWS, tariffs=tariffs).shares[0, 1, 0] == pytest.approx(1.5 / 9.5)
    with pytest.raises(UserError, match="tariffs: importers and exporters are in different orders"):
        from_flows(FLOWS, tariffs=tariffs[["B", "A"]])


@pytest.mark.parametrize(
    ("flows", "states", "sentence"),
    [
        (
            FLOWS[["B", "A"]],
            None,
            "flows: importers and exporters are in different orders; put both in the same order",
        ),
        (
            FLOWS.rename(columns={"B": "C"}),
            None,
            "flows: importers and exporters are not the same; only one side has B, C",
        ),
        (FLOWS, ("B", "A"), "flows: its labels and the states given are in different orders"),
        (FLOWS, ("A", "C"), "only one side has B, C"),
        (
            FLOWS.replace(2.0, np.nan),
            None,
            "there is no figure for what B buys from A; write 0 where there is no trade",
        ),
        (FLOWS.to_numpy(), None, "the values have no labels; give the codes of the states as `states`"),
        (TIES.rename(sender="from", receiver="to"), None, "its dimensions are from, to; name them sender and receiver"),
    ],
)
def test_labels_that_do_not_fit_are_refused_in_a_sentence(flows, states, sentence):
    with pytest.raises(UserError, match=sentence):
        from_flows(flows, states)


def test_ties_of_the_world_with_sales_at_home_are_an_economy(world):
    """Exports of Kazakhstan to Russia stand in the row of the sender, and in the column of the exporter."""
    ties = world.ties("trade", 2019).sel(sender=["CHN", "KAZ", "RUS"], receiver=["CHN", "KAZ", "RUS"])
    with pytest.raises(UserError, match="no figure for what CHN buys from CHN"):
        from_flows(ties)
    at_home = xr.zeros_like(ties) + 1e6 * np.eye(3)
    economy = from_flows(ties.fillna(at_home))
    sold = baseline_flows(economy)[economy.index("RUS"), economy.index("KAZ"), 0]
    assert sold == pytest.approx(float(ties.sel(sender="KAZ", receiver="RUS")))
