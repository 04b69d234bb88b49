"""The overview on a terminal: aligned, coloured where the terminal has colours, plain where it is piped."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from rich.console import Console
from rich.text import Text

from steppe.display import terminal
from steppe.display.charts.tokens import POWERS
from steppe.display.format import MISSING, billions, day, is_missing, mark, number, percent, sentence_case
from steppe.display.terminal import DIM, HEAD, WIDE, figure, fold, grid, groups, head
from steppe.report.overview.frames import PARTNERS, imputed_totals
from steppe.report.overview.tally import SHAPES
from steppe.report.overview.view import CANNOT_TELL, NEIGHBOURS, TRADING_POWERS, TRY_NEXT, Overview
from steppe.report.overview.words import MUTUAL_ROWS, forces_text, gap_notes, imputed_words, mark_notes, withheld_notes
from steppe.report.shared.seats import BODIES, SYMBOL_WORDS, SYMBOLS


def show(overview: Overview, console: Console | None = None) -> None:
    """Print the overview."""
    terminal.show(lambda width: render(overview, width), console)


def render(overview: Overview, width: int = WIDE) -> list[Text]:
    """The overview as lines for a terminal of that width."""
    sections = (_seats, _trade, _mutual, _votes, _ties, _claims, _next)
    title = Text(f"steppe {overview.version} · the twelve on {day(overview.on)}", style=DIM)
    parts: list[Text] = [title, Text(overview.says["headline"], style="bold"), Text()]
    for section in sections:
        lines = list(section(overview, width))
        parts += [*lines, Text()] if lines else []
    return parts[:-1]


# ------------------------------------------------------------------ sections
def _seats(overview: Overview, width: int) -> Iterable[Text]:
    yield from head(overview.says["seats"], f"Seats on {day(overview.on)}")
    gap = 2 if width >= WIDE else 1
    kinds = overview.seats.set_index(["state", "organization"])["seat"]
    rows = [[Text("State"), *(Text(body) for body in BODIES)]]
    for state in dict.fromkeys(overview.seats["state"]):
        rows.append([_name(overview, state), *(Text(SYMBOLS[kinds[state, body]]) for body in BODIES)])
    yield from grid(rows, "<" + "^" * len(BODIES), gap, break_before=len(rows) - len(NEIGHBOURS))
    yield Text("  ".join(f"{SYMBOLS[kind]} {words}" for kind, words in SYMBOL_WORDS.items()), style=DIM)
    if len(overview.departures):
        yield Text("Law and practice differ: " + "; ".join(overview.departures["text"]) + ".", style=DIM)


def _trade(overview: Overview, width: int) -> Iterable[Text]:
    if not overview.trade_years:
        return
    years, frame = overview.trade_years, overview.trade.set_index(["state", "partner", "year"])
    yield from head(
        overview.says["trade"],
        "Share of goods trade, exports plus imports, % · EU: the 27 of 2020 in every year · last column: imputed "
        f"part of {years[-1]}, %",
    )
    imputed = imputed_totals(overview.trade, years[-1])
    last = "imputed" if width >= WIDE else "i %"
    rows = [[Text("State"), *(Text(str(year)) for _ in PARTNERS for year in years), Text(last)]]
    for state in (*overview.twelve, *TRADING_POWERS):
        cells = [_share(frame.loc[(state, partner, year)], partner) for partner in PARTNERS for year in years]
        part = imputed.get(state)
        rows.append([_name(overview, state), *cells, Text(MISSING if part is None else number(100 * part))])
    gap = 2 if width >= WIDE else 1
    align = "<" + ">" * (len(rows[0]) - 1)
    yield groups(rows, gap, [(POWERS[partner].name, POWERS[partner].terminal) for partner in PARTNERS], len(years))
    yield from grid(rows, align, gap, break_before=len(rows) - len(TRADING_POWERS))
    texts = imputed_words(overview.trade[overview.trade["state"].isin(overview.twelve)], years[-1], overview.names)
    if texts:
        yield Text(f"Imputed in {years[-1]} by value, with each power: {'; '.join(texts)}.", style=DIM)
    for note in withheld_notes(overview):
        yield Text(note, style=DIM)


def _mutual(overview: Overview, width: int) -> Iterable[Text]:
    if overview.mutual.empty:
        return
    years = overview.trade_years
    yield from head(
        overview.says["mutual"], "Trade of members with each other, % of all their trade · moving: members on 1 July"
    )
    frame = overview.mutual.set_index(["organization", "membership", "russia", "year"])
    rows = [[Text("Body"), *(Text(str(year)) for year in years), Text("of it imputed")]]
    for words, *key in MUTUAL_ROWS:
        cells, imputed = [], MISSING
        for year in years:
            known = (*key, year) in frame.index
            row = frame.loc[(*key, year)] if known else None
            cells.append(Text(MISSING) if row is None else figure(percent(row["share"]), mark(row["basis"])))
            imputed = number(100 * row["imputed"]) if row is not None else MISSING
        rows.append([Text(words), *cells, Text(imputed)])
    yield from grid(rows, "<" + ">" * (len(years) + 1), 2)


def _votes(overview: Overview, width: int) -> Iterable[Text]:
    now = overview.votes[overview.votes["time"] == "now"].iloc[0]
    then = overview.votes[overview.votes["time"] == "then"].iloc[0]
    yield from head(
        overview.says["votes"],
        f"UN General Assembly, roll calls voted alike, % · then: {then['first']}–{then['last']}, now: {now['last']}",
    )
    partners = list(dict.fromkeys(overview.votes["partner"]))
    frame = overview.votes.set_index(["state", "partner", "time"])["share"]
    basis = overview.votes.set_index(["state", "partner", "time"])["basis"]
    rows = [[Text("State"), *(Text(time) for _ in partners for time in ("then", "now"))]]
    for state in overview.twelve:
        keys = [(state, partner, time) for partner in partners for time in ("then", "now")]
        rows.append([_name(overview, state), *(figure(percent(frame[key]), mark(basis[key])) for key in keys)])
    yield groups(rows, 4, [(POWERS[partner].name, POWERS[partner].terminal) for partner in partners], 2)
    yield from grid(rows, "<" + ">" * (2 * len(partners)), 4)


def _ties(overview: Overview, width: int) -> Iterable[Text]:
    yield from head(
        f"{overview.says['ties']}. {overview.says['forces']}",
        "bn USD and % of GDP of the year named · remittances: estimates by sender · forces: as published, "
        "orders of magnitude",
    )
    debt, money = overview.debt.set_index("state"), overview.remittances.set_index("state")
    forces = overview.forces.set_index("state")
    heads = ["State", "Debt to CHN", "% GDP", "From RUS", "% GDP", "Year", "Russian forces"]
    rows = [[Text(head) for head in heads]]
    room = max(16, width - 62)
    for state in overview.twelve:
        rows.append(
            [
                _name(overview, state),
                figure(billions(debt.at[state, "amount"]), mark(debt.at[state, "basis"], "m")),
                figure(percent(debt.at[state, "size"]), mark(debt.at[state, "basis"], "m")),
                figure(billions(money.at[state, "amount"]), mark(money.at[state, "basis"])),
                figure(percent(money.at[state, "size"]), mark(money.at[state, "basis"])),
                Text(MISSING if is_missing(money.at[state, "amount"]) else money.at[state, "when"]),
                fold(forces_text(forces.loc[state]), room),
            ]
        )
    yield from grid(rows, "<>>>>><", 2)
    yield Text(" · ".join(mark_notes()), style=DIM)
    year = overview.debt_year
    notes = [f"debt to China of {year}"] if year else []
    notes += [*gap_notes(overview), "+ some sites have no published strength"]
    yield Text(f"{sentence_case('; '.join(notes))}.", style=DIM)


def _claims(overview: Overview, width: int) -> Iterable[Text]:
    tally = overview.claims
    if tally is None:
        return
    yield from head(overview.says["claims"], "Verdicts computed from the tables, under every admissible measure")
    yield Text("   ".join(f"{SHAPES[verdict]} {size} {verdict}" for verdict, size in tally.counts.items()))
    for example in tally.examples:
        yield Text.assemble(
            (f"{example.id:<6}", HEAD), f" {SHAPES[example.verdict]} {example.verdict}: ", example.statement
        )
        yield Text(f"       said {example.said}; found {'; '.join(example.found)}", style=DIM)


def _next(overview: Overview, width: int) -> Iterable[Text]:
    yield Text("Try next", style=HEAD)
    longest = max(len(command) for command, _ in TRY_NEXT)
    for command, words in TRY_NEXT:
        yield Text.assemble("  ", (command.ljust(longest), "bold"), "  ", (words, DIM))
    yield Text("What this cannot tell", style=HEAD)
    for sentence in CANNOT_TELL:
        yield Text(f"  {sentence}", style=DIM)
    count = overview.sources["source"].nunique()
    yield Text(f"{count} sources stand behind these figures; `steppe data sources` lists them.", style=DIM)


# --------------------------------------------------------------------- cells
def _name(overview: Overview, state: str) -> Text:
    power = POWERS.get(state)
    return Text(overview.names[state], style=power.terminal if power else "")


def _share(row: pd.Series, partner: str) -> Text:
    """A share in the colour of its power, stronger as it is larger."""
    if isinstance(row["missing"], str):
        return Text("w " if row["withheld"] else f"{MISSING} ", style=DIM)
    colour = POWERS[partner].terminal
    style = f"bold {colour}" if row["share"] >= 0.35 else colour if row["share"] >= 0.1 else ""
    return figure(percent(row["share"]), mark(row["basis"]) or " ", style)
