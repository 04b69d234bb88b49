"""The transport network: places, links, crossings, services, rules of transit, and named routes over the links.

The raw files are facts put together by hand, most of them recalled; the READMEs of the folder say how kilometres came
about. What was read off OpenStreetMap stands in share-alike tables: the positions of eight places, lengths measured on
its lines and stations, and lengths that were worked out from those eight positions. `network_routes` is ours: each
named route is a list of stops (`recipes/tables/network_routes.csv`), and the places between them are those of the
shortest path, so the states that a route crosses follow from the network.

Speeds and costs that the raw links repeat from averages of CAREC stand once, in `network_crossings`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._originals import Originals, of_recall
from recipes._paths import Paths
from recipes._rows import source_row
from recipes._tables import date_precision, full_date, hand, text

FOLDER = "update-2026-11/network"
FROM_OSM = "OSM station"
STRAIGHT = "great circle"
SEA_ROUTED = "searoute"
BY_WATER = ("sea", "ferry", "caspian ferry")
MODES = {"rail": ("rail",), "road": ("road",), "ferry": ("ferry", "caspian ferry"), "sea": ("sea",)}
IN_USE = ("open", "restricted")
OSM = "osm-rail-2026-04"
DAYS = "hummels-schaur-2013"
SEAPORTS = {
    "service": "TITR, seaports of Kazakhstan",
    "route": "TITR",
    "from": "KAZ",
    "to": "AZE",
    "period": "2024",
    "measure": "cargo",
    "value": "3.3",
    "unit": "mn t",
    "statistical_source": "TITR association",
    "source": "https://astanatimes.com/2025/03/trans-caspian-international-transport-route-plans-2-5-million-tons-of-cargo-for-2025/",
    "confidence": "high",
    "note": "through the seaports; another concept than the 4.48 of the ministry, which counts the whole route",
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The tables `network_*` and their sources."""
    citations = Citations()
    cited = Originals(raw, citations)
    folder = raw / FOLDER
    nodes, lines = text(folder / "nodes.csv"), text(folder / "links.csv")
    osm = nodes.loc[nodes["coord_source"].str.startswith(FROM_OSM), "id"]
    measured = text(folder / "links_km_osm.csv")
    tables = {
        "network_places": places(nodes, cited),
        "network_links": links(lines, osm, cited),
        "network_crossings": crossings(text(folder / "crossings.csv"), cited),
        "network_services": services(text(folder / "services.csv"), cited),
        "network_rules": rules(text(folder / "transit_rules.csv"), cited),
        "network_places_osm": nodes[nodes["id"].isin(osm)]
        .rename(columns={"id": "place"})[["place", "lat", "lon"]]
        .assign(source=OSM, basis="derived"),
        "network_stations_osm": stations(text(folder / "nodes_osm_stations.csv")),
        "network_km_osm": lengths(measured, lines, osm),
    }
    tables["network_routes"] = routes(hand("network_routes"), tables, cited)
    tables["network_assumed"] = assumed(hand("network_assumed"), cited)
    return tables | {"sources": pd.concat([citations.sources(), pd.DataFrame(SOURCES)], ignore_index=True)}


def places(nodes: pd.DataFrame, cited: Originals) -> pd.DataFrame:
    """Places; those whose position is OpenStreetMap's have none here."""
    of_osm = nodes["coord_source"].str.startswith(FROM_OSM)
    by_hand = nodes["coord_source"].str.startswith("hand-placed") | of_osm
    return pd.DataFrame(
        {
            "place": nodes["id"],
            "name": nodes["name"],
            "state": nodes["iso3"],
            "lat": nodes["lat"].mask(of_osm),
            "lon": nodes["lon"].mask(of_osm),
            "kind": nodes["kind"],
            "gauge_transfer": nodes["gauge_transfer"].eq("yes"),
            "gauges": nodes["rail_gauges"],
            "note": nodes["note"],
            "source": cited.cite(pd.Series("general knowledge", index=nodes.index)).where(by_hand, "natural-earth"),
            "basis": "reported",
        }
    )


def from_positions_of_osm(lines: pd.DataFrame, osm: pd.Series[str]) -> pd.Series[bool]:
    """Links whose length is worked out from a position that is OpenStreetMap's."""
    touches = lines["from_id"].isin(osm) | lines["to_id"].isin(osm)
    return touches & lines["km_method"].str.startswith(STRAIGHT)


def links(lines: pd.DataFrame, osm: pd.Series[str], cited: Originals) -> pd.DataFrame:
    """Links with the lengths that are free of OpenStreetMap."""
    withheld = from_positions_of_osm(lines, osm)
    worked_out = lines["km_method"].str.startswith((STRAIGHT, SEA_ROUTED))
    return pd.DataFrame(
        {
            "link": lines["link_id"],
            "from_place": lines["from_id"],
            "to_place": lines["to_id"],
            "mode": lines["mode"],
            "gauge_mm": lines["gauge_mm"],
            "status": lines["status"],
            **dated(lines["open_from"], "open_from", "open_precision"),
            **dated(lines["closed_from"], "closed_from", "closed_precision"),
            "km": lines["km"].mask(withheld),
            "km_method": lines["km_method"].str.replace(r" \(use km_osm.*\)", "", regex=True).mask(withheld),
            "confidence": lines["confidence"],
            "note": lines["note"],
            "source": cited.cite(as_cited(lines)),
            "basis": worked_out.map({True: "estimated", False: "reported"}),
        }
    )


def as_cited(lines: pd.DataFrame) -> pd.Series[str]:
    """Texts of sources; "as GRG-INB (…)" is what the link from GRG to INB cites."""
    named = lines["from_id"] + "-" + lines["to_id"]
    other = lines["source"].str.extract(r"^as (\w+-\w+)")[0]
    first = lines.assign(name=named).drop_duplicates("name").set_index("name")["source"]
    return other.map(first).fillna(lines["source"])


def dated(written: pd.Series[str], day: str, precision: str) -> dict[str, pd.Series[str]]:
    """A day and how exactly it is known."""
    return {day: full_date(written), precision: date_precision(written)}


def lengths(measured: pd.DataFrame, lines: pd.DataFrame, osm: pd.Series[str]) -> pd.DataFrame:
    """Lengths measured on OpenStreetMap, and those worked out from its positions where nothing was measured."""
    other = lines[from_positions_of_osm(lines, osm) & ~lines["link_id"].isin(measured["link_id"])]
    frames = [
        pd.DataFrame(
            {
                "link": measured["link_id"],
                "km": measured["km_osm"],
                "preferred": measured["prefer"].eq("osm"),
                "stations": measured["n_stations"],
                "longest_hop_km": measured["longest_hop_km"],
                "method": measured["method"],
            }
        ),
        pd.DataFrame({"link": other["link_id"], "km": other["km"], "preferred": True, "method": other["km_method"]}),
    ]
    return pd.concat(frames, ignore_index=True).assign(source=OSM, basis="derived")


def stations(listed: pd.DataFrame) -> pd.DataFrame:
    """The station of OpenStreetMap nearest to each place."""
    names = {
        "id": "place",
        "osm_station_id": "station",
        "osm_station": "name",
        "osm_iso3": "state",
        "osm_lat": "lat",
        "osm_lon": "lon",
        "km_from_hand_point": "km_from_place",
    }
    frame = listed.rename(columns=names)
    return frame.assign(name=frame["name"].fillna("without a name"), source=OSM, basis="reported")


def crossings(listed: pd.DataFrame, cited: Originals) -> pd.DataFrame:
    """Border times and costs; a programme or a corridor is no state."""
    return pd.DataFrame(
        {
            "crossing": listed["crossing"],
            "mode": listed["mode"],
            "places": listed["node_id"],
            "state": listed["side_iso3"].where(listed["side_iso3"].str.fullmatch("[A-Z]{3}")),
            "other": listed["other_iso3"],
            "indicator": listed["indicator"],
            "direction": listed["direction"],
            "year": listed["year"],
            "value": listed["value"],
            "unit": listed["unit"],
            "counted_by": listed["statistical_source"],
            "confidence": listed["confidence"],
            "note": listed["note"],
            "source": cited.cite(listed["source"]),
            "basis": "reported",
        }
    )


def services(listed: pd.DataFrame, cited: Originals) -> pd.DataFrame:
    """Observed services; a range has a lower and an upper figure and no single one."""
    listed = pd.concat([listed, pd.DataFrame([SEAPORTS])], ignore_index=True)
    ends = listed["value"].str.extract(r"^(?P<low>[\d.]+)(?:-(?P<high>[\d.]+))?$")
    single = ends["high"].isna()
    return pd.DataFrame(
        {
            "service": listed["service"],
            "route": listed["route"],
            "origin": listed["from"],
            "destination": listed["to"],
            "period": listed["period"],
            "year": listed["period"].str[:4],
            "measure": listed["measure"],
            "value": ends["low"].where(single),
            "value_low": ends["low"].mask(single),
            "value_high": ends["high"],
            "unit": listed["unit"],
            "counted_by": listed["statistical_source"],
            "confidence": listed["confidence"],
            "note": listed["note"],
            "source": cited.cite(listed["source"]),
            "basis": listed["statistical_source"].str.contains("derived").map({True: "derived", False: "reported"}),
        }
    )


def rules(listed: pd.DataFrame, cited: Originals) -> pd.DataFrame:
    """Dated bans and limits on transit."""
    named = {"id": "rule", "territory_iso3": "territory", "origin_iso3": "origin", "dest_iso3": "destination"}
    frame = listed.rename(columns=named)
    days = dated(frame["from"], "start", "start_precision") | dated(frame["to"], "end", "end_precision")
    frame = frame.drop(columns=["from", "to"]).assign(**days)
    return frame.assign(source=cited.cite(frame["source"]), basis="reported")


def best_lengths(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Links with the length that is preferred: OpenStreetMap's where it goes before, else the link's own."""
    measured = tables["network_km_osm"]
    first = measured[measured["preferred"].astype(bool)].set_index("link")["km"].astype(float)
    lines = tables["network_links"]
    return lines.assign(km=lines["link"].map(first).fillna(lines["km"].astype(float)))


def routes(named: pd.DataFrame, tables: dict[str, pd.DataFrame], cited: Originals) -> pd.DataFrame:
    """Named routes as places and links; a route in operation uses no link that is shut or not yet built."""
    lines = best_lengths(tables)
    all_places = tables["network_places"].set_index("place")
    transfers = all_places.index[all_places["gauge_transfer"]]
    rows = []
    for row in named.to_dict("records"):
        usable = lines[lines["mode"].isin([mode for word in row["mode"].split("+") for mode in MODES[word]])]
        if row["status"] == "operating":
            usable = usable[usable["status"].isin(IN_USE)]
        _, over, used = Paths(usable, transfers).through(row.pop("stops").split(";"))
        states = ";".join(dict.fromkeys(all_places.loc[over, "state"]))
        rows.append(row | {"states": states, "places": ";".join(over), "links": ";".join(used)})
    frame = pd.DataFrame(rows)
    frame["source"] = cited.cite(frame["source"])
    return frame.assign(basis=of_recall(frame["source"]).map({True: "assumed", False: "derived"}))


def assumed(listed: pd.DataFrame, cited: Originals) -> pd.DataFrame:
    """What no record has and a way cannot be priced without."""
    named = listed["source"].eq(DAYS)
    source = cited.cite(listed["source"].mask(named, "general knowledge")).mask(named, DAYS)
    return listed.assign(source=source, basis="assumed")


SOURCES = [
    source_row(
        DAYS,
        "Time as a Trade Barrier",
        "Hummels and Schaur",
        "Hummels, D. L., and Schaur, G. (2013): Time as a Trade Barrier. American Economic Review 103(7), 2935-2959",
        "https://doi.org/10.1257/aer.103.7.2935",
        published="2013-12",
        licence="facts",
        licence_class="open",
        note="A day in transit is worth 0.6 to 2.1 % of the value of goods, by the choice of importers of the United "
        "States between air and sea, 1991 to 2005; the article was not seen again for this table",
    ),
    source_row(
        OSM,
        "Railway lines and stations of OpenStreetMap, April 2026",
        "OpenStreetMap contributors",
        "© OpenStreetMap contributors, railway lines and stations, extract of April 2026",
        "https://www.openstreetmap.org/copyright",
        published="2026-04",
        licence="ODbL 1.0",
        licence_class="share-alike",
        note="Nearest stations, lengths along lines and chains of stations, and eight positions of places",
    ),
]
