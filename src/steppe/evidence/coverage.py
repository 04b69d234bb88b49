"""Coverage: where each actor, instrument, cause, question and fact of the five texts has its place in the system.

`coverage.csv` has a row for each item of each paragraph, with the thing that answers it (its *target*) and a status:

    covered       the target is in the bundle, or is a claim
    waiting       the target is planned; `issue` says in which part of the work it comes
    not covered   nothing answers it; `reason` says why

A target is `kind:name`: a table, state, group or organization of the bundle, a claim, or a part of the system listed in
`parts.csv`, which is the map of the whole: commands, studies, agendas, events, models and layers, present or planned.
An item that is covered by a claim is tested there; the verdict may still be `not testable here`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from steppe.display.format import listed
from steppe.evidence.claims import claims
from steppe.world import schema
from steppe.world.names import look_alike
from steppe.world.sources import PARAGRAPHS

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

KINDS = ("actor", "instrument", "cause", "question", "fact")
STATUSES = ("covered", "waiting", "not covered")
ISSUES = ("A", "B", "C", "D", "later")
ROOMS = ("world", "economy", "influence", "politics", "scenario", "evidence", "report", "web", "cli")


@dataclass(frozen=True, slots=True)
class CoverageProblem:
    """A row that does not stand: where it is, and a sentence that says how to mend it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Summary:
    """How much of the texts has its place: a frame by text, one by kind of item, and what to say about them."""

    by_text: pd.DataFrame
    by_kind: pd.DataFrame
    title: str
    notes: tuple[str, ...]


@cache
def _read(name: str) -> pd.DataFrame:
    import pandas as pd

    with files("steppe.evidence").joinpath(name).open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False)


def load() -> pd.DataFrame:
    """Every item: text, paragraph (a number), kind, item, target, status, issue, reason; empty cells are empty text."""
    return _read("coverage.csv").astype({"paragraph": int})


def parts() -> pd.DataFrame:
    """The map of the whole system: name (`kind:name`), title, issue, status (present or planned), room."""
    return _read("parts.csv").copy()


# ---------------------------------------------------------------------- checks
def check(world: World, frame: pd.DataFrame | None = None, map_: pd.DataFrame | None = None) -> list[CoverageProblem]:
    """What is not in the coverage and in the map of parts; nothing when both are sound.

    Parameters
    ----------
    world
        Its states, groups and organizations are what targets may name.
    frame, map_
        The coverage and the parts to check; the shipped ones by default.
    """
    frame = load() if frame is None else frame
    map_ = parts() if map_ is None else map_
    return [
        *_check_parts(map_),
        *_check_words(frame),
        *_check_targets(frame, _present(world, map_), _planned(map_)),
        *_check_paragraphs(frame),
        *_check_claims(frame),
    ]


def _present(world: World, map_: pd.DataFrame) -> set[str]:
    """Everything that a covered item may point at."""
    groups = world.sql('select "group" from groups')["group"]
    return {
        *(f"table:{name}" for name in schema.tables()),
        *(f"claim:{name}" for name in claims()),
        *(f"state:{name}" for name in world.state_names),
        *(f"organization:{name}" for name in world.organization_names),
        *(f"group:{name}" for name in groups),
        *map_.loc[map_["status"] == "present", "name"],
    }


def _planned(map_: pd.DataFrame) -> Mapping[str, str]:
    """The issue in which each planned part comes."""
    planned = map_[map_["status"] == "planned"]
    return dict(zip(planned["name"], planned["issue"], strict=True))


def _check_parts(map_: pd.DataFrame) -> Iterator[CoverageProblem]:
    """Each part stands once, with an issue, status and room of the lists; what issue A brings is present."""
    for row in map_.itertuples():
        place = f"parts.csv, {row.name}"
        if ":" not in row.name:
            yield CoverageProblem(place, "write the name as kind:name, for example study:cis-full-free-trade.")
        if row.room not in ROOMS:
            yield CoverageProblem(place, f'there is no room "{row.room}"{look_alike(row.room, ROOMS)}.')
        if row.issue not in ISSUES or row.status not in ("present", "planned"):
            yield CoverageProblem(place, f"issue is one of {', '.join(ISSUES)}, status present or planned.")
        if row.issue == "A" and row.status == "planned":
            yield CoverageProblem(place, "the world as data is there: say present, or name the later issue.")
    for name in map_.loc[map_["name"].duplicated(), "name"]:
        yield CoverageProblem(f"parts.csv, {name}", "it stands twice: keep one row.")


def _check_words(frame: pd.DataFrame) -> Iterator[CoverageProblem]:
    """Kinds and statuses are in the lists, and each status has the cells that it needs."""
    for row in frame.itertuples():
        place = _place(row.text, row.paragraph, row.item)
        if row.kind not in KINDS:
            yield CoverageProblem(place, f'there is no kind "{row.kind}"{look_alike(row.kind, KINDS)}.')
        if row.status not in STATUSES:
            yield CoverageProblem(place, f'there is no status "{row.status}"{look_alike(row.status, STATUSES)}.')
        if (row.status == "not covered") != (not row.target):
            yield CoverageProblem(place, "an item without a target is `not covered`, and one with a target is not.")
        if row.status != "covered" and not row.reason:
            yield CoverageProblem(place, f"say why it is {row.status} in `reason`.")
        if bool(row.issue) != (row.status == "waiting"):
            yield CoverageProblem(place, "`issue` is filled for a waiting item and for no other.")
    for row in frame[frame.duplicated(["text", "paragraph", "item"])].itertuples():
        yield CoverageProblem(
            _place(row.text, row.paragraph, row.item), "it stands twice in the paragraph: keep one row."
        )


def _check_targets(frame: pd.DataFrame, present: set[str], planned: Mapping[str, str]) -> Iterator[CoverageProblem]:
    """Covered items point at something present, waiting ones at something planned."""
    targets = [*present, *planned]
    for row in frame[frame["target"] != ""].itertuples():
        place = _place(row.text, row.paragraph, row.item)
        if row.target not in present and row.target not in planned:
            hint = look_alike(row.target, targets) or ". Name a thing of the bundle, a claim or a part of parts.csv."
            yield CoverageProblem(place, f'nothing is called "{row.target}"{hint}')
        elif row.status == "covered" and row.target in planned:
            yield CoverageProblem(place, f"{row.target} is only planned: say `waiting`, issue {planned[row.target]}.")
        elif row.status == "waiting" and row.target in present:
            yield CoverageProblem(place, f"{row.target} is there: say `covered` and empty `issue` and `reason`.")
        elif row.status == "waiting" and row.issue != planned[row.target]:
            yield CoverageProblem(place, f"{row.target} comes with issue {planned[row.target]}, not {row.issue}.")


def _check_paragraphs(frame: pd.DataFrame) -> Iterator[CoverageProblem]:
    """Every paragraph of every text has items, and no item stands in a paragraph that is none."""
    wanted = {(text, number) for text, count in PARAGRAPHS.items() for number in range(1, count + 1)}
    listed = set(zip(frame["text"], frame["paragraph"], strict=True))
    for text, number in sorted(wanted - listed):
        yield CoverageProblem(f"coverage.csv, {text} ¶{number}", "the paragraph has no item: add its actors at least.")
    for text, number in sorted(listed - wanted):
        last = PARAGRAPHS.get(text)
        repair = f"{text} ends with ¶{last}" if last else f"the texts are {', '.join(PARAGRAPHS)}"
        yield CoverageProblem(f"coverage.csv, {text} ¶{number}", f"there is no such paragraph: {repair}.")


def _check_claims(frame: pd.DataFrame) -> Iterator[CoverageProblem]:
    """Every claim stands at each paragraph of its locator and at no other."""
    rows = frame[frame["target"].str.startswith("claim:")]
    stands: dict[str, set[str]] = {}
    for row in rows.itertuples():
        stands.setdefault(row.target.removeprefix("claim:"), set()).add(f"{row.text} ¶{row.paragraph}")
    for name, one in claims().items():
        wanted = set(re.split(r"\s*;\s*", one.locator))
        for place in sorted(wanted - stands.get(name, set())):
            yield CoverageProblem(
                f"coverage.csv, {place}", f"claim {name} is made here: add a row with target claim:{name}."
            )
        for place in sorted(stands.get(name, set()) - wanted):
            yield CoverageProblem(
                f"coverage.csv, {place}", f"claim {name} is made at {one.locator}: move the row there."
            )


def _place(text: str, paragraph: int, item: str) -> str:
    return f"coverage.csv, {text} ¶{paragraph}, “{item}”"


# --------------------------------------------------------------------- summary
def summary(frame: pd.DataFrame | None = None) -> Summary:
    """How many items of each text, and of each kind, are covered, waiting and not covered.

    The frames have counts, and the three shares of the items in percent. A note says how many covered items rest on
    a claim that has no verdict, and in which part of the work the waiting ones come.
    """
    frame = load() if frame is None else frame
    by_text = _counted(frame, "text", tuple(PARAGRAPHS))
    seen = frame.groupby("text")["paragraph"].nunique()
    by_text.insert(1, "paragraphs", [f"{seen.get(t, 0)} of {PARAGRAPHS[t]}" for t in by_text["text"]])
    whole = frame["status"].value_counts(normalize=True)
    shares = ", ".join(f"{100 * whole.get(status, 0):.0f} % {status}" for status in STATUSES)
    title = f"{seen.sum()} of {sum(PARAGRAPHS.values())} paragraphs; of {len(frame):,} items {shares}"
    by_kind = _counted(frame, "kind", KINDS)
    return Summary(by_text, by_kind, title, (_kinds(by_kind), _waiting(frame), _without_verdict(frame)))


def _counted(frame: pd.DataFrame, column: str, order: tuple[str, ...]) -> pd.DataFrame:
    counts = frame.groupby([column, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=list(order), columns=list(STATUSES), fill_value=0).rename_axis(columns=None)
    shares = counts.div(counts.sum(axis=1).clip(lower=1), axis=0).mul(100).round(1).add_suffix(" %")
    return counts.assign(items=counts.sum(axis=1))[["items", *STATUSES]].join(shares).reset_index()


def _kinds(by_kind: pd.DataFrame) -> str:
    each = [f"{kind} {share:.0f} %" for kind, share in zip(by_kind["kind"], by_kind["covered %"], strict=True)]
    return "Covered by kind of item: " + ", ".join(each) + "."


def _waiting(frame: pd.DataFrame) -> str:
    waiting = frame.loc[frame["status"] == "waiting", "issue"].value_counts()
    return "Waiting for: " + ", ".join(f"{issue} {waiting[issue]}" for issue in ISSUES if issue in waiting) + "."


def _without_verdict(frame: pd.DataFrame) -> str:
    """How many covered items rest on a claim that is pending or says why it cannot be tested."""
    rests = frame.loc[frame["target"].str.startswith("claim:"), "target"].str.removeprefix("claim:")
    resting = rests[rests.isin(list(claims()))]
    reasons: Mapping[str, Callable[[str], str]] = {
        "wait for their data": lambda name: claims()[name].pending,
        "say why no data can test them": lambda name: claims()[name].untestable,
    }
    counts = {label: sum(bool(reason(name)) for name in resting) for label, reason in reasons.items()}
    each = listed([f"{count} {label}" for label, count in counts.items()])
    return f"Of the covered items {len(resting)} rest on a claim; {each}."
