"""Pass-through: how much of a fall of the rouble other currencies follow, by state and regime.

With e_i,t units of currency i per dollar and r_t roubles per dollar, both means of month t, within one spell of a
regime of state i

    Δln e_i,t = c_i + Σ_k b_i,k Δln r_t-k + error,   k = 0 … 3,   pass-through B_i = Σ_k b_i,k

by least squares, written as B_i Δln r_t + Σ_k≥1 b_i,k (Δln r_t-k - Δln r_t), so that B_i has a standard error of its
own. B_i and the drifts c_i are drawn together over the spells of one kind of regime (`pooling`); of the lags only the
mean of the kind is kept, weighted by precision. A spell with fewer than 24 months has no estimate of its own and takes
the mean of its kind.

**Kinds** are the coarse classes of Ilzetzki, Reinhart and Rogoff (table `exchange_regimes`): a *peg* (codes 1 to 4), a
*crawl* (5 to 9: crawling pegs and bands to two per cent) and *loose* (10 to 15: wider bands, floats, freely falling,
dual markets). A year without a code, and every year after 2019, keeps the last code before it.

**Spells.** A spell lasts while the kind does and ends where a peg breaks (`BREAKS`): from the month of the break on,
the state begins anew, of the kind that the next year has. The month of the break and the next, over which a monthly
mean spreads the jump, are in no estimate: the jump is a decision, not a pass-through. Rates are official, so
Uzbekistan's before September 2017 are not those at which people could buy dollars.

Months from 2000 on: earlier ones are those of the crisis of 1998 and of very high inflation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.economy.channels.pooling import Floats, Pooled, pool, regress
from steppe.world.world import World

ANCHOR = "RUS"
STATES = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "TJK", "UKR", "UZB")
"""The twelve but Russia, whose currency it is, and Turkmenistan, whose rate is fixed and has no months."""
LAGS = 3
FIRST_MONTH = pd.Period("2000-01", "M")
LEAST_MONTHS = 24
KINDS = {"peg": range(1, 5), "crawl": range(5, 10), "loose": range(10, 16)}
BREAKS = {"AZE": ("2015-02", "2015-12"), "KAZ": ("2015-08",), "UZB": ("2017-09",)}
SPREAD_OVER = 2
"""Months, from that of a break on, that are in no estimate."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Spells of one kind of regime, drawn together.

    spells
        Names `KAZ 2` of the spells with an estimate of their own, in the order of `through.values`.
    through, drifts
        B and c; lags: b_k for k = 1 … 3, shape (3,). own, own_errors: B before it is drawn together, shape (spells,).
    """

    spells: tuple[str, ...]
    through: Pooled
    drifts: Pooled
    lags: Floats
    own: Floats
    own_errors: Floats


@dataclass(frozen=True, slots=True)
class Through:
    """Pass-through of every kind, and the spell that each state is in at the end."""

    kinds: dict[str, Kind]
    current: dict[str, tuple[str, str]]  # state: (name of the spell, kind)

    def of(self, state: str) -> tuple[float, float, float]:
        """B, its standard error, and the drift a month of a state in its present spell.

        Raises
        ------
        KeyError
            The state has no monthly rates, or there is no estimate of its kind.
        """
        spell, name = self.current[state]
        kind = self.kinds[name]
        if spell in kind.spells:
            at = kind.spells.index(spell)
            return float(kind.through.values[at]), float(kind.through.errors[at]), float(kind.drifts.values[at])
        return kind.through.mean, kind.through.new_error, kind.drifts.mean

    def year_ahead(self, state: str, rouble: Floats) -> float:
        """Δln e over the months of a year, told Δln r of the three months before it and of its months.

        Parameters
        ----------
        rouble
            Δln r, shape (3 + months,).
        """
        through, _, drift = self.of(state)
        lags = self.kinds[self.current[state][1]].lags
        months = len(rouble) - LAGS
        now = rouble[LAGS:].sum()
        later = [rouble[LAGS - k : LAGS - k + months].sum() - now for k in range(1, LAGS + 1)]
        return float(drift * months + through * now + lags @ later)


def months(world: World) -> pd.DataFrame:
    """Monthly changes of every currency beside the rouble's, with the regime's spell.

    Returns
    -------
    Columns state, month (period), own (Δln e), r0 … r3 (Δln r of the month and the three before), kind, spell
    (`KAZ 2`), jump (whether the month is one over which a break spreads).
    """
    rates = world.sql("select state, month, per_usd from exchange_rates where per_usd > 0 order by state, month")
    rates["month"] = pd.PeriodIndex(pd.to_datetime(rates["month"]), freq="M")
    wide = np.log(rates.pivot(index="month", columns="state", values="per_usd"))
    wide = wide.reindex(pd.period_range(wide.index.min(), wide.index.max(), freq="M")).diff()
    rouble = pd.DataFrame({f"r{k}": wide[ANCHOR].shift(k) for k in range(LAGS + 1)})
    parts = [_of_state(world, state, wide[state], rouble) for state in STATES]
    frame = pd.concat(parts, ignore_index=True)
    return frame[frame["month"] >= FIRST_MONTH].dropna(subset=["own", "r0"])


def _of_state(world: World, state: str, own: pd.Series[float], rouble: pd.DataFrame) -> pd.DataFrame:
    codes = world.sql("select year, code from exchange_regimes where state = ? order by year", [state])
    kind = (
        codes.set_index("year")["code"].astype(int).map({code: name for name, held in KINDS.items() for code in held})
    )
    month = own.index
    years = range(int(month.year.min()), int(month.year.max()) + 1)
    breaks = [pd.Period(day, "M") for day in BREAKS.get(state, ())]
    broken = np.any([(month >= day) & (month.year == day.year) for day in breaks], axis=0) if breaks else False
    named = kind.reindex(years).ffill().reindex(month.year + broken).to_numpy()
    starts = np.r_[True, named[1:] != named[:-1]] | month.isin(breaks)
    jump = np.isin([m.ordinal for m in month], [b.ordinal + k for b in breaks for k in range(SPREAD_OVER)])
    number = np.cumsum(starts)
    return pd.DataFrame(
        {
            "state": state,
            "month": month,
            "own": own.to_numpy(),
            **{name: rouble[name].to_numpy() for name in rouble},
            "kind": named,
            "spell": [f"{state} {n}" for n in number],
            "jump": jump,
        }
    )


def estimate(frame: pd.DataFrame) -> Through:
    """Pass-through of each spell and kind.

    Parameters
    ----------
    frame
        Rows of `months`; leave out what the estimate must not see.
    """
    last = frame.sort_values("month").groupby("state").tail(1)
    current = {str(row.state): (str(row.spell), str(row.kind)) for row in last.itertuples()}
    usable = frame[~frame["jump"]]
    kinds = {}
    for kind, rows in usable.groupby("kind"):
        spells = [(str(name), spell) for name, spell in rows.groupby("spell") if len(spell) >= LEAST_MONTHS]
        if spells:
            kinds[str(kind)] = _of_kind(spells)
    return Through(kinds, current)


def _of_kind(spells: list[tuple[str, pd.DataFrame]]) -> Kind:
    lines = []
    for _, rows in spells:
        later = [rows[f"r{k}"] - rows["r0"] for k in range(1, LAGS + 1)]
        lines.append(regress(rows["own"], np.column_stack([np.ones(len(rows)), rows["r0"], *later])))
    values = np.array([line.coefficients for line in lines])
    errors = np.array([line.errors for line in lines])
    weight = 1 / errors[:, 2:] ** 2
    return Kind(
        spells=tuple(name for name, _ in spells),
        through=pool(values[:, 1], errors[:, 1]),
        drifts=pool(values[:, 0], errors[:, 0]),
        lags=(weight * values[:, 2:]).sum(axis=0) / weight.sum(axis=0),
        own=values[:, 1],
        own_errors=errors[:, 1],
    )


def estimated(world: World, year: int | None = None) -> Through:
    """The estimate that the channel uses: every month there is, and the spell of each state at the end of a year."""
    frame = months(world)
    every = estimate(frame)
    if year is None:
        return every
    until = frame[frame["month"].dt.year <= max(year, FIRST_MONTH.year + 2)]
    return Through(every.kinds, estimate(until).current)
