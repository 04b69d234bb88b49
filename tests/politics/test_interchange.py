"""Agendas of KTAB and of the exchange model are read; what they lack is asked for in one sentence."""

from __future__ import annotations

import pytest

from steppe.politics.bargaining.reading import read_agenda
from steppe.world.errors import UserError

KTAB = """MyScenario,"An invented scenario",3,2,
Actor,Description,Power,Pstn1,Sal1,Policy Position,Policy Salience,
Russia,"Russia, a state",80,10,60,20,30,
KAZ,Kazakhstan,10,80,70,30,20,
Alice, nobody,8.5, 60,50, 0,100,
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<Scenario xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><name>MyScenario</name><desc>d</desc>
<Dimensions><dName>Pstn1</dName><dName>Policy</dName></Dimensions><Actors>
<Actor><name>Russia</name><description>a state</description><capability>80</capability>
<Position><dCoord>10</dCoord><dCoord>20</dCoord></Position><Salience><dSal>60</dSal><dSal>30</dSal></Salience></Actor>
<Actor><name>KAZ</name><description>a state</description><capability>10</capability>
<Position><dCoord>80</dCoord><dCoord>30</dCoord></Position><Salience><dSal>70</dSal><dSal>20</dSal></Salience></Actor>
<Actor><name>Alice</name><description/><capability>8.5</capability>
<Position><dCoord>60</dCoord><dCoord>0</dCoord></Position><Salience><dSal>50</dSal><dSal>100</dSal></Salience></Actor>
</Actors></Scenario>
"""
LINES = """#/\ta comment
#A\tRussia\tRussia\tthe largest
#A\tKAZ\tKazakhstan
#P\tfund\tthe fund
#M\tfund\t0\tno fund
#M\tfund\t100\tall of it
#D\tRussia\tfund\t10\t0.6\t0.8
#D\tKAZ\tfund\t80\t0.7\t0.1
"""
FLAT = "actor;issue;position;salience;power\nRussia;fund;10;60;80\nKAZ;fund;80;70;10\n"


def read(tmp_path, name: str, text: str, world=None, body="CIS", reference: float | None = 0.0):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_agenda(path, world, body, reference)


@pytest.mark.parametrize(("name", "text"), [("k.csv", KTAB), ("k.xml", XML), ("k.txt", KTAB.replace(",\n", "\n"))])
def test_a_scenario_of_ktab(world, tmp_path, name, text):
    agenda = read(tmp_path, name, text, world)
    assert (agenda.title, agenda.body, [issue.name for issue in agenda.issue]) == (
        "MyScenario",
        "CIS",
        ["Pstn1", "Policy"],
    )
    assert [actor.name for actor in agenda.actor] == ["RUS", "KAZ", "Alice"]
    figures = [(one.actor, one.issue, one.position, one.salience, one.capability) for one in agenda.position]
    assert figures[:3] == [("RUS", "Pstn1", 10, 0.6, 80), ("RUS", "Policy", 20, 0.3, 80), ("KAZ", "Pstn1", 80, 0.7, 10)]
    assert agenda.issue[1].alternatives == {"at 0": 0, "at 20": 20, "at 30": 30}
    assert "KTAB" in agenda.note and {one.basis for one in agenda.position} == {"assumed"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.txt", LINES),
        ("d.csv", "\n".join("\t".join(f"'{cell}'" for cell in line.split("\t")) for line in LINES.splitlines())),
        ("d.csv", LINES.replace("\t", ";")),
        ("d.csv", FLAT),
        ("d.tsv", FLAT.replace(";", "\t")),
        ("d.csv", FLAT.replace(";", ",").replace("actor", "Actor")),
    ],
)
def test_a_file_of_the_exchange_model(world, tmp_path, name, text):
    agenda = read(tmp_path, name, text, world, "EAEU Collegium", 0)
    assert (agenda.body, agenda.organ) == ("EAEU", "Collegium")
    figures = [(one.actor, one.position, one.salience) for one in agenda.position]
    assert figures == [("RUS", 10, 0.6), ("KAZ", 80, 0.7)]
    assert agenda.position[0].capability == pytest.approx(8 * agenda.position[1].capability)
    assert agenda.issue[0].alternatives.keys() >= {"at 10", "at 80"}


def test_a_scale_keeps_its_ends_and_meanings(tmp_path):
    (issue,) = read(tmp_path, "d.txt", LINES.replace("\t100\t", "\t120\t"), reference=10).issue
    assert (issue.low, issue.high, issue.reference) == (0, 120, 10)
    assert issue.alternatives == {"no fund": 0, "at 10": 10, "at 80": 80, "all of it": 120}


REFUSED = [
    (
        "k.csv",
        KTAB.replace(",3,2,", ",4,2,"),
        'k.csv:1: the number of actors is "4", and there are 3; correct one of them',
    ),
    ("k.csv", KTAB.replace("80,10,60", "much,10,60"), 'k.csv:3: power is "much"; it must be a number with a point'),
    ("k.csv", KTAB.replace("80,10,60", "nan,10,60"), 'k.csv:3: power is "nan"; it must be a number with a point'),
    (
        "k.csv",
        KTAB.replace("80,10,60", "0,10,60"),
        "k.csv: capability is 0.0; input should be greater than or equal to",
    ),
    ("k.csv", KTAB.replace("80,10,60", "80,110,60"), "k.csv: at 110 of Pstn1 stands at 110, outside 0 to 100"),
    ("k.csv", KTAB.replace("KAZ,", "RUS,"), "k.csv: RUS has two positions on Pstn1; keep one"),
    ("k.csv", KTAB.replace("20,30,\n", "20\n"), "k.csv:3: a cell is missing; 7 are needed: add what is not there"),
    ("k.csv", KTAB.replace("60,20,30", "600,20,30"), "k.csv: salience is 6.0; input should be less than or equal to 1"),
    (
        "k.xml",
        XML.replace("<dSal>60</dSal>", ""),
        "k.xml: Russia needs a position and a salience for each of 2 dimensions",
    ),
    ("k.xml", XML.replace("<dCoord>10<", "<dCoord><"), 'k.xml: position/dcoord of russia is ""; it must be a number'),
    ("k.xml", XML.replace("</Actors>", ""), "k.xml:10: this is not well-formed XML; save it again"),
    ("k.xml", "<html/>", "k.xml is no scenario of KTAB, which begins with <Scenario>; docs/how-to/write-an-agenda.md"),
    (
        "k.xml",
        '<!DOCTYPE x [<!ENTITY a "b">]><Scenario/>',
        "k.xml declares a document type; KTAB writes none: leave it",
    ),
    ("k.xml", "<Scenario/>", "k.xml has no positions; give each actor one on each issue"),
    ("d.txt", FLAT.rpartition("KAZ")[0], "d.txt has positions of Russia alone; give another actor one"),
    (
        "d.txt",
        LINES + "#X\tfund\n",
        'd.txt:9: a line begins with #A, #P, #M or #D, not "#X"; docs/how-to/write-an-agenda',
    ),
    ("d.txt", LINES + "#D\tKAZ\n", "d.txt:9: a cell is missing; 5 are needed: add what is not there"),
    (
        "d.csv",
        "a,b\n1,2\n",
        "d.csv is no agenda of KTAB or of the exchange model; docs/how-to/write-an-agenda.md shows",
    ),
    (
        "d.csv",
        "",
        "d.csv is no agenda of KTAB or of the exchange model; docs/how-to/write-an-agenda.md shows what is read",
    ),
]


@pytest.mark.parametrize(("name", "text", "said"), REFUSED)
def test_a_file_that_cannot_be_right_gets_one_sentence(world, tmp_path, name, text, said):
    with pytest.raises(UserError) as fault:
        read(tmp_path, name, text, world)
    assert str(fault.value).startswith(said)


def test_what_the_file_lacks_is_asked_for(tmp_path):
    with pytest.raises(UserError) as fault:
        read(tmp_path, "k.csv", KTAB, body="", reference=None)
    assert str(fault.value) == (
        "k.csv of KTAB says who wants what; add --body (who decides) and --reference (what holds without agreement): "
        "`steppe bargain k.csv --body CIS --reference 0`"
    )
    with pytest.raises(UserError, match=r"add --reference \(what holds"):
        read(tmp_path, "k.csv", KTAB, reference=None)
    with pytest.raises(UserError, match=r"^--reference: cis-summit-2015 says itself what holds"):
        read_agenda("cis-summit-2015", None, "", 0)


def test_the_command_shows_it(run, tmp_path):
    (tmp_path / "k.csv").write_text(KTAB)
    ran = run("bargain", tmp_path / "k.csv", "--body", "CIS", "--reference", 0, "--draws", 8)
    assert ran.code == 0 and "Put to the vote" in ran.out and "instead of" not in ran.out
    assert "a file of KTAB" in " ".join(ran.out.split())
