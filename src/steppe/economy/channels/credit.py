"""Official credit: what a creditor pays out, what falls due, and what remains if it stops, forgives or waits.

For debtor d and creditor c in year t, all in dollars and public or guaranteed,

    net transfer = disbursed - principal - interest

*stop*: nothing new is disbursed while service stays due, so what is lost is the disbursement that would have come.
*write-off* of a part w: w (principal + interest) need not be paid. *rollover* of a part: that part of the principal is
put off; its interest stays due. The last two are arithmetic on a schedule (table `debt_service`; 2023 to 2025 are
scheduled, earlier years paid).

What would have come is estimated. With d_t the disbursement of one creditor to one debtor over the debtor's GDP and m_t
its mean of the last five years,

    d_t+1 = m_t + λ (d_t - m_t)

λ by least squares through the origin over all pairs and earlier years; λ = 1 is last year's value, the rival. Loans of
official bilateral creditors come in single projects, so most years differ from their mean. What a stop takes away is a
draw of what would have come: the expected amount times a ratio, drawn from what came over what was expected in all
cases of at least `LEAST` of GDP.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from steppe.economy.channels.pooling import Floats
from steppe.world.sources import weo
from steppe.world.world import World

WINDOW = 5
LEAST = 0.05
"""% of GDP that is expected in the cases from which ratios are taken."""


def disbursed(world: World) -> pd.DataFrame:
    """What official creditors paid out to debtors among the twelve, over the debtor's GDP.

    Returns
    -------
    Index debtor and creditor, columns years, values in % of GDP; 0 where the source has a creditor of that debtor but
    no disbursement in the year. Russia and Ukraine are no debtors: the source has no disbursements to them.
    """
    rows = world.sql(
        "select f.debtor, f.creditor, f.year, 100 * f.inflow / m.value as share from debt_flows f "
        "join macro m on m.state = f.debtor and m.year = f.year and m.concept = 'gdp_usd' and m.source = ? "
        "where f.inflow is not null and list_contains(?, f.debtor)",
        [weo(world), list(world.group("twelve"))],
    )
    return rows.pivot(index=["debtor", "creditor"], columns="year", values="share").fillna(0.0)


def windows(shares: pd.DataFrame) -> pd.DataFrame:
    """Every five years in which a pair has a disbursement, and the year after.

    Parameters
    ----------
    shares
        As `disbursed` gives them: consecutive years.

    Returns
    -------
    Columns debtor, creditor, origin (the fifth year), last, mean (of the five), outcome (NaN after the last year).
    """
    years = [int(year) for year in shares.columns]
    if years != list(range(years[0], years[-1] + 1)):
        raise ValueError("disbursements need consecutive years")
    parts = []
    for place in range(WINDOW - 1, len(years)):
        past = shares.iloc[:, place - WINDOW + 1 : place + 1]
        after = shares.iloc[:, place + 1] if place + 1 < len(years) else pd.Series(np.nan, index=shares.index)
        rows = pd.DataFrame({"last": past.iloc[:, -1], "mean": past.mean(axis=1), "outcome": after})
        parts.append(rows[past.gt(0).any(axis=1)].assign(origin=years[place]).reset_index())
    return pd.concat(parts, ignore_index=True)


def persistence(cases: pd.DataFrame) -> tuple[float, float]:
    """λ and its standard error (robust to unequal variance) from rows of `windows` that have an outcome.

    Raises
    ------
    ValueError
        No case, or every disbursement is its own mean.
    """
    known = cases.dropna(subset=["outcome"])
    gap, moved = (known["last"] - known["mean"]).to_numpy(), (known["outcome"] - known["mean"]).to_numpy()
    size = float(gap @ gap)
    if size == 0:
        raise ValueError("no disbursement differs from its mean: there is nothing to estimate persistence from")
    slope = float(gap @ moved / size)
    return slope, float(np.sqrt(((moved - slope * gap) ** 2) @ gap**2) / size)


def expected(last: ArrayLike, mean: ArrayLike, slope: ArrayLike) -> Floats:
    """Next year's disbursement, in the unit of `last` and `mean`.

    Examples
    --------
    >>> expected([2.0], [1.0], 0.5), expected([2.0], [1.0], 1.0)
    (array([1.5]), array([2.]))
    """
    last, mean = np.asarray(last, dtype=float), np.asarray(mean, dtype=float)
    return np.asarray(mean + np.asarray(slope, dtype=float) * (last - mean))


def ratios(cases: pd.DataFrame, slope: float) -> Floats:
    """What came over what was expected, in order, from rows of `windows` that have an outcome; median below 1.

    Raises
    ------
    ValueError
        In no case were `LEAST` % of GDP expected.
    """
    known = cases.dropna(subset=["outcome"])
    amount = expected(known["last"], known["mean"], slope)
    large = amount >= LEAST
    if not large.any():
        raise ValueError(f"in no case were {LEAST} % of GDP expected: there is no ratio to draw from")
    return np.sort(known["outcome"].to_numpy()[large] / amount[large])


def service(world: World, debtor: str, year: int) -> pd.DataFrame:
    """What a state pays, or is due to pay, on public and guaranteed external debt in a year, by creditor.

    Returns
    -------
    Columns kind, creditor (missing but for official ones), principal, interest (million dollars), status; empty where
    the source does not have the debtor or the year.
    """
    return world.sql(
        "select kind, creditor, principal, interest, status from debt_service where debtor = ? and year = ? "
        "order by kind, creditor",
        [debtor, year],
    )


def lends(world: World, creditor: str) -> bool:
    """Whether the source has any official loan of a state to anyone."""
    return bool(len(world.sql("select 1 from debt_service where creditor = ? limit 1", [creditor])))


def due(rows: pd.DataFrame, creditor: str) -> tuple[float, float]:
    """Principal and interest due to one official creditor, from rows of `service`; zero where nothing is due to it."""
    mine = rows[rows["creditor"].eq(creditor)]
    return float(mine["principal"].sum()), float(mine["interest"].sum())


def wholes(world: World, state: str, year: int) -> list[tuple[str, float, str, str]]:
    """What service is set against: revenue of the government and exports of goods, as far as on record.

    Returns
    -------
    Name, million dollars, unit of a part of it, source; exports are of the last year of trade up to `year`.
    """
    revenue = world.sql(
        "select g.value * r.value / 100 as whole from macro g join macro r using (state, year) where g.state = ? "
        "and g.year = ? and g.concept = 'gdp_usd' and r.concept = 'revenue' and g.source = ?",
        [state, year, weo(world)],
    )
    exports = world.sql(
        "select sum(value) as whole, any_value(source) as source from trade where exporter = ? and year = "
        "(select max(year) from trade where exporter = ? and year <= ?)",
        [state, state, year],
    )
    found = [("service over revenue", float(one), "% of revenue", weo(world)) for one in revenue["whole"]]
    if exports["whole"].notna().all() and len(exports):
        whole, source = float(exports["whole"].iloc[0]), str(exports["source"].iloc[0])
        found.append(("service over exports of goods", whole, "% of exports", source))
    return found
