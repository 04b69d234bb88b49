"""Claims: what five texts say, put to the data. A verdict is computed and never typed.

Every statement stands in `claims/<layer>.toml` with what it claims and every admissible measure, a query (see
`steppe.evidence.query`) with arguments. The rounding of a printed figure is half its granularity, the largest 1 or
5 × 10^k that divides it, and twice that where the text hedges; it was committed before any verdict was seen. How the
answers are judged stands in `judging`, verdicts in `verdicts`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, Strict, ValidationError, model_validator

from steppe.evidence.query import Scalar
from steppe.world.errors import BundleError, UserError
from steppe.world.names import look_alike

Type = Literal["descriptive", "causal", "forecast", "possibility", "interpretive"]
Now = Literal["again", "since", "stays"]
"""What moves when a claim is put to the latest data: every date, the later ones only, or nothing."""


Names = Annotated[tuple[str, ...], Strict(False)]
Day = Annotated[str, Field(pattern=r"^\d{4}(-\d\d){0,2}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Claimed(_Strict):
    """What the text claims: exactly one of the kinds below."""

    CALLED: ClassVar[str] = "`claimed`"

    value: FiniteFloat | None = None
    tolerance: Annotated[FiniteFloat, Field(ge=0)] | None = None
    at_least: FiniteFloat | None = None
    at_most: FiniteFloat | None = None
    between: Annotated[tuple[FiniteFloat, FiniteFloat], Strict(False)] | None = None
    holds: bool | None = None
    date: Day | None = None
    states: Names | None = None
    rank: Annotated[int, Field(ge=1)] | None = None
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
        if self.between is not None and self.between[0] > self.between[1]:
            raise ValueError("`between` gives the lesser figure first")
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
        low, high = self.interval()
        return low <= float(value) <= high

    def interval(self) -> tuple[float, float]:
        """The numbers that meet the claim, least and greatest."""
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

    CALLED: ClassVar[str] = "a measure"

    name: str = Field(description="what is measured, in a few words")
    query: str = Field(description="the query that computes it, trade/share")
    args: dict[str, Any] = Field(default_factory=dict)
    claimed: Claimed | None = None


class Claim(_Strict):
    """One checkable statement of a text, in our own words."""

    CALLED: ClassVar[str] = "a claim"

    id: str
    locator: str = Field(description="where in the text it stands, page 3")
    type: Type = Field(description=", ".join(get_args(Type)))
    statement: str = Field(description="what the text says, in other words")
    states: Names = Field(description="whom it is about, a list of codes")
    layer: str = Field(description="what it is about, trade")
    period: str = Field(description="the years it is about, 2018")
    claimed: Claimed | None = None
    measures: Annotated[tuple[Measure, ...], Strict(False)] = ()
    implication: str = ""
    due: Annotated[date, Strict(False)] | None = None
    now: Now | None = None
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
    def moves(self) -> Now:
        """What moves for the verdict of now, as the claim says or as its type has it."""
        return self.now or ("since" if self.type in ("forecast", "possibility") else "again")

    @property
    def text(self) -> str:
        """The text that makes the claim: T0 … T4."""
        return self.id.split("-")[0]


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


def claim(claim_id: str, among: Iterable[Claim] | None = None, listed: str = "steppe claims") -> Claim:
    """One claim of the shipped, or of others, whatever the case of its id; an unknown id stops with its look-alike."""
    by_id = {one.id.casefold(): one for one in (claims().values() if among is None else among)}
    if claim_id.casefold() not in by_id:
        hint = look_alike(claim_id, [one.id for one in by_id.values()], f"`{listed}`")
        raise UserError(f'there is no claim "{claim_id}"{hint}')
    return by_id[claim_id.casefold()]


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
