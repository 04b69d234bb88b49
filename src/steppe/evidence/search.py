"""Search over the bundle: see `documents` for what is indexed.

Ranking is BM25 (Robertson & Zaragoza 2009) over stemmed words, no model and no network. With f the frequency of a term
in a document of length d, d̄ the mean length, N documents of which n have the term:

    score = Σ_terms ln(1 + (N - n + ½)/(n + ½)) · f (k + 1) / (f + k (1 - b + b d/d̄)),   k = 1.2, b = 0.6

A document answers only if it has more than half of the question's information, Σ idf of the terms it has over Σ idf
of all terms; otherwise the list is empty, and that is the answer. A term that no document has counts as much as the
others do on average: one such word does not silence the others, and as many as the indexed ones do.

A question that names states or bodies is about them: a document that lacks some of these names loses part of its score.
One that names a year is about that year: a document without it comes after those that have it, and where it names a
kind of event too, the events of that kind and year come first.

The index over the embedded tables is kept beside them with the verdicts of the claims (`world.derived`), so that a
question needs no table; of other tables, or with `--fresh`, it is made when it is first asked for.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from steppe.evidence.document import Document
from steppe.world import derived
from steppe.world.names import fold
from steppe.world.tables import remembered

if TYPE_CHECKING:
    from steppe.world.world import World

STORED = "search"
"""The derived document of the index."""

K, B = 1.2, 0.6
ENOUGH = 0.5
"""Share of the question's information beyond which a document is an answer."""

LACKS = 0.4
"""What is left of the score of a document that has none of the names in the question."""

OTHER_YEAR = 0.25
"""What is left of the score of a document that has none of the years in the question."""

_WEIGHT = {
    "claim": 1.3,
    "organization": 1.3,
    "state": 1.2,
    "tie": 1.4,
    "seats": 1.4,
    "debt": 1.2,
    "quoted": 1.0,
    "event": 1.0,
    "spell": 0.75,
    "found": 0.7,
    "text": 0.8,
    "source": 0.6,
}
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_STOP = frozenset(
    "a about after all an and any are as at be been before by can could did do does during each else ever for "
    "from had has have how if in into is it its many may me much of on one ones or other out over s since so "
    "still tell than that the their them then there these they this those to up upon us was we were what when "
    "where whether which who whom whose why will with would year years yet you".split()
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One document that answers a question: where it stands, its figure and verdict."""

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
    """Documents, the terms that each has, the weight of each term, and what the claims measure where that is kept."""

    documents: tuple[Document, ...]
    postings: Mapping[str, Mapping[int, int]]
    lengths: tuple[int, ...]
    mean_length: float
    names: frozenset[str]
    figures: Mapping[str, str] = field(default_factory=dict)

    def idf(self, term: str) -> float:
        """Weight of a term: the fewer documents have it, the more."""
        holders = len(self.postings.get(term, ()))
        return math.log(1 + (len(self.documents) - holders + 0.5) / (holders + 0.5))


@cache
def _synonyms() -> Mapping[str, str]:
    with files("steppe.evidence").joinpath("synonyms.csv").open(encoding="utf-8") as handle:
        return {fold(row["word"]): fold(row["same_as"]) for row in csv.DictReader(handle)}


def terms(text: str) -> list[str]:
    """Stemmed words of a text without accents and without stop words; words of one meaning become one.

    Examples
    --------
    >>> terms("Who lends to the Kyrgyz?")
    ['debt', 'kyrgyzstan']
    """
    words = re.findall(r"(?:[^\W_]|\+)+", fold(text).replace("’", "'").replace("'s", ""))
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


def build(items: Iterable[Document], names: Iterable[str] = ()) -> Index:
    """An index of documents; a title's words count twice. `names` are those of states and bodies."""
    kept = tuple(items)
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    lengths = []
    for number, document in enumerate(kept):
        searched = document.only or f"{document.title} {document.title} {document.text} {document.extra}"
        counts = Counter(terms(searched))
        lengths.append(sum(counts.values()))
        for term, count in counts.items():
            postings[term][number] = count
    single_words = frozenset(words[0] for words in map(terms, names) if len(words) == 1)
    return Index(kept, postings, tuple(lengths), sum(lengths) / max(1, len(lengths)), single_words)


def rank(index: Index, question: str, limit: int) -> list[tuple[Document, float]]:
    """The best documents for a question with their scores; none where none has enough of it."""
    asked = list(dict.fromkeys(terms(question)))
    indexed = [term for term in asked if term in index.postings]
    if not indexed:
        return []
    whole = sum(index.idf(term) for term in indexed) * len(asked) / len(indexed)
    scores: dict[int, float] = defaultdict(float)
    information: dict[int, float] = defaultdict(float)
    for term in indexed:
        idf = index.idf(term)
        for number, count in index.postings[term].items():
            length = 1 - B + B * index.lengths[number] / index.mean_length
            scores[number] += idf * count * (K + 1) / (count + K * length)
            information[number] += idf
    named = [index.postings[term] for term in indexed if term in index.names]
    dated = {n for term in indexed if _YEAR.fullmatch(term) for n in index.postings[term]}
    good = {
        n: score
        * information[n]
        / whole
        * _weight(index.documents[n], n in dated, asked)
        * _about(n, named)
        * (OTHER_YEAR if dated and n not in dated else 1.0)
        for n, score in scores.items()
        if information[n] > ENOUGH * whole
    }
    best = sorted(good.items(), key=lambda item: (-item[1], item[0]))
    return [(index.documents[number], score) for number, score in best[:limit]]


def _weight(document: Document, dated: bool, asked: list[str]) -> float:
    """Weight of a kind of document; an event of the kind and the year that are asked for counts in full."""
    if document.kind == "found" and dated and set(terms(document.extra)) <= set(asked):
        return 1.0
    return _WEIGHT[document.kind]


def _about(number: int, named: list[Mapping[int, int]]) -> float:
    """1 for a document that has every name in the question, `LACKS` for one that has none."""
    if not named:
        return 1.0
    return LACKS + (1 - LACKS) * sum(number in holders for holders in named) / len(named)


def search(world: World, question: str, limit: int = 5) -> list[Hit]:
    """Answers to a question in plain words, best first; an empty list when nothing matches.

    Claims come with their measurements and the verdict.
    """
    index = index_of(world)
    return [_hit(world, index, document, score) for document, score in rank(index, question, limit)]


def _hit(world: World, index: Index, document: Document, score: float) -> Hit:
    figure = ""
    if document.kind == "claim":
        figure = index.figures[document.key] if index.figures else _figure(world, document.key)
    return Hit(
        kind=document.kind,
        key=document.key,
        title=document.title,
        locator=document.locator,
        text=document.text,
        figure=figure,
        score=round(score, 3),
    )


def _figure(world: World, claim_id: str) -> str:
    """What a claim states, its measurements, and the verdict."""
    from steppe.evidence.claims import claim
    from steppe.evidence.listing import in_words
    from steppe.evidence.verdicts import evaluate_claim

    result = evaluate_claim(world, claim(claim_id))
    measured = "; ".join(f"{f.measure.name}: {in_words(f)}" for f in result.findings[:3])
    claimed = f"claimed {result.claim.claimed}; " if result.claim.claimed else ""
    return f"{claimed}{measured}{'; ' if measured else ''}{result.verdict}"


@remembered(maxsize=4)
def index_of(world: World) -> Index:
    """The index over a world: the one that is kept, or made once."""
    if derived.at_hand(world) and (derived.DERIVED / f"{STORED}.json").is_file():
        return _from_stored(derived.document(STORED))
    return _made(world)


def _made(world: World) -> Index:
    from steppe.evidence.documents import documents

    return build(documents(world), [*world.state_names.values(), *world.organization_names])


def stored_form(world: World) -> dict[str, Any]:
    """The index as JSON keeps it, and what every claim measures; postings are pairs of document and count in a row."""
    index = _made(world)
    return {
        "documents": [astuple(one) for one in index.documents],
        "postings": {
            term: [number for pair in found.items() for number in pair] for term, found in index.postings.items()
        },
        "lengths": index.lengths,
        "names": sorted(index.names),
        "figures": {one.key: _figure(world, one.key) for one in index.documents if one.kind == "claim"},
    }


def _from_stored(kept: Mapping[str, Any]) -> Index:
    return Index(
        tuple(Document(*one) for one in kept["documents"]),
        {term: dict(zip(found[::2], found[1::2], strict=True)) for term, found in kept["postings"].items()},
        tuple(kept["lengths"]),
        sum(kept["lengths"]) / max(1, len(kept["lengths"])),
        frozenset(kept["names"]),
        kept["figures"],
    )
