"""Trade with a partner as a value or a share by year, with the rows and the imputed part behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import pandas as pd

from steppe.evidence.queries._flows import (
    Members,
    StatesLike,
    flows,
    label,
    members_by_year,
    states_of,
)
from steppe.evidence.query import RECORD_ONLY, NoData
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.organizations import Within
from steppe.world.world import World

OF_WEIGHT = 0.05
"""Part of a figure that rests on another record from which its change is told only where every record tells it."""
BACI = ("cepii-baci-panel", "cepii-baci-2023", "steppe-fill-2023")


class Who(TypedDict, total=False):
    """Which states stand for `of` and for `partner`: those left out, law or practice, membership of one fixed day."""

    of_without: Sequence[str]
    partner_without: Sequence[str]
    within: Within
    members_on: str


@dataclass(frozen=True)
class Series:
    """A figure by year.

    values
        The figure by year, in `unit`.
    rows
        All rows used: for a share, those of the whole.
    imputed
        Part of the trade with the partner that is imputed, 0..1, by year.
    other
        Part of the trade with the partner that rests neither on BACI nor on a fill, 0..1, by year.
    bounds
        The figure by year where that trade is the least, and where it is the greatest, of its records.
    """

    values: Mapping[int, float]
    unit: str
    rows: pd.DataFrame
    imputed: Mapping[int, float]
    other: Mapping[int, float]
    bounds: tuple[Mapping[int, float], Mapping[int, float]]

    @property
    def largest_imputed(self) -> float:
        """Imputed part of the trade with the partner in the year that has most of it, 0..1."""
        return max(self.imputed.values(), default=0.0)

    def between(self, year_from: int, year_to: int) -> str:
        """`32.4 to 27.5 %`, and what of it is imputed."""
        text = f"{self.values[year_from]:.1f} to {self.values[year_to]:.1f} {self.unit}"
        return text + self.warning(year_to)

    def warning(self, year: int) -> str:
        """What part of the trade with the partner is imputed in a year or not of BACI, or nothing."""
        told = [
            f" ({part:.0%} of it {words} in {year})"
            for part, words in (
                (self.imputed.get(year, 0.0), "imputed"),
                (self.other.get(year, 0.0), "by other records"),
            )
            if part >= 0.005
        ]
        return "".join(told)

    def change(self, year_from: int, year_to: int) -> float:
        """The figure of a year less that of an earlier one.

        Raises
        ------
        NoData
            The records change between the two, and on one of them the figure moved the other way.
        """
        moved = self.values[year_to] - self.values[year_from]
        if abs(self.other.get(year_to, 0.0) - self.other.get(year_from, 0.0)) < OF_WEIGHT:
            return moved
        on_others = [bound[year_to] - self.values[year_from] for bound in self.bounds]
        if any(moved * one < 0 for one in on_others):
            least, greatest = (f"{bound[year_to]:.1f}" for bound in self.bounds)
            raise NoData(
                f"from {self.values[year_from]:.1f} {self.unit} in {year_from} to {least} or {greatest} in {year_to}, "
                f"by record: {RECORD_ONLY}"
            )
        return moved


def measure(
    world: World,
    of: StatesLike,
    partner: StatesLike,
    years: Sequence[int],
    *,
    what: str = "share",
    flow: str = "both",
    record: str = "standing",
    mean: bool = False,
    among: StatesLike | None = None,
    who: Who | None = None,
) -> Series:
    """Trade of `of` with `partner` by year: its `value` in bn USD or its `share` in per cent.

    `mean` takes the mean of the states' shares instead of the share of their sum; `among` counts only the trade with
    those partners as the whole.

    Raises
    ------
    NoData
        The record does not cover a state and year.
    UserError
        There is no such measure, record, state, group or organization.
    """
    reporters, partners = _members(world, of, partner, years, who or {})
    marks = {"inside": partners}
    if among is not None:
        marks["among_them"] = members_by_year(world, among, years)
    asked = _one_flow(flows(world, reporters, record, marks), flow)
    part = asked[asked["inside"]]
    if record == "factbook":
        _listed(part, partner, flow)
    imputed, other = _imputed(part), _other(part, record)
    if what == "value":
        if len(partners) > part["year"].nunique():
            raise NoData(f"the {record} record has no trade of {label(of)} with {label(partner)} in one of {years}")
        sums = part.groupby("year")["value"].sum() / 1000
        values = {int(str(year)): float(number) for year, number in sums.items()}
        low, high = (_valued(part, bound).groupby("year")["value"].sum() / 1000 for bound in BOUNDS)
        return Series(
            values, "bn USD", _used(world, reporters, part, record), imputed, other, (low.to_dict(), high.to_dict())
        )
    if what != "share":
        raise UserError(f'what: there is no "{what}"{look_alike(what, ["value", "share"])}; write value or share')
    whole = asked if record != "factbook" else _one_flow(flows(world, reporters, "standing", marks), flow)
    if among is not None:
        whole = whole[whole["among_them"]]
    used = whole if record != "factbook" else pd.concat([part, whole], ignore_index=True)
    low, high = (
        _shares(_valued(part, bound), _valued(whole, bound, whole["inside"]), mean) if other else {} for bound in BOUNDS
    )
    return Series(_shares(part, whole, mean), "%", used, imputed, other, (low, high))


BOUNDS = ("low", "high")


def _valued(rows: pd.DataFrame, bound: str, where: pd.Series[bool] | None = None) -> pd.DataFrame:
    """Rows whose value, or that of some of them, is the least or the greatest of their records."""
    if bound not in rows:
        return rows
    return rows.assign(value=rows[bound] if where is None else rows["value"].mask(where, rows[bound]))


def _other(part: pd.DataFrame, record: str) -> dict[int, float]:
    """Part of each year's value that rests neither on BACI nor on a fill, where the record is the table `trade`."""
    if record != "standing" or part.empty:
        return {}
    elsewhere = part["value"].where(~part["source"].isin(BACI), 0.0).groupby(part["year"]).sum()
    shares = elsewhere / part.groupby("year")["value"].sum()
    return {int(str(year)): float(share) for year, share in shares[shares > 0].items()}


def _used(world: World, reporters: Members, rows: pd.DataFrame, record: str) -> pd.DataFrame:
    """The rows behind a value: with the Factbook, the BACI totals that its shares are of stand behind it too."""
    return rows if record != "factbook" else pd.concat([rows, flows(world, reporters, "standing")], ignore_index=True)


def _listed(part: pd.DataFrame, partner: StatesLike, flow: str) -> None:
    """Stop where the Factbook, which lists the first partners only, has no share of a partner."""
    expected = 2 if flow == "both" else 1
    if part.empty or (part.groupby(["year", "reporter", "partner"])["flow"].nunique() < expected).any():
        raise NoData(f"the Factbook does not list {label(partner)} in {'both flows' if expected == 2 else 'that flow'}")


def _shares(part: pd.DataFrame, whole: pd.DataFrame, mean: bool) -> dict[int, float]:
    keys = ["year", "reporter"] if mean else ["year"]
    of, total = (frame.groupby(keys)["value"].sum() for frame in (part, whole))
    shares = (
        of.reindex(total.index, fill_value=0.0) / total
    )  # no row with the partner is no trade: zeros are not stored
    by_year = shares.groupby("year").mean() if mean else shares
    return {int(str(year)): 100 * float(number) for year, number in by_year.items()}


def rank(
    world: World,
    of: StatesLike,
    partner: StatesLike,
    year: int,
    *,
    blocs: Sequence[StatesLike] = (),
    flow: str,
    record: str,
) -> tuple[int, str, pd.DataFrame]:
    """Place of a partner by trade with `of`, a note that names the first three, and the rows used.

    The states of each bloc count as one partner; trade inside `of` is left out.
    """
    reporters = members_by_year(world, of, [year])
    rows = _one_flow(flows(world, reporters, record), flow)
    rows = rows[~rows["partner"].isin(reporters[year])]
    names = {state: label(bloc) for bloc in blocs for state in states_of(world, bloc, year)}
    trade = rows.groupby(rows["partner"].replace(names))["value"].sum().sort_values(ascending=False)
    wanted = names.get(label(partner), label(partner))
    if wanted not in trade.index:
        raise NoData(f"the {record} record lists no trade of {label(of)} with {wanted} in {year}")
    leaders = ", ".join(f"{name} {number / 1000:.2f}" for name, number in trade.head(3).items())
    place = int((trade > trade[wanted]).sum()) + 1
    return place, f"first {leaders} bn USD", _used(world, reporters, rows, record)


def _members(
    world: World, of: StatesLike, partner: StatesLike, years: Sequence[int], who: Who
) -> tuple[Members, Members]:
    """States of `of` and of `partner` in each year."""
    unknown = sorted(set(who) - set(Who.__annotations__))
    if unknown:
        raise UserError(f"a query on trade does not take the argument {', '.join(unknown)}")
    within, day = who.get("within", "law"), who.get("members_on")
    ours = members_by_year(world, of, years, within=within, members_on=day)
    theirs = ours if partner == of else members_by_year(world, partner, years, within=within, members_on=day)
    return _without(ours, who.get("of_without", ())), _without(theirs, who.get("partner_without", ()))


def _without(members: Members, left_out: Sequence[str]) -> Members:
    """The members of each year but for those left out; leaving out all is a mistake of whoever asks."""
    kept = {year: tuple(state for state in states if state not in left_out) for year, states in members.items()}
    if not all(kept.values()):
        raise UserError(f"without {', '.join(left_out)} no state is left; name fewer states")
    return kept


def _one_flow(rows: pd.DataFrame, flow: str) -> pd.DataFrame:
    if flow not in ("both", "X", "M"):
        raise UserError(f'flow: there is no "{flow}"; say both, X (exports) or M (imports)')
    return rows if flow == "both" else rows[rows["flow"] == flow]


def _imputed(part: pd.DataFrame) -> dict[int, float]:
    """Part of the value that is imputed, by year; no year where nothing is."""
    if "imputed" not in set(part["basis"]):
        return {}
    sums = part.assign(imputed=part["value"].where(part["basis"].eq("imputed"), 0.0)).groupby("year")[
        ["value", "imputed"]
    ]
    return {int(str(year)): float(row["imputed"] / row["value"]) for year, row in sums.sum().iterrows() if row["value"]}
