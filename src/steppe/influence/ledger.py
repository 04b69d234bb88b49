"""The ledger: what powers offered to states of the region or inflicted on them, with use of force beside it.

Rows of `episodes` are inducements and coercion. Armed conflicts of `conflicts` are a view beside them and are copied
nowhere. Two states use force where they are at war, or where troops of one fight the government of the other beside
its opponents (an ally of both sides is neither's). The one whose forces alone stood in the other without consent that
year (`foreign_presence`) is the sender; where there is none, both are, since who began is not in the record.
Consecutive years of one pair are one row; a war between states is another row than troops beside a side.

No rate can be taken from the ledger: `WHY_NO_RATE`. Counts are of rows and of bargains, each kind by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.display.format import listed
from steppe.influence.readers.security import NOT_CONSENTED
from steppe.world.actors import EU, actor
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.schema import table
from steppe.world.tables import remembered
from steppe.world.world import World

FORCE = "use_of_force"
KINDS = ("inducement", "coercion")
OUTCOMES = ("conceded", "partly", "not", "reversed by sender", "unclear", "pending")
OUTCOME_WORDS = {"not": "not conceded", "partly": "partly conceded", "reversed by sender": "reversed by the sender"}
"""Outcomes in words, where the code is none; the SQL of `world.chronology` says the same."""
WHY_NO_RATE = (
    "No rate is given, and inducements are not set against coercion. Deals enter once they are signed; offers "
    "that were refused and quiet favours are missing.",
    "Outcomes are coded by hand, many by judgement: of twelve that other data sets code too, three agree.",
    "“Conceded” says that the sender got what it asked, not that the measure was the cause. What is not listed is "
    "unknown.",
)
_WORDS = {
    "arms_embargo_or_denial": "arms denied",
    "aid_or_lending_stop": "stop of aid or lending",
    "base_rent_or_payment": "rent for a base",
    "border_transit_closure": "closure of a border or transit",
    "grant_or_budget_aid": "grant or aid to the budget",
    "investment_or_resource_deal": "investment or resource deal",
    "loan_or_swap": "loan or swap",
    "energy_price_discount": "discount on energy",
    "energy_price_rise": "rise of an energy price",
    "energy_supply_cut": "cut of energy supply",
    "market_access_grant": "access to a market",
    "membership_delay": "membership held back",
    "membership_offer": "offer of membership",
    "migration_restriction": "restriction of migration",
    "sanctions_economic": "economic sanctions",
    "sanctions_relief": "relief from sanctions",
    "sanctions_targeted": "targeted sanctions",
    "tariff_or_fta_loss": "tariff, or loss of free trade",
    "troop_or_base_move": "move of troops or a base",
    "transport_or_transit_offer": "offer of transport or transit",
    "visa_or_migration_relief": "relief in visas or migration",
}

_ISSUES = {
    "base_troops": "bases and troops",
    "domestic_politics_rights": "domestic politics and rights",
    "energy_asset": "energy assets",
    "recognition_territory": "recognition and territory",
    "sanctions_behaviour": "conduct over sanctions",
}


def instrument_words(instrument: str) -> str:
    """An instrument in words.

    Examples
    --------
    >>> instrument_words("aid_or_lending_stop"), instrument_words("use_of_force")
    ('stop of aid or lending', 'use of force')
    """
    return _WORDS.get(instrument, instrument.replace("_", " "))


def outcome_words(outcome: str) -> str:
    """An outcome in words.

    Examples
    --------
    >>> outcome_words("not"), outcome_words("pending")
    ('not conceded', 'pending')
    """
    return OUTCOME_WORDS.get(outcome, outcome)


def issue_words(issue: str) -> str:
    """An issue in words.

    Examples
    --------
    >>> issue_words("domestic_politics_rights"), issue_words("debt")
    ('domestic politics and rights', 'debt')
    """
    return _ISSUES.get(issue, issue.replace("_", " "))


def instruments() -> tuple[str, ...]:
    """Every instrument of the ledger, use of force among them."""
    return (*table("episodes").column("instrument").values, FORCE)


@remembered(maxsize=1)
def ledger(world: World) -> pd.DataFrame:
    """Every row, oldest first.

    Returns
    -------
    The columns of the table `episodes` and `both` (each used force toward the other: neither is the sender); of use of
    force `kind` and `bargain` are empty, and so is the outcome, since the record has none.
    """
    rows = pd.concat([world.table("episodes").assign(both=False), use_of_force(world)], ignore_index=True)
    return rows.sort_values(["start", "sender", "target", "instrument"], ignore_index=True)


def chosen(
    world: World, name: str | None = None, other: str | None = None, sender: str | None = None, by: str | None = None
) -> pd.DataFrame:
    """Rows of the ledger about a state, about a pair, of a sender, of an instrument.

    Parameters
    ----------
    name, other
        States or groups, by code or name: sender or target of the rows, in either order where both are given.
    sender
        Who offered or inflicted.
    by
        An instrument, `import_ban` or `use_of_force`.

    Raises
    ------
    UserError
        A name or an instrument is unknown, or both states are one.
    """
    rows = ledger(world)
    named = [_codes(world, word) for word in (name, other) if word is not None]
    if len(named) == 2 and named[0] & named[1]:
        raise UserError(f"{name} and {other} are one, or one is part of the other; name another state, or one alone")
    for codes in named:
        rows = rows[rows["sender"].isin(codes) | rows["target"].isin(codes)]
    if sender is not None:
        codes = _codes(world, sender)
        rows = rows[rows["sender"].isin(codes) | (rows["both"] & rows["target"].isin(codes))]
    if by is not None:
        if by not in instruments():
            raise UserError(f'--instrument: there is none called "{by}"{look_alike(by, list(instruments()))}')
        rows = rows[rows["instrument"].eq(by)]
    return rows.reset_index(drop=True)


def _codes(world: World, name: str) -> set[str]:
    """Codes of a state, of the Union's institutions, or of the states of a group."""
    who = actor(world, name)
    return {who.seat} if not who.bloc or who.name == EU else set(who.members)


def counts(rows: pd.DataFrame, kind: str, by: Sequence[str]) -> pd.DataFrame:
    """How many rows and bargains of one kind there are, by sender or instrument, and how each outcome was coded.

    Parameters
    ----------
    rows
        Of the ledger.
    kind
        `inducement` or `coercion`; the two never stand in one table.
    by
        Columns to count by.

    Returns
    -------
    Columns `by`, bargains, rows, one of each outcome (rows), by judgement (rows); the most frequent first.
    """
    own = rows[rows["kind"].eq(kind)]
    grouped = own.groupby(list(by), sort=False)
    frame = pd.DataFrame({"bargains": grouped["bargain"].nunique(), "rows": grouped.size()})
    for outcome in OUTCOMES:
        frame[outcome] = own["outcome"].eq(outcome).groupby([own[name] for name in by], sort=False).sum()
    frame["by judgement"] = own["outcome_basis"].eq("judgement").groupby([own[name] for name in by], sort=False).sum()
    return frame.reset_index().sort_values(["rows", *by], ascending=[False, *[True] * len(by)], ignore_index=True)


# ------------------------------------------------------------------- use of force
_YEARS = """
with fought as (
    select year, intensity, incompatibility, source, state_b is not null as interstate, state_a, state_b,
           string_split(coalesce(allies_a, ''), ';') as with_a, string_split(coalesce(allies_b, ''), ';') as with_b
    from conflicts
), pairs as (
    select state_a as a, unnest(with_b) as b, list_contains(with_a, b) as of_both, * from fought
    union all select state_a, state_b, false, * from fought where interstate
    union all select unnest(with_a) as a, state_b, list_contains(with_b, a), * from fought where interstate
)
select a, b, year, max(intensity) = 2 as war, bool_or(interstate) as interstate,
       string_agg(distinct incompatibility, ';') as over, min(source) as source
from pairs where a <> '' and b <> '' and not of_both group by a, b, year order by a, b, year
"""


def use_of_force(world: World) -> pd.DataFrame:
    """Use of force toward one of the twelve, one row a pair and run of years."""
    years = _directed(world.sql(_YEARS), _held_without_consent(world))
    twelve = world.group("twelve")
    years = years[years["target"].isin(twelve) | (years["both"] & years["sender"].isin(twelve))]
    same = ["sender", "target", "both", "interstate"]
    years = years.sort_values([*same, "year"])
    years["run"] = years.groupby(same)["year"].diff().ne(1).cumsum()
    last = int(world.sql("select max(year) as year from conflicts")["year"].iloc[0])
    rows = pd.DataFrame([_row(own, last) for _, own in years.groupby("run", sort=False)])
    return rows.astype({"start": "datetime64[us]", "end": "datetime64[us]"})


def _directed(years: pd.DataFrame, held: set[tuple[str, str, int]]) -> pd.DataFrame:
    """Each year with its sender and target, and whether neither is the sender alone."""
    rows = years.itertuples(index=False)
    inside = [((row.a, row.b, row.year) in held, (row.b, row.a, row.year) in held) for row in rows]
    turned = [first < second for first, second in inside]
    return years.assign(
        sender=years["a"].mask(turned, years["b"]),
        target=years["b"].mask(turned, years["a"]),
        both=[first == second for first, second in inside],
    )


def _held_without_consent(world: World) -> set[tuple[str, str, int]]:
    """Who stood in whom without consent in which year."""
    rows = world.sql(
        """
        select sender, host,
               unnest(range(start_year, coalesce(end_year, (select max(year) from conflicts)) + 1)) as year
        from foreign_presence where list_contains($1::varchar[], kind)
        """,
        [list(NOT_CONSENTED)],
    )
    return set(rows.itertuples(index=False, name=None))


def _row(own: pd.DataFrame, last: int) -> dict[str, object]:
    """A run of years as a row of the ledger."""
    first, end = int(own["year"].min()), int(own["year"].max())
    wars = listed([str(year) for year in own.loc[own["war"], "year"]])
    over = " and ".join(sorted({part for cell in own["over"] for part in cell.split(";")} - {"both"}))
    over = "territory and government" if own["over"].str.contains("both").any() else over
    goes_on = end == last
    return {
        "sender": own["sender"].iloc[0],
        "target": own["target"].iloc[0],
        "both": bool(own["both"].iloc[0]),
        "start": pd.Timestamp(first, 1, 1),
        "precision": "year",
        "end": pd.NaT if goes_on else pd.Timestamp(end, 12, 31),
        "end_precision": None if goes_on else "year",
        "instrument": FORCE,
        "issue": "recognition_territory" if "territory" in over else "other",
        "issue_text": f"about {over}; the record names no demand",
        "size_unit": f"a thousand dead in battle or more in {wars}" if wars else "25 to 999 dead in battle a year",
        "note": f"the record of armed conflicts ends with {last}" if goes_on else None,
        "confidence": "high",
        "source": own["source"].iloc[0],
        "basis": "derived",
    }
