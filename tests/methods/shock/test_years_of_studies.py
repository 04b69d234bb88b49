"""Why each shipped study of shocks looks at the year that it looks at."""

from __future__ import annotations

import pytest

from steppe.methods.loader import load_study, shipped
from steppe.world.load import load

YEAR = "year of the figures"


def _shocks() -> list[str]:
    return [name for name, path in shipped().items() if 'method = "shock"' in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", _shocks())
def test_a_study_of_shocks_says_why_its_year(name):
    study = load_study(name, load()).study
    (why,) = [(value, why) for what, value, why in study.stated if what == YEAR]
    assert why[0] == str(study.baseline) and len(why[1]) > 20


def test_the_year_of_the_short_patron_is_the_latest_with_a_rent_of_each_at_an_ordinary_price(world):
    """By the record: in 2018 all three paid less than Europe; later one paid more, or none is on record, or the price
    of Europe was above 400."""
    gaps = world.table("gas_price_gap")
    gaps = gaps[gaps["seller"].eq("RUS") & gaps["buyer"].isin(["ARM", "BLR", "MDA"])]
    by_year = gaps.pivot(index="year", columns="buyer", values="gap")
    europe = gaps.groupby("year")["benchmark"].max()
    ordinary = by_year[by_year.gt(0).all(axis=1) & europe.lt(400)]
    assert ordinary.index.max() == 2018
