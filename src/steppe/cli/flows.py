"""Flows over GDP as commands print them: the ranking with its parts, two states, and where two measures disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.cli.output import Format, screen, show
from steppe.display.format import (
    MISSING,
    RAISED,
    count_word,
    is_missing,
    listed,
    mark,
    number,
    of_gdp,
    percent,
    sentence_case,
)
from steppe.display.words import in_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

HEADS = {"exports": "exports", "imports": "imports", "remittances": "remittances", "debt_service": "debt service"}
RATIOS = dict.fromkeys(("value", "low", "high", "loss", *HEADS), "of GDP, 0 to 1")
OF_GDP = ("flows over GDP", "loss over GDP")
MORE = (
    "more: who depends more on the power; sure: whether the records of the flows, least to greatest, settle it; "
    "probability: of a mean of shares, in what share of the weightings."
)


def show_rank(table: pd.DataFrame, parts: pd.DataFrame, format: Format, title: str) -> None:
    """Print a ranking by flows: who is first, a row a state, and below what each sum is made of."""
    from steppe.display.frames import print_table
    from steppe.display.plain import rows

    if format is not Format.TABLE:
        show(table, format, title, _notes(table, parts), {"parts": rows(parts)}, units=RATIOS)
        return
    with screen() as out:
        print_table(out, _summary(table), title, _notes(table, parts), spare=("places",))
        out.print()
        print_table(out, _detail(table, parts), "What the sums are made of; parts that are zero are left out")


def headline(table: pd.DataFrame, names: Mapping[str, str], power: str, year: int) -> str:
    """Who depends most, or between whom the records do not decide."""
    if table["missing"].ne("").all():
        return f"Flows with {power} are known in part only: no order of these states can be told, {year}"
    first, rivals = table.iloc[0], table.loc[table["rank_low"].eq(1), "state"]
    each = [in_text(names.get(state, state)) for state in rivals]
    if len(each) == 1:
        size = f"{of_gdp(first['value'])} % of its GDP"
        return f"{sentence_case(each[0])} depends most on {power} by size: flows worth {size}, {year}"
    who = " or ".join(each) if len(each) < 4 else f"one of {count_word(len(each))} states"
    return f"{sentence_case(who)} depends most on {power} by size: the records do not tell which, {year}"


def _summary(table: pd.DataFrame) -> pd.DataFrame:
    """A row a state: the sum with its range, its parts, and what stands beside it."""
    bound = ["≥" if missing else "" for missing in table["missing"]]
    columns = {
        "rank": table["rank"],
        "state": table["state"],
        "flows": [least + of_gdp(one) for least, one in zip(bound, table["value"], strict=True)],
        "range": [_range(low, high) for low, high in zip(table["low"], table["high"], strict=True)],
        "places": [_span(*ends) for ends in zip(table["rank_low"], table["rank_high"], strict=True)],
    }
    columns |= {head: _marked(table[part], table[f"{part}_basis"]) for part, head in HEADS.items()}
    columns |= {"loss": [of_gdp(one) for one in table["loss"]]}
    return type(table)(columns)


def _marked(shares: Iterable[float], bases: Iterable[object]) -> list[str]:
    """Shares of GDP, each with the letter of its basis."""
    return [of_gdp(share) + RAISED[mark(basis)] for share, basis in zip(shares, bases, strict=True)]


def _range(low: float, high: float) -> str:
    least = of_gdp(low)
    if is_missing(high):
        return f"{least}–?"
    return least if least == of_gdp(high) else f"{least}–{of_gdp(high)}"


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _notes(table: pd.DataFrame, parts: pd.DataFrame) -> list[str]:
    """What the columns are, who is not ranked, which sums are lower bounds, which neighbours records do not part."""
    years = [int(year) for year in table["loss_year"].dropna().unique()]
    told = [
        "In % of GDP. flows: the sum of its four parts; range: over the records, one figure where there is one record; "
        "places: that the ranges allow.",
        *(f"loss: of real income if all trade in goods stops, {year}; in no sum." for year in years),
        "ⁱ imputed in part · ᵐ modelled or estimated · ᵃ assumed · ≥ a lower bound.",
    ]
    known = table[table["gas"].notna()]
    piped = [f"{row.state} {percent(row.gas)} % ({row.gas_year:.0f})" for row in known.itertuples()]
    told += [f"The power's share of pipeline gas, in no sum: {listed(piped)}."] if piped else []
    gone = parts[~parts["state"].isin(table["state"]) & parts["missing"].notna()].drop_duplicates("state")
    if len(gone):
        told.append(
            f"Not ranked, since no flow is on record: {listed(list(gone['state']))} ({gone['missing'].iloc[0]})."
        )
    gone = table[table["missing"] != ""]
    told += [f"{row.state}: {row.missing} not on record, so the sum is a lower bound." for row in gone.itertuples()]
    pairs = zip(table["state"], table["state"].iloc[1:], table["ahead"], strict=False)
    close = [f"{one} and {next}" for one, next, ahead in pairs if ahead is False]
    return [*told, f"The records do not settle the order of {'; '.join(close)}."] if close else told


def _detail(table: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """A row a state and part that is above zero: amount, share of GDP, year, record and basis."""
    found = parts[parts["amount"] > 0].set_index("state")
    found = found.loc[[state for state in table["state"] if state in found.index]].reset_index()
    columns = {
        "state": found["state"].where(~found["state"].duplicated(), ""),
        "part": found["part"].map(HEADS),
        "mn USD": _amounts(found),
        "% of GDP": [of_gdp(share) for share in found["size"]],
        "year": found["year"].astype(int).astype(str),
        "record": found["record"].where(found["record"].notna(), found["source"]),
        "basis": found["basis"],
    }
    return type(table)(columns)


def _amounts(found: pd.DataFrame) -> list[str]:
    """Amounts in three digits, of what is estimated or imputed in two."""
    pairs = zip(found["amount"], found["basis"].map(mark), strict=True)
    rounded = [float(f"{amount:.{2 if letter else 3}g}") for amount, letter in pairs]
    return [number(amount) if amount >= 1 else "<1" for amount in rounded]


# ---------------------------------------------------------------------- two states
def side_by_side(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of `compare` with figures in their own measures, certainty and probability as words."""
    from steppe.display.frames import with_chances

    spread = [name for name in table.columns[3 : list(table.columns).index("more")]]
    sure = table["sure"].map({True: "yes", False: "cannot tell"}, na_action="ignore")
    return with_chances(readable(table, *spread).assign(sure=sure), "probability")


def readable(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The columns as text: what is over GDP in per cent, a mean of shares in two digits."""
    from steppe.display.frames import cell

    over = table["measure"].isin(OF_GDP)
    columns = {
        name: [
            (f"{of_gdp(one)} %" if ratio else cell(float(f"{one:.2g}"))) if not is_missing(one) else MISSING
            for one, ratio in zip(table[name], over, strict=True)
        ]
        for name in names
    }
    return table.assign(**columns)


def disputed(table: pd.DataFrame) -> list[str]:
    """A sentence on the states in which one power leads by flows and another by shares, if there are any."""
    economy = table[table["domain"] == "economic"]
    by = {
        what: {state: row.power for row in economy.itertuples() for state in getattr(row, what).split(", ") if state}
        for what in ("by_size", "by_shares")
    }
    told = [
        f"{state} ({by['by_size'].get(state, 'none')} by flows, {by['by_shares'].get(state, 'none')} by shares)"
        for state in sorted({*by["by_size"], *by["by_shares"]})
    ]
    return [f"No power leads in the economy of {listed(told)}: flows and shares disagree."] if told else []
