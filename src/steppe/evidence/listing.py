"""Claims and coverage as tables for people: the statement, the measurements, the verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from steppe.display.format import written
from steppe.evidence.claims import Claim, claims
from steppe.evidence.judging import COMPUTED
from steppe.evidence.verdicts import (
    NO_LATER,
    STANDINGS,
    VERDICTS,
    ClaimResult,
    MeasureResult,
    evaluate_claim,
    evaluate_claims,
    evaluate_now,
    standing,
    tally,
)
from steppe.world.errors import UserError
from steppe.world.names import look_alike

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World


def in_words(finding: MeasureResult) -> str:
    """The result of a measure, with its unit: `22 %`, `ARM, BLR`, `KGZ 3, UZB 5`, or why there is nothing."""
    if finding.value is None:
        return f"no data ({finding.note})"
    unit = f" {finding.unit}" if finding.unit else ""
    if isinstance(finding.value, Mapping):
        units = [unit if type(value) in (int, float) else "" for value in finding.value.values()]
        alike = len(set(units)) == 1
        parts = [
            f"{part} {_one(value)}{'' if alike else unit_of}"
            for (part, value), unit_of in zip(finding.value.items(), units, strict=True)
        ]
        return ", ".join(parts) + (units[0] if alike else "")
    if isinstance(finding.value, tuple):
        return ", ".join(finding.value) or "none"
    return f"{_one(finding.value)}{unit}"


def _one(value: bool | float | int | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return written(value, ",.0f" if abs(value) >= 1000 else ".3g")


def verdicts(
    world: World, verdict: str | None, chosen: Sequence[Claim] | None = None
) -> tuple[pd.DataFrame, str, list[str]]:
    """Chosen claims, or all, with their verdicts, filtered, with the tally of all of them."""
    import pandas as pd

    if verdict is not None and verdict not in VERDICTS:
        raise UserError(
            f'there is no verdict "{verdict}"{look_alike(verdict, VERDICTS)}; there are {", ".join(VERDICTS)}'
        )
    results = evaluate_claims(world, chosen)
    rows = [
        {
            "claim": r.claim.id,
            "type": r.claim.type,
            "said": r.claim.statement,
            "claimed": str(r.claim.claimed or ""),
            "found": "; ".join(in_words(f) for f in r.findings) or r.claim.pending or r.claim.untestable,
            "verdict": r.verdict,
        }
        for r in results
        if verdict in (None, r.verdict)
    ]
    counts = tally(results)
    computed = sum(counts[v] for v in COMPUTED)
    notes = [", ".join(f"{n} {v}" for v, n in counts.items() if n) + "."]
    columns = ["claim", "type", "said", "claimed", "found", "verdict"]
    return pd.DataFrame(rows, columns=columns), f"{computed} of {len(results)} claims have a computed verdict", notes


def standings(world: World, chosen: Sequence[Claim] | None = None) -> tuple[pd.DataFrame, str, list[str]]:
    """Tested claims, chosen or all, with their verdict at the text's date, the one of now, and what of them holds."""
    import pandas as pd

    pairs = [(then, evaluate_now(world, then.claim)) for then in evaluate_claims(world, chosen) if then.computed]
    rows = [
        {
            "claim": then.claim.id,
            "said": then.claim.statement,
            "then": then.verdict,
            "now": now.verdict,
            "as of": pd.NA if now.year is None else now.year,
            "holds": standing(then, now),
        }
        for then, now in pairs
    ]
    counts = Counter(row["holds"] for row in rows)
    held, asked = counts["still holds"], len(rows) - counts["dated event"] - counts[NO_LATER]
    borne_out = held + counts["no longer"] + counts["no longer clear"]
    hold = "holds" if held == 1 else "hold"
    many = "claim" if borne_out == 1 else "claims"
    title = f"Of {borne_out} {many} borne out then that can be put to later data, {held} still {hold}"
    notes = [
        ", ".join(f"{name}: {counts[name]}" for name in STANDINGS if counts[name]) + ".",
        f"{asked} of {len(rows)} tested claims are put to later data; a dated event is not, and keeps its verdict.",
    ]
    frame = pd.DataFrame(rows, columns=["claim", "said", "then", "now", "as of", "holds"])
    order = frame["holds"].map(STANDINGS.index)
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True), title, notes


def of_text(text: str) -> list[Claim]:
    """Shipped claims of a text."""
    if text not in ("T0", "T1", "T2", "T3", "T4"):
        raise UserError(f'there is no text "{text}"; there are T0, T1, T2, T3 and T4')
    return [one for one in claims().values() if text == one.text]


def working(world: World, one: Claim) -> tuple[pd.DataFrame, str, list[str]]:
    """The working behind one verdict: a row per measure with query, rows, sources."""
    import pandas as pd

    then, now = evaluate_claim(world, one), evaluate_now(world, one)
    found = [("then", f) for f in then.findings] + [("now", f) for f in now.findings if one.moves != "stays"]
    rows = [
        {
            "when": when,
            "measure": f.measure.name,
            "query": f"{f.measure.query}({', '.join(f'{k}={v}' for k, v in f.measure.args.items())})",
            "found": in_words(f),
            "holds": f.met,
            "rows": f.rows,
            "imputed": f"{f.imputed:.0%}",
            "sources": ", ".join(f.sources) or "–",
            "note": f.note if f.value is not None else "",
        }
        for when, f in found
    ]
    notes = [f"Claimed: {one.claimed}. {one.claimed.because}".rstrip()] if one.claimed else []
    notes += _spread(one, then)
    notes += [f"Implication tested: {one.implication}"] if one.implication else []
    notes += [f"Scored at {one.due}."] if one.due and one.measures else []
    notes += [why for why in (one.pending, one.untestable) if why]
    notes += [_of_now(then, now)] if then.computed else []
    title = f"{one.id} ({one.locator}, {one.type}): {one.statement} → {then.verdict}"
    columns = ["when", "measure", "query", "found", "holds", "rows", "imputed", "sources", "note"]
    return pd.DataFrame(rows, columns=columns), title, notes


def _spread(one: Claim, then: ClaimResult) -> list[str]:
    """By how much the records of the figure differ, where that is more than its rounding."""
    widest = max(then.findings, key=lambda found: found.spread, default=None)
    if widest is None or one.claimed is None or widest.spread <= (one.claimed.tolerance or 0.0):
        return []
    return [f"Records of the figure differ by ± {written(widest.spread, '.3g')} {widest.unit}, beyond its rounding."]


def _of_now(then: ClaimResult, now: ClaimResult) -> str:
    """`Now, 2023: contradicted (no longer).`"""
    if then.claim.moves == "stays":
        return "A dated event: the verdict does not change with the year."
    when = f", {now.year}" if now.year else ""
    return f"Now{when}: {now.verdict}" + (f" ({standing(then, now)})." if now.computed else ".")


def covered(world: World, paragraph: str | None) -> tuple[pd.DataFrame, str, list[str]]:
    """The items of one paragraph, or the summary by text."""
    from steppe.evidence import coverage

    frame = coverage.load()
    if paragraph is None:
        findings = coverage.check(world)
        summary = coverage.summary(frame)
        return summary.by_text, summary.title, [*summary.notes, f"{len(findings)} dangling names."]
    match = re.fullmatch(r"(T[0-4])\s*[¶-]?\s*(\d+)", paragraph.strip())
    chosen = frame[frame["text"].eq(match[1]) & frame["paragraph"].eq(int(match[2]))] if match else frame[:0]
    if chosen.empty:
        raise UserError(f'there is no paragraph "{paragraph}"; write it as T4-10, from T0-1 to T4-25')
    return chosen.drop(columns=["text", "paragraph"]), f"{match[1]} ¶{match[2]}", []  # type: ignore[index]
