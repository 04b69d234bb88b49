"""Gravity: what agreements, memberships and sanctions have done to trade, by sample, and how far that can be trusted.

The same regression (`ppml`) on the four samples of `panel.SAMPLES`, side by side, because the answers differ: without
domestic sales an effect is measured against trade with other foreigners, with them against sales at home as well, and
common movements of all foreign trade are then taken up by border×year terms (Yotov, Piermartini, Monteiro and Larch
2016; Bergstrand, Larch and Yotov 2015). Consecutive years follow Egger, Larch and Yotov (2022), intervals leave trade
time to adjust. `REFERENCE` names the sample from which the rest of steppe takes its numbers.

`estimate` runs everything anew and returns the tables of the bundle; `estimates` and `coefficient` read what is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np
import pandas as pd

from steppe.economy.agreements import agreement_effects
from steppe.economy.panel import SAMPLES, Sample, panel
from steppe.economy.policies import POLICIES
from steppe.economy.ppml import PPMLFit, ppml
from steppe.economy.robustness import checks
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.tables import remembered
from steppe.world.world import World

REFERENCE = "domestic-3"
SINGLE_EFFECTS = ("international-3", REFERENCE)
"""Samples on which every agreement gets an effect of its own."""
SOURCE, BASIS = "steppe-gravity", "estimated"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One estimate: the log change of trade, its standard error (NaN: not known) and the pairs that it rests on."""

    variable: str
    specification: str
    estimate: float
    se: float
    pairs: int


def terms(frame: pd.DataFrame) -> list[str]:
    """The policy variables and, with domestic sales, the border×year terms."""
    return [*POLICIES, *(name for name in frame.columns if name.startswith("border_"))]


def estimate(world: World, progress: Progress = lambda _: None) -> dict[str, pd.DataFrame]:
    """Estimate every specification, the effects of single agreements and the checks.

    Parameters
    ----------
    world
        The tables trade, trade_agreements, wto_members, states and those that domestic sales need are read.
    progress
        Called with one line before each regression.

    Returns
    -------
    Tables gravity_specifications, gravity_estimates, gravity_covariance, agreement_effects, gravity_checks.

    Raises
    ------
    UserError
        pyfixest is not installed.
    """
    fits = {}
    for sample in SAMPLES.values():
        progress(f"gravity: {sample.title}")
        frame = panel(world, sample)
        fits[sample.name] = ppml(frame, terms(frame))
    single = []
    for name in SINGLE_EFFECTS:
        progress(f"gravity: one effect per agreement, {SAMPLES[name].title}")
        single.append(agreement_effects(world, SAMPLES[name]))
    return {
        "gravity_specifications": _specifications(fits),
        "gravity_estimates": pd.concat([_estimates(name, fit) for name, fit in fits.items()], ignore_index=True),
        "gravity_covariance": pd.concat([_covariance(name, fit) for name, fit in fits.items()], ignore_index=True),
        "agreement_effects": _cited(pd.concat(single, ignore_index=True)),
        "gravity_checks": _cited(checks(world, progress)),
    }


@remembered(maxsize=64)
def coefficient(world: World, variable: str, specification: str = REFERENCE) -> Coefficient:
    """One estimate of the bundle.

    Raises
    ------
    UserError
        No such variable or specification; the look-alike is named.
    """
    rows = world.sql("from gravity_estimates where specification = ?", [specification])
    if rows.empty:
        names = list(world.sql("select specification from gravity_specifications")["specification"])
        raise UserError(f'gravity: there is no specification "{specification}"{look_alike(specification, names)}')
    chosen = rows[rows["variable"] == variable]
    if chosen.empty:
        near = look_alike(variable, list(rows["variable"]))
        raise UserError(f'gravity: "{variable}" is not a variable of {specification}{near}')
    row = chosen.iloc[0]
    return Coefficient(variable, specification, float(row["estimate"]), float(row["se"]), int(row["pairs"]))


@remembered(maxsize=16)
def covariance(world: World, variables: tuple[str, ...], specification: str = REFERENCE) -> np.ndarray:
    """Covariance of some coefficients, in the order given, shape (K, K)."""
    rows = world.sql("from gravity_covariance where specification = ?", [specification])
    table = rows.set_index(["variable_a", "variable_b"])["covariance"]
    return np.array([[table.loc[min(a, b), max(a, b)] for b in variables] for a in variables], dtype=float)


def _estimates(name: str, fit: PPMLFit) -> pd.DataFrame:
    return _cited(
        pd.DataFrame(
            {
                "specification": name,
                "variable": fit.terms,
                "estimate": fit.estimates,
                "se": fit.se,
                "pairs": fit.clusters,
            }
        )
    )


def _covariance(name: str, fit: PPMLFit) -> pd.DataFrame:
    """The half with variable_a <= variable_b; variables without a standard error are left out."""
    estimated = [k for k in range(len(fit.terms)) if not np.isnan(fit.se[k])]
    rows = [
        (name, *sorted((fit.terms[a], fit.terms[b])), fit.covariance[a, b])
        for place, a in enumerate(estimated)
        for b in estimated[place:]
    ]
    return _cited(pd.DataFrame(rows, columns=["specification", "variable_a", "variable_b", "covariance"]))


def _specifications(fits: dict[str, PPMLFit]) -> pd.DataFrame:
    rows = [{**_described(SAMPLES[name]), **_counted(fit)} for name, fit in fits.items()]
    return _cited(pd.DataFrame(rows).assign(reference=lambda f: f["specification"] == REFERENCE, software=_software()))


def _described(sample: Sample) -> dict[str, object]:
    return {
        "specification": sample.name,
        "title": sample.title,
        "first_year": sample.years[0],
        "last_year": sample.years[-1],
        "step": sample.step,
        "domestic": sample.domestic,
    }


def _counted(fit: PPMLFit) -> dict[str, int]:
    return {"observations": fit.observations, "left_out": fit.left_out, "pairs": fit.pairs}


def _software() -> str:
    try:
        return f"pyfixest {version('pyfixest')}"
    except PackageNotFoundError:  # the estimates cannot have been made without it
        raise UserError("estimating gravity needs pyfixest: pip install 'steppe[estimate]'") from None


def _cited(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(source=SOURCE, basis=BASIS)
