"""Answer a study of membership: chances over the horizon, the base rates behind them, why, and how the rates scored."""

from __future__ import annotations

import pandas as pd

from steppe.display.interval import LEVEL, LEVEL_WORDS
from steppe.methods.membership.study import MembershipStudy
from steppe.methods.membership.words import answer, notes
from steppe.methods.method import RunSettings
from steppe.methods.result import COLUMNS, Progress, Result, Table, by_slug
from steppe.politics.membership.evidence import jointly, scored, tried
from steppe.politics.membership.forecast import forecast
from steppe.politics.membership.model import Model, model
from steppe.politics.membership.rates import counted, table
from steppe.politics.membership.seats import SHARED, USED, bodies, limited_seats, stays, without_standing
from steppe.politics.membership.trials import trials
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.dates import TODAY
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

APPLIED = "EU"
"""A body in which none of the twelve sits, but some have applied to."""

SOURCES = ("steppe-spells", "cow-igo", "steppe-membership", "bsv-ideal-points")
TAKEN_AS_GIVEN = (
    ("rates", "stay as they have been since 1992", "Wars, elections and leaders decided several of the cases."),
    (
        "cases",
        "are like those before",
        "Announced exits that came to nothing leave fewer pages, so their share may be too low.",
    ),
    ("leaders", "do not leave", "A power that leads a body is not at risk of leaving it."),
)


def compute(
    loaded: Loaded[MembershipStudy], world: World, *, draws: int, seed: int, settings: RunSettings, progress: Progress
) -> Result:
    """Answer a study of membership.

    Raises
    ------
    UserError
        A body of the study is none of the region's.
    """
    study = loaded.study
    asked = _bodies(study, world)
    chances = forecast(world, study.horizon, draws, seed, asked)
    limited, fitted = limited_seats(world), model(world)
    tests = trials(world, fitted.stage)
    progress(draws, draws)
    return Result(
        **heading(loaded, baseline=TODAY.year, draws=draws, seed=seed),
        failed_draws=0,
        answer=answer(chances, study.horizon, world.state_names),
        results=_results(chances, study),
        tables=_tables(world, chances, limited, tests, fitted),
        notes=(
            *notes(chances, limited, world.state_names),
            f"Intervals hold {LEVEL_WORDS} of the distribution of the rates; another list of cases would give others.",
            *scored(world),
            tried(tests),
            jointly(fitted),
            changes(study.changes_if),
        ),
        assumptions=(*TAKEN_AS_GIVEN, *study.stated),
        sources=(*SOURCES, *_pages(world), *sorted(study.texts)),
        settings={"horizon": study.horizon, "bodies": ", ".join(asked)},
    )


def _pages(world: World) -> list[str]:
    """Sources of the steps of seats on the way out."""
    return world.sql("select distinct source from exit_steps order by 1")["source"].tolist()


def _bodies(study: MembershipStudy, world: World) -> tuple[str, ...]:
    """Bodies of the study that live; all of the region and the EU by default."""
    living = (*(name for name in bodies(world) if world.organization(name).ended is None), APPLIED)
    for name in study.bodies:
        if name not in living:
            hint = look_alike(name, living) or f"; the region's are {', '.join(living)}"
            raise UserError(f'bodies: "{name}" is not an existing body of the model{hint}')
    return study.bodies or living


def _results(chances: pd.DataFrame, study: MembershipStudy) -> pd.DataFrame:
    """Seats that are not simply in use and whoever waits, in the columns of the contract; else the seats in use."""
    rows = chances[~chances["standing"].isin(SHARED)]
    rows = rows if len(rows) else chances[chances["standing"].eq(USED)]
    words = {"leave": "leaving", "join": "joining"}
    made = pd.DataFrame(
        {
            "subject": rows["state"],
            "partner": rows["organization"],
            "year": TODAY.year + study.horizon,
            "measure": [f"chance of {words[move]} within {study.horizon} years" for move in rows["move"]],
            "unit": "probability",
            "value": rows["probability"],
            "low": rows["low"],
            "high": rows["high"],
            "level": LEVEL,
            "error": rows["error"],
            "basis": "estimated",
        }
    )
    return made[list(COLUMNS)].reset_index(drop=True)


# ---------------------------------------------------------------------------------------------------------- tables
def _tables(
    world: World, chances: pd.DataFrame, limited: pd.DataFrame, tests: pd.DataFrame, fitted: Model
) -> dict[str, Table]:
    every = stays(world) + without_standing(world)
    told = chances[~chances["standing"].isin(SHARED)]
    shown = ["state", "organization", "standing", "since", "probability", "low", "high", "base", "reason"]
    return by_slug(
        Table("reasons", "who is on the way out, frozen or waiting, and why", told[shown], chances=("probability",)),
        Table("rates", "moves between standings: rate a year", table(every, counted(every), LEVEL)),
        Table("limited", "frozen, suspended and selective spells, and whether they count", _dated(limited)),
        Table("announced", "announced exits and what came of them", _listed(world, "stated_exits", "stated")),
        Table("applications", "applications to the EU", _listed(world, "eu_applications", "applied")),
        Table("covariates", "covariates tried on exits and freezes, none of which enters", tests),
        Table("coefficients", "the covariates together, on trial", _coefficients(fitted)),
        Table("chances", "every chance", chances.drop(columns=["reason"]), chances=("probability",)),
    )


def _listed(world: World, name: str, by: str) -> pd.DataFrame:
    return _dated(world.sql(f"select * exclude (basis) from {name} order by {by}, state"))


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as text, empty where there is none."""
    days = frame.select_dtypes("datetime").columns
    return frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in days})


def _coefficients(fitted: Model) -> pd.DataFrame:
    """Region beside world, with standard errors."""
    rows = []
    for move, fit in fitted.fits.items():
        world = fitted.world[move]
        of_world = dict(zip(world.names, zip(world.coefficients, world.errors, strict=True), strict=True))
        for name, value, error in zip(fit.names, fit.coefficients, fit.errors, strict=True):
            rows.append((move, name, value, error, *of_world.get(name, (None, None))))
    columns = ["move", "covariate", "region", "region_error", "world", "world_error"]
    return pd.DataFrame(rows, columns=columns)
