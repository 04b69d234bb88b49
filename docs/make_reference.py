"""Writes the pages of `reference/`: commands, tables and queries, from the command line, the schema and the queries.

    python -m docs.make_reference

Nothing in the pages is typed by hand: a command, an option, a table, a column or a query is described where it is
defined.
A test fails when a page is older than its source.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby
from pathlib import Path
from types import NoneType
from typing import Any, get_args

import typer
from typer.models import ArgumentInfo, OptionInfo, ParameterInfo

from steppe.cli import settings
from steppe.cli.command import example_lines
from steppe.cli.main import app
from steppe.evidence import arguments
from steppe.evidence.query import registry
from steppe.world import schema

REFERENCE = Path(__file__).resolve().parent / "reference"

COMMANDS = """# Commands

Made by `python -m docs.make_reference`; edit the commands themselves, in `src/steppe/cli/`.

Every command reads the tables that come with the package and needs no network; `steppe data fetch` alone uses one.
`steppe --help` lists the commands and
`steppe COMMAND --help` says what one takes and shows two examples. An error is one sentence on stderr; the exit code is
0 when all went well, 2 for a mistake in what was given (an unknown code, an impossible date, a file that does not keep
to its schema), and 1 for a fault of the package or for a check that found something.

Nothing is wider than the terminal, and no word is broken: where a table has too little room, the ids of its sources
become numbers, then its least important columns are left out and named below it, and at last each row stands by itself,
a line for each column. In a pipe there is room for 160 characters. What is longer than the screen goes through `less`,
or the pager that the variable PAGER names; `PAGER=cat` turns that off, and pipes, JSON and CSV never get it.
`--format json` prints one object with `title`, `results` (a list of rows) and `notes`; `--format csv` prints the rows
alone; both have all columns and all digits.

`steppe --install-completion` teaches the shell to complete commands, options and names (states, bodies, studies,
claims, layers, tables), once a new shell is opened; `steppe --show-completion` prints what it would add.
"""

TABLES = """# Tables

Made by `python -m docs.make_reference` from `src/steppe/world/schema/`; edit the schema, then run it again.

Every table is a Parquet file of its own and can be asked in SQL (`steppe sql "from TABLE limit 5"`). Its last columns
are `source`, which stands in [sources](#sources), and `basis`: how the row was got. A cell that is not known is empty
(NULL); absent is never zero. A period's `end` is the first day on which it no longer holds. Monetary values are
in millions of current US dollars unless the unit says otherwise.

`allowed` reads: `a|b|c` one of these; `0..1` from 0 to 1, both included; `states.state` must stand in that column of
that table, and with `*` may list several, separated by `;`.

| basis | meaning |
|---|---|
| reported | as the producer published it |
| reconciled | from the reports of both sides |
| derived | computed from other figures without a model |
| estimated | from a model, a survey or the judgement of experts |
| imputed | filled in where no record exists |
| assumed | a choice, stated as such |
"""

QUERIES = """# Queries

Made by `python -m docs.make_reference` from `src/steppe/evidence/queries/`; edit the functions there.

What a [claim](../how-to/check-a-text.md) can ask. An argument in brackets may be left out. A state is its code (`KGZ`),
an actor a state, a group or a body (`KGZ`, `central-asia`, `EAEU`), and most take a list of them too;
`steppe states`, `steppe sql "from groups"` and `steppe sql "from organizations"` list them. A year is a number, a day a
text, `"2015-08-12"`. `TABLE.COLUMN` means a value of that column: `steppe sql "select distinct kind from
foreign_presence"`.
"""


def commands_page() -> str:
    """Every command with its arguments and options, in the order of `steppe --help`."""
    parts = [COMMANDS, *_options_of_all()]
    for name, command in commands(app):
        parts += [f"\n## steppe {name}\n", f"{inspect.getdoc(command)}\n", *_parameters(name, command)]
        parts += ["", *(f"    {line}" for line in example_lines(command))]
    return "\n".join(parts)


def _options_of_all() -> Iterator[str]:
    callback = app.registered_callback
    assert callback is not None and callback.callback is not None
    yield "## Options of all commands\n\nThey stand before the command: `steppe --data FOLDER members CIS`.\n"
    yield from _rows(_given(callback.callback))


def commands(group: typer.Typer, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command below a group with its function, in the order of `--help`."""
    for command in group.registered_commands:
        assert command.callback is not None
        yield prefix + (command.name or command.callback.__name__.replace("_", "-")), command.callback
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        yield from commands(inner.typer_instance, f"{prefix}{inner.name} ")


def _given(function: Any) -> list[tuple[inspect.Parameter, ParameterInfo]]:
    parameters = inspect.signature(function, eval_str=True).parameters.values()
    return [(p, p.default) for p in parameters if isinstance(p.default, ParameterInfo)]


def _parameters(name: str, function: Any) -> Iterator[str]:
    given = _given(function)
    if name == "run":
        given += [(one, one.default) for one in settings.parameters()]
    words = [_word(p, info) for p, info in given if isinstance(info, ArgumentInfo)]
    yield f"    steppe {' '.join([name, *words, '[OPTIONS]'])}\n"
    yield from _rows(given)


def _word(parameter: inspect.Parameter, info: ParameterInfo) -> str:
    name = parameter.name.upper().strip("_")
    return name if info.default is ... else f"[{name}]"


def _rows(given: Iterable[tuple[inspect.Parameter, ParameterInfo]]) -> Iterator[str]:
    yield "| | takes | default | |\n|---|---|---|---|"
    for parameter, info in given:
        name = ", ".join(f"`{word}`" for word in getattr(info, "param_decls", None) or ()) or f"`{parameter.name}`"
        if isinstance(info, OptionInfo) and not name.startswith("`-"):
            name = f"`--{parameter.name.replace('_', '-')}`"
        name = f"`{parameter.name.upper()}`" if isinstance(info, ArgumentInfo) else name
        yield f"| {name} | {_takes(parameter)} | {_default(info)} | {_cell(info.help or '')} |"


def _takes(parameter: inspect.Parameter) -> str:
    kinds = [kind for kind in get_args(parameter.annotation) or [parameter.annotation] if kind is not NoneType]
    kind = kinds[0]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " ".join(f"`{choice.value}`" for choice in kind)
    return {"list": "texts", "str": "text", "int": "number", "float": "number", "Path": "path", "bool": ""}[
        kind.__name__
    ]


def _default(info: ParameterInfo) -> str:
    if info.default is ...:
        return "required"
    if info.default in (None, "", False):
        return ""
    return f"`{info.default.value if isinstance(info.default, Enum) else info.default}`"


def tables_page() -> str:
    """Every table with its key, licence class and columns, in the order of the schema."""
    specs = list(schema.tables().values())
    index = [f"| [{s.name}](#{s.name}) | {s.licence_class} | {_cell(s.description)} |" for s in specs]
    parts = [TABLES, "| table | licence class | |\n|---|---|---|", *index]
    return "\n".join([*parts, *(_table(spec) for spec in specs), ""])


def _table(spec: schema.Table) -> str:
    head = f"\n## {spec.name}\n\n{spec.title}. {spec.description}.\n\nKey: {', '.join(f'`{c}`' for c in spec.key)}. "
    rows = [
        f"| `{c.name}` | {c.type} | {_cell(c.unit)} | {'yes' if c.required else ''} | "
        f"{f'`{_cell(c.allowed)}`' if c.allowed else ''} | {_cell(c.description)} |"
        for c in spec.columns
    ]
    header = "| column | type | unit | required | allowed | |\n|---|---|---|---|---|---|"
    return "\n".join([f"{head}Licence class: {spec.licence_class}.\n", header, *rows])


def queries_page() -> str:
    """Every query with what it measures and its arguments, by subject."""
    parts = [QUERIES]
    for subject, names in groupby(sorted(registry()), key=lambda name: name.split("/")[0]):
        parts.append(f"\n## {subject}\n\n| query | measures | arguments |\n|---|---|---|")
        parts += [f"| `{name}` | {_cell(_first(registry()[name]))} | {_arguments(name)} |" for name in names]
    return "\n".join([*parts, ""])


def _first(function: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())


def _arguments(name: str) -> str:
    words = []
    for argument, (hint, needed) in arguments.parameters(name).items():
        kind = arguments.takes(name, argument)
        kind = ("day" if "str" in str(hint) else "year") if kind == "date" else kind
        word = f"`{argument}`" if needed else f"[`{argument}`]"
        words.append(f"{word} ({kind})" if kind else word)
    return ", ".join(words)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PAGES = {"commands.md": commands_page, "tables.md": tables_page, "queries.md": queries_page}


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
