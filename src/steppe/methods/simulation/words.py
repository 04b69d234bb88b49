"""The answer of a run in words, and what must be read before it: where the rules have shown no skill."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from steppe.display.format import chance, figure, listed
from steppe.methods.answer import Answer, Verdict
from steppe.methods.result import Table
from steppe.methods.simulation.couplings import OUTPUT_FOLLOWS
from steppe.methods.simulation.machine import CHOSEN_ON, Setup
from steppe.methods.simulation.panels import MISSING, panel
from steppe.methods.simulation.rules import MASS
from steppe.methods.simulation.study import About, SimulationStudy
from steppe.methods.simulation.tables import LED, POWER
from steppe.world.points import MOST as MOST_DRAWS
from steppe.world.points import rounded
from steppe.world.world import World

SURE = 0.9
"""Chance from which a lead is called one, and 1 less it from which it is called none."""
FINEST = 0.03
"""Error that an answer gives a figure at least: a tenth of a point is its last digit."""
HALF, TWICE = 0.5, 2.0
"""A chance is above another only by more than twice its Monte Carlo error."""
MOST = 3
"""States, or outcomes, that a sentence names."""
NAMES = {"trade": "trade", "debt": "debt service", "arms": "arms", "positions": "votes", "transfers": "remittances"}
WHOLES = {
    "growth": ("output", "%"),
    "transfers": ("receipt of remittances", "% of GDP"),
    "income": ("income", "% of GDP"),
}
"""Layers without partners, and their units in a sentence."""


def answer(
    study: SimulationStudy, tables: Mapping[str, Table], known: pd.DataFrame, world: World, until: int
) -> Answer:
    """The answer, by what the study asks about."""
    about = study.about
    if about.kind == "nothing":
        return Answer(Verdict.NOT_ANSWERABLE, about.needed)
    made = {"fans": _fans, "leads": _leads, "seats": _seats, "difference": _difference, "agenda": _agenda}[about.kind]
    return made(study, tables, known, until)


def _caveat(about: About) -> str:
    return f"Left out: {about.left_out}." if about.left_out else ""


def _of(frame: pd.DataFrame, about: About, until: int) -> pd.DataFrame:
    layer = "output" if about.layer == "growth" else about.layer
    rows = frame[frame["layer"].eq(layer) & frame["year"].eq(until)]
    if about.partner and about.layer not in WHOLES:
        rows = rows[rows["partner"].eq(about.partner)]
    return rows[rows["state"].isin(about.states)] if about.states else rows


def _fans(study: SimulationStudy, tables: Mapping[str, Table], known: pd.DataFrame, until: int) -> Answer:
    """How wide the fans are, and one of them as an example."""
    table, about = tables["fans"], study.about
    rows = _of(table.frame, about, until)
    wide = float((rows["high"] - rows["low"]).median())
    one = rows.loc[rows["median"].idxmax()]
    ends = " to ".join(_figures(table, one, "low", "high"))
    far = known[known["layer"].eq(about.layer)].iloc[-1]
    verdict = Verdict.LIKELY if far["skill"] == "yes" else Verdict.OPEN
    what = f"{POWER.get(about.partner or '', 'a partner')}’s share of {NAMES.get(about.layer, about.layer)}"
    what = WHOLES[about.layer][0] if about.layer in WHOLES else what
    sentence = (
        f"In {until} {what} has a 90 % band of {wide:.0f} points in the median state; it is highest in {one.state}, "
        f"{ends} %."
    )
    return Answer(verdict, sentence, _caveat(about) or "Energy and agendas do not move.")


def _figures(table: Table, row: pd.Series[float], *names: str) -> list[str]:
    """Figures of a row, each with the digits that its own Monte Carlo error leaves it."""
    return [figure(row[name], max(_error(table, row, name), FINEST)) for name in names]


def _error(table: Table, row: pd.Series[float], name: str) -> float:
    return 0.0 if table.errors is None else float(table.errors.loc[row.name, name])


def _leads(study: SimulationStudy, tables: Mapping[str, Table], known: pd.DataFrame, until: int) -> Answer:
    """Where a power leads another with a chance of `SURE`, and in how many states it is behind, layer by layer."""
    about = study.about
    table = tables["leads"]
    errors = table.errors if table.errors is not None else 0 * table.frame[list(LED)]
    keep = table.frame["year"].eq(until) & (table.frame["state"].isin(about.states) if about.states else True)
    low, high = (table.frame[list(LED)] + side * TWICE * errors for side in (-1, 1))
    ahead, behind = (
        holds[keep]
        .assign(state=table.frame["state"])
        .melt("state", var_name="layer", value_name="holds")
        .query("holds")
        for holds in (low >= SURE, high <= 1 - SURE)
    )
    one, other = POWER[about.partner or "CHN"], POWER[about.over or "RUS"]
    leading, losing = (_by_layer(rows) or "nothing" for rows in (ahead, behind))
    sentence = (
        f"With 90 % chance {one} leads {other} in {until} in {leading}; {other} leads in {losing}. The rest is open."
    )
    return Answer(Verdict.LIKELY if len(ahead) else Verdict.OPEN, sentence, _caveat(about))


def _by_layer(rows: pd.DataFrame) -> str:
    """`trade in KAZ and UZB, arms in 4 states`: up to `MOST` states by code."""
    parts = []
    for layer, own in rows.groupby("layer", sort=False):
        states = own["state"].tolist()
        few = len(states) <= MOST
        count = f"{len(states)} state{'s' if len(states) > 1 else ''}"
        parts.append(f"{NAMES[str(layer)]} in {listed(states) if few else count}")
    return ", ".join(parts)


def _seats(study: SimulationStudy, tables: Mapping[str, Table], known: pd.DataFrame, until: int) -> Answer:
    """The chance of one seat or of several."""
    about = study.about
    rows = tables["seats"].frame
    rows = rows[rows["organization"].eq(about.body) & rows["state"].isin(about.states)]
    told = [f"{row['state']} {chance(row[f'seat_{until}'], row['low'], row['high'])}" for _, row in rows.iterrows()]
    verdict = Verdict.LIKELY if (rows["low"] > HALF).all() else Verdict.OPEN
    if (rows["high"] < HALF).all():
        verdict = Verdict.UNLIKELY
    return Answer(verdict, f"A seat in the {about.body} by the end of {until}: {listed(told)}.", _caveat(about))


def _difference(study: SimulationStudy, tables: Mapping[str, Table], known: pd.DataFrame, until: int) -> Answer:
    """What the scenario changes, where it changes anything by more than twice the error."""
    about, table = study.about, tables["difference"]
    rows = _of(table.frame, about, until)
    if not (rows[["median", "low", "high"]].abs() > 0).any(axis=None):
        none = about.needed or "Nothing that was estimated leads from it to any tie."
        return Answer(Verdict.NOT_ANSWERABLE, none, _caveat(about))
    one = rows.loc[rows["median"].abs().idxmax()]
    figures = _figures(table, one, "median", "low", "high")
    side, near = (1.0, "low") if one["median"] > 0 else (-1.0, "high")
    holds = side * one[near] > TWICE * _error(table, one, near)
    what, unit = WHOLES.get(about.layer) or (f"{NAMES[about.layer]} with {POWER[str(one['partner'])]}", "points")
    change = f"{one.state}’s {what} changes most by {until}: {figures[0]} {unit} ({figures[1]} to {figures[2]})"
    begin = f"If {about.condition}, " if about.condition else ""
    sentence = f"{begin}{change}{'' if holds else '; the sign does not hold'}."
    return Answer(Verdict.ASSUMED if begin else Verdict.OPEN, sentence, _caveat(about))


def _agenda(study: SimulationStudy, tables: Mapping[str, Table], known: pd.DataFrame, until: int) -> Answer:
    """What becomes of the first item: its likeliest outcomes."""
    table, agenda = tables["agendas"], study.agenda[0]
    errors = table.frame["chance"] * 0.0 if table.errors is None else table.errors["chance"]
    rows = table.frame.assign(error=errors)
    rows = rows[rows["item"].eq(agenda.issue[0].name) & rows["date"].eq(agenda.date) & rows["chance"].gt(0)]
    rows = rows.sort_values("chance", ascending=False, kind="stable")
    first = [f"{row.outcome} {chance(row.chance, error=row.error)}" for row in rows.head(MOST).itertuples()]
    told = listed([*first, *(["others less"] if len(rows) > MOST else [])])
    condition = study.about.condition or "positions are as the agenda has them"
    item = f"the {agenda.body} decides on {agenda.issue[0].called} in {agenda.date.year}"
    return Answer(Verdict.ASSUMED, f"If {condition}, {item}: {told}.", _caveat(study.about))


def without_skill(known: pd.DataFrame) -> str:
    """Where the rules did better than the stronger simple one on later years, and where not: to be read first."""
    better, none = [], []
    for layer, own in known.groupby("layer", sort=False):
        bands = [band for band, skill in zip(own["horizons"], own["skill"], strict=True) if skill == "yes"]
        years = f"{bands[0].split()[0]} to {bands[-1].split()[-1]} years ahead" if bands else ""
        if layer == "growth":
            years += "; the rule, not the Outlook"
        if bands:
            better.append(f"{NAMES.get(str(layer), layer)} ({years})")
        else:
            none.append(NAMES.get(str(layer), str(layer)))
    said = f"the rules beat the stronger simple one in {listed(better) or 'nothing'}"
    return f"Tested on the years after {CHOSEN_ON}, {said}; in {listed(none) or 'nothing'} they do not."


def read_first(study: SimulationStudy, setup: Setup) -> Iterator[str]:
    """What a score does not mean, and what is assumed, before any figure."""
    if setup.fitted["trade"].rule.drift == MASS:
        yield "Trade moves with the partner’s growth by a rule found on 2005 to 2020: its scores are a reproduction."
    if study.assume:
        yield f"Assumed: {listed(list(study.assume))}. The table without it stands beside."


def coarse(rows: pd.DataFrame, draws: int) -> Iterator[str]:
    """That draws are too few for whole points, where most bands have no more than tens; and how many are enough.

    A Monte Carlo error falls with the root of the draws.
    """
    twice = TWICE * float(rows["error"].median())
    if twice > 1:
        enough = rounded(min(math.ceil(draws * twice**2), MOST_DRAWS))
        tell = f"about {enough:,} (`--draws {enough}`) tell whole points"
        yield f"{draws:,} draws tell most bands to ten points only; {tell}."


def notes(setup: Setup, world: World) -> Iterator[str]:
    """Where each layer begins, which rule moves it, and what is not moved."""
    for name, one in setup.fitted.items():
        years = sorted({one.panel.years[place] for place in one.panel.last})
        span = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
        yield f"{panel(world, name).title}: moved from {span} by the rule {one.rule.name}."
    yield from _of_channels(setup)
    rule = setup.growth.errors.rule.name
    yield f"Growth: World Economic Outlook of October 2025 to 2030, its last year after it; errors of the rule {rule}."
    yield from (f"Not moved: {name}: {why}." for name, why in MISSING.items())
    yield (
        "Agendas go to their bodies, with the seats of each draw, and move nothing else."
        if setup.study.agenda
        else "Agendas do not go to the bodies: no agenda has a date after the start."
    )


def _of_channels(setup: Setup) -> Iterator[str]:
    """What the events move through channels of income, what they do not, and what is not on record."""
    moved, idle = (
        dict.fromkeys(one.part.name for one in setup.gains if one.counted == counts) for counts in (True, False)
    )
    output = "" if OUTPUT_FOLLOWS in setup.study.assume else "; output is not"
    if moved:
        yield f"Income is moved, in % of GDP as it would have been, by {listed(list(moved))}{output}."
    if idle:
        yield f"Nothing is moved by {listed(list(idle))}: assumed, or no score earns it; table channels."
    yield from (
        f"No figure of {state}: {why}."
        for one in setup.gains
        if one.counted
        for state, why in one.effect.missing.items()
    )
