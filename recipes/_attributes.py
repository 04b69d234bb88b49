"""The attributes of states: which column of which file each is, what it means, whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from recipes._rows import source_row


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its name in the bundle, its place in the raw files and its meaning."""

    name: str
    file: str
    column: str
    title: str
    unit: str
    low_means: str
    high_means: str
    source: str
    low: str = ""
    high: str = ""
    error: str = ""
    basis: str = "estimated"
    licence_class: str = "open"

    def row(self) -> dict[str, str]:
        """The row of the table `attributes`."""
        named = ("title", "unit", "low_means", "high_means", "licence_class", "basis")
        described = {name: getattr(self, name) for name in named}
        return {"attribute": self.name, **described, "figures": self.source, "source": "steppe-attributes"}


WGI = "political/wgi_voice.parquet"
BTI = "political/bti.parquet"
FREEDOM = "political/freedom_house.parquet"
KOF = "political/kof_globalisation.parquet"
LPI = "ties/lpi_2012_2023.parquet"
VDEM = "political/vdem_hl.parquet"
TEN = "points, 1 to 10"
HUNDRED = "points, 0 to 100"


def _bti(name: str, column: str, title: str, low: str, high: str) -> Attribute:
    return Attribute(name, BTI, column, title, TEN, low, high, "bti")


def _kof(name: str, column: str, title: str) -> Attribute:
    return Attribute(name, KOF, column, title, HUNDRED, "closed", "open to the world", "kof", basis="derived")


def _lpi(name: str, column: str, title: str) -> Attribute:
    return Attribute(name, LPI, column, title, "points, 1 to 5", "poor", "good", "lpi")


def _vdem(name: str, column: str, title: str) -> Attribute:
    return Attribute(
        name,
        VDEM,
        column,
        title,
        "index, 0 to 1",
        "least democratic",
        "most democratic",
        "v-dem",
        f"{column}_codelow",
        f"{column}_codehigh",
        licence_class="share-alike",
    )


ATTRIBUTES = (
    Attribute(
        "wgi_voice",
        WGI,
        "Estimate",
        "Voice and accountability (bounds: estimate and 1.645 standard errors)",
        "standard deviations, about -2.5 to 2.5",
        "citizens have no say",
        "citizens have a say",
        "wgi",
        "StdErr",
        "StdErr",
        "StdErr",
    ),
    Attribute(
        "wgi_voice_rank",
        WGI,
        "Rank",
        "Voice and accountability, percentile rank among all states",
        "percentile, 0 to 100",
        "lowest rank",
        "highest rank",
        "wgi",
        "Lower",
        "Upper",
    ),
    Attribute(
        "polity2",
        "political/polity5.parquet",
        "polity2",
        "Regime, Polity score as adapted for time series",
        "points, -10 to 10",
        "full autocracy",
        "full democracy",
        "polity5",
    ),
    _bti(
        "bti_democracy", "SI_Democracy_Status", "Democracy status", "hard-line autocracy", "democracy in consolidation"
    ),
    _bti("bti_economy", "SII_Economy_Status", "State of the market economy", "rudimentary", "developed"),
    _bti("bti_governance", "G_Governance_Index", "Quality of governance", "failed", "very good"),
    _bti("bti_rule_of_law", "Q3_Rule_of_Law", "Rule of law", "no rule of law", "full rule of law"),
    _bti("bti_civil_rights", "Q3.4_Civil_rights", "Civil rights", "not protected", "protected"),
    _bti("bti_anti_corruption", "Q15.3_Anti-corruption_policy", "Policy against corruption", "none", "effective"),
    _bti("bti_office_abuse", "Q3.3_Prosecution_of_office_abuse", "Office abuse is prosecuted", "never", "always"),
    Attribute("fh_total", FREEDOM, "total", "Freedom in the World", HUNDRED, "not free", "free", "freedom-house"),
    Attribute(
        "fh_political_rights",
        FREEDOM,
        "pr",
        "Freedom in the World, political rights rating (the scale runs down)",
        "rating, 1 to 7",
        "most free",
        "least free",
        "freedom-house",
    ),
    Attribute(
        "fh_civil_liberties",
        FREEDOM,
        "cl",
        "Freedom in the World, civil liberties rating (the scale runs down)",
        "rating, 1 to 7",
        "most free",
        "least free",
        "freedom-house",
    ),
    _kof("kof", "KOFGI", "Globalization, whole index"),
    _kof("kof_economic", "KOFEcGI", "Globalization, economic"),
    _kof("kof_social", "KOFSoGI", "Globalization, social"),
    _kof("kof_political", "KOFPoGI", "Globalization, political"),
    _lpi("lpi_score", "lpi_score", "Logistics performance, whole index"),
    _lpi("lpi_infrastructure", "infrastructure_score", "Logistics performance, infrastructure"),
    _lpi("lpi_customs", "customs_score", "Logistics performance, customs"),
    Attribute(
        "cinc",
        "political/cow_nmc.parquet",
        "cinc",
        "Composite index of national capability: share of the world's people, industry and forces",
        "share of the world, 0 to 1",
        "weak",
        "strong",
        "cow-nmc",
        basis="derived",
    ),
    _vdem("polyarchy", "v2x_polyarchy", "Electoral democracy"),
    _vdem("liberal_democracy", "v2x_libdem", "Liberal democracy"),
    _vdem("participatory_democracy", "v2x_partipdem", "Participatory democracy"),
    _vdem("deliberative_democracy", "v2x_delibdem", "Deliberative democracy"),
    _vdem("egalitarian_democracy", "v2x_egaldem", "Egalitarian democracy"),
    _vdem("additive_polyarchy", "v2x_api", "Electoral democracy, components added"),
    _vdem("multiplicative_polyarchy", "v2x_mpi", "Electoral democracy, components multiplied"),
)

_PACKAGE = "via the R package democracyData (X. Márquez)"

SOURCES = [
    source_row(
        "wgi",
        "Worldwide Governance Indicators: voice and accountability",
        "World Bank",
        f"Kaufmann and Kraay, Worldwide Governance Indicators, 2024 edition; {_PACKAGE}",
        "https://www.worldbank.org/en/publication/worldwide-governance-indicators",
        published="2024",
        licence="CC BY 4.0",
        note="One of the six indicators; no value for 1997, 1999 and 2001",
    ),
    source_row(
        "polity5",
        "Polity5, annual time series",
        "Center for Systemic Peace",
        f"Marshall and Gurr, Polity5, 1800-2018; {_PACKAGE}",
        "https://www.systemicpeace.org/polityproject.html",
        published="2018; a few states to 2020",
        licence="free with citation",
    ),
    source_row(
        "bti",
        "Transformation Index",
        "Bertelsmann Stiftung",
        f"Bertelsmann Stiftung, Transformation Index, editions 2006-2024; {_PACKAGE}",
        "https://bti-project.org",
        published="2024",
        licence="free with citation",
        note="The year is the edition less two; an edition describes the two years before it. "
        "Members of the OECD of 1989 are not rated",
    ),
    source_row(
        "freedom-house",
        "Freedom in the World",
        "Freedom House",
        f"Freedom House, Freedom in the World, editions 2013-2025; {_PACKAGE}",
        "https://freedomhouse.org/report/freedom-world",
        published="2025",
        licence="free with citation",
        note="Territories that share a state's code are left out",
    ),
    source_row(
        "kof",
        "KOF Globalisation Index",
        "KOF Swiss Economic Institute",
        "Gygli, Haelg, Potrafke and Sturm (2019), The KOF Globalisation Index - revisited, Review of International "
        "Organizations 14",
        "https://kof.ethz.ch/en/forecasts-and-indicators/indicators/kof-globalisation-index.html",
        published="2023",
        licence="free with citation",
    ),
    source_row(
        "lpi",
        "Logistics Performance Index",
        "World Bank",
        "World Bank, Logistics Performance Index 2012, 2014, 2016, 2018 and 2023",
        "https://lpi.worldbank.org",
        published="2023",
        licence="CC BY 4.0",
        note="Only the 115 states rated in all five rounds; Azerbaijan and Turkmenistan are missing",
    ),
    source_row(
        "cow-nmc",
        "National Material Capabilities",
        "Correlates of War",
        "Singer, Bremer and Stuckey (1972); Correlates of War, National Material Capabilities; via the R package "
        "peacesciencer (S. Miller)",
        "https://correlatesofwar.org/data-sets/national-material-capabilities/",
        published="version 6, to 2022",
        licence="free with citation",
    ),
    source_row(
        "v-dem",
        "Varieties of Democracy",
        "V-Dem Institute",
        f"Coppedge and others, V-Dem Dataset; {_PACKAGE}",
        "https://www.v-dem.net",
        published="version 15 (data to 2024)",
        licence="CC BY-SA 4.0",
        licence_class="share-alike",
        note="The package's own note names version 14; the data run to 2024",
    ),
    source_row(
        "v-dem-16",
        "Varieties of Democracy, Liberal Democracy Index of 2025",
        "V-Dem Institute",
        "Coppedge and others, V-Dem Dataset v16, through Our World in Data",
        "https://www.v-dem.net",
        published="version 16 (data to 2025)",
        licence="CC BY-SA 4.0",
        licence_class="share-alike",
        accessed="2026-11-30",
        note="Read through the copy Indr1d-C0ld/Stanza_dei_Bottoni, three decimals, no bounds; a new release also "
        "revises 2024, so that its figure is a level and no change from 2024",
    ),
    source_row(
        "cldr",
        "Unicode CLDR, territory information",
        "Unicode Consortium",
        "Unicode CLDR 48, supplemental data: languages by territory",
        "https://cldr.unicode.org",
        published="48",
        licence="Unicode-3.0",
        note="Users of a language, second language included; years mixed, some old",
    ),
]
