"""Two runs of the system in motion side by side, draw by draw: their draws are made again, with the same luck."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from steppe.display.interval import LEVEL_WORDS
from steppe.methods.method import Comparison
from steppe.methods.result import Result, Table
from steppe.methods.simulation.ensemble import drawn, fans
from steppe.methods.simulation.machine import INCOME, OUTPUT, prepare
from steppe.methods.simulation.panels import OTHERS, TIES
from steppe.methods.simulation.study import EVERY
from steppe.methods.simulation.tables import fan_frame, shown_years
from steppe.world.errors import UserError
from steppe.world.names import look_alike

LAYERS = (*TIES, OUTPUT, INCOME)


def compare(first: Result, second: Result, *, measure: str) -> Comparison:
    """What the second run has more than the first.

    Parameters
    ----------
    measure
        A layer, or `EVERY` for all.

    Raises
    ------
    UserError
        The second is no run of this method, or the two do not share draws, seed, start and horizon.
    """
    alike = [(run.method, run.draws, run.seed, run.baseline, run.settings.get("until")) for run in (first, second)]
    if alike[0] != alike[1]:
        said = " and ".join(
            f"{run.run} is of method {run.method}, {run.draws} draws, seed {run.seed}, {run.baseline} to "
            f"{run.settings.get('until', 'no horizon')}"
            for run in (first, second)
        )
        raise UserError(f"{said}: run one of them again as the other")
    chosen = LAYERS if measure == EVERY else (measure,)
    if chosen[0] not in LAYERS:
        raise UserError(f'there is no layer "{measure}"{look_alike(measure, LAYERS)}; say {", ".join(LAYERS)}')
    world, until = first.source.world, int(first.settings["until"])
    studies: dict[str, Any] = {"second": second.source.study, "first": first.source.study}
    setups = {name: prepare(world, study, until, seed=first.seed) for name, study in studies.items()}
    with TemporaryDirectory(prefix="steppe-") as folder:
        ensemble = drawn(setups, first.draws, first.seed, Path(folder))
        frame, errors = fan_frame(setups["second"], *fans(ensemble, "second", less="first"), world)
    rows = frame[frame["layer"].isin(chosen)]
    shown = rows[rows["year"].isin(shown_years(setups["second"])[-1:]) & rows["partner"].ne(OTHERS)]
    shown = shown[(shown[["median", "low", "high"]] != 0).any(axis=1)]
    digits = Table("difference", "", shown, errors=errors.loc[shown.index]).shown
    notes = [
        f"difference: {second.run} less {first.run}, draw by draw on the same random numbers, in the unit of the "
        f"layer; low to high hold {LEVEL_WORDS} of the draws.",
        "Ties that do not differ in any draw are left out; `--format csv` has every tie and year.",
    ]
    return Comparison(rows.reset_index(drop=True), digits.reset_index(drop=True), notes)
