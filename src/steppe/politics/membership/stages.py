"""The two stages of the estimate: the world panel, then the region with the world's estimate as its prior.

World: a logit on all states with one intercept per region of the world, normal around 0 with sd `REGION_SD` (a random
intercept, shrunk). Region: the rows of the twelve in the bodies of the region. The world's coefficients, with the
intercept of the twelve added to the constant, are the mean of a normal prior; its covariance is the world's (a sandwich
over bodies) plus what the region may differ by: `SLOPE_SD`² for slopes and `CONSTANT_SD`² for the constant. The
bodies of the region are left out of the world panel, so no event counts twice.

The world's list knows no frozen seats. Freezing and leaving therefore share one hazard, and the posterior of the share
of freezes is Beta(freezes + 1, leaves + 1); from a seat that is frozen already all of the hazard leads out. The
distance to the leader in votes enters exits in the region alone, with a prior N(0, 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from steppe.politics.membership.hazard import HazardFit, Observations, Prior, fit
from steppe.politics.membership.panel import Flags, Floats, Panel, at_risk, covariates, transitions
from steppe.politics.membership.panels import regional_bodies, regional_panel, regions, world_panel
from steppe.world.world import World

SHARED = ("ln members", "own propensity", "newborn state", "newborn body", "like-minded", "region share")
WORLD_NAMES = {"join": (*SHARED, "body's pull", "none of region", "co-members", "waiting"), "leave": SHARED}
"""Covariates of the world panel."""

REGION_NAMES = {"join": WORLD_NAMES["join"], "leave": (*SHARED, "leader distance")}
"""Covariates of the regional panel."""

HALF_LIFE = 4.0
"""Years after which a row of the world panel weighs half in the fit of joining."""

REGION_SD, SLOPE_SD, CONSTANT_SD, DISTANCE_SD = 0.5, 0.5, 1.0, 1.0
WORLD_FIRST, REGION_FIRST = 1991, 1992
"""First years that can be explained."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Chances to move, one a row: places on the panel's axes, covariates with the constant first, and what came."""

    body: NDArray[np.intp]
    state: NDArray[np.intp]
    year: NDArray[np.intp]
    design: Floats
    outcome: Floats

    def __len__(self) -> int:
        return len(self.body)

    def where(self, keep: NDArray[np.bool_]) -> Rows:
        """The rows that a mask keeps."""
        return Rows(self.body[keep], self.state[keep], self.year[keep], self.design[keep], self.outcome[keep])


def rows_of(
    panel: Panel, move: str, names: tuple[str, ...], first: int, only: Flags | None = None, ahead: bool = False
) -> Rows:
    """Every chance to join, or to freeze or leave, with what stood at the end of the year before.

    Parameters
    ----------
    panel, move
        The panel; `join` or `leave`, which counts freezing as well.
    names
        Covariates.
    first
        First year.
    only
        States that are wanted, shape (S,).
    ahead
        Instead the chances of the year after the last, whose outcome is still to come and stands as 0.

    Returns
    -------
    Rows without any covariate unknown; the others are left out.
    """
    made = covariates(panel, move)
    risk, came = (_next(panel, move), None) if ahead else (at_risk(panel)[move], _came(panel, move))
    before = {name: values if ahead else np.roll(values, 1, axis=2) for name, values in made.items() if name in names}
    usable = risk & np.all([np.isfinite(values) for values in before.values()], axis=0)
    usable &= np.array(panel.years) >= (panel.years[-1] if ahead else first)
    if only is not None:
        usable &= only[None, :, None]
    at = np.nonzero(usable)
    design = np.column_stack([np.ones(len(at[0])), *(before[name][at] for name in names)])
    outcome = np.zeros(len(at[0])) if came is None else came[at].astype(float)
    body, state, year = at
    return Rows(body, state, year, design, outcome)


def _came(panel: Panel, move: str) -> Flags:
    came = transitions(panel)
    return came["join"] if move == "join" else came["leave"] | came["freeze"]


def _next(panel: Panel, move: str) -> Flags:
    """Who is at risk in the year after each: what `at_risk` says of a year that repeats the one before."""
    from steppe.politics.membership.panel import leaders

    some = panel.alive & panel.member.any(axis=1)
    base = some[:, None, :] & panel.present[None]
    if move == "join":
        return base & ~panel.member
    number = np.arange(len(panel.states))[None, :, None]
    return base & panel.member & ~panel.leaving & (leaders(panel)[:, None, :] != number)


# ------------------------------------------------------------------------------------------------------- the world
@dataclass(frozen=True)
class WorldStage:
    """The world panel ready to be fitted: rows of each move, with one column per region of the world at the end."""

    panel: Panel
    regions: tuple[str, ...]

    @cached_property
    def rows(self) -> dict[str, Rows]:
        """By move."""
        return {move: rows_of(self.panel, move, names, WORLD_FIRST) for move, names in WORLD_NAMES.items()}

    def fit(self, move: str, until: int) -> HazardFit:
        """On the years up to and with `until`."""
        rows, last = self.rows[move], self.panel.years[0] + self.rows[move].year
        kept = rows.where(last <= until)
        age = until - (self.panel.years[0] + kept.year)
        weight = 0.5 ** (age / HALF_LIFE) if move == "join" else np.ones(len(kept))
        names = ("constant", *WORLD_NAMES[move], *self.regions)
        slopes = len(names) - len(self.regions)
        precision = np.diag([0.0] * slopes + [REGION_SD**-2] * len(self.regions))
        prior = Prior(np.zeros(len(names)), precision)
        from steppe.economy.threads import one_thread

        with one_thread():
            return fit(names, Observations(self.design(kept), kept.outcome, weight), prior, kept.body)

    def design(self, rows: Rows) -> Floats:
        """Covariates and the marks of the regions."""
        marks = self.panel.region[rows.state][:, None] == np.arange(len(self.regions))
        return np.hstack([rows.design, marks])


def world_stage(world: World, without_regional: bool = True) -> WorldStage:
    """The world panel; by default without the bodies that the regional panel holds."""
    return WorldStage(world_panel(world, regional_bodies(world) if without_regional else ()), regions(world))


# ------------------------------------------------------------------------------------------------------ the region
@dataclass(frozen=True)
class RegionStage:
    """The regional panel ready to be fitted: rows of the twelve."""

    panel: Panel
    twelve: Flags
    home: int
    """Number of the twelve's region among the regions of the world."""

    @cached_property
    def rows(self) -> dict[str, Rows]:
        """By move; `leave` counts freezes."""
        return {m: rows_of(self.panel, m, names, REGION_FIRST, self.twelve) for m, names in REGION_NAMES.items()}

    @cached_property
    def ahead(self) -> dict[str, Rows]:
        """Chances of the year after the last."""
        rows = {}
        for move, names in REGION_NAMES.items():
            rows[move] = rows_of(self.panel, move, names, REGION_FIRST, self.twelve, ahead=True)
        return rows

    def fit(self, move: str, world: HazardFit, until: int) -> HazardFit:
        """On the years up to and with `until`, from the world's estimate."""
        rows = self.rows[move]
        kept = rows.where(self.panel.years[0] + rows.year <= until)
        sample = Observations(kept.design, kept.outcome, np.ones(len(kept)))
        return fit(("constant", *REGION_NAMES[move]), sample, self.prior(move, world))

    def prior(self, move: str, world: HazardFit) -> Prior:
        """What the world says of the region's coefficients."""
        slopes = 1 + len(WORLD_NAMES[move])
        take = np.zeros((1 + len(REGION_NAMES[move]), len(world.names)))
        take[range(slopes), range(slopes)] = 1.0
        take[0, slopes + self.home] = 1.0
        differ = np.array([CONSTANT_SD, *[SLOPE_SD] * (slopes - 1), *[DISTANCE_SD] * (len(take) - slopes)])
        covariance = take @ world.covariance @ take.T + np.diag(differ**2)
        precision = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
        return Prior(take @ world.coefficients, precision)

    def freezes(self, until: int) -> tuple[int, int]:
        """Freezes and leaves among the twelve up to and with a year."""
        came, years = transitions(self.panel), np.array(self.panel.years)
        mask = (years >= REGION_FIRST) & (years <= until)
        counted = [int((came[kind] & self.twelve[None, :, None])[..., mask].sum()) for kind in ("freeze", "leave")]
        return counted[0], counted[1]


def region_stage(world: World, worlds: WorldStage) -> RegionStage:
    """The regional panel with the rows of the twelve."""
    panel = regional_panel(world, worlds.panel)
    twelve = np.isin(panel.states, world.group("twelve"))
    return RegionStage(panel, twelve, regions(world).index("twelve"))
