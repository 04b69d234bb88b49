"""The claims of the texts as a reader looks through them: said, found, verdict then and now, and where each leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from steppe.display.format import listed, sentence_case
from steppe.display.words import in_names
from steppe.evidence.claims import Claim
from steppe.evidence.listing import in_words
from steppe.evidence.verdicts import BORNE_OUT, ClaimResult, evaluate_now, standing
from steppe.report.claims.strip import Strip, strip
from steppe.report.overview.tally import SHAPES
from steppe.world.world import World

Address = Callable[[str, str], str]
"""From a kind of page and a key to an address; empty where there is no such page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One claim.

    Attributes
    ----------
    claim
        As the file has it.
    said
        What the text says, as a figure or names; empty where it says none.
    verdict, shape, key
        The verdict at the text's date, its sign, and the verdict as a word without blanks.
    found
        What each measure found, in words; or why there is nothing.
    strip
        Found over said; None where the claim has no figure.
    now, year, found_now
        The verdict of now (or `dated event`), the year that it reaches, what was found.
    holds
        What of it holds: one of `verdicts.STANDINGS`; empty without a verdict.
    states
        Codes of the states and bodies that it is about.
    words
        Everything that a search should find it by, in small letters.
    links
        Where it leads: address, words.
    """

    claim: Claim
    said: str
    verdict: str
    shape: str
    key: str
    found: tuple[str, ...]
    strip: Strip | None
    now: str
    year: int | None
    found_now: tuple[str, ...]
    holds: str
    states: tuple[str, ...]
    words: str
    links: tuple[tuple[str, str], ...]


def rows(world: World, results: Iterable[ClaimResult], names: Mapping[str, str], address: Address) -> list[Row]:
    """Every claim with what it leads to."""
    return [_row(world, one, names, address) for one in results]


def key_of(verdict: str) -> str:
    """A verdict as the value of a choice."""
    return verdict.replace(" ", "-")


def said_of(claimed: str, names: Mapping[str, str]) -> str:
    """What a text says, with names for codes and commas in thousands.

    Examples
    --------
    >>> names = {"KAZ": "Kazakhstan", "UZB": "Uzbekistan"}
    >>> [said_of(text, names) for text in ("8000 ± 500 troops", "KAZ, UZB", "1999", "2014-03-18")]
    ['8,000 ± 500 troops', 'Kazakhstan, Uzbekistan', '1999', '2014-03-18']
    """
    counted = re.sub(r"(?<![\d.-])\d{4,}(?= ±| [a-z])", lambda found: f"{int(found[0]):,}", claimed)
    return in_names(counted, names)


def _row(world: World, one: ClaimResult, names: Mapping[str, str], address: Address) -> Row:
    claim, now = one.claim, evaluate_now(world, one.claim)
    dated = claim.moves == "stays"
    holds = standing(one, now) if one.computed else ""
    named = [names.get(code, code) for code in claim.states]
    said = [claim.id, claim.locator, claim.layer, claim.statement, one.verdict, holds, *claim.states, *named]
    return Row(
        claim=claim,
        said=said_of(str(claim.claimed or ""), names),
        verdict=one.verdict,
        shape=SHAPES[one.verdict],
        key=key_of(one.verdict),
        found=tuple(f"{f.measure.name}: {in_words(f)}" for f in one.findings) or (claim.untestable or claim.pending,),
        strip=strip(one),
        now="" if not one.computed else "dated event" if dated else now.verdict,
        year=now.year,
        found_now=() if dated or not one.computed else tuple(f"{f.measure.name}: {in_words(f)}" for f in now.findings),
        holds=holds,
        states=claim.states,
        words=" ".join(said).lower(),
        links=tuple(_links(one, names, address)),
    )


def _links(one: ClaimResult, names: Mapping[str, str], address: Address) -> Iterable[tuple[str, str]]:
    """Pages of the states, bodies and pairs that it is about, and the sources of what was found."""
    codes = ["EU" if code == "EUU" else code for code in one.claim.states]
    for kind in ("state", "body"):
        yield from ((where, names.get(code, code)) for code in codes if (where := address(kind, code)))
    for place, first in enumerate(codes):
        for second in codes[place + 1 :]:
            where = address("pair", f"{first}-{second}") or address("pair", f"{second}-{first}")
            if where:
                yield where, f"{names.get(first, first)} and {names.get(second, second)}"
    sources = dict.fromkeys(source for found in one.findings for source in found.sources)
    yield from ((where, f"source {source}") for source in sources if (where := address("source", source)))


# ---------------------------------------------------------------------- by text
@dataclass(frozen=True, slots=True)
class Text:
    """A text, its sentence, and how many of its claims got each verdict."""

    text: str
    title: str
    says: str
    counts: Mapping[str, int]


def by_text(world: World, all_rows: Sequence[Row]) -> list[Text]:
    """What each text got right: claims with a verdict that the data bear out, of all with one."""
    sources = world.sql("select source, title, producer, published from sources where source like 'text-%'")
    titles = {row.source: f"{row.title}, {row.producer} {row.published}" for row in sources.itertuples()}
    found = []
    for text in sorted({row.claim.text for row in all_rows}):
        own = [row for row in all_rows if row.claim.text == text]
        counts = {verdict: sum(row.verdict == verdict for row in own) for verdict in SHAPES}
        found.append(Text(text, titles.get(f"text-{text}", text), _says(own), {k: n for k, n in counts.items() if n}))
    return found


def _says(own: Sequence[Row]) -> str:
    computed = [row for row in own if row.holds]
    right = sum(row.verdict in BORNE_OUT for row in computed)
    against = sum(row.shape == SHAPES["contradicted"] for row in computed)
    parts = [f"{right} of {len(computed)} tested claims are borne out"]
    parts += [f"{against} contradicted"] if against else ["none contradicted"]
    return sentence_case(listed(parts))
