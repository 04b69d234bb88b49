"""What a state loses if a power cuts a channel: at once, and after replacement.

Keohane and Nye (1977) keep two words apart. *Sensitivity* is what is lost at once, before anyone adjusts;
*vulnerability* is what is still lost after all have. By channel, over the state's GDP, with the class of each figure:

    channel      sensitivity                                 vulnerability
    trade        exports plus imports (arithmetic)           real income once trade has moved (estimated)
    transfers    what is sent home (arithmetic)              not known: what workers would earn elsewhere
    gas          the volume at the European price            the rent: the same volume bought at that price
                 (arithmetic)                                (arithmetic, if lines can bring it)
    gas sold     price times volume (arithmetic)             not known: what another buyer would pay
    new loans    what the government pays out (arithmetic)   not known: what another lender would ask
    oil          what leaves across its land, at the world   not known: what another way would cost
                 price (arithmetic)

Channels are not to be added up: gas and oil are goods too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from steppe.influence.bases import base
from steppe.influence.gas import flows
from steppe.influence.leverage import credit, latest_figures, transit
from steppe.influence.pipes import reach
from steppe.influence.size import OLDEST
from steppe.influence.vulnerability import vulnerability
from steppe.world.actors import POWERS, Actor, actors
from steppe.world.dates import as_year, as_years
from steppe.world.layers import LAYERS
from steppe.world.world import World

CHANNELS = ("trade", "transfers", "gas", "gas sold", "new loans", "oil")
SENSITIVITY, VULNERABILITY = "sensitivity", "vulnerability"
COLUMNS = ("state", "partner", "channel", "measure", "kind", "share", "year", "basis", "source", "note", "missing")
UNKNOWN = {
    "transfers": "what workers would earn elsewhere is not known",
    "new loans": "what another lender would ask is not known",
    "oil": "what another way would cost is not known",
}
SELLERS = ("RUS", "TKM", "UZB", "KAZ", "AZE", "IRN")
BUYERS = ("RUS", "CHN", "IRN", "TUR", "UZB", "KAZ")
"""States between which lines are looked for."""
Row = tuple[object, ...]


def if_cut(
    world: World, of: str | Sequence[str], on: str | Sequence[str] = POWERS, year: int | str = 2023
) -> pd.DataFrame:
    """What is lost at once and after replacement, by channel.

    Parameters
    ----------
    of, on
        States and powers, as for `dependence`.
    year
        The year of trade; of the other channels the latest of six up to the year after it.

    Returns
    -------
    One row a state, power, channel and measure: kind (the class: arithmetic or estimated), share (of GDP, 0..1; a gain
    is negative), year (of the figure), basis, source, note, missing (why there is none).

    Raises
    ------
    UserError
        Unknown state or power; a year without trade.

    Examples
    --------
    >>> from steppe.world.load import load
    >>> rows = if_cut(load(), "ARM", "RUS", 2019).set_index(["channel", "measure"])
    >>> rows.loc["gas", "share"].round(3).tolist(), rows.loc["transfers", "missing"].dropna().tolist()
    ([0.02, -0.009], ['what workers would earn elsewhere is not known'])
    """
    (year,) = as_years(as_year(year))
    states, powers = actors(world, of), actors(world, on)
    names = [one.name for one in states], [one.name for one in powers]
    sent = latest_figures(world, *names, "remittances", year + 1)
    rows = [
        *_trade(world, names, year),
        *_plain("transfers", sent.assign(share=sent["size"])),
        *(row for state in states for power in powers for row in _gas(world, state, power, year + 1)),
        *_loans(world, names, year + 1),
        *_plain("oil", transit(world, *names, year + 1)),
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame = frame[frame["state"].ne(frame["partner"])]
    order = pd.Categorical(frame["channel"], CHANNELS)
    return (
        frame.assign(order=order)
        .sort_values(["state", "order"], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _trade(world: World, names: tuple[list[str], list[str]], year: int) -> Iterator[Row]:
    for row in vulnerability(world, *names, "trade", year).itertuples():
        known = (row.year, row.source, None, row.missing)
        yield (row.state, row.partner, "trade", SENSITIVITY, "arithmetic", row.at_stake, *_with(known, "derived"))
        yield (row.state, row.partner, "trade", VULNERABILITY, "estimated", row.loss, *_with(known, "estimated"))


def _with(known: tuple[object, object, object, object], basis: str) -> Row:
    year, source, note, missing = known
    return (year, None if missing else basis, source, note, missing)


def _plain(channel: str, frame: pd.DataFrame) -> Iterator[Row]:
    """Sensitivity from a share over GDP; of vulnerability the reason why there is none."""
    for row in frame.itertuples():
        note = row.note if isinstance(row.note, str) else None
        missing = row.missing if pd.isna(row.share) else None
        if missing is None and pd.isna(row.share):
            missing = row.missing_size
        known = pd.notna(row.share)
        ends = (row.year, row.basis if known else None, row.source if known else None, note, missing)
        yield (row.state, row.partner, channel, SENSITIVITY, "arithmetic", row.share, *ends)
        why = UNKNOWN[channel] if known and row.share else missing
        gone = 0.0 if known and not row.share else np.nan
        yield (row.state, row.partner, channel, VULNERABILITY, "arithmetic", gone, row.year, *_last(ends, gone, why))


def _last(ends: Row, gone: float, why: object) -> Row:
    """Basis, source, note and reason of a vulnerability: nothing at stake is nothing lost."""
    return (ends[1], ends[2], None, None) if gone == 0 else (None, None, None, why)


def _loans(world: World, names: tuple[list[str], list[str]], year: int) -> Iterator[Row]:
    frame = credit(world, *names, year)
    return _plain("new loans", frame[frame["lever"].eq("new loans")])


def _gas(world: World, state: Actor, power: Actor, year: int) -> Iterator[Row]:
    """What the state buys of the power and sells to it, each in its latest year."""
    ends = (state.name, power.name)
    bought, sold = _flow(world, power, state, year), _flow(world, state, power, year)
    why = f"no price and volume of gas between the two are on record since {year - OLDEST}"
    nothing = ("arithmetic", np.nan, year, None, None, None, why)
    if bought is None:
        yield from ((*ends, "gas", measure, *nothing) for measure in (SENSITIVITY, VULNERABILITY))
    else:
        gdp, known = _known(world, state, bought, _room(world, bought, own=False))
        worth = bought["benchmark"] * bought["volume"] / gdp
        yield (*ends, "gas", SENSITIVITY, "arithmetic", worth, *known, None)
        yield (*ends, "gas", VULNERABILITY, "arithmetic", bought["rent"] / gdp, *known, None)
    if sold is None:
        yield from ((*ends, "gas sold", measure, *nothing) for measure in (SENSITIVITY, VULNERABILITY))
    else:
        gdp, known = _known(world, state, sold, _room(world, sold, own=True))
        yield (*ends, "gas sold", SENSITIVITY, "arithmetic", sold["price"] * sold["volume"] / gdp, *known, None)
        gone = (known[0], None, None, None, "what another buyer would pay is not known")
        yield (*ends, "gas sold", VULNERABILITY, "arithmetic", np.nan, *gone)


def _flow(world: World, seller: Actor, buyer: Actor, year: int) -> pd.Series | None:
    rows = flows(world)
    mine = rows["seller"].isin(seller.members) & rows["buyer"].isin(buyer.members) & rows["rent"].notna()
    found = rows[mine & rows["year"].between(year - OLDEST, year)]
    return None if found.empty else found.loc[found["year"].idxmax()]


def _known(world: World, state: Actor, flow: pd.Series, said: str) -> tuple[float, Row]:
    """GDP of the flow's year, and year, basis, source and note of what it makes."""
    gdp = float(base(world, "gdp", (state,), (int(flow["year"]),))[0, 0])
    return gdp, (int(flow["year"]), flow["basis"], flow["source"], said)


def _room(world: World, flow: pd.Series, *, own: bool) -> str:
    """What lines could bring to the buyer around its seller, or from the seller to others around its buyer."""
    seller, buyer, day = str(flow["seller"]), str(flow["buyer"]), dt.date(int(flow["year"]), 12, 31)
    if own:
        room = max(reach(world, seller, one, day, around=buyer) for one in BUYERS if one not in (seller, buyer))
        return f"{flow['volume']:.3g} billion m³ are sold, lines to one other buyer can bring {room:.3g}"
    room = max(reach(world, one, buyer, day, around=seller) for one in SELLERS if one not in (seller, buyer))
    return f"{flow['volume']:.3g} billion m³ are bought, lines from elsewhere can bring {room:.3g}"


CHANNEL_WORDS = {
    "trade": "Trade in goods",
    "transfers": LAYERS["remittances"].title,
    "gas": "Pipeline gas",
    "gas sold": "Pipeline gas sold to it",
    "new loans": "New loans from its government",
    "oil": "Oil across its land",
}
MEASURE_WORDS = {
    ("trade", SENSITIVITY): "at once: exports and imports",
    ("trade", VULNERABILITY): "after all have adjusted: real income",
    ("transfers", SENSITIVITY): "at once: sent home",
    ("gas", SENSITIVITY): "at once: its worth at Europe’s price",
    ("gas", VULNERABILITY): "replaced at Europe’s price: the rent",
    ("gas sold", SENSITIVITY): "at once: paid for it",
    ("new loans", SENSITIVITY): "at once: paid out in the year",
    ("oil", SENSITIVITY): "at once: at the world price",
}
"""What each figure is; a vulnerability that is not known has none."""
