"""Claims of a user: judged by the same queries as the shipped, and every fault of a file said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from steppe.evidence.arguments import parameters, problems, takes
from steppe.evidence.claims import claims
from steppe.evidence.own import read_claims
from steppe.evidence.query import registry
from steppe.evidence.verdicts import evaluate_claim
from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.world import World
from tests.conftest import Run

HEAD = 'locator = "page 3"\ntype = "descriptive"\nstatement = "s"\nstates = ["KGZ"]\nlayer = "trade"\nperiod = "2023"\n'
SHARE = '{ name = "n", query = "trade/share", args = { of = "KGZ", partner = "CHN", year = 2023 } }'


def file(folder: Path, *rest: str, head: str = HEAD) -> Path:
    """A file of one claim, whose head has lines 1 to 7 and whose other lines are given."""
    path = folder / "mine.toml"
    path.write_text("\n".join(["[my-1]", head.rstrip("\n"), *rest, ""]), encoding="utf-8")
    return path


def faults(world: World, path: Path) -> list[str]:
    """What is said of a file, without its name."""
    with pytest.raises(UserError) as refused:
        read_claims(world, path)
    return [line.removeprefix(f"{path}:") for line in str(refused.value).split("\n")]


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [("at_least = 30", "supported"), ("at_most = 10", "contradicted"), ("rank = 1", "supported")],
)
def test_a_claim_of_a_user_gets_the_verdict_of_a_shipped_one(
    world: World, tmp_path: Path, claimed: str, verdict: str
) -> None:
    measure = SHARE.replace("trade/share", "trade/rank") if "rank" in claimed else SHARE
    path = file(
        tmp_path, f'claimed = {{ {claimed}, unit = "{"" if "rank" in claimed else "%"}" }}', f"measures = [{measure}]"
    )
    (claim,) = read_claims(world, path)
    assert (claim.id, evaluate_claim(world, claim).verdict) == ("my-1", verdict)


def test_all_faults_of_a_file_are_said_each_with_its_line(world: World, tmp_path: Path) -> None:
    head = HEAD.replace('"descriptive"', '"descriptve"').replace("statement", "statment").replace('"2023"', "2023")
    rest = [
        'claimed = { value = 33, unit = "%" }',
        "measures = [",
        SHARE.replace("trade/share", "trade/shares") + ",",
        SHARE.replace("partner", "partnr").replace("2023", '"2023"') + ",",
        '{ name = "n", query = "trade/share", args = { of = "KZG", year = 2023 } },',
        "]",
    ]
    assert faults(world, file(tmp_path, *rest, head=head)) == [
        '3: type is "descriptve". Did you mean descriptive?',
        '4: there is no key "statment" in a claim. Did you mean statement?',
        "7: period is 2023; it must be text in quotes.",
        "8: a claimed value needs its tolerance, and a tolerance its value.",
        '10: there is no query "trade/shares". Did you mean trade/share?',
        '11: query trade/share has no argument "partnr". Did you mean partner?',
        '11: year is "2023"; it must be a number without quotes.',
        '12: query trade/share needs the argument "partner".',
        '12: there is no state, group or organization "KZG". Did you mean KGZ?',
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('of = "KGZ"', 'of = "Kyrgyzstan"', 'write KGZ for "Kyrgyzstan".'),
        ("2023 }", "99999 }", "year is 99999; give a year from 1900 to 2036."),
        (
            "2023 }",
            '2023, record = "bacci" }',
            'record: there is no "bacci"; say one of standing, baci, national, nationa…',
        ),
        ('of = "KGZ"', "of = []", "of is an empty list; name at least one."),
        ("year = 2023", "year = true", "year is true; it must be a number without quotes."),
    ],
)
def test_an_argument_that_means_nothing_is_refused(world: World, tmp_path: Path, old: str, new: str, said: str) -> None:
    path = file(tmp_path, 'claimed = { at_least = 1, unit = "%" }', "measures = [", SHARE.replace(old, new), "]")
    (fault,) = faults(world, path)
    assert fault.startswith(f"10: {said.removesuffix('…')}")


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("holds = true", "8: trade/share answers with a number, so a claim on it gives value, at_least, at_most …"),
        ("at_least = 0.3", '8: the unit of trade/share is "%"; give the claimed figure in it, with unit = "%".'),
        ("at_least = nan", "8: at_least is nan; it must be a finite number."),
        ("value = 1, tolerance = -1", "8: tolerance is -1; it must be 0 or more."),
        ('between = [5, 1], unit = "%"', "8: `between` gives the lesser figure first."),
        ('date = "last year"', '8: date is "last year"; …'),
    ],
)
def test_a_figure_that_no_answer_can_meet_is_refused(world: World, tmp_path: Path, claimed: str, said: str) -> None:
    (fault,) = faults(world, file(tmp_path, f"claimed = {{ {claimed} }}", f"measures = [{SHARE}]"))
    assert fault.startswith(said.removesuffix("…"))


def test_what_is_no_claim_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    for text, said in (
        ('title = "x"\n', "1: title stands outside a claim; begin each claim with a name, [my-1]."),
        ("", "1: the file is empty; begin with a name in brackets, [my-1]"),
        ("[my-1\n", "1: this is not valid TOML"),
    ):
        path.write_text(text, encoding="utf-8")
        ran = run("claims", "--file", path)
        assert ran.code == 2 and ran.out == "" and said in ran.err
    ran = run("claims", "--file", tmp_path / "none.toml")
    assert ran.code == 2 and "there is no such file; give the path of a file." in ran.err
    path.write_text("[my-1]\n" + HEAD + 'untestable = "no record"\n', encoding="utf-8")
    assert "leave out --text T4 or --file" in run("claims", "--file", path, "--text", "T4").err


def test_what_an_argument_takes_stands_in_the_tables_and_shipped_claims_keep_to_it(world: World) -> None:
    names = {name for query in registry() for name in parameters(query)}
    kinds = {takes(query, name) for query in registry() for name in parameters(query)}
    for table, _, column in (kind.partition(".") for kind in kinds if "." in kind):
        assert column in schema.table(table).names
    assert {"state", "states", "of", "partner", "year", "organization"} <= names
    for claim in claims().values():
        for measure in claim.measures:
            assert [one.sentence for one in problems(world, measure.query, measure.args)] == []
