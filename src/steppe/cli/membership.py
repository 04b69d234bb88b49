"""The command `membership`: chances of joining, freezing and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, MOST_DRAWS, SEED, Format, show, the_world
from steppe.display.format import written

if TYPE_CHECKING:
    import pandas as pd

    from steppe.politics.membership.model import Model
    from steppe.world.world import World

TOP = 6
"""Rows of each move in a table that names neither state nor body."""


REASONS = 3
"""Reasons named in a table; JSON has all."""


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(membership)


@examples(
    {
        "membership MDA": "what Moldova may join, freeze or leave within five years",
        "membership --organization CSTO --horizon 10": "who may join or leave the CSTO within ten years",
    }
)
def membership(
    state: str | None = typer.Argument(
        None, help="One of the twelve; all by default.", autocompletion=completion.state
    ),
    organization: str | None = typer.Option(
        None, "--organization", "-o", help="One body; all by default.", autocompletion=completion.organization
    ),
    horizon: int = typer.Option(5, "--horizon", "-y", help="Years from the bundle's last day, 1 to 20."),
    assume: str = typer.Option("", "--assume", "-a", help="exclusivity, dependence, or both separated by a comma."),
    draws: int = typer.Option(
        1024, "--draws", min=2, max=MOST_DRAWS, help="Draws of the coefficients, rounded up to a power of two."
    ),
    seed: int = SEED,
    format: Format = FORMAT,
) -> None:
    """How likely states are to join, freeze or leave bodies within some years, and why."""
    from steppe.display.frames import with_chances
    from steppe.politics.membership.forecast import forecast
    from steppe.politics.membership.model import model

    world = the_world()
    fitted = model(world)
    named = [name.strip() for name in assume.split(",") if name.strip()]
    frame = _chosen(world, fitted, forecast(world, fitted, horizon, draws, seed, named), state, organization)
    notes = _notes(world, fitted, named)
    if format is not Format.JSON:
        frame = frame.assign(reasons=frame["reasons"].map(_main_reasons))
    if format is Format.TABLE:
        frame, cut = _top(frame, all_of_them=state is not None or organization is not None)
        notes = [*cut, *notes]
        frame = with_chances(frame.drop(columns=["mean_row", "log_odds"]), "probability", "first")
        frame = frame.assign(basis=None) if not named else frame
    title = f"Within {horizon} year{'s' if horizon > 1 else ''}: joining, freezing, leaving"
    totals = {"year": fitted.year, "horizon": horizon, "draws": draws, "seed": seed, "assumed": named}
    units = dict.fromkeys(("probability", "low", "high", "first"), "0 to 1")
    show(frame, format, title, notes, totals, ("first", "basis", "of", "rank"), units=units)


def _chosen(
    world: World, fitted: Model, frame: pd.DataFrame, state: str | None, organization: str | None
) -> pd.DataFrame:
    """Rows of a state, of a body; who and what the model does not cover stops with a sentence."""
    from steppe.world.errors import UserError

    if state is not None:
        code = world.state(state)
        if code not in world.group("twelve"):
            raise UserError(
                f"membership: the region's model covers the twelve, not {code}; `steppe members` has others"
            )
        frame = frame[frame["state"].eq(code)]
    if organization is not None:
        body = world.organization(organization).organization
        if body not in fitted.stage.panel.bodies:
            listed = ", ".join(fitted.stage.panel.bodies)
            raise UserError(f"membership: {body} is not one of the bodies of the region's model: {listed}")
        if not fitted.stage.panel.alive[fitted.stage.panel.bodies.index(body), -1]:
            raise UserError(f"membership: {body} has ended; `steppe timeline {body}` shows its history")
        frame = frame[frame["organization"].eq(body)]
    return frame.reset_index(drop=True)


def _top(frame: pd.DataFrame, all_of_them: bool) -> tuple[pd.DataFrame, list[str]]:
    """The likeliest of each move, and a sentence about what is left out."""
    if all_of_them:
        return frame, []
    kept = frame[frame.groupby("move").cumcount() < TOP]
    note = (
        f"The {TOP} most likely of each move, of {len(frame)} rows; name a state or --organization for all of its rows."
    )
    return kept, [note]


def _main_reasons(reasons: dict[str, float]) -> str:
    """`like-minded +1.09, leader distance +0.39`: the largest log-odds."""
    largest = sorted(reasons.items(), key=lambda item: -abs(item[1]))[:REASONS]
    return ", ".join(f"{name} {written(value, '+.2f')}".replace("−0.00", "+0.00") for name, value in largest)


def _notes(world: World, fitted: Model, assumed: list[str]) -> list[str]:
    """What is estimated, what is assumed, and how weak it is."""
    from steppe.display.interval import LEVEL_WORDS
    from steppe.politics.membership.evidence import tried, weakness
    from steppe.politics.membership.forecast import ASSUMPTIONS
    from steppe.politics.membership.trials import trials

    notes = [
        "reasons: log-odds against the mean row at risk of joining, or of freezing or leaving; the largest three.",
        f"Intervals hold {LEVEL_WORDS} of the draws of the coefficients; the model itself may also be wrong.",
        f"Estimated on the world to 2014, then on the twelve to {fitted.year}. Assumed: freezing moves with what moves "
        "leaving, and what is known today stays as it is.",
        *weakness(world, fitted),
        tried(trials(world, fitted.stage)),
    ]
    return notes + [f"Assumed, not estimated ({name}): {ASSUMPTIONS[name]}." for name in assumed]
