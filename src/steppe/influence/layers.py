"""The registry of layers: one row each. A new layer is a reader and a row here; everything else follows from it.

Weights are ours: within a domain a layer counts 2 where it is the domain's core, 1 where it is one aspect of several,
0 where it is background (it has figures for few years or states, repeats another layer, or is no dependence that the
state took on). They are switchable everywhere and `composite` shows what they matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from steppe.influence import contacts, economic, energy, money, people, political, security
from steppe.influence.layer import DOMAINS, Layer
from steppe.world.errors import UserError
from steppe.world.names import look_alike

NO_TOTALS = "the source's terms allow shares only: no amounts"
A_DEGREE = "a degree of likeness has no size"

_REGISTRY = (
    Layer(
        "trade",
        "economic",
        "Trade in goods",
        "exports plus imports of goods",
        "million current USD",
        "gdp",
        ("trade", "trade_review"),
        economic.trade,
        2.0,
        "No 2021 and 2022. Pairs missing in 2023 are filled and flagged; re-exports count where they were declared.",
    ),
    Layer(
        "trade_food",
        "economic",
        "Trade in food, drink and tobacco",
        "exports plus imports of SITC sections 0 and 1",
        "million current USD",
        "gdp",
        ("trade_sections",),
        partial(economic.trade_section, sections=(0, 1)),
        0.0,
        "As exporters report it, two years only.",
        annual=False,
    ),
    Layer(
        "trade_fuels",
        "economic",
        "Trade in fuels",
        "exports plus imports of SITC section 3",
        "million current USD",
        "gdp",
        ("trade_sections",),
        partial(economic.trade_section, sections=(3,)),
        0.0,
        "As exporters report it, two years only; pipeline gas is missing where the exporter keeps it secret.",
        annual=False,
    ),
    Layer(
        "trade_machinery",
        "economic",
        "Trade in machinery and vehicles",
        "exports plus imports of SITC section 7",
        "million current USD",
        "gdp",
        ("trade_sections",),
        partial(economic.trade_section, sections=(7,)),
        0.0,
        "As exporters report it, two years only.",
        annual=False,
    ),
    Layer(
        "debt",
        "economic",
        "Debt to China",
        "gross public debt",
        "million current USD, end of year",
        "gdp",
        ("debt", "macro"),
        economic.debt,
        1.0,
        "Built from disbursements and repayments since 2000: no write-offs, no revaluation, no private debt without "
        "guarantee. China only.",
    ),
    Layer(
        "debt_service",
        "economic",
        "Debt service to governments",
        "repayment and interest on loans between governments",
        "million current USD",
        "gdp",
        ("debt_flows",),
        economic.debt_service,
        1.0,
        "Public and publicly guaranteed loans only; multilateral and private lenders are left out.",
    ),
    Layer(
        "lending",
        "economic",
        "New loans from governments",
        "disbursements of loans between governments",
        "million current USD",
        "gdp",
        ("debt_flows",),
        economic.lending,
        0.0,
        "Lumpy: one project can be all of a year.",
    ),
    Layer(
        "remittances",
        "economic",
        "Remittances",
        "remittances received",
        "million current USD",
        "gdp",
        ("remittances_series", "remittance_receipts"),
        money.remittances,
        2.0,
        "Estimates: receipts times a share of 2017, calibrated to banks' figures for Russia. Other senders are rough.",
    ),
    Layer(
        "migrants",
        "economic",
        "Migrants",
        "people born in the state who live abroad",
        "persons",
        "population",
        ("migrants",),
        people.migrants,
        1.0,
        "Place of birth, not labour: people whom the borders of 1991 moved over are in it.",
        annual=False,
    ),
    Layer(
        "energy",
        "economic",
        "Pipeline gas",
        "pipeline gas bought and sold",
        "billion cubic metres",
        None,
        ("gas_trade",),
        energy.gas,
        2.0,
        "Quoted volumes; complete for Turkmenistan in some years and for Armenia from 2011 only.",
        "volumes have no price in the table",
    ),
    Layer(
        "gas_price",
        "economic",
        "Discount on Russian gas",
        "European price of gas",
        "USD per 1,000 m³ below the European price",
        None,
        ("gas_price_gap",),
        energy.gas_price,
        0.0,
        "Transport is not taken off; a gap below zero is a surcharge.",
        "a price has no size without a volume",
        parts=False,
    ),
    Layer(
        "commitments",
        "economic",
        "Chinese commitments",
        "loans and grants committed",
        "million constant 2021 USD",
        None,
        ("development_finance",),
        money.commitments,
        0.0,
        "Commitments, not disbursements; single projects make a year; records without an amount count as nothing.",
        "constant dollars of 2021 are not set against current GDP",
    ),
    Layer(
        "currency",
        "economic",
        "Currency of settlement",
        "payments (in the partner's currency)",
        None,
        None,
        ("currency_settlement",),
        money.currency,
        0.0,
        "Single quoted figures, mostly of the Eurasian Economic Union as a whole.",
        "the source gives shares only",
    ),
    Layer(
        "arms",
        "security",
        "Arms received",
        "volume of major arms received in five years",
        None,
        None,
        ("arms_shares",),
        security.arms,
        2.0,
        "Windows of five years, so neighbouring years repeat a figure; suppliers below two hundredths count as zero.",
        NO_TOTALS,
        annual=False,
    ),
    Layer(
        "arms_decade",
        "security",
        "Arms received 2014-2024",
        "volume of major arms received in 2014-2024",
        None,
        None,
        ("arms_shares",),
        security.arms_decade,
        0.0,
        "One window.",
        NO_TOTALS,
        annual=False,
    ),
    Layer(
        "alliance",
        "security",
        "Allies' capability",
        "capability (CINC) of the states that owe defence",
        "share of world capability",
        None,
        ("alliances", "state_attributes"),
        security.alliance,
        2.0,
        "The record of alliances ends in 2018 and is carried where a treaty is not dated by us; CINC counts steel and "
        "soldiers, not will.",
        "capability is a share of the world's already",
    ),
    Layer(
        "troops",
        "security",
        "Foreign troops and sites, with consent",
        "sites used by foreign forces with the state's consent",
        "troops, where known",
        "population",
        ("foreign_presence",),
        security.troops,
        2.0,
        "Sites count alike, large or small; numbers of troops are rough and known for a third of the sites.",
    ),
    Layer(
        "occupation",
        "security",
        "Foreign troops without consent",
        "sites held without the state's consent",
        "troops, where known",
        "population",
        ("foreign_presence",),
        security.occupation,
        0.0,
        "Coercion, not dependence: shown beside the domain and never in its composite.",
    ),
    Layer(
        "exercises",
        "security",
        "Joint exercises",
        "joint exercises, counted by partner",
        "exercises",
        None,
        ("exercises",),
        contacts.exercises,
        1.0,
        "Ends in 2010; a large exercise counts once with each of its many partners, so blocs weigh much.",
        "exercises have no size",
    ),
    Layer(
        "defence_agreements",
        "security",
        "Defence agreements",
        "bilateral defence agreements in force",
        "agreements",
        None,
        ("defence_agreements",),
        contacts.defence_agreements,
        1.0,
        "Ends in 2010; ends of agreements are estimates of the author; a framework counts as much as a contract.",
        "agreements have no size",
    ),
    Layer(
        "aid",
        "security",
        "Aid to Ukraine",
        "aid allocated since 2022",
        "million EUR",
        None,
        ("ukraine_aid",),
        contacts.aid,
        0.0,
        "Sums of listed activities, not the tracker's headline figures.",
        "euros are not set against GDP in dollars",
    ),
    Layer(
        "votes",
        "political",
        "Votes in the General Assembly",
        "common votes (on how many both voted alike)",
        None,
        None,
        ("un_agreement",),
        political.votes,
        2.0,
        "Most resolutions pass by large majorities, so states far apart agree on half; 2020-2023 for three powers.",
        A_DEGREE,
        parts=False,
    ),
    Layer(
        "ideal_points",
        "political",
        "Nearness in the General Assembly",
        "widest distance of ideal points in the session (1 less the distance, relative to it)",
        None,
        None,
        ("un_ideal_points",),
        political.ideal_points,
        1.0,
        "One dimension, in which Russia and China stand close to each other.",
        A_DEGREE,
        parts=False,
    ),
    Layer(
        "formats",
        "political",
        "Seats in formats that the power leads",
        "seats in bodies that one other state leads",
        "seats",
        None,
        ("memberships", "organizations"),
        political.formats,
        2.0,
        "A seat in the CIS counts as one in the C5+1; who leads a body is our judgement, written in its table.",
        "seats have no size",
    ),
    Layer(
        "visits",
        "political",
        "Visits of Chinese leaders and officers",
        "visits",
        "visits",
        None,
        ("public_diplomacy",),
        contacts.visits,
        0.0,
        "China only, to Central Asia only, to 2017.",
        "visits have no size",
    ),
    Layer(
        "language",
        "cultural",
        "Language",
        "population (who use a language of the power)",
        None,
        None,
        ("languages", "states"),
        people.language,
        2.0,
        "One snapshot of mixed years, second language included; several figures look dated.",
        "the share is of the population already",
        parts=False,
        annual=False,
    ),
    Layer(
        "students",
        "cultural",
        "Students abroad",
        "students abroad at destinations that report",
        "persons",
        "population",
        ("students",),
        people.students,
        2.0,
        "Destinations report in some years and not in others; China never does, so shares of the rest are too high.",
    ),
    Layer(
        "visas",
        "cultural",
        "Visa-free entry",
        "ease of entry (1 without a visa, .5 on arrival or electronic)",
        None,
        None,
        ("visas",),
        people.visas,
        1.0,
        "Compiled by volunteers, since 2019 only; entry for work is another matter.",
        "a rule has no size",
        parts=False,
        annual=False,
    ),
    Layer(
        "flights",
        "cultural",
        "Air routes",
        "routes of airlines from the state in June 2014",
        "routes",
        None,
        ("flights",),
        people.flights,
        1.0,
        "One month of 2014, without frequencies.",
        "routes have no size",
        annual=False,
    ),
    Layer(
        "institutes",
        "cultural",
        "Confucius institutes",
        "institutes of foreign culture",
        "institutes",
        None,
        ("public_diplomacy",),
        contacts.institutes,
        0.0,
        "China only, Central Asia only, to 2018.",
        "institutes have no size",
    ),
)
LAYERS = {layer.name: layer for layer in _REGISTRY}
"""All layers by name, in the order of domains."""


def layer(name: str) -> Layer:
    """The layer of that name.

    Raises
    ------
    UserError
        No such layer; the look-alike is named.
    """
    if name not in LAYERS:
        raise UserError(f'there is no layer "{name}"{look_alike(name, list(LAYERS))}; there are {", ".join(LAYERS)}')
    return LAYERS[name]


def chosen(names: str | Sequence[str] | None = None) -> tuple[Layer, ...]:
    """Layers by name or by domain; all by default; a text may hold several, separated by commas."""
    if names is None:
        return tuple(LAYERS.values())
    listed = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    found: dict[str, Layer] = {}
    for name in listed:
        inside = [one for one in LAYERS.values() if one.domain == name] or [layer(name)]
        found |= {one.name: one for one in inside}
    return tuple(found.values())


def domain(name: str) -> str:
    """The domain of that name; unknown ones stop with the look-alike named."""
    if name not in DOMAINS:
        raise UserError(f'there is no domain "{name}"{look_alike(name, DOMAINS)}; there are {", ".join(DOMAINS)}')
    return name


def default_weights(of: str) -> dict[str, float]:
    """Weights of the layers that count in a domain, summing to one."""
    counted = {one.name: one.weight for one in LAYERS.values() if one.domain == domain(of) and one.weight > 0}
    total = sum(counted.values())
    return {name: weight / total for name, weight in counted.items()}
