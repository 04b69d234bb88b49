"""A state's path in the votes of the General Assembly beside those of powers, with the records behind it.

Three things that say how near two states stand, none of which is another's substitute: positions on one line with
bands (`steppe.politics.idealpoints`), the share of common votes cast alike, and the votes on Ukraine one by one. A
position says where a state stands among all; two states may vote alike on most questions and stand on the same spot
of the line for different reasons, since the line is the one dimension that sorts votes best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from steppe.politics.idealpoints.trajectory import Link, trajectory
from steppe.world.actors import EU, INSTITUTIONS
from steppe.world.errors import UserError
from steppe.world.layers import spans
from steppe.world.world import World

VOTES = {"Y": "yes", "N": "no", "A": "abstained", "X": "did not vote"}
UNCONFIRMED = "the resolution's number is not confirmed"
"""The note of votes on a resolution whose number was not found in a document of the United Nations."""
COLUMNS = (
    *("subject", "partner", "year", "date", "measure", "unit", "value", "low", "high", "text", "votes"),
    *("source", "basis"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alignment:
    """A state's votes beside those of others.

    `paths` as `idealpoints.trajectory` has them; `means` levels of several years from a later release (state,
    first_year, last_year, ideal_point, source, basis), on a scale of their own; `agreement` year, partner, agreement,
    votes, source, basis; `ukraine` resolution, title, date, state, vote (in words), confidence, note, source, basis;
    `gaps` says what is missing.
    """

    state: str
    partners: tuple[str, ...]
    paths: pd.DataFrame
    link: Link
    means: pd.DataFrame
    agreement: pd.DataFrame
    ukraine: pd.DataFrame
    gaps: tuple[str, ...]

    def path(self, state: str) -> pd.DataFrame:
        """One state's path, by year."""
        return self.paths[self.paths["state"] == state].set_index("year")


def alignment(world: World, state: str, others: Sequence[str]) -> Alignment:
    """A state beside others, by code or name.

    Raises
    ------
    UserError
        A state is unknown, stands beside itself, or has no position: it never voted.
    """
    subject = _single(world, state)
    partners = tuple(dict.fromkeys(_single(world, one) for one in others))
    if subject in partners:
        raise UserError(f"--with: {subject} cannot be compared with itself; leave it out")
    if not partners:
        raise UserError("--with: no state is named; write --with RUS,CHN,USA")
    paths, line = trajectory(world, [subject, *partners])
    for one in (subject, *partners):
        if one not in set(paths["state"]):
            raise UserError(f"{one} has no position: it cast no vote in the General Assembly in the bundle's years")
    agreed, ukraine = _agreement(world, subject, partners), _ukraine(world, [subject, *partners])
    return Alignment(
        state=subject,
        partners=partners,
        paths=paths,
        link=line,
        means=_means(world, [subject, *partners]),
        agreement=agreed,
        ukraine=ukraine,
        gaps=_gaps(subject, partners, paths, agreed, ukraine),
    )


def _single(world: World, name: str) -> str:
    """The code of one state; a union or a group stops with a sentence."""
    if name.upper() in (EU, INSTITUTIONS) or name in world.group_names:
        raise UserError(f"{name} is not a single state, and only states have positions; name members, such as DEU,FRA")
    return world.state(name)


def _means(world: World, states: Sequence[str]) -> pd.DataFrame:
    """Mean positions of several years, in the order of the states."""
    return world.sql(
        "from un_ideal_points_mean where list_contains(?::varchar[], state) "
        "order by first_year, list_position(?::varchar[], state)",
        [list(states), list(states)],
    )


def _agreement(world: World, subject: str, partners: Sequence[str]) -> pd.DataFrame:
    """Share of common votes alike by year and partner, from whichever side of the pair the bundle has."""
    return world.sql(
        """
        select distinct on (year, partner) year, partner, agreement, votes, source, basis from (
            select year, state_b as partner, agreement, votes, source, basis from un_agreement
            where state_a = ? and list_contains(?::varchar[], state_b)
            union all
            select year, state_a, agreement, votes, source, basis from un_agreement
            where state_b = ? and list_contains(?::varchar[], state_a)
        ) order by year, partner
        """,
        [subject, list(partners), subject, list(partners)],
    )


def _ukraine(world: World, states: Sequence[str]) -> pd.DataFrame:
    """The votes on Ukraine of these states, in words, by date."""
    rows = world.sql(
        "select resolution, title, date, state, vote, confidence, note, source, basis from un_ukraine_votes "
        "where list_contains(?::varchar[], state) order by date, resolution, state",
        [list(states)],
    )
    return rows.assign(vote=rows["vote"].map(VOTES))


def _gaps(
    subject: str, partners: Sequence[str], paths: pd.DataFrame, agreed: pd.DataFrame, ukraine: pd.DataFrame
) -> tuple[str, ...]:
    sentences = []
    for one in (subject, *partners):
        years = paths.loc[paths["state"] == one, "year"]
        missing = sorted(set(range(int(years.min()), int(years.max()) + 1)) - set(years))
        if missing:
            sentences.append(f"No position of {one} in {', '.join(map(str, missing))}: it cast no vote on record.")
    for one in partners:
        years = set(agreed.loc[agreed["partner"] == one, "year"])
        if not years:
            sentences.append(
                f"No agreement with {one} in the bundle: it is computed only for states of the region and the powers."
            )
        elif missing := sorted(set(range(min(years), int(agreed["year"].max()) + 1)) - years):
            sentences.append(f"No rate of agreement with {one} on record in {spans(missing)}.")
    for one in (subject, *partners):
        if lacking := _not_on_record(ukraine, one):
            sentences.append(f"Not on record: the vote of {one} on {', '.join(lacking)}.")
    return tuple(sentences)


def _not_on_record(ukraine: pd.DataFrame, state: str) -> list[str]:
    """Resolutions on Ukraine on which the vote of another of these states was found and this one's was not."""
    found = set(ukraine.loc[ukraine["state"] == state, "resolution"])
    return [number for number in ukraine["resolution"].unique() if number not in found]


def records(view: Alignment) -> pd.DataFrame:
    """Every figure as one row, with its year, source and basis (COLUMNS)."""
    paths = view.paths.assign(
        subject=view.paths["state"],
        measure="ideal point",
        unit="standard deviations",
        value=view.paths["ideal_point"],
        text=view.paths["record"],
    )
    check = paths[paths["published"].notna() & paths["basis"].ne("reported")].assign(
        measure="ideal point, published",
        value=lambda rows: rows["published"],
        low=None,
        high=None,
        text="published, linked",
        source="bsv-ideal-points",
        basis="reported",
    )
    agreed = view.agreement.assign(
        subject=view.state, measure="votes alike", unit="share", value=view.agreement["agreement"]
    )
    ukraine = view.ukraine.assign(
        subject=view.ukraine["state"],
        year=view.ukraine["date"].dt.year,
        measure="vote on " + view.ukraine["resolution"],
        text=view.ukraine["vote"],
    ).drop(columns="votes", errors="ignore")
    means = view.means.assign(
        subject=view.means["state"],
        year=view.means["last_year"],
        measure="ideal point, mean of years",
        unit="standard deviations",
        value=view.means["ideal_point"],
        text=[f"{row.first_year}-{row.last_year}, scale of its own" for row in view.means.itertuples()],
    )
    parts = [part.reindex(columns=list(COLUMNS)) for part in (paths, check, means, agreed, ukraine)]
    made = pd.concat([part.astype(object) for part in parts], ignore_index=True).infer_objects()
    return made.assign(votes=made["votes"].astype("Int64"))
