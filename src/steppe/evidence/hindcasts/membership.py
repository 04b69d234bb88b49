"""Who joins, freezes and leaves: hazards against rates, year by year from the years before.

World panel (Correlates of War, 2005 to 2014): joining, scored on the twelve and on all 72 states; blocks are
organizations. Regional spells (2005 to 2025): joining and exits; blocks are bodies. How both are judged was written
down in docs/explanation/membership.md before they were scored; the specification of the regional one knew the events,
that of the world panel the score of the one before it. Standings and waiting times (exits to 2025, applicants to 2021)
are what the forecast uses; their cases were known to whoever compiled them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from steppe.evidence.hindcast import Calibration, Trial, hindcast
from steppe.evidence.scores import log_score, reliability
from steppe.politics.membership.backtest import (
    BY_BODY,
    BY_BOTH,
    BY_STATE,
    CONSTANT,
    MODEL,
    RECENT,
    rank_p,
    regional_backtest,
    world_backtest,
)
from steppe.politics.membership.standing_backtest import (
    AHEAD,
    BY_STANDING,
    applicant_backtest,
    by_standing,
    standing_backtest,
)
from steppe.politics.membership.standing_backtest import (
    RECENT as OF_LATE,
)
from steppe.world.tables import remembered
from steppe.world.world import World

BINS = 5
TITLES = {
    CONSTANT: "constant rate",
    BY_BODY: "constant rate by organization",
    BY_STATE: "constant rate by state",
    BY_BOTH: "rate by organization and state",
    RECENT: "rate by organization, last 5 years",
    BY_STANDING: "rate by standing",
    OF_LATE: "waiting times, last 20 years",
}
WORLD = (CONSTANT, BY_BODY, BY_STATE, BY_BOTH, RECENT)


@remembered(maxsize=1)
def _regional(world: World) -> pd.DataFrame:
    return regional_backtest(world)


@hindcast(
    "joining-organizations",
    "Joining an organization within a year, world panel",
    "politics",
    "reproduction",
    mechanism="who joins",
    used=False,
    quick=False,
)
def joining_organizations(world: World) -> Iterable[Trial]:
    """The world panel, on the twelve and on all states."""
    frame = world_backtest(world)
    note = (
        "A second look: this specification, like the first, was chosen on years to 2004, but after the first one's "
        "score on these years was known."
    )
    for who, rows in (("the twelve", frame[frame["twelve"]]), ("all states", frame)):
        yield _trial(rows, f", {who}", WORLD, block="organization", note=note, word="joins")


@hindcast(
    "joining-in-the-region",
    "Joining a body of the region within a year",
    "politics",
    "reproduction",
    mechanism="who joins",
    used=False,
    quick=False,
)
def joining_in_the_region(world: World) -> Iterable[Trial]:
    """Regional spells, joining."""
    yield _regional_trial(world, "join", "joins")


@hindcast(
    "exits-in-the-region",
    "Freezing or leaving a body of the region within a year",
    "politics",
    "reproduction",
    mechanism="who freezes or leaves, by covariates",
    used=False,
    quick=False,
)
def exits_in_the_region(world: World) -> Iterable[Trial]:
    """Regional spells, exits."""
    yield _regional_trial(world, "exit", "exits or freezes")


@hindcast(
    "exits-by-standing",
    "Leaving a body of the region, by the standing of the seat",
    "politics",
    "reproduction",
    mechanism="who leaves, by standing",
    used=True,
    quick=False,
)
def exits_by_standing(world: World) -> Iterable[Trial]:
    """Seats in law, one and five years ahead."""
    note = "Rates from the moves before each year; the compilation of the spells knew what came."
    for horizon, who in ((1, ", one year ahead"), (AHEAD, ", five years ahead")):
        frame = standing_backtest(world, horizon)
        rivals = (CONSTANT, BY_BODY, BY_STATE)
        yield _trial(frame, who, rivals, block="body", note=note, word="exits", rows="seat-years at risk")


@hindcast(
    "eu-applicants",
    "Acceding to the EU within five years of a wait",
    "politics",
    "reproduction",
    mechanism="when applicants join the EU",
    used=True,
    quick=False,
)
def eu_applicants(world: World) -> Iterable[Trial]:
    """Applications open on 1 January."""
    note = "Waiting times of the applications known by then; states that applied in one year are one block."
    frame = applicant_backtest(world)
    rivals = (CONSTANT, OF_LATE)
    yield _trial(frame, "", rivals, block="year of application", note=note, word="accessions", rows="applicant-years")


def _regional_trial(world: World, move: str, word: str) -> Trial:
    frame = _regional(world)
    frame = frame[frame["move"].eq(move)].reset_index(drop=True)
    percentile, p, _ = rank_p(frame, move)
    note = f"Mean percentile of the events in their risk sets {percentile:.2f}, exact one-sided p {p:.3f}."
    rivals: tuple[str, ...] = (CONSTANT, BY_BODY, BY_STATE, BY_BOTH)
    if move == "exit":
        frame, rivals = frame.assign(**{BY_STANDING: by_standing(world, frame)}), (*rivals, BY_STANDING)
    return _trial(frame, "", rivals, block="body", note=note, word=word)


def _trial(
    frame: pd.DataFrame,
    who: str,
    baselines: tuple[str, ...],
    *,
    block: str,
    note: str,
    word: str,
    rows: str = "state-years at risk",
) -> Trial:
    came, blocks = frame["outcome"].to_numpy(), frame["block"].to_numpy()
    bins = reliability(frame[MODEL], came, blocks, BINS)
    return Trial(
        measure=f"log score{who}",
        unit="nats",
        scores=log_score(frame[MODEL], came),
        baselines={TITLES[name]: log_score(frame[name], came) for name in baselines},
        block=blocks,
        of=block,
        period=f"{frame['year'].min()}-{frame['year'].max()}",
        evidence=f"{int(came.sum())} {word} in {len(came):,} {rows}. {note}",
        calibration=[Calibration("reliability", word + who, number, one) for number, one in enumerate(bins)],
    )
