"""Answer a study of the system in motion: draw the scenario, and beside it what it is a change of, with the same luck.

Beside a scenario stands the run without its events, changes and couplings (`baseline`); beside one that assumes a
coupling also the run without that coupling alone (`uncoupled`). Fans are medians with the middle 90 and 50 % of the
draws; a difference is taken draw by draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from steppe.methods.executors import WORK
from steppe.methods.result import Progress, Table, by_slug
from steppe.methods.simulation import words
from steppe.methods.simulation.agendas import Item, items
from steppe.methods.simulation.couplings import OUTPUT_FOLLOWS
from steppe.methods.simulation.ensemble import Ensemble, drawn, fans, files
from steppe.methods.simulation.machine import CHOSEN_ON, Setup, prepare
from steppe.methods.simulation.result import SimulationResult
from steppe.methods.simulation.study import SimulationSettings, SimulationStudy
from steppe.methods.simulation.tables import (
    agenda_table,
    channel_table,
    fan_frame,
    fan_table,
    lead_table,
    outcomes,
    results,
    seat_table,
    shown_layer,
    skill,
    title,
)
from steppe.methods.unfinished import working
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.dates import VERSION
from steppe.world.errors import UserError
from steppe.world.prices import OIL, world_prices
from steppe.world.sources import weo
from steppe.world.world import World

MAIN, BASELINE, UNCOUPLED = "main", "baseline", "uncoupled"
SOURCES = ("cepii-baci-panel", "cepii-baci-2023", "ids-world-bank", "sipri-arms", "bsv-ideal-points")
FURTHER = ("wb-remittances", "wdi-remittances", "steppe-spells", "steppe-membership", "steppe-hindcasts")
TAKEN = (
    (
        "rules",
        "stay as they were",
        "Each layer moves as it has moved since its record begins; wars are among its errors.",
    ),
    ("layers", "do not move each other", "No coupling has earned its place; growth moves trade by the layer's rule."),
    (
        "output",
        "not moved by income",
        "Rents, transfers and debt service are no production: no estimate links them.",
    ),
    ("errors of growth", "those of the rule", "One edition of the Outlook is at hand: its errors are not known."),
)


def compute(
    loaded: Loaded[SimulationStudy],
    world: World,
    *,
    draws: int,
    seed: int,
    settings: SimulationSettings,
    progress: Progress,
) -> SimulationResult:
    """Answer a study of method `simulation`; see `steppe.methods.run.run`."""
    study = loaded.study
    until = settings.until or study.until
    setups = scenarios(study, world, until, seed)
    about = {"study": loaded.name, "method": study.method, "draws": draws, "files": files(setups, draws)}
    about["version"] = VERSION
    with working(WORK.get().place, about) as folder:
        ensemble = drawn(setups, draws, seed, folder, progress)
        return _result(loaded, world, ensemble, until)


def scenarios(study: SimulationStudy, world: World, until: int, seed: int) -> dict[str, Setup]:
    """The scenario of a study, and what stands beside it, ready to be drawn."""
    studies = {MAIN: study}
    if not study.plain:
        studies[BASELINE] = study.bare()
    if study.assume and (study.event or study.change):
        studies[UNCOUPLED] = study.uncoupled()
    made = {name: prepare(world, one, until, seed=seed) for name, one in studies.items()}
    if not made[MAIN].years:
        raise UserError(
            f"until: {until} is not after {made[MAIN].start}, the last year that is known; give a later one"
        )
    return made


def _result(loaded: Loaded[SimulationStudy], world: World, ensemble: Ensemble, until: int) -> SimulationResult:
    study, setup = loaded.study, ensemble.setups[MAIN]
    frame, errors = fan_frame(setup, *fans(ensemble, MAIN), world)
    found = tuple(items(ensemble, MAIN, world))
    rows = _rows(ensemble, world, frame, errors, found)
    tables = by_slug(*_tables(ensemble, world, frame, errors, found))
    known = skill(world)
    oil = world_prices(world, OIL)["source"].unique()
    used = sorted({source for one in setup.gains if one.counted for source in one.effect.sources} | study.texts)
    return SimulationResult(
        **heading(loaded, baseline=setup.start, draws=ensemble.draws, seed=ensemble.seed, until=until),
        failed_draws=0,
        answer=words.answer(study, tables, known, world, until),
        results=rows,
        tables=tables,
        paths=frame,
        read_first=(words.without_skill(known), *words.read_first(study, setup), *words.coarse(rows, ensemble.draws)),
        notes=(*words.notes(setup, world), changes(study.changes_if)),
        assumptions=(*(one for one in TAKEN if one[0] not in _overruled(study)), *study.stated, *_assumed(setup)),
        sources=tuple(dict.fromkeys([weo(world), *oil, *SOURCES, *FURTHER, *used])),
        settings={"until": until, "start": setup.start},
    )


def _overruled(study: SimulationStudy) -> tuple[str, ...]:
    """What is taken for granted unless a study assumes the contrary."""
    return ("output",) if OUTPUT_FOLLOWS in study.assume else ()


def _assumed(setup: Setup) -> Iterator[tuple[str, str, str]]:
    """What the channels that move something assume, each once."""
    yield from dict.fromkeys(one for gain in setup.gains if gain.counted for one in gain.effect.assumptions)


def _rows(
    ensemble: Ensemble, world: World, frame: pd.DataFrame, errors: pd.DataFrame, found: Sequence[Item]
) -> pd.DataFrame:
    """The figures that the answer is about: the layer's, what the scenario changes of them, or chances of outcomes."""
    setup = ensemble.setups[MAIN]
    if setup.study.about.kind == "agenda":
        return outcomes(found)
    layer = shown_layer(setup)
    name = title(layer, world)
    word = "assumed: " if setup.study.assume else ""
    if setup.study.about.kind == "difference":
        frame, errors = fan_frame(setup, *fans(ensemble, MAIN, less=BASELINE), world)
        word += "change of "
    return results(frame, errors, setup, world, word + name)


def _tables(
    ensemble: Ensemble, world: World, frame: pd.DataFrame, errors: pd.DataFrame, found: Sequence[Item]
) -> Iterator[Table]:
    setup, study = ensemble.setups[MAIN], ensemble.setups[MAIN].study
    word = "assumed: " if study.assume else ""
    for name, slug, said in (
        (BASELINE, "difference", "difference to the run without it"),
        (UNCOUPLED, "coupling", "what the assumed coupling adds"),
    ):
        if name in ensemble.setups:
            made = fan_frame(setup, *fans(ensemble, MAIN, less=name), world)
            yield fan_table(slug, word + said, *made, setup)
    if (told := channel_table(setup)) is not None:
        yield told
    if found:
        yield agenda_table(found)
    yield lead_table(ensemble, MAIN)
    yield seat_table(ensemble, MAIN)
    yield fan_table("fans", f"{word}medians with the middle 90 and 50 %", frame, errors, setup)
    if study.assume:
        without = UNCOUPLED if UNCOUPLED in ensemble.setups else BASELINE
        plain = fan_frame(setup, *fans(ensemble, without), world)
        yield fan_table("uncoupled", "the same without the assumed coupling", *plain, setup)
    known = skill(world)
    yield Table("skill", f"rules on the years after {CHOSEN_ON}, beside the stronger simple rule", known)
