"""Comext: Eurostat's interface to the trade of the European Union in goods, SDMX 2.1, data set DS-045409.

`GET …/data/DS-045409/FREQ.REPORTER.PARTNER.PRODUCT.FLOW.INDICATORS?startPeriod=2010&format=SDMX-CSV` answers with a CSV
of the columns freq, reporter, partner, product, flow, indicators, TIME_PERIOD, OBS_VALUE and others. An empty place
means all, `+` joins several; flow 1 is imports, 2 exports; the product TOTAL is all goods. Values are in euros.

A year counts as whole where the monthly records reach its December.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from steppe.world.fetch import Fetched, Producer, as_csv
from steppe.world.fetch.rows import changed, of_states
from steppe.world.fetch.web import Web
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd

TITLE = "Eurostat, Comext"
HOST = "https://ec.europa.eu/eurostat/api/comext/dissemination/sdmx/2.1/data/DS-045409"
CODES = {"XS": "RS"}
"""Codes of Eurostat that are not those of ISO 3166 alpha-2."""
NEIGHBOURS = ("AM", "GE", "KZ", "KG", "RU", "UZ")
"""Partners of the monthly table; imports are of Kyrgyzstan only."""
FLOWS = {"1": "M", "2": "X"}
MILLION = 1e6
NEEDED = ("freq", "reporter", "partner", "product", "flow", "indicators", "TIME_PERIOD", "OBS_VALUE")


def read(world: World, web: Web, folder: Path) -> Fetched:
    """Exports of the Union by partner and year, and those of its members to six neighbours by month."""
    import pandas as pd

    members = "+".join(_iso2(world)[state] for state in world.group("eu27"))
    exports = _ask(web, folder, f"M.{members}.{'+'.join(NEIGHBOURS)}.TOTAL.2.VALUE_IN_EUROS?startPeriod=2019-01")
    imports = _ask(web, folder, f"M.{members}.KG.TOTAL.1.VALUE_IN_EUROS?startPeriod=2019-01")
    yearly = _ask(web, folder, "A.EU27_2020..TOTAL.2.VALUE_IN_EUROS?startPeriod=2010")
    monthly = _monthly(world, pd.concat([exports, imports], ignore_index=True))
    by_year, notes = _yearly(world, yearly, str(exports["TIME_PERIOD"].max()))
    return Fetched(
        files={
            "trade_eu": as_csv(by_year, folder, "trade_eu"),
            "trade_eu_monthly": as_csv(monthly, folder, "trade_eu_monthly"),
        },
        source={"citation": "Eurostat, Comext, DS-045409, exports and imports of goods by partner", "url": HOST},
        old={"trade_eu": lambda rows: rows["flow"] == "X", "trade_eu_monthly": lambda rows: rows["flow"].notna()},
        notes=(*notes, f"months up to {monthly['month'].max():%Y-%m}"),
    )


def _ask(web: Web, folder: Path, key: str) -> pd.DataFrame:
    """Rows of one key with a value, as text; what they are asked about is what they say they are."""
    import pandas as pd

    path = web.file(f"{HOST}/{key}&format=SDMX-CSV", folder / "answer.csv")
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
        changed(TITLE, f"the answer on {key.split('?')[0]} is no whole CSV")
    lacking = [name for name in NEEDED if name not in rows.columns]
    if lacking:
        changed(TITLE, f"the answer has no column {lacking[0]}")
    rows = rows[rows["OBS_VALUE"] != ""]
    frequency, *_, product, flow, indicator = key.split("?")[0].split(".")
    asked = {"freq": frequency, "product": product, "flow": flow, "indicators": indicator}
    for name, wanted in asked.items():
        if set(rows[name]) - {wanted}:
            changed(TITLE, f"{name} is {min(set(rows[name]) - {wanted})} where {wanted} was asked")
    value = pd.to_numeric(rows["OBS_VALUE"], errors="coerce")
    if rows.empty or value.isna().any() or (value < 0).any() or (value > 1e14).any():
        changed(TITLE, "a value is no number of euros" if len(rows) else f"nothing stands under {key.split('?')[0]}")
    form = r"\d{4}" if frequency == "A" else r"\d{4}-(0[1-9]|1[0-2])"
    if not rows["TIME_PERIOD"].map(lambda period: bool(re.fullmatch(form, period))).all():
        changed(TITLE, "a period has another form")
    return rows.assign(value_eur=(value / MILLION).round(6))[lambda frame: frame["value_eur"] > 0]


def _iso2(world: World) -> Mapping[str, str]:
    frame = world.sql("select state, iso2 from states where iso2 is not null")
    return dict(zip(frame["state"], frame["iso2"], strict=True))


def _states(world: World) -> Mapping[str, str]:
    """The state of each code of Eurostat."""
    iso3 = {code: state for state, code in _iso2(world).items()}
    return iso3 | {code: iso3[usual] for code, usual in CODES.items()}


def _monthly(world: World, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    states = _states(world)
    return pd.DataFrame(
        {
            "reporter": rows["reporter"].map(states),
            "partner": rows["partner"].map(states),
            "month": rows["TIME_PERIOD"] + "-01",
            "flow": rows["flow"].map(FLOWS),
            "value_eur": rows["value_eur"],
            "source": "eurostat-comext",
            "basis": "reported",
        }
    ).assign(month=lambda frame: pd.to_datetime(frame["month"]))


def _yearly(world: World, rows: pd.DataFrame, last: str) -> tuple[pd.DataFrame, list[str]]:
    """Whole years by partner, and notes on what was left out."""
    whole = int(last[:4]) - (last[5:] != "12")
    frame = rows.assign(state=rows["partner"], year=rows["TIME_PERIOD"].astype(int), flow="X")
    part = sorted(set(frame["year"][frame["year"] > whole]))
    kept, notes = of_states(world, frame[frame["year"] <= whole], _states(world), TITLE)
    kept = kept.assign(source="eurostat-comext", basis="reported")
    if part:
        notes.append(f"{', '.join(map(str, part))} left out of trade_eu: no whole year, its months end with {last}")
    return kept[["state", "year", "flow", "value_eur", "source", "basis"]], notes


PRODUCER = Producer(
    name="comext",
    title=TITLE,
    addresses=(HOST,),
    licence="Eurostat: reuse allowed with attribution",
    replaces="table trade_eu (exports of the EU-27 by partner and year) and table trade_eu_monthly (its members' trade "
    "with six neighbours by month)",
    template="eurostat-comext",
    read=read,
)
