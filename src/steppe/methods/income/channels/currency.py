"""Exchange rate: how far other currencies follow the rouble, and what service of debt in dollars then costs more.

With Δ the fall of a currency against the dollar in logarithms and S what a state pays on public and guaranteed debt in
foreign currency in the year, all creditors together,

    -(exp Δ - 1) S / GDP

*Arithmetic* for the state whose currency falls: its Δ is the event's. *Estimated* for those whose currencies follow the
rouble: Δ = B ln(fall of the rouble), B by state and regime (`steppe.economy.channels.passthrough`). Currencies that
follow another than the rouble are not estimated. Transfers in roubles and gas in dollars belong to their own channels.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from steppe.economy.channels import credit, passthrough
from steppe.economy.channels.passthrough import ANCHOR, STATES
from steppe.methods.income.channel import Array, Ask, Channel, Effect
from steppe.methods.income.ledger import on_record
from steppe.scenario.events.devaluation import Devaluation
from steppe.world.points import Points, parts

MECHANISM = "currencies-follow-rouble"
SOURCE = "ids-world-bank"
RATES = "wb-gem"
FIXED = "its rate is fixed by decree, and no month of it is on record"
NO_SERVICE = "the source has no service of its debt"


def parameters(ask: Ask) -> tuple[str, ...]:
    """The pass-through of each state."""
    return parts("currency through", len(ask.states))


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """Debt service of the state whose currency falls, and of those whose currencies follow."""
    falls: dict[str, float] = {}
    for event, _ in ask.of(Devaluation):
        falls[event.state] = falls.get(event.state, 0.0) - float(np.log1p(event.percent / 100))
    yield _own(ask, points, falls)
    if falls.get(ANCHOR):
        yield _follow(ask, points, falls[ANCHOR], set(falls))


def _own(ask: Ask, points: Points, falls: dict[str, float]) -> Effect:
    """The arithmetic part."""
    values, rows, missing = ask.zeros(points.n), [], {}
    for state, fall in falls.items():
        if state in ask.states and fall:
            value = _dearer(ask, state, np.full(points.n, fall))
            values[:, ask.states.index(state)] = np.nan if value is None else value
            if value is None:
                missing[state] = f"{NO_SERVICE} in {ask.year}"
            else:
                rows.append(_service(ask, state))
    return Effect("arithmetic", values, rows=on_record(rows), missing=missing, sources=(SOURCE,) if rows else ())


def _follow(ask: Ask, points: Points, fall: float, own: set[str]) -> Effect:
    """The estimated part: states whose own currency has an event of its own are left out."""
    values, rows, missing = ask.zeros(points.n), [], {}
    through = passthrough.estimated(ask.world, ask.year)
    draws = points.normal("currency through", len(ask.states))
    names, figures = [], []
    for place, state in enumerate(ask.states):
        if state in own or state not in ask.world.group("twelve"):
            continue
        if state not in STATES:
            missing[state] = FIXED
            continue
        mean, error, _ = through.of(state)
        drawn = (mean + error * draws[:, place]) * fall
        value = _dearer(ask, state, drawn)
        rows.append(_course(ask, state, drawn, through.current[state][1]))
        names.append(f"part of a fall of the rouble that {state} follows")
        figures.append((mean, error))
        if value is None:
            missing[state] = f"{NO_SERVICE} in {ask.year}"
        else:
            values[:, place] = value
            rows.append(_service(ask, state))
    for state in missing:
        values[:, ask.states.index(state)] = np.nan
    coefficients = pd.DataFrame(figures, columns=["estimate", "error"]).assign(name=names, source=RATES)
    return Effect(
        "estimated",
        values,
        rows=on_record(rows),
        missing=missing,
        mechanism=MECHANISM,
        coefficients=coefficients[["name", "estimate", "error", "source"]],
        notes=(
            "Rates are official. Only the service of debt in dollars is in % of GDP; prices are not.",
            "The range is that of the pass-through; what a currency does in a single year varies more.",
        ),
        sources=(RATES, SOURCE, "irr-regimes"),
    )


def _dearer(ask: Ask, state: str, fall: Array) -> Array | None:
    """% of GDP that service of debt costs more, negative; None where no service is on record."""
    due = credit.service(ask.world, state, ask.year)
    if due.empty:
        return None
    whole = float(due["principal"].sum() + due["interest"].sum())
    return np.asarray(-100 * np.expm1(fall) * whole / ask.gdp[ask.states.index(state)])


def _service(ask: Ask, state: str) -> tuple[object, ...]:
    due = credit.service(ask.world, state, ask.year)
    whole = float(due["principal"].sum() + due["interest"].sum())
    status = str(due["status"].iloc[0])
    basis = "estimated" if status == "scheduled" else "reported"
    what = "service of external debt"
    return (state, None, what, ask.year, whole, None, None, "million USD", basis, SOURCE, f"{status}, all creditors")


def _course(ask: Ask, state: str, drawn: Array, kind: str) -> tuple[object, ...]:
    """Change of the currency's worth in dollars, in per cent."""
    low, middle, high = np.quantile(100 * np.expm1(-drawn), [0.05, 0.5, 0.95])
    what, note = "worth of its currency in dollars", f"regime: {kind}"
    return (state, ANCHOR, what, ask.year, middle, low, high, "%", "estimated", RATES, note)


CHANNEL = Channel(
    name="currency",
    title="Exchange rate",
    holds={"devaluation": "currencies that follow, and what service of debt in dollars costs more"},
    effects=effects,
    parameters=parameters,
    place=50,
)
