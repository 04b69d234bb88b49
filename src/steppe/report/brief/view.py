"""The brief of a state: whom it depends on, through what, since when, what stands out, and what is not known.

Any state can be asked for, a power or a state far from the region too, and the EU as one. Everything is computed from a
`World`; nothing here draws or prints. The terminal, the page and the paper take the same `Brief`. A figure keeps its
year, basis and source; a cell without one keeps its reason, and `gaps` gathers these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from steppe.display.format import count_word, day, listed, of_gdp, percent, sentence_case
from steppe.display.words import in_text, possessive
from steppe.influence import LAYERS, POWERS, figures, if_cut
from steppe.influence.latest import first_year, latest, with_a_figure, yearly
from steppe.influence.ledger import chosen
from steppe.influence.reasons import worded
from steppe.influence.records import alike
from steppe.influence.size import ahead, flow_parts, flow_sums
from steppe.report.brief import frames
from steppe.report.brief.frames import Fact
from steppe.report.brief.notable import Material, Notable, notable
from steppe.report.episodes.view import Entry, recent, told
from steppe.report.shared.security import Security, security
from steppe.world.actors import Actor, actor
from steppe.world.dates import TODAY, VERSION
from steppe.world.shapes import outlines
from steppe.world.sources import places_of, sources_of
from steppe.world.world import World

SHORT = {
    **{"trade": "goods", "trade_own": "goods by its own statistics", "debt": "public debt", "energy": "pipeline gas"},
    **{"votes": "votes", "ideal_points": "nearness in votes", "formats": "seats", "troops": "foreign sites"},
    **{
        "alliance": "defence by allies",
        "flights": "air routes",
        "visas": "visa rules",
        "defence_agreements": "defence pacts",
    },
}
"""Layers in a list inside a sentence, where their own name would not read well."""
SHORT_NAMES = {"United States": "USA", "European Union": "EU"}
"""Names of powers where there is little room."""
MOST_EPISODES = 8
CANNOT_TELL = (
    "A share says how much of a tie runs with a power, not what the power makes of it.",
    "Figures are for different years: each row gives its own.",
)


@dataclass(frozen=True)
class Gap:
    """A reason why figures are missing, with a number and the cells that it speaks of, in words."""

    number: int
    reason: str
    where: str


@dataclass(frozen=True)
class Brief:
    """What is known of one state's ties, and what is not.

    Attributes
    ----------
    actor, name
        The state (or the EU as one), and its name.
    on, version
        The day of the seats, and the version of the world.
    names, powers
        Names by code; the powers it is set against, itself left out.
    facts
        GDP and population, as far as they are known.
    cells, series
        `influence.latest.latest` and `influence.latest.yearly`.
    partners, spells, losses
        Frames of `brief.frames`.
    years
        Rows of `dependence` of every year that has a figure of the layer with any power.
    flows
        Rows of `influence.size.flow_parts` on the powers.
    security
        Exercises, visits, agreements, mediation, sites and summits, as found.
    episodes
        The latest rows of the ledger of inducements, coercion and use of force.
    shapes
        Outlines for the map.
    notable
        What stands out, by rule.
    gaps
        Reasons of the cells without a figure.
    says
        The sentences of the sections, and why a section has none.
    sources
        Sources of all that is shown, in the order of first use.
    sources_of_years
        Those of `years`.
    """

    actor: Actor
    name: str
    on: date
    version: str
    names: Mapping[str, str]
    powers: tuple[str, ...]
    facts: tuple[Fact, ...]
    cells: pd.DataFrame
    series: pd.DataFrame
    years: pd.DataFrame
    partners: pd.DataFrame
    spells: pd.DataFrame
    losses: pd.DataFrame
    cuts: pd.DataFrame
    flows: pd.DataFrame
    security: Security
    episodes: tuple[Entry, ...]
    shapes: pd.DataFrame
    notable: tuple[Notable, ...]
    gaps: tuple[Gap, ...]
    says: Mapping[str, str]
    sources: pd.DataFrame
    sources_of_years: pd.DataFrame

    @property
    def code(self) -> str:
        """ISO3 code, or `EU`."""
        return self.actor.name

    @property
    def seats(self) -> pd.DataFrame:
        """The spells that hold on the day."""
        return frames.held(self.spells, self.on)

    def since(self, body: str) -> date:
        """The day since which the state has sat in a body without a break, whatever its status."""
        own = self.spells[(self.spells["organization"] == body) & self.spells["towards"].isna()].sort_values("start")
        begun = own["start"].ne(own["end"].shift())
        first: date = own.loc[begun, "start"].iloc[-1].date()
        return first

    def with_years(self) -> Brief:
        """The brief whose sources are those of every year too, after the others."""
        both = pd.concat([self.sources, self.sources_of_years]).drop_duplicates("source")
        return replace(self, sources=both.reset_index(drop=True))

    def number(self, source: object) -> list[int]:
        """Places of `;`-separated sources in the list of sources, from 1."""
        return places_of(self.sources, [source])

    def gap(self, reason: object) -> int | None:
        """The number of a reason."""
        return next((gap.number for gap in self.gaps if gap.reason == reason), None)


def brief(world: World, state: str, known: pd.DataFrame | None = None) -> Brief:
    """The brief of a state.

    Parameters
    ----------
    world
        The world; the embedded one is `steppe.load()`.
    state
        Code or name of a state, or `EU`.
    known
        Its rows of `dependence` on the powers, reasons in words; computed where they are not given.

    Raises
    ------
    UserError
        No such state; the look-alike is named.
    """
    who = actor(world, state)
    powers = tuple(power for power in POWERS if power != who.name)
    names = {**world.state_names, "EU": "EU-27"}
    name = names.get(who.name, who.title)
    frame = worded(figures(world, who.name, powers)) if known is None else known
    cells = latest(frame)
    found = frames.spells(world, who)
    partners = frames.partners(world, who)
    trade_year = int(partners["year"].max()) if len(partners) else TODAY.year - 3
    cut = worded(frames.losses(world, frame, cells, who, powers, trade_year))
    cuts = if_cut(world, who.name, list(powers), trade_year)
    flows = flow_parts(world, who.name, powers, trade_year)
    begun = first_year(world, who)
    series, years = yearly(frame, begun), with_a_figure(frame[frame["year"] >= begun])
    seats = frames.held(found, TODAY)
    material = Material(in_text(name), names, cells, series, cut, seats)
    stands = notable(material)
    facts = frames.facts(world, who, TODAY.year - 1)
    used = told(world, recent(chosen(world, who.name), MOST_EPISODES))
    record = security(world, who.seat, names | {who.seat: name})
    return Brief(
        actor=who,
        name=name,
        on=TODAY,
        version=VERSION,
        names=names,
        powers=powers,
        facts=facts,
        cells=cells,
        series=series,
        years=years,
        partners=partners,
        spells=found,
        losses=cut,
        cuts=cuts,
        flows=flows,
        security=record,
        episodes=used,
        shapes=outlines(world, TODAY),
        notable=stands,
        gaps=_gaps(cells, names),
        says=_says(material, partners, powers) | {"flows": _about_flows(material, flow_sums(flows))},
        sources=_sources(world, facts, stands, record, used, (cells, partners, found, cut, cuts, flows)),
        sources_of_years=sources_of(world, years["source"].dropna().unique()),
    )


def _sources(
    world: World,
    facts: Sequence[Fact],
    stands: Sequence[Notable],
    record: Security,
    episodes: Sequence[Entry],
    frames_used: Sequence[pd.DataFrame],
) -> pd.DataFrame:
    """Every source of a brief in the order of its sections, outlines last."""
    return sources_of(
        world,
        [
            *(fact.source for fact in facts),
            *(source for one in stands for source in one.sources),
            *record.sources,
            *(page for one in episodes for page in one.pages),
            *pd.concat([frame["source"] for frame in frames_used]),
            *world.sql("select distinct source from shapes order by source")["source"],
        ],
    )


# ------------------------------------------------------------------- sentences
CUT = (
    "If one power cut off one channel. At once: sensitivity; after replacement: vulnerability (Keohane and Nye). "
    "Arithmetic: a price times a volume, a payment; estimated: a model. Channels are not to be added up. The last rows "
    "are stated shares, not losses."
)


def _says(m: Material, partners: pd.DataFrame, powers: Sequence[str]) -> dict[str, str]:
    whose = possessive(m.name)
    return {
        "lead": _lead(m),
        "ties": f"Who {m.name} depends on, tie by tie",
        "partners": _about_partners(partners, m.names, whose),
        "series": _about_series(m, whose),
        "seats": _about_seats(m),
        "losses": _about_losses(m),
        "cut": CUT,
        "security": f"Security of {m.name} as found, the latest first",
        "episodes": f"What was offered to {m.name} or inflicted on it, and by it, the latest first",
        "unknown": "What is not known, and why",
        "notable": "" if len(m.cells[m.cells["known"]]) else f"No tie of {m.name} with a power is on record.",
        "powers": listed([m.power(power) for power in powers]),
    }


def _lead(m: Material) -> str:
    """Which power leads on which of the ties that are the core of their domain, and on how many of all that count."""
    counted = m.cells[(m.cells["weight"] > 0) & m.cells["share"].notna()]
    leads: dict[str, list[str]] = {}
    for layer, own in counted.groupby("layer", sort=False):
        top = own[own["share"] == own["share"].max()]
        if len(own) > 1 and len(top) == 1 and top["share"].iloc[0] > 0:
            leads.setdefault(top["partner"].iloc[0], []).append(str(layer))
    if not leads:
        return f"On no tie of {m.name} are figures of two powers on record."
    order = sorted(leads, key=lambda power: -len(leads[power]))
    core = [(power, [_short(layer) for layer in leads[power] if LAYERS[layer].weight > 1]) for power in order]
    parts = [f"{m.power(power)} leads in {listed(words)}" for power, words in core if words]
    total = sum(map(len, leads.values()))
    each = listed([f"{in_text(m.names[power])} has {count_word(len(leads[power]))}" for power in order])
    named = sum(len(words) for _, words in core)
    said = f"{sentence_case('; '.join(parts))}. " if parts else ""
    said += f"These {count_word(named)} weigh most. " if 1 < named < total else ""
    return f"{said}Of {count_word(total)} tie{'s' * (total > 1)} on which one power leads, {each}."


def _short(layer: str) -> str:
    return SHORT.get(layer, layer.replace("_", " "))


def _about_partners(partners: pd.DataFrame, names: Mapping[str, str], whose: str) -> str:
    if partners.empty:
        return f"No trade of {whose.removesuffix('’s').removesuffix('’')} is on record"
    first, year = partners.iloc[0], partners["year"].iloc[0]
    held = percent(partners["share"].sum())
    most = f"The {count_word(len(partners))} largest partners hold {held} % of {whose} goods trade in {year}"
    return f"{most}; {in_text(names[first['partner']])} is first with {percent(first['share'])} %"


def _about_series(m: Material, whose: str) -> str:
    """How the power that leads in goods came to lead, or what is on record."""
    goods = alike(m.series[m.series["layer"] == "trade"])
    trade = goods.pivot(index="year", columns="partner", values="share").dropna()
    if trade.empty:
        return f"No yearly share of {whose} ties is on record" if m.series.empty else f"{whose} ties, year by year"
    first, last = trade.iloc[0], trade.iloc[-1]
    up, down = (last - first).idxmax(), (last - first).idxmin()
    parts = [
        f"{possessive(m.power(power))} part {verb} from {percent(first[power])} to {percent(last[power])} %"
        for power, verb in ((up, "rose"), (down, "fell"))
        if (last - first)[power] * (1 if verb == "rose" else -1) > 0
    ]
    return f"From {trade.index[0]} to {trade.index[-1]} {' and '.join(parts)} of goods trade"


def _about_seats(m: Material) -> str:
    if m.seats.empty:
        return f"No seat of {m.name} in the bodies of this world is on record"
    leaders = m.seats["leader"].dropna().map(lambda leader: "EU" if leader == "EUU" else leader)
    led = leaders[leaders.isin(POWERS)].value_counts()
    parts = [f"{count_word(int(count))} led by {in_text(m.names[leader])}" for leader, count in led.items()]
    rest = {"led by other states": len(leaders) - int(led.sum()), "by none": len(m.seats) - len(leaders)}
    parts += [f"{count_word(count)} {words}" for words, count in rest.items() if count]
    bodies = "body" if len(m.seats) == 1 else "bodies"
    return f"Seats in {count_word(len(m.seats))} {bodies}: {listed(parts)}"


def _about_losses(m: Material) -> str:
    found = m.losses[(m.losses["layer"] == "trade") & m.losses["loss"].notna()]
    if found.empty:
        return f"What being cut off would cost {m.name} is not known"
    row = found.loc[found["loss"].idxmax()]
    lost = f"{percent(row['loss'])} % of real income"
    return f"Losing trade with {m.power(row['partner'])} would cost {lost}, more than trade with any other power"


def _about_flows(m: Material, sums: pd.DataFrame) -> str:
    """With which power the flows are the largest, if the records settle it."""
    first, sure = ahead(sums)
    if first is None:
        return f"What flows between {m.name} and the powers is not on record"
    rows = sums.dropna(subset=["value"]).sort_values("value", ascending=False)
    sizes = [f"{m.power(row.partner)} {of_gdp(row.value)} %" for row in rows.head(2).itertuples()]
    if sure or len(sizes) == 1:
        more = "" if len(rows) == 1 else ", more than with any other power"
        return f"Flows with {m.power(first)} are worth {of_gdp(rows['value'].iloc[0])} % of GDP{more}"
    return f"The records do not settle whose flows are the largest: {' of GDP, '.join(sizes)}"


# ------------------------------------------------------------------------ gaps
def _gaps(cells: pd.DataFrame, names: Mapping[str, str]) -> tuple[Gap, ...]:
    """Reasons of missing shares, in the order of the table, each with its layers and powers."""
    where: dict[str, list[str]] = {}
    reasons = cells["missing"].where(cells["share"].isna())
    for layer, own in cells.assign(reason=reasons).groupby("layer", sort=False):
        for reason, gone in own.groupby("reason", sort=False):
            powers = "" if len(gone) == len(own) else f" ({', '.join(names[p] for p in gone['partner'])})"
            where.setdefault(str(reason), []).append(f"{cells.loc[cells['layer'] == layer, 'title'].iloc[0]}{powers}")
    return tuple(
        Gap(place, reason, "; ".join(cells_of)) for place, (reason, cells_of) in enumerate(where.items(), start=1)
    )


def dated(view: Brief) -> str:
    """Up to when the figures reach, by the layers that matter most."""
    parts = [f"seats {day(view.on)}"]
    for layer in ("trade", "votes", "remittances", "debt"):
        own = view.cells[(view.cells["layer"] == layer) & view.cells["known"]]
        parts += [f"{_short(layer)} {own['year'].max()}"] if len(own) else []
    return " · ".join(parts)
