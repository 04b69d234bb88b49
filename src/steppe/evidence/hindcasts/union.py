"""What joining the Eurasian Economic Union in 2015 did to trade with its members: the equilibrium against no change.

Baseline 2014, outcome 2019. Armenia and Kyrgyzstan joined; Belarus, Kazakhstan and Russia had a customs union before.
The equilibrium in changes is given the mean effect of an agreement on every pair that the accession made new (the
coefficient of agreements in general: what the union adds to them is not identified). Scored are the shares of the
partner in the exporter's exports and in the importer's imports, in percentage points, as the trade table has them;
baselines: the shares of 2014, their change of 2009 to 2014 going on, and the flows of the new pairs grown by the same
effect, without an equilibrium. Blocks are pairs of states. The coefficient is estimated on years to 2018, so this is a
reproduction. Fixed before any result was seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import numpy as np
import pandas as pd

from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.hindcasts._equilibrium import trade_ratios
from steppe.evidence.scores import absolute_error
from steppe.world.world import World

EARLIER, BEFORE, AFTER = 2009, 2014, 2019


@hindcast(
    "union-of-2015",
    "Shares of members in the trade of those who joined the EAEU: equilibrium, mean effect of an agreement",
    "economy",
    "reproduction",
    mechanism="an accession in the trade equilibrium",
    used=True,
)
def union_of_2015(world: World) -> Iterable[Trial]:
    """Fourteen flows of seven pairs, seen from both ends."""
    frame = world.sql(
        "select estimate, se from gravity_estimates join gravity_specifications using (specification) "
        "where reference and variable = 'rta'"
    ).iloc[0]
    pairs = new_pairs(world)
    cases = predicted(world, pairs, float(frame["estimate"]))
    grown = cases["after"].gt(cases["before"]).mean()
    yield Trial(
        measure="mean absolute error over 5 years",
        unit="percentage points",
        scores=100 * absolute_error(cases["forecast"], cases["after"]),
        baselines={
            name: 100 * absolute_error(cases[column], cases["after"])
            for name, column in (
                (f"shares of {BEFORE}", "before"),
                (f"change of {EARLIER}-{BEFORE} goes on", "trend"),
                ("flows grow by the effect", "grown"),
            )
        },
        block=cases["pair"].to_numpy(),
        of="pair of states",
        period=f"{BEFORE}-{AFTER}",
        evidence=f"Effect {frame['estimate']:+.2f} log points (standard error {frame['se']:.2f}); "
        f"{grown:.0%} of shares rose.",
    )


def new_pairs(world: World) -> list[tuple[str, str]]:
    """Pairs, exporter and importer, that share the union after the accessions of 2015 and did not before."""
    before, after = (set(world.members(*when)) for when in (("EAEU_CU", "2014-06-30"), ("EAEU", "2016-01-01")))
    return [pair for pair in permutations(sorted(after), 2) if not set(pair) <= before]


def predicted(world: World, pairs: list[tuple[str, str]], effect: float) -> pd.DataFrame:
    """Shares of the flows before, after, and as the equilibrium has them.

    Returns
    -------
    Columns pair, exporter, importer, of (exports of the one, imports of the other), earlier, before, after, forecast,
    grown (the flows of the pairs by the effect, all others as they were), trend (the change before goes on); 0..1.
    """
    place, ratio = trade_ratios(world, BEFORE, dict.fromkeys(pairs, effect))
    trade = world.sql("select * from trade where year in (?, ?, ?)", [EARLIER, BEFORE, AFTER])
    trade = trade[trade["exporter"].isin(list(place)) & trade["importer"].isin(list(place))]
    now = trade[trade["year"].eq(BEFORE)]
    moved = now["value"] * ratio[now["importer"].map(place), now["exporter"].map(place)]
    new = pd.MultiIndex.from_frame(now[["exporter", "importer"]]).isin(pairs)
    flows = {
        "earlier": trade[trade["year"].eq(EARLIER)],
        "before": now,
        "after": trade[trade["year"].eq(AFTER)],
        "forecast": now.assign(value=moved),
        "grown": now.assign(value=now["value"] * np.where(new, np.exp(effect), 1.0)),
    }
    sides = [_shares(flows, pairs, side) for side in ("exporter", "importer")]
    cases = pd.concat(sides, ignore_index=True)
    return cases.assign(trend=(2 * cases["before"] - cases["earlier"]).clip(lower=0))


def _shares(flows: dict[str, pd.DataFrame], pairs: list[tuple[str, str]], side: str) -> pd.DataFrame:
    """Share of each pair in all flows of its exporter, or of its importer; absent in BACI is no trade."""
    index = pd.MultiIndex.from_tuples(pairs, names=["exporter", "importer"])
    frame = pd.DataFrame(index=index)
    for name, flow in flows.items():
        share = flow["value"] / flow.groupby(side)["value"].transform("sum")
        frame[name] = (
            share.set_axis(pd.MultiIndex.from_frame(flow[["exporter", "importer"]])).reindex(index).fillna(0.0)
        )
    pair = ["-".join(sorted(one)) for one in pairs]
    return frame.reset_index().assign(pair=pair, of="exports" if side == "exporter" else "imports")
