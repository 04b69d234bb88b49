"""Claims: what five texts say, put to the data. A verdict is computed and never typed.

Every statement stands in `claims/<layer>.toml` with what it claims and every admissible measure. A measure is a query
(see `steppe.evidence.query`) with arguments; it *holds* when its answer meets the claimed figure within the tolerance,
and holds *in part* when some parts of the answer do. With h the measures that hold among m that could be computed:

    descriptive, forecast    supported: h = m      contradicted: h = 0, none in part      mixed: otherwise
    causal                   consistent            inconsistent                           undetermined

A causal claim is never supported: the data can agree with it, not show it. A forecast is scored at its date. The
tolerance is half the granularity of the printed figure, its granularity being the largest 1 or 5 × 10^k that divides
it, and twice that where the text hedges; it was committed before any verdict was seen.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from steppe.evidence.query import Measurement, NoData, Scalar, Value, find
from steppe.world import derived
from steppe.world.errors import BundleError, UserError
from steppe.world.names import look_alike
from steppe.world.tables import remembered
from steppe.world.world import World

Type = Literal["descriptive", "causal", "forecast", "interpretive"]
COMPUTED = ("supported", "mixed", "contradicted", "consistent", "undetermined", "inconsistent")
NOT_COMPUTED = ("pending C", "not testable here")
VERDICTS = COMPUTED + NOT_COMPUTED
STORED = "verdicts"
"""The derived document of the verdicts."""

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "descriptive": ("supported", "mixed", "contradicted"),
    "forecast": ("supported", "mixed", "contradicted"),
    "interpretive": ("supported", "mixed", "contradicted"),
    "causal": ("consistent", "undetermined", "inconsistent"),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Claimed(_Strict):
    """What the text claims: exactly one of the kinds below."""

    value: float | None = None
    tolerance: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    between: tuple[float, float] | None = None
    holds: bool | None = None
    date: str | None = None
    states: tuple[str, ...] | None = None
    rank: int | None = None
    unit: str = ""
    because: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Claimed:
        kinds = ("value", "at_least", "at_most", "between", "holds", "date", "states", "rank")
        given = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"`claimed` must give exactly one of {', '.join(kinds)}, not {', '.join(given) or 'none'}")
        if (self.value is not None) != (self.tolerance is not None):
            raise ValueError("a claimed value needs its tolerance, and a tolerance its value")
        return self

    def met_by(self, value: Scalar | tuple[str, ...]) -> bool:
        """Whether one answer meets the claim."""
        if self.holds is not None:
            return bool(value) == self.holds
        if self.date is not None:
            return str(value).startswith(self.date)
        if self.states is not None:
            return isinstance(value, tuple) and set(value) == set(self.states)
        if isinstance(value, bool):
            return value
        if isinstance(value, str | tuple):
            return False
        low, high = self._interval()
        return low <= float(value) <= high

    def _interval(self) -> tuple[float, float]:
        if self.between is not None:
            return self.between
        if self.value is not None and self.tolerance is not None:
            slack = 1e-9 * max(1.0, abs(self.value))
            return self.value - self.tolerance - slack, self.value + self.tolerance + slack
        if self.rank is not None:
            return self.rank, self.rank
        return (
            float("-inf") if self.at_least is None else self.at_least,
            float("inf") if self.at_most is None else self.at_most,
        )

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.value is not None:
            tolerance = f" ± {self.tolerance:g}" if self.tolerance else ""
            return f"{self.value:g}{tolerance}{unit}"
        if self.between is not None:
            return f"{self.between[0]:g} to {self.between[1]:g}{unit}"
        if self.holds is not None:
            return "it is so" if self.holds else "it is not so"
        if self.states is not None:
            return ", ".join(self.states)
        if self.date is not None:
            return self.date
        if self.rank is not None:
            return f"rank {self.rank}"
        return f"at least {self.at_least:g}{unit}" if self.at_least is not None else f"at most {self.at_most:g}{unit}"


class Measure(_Strict):
    """One admissible way to compute what is claimed, or one part of it with a figure of its own."""

    name: str
    query: str
    args: dict[str, Any] = Field(default_factory=dict)
    claimed: Claimed | None = None


class Claim(_Strict):
    """One checkable statement of a text, in our own words."""

    id: str
    locator: str
    type: Type
    statement: str
    states: tuple[str, ...]
    layer: str
    period: str
    claimed: Claimed | None = None
    measures: tuple[Measure, ...] = ()
    implication: str = ""
    due: date | None = None
    pending: str = ""
    untestable: str = ""
    place: str = ""

    @model_validator(mode="after")
    def _testable_or_not(self) -> Claim:
        ways = [bool(self.measures), bool(self.pending), bool(self.untestable)]
        if sum(ways) != 1:
            raise ValueError("a claim has measures, or says `pending`, or says `untestable`; exactly one of the three")
        if self.measures and self.claimed is None:
            raise ValueError("a claim with measures needs `claimed`")
        if self.measures and self.type == "causal" and not self.implication:
            raise ValueError("a causal claim needs `implication`: what would be observed if it were true")
        if self.type == "forecast" and self.measures and self.due is None:
            raise ValueError("a forecast needs `due`: the date at which it is scored")
        return self

    @property
    def text(self) -> str:
        """The text that makes the claim: T0 … T4."""
        return self.id.split("-")[0]


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """The result of one measure."""

    measure: Measure
    met: Literal["yes", "no", "in part", "no data"]
    value: Value | None
    unit: str = ""
    rows: int = 0
    sources: tuple[str, ...] = ()
    imputed: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim with its computed verdict and the working behind it."""

    claim: Claim
    verdict: str
    findings: tuple[MeasureResult, ...] = field(default=())

    @property
    def computed(self) -> bool:
        """Whether the data gave a verdict."""
        return self.verdict in COMPUTED


@cache
def claims() -> Mapping[str, Claim]:
    """Every claim by id, in the order of the texts."""
    by_id: dict[str, Claim] = {}
    folder = files("steppe.evidence").joinpath("claims")
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            for claim in _read(path.read_text(encoding="utf-8"), f"claims/{path.name}"):
                if claim.id in by_id:
                    raise BundleError(f"{claim.place}: claim {claim.id} stands in {by_id[claim.id].place} too")
                by_id[claim.id] = claim
    return dict(sorted(by_id.items(), key=lambda item: _order(item[0])))


def _read(text: str, name: str) -> Iterable[Claim]:
    for key, fields in tomllib.loads(text).items():
        try:
            yield Claim(id=key, place=f"{name} [{key}]", **fields)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BundleError(f"{name} [{key}] {where}: {first['msg'].removeprefix('Value error, ')}") from None


def _order(claim_id: str) -> tuple[str, bool, int]:
    text, number = claim_id.split("-")
    return text, number.startswith("x"), int(number.removeprefix("x"))


def claim(claim_id: str) -> Claim:
    """One claim, whatever the case of its id; unknown ids stop with the look-alike named."""
    by_id = {name.casefold(): one for name, one in claims().items()}
    if claim_id.casefold() not in by_id:
        raise UserError(f'there is no claim "{claim_id}"{look_alike(claim_id, list(claims()), "`steppe claims`")}')
    return by_id[claim_id.casefold()]


def evaluate_claims(world: World, chosen: Sequence[Claim] | None = None) -> list[ClaimResult]:
    """Verdicts of the chosen claims, or of all: those kept beside the embedded tables, else computed from this world.

    What is computed for all is kept on the world.
    """
    return list(_all_evaluated(world)) if chosen is None else [evaluate_claim(world, one) for one in chosen]


@remembered(maxsize=1)
def _all_evaluated(world: World) -> tuple[ClaimResult, ...]:
    return tuple(evaluate_claim(world, one) for one in claims().values())


def evaluate_claim(world: World, one: Claim) -> ClaimResult:
    """The verdict on one claim and the working behind it; kept or computed as `evaluate_claims` says."""
    if one.pending:
        return ClaimResult(one, "pending C")
    if one.untestable or one.claimed is None:
        return ClaimResult(one, "not testable here")
    if claims().get(one.id) is one and derived.at_hand(world):
        return _from_stored(one, _stored()[one.id])
    findings = tuple(_measured(world, one, measure) for measure in one.measures)
    return ClaimResult(one, _verdict(one.type, findings), findings)


@cache
def _stored() -> Mapping[str, Any]:
    kept: dict[str, Any] = derived.document(STORED)
    return kept


def stored_form(world: World) -> dict[str, Any]:
    """Every computed verdict as JSON keeps it: by claim, the verdict and what each measure found."""
    results = [result for result in evaluate_claims(world) if result.findings]
    kept = [name for name in MeasureResult.__slots__ if name != "measure"]
    return {
        result.claim.id: {
            "verdict": result.verdict,
            "findings": [{name: _plain(getattr(one, name)) for name in kept} for one in result.findings],
        }
        for result in results
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it: numbers of numpy as plain ones, a mapping as an object."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.item() if hasattr(value, "item") else value


def _from_stored(one: Claim, kept: Mapping[str, Any]) -> ClaimResult:
    rows: list[dict[str, Any]] = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        for row in kept["findings"]
    ]
    findings = tuple(MeasureResult(measure, **row) for measure, row in zip(one.measures, rows, strict=True))
    return ClaimResult(one, kept["verdict"], findings)


def _verdict(kind: str, findings: Sequence[MeasureResult]) -> str:
    met = [f.met for f in findings if f.met != "no data"]
    if not met:
        return "not testable here"
    yes, some, no = _WORDS[kind]
    if all(h == "yes" for h in met):
        return yes
    return no if all(h == "no" for h in met) else some


def _measured(world: World, one: Claim, measure: Measure) -> MeasureResult:
    function = find(measure.query, measure.args, one.place)
    try:
        measurement = function(world, **measure.args)
    except NoData as gap:
        return MeasureResult(measure, met="no data", value=None, note=str(gap))
    if measurement.rows is None or measurement.rows.empty:
        return MeasureResult(measure, met="no data", value=None, note="no row of the bundle is relevant to it")
    claimed = measure.claimed or one.claimed
    assert claimed is not None
    sources, imputed = _provenance(measurement)
    imputed = imputed if measurement.imputed is None else measurement.imputed
    rows = int(measurement.rows["n"].sum()) if "n" in measurement.rows else len(measurement.rows)
    met = _met(claimed, measurement.value)
    return MeasureResult(
        measure,
        met=met,
        value=measurement.value,
        unit=measurement.unit,
        rows=rows,
        sources=sources,
        imputed=imputed,
        note=measurement.note,
    )


def _met(claimed: Claimed, value: Value) -> Literal["yes", "no", "in part"]:
    if not isinstance(value, Mapping):
        return "yes" if claimed.met_by(value) else "no"
    parts = [claimed.met_by(part) for part in value.values()]
    return "yes" if all(parts) else "in part" if any(parts) else "no"


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


def tally(results: Iterable[ClaimResult]) -> dict[str, int]:
    """How many claims got each verdict, in the order of `VERDICTS`."""
    counted = Counter(result.verdict for result in results)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def granularity(figure: str) -> float:
    """The largest 1 or 5 × 10^k that divides a printed figure: how it was rounded, read generously.

    Examples
    --------
    >>> [granularity(figure) for figure in ("11.07", "25", "40", "8000", "10.5")]
    [0.01, 5.0, 10.0, 1000.0, 0.5]
    """
    number = Decimal(figure)
    exponent = number.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent)) if number else Decimal(1)
    return float(step * 5 if number % (step * 5) == 0 else step)
