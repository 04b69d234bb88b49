"""What is lost at once and what after replacement: two words kept apart, channel by channel."""

from __future__ import annotations

import pytest

from steppe.influence import if_cut
from steppe.influence.cut import CHANNELS, SENSITIVITY, VULNERABILITY
from steppe.influence.vulnerability import vulnerability


@pytest.fixture(scope="module")
def cut(world):
    return if_cut(world, ["ARM", "KGZ", "TKM"], ["RUS", "CHN"], 2019)


def test_every_channel_has_both_words_and_each_a_figure_or_a_reason(cut):
    assert set(cut["channel"]) == set(CHANNELS) and set(cut["measure"]) == {SENSITIVITY, VULNERABILITY}
    assert not cut.duplicated(["state", "partner", "channel", "measure"]).any()
    assert (cut["share"].notna() == cut["missing"].isna()).all()
    known = cut[cut["share"].notna()]
    assert known["basis"].notna().all() and known["source"].notna().all()


def test_after_replacement_less_is_lost_than_at_once(cut):
    wide = cut.pivot(index=["state", "partner", "channel"], columns="measure", values="share").dropna()
    assert len(wide) > 5
    assert (wide[VULNERABILITY] <= wide[SENSITIVITY] + 1e-12).all()


def test_classes_are_those_of_the_channels(cut):
    kinds = cut.groupby(["channel", "measure"])["kind"].unique().map(list)
    assert kinds["trade", VULNERABILITY] == ["estimated"] and kinds["gas", VULNERABILITY] == ["arithmetic"]


def test_trade_is_that_of_vulnerability_and_gas_is_a_price_times_a_volume(world, cut):
    rows = cut.set_index(["state", "partner", "channel", "measure"])["share"]
    there = vulnerability(world, "KGZ", "CHN", "trade", 2019).iloc[0]
    assert rows["KGZ", "CHN", "trade", VULNERABILITY] == pytest.approx(there["loss"])
    assert rows["KGZ", "CHN", "trade", SENSITIVITY] == pytest.approx(there["at_stake"])
    # Armenia in 2020: 2.271 billion m³, 113.5 and 165 dollars, over 12.64 billion dollars
    assert rows["ARM", "RUS", "gas", SENSITIVITY] == pytest.approx(113.5 * 2.271 / 12640, rel=0.01)
    assert rows["ARM", "RUS", "gas", VULNERABILITY] == pytest.approx((113.5 - 165) * 2.271 / 12640, rel=0.01)


def test_a_seller_is_told_what_its_buyer_pays_and_what_lines_could_take(cut):
    sold = cut[cut["channel"].eq("gas sold") & cut["state"].eq("TKM") & cut["partner"].eq("CHN")].set_index("measure")
    assert sold.at[SENSITIVITY, "share"] > 0.05 and "lines to one other buyer" in sold.at[SENSITIVITY, "note"]
    assert sold.at[VULNERABILITY, "missing"] == "what another buyer would pay is not known"
