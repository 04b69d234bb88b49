"""Thirty broken files of shocks: each gets one sentence with its file and line."""

from __future__ import annotations

import pytest

from steppe.methods.loader import parse
from steppe.world.errors import UserError

GOOD = """\
question = "What would dearer gas cost Armenia?"
why = "Its price is the largest subsidy on record."
method = "shock"
baseline = 2019
states = ["twelve"]

[[event]]
kind = "gas"
seller = "RUS"
buyers = ["ARM", "BLR"]
price = "benchmark"
date = 2019-01-01

[answer]
subjects = ["ARM"]
changes_if = ["gas came from elsewhere"]
"""
OLD = 'kind = "gas"\nseller = "RUS"\nbuyers = ["ARM", "BLR"]\nprice = "benchmark"\ndate = 2019-01-01\n'


def event(*lines: str) -> tuple[str, str]:
    """What to put in place of the event of the good study."""
    return OLD, "\n".join((*lines, "date = 2019-01-01", ""))


GAS = ('kind = "gas"', 'seller = "RUS"')
SOLD = (*GAS, 'buyers = ["ARM"]')
LOAN = ('kind = "lending"', 'creditor = "CHN"', 'debtors = ["KGZ"]')
WORK = ('kind = "migration"', 'origins = ["TJK"]', 'host = "RUS"')
BROKEN = [
    ("a boom", event('kind = "recession"', 'state = "RUS"', "percent = 5"), 10, "percent is 5; it must be 0 or less"),
    ("all of it", event('kind = "recession"', 'state = "RUS"', "percent = -99"), 10, "it must be -95 or more"),
    ("no percent", event('kind = "recession"', 'state = "RUS"'), 7, 'needs the key "percent"'),
    ("recession of nobody", event('kind = "recession"', 'state = "RUZ"', "percent = -5"), 9, "Did you mean"),
    ("NaN", event('kind = "recession"', 'state = "RUS"', "percent = nan"), 10, "it must be a finite number"),
    ("a name for a code", event('kind = "devaluation"', 'state = "Russia"', "percent = -5"), 9, "write the code RUS"),
    ("a currency that rises", event('kind = "devaluation"', 'state = "RUS"', "percent = 1"), 10, "must be 0 or less"),
    ("worth nothing", event('kind = "devaluation"', 'state = "RUS"', "percent = -95"), 10, "it must be above -95"),
    ("text", event('kind = "devaluation"', 'state = "RUS"', 'percent = "-9"'), 10, "a number without quotes"),
    ("more workers", event(*WORK, "percent = 10"), 11, "it must be 0 or less"),
    ("of what", event(*WORK, "percent = -10", 'of = "stocks"'), 12, "Did you mean stock?"),
    ("host of itself", event(*WORK[:1], 'origins = ["RUS"]', *WORK[2:], "percent = -1"), 9, "name another"),
    ("no origin", event(*WORK[:1], "origins = []", *WORK[2:], "percent = -1"), 9, "give at least 1"),
    ("no body of that name", event(*WORK[:1], 'origins = ["CSI"]', *WORK[2:], "percent = -1"), 9, "Did you mean CIS?"),
    ("nothing changes", event(*SOLD), 7, "changes one of price, percent or lines; it has none of them"),
    ("two changes", event(*SOLD, "price = 300", "percent = -50"), 7, "it has price and percent"),
    ("price below zero", event(*SOLD, "price = -3"), 11, "price is -3; it must be 0 or more"),
    ("no such price", event(*SOLD, 'price = "market"'), 11, "benchmark"),
    ("more gas", event(*SOLD, "percent = 20"), 11, "it must be 0 or less"),
    ("sold to itself", event(*GAS, 'buyers = ["RUS"]', "percent = -5"), 10, "no state but the seller RUS itself"),
    ("no such line", event(*SOLD, 'lines = ["NCTGS"]'), 11, "Did you mean NCTG?"),
    ("instead of nothing", event(*SOLD, "price = 300", 'instead = "CHN"'), 12, "only where percent says"),
    ("instead of itself", event(*SOLD, "percent = -5", 'instead = "ARM"'), 12, "is the seller or a buyer already"),
    ("instead of nobody", event(*SOLD, "percent = -5", 'instead = "CHM"'), 12, "no state has the code"),
    ("loans that halt", event(*LOAN, 'what = "halt"'), 11, "it must be one of stop, write-off, rollover"),
    ("more than all", event(*LOAN, 'what = "stop"', "percent = 120"), 12, "it must be 100 or less"),
    ("lent to itself", event(*LOAN[:2], 'debtors = ["CHN"]', 'what = "stop"'), 10, "no state but the creditor"),
    ("twice the same", (OLD, f"{OLD}\n[[event]]\n{OLD}"), 14, "event 1 once more and would count twice; remove it"),
    ("year without figures", ("baseline = 2019", "baseline = 1998"), 4, "it must be 2000 or more"),
    (
        "trade of a year without trade",
        (OLD.replace("", "", 1), 'kind = "growth"\nstate = "RUS"\npercent = -3\ndate = 2019-01-01\n'),
        8,
        "needs the trade of 2021, which is not known; the nearest baseline that has it is 2020",
    ),
    ("who is not shown", ('["ARM"]', '["CHN"]'), 15, "CHN is not among the states of the study; add it there"),
    ("beside before", ("states = ", "beside = 2018\nstates = "), 5, "it must be later than the baseline, 2019"),
]  # fmt: skip


def test_there_are_thirty_and_the_good_study_is_good(world):
    assert len(BROKEN) >= 30
    assert parse(GOOD, "mine.toml", world).question.startswith("What would dearer gas")


@pytest.mark.parametrize(("change", "line", "said"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_each_fault_is_one_sentence_with_its_line(world, change, line, said):
    text = GOOD.replace("baseline = 2019", "baseline = 2021") if "of 2021" in said else GOOD
    assert change[0] in text
    with pytest.raises(UserError) as caught:
        parse(text.replace(*change), "mine.toml", world)
    message = str(caught.value)
    assert message.startswith(f"mine.toml:{line}: "), message
    assert said in message, message
    assert "\n" not in message


def test_the_equilibrium_refuses_an_event_on_money_in_one_sentence(world):
    text = GOOD.replace('"shock"', '"equilibrium"').replace('states = ["twelve"]\n', "")
    with pytest.raises(UserError, match="an event of kind gas changes no cost of trade; a study of method shock"):
        parse(text, "mine.toml", world)
