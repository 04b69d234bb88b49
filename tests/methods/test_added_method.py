"""A method of one file and a study of it show up everywhere, and nothing else is changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest

from steppe import methods as package
from steppe.methods import loader
from steppe.methods.registry import methods
from steppe.report.site.registry import pages

STUDY = """
question = "Who sits in the EAEU?"
why = "It is asked."
method = "tally"
body = "EAEU"
day = 2016-01-01
"""


@pytest.fixture(autouse=True)
def added(monkeypatch, tmp_path):
    """The method `tally` of `tests/methods/added`, and a folder of studies with one of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "who-sits.toml").write_text(STUDY)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(Path(__file__).parent / "added")])
    monkeypatch.setattr(loader, "FOLDERS", (*loader.FOLDERS, tmp_path))
    methods.cache_clear()
    yield
    methods.cache_clear()
    sys.modules.pop("steppe.methods.tally", None)


def test_its_study_is_listed(run):
    rows = json.loads(run("studies", "--format", "json").out)["results"]
    assert {row["study"]: row["method"] for row in rows}["who-sits"] == "tally"


def test_it_runs_with_its_own_option(run):
    assert "--within" in run("run", "--help").out.replace("\n", " ")
    law, practice = (
        json.loads(run("run", "who-sits", "--within", within, "--format", "json").out) for within in ("law", "practice")
    )
    assert law["results"][0]["value"] == 5 and law["settings"]["within"] == "law"
    assert practice["settings"]["within"] == "practice" and law["run"] != practice["run"]


def test_an_option_of_others_is_refused(run):
    ran = run("run", "who-sits", "--depth", "own")
    assert (ran.code, ran.out) == (2, "")
    assert "who-sits is a study of method tally, which takes --within" in ran.err
    assert "which takes --baseline, --depth" in run("run", "eaeu-only", "--within", "law").err


def test_the_schema_describes_its_studies(run):
    schema = json.loads(run("schema").out)
    document = {"question": "?", "why": "!", "method": "tally", "body": "CIS", "day": "2016-01-01"}
    jsonschema.validate(document, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"bodi": "CIS"}, schema)


def test_its_checks_name_file_and_line(run, tmp_path):
    (tmp_path / "wrong.toml").write_text(STUDY.replace('"EAEU"', '"EAUE"'))
    assert run("run", "wrong.toml").err == 'wrong.toml:5: no organization has the name "EAUE".\n'


def test_it_is_kept_with_a_page_and_explained(run, tmp_path):
    printed = run("run", "who-sits").out
    assert "EAEU has 5 members in law." in printed and "Counted, not drawn." in printed
    home = next((tmp_path / "runs").iterdir())
    page = (home / "report.html").read_text(encoding="utf-8")
    assert all(words in page for words in ("Who sits in the EAEU?", "EAEU has 5 members", "Kyrgyzstan", "It is asked."))
    steps = json.loads(run("explain", home.name, "EAEU.members", "--format", "json").out)["results"]
    assert steps[0]["value"] == 5 and steps[-1]["source"] == "steppe-spells"
    assert "cannot be compared draw by draw" in run("compare", home.name, home.name).err


def test_it_is_read_back_as_it_was(world):
    import steppe

    result = steppe.run("who-sits", world=world)
    again = loader.load_run(result.save("kept"), world)
    assert again.document() == result.document() and again.source.study == result.source.study
    assert again.source.method is methods()["tally"]


def test_the_site_has_its_page_and_its_title(world):
    page = pages()["study"].made(world, "who-sits", {})
    assert json.loads(page.lead)["sentence"] == "EAEU has 5 members in law." and "Who sits in the EAEU?" in page.text
    answers = dict.fromkeys(loader.shipped(), page.lead)
    text = pages()["studies"].made(world, "", {"study": answers}).text
    assert "Counting seats" in text and "Trade in equilibrium" in text
