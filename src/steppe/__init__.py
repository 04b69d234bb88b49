"""An executable model of the Eurasian state system: who depends on whom, through what, since when.

`load` gives the World: tables, members, ties, and edits of them. `states`, `organizations`, `layers` and `studies` list
what there is; `dependence` measures who depends on whom; `ideal_points` says where states stand in the General
Assembly; `run` answers a study, shipped or yours, `run_many` several.

>>> import steppe
>>> world = steppe.load()
>>> world.members("EAEU", on="2015-06-30")
('ARM', 'BLR', 'KAZ', 'RUS')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steppe.influence.dependence import dependence
    from steppe.methods.catalog import studies
    from steppe.methods.run import run, run_many
    from steppe.politics.idealpoints.reproduction import ideal_points
    from steppe.world.errors import UserError
    from steppe.world.load import layers, load, organizations, states
    from steppe.world.world import World

__version__ = "0.1.0"
__all__ = [
    "UserError",
    "World",
    "__version__",
    "dependence",
    "ideal_points",
    "layers",
    "load",
    "organizations",
    "run",
    "run_many",
    "states",
    "studies",
]

_HOMES = {
    "UserError": "steppe.world.errors",
    "World": "steppe.world.world",
    "dependence": "steppe.influence.dependence",
    "ideal_points": "steppe.politics.idealpoints.reproduction",
    "layers": "steppe.world.load",
    "load": "steppe.world.load",
    "organizations": "steppe.world.load",
    "run": "steppe.methods.run",
    "run_many": "steppe.methods.run",
    "states": "steppe.world.load",
    "studies": "steppe.methods.catalog",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `import steppe` itself costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module steppe has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
