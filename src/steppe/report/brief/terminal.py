"""A brief on a terminal: one page in 100 columns, or in 80."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from steppe.display import terminal
from steppe.display.cells import Cell
from steppe.display.charts.tokens import power_of
from steppe.display.format import MISSING, NOT_ON_RECORD, billions, day, listed, number, percent, sentence_case
from steppe.display.terminal import DIM, HEAD, WIDE
from steppe.display.words import in_text
from steppe.influence.ledger import WHY_NO_RATE
from steppe.influence.records import alike
from steppe.report.brief import tables
from steppe.report.brief.view import CANNOT_TELL, SHORT_NAMES, Brief
from steppe.report.shared.security import NO_CENSUS
from steppe.world.basis import weakest

BLOCKS = "▁▂▃▄▅▆▇█"
YEARS = range(2000, 2025)
SHOWN_EVENTS = 2
"""Events of a kind where there is little room."""


def show(view: Brief, console: Console | None = None) -> None:
    """Print the brief."""
    terminal.show(lambda width: render(view, width), console)


def render(view: Brief, width: int = WIDE) -> list[Text]:
    """The brief as lines for a terminal of that width."""
    sections = (_notable, _flows, _ties, _goods, _seats, _security, _episodes, _losses, _unknown)
    title = Text(f"{view.name} · {' · '.join(tables.fact_words(view))} · {day(view.on)}", style=DIM)
    parts: list[Text] = [title, Text(view.says["lead"], style=HEAD), Text()]
    for section in sections:
        parts += [*section(view, width), Text()]
    return parts[:-1]


def _notable(view: Brief, width: int) -> Iterable[Text]:
    if not view.notable:
        yield Text(view.says["notable"] or "The rules find nothing that stands out.", style=DIM)
    for place, one in enumerate(view.notable, start=1):
        yield Text(f"{place}. {one.title}", style=HEAD)
        yield _quiet(f"{one.body} Source: {_producers(view, one.sources)}.", "   ")


def _producers(view: Brief, sources: Iterable[str]) -> str:
    """Who stands behind figures: three at the most by name."""
    numbers = view.number(";".join(sources))
    names = list(dict.fromkeys(view.sources["producer"].iloc[number - 1] for number in numbers))
    more = [f"{len(names) - 3} more"] if len(names) > 3 else []
    return listed([*names[:3], *more])


def _quiet(words: str, indent: str = "  ") -> Text:
    return Text(indent + words, style=DIM)


# ----------------------------------------------------------------------- flows
def _flows(view: Brief, width: int) -> Iterable[Text]:
    """What flows between the state and each power, over GDP."""
    yield from terminal.head(
        view.says["flows"], "% of GDP, latest year of each; ‘19: of 2019 and not of the row’s year"
    )
    rows = [row for row in tables.flow_rows(view) if row.year != MISSING]
    lines = [[Text(head) for head in ["Flow", *_heads(view), "Year"]]]
    for row in rows:
        cells = [_sized(cell) for cell in row.cells]
        lines.append([terminal.fold(row.head, 36 if width >= WIDE else 24), *cells, Text(row.year)])
    if rows:
        yield from terminal.grid(lines, "<" + ">" * (len(view.powers) + 1), 2 if width >= WIDE else 1)
        ranges = [f"{name} {cell.under}" for name, cell in zip(_heads(view), rows[0].cells, strict=True) if cell.under]
        if ranges:
            yield _quiet(f"Over the records the sums range: {', '.join(ranges)}.", "")
        yield from (_quiet(words, "") for words in tables.flow_gaps(view))


def _sized(cell: Cell) -> Text:
    """A share of GDP; another year than the row's in short."""
    text = terminal.figure(cell.text, cell.mark or " ")
    return (
        Text.assemble((f"‘{cell.under[2:]} ", DIM), text) if cell.under[:2] == "20" and len(cell.under) == 4 else text
    )


def _heads(view: Brief) -> list[str]:
    """Names of the powers where there is little room."""
    return [SHORT_NAMES.get(view.names[power], view.names[power]) for power in view.powers]


# ------------------------------------------------------------------------ ties
def _ties(view: Brief, width: int) -> Iterable[Text]:
    yield from terminal.head(
        sentence_case(view.says["ties"]),
        "Share of each tie with each power, %, latest year · ‘19: of 2019 and not of the row’s year",
    )
    rows = tables.tie_rows(view)
    shown = [row for row in rows if row.year != MISSING]
    if not shown:
        yield Text("No tie has a figure; the reasons are below.", style=DIM)
        return
    wide = width >= WIDE
    room = 36 if wide else 24
    heads = ["Tie", *_heads(view), "Year"]
    lines = [[Text(head) for head in (*heads, *(["Status"] if wide else []))]]
    for row in shown:
        cells = [_cell(cell, power, row.year) for cell, power in zip(row.cells[:-1], view.powers, strict=True)]
        name = terminal.fold(row.head, room)
        status = [Text(weakest(row.status.split(", ")), style=DIM)] if wide else []
        lines.append([name, *cells, Text(row.year), *status])
        lines += _amounts(row, len(status))
    align = "<" + ">" * len(view.powers) + ">" + ("<" if wide else "")
    yield from terminal.grid(lines, align, 1)
    words = (
        "ⁱ imputed in part · ᵐ modelled or estimated · ᵃ assumed · –: not covered, see below · (n): amount, no share"
    )
    yield _quiet(words + (" · status: the weakest of the row" if wide else ""), "")
    ranges = _ranges(view)
    if ranges:
        yield _quiet(f"Goods over the records, %: {'; '.join(ranges)}.", "")


def _ranges(view: Brief) -> list[str]:
    """The powers whose share of goods differs between records: its range, and whose record stands."""
    rows = view.cells[view.cells["layer"].eq("trade") & view.cells["low"].notna()]
    return [
        f"{view.names[row.partner]} {percent(row.low)} to {percent(row.high)} ({row.record.replace(';', ', ')})"
        for row in rows.itertuples()
        if percent(row.low) != percent(row.high)
    ]


def _amounts(row: tables.TieRow, more: int) -> list[list[Text]]:
    """The line of the amounts of money that the shares of a row are of, if any is."""
    amounts = [cell.amount for cell in row.cells[:-1]]
    if not any(amounts):
        return []
    short = [MISSING if one == NOT_ON_RECORD else one.removesuffix(f" {row.currency}") or MISSING for one in amounts]
    return [[*(Text(words, style=DIM) for words in (f"  {row.currency}", *short)), *[Text()] * (1 + more)]]


def _cell(cell: Cell, power: str, year: str) -> Text:
    """A share in the colour of its power; another year than the row's in short."""
    pull = power_of(power)
    if "dots" in cell.css:
        return Text(MISSING, style=DIM)
    if cell.mark.isdigit():
        return Text(f"({cell.text})", style=DIM)
    strong = cell.fill.endswith(("-4", "-5", "-6"))
    colour = pull.terminal if pull and cell.text != "0" else ""
    text = terminal.figure(cell.text, cell.mark or " ", f"bold {colour}".strip() if strong else colour)
    return Text.assemble((f"‘{cell.under[2:4]} ", DIM), text) if cell.under[:2] in ("19", "20") else text


# ----------------------------------------------------------------------- goods
def _goods(view: Brief, width: int) -> Iterable[Text]:
    yield Text(view.says["series"], style=HEAD)
    trade = view.series[view.series["layer"] == "trade"]
    if trade.empty:
        yield Text(f"{view.says['partners']}.", style=DIM)
        return
    compared = alike(trade)
    start, end = compared["year"].min(), compared["year"].max()
    span = f"{YEARS[0]}–{YEARS[-1]}"
    yield Text(f"Share of goods trade {span}, one scale, gaps without record; → {start} to {end}", style=DIM)
    top = float(trade["share"].max())
    for power, own in trade.groupby("partner", sort=False):
        line = own.set_index("year")["share"]
        blocks = "".join(_block(line.get(year), top) for year in YEARS)
        pull = power_of(str(power))
        told = compared.loc[compared["partner"] == power, "share"]
        ends = f"{percent(told.iloc[0])} → {percent(told.iloc[-1])} %" if len(told) else ""
        name = SHORT_NAMES.get(view.names[str(power)], view.names[str(power)])
        yield Text.assemble(f"  {name:<9}", (blocks, pull.terminal if pull else ""), f"  {ends}")
    rows = view.partners[view.partners["withheld"].isna()]
    each = [f"{view.names[r.partner]} {billions(r.amount)} bn ({percent(r.share)} %)" for r in rows.itertuples()]
    yield _quiet(f"Largest partners, {view.partners['year'].iloc[0]}, in USD: {', '.join(each)}.")


def _block(share: float | None, top: float) -> str:
    if share is None or top == 0:
        return " "
    return BLOCKS[min(7, int(8 * share / top))]


# ----------------------------------------------------------------------- seats
def _seats(view: Brief, width: int) -> Iterable[Text]:
    yield Text(view.says["seats"], style=HEAD)
    seats = view.seats.assign(leader=view.seats["leader"].fillna(""))
    for leader, own in sorted(seats.groupby("leader"), key=lambda group: (group[0] == "", -len(group[1]))):
        led = f"led by {in_text(view.names[str(leader)])}" if leader else "led by none"
        each = [_seat(row.organization, row.status, view.since(row.organization).year) for row in own.itertuples()]
        yield _quiet(f"{led}: {', '.join(each)}")
    idle = [
        f"{row.organization.replace('_', ' ')} {row.standing} since {day(row.start.date())}"
        for row in view.seats.itertuples()
        if row.practice != "active"
    ]
    if idle:
        yield Text(f"  In practice: {'; '.join(idle)}.")


def _seat(body: str, status: str, year: int) -> str:
    return f"{body.replace('_', ' ')} {year}" + ("" if status == "member" else f" ({status})")


# -------------------------------------------------------------------- security
def _security(view: Brief, width: int) -> Iterable[Text]:
    """The latest of each kind, and how foreign sites stand."""
    yield Text(view.says["security"], style=HEAD)
    yield Text(f"{NO_CENSUS}.", style=DIM)
    for words, rows in tables.security_rows(view):
        for when, event, page, _ in rows[:SHOWN_EVENTS]:
            yield _quiet(f"{words}: {when} {event} ({page})")
    for site, whose, status, _ in tables.site_rows(view):
        yield _quiet(f"Site: {site}, {whose}: {status}")
    summits = [f"{body} {year} {words}" for body, year, words, _ in tables.summit_rows(view)]
    if summits:
        yield _quiet(f"Attendance at summits, 1 = a leader came: {'; '.join(summits)}.")
    if view.security.visits:
        yield _quiet(f"{view.security.visits} No other sender’s list is complete.")


# -------------------------------------------------------------------- episodes
def _episodes(view: Brief, width: int) -> Iterable[Text]:
    """The latest of what was offered or inflicted."""
    yield Text(view.says["episodes"], style=HEAD)
    yield Text(WHY_NO_RATE[0], style=DIM)
    if not view.episodes:
        yield _quiet("The ledger has none; what is not listed is unknown.")
    for one in view.episodes:
        when, what, asked, followed = one.cells
        yield _quiet(f"{when}  {what}. Asked: {asked}. Followed: {followed}.")
    yield _quiet(f"`steppe episodes {view.code}` lists all, with pages and counts.", "")


# ---------------------------------------------------------------------- losses
def _losses(view: Brief, width: int) -> Iterable[Text]:
    yield Text(view.says["losses"], style=HEAD)
    heads = ["If cut", *_heads(view), "Year"]
    lines = [[Text(head) for head in heads]]
    rows = [row for row in tables.loss_rows(view) if row.year != MISSING]
    for row in rows:
        name = terminal.fold(f"{row.head}: {row.what}", 38 if width >= WIDE else 26)
        lines.append([name, *(_sized(cell) for cell in row.cells), Text(row.year)])
    if rows:
        yield from terminal.grid(lines, "<" + ">" * (len(heads) - 1), 2 if width >= WIDE else 1)
        yield _quiet(view.says["cut"], "")
    for words in tables.loss_gaps(view):
        yield _quiet(words)


# --------------------------------------------------------------------- unknown
def _unknown(view: Brief, width: int) -> Iterable[Text]:
    yield Text(view.says["unknown"], style=HEAD)
    for gap in view.gaps:
        yield _quiet(f"{sentence_case(gap.reason)}: {gap.where}.")
    yield Text("What this cannot tell", style=HEAD)
    for words in CANNOT_TELL:
        yield _quiet(words)
    count = number(len(view.sources))
    words = (
        f"{count} sources stand behind these figures; `steppe brief {view.code} --out FILE.html` names those of each."
    )
    yield _quiet(words, "")
