"""Answer a study of membership: chances over the horizon, why, what was tried, and what the back-test missed."""

from __future__ import annotations

import pandas as pd

from steppe.display.format import listed
from steppe.display.interval import LEVEL, LEVEL_WORDS
from steppe.methods.membership.study import MembershipStudy
from steppe.methods.membership.words import answer
from steppe.methods.method import RunSettings
from steppe.methods.result import COLUMNS, Progress, Result, Table, by_slug
from steppe.politics.membership.evidence import jointly, shipped_backtest, tried, weakness
from steppe.politics.membership.forecast import ASSUMPTIONS, forecast
from steppe.politics.membership.model import Model, model
from steppe.politics.membership.trials import trials
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

MOVES = ("leave", "freeze", "join")
SOURCES = ("cow-igo", "steppe-spells", "steppe-membership", "bsv-ideal-points", "cow-nmc")
TAKEN_AS_GIVEN = (
    ("freezing", "moves with what moves leaving", "The world list has no frozen seats, and the region few."),
    (
        "what is known today",
        "stays as it is",
        "Neither votes nor members are forecast; new states age and waiting times grow.",
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
    fitted = model(world)
    bodies = _bodies(study, fitted)
    chances = forecast(world, fitted, study.horizon, draws, seed, study.assume, bodies)
    tests = trials(world, fitted.stage)
    said, more = answer(chances, fitted.fits["leave"], tests, study.horizon, world.state_names)
    progress(draws, draws)
    return Result(
        **heading(loaded, baseline=fitted.year, draws=draws, seed=seed),
        failed_draws=0,
        answer=said,
        results=_results(chances, study, fitted.year),
        tables=_tables(world, chances, fitted, tests, study.rows),
        notes=(*more, *_notes(world, fitted, tests), changes(study.changes_if)),
        assumptions=_assumptions(study),
        sources=(*SOURCES, *sorted(study.texts)),
        settings={
            "horizon": study.horizon,
            "bodies": ", ".join(bodies),
            "assume": ", ".join(study.assume) or "nothing",
        },
    )


def _bodies(study: MembershipStudy, fitted: Model) -> tuple[str, ...]:
    """Bodies of the study that live; all of the region by default."""
    panel = fitted.stage.panel
    living = [name for name, alive in zip(panel.bodies, panel.alive[:, -1], strict=True) if alive]
    for name in study.bodies:
        if name not in living:
            hint = look_alike(name, living) or f"; the region's are {', '.join(living)}"
            raise UserError(f'bodies: "{name}" is not an existing body of the model{hint}')
    return study.bodies or tuple(living)


def _results(chances: pd.DataFrame, study: MembershipStudy, year: int) -> pd.DataFrame:
    """The likeliest of each move in the columns of the contract."""
    words = {"leave": "leaving", "freeze": "freezing", "join": "joining"}
    parts = []
    for move in MOVES:
        rows = chances[chances["move"].eq(move)].head(study.rows)
        parts.append(
            pd.DataFrame(
                {
                    "subject": rows["state"],
                    "partner": rows["organization"],
                    "year": year + study.horizon,
                    "measure": f"chance of {words[move]} within {study.horizon} years",
                    "unit": "probability",
                    "value": rows["probability"],
                    "low": rows["low"],
                    "high": rows["high"],
                    "level": LEVEL,
                    "error": rows["error"],
                    "basis": rows["basis"],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


# ---------------------------------------------------------------------------------------------------------- tables
def _tables(world: World, chances: pd.DataFrame, fitted: Model, tests: pd.DataFrame, rows: int) -> dict[str, Table]:
    leaving = chances[chances["move"].eq("leave")].head(rows)
    reasons = pd.DataFrame(leaving["reasons"].tolist(), index=leaving.index)
    why = pd.concat([leaving[["state", "organization"]], reasons], axis=1).reset_index(drop=True)
    columns = ["state", "organization", "move", "probability", "low", "high", "rank", "of", "first", "basis"]
    return by_slug(
        Table("reasons", "why they might leave: log-odds against the mean seat", why),
        Table("covariates", "covariates tried on exits and freezes", tests),
        Table(
            "backtest",
            "back-test: every event, and what was said the year before",
            _events(world),
            chances=("probability", "constant rate"),
        ),
        Table("coefficients", "coefficients", _coefficients(fitted)),
        Table("chances", "every chance", chances[columns], chances=("probability", "first")),
    )


def _events(world: World) -> pd.DataFrame:
    """Events of the back-test; `verdict` says whether the model gave more than a constant rate."""
    rows = shipped_backtest(world)
    came = rows[rows["outcome"].eq(1)].rename(
        columns={"body": "organization", "model": "probability", "constant": "constant rate"}
    )
    above = came["probability"] > came["constant rate"]
    came = came.assign(verdict=above.map({True: "likelier than a constant rate", False: "missed: less likely"}))
    columns = ["move", "year", "state", "organization", "probability", "constant rate", "rank", "of", "percentile"]
    return came.sort_values(["move", "year", "state"])[[*columns, "verdict"]].reset_index(drop=True)


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


# ----------------------------------------------------------------------------------------------------------- words
def _notes(world: World, fitted: Model, tests: pd.DataFrame) -> list[str]:
    panel = fitted.stage.panel
    notes = [
        "Probabilities are those at the estimated coefficients, not means over the draws.",
        f"An interval holds {LEVEL_WORDS} of the draws of the coefficients; the model itself may also be wrong.",
    ]
    gone = panel.leaving[:, fitted.stage.twelve, -1]
    states = [code for code, kept in zip(panel.states, fitted.stage.twelve, strict=True) if kept]
    for body, line in zip(panel.bodies, gone, strict=True):
        named = [world.state_names[state] for state, left in zip(states, line, strict=True) if left]
        if named:
            notes.append(f"Notice has been given to the {body} by {listed(named)}: no longer at risk.")
    return [*notes, tried(tests), jointly(fitted), *weakness(world, fitted)]


def _assumptions(study: MembershipStudy) -> tuple[tuple[str, str, str], ...]:
    on = tuple((name, "on", f"Not estimated: {ASSUMPTIONS[name]}.") for name in study.assume)
    return (*TAKEN_AS_GIVEN, *on, *study.stated)
