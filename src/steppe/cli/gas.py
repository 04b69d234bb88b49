"""The command `gas`: a state's books of pipeline gas, and who could replace whom in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, Format, screen, show, the_world

if TYPE_CHECKING:
    import pandas as pd

UNITS = {
    **dict.fromkeys(("volume", "volume_low", "volume_high", "reach"), "billion m³ a year"),
    **dict.fromkeys(("price", "price_low", "price_high"), "USD per 1,000 m³"),
    **dict.fromkeys(("benchmark", "benchmark_low", "benchmark_high"), "USD per 1,000 m³"),
    **dict.fromkeys(("rent", "rent_low", "rent_high"), "million current USD"),
    "share": "of GDP, 0 to 1, a gain positive",
}
NOTES = (
    "volume: billion m³; price, mark: USD per 1,000 m³; mark: the European price of the IMF, an upper bound for a "
    "state nearer to the fields; % of GDP: (mark − price) × volume, what the state saves, or, as seller, forgoes (−).",
    "range: over the European price, the German border's and Gazprom's average abroad.",
    "ᵃ the rent rests on a volume or price that is assumed; – not on record, and `--format csv` says why.",
)
LINES = "A line that could bring gas says nothing of gas to fill it, or of a price."


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(gas)


@examples(
    {
        "gas TKM": "what Turkmenistan sold to whom, at what price against Europe's, and who else could take it",
        "gas BLR --year 2018-2022 -f csv": "Belarus as a buyer, for a spreadsheet",
    }
)
def gas(
    state: str = typer.Argument(..., help="A state that sells or buys.", autocompletion=completion.state),
    year: str | None = typer.Option(None, "--year", "-y", help="2019 or 2008-2017; all from 2005 to 2024."),
    format: Format = FORMAT,
) -> None:
    """Pipeline gas of a state by year: volume, price, benchmark and rent by partner, and who could replace whom."""
    from steppe.influence.gas import book, replacing

    world = the_world()
    rows = book(world, state, year)
    code = world.state(state)
    instead = replacing(world, code, int(rows["year"].max()))
    title = f"Pipeline gas of {world.state_names[code]}"
    if format is not Format.TABLE:
        from steppe.display.plain import rows as plain

        show(rows, format, title, NOTES, {"replacing": plain(instead)}, units=UNITS)
        return
    from steppe.display.frames import print_table

    with screen() as out:
        print_table(out, _book(rows), title, NOTES, spare=("record",))
        if len(instead):
            out.print()
            told = f"Who could take whose place over the lines of {rows['year'].max()}, billion m³ a year"
            print_table(out, _instead(instead), told, [LINES])


def _book(rows: pd.DataFrame) -> pd.DataFrame:
    """The book as a person reads it: a figure and its letter, years under one another."""
    from steppe.display.format import RAISED, figure, is_missing, mark

    def over_gdp(share: float, basis: str) -> str:
        return "–" if is_missing(share) else figure(100 * share) + RAISED[mark(basis)]

    def ends(row: object) -> str:
        low, high = sorted(row.share * end / row.rent for end in (row.rent_low, row.rent_high))  # type: ignore[attr-defined]
        return f"{figure(100 * low)} to {figure(100 * high)}"

    return type(rows)(
        {
            "": rows["side"],
            "partner": rows["partner"],
            "year": rows["year"].astype(str),
            "volume": [figure(one) for one in rows["volume"]],
            "price": [figure(one) for one in rows["price"]],
            "mark": [figure(one) for one in rows["benchmark"]],
            "% of GDP": [over_gdp(row.share, row.basis) for row in rows.itertuples()],
            "range": ["" if is_missing(row.share) or not row.rent else ends(row) for row in rows.itertuples()],
            "record": rows["record"],
        }
    )


def _instead(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a partner: its volume, and who could take its place with what lines could bring."""
    from steppe.display.format import figure

    each = rows.assign(told=[f"{row.instead} {figure(row.reach)}" for row in rows.itertuples()])
    made = each.groupby(["side", "partner"], sort=False).agg(volume=("volume", "first"), instead=("told", ", ".join))
    made = made.reset_index()
    return made.assign(volume=[figure(one) for one in made["volume"]]).rename(columns={"side": ""})
