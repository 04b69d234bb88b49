"""One figure, one place: the ties of the world and dependence agree."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.influence import figures
from steppe.influence.latest import latest
from steppe.influence.layers import LAYERS
from steppe.world.actors import twelve
from steppe.world.layers import TIES, years_of

POWERS = ("RUS", "CHN", "USA", "TUR")
"""Powers that are single states: ties of a bloc are sums."""
BOTH_WAYS = {"trade", "energy"}
STATE_SENDS = {"migrants", "students", "visas", "flights", "votes"}


def tie(array, layer: str, state: str, power: str) -> float:
    """What a layer has between two states, in the direction that dependence means."""
    known = set(array["sender"].values)
    if not {state, power} <= known:
        return np.nan
    there, back = (array.sel(sender=a, receiver=b).item() for a, b in ((state, power), (power, state)))
    if layer in BOTH_WAYS:
        return np.nan if np.isnan([there, back]).all() else float(np.nansum([there, back]))
    return there if layer in STATE_SENDS else back


@pytest.mark.parametrize("name", [name for name in LAYERS if name in TIES])
def test_ties_and_dependence_have_the_same_figure(world, name):
    years = [year for year in years_of(world, TIES[name]) if year >= 2000][::-4]  # the last, and every fourth before it
    value = "amount" if LAYERS[name].unit else "share"
    frame = figures(world, twelve(world), POWERS, name, years)
    frame = frame[frame["state"] != frame["partner"]]
    arrays = {year: world.ties(name, year) for year in years}
    direct = np.array([tie(arrays[row.year], name, row.state, row.partner) for row in frame.itertuples()])
    mine = frame[value].to_numpy(float)
    both = ~np.isnan(direct) & ~np.isnan(mine)
    assert both.any()
    np.testing.assert_allclose(mine[both], direct[both], rtol=1e-12, err_msg=name)
    assert not (np.isnan(direct) & (np.nan_to_num(mine) != 0)).any()  # no figure without a tie
    withheld = ~np.isnan(direct) & np.isnan(mine)
    assert frame.loc[withheld, "missing"].notna().all()  # and no tie left out without a reason


def test_the_latest_figure_is_the_last_on_record_of_each_power(cells):
    last = latest(cells).set_index(["state", "layer", "partner"])
    assert len(last) == len(cells.drop_duplicates(["state", "layer", "partner"]))
    known = cells[cells["share"].notna() | cells["amount"].notna()]
    years = known.groupby(["state", "layer", "partner"])["year"].max()
    assert (last.loc[years.index, "year"] == years).all()
    assert not last.drop(years.index)["known"].any()
