"""Which body serves a state on an issue, in tables and words: what each settles is reckoned in `bargaining_put`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.display.format import listed, number
from steppe.methods.answer import Answer, Verdict
from steppe.methods.bargaining.bodies import Compared, Put, put_before
from steppe.methods.bargaining.figures import (
    Figure,
    Floats,
    Reply,
    ResultRow,
    beyond,
    cited,
    coding,
    figure,
    frame,
    points,
    record,
    row,
    share_of_draws,
    spanned,
)
from steppe.methods.bargaining.study import Formats
from steppe.methods.result import tabled
from steppe.methods.summary import mean
from steppe.politics.bargaining.session import BILATERAL
from steppe.world.world import World

NAMED = 2
"""Bodies that an answer names."""
MUCH = 25.0
"""Percentage points of all effort from which one body's means are said to be larger."""


def compare(asked: Formats, world: World, draws: int, seed: int) -> Reply:
    """Answer `[formats]`."""
    cases = [put_before(asked.of, case, world, draws, seed + place) for place, case in enumerate(asked.case)]
    agendas = list(dict.fromkeys(one.case.agenda for one in cases))
    used = {one.case.agenda: one.agenda for one in cases}
    tables = (
        tabled("bodies", "bodies", pd.concat([_body_rows(one) for one in cases], ignore_index=True)),
        tabled("stances", "who would do what", pd.concat([one.without_noise for one in cases], ignore_index=True)),
        tabled(
            "bilateral", "with each partner alone", pd.concat([_pair_rows(one) for one in cases], ignore_index=True)
        ),
        tabled(
            "equal-capability",
            "if all were equally capable",
            pd.concat([_equal_rows(one) for one in cases], ignore_index=True),
        ),
    )
    assumed = [entry for name in agendas for entry in coding(used[name])]
    return Reply(
        answer=answer(cases[0], record(world)),
        results=frame([entry for one in cases for entry in _rows(asked.of, one)]),
        tables=tuple(table for table in tables if not table.frame.empty),
        notes=(*(words(asked.of, one) for one in cases), *_notes(cases)),
        assumed=tuple(dict.fromkeys(assumed)),
        sources=tuple({source for name in agendas for source in cited(used[name], world)} | {"steppe-spells"}),
        year=max(one.agenda.date.year for one in cases),
        settings={"of": asked.of, "agendas": ", ".join(agendas)},
    )


# -------------------------------------------------------------------- tables
def _rows(of: str, one: Compared) -> list[ResultRow]:
    year, name = one.agenda.date.year, _called(one)
    units = {"outcome": "scale of the issue", "gain": "points of 100", "bound": "states", "means": "% of all effort"}
    rows = [
        row(
            put.body,
            of,
            year,
            measure=f"{measure}, {name}",
            unit=unit,
            of=figure(drawn(getattr(put, measure))),
            basis="assumed",
        )
        for measure, unit in units.items()
        for put in one.puts
        if len(drawn(getattr(put, measure)))
    ]
    share = "share of the draws"
    rows += [
        row(put.body, of, year, measure=f"decides, {name}", unit=share, of=put.decides, basis="assumed")
        for put in one.puts
    ]
    happened = one.agenda.issue_named(one.case.issue).outcome
    if happened is not None:
        body = one.agenda.body
        rows.append(
            row(
                body,
                "",
                happened.date.year,
                measure=f"happened, {name}",
                unit=units["outcome"],
                of=happened.position,
                basis="reported",
            )
        )
    return rows


def _body_rows(one: Compared) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "case": _called(one),
                "body": put.body,
                "rule": put.rule.title,
                "at the table": len(put.seats),
                "outcome": spanned(figure(put.outcome)),
                "decides, % of draws": mean(100 * put.moved),
                "bound": mean(put.bound),
                "held back by": put.holder or "nobody",
                "in % of draws": 100 * put.held,
            }
            for put in one.puts
        ]
    )


def _pair_rows(one: Compared) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "case": _called(one),
                "partner": pair.body,
                "outcome": spanned(figure(pair.outcome)),
                "gain": spanned(figure(pair.gain), sign=True),
                "agrees, % of draws": mean(100 * pair.moved),
            }
            for pair in one.pairs
        ]
    )


def _equal_rows(one: Compared) -> pd.DataFrame:
    """The gains if every actor were equally capable."""
    return pd.DataFrame(
        [
            {
                "case": _called(one),
                "body": put.body,
                "outcome": spanned(figure(put.outcome)),
                "gain": spanned(figure(put.gain), sign=True),
            }
            for put in one.equal
        ]
    )


# --------------------------------------------------------------------- words
def drawn(draws: Floats) -> Floats:
    """Draws in which there is a figure."""
    return draws[~np.isnan(draws)]


def answer(one: Compared, record: str) -> Answer:
    """The plain mean of the positions in each body, and the model as a contrast."""
    puts = sorted(one.puts, key=lambda put: put.body == BILATERAL)[:NAMED]
    means = [f"{_of(put.plain, one)}{' of 100' if put is puts[0] else ''} in {_by(put)}" for put in puts]
    models = listed([_of(put.outcome, one) for put in puts])
    sentence = f"The plain mean of positions on {_called(one)} is {listed(means)}; the model says {models}."
    return Answer(Verdict.ASSUMED, sentence, record)


def _of(draws: Floats, one: Compared) -> str:
    """A median on the scale from 0 to 100, whole."""
    found = figure((draws - one.question.low) / one.question.width * 100)
    return number(found.value)


def _called(one: Compared) -> str:
    return one.agenda.issue_named(one.case.issue).called


def words(of: str, one: Compared) -> str:
    """What a case comes to: who serves the state best, with whose means, who holds it back, and whether that is sure.

    Words follow the draws: of two bodies one is ahead only if the whole interval of their difference is.
    """
    best, second = one.puts[0], one.puts[1] if len(one.puts) > 1 else None
    gain = figure(best.gain)
    sentences = [f"On {_called(one)}, {_by(best)} {_serves(gain)} {of}: {_gain(gain)}{_ahead(best, second)}."]
    rich = max(one.puts, key=_means)
    if _means(rich) > _means(best) + MUCH:
        sentences.append(_trade_off(best, rich))
    held = rich if rich.holder else max(one.puts, key=lambda put: put.held)
    if held.holder:
        sentences.append(f"{held.holder} holds the {held.body} back in {share_of_draws(held.held)}.")
    return " ".join([*sentences, *_if_equal(one)])


def _gain(of: Figure) -> str:
    return f"{spanned(of, sign=True)} points of 100"


def _means(put: Put) -> float:
    """Mean of the means where there are any; 0 where the body never decides."""
    there = drawn(put.means)
    return float(there.mean()) if len(there) else 0.0


def _if_equal(one: Compared) -> list[str]:
    """Which body would be ahead if all were equally capable; nothing where it is the same one."""
    best = one.equal[0]
    if best.body == one.puts[0].body:
        return []
    return [f"If all were equally capable, {_by(best)} would be ahead, with {_gain(figure(best.gain))}."]


def _by(put: Put) -> str:
    return "a bilateral deal" if put.body == BILATERAL else f"the {put.body}"


def _serves(gain: Figure) -> str:
    """How a gain is spoken of: a body that serves best may still do nothing, or harm."""
    return {"rises": "serves", "falls": "harms", "stays": "changes nothing for"}.get(gain.verdict, "may serve")


def _ahead(best: Put, second: Put | None) -> str:
    if second is None:
        return ""
    difference = figure(best.gain - second.gain)
    other = "a bilateral way" if second.body == BILATERAL else f"the {second.body}"
    if difference.verdict == "rises":
        return f", {spanned(difference)} more than {other}"
    if difference.verdict == "stays":
        return f", no more than {other}"
    return f"; whether more than {other} is open, the difference being {spanned(difference, sign=True)}"


def _trade_off(best: Put, rich: Put) -> str:
    """What moving the issue to the body with the largest means would buy, and cost."""
    both = ~np.isnan(best.means) & ~np.isnan(rich.means)
    where = "Bilaterally there is a decision" if rich.body == BILATERAL else f"The {rich.body} decides"
    bought = f"{points(_means(rich))} % of all effort behind it instead of {points(_means(best))} %"
    lead = f"{where} in {share_of_draws(rich.decides)}, then with {bought}"
    more, cost = figure((rich.means - best.means)[both]), figure(best.gain - rich.gain)
    if more.verdict != "rises":
        return f"{lead}, which is not surely more."
    if cost.verdict == "rises":
        return f"{lead}, and costs {spanned(cost)} points: the move buys means with position."
    return f"{lead}; whether that costs anything is open, {spanned(cost, sign=True)} points."


def _notes(cases: Sequence[Compared]) -> tuple[str, ...]:
    seats = []
    for one in cases:
        for put in one.puts:
            seats.append(f"{one.case.name}, {put.body}: {', '.join(put.seats)}.")
    return (
        "A body settles at the compromise of those members that have a position, as far as its rule lets it go; "
        "members without a position on the issue do not take part.",
        *seats,
        "Bilateral figures are averages over the partners; resources are those of the strongest pair.",
        beyond(),
        "What the signatories do afterwards, and what a body's staff and money add, is not in the model.",
    )
