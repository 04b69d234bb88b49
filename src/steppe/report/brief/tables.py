"""Tables of a brief as rows of cells: ties by power, partners, losses, sources by number."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from steppe.display.cells import Cell, heat
from steppe.display.charts.tokens import CLASSES, VOTE_CLASSES, power_of
from steppe.display.format import (
    MISSING,
    billions,
    currency_of,
    is_missing,
    mark,
    money,
    number,
    of_gdp,
    percent,
    sentence_case,
    significant,
)
from steppe.influence import LAYERS, flow_sums
from steppe.influence.cut import CHANNEL_WORDS, MEASURE_WORDS, SENSITIVITY, VULNERABILITY
from steppe.influence.reasons import in_words
from steppe.report.brief.view import Brief
from steppe.report.shared.security import KINDS, site_words

MODELLED = ("debt",)
"""Layers whose derived figures rest on a rule of ours and not on a sum."""
FLOW_WORDS = {
    "exports": "Exports of goods to it",
    "imports": "Imports of goods from it",
    "remittances": "Remittances from it",
    "debt_service": "Debt service to its government",
}
STATED = {
    "energy": ("Pipeline gas", "stated share of gas bought and sold, %"),
    "debt": ("Public debt", "stated share of public debt, %"),
    "lending": ("New loans", "stated share of new loans from governments, %"),
}
LINED = ("gas", "gas sold")
"""Channels whose notes say what lines could bring."""


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie: what it is called and counts, a cell a power and one for all others, year, status, sources, and the
    currency of its amounts, blank where it is no money, and the layer."""

    head: str
    what: str
    domain: str
    cells: tuple[Cell, ...]
    year: str
    status: str
    refs: tuple[int, ...]
    currency: str = ""
    layer: str = ""


def letter(row: pd.Series) -> str:
    """The letter of a figure of a layer."""
    return mark(row["basis"], "m" if row["layer"] in MODELLED else "")


def tie_rows(view: Brief) -> list[TieRow]:
    """Every layer, in the order of domains; a cell without a figure has the number of its reason."""
    rows = []
    for name, own in view.cells.groupby("layer", sort=False):
        known = own[own["known"]]
        year = str(known["row_when"].iloc[0]) if len(known) else MISSING
        cells = tuple(_tie(row, year, view) for _, row in own.iterrows())
        status = ", ".join(dict.fromkeys(known["basis"].dropna()))
        refs = sorted({place for cell in known["source"].dropna() for place in view.number(cell)})
        first = own.iloc[0]
        what = str(first["whole"]) if own["share"].notna().any() or not len(known) else f"{first['unit']}, no share"
        others = (_others(own),)
        rows.append(
            TieRow(
                head=LAYERS[str(name)].title,
                what=what,
                domain=str(first["domain"]),
                cells=cells + others,
                year=year,
                status=status,
                refs=tuple(refs),
                currency=currency_of(first["unit"]),
                layer=str(name),
            )
        )
    return rows


def _tie(row: pd.Series, year: str, view: Brief) -> Cell:
    power = power_of(row["partner"])
    token = power.token if power else "other"
    why = row["missing"] if isinstance(row["missing"], str) else ""
    under = row["when"] if row["known"] and row["when"] != year else ""
    if is_missing(row["share"]):
        place = view.gap(row["missing"])
        said = amount(row) if row["known"] else MISSING
        return Cell(said, str(place or ""), "h none" if row["known"] else "h dots", why=why, under=under)
    bounds = CLASSES if row["parts"] else VOTE_CLASSES
    cell = heat(row["share"], token, letter(row), why, bounds)
    held = money(row["amount"], row["unit"])
    return Cell(cell.text, cell.mark, cell.css, cell.fill, note(row), under=under, amount=held)


def amount(row: pd.Series) -> str:
    """An amount without a share, in short."""
    whole = float(row["amount"]).is_integer()
    return number(row["amount"]) if whole else significant(row["amount"], 3)


def note(row: pd.Series) -> str:
    """What a figure's own note says, and how far the records of it differ."""
    words = [row["note"]] if isinstance(row["note"], str) else []
    return "; ".join([*words, *([said] if (said := over_records(row)) else [])])


def over_records(row: pd.Series) -> str:
    """Whose record a share rests on, and its range over the records; blank where no record is named."""
    if not isinstance(row.get("record"), str):
        return ""
    named = f"record: {row['record'].replace(';', ', ')}"
    return (
        named
        if is_missing(row["low"])
        else f"{named}; {percent(row['low'])} to {percent(row['high'])} % over the records"
    )


def _others(own: pd.DataFrame) -> Cell:
    """What the powers leave of a layer whose shares are parts of one whole."""
    whole = own["parts"].all() and own["share"].notna().all() and own["when"].nunique() == 1
    rest = 1 - float(own["share"].sum())
    if not whole or rest < -0.005 or own["share"].sum() == 0:
        return Cell(MISSING, css="quiet")
    return Cell(percent(max(0.0, rest)), css="quiet")


def partner_rows(view: Brief) -> list[tuple[str, str, tuple[Cell, ...]]]:
    """Name and colour of each partner, its share, then all trade, exports and imports in billion USD."""
    rows: list[tuple[str, str, tuple[Cell, ...]]] = []
    for _, row in view.partners.iterrows():
        power = power_of(row["partner"])
        key = power.token if power else "ink-3"
        name = view.names.get(row["partner"], row["partner"])
        if isinstance(row["withheld"], str):
            gone = Cell("withheld", css="none", why=row["withheld"])
            rows.append((name, key, (gone, *(Cell(MISSING),) * 3)))
            continue
        share = Cell(percent(row["share"]), mark(row["basis"]))
        rows.append((name, key, (share, *(Cell(billions(row[one])) for one in ("amount", "exports", "imports")))))
    return rows


def loss_rows(view: Brief) -> list[TieRow]:
    """What is lost at once and after replacement by channel and power, % of GDP; below, the stated shares by layer."""
    rows = []
    for (channel, measure, kind), own in view.cuts.groupby(["channel", "measure", "kind"], sort=False):
        known = own[own["share"].notna()]
        if known["share"].ne(0).any() and (channel, measure) in MEASURE_WORDS:
            what = f"{MEASURE_WORDS[channel, measure]}, % of GDP, {kind}"
            rows.append(_cut_row(view, CHANNEL_WORDS[channel], what, own.assign(value=own["share"])))
    for layer, words in STATED.items():
        own = view.losses[view.losses["layer"].eq(layer)]
        if own["loss"].notna().any():
            rows.append(_cut_row(view, *words, own.assign(value=own["loss"])))
    return rows


def _cut_row(view: Brief, head: str, what: str, own: pd.DataFrame) -> TieRow:
    known = own[own["value"].notna()]
    year = str(int(known["year"].mode().iloc[-1]))
    by_power = own.set_index("partner").loc[list(view.powers)]
    cells = tuple(_loss(row, year) for _, row in by_power.iterrows())
    status = ", ".join(dict.fromkeys(known["basis"].dropna()))
    refs = sorted({place for cell in known["source"].dropna() for place in view.number(cell)})
    return TieRow(head, what, "", cells, year, status, tuple(refs))


def _loss(row: pd.Series, year: str) -> Cell:
    if is_missing(row["value"]):
        return Cell(MISSING, css="dots", why=str(row["missing"]))
    own = str(int(row["year"]))
    marked = mark(row["basis"], "m" if row.get("layer") in MODELLED else "")
    text = f"−{percent(-row['value'])}" if row["value"] < 0 else percent(row["value"])
    return Cell(text, marked, under="" if own == year or not row["value"] else own)


def flow_rows(view: Brief) -> list[TieRow]:
    """What flows between the state and each power over its GDP: the sum with its range, then its parts."""
    sums = flow_sums(view.flows).set_index("partner")
    rows = [_sum_row(view, sums)]
    for part, own in view.flows.groupby("part", sort=False):
        known = own[own["size"].notna()]
        year = str(int(known["year"].mode().iloc[-1])) if len(known) else MISSING
        cells = tuple(_flow(row, year) for _, row in own.iterrows())
        status = ", ".join(dict.fromkeys(known["basis"].dropna()))
        refs = sorted({place for source in known["source"].dropna() for place in view.number(source)})
        rows.append(TieRow(FLOW_WORDS[str(part)], "% of GDP", "", cells, year, status, tuple(refs)))
    return rows


def _sum_row(view: Brief, sums: pd.DataFrame) -> TieRow:
    """The sums of the parts: at least so much where a part is missing."""
    known = sums[sums["value"].notna()]
    cells = tuple(
        Cell(
            ("≥" if row.missing else "") + of_gdp(row.value),
            mark(row.basis),
            under=_ends(row.low, row.high),
            why=row.missing,
        )
        for row in sums.itertuples()
    )
    year = str(int(view.flows["year"].max())) if len(known) else MISSING
    return TieRow("All flows", "sum, % of GDP, and its range over the records", "", cells, year, "", ())


def flow_gaps(view: Brief) -> list[str]:
    """Which parts are not on record, with which powers, and why: one sentence a part and reason."""
    told = []
    for (part, why), own in view.flows[view.flows["size"].isna()].groupby(["part", "missing"], sort=False):
        who = "" if len(own) == len(view.powers) else f" ({', '.join(view.names[power] for power in own['partner'])})"
        told.append(f"{FLOW_WORDS[str(part)]}{who}: not on record, so the sum is a lower bound; {in_words(str(why))}.")
    return told


def _ends(low: float, high: float) -> str:
    """A range of shares of GDP; nothing where both ends are the same in print, or the sum has no high end."""
    return "" if is_missing(high) or of_gdp(low) == of_gdp(high) else f"{of_gdp(low)}–{of_gdp(high)}"


def _flow(row: pd.Series, year: str) -> Cell:
    if is_missing(row["size"]):
        return Cell(MISSING, css="dots", why=str(row["missing"]))
    own = str(int(row["year"]))
    return Cell(of_gdp(row["size"]), mark(row["basis"]), under="" if own == year else own)


def loss_gaps(view: Brief) -> list[str]:
    """What is to know of losses and stated shares: what is not known and why, one sentence a channel, and terms."""
    notes = []
    for channel, own in view.cuts.groupby("channel", sort=False):
        at_stake = own[own["measure"].eq(SENSITIVITY) & own["share"].gt(0)]
        if at_stake.empty:
            continue
        head = CHANNEL_WORDS[str(channel)]
        after = own[own["measure"].eq(VULNERABILITY) & own["partner"].isin(at_stake["partner"])]
        notes += [f"{head}, after replacement: {why}." for why in dict.fromkeys(after["missing"].dropna())]
        told = [f"{view.names[row.partner]}: {row.note}" for row in at_stake.itertuples() if str(channel) in LINED]
        notes += [f"{head} ({words})." for words in told]
    gone = view.losses[view.losses["layer"].isin(list(STATED)) & view.losses["loss"].isna()]
    for (layer, why), own in gone.groupby(["layer", "missing"], sort=False):
        every = len(own) == int((view.losses["layer"] == layer).sum())
        who = "" if every else f" ({', '.join(view.names[power] for power in own['partner'])})"
        notes.append(f"{STATED[str(layer)][0]}{who}: {why}.")
    said = view.cells[view.cells["layer"].eq("debt") & view.cells["known"] & view.cells["note"].notna()]
    return notes + [f"{STATED['debt'][0]} ({view.names[r.partner]}): {r.note}." for r in said.itertuples()]


def fact_words(view: Brief) -> list[str]:
    """GDP and population with year and numbers of their sources; a sentence where neither is known."""
    words = []
    for fact in view.facts:
        said = f"GDP {billions(fact.value)} bn USD" if fact.what == "gdp" else f"{_people(fact.value)} people"
        words.append(f"{said} ({fact.year})")
    return words or ["GDP and population are not in the tables"]


def _people(count: float) -> str:
    return f"{significant(count / 1e6, 2)} mn" if count >= 1e6 else number(round(count, -3))


def defects(view: Brief) -> list[tuple[str, str]]:
    """Layer and what its reader must know, for the layers that have a figure here and count in a composite."""
    own = view.cells[view.cells["known"] & (view.cells["weight"] > 0)]
    return [(LAYERS[name].title, sentence_case(LAYERS[name].defects)) for name in dict.fromkeys(own["layer"])]


# -------------------------------------------------------------------- security
def security_rows(view: Brief) -> list[tuple[str, list[tuple[str, str, str, list[int]]]]]:
    """Events by kind: when, what, on what kind of page, numbers of the sources."""
    events = view.security.events
    return [
        (words, [(row.when, row.event, row.page, view.number(row.source)) for row in own.itertuples()])
        for kind, words in KINDS.items()
        if len(own := events[events["kind"] == kind])
    ]


def site_rows(view: Brief) -> list[tuple[str, str, str, list[int]]]:
    """Foreign sites: the site, whose and where, how it stands, numbers of the sources."""
    names = view.names
    return [
        (
            row.site,
            f"{names[row.sender]} in {names[row.host]}" + ("" if row.consent == "yes" else f", consent: {row.consent}"),
            site_words(row.status, row.as_of),
            view.number(row.source),
        )
        for row in view.security.sites.itertuples()
    ]


def summit_rows(view: Brief) -> list[tuple[str, int, str, list[int]]]:
    """Attendance by body in the latest year known: body, year, index in words, numbers of the sources."""
    rows = view.security.summits.itertuples()
    return [(row.organization.replace("_", " "), row.year, row.words, view.number(row.source)) for row in rows]
