"""The tables of a run: fans, leads, seats, differences, and how well each rule did where it was tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from steppe.display.interval import LEVEL, LEVEL_WORDS, interval
from steppe.methods.income.cases import basis_of
from steppe.methods.result import COLUMNS, Drawn, Table, tabled
from steppe.methods.simulation.agendas import Item
from steppe.methods.simulation.ensemble import Ensemble, chances, leads, sits
from steppe.methods.simulation.incomes import TRANSFERS, Gain
from steppe.methods.simulation.machine import CHOSEN_ON, INCOME, OUTPUT, Block, Setup, held
from steppe.methods.simulation.panels import OTHERS, READERS, WHOLE, Floats, panel
from steppe.methods.simulation.seats import ANNOUNCED, APPLICANT, WORDS
from steppe.methods.summary import mean, summary
from steppe.politics.membership.seats import FROZEN, LEFT, NOTHING, NOTICE, OUTSIDE, SELECTIVE, USED
from steppe.world.points import replicate
from steppe.world.world import World

FAN = ["layer", "state", "partner", "year", "median", "low", "high", "low_50", "high_50"]
SHOWN_YEAR = 2030
"""A year that is shown beside the horizon."""
ORDER = {
    word: place for place, word in enumerate((ANNOUNCED, NOTICE, FROZEN, SELECTIVE, APPLICANT, OUTSIDE, USED, LEFT))
}
"""Who is on the way comes before who simply sits."""
HELD = 1024
"""Draws whose chances of seats are averaged: more change no digit, and memory stays."""
POWER = {"CHN": "China", "RUS": "Russia", "EU": "the EU", "USA": "the United States", "TUR": "Türkiye"}
PAIR = ("CHN", "RUS")
LED = ("trade", "debt", "arms", "positions")
"""Layers of which both powers have figures."""


def unit(layer: str, world: World) -> tuple[str, float]:
    """Unit of a layer and what its figures are multiplied by."""
    own = {OUTPUT: ("index of real GDP", 1.0), INCOME: ("% of GDP", 1.0)}
    if layer in own:
        return own[layer]
    of = panel(world, layer)
    return of.unit, of.scale


def title(layer: str, world: World) -> str:
    """A layer as people call it."""
    own = {OUTPUT: "output", INCOME: "income through channels"}
    return own.get(layer) or panel(world, layer).title


def fan_frame(setup: Setup, found: Floats, errors: Floats, world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fans by layer, state, partner and year in shown units, and the errors of their figures."""
    parts = [_fan(block, found, errors, unit(block.layer, world)[1]) for block in setup.blocks]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["state"] != frame["partner"]].reset_index(drop=True)
    figures = FAN[4:]
    return frame[FAN], frame[[f"{name}_error" for name in figures]].set_axis(figures, axis=1)


def _fan(block: Block, found: Floats, errors: Floats, scale: float) -> pd.DataFrame:
    axes = pd.MultiIndex.from_product([block.years, block.states, block.partners], names=["year", "state", "partner"])
    names = ["low", "low_50", "median", "high_50", "high"]
    cells = {name: scale * block.cells(row).ravel() for name, row in zip(names, found, strict=True)}
    cells |= {f"{name}_error": scale * block.cells(row).ravel() for name, row in zip(names, errors, strict=True)}
    frame = pd.DataFrame(cells, index=axes).reset_index()
    frame["partner"] = frame["partner"].replace(WHOLE, "")
    return frame.assign(layer=block.layer)


def shown_years(setup: Setup) -> list[int]:
    """The years that people are shown: 2030 and the horizon, as far as they are simulated."""
    return sorted({year for year in (SHOWN_YEAR, setup.years[-1]) if year in setup.years})


def fan_table(slug: str, title: str, frame: pd.DataFrame, errors: pd.DataFrame, setup: Setup) -> Table:
    """The fans of the layer that the study is about, in the shown years."""
    layer = shown_layer(setup)
    keep = frame["layer"].eq(layer) & frame["year"].isin(shown_years(setup)) & frame["partner"].ne(OTHERS)
    rows = frame[keep].reset_index(drop=True)
    return Table(slug, title, rows, "in the unit of the layer", (), errors[keep].reset_index(drop=True))


def shown_layer(setup: Setup) -> str:
    """The layer that the study is about; growth is shown as output."""
    layer = setup.study.about.layer
    return OUTPUT if layer == "growth" else layer


def results(frame: pd.DataFrame, errors: pd.DataFrame, setup: Setup, world: World, measure: str) -> pd.DataFrame:
    """The rows of one layer at the shown years in the columns of the contract, the powers alone."""
    study = setup.study
    layer = shown_layer(setup)
    keep = frame["layer"].eq(layer) & frame["year"].isin(shown_years(setup)) & frame["partner"].ne(OTHERS)
    if study.about.states:
        keep &= frame["state"].isin(study.about.states)
    if study.about.partner and layer != OUTPUT and (frame[keep]["partner"] == study.about.partner).any():
        keep &= frame["partner"].isin([study.about.partner, study.about.over or study.about.partner])
    rows = frame[keep]
    made = rows.assign(
        subject=rows["state"],
        measure=measure,
        unit=unit(layer, world)[0],
        value=rows["median"],
        level=LEVEL,
        error=errors.loc[rows.index].max(axis=1),
        basis=[basis(setup, layer, state) for state in rows["state"]],
    )
    return made[list(COLUMNS)].reset_index(drop=True)


def basis(setup: Setup, layer: str, state: str) -> str:
    """What a figure rests on: income on what the channels that move it rest on, everything else on estimates."""
    if setup.study.assume or setup.study.change:
        return "assumed"
    if layer != INCOME:
        return "estimated"
    return basis_of([one.part for one in setup.gains if one.counted], state)


# -------------------------------------------------------------------------------------------------------------- chances
def lead_table(ensemble: Ensemble, name: str, pair: Sequence[str] = PAIR) -> Table:
    """Chance that one power's tie is the larger, by state and shown year, a column a layer."""
    setup = ensemble.setups[name]
    found = {layer: chances(ensemble, name, leads(setup, layer, *pair)) for layer in LED}
    states = [one for one in setup.block(LED[0]).states if one not in pair]
    rows = []
    for state in states:
        for year in shown_years(setup):
            at, cells = setup.years.index(year), {}
            for layer, (value, error) in found.items():
                place = setup.block(layer).states.index(state)
                cells[layer] = Drawn(float(value[at, place]), float(error[at, place]))
            rows.append({"state": state, "year": year, **cells})
    title = "chance that the tie with {} is larger than that with {}".format(*(POWER[one] for one in pair))
    return tabled("leads", title, pd.DataFrame(rows, columns=["state", "year", *LED]), "", LED)


def seat_table(ensemble: Ensemble, name: str) -> Table:
    """Chance that each seat is held in law in the shown years; states without a standing are left out.

    Where no event sets the seat, it is the mean of the chances of the draws, with their interval in the last year; else
    it is counted.
    """
    setup = ensemble.setups[name]
    of, years = setup.seats, shown_years(setup)
    counted, errors = chances(ensemble, name, sits)
    set_by_hand = {place for standings in setup.edits.values() for place in standings}
    each = {year: held(setup, year, min(ensemble.draws, HELD), ensemble.seed) for year in years}
    low, high = interval(each[years[-1]], axis=0)
    rows = []
    for place, code in enumerate(of.start):
        by_hand = place in set_by_hand
        if WORDS[code] in (NOTHING, LEFT) and not by_hand:
            continue
        cells: list[object] = []
        for year in years:
            at = setup.years.index(year)
            drawn = Drawn(float(counted[at, place]), float(errors[at, place]))
            cells.append(drawn if by_hand else mean(each[year][:, place]))
        ends = (None, None) if by_hand else (low[place], high[place])
        rows.append((*of.names[place], WORDS[code], *cells, *ends))
    names = [f"seat_{year}" for year in years]
    frame = pd.DataFrame(rows, columns=["state", "organization", "standing", *names, "low", "high"])
    frame = frame.sort_values(
        ["standing", "state", "organization"],
        key=lambda cells: cells.map(ORDER.get) if cells.name == "standing" else cells,
    )
    title = f"chance to hold a seat in law, with the middle {LEVEL_WORDS} of {years[-1]}"
    return tabled("seats", title, frame.reset_index(drop=True), "", (*names, "low", "high"))


# --------------------------------------------------------------------------------------------------------------- skill
def skill(world: World) -> pd.DataFrame:
    """The rule of each layer on the years after its choice, near and far.

    Returns
    -------
    layer, rule, horizons, crps, gain, gain_low, gain_high (over the stronger of random walk and trend), cover_90,
    cover_50 (0 to 1), cases, skill (yes, no, as good).
    """
    rows = world.sql("from motion_scores where chosen_on = ? and chosen", [CHOSEN_ON])
    made = []
    for (layer, horizons), own in rows.groupby(["layer", "horizons"], sort=False):
        by = own.set_index("measure")
        gain = by.loc["gain"] if "gain" in by.index else None
        loss = "brier" if layer == "seats" else "crps"
        cover = [by["value"].get(f"cover{band}") for band in (90, 50)]
        ends = (None, None, None) if gain is None else (gain["value"], gain["low"], gain["high"])
        made.append(
            (
                layer,
                own["rule"].iloc[0],
                horizons,
                by["value"][loss],
                *ends,
                *cover,
                int(by["cases"].iloc[0]),
                _word(ends),
            )
        )
    columns = ["layer", "rule", "horizons", "score", "gain", "gain_low", "gain_high", "cover_90", "cover_50"]
    frame = pd.DataFrame(made, columns=[*columns, "cases", "skill"])
    order = {layer: place for place, layer in enumerate((*READERS, "seats"))}
    return frame.sort_values(["layer", "horizons"], key=lambda c: c.map(order) if c.name == "layer" else c.str.len())


def _word(ends: Sequence[float | None]) -> str:
    value, low, high = ends
    if value is None:
        return "none: it is the stronger simple rule"
    if low is None or high is None:
        return "not known: too few years"
    return "yes" if low > 0 else "no" if high < 0 else "none: no better than the stronger simple rule"


# ------------------------------------------------------------------------------------------------------------- channels
def channel_table(setup: Setup) -> Table | None:
    """What each channel says of the events, state by state, and what that moves; None where none says anything."""
    rows = [row for one in setup.gains for row in _said(one)]
    names = ["year", "channel", "moves", "state", "median", "low", "high"]
    frame = pd.DataFrame(rows, columns=names)
    said = "what channels of income say of the events, in the year of each"
    return tabled("channels", said, frame, "% of GDP") if rows else None


def _said(one: Gain) -> Iterator[tuple[object, ...]]:
    """A row for each state that something reaches; a gap on record is told in the notes."""
    moves = "income, remittances" if one.channel == TRANSFERS else "income" if one.lasts else "income, one year"
    head = (one.year, f"{one.channel}, {one.effect.kind}", moves if one.counted else "nothing")
    for state, values in zip(one.states, one.values.T, strict=True):
        if np.isfinite(values).all() and values.any():
            *figures, error = (float(cells[0]) for cells in summary(values[:, None], replicate(len(values))))
            yield (*head, state, *(Drawn(figure, error) for figure in figures))


# -------------------------------------------------------------------------------------------------------------- agendas
def agenda_table(found: Iterable[Item]) -> Table:
    """The chance of each outcome of each item, beside that with the members at the start."""
    rows = [
        (
            item.agenda.date,
            item.agenda.body,
            item.issue,
            outcome,
            Drawn(float(p), float(error)),
            float(at_start),
            item.basis,
        )
        for item in found
        for outcome, p, error, at_start in zip(item.outcomes, item.chance, item.error, item.at_start, strict=True)
    ]
    columns = ["date", "body", "item", "outcome", "chance", "at_start", "positions"]
    said = "assumed: chance of each outcome of the agendas, beside that with the members at the start"
    return tabled("agendas", said, pd.DataFrame(rows, columns=columns), "", ("chance", "at_start"))


def outcomes(found: Iterable[Item]) -> pd.DataFrame:
    """The chances of the outcomes, each a subject, in the columns of the contract; they have no interval."""
    rows = [
        {
            "subject": outcome,
            "partner": "",
            "year": item.agenda.date.year,
            "measure": f"{item.agenda.body}: {item.agenda.issue_named(item.issue).called}",
            "unit": "probability",
            "value": float(chance),
            "low": np.nan,
            "high": np.nan,
            "level": LEVEL,
            "error": float(error),
            "basis": "assumed",
        }
        for item in found
        for outcome, chance, error in zip(item.outcomes, item.chance, item.error, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
