"""Poisson pseudo-maximum likelihood with three sets of fixed effects (Santos Silva and Tenreyro 2006).

    X_ijt = exp(β'z_ijt + α_it + γ_jt + η_ij) ε_ijt,   E[ε | z, α, γ, η] = 1

Exporter-year effects α and importer-year effects γ absorb sizes and multilateral resistance (Anderson and van Wincoop
2003), pair effects η all that does not change between two states (Baier and Bergstrand 2007). Standard errors are
clustered by undirected pair, so that what happens to a pair may last and touch both directions. `pyfixest.fepois`
does the work; it comes with the extra `estimate`.

The sandwich is multiplied by the small-sample factor (N - 1) / (N - K) · G / (G - 1), with N observations, G clusters,
and K the coefficients and the exporter-year and importer-year effects; pair effects lie within a cluster and do not
count (Cameron and Miller 2015).

Separation: an observation whose fixed effects can only be fitted by minus infinity (a state that exported nothing in a
year) says nothing about β; pyfixest finds these by its `fe` rule and leaves them out, as it does observations that are
alone in one of their effects. Their number is kept.

A standard error needs clusters that differ. Where fewer than `FEWEST_CLUSTERS` undirected pairs ever change a variable
the sandwich is near zero whatever the truth, and the standard error is reported as NaN, which means: not known.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

FEWEST_CLUSTERS = 3
TOLERANCE = 1e-8
MOST_ITERATIONS = 100
SMALL_SAMPLE = {"k_adj": True, "k_fixef": "nonnested", "G_adj": True, "G_df": "min"}
"""The small-sample factor as pyfixest 0.60 names it: its default, stated so that a later default changes nothing."""
OF_ITS_OWN = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)
EFFECTS = ("exporter_year", "importer_year", "pair")


@dataclass(frozen=True, slots=True)
class PPMLFit:
    """Coefficients with their covariance, and on how much they rest."""

    terms: tuple[str, ...]
    estimates: NDArray[np.float64]  # (K,)
    covariance: NDArray[np.float64]  # (K, K), clustered by pair, with the small-sample factor
    clusters: NDArray[np.int64]  # (K,) undirected pairs within which the variable changes
    observations: int
    left_out: int  # separated observations and singletons
    pairs: int  # undirected

    @property
    def se(self) -> NDArray[np.float64]:
        """Standard errors (K,); NaN where too few pairs change the variable to tell."""
        return np.where(self.clusters < FEWEST_CLUSTERS, np.nan, np.sqrt(np.diag(self.covariance)))

    def of(self, term: str) -> int:
        """Place of a term.

        Raises
        ------
        KeyError
            The term was not estimated: it does not vary, or other terms are collinear with it.
        """
        if term not in self.terms:
            raise KeyError(
                f"{term} was not estimated: it does not vary in this sample, or other terms are collinear with it"
            )
        return self.terms.index(term)


def ppml(frame: pd.DataFrame, terms: Sequence[str], tolerance: float = TOLERANCE) -> PPMLFit:
    """Fit trade on `terms` with exporter-year, importer-year and pair effects.

    Parameters
    ----------
    frame
        As `panel` returns it.
    terms
        Columns of it; those that do not vary within a pair in this sample are dropped, as are collinear ones.
    tolerance
        Of the deviance between two steps; ten times as much of the demeaning within each, which suffices because every
        step starts from the last (a thousandth of both moves no coefficient by 1e-6 of its standard error).

    Raises
    ------
    UserError
        pyfixest is not installed.
    """
    fepois, demeaner, ssc = _pyfixest()
    terms = [term for term in terms if changing(frame, term) > 0]
    formula = f"value ~ {' + '.join(terms)} | {' + '.join(EFFECTS)}"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = fepois(
            formula,
            frame[["value", *terms, *EFFECTS, "cluster"]],
            vcov={"CRV1": "cluster"},
            ssc=ssc(**SMALL_SAMPLE),
            iwls_tol=tolerance,
            iwls_maxiter=MOST_ITERATIONS,
            demeaner=demeaner(fixef_tol=10 * tolerance),
            copy_data=False,
            store_data=False,
        )
    kept = tuple(str(name) for name in model._coefnames)
    return PPMLFit(
        terms=kept,
        estimates=np.asarray(model._beta_hat, dtype=float),
        covariance=np.asarray(model._vcov, dtype=float),
        clusters=np.array([changing(frame, term) for term in kept]),
        observations=int(model._N),
        left_out=_left_out(caught),
        pairs=int(frame["cluster"].nunique()),
    )


def changing(frame: pd.DataFrame, term: str) -> int:
    """In how many undirected pairs a variable changes over the years of the sample."""
    spread = frame.groupby("pair", sort=False)[term].agg(["min", "max", "size"])
    changing_pairs = spread.index[spread["min"] < spread["max"]]
    return int(frame.loc[frame["pair"].isin(changing_pairs), "cluster"].nunique())


def _pyfixest() -> tuple[Any, Any, Any]:
    """`fepois`, `MapDemeaner` and `ssc`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on optional packages of its own
            whole = import_module("pyfixest")
            return whole.fepois, import_module("pyfixest.demeaners").MapDemeaner, whole.ssc
    except ImportError:
        raise UserError(
            "estimating gravity needs pyfixest, which is not installed: pip install 'steppe[estimate]'; "
            "the estimates of the bundle can be read without it"
        ) from None


def _left_out(caught: Sequence[warnings.WarningMessage]) -> int:
    """The numbers in pyfixest's warnings on separation and singletons.

    That it dropped collinear variables shows in `Fit.terms`; deprecations concern its own code; the rest is passed on.
    """
    number = 0
    for warning in caught:
        text = str(warning.message)
        match = re.match(r"(\d+) (observations removed because of separation|singleton fixed)", text)
        if match:
            number += int(match[1])
        elif not (issubclass(warning.category, OF_ITS_OWN) or "dropped due to multicollinearity" in text):
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return number
