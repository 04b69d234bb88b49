"""The page of the simulation has the scores that are shipped."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from steppe.evidence.motion import DEFAULT, KNOWN
from steppe.influence.gas import flows
from steppe.influence.measure import figures
from steppe.world.actors import POWERS

PAGE = Path(__file__).parents[3] / "docs/explanation/simulation.md"
NAMES = {"debt": "debt service", "transfers": "remittances"}


def written(row, digits):
    ends = "" if row["low"] != row["low"] else f" ({row['low']:.{digits}f} to {row['high']:.{digits}f})"
    return f"{row['value']:.{digits}f}{ends}".replace("-", "−")


def table(head):
    """The rows of the table whose heading begins so."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith(head)) + 2
    return list(takewhile(lambda line: line.startswith("|"), lines[first:]))


def test_the_table_of_the_page_is_that_of_the_bundle(world):
    scores = world.sql("from motion_scores where chosen")
    lines = table("| layer |")
    expected = []
    for (layer, split, horizons), own in scores.groupby(["layer", "chosen_on", "horizons"]):
        by = {row["measure"]: row for row in own.to_dict("records")}
        digits = 3 if layer == "seats" else 2
        loss = by["brier" if layer == "seats" else "crps"]
        cells = [NAMES.get(layer, layer), split, horizons, own["rule"].iloc[0], f"{loss['value']:.{digits}f}"]
        cells.append(f"{by['mae']['value']:.2f}" if "mae" in by else "")
        cells.append(written(by["gain"], digits) if "gain" in by else "is the rival")
        cells += [written(by[band], 2) if band in by else "" for band in ("cover90", "cover50")]
        expected.append(f"| {' | '.join(map(str, cells))} |")
    assert sorted(lines) == sorted(expected)


def counts(frame, key):
    """`Armenia 12` by state."""
    return frame.groupby(key)["year"].nunique().to_dict()


def test_the_records_of_energy_are_as_long_as_the_page_says(world):
    twelve = list(world.group("twelve"))
    gas = figures(world, twelve, POWERS, "energy", list(range(1992, 2025)))
    known = gas[gas["share"].notna()]
    assert counts(known, "state") == {"ARM": 12, "TKM": 6}
    assert known.groupby("state")["year"].agg(["min", "max"]).loc["ARM"].tolist() == [2011, 2022]
    sold = world.sql("from gas_sold_shares where list_contains(?, seller)", [twelve])
    assert counts(sold, "seller") == {"KAZ": 9, "RUS": 9, "TKM": 8, "AZE": 6, "UZB": 6}
    assert sold["year"].min() == 2014 and (20 * sold["share"]).round(6).mod(1).eq(0).all()
    fuels = world.sql(
        "select partner, year, value from trade_chapters where reporter = 'RUS' and chapter = 27 and flow = 'X' "
        "and list_contains(?, partner)",
        [twelve],
    )
    nineteen = dict.fromkeys(("AZE", "MDA", "TJK", "TKM", "UKR", "UZB"), 19)
    assert counts(fuels, "partner") == nineteen | {"KAZ": 17, "BLR": 7}
    assert fuels["year"].agg(["min", "max"]).tolist() == [2000, 2020]
    bill = flows(world).query("seller == 'RUS' and buyer == 'UKR' and year == 2013").iloc[0]
    recorded = fuels.query("partner == 'UKR' and year == 2013")["value"].item()
    assert (round(bill["price"] * bill["volume"] / 1e3, 1), round(recorded / 1e3, 1)) == (10.7, 5.5)
    assert world.sql("select distinct year from trade_sections order by year")["year"].tolist() == [1995, 2005, 2015]


def test_no_record_of_energy_by_all_partners_has_an_origin_before_the_last_split(world):
    gas = figures(world, list(world.group("twelve")), POWERS, "energy", list(range(1992, 2025)))
    years = gas[gas["share"].notna()].groupby("state")["year"].agg(lambda own: sorted(set(own))[KNOWN - 1])
    assert (years >= DEFAULT).all()
