"""Dependence as a person asks for it: `dependence("KGZ", "CHN")`, and the object that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from steppe.display.format import listed, percent
from steppe.influence.latest import latest
from steppe.influence.measure import figures
from steppe.world.actors import POWERS, actor
from steppe.world.dates import Years
from steppe.world.layers import spans
from steppe.world.load import embedded
from steppe.world.world import World

SHOWN = ("state", "layer", "partner", "when", "share", "amount", "unit", "basis", "missing")
"""Columns of the table."""


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Dependence:
    """How much states depend on powers.

    Attributes
    ----------
    frame
        One row a state, power, layer and year, none left out; `steppe.influence.measure.figures` says its columns.
    """

    frame: pd.DataFrame

    @property
    def latest(self) -> pd.DataFrame:
        """The latest figure of each state, layer and power, as every screen shows it."""
        return latest(self.frame)

    @property
    def table(self) -> pd.DataFrame:
        """The latest figures in the columns that people read first."""
        return self.latest[list(SHOWN)]

    def to_pandas(self) -> pd.DataFrame:
        """A copy of the frame."""
        return self.frame.copy()

    def plot(self) -> Any:
        """Shares through time, an altair chart: a line a power, a panel a state and layer that is observed yearly.

        Raises
        ------
        UserError
            No layer asked for has shares of two years.
        """
        from steppe.influence.drawing import course

        return course(self.frame, self._names())

    def plot_exposure(self) -> Any:
        """Latest exposure to each power through trade with its interval, an altair chart: a panel a power.

        Raises
        ------
        UserError
            No figure here has an exposure.
        """
        from steppe.influence.drawing import exposed

        return exposed(self.frame, self._names())

    def _names(self) -> dict[str, str]:
        codes = dict.fromkeys((*self.frame["state"], *self.frame["partner"]))
        return {code: actor(embedded(), code).title for code in codes}

    def __repr__(self) -> str:
        frame = self.frame
        who, powers = (listed(list(dict.fromkeys(frame[name]))) for name in ("state", "partner"))
        layers, known = list(dict.fromkeys(frame["layer"])), int(frame["share"].notna().sum())
        ties = layers[0] if len(layers) == 1 else f"{len(layers)} layers"
        share = (
            f"{percent(frame['share'].iloc[0])} %" if len(frame) == 1 and known else f"{known} of {len(frame)} shares"
        )
        return f"<Dependence of {who} on {powers}, {ties}, {spans(frame['year'])}: {share}>"

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, na_rep="–", float_format="{:,.3g}".format))


def dependence(
    of: str | Sequence[str],
    on: str | Sequence[str] = POWERS,
    *,
    layer: str | Sequence[str] | None = None,
    year: Years = None,
    world: World | None = None,
) -> Dependence:
    """How much states depend on powers.

    Parameters
    ----------
    of
        Dependants: codes, names or groups taken as one (`EU`); several as a list or separated by commas.
    on
        Powers, likewise; powers may be dependants too.
    layer
        Names of layers or domains, likewise; all by default.
    year
        2019, `2019`, `2008-2017` or a list of years; 2000-2024 by default.
    world
        The embedded one by default.

    Returns
    -------
    The figures as `.frame` (all years), `.latest` and `.table`; `.plot()` and
    `.plot_exposure()` draw them.

    Raises
    ------
    UserError
        Unknown state, group or layer (the look-alike is named), or a year outside 1990-2030.

    Examples
    --------
    >>> dependence("KGZ", "CHN", layer="trade", year=2019)
    <Dependence of KGZ on CHN, trade, 2019: 45 %>
    """
    return Dependence(figures(world or embedded(), of, on, layer, year))
