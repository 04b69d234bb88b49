"""Russian gas at the borders when lines close: least cost over the network, against proportional rerouting.

Two cases. *January 2009*: all lines from Russia to Ukraine are closed from 7 to 20 January; the month before is the
baseline. *February to December 2022*: lines close on the days that `gas_pipelines` states; the same month of 2021 is
the baseline. Both forecasts are told which lines closed and when, and what every border carried in the baseline:
conditional. Fixed before any score was seen:

* Nodes are states; Germany, Poland, Slovakia and Hungary, between which gas passes on, are one market. Demand of a node
  is what came in less what went on in the baseline. Sellers offer what the baseline shows and Russia any amount; LNG
  for Türkiye stays as it was.
* A month is cut at the days on which lines close, and weighed by days; demand is met day by day, without storage. While
  nothing is closed flows are those of the baseline. Else `economy.supply.least_cost`: what a line carried costs next to
  nothing to keep, the room up to its capacity costs kilometres between capitals. A line that is closed carries nothing.
* Scored borders: from Russia, Belarus and Ukraine, where the baseline carries at least 1 % of all of them. The loss is
  the absolute error in per cent of what all these borders carried in the baseline.
* Rivals: what closed lines carried goes to the seller's other borders in proportion to what they carry, up to capacity;
  nothing is rerouted. Blocks are borders.

Flows are those of the International Energy Agency, which may not be shipped: they are read from the folder that
$STEPPE_DATA names, and only scores leave.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import pandas as pd

from steppe.economy.supply import Arc, least_cost, with_room
from steppe.evidence.hindcast import NotHereError, Trial, hindcast
from steppe.evidence.scores import absolute_error
from steppe.influence.pipes import kilometres, lines
from steppe.world.world import World

OLD = "ties/gas_flows_iea_gtf_2008_2022.parquet"
NEW = "update-2026-11/energy/gas_flows_iea_gtf_2021_2024.parquet"
MARKET, MERGED = "EUR", ("DEU", "POL", "SVK", "HUN")
SELLING = ("RUS", "BLR", "UKR")
LEAST = 0.01
DISPUTE = (dt.date(2009, 1, 7), dt.date(2009, 1, 21))
MARKETED = 1000.0
"""Million m³ in a billion."""
NONE = 1e-9

Way = tuple[str, str]
Flows = Mapping[Way, float]


@hindcast(
    "gas-when-lines-close",
    "Russian gas at borders when lines close, January 2009 and 2022: least cost over the network",
    "economy",
    "conditional",
    mechanism="gas by the cheapest open way",
)
def rerouted(world: World) -> Iterable[Trial]:
    """Both cases."""
    flows = _flows()
    yield _trial(world, flows, "January 2009", {dt.date(2009, 1, 1): dt.date(2008, 12, 1)})
    months = {dt.date(2022, month, 1): dt.date(2021, month, 1) for month in range(2, 13)}
    yield _trial(world, flows, "2022", months)


def _trial(world: World, flows: pd.DataFrame, name: str, months: Mapping[dt.date, dt.date]) -> Trial:
    rows = [row for month, before in months.items() for row in _month(world, flows, month, before)]
    frame = pd.DataFrame(rows, columns=["border", "came", "least_cost", "proportional", "lost"])
    losses = {one: absolute_error(frame[one], frame["came"]) for one in ("least_cost", "proportional", "lost")}
    count = frame["border"].nunique()
    return Trial(
        measure=f"mean absolute error at borders, {name}",
        unit="% of the baseline flow",
        scores=losses["least_cost"],
        baselines={"proportional rerouting": losses["proportional"], "nothing is rerouted": losses["lost"]},
        block=frame["border"].to_numpy(),
        of="border",
        period=name,
        evidence=f"{count} borders; told which lines closed and when. Flows of the IEA are closed: only scores leave.",
    )


def _month(
    world: World, flows: pd.DataFrame, month: dt.date, before: dt.date
) -> Iterable[tuple[str, float, float, float, float]]:
    """Each scored border of a month: what came, and three forecasts, in % of all baseline flow."""
    base, came = _at(flows, before), _at(flows, month)
    borders = [way for way in base if way[0] in SELLING and way[1] not in SELLING]
    whole = sum(base[way] for way in borders)
    forecasts = _weighed(world, base, month)
    for way in borders:
        if base[way] >= LEAST * whole:
            cheapest, shared, kept = (100 * one[way] / whole for one in forecasts)
            yield "-".join(way), 100 * came.get(way, 0.0) / whole, cheapest, shared, kept


def _weighed(world: World, base: Flows, month: dt.date) -> tuple[dict[Way, float], ...]:
    """Three forecasts of a month, weighed over the days between closures."""
    after = (month + dt.timedelta(days=32)).replace(day=1)
    ends = pd.to_datetime(world.table("gas_pipelines")["end"]).dt.date.dropna()
    cuts = {month, after, *(day for day in (*ends, *DISPUTE) if month < day < after)}
    days = sorted(cuts)
    total: tuple[dict[Way, float], ...] = tuple(dict.fromkeys(base, 0.0) for _ in range(3))
    for first, last in pairwise(days):
        weight = (last - first).days / (after - month).days
        room = _room(world, base, first)
        for made, one in zip(
            total, (_cheapest(world, base, room), _shared(base, room), _kept(base, room)), strict=True
        ):
            for way in base:
                made[way] += weight * one[way]
    return total


def _room(world: World, base: Flows, day: dt.date) -> dict[Way, float]:
    """What each way can carry in a month on a day: nothing where it is closed, at least the baseline else.

    A way is closed when its lines were in service in the baseline and are not on the day.
    """
    open_now = {way: capacity for way, capacity in _capacity(world, day).items()}
    if DISPUTE[0] <= day < DISPUTE[1]:
        open_now["RUS", "UKR"] = 0.0
    earlier = _capacity(world, day.replace(year=day.year - 1))
    room = {}
    for way, used in base.items():
        capacity, was = open_now.get(way, 0.0), earlier.get(way, 0.0)
        shut = capacity < was or (way == ("RUS", "UKR") and capacity == 0)
        room[way] = min(used, capacity) if shut and capacity < used else max(used, capacity)
    return room


def _capacity(world: World, day: dt.date) -> dict[Way, float]:
    """Million m³ a month by way, states of the market as one."""
    made: dict[Way, float] = {}
    for row in lines(world, day).itertuples():
        way = _merged(row.from_state), _merged(row.to_state)
        made[way] = made.get(way, 0.0) + float(row.capacity) * MARKETED / 12
    return made


def _merged(state: str) -> str:
    return MARKET if state in MERGED else state


def _cheapest(world: World, base: Flows, room: Flows) -> dict[Way, float]:
    """Least cost; the baseline itself where nothing is shut."""
    if all(room[way] >= used for way, used in base.items()):
        return dict(base)
    arcs: list[Arc] = []
    ways: list[Way] = []
    for way in base:
        cost = kilometres(world, *(("DEU" if state == MARKET else state) for state in way))
        arcs += with_room(Arc(*way, room[way], cost), base[way])
        ways += [way, way]
    nodes = {state for way in base for state in way}
    net = {
        node: sum(used for way, used in base.items() if way[1] == node)
        - sum(used for way, used in base.items() if way[0] == node)
        for node in nodes
    }
    supply = {node: -net[node] for node in nodes if net[node] < 0} | {"RUS": float(sum(base.values()) * 10)}
    plan = least_cost(arcs, supply, {node: net[node] for node in nodes if net[node] > 0})
    made = dict.fromkeys(base, 0.0)
    for way, flow in zip(ways, plan.flow, strict=True):
        made[way] += float(flow)
    return made


def _kept(base: Flows, room: Flows) -> dict[Way, float]:
    """Nothing is rerouted; what cannot come to Ukraine does not leave it, in proportion."""
    made = {way: min(used, room[way]) for way, used in base.items()}
    for node in ("UKR", "BLR"):
        came = sum(used for way, used in base.items() if way[1] == node)
        part = sum(made[way] for way in base if way[1] == node) / came if came else 1.0
        for way in base:
            made[way] *= part if way[0] == node else 1.0
    return made


def _shared(base: Flows, room: Flows) -> dict[Way, float]:
    """What is lost at borders goes to the other borders in proportion to what they carry, up to their room."""
    made = _kept(base, room)
    borders = [way for way in base if way[0] in SELLING and way[1] not in SELLING]
    left = sum(base[way] - made[way] for way in borders)
    for _ in borders:
        free = {
            way: room[way] - made[way] for way in borders if made[way] >= base[way] and room[way] > made[way] + 1e-9
        }
        weight = sum(base[way] for way in free)
        if left <= NONE or weight <= 0:
            break
        added = {way: min(free[way], left * base[way] / weight) for way in free}
        for way, more in added.items():
            made[way] += more
        left -= sum(added.values())
    return made


# --------------------------------------------------------------------- flows
def _at(flows: pd.DataFrame, month: dt.date) -> dict[Way, float]:
    rows = flows[flows["year"].eq(month.year) & flows["month"].eq(month.month)]
    return {(row.tail, row.head): float(row.value) for row in rows.itertuples() if row.value > 0}


def _flows() -> pd.DataFrame:
    """Million m³ by way and month, states of the market as one, and what passes inside it left out."""
    import duckdb

    folder = os.environ.get("STEPPE_DATA")
    files = [Path(folder) / one for one in (OLD, NEW)] if folder else []
    if not files or not all(file.exists() for file in files):
        raise NotHereError(f"it needs {OLD}, which is not shipped: set STEPPE_DATA to the folder that holds it")
    parts = [f"select year, month, exit_iso3, entry_iso3, gtf_mcm, {k} as part from '{f}'" for k, f in enumerate(files)]
    frame = (
        duckdb.connect()
        .execute(
            f"select year, month, exit_iso3, entry_iso3, gtf_mcm from ({' union all '.join(parts)}) "
            "where (part = 1) = (year >= 2021)"
        )
        .df()
    )
    frame = frame[frame["entry_iso3"].isin(_TOLD) & frame["exit_iso3"].isin(_TOLD)]
    frame = frame.assign(tail=frame["exit_iso3"].map(_merged), head=frame["entry_iso3"].map(_merged))
    frame = frame[frame["tail"].ne(frame["head"]) & ~(frame["tail"].eq(MARKET) & frame["head"].eq("UKR"))]
    grouped = frame.groupby(["year", "month", "tail", "head"], as_index=False)["gtf_mcm"].sum()
    return _upstream(grouped.rename(columns={"gtf_mcm": "value"}))


_TOLD = (*SELLING, *MERGED, "LTU", "LVA", "EST", "FIN", "ROU", "MDA", "BGR", "TUR", "GRC", "MKD", "SRB", "IRN", "GEO")


def _upstream(flows: pd.DataFrame) -> pd.DataFrame:
    """Gas that enters Belarus, and Ukraine where nobody counted it: what leaves it for others."""
    frames = [flows]
    for node in ("BLR", "UKR"):
        leaves = flows[flows["tail"].eq(node)].groupby(["year", "month"], as_index=False)["value"].sum()
        counted = flows[flows["head"].eq(node) & flows["tail"].eq("RUS") & flows["value"].gt(0)][["year", "month"]]
        unseen = leaves.merge(counted.assign(seen=True), on=["year", "month"], how="left")
        unseen = unseen[unseen["seen"].isna()].drop(columns="seen").assign(tail="RUS", head=node)
        frames.append(unseen)
    kept = flows["tail"].eq("RUS") & flows["head"].isin(["BLR", "UKR"]) & flows["value"].le(0)
    frames[0] = flows[~kept]
    return pd.concat(frames, ignore_index=True)
