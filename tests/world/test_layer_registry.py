"""The registry of layers: one row a layer, for the ties of the world and for dependence alike."""

from __future__ import annotations

import pytest

from steppe.influence.layers import readers
from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.layers import DOMAINS, LAYERS, TIES, layer_of
from steppe.world.world import World


@pytest.mark.parametrize("layer", LAYERS.values(), ids=list(LAYERS))
def test_a_row_names_tables_and_columns_that_exist(layer):
    assert set(layer.tables) <= set(schema.tables())
    columns = set(schema.table(layer.table).names)
    assert {layer.sender, layer.receiver, layer.value, layer.year} - {""} <= columns
    assert layer.title and layer.defects
    assert layer.domain in (*DOMAINS, "")


def test_every_layer_with_a_domain_has_a_reader_and_no_other_has():
    assert set(readers()) == {name for name, layer in LAYERS.items() if layer.domain}


def test_the_world_lists_its_layers_with_their_years(world: World):
    frame = world.layers().set_index("layer")
    assert list(frame.index) == list(LAYERS)
    assert frame.at["trade", "years"] == "2000-2020, 2023"
    assert frame.at["remittances", "table"] == "remittances_series"
    assert frame.at["distance", "unit"] == "km" and frame.at["distance", "domain"] == ""


def test_of_two_records_of_a_pair_the_trusted_one_counts_and_not_their_mean(world: World):
    """Russia's central bank has 2,211 for 2017, a model of the World Bank 1,904; their mean is nobody's figure."""
    tie = {"sender": "RUS", "receiver": "KGZ"}
    assert world.ties("remittances_recorded", 2017).sel(tie).item() == 2211
    assert world.ties("remittances", 2017).sel(tie).item() == 2211  # the estimate is calibrated to the bank


def test_a_window_of_arms_is_not_mixed_with_the_decade(world: World):
    """Until 2024 two windows end: five years and eleven."""
    tie = {"sender": "RUS", "receiver": "BLR"}
    five, decade = (world.ties(name, 2024).sel(tie).item() for name in ("arms", "arms_decade"))
    table = world.sql("from arms_shares where supplier = 'RUS' and recipient = 'BLR' and end_year = 2024")
    assert {five, decade} == set(table["share"]) and five != decade


@pytest.mark.parametrize(
    "name, among, words",
    [
        ("remitances", TIES, "Did you mean remittances"),
        ("alliance", TIES, "`dependence`"),
        ("distance", {"trade": LAYERS["trade"]}, "`world.ties`"),
    ],
)
def test_a_layer_that_is_not_there_is_answered_with_what_is(name, among, words):
    with pytest.raises(UserError, match=words):
        layer_of(name, among)
