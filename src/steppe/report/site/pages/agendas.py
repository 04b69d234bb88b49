"""Agendas of bodies: a page for each that comes with steppe, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steppe.display.format import day
from steppe.politics.bargaining.reading import agenda_names, read_agenda
from steppe.politics.bargaining.session import negotiate_agenda
from steppe.report.agenda import page as agenda_page
from steppe.report.agenda.view import forecast_words
from steppe.report.agenda.view import view as view_of
from steppe.report.site.index import index
from steppe.report.site.pages.organizations import addresses_of
from steppe.report.site.registry import Entry, Made, address, finds, links, page
from steppe.world.world import World

DRAWS, SEED = 1024, 1
"""Draws of an agenda, as `steppe bargain` has them."""


def _names(world: World) -> Sequence[str]:
    return agenda_names()


@page("agenda-{key}.html", keys=_names, under="studies.html", seconds=8)
def agenda(world: World, key: str) -> Made:
    """What a body would agree on, and what happened."""
    asked = read_agenda(key, world)
    view = view_of(negotiate_agenda(asked, world, draws=DRAWS, seed=SEED), world, asked, DRAWS, SEED)
    bodies = addresses_of(world)
    related = [(bodies[asked.body], f"the {asked.body}")] if asked.body in bodies else []
    related.append((address("agendas"), "all agendas"))
    lead = " ".join(forecast_words(one) for one in view.issues[:1])
    return Made(agenda_page.page(view, links("agenda"), related), lead)


@page("agendas.html", under="studies.html", shows=("agenda",))
def agendas(world: World, leads: Mapping[str, str]) -> Made:
    """Every agenda: body, day, what is asked, what the model forecasts, how many outcomes are known."""
    rows = []
    for name in agenda_names():
        one = read_agenda(name, world)
        known = sum(issue.outcome is not None for issue in one.issue)
        rows.append(
            (
                address("agenda", name),
                one.title,
                one.question,
                f"{one.body}, {day(one.date)}",
                leads[name],
                known,
                len(one.issue),
            )
        )
    scored = sum(row[5] for row in rows)
    return index(
        world,
        "agendas",
        "site",
        "content",
        title="Agendas",
        headline=f"{len(rows)} agendas before bodies of the region, {scored} of their issues with a known outcome",
        rows=rows,
    )


@finds("Agenda")
def agenda_entries(world: World) -> Iterable[Entry]:
    """Every agenda, by its title."""
    yield Entry("Agendas", address("agendas"), "bargaining")
    for name in agenda_names():
        one = read_agenda(name, world)
        yield Entry(one.title, address("agenda", name), f"{name} {one.body}", one.question)
