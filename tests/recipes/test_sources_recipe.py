"""Every source can be cited: it has a title, a publisher, a date or `no date`, and a grade."""

from __future__ import annotations

import re

import pytest

from recipes._sources import date_of, finished, title_of
from steppe.world.shown import visible

FILE = re.compile(r"\.(?:csv|parquet|json|html?|php|xlsx?|zip|geojson)\b", re.IGNORECASE)
SLUG = re.compile(r"^[\w.-]+(?:/[\w.-]+)+$|^[\w]+(?:[-_][\w]+)+$|^Page at ")


def test_every_source_has_what_a_reader_cites(world):
    sources = world.table("sources")
    for column in ("title", "producer", "published", "citation", "grade"):
        assert sources.index[sources[column].fillna("").str.strip().eq("")].tolist() == [], column
    titles = sources["title"]
    assert titles[titles.str.contains(FILE) | titles.str.contains(SLUG)].tolist() == []
    mirrors = sources[sources["grade"].eq("mirror")]
    assert len(mirrors) > 0 and mirrors["mirror_of"].notna().all()


def test_copies_name_their_original(world):
    sources = world.table("sources").set_index("source")
    copies = sources[sources["url"].fillna("").str.contains(r"wikimili|wikisum|piglix|on-ipfs|wiki7|frwiki")]
    assert set(copies["mirror_of"]) == {"Wikipedia"}
    assert sources.loc["page-github.com-1807", ["grade", "mirror_of"]].tolist() == ["mirror", "CIA World Factbook"]
    hosted = sources[sources["url"].fillna("").str.contains("github.com")]
    assert set(hosted["grade"]) <= {"mirror", "compilation"}


@pytest.mark.parametrize(
    ("url", "title", "day"),
    [
        (
            "https://24.kg/english/99332_About_70000_Kyrgyzstanis_blacklisted_in_Russia/",
            "About 70000 Kyrgyzstanis blacklisted in Russia",
            "",
        ),
        ("https://tass.com/world/2099803/amp", "", ""),
        (
            "https://a.kz/en/turkmenistan-joins-cica-as-observer-state_a3990052",
            "Turkmenistan joins cica as observer state",
            "",
        ),
        ("https://armenianclub.com/2018/11/12/armenia-wants-price-cut", "Armenia wants price cut", "2018-11-12"),
        ("https://a.org/file/_7-1670327_3.htm", "", ""),
        ("https://a.org/modi%C2%92s-central-asia-visit", "Modis central asia visit", ""),
    ],
)
def test_title_and_day_of_an_address(url, title, day):
    assert (title_of(url), date_of(url, url)) == (title, day)


def test_what_is_finished_stays(world):
    sources = world.table("sources").head(30)
    assert finished(sources).equals(sources)


def test_the_list_and_one_source_show_them(world):
    from steppe.world.catalog import list_sources

    frame, _ = list_sources(world, None)
    assert {"title", "producer", "published", "grade"} <= set(frame.columns)
    facts, _ = list_sources(world, "page-24.kg-21af")
    shown = dict(zip(facts["field"], facts["value"], strict=True))
    assert shown["title"] == "About 70000 Kyrgyzstanis blacklisted in Russia"
    assert shown["citation"].startswith(
        "24.kg News Agency, About 70000 Kyrgyzstanis blacklisted in Russia, no date: http"
    )
    assert (shown["published"], shown["grade"]) == ("no date", "original")


def test_no_text_of_a_source_would_steer_a_terminal(world):
    texts = world.table("sources").drop(columns="accessed").astype("string").fillna("")
    assert [text for column in texts for text in texts[column] if visible(text) != text] == []
