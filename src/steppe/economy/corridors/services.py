"""Published services beside the model, never fitted: transit times and distances, corridor by corridor.

The cases, the rival and the bars stand in docs/explanation/corridors.md and were written down before the first was
compared. The rival is the length of the same way over the median speed of the *other* services that are not by sea
alone: it has seen services, the model has not. Errors are |ln(days / published)|, a published range by its middle.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from statistics import median
from typing import TYPE_CHECKING, Any

from steppe.economy.corridors.route import Way, through
from steppe.world.tables import remembered

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

DAYS, KM = "transit time", "distance"
SHORTER = 0.12
"""By how much of the advertised length a way may be shorter."""
PART = 0.75
"""Part of the cases that has to hold."""


@remembered(maxsize=2)
def services(world: World) -> pd.DataFrame:
    """Every service that can be compared, and what the model has for it.

    Returns
    -------
    One row a figure: corridor, service, origin, destination, period, measure, unit, published (the middle of a range),
    published_low, published_high, counted_by (the office), model, low, high, difference (model less published), rival
    (days; NaN by sea alone and for distances), inside (whether some of what was published lies between low and high),
    source, basis (of the model's figure).
    """
    import pandas as pd

    rows = pd.DataFrame([_row(world, case) for case in _cases()])
    return rows.assign(rival=[_rival(rows, place) for place in range(len(rows))]).drop(columns=["speed", "km"])


def _cases() -> list[dict[str, str]]:
    text = files("steppe.economy.corridors").joinpath("services.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _row(world: World, case: dict[str, str]) -> dict[str, Any]:
    stops = case["stops"].split(";")
    published = _published(world, case, stops)
    on = date.fromisoformat((case["period"] + "-12-31")[:10] if len(case["period"]) == 4 else _last(case["period"]))
    one = through(world, stops, case["modes"].split(";"), on=on)
    if one is None:
        raise ValueError(f"services.csv: nothing joins {case['stops']} on {on}")
    figure = one.days if case["measure"] == DAYS else one.km
    low, high = published["low"], published["high"]
    middle = (low + high) / 2
    return {
        "corridor": case["corridor"],
        "service": case["service"],
        **{name: published[name] for name in ("origin", "destination")},
        "period": case["period"],
        "measure": case["measure"],
        "unit": published["unit"],
        "published": middle,
        "published_low": low,
        "published_high": high,
        "counted_by": published["counted_by"],
        "model": figure.value,
        "low": figure.low,
        "high": figure.high,
        "difference": figure.value - middle,
        "inside": low <= figure.high and high >= figure.low,
        "source": published["source"],
        "basis": figure.basis,
        "speed": one.km.value / middle if case["measure"] == DAYS and case["corridor"] != "sea" else float("nan"),
        "km": one.km.value,
    }


def _last(period: str) -> str:
    """The last day of `2024-01` that every month has, or the day itself."""
    return period if len(period) == 10 else f"{period}-28"


def _published(world: World, case: dict[str, str], stops: list[str]) -> dict[str, Any]:
    """The row of `network_services`; of one service with several destinations the one where the stops end."""
    rows = world.records(
        "select *, coalesce(value, value_low) as low, coalesce(value, value_high) as high from network_services "
        "where service = ? and period = ? and measure = ?",
        [case["service"], case["period"], case["measure"]],
    )
    (name,) = world.sql("select name from network_places where place = ?", [stops[-1]])["name"]
    own = [row for row in rows if len(rows) == 1 or name.split(" ")[0] in row["destination"]]
    if len(own) != 1:
        raise ValueError(f"services.csv: {len(own)} rows of network_services are {case['service']} to {name}, not one")
    return own[0]


def _rival(rows: pd.DataFrame, place: int) -> float:
    """Days at the median speed of the other services."""
    if math.isnan(rows["speed"].iloc[place]):
        return float("nan")
    return float(rows["km"].iloc[place] / rows["speed"].drop(index=place).median())


def score(rows: pd.DataFrame) -> pd.DataFrame:
    """The bars: what was asked, what came out, whether it holds; columns bar, figure, asked, holds."""
    import pandas as pd

    days, km = rows[rows["measure"].eq(DAYS)], rows[rows["measure"].eq(KM)]
    land = days[days["rival"].notna()]
    ours, theirs = median(_errors(land, "model")), median(_errors(land, "rival"))
    shorter = 1 - km["model"] / km["published"]
    found = [
        ("transit times inside the bounds", float(days["inside"].mean()), PART, days["inside"].mean() >= PART),
        ("middle error of days against the rival’s", ours, theirs, ours <= theirs),
        (
            "distances 0 to 12 % under the advertised",
            float(shorter.between(0, SHORTER).mean()),
            PART,
            shorter.between(0, SHORTER).mean() >= PART,
        ),
    ]
    return pd.DataFrame(found, columns=["bar", "figure", "asked", "holds"])


def _errors(rows: pd.DataFrame, name: str) -> Iterator[float]:
    yield from (abs(math.log(ours / theirs)) for ours, theirs in zip(rows[name], rows["published"], strict=True))


#: Ways that stand for the corridors on pages and in the comparison: name, stops, modes.
CORRIDORS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("northern, by Brest", ("XIY", "DOS", "BRE", "DUI"), ("rail",)),
    ("Caspian, by Kars", ("XIY", "ALT", "AKT", "ALA", "KRS", "IST", "DUI"), ("rail", "ferry")),
    ("Caspian, by Poti", ("XIY", "ALT", "AKT", "ALA", "POT", "CND", "BUD", "DUI"), ("rail", "ferry", "sea")),
)


def corridors(world: World, on: date) -> dict[str, Way]:
    """The named ways from Xi'an to Duisburg on a day."""
    found = {name: through(world, stops, modes, on=on) for name, stops, modes in CORRIDORS}
    return {name: one for name, one in found.items() if one is not None}
