"""A state's votes beside those of others: what the terminal, the page and the chart say alike.

Each sentence is computed from the positions: whether the bands of the first and the last year meet decides whether a
state "moved", on each record by itself: positions estimated here, and the published ones of the years after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from steppe.display.format import MISSING, listed, number, written
from steppe.display.words import in_text
from steppe.politics.alignment import Alignment
from steppe.world.dates import VERSION
from steppe.world.sources import sources_of
from steppe.world.world import World

OURS = "estimated here"
CANNOT_TELL = (
    "One line explains the votes best; whatever else divides states is not on it, and states may "
    "share a position for different reasons.",
    "A move is relative: a state that votes as before moves if the questions or all others do, as far as repeated "
    "resolutions do not anchor the line.",
    "Resolutions adopted without a vote (most of them) and absences are not included.",
)


@dataclass(frozen=True, slots=True)
class AlignmentView:
    """An alignment with names, sources and sentences."""

    data: Alignment
    names: Mapping[str, str]
    sources: pd.DataFrame
    version: str
    says: str
    nearest: str
    contrast: str
    notes: tuple[str, ...]

    @property
    def level(self) -> str:
        """Mean positions of the last years, in one sentence; empty where there are none."""
        return level(self.data)

    @property
    def states(self) -> tuple[str, ...]:
        """The state, then those it stands beside."""
        return (self.data.state, *self.data.partners)


def view(world: World, data: Alignment) -> AlignmentView:
    """What is shown of an alignment."""
    names = world.state_names
    sources = sources_of(
        world, pd.concat([one["source"] for one in (data.paths, data.means, data.agreement, data.ukraine)])
    )
    said = finding(data, names), nearest(data, names), contrast(data, names)
    return AlignmentView(data, names, sources, VERSION, *said, (*notes(data), *data.gaps))


def finding(data: Alignment, names: Mapping[str, str]) -> str:
    """Whether and where the state moved, record by record, in one sentence without a stop."""
    own = data.path(data.state)
    parts = [part for part in (own[own["record"] == OURS], own[own["record"] != OURS]) if len(part)]
    said = f"{names[data.state]} {_moved(parts[0])}"
    return f"{said} ({OURS}); on published positions it {_moved(parts[1])}" if len(parts) > 1 else said


def _moved(own: pd.DataFrame) -> str:
    """Whether and where it moved on one record."""
    first, last = own.iloc[0], own.iloc[-1]
    then, now = own.index[0], own.index[-1]
    ends = f"{signed(first['ideal_point'])} in {then} to {signed(last['ideal_point'])} in {now}"
    if len(own) == 1:
        return f"stands at {signed(last['ideal_point'])} in {now}, the only year with a position"
    if first["low"] > last["high"]:
        return f"moved from {ends}, away from the side of the United States"
    if first["high"] < last["low"]:
        return f"moved from {ends}, towards the side of the United States"
    return f"went from {ends}; the bands of the two years overlap, so no move is certain"


def nearest(data: Alignment, names: Mapping[str, str]) -> str:
    """Who stands nearest in the last year that all have on each record, with distances."""
    said = []
    for record, words in ((OURS, OURS), (None, "published")):
        away = distances(data, "ideal_point", record)
        if len(away):
            far = away.iloc[-1].sort_values().items()
            each = [f"{in_text(names[str(one)])} ({number(value, 2)})" for one, value in far]
            said.append(f"in {away.index[-1]} ({words}) {listed(each)}")
    return f"Distance, nearest first: {'; '.join(said)}" if said else "No year has a position of all of them"


def contrast(data: Alignment, names: Mapping[str, str]) -> str:
    """Distances in the first and the last year that both records have, in our estimate and as published."""
    ours, published = distances(data, "ideal_point"), distances(data, "published") / data.link.slope
    years = ours.index.intersection(published.index)
    if len(years) < 2:
        return "No two years have both our estimate and published positions of all of them"
    ends = [years[0], years[-1]]
    each = [
        f"{in_text(names[one])} {_course(ours.loc[ends, one])} ({_course(published.loc[ends, one])})"
        for one in data.partners
    ]
    return f"Distance {ends[0]} → {ends[1]} (as published, on their scale): {listed(each)}"


def distances(data: Alignment, column: str, record: str | None = OURS) -> pd.DataFrame:
    """Distance of the state from each partner, a row a year of one record in which all have a position.

    `record` is `OURS`, or None for the years of published positions alone.
    """
    ours = data.paths["record"] == OURS
    paths = data.paths[ours if record == OURS else ~ours]
    wide = paths.pivot(index="year", columns="state", values=column).reindex(columns=list(_all(data))).dropna()
    return wide[list(data.partners)].sub(wide[data.state], axis=0).abs()


def _course(ends: pd.Series[float]) -> str:
    return " → ".join(number(float(far), 2) for far in ends)


def notes(data: Alignment) -> list[str]:
    """How to read the figures."""
    line = data.link
    later = data.paths.loc[data.paths["record"] != OURS, "year"]
    said = [
        "Positions: standard deviations within each session, the United States positive; the year is that in which the "
        "session opened. Bands hold 90 %. Estimated here from roll calls (basis estimated).",
    ]
    if len(later):
        said.append(
            f"From {later.min()} the published positions (basis reported) on our scale: {line.intercept:.2f} + "
            f"{line.slope:.2f} × published, moved to meet ours; in the shared years they correlate at "
            f"{line.correlation:.3f}."
        )
    said.append(
        "Alike: share of common votes cast alike, absences left out; own count by calendar year (basis derived), in "
        "2022 and 2023 published by session (basis reported)."
    )
    return said


def level(data: Alignment) -> str:
    """Mean positions of several years from a later release, in one sentence."""
    if data.means.empty:
        return ""
    first, last = data.means.iloc[-1][["first_year", "last_year"]]
    each = [f"{row.state} {signed(row.ideal_point)}" for row in data.means.itertuples() if row.first_year == first]
    return (
        f"Mean position {first}–{last} in a later release: {', '.join(each)}: levels on a scale of their own, "
        "from which no change against the years above follows."
    )


def signed(value: float) -> str:
    """A position with its sign and two decimals.

    Examples
    --------
    >>> signed(0.686), signed(-0.685), signed(float("nan"))
    ('+0.69', '−0.69', '–')
    """
    return MISSING if pd.isna(value) else written(value, "+.2f")


def _all(data: Alignment) -> tuple[str, ...]:
    return (data.state, *data.partners)
