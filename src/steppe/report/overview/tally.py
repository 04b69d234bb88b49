"""The claims at a glance: how many got each verdict, and three of them with their working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steppe.display.format import listed, number, significant
from steppe.evidence.query import Value
from steppe.evidence.verdicts import ClaimResult, MeasureResult

SHOWN = ("contradicted", "supported", "mixed")
"""Verdicts of which the overview shows an example: failures first."""
SHAPES = {
    "supported": "●",
    "mixed": "◐",
    "contradicted": "⊘",
    "consistent": "●",
    "undetermined": "◐",
    "inconsistent": "⊘",
    "pending C": "…",
    "not testable here": "◌",
}
"""A verdict has a shape and a word, never a colour alone."""


@dataclass(frozen=True, slots=True)
class Example:
    """One claim: what was said, what was found under each measure, and the verdict."""

    id: str
    locator: str
    statement: str
    said: str
    found: tuple[str, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Number of claims by verdict, in the order of the verdicts, and three examples."""

    counts: Mapping[str, int]
    examples: tuple[Example, ...]

    @property
    def total(self) -> int:
        """All claims on file."""
        return sum(self.counts.values())

    @property
    def computed(self) -> int:
        """Claims with a verdict that the data gave."""
        return sum(self.counts.get(verdict, 0) for verdict in list(SHAPES)[:6])


def tally(results: Sequence[ClaimResult], names: Mapping[str, str]) -> Tally:
    """Count the verdicts and choose the examples.

    Parameters
    ----------
    results
        As `steppe.evidence.verdicts.evaluate_claims` returns them.
    names
        Short names of states by code.
    """
    from steppe.evidence.verdicts import tally as count

    counts = {verdict: size for verdict, size in count(results).items() if size}
    return Tally(counts, tuple(_example(result, names) for result in _choose(results)))


def _choose(results: Sequence[ClaimResult]) -> list[ClaimResult]:
    """One claim a verdict, each of another text where possible, those with a figure or a date first."""
    chosen: list[ClaimResult] = []
    for verdict in SHOWN:
        taken = {result.claim.text for result in chosen}
        fitting = [result for result in results if result.verdict == verdict]
        fitting.sort(key=lambda result: (result.claim.text in taken, not _has_figure(result)))
        chosen += fitting[:1]
    return chosen


def _has_figure(result: ClaimResult) -> bool:
    claimed = result.claim.claimed
    return claimed is not None and (claimed.value is not None or claimed.date is not None)


def _example(result: ClaimResult, names: Mapping[str, str]) -> Example:
    claim = result.claim
    found = tuple(f"{finding.measure.name}: {_found(finding, names)}" for finding in result.findings)
    return Example(claim.id, claim.locator, claim.statement, str(claim.claimed or ""), found, result.verdict)


def _found(finding: MeasureResult, names: Mapping[str, str]) -> str:
    if finding.value is None:
        return f"no data ({finding.note})" if finding.note else "no data"
    text = value_text(finding.value, finding.unit, names)
    return f"{text} ({number(100 * finding.imputed)} % imputed)" if finding.imputed >= 0.005 else text


def value_text(value: Value, unit: str, names: Mapping[str, str]) -> str:
    """An answer as it is read.

    Examples
    --------
    >>> value_text(17.26, "%", {}), value_text(("KGZ", "TJK"), "", {"KGZ": "Kyrgyzstan"})
    ('17.3 %', 'Kyrgyzstan and TJK')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return listed([names.get(code, code) for code in value]) or "no state"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        text = number(value) if float(value).is_integer() else significant(value, 3)
        return f"{text} {unit}".strip()
    return "; ".join(f"{names.get(part, part)} {value_text(one, unit, names)}" for part, one in value.items())
