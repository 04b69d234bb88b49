"""What a customs union does to the tariff against everyone else, as far as tariffs are known by state.

The tariff is the most-favoured-nation rate weighted by trade, a median over years (single years jump, 2019 above all).
A union's rate is that of its leader, or of the first member in the table, in 2015-2022. Who joins takes the union's
rate over towards third states with which it has no free trade; who leaves goes back to the rate that it had before it
was in a customs union, since what is recorded while it is a member is the union's rate with other weights. Where one of
the two is not known, nothing moves and the result begins with "member effect only".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from steppe.methods.equilibrium.regime import Regime
from steppe.scenario.events import Join, Leave
from steppe.world.world import World

if TYPE_CHECKING:
    from steppe.methods.equilibrium.treatment import Treatment

FIRST_YEAR, LAST_YEAR = 2015, 2022


@dataclass(frozen=True, slots=True)
class Rate:
    """A tariff in per cent: a median over the years from first to last in which that of the state is known."""

    state: str
    value: float
    first: int
    last: int

    @property
    def years(self) -> str:
        """The years as they are printed."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def rate(world: World, states: Iterable[str], first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Rate | None:
    """The rate of the first of these states whose tariff is known in these years."""
    for state in states:
        found = world.sql(
            "select median(value) as rate, min(year) as first, max(year) as last from tariffs "
            "where state = ? and measure = 'mfn' and year between ? and ? having count(*) > 0",
            [state, first, last],
        )
        if len(found):
            row = found.iloc[0]
            return Rate(state, float(row["rate"]), int(row["first"]), int(row["last"]))
    return None


def own_rate(world: World, state: str) -> Rate | None:
    """The rate of a state outside customs unions: before it first was in one, or 2015-2022 if it never was."""
    joined = world.sql(
        "select min(year(start)) as year from memberships join organizations using (organization) "
        "where state = ? and status = 'member' and trade = 'customs_union' and external_tariff = 'common'",
        [state],
    )["year"].iloc[0]
    return rate(world, [state]) if pd.isna(joined) else rate(world, [state], 0, int(joined) - 1)


def external(treatment: Treatment, world: World, event: Join | Leave, now: Regime, members: frozenset[str]) -> None:
    """Move the external tariff of a state that joins or leaves a customs union, and say what is assumed."""
    body = world.organization(event.organization)
    if body.rules.trade != "customs_union" or body.rules.external_tariff != "common":
        return
    _assume(treatment, world, event)
    if not event.external_tariff:
        treatment.notes.append("Member effect only: the tariff against third states stays, as the event asks.")
        return
    mine = own_rate(world, event.state)
    common = rate(world, [*([body.leader] if body.leader else []), *sorted(members - {event.state})])
    if mine is None or common is None:
        unknown = event.state if mine is None else body.organization
        treatment.notes.append(f"Member effect only: the bundle has no tariff of {unknown} against third states.")
        return
    old, new = (mine, common) if isinstance(event, Join) else (common, mine)
    importer = treatment.states.index(event.state)
    third = (now.classes[importer] == "none") & ~np.isin(treatment.states, [event.state, *members])
    treatment.tariff[importer, third] *= (1 + new.value / 100) / (1 + old.value / 100)
    mask = np.zeros_like(treatment.labels, dtype=bool)
    mask[importer, third] = True
    treatment.add_label(mask, f"external tariff {old.value:.1f} → {new.value:.1f} %")
    before, after = (f"{one.value:.2f} % ({one.state}, median of {one.years})" for one in (old, new))
    said = (
        f"The weighted most-favoured-nation tariff of {event.state} goes from {before} to {after}; that of "
        f"{common.state} stands for the union's. The revenue of the change stays with the state."
    )
    treatment.assumed.append(("external tariff", said))


def _assume(treatment: Treatment, world: World, event: Join | Leave) -> None:
    """Revenue shares and labour access, as the organization's rules have them: stated, not modelled."""
    shares = world.sql(
        "select state, value_num from organization_rules where organization = $1 and rule = 'customs_revenue_share' "
        "and year_from <= $2 qualify rank() over (order by year_from desc) = 1 order by value_num desc",
        [event.organization, event.date.year],
    )
    if len(shares):
        pooled = ", ".join(f"{row.state} {row.value_num:g} %" for row in shares.itertuples())
        said = f"Import duties of {event.organization} are pooled and shared ({pooled}); the shares stay as they are."
        treatment.assumed.append(("revenue shares", said))
    access = world.organization(event.organization).rules.labour_access
    if access in ("free", "partial"):
        said = f"Access to labour markets in {event.organization} is {access}; migration and remittances do not move."
        treatment.assumed.append(("labour access", said))
