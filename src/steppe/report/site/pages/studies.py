"""The page of each study, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from steppe.display.format import number
from steppe.methods.loader import list_studies, shipped
from steppe.methods.registry import find
from steppe.methods.run import DRAWS, run
from steppe.report.site.index import index
from steppe.report.site.registry import Made, address, links, page
from steppe.world.world import World


def _names(world: World) -> Sequence[str]:
    return list(shipped())


@page("study-{key}.html", keys=_names, under="studies.html", effort=3)
def study(world: World, key: str) -> Made:
    """The report of a study, run as `steppe run` runs it."""
    result = run(key, world=world)
    method = find(result.method)
    return Made(method.page(result, links("study")), str(method.answer(result)))


@page("studies.html", words="Questions", place=5, shows=("study",))
def studies(world: World, answers: Mapping[str, str]) -> Made:
    """Every study by method: its question, and the answer of its run."""
    groups: dict[str, list[tuple[str, str, str, str]]] = {}
    for loaded in list_studies(world):
        row = (address("study", loaded.name), loaded.study.question, loaded.name, answers[loaded.name])
        groups.setdefault(find(loaded.study.method).title, []).append(row)
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
