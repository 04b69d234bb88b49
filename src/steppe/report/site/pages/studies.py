"""The page of each study, and the gallery that leads to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from steppe.display.format import number
from steppe.methods.card import card, drawn
from steppe.methods.loader import list_studies, shipped
from steppe.methods.registry import find
from steppe.methods.run import DRAWS, run
from steppe.report.site.index import index
from steppe.report.site.registry import Entry, Made, address, finds, links, page
from steppe.world.world import World

FIELDS = ("verdict", "sentence", "caveat", "about")
"""What a card of the gallery has."""


def _names(world: World) -> Sequence[str]:
    return list(shipped())


@page("study-{key}.html", keys=_names, under="studies.html", seconds=20)
def study(world: World, key: str) -> Made:
    """The report of a study, run as `steppe run` runs it; its card, as JSON, leads to it."""
    result = run(key, draws=DRAWS, world=world)
    method = find(result.method)
    return Made(method.page(result, links("study")), json.dumps(card(result, method.answer(result)).document()))


@page("studies.html", words="Questions", place=5, shows=("study",))
def studies(world: World, cards: Mapping[str, str]) -> Made:
    """Every study by method: its question, its verdict and one small chart."""
    groups: dict[str, list[dict[str, object]]] = {}
    verdicts: dict[str, None] = {}
    for loaded in list_studies():
        shown = json.loads(cards[loaded.name])
        words = " ".join(map(str, (loaded.study.question, loaded.name, shown["verdict"], shown["sentence"])))
        entry = {
            **{field: shown[field] for field in FIELDS},
            "chart": drawn(shown["rows"], f"card-{loaded.name}") if shown["rows"] else "",
            "href": address("study", loaded.name),
            "question": loaded.study.question,
            "name": loaded.name,
            "words": words.lower(),
        }
        verdicts[str(shown["verdict"])] = None
        groups.setdefault(find(loaded.study.method).title, []).append(entry)
    total = sum(map(len, groups.values()))
    return index(
        world,
        "studies",
        "site",
        "content",
        title="Questions",
        headline=f"{number(total)} questions, each with the answer that the model computes",
        draws=DRAWS,
        groups=list(groups.items()),
        verdicts=list(verdicts),
    )


@finds("Question", weight=2)
def questions(world: World) -> Iterable[Entry]:
    """Every study, by what it asks."""
    yield Entry("All questions", address("studies"), "studies gallery scenarios")
    for loaded in list_studies():
        about = find(loaded.study.method).title
        yield Entry(loaded.study.question, address("study", loaded.name), loaded.name.replace("-", " "), about)
