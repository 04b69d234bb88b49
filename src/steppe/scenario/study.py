"""A study is a question with the events, the assumptions and the words that its answer needs.

`method` says how it is answered and which keys it may have: each folder of `steppe.methods` is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, Strict

from steppe.scenario.event import Text
from steppe.world.dates import VERSION

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]


Baseline = Literal[2019, 2023]
"""Years whose trade is known as a whole."""
BASELINES: tuple[Baseline, ...] = (2019, 2023)


class Part(BaseModel):
    """A part of a study: unknown keys and other types than those stated are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Assumption(Part):
    """Something that the answer rests on and the data do not say."""

    name: Text = Field(description="what is assumed; `depth` sets the depth of agreements")
    value: str | bool | int | FiniteFloat = Field(description="the value assumed")
    why: Text = Field(description="the reason")


class Reason(Part):
    """A step of the reasoning, in our own words, with the text and paragraph that it takes up."""

    cite: Annotated[str, Field(pattern=r"^T[0-4] ¶\d+$")] = Field(description="text and paragraph, `T0 ¶12`")
    says: Text = Field(description="what the text says, paraphrased")


class Study(Part):
    """What every study has, whatever its method."""

    method: str

    title: str = Field("", max_length=200, description="a few words; by default the question")
    question: Text = Field(description="the question that this answers")
    why: Text = Field(description="why anyone asks")
    reasoning: Annotated[tuple[Reason, ...], Strict(False)] = Field((), description="what the texts say about it")
    assumption: Annotated[tuple[Assumption, ...], Strict(False)] = Field((), description="what is assumed, and why")

    @property
    def texts(self) -> frozenset[str]:
        """Sources of the texts that the reasoning takes up."""
        return frozenset(f"text-{reason.cite[:2]}" for reason in self.reasoning)

    @property
    def stated(self) -> tuple[tuple[str, str, str], ...]:
        """What the file assumes: what, taken to be, why."""
        return tuple((one.name, str(one.value), one.why) for one in self.assumption)


S = TypeVar("S", bound=Study)


@dataclass(frozen=True)
class Loaded(Generic[S]):
    """A study with its name (of the shipped study, or of the file without its ending)."""

    name: str
    study: S


def heading(loaded: Loaded[Any], *, baseline: int, draws: int, seed: int, **settings: object) -> dict[str, Any]:
    """What every result begins with: study, run, method, title, question, baseline, seed, draws, world_version.

    The name of the run changes with the study, with all of these and with the `settings` of its method.
    """
    study = loaded.study
    mark = fingerprint(study, baseline=baseline, draws=draws, seed=seed, version=VERSION, **settings)
    return {
        "study": loaded.name,
        "run": f"{loaded.name}-{mark}",
        "method": study.method,
        "title": study.title or study.question,
        "question": study.question,
        "baseline": baseline,
        "seed": seed,
        "draws": draws,
        "world_version": VERSION,
    }


def changes(conditions: Sequence[str]) -> str:
    """The note that says what would change an answer."""
    return f"The answer would change if {', or if '.join(conditions)}."


def fingerprint(study: Study, **settings: object) -> str:
    """Eight hex digits that change with the content of a study or the settings of a run."""
    text = study.model_dump_json() + "".join(f"|{key}={settings[key]}" for key in sorted(settings))
    return hashlib.sha256(text.encode()).hexdigest()[:8]
