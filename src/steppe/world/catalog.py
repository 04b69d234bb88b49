"""The catalogue: which tables there are, what their columns mean, where their figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.world import schema

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World


def list_tables(world: World) -> pd.DataFrame:
    """Every table with its rows, licence class and description."""
    import pandas as pd

    counts = {name: int(world.sql(f'select count(*) as n from "{name}"')["n"].iloc[0]) for name in schema.tables()}
    return pd.DataFrame(
        [
            {"table": t.name, "rows": counts[t.name], "licence": t.licence_class, "description": t.description}
            for t in schema.tables().values()
        ]
    )


def columns_of(world: World, name: str) -> tuple[pd.DataFrame, str, list[str]]:
    """Columns of one table, its title, and what its key and sources are."""
    import pandas as pd

    spec = schema.table(name)
    frame = pd.DataFrame(
        [
            {"column": c.name, "type": c.type, "unit": c.unit, "allowed": c.allowed, "description": c.description}
            for c in spec.columns
        ]
    )
    notes = [f"{spec.description}.", f"Key: {', '.join(spec.key)}. Licence class: {spec.licence_class}."]
    if "source" in spec.names and name != "sources":
        used = world.sql(f'select distinct source from "{name}" order by 1')["source"].tolist()
        more = f" and {len(used) - 8} more" if len(used) > 8 else ""
        notes.append(f"Sources: {', '.join(used[:8])}{more}.")
    if "grade" in spec.names and name != "sources":
        notes.append(f"Rows by the grade of their page: {by_grade(world, name)}.")
    return frame, spec.title, notes


def by_grade(world: World, name: str) -> str:
    """How many rows of a table, and what part of them, rest on each grade of page: `press 206 (75 %), …`."""
    rows = world.sql(f'select grade, count(*) as n from "{name}" group by grade order by n desc, grade')
    total = rows["n"].sum()
    return ", ".join(f"{row.grade} {row.n} ({100 * row.n / total:.0f} %)" for row in rows.itertuples())


def list_sources(world: World, name: str | None) -> tuple[pd.DataFrame, str]:
    """Every source, or all that the bundle has of one."""
    import pandas as pd

    if name is None:
        frame = world.sql(
            "select source, title, producer, published, grade, licence_class, url from sources order by source"
        )
        return frame, f"{len(frame)} sources"
    source = world.source(name)
    facts = [{"field": field, "value": getattr(source, field)} for field in source.__slots__]
    return pd.DataFrame(facts), source.title
