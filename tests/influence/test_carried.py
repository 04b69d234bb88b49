"""Routes: what they earn, what else could take their oil, and stops predicted beside reported."""

from __future__ import annotations

import math

import pytest

from steppe.influence.carried import CPC, income, incomes, recorded, shipped, spare, stops


def test_there_are_fourteen_stops_and_every_prediction_is_on_record_or_missing(world):
    rows = stops(world)
    assert rows["stop"].tolist() == list(range(1, 15))
    assert rows.loc[rows["predicted_low"].isna(), "stop"].tolist() == [3, 5]  # no end on record
    known = rows.dropna(subset=["predicted_low"])
    assert (known["predicted_low"] <= known["predicted_high"]).all() and (known["predicted_low"] >= 0).all()
    assert set(rows.loc[rows["reported_low"].isna(), "holds"]) == {"–"}


def test_predictions_beside_reports(world):
    """Six of the seven that can be compared hold; the seventh was a fire in the field with the pipeline open."""
    rows = stops(world).set_index("stop")
    assert rows["holds"].value_counts().to_dict() == {"–": 7, "yes": 6, "no": 1}
    assert rows.index[rows["holds"].eq("no")].tolist() == [14]
    ends = rows[["predicted_low", "predicted_high"]].round(2)
    assert ends.loc[11].tolist() == [3.72, 5.46] and rows.loc[11, "reported_low"] == 3.8
    assert ends.loc[7].tolist() == [0.83, 0.92]
    assert ends.loc[6].tolist() == [0.0, 6.51] and rows.loc[6, "reported_high"] == 0


def test_the_stop_of_winter_2025_by_hand(world):
    """70.52 carried a year, 81.5 x .3333 of capacity left, 64.8 of 70.52 Kazakh, 3.6 to 15.124 elsewhere, 55 days."""
    rate = (70.52 - 0.3333 * 81.5) * 64.8 / 70.52
    row = stops(world).set_index("stop").loc[11]
    assert row["predicted_low"] == pytest.approx((rate - 15.124) * 55 / 365, abs=0.01)
    assert row["predicted_high"] == pytest.approx((rate - 3.6) * 55 / 365, abs=0.01)


def test_the_report_never_enters_the_prediction(world):
    table = world.table("stop_losses")
    other = world.with_tables({"stop_losses": table.assign(reported_low=99.0, reported_high=99.0)})
    columns = ["predicted_low", "predicted_high"]
    own, changed = stops(world), stops(other)
    same = table["of"].notna()
    assert changed.loc[same, columns].equals(own.loc[same, columns])


def test_room_on_other_routes_is_what_was_used_and_what_is_left(world):
    assert spare(world) == pytest.approx((12 * 0.3, (17 - 11) + 6 + (6.5 - 3.376)))
    least, most = spare(world, ("Atyrau-Samara",))
    assert (least, most) == pytest.approx((3.6, 6 + 6.5 - 3.376))


def test_income_is_reported_or_a_tariff_times_a_volume(world):
    reported = income(world, "Druzhba through Ukraine", 2021)
    assert (reported.value, reported.basis) == (127, "reported")
    by_tariff = 8.6 * 12.0 * 1.18  # EUR a tonne, million tonnes, dollars for a euro in 2021
    assert reported.value == pytest.approx(by_tariff, rel=0.05)
    made = income(world, "Druzhba through Ukraine", 2024)
    assert made.value == pytest.approx(17 * 11.3 * 1.08) and made.basis == "derived"


def test_what_is_not_on_record_is_not_known_and_no_zero(world):
    rows = incomes(world, 2022).set_index("route")
    for route in ("Atyrau-Samara", "Yamal", "Lars", "Belarusian rail", "Druzhba through Belarus"):
        assert math.isnan(rows.loc[route, "income"]) and rows.loc[route, "note"].startswith("not known"), route
    assert "250 mn USD" in rows.loc["Yamal", "note"]


def test_ukraine_earned_more_than_one_percent_of_its_output_on_gas(world):
    rows = incomes(world, 2020).set_index("route").loc["gas through Ukraine"]
    assert (rows["income"], round(rows["share"], 2)) == (2100, 1.34)
    foreseen = recorded(world, "gas through Ukraine", "loss foreseen", 2021)
    assert foreseen.value < income(world, "gas through Ukraine", 2021).value


def test_a_record_stands_two_years_away_at_most(world):
    assert recorded(world, CPC, "dividends", 2022).year == 2024
    assert recorded(world, CPC, "dividends", 2021) is None
    assert shipped(world, CPC, 2022).value == pytest.approx((52.2 + 52.0) / 2)
    assert shipped(world, CPC, 2018) is None


def test_a_tonne_through_the_consortium_costs_what_its_revenue_says(world):
    fee, revenue = recorded(world, CPC, "fee of the consortium", 2024), recorded(world, CPC, "revenue", 2024)
    assert fee.value == pytest.approx(revenue.value / recorded(world, CPC, "volume", 2024).value, rel=0.05)
