"""Events in codes, the worlds that they leave, and the kinds: one file each, none of them silent."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import pytest
from pydantic import ValidationError

from steppe.scenario.event import Event
from steppe.scenario.events import KINDS
from steppe.scenario.events.agreement import Agreement
from steppe.scenario.events.freeze import Freeze
from steppe.scenario.events.join import Join
from steppe.scenario.events.leave import Leave
from steppe.scenario.events.sanction import Sanction
from steppe.scenario.events.tariff import Tariff
from steppe.scenario.parties import customs_unions
from steppe.scenario.resolve import last_day, problems, resolve, resolve_all

DAY = dt.date(2027, 1, 1)
LATER = dt.date(2028, 7, 1)
JOIN = Join(kind="join", date=DAY, state="UZB", organization="EAEU")
LEAVE = Leave(kind="leave", date=DAY, state="ARM", organization="EAEU")


def sentences(world, *events):
    return [problem.sentence for problem in problems(events, ("event",), world)]


def test_every_kind_is_found_by_its_name():
    names = "agreement embargo freeze growth join leave sanction tariff trade_cost"
    assert list(KINDS) == names.split()
    for kind, of in KINDS.items():
        assert of.__module__ == f"steppe.scenario.events.{kind}"


def test_a_kind_that_does_not_say_what_it_does_cannot_be_made():
    class Silent(Event):
        kind: str = "silent"

        def sides(self, world, on):
            return (), ()

    with pytest.raises(TypeError, match=r"abstract.*treat"):
        Silent(date=DAY)


def test_a_group_in_an_event_stands_for_its_members_on_the_day(world):
    event = Tariff(kind="tariff", date=DAY, importers=("EAEU",), exporters=("CHN",), points=5.0)
    resolved = resolve(event, world)
    assert resolved.one == ("ARM", "BLR", "KAZ", "KGZ", "RUS") and resolved.other == ("CHN",)


def test_the_target_of_sanctions_is_none_of_the_senders(world):
    resolved = resolve(Sanction(kind="sanction", date=DAY, senders=("CIS", "GEO"), target="RUS"), world)
    assert "GEO" in resolved.one and "RUS" not in resolved.one


def test_an_agreement_counts_the_members_of_the_day_it_names(world):
    before_georgia_left = dt.date(2008, 1, 1)
    event = Agreement(kind="agreement", date=DAY, name="zone", parties=("CIS",), without=("UKR",))
    assert "GEO" not in resolve(event, world).one
    on = resolve(event.model_copy(update={"members_on": before_georgia_left}), world)
    assert "GEO" in on.one and "UKR" not in on.one and on.one == on.other


def test_who_joins_is_a_member_from_that_day_on_and_the_old_world_stays_as_it_was(world):
    after = JOIN.after(world)
    assert "UZB" in after.members("EAEU", on=DAY) and "UZB" in after.members("EAEU", on=LATER)
    assert "UZB" not in after.members("EAEU", on=dt.date(2026, 12, 31))
    assert "UZB" not in world.members("EAEU", on=DAY)
    assert after.spell("UZB", "EAEU", DAY).status == "member"


def test_who_leaves_is_no_member_from_that_day_on(world):
    after = LEAVE.after(world)
    assert "ARM" in after.members("EAEU", on=dt.date(2026, 12, 31))
    assert "ARM" not in after.members("EAEU", on=DAY) and "ARM" not in after.members("EAEU", on=LATER)
    assert customs_unions(after, DAY)["EAEU"] == ("BLR", "KAZ", "KGZ", "RUS")


def test_a_body_whose_members_are_participants_is_joined_as_a_participant(world):
    after = Join(kind="join", date=DAY, state="MNG", organization="C5+1_USA").after(world)
    assert "MNG" in after.members("C5+1_USA", on=DAY)


@pytest.mark.parametrize("towards", [None, "MDA"])
def test_who_freezes_stays_a_member_in_law(world, towards):
    after = Freeze(kind="freeze", date=DAY, state="RUS", organization="CISFTA", towards=towards).after(world)
    assert "RUS" in after.members("CISFTA", on=DAY)
    assert ("RUS" in after.members("CISFTA", on=DAY, within="practice")) is (towards is not None)
    frozen = after.spells("CISFTA", "RUS", DAY).query("practice == 'frozen'")
    assert frozen["towards"].fillna("all").tolist() == [towards or "all"]


def test_each_event_meets_the_world_that_those_before_it_leave(world):
    second = Leave(kind="leave", date=LATER, state="UZB", organization="EAEU")
    first, last = resolve_all([JOIN, second], world, last_day([JOIN, second]))
    assert "UZB" not in first.other and "UZB" in last.other
    assert sentences(world, JOIN, second) == []
    assert "UZB cannot leave EAEU" in sentences(world, second)[0]


def test_a_state_that_joins_twice_is_told_since_when_it_is_a_member(world):
    again = JOIN.model_copy(update={"date": LATER})
    assert sentences(world, JOIN, again) == [
        "UZB cannot join EAEU on 2028-07-01: it is already a member (since 2027-01-01); remove this event"
    ]


def test_armenia_may_join_the_eu_once_it_has_left_the_eaeu(world):
    join = Join(kind="join", date=LATER, state="ARM", organization="EU")
    assert "two customs unions exclude each other" in sentences(world, join)[0]
    assert "EU and CISFTA exclude each other" in sentences(world, LEAVE, join)[0]
    assert sentences(world, LEAVE, LEAVE.model_copy(update={"organization": "CISFTA"}), join) == []


def test_a_union_agrees_as_a_whole_with_the_members_that_the_events_leave_it(world):
    agreement = Agreement(kind="agreement", date=LATER, name="a", parties=("ARM", "GEO"))
    assert "without BLR, KAZ, KGZ" in sentences(world, agreement)[0]
    assert sentences(world, LEAVE, agreement) == []


@pytest.mark.slow
def test_a_long_list_of_events_is_read_to_its_end(world):
    """Each edits a world that stands on all those before it."""
    turns = [(Leave, "leave"), (Join, "join")]
    events = []
    for k in range(20):
        of, kind = turns[k % 2]
        events.append(of(kind=kind, date=DAY + dt.timedelta(days=k), state="KGZ", organization="EAEU"))
    assert sentences(world, *events) == []
    assert "KGZ cannot leave EAEU" in sentences(world, *events[:-1], events[0].model_copy(update={"date": LATER}))[0]


def test_keys_that_an_event_does_not_have_are_refused():
    with pytest.raises(ValidationError, match="percent"):
        Tariff(kind="tariff", date=DAY, importers=("USA",), exporters=("CHN",), points=1.0, percent=2.0)


DROUGHT = '''
"""A harvest fails."""

from typing import Literal

from pydantic import Field

from steppe.scenario.event import Event, State


class Drought(Event):
    """A state loses half of what it has to work with."""

    kind: Literal["drought"]
    state: State = Field(description="ISO3 code of the state")

    def sides(self, world, on):
        return (self.state,), ()

    def faults(self, of):
        if self.state == "SGP":
            yield "state", "SGP has no fields; name another state"

    def treat(self, of, policy):
        policy.treatment.endowments[policy.place(self.state)] *= 0.5
'''

STUDY = """\
question = "What does a drought cost?"
why = "It is dry."
method = "equilibrium"

[[event]]
kind = "{kind}"
state = "{state}"
date = 2027-01-01

[answer]
subjects = ["KAZ"]
changes_if = ["it rains"]
"""

ASKED = """
import importlib.util, json, sys
spec = importlib.util.find_spec("steppe.scenario.events")
spec.submodule_search_locations.append(sys.argv[1])
package = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = package
spec.loader.exec_module(package)

import steppe
from steppe.economy import accounts_of
from steppe.methods.loader import parse, schema
from steppe.scenario.policy.treat import treat

world = steppe.load()
said = []
for kind, state in (("drout", "KAZ"), ("drought", "KZA"), ("drought", "SGP")):
    try:
        parse(sys.argv[2].format(kind=kind, state=state), "mine.toml", world)
    except steppe.UserError as error:
        said.append(str(error))
events = parse(sys.argv[2].format(kind="drought", state="KAZ"), "mine.toml", world).event
accounts = accounts_of(world, 2019)
factor = treat(events, world, accounts).endowments[accounts.economy.index("KAZ")]
print(json.dumps({"said": said, "factor": factor, "schema": "Drought" in schema()["$defs"]}))
"""


@pytest.mark.slow
def test_a_new_kind_of_event_is_one_file(tmp_path):
    """Dropped into the folder of events, it is read, checked, described and applied, and nothing else changes."""
    (tmp_path / "drought.py").write_text(DROUGHT)
    ran = subprocess.run(
        [sys.executable, "-c", ASKED, str(tmp_path), STUDY], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["factor"] == 0.5 and answer["schema"]
    misspelt, nowhere, wet = answer["said"]
    assert misspelt == 'mine.toml:5: there is no event of kind "drout". Did you mean drought?'
    assert nowhere.startswith('mine.toml:7: no state has the code "KZA". Did you mean KAZ')
    assert wet == "mine.toml:7: SGP has no fields; name another state"


@pytest.mark.slow
def test_a_file_without_what_it_does_to_trade_is_an_error_at_once(tmp_path):
    (tmp_path / "drought.py").write_text(DROUGHT[: DROUGHT.index("    def treat")])
    ran = subprocess.run(
        [sys.executable, "-c", ASKED, str(tmp_path), STUDY], capture_output=True, text=True, check=False
    )
    assert ran.returncode != 0
    assert "the kind of event Drought does not say treat" in ran.stderr
