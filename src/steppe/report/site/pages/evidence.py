"""What the texts say against the data, page by page: claims, coverage, how wrong we are, and the sources of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from steppe.display.format import number
from steppe.evidence import coverage as texts
from steppe.evidence import listing
from steppe.evidence.claims import claims as all_claims
from steppe.evidence.verdicts import STANDINGS
from steppe.report.claims import view
from steppe.report.overview.tally import SHAPES
from steppe.report.scoreboard import page as scores
from steppe.report.site.index import claim_results, index, whole
from steppe.report.site.registry import Made, address, addresses, page
from steppe.world.sources import is_page
from steppe.world.world import World


@page("claims.html", words="Claims", place=6)
def claims(world: World) -> Made:
    """Every claim with what was measured and its verdict."""
    tally, says = whole(world).claims, whole(world).says
    assert tally is not None  # the overview has the same results
    counts = [(SHAPES[verdict], size, verdict, view.key_of(verdict)) for verdict, size in tally.counts.items()]
    names = {**world.state_names, "EU": "EU", "EUU": "EU"}
    rows = view.rows(world, claim_results(world), names, _where(world))
    texts = view.by_text(world, rows)
    return index(
        world,
        "claims",
        "overview",
        "site",
        "content",
        title="Claims",
        headline=says["claims"],
        counts=counts,
        rows=rows,
        held=listing.standings(world)[1],
        now=address("then_and_now"),
        texts=texts,
        verdicts=[verdict for verdict in SHAPES if any(verdict in one.counts for one in texts)],
        verdict_choices=[(key, verdict) for _, _, verdict, key in counts],
        holds_choices=[(one, one) for one in STANDINGS if any(row.holds == one for row in rows)],
        text_choices=[(one.text, f"{one.text} {one.title[:48]}") for one in texts],
        state_choices=_codes(rows, names),
        topic_choices=[(topic, topic) for topic in sorted({row.claim.layer for row in rows})],
    )


def _codes(rows: Sequence[view.Row], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """States and bodies that claims are about, by name."""
    codes = {code for row in rows for code in row.states}
    return sorted(((code, names.get(code, code.replace("_", " "))) for code in codes), key=lambda one: one[1])


def _where(world: World) -> view.Address:
    """The address of a page by kind and key, empty where the site has none."""
    known = {job: where for where, job in addresses(world).items()}
    sources = set(world.sql("select source from sources")["source"])

    def where(kind: str, key: str) -> str:
        if kind == "source":
            return f"{address('sources')}#{key}" if key in sources else ""
        return known.get((kind, key), "")

    return where


@page("then-and-now.html", under="claims.html")
def then_and_now(world: World) -> Made:
    """What of the five texts still holds."""
    frame, headline, notes = listing.standings(world)
    frame["as of"] = frame["as of"].astype(object).where(frame["as of"].notna(), None)
    groups = [(holds, rows.to_dict("records")) for holds, rows in frame.groupby("holds", sort=False)]
    return index(
        world, "then_and_now", "overview", "site", title="Then and now", headline=headline, notes=notes, groups=groups
    )


@page("coverage.html", under="method.html")
def coverage(world: World) -> Made:
    """Every item of every paragraph with its status."""
    frame = texts.load()
    summary = texts.summary(frame)
    paragraphs: dict[str, list[tuple[str, list[tuple[Any, ...]]]]] = {}
    for (text, paragraph), rows in frame.groupby(["text", "paragraph"], sort=True):
        items = [
            (row.item, row.kind, row.status, row.target, row.reason, row.target.removeprefix("claim:") in all_claims())
            for row in rows.itertuples()
        ]
        paragraphs.setdefault(str(text), []).append((f"{text} ¶{paragraph}", items))
    titles = world.sql("select source, title from sources").set_index("source")["title"]
    by_text = [(text, titles.get(f"text-{text}", ""), own) for text, own in paragraphs.items()]
    sheets = ("site", "content")
    return index(
        world, "coverage", *sheets, title="Coverage", headline=summary.title, notes=summary.notes, texts=by_text
    )


@page("wrong.html", words="How wrong", place=7)
def wrong(world: World) -> Made:
    """Scores against simple rivals, what is contradicted, what is weak."""
    context = scores.context(world, claim_results(world))
    return index(world, "wrong", "overview", "site", "content", template=scores.TEMPLATE, **context)


@page("sources.html", under="method.html")
def sources(world: World) -> Made:
    """Every source with its terms and its defects."""
    frame = world.table("sources").sort_values(["producer", "title"], kind="stable")
    rows = [{str(name): _text(cell) for name, cell in row.items()} for row in frame.to_dict("records")]
    parts = [[row for row in rows if is_page(row["source"]) == pages] for pages in (False, True)]
    sizes = [number(len(part)) for part in parts]
    headline = f"{sizes[0]} data sets and {sizes[1]} pages stand behind the figures"
    heads = ("Data sets", "Pages that single facts were read from")
    return index(
        world,
        "sources",
        "site",
        "content",
        title="Sources",
        headline=headline,
        parts=list(zip(heads, parts, strict=True)),
    )


def _text(value: Any) -> str:
    """A cell as text, empty where it is missing."""
    if hasattr(value, "strftime") and value == value:
        return str(value.date())
    return value if isinstance(value, str) else ""
