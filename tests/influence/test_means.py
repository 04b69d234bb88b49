"""What a power paid out: right figures, one concept a unit, nothing added across concepts."""

from __future__ import annotations

import pytest

from steppe.influence.means import CONCEPTS, means
from steppe.influence.measure import figures
from steppe.report.means.view import view
from steppe.world.actors import twelve
from steppe.world.errors import UserError


def value(frame, concept, state, year):
    found = frame[frame["concept"].eq(concept) & frame["state"].eq(state) & frame["year"].eq(year)]
    assert len(found) == 1
    return found["value"].iloc[0]


def test_figures_are_those_of_their_tables(world):
    russia = means(world, "RUS")
    loans = world.sql("select inflow from debt_flows where debtor='BLR' and creditor='RUS' and year=2022")["inflow"]
    assert value(russia, "loans", "BLR", 2022) == loans.iloc[0]
    gap = world.sql("select gap from gas_price_gap where buyer='ARM' and year=2019")["gap"]
    assert value(russia, "gas", "ARM", 2019) == gap.iloc[0] < 0
    assert value(means(world, "USA"), "aid_military", "UKR", 2022) > 10_000  # million EUR


def test_every_concept_keeps_its_unit_and_none_is_a_total(world):
    for power in ("RUS", "CHN", "EU", "USA"):
        frame = means(world, power)
        assert not frame.duplicated(["concept", "state", "year", "first_year"]).any()
        assert all(frame["unit"] == frame["concept"].map(lambda name: CONCEPTS[name].unit))
        assert set(frame["concept"]) <= set(CONCEPTS)


def test_a_bloc_is_summed_over_its_members_within_a_concept(world):
    frame = means(world, "EU", "UKR")
    parts = world.sql(
        "select sum(value) as value from ukraine_aid where kind='humanitarian' and year=2022 and donor in "
        "(select state from group_members where \"group\"='eu27' union all select 'EUU')"
    )["value"]
    assert value(frame, "aid_humanitarian", "UKR", 2022) == pytest.approx(parts.iloc[0])


def test_a_power_pays_itself_nothing(world):
    with pytest.raises(UserError, match="name another state"):
        means(world, "RUS", "Russia")
    assert not {"KAZ", "KGZ"} & set(means(world, "central-asia")["state"])
    assert "RUS" not in set(means(world, "RUS")["state"])


def test_a_loan_of_zero_is_a_zero_here_as_in_dependence(world):
    """Russia paid no loan out to Armenia in 2022: the World Bank reports a zero."""
    assert value(means(world, "RUS", "ARM"), "loans", "ARM", 2022) == 0
    shown = view(world, "RUS", "ARM").paid[0]
    assert dict(zip(shown.heads, shown.rows[0][1], strict=True))["2022"].text == "0"


@pytest.mark.parametrize("power", ["RUS", "CHN", "EU", "TUR"])
@pytest.mark.parametrize("concept", [name for name, one in CONCEPTS.items() if one.layer])
def test_what_is_a_layer_too_has_its_figures_and_no_others(world, power, concept):
    own = CONCEPTS[concept]
    cells = figures(world, [one for one in twelve(world) if one != power], power, own.layer)
    known = cells[cells[own.column].notna()]
    found = means(world, power)
    found = found[found["concept"].eq(concept)]
    assert set(found["value"]) <= set(known[own.column])
    windows = known.drop_duplicates(["state", "when"])
    assert len(found) == len(windows) and found["value"].eq(0).sum() == windows[own.column].eq(0).sum()
