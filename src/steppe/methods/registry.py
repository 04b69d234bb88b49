"""The methods by which studies are answered: the model of their files, what answers them, the settings that they take.

An answerer is a function `(loaded, world, *, draws, seed, progress, **settings) -> Result`. It is named and not
imported, so that reading a study costs no solver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from steppe.methods.bargaining.study import BargainingStudy
from steppe.methods.equilibrium.study import EquilibriumStudy
from steppe.methods.membership.study import MembershipStudy
from steppe.methods.patronage.study import PatronageStudy
from steppe.scenario.result import Result
from steppe.scenario.study import Study


@dataclass(frozen=True, slots=True)
class Method:
    """One way to answer a study.

    Attributes
    ----------
    model
        What a file of the method may say.
    answerer
        `module:function` of what answers it.
    settings
        Names of what `run` may be given beside draws and seed.
    """

    model: type[Study]
    answerer: str
    settings: tuple[str, ...] = ()

    @property
    def answer(self) -> Callable[..., Result]:
        """The function that answers."""
        module, name = self.answerer.split(":")
        found: Callable[..., Result] = getattr(import_module(module), name)
        return found


METHODS: Mapping[str, Method] = {
    "equilibrium": Method(
        EquilibriumStudy, "steppe.methods.equilibrium.compute:run_equilibrium", ("baseline", "depth")
    ),
    "bargaining": Method(BargainingStudy, "steppe.methods.bargaining.compute:run_bargaining"),
    "membership": Method(MembershipStudy, "steppe.methods.membership.compute:run_membership"),
    "patronage": Method(PatronageStudy, "steppe.methods.patronage.compute:run_patronage", ("baseline", "power")),
}
"""Every method by the name that a file calls it."""
