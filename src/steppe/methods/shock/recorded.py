"""Answers that begin with the record: what was seen comes first, and what is assumed is a bound or a condition.

A study names one of them (`answer.record`); words and figures come from `steppe.influence`, none from the draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from steppe.display.format import count_word, listed, written
from steppe.economy.channels import credit
from steppe.influence.bases import base
from steppe.influence.carried import CPC, incomes, shipped, spare
from steppe.influence.leverage import BARRELS
from steppe.influence.rerouted import (
    MARGIN,
    bounds,
    growth_of_barred,
    record_year,
    relief_barred,
)
from steppe.methods.answer import Answer, Verdict
from steppe.methods.income.channel import Ask
from steppe.methods.signs import MEASURABLE
from steppe.scenario.events.lending import Lending
from steppe.world.actors import actors
from steppe.world.prices import OIL, world_prices
from steppe.world.world import World

NAMED = 3
CLOSURE = "border_transit_closure"


def rerouting(ask: Ask, subjects: tuple[str, ...]) -> Answer:
    """Who took how much more on lines that last, and how much of the target's loss that can be at most."""
    rows = growth_of_barred(ask.world).set_index("partner")["growth_lasting"].reindex(list(subjects)).dropna()
    rows = rows.sort_values(ascending=False)
    first, *others = [f"{state} {written(growth, '+.0f')}" for state, growth in rows.items()]
    most = written(100 * relief_barred(ask.world)[1], ".0f")
    told = listed([f"{first} %", *others[: NAMED - 1]])
    sentence = (
        f"Sales of barred goods by EU grew in 2022: {told}. At most {most} % of what RUS lost can have come this way."
    )
    return Answer(Verdict.RECORDED, sentence, "Not seen: sales by CHN and TUR.")


def secondary(ask: Ask, subjects: tuple[str, ...]) -> Answer:
    """What each neighbour can lose at most, if it keeps the greatest margin on all that can have gone on."""
    most = most_lost(ask.world, ask.year)
    named = [(state, most[state]) for state in sorted(subjects, key=lambda s: -most.get(s, 0.0)) if state in most]
    told = [f"{state} {written(share, '.1f')}" for state, share in named if share >= MEASURABLE]
    told[0] += " % of GDP"
    low, high = (f"{100 * end:.0f}" for end in MARGIN)
    named_ones = listed(told[: NAMED + 1])
    year = record_year(ask.year)
    sentence = f"If {low} to {high} % of the value is kept, the loss in {year} is from nothing to {named_ones}."
    return Answer(Verdict.ASSUMED, sentence, "No data test this.")


def gas(ask: Ask, subjects: tuple[str, ...]) -> Answer:
    """What transit of gas earned before and after the lines under the sea."""
    carried = ask.world.sql("select year, value from gas_transit where state = 'UKR' and record = 'operator'")
    bcm = carried.set_index("year")["value"]
    shares = [income_share(ask.world, "gas through Ukraine", year)[1] for year in (2020, 2021)]
    first, later = (written(share, ".1f") for share in shares)
    sentence = (
        f"Gas through UKR fell from {written(bcm[2019], '.0f')} billion m³ in 2019 to {written(bcm[2021], '.0f')} "
        f"in 2021; it earned {first} % of GDP in 2020, about {later} in 2021."
    )
    return Answer(Verdict.RECORDED, sentence, "What BLR keeps is not known.")


def restraint(ask: Ask, subjects: tuple[str, ...]) -> Answer:
    """What a power earns on a route beside what the sender would lose, and how often it closed one."""
    (power,) = subjects
    year, earned = income_share(ask.world, CPC, ask.year)
    closed = ask.world.sql("select sender from episodes where instrument = ?", [CLOSURE])["sender"]
    own = int((closed == power).sum())
    least, most = (written(end(ask.world, ask.year), ".0f") for end in (least_loss, most_loss))
    sentence = (
        f"In {year} {power} earned {written(earned, '.2f')} % of GDP on the Caspian pipeline; without it KAZ would "
        f"lose {least} to {most} % ({ask.year}). Of {len(closed)} closures on record {power} made {count_word(own)}."
    )
    return Answer(Verdict.RECORDED, sentence, "Its other transit incomes are not known.")


def lending(ask: Ask, subjects: tuple[str, ...]) -> Answer:
    """What a creditor paid out in the year beside what it was due, over GDP, the largest service first."""
    creditor = next(event.creditor for event, _ in ask.of(Lending))
    paid = credit.disbursed(ask.world)
    year = min(ask.year, int(paid.columns.max()))
    gdp = base(ask.world, "gdp", tuple(actors(ask.world, list(subjects))), (year,))[:, 0]
    due = {
        state: 100 * sum(credit.due(credit.service(ask.world, state, year), creditor)) / whole
        for state, whole in zip(subjects, gdp, strict=True)
    }
    most = sorted((state for state in due if (state, creditor) in paid.index), key=lambda s: -due[s])[: NAMED + 1]
    pairs = [(state, written(paid.at[(state, creditor), year], ".1f"), written(due[state], ".1f")) for state in most]
    (state, lent, owed), *others = pairs
    told = "; ".join(
        [f"{state} {lent} % of GDP paid out, {owed} due", *(f"{one} {new}, {old}" for one, new, old in others)]
    )
    sentence = f"Official loans of {creditor} in {year}: {told}."
    return Answer(Verdict.RECORDED, sentence, "What a stop takes away the data cannot tell.")


def income_share(world: World, route: str, year: int) -> tuple[int, float]:
    """Year of the figure nearest to a year, and income of the carrier's state, % of its GDP of then; NaN if unknown."""
    rows = incomes(world, year)
    found = rows[rows["route"].eq(route)]
    return (int(found["year"].iloc[0]), float(found["share"].iloc[0])) if len(found) else (year, float("nan"))


def most_lost(world: World, year: int) -> dict[str, float]:
    """Greatest margin on all that can have gone on, % of the neighbour's GDP of the year of the record."""
    year = record_year(year)
    rows = bounds(world, year).set_index("state")["high"]
    gdp = base(world, "gdp", tuple(actors(world, list(rows.index))), (year,))[:, 0]
    return dict(zip(rows.index, 100 * MARGIN[1] * rows / gdp, strict=True))


def least_loss(world: World, year: int) -> float:
    """Loss of the sender in a year without the Caspian pipeline, % of GDP, if other routes take the most they can."""
    return _loss(world, year, 1)


def most_loss(world: World, year: int) -> float:
    """The same if they take the least."""
    return _loss(world, year, 0)


def _loss(world: World, year: int, end: int) -> float:
    found = shipped(world, CPC, year)
    gdp = base(world, "gdp", tuple(actors(world, ["KAZ"])), (year,))[0, 0]
    assert found is not None
    return float(
        100
        * max(0.0, found.value - spare(world)[end])
        * BARRELS
        * float(world_prices(world, OIL).at[year, "value"])
        / gdp
    )


RECORDED: Mapping[str, Callable[[Ask, tuple[str, ...]], Answer]] = {
    "rerouting": rerouting,
    "secondary": secondary,
    "gas": gas,
    "restraint": restraint,
    "lending": lending,
}
