"""The scoreboard: every mechanism beside its simple rivals, failures first, shipped as tables and made again by code.

Three tables of the bundle have it: `mechanisms` (one row a mechanism and measure), `mechanism_baselines` (each baseline
of each row) and `mechanism_calibration`. `recipes/mechanisms.py` makes them with `tables_of`; `again` computes one
mechanism anew and says whether the shipped figures still agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from steppe.display.format import listed
from steppe.world.errors import UserError
from steppe.world.names import look_alike

if TYPE_CHECKING:
    import pandas as pd

    from steppe.evidence.hindcast import Calibration, Evaluation, Hindcast
    from steppe.world.world import World

TABLES = ("mechanisms", "mechanism_baselines", "mechanism_calibration")
SOURCE, BASIS = "steppe-hindcasts", "derived"
DIGITS = 6
"""Significant digits of the shipped figures."""

FIGURES = ("score", "low", "high", "baseline_score", "difference", "difference_low", "difference_high", "n")
"""What must agree when a mechanism is computed again."""

AGREE = 1e-5
"""Figures agree that differ by no more than this part of the larger: rounding, and sums in another order."""

ORDER = {"fails": 0, "ties": 1, "earns its place": 2, "no baseline": 3}
"""Failures first."""


def scoreboard(world: World) -> pd.DataFrame:
    """The table `mechanisms`, mechanisms that fail first, then by how much of the best baseline's loss is saved.

    Returns
    -------
    Columns as in the schema of `mechanisms`, verdicts and defaults as they follow from the intervals, and `overall`,
    the verdict on the mechanism; one row a sample and measure.
    """
    frame = judged(world.table("mechanisms"))
    scale = frame["baseline_score"].abs().where(frame["baseline_score"] != 0)
    order = frame.assign(
        _overall=frame["overall"].map(ORDER), _verdict=frame["verdict"].map(ORDER), _gain=frame["difference"] / scale
    )
    made = ["_overall", "mechanism", "_verdict", "_gain"]
    order = order.sort_values([*made, "name", "measure"], kind="stable", na_position="last")
    return order.drop(columns=[name for name in made if name != "mechanism"]).reset_index(drop=True)


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `mechanisms` with verdict, default and overall verdict by rule, whatever stood there."""
    from steppe.evidence.hindcast import default, overall, verdict
    from steppe.evidence.scores import Score

    def of(row: Any) -> str:
        ends = (None if end != end else end for end in (row.difference_low, row.difference_high))
        return verdict(Score(row.difference, *ends) if isinstance(row.baseline, str) else None)

    frame = frame.assign(verdict=[of(row) for row in frame.itertuples()])
    defaults = {
        name: default(rows["kind"].iloc[0], bool(rows["used"].iloc[0]), rows["verdict"])
        for name, rows in frame.groupby("name")
    }
    verdicts = {name: overall(rows["verdict"]) for name, rows in frame.groupby("mechanism")}
    return frame.assign(default=frame["name"].map(defaults), overall=frame["mechanism"].map(verdicts))


def named(world: World, name: str) -> pd.DataFrame:
    """Rows of one mechanism; unknown names stop with the look-alike named."""
    frame = scoreboard(world)
    if name not in set(frame["name"]):
        names = sorted(set(frame["name"]))
        raise UserError(f'there is no mechanism "{name}"{look_alike(name, names, "`steppe scoreboard`")}')
    return frame[frame["name"].eq(name)].reset_index(drop=True)


def tables_of(world: World, one: Hindcast) -> dict[str, pd.DataFrame]:
    """Rows of the three tables for one hindcast, computed now from this world.

    Raises
    ------
    NotHereError
        It needs data that are not in the bundle.
    """
    import pandas as pd

    from steppe.evidence.hindcast import default, evaluate

    evaluations = [evaluate(trial) for trial in one.trials(world)]
    measures = [one_of.trial.measure for one_of in evaluations]
    if len(set(measures)) < len(measures):
        raise ValueError(f"{one.name} has two trials of one measure: {', '.join(measures)}")
    verdicts = [one_of.verdict for one_of in evaluations]
    shared = {"used": one.used, "default": default(one.kind, one.used, verdicts), "kind": one.kind}
    rows = [{**_row(one, one_of), **shared} for one_of in evaluations]
    baselines = [row for one_of in evaluations for row in _baselines(one, one_of)]
    bins = [row for one_of in evaluations for row in _bins(one, one_of.trial.calibration)]
    parts = dict(zip(TABLES, (rows, baselines, bins), strict=True))
    return {table: _rounded(pd.DataFrame(part)).assign(source=SOURCE, basis=BASIS) for table, part in parts.items()}


def finding(frame: pd.DataFrame) -> str:
    """The scoreboard in a sentence, from its rows; a mechanism counts once."""
    each = frame.groupby("mechanism").agg(overall=("overall", "first"), on=("default", lambda d: d.eq("on").all()))
    counts = each["overall"].value_counts()
    failed, tied, earned, without = (int(counts.get(name, 0)) for name in ORDER)
    on = sorted(each.index[each["on"]])
    named = listed([f"“{name}”" for name in on])
    why = f"{len(on)} {'is' if len(on) == 1 else 'are'} on because {'it earns' if len(on) == 1 else 'they earn'} it"
    return (
        f"Of {len(each)} mechanism{'' if len(each) == 1 else 's'} {_do(failed, 'fail')} against the strongest simple "
        f"rival, {_do(tied, 'tie')} with it, {_do(earned, 'do')} better and {_do(without, 'have')} none; "
        + (f"{why}: {named}" if on else "none is on")
    )


def _do(count: int, verb: str) -> str:
    """`1 fails`, `3 fail`."""
    third = {"do": "does", "have": "has"}.get(verb, f"{verb}s")
    return f"{count} {third if count == 1 else verb}"


def details(world: World, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every baseline of each measure of one mechanism, and its calibration; see the schemas of both tables."""
    rows = named(world, name)
    baselines = world.sql("from mechanism_baselines where name = ? order by measure, baseline", [name])
    bins = world.sql("from mechanism_calibration where name = ? order by kind, part, bin", [name])
    order = {measure: place for place, measure in enumerate(rows["measure"])}
    baselines = baselines.sort_values("measure", key=lambda column: column.map(order), kind="stable")
    return baselines.reset_index(drop=True), bins


def again(world: World, one: Hindcast) -> pd.DataFrame:
    """One mechanism computed anew beside its shipped figures.

    Returns
    -------
    Columns name, measure, figure, shipped, now, agrees; one row a measure and figure. A measure that only one side has
    does not agree.

    Raises
    ------
    NotHereError
        It needs data that are not in the bundle.
    """
    import pandas as pd

    shipped = world.sql("from mechanisms where name = ?", [one.name]).set_index("measure")
    made = tables_of(world, one)["mechanisms"].set_index("measure")
    rows = [
        (one.name, measure, figure, _cell(shipped, measure, figure), _cell(made, measure, figure))
        for measure in dict.fromkeys([*shipped.index, *made.index])
        for figure in FIGURES
    ]
    frame = pd.DataFrame(rows, columns=["name", "measure", "figure", "shipped", "now"])
    both = frame["measure"].isin(shipped.index) & frame["measure"].isin(made.index)
    frame["agrees"] = [_agree(old, new) for old, new in zip(frame["shipped"], frame["now"], strict=True)]
    frame["agrees"] &= both
    return frame[frame["shipped"].notna() | frame["now"].notna()].reset_index(drop=True)


def _row(one: Hindcast, evaluation: Evaluation) -> dict[str, Any]:
    trial, best = evaluation.trial, evaluation.best
    difference = evaluation.differences[best] if best else None
    return {
        "name": one.name,
        "mechanism": one.mechanism,
        "title": one.title,
        "room": one.room,
        "measure": trial.measure,
        "unit": trial.unit,
        "score": evaluation.score.value,
        "low": evaluation.score.low,
        "high": evaluation.score.high,
        "better": "higher" if trial.higher else "lower",
        "baseline": best,
        "baseline_score": evaluation.baselines[best].value if best else None,
        "difference": difference.value if difference else None,
        "difference_low": difference.low if difference else None,
        "difference_high": difference.high if difference else None,
        "n": len(trial.scores),
        "blocks": len(set(trial.block.tolist())),
        "block": trial.of,
        "period": trial.period,
        "verdict": evaluation.verdict,
        "evidence": trial.evidence,
    }


def _baselines(one: Hindcast, evaluation: Evaluation) -> Iterable[dict[str, Any]]:
    for name, score in evaluation.baselines.items():
        difference = evaluation.differences[name]
        yield {
            "name": one.name,
            "measure": evaluation.trial.measure,
            "baseline": name,
            "score": score.value,
            "low": score.low,
            "high": score.high,
            "difference": difference.value,
            "difference_low": difference.low,
            "difference_high": difference.high,
        }


def _bins(one: Hindcast, calibration: Iterable[Calibration]) -> Iterable[dict[str, Any]]:
    for each in calibration:
        seen = each.bin
        yield {
            "name": one.name,
            "kind": each.kind,
            "part": each.part,
            "bin": each.number,
            "stated": seen.stated,
            "observed": seen.observed,
            "low": seen.low,
            "high": seen.high,
            "n": seen.cases,
        }


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Floats to `DIGITS` significant digits, so that the same figures give the same bytes."""

    def short(value: Any) -> Any:
        return float(f"{value:.{DIGITS}g}") if isinstance(value, float) and value == value else value

    return frame.map(short)


def _cell(frame: pd.DataFrame, measure: str, figure: str) -> float:
    value = frame.at[measure, figure] if measure in frame.index else None
    return float("nan") if value is None else float(value)


def _agree(old: float, new: float) -> bool:
    if old != old or new != new:
        return old != old and new != new
    return abs(old - new) <= AGREE * max(abs(old), abs(new), 1e-12)


def merged(parts: Iterable[Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The tables of several hindcasts, one below the other."""
    import pandas as pd

    taken = list(parts)
    whole = {table: [part[table] for part in taken if len(part[table])] for table in TABLES}
    return {table: pd.concat(frames, ignore_index=True) for table, frames in whole.items()}
