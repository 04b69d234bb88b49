"""Russian gas in transit through Ukraine and Belarus by year, and the shares of buyers in gas that was sold.

*Transit*: the operator's figures for Ukraine are quoted on pages (to Europe until 2012, all transit later). The flows
at European border points are the IEA's, which are closed, so what left each state is given as an index, 2019 = 100, in
whole numbers; from 2020 they are too low for Ukraine (reverse flows are netted, Hungary and Moldova are missing).

*Shares*: who bought a seller's pipeline gas, after the Statistical Review of BP and the Energy Institute, to the
nearest twentieth and without volumes. Buyers below a fortieth are left out; so is a year in which one buyer took all
but a fortieth, for its share would give the total away. Buyers are those that the Review names, not its sums.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._rows import read, source_row

FOLDER = "update-2026-11/shocks"
BASE_YEAR = 2019
STEP = 0.05
SELLERS = {
    "Azerbaijan": "AZE",
    "Iran": "IRN",
    "Kazakhstan": "KAZ",
    "Russian Federation": "RUS",
    "Turkmenistan": "TKM",
    "Uzbekistan": "UZB",
}
BUYERS = {
    **SELLERS,
    "Austria": "AUT",
    "Belarus": "BLR",
    "Belgium": "BEL",
    "China": "CHN",
    "Czech Republic": "CZE",
    "Finland": "FIN",
    "France": "FRA",
    "Germany": "DEU",
    "Greece": "GRC",
    "Hungary": "HUN",
    "Italy": "ITA",
    "Netherlands": "NLD",
    "Poland": "POL",
    "Slovakia": "SVK",
    "Türkiye": "TUR",
    "Turkey": "TUR",
    "Ukraine": "UKR",
    "United Kingdom": "GBR",
}
TOTAL = "Total exports"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables gas_transit and gas_sold_shares and their sources."""
    cite = Citations()
    operators = carried(
        read(raw, f"{FOLDER}/gas/ukraine_gas_transit_2006_2023.csv"),
        read(raw, f"{FOLDER}/reported/reported_figures.csv"),
        cite,
    )
    flows = indexed(read(raw, f"{FOLDER}/gas/transit_ukr_blr_iea_derived_2009_2023.csv"))
    return {
        "gas_transit": pd.concat([operators, flows], ignore_index=True),
        "gas_sold_shares": shares(read(raw, f"{FOLDER}/gas/gas_pipeline_matrix_2014_2023.csv")),
        "sources": pd.concat([cite.sources(), pd.DataFrame(SOURCES)], ignore_index=True),
    }


def carried(years: pd.DataFrame, figures: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """What Ukraine's operator or ministry says it carried, with the page of the year or of the year beside it."""
    years = years[years["bcm_operator"].notna()]
    pages = figures[figures["topic"].eq("gas transit") & figures["to"].eq("UKR")]
    pages = pages[pages["period"].astype(str).str.fullmatch(r"\d{4}") & pages["unit"].eq("bcm")]
    page = pages.assign(year=pages["period"].astype(int)).drop_duplicates("year").set_index("year")["url"]
    near = {2015: 2016}  # worked out from the growth that the page of 2016 gives
    url = years["year"].replace(near).map(page)
    derived = years["source"].str.startswith("derived")
    return pd.DataFrame(
        {
            "state": "UKR",
            "year": years["year"],
            "record": "operator",
            "value": years["bcm_operator"],
            "scope": years["scope"].replace({"all": "all transit"}),
            "confidence": derived.map({True: "medium", False: "high"}),
            "note": derived.map({True: "worked out from the growth that the page gives", False: None}),
            "source": cite.cite(url),
            "basis": derived.map({True: "derived", False: "reported"}),
        }
    )


def indexed(flows: pd.DataFrame) -> pd.DataFrame:
    """What left each state over its western borders, against 2019; 2009 lacks months and is left out."""
    total = flows[flows["entry_iso3"].eq("ALL") & flows["year"].gt(flows["year"].min())]
    base = total[total["year"].eq(BASE_YEAR)].set_index("transit_iso3")["bcm_iea_border"]
    low = total["transit_iso3"].eq("UKR") & total["year"].ge(2020)
    return pd.DataFrame(
        {
            "state": total["transit_iso3"],
            "year": total["year"],
            "record": "border flows",
            "index": (100 * total["bcm_iea_border"] / total["transit_iso3"].map(base)).round(),
            "scope": "to the EU over the state's western borders",
            "confidence": low.map({True: "low", False: "medium"}),
            "note": low.map({True: "too low: reverse flows are netted, Hungary and Moldova are missing", False: None}),
            "source": "iea-gas-flows-2024",
            "basis": "derived",
        }
    )


def shares(matrix: pd.DataFrame) -> pd.DataFrame:
    """Shares of named buyers in what a seller sold by pipeline."""
    matrix = matrix.assign(seller=matrix["from"].map(SELLERS), buyer=matrix["to"].map(BUYERS))
    matrix = matrix[matrix["seller"].notna()]
    keys = ["seller", "year"]
    total = matrix[matrix["to"].eq(TOTAL)].groupby(keys)["bcm"].max()
    sold = matrix[matrix["buyer"].notna()].groupby([*keys, "buyer"], as_index=False)["bcm"].max()
    share = sold["bcm"] / pd.MultiIndex.from_frame(sold[keys]).map(total)
    sold = sold.assign(share=((share / STEP).round() * STEP).round(2))
    largest = sold.groupby(keys)["share"].transform("max")
    sold = sold[sold["share"].ge(STEP) & largest.lt(1)]
    return sold[[*keys, "buyer", "share"]].assign(source="ei-review-gas", basis="derived")


SOURCES = [
    source_row(
        "iea-gas-flows-2024",
        "Gas Trade Flows in Europe, February 2024",
        "International Energy Agency",
        "IEA, Gas Trade Flows in Europe, October 2008 to February 2024",
        "https://www.iea.org/data-and-statistics/data-product/gas-trade-flows",
        published="2024-02",
        licence="IEA terms: free of charge, redistribution restricted",
        licence_class="closed",
        note="Only an index of yearly transit is shipped",
    ),
    source_row(
        "ei-review-gas",
        "Statistical Review of World Energy, editions of 2015 to 2024",
        "BP; Energy Institute",
        "BP and Energy Institute, Statistical Review of World Energy 2015-2024, gas trade movements by pipeline",
        "https://www.energyinst.org/statistical-review",
        published="2024-06",
        licence="free use with citation, no redistribution of the whole",
        licence_class="closed",
        note="Only shares of buyers to the nearest twentieth are shipped; 2015 is missing",
    ),
]
