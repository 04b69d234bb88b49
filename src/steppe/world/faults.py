"""What DuckDB complains about, as one sentence that names the place and the repair."""

from __future__ import annotations

import re

from steppe.world import schema
from steppe.world.names import look_alike


def sql_fault(error: Exception) -> str:
    """The first fault of a query.

    Examples
    --------
    >>> sql_fault(ValueError("Catalog Error: Table with name trad does not exist!"))
    'sql: there is no table "trad". Did you mean trade?'
    >>> sql_fault(ValueError('Parser Error: syntax error at or near "selct"'))
    'sql: syntax error at or near "selct"; write one SELECT over the tables'
    """
    first, *rest = str(error).strip().splitlines()
    if match := re.search(r"Table with name (\S+) does not exist", first):
        hint = look_alike(match[1], list(schema.tables()), "`steppe data tables`")
        return f'sql: there is no table "{match[1]}"{hint}'
    if match := re.search(r'olumn (?:named )?"(\w+)"', first):
        near = re.findall(r'"(\w+)"', next((line for line in rest if line.startswith("Candidate")), ""))
        if near:
            return f'sql: there is no column "{match[1]}"{look_alike(match[1], near) or f"; there is {near[0]}"}'
    if first.startswith("Permission Error"):
        return "sql: only the tables can be read, not files or addresses; name a table after `from`"
    kind, _, message = first.partition(": ")
    repair = "; write one SELECT over the tables" if kind == "Parser Error" else ""
    return f"sql: {message.rstrip('!. ')}{repair}"
