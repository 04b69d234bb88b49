"""The page of a run, by its method."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.scenario.result import Result
from steppe.scenario.study import Study

if TYPE_CHECKING:
    from steppe.world.world import World
from steppe.methods.equilibrium.view import view


def page_of(
    result: Result, world: World, study: Study | None = None, site: Sequence[tuple[str, str, bool]] = ()
) -> str:
    """The page of a run: that of the equilibrium, or the one of every other method; `site` are the links of a site."""
    from steppe.methods import page
    from steppe.methods import view as answer
    from steppe.methods.equilibrium import page as study_page

    if isinstance(result, EquilibriumResult):
        return study_page.page(view(result, world, study), site)
    return page.page(answer.view(result, world, study), site)


def write_study(result: Result, folder: Path, world: World | None = None, study: Study | None = None) -> Path:
    """Write `report.html` into a folder, which is made if need be; see `steppe.report.write`."""
    from steppe.display.page import save

    if world is None:
        from steppe.world.load import load

        world = load()
    return save(folder / "report.html", page_of(result, world, study))
