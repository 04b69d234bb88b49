"""Why, in words: the dated steps of a seat, the notice that its law asks for, what an application has come to.

Law and practice are told apart: a step says what was done, the notice is what the body's law asks, and where none is on
record it is said so.
"""

from __future__ import annotations

from datetime import date

from steppe.politics.membership.seats import LAPSED, NOTHING, OUTSIDE, USED, Stay, stays
from steppe.world.tables import remembered
from steppe.world.world import World

LETTERS = {"year": 4, "month": 7, "day": 10}
"""Of a date, by how exact it is."""

SINCE = 2000
"""Applications from this year on are named beside all."""


def steps(world: World, seat: Stay) -> str:
    """`2026-03-11 the cabinet approved it; …; in law a notice of 12 months is needed, none on record`."""
    told = [f"{day} {what}" for day, what, _ in _steps(world).get((seat.state, seat.body), ())]
    if not told:
        return f"{'in use' if seat.standing == USED else seat.standing} since {seat.start}; no step to leave on record"
    return "; ".join([*told, notice(world, seat.body, seat.state)])


def notice(world: World, body: str, state: str) -> str:
    """What notice an exit takes in law, and whether one is on record."""
    months = _notice(world).get(body)
    given = any(act == "notice" for _, _, act in _steps(world).get((state, body), ()))
    law = f"in law notice of {months:.0f} months" if months else "in law notice of a length not known"
    return f"{law}, {'given' if given else 'none on record'}"


def applied(world: World, state: str) -> str:
    """When a state applied to the EU, and what came of applications of late."""
    (row,) = world.records(
        "from eu_applications where state = ? and acceded is null order by applied desc limit 1", [state]
    )
    made = [f"applied {row['applied']:%Y-%m-%d}", f"candidate since {row['candidate']:%Y-%m-%d}"]
    made += [f"frozen since {row['frozen']:%Y-%m-%d}"] if row["frozen"] and not row["thawed"] else []
    late = world.records(
        "select count(*) as made, count(acceded) as acceded, max(acceded) as last from eu_applications "
        "where year(applied) >= ?",
        [SINCE],
    )[0]
    made.append(f"of {late['made']} who applied since {SINCE}, {late['acceded']} acceded, in {late['last']:%Y}")
    return "; ".join(made)


def outside(world: World, one: Stay) -> str:
    """How it stands outside, and which body of its own bars it."""
    since = f"{one.standing} since {one.start}"
    if standing(world, one) == LAPSED:
        since = (
            f"observer in law since {_in_law_since(world, one)}, not used since {one.start}; no application on record"
        )
    bars = [other for other in _excluded(world, one.body) if _sits(world, other, one.state)]
    bar = f"; would have to leave {bars[0]} first" if bars else ""
    return ("no application on record" if standing(world, one) == NOTHING else since) + bar


def standing(world: World, one: Stay) -> str:
    """How a standing is told: one outside that the tables have a spell of, but that is not used, is no blank."""
    return LAPSED if one.standing == NOTHING and one in stays(world) else one.standing


def _in_law_since(world: World, one: Stay) -> date:
    """First day of what a state holds outside, used or not, without a gap."""
    first = one.start
    before = [was for was in stays(world) if (was.body, was.state) == (one.body, one.state) and was.start < one.start]
    for was in sorted(before, key=lambda was: was.start, reverse=True):
        if was.standing not in (OUTSIDE, NOTHING) or was.end != first:
            break
        first = was.start
    return first


def _excluded(world: World, body: str) -> list[str]:
    mine = world.organization(body).rules.exclusive_with
    theirs = world.sql("select organization from organizations order by 1")["organization"]
    return [name for name in theirs if name in mine or body in world.organization(name).rules.exclusive_with]


def _sits(world: World, body: str, state: str) -> bool:
    return state in world.members(body)


@remembered(maxsize=1)
def _steps(world: World) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in world.records("from exit_steps order by date, step"):
        day = str(row["date"])[: LETTERS[row["precision"]]]
        found.setdefault((row["state"], row["organization"]), []).append((day, row["what"], row["act"]))
    return found


@remembered(maxsize=1)
def _notice(world: World) -> dict[str, float]:
    rows = world.records("from organization_rules where rule = 'exit_notice' and value_num is not null order by clause")
    return {row["organization"]: row["value_num"] for row in rows}
