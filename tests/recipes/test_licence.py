"""Closed data must stay closed: adversaries try to get it back out of the bundle.

A design rule: nothing may be shipped from which a tenth of a closed source's values can be recovered. For arms, the
adversary knows what SIPRI's own pages show anyone, every recipient's total by window or even by year, and multiplies by
the shares shipped. For sources of which nothing is shipped, the test looks for their values, to three digits, anywhere
in the bundle beside the same state and year, and subtracts what chance alone would put there.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
RAW = Path(os.environ.get("STEPPE_DATA", ROOT.parent / "shared" / "data"))
BUNDLE = ROOT / "src" / "steppe" / "bundle"
MOST_RECOVERED = 0.10
HIT = 0.01  # a guess within one per cent is a recovery

pytestmark = pytest.mark.oracle("raw data")


def raw(name: str) -> pd.DataFrame:
    """A raw file, or a skip that says what is missing."""
    path = RAW / name
    if not path.exists():
        pytest.skip(f"raw data absent: {name} (set STEPPE_DATA to the folder that holds it)")
    return duckdb.read_parquet(str(path)).df()


def shipped(table: str) -> pd.DataFrame:
    """A bundle table, or a skip where the bundle was not made."""
    found = sorted(BUNDLE.glob(f"*/{table}.parquet"))
    if not found:
        pytest.skip(f"the bundle holds no table {table}: run `python -m recipes`")
    return duckdb.read_parquet(str(found[0])).df()


@pytest.fixture(scope="module")
def deliveries() -> pd.DataFrame:
    """SIPRI's non-zero values by recipient, supplier and year, of the recipients for which shares are shipped."""
    rows = raw("political/sipri_tiv_dyad_year.parquet")
    shares = shipped("arms_shares")
    rows = rows[rows["iso3_recipient"].isin(shares["recipient"]) & rows["year"].ge(shares["start_year"].min())]
    rows = rows.assign(recipient=rows["iso3_recipient"], supplier=rows["iso3_supplier"].replace({"UAE": "ARE"}))
    rows = rows[rows["tiv"] > 0].groupby(["recipient", "supplier", "year"], as_index=False, dropna=False)["tiv"].sum()
    assert len(rows) > 500
    return rows


def spread_evenly(shares: pd.DataFrame, deliveries: pd.DataFrame) -> pd.DataFrame:
    """Guess 1: share times the window's total, the same for each year of the window."""
    guesses = _with_window_totals(shares, deliveries)
    guesses["guess"] = guesses["volume"] / (guesses["end_year"] - guesses["start_year"] + 1)
    return _each_year(guesses)


def spread_like_total(shares: pd.DataFrame, deliveries: pd.DataFrame) -> pd.DataFrame:
    """Guess 2: share times what the recipient received that year from all suppliers."""
    totals = deliveries.groupby(["recipient", "year"])["tiv"].sum().rename("total").reset_index()
    guesses = _each_year(shares.assign(guess=shares["share"])).merge(totals, on=["recipient", "year"])
    return guesses.assign(guess=guesses["guess"] * guesses["total"])


def leader_takes_all(shares: pd.DataFrame, deliveries: pd.DataFrame) -> pd.DataFrame:
    """Guess 4: the window's leading supplier delivered all that the recipient received that year."""
    leaders = shares.sort_values("share").groupby(["recipient", "start_year", "end_year"]).tail(1)
    return spread_like_total(leaders.assign(share=1.0), deliveries)


def difference_of_windows(shares: pd.DataFrame, deliveries: pd.DataFrame) -> pd.DataFrame:
    """Guess 3: the year that the long window has and the two short ones inside it have not."""
    volume = _with_window_totals(shares, deliveries).set_index(["recipient", "supplier", "start_year", "end_year"])
    windows = volume["volume"].unstack(["start_year", "end_year"], fill_value=0.0)
    first = windows[(2014, 2024)] - windows[(2015, 2019)] - windows[(2020, 2024)]
    return first[first > 0].rename("guess").reset_index().assign(year=2014)


def _with_window_totals(shares: pd.DataFrame, deliveries: pd.DataFrame) -> pd.DataFrame:
    frames = []
    for (first, last), window in shares.groupby(["start_year", "end_year"]):
        inside = deliveries[deliveries["year"].between(first, last)]
        totals = inside.groupby("recipient")["tiv"].sum()
        frames.append(window.assign(volume=window["share"] * window["recipient"].map(totals)))
    return pd.concat(frames, ignore_index=True)


def _each_year(guesses: pd.DataFrame) -> pd.DataFrame:
    years = [range(first, last + 1) for first, last in zip(guesses["start_year"], guesses["end_year"], strict=True)]
    return guesses.assign(year=years).explode("year").astype({"year": int})


ATTACKS = (spread_evenly, spread_like_total, difference_of_windows, leader_takes_all)


def recovered(guesses: pd.DataFrame, deliveries: pd.DataFrame) -> set[tuple[str, str, int]]:
    """Dyad-years that some guess meets within one per cent."""
    both = deliveries.merge(guesses[["recipient", "supplier", "year", "guess"]], on=["recipient", "supplier", "year"])
    hit = both[(both["guess"] / both["tiv"] - 1).abs() <= HIT]
    return set(zip(hit["recipient"], hit["supplier"], hit["year"], strict=True))


def test_shares_of_arms_do_not_give_the_yearly_values_away(deliveries, capsys):
    shares = shipped("arms_shares")
    attacks = {a.__name__: a for a in ATTACKS}
    hits = {name: recovered(attack(shares, deliveries), deliveries) for name, attack in attacks.items()}
    every = set().union(*hits.values())
    with capsys.disabled():
        found = ", ".join(f"{name} {len(hit) / len(deliveries):.1%}" for name, hit in hits.items())
        print(f"\narms: {found}; together {len(every) / len(deliveries):.1%} of {len(deliveries)} dyad-years")
    assert len(every) / len(deliveries) < MOST_RECOVERED


def test_the_adversary_would_find_unrounded_yearly_shares(deliveries):
    """The attack works: against exact shares by year it recovers everything, so a pass above means something."""
    total = deliveries.groupby(["recipient", "year"])["tiv"].transform("sum")
    exact = deliveries.assign(
        share=deliveries["tiv"] / total, start_year=deliveries["year"], end_year=deliveries["year"]
    )
    assert len(recovered(spread_evenly(exact, deliveries), deliveries)) > 0.95 * deliveries["supplier"].notna().sum()


def test_arms_shares_are_rounded_and_carry_no_totals():
    shares = shipped("arms_shares")
    assert np.allclose(shares["share"] * 100, (shares["share"] * 100).round())
    assert (shares["end_year"] - shares["start_year"] >= 4).all()
    numbers = shares.select_dtypes("number").columns
    assert set(numbers) == {"share", "start_year", "end_year"}


def trips() -> pd.DataFrame:
    """COLT's yearly trips by state and direction, those of the windows that are shipped."""
    path = RAW / "update-2026-11/security/colt_trips_country_year_1990_2024.csv"
    if not path.exists():
        pytest.skip(f"raw data absent: {path.name} (set STEPPE_DATA to the folder that holds it)")
    rows = pd.read_csv(path).melt(["iso3", "year"], var_name="direction", value_name="trips").dropna()
    return rows.assign(direction=rows["direction"].str.removeprefix("trips_")).query("trips > 0")


def test_relative_trips_of_leaders_do_not_give_the_counts_away(capsys):
    """The adversary knows what the state with most made in each year and window, and that trips are whole numbers."""
    relative, rows = shipped("leader_trips"), trips()
    windows = relative["start_year"].unique()
    rows = rows[rows["year"].ge(windows.min())]
    rows["start_year"] = rows["year"].map(lambda year: max(one for one in windows if one <= year))
    both = rows.merge(relative.rename(columns={"state": "iso3"}), on=["iso3", "direction", "start_year"])
    mean = both.groupby(["iso3", "direction", "start_year"])["trips"].transform("mean")
    most = mean.groupby([both["direction"], both["start_year"]]).transform("max")
    of_year = both.groupby(["direction", "year"])["trips"].transform("max")
    guesses = (both["of_largest"] * most, both["of_largest"] * of_year)
    hits = [guess.round().eq(both["trips"]) & both["of_largest"].lt(1) for guess in guesses]
    every = hits[0] | hits[1]
    with capsys.disabled():
        print(f"\ntrips: by window {hits[0].mean():.1%}, by year {hits[1].mean():.1%}, together {every.mean():.1%}")
    assert len(both) > 900 and every.mean() < MOST_RECOVERED
    assert np.allclose(relative["of_largest"] * 5, (relative["of_largest"] * 5).round())


def closed_gas() -> pd.DataFrame:
    """IEA gas flows: yearly volume by border point (million m3), as seen from both ends."""
    older = raw("ties/gas_flows_iea_gtf_2008_2022.parquet")
    newer = raw("update-2026-11/energy/gas_flows_iea_gtf_2021_2024.parquet")
    rows = pd.concat([older[older["year"] < newer["year"].min()], newer], ignore_index=True)
    years = rows.groupby(["year", "borderpoint", "exit_iso3", "entry_iso3"], as_index=False)["gtf_mcm"].sum()
    return _from_both_ends(years, ("exit_iso3", "entry_iso3"), "gtf_mcm")


def closed_deals() -> pd.DataFrame:
    """China Global Investment Tracker: deals (million USD)."""
    rows = raw("ties/cgit_china_investment_2005_2018.parquet")
    return rows.rename(columns={"iso3": "state", "usd_m": "value"})[["state", "year", "value"]]


def closed_events() -> pd.DataFrame:
    """GDELT extract: monthly net conflict and cooperation of pairs, as seen from both ends."""
    rows = raw("political/gdelt_monthly_net.parquet").assign(year=lambda t: t["yyyymm"] // 100)
    return _from_both_ends(rows, ("iso3_a", "iso3_b"), "gdelt_net")


def _from_both_ends(rows: pd.DataFrame, ends: tuple[str, str], value: str) -> pd.DataFrame:
    sides = [rows.rename(columns={end: "state", value: "value"})[["state", "year", "value"]] for end in ends]
    return pd.concat(sides, ignore_index=True)


def three_digits(values: pd.Series) -> pd.Series:
    """Numbers rounded to three significant digits, as exact text."""
    return values.map(lambda v: f"{v:.2e}")


@pytest.fixture(scope="module")
def bundle_values() -> set[tuple[str, int, str]]:
    """(state, year, value to three digits) of every number that stands in a row with a state and a year."""
    found: set[tuple[str, int, str]] = set()
    for path in sorted(BUNDLE.glob("*/*.parquet")):
        frame = duckdb.read_parquet(str(path)).df()
        if "year" not in frame:
            continue
        texts = [c for c in frame if pd.api.types.is_string_dtype(frame[c]) and frame[c].notna().any()]
        codes = [c for c in texts if frame[c].dropna().str.len().eq(3).all()]
        numbers = [c for c in frame.select_dtypes("number") if "year" not in c]
        for code in codes:
            for number in numbers:
                kept = frame[[code, "year", number]].dropna()
                found.update(zip(kept[code], kept["year"].astype(int), three_digits(kept[number]), strict=True))
    if not found:
        pytest.skip("the bundle was not made: run `python -m recipes`")
    return found


@pytest.mark.parametrize("closed", [closed_gas, closed_deals, closed_events])
def test_no_value_of_an_unshipped_source_stands_in_the_bundle(closed, bundle_values, capsys):
    rows = closed().dropna()
    rows = rows[rows["value"].abs() > 0]
    texts = three_digits(rows["value"])
    years = rows["year"].astype(int)
    seen = pd.Series(list(zip(rows["state"], years, texts, strict=True)), index=rows.index).isin(bundle_values).mean()
    shuffled = texts.sample(frac=1, random_state=0).set_axis(rows.index)
    chance = pd.Series(list(zip(rows["state"], years, shuffled, strict=True))).isin(bundle_values).mean()
    with capsys.disabled():
        print(f"\n{closed.__name__}: {seen:.1%} of {len(rows)} values stand in the bundle, {chance:.1%} by chance")
    assert seen - chance < MOST_RECOVERED


def test_no_case_of_the_sanctions_data_base_is_shipped():
    """GSDB's cases have numbers of their own: no shipped table has a column of sanctions cases or its flags."""
    columns = {c for path in BUNDLE.glob("*/*.parquet") for c in duckdb.read_parquet(str(path)).columns}
    if not columns:
        pytest.skip("the bundle was not made: run `python -m recipes`")
    own = set(raw("political/gsdb_v3_cases.parquet").columns) - {"begin", "end", "trade", "other"}
    assert not own & columns
