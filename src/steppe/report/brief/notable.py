"""What stands out in a state's ties: candidates found by rule, each with its numbers, and the three strongest.

A rule proposes sentences with a strength between 0 and 1; the three strongest are taken, one a rule and one a layer:

    records    1 − smaller / larger of two records of trade with a power that has a tenth of it or more
    shift      change of a power's share since the first year on record × weight of the layer over two; economic and
               cultural layers that reach 2015
    weight     share of a power × size of the tie over a fifth of GDP, at most 1
    passed     two thirds, where another power than at the start now leads in goods
    patrons    mean share of the powers that lead in goods and in arms or defence, where these are two
    loss       seven tenths × real income lost over a tenth, at most 1, when trade with a power stops
    seat       two thirds, where a seat is held in law and not in practice
    forces     nine tenths, where sites are held without the state's consent
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from steppe.display.format import MARK_WORDS, billions, day, listed, mark, number, percent, sentence_case, with_article
from steppe.display.words import in_text, possessive
from steppe.influence.records import latest_alike

LARGE = 0.2
"""Part of GDP from which the size of a tie counts in full."""
SHOWN = 3
FEWEST, RECENT = 8, 2015
"""Years that a series must have, and the year that it must reach, for a shift to be told."""
THIRDS = 2 / 3
_PRACTICE = {
    "frozen": "Its seat in the {body} is frozen in practice",
    "suspended": "Its seat in the {body} is suspended in practice",
    "selective": "It uses its seat in the {body} selectively",
    "exit decided": "It has decided at home to leave the {body}",
    "notice given": "It has given notice of leaving the {body}",
}


@dataclass(frozen=True)
class Notable:
    """One thing that stands out.

    Attributes
    ----------
    title, body
        A sentence with its number; what is behind it, with year and status.
    rule, layer, strength
        The rule that found it, the layer it speaks of, and how strong it is (0..1).
    sources
        Sources of its figures.
    """

    title: str
    body: str
    rule: str
    layer: str
    strength: float
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """What the rules look at: frames of `brief.frames`, and the name of the state in a sentence."""

    name: str
    names: Mapping[str, str]
    cells: pd.DataFrame
    series: pd.DataFrame
    losses: pd.DataFrame
    seats: pd.DataFrame

    def power(self, code: str) -> str:
        """Name of a power in a sentence."""
        return in_text(self.names[code])


def notable(material: Material) -> tuple[Notable, ...]:
    """The three strongest candidates, one a rule and one a layer; fewer where the rules find fewer."""
    found = [one for rule in RULES for one in rule(material)]
    chosen: list[Notable] = []
    for one in sorted(found, key=lambda one: -one.strength):
        if all(one.rule != other.rule and one.layer != other.layer for other in chosen):
            chosen.append(one)
    return tuple(chosen[:SHOWN])


def status(basis: object) -> str:
    """A basis as a word of a sentence, with what its letter means where it has one.

    Examples
    --------
    >>> status("reconciled"), status("estimated")
    ('reconciled', 'modelled or estimated, not recorded')
    """
    return MARK_WORDS.get(mark(basis), str(basis)).split(":")[0]


# ----------------------------------------------------------------------- rules
def _records(m: Material) -> Iterator[Notable]:
    table = m.cells[m.cells["layer"].isin(["trade", "trade_own"]) & m.cells["amount"].notna()]
    wide = table.pivot(index="partner", columns="layer", values=["amount", "share", "year"])
    if ("amount", "trade_own") not in wide.columns:
        return
    on_baci = set(table.loc[table["record"].fillna("").str.contains("baci"), "partner"])
    for partner, row in wide.dropna().iterrows():
        if partner not in on_baci:
            continue
        theirs, own = row[("amount", "trade")], row[("amount", "trade_own")]
        same_year = row[("year", "trade")] == row[("year", "trade_own")]
        if not same_year or max(row[("share", "trade")], row[("share", "trade_own")]) < 0.1 or min(theirs, own) <= 0:
            continue
        gap, year = max(theirs, own) / min(theirs, own), int(row[("year", "trade")])
        yield Notable(
            f"Partners’ records count {billions(theirs)} bn USD of trade with {m.power(str(partner))}, its own "
            f"{billions(own)} bn",
            f"In {year} the two records differ by a factor of {number(gap, 1)}. On the reconciled record "
            f"{m.power(str(partner))} has {percent(row[('share', 'trade')])} % of the goods trade, on "
            f"{possessive(m.name)} own {percent(row[('share', 'trade_own')])} %.",
            "records",
            "records",
            1 - 1 / gap,
            _sources(table[table["partner"] == partner]),
        )


def _shift(m: Material) -> Iterator[Notable]:
    flows = m.cells["domain"].isin(["economic", "cultural"])
    counted = m.cells[(m.cells["weight"] > 0) & m.cells["parts"] & flows]
    yearly = m.series[m.series["layer"].isin(set(counted["layer"]))]
    for (layer, partner), own in yearly.groupby(["layer", "partner"], sort=False):
        cell = counted[(counted["layer"] == layer) & (counted["partner"] == partner)]
        own = latest_alike(own)
        if cell.empty or len(own) < FEWEST or own["year"].iloc[-1] < RECENT:
            continue
        first, last, top = own.iloc[0], own.iloc[-1], own.loc[own["share"].idxmax()]
        change = float(last["share"] - first["share"])
        verb = "rose" if change > 0 else "fell"
        inside = top["year"] not in (first["year"], last["year"])
        between = f" It was highest in {top['year']}, at {percent(top['share'])} %." if inside else ""
        title = str(cell["title"].iloc[0])
        yield Notable(
            f"{sentence_case(possessive(m.power(str(partner))))} part in {_small(title)} {verb} from "
            f"{percent(first['share'])} % in {first['year']} to {percent(last['share'])} % in {last['year']}",
            f"Share of {cell['whole'].iloc[0]}; {status(last['basis'])}.{between}",
            "shift",
            str(layer),
            abs(change) * float(cell["weight"].iloc[0]) / 2,
            _sources(cell),
        )


def _weight(m: Material) -> Iterator[Notable]:
    table = m.cells[m.cells["size"].notna() & m.cells["size_of"].eq("GDP") & (m.cells["weight"] > 0)]
    for _, row in table[table["share"].fillna(0) > 0].iterrows():
        low = f" Note: {_with_unit(row['note'])}." if isinstance(row["note"], str) else ""
        yield Notable(
            f"{row['title']} with {m.power(row['partner'])} equalled {percent(row['size'])} % of GDP in {row['year']}"
            if row["layer"].startswith("trade")
            else f"{row['title']}{_from(row['layer'], m.power(row['partner']))} equalled {percent(row['size'])} % of "
            f"GDP in {row['year']}",
            f"{billions(row['amount'])} bn USD, {percent(row['share'])} % of all {row['whole']}; "
            f"{status(row['basis'])}.{low}",
            "weight",
            row["layer"],
            float(row["share"]) * min(1.0, float(row["size"]) / LARGE),
            _sources(row.to_frame().T),
        )


def _passed(m: Material) -> Iterator[Notable]:
    goods = m.series[m.series["layer"] == "trade"]
    if goods.empty:
        return
    trade = latest_alike(goods).pivot(index="year", columns="partner", values="share").dropna()
    if len(trade) < 2 or trade.shape[1] < 2:
        return
    leads = trade.idxmax(axis=1)
    before, now = leads.iloc[0], leads.iloc[-1]
    if before == now:
        return
    since = int(leads[leads != now].index.max())
    year = int(next(year for year in leads.index if year > since))
    last = trade.iloc[-1]
    yield Notable(
        f"{sentence_case(m.power(now))} has led in goods since {year}; in {trade.index[0]} it was {m.power(before)}",
        f"In {trade.index[-1]} {m.power(now)} had {percent(last[now])} % of the goods trade, {m.power(before)} "
        f"{percent(last[before])} %; {status(str(goods['basis'].iloc[-1]))}. Years without a record, and years on "
        "another record, are not counted.",
        "passed",
        "trade",
        THIRDS,
        _sources(m.cells[m.cells["layer"] == "trade"]),
    )


def _patrons(m: Material) -> Iterator[Notable]:
    goods = _first(m.cells, "trade")
    for layer in ("arms", "alliance"):
        arms = _first(m.cells, layer)
        if goods is None or arms is None or goods["partner"] == arms["partner"]:
            continue
        yield Notable(
            f"{sentence_case(m.power(goods['partner']))} leads in goods, {m.power(arms['partner'])} in "
            f"{_small(arms['title'])}",
            f"{percent(goods['share'])} % of goods in {goods['when']} ({status(goods['basis'])}); "
            f"{percent(arms['share'])} % of {arms['whole']}, {arms['when']} ({status(arms['basis'])}).",
            "patrons",
            layer,
            float(goods["share"] + arms["share"]) / 2,
            _sources(pd.DataFrame([goods, arms])),
        )


def _loss(m: Material) -> Iterator[Notable]:
    found = m.losses[(m.losses["layer"] == "trade") & m.losses["loss"].notna()]
    if found.empty:
        return
    row = found.loc[found["loss"].idxmax()]
    yield Notable(
        f"If trade with {m.power(row['partner'])} stopped, {m.name} would lose {percent(row['loss'])} % of its real "
        "income",
        f"{sentence_case(m.power(row['partner']))} would lose {_little(row['cost'])} of its own. A one-sector model on "
        f"trade of {row['year']}, after all have adjusted; {status(row['basis'])}.",
        "loss",
        "loss",
        0.7 * min(1.0, float(row["loss"]) / 0.1),
        _sources(row.to_frame().T),
    )


def _seat(m: Material) -> Iterator[Notable]:
    idle = m.seats[m.seats["practice"].ne("active") & m.seats["counts"]]
    idle = idle.assign(organization=idle["organization"].str.replace("_", " "))
    words = "{organization} ({status} in law, {standing} since {start:%Y})"
    told = {row["organization"]: words.format(**row) for row in idle.to_dict("records")}
    for _, row in idle.iterrows():
        others = listed([own for other, own in told.items() if other != row["organization"]])
        also = f" Beside it: {others}." if others else ""
        yield Notable(
            f"{_PRACTICE[row['standing']].format(body=row['organization'])} since {day(row['start'].date())}",
            f"In law it is {with_article(row['status'])} of the {row['title']}; {status(row['basis'])}.{also}",
            "seat",
            "seats",
            THIRDS,
            (row["source"], *idle.loc[idle["organization"].ne(row["organization"]), "source"]),
        )


def _forces(m: Material) -> Iterator[Notable]:
    own = m.cells[(m.cells["layer"] == "occupation") & (m.cells["share"].fillna(0) > 0)]
    for _, row in own.iterrows():
        yield Notable(
            f"{sentence_case(m.power(row['partner']))} holds sites on its territory without its consent",
            f"On record in {row['year']}: {row['note']}; {status(row['basis'])}.",
            "forces",
            "occupation",
            0.9,
            _sources(row.to_frame().T),
        )


RULES: tuple[Callable[[Material], Iterator[Notable]], ...] = (
    *(_records, _shift, _weight, _passed, _patrons, _loss, _seat, _forces),
)


def _first(cells: pd.DataFrame, layer: str) -> pd.Series | None:
    """The cell of the power with the largest share of a layer, None where no power has any."""
    own = cells[(cells["layer"] == layer) & (cells["share"].fillna(0) > 0)]
    return None if own.empty else own.loc[own["share"].idxmax()]


def _with_unit(note: str) -> str:
    """A note with the unit of its range.

    Examples
    --------
    >>> _with_unit("a share of receipts; between 1460 and 5101")
    'a share of receipts; between 1.46 and 5.10 bn USD'
    """

    def written(found: re.Match[str]) -> str:
        return f"between {billions(float(found[1]))} and {billions(float(found[2]))} bn USD"

    return re.sub(r"between ([\d.]+) and ([\d.]+)$", written, note)


def _little(share: float) -> str:
    """A share in percent, or that it is below a tenth of one."""
    return "less than 0.1 %" if share < 0.001 else f"{percent(share)} %"


def _from(layer: str, power: str) -> str:
    return "" if layer == "debt" else f" to {power}" if layer == "debt_service" else f" from {power}"


def _small(title: str) -> str:
    """A title inside a sentence."""
    return title[:1].lower() + title[1:]


def _sources(rows: pd.DataFrame) -> tuple[str, ...]:
    found = [source for cell in rows["source"].dropna() for source in str(cell).split(";")]
    return tuple(dict.fromkeys(found))
