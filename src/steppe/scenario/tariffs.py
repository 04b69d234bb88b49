"""What a customs union does to the tariff against everyone else, as far as tariffs are known by state.

The tariff is the most-favoured-nation rate weighted by trade, a median over 2015-2022 (single years jump, 2019 above
all). A union's rate is that of its leader, or of the first member in the table. Who joins takes the union's rate over
towards third states with which it has no free trade; who leaves goes back to the rate of its own. Where one of the two
is not known, nothing moves and the result begins with "member effect only".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from steppe.scenario.events import Join, Leave
from steppe.scenario.regime import Regime
from steppe.world.world import World

if TYPE_CHECKING:
    from steppe.scenario.treatment import Treatment

FIRST_YEAR, LAST_YEAR = 2015, 2022


def rate(world: World, states: Iterable[str]) -> tuple[str, float] | None:
    """The first of these states whose tariff is known, and its rate in per cent."""
    for state in states:
        found = world.sql(
            "select median(value) as rate from tariffs where state = ? and measure = 'mfn' and year between ? and ?",
            [state, FIRST_YEAR, LAST_YEAR],
        )["rate"].iloc[0]
        if found == found and found is not None:
            return state, float(found)
    return None


def external(treatment: Treatment, world: World, event: Join | Leave, now: Regime, members: frozenset[str]) -> None:
    """Move the external tariff of a state that joins or leaves a customs union, and say what is assumed."""
    body = world.organization(event.organization)
    if body.rules.trade != "customs_union" or body.rules.external_tariff != "common":
        return
    _assume(treatment, world, event)
    if not event.external_tariff:
        treatment.notes.append("Member effect only: the tariff against third states stays, as the event asks.")
        return
    mine = rate(world, [event.state])
    common = rate(world, [*([body.leader] if body.leader else []), *sorted(members - {event.state})])
    if mine is None or common is None:
        unknown = event.state if mine is None else body.organization
        treatment.notes.append(f"Member effect only: the bundle has no tariff of {unknown} against third states.")
        return
    old, new = (mine[1], common[1]) if isinstance(event, Join) else (common[1], mine[1])
    importer = treatment.states.index(event.state)
    third = (now.classes[importer] == "none") & ~np.isin(treatment.states, [event.state, *members])
    treatment.tariff[importer, third] *= (1 + new / 100) / (1 + old / 100)
    mask = np.zeros_like(treatment.labels, dtype=bool)
    mask[importer, third] = True
    treatment.add_label(mask, f"external tariff {old:.1f} → {new:.1f} %")
    said = (
        f"The weighted most-favoured-nation tariff of {event.state} goes from {old:.2f} to {new:.2f} % (medians of "
        f"{FIRST_YEAR}-{LAST_YEAR}; the union's is that of {common[0]}); the revenue of the change stays there."
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
