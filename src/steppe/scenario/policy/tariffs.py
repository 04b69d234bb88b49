"""What a customs union does to the tariff against everyone else, as far as tariffs are known by state.

The tariff is the most-favoured-nation rate weighted by trade, a median over years (single years jump, 2019 above all).
A union's rate is that of its leader, or of the first member in the table, in 2015-2022. Who joins takes the union's
rate over towards third states with which it has no free trade; who leaves goes back to the rate that it had before it
was in a customs union, since what is recorded while it is a member is the union's rate with other weights. Where one of
the two is not known, nothing changes and the result begins with "member effect only".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.scenario.event import Resolved
from steppe.scenario.policy.policy import Policy
from steppe.world.organizations import Organization
from steppe.world.world import World

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
        row = world.sql(
            "select median(value) as rate, min(year) as first, max(year) as last from tariffs "
            "where state = ? and measure = 'mfn' and year between ? and ? having count(*) > 0",
            [state, first, last],
        )
        if len(row):
            return Rate(state, float(row["rate"].item()), int(row["first"].item()), int(row["last"].item()))
    return None


def rate_outside(world: World, state: str) -> Rate | None:
    """The rate of a state outside customs unions: before it first was in one, or 2015-2022 if it never was."""
    joined = world.sql(
        "select min(year(start)) as year from memberships join organizations using (organization) "
        "where state = ? and status = 'member' and trade = 'customs_union' and external_tariff = 'common'",
        [state],
    )["year"].iloc[0]
    return rate(world, [state]) if pd.isna(joined) else rate(world, [state], 0, int(joined) - 1)


def external(policy: Policy, body: Organization, of: Resolved, *, applies: bool, joins: bool) -> None:
    """Change the external tariff of a state that joins or leaves a customs union, and say what is assumed.

    Parameters
    ----------
    policy
        Where it is written; its regime already has the event.
    applies
        Whether the tariff changes at all.
    joins
        Whether the state joins; else it leaves.
    """
    if body.rules.trade != "customs_union" or body.rules.external_tariff != "common":
        return
    treatment, state = policy.treatment, of.one[0]
    treatment.assumed.extend(_implied(policy.world, body, of.event.date.year))
    if not applies:
        treatment.notes.append("Member effect only: the external tariff stays, as the event requires.")
        return
    outside = rate_outside(policy.world, state)
    common = rate(policy.world, [*([body.leader] if body.leader else []), *sorted({*of.other} - {state})])
    if outside is None or common is None:
        unknown = state if outside is None else body.organization
        treatment.notes.append(f"Member effect only: the bundle has no tariff of {unknown} against third states.")
        return
    old, new = (outside, common) if joins else (common, outside)
    third = np.asarray(treatment.states)[policy.now.classes[policy.place(state)] == "none"]
    mask = policy.routes([state], {*third} - {state, *of.other})
    treatment.tariff[mask] *= (1 + new.value / 100) / (1 + old.value / 100)
    treatment.add_label(mask, f"external tariff {old.value:.1f} → {new.value:.1f} %")
    before, after = (f"{one.value:.2f} % ({one.state}, median of {one.years})" for one in (old, new))
    sentence = (
        f"The weighted most-favoured-nation tariff of {state} goes from {before} to {after}; that of {common.state} "
        "is used for the union's. The additional revenue stays with the state."
    )
    treatment.assumed.append(("external tariff", sentence))


def _implied(world: World, body: Organization, year: int) -> Iterator[tuple[str, str]]:
    """Revenue shares and labour access, as the organization's rules have them: stated, not modelled."""
    shares = world.sql(
        "select state, value_num from organization_rules where organization = $1 and rule = 'customs_revenue_share' "
        "and year_from <= $2 qualify rank() over (order by year_from desc) = 1 order by value_num desc",
        [body.organization, year],
    )
    if len(shares):
        pooled = ", ".join(f"{row.state} {row.value_num:g} %" for row in shares.itertuples())
        duties = f"Import duties of {body.organization} are pooled and shared ({pooled})"
        yield "revenue shares", f"{duties}; the shares stay as they are."
    access = body.rules.labour_access
    if access in ("free", "partial"):
        labour = f"Access to labour markets in {body.organization} is {access}"
        yield "labour access", f"{labour}; migration and remittances do not change."
