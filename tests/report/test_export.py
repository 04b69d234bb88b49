"""The exported graph opens in the programs people use for graphs: networkx, rdflib, anything that reads Parquet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, RDFS

from steppe.evidence.claims import claims
from steppe.evidence.verdicts import evaluate_claims
from steppe.report import export as made
from steppe.world.world import World

PROV = Namespace("http://www.w3.org/ns/prov#")
STEPPE = Namespace("https://w3id.org/steppe/")
TERMS = Namespace("https://w3id.org/steppe/terms#")

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in rdflib's own parser

KINDS = {"state", "organization", "source", "claim"}


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All three exports of one evaluation of the claims."""
    folder = tmp_path_factory.mktemp("graph")
    results = evaluate_claims(world)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "evaluate_claims", lambda _: results)
        for form in ("graphml", "jsonld", "parquet"):
            assert made.write_graph(world, folder, form)
    return folder


@pytest.fixture(scope="module")
def graph(folder: Path) -> nx.MultiDiGraph:
    return nx.read_graphml(folder / "steppe.graphml", force_multigraph=True)


def test_graphml_has_every_state_body_source_claim_and_spell(world: World, graph: nx.MultiDiGraph) -> None:
    counted = {kind: sum(1 for _, of in graph.nodes(data="kind") if of == kind) for kind in KINDS}
    tables = {"state": "states", "organization": "organizations", "source": "sources"}
    for kind, table in tables.items():
        assert counted[kind] == len(world.table(table))
    assert counted["claim"] == len(claims()) == 206
    assert sum(counted.values()) == graph.number_of_nodes()
    spells = [data for *_, data in graph.edges(data=True) if data["kind"] == "spell"]
    assert len(spells) == len(world.table("memberships"))


def test_graphml_types_numbers_and_dates_its_spells(graph: nx.MultiDiGraph) -> None:
    frozen = graph.get_edge_data("state:ARM", "organization:CSTO").values()
    assert {(spell["status"], spell["practice"]) for spell in frozen} == {("member", "active"), ("member", "frozen")}
    trade = [t for t in graph.get_edge_data("state:RUS", "state:CHN").values() if t.get("layer") == "trade"]
    (tie,) = trade
    assert isinstance(tie["value"], float) and isinstance(tie["year"], int)
    assert (tie["year"], tie["basis"], tie["source"]) == (2023, "reconciled", "cepii-baci-2023")


def test_graphml_has_no_node_that_only_an_edge_names(graph: nx.MultiDiGraph) -> None:
    assert [node for node, data in graph.nodes(data=True) if "kind" not in data] == []


@pytest.fixture(scope="module")
def triples(folder: Path) -> Graph:
    """JSON-LD without the ties of trade, which rdflib reads slowly; their form is that of other ties."""
    document = json.loads((folder / "steppe.jsonld").read_text(encoding="utf-8"))
    document["@graph"] = [e for e in document["@graph"] if e.get("layer") not in ("trade", "remittances")]
    return Graph().parse(data=json.dumps(document), format="json-ld")


def test_jsonld_derives_spells_from_sources(triples: Graph, world: World) -> None:
    spells = list(triples.subjects(RDF.type, TERMS.Spell))
    assert len(spells) == len(world.table("memberships"))
    for spell in spells:
        assert (spell, RDF.type, PROV.Entity) in triples
        (source,) = triples.objects(spell, PROV.wasDerivedFrom)
        assert (source, RDF.type, TERMS.Source) in triples


def test_jsonld_says_who_belongs_to_what(triples: Graph) -> None:
    csto, armenia = STEPPE["organization/CSTO"], STEPPE["state/ARM"]
    assert str(next(triples.objects(armenia, RDFS.label))) == "Armenia"
    seats = set(triples.subjects(TERMS.origin, armenia)) & set(triples.subjects(TERMS.target, csto))
    practice = {str(value) for seat in seats for value in triples.objects(seat, TERMS.practice)}
    assert practice == {"active", "frozen"}


def test_jsonld_derives_verdicts_from_the_sources_of_their_rows(triples: Graph) -> None:
    claim = STEPPE["claim/T4-11"]
    assert (claim, TERMS.verdict, None) in triples
    sources = set(triples.objects(claim, PROV.wasDerivedFrom))
    assert STEPPE["source/ids-world-bank"] in sources
    assert all((source, RDF.type, TERMS.Source) in triples for source in sources)


def test_jsonld_names_no_address_with_a_space(folder: Path) -> None:
    entities: list[dict[str, Any]] = json.loads((folder / "steppe.jsonld").read_text(encoding="utf-8"))["@graph"]
    identities = [entity["@id"] for entity in entities]
    assert len(set(identities)) == len(identities)
    assert [one for one in identities if URIRef(one).n3() and set(one) & set(' <>"{}|^`\\')] == []


def test_parquet_holds_the_same_nodes_and_edges(folder: Path, graph: nx.MultiDiGraph) -> None:
    nodes, edges = (f"from read_parquet('{folder}/steppe-{name}.parquet')" for name in ("nodes", "edges"))
    with duckdb.connect() as connection:
        assert connection.execute(f"select count(*) {nodes}").fetchone() == (graph.number_of_nodes(),)
        assert connection.execute(f"select count(*) {edges}").fetchone() == (graph.number_of_edges(),)
        kinds = dict(connection.execute(f"select column_name, column_type from (describe {edges})").fetchall())
    assert (kinds["value"], kinds["year"], kinds["start"]) == ("DOUBLE", "INTEGER", "DATE")
