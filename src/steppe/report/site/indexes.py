"""The pages that lead to pairs and to studies: a table and a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from steppe.display.cells import Cell, heat
from steppe.display.charts.tokens import power_of
from steppe.display.format import mark, number, percent
from steppe.display.words import in_text, possessive
from steppe.influence import POWERS, dependence
from steppe.influence.reasons import worded
from steppe.methods.loader import list_studies
from steppe.report.pair import choice
from steppe.report.site import links
from steppe.report.site.jobs import DRAWS

if TYPE_CHECKING:
    from steppe.world.world import World

METHODS = {
    "equilibrium": "Trade in equilibrium",
    "bargaining": "Bargaining in a body",
    "patronage": "Powers that compete for a state",
    "membership": "Joining and leaving",
    "network": "Who sits with whom",
}
"""Methods of studies, in words; one that is not named here stands by its own name."""


# ------------------------------------------------------------------------- pairs
def pairs(world: World, leads: Mapping[str, str]) -> dict[str, Any]:
    """What the page of all pairs shows; `leads` are the sentences of their pages by key."""
    choices = choice.pairs(world)
    year = int(world.sql("select max(year) as year from trade")["year"].iloc[0])
    twelve = sorted(world.group("twelve"), key=lambda state: world.state_names[state])
    shares = worded(dependence(world, twelve, POWERS, "trade", year)).set_index(["state", "partner"])
    names = {**world.state_names, "EU": "EU-27"}
    address = {(one.first, one.second): links.of_pair(one) for one in choices}
    return {
        "title": "Pairs",
        "headline": _headline(shares, names, year),
        "year": year,
        "powers": [power for code in POWERS if (power := power_of(code))],
        "rows": [(names[state], links.of_state(state), _cells(state, shares, address)) for state in twelve],
        "notable": [
            (links.of_pair(one), f"{names[one.first]} and {in_text(names[one.second])}", one.why, leads[one.key])
            for one in choices
            if not one.by_power
        ],
        "count": number(len(choices)),
    }


def _cells(state: str, shares: pd.DataFrame, address: Mapping[tuple[str, str], str]) -> list[tuple[Cell, str]]:
    """A cell a power and the page of the pair; nothing where the two are one."""
    cells = []
    for code in POWERS:
        row = shares.loc[(state, code)]
        power = power_of(code)
        assert power is not None  # the five
        where = address.get((state, code)) or address.get((code, state)) or ""
        why = "itself" if state == code else row["missing"]
        cells.append((heat(row["share"], power.token, mark(row["basis"]), why), where))
    return cells


def _headline(shares: pd.DataFrame, names: Mapping[str, str], year: int) -> str:
    state, power = shares["share"].idxmax()
    whose, most = possessive(names[state]), percent(shares["share"].max())
    return f"{whose} goods trade hangs most on one power: {most} % ran with {in_text(names[power])} in {year}"


# ----------------------------------------------------------------------- studies
def studies(world: World, answers: Mapping[str, str]) -> dict[str, Any]:
    """What the page of all studies shows; `answers` are those of their runs by name."""
    groups: dict[str, list[tuple[str, str, str, str]]] = {}
    for loaded in list_studies(world):
        method = loaded.study.method
        row = (links.of_study(loaded.name), loaded.study.question, loaded.name, answers[loaded.name])
        groups.setdefault(METHODS.get(method, method.capitalize()), []).append(row)
    total = sum(map(len, groups.values()))
    return {
        "title": "Studies",
        "headline": f"{number(total)} questions, each with the answer that the model computes",
        "draws": DRAWS,
        "groups": list(groups.items()),
    }
