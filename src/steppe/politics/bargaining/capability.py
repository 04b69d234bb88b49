"""Capabilities from the bundle: the size of a state's economy or people in the year before the meeting.

Which measure stands for what a state can put in is an assumption of the agenda, and with two thirds of a body's output
one state's position is nearly the compromise. So agendas should be run with `equal` as well; the sensitivity table says
when it matters.
"""

from __future__ import annotations

from steppe.politics.bargaining.agenda import Agenda
from steppe.world.errors import UserError
from steppe.world.world import World


def capabilities(agenda: Agenda, world: World) -> dict[str, float]:
    """Share of each actor that states no capability of its own in the sum of all such actors.

    The year is that before the agenda's date, or the last one before it with a figure.

    Raises
    ------
    UserError
        An actor is not a state with such a figure, and has no capability of its own.
    """
    asked = agenda.unsized
    if agenda.capability == "equal":
        return {name: 1.0 for name in asked}
    size = sizes(world, agenda.capability, agenda.date.year)
    for name in asked:
        if name not in size:
            raise UserError(
                f"the bundle has no {agenda.capability} of {name} before {agenda.date.year}: "
                "give the actor a capability with its reason"
            )
    total = sum(size[name] for name in asked)
    return {name: float(size[name] / total) for name in asked}


def sizes(world: World, measure: str, year: int) -> dict[str, float]:
    """Size of every state in the year before `year`, or the last one before it with a figure; "equal" is 1 for all."""
    if measure == "equal":
        return dict.fromkeys(world.state_names, 1.0)
    frame = world.sql(
        "select state, arg_max(value, year * 10 + (source = 'wdi')::int) as value from macro "
        "where concept = ? and year < ? and status = 'actual' group by state",
        [measure, year],
    )
    return dict(zip(frame["state"], frame["value"].astype(float), strict=True))
