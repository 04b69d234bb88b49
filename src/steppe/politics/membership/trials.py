"""Ten covariates that might predict who freezes or leaves, each ranked alone, exactly and one-sided.

The rows are the states at risk in bodies that one power leads, in the years in which one of them froze or left; the
values are those of the year before (or the last one up to three years old). Which direction counts was written down
before (docs/explanation/membership.md). p is that of `permutation.rank_test`; `p_adjusted` multiplies it by the number
of covariates (Bonferroni), since the best of ten looks good by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.politics.membership.backtest import REGION_YEARS
from steppe.politics.membership.panel import OLDEST, Floats, Panel
from steppe.politics.membership.permutation import RiskSet, rank_test
from steppe.politics.membership.stages import RegionStage
from steppe.world.world import World

LEADER = "RUS"
UNINVITED = ("occupation", "unconsented")
WINDOW = 5
"""Years of the windows of arms shares that are read."""

Value = Callable[[World, pd.DataFrame, Panel], Floats]


@dataclass(frozen=True, slots=True)
class Covariate:
    """A covariate and the direction in which it should point to exits: 1 high, -1 low."""

    name: str
    direction: int
    value: Value


def led_by(world: World, panel: Panel, leader: str = LEADER) -> tuple[str, ...]:
    """Bodies of the panel that the table `organizations` says a state leads."""
    bodies = world.sql("select organization from organizations where leader = ? order by 1", [leader])["organization"]
    return tuple(name for name in bodies if name in panel.bodies)


def trials(world: World, stage: RegionStage, years: Sequence[int] = REGION_YEARS) -> pd.DataFrame:
    """Every covariate with its rank among the rows at risk.

    Returns
    -------
    covariate, direction (high or low), percentile (mean over events, in that direction), p (exact, one-sided),
    p_adjusted, events (with a value), signal (p_adjusted below .05).
    """
    rows = _rows(world, stage, years)
    rows_of = []
    for trial in TRIALS:
        scored = rows.assign(score=trial.direction * trial.value(world, rows, stage.panel)).dropna(subset=["score"])
        sets = [RiskSet(g["score"].to_numpy(), g["outcome"].to_numpy(dtype=bool)) for _, g in scored.groupby("year")]
        percentile, p, events = rank_test(sets)
        adjusted = min(1.0, p * len(TRIALS))
        way = "high" if trial.direction > 0 else "low"
        rows_of.append((trial.name, way, percentile, p, adjusted, events, adjusted < 0.05))
    columns = ["covariate", "direction", "percentile", "p", "p_adjusted", "events", "signal"]
    return pd.DataFrame(rows_of, columns=columns).sort_values("p", kind="stable", ignore_index=True)


def _rows(world: World, stage: RegionStage, years: Sequence[int]) -> pd.DataFrame:
    """Rows at risk in the leader's bodies, in years with an event; `before` is the year whose values count."""
    rows, panel = stage.rows["leave"], stage.panel
    frame = pd.DataFrame(
        {
            "year": panel.years[0] + rows.year,
            "body": np.array(panel.bodies)[rows.body],
            "state": np.array(panel.states)[rows.state],
            "outcome": rows.outcome > 0,
        }
    )
    frame = frame[frame["year"].isin(list(years)) & frame["body"].isin(led_by(world, panel))]
    eventful = frame.groupby("year")["outcome"].transform("any")
    return frame[eventful].assign(before=lambda f: f["year"] - 1).reset_index(drop=True)


# ---------------------------------------------------------------------------------------------------------- values
def _last(rows: pd.DataFrame, table: pd.DataFrame, column: str) -> Floats:
    """The value of `table` (state, year, column) of the year before, or the last one up to three years old."""
    values_by_year = table.dropna(subset=[column]).sort_values("year").astype({"year": "int64"})
    asked = rows[["state", "before"]].reset_index().sort_values("before").astype({"before": "int64"})
    joined = pd.merge_asof(asked, values_by_year, left_on="before", right_on="year", by="state", tolerance=OLDEST)
    return np.asarray(joined.set_index("index").reindex(rows.index)[column].to_numpy(dtype=float))


def _distance(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    at = [panel.year(year) for year in rows["before"]]
    leader, state = panel.states.index(LEADER), [panel.states.index(state) for state in rows["state"]]
    return np.abs(panel.position[state, at] - panel.position[leader, at])


def trade_shares(world: World, leader: str) -> pd.DataFrame:
    """Trade with a leader: state, year, share of all trade, over_gdp."""
    return world.sql(
        "with flows as (select exporter as state, importer as partner, year, value from trade union all select "
        "importer, exporter, year, value from trade) select f.state, f.year, sum(f.value) filter (f.partner = $1) / "
        "sum(f.value) as share, sum(f.value) filter (f.partner = $1) / any_value(m.value) as over_gdp from flows f "
        "left join macro m on m.state = f.state and m.year = f.year and m.concept = 'gdp_usd' "
        "where f.state in (select state from group_members where \"group\" = 'twelve') group by all",
        [leader],
    )


def _trade(column: str) -> Value:
    return lambda world, rows, panel: _last(rows, trade_shares(world, LEADER), column)


def _macro(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    table = world.sql("select state, year, value from macro where concept = 'gdp_per_head' and status <> 'projection'")
    return _last(rows, table, "value")


def _voice(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    return _last(
        rows, world.sql("select state, year, value from state_attributes where attribute = 'wgi_voice'"), "value"
    )


def _remittances(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    table = world.sql(
        "select r.state, r.year, r.value / m.value as share from remittance_receipts r join macro m on m.state = "
        "r.state and m.year = r.year and m.concept = 'gdp_usd'"
    )
    return _last(rows, table, "share")


def _troops(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    sites = world.sql(
        "select host, kind, start_year, end_year, troops from foreign_presence where sender = ?", [LEADER]
    )
    sites = sites[~sites["kind"].isin(UNINVITED)].assign(end_year=sites["end_year"].fillna(9999))
    joined = rows.reset_index().merge(sites, left_on="state", right_on="host")
    there = joined[(joined["start_year"] <= joined["before"]) & (joined["end_year"] > joined["before"])]
    return np.asarray(there.groupby("index")["troops"].sum().reindex(rows.index).fillna(0).to_numpy(dtype=float))


def _arms(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    table = world.sql(
        "select recipient as state, end_year as year, coalesce(sum(share) filter (supplier = $1), 0) as share "
        "from arms_shares where end_year - start_year + 1 = $2 group by all",
        [LEADER, WINDOW],
    )
    values_by_year = table.sort_values("year").astype({"year": "int64"})
    asked = rows[["state", "before"]].reset_index().sort_values("before").astype({"before": "int64"})
    joined = pd.merge_asof(asked, values_by_year, left_on="before", right_on="year", by="state")
    return np.asarray(joined.set_index("index").reindex(rows.index)["share"].to_numpy(dtype=float))


def _border(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    pairs = world.sql("select state_a, state_b from distances where contiguous and $1 in (state_a, state_b)", [LEADER])
    return rows["state"].isin({*pairs["state_a"], *pairs["state_b"]} - {LEADER}).to_numpy(dtype=float)


def _years_inside(world: World, rows: pd.DataFrame, panel: Panel) -> Floats:
    runs = np.zeros(panel.member.shape)
    for t in range(panel.member.shape[2]):
        runs[:, :, t] = np.where(panel.member[:, :, t], (runs[:, :, t - 1] if t else 0) + 1, 0)
    places = zip(rows["body"], rows["state"], rows["before"], strict=True)
    return np.array([runs[panel.bodies.index(b), panel.states.index(s), panel.year(y)] for b, s, y in places])


TRIALS: Sequence[Covariate] = (
    Covariate("distance to the leader in votes", 1, _distance),
    Covariate("share of trade with the leader", -1, _trade("share")),
    Covariate("trade with the leader over GDP", -1, _trade("over_gdp")),
    Covariate("remittances received over GDP", -1, _remittances),
    Covariate("troops of the leader hosted", -1, _troops),
    Covariate("share of arms from the leader", -1, _arms),
    Covariate("land border with the leader", -1, _border),
    Covariate("GDP per head", 1, _macro),
    Covariate("voice and accountability", 1, _voice),
    Covariate("years of membership", -1, _years_inside),
)
"""In the order of the protocol."""

DEPENDENCE: Mapping[str, str] = {
    "share of trade with the leader": "trade",
    "trade with the leader over GDP": "trade over GDP",
    "remittances received over GDP": "remittances",
}
"""Trials that measure dependence."""
