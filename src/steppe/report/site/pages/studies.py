"""The page of each study, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from steppe.display.format import number
from steppe.methods import view as answer
from steppe.methods.equilibrium import view as equilibrium
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.loader import list_studies, shipped
from steppe.methods.pages import page_of
from steppe.methods.run import run
from steppe.report.site.index import index
from steppe.report.site.registry import Made, address, links, page
from steppe.scenario.result import Result
from steppe.world.world import World

DRAWS = 20
"""Draws of the studies of the site: enough to see the size of an interval, few enough to wait for."""
METHODS = {
    "equilibrium": "Trade in equilibrium",
    "bargaining": "Bargaining in a body",
    "patronage": "Powers that compete for a state",
    "membership": "Joining and leaving",
    "network": "Who sits with whom",
}
"""Methods of studies, in words; one that is not named here stands by its own name."""


def _names(world: World) -> Sequence[str]:
    return list(shipped())


@page("study-{key}.html", keys=_names, under="studies.html", effort=3)
def study(world: World, key: str) -> Made:
    """The report of a study, run with few draws."""
    result = run(key, world, draws=DRAWS)
    return Made(page_of(result, world, site=links("study")), _answer(result, world))


def _answer(result: Result, world: World) -> str:
    """The answer of a run as its page has it."""
    if isinstance(result, EquilibriumResult):
        return equilibrium.view(result, world).answer
    return answer.view(result, world).named(result.answer)


@page("studies.html", words="Studies", place=4, shows=("study",))
def studies(world: World, answers: Mapping[str, str]) -> Made:
    """Every study by method: its question, and the answer of its run."""
    groups: dict[str, list[tuple[str, str, str, str]]] = {}
    for loaded in list_studies(world):
        method = loaded.study.method
        row = (address("study", loaded.name), loaded.study.question, loaded.name, answers[loaded.name])
        groups.setdefault(METHODS.get(method, method.capitalize()), []).append(row)
    total = sum(map(len, groups.values()))
    return index(
        world,
        "studies",
        "site",
        title="Studies",
        headline=f"{number(total)} questions, each with the answer that the model computes",
        draws=DRAWS,
        groups=list(groups.items()),
    )
