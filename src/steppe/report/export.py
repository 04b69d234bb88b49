"""The world as one graph: states, organizations, spells, ties, claims, and the sources that they derive from.

Nodes are states (`state:KGZ`), organizations (`organization:CIS`), claims (`claim:T4-11`) and sources
(`source:cepii-baci-panel`). Edges are spells (state → organization), ties of each layer in its latest year (sender →
receiver), claims about a state, and what a claim's verdict was derived from. In JSON-LD spells and ties are entities
of their own, each with `prov:wasDerivedFrom` its source (PROV-O, W3C 2013).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from steppe.evidence.verdicts import ClaimResult, evaluate_claims
from steppe.world.dates import VERSION
from steppe.world.files import whole_folder, write_parquet
from steppe.world.layers import TIES, years_of
from steppe.world.ties import records
from steppe.world.world import World

Row = dict[str, Any]
_LAYERS = ("trade", "debt", "remittances", "arms")
_NAMESPACE = "https://w3id.org/steppe/"


def write_graph(world: World, folder: Path, form: str) -> list[Path]:
    """Write the graph as `graphml`, `jsonld` or `parquet` into a folder; returns the files written.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    writers: dict[str, Callable[[list[Row], list[Row], Path], None]] = {
        "graphml": _graphml,
        "jsonld": _jsonld,
        "parquet": _parquet,
    }
    with whole_folder(folder) as part:
        results = evaluate_claims(world)
        writers[form](list(_nodes(world, results)), list(_edges(world, results)), part)
        names = sorted(file.name for file in part.iterdir())
    return [folder / name for name in names]


def _nodes(world: World, results: list[ClaimResult]) -> Iterator[Row]:
    for row in world.sql("select state, name, capital, source from states order by state").itertuples():
        yield _node("state", row.state, row.name, capital=row.capital, source=row.source)
    for row in world.sql("select organization, title, kind, source from organizations order by 1").itertuples():
        yield _node("organization", row.organization, row.title, type=row.kind, source=row.source)
    for row in world.sql(
        "select source, title, producer, published, grade, licence, url from sources order by 1"
    ).itertuples():
        yield _node(
            "source",
            row.source,
            row.title,
            producer=row.producer,
            published=row.published,
            grade=row.grade,
            licence=row.licence,
            url=row.url,
        )
    for result in results:
        one = result.claim
        yield _node("claim", one.id, one.statement, type=one.type, locator=one.locator, verdict=result.verdict)


def _node(kind: str, key: str, label: str, **more: object) -> Row:
    return {"id": f"{kind}:{key}", "kind": kind, "label": label, **_filled(more)}


def _edges(world: World, results: list[ClaimResult]) -> Iterator[Row]:
    for row in world.table("memberships").itertuples():
        days: Row = {name: _day(getattr(row, name)) for name in ("start", "end")}
        law: Row = {"status": row.status, "practice": row.practice, "towards": row.towards}
        ends = (f"state:{row.state}", f"organization:{row.organization}")
        yield _edge("spell", f"spell:{row.spell}", ends[0], ends[1], row.source, basis=row.basis, **law, **days)
    for name in _LAYERS:
        yield from _ties(world, name)
    for result in results:
        one = f"claim:{result.claim.id}"
        for state in result.claim.states:
            if state in world.state_names:
                yield _edge("about", f"about:{one}:{state}", one, f"state:{state}")
        for source in sorted({source for finding in result.findings for source in finding.sources}):
            yield _edge("tested_on", f"tested:{one}:{source}", one, f"source:{source}", source)


def _ties(world: World, name: str) -> Iterator[Row]:
    """Ties of a layer in its latest year."""
    year = max(years_of(world, TIES[name]))
    for number, row in enumerate(records(world, TIES[name], year).itertuples(), 1):
        more = {"layer": name, "value": float(row.value), "year": year, "basis": row.basis}
        yield _edge("tie", f"tie:{name}:{number}", f"state:{row.sender}", f"state:{row.receiver}", row.source, **more)


def _edge(kind: str, key: str, origin: str, target: str, source: str | None = None, **more: object) -> Row:
    return {"id": key, "kind": kind, "origin": origin, "target": target, **_filled({"source": source, **more})}


def _filled(cells: Row) -> Row:
    return {name: cell for name, cell in cells.items() if not pd.isna(cell)}


def _day(value: Any) -> str | None:
    return None if pd.isna(value) else f"{value:%Y-%m-%d}"


# ------------------------------------------------------------------------- writers
def _graphml(nodes: list[Row], edges: list[Row], folder: Path) -> None:
    structure = {"id", "origin", "target"}
    keys = {(what, name): f"{what[0]}{n}" for n, (what, name) in enumerate(_names(nodes, edges, structure))}
    numbers = {"value": "double", "year": "int"}
    with (folder / "steppe.graphml").open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        for (what, name), key in keys.items():
            kind = numbers.get(name, "string")
            out.write(f'<key id="{key}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n')
        out.write(f'<graph id="steppe {VERSION}" edgedefault="directed">\n')
        for row in nodes:
            out.write(f"<node id={quoteattr(row['id'])}>{_data(row, 'node', keys)}</node>\n")
        for row in edges:
            ends = f"source={quoteattr(row['origin'])} target={quoteattr(row['target'])}"
            out.write(f"<edge id={quoteattr(row['id'])} {ends}>{_data(row, 'edge', keys)}</edge>\n")
        out.write("</graph>\n</graphml>\n")


def _names(nodes: list[Row], edges: list[Row], without: set[str]) -> list[tuple[str, str]]:
    found = {("node", name) for row in nodes for name in row} | {("edge", name) for row in edges for name in row}
    return sorted(pair for pair in found if pair[1] not in without)


def _data(row: Row, what: str, keys: dict[tuple[str, str], str]) -> str:
    held = ((keys.get((what, name)), cell) for name, cell in row.items())
    return "".join(f'<data key="{key}">{escape(str(cell))}</data>' for key, cell in held if key)


def _jsonld(nodes: list[Row], edges: list[Row], folder: Path) -> None:
    context = {
        "@vocab": _NAMESPACE + "terms#",
        "prov": "http://www.w3.org/ns/prov#",
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "source": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
        "producer": "prov:wasAttributedTo",
        "origin": {"@type": "@id"},
        "target": {"@type": "@id"},
    }
    whole = {"@id": f"{_NAMESPACE}world/{VERSION}", "@type": ["World", "prov:Entity"], "label": f"steppe {VERSION}"}
    tested = [row for row in edges if row["kind"] == "tested_on"]
    sources = {one: [row["source"] for row in rows] for one, rows in groupby(tested, key=itemgetter("origin"))}
    graph = [whole, *(_entity(row, sources.get(row["id"], [])) for row in (*nodes, *edges))]
    document = {"@context": context, "@graph": graph}  # no @id beside @graph: that would name a graph of its own
    (folder / "steppe.jsonld").write_text(json.dumps(document, ensure_ascii=False, indent=0), encoding="utf-8")


def _entity(row: Row, tested_on: list[str]) -> Row:
    """A row as an entity: what it is, and the sources that it derives from (a verdict from all it was tested on)."""
    entity: Row = {"@id": _iri(row["id"]), "@type": [row["kind"].capitalize(), "prov:Entity"]}
    entity |= {name: cell for name, cell in row.items() if name not in {"id", "kind", "source", "origin", "target"}}
    entity |= {name: _iri(row[name]) for name in ["origin", "target"] if name in row}
    sources = [row["source"]] if "source" in row else tested_on
    return {**entity, "source": [_iri(f"source:{source}") for source in sources]} if sources else entity


def _iri(key: str) -> str:
    kind, _, name = key.partition(":")
    return f"{_NAMESPACE}{kind}/{name.replace(' ', '_').replace(':', '/')}"


def _parquet(nodes: list[Row], edges: list[Row], folder: Path) -> None:
    kinds = {"value": "double", "year": "integer", "start": "date", "end": "date"}
    for name, rows in (("nodes", nodes), ("edges", edges)):
        frame = pd.DataFrame(rows)
        columns = {str(column): kinds.get(str(column), "varchar") for column in frame}
        write_parquet(frame, folder / f"steppe-{name}.parquet", columns)
