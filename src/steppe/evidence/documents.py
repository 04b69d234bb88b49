"""What `ask` searches: claims, items of the five texts, bodies, states and their ties, events, quoted figures, sources.

One function per kind turns rows into documents. A document's title is what is shown first, in plain words and with the
names of states rather than their codes; `text` is shown below it, `extra` is searched and not shown. Where there is
`only`, nothing else is searched: a sentence that answers one question is found by the words of that question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from steppe.display.format import listed, money, of_gdp, percent
from steppe.display.words import in_text
from steppe.evidence.claims import claims
from steppe.evidence.document import Document
from steppe.evidence.seats import seats
from steppe.influence import LAYERS, POWERS, figures
from steppe.influence.latest import latest
from steppe.influence.size import flow_parts, flow_sums
from steppe.influence.trade import largest, trade_years
from steppe.world.actors import actor, actors
from steppe.world.attendance import attendance_index, in_words
from steppe.world.chronology import events
from steppe.world.complete import counted_in_words, visits_counted
from steppe.world.names import spelled_out
from steppe.world.sources import is_page
from steppe.world.world import World

USD = "million current USD"
FOUND = ("exercise", "visit", "defence agreement", "mediation", "text on Xinjiang", "treaty exit")
"""Kinds of event that were found page by page: many short rows, which come after what is known of a state."""


def documents(world: World) -> Iterable[Document]:
    """Everything in a world that can be searched for."""
    return (document for kind in KINDS for document in kind(world))


def _claims(world: World) -> Iterable[Document]:
    for one in claims().values():
        names = " ".join(world.state_names.get(code, code) for code in one.states)
        yield Document(
            "claim", one.id, one.statement, f"{one.locator}, claim {one.id}", one.period, f"{names} {one.layer}"
        )


def _coverage(world: World) -> Iterable[Document]:
    from steppe.evidence.coverage import load

    for row in load().itertuples():
        place = f"{row.text} ¶{row.paragraph}"
        status = f"see {row.target}" if row.status == "covered" else f"{row.status}: {row.reason}"
        yield Document("text", place, row.item, f"{place} ({row.kind})", status)


def _organizations(world: World) -> Iterable[Document]:
    frame = world.sql(
        """
        select organization, any_value(title) as title, any_value(o.note) as note,
               string_agg(distinct r.rule || ' ' || r.value, '; ') as rules, string_agg(distinct a.aim, '; ') as aims
        from organizations o left join organization_rules r using (organization)
        left join organization_aims a using (organization) group by organization order by organization
        """
    )
    for row in frame.fillna("").itertuples():
        members = ", ".join(world.state_names[code] for code in world.members(row.organization))
        yield Document(
            "organization",
            row.organization,
            f"{row.organization}: {row.title}",
            "organizations",
            f"Members in law now: {members}." if members else "No members now.",
            f"{row.aims} {row.note} {row.rules.replace('_', ' ')}",
        )


def _seats(world: World) -> Iterable[Document]:
    """Who joined, left and froze, body by body."""
    words = {"joined": "joined", "left": "left", "frozen": "frozen suspended"}
    for one in seats(world):
        key, place = f"{one.organization} {one.what}", f"memberships, {one.source}"
        yield Document("seats", key, one.title, place, one.text, only=f"{one.organization} {words[one.what]}")


def _debts(world: World) -> Iterable[Document]:
    """What is owed to each creditor of the table at the end of each year, the largest debtor first."""
    frame = world.sql("from debt where stock >= 5 order by creditor, year desc, stock desc, debtor")
    for (creditor, year), rows in frame.groupby(["creditor", "year"], sort=False):
        debtors = [world.state_names[code] for code in rows["debtor"]]
        owed = ", ".join(f"{name} {stock / 1000:.2f}" for name, stock in zip(debtors, rows["stock"], strict=True))
        lender = world.state_names[str(creditor)]
        text = "Public and guaranteed debt, implied by what was disbursed and repaid since 2000."
        partial = [name for name, kind in zip(debtors, rows["coverage"], strict=True) if kind == "partial"]
        text += f" Most of what {listed(partial)} owes is private and not in it." if partial else ""
        place = f"debt, {', '.join(sorted(set(rows['source'])))}"
        title = f"Debt to {lender} at the end of {year}, bn USD: {owed}"
        only = f"{f'debt {lender} {year} ' * 3} {' '.join(debtors)}"
        yield Document("debt", f"debt {creditor} {year}", title, place, text, only=only)


def _states(world: World) -> Iterable[Document]:
    frame = world.sql(
        """
        select s.state, s.name, s.capital, s.languages, s.note, l.leader, coalesce(l.since::varchar, '') as since,
               coalesce(s.gauge_mm::int::varchar, '') as gauge from states s left join (
            select state, leader, year(start) as since from leaders
            where "end" is null and office in ('effective', 'head_of_state')
            qualify row_number() over (partition by state order by office = 'head_of_state', start desc) = 1
        ) l using (state) order by state
        """
    ).fillna("")
    for row in frame.itertuples():
        facts = [f"capital {row.capital}"] if row.capital else []
        facts += [f"official languages {row.languages.replace(';', ', ')}"] if row.languages else []
        facts += [f"railway gauge {row.gauge} mm"] if row.gauge else []
        facts += [f"led by {row.leader} since {row.since}"] if row.leader else []
        text = "; ".join(facts)
        text = f"{text[0].upper()}{text[1:]}." if text else row.note
        yield Document("state", row.state, row.name, "states", text, "president leader head of state")


def _partners(world: World) -> Iterable[Document]:
    """The three largest partners of each of the twelve in trade, in the latest year."""
    year = trade_years(world)[-1]
    for one in actors(world, world.group("twelve")):
        frame = largest(world, one, year)
        first = frame[frame["withheld"].isna()].head(3)
        named = ", ".join(
            f"{world.state_names[row.partner]} {percent(row.share)} % ({money(row.amount, USD)})"
            for row in first.itertuples()
        )
        part = round(100 * float(frame["imputed_total"].iloc[0]))
        imputed = f" ({part} % of the whole is imputed)" if part else ""
        source = min(source for cell in frame["source"] for source in cell.split(";"))
        title = f"{one.title}: trade in goods, {year}: {named}{imputed}"
        words = "largest partners export import"
        yield Document("tie", f"{one.name} partners", title, f"own computation, {source}", "", words)


TOLD = ("partner", "when", "row_when", "share", "amount", "unit", "low", "high", "whole", "source", "basis")
"""Columns of a tie that its document tells."""


def _ties(world: World) -> Iterable[Document]:
    """The latest share of each power in every tie of the twelve, with its amount and its range over the records."""
    cells = latest(figures(world, world.group("twelve"), POWERS))
    cells = cells[(cells["state"] != cells["partner"]) & cells["share"].notna()]
    ties = dict[tuple[str, str], list[Any]]()
    for row in cells[["state", "layer", *TOLD]].itertuples(index=False):
        ties.setdefault((row.state, row.layer), []).append(row)
    for (state, layer), own in ties.items():
        named = ", ".join(_cell(row, world.state_names) for row in sorted(own, key=lambda row: -row.share))
        title = f"{world.state_names[state]}: {LAYERS[layer].title}, {own[0].row_when}: {named}"
        sources = ", ".join(dict.fromkeys(one for row in own for one in row.source.split(";")))
        words = f"% of {own[0].whole}; {', '.join(dict.fromkeys(row.basis for row in own))}."
        yield Document(
            "tie", f"{state} {layer}", title, f"own computation, {sources}", words, str(layer).replace("_", " ")
        )


def _cell(row: object, names: Mapping[str, str]) -> str:
    """A power with its share, amount and range, and its year where that is not the row's."""
    own: Any = row
    more = [own.when] if own.when != own.row_when else []
    more += [held] if (held := money(own.amount, own.unit)) else []
    more += [f"{percent(own.low)} to {percent(own.high)} % over the records"] if own.low == own.low else []
    name = names.get(own.partner, "European Union")
    return f"{name} {percent(own.share)} %" + (f" ({'; '.join(more)})" if more else "")


def _flows(world: World) -> Iterable[Document]:
    """Which of the twelve depend most on each power by the flows between them, in the latest year."""
    year = trade_years(world)[-1]
    sums = flow_sums(flow_parts(world, world.group("twelve"), POWERS, year)).dropna(subset=["value"])
    for power, own in sums.sort_values("value", ascending=False).groupby("partner"):
        rows = [(world.state_names[row.state], of_gdp(row.value)) for row in own.itertuples()]
        first = ", ".join(f"{name} {size} %" for name, size in rows[:5])
        title = f"Who depends most on {in_text(actor(world, str(power)).title)}: flows in % of GDP, {year}: {first}"
        rest = "; ".join(f"{name} {size} %" for name, size in rows[5:])
        place = f"own computation, `steppe rank --on {power}`"
        yield Document(
            "tie", f"{power} flows", title, place, f"Then {rest}.", "dependence dependent economy economic rank"
        )


def _suppliers(world: World) -> Iterable[Document]:
    """Whence each of the twelve had its arms in the latest window."""
    frame = world.sql(
        """
        select recipient, start_year || '-' || end_year as years, min(source) as source,
               string_agg(supplier || ' ' || round(100 * share)::int || ' %', ', ' order by share desc) as suppliers
        from arms_shares where list_contains(?, recipient)
          and (end_year, start_year) = (select max((end_year, start_year)) from arms_shares)
        group by all order by all
        """,
        [list(world.group("twelve"))],
    )
    for row in frame.itertuples():
        suppliers = spelled_out(row.suppliers, world.state_names)
        title = f"{world.state_names[row.recipient]}: suppliers of arms, {row.years}: {suppliers}"
        yield Document("tie", f"{row.recipient} suppliers", title, f"arms_shares, {row.source}", "", "largest import")


def _votes(world: World) -> Iterable[Document]:
    """How each of the twelve and the powers voted on Ukraine in the General Assembly."""
    word = "case vote when 'Y' then 'yes' when 'N' then 'no' when 'A' then 'abstained' else 'absent' end"
    frame = world.sql(
        f"select state, string_agg(strftime(date, '%Y-%m-%d') || ' ' || {word}, ', ' order by date) as votes, "
        "min(source) as source from un_ukraine_votes where list_contains(?, state) group by state order by state",
        [[*world.group("twelve"), "CHN", "USA", "TUR", "IND"]],
    )
    for row in frame.itertuples():
        title = f"{world.state_names[row.state]}: votes on Ukraine in the General Assembly"
        yield Document(
            "tie", f"{row.state} votes on Ukraine", title, f"un_ukraine_votes, {row.source}", f"{row.votes}."
        )


def _troops(world: World) -> Iterable[Document]:
    """Foreign bases and troops that are there now."""
    frame = world.sql("from foreign_presence where end_year is null order by host, sender, site")
    for row in frame.itertuples():
        host, sender = (world.state_names.get(code, code) for code in (row.host, row.sender))
        number = "" if pd.isna(row.troops) else f", about {row.troops:,.0f}"
        title = f"{sender} in {host}: {row.site} ({row.kind.replace('_', ' ')}{number}), since {row.start_year}"
        yield Document(
            "tie", f"{row.host} {row.sender}", title, f"foreign_presence, {row.source}", "", "foreign troops"
        )


def _sites(world: World) -> Iterable[Document]:
    """Foreign sites as the latest page has them."""
    frame = world.sql("from presence_checked order by host, sender, site")
    for row in frame.itertuples():
        host, sender = world.state_names[row.host], world.state_names[row.sender]
        seen = row.status if not isinstance(row.as_of, str) else f"{row.status}, latest page of {row.as_of}"
        title = f"{sender} in {host}, {row.site}: {seen}"
        note = spelled_out(row.note, world.state_names) if isinstance(row.note, str) else ""
        place = f"presence_checked, {row.source}"
        yield Document("tie", f"{row.host} {row.sender} site", title, place, note, "base")


def _visits_counted(world: World) -> Iterable[Document]:
    """Visits of those whose list is complete; no other visits are counted."""
    for host, rows in visits_counted(world).groupby("host"):
        sources = ", ".join(sorted(set(rows["source"])))
        title = f"{world.state_names[host]}: {counted_in_words(world, host)}"
        yield Document("tie", f"{host} visits", title, f"visits_listed, {sources}", "No other list is complete.")


def _trips(world: World) -> Iterable[Document]:
    """Trips of leaders by state, relative to the state with most: the source allows no counts."""
    frame = world.sql("from leader_trips order by state, start_year desc, direction desc")
    for state, rows in frame.groupby("state"):
        each = [f"{one.direction} {one.start_year}–{one.end_year} {one.of_largest:.1f}" for one in rows.itertuples()]
        title = f"{world.state_names[state]}: trips of leaders over those of the state with most: {', '.join(each)}"
        text = "Heads of state and government, eighteen states, to the nearest fifth; the source allows no counts."
        yield Document("tie", f"{state} leaders' trips", title, f"leader_trips, {rows['source'].iloc[0]}", text)


def _attendance(world: World) -> Iterable[Document]:
    """Level of representation at the summits of each body in the last five years known, by state."""
    frame = attendance_index(world)
    for (body, state), rows in frame[frame["state"].isin(world.group("twelve"))].groupby(["organization", "state"]):
        last = rows.tail(5)
        years = [f"{year} {in_words(*cells)}" for year, *cells in last[_ATTENDED].itertuples(index=False)]
        where = spelled_out(str(body).replace("_", " "), world.state_names)
        title = f"{world.state_names[state]}: attendance at {where} summits: {', '.join(years)}"
        text = "1: a head of state or government came; 0.5: lower rank; 0: nobody. Unknown is not absent."
        place = f"attendance, {last['source'].iloc[-1]}"
        yield Document("tie", f"{body} {state} attendance", title, place, text)


_ATTENDED = ["year", "index", "known", "meetings"]


def _exits(world: World) -> Iterable[Document]:
    """What each state left and kept of the agreements of the CIS, with how far each act went."""
    frame = world.sql("from treaty_exits order by state, date nulls last, instrument")
    for state, rows in frame.groupby("state"):
        named = rows[rows["number"].isna()]
        counts = [f"{row.instrument}: {row.number:g}" for row in rows[rows["number"].notna()].itertuples()]
        acts = [f"{row.instrument} ({row.act}{_on(row)})" for row in named.itertuples()]
        title = f"{world.state_names[state]}: agreements of the CIS denounced and kept: {'; '.join(counts)}"
        place = f"treaty_exits, {', '.join(sorted(set(rows['source']))[:3])}"
        yield Document("event", f"{state} CIS agreements", title, place, f"{'; '.join(acts)}.", "treaties left")


def _on(row: Any) -> str:
    length = {"day": 10, "month": 7, "year": 4}
    return "" if pd.isna(row.date) else f", {str(row.date.date())[: length[row.precision]]}"


def _prices(world: World) -> Iterable[Document]:
    """The last contract price of gas of each buyer."""
    frame = world.sql(
        """
        select buyer, arg_max(value, year) as value, any_value(unit) as unit, max(year) as year,
               arg_max(source, year) as source
        from energy_prices where series = 'gas_contract_price' and value is not null and buyer is not null
        group by buyer order by buyer
        """
    )
    for row in frame.itertuples():
        price = f"{row.value:g} {row.unit}"
        title = f"{world.state_names[row.buyer]}: price of gas from Russia by contract, {row.year}: {price}"
        yield Document("tie", f"{row.buyer} gas", title, f"energy_prices, {row.source}", "")


def _events(world: World) -> Iterable[Document]:
    for row in events(world).itertuples():
        if row.kind in ("vote", "leader", "foreign troops"):
            continue  # votes, troops and leaders of today are found as ties and states
        codes = [] if row.states != row.states or row.states is None else row.states.split(";")
        named = spelled_out(row.event, world.state_names)
        names = [world.state_names.get(code, code) for code in dict.fromkeys(codes)]
        before = ", ".join(name for name in names if name not in named)
        day = f"{row.date:%Y}" if row.precision == "year" else f"{row.date:%Y-%m-%d}"
        title = f"{before}: {named}" if before else named
        kind = "spell" if row.kind == "membership" else "found" if row.kind in FOUND else "event"
        extra = row.kind if kind == "found" else ""
        yield Document(kind, f"{row.kind} {day}", title, f"{row.kind}, {row.source}", day, extra)


def _quoted(world: World) -> Iterable[Document]:
    regions = {**world.state_names, "CAS": "Central Asia"}
    for row in world.sql("from quoted order by year desc, subject, partner, indicator").itertuples():
        codes = [code for code in (row.subject, row.partner) if isinstance(code, str)]
        names = ", ".join(spelled_out(code, regions) for code in codes)
        title = f"{names}: {row.indicator}, {row.period}: {row.value:,g} {_unit(row.unit)}"
        yield Document("quoted", f"{row.layer} {row.period}", title, f"quoted, {row.source}", "", row.layer)


def _unit(unit: str) -> str:
    """`bn USD` however the compilation writes it."""
    return re.sub(r"^USD (bn|mn|m)$", r"\1 USD", unit)


def _sources(world: World) -> Iterable[Document]:
    for row in world.table("sources").itertuples():
        if not is_page(row.source):
            yield Document("source", row.source, row.title, f"source {row.source}", row.producer)


KINDS: tuple[Callable[[World], Iterable[Document]], ...] = (
    _claims,
    _coverage,
    _organizations,
    _seats,
    _debts,
    _states,
    _partners,
    _ties,
    _flows,
    _suppliers,
    _votes,
    _troops,
    _sites,
    _visits_counted,
    _trips,
    _attendance,
    _exits,
    _prices,
    _events,
    _quoted,
    _sources,
)
