"""Dependence by size: what passes between a state and a power, over the state's GDP.

For state i, power p and year t, with goods X (exports) and M (imports), remittances R that the state receives and debt
service S that it pays to the power's government,

    D_ipt = Σ_k F_ipk,τ(k) / GDP_i,τ(k) ,    F_k one of X, M, R, S ,

each part in its latest year on record τ(k) ≤ t, up to five years back, over the GDP of that year. The low and the high
end add up the least and the greatest record of each part: an envelope, not a probability. A part without a figure is
missing, not zero: the sum is then a lower bound without a high end. docs/explanation/dependence-by-size.md has the
rules.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.influence.bases import base
from steppe.influence.flows import between
from steppe.influence.measure import figures
from steppe.influence.vulnerability import closure_years, vulnerability
from steppe.world.actors import POWERS, Actor, actors
from steppe.world.basis import OF_WEIGHT, weakest
from steppe.world.dates import as_year, as_years
from steppe.world.world import World

PARTS = ("exports", "imports", "remittances", "debt_service")
TRADE = PARTS[:2]
OLDEST = 5
"""Years by which a figure may be older than the year that is asked for."""
PAIR = ["state", "partner", "year"]
FIGURES = ("amount", "low", "high", "imputed", "basis", "source", "record")
COLUMNS = ("state", "partner", "part", "year", *FIGURES, "gdp", "size", "size_low", "size_high", "missing")
NO_GDP = "the bundle has no GDP of the state in that year"
NOT_AT_ALL = "no trade of the two is on record"

_FLOWS = """
with flows as (
    select exporter, importer, year, value, low_record, high_record, record, source, basis from trade
    union
    select if(flow = 'X', state, partner), if(flow = 'X', partner, state), year, value, low_record, high_record,
           record, source, basis from trade_recent),
sides as (
    select 'exports' as part, exporter as state, importer as partner, * exclude (exporter, importer) from flows
    union all select 'imports', importer, exporter, * exclude (exporter, importer) from flows)
select part, state, partner, year, value, source, basis, record as note,
       least(value, low_record) as low, greatest(value, high_record) as high
from sides where year between ? and ? and list_contains(?::varchar[], state) and list_contains(?::varchar[], partner)
"""
_BANDS = """
select receiver as state, sender as partner, year, value, low, high, note, source, basis
from remittances_series where list_contains(?::varchar[], receiver)
"""


def flow_parts(
    world: World, of: str | Sequence[str], on: str | Sequence[str] = POWERS, year: int | str = 2023
) -> pd.DataFrame:
    """What the sums of flows are made of.

    Parameters
    ----------
    of, on
        Dependants and powers, as for `dependence`.
    year
        The year, 2019 or `2019`; older figures stand in for up to five years, and `year` says so.

    Returns
    -------
    One row a state, power and part (`PARTS`), none left out but a state on itself: state, partner, part, year (of the
    figure), amount, low and high (million current USD; low and high over the records), imputed (share by value), basis,
    source, record (whose figure stands), gdp (of that year, million current USD), size, size_low and size_high (over
    GDP, 0..), missing (why there is no size).

    Raises
    ------
    UserError
        Unknown state, power or year.
    """
    (year,) = as_years(as_year(year))
    years = tuple(range(max(1990, year - OLDEST), year + 1))
    states, powers = actors(world, of), actors(world, on)
    found = pd.concat([_trade(world, states, powers, years), _money(world, states, powers, years)], ignore_index=True)
    gdp = pd.DataFrame(base(world, "gdp", states, years), [one.name for one in states], years).stack().rename("gdp")
    found = found.merge(gdp, how="left", left_on=["state", "year"], right_index=True)
    for name, of_gdp in (("amount", "size"), ("low", "size_low"), ("high", "size_high")):
        found[of_gdp] = found[name] / found["gdp"]
    found["missing"] = found["missing"].where(found["amount"].isna() | found["gdp"].notna(), NO_GDP)
    order = [(one.name, power.name, part) for one in states for power in powers for part in PARTS if one != power]
    return found.set_index(["state", "partner", "part"]).loc[order].reset_index()[list(COLUMNS)]


def flow_sums(found: pd.DataFrame) -> pd.DataFrame:
    """The sums of the parts.

    Parameters
    ----------
    found
        Rows of `flow_parts`.

    Returns
    -------
    One row a state and power: state, partner, value, low and high (share of GDP; no high end where a part is missing),
    amount (million current USD), basis (the weakest of weight), imputed (share by value), missing (the parts without a
    figure, separated by commas; empty where there are none). No value: no part has a figure.
    """
    rows = [(*keys, *_sum(own)) for keys, own in found.groupby(["state", "partner"], sort=False)]
    names = ["state", "partner", "value", "low", "high", "amount", "basis", "imputed", "missing"]
    return pd.DataFrame(rows, columns=names)


def ahead(mine: pd.DataFrame) -> tuple[str | None, bool]:
    """The power with the largest flows, and whether no record of another reaches its low end.

    Parameters
    ----------
    mine
        Rows of `flow_sums` of one state.
    """
    mine = mine[mine["value"].notna()]
    if mine.empty or not mine["value"].max() > 0:
        return None, False
    first = mine.loc[mine["value"].idxmax()]
    others = mine[mine["partner"] != first["partner"]]
    return str(first["partner"]), bool((others["high"].fillna(np.inf) < first["low"]).all())


def _sum(own: pd.DataFrame) -> tuple[object, ...]:
    """The figures of one row of `flow_sums`, after its keys."""
    known = own[own["size"].notna()]
    missing = ", ".join(own.loc[own["size"].isna(), "part"].str.replace("_", " "))
    if known.empty:
        return (np.nan, np.nan, np.nan, np.nan, None, np.nan, missing)
    value, amount = known["size"].sum(), known["amount"].sum()
    heavy = known[known["size"] >= OF_WEIGHT * value]
    imputed = float((known["imputed"] * known["amount"]).sum() / amount) if amount else 0.0
    high = np.nan if missing else known["size_high"].sum()
    return (value, known["size_low"].sum(), high, amount, weakest(heavy["basis"]), imputed, missing)


# --------------------------------------------------------------------------- parts
def _trade(world: World, states: Sequence[Actor], powers: Sequence[Actor], years: Sequence[int]) -> pd.DataFrame:
    """Exports and imports of each pair in its latest year on record; the year and the reason where there is none."""
    layer = _asked(world, states, powers, "trade", years)
    flows = _flows(world, states, powers, years)
    recorded = _recorded(world, flows, states, powers)
    listed = layer.loc[layer["amount"].notna(), PAIR]
    last = pd.concat([listed, recorded]).groupby(["state", "partner"], as_index=False)["year"].max()
    frames = []
    for part in TRADE:
        own = last.merge(flows[flows["part"] == part].drop(columns="part"), on=PAIR, how="left")
        zero = own["amount"].isna()
        own.loc[zero, ["amount", "low", "high", "imputed"]] = 0.0
        of_layer = own[PAIR].merge(layer, on=PAIR, how="left")
        for name, other in (("basis", "derived"), ("source", None), ("record", None)):
            own[name] = own[name].where(~zero, of_layer[name].fillna(other) if other else of_layer[name])
        frames.append(_with_reasons(own, layer).assign(part=part))
    return pd.concat(frames, ignore_index=True)


def _recorded(world: World, flows: pd.DataFrame, states: Sequence[Actor], powers: Sequence[Actor]) -> pd.DataFrame:
    """Pairs and years that one of the two has records of its own of, most of them not carried from another year."""
    there = set(world.sql("select distinct state, year from trade_recent").itertuples(index=False, name=None))
    single = {one.name for one in (*states, *powers) if not one.bloc}
    own = [
        any((name, row.year) in there and name in single for name in (row.state, row.partner))
        for row in flows.itertuples()
    ]
    rows = flows[np.array(own, dtype=bool)]
    rows = rows.assign(carried=rows["amount"] * rows["carried"])
    whole = rows.groupby(PAIR, as_index=False)[["amount", "carried"]].sum()
    return whole.loc[whole["carried"] <= whole["amount"] / 2, PAIR]


def _flows(world: World, states: Sequence[Actor], powers: Sequence[Actor], years: Sequence[int]) -> pd.DataFrame:
    """Exports and imports between actors: part, state, partner, year, `FIGURES` and carried (share by value)."""
    members = [sorted({code for one in some for code in one.members}) for some in (states, powers)]
    rows = world.sql(_FLOWS, [years[0], years[-1], *members])
    rows = rows.assign(carried=rows["value"].where(rows["note"].eq("carried"), 0.0))
    frames = []
    for part in TRADE:
        frame = _ranged(rows[rows["part"] == part], states, powers, "carried")
        share = (frame["carried"] / frame["amount"]).where(frame["amount"] > 0, 0.0)
        frames.append(frame.assign(part=part, carried=share))
    return pd.concat(frames, ignore_index=True)


def _money(world: World, states: Sequence[Actor], powers: Sequence[Actor], years: Sequence[int]) -> pd.DataFrame:
    """Remittances and debt service of each pair in the latest year on record."""
    bands = _ranged(world.sql(_BANDS, [[one.name for one in states]]), states, powers)
    frames = []
    for part in PARTS[2:]:
        layer = _asked(world, states, powers, part, years)
        own = layer[layer["amount"].notna()].sort_values("year").groupby(["state", "partner"], as_index=False).last()
        own = own.assign(low=own["amount"], high=own["amount"])
        if part == "remittances":
            spread = own[PAIR].merge(bands, on=PAIR, how="left")
            for name in ("low", "high", "record"):
                own[name] = spread[name].where(spread[name].notna(), own[name])
        frames.append(_with_reasons(own, layer).assign(part=part))
    return pd.concat(frames, ignore_index=True)


def _asked(
    world: World, states: Sequence[Actor], powers: Sequence[Actor], layer: str, years: Sequence[int]
) -> pd.DataFrame:
    """Rows of `figures` on one layer, without those of a state on itself."""
    frame = figures(world, [one.name for one in states], [one.name for one in powers], layer, f"{years[0]}-{years[-1]}")
    return frame[frame["state"] != frame["partner"]]


def _with_reasons(own: pd.DataFrame, layer: pd.DataFrame) -> pd.DataFrame:
    """The figures, and a row with the reason of its latest year for each pair without one."""
    why = layer.sort_values("year").groupby(["state", "partner"], as_index=False).last()
    why["missing"] = why["missing"].fillna(NOT_AT_ALL)
    own = own[[*PAIR, *FIGURES]]
    rows = why[["state", "partner", "missing"]].merge(own, on=["state", "partner"], how="left")
    return rows.assign(missing=rows["missing"].where(rows["amount"].isna(), None))


def _ranged(pairs: pd.DataFrame, states: Sequence[Actor], powers: Sequence[Actor], *also: str) -> pd.DataFrame:
    """Ties between actors with the least and the greatest amount over the records."""
    everyone = list({one.name: one for one in (*states, *powers)}.values())
    ends = {name: pairs[name].where(pairs[name].notna(), pairs["value"]) for name in ("low", "high")}
    return between(pairs.assign(**ends), everyone, ("low", "high", *also)).rename(columns={"note": "record"})


# ------------------------------------------------------------------------- beside
def losses(world: World, of: str | Sequence[str], on: str | Sequence[str], year: int) -> pd.DataFrame:
    """What states lose if all trade in goods with a power stops, in the year or the latest earlier one that is kept.

    Returns
    -------
    One row a state and power: state, partner, loss (share of GDP), loss_year. No rows: no year is kept.
    """
    kept = [one for one in closure_years(world) if one <= year]
    if not kept:
        return pd.DataFrame(columns=["state", "partner", "loss", "loss_year"])
    found = vulnerability(world, of, on, "trade", kept[-1])
    return found[["state", "partner", "loss"]].assign(loss_year=kept[-1])


def gas(world: World, of: Sequence[str], on: Sequence[str], year: int) -> pd.DataFrame:
    """Shares of the powers in the pipeline gas of states, the latest up to five years back.

    Returns
    -------
    One row a state and power for which it is known: state, partner, gas (0..1), gas_year.
    """
    found = figures(world, of, on, "energy", f"{max(1990, year - OLDEST)}-{year}")
    found = found[found["share"].notna()].sort_values("year").groupby(["state", "partner"], as_index=False).last()
    return found[["state", "partner", "share", "year"]].rename(columns={"share": "gas", "year": "gas_year"})
