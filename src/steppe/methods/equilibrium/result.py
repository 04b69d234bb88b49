"""The result of a run of the equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from steppe.methods.result import Result

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class EquilibriumResult(Result):
    """A run of the trade equilibrium; `settings` has depth, closure and imputed_share.

    Attributes
    ----------
    cases
        `results` of every case and depth.
    treatment
        What is done to which pairs: case, class, treatment, pairs, value (million USD), share, share_baci.
    robustness
        The main case under other choices: check, setting, subject, value, difference (percentage points).
    pairs
        Every pair that changes: case, importer, exporter, class, treatment, value (million USD), share (of the
        importer's spending), basis, source, effect_mean by depth.
    samples
        Every draw: case, depth, draw, theta, subject, and the measures.
    """

    cases: pd.DataFrame
    treatment: pd.DataFrame
    robustness: pd.DataFrame
    pairs: pd.DataFrame
    samples: pd.DataFrame

    @property
    def depth(self) -> str:
        """The depth that `results` and the answer speak of."""
        return str(self.settings["depth"])

    @property
    def closure(self) -> str:
        """What happens to deficits."""
        return str(self.settings["closure"])

    @property
    def imputed_share(self) -> float:
        """Share of world trade, by value, that is imputed."""
        return float(self.settings["imputed_share"])

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The frames of the equilibrium, then the further tables."""
        return {"treatment": self.treatment, "robustness": self.robustness, "cases": self.cases, **super().frames}

    @property
    def table(self) -> pd.DataFrame:
        """Income by subject, % of GDP, with the depths of the main case side by side."""
        return side_by_side(self.cases)

    def to_pandas(self) -> pd.DataFrame:
        """The columns of every figure of every case and depth, one row each."""
        return self.cases.copy()

    def to_xarray(self) -> xr.Dataset:
        """Every draw: a variable a measure over case, depth, draw and subject, with `units` and `long_name`.

        Empty in a draw that has no equilibrium.
        """
        from steppe.methods.equilibrium.measures import MEASURES, UNITS

        keys = ["case", "depth", "draw", "subject"]
        order = {key: list(dict.fromkeys(self.samples[key])) for key in keys}
        draws = self.samples.set_index(keys)[list(MEASURES)].to_xarray().reindex(order)
        for name in MEASURES:
            long_name = name.replace("_", " ")
            draws[name].attrs = {"units": UNITS[name], "long_name": f"{long_name}, change on {self.baseline}"}
        return draws


def side_by_side(cases: pd.DataFrame, case: str = "main", measure: str = "gdp_equivalent") -> pd.DataFrame:
    """One row per subject; value, low and high of each depth beside each other."""
    rows = cases[cases["case"].eq(case) & cases["measure"].eq(measure) & cases["partner"].eq("")]
    wide = rows.pivot(index="subject", columns="depth", values=["value", "low", "high"])
    depths = list(dict.fromkeys(rows["depth"]))
    wide = wide[[(part, depth) for depth in depths for part in ("value", "low", "high")]]
    wide.columns = [f"{depth}_{part}" for part, depth in wide.columns]
    return wide.loc[list(dict.fromkeys(rows["subject"]))].reset_index()
