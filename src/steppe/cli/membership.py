"""The command `membership`: chances of leaving and joining."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, MOST_DRAWS, SEED, Format, show, the_world

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(membership)


@examples(
    {
        "membership MDA": "what Moldova may leave or join within five years",
        "membership --organization CSTO --horizon 10": "who may leave or join the CSTO within ten years",
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
    draws: int = typer.Option(
        1024, "--draws", min=2, max=MOST_DRAWS, help="Draws of the rates, rounded up to a power of two."
    ),
    seed: int = SEED,
    format: Format = FORMAT,
) -> None:
    """How likely states are to leave or join bodies within some years: base rates of their standing, and why."""
    from steppe.display.frames import with_chances
    from steppe.politics.membership.forecast import forecast
    from steppe.world.dates import TODAY

    world = the_world()
    frame = _chosen(world, forecast(world, horizon, draws, seed), state, organization)
    notes = _notes(world)
    if format is Format.TABLE:
        frame, cut = _top(frame, all_of_them=state is not None or organization is not None)
        notes = [*cut, *notes]
        frame = _folded(frame)
        frame = with_chances(frame.drop(columns=["error", "cases", "years", "base", "reason"]), "probability")
    title = f"Within {horizon} year{'s' if horizon > 1 else ''}: leaving and joining"
    totals = {"day": str(TODAY), "horizon": horizon, "draws": draws, "seed": seed}
    units = {"probability": "0 to 1", "low": "0 to 1", "high": "0 to 1", "years": "seat-years"}
    show(frame, format, title, notes, totals, ("since", "move"), units=units)


def _chosen(world: World, frame: pd.DataFrame, state: str | None, organization: str | None) -> pd.DataFrame:
    """Rows of a state, of a body; who and what the model does not cover stops with a sentence."""
    from steppe.world.errors import UserError

    if state is not None:
        code = world.state(state)
        if code not in world.group("twelve"):
            raise UserError(f"membership: the base rates cover the twelve, not {code}; `steppe members` has others")
        frame = frame[frame["state"].eq(code)]
    if organization is not None:
        body = world.organization(organization)
        if body.ended:
            raise UserError(
                f"membership: {body.organization} has ended; `steppe timeline {body.organization}` shows its history"
            )
        if body.organization not in set(frame["organization"]):
            covered = ", ".join(sorted(set(frame["organization"])))
            raise UserError(f"membership: {body.organization} is not one of the bodies with base rates: {covered}")
        frame = frame[frame["organization"].eq(body.organization)]
    return frame.reset_index(drop=True)


def _top(frame: pd.DataFrame, all_of_them: bool) -> tuple[pd.DataFrame, list[str]]:
    """Seats that are not simply in use and whoever waits, and a sentence about what is left out."""
    from steppe.politics.membership.seats import SHARED

    if all_of_them:
        return frame, []
    rest = frame[frame["standing"].isin(SHARED)]
    kept = frame.drop(rest.index)
    common = ", ".join(
        f"{row.standing} {100 * row.probability:.0f} %" for row in rest.drop_duplicates("standing").itertuples()
    )
    note = (
        f"The other {len(rest)} of {len(frame)} rows share a chance: {common}; name a state or --organization for them."
    )
    return kept, [note]


SINCE = re.compile(r"^(?:in use|observer or partner) since [-0-9]+(?:; )?")


def _folded(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with why; those that share a base rate and a reason are one row with all their states or bodies."""
    import pandas as pd

    from steppe.politics.membership.seats import OUTSIDE, SHARED

    one = "organization" if frame["state"].nunique() == 1 else "state"
    rows = dict[tuple[object, ...], dict[str, Any]]()
    for place, row in enumerate(frame.to_dict("records")):
        common = row["standing"] in (*SHARED, OUTSIDE)
        told = SINCE.sub("", row["reason"]) if common else row["reason"]
        other = row["state" if one == "organization" else "organization"]
        key = (other, row["standing"], row["base"], told) if common else (place,)
        if key in rows:
            rows[key] |= {one: f"{rows[key][one]}, {row[one]}", "since": None, "told": told}
        else:
            base = f"base rate, the same for all such seats: {row['base']}" if common else row["base"]
            rows[key] = row | {"base": base, "told": row["reason"]}
    parts = ((row, filter(None, (row["base"], row.pop("told")))) for row in rows.values())
    return pd.DataFrame([row | {"why": "; ".join(words)} for row, words in parts])


def _notes(world: World) -> list[str]:
    """What the figures are, and how they did on later years."""
    from steppe.display.interval import LEVEL_WORDS
    from steppe.politics.membership.evidence import scored

    return [
        f"Base rates of past cases; intervals hold {LEVEL_WORDS} of their distribution. No covariate enters: those "
        "tried do not beat a constant rate.",
        *scored(world),
    ]
