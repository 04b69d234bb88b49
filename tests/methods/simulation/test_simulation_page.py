"""The page of the simulation has the scores that are shipped."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/explanation/simulation.md"
NAMES = {"debt": "debt service", "transfers": "remittances"}


def written(row, digits):
    ends = "" if row["low"] != row["low"] else f" ({row['low']:.{digits}f} to {row['high']:.{digits}f})"
    return f"{row['value']:.{digits}f}{ends}".replace("-", "−")


def test_the_table_of_the_page_is_that_of_the_bundle(world):
    scores = world.sql("from motion_scores where chosen")
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
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
