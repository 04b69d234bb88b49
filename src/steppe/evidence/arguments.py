"""What arguments of queries may hold, checked before a query of a user is asked.

Types are those of the query's signature. What a text may name stands in `arguments.csv` by argument, and by the
beginning of the query's name where one argument means two things; the longest beginning counts. `takes` is

    state, group, organization, actor   a name of that kind; an actor is any of the three
    group or states                     one group as text, or a list of states
    date                                a year as a number, or a day as year-month-day
    query                               the name of a query, whose arguments stand in `args`, `before` and `after`
    TABLE.COLUMN                        a value that stands in that column

and any text where it is empty or the argument is not listed.
"""

from __future__ import annotations

import csv
import inspect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from steppe.evidence.query import registry
from steppe.scenario import complaints
from steppe.scenario.problem import Problem
from steppe.world.dates import TODAY, as_date
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.tables import remembered
from steppe.world.toml import Path
from steppe.world.world import World

FIRST, LAST = 1900, TODAY.year + 10
"""Years that a date may have."""
NESTED = ("args", "before", "after")
"""Arguments that hold arguments of the query named in `query`."""


def problems(world: World, name: str, arguments: Mapping[str, Any], path: Path = ()) -> Iterator[Problem]:
    """Everything that is wrong with a query and its arguments.

    Parameters
    ----------
    name
        Of the query.
    path
        Where the measure stands in its document: it holds `query` and `args`.
    """
    if name not in registry():
        hint = look_alike(name, list(registry())) or "; docs/reference/queries.md lists them"
        yield Problem((*path, "query"), f'there is no query "{name}"{hint}')
        return
    yield from _problems(world, name, arguments, (*path, "args"))


def takes(name: str, argument: str) -> str:
    """What an argument of a query may name, as `arguments.csv` has it; empty for any text."""
    fits = [(beginning, kind) for beginning, kind in _listed().get(argument, ()) if name.startswith(beginning)]
    return max(fits, key=lambda fit: len(fit[0]), default=("", ""))[1]


@cache
def parameters(name: str) -> Mapping[str, tuple[Any, bool]]:
    """The arguments of a query by name: their type, and whether they must be given."""
    function = registry()[name]
    hints = get_type_hints(function)
    found: dict[str, tuple[Any, bool]] = {}
    for one in list(inspect.signature(function).parameters.values())[1:]:
        if one.kind is one.VAR_KEYWORD:
            further = get_type_hints(get_args(hints[one.name])[0])
            found |= {key: (kind, False) for key, kind in further.items()}
        else:
            found[one.name] = hints[one.name], one.default is one.empty
    return found


@cache
def _listed() -> Mapping[str, Sequence[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    with files("steppe.evidence").joinpath("arguments.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            found.setdefault(row["argument"], []).append((row["queries"], row["takes"]))
    return found


def _problems(world: World, name: str, arguments: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    wanted = parameters(name)
    inner = arguments.get("query") if "query" in wanted else None
    for key, value in arguments.items():
        if key not in wanted:
            hint = look_alike(key, list(wanted)) or f"; it takes {', '.join(wanted)}"
            yield Problem((*path, key), f'query {name} has no argument "{key}"{hint}')
        elif said := _type(key, value, wanted[key][0]):
            yield Problem((*path, key), said)
        elif wanted[key][1] and value == []:
            yield Problem((*path, key), f"{key} is an empty list; name at least one")
        elif key not in NESTED or inner is None:
            yield from values(world, takes(name, key), key, value, (*path, key))
    near = {given: look_alike(given, list(wanted)) for given in arguments if given not in wanted}
    for key, (_, needed) in wanted.items():
        if needed and key not in arguments and f". Did you mean {key}?" not in near.values():
            yield Problem(path, f'query {name} needs the argument "{key}"')
    if isinstance(inner, str) and inner in registry():
        yield from _inner(world, inner, arguments, path)


def _inner(world: World, name: str, arguments: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """What is wrong with the arguments that a comparison hands on to the query that it compares."""
    given = {key: one for key in NESTED if isinstance(one := arguments.get(key), Mapping)}
    shared = dict(given.get("args", {}))
    if isinstance(arguments.get("each"), str) and arguments["each"]:
        shared[arguments["each"]] = next(iter(world.state_names))
    for key in [key for key in given if key != "args"] or ["args"]:
        for one in _problems(world, name, shared | dict(given.get(key, {})), (*path, key)):
            where = one.path[len(path) + 1 :]
            moved = (*path, "args", *where) if where and where[0] in given.get("args", {}) else one.path
            yield Problem(moved, one.sentence)


def _type(key: str, value: Any, kind: Any) -> str:
    """What is wrong with the type of a value; an empty text where nothing is."""
    try:
        TypeAdapter(kind).validate_python(_tuples(value), strict=True)
    except ValidationError as error:
        return complaints.of_value(key, error.errors(include_url=False)[0])
    return ""


def _tuples(value: Any) -> Any:
    """Lists as tuples, which are what a signature asks for."""
    if isinstance(value, Mapping):
        return {key: _tuples(one) for key, one in value.items()}
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def values(world: World, kind: str, key: str, value: Any, path: Path) -> Iterator[Problem]:
    """What is wrong with the names and dates in a value, however deep they stand."""
    if kind == "group or states":
        kind = "group" if isinstance(value, str) else "state"
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from values(world, kind, key, name, (*path, name))
            yield from values(world, "date", key, one, (*path, name))
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from values(world, kind, key, one, (*path, place))
    elif said := _value(world, kind, key, value):
        yield Problem(path, said)


def _value(world: World, kind: str, key: str, value: Any) -> str:
    if isinstance(value, bool | float):
        return ""
    if kind == "date":
        return _date(key, value)
    if isinstance(value, int):
        return ""
    if not kind or value in (known := _known(world, kind)):
        return ""
    if kind in ("state", "actor"):
        return _no_state(world, kind, value, known)
    what = {"organization": "organization", "group": "group", "query": "query"}.get(kind)
    said = f'there is no {what} "{value}"' if what else f'{key} "{value}" stands in no row of {kind.split(".")[0]}'
    return f"{said}{look_alike(value, known, f'`steppe sql {_listing(kind)}`')}"


def _date(key: str, value: int | str) -> str:
    try:
        year = value if isinstance(value, int) else as_date(value, key).year
    except UserError as error:
        return str(error)
    if not FIRST <= year <= LAST:
        return f"{key} is {value}; give a year from {FIRST} to {LAST}"
    if isinstance(value, str) and len(value) != 10:
        return f'{key} is "{value}"; write it as year-month-day, 2015-08-12'
    return ""


def _no_state(world: World, kind: str, value: str, known: Sequence[str]) -> str:
    """That there is no such state, or how to write it where its name or another code is given."""
    what = "state" if kind == "state" else "state, group or organization"
    if kind == "state" and value in _known(world, "actor"):
        return f'"{value}" is no state; name its states, or one of them, by code'
    try:
        return f'write {world.state(value)} for "{value}"'
    except UserError:
        return f'there is no {what} "{value}"{look_alike(value, known, "`steppe states`")}'


@remembered(maxsize=64)
def _known(world: World, kind: str) -> tuple[str, ...]:
    """All names of a kind."""
    names: Mapping[str, Sequence[Mapping[str, str]]] = {
        "state": [world.state_names],
        "group": [world.group_names],
        "organization": [world.organization_names],
        "actor": [world.state_names, world.group_names, world.organization_names],
    }
    if kind in names:
        return tuple(name for part in names[kind] for name in part)
    if kind == "query":
        return tuple(registry())
    table, column = kind.split(".")
    return tuple(world.table(table)[column].dropna().astype(str).unique())


def _listing(kind: str) -> str:
    """A query that lists all names of a kind, in quotes for a shell."""
    if kind in ("group", "organization"):
        return f'"from {kind}s"'
    table, _, column = kind.partition(".")
    return f'"select distinct {column} from {table}"'
