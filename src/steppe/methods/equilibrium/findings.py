"""The sentences over the charts and tables of a study, computed from its numbers.

Who gains and who loses is read as in the answer (`words.standing`): no sentence says more than intervals and checks do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from steppe.display.charts.tokens import CHANGE_CLASSES
from steppe.display.format import change, count_word, listed, number, sentence_case
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.robustness import CENTRE
from steppe.methods.equilibrium.study import MAIN
from steppe.methods.equilibrium.words import standing, turned, verdict

NAMED = 3
"""How many subjects a heading names."""
DEPTH_NAMES = {"own": "by its own estimate", "typical": "as an agreement like others", "eu": "as deep as the EU"}
NO_CHANGE = CHANGE_CLASSES[3]


def says(
    result: EquilibriumResult,
    figures: pd.DataFrame,
    names: Mapping[str, str],
    subjects: Sequence[str],
    titles: Mapping[str, str],
    belligerents: Sequence[str],
) -> dict[str, str]:
    """Findings by section; states at war and under the same sanctions are not named as winners."""
    own = figures[figures["subject"].isin(subjects)]
    main = own[own["case"].eq(MAIN)]
    here = main[main["depth"].eq(result.depth)].set_index("subject").loc[list(subjects)]
    sentences = {
        "intervals": _intervals(here, standing(here, turned(result.robustness)), names, belligerents),
        "map": _map(figures, result.depth, names),
        "treatment": _treatment(result.treatment),
        "depths": _depths(main),
        "robustness": _robustness(result.robustness, names, subjects),
    }
    if len(titles) > 1:
        sentences["cases"] = _cases(own[own["depth"].eq(result.depth)], names, titles)
    return sentences


def _verdicts(rows: pd.DataFrame) -> pd.Series:
    return pd.Series([verdict(row.low, row.high) for row in rows.itertuples()], index=rows.index, dtype=object)


def _intervals(here: pd.DataFrame, words: pd.Series[str], names: Mapping[str, str], belligerents: Sequence[str]) -> str:
    """Who likely gains and who loses; else who has the largest median."""
    parts = []
    for word, singular, plural in (("gains", "gains", "gain"), ("loses", "loses", "lose")):
        quoted = words.eq(word) & ~(words.index.isin(belligerents) & (word == "gains"))
        who = [names[subject] for subject in words.index[quoted]]
        if who:
            few = who if len(who) <= NAMED + 1 else [*who[:NAMED], f"{len(who) - NAMED} more"]
            parts.append(f"{listed(few)} likely {singular if len(who) == 1 else plural}")
    kinds = {
        "open": "may gain or lose",
        "turns": "has a sign that a check turns",
        "nothing": "changes too little to measure",
    }
    many = {
        "open": "may gain or lose",
        "turns": "have signs that a check turns",
        "nothing": "change too little to measure",
    }
    for kind, single in kinds.items():
        count = int(words.eq(kind).sum())
        if count:
            parts.append(f"{'one' if count == 1 else count_word(count)} {single if count == 1 else many[kind]}")
    top = here["value"].abs().idxmax()
    largest = change(here.at[top, "value"], here.at[top, "error"])
    if not words.isin(["gains", "loses"]).any() and largest.strip("+−0."):
        parts.append(f"the largest median is {names[str(top)]}’s, {largest} %")
    return sentence_case("; ".join(parts))


def depths_apart(figures: pd.DataFrame, own: str) -> tuple[str, ...]:
    """The depths at which figures differ; `own` alone where none does."""
    table = figures.pivot(index=["case", "subject"], columns="depth", values=["value", "low", "high"])
    depths = tuple(dict.fromkeys(figures["depth"]))
    same = all(np.allclose(table.xs(depth, axis=1, level="depth"), table.xs(own, axis=1, level=1)) for depth in depths)
    return (own,) if same else depths


def _map(figures: pd.DataFrame, depth: str, names: Mapping[str, str]) -> str:
    """Of all shown, how many change noticeably, and how many of these in a direction that their interval has."""
    rows = figures[figures["case"].eq(MAIN) & figures["depth"].eq(depth)].set_index("subject")
    moved = rows[rows["value"].abs() >= NO_CHANGE]
    up, down = int(moved["low"].gt(0).sum()), int(moved["high"].lt(0).sum())
    parts = [(up, "rise", "rises"), (down, "fall", "falls"), (len(moved) - up - down, "may do either", "may do either")]
    said = [f"{count_word(count)} {one if count == 1 else many}" for count, many, one in parts if count]
    still = len(rows) - len(moved)
    said += [f"{count_word(still)} {'moves' if still == 1 else 'move'} by less than {NO_CHANGE:g} %"] if still else []
    sure = moved[moved["low"].gt(0) | moved["high"].lt(0)]
    if sure.empty:
        return f"Of {len(rows)} shown {listed(said)}"
    top = sure["value"].abs().idxmax()
    most = change(sure.at[top, "value"], sure.at[top, "error"])
    return f"{sentence_case(names[str(top)])} moves most, {most} %; of {len(rows)} shown {listed(said)}"


def _count(count: int, verb: str) -> str:
    return f"{count_word(count)} {verb}{'s' if count == 1 else ''}"


def _treatment(treatment: pd.DataFrame) -> str:
    """How much of the trade concerned is touched at all."""
    rows = treatment[treatment["case"].eq(MAIN)]
    still = 100 * float(rows.loc[rows["treatment"].eq("unchanged"), "share"].sum())
    if still == 0:
        return "All of the trade concerned is touched"
    rest = rows[rows["treatment"].ne("unchanged")]
    largest = rest.loc[rest["value"].idxmax()] if len(rest) else None
    touched = "" if largest is None else f"; the largest part that does, {number(100 * largest['share'], 1)} %, is "
    kind = "" if largest is None else _class_words(str(largest["class"]))
    return f"{number(still, 1)} % of the trade concerned does not change{touched}{kind}"


def _class_words(kind: str) -> str:
    return {"none": "under no agreement", "closed": "closed"}.get(kind, f"under a {kind}" if kind != "CISFTA" else kind)


def _depths(main: pd.DataFrame) -> str:
    """How many gain or lose for sure at each depth."""
    if len(depths_apart(main, str(main["depth"].iloc[0]))) == 1:
        return "The depth of agreements makes no difference: figures are the same at every depth"
    parts = []
    for depth in dict.fromkeys(main["depth"]):
        words = list(_verdicts(main[main["depth"].eq(depth)]))
        counts = {word: words.count(word) for word in ("gains", "loses")}
        phrases = [_count(count, word.removesuffix("s")) for word, count in counts.items() if count]
        parts.append(f"{DEPTH_NAMES.get(depth, depth)}, {listed(phrases) if phrases else 'none does'}")
    total = count_word(main["subject"].nunique())
    return f"States whose interval is on one side of zero, out of {total}: {'; '.join(parts)}"


def _cases(rows: pd.DataFrame, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """The case that moves somebody most against the main one."""
    table, errors = (rows.pivot(index="subject", columns="case", values=of) for of in ("value", "error"))
    moved = table.drop(columns=MAIN).sub(table[MAIN], axis=0)
    subject, case = moved.abs().stack().idxmax()
    before, after = (change(table.at[subject, of], errors.at[subject, of]) for of in (MAIN, case))
    if before == after:
        return "The other cases leave every median as it is"
    return sentence_case(f"{titles[case]}: {names[subject]} {after} % instead of {before} %")


def _settings(checks: pd.DataFrame) -> list[str]:
    """What each check changes, in words that stand alone: `baseline 2023`."""
    pairs = zip(checks["check"], checks["setting"], strict=True)
    return [setting if check in setting else f"{check} {setting}" for check, setting in pairs]


def _robustness(checks: pd.DataFrame, names: Mapping[str, str], subjects: Sequence[str]) -> str:
    """Who leads in every check, whether a sign turns, and the largest move."""
    rows = checks[checks["subject"].isin(subjects)].assign(setting=_settings)
    table = rows.pivot(index="setting", columns="subject", values="value")
    centre = rows.loc[rows["check"].eq(CENTRE)].set_index("subject")["value"]
    others = table.drop(index=rows.loc[rows["check"].eq(CENTRE), "setting"].iloc[0])
    noticed = others.abs().ge(NO_CHANGE) & (centre.abs() >= NO_CHANGE)
    turned = ((others * centre) < 0) & noticed
    top = centre.abs().idxmax()
    lead = int((others.abs().idxmax(axis=1) == top).sum())
    who = (
        "the only subject" if len(subjects) == 1 else f"{names[str(top)]} moves most in {lead} of {len(others)} checks"
    )
    signs = [names[str(subject)] for subject in turned.columns[turned.any()]]
    sign = f"the sign of {listed(signs)} turns" if signs else "no sign turns"
    shift = others.sub(centre).abs().stack()
    setting, subject = shift.idxmax()
    largest = (
        f"the largest move is with {setting}: {names[subject]} {change(others.at[setting, subject])} % instead of "
        f"{change(float(centre[subject]))} %"
    )
    return sentence_case(f"{who}, and {sign}; {largest}" if len(subjects) > 1 else f"{sign}; {largest}")
