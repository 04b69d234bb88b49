"""Method "bargaining": what a body, an exchange of votes or an enlargement would bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from steppe.methods.bargaining.study import BargainingStudy
from steppe.methods.method import Maker, Method
from steppe.methods.result import Result
from steppe.scenario.problem import Problem
from steppe.scenario.study import Loaded
from steppe.world.world import World


class Bargaining(Method[BargainingStudy, Result]):
    """Agendas before bodies, with errors of coding drawn."""

    name = "bargaining"
    title = "Bargaining in a body"
    Study = BargainingStudy

    def check(self, study: BargainingStudy, world: World) -> Iterator[Problem]:
        """Agendas, bodies and actors that are not there."""
        from steppe.methods.bargaining.checks import check

        return check(study, world)

    def compute(self, loaded: Loaded[BargainingStudy], world: World, **options: Any) -> Result:
        """Answer a study of bargaining; see `steppe.methods.bargaining.compute`."""
        from steppe.methods.bargaining.compute import compute

        return compute(loaded, world, **options)

    def names(self, result: Result) -> Mapping[str, str]:
        """The issues of the agenda, where one is asked about."""
        from steppe.politics.bargaining import read_agenda

        agenda = result.settings.get("agenda")
        issues = read_agenda(str(agenda), result.source.world).issue if agenda else ()
        return {issue.name: issue.called for issue in issues}

    def makers(self) -> Sequence[Maker]:
        """The leading states' shares through time."""
        from steppe.methods.bargaining.charts import chart_dilution

        return (chart_dilution,)


METHOD = Bargaining()
