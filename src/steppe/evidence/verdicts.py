"""Verdicts on the claims: at the date of the text, and now. Those on the embedded tables are kept beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from steppe.evidence.claims import Claim, Measure, claims
from steppe.evidence.judging import COMPUTED, Met, Outcome, judge, verdict
from steppe.evidence.latest import newest
from steppe.evidence.query import Measurement, NoData, Value, find
from steppe.world import derived
from steppe.world.tables import remembered
from steppe.world.world import World

NOT_COMPUTED = ("pending C", "not testable here")
VERDICTS = COMPUTED + NOT_COMPUTED
NO_LATER = "no later record"
"""The verdict of now on a claim whose records all end before."""

BORNE_OUT = ("supported", "consistent")
AGAINST = ("contradicted", "inconsistent")
STANDINGS = (
    "still holds",
    "holds by now",
    "no longer",
    "no longer clear",
    "does not hold",
    "not clear",
    "dated event",
    NO_LATER,
)
"""What of a claim holds now, beside what held then."""

STORED = "verdicts"
"""The derived document of the verdicts."""


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """The result of one measure.

    spread
        Half the distance between the records of the figure, in its unit; 0 where there is one record.
    sides
        For each part that does not hold, whether it lies `above` or `below` what is claimed.
    """

    measure: Measure
    met: Met
    value: Value | None
    unit: str = ""
    rows: int = 0
    sources: tuple[str, ...] = ()
    imputed: float = 0.0
    note: str = ""
    spread: float = 0.0
    sides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim with its computed verdict and the working behind it.

    year
        Of a verdict of now: the year that all of its measures reach; None for an event, and at the text's date.
    """

    claim: Claim
    verdict: str
    findings: tuple[MeasureResult, ...] = ()
    year: int | None = None

    @property
    def computed(self) -> bool:
        """Whether the data gave a verdict."""
        return self.verdict in COMPUTED

    @property
    def borne_out(self) -> bool:
        """Whether the data agree with the claim."""
        return self.verdict in BORNE_OUT


def evaluate_claims(world: World, chosen: Sequence[Claim] | None = None) -> list[ClaimResult]:
    """Verdicts of the chosen claims, or of all: those kept beside the embedded tables, else computed from this world.

    What is computed for all is kept on the world.
    """
    return list(_all_evaluated(world)) if chosen is None else [evaluate_claim(world, one) for one in chosen]


@remembered(maxsize=1)
def _all_evaluated(world: World) -> tuple[ClaimResult, ...]:
    return tuple(evaluate_claim(world, one) for one in claims().values())


def evaluate_claim(world: World, one: Claim) -> ClaimResult:
    """The verdict on one claim at the date of its text; kept or computed as `evaluate_claims` says."""
    if one.pending:
        return ClaimResult(one, "pending C")
    if one.untestable or one.claimed is None:
        return ClaimResult(one, "not testable here")
    if claims().get(one.id) is one and derived.at_hand(world):
        return _from_stored(one, _stored()[one.id]["then"])
    return _judged(world, one, one.measures)


def evaluate_now(world: World, one: Claim) -> ClaimResult:
    """The verdict on one claim made again at the latest date; kept or computed as `evaluate_claims` says."""
    then = evaluate_claim(world, one)
    if not then.findings or one.moves == "stays":
        return then
    if claims().get(one.id) is one and derived.at_hand(world):
        return _from_stored(one, _stored()[one.id]["now"])
    moved = [new for measure in one.measures if (new := newest(world, one, measure)) is not None]
    if not moved:
        return ClaimResult(one, NO_LATER)
    measures = list({(new.query, repr(new.args)): new for new, _ in moved}.values())
    return _judged(world, one, measures, min(year for _, year in moved))


def standing(then: ClaimResult, now: ClaimResult) -> str:
    """What of a claim holds, then and now: one of `STANDINGS`."""
    if then.claim.moves == "stays":
        return "dated event"
    if now.verdict == NO_LATER:
        return NO_LATER
    if now.borne_out:
        return "still holds" if then.borne_out else "holds by now"
    if now.verdict in AGAINST:
        return "no longer" if then.borne_out else "does not hold"
    return "no longer clear" if then.borne_out else "not clear"


def _judged(world: World, one: Claim, measures: Sequence[Measure], year: int | None = None) -> ClaimResult:
    """The verdict from measures of a claim."""
    answers = [answered(world, one, measure) for measure in measures]
    known = [
        (measure, measure.claimed or one.claimed, answer)
        for measure, answer in zip(measures, answers, strict=True)
        if isinstance(answer, Measurement)
    ]
    outcomes = iter(judge([(measure, claimed, answer) for measure, claimed, answer in known if claimed]))
    findings = tuple(
        MeasureResult(measure, met="no data", value=None, note=answer)
        if isinstance(answer, str)
        else _result(measure, answer, next(outcomes))
        for measure, answer in zip(measures, answers, strict=True)
    )
    said = verdict(one.type, [Outcome(found.met, sides=found.sides) for found in findings])
    return ClaimResult(one, said, findings, year)


def answered(world: World, one: Claim, measure: Measure) -> Measurement | str:
    """What a measure answers, or why it has no data."""
    function = find(measure.query, measure.args, one.place)
    try:
        answer = function(world, **measure.args)
    except NoData as gap:
        return str(gap)
    empty = answer.rows is None or answer.rows.empty
    return "no row of the bundle is relevant to it" if empty else answer


def _result(measure: Measure, answer: Measurement, outcome: Outcome) -> MeasureResult:
    sources, imputed = _provenance(answer)
    rows = answer.rows
    assert rows is not None
    return MeasureResult(
        measure,
        met=outcome.met,
        value=answer.value,
        unit=answer.unit,
        rows=int(rows["n"].sum()) if "n" in rows else len(rows),
        sources=sources,
        imputed=imputed if answer.imputed is None else answer.imputed,
        note=answer.note,
        spread=outcome.spread,
        sides=outcome.sides,
    )


def _provenance(measurement: Measurement) -> tuple[tuple[str, ...], float]:
    """Sources of the rows, and the share of their value (or of their number) that is imputed."""
    rows = measurement.rows
    if rows is None or rows.empty:
        return (), 0.0
    sources = tuple(sorted(set(rows["source"].dropna())))
    if "basis" not in rows or "imputed" not in set(rows["basis"]):
        return sources, 0.0
    imputed = rows["basis"].eq("imputed")
    weight = rows["value"].abs() if "value" in rows and rows["value"].dtype.kind == "f" else imputed * 0.0 + 1.0
    total = weight.sum()
    return sources, float(weight[imputed].sum() / total) if total else 0.0


# ------------------------------------------------------------------------------------------------- kept
@cache
def _stored() -> Mapping[str, Any]:
    kept: dict[str, Any] = derived.document(STORED)
    return kept


def stored_form(world: World) -> dict[str, Any]:
    """Every computed verdict as JSON keeps it: by claim, then and now, the verdict and what each measure found."""
    tested = [result for result in evaluate_claims(world) if result.findings]
    return {
        then.claim.id: {"then": _form(then)}
        | ({} if then.claim.moves == "stays" else {"now": _form(evaluate_now(world, then.claim))})
        for then in tested
    }


def _form(result: ClaimResult) -> dict[str, Any]:
    kept = [one.name for one in fields(MeasureResult) if one.name != "measure"]
    return {
        "verdict": result.verdict,
        "year": result.year,
        "findings": [
            {"measure": _asked(result.claim, one.measure)} | {name: _plain(getattr(one, name)) for name in kept}
            for one in result.findings
        ],
    }


def _asked(one: Claim, measure: Measure) -> Any:
    """A measure of the claim by its place; one whose dates were moved in full."""
    return (
        one.measures.index(measure) if measure in one.measures else measure.model_dump(mode="json", exclude_none=True)
    )


def _plain(value: Any) -> Any:
    """A value as JSON has it: numbers of numpy as plain ones, a mapping as an object."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.item() if hasattr(value, "item") else value


def _from_stored(one: Claim, kept: Mapping[str, Any]) -> ClaimResult:
    return ClaimResult(one, kept["verdict"], tuple(_found(one, row) for row in kept["findings"]), kept["year"])


def _found(one: Claim, row: Mapping[str, Any]) -> MeasureResult:
    """What a measure found, with the name and the arguments that it was asked with."""
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    asked = values.pop("measure")
    return MeasureResult(one.measures[asked] if isinstance(asked, int) else Measure.model_validate(asked), **values)


def tally(results: Iterable[ClaimResult]) -> dict[str, int]:
    """How many claims got each verdict, in the order of `VERDICTS`."""
    counted = Counter(result.verdict for result in results)
    return {verdict: counted[verdict] for verdict in VERDICTS}
