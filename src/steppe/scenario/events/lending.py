"""Loans that stop, are written off or rolled over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from steppe.scenario.event import Fault, Money, Parties, Resolved, State
from steppe.scenario.parties import States, states_of
from steppe.world.world import World


class Lending(Money):
    """A creditor government lends less, forgives what is due, or lets it be paid later."""

    kind: Literal["lending"]
    creditor: State = Field(description="ISO3 code of the state that lends")
    debtors: Parties = Field(description="states, organizations or groups that borrow")
    what: Literal["stop", "write-off", "rollover"] = Field(
        description="`stop`: new loans fall; `write-off`: debt is forgiven; `rollover`: what is due is paid later"
    )
    percent: Annotated[FiniteFloat, Field(ge=0, le=100)] = Field(
        100.0, description="of how much of new loans, debt, or what is due: per cent from 0 to 100"
    )

    def sides(self, world: World, on: dt.date) -> tuple[States, States]:
        """Debtors and creditor on the day of the event."""
        return states_of(world, self.debtors, self.date, [self.creditor]), (self.creditor,)

    @property
    def of_one_year(self) -> bool:
        """What is due in the year is put off; the year after has its own."""
        return self.what == "rollover"

    def faults(self, of: Resolved) -> Iterator[Fault]:
        """A debtor beside the creditor."""
        if not of.one:
            yield "debtors", f"no state but the creditor {self.creditor} itself is among the debtors; name another"
