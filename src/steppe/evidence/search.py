"""Search over what is known: claims, coverage, states, organizations, events, quoted figures and sources.

Ranking is BM25 (Robertson & Zaragoza 2009) over stemmed words, no model and no network. With f the frequency of a term
in a document of length d, d̄ the mean length, N documents of which n hold the term:

    score = Σ_terms ln(1 + (N - n + ½)/(n + ½)) · f (k + 1) / (f + k (1 - b + b d/d̄)),   k = 1.2, b = 0.6

A document answers only if it holds at least half of the question's information, Σ idf of the terms it holds over Σ idf
of all terms; otherwise nothing is found, and that is the answer.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from steppe.evidence.claims import claim, claims, judge
from steppe.world.chronology import events
from steppe.world.world import World

K, B = 1.2, 0.6
ENOUGH = 0.5
"""Share of the question's information that a document must hold to be an answer."""

_WEIGHT = {"claim": 1.3, "organization": 1.1, "state": 1.1, "quoted": 1.0, "event": 1.0, "text": 0.9, "source": 0.6}
_STOP = frozenset(
    "a about all an and any are as at be been by can did do does for from had has have how in into is it its many much "
    "of on or out over s so than that the their them then there these they this those to up upon was were what when "
    "where which who whom whose why will with would".split()
)


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found: its kind, name, where it stands, and its words."""

    kind: str
    key: str
    title: str
    locator: str
    text: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer: what was found, where it stands, the figure and the verdict."""

    kind: str
    key: str
    title: str
    locator: str
    text: str
    figure: str
    score: float

    def as_row(self) -> dict[str, object]:
        """The answer as a row of a table."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class Index:
    """Documents, the terms that each holds, and how much each term tells."""

    documents: tuple[Document, ...]
    postings: Mapping[str, Mapping[int, int]]
    lengths: tuple[int, ...]
    mean_length: float

    def idf(self, term: str) -> float:
        """What a term tells; one that no document holds tells most."""
        held = len(self.postings.get(term, ()))
        return math.log(1 + (len(self.documents) - held + 0.5) / (held + 0.5))


@cache
def _synonyms() -> Mapping[str, str]:
    with files("steppe.evidence").joinpath("synonyms.csv").open(encoding="utf-8") as handle:
        return {row["word"]: row["same_as"] for row in csv.DictReader(handle)}


def terms(text: str) -> list[str]:
    """Stemmed words of a text without those that tell nothing; synonyms and names of peoples become one word.

    Examples
    --------
    >>> terms("Who lends to the Kyrgyz?")
    ['debt', 'kyrgyzstan']
    """
    words = re.findall(r"[a-zà-ÿ0-9+]+", text.lower().replace("’", "'").replace("'s", ""))
    return [_stem(word) for word in words if word not in _STOP]


def _stem(word: str) -> str:
    for form in (word, _bare(word)):
        if form in _synonyms():
            return _synonyms()[form]
    return _bare(word)


def _bare(word: str) -> str:
    for ending, put, least in (("ies", "y", 5), ("sses", "ss", 6), ("s", "", 4), ("ing", "", 6), ("ed", "", 5)):
        if word.endswith(ending) and len(word) >= least and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + put
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def build(documents: Iterable[Document]) -> Index:
    """An index of documents; a title's words count twice."""
    kept = tuple(documents)
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    lengths = []
    for number, document in enumerate(kept):
        counts = Counter(terms(f"{document.title} {document.title} {document.text} {document.extra}"))
        lengths.append(sum(counts.values()))
        for term, count in counts.items():
            postings[term][number] = count
    return Index(kept, postings, tuple(lengths), sum(lengths) / max(1, len(lengths)))


def rank(index: Index, question: str, answers: int) -> list[tuple[Document, float]]:
    """The best documents for a question with their scores; none where none holds enough of it."""
    asked = list(dict.fromkeys(terms(question)))
    whole = sum(index.idf(term) for term in asked)
    scores: dict[int, float] = defaultdict(float)
    held: dict[int, float] = defaultdict(float)
    for term in asked:
        idf = index.idf(term)
        for number, count in index.postings.get(term, {}).items():
            length = 1 - B + B * index.lengths[number] / index.mean_length
            scores[number] += idf * count * (K + 1) / (count + K * length)
            held[number] += idf
    good = {
        n: s * held[n] / whole * _WEIGHT[index.documents[n].kind]
        for n, s in scores.items()
        if held[n] >= ENOUGH * whole
    }
    best = sorted(good.items(), key=lambda item: (-item[1], item[0]))
    return [(index.documents[number], score) for number, score in best[:answers]]


def search(world: World, question: str, answers: int = 5) -> list[Found]:
    """Answers to a question in plain words, best first; an empty list when nothing is found.

    Claims come with what the data found and the verdict, computed now.
    """
    return [_found(world, document, score) for document, score in rank(index_of(world), question, answers)]


def _found(world: World, document: Document, score: float) -> Found:
    figure = _figure(world, document.key) if document.kind == "claim" else ""
    return Found(document.kind, document.key, document.title, document.locator, document.text, figure, round(score, 3))


def _figure(world: World, claim_id: str) -> str:
    """What a claim says, what the measures found, and the verdict."""
    from steppe.evidence.listing import in_words

    result = judge(world, claim(claim_id))
    found = "; ".join(f"{f.measure.name}: {in_words(f)}" for f in result.findings[:3])
    said = f"claimed {result.claim.claimed}; " if result.claim.claimed else ""
    return f"{said}{found}{'; ' if found else ''}{result.verdict}"


@lru_cache(maxsize=4)
def index_of(world: World) -> Index:
    """The index over a world, made once."""
    return build(document for source in SOURCES for document in source(world))


# ------------------------------------------------------------------ what can be found
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
        found = row.target if row.status == "covered" else f"{row.status}: {row.reason}"
        yield Document("text", place, row.item, f"{place} ({row.kind})", str(found))


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
        members = ", ".join(world.members(row.organization))
        text = f"Members in law now: {members}. {row.aims}" if members else f"No members now. {row.aims}"
        yield Document(
            "organization",
            row.organization,
            f"{row.organization}: {row.title}",
            "organizations",
            text,
            f"{row.note} {row.rules.replace('_', ' ')}",
        )


def _states(world: World) -> Iterable[Document]:
    frame = world.sql("select state, name, capital, languages, note from states order by state").fillna("")
    for row in frame.itertuples():
        text = f"Capital {row.capital}; official languages {row.languages or 'not known'}." if row.capital else row.note
        yield Document("state", row.state, row.name, "states", text)


def _events(world: World) -> Iterable[Document]:
    for row in events(world).itertuples():
        if row.kind == "vote":
            continue
        codes = [] if row.states != row.states or row.states is None else row.states.split(";")
        names = ", ".join(dict.fromkeys(world.state_names.get(code, code) for code in codes))
        day = f"{row.date:%Y}" if row.precision == "year" else f"{row.date:%Y-%m-%d}"
        title = f"{names}: {row.event}" if names else row.event
        yield Document("event", f"{row.kind} {day}", title, f"{row.kind}, {row.source}", day)


def _quoted(world: World) -> Iterable[Document]:
    for row in world.sql("from quoted").itertuples():
        codes = [code for code in (row.subject, row.partner) if isinstance(code, str)]
        names = ", ".join(world.state_names.get(code, code) for code in codes)
        title = f"{names}: {row.indicator}, {row.period}: {row.value:g} {row.unit}"
        yield Document("quoted", f"{row.layer} {row.period}", title, f"quoted, {row.source}", row.layer)


def _sources(world: World) -> Iterable[Document]:
    for row in world.sql("select source, title, producer from sources where source not like 'page-%'").itertuples():
        yield Document("source", row.source, row.title, f"source {row.source}", row.producer)


SOURCES: tuple[Callable[[World], Iterable[Document]], ...] = (
    _claims,
    _coverage,
    _organizations,
    _states,
    _events,
    _quoted,
    _sources,
)
