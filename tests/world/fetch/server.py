"""Producers on 127.0.0.1: a server that speaks each format, filled from the tables, and can be told to fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from steppe.world.fetch.comext import CODES, NEIGHBOURS
from steppe.world.fetch.weo import CONCEPTS as WEO
from steppe.world.world import World

GROWN = 1.01
"""What figures are multiplied with, so that newer ones differ from older."""
VOTES = (
    "undl_id,ms_code,ms_vote,date,session,resolution,title,agenda_title,subjects,total_yes,total_no,total_abstentions\n"
    "4060001,KAZ,Y,2024-12-17,79,A/RES/79/1,On a thing,,,1,0,1\n"
    "4060001,RUS,A,2024-12-17,79,A/RES/79/1,On a thing,,,1,0,1\n"
)


@dataclass
class Answer:
    """What the server says: a status, headers beside the length, a body, and how it fails."""

    body: bytes
    kind: str = "application/json"
    status: int = 200
    length: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


Say = Callable[[str, dict[str, str]], Answer]


@dataclass
class Served:
    """A running server: its address, what it was asked, and what it says next instead of the usual."""

    address: str
    usual: Say
    asked: list[str] = field(default_factory=list)
    instead: list[Answer] = field(default_factory=list)
    change: Callable[[str, Answer], Answer] = lambda path, answer: answer


@contextmanager
def serving(usual: Say) -> Iterator[Served]:
    """A server on a free port for as long as the block runs."""
    served: Served

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            served.asked.append(self.path)
            words = {name: values[0] for name, values in parse_qs(parts.query).items()}
            answer = served.instead.pop(0) if served.instead else served.change(parts.path, usual(parts.path, words))
            stopped.wait(answer.wait)
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *words: object) -> None:
            """Nothing is logged."""

    stopped = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served = Served(f"http://127.0.0.1:{server.server_port}", usual)
    try:
        yield served
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()


def wdi(world: World) -> Say:
    """The World Bank's interface, in pages of 4,000 rows, with groups of states and gaps among them."""
    macro = world.sql("from macro where source = 'wdi' order by concept, state, year")
    concepts = {"NY.GDP.MKTP.CD": ("gdp_usd", 1e6), "SP.POP.TOTL": ("population", 1.0)}

    def say(path: str, words: dict[str, str]) -> Answer:
        concept, factor = concepts[path.rsplit("/", 1)[1]]
        rows: list[dict[str, Any]] = [
            {"countryiso3code": row.state, "date": str(row.year), "value": row.value * factor * GROWN}
            for row in macro[macro["concept"] == concept].itertuples()
        ]
        rows += [{"countryiso3code": "WLD", "date": "2024", "value": 1e14}]
        rows += [{"countryiso3code": "KGZ", "date": "2026", "value": None}]
        page, each = int(words["page"]), 4_000
        head = {"page": page, "pages": -(-len(rows) // each), "per_page": str(each), "lastupdated": "2026-10-07"}
        return _json([head, rows[each * (page - 1) : each * page]])

    return say


def weo(world: World, edition: str = "April 2026") -> Say:
    """The DataMapper of the IMF."""
    macro = world.sql("from macro where source = 'weo-2025-10' order by state, year")

    def say(path: str, words: dict[str, str]) -> Answer:
        code = path.rsplit("/", 1)[1]
        if code == "indicators":
            return _json({"indicators": {one: {"source": f"World Economic Outlook ({edition})"} for one in WEO}})
        concept, _, factor = WEO[code]
        values: dict[str, dict[str, float]] = {"WEOWORLD": {"2024": 1.0}, "UVK": {"2024": 1.0}}
        for row in macro[macro["concept"] == concept].itertuples():
            values.setdefault(row.state, {})[str(row.year)] = row.value / factor * GROWN
        values["KGZ"]["2031"] = 1.0
        return _json({"values": {code: values}, "api": {"version": "1"}})

    return say


def comext(world: World) -> Say:
    """Eurostat's SDMX-CSV, up to March of a year."""
    iso2 = dict(world.sql("select state, iso2 from states where iso2 is not null").itertuples(index=False))
    iso2 |= {"SRB": next(iter(CODES))}
    monthly, yearly = world.table("trade_eu_monthly"), world.table("trade_eu")

    def say(path: str, words: dict[str, str]) -> Answer:
        freq, reporters, partners, product, flow, indicator = path.rsplit("/", 1)[1].split(".")
        head = f"ESTAT:DS-045409(1.0),18/11/26 23:00:00,{freq}"
        lines = ["DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG"]
        tail = f"{product},{flow},{indicator}"
        if freq == "A":
            rows = [("EU27_2020", iso2[row.state], row.year, row.value_eur) for row in yearly.itertuples()]
            rows += [("EU27_2020", "WORLD", 2023, 1e6), ("EU27_2020", "KG", 2026, 1.0)]
        else:
            of = monthly[(monthly["flow"] == {"1": "M", "2": "X"}[flow])]
            rows = [(iso2[r.reporter], iso2[r.partner], f"{r.month:%Y-%m}", r.value_eur) for r in of.itertuples()]
            rows += [("DE", partner, "2026-03", 1.0) for partner in partners.split("+")]
            assert set(partners.split("+")) <= set(NEIGHBOURS) and len(reporters.split("+")) == 27
        lines += [f"{head},{who},{whom},{tail},{when},{value * 1e6 * GROWN:.0f}," for who, whom, when, value in rows]
        return Answer("\n".join([*lines, ""]).encode(), "text/csv")

    return say


def undl(world: World) -> Say:
    """The UN Digital Library: the list of files, two of them of votes, and the newer one."""

    def say(path: str, words: dict[str, str]) -> Answer:
        home = "https://digitallibrary.un.org/record/4060887/files"
        if path.startswith("/api"):
            names = ("2025_9_19_ga_voting", "2026_02_06_ga_voting", "readme")
            return _json([{"name": name, "format": ".csv", "url": f"{home}/{name}.csv"} for name in names])
        assert path.endswith("2026_02_06_ga_voting.csv")
        return Answer(VOTES.encode(), "text/csv")

    return say


def _json(document: object) -> Answer:
    return Answer(json.dumps(document).encode())
