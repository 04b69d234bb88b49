"""Tables of a study of shocks: states by channels, cases, which channel holds what, the record, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from steppe.methods.income.cases import Case, records
from steppe.methods.income.channels import channels
from steppe.methods.result import Drawn, Table, tabled
from steppe.methods.shock.study import MAIN, ShockStudy
from steppe.methods.summary import summary
from steppe.scenario.events import KINDS
from steppe.world.points import replicate
from steppe.world.world import World

OF_GDP = "% of GDP"
CHANNELS, CASES, MATRIX, RECORD, COEFFICIENTS, MISSING, HAPPENED = (
    *("channels", "cases", "matrix", "record", "coefficients", "missing", "happened"),
)
"""Slugs."""
NONE = "–"


def all_of(world: World, study: ShockStudy, cases: Mapping[str, Case]) -> Iterator[Table]:
    """Every table of a run that has a row."""
    main = cases[MAIN]
    yield tabled(CHANNELS, "by channel; what is in the sum, and what lies beside it", by_channel(main), OF_GDP)
    if len(cases) > 1:
        yield tabled(CASES, "every case", by_case(cases, study), OF_GDP)
    if study.beside is not None:
        yield Table(HAPPENED, f"what came of it by {study.beside}", happened(world, main, study.beside), "see column")
    for part in {part.channel.name: part for part in main.parts if part.moves}.values():
        yield from part.channel.tables(main.ask)
    yield Table(MATRIX, "which channel holds what, and how sure it is", matrix(main))
    kept = records(main)
    if len(kept):
        yield Table(RECORD, "the figures on record", kept)
    fitted = _coefficients(main)
    if len(fitted):
        yield Table(COEFFICIENTS, "coefficients with their standard errors", fitted)
    gone = _missing(cases)
    if len(gone):
        yield Table(MISSING, "not on record", gone)


def _cells(values: np.ndarray) -> list[Drawn | float]:
    """Medians of columns with their errors; NaN where there is none."""
    median, _, _, error = summary(values, replicate(len(values)))
    return [Drawn(float(m), float(e)) for m, e in zip(median, error, strict=True)]


def by_channel(case: Case) -> pd.DataFrame:
    """Medians of every part that says something, states by parts: those of the sum, the sum, those beside."""
    columns: dict[str, list[Drawn | float]] = {}
    for counted in (True, False):
        columns |= {p.name: _cells(p.effect.values) for p in case.parts if p.moves and p.counted == counted}
        if counted:
            columns["sum"] = _cells(case.total)
    return pd.DataFrame({"state": case.ask.states, **columns})


def by_case(cases: Mapping[str, Case], study: ShockStudy) -> pd.DataFrame:
    """The sum and what lies beside it of the subjects, case by case."""
    from steppe.scenario.parties import states_of

    frames = []
    for case in cases.values():
        subjects = states_of(case.ask.world, study.answer.subjects, case.ask.events[0].event.date)
        subjects = tuple(state for state in subjects if moved(case, state))
        at = [case.ask.states.index(state) for state in subjects]
        median, low, high, error = summary(case.total[:, at], replicate(len(case.total)))
        ends = [[Drawn(float(v), float(e)) for v, e in zip(of, error, strict=True)] for of in (median, low, high)]
        named = {"case": case.title, "year": case.ask.year, "state": list(subjects)}
        figures = dict(zip(("sum", "low", "high"), ends, strict=True))
        frames.append(pd.DataFrame({**named, **figures, "beside": _cells(case.beside[:, at])}))
    return pd.concat(frames, ignore_index=True)


def moved(case: Case, state: str) -> bool:
    """Whether any part of a case says something of a state."""
    place = case.ask.states.index(state)
    return any(np.nan_to_num(part.effect.values[:, place], nan=1.0).any() for part in case.parts)


def matrix(case: Case) -> pd.DataFrame:
    """Kinds of event by channels: what each holds; and below, the class of each channel's parts in this run."""
    every = channels()
    rows = [
        {"event": kind, **{channel.name: channel.holds.get(kind, NONE) for channel in every}}
        for kind in KINDS
        if any(kind in channel.holds for channel in every)
    ]
    classes = {
        channel.name: "; ".join(
            f"{part.effect.kind}, {'in the sum' if part.counted else 'beside'}"
            for part in case.parts
            if part.channel.name == channel.name
        )
        for channel in every
    }
    return pd.DataFrame([*rows, {"event": "class here", **classes}])


def _coefficients(case: Case) -> pd.DataFrame:
    frames = [
        part.effect.coefficients.assign(channel=part.channel.name, score=part.effect.mechanism)
        for part in case.parts
        if len(part.effect.coefficients)
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _missing(cases: Mapping[str, Case]) -> pd.DataFrame:
    rows = [
        (case.title, state, part.channel.name, why)
        for case in cases.values()
        for part in case.parts
        for state, why in part.effect.missing.items()
    ]
    return pd.DataFrame(rows, columns=["case", "state", "channel", "why"])


def happened(world: World, case: Case, until: int) -> pd.DataFrame:
    """What remittances and the dollar did from the year of the figures to another, beside the model's medians."""
    first = case.ask.year
    received = world.sql(
        "select state, year, value from remittance_receipts where \"use\" = 'whole' and year in ($1, $2)",
        [first, until],
    ).pivot_table(index="state", columns="year", values="value")
    rates = world.sql(
        "select state, year(month) as year, avg(per_usd) as rate from exchange_rates "
        "where year(month) in ($1, $2) group by all",
        [first, until],
    ).pivot_table(index="state", columns="year", values="rate")
    rows = []
    said = {part.channel.name: part for part in case.parts if part.moves}
    for place, (state, gdp) in enumerate(zip(case.ask.states, case.ask.gdp, strict=True)):
        money = received.reindex([state]).reindex(columns=[first, until]).to_numpy()[0]
        rate = rates.reindex([state]).reindex(columns=[first, until]).to_numpy()[0]
        model = said.get("transfers")
        of_model = float(np.nanmedian(model.effect.values[:, place])) if model is not None else np.nan
        rows.append((state, of_model, 100 * (money[1] - money[0]) / gdp, 100 * (rate[0] / rate[1] - 1)))
    columns = ["state", "transfers_modelled", "remittances_changed", "currency_changed_percent"]
    return pd.DataFrame(rows, columns=columns)
