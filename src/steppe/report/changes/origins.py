"""What the tables say of the origin of figures: reasons of replaced and decided rows, and checksums by source."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from steppe.world import schema
from steppe.world.actors import actor
from steppe.world.world import World

Reasons = Mapping[tuple[str, str, str, str], str]
"""By item, subject, partner and year of a figure."""
TRADE = ("trade", "partner in goods", "trade share")
"""Items whose figure is the trade of two in a year."""
SEATS = ("seat",)


def reviewed(world: World) -> Reasons:
    """Why the record of a pair's trade was replaced, by `trade_review`: of its flows the one that moved most."""
    flows = world.sql(
        """
        select exporter, importer, year, reason, abs(value - coalesce(old, 0)) as moved
        from trade_review where kind = 'replaced'
        """
    )
    union = set(actor(world, "EU").members)
    there = flows.rename(columns={"exporter": "state", "importer": "partner"})
    back = flows.rename(columns={"importer": "state", "exporter": "partner"})
    sides = pd.concat([there, back])
    sides = pd.concat(
        [sides, *(sides[sides[one].isin(union)].assign(**{one: "EU"}) for one in ("state", "partner"))]
    ).sort_values("moved", kind="stable")
    last = sides.drop_duplicates(["state", "partner", "year"], keep="last")
    return {(item, row.state, row.partner, str(row.year)): row.reason for row in last.itertuples() for item in TRADE}


def decided(world: World) -> Reasons:
    """What was decided on the dates of a seat, by `spell_sources`."""
    found = world.sql(
        """
        select state, organization, string_agg(distinct reason, '; ' order by reason) as reason
        from memberships join spell_sources using (spell)
        where decision in ('moved', 'widened') group by all
        """
    )
    return {(item, row.state, row.organization, ""): row.reason for row in found.itertuples() for item in SEATS}


def checksums(world: World) -> pd.DataFrame:
    """A checksum of every column of the rows of every source in every table: rows of the page `tables`.

    A checksum does not depend on the order of rows; a column that one of two versions lacks is not compared.
    """
    return pd.concat([_of_table(world, one) for one in schema.tables().values() if _counts(one)], ignore_index=True)


def _counts(table: schema.Table) -> bool:
    return "source" in table.names and table.name != "sources"


def _of_table(world: World, table: schema.Table) -> pd.DataFrame:
    """The checksums of one table: of each column with the key of its row."""
    key = ", '|', ".join(f"coalesce(\"{name}\"::varchar, '')" for name in table.key)
    sums = ", ".join(
        f"(bit_xor(md5_number_lower(concat({key}, '|', coalesce(\"{name}\"::varchar, '')))) % 4294967296)::varchar "
        f'as "{name}"'
        for name in table.names
        if name != "source"
    )
    wide = world.sql(f'select source, {sums} from "{table.name}" group by source order by source')
    long = wide.melt("source", var_name="partner", value_name="text")
    return long.rename(columns={"source": "subject"}).assign(page="tables", item=table.name, figure="checksum")
