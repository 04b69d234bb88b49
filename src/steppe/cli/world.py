"""Commands about the system as data: states, members, overlap, timeline."""

from __future__ import annotations

import enum

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, show, the_world

ON = typer.Option(None, "--on", help="A day, 2015-06-30; by default the day up to which the bundle was compiled.")


class Within(enum.StrEnum):
    """The two answers to who belongs."""

    LAW = "law"
    PRACTICE = "practice"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (states, members, overlap, timeline):
        app.command(cls=Command)(command)


@examples(
    {
        "states --group central-asia": "the five states of Central Asia",
        "states KGZ": "all that is known of Kyrgyzstan, with sources",
    }
)
def states(
    state: str | None = typer.Argument(
        None, help="A state, by code or name; all of a group by default.", autocompletion=completion.state
    ),
    group: str = typer.Option(
        "twelve", "--group", "-g", help="A group: twelve, central-asia, eu27, west …", autocompletion=completion.group
    ),
    format: Format = FORMAT,
) -> None:
    """The states: names, capitals, gauge, languages, leaders; or everything about one."""
    from steppe.world.profiles import state_list, state_profile

    world = the_world()
    if state:
        code = world.state(state)
        show(state_profile(world, code), format, f"{world.state_names[code]} ({code})", spare=("basis", "kind"))
    else:
        show(state_list(world, group), format, f"States of the group {group}")


@examples(
    {
        "members CIS": "who belongs to the CIS today, who has left, and when",
        "members CSTO --on 2012-06-30 --in practice": "who used its seat in the CSTO in the middle of 2012",
    }
)
def members(
    organization: str = typer.Argument(
        ..., help="A body: CIS, EAEU, CSTO, SCO …", autocompletion=completion.organization
    ),
    on: str | None = ON,
    within: Within = typer.Option(Within.LAW, "--in", help="law: who is a member; practice: and uses the seat."),
    format: Format = FORMAT,
) -> None:
    """Who belongs to a body on a day, in law and in practice; each with the page of its start, and how good that is."""
    from steppe.world.profiles import SEAT, member_list

    world = the_world()
    listed, title, notes, totals = member_list(world, organization, on, within.value)
    if format is Format.TABLE:
        listed = [{name: value for name, value in row.items() if name not in ("note", "seat")} for row in listed]
    show(listed, format, title, notes, totals, spare=("confidence", "status", "state", "since"), names=SEAT)


@examples(
    {
        "overlap": "members in common of all main bodies today",
        "overlap --on 2004-05-01": "the same on the day on which the EU took in ten states",
    }
)
def overlap(on: str | None = ON, format: Format = FORMAT) -> None:
    """How many members each body shares with each other body on a day."""
    from steppe.world.dates import on_day
    from steppe.world.profiles import overlap_matrix

    frame, day, part = overlap_matrix(the_world(), on)
    notes = ["Read across: members in law of the row's body that also belong to the column's body."]
    notes += [
        f"Of {body} the bundle has the members of the region and its neighbours only, and counts those."
        for body in part
    ]
    show(frame, format, f"Members in common on {on_day(day)}", notes, spare=("UnionState", "BRICS", "GUAM"))


@examples(
    {
        "timeline KGZ CHN": "all that is dated about Kyrgyzstan and China",
        "timeline ARM CSTO --since 2020": "Armenia and the CSTO since 2020",
    }
)
def timeline(
    name: str = typer.Argument(..., help="A state or a body.", autocompletion=completion.named),
    other: str | None = typer.Argument(
        None, help="A second state or body: what concerns both.", autocompletion=completion.named
    ),
    since: str | None = typer.Option(None, "--since", help="First day, 2014-03-18; of a month or year, its first."),
    until: str | None = typer.Option(None, "--until", help="Last day; of a month or year, its last."),
    full: bool = typer.Option(False, "--full", help="Each exercise by itself; else those of one year are one line."),
    format: Format = FORMAT,
) -> None:
    """Everything dated about a state, a body or a pair; what is known by year alone stands at the end of the year."""
    from steppe.world.chronology import as_precise, chronology, folded

    frame, title = chronology(the_world(), name, other, since, until)
    if format is Format.TABLE:
        frame = frame if full else folded(frame)
        frame = frame.assign(date=as_precise(frame)).drop(columns=["precision", "organization"])
        frame = frame if other else frame.drop(columns="states")
    show(frame, format, title, spare=("confidence", "source"))
