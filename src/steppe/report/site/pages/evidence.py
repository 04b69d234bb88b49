"""What the texts say against the data, page by page: claims, coverage, how wrong we are, and the sources of it all."""

from __future__ import annotations

from typing import Any

from steppe.display.format import number
from steppe.evidence import coverage as texts
from steppe.evidence import listing
from steppe.evidence.claims import claims as all_claims
from steppe.evidence.listing import in_words
from steppe.evidence.verdicts import ClaimResult, evaluate_now
from steppe.report.overview.tally import SHAPES
from steppe.report.scoreboard import page as scores
from steppe.report.site.index import claim_results, index, whole
from steppe.report.site.registry import Made, address, page
from steppe.world.sources import is_page
from steppe.world.world import World


@page("claims.html", words="Claims", place=6)
def claims(world: World) -> Made:
    """Every claim with what was measured and its verdict."""
    tally, says = whole(world).claims, whole(world).says
    assert tally is not None  # the overview has the same results
    counts = [(SHAPES[verdict], size, verdict, _key(verdict)) for verdict, size in tally.counts.items()]
    rows = [_row(one, evaluate_now(world, one.claim)) for one in claim_results(world)]
    sheets = ("overview", "site")
    held = listing.standings(world)[1]
    context: dict[str, Any] = {"counts": counts, "rows": rows, "held": held, "now": address("then_and_now")}
    return index(world, "claims", *sheets, title="Claims", headline=says["claims"], **context)


@page("then-and-now.html", under="claims.html")
def then_and_now(world: World) -> Made:
    """What of the five texts still holds."""
    frame, headline, notes = listing.standings(world)
    frame["as of"] = frame["as of"].astype(object).where(frame["as of"].notna(), None)
    groups = [(holds, rows.to_dict("records")) for holds, rows in frame.groupby("holds", sort=False)]
    return index(
        world, "then_and_now", "overview", "site", title="Then and now", headline=headline, notes=notes, groups=groups
    )


def _key(verdict: str) -> str:
    return verdict.replace(" ", "-")


def _row(one: ClaimResult, now: ClaimResult) -> dict[str, object]:
    claim = one.claim
    dated = claim.moves == "stays"
    return {
        "claim": claim,
        "found": [f"{f.measure.name}: {in_words(f)}" for f in one.findings] or [claim.untestable or claim.pending],
        "verdict": f"{SHAPES[one.verdict]} {one.verdict}",
        "key": _key(one.verdict),
        "now": "" if not one.computed else "dated event" if dated else now.verdict,
        "year": now.year or "",
        "found_now": [] if dated else [f"{f.measure.name}: {in_words(f)}" for f in now.findings],
    }


@page("coverage.html", words="Coverage", place=9)
def coverage(world: World) -> Made:
    """Every item of every paragraph with its status."""
    frame = texts.load()
    summary = texts.summary(frame)
    paragraphs = []
    for (text, paragraph), rows in frame.groupby(["text", "paragraph"], sort=True):
        items = [
            (row.item, row.kind, row.status, row.target, row.reason, row.target.removeprefix("claim:") in all_claims())
            for row in rows.itertuples()
        ]
        paragraphs.append((f"{text} ¶{paragraph}", items))
    head = summary.title
    return index(world, "coverage", "site", title="Coverage", headline=head, notes=summary.notes, texts=paragraphs)


@page("wrong.html", words="How wrong", place=7)
def wrong(world: World) -> Made:
    """Scores against simple rivals, what is contradicted, what is weak."""
    context = scores.context(world, claim_results(world))
    return index(world, "wrong", "overview", "site", template=scores.TEMPLATE, **context)


@page("sources.html", words="Sources", place=10)
def sources(world: World) -> Made:
    """Every source with its terms and its defects."""
    frame = world.table("sources").sort_values(["producer", "title"], kind="stable")
    rows = [{str(name): _text(cell) for name, cell in row.items()} for row in frame.to_dict("records")]
    parts = [[row for row in rows if is_page(row["source"]) == pages] for pages in (False, True)]
    sizes = [number(len(part)) for part in parts]
    headline = f"{sizes[0]} data sets and {sizes[1]} pages stand behind the figures"
    heads = ("Data sets", "Pages that single facts were read from")
    return index(
        world, "sources", "site", title="Sources", headline=headline, parts=list(zip(heads, parts, strict=True))
    )


def _text(value: Any) -> str:
    """A cell as text, empty where it is missing."""
    if hasattr(value, "strftime") and value == value:
        return str(value.date())
    return value if isinstance(value, str) else ""
