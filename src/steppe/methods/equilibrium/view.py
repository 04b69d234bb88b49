"""A study as it is read: the frames of a run with names, classes and the sentences that they support.

`StudyView` is made once from a run; the terminal, the charts and the page take the same
one. Nothing here draws or prints. The answer's sentences come with the run; the findings over charts and tables are
computed here, and their words follow the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from steppe.display.words import in_names
from steppe.methods.answer import Answer
from steppe.methods.equilibrium import findings
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.study import MAIN, EquilibriumStudy
from steppe.world.actors import EU
from steppe.world.dates import TODAY
from steppe.world.shapes import outlines
from steppe.world.sources import sources_of
from steppe.world.world import World

MEASURE_WORDS = {"gdp_equivalent": "real income, % of GDP", "exports": "exports, %", "imports": "imports, %"}
DEPTH_WORDS = {
    "own": "its own estimate",
    "typical": "an agreement like others",
    "eu": "as deep as the EU",
    "number": "the number stated",
}
LIMITS = (
    "One sector of goods: it cannot say which industries grow, and services, migration, investment and technology stay "
    "as they were.",
    "It compares two equilibria of one year. How long the transition takes, and who bears its costs, is not modelled.",
    "Effects are those of past agreements. Whether the parties would agree, and comply, is not considered.",
    "Real income of tradables is that of goods, goods sold at home included: spending on goods can exceed GDP.",
    "Changes below 0.005 % are smaller than the differences between two records of the same trade: treat them as none.",
)


@dataclass(frozen=True)
class StudyView:
    """A run, ready to be shown.

    Attributes
    ----------
    result
        The run.
    study
        The study that was asked.
    names
        Names of subjects and partners by code.
    subjects, others
        Whom the study is about, by the size of the change; the others shown.
    measure
        What the answer is measured with: gdp_equivalent, exports or imports.
    titles
        What to call each case, the main one first.
    figures
        The measure of every case, depth and subject: case, depth, subject, value, low, high, error, and the quartiles
        q25, q75 of the draws.
    says
        Findings by section: intervals, map, treatment, depths, cases, robustness.
    shapes, sources
        Outlines of the day the world's data end; sources used: source, title, producer, citation, url, licence.
    """

    result: EquilibriumResult
    study: EquilibriumStudy
    names: Mapping[str, str]
    subjects: tuple[str, ...]
    others: tuple[str, ...]
    twelve: tuple[str, ...]
    bloc: tuple[str, ...]
    measure: str
    titles: Mapping[str, str]
    figures: pd.DataFrame
    says: Mapping[str, str]
    shapes: pd.DataFrame
    sources: pd.DataFrame

    @cached_property
    def depths(self) -> tuple[str, ...]:
        """The depths side by side; the run's own alone where nothing depends on the depth of agreements."""
        return findings.depths_apart(self.figures, self.result.depth)

    @property
    def heads(self) -> dict[str, str]:
        """What to write over the column of each depth."""
        return {depth: depth if len(self.depths) > 1 else "change" for depth in self.depths}

    @property
    def depth_notes(self) -> list[tuple[str, str]]:
        """Each depth in words; nothing where it plays no part."""
        return [(depth, DEPTH_WORDS.get(depth, depth)) for depth in self.depths] if len(self.depths) > 1 else []

    @property
    def depth_words(self) -> str:
        """The run's own depth in words."""
        return DEPTH_WORDS.get(self.result.depth, self.result.depth)

    @property
    def of_depth(self) -> str:
        """`, an agreement like others`, where the depth of agreements plays a part."""
        return f", {self.depth_words}" if len(self.depths) > 1 else ""

    @property
    def order(self) -> tuple[str, ...]:
        """All subjects, those of the study first."""
        return (*self.subjects, *self.others)

    @property
    def level(self) -> str:
        """Share of the draws inside an interval, `90 %`."""
        return f"{100 * float(self.result.cases['level'].iloc[0]):.0f} %"

    @property
    def what(self) -> str:
        """The measure in words with its unit and year; every figure is of this, unless it says otherwise."""
        return f"Change in {MEASURE_WORDS[self.measure]}, on the trade of {self.result.baseline}"

    def at(self, depth: str | None = None, case: str = MAIN) -> pd.DataFrame:
        """Figures of one case and depth (the run's own by default) by subject."""
        rows = self.figures[self.figures["case"].eq(case) & self.figures["depth"].eq(depth or self.result.depth)]
        return rows.set_index("subject")

    def named(self, text: str) -> str:
        """A text in which the codes of subjects and partners are names; `EU` is a name already."""
        return in_names(text, {code: name for code, name in self.names.items() if code != EU})

    @property
    def answer(self) -> str:
        """The answer of the run, with names."""
        return str(named_answer(self.result))

    def amount(self, subject: str, measure: str) -> tuple[float, float]:
        """Another measure of a subject with its error, main case, at the run's own depth."""
        rows = self.result.results
        chosen = rows[rows["subject"].eq(subject) & rows["measure"].eq(measure) & rows["partner"].eq("")]
        return float(chosen["value"].iloc[0]), float(chosen["error"].iloc[0])


def named_answer(result: EquilibriumResult) -> Answer:
    """The answer of a run, with names."""
    names = {code: name for code, name in _names(result, result.source.world).items() if code != EU}
    said = result.answer
    return Answer(said.verdict, in_names(said.sentence, names), in_names(said.caveat, names))


def view(result: EquilibriumResult) -> StudyView:
    """A run with everything that showing it needs."""
    study, world = result.source.study, result.source.world
    assert isinstance(study, EquilibriumStudy)
    figures = _figures(result, study.answer.measure)
    names = _names(result, world)
    subjects, others = _order(figures, result, study)
    titles = {name: title for name, (title, _) in study.cases.items()}
    return StudyView(
        result=result,
        study=study,
        names=names,
        subjects=subjects,
        others=others,
        twelve=world.group("twelve"),
        bloc=world.group("eu27"),
        measure=study.answer.measure,
        titles=titles,
        figures=figures,
        says=findings.says(result, figures, names, subjects, titles, study.answer.belligerents),
        shapes=outlines(world, TODAY),
        sources=sources_of(world, sorted(result.sources)),
    )


def _figures(result: EquilibriumResult, measure: str) -> pd.DataFrame:
    keys = ["case", "depth", "subject"]
    rows = result.cases[result.cases["measure"].eq(measure) & result.cases["partner"].eq("")]
    drawn = result.samples.groupby(keys, sort=False)[measure]
    quartiles = pd.DataFrame({"q25": drawn.quantile(0.25), "q75": drawn.quantile(0.75)})
    return rows[[*keys, "value", "low", "high", "error"]].join(quartiles, on=keys).reset_index(drop=True)


def _names(result: EquilibriumResult, world: World) -> dict[str, str]:
    groups = world.table("groups").set_index("group")["title"]
    named = [frame["partner"] for frame in (result.cases, *result.frames.values()) if "partner" in frame]
    codes = dict.fromkeys([*result.cases["subject"], *(code for column in named for code in column)])
    names = {code: world.state_names.get(code) or groups.get(code) or code for code in codes if code}
    return names | {EU: "EU-27"}


def _order(
    figures: pd.DataFrame, result: EquilibriumResult, study: EquilibriumStudy
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom the study is about by the size of their change, and the others in the order of the run."""
    rows = figures[figures["case"].eq(MAIN) & figures["depth"].eq(result.depth)].set_index("subject")["value"]
    about = study.answer.subjects
    mine = [subject for subject in rows.abs().sort_values(ascending=False, kind="stable").index if subject in about]
    return tuple(mine), tuple(subject for subject in rows.index if subject not in about)
