"""Forty broken study files: each gets one sentence with its file and line, and exit code 2 on the command line."""

from __future__ import annotations

import re

import pytest

from steppe.methods.loader import load_study, parse
from steppe.world.errors import UserError
from steppe.world.toml import LARGEST

GOOD = """\
question = "What does leaving the free-trade treaty cost Moldova?"
why = "The legal steps began in 2026."
method = "equilibrium"
baseline = 2019

[[event]]
kind = "leave"
state = "MDA"
organization = "CISFTA"
date = 2027-01-01

[[assumption]]
name = "depth"
value = "typical"
why = "It is not identified."

[answer]
subjects = ["MDA", "RUS"]
changes_if = ["gas is priced differently"]
"""


def event(*lines: str) -> tuple[str, str]:
    """What to put in place of the event of the good study."""
    old = 'kind = "leave"\nstate = "MDA"\norganization = "CISFTA"\ndate = 2027-01-01\n'
    return old, "\n".join((*lines, "date = 2027-01-01", ""))


def two_events(first: str, second: str) -> tuple[str, str]:
    old, _ = event()
    return f"[[event]]\n{old}", f"[[event]]\n{first}\n\n[[event]]\n{second}\n"


ROUTE = ('importers = ["MDA"]', 'exporters = ["RUS"]')
RUSSIA = ('state = "RUS"', 'organization = "CISFTA"')
VARIANT = '[[variant]]\nname = "main"\ntitle = "x"\n\n[[variant.event]]\n' + event()[0]
SANCTION = ('kind = "sanction"', 'senders = ["west"]')

CITED = '[[reasoning]]\ncite = "T3 ¶10"\nsays = "x"\n\n[answer]'

BROKEN = [
    ("paragraph that is not there", ("[answer]", CITED), 18, "there is no T3 ¶10; T3 ends with ¶9"),
    ("wrong code of a state", ('"MDA"\norg', '"MDD"\norg'), 8, "no state has the code"),
    ("letters of a code turned", ('state = "MDA"', 'state = "KZG"'), 8, "Did you mean KGZ"),
    ("name and not code", ('state = "MDA"', 'state = "Moldova"'), 8, "write the code MDA"),
    ("unknown organization", ('"CISFTA"', '"CISFTE"'), 9, "Did you mean CISFTA"),
    ("unknown party", event('kind = "agreement"', 'name = "a"', 'parties = ["CSI", "GEO"]'), 9, "Did you mean CIS?"),
    ("unknown subject", ('["MDA", "RUS"]', '["MDA", "RUZ"]'), 18, "Did you mean"),
    ("misspelt kind", ('kind = "leave"', 'kind = "leaves"'), 6, "Did you mean leave?"),
    ("no kind", ('kind = "leave"\n', ""), 6, 'needs the key "kind"'),
    ("misspelt key", ('state = "MDA"', 'stat = "MDA"'), 8, "Did you mean state?"),
    ("missing key", ('state = "MDA"\n', ""), 6, 'needs the key "state"'),
    ("unknown table", ("[answer]", "[answers]"), 17, "Did you mean answer?"),
    ("includes itself", ('method = "eq', 'include = "mine.toml"\nmethod = "eq'), 3, 'there is no key "include"'),
    ("unknown method", ('"equilibrium"', '"equilibirum"'), 3, "Did you mean equilibrium?"),
    ("no method", ('method = "equilibrium"\n', ""), 1, "method is missing"),
    ("no baseline of that year", ("baseline = 2019", "baseline = 2018"), 4, "Did you mean 2019?"),
    ("date in quotes", ("2027-01-01", '"2027-01-01"'), 10, "without quotes"),
    ("date with an hour", ("2027-01-01", "2027-01-01T12:00:00"), 10, "year-month-day"),
    ("no such day", ("2027-01-01", "2027-02-30"), 10, "there is no day 2027-02-30"),
    ("no such month", ("2027-01-01", "2027-13-01"), 10, "there is no day 2027-13-01"),
    ("before there was a CIS", ("2027-01-01", "1927-01-01"), 10, "1992-01-01 or later"),
    (
        "wrong order of dates",
        two_events(
            'kind = "leave"\nstate = "ARM"\norganization = "EAEU"\ndate = 2027-01-01',
            'kind = "leave"\nstate = "ARM"\norganization = "CISFTA"\ndate = 2026-01-01',
        ),
        16,
        "in order of date",
    ),
    ("joining what one is in", ('kind = "leave"', 'kind = "join"'), 9, "it is already a member (since 2012-12-09)"),
    (
        "joining twice",
        two_events(
            'kind = "join"\nstate = "UZB"\norganization = "EAEU"\ndate = 2027-01-01',
            'kind = "join"\nstate = "UZB"\norganization = "EAEU"\ndate = 2028-01-01',
        ),
        15,
        "it is already a member",
    ),
    ("leaving what one never joined", ('"CISFTA"', '"EAEU"'), 9, "it is not a member then, but observer"),
    ("joining what has ended", event('kind = "join"', 'state = "UZB"', 'organization = "EurAsEC"'), 9, "it ended on"),
    (
        "EU and EAEU at once",
        event('kind = "join"', 'state = "ARM"', 'organization = "EU"'),
        6,
        "ARM cannot join EU on 2027-01-01 while it is a member of EAEU: two customs unions exclude each other. "
        "Add a `leave` event for EAEU before that date.",
    ),
    (
        "free trade of one member of a customs union",
        event('kind = "agreement"', 'name = "DCFTA"', 'parties = ["ARM"]', 'partners = ["EU"]'),
        6,
        "a customs union has one trade policy",
    ),
    ("an agreement of one", event('kind = "agreement"', 'name = "a"', 'parties = ["MDA"]'), 9, "at least two states"),
    ("negative cost", event('kind = "trade_cost"', *ROUTE, "percent = -70"), 10, "it must be above -60"),
    ("NaN", event('kind = "trade_cost"', *ROUTE, "percent = nan"), 10, "it must be a finite number"),
    ("infinity", event('kind = "tariff"', *ROUTE, "points = inf"), 10, "it must be a finite number"),
    ("number in quotes", event('kind = "tariff"', *ROUTE, 'points = "5"'), 10, "it must be a number without quotes"),
    ("trade with itself", event('kind = "embargo"', 'importers = ["RUS"]', 'exporters = ["RUS"]'), 9, "no pair"),
    ("a sanction that helps", event(*SANCTION, 'target = "RUS"', "size = 0.5"), 10, "it must be below 0"),
    ("a size without a reason", event(*SANCTION, 'target = "RUS"', "size = -0.5"), 10, "needs its reason"),
    ("frozen towards a stranger", event('kind = "freeze"', *RUSSIA, 'towards = "FRA"'), 10, "no other member"),
    ("unknown depth", ('"typical"', '"tipical"'), 14, "Did you mean typical?"),
    ("depth below zero", ('"typical"', "-0.1"), 14, "from 0 to 3"),
    ("list that is none", ('["MDA", "RUS"]', '"MDA"'), 18, "it must be a list"),
    ("table left open", ("[answer]", "[answer"), 17, "not valid TOML"),
    ("key given twice", ("baseline = 2019", "baseline = 2019\nbaseline = 2023"), 5, "not valid TOML"),
    ("variant of the same name", ("[answer]", f"{VARIANT}[answer]"), 18, 'already a variant "main"'),
    ("nested without end", (GOOD, "a = " + "[" * 20_000), 1, "nested too deeply"),
    ("empty", (GOOD, "\n\n"), 1, "the file is empty"),
]  # fmt: skip


def test_the_good_study_is_good(world):
    assert parse(GOOD, "mine.toml", world).question.startswith("What does leaving")


@pytest.mark.parametrize(("change", "line", "said"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_each_fault_is_one_sentence_with_its_line(world, change, line, said):
    assert change[0] in GOOD
    with pytest.raises(UserError) as caught:
        parse(GOOD.replace(*change), "mine.toml", world)
    message = str(caught.value)
    assert message.startswith(f"mine.toml:{line}: "), message
    assert said in message
    assert "\n" not in message and not re.search(r"Traceback|Error|pydantic|type=", message)


def test_files_that_are_no_text_are_refused_before_they_are_read(tmp_path, world):
    cases = {
        "binary.toml": (b"question = 'x'\n\xff\xfe\x00", ":2: this is not UTF-8 text"),
        "huge.toml": (b"# " + b"x" * 10 * LARGEST, ":1: the file has 10.0 MB"),
    }
    for name, (content, said) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UserError, match=re.escape(f"{path}{said}")):
            load_study(str(path), world)


def test_a_folder_a_missing_file_and_a_misspelt_study_are_told_apart(tmp_path, world):
    for name, said in (
        (str(tmp_path), "it is a folder"),
        (str(tmp_path / "none.toml"), "there is no such file"),
        ("cis-full-free-trad", "Did you mean cis-full-free-trade?"),
    ):
        with pytest.raises(UserError, match=re.escape(said)):
            load_study(name, world)


def test_a_windows_file_with_a_byte_order_mark_is_read(tmp_path, world):
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_study(path, world).name == "windows"
