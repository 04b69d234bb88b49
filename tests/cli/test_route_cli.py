"""`steppe route` and `steppe corridors`."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from steppe.report.route.charts import lanes


def test_the_way_is_printed_with_borders_breaks_days_and_what_is_assumed(run):
    ran = run("route", "CHN", "DEU", "--on", "2026-11-21")
    text = " ".join(ran.out.split())
    assert ran.code == 0
    assert text.startswith("Beijing to Berlin on 21 November 2026: least cost in money and time")
    assert re.search(r"By rail through .*Russia.*Poland: [\d,]+ km, \d+ days \(\d+ to \d+\), [\d,]+ USD for 20 t", text)
    assert "break of gauge" in text and "border, rail" in text
    assert "ᵃ assumed. No speed or price is on record in Russia, Belarus, Poland and Germany" in text
    assert "rest on general knowledge alone" in text


def test_at_eighty_columns_no_line_is_longer(run, monkeypatch):
    for words in (("route", "CHN", "DEU", "--without", "RUS,sea"), ("route", "ARM", "RUS"), ("corridors",)):
        monkeypatch.setattr("steppe.cli.output.WIDE", 80)
        lines = run(*words).out.splitlines()
        assert lines
        assert max(map(len, lines)) <= 80, words


def test_csv_has_every_link_of_every_way_with_its_source(run):
    rows = list(csv.DictReader(io.StringIO(run("route", "CHN", "DEU", "--without", "RUS", "-f", "csv").out)))
    assert {row["way"] for row in rows} >= {"1", "2", "3"}
    assert "RUS" not in {row["from_state"] for row in rows}
    assert all(row["source"] for row in rows)
    assert all(float(row["days_low"]) <= float(row["days"]) <= float(row["days_high"]) for row in rows)
    assert {row["days_basis"] for row in rows if row["what"] == "ferry"} <= {"assumed"}


def test_json_has_the_ways_and_says_what_they_rest_on(run):
    found = json.loads(run("route", "Xian", "Duisburg", "--by", "km", "--without", "sea,road", "-f", "json").out)
    lengths = [one["km"] for one in found["ways"]]
    assert lengths == sorted(lengths)
    assert lengths[0] <= 9_634
    assert [one["way"] for one in found["ways"]] == [1, 2, 3, 4]
    assert all(one["basis"] == "assumed" for one in found["ways"])
    assert any("bounds" in note.lower() for note in found["notes"])


def test_a_day_changes_the_way(run):
    def states(day):
        return json.loads(run("route", "RUS", "Kyiv", "-f", "json", "--on", day).out)["ways"][0]["states"]

    assert states("2013-06-01") in (["RUS", "UKR"], ["RUS", "BLR", "UKR"])
    refused = run("route", "RUS", "Kyiv", "--on", "2026-11-21")
    assert refused.code == 2
    assert "Ukraine takes no goods from Russia on 2026-11-21 (transit and trade ban)" in refused.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("route", "CHN", "CHN"), "Beijing is both ends; name two places"),
        (("route", "Duisberg", "MOW"), '"Duisberg" is no state and no place of the network. Did you mean Duisburg?'),
        (("route", "Astara", "MOW"), 'several places are called "Astara"; write one of ASA'),
        (("route", "CHN", "DEU", "--without", "CHN"), "begins or ends in China, so it cannot avoid it"),
        (("route", "CHN", "DEU", "--without", "RUSS"), 'no state has the code "RUSS"'),
        (("route", "CHN", "DEU", "--by", "hours"), '--by "hours" is none of cost, days, km, money'),
        (("route", "CHN", "DEU", "--on", "2027-13-01"), 'there is no day "2027-13-01"'),
        (("route", "ARM", "TUR", "--without", "GEO,IRN"), "nothing joins Yerevan to Ankara"),
        (("route", "BRA", "DEU"), "Brazil has no place in the network"),
        (("route", "CHN", "DEU", "--out", "map.pdf"), "map.pdf is not .png or .svg"),
        (("chart", "route", "CHN", "--out", "x.svg"), "say where the way ends"),
    ],
)
def test_bad_input_gets_one_sentence(run, words, says):
    ran = run(*words)
    assert ran.code == 2
    assert says in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err


def test_the_map_is_drawn_with_its_ends_named(run, tmp_path):
    target = tmp_path / "way.svg"
    assert run("route", "CHN", "DEU", "--out", str(target)).code == 0
    svg = target.read_text(encoding="utf-8")
    assert "Beijing" in svg and "Berlin" in svg and "UN General Assembly" in svg


def test_services_stand_beside_the_model_with_differences_offices_and_bars(run):
    text = " ".join(run("corridors").out.split())
    assert "Chongqing-Duisburg" in text and "TITR block train" in text and "UTLC" in text
    assert "never fitted" in text and "Set before" in text and "held" in text
    found = json.loads(run("corridors", "-f", "json").out)
    assert all(row["counted_by"] for row in found["results"])
    assert [bar["holds"] for bar in found["bars"]] == [True, True, True]


def test_lanes_are_drawn_for_links_by_sea_alone(world):
    rows = world.sql("select link from network_links where mode = 'sea'")
    assert set(lanes()) <= set(rows["link"])
