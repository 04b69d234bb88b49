"""No false zero: a cell is zero only where a row says so or where the record is complete for the pair and year."""

from __future__ import annotations

import pytest

from steppe.influence import figures
from steppe.influence.layers import LAYERS
from steppe.world.actors import POWERS, twelve

OTHERS = ("TWN", "XKX", "HKG", "SCG", "PSE", "IRN", "PRK", "AFG", "JPN", "MNE", "MNG")
FIRST_TRADED = 1.0
"""Million USD from which a pair counts as one that trades."""
SOME_ONLY = {
    "aid": "select distinct donor as partner, y as year from ukraine_aid, unnest(range(2022, 2025)) as t(y)",
    "trade": "select distinct unnest([exporter, importer]) as partner, year from trade",
    "trade_own": "select distinct partner, y as year from trade_national, unnest(range(1990, 2026)) as t(y)",
    "trade_food": "select distinct exporter as partner, year from trade_sections "
    "union select partner, year from trade_chapters where partner is not null",
    "language": "select state as partner, y as year from states, unnest(range(2000, 2025)) as t(y) "
    "where languages is not null",
}
"""Layers whose record names some partners only, and where it names them; all others are registers of states."""
MEMBERS = """
    select state as partner, y as year from states, unnest(range(1990, 2026)) as t(y)
    where un_member and y between coalesce(year(start), 1990) and coalesce(year("end"), 2025)
"""
NAMED = {
    "flights": "select from_state as partner, year from flights union select to_state, year from flights",
    "formats": "select leader as partner, y as year from organizations, unnest(range(1990, 2026)) as t(y)",
}
SAID = {
    *("visas", "institutes", "visits", "ideal_points", "votes", "energy", "gas_price", "currency", "debt"),
    "debt_reported",
}
"""Layers whose zeros are rows of their own."""
PROVE_NOTHING = {"migrants", "students"}
"""Layers whose record leaves small figures out."""
COMPLETE_FOR_ONE = {"commitments": {"CHN"}}


@pytest.fixture(scope="module", params=list(LAYERS))
def zeros(request, world):
    """A layer, and its cells that are zero: of the twelve on each other, the powers and partners on the margin."""
    frame = figures(world, twelve(world), (*twelve(world), *POWERS, *OTHERS), request.param)
    zero = frame["share"].eq(0) | (frame["share"].isna() & frame["amount"].eq(0))
    return request.param, frame[zero & frame["state"].ne(frame["partner"])]


def test_every_zero_has_a_row_or_a_complete_record(world, zeros):
    layer, cells = zeros
    if layer in SAID:
        return
    assert layer not in PROVE_NOTHING or cells.empty
    query = SOME_ONLY.get(layer if layer not in ("trade_fuels", "trade_machinery") else "trade_food", MEMBERS)
    named = world.sql(f"{query} {f'union {NAMED[layer]}' if layer in NAMED else ''}")
    complete = set(named.itertuples(index=False, name=None))
    members = {"EU": world.group("eu27")}
    false = [
        (row.state, row.partner, row.year)
        for row in cells.itertuples()
        if not any((one, row.year) in complete for one in members.get(row.partner, (row.partner,)))
        and row.partner not in COMPLETE_FOR_ONE.get(layer, ())
    ]
    assert not false, (layer, len(false), false[:5])


@pytest.mark.parametrize("layer", ["trade", "trade_own"])
def test_a_pair_that_traded_in_the_nearest_year_on_record_is_never_zero(world, layer):
    frame = figures(world, twelve(world), (*twelve(world), *POWERS, *OTHERS), layer)
    for _, own in frame[frame["state"].ne(frame["partner"])].groupby(["state", "partner"]):
        traded = own[own["amount"] > 0].set_index("year")["amount"]
        for year in own.loc[own["amount"].eq(0), "year"]:
            beside = [*traded[:year].iloc[-1:], *traded[year:].iloc[:1]]
            assert max(beside, default=0) < FIRST_TRADED, (own["state"].iat[0], own["partner"].iat[0], year)


@pytest.mark.parametrize(
    ("state", "power", "year"), [("CHN", "TWN", 2023), ("USA", "TWN", 2019), ("KAZ", "XKX", 2023), ("RUS", "IRN", 2020)]
)
def test_trade_without_a_record_is_no_zero(world, state, power, year):
    cell = figures(world, state, power, "trade", year).iloc[0]
    assert cell[["share", "amount"]].isna().all()
    assert "no record" in cell["missing"] or "nothing on" in cell["missing"]


def test_a_true_zero_stands(world):
    cell = figures(world, "TJK", "PRK", "trade", 2005).iloc[0]
    assert (cell["share"], cell["amount"], cell["basis"]) == (0, 0, "reconciled")
    assert figures(world, "TKM", "RUS", "alliance", 2010)["share"].iat[0] == 0


def test_the_tracker_of_aid_says_nothing_of_russia(world):
    cell = figures(world, "UKR", "RUS", "aid", 2023).iloc[0]
    assert cell[["share", "amount"]].isna().all()
    assert "tracker" in cell["missing"]


@pytest.mark.parametrize("layer", ["trade_food", "trade_fuels", "trade_machinery"])
def test_goods_whose_kind_is_withheld_are_no_zero(world, layer):
    cell = figures(world, "RUS", "IRN", layer, 2020).iloc[0]
    assert cell[["share", "amount"]].isna().all() and "without its kind of goods" in cell["missing"]
    assert figures(world, "RUS", "IRN", layer, 2018)["share"].iat[0] > 0
