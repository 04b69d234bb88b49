"""What holds for any day, any body and any spell: laws of the World, tried with cases that Hypothesis invents."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import steppe
from steppe.evidence.claims import granularity
from steppe.world import consistency, schema
from steppe.world.dates import as_date
from steppe.world.errors import UserError
from steppe.world.names import look_alike, resolve
from steppe.world.readers import read_table
from steppe.world.ties import trade_cube
from steppe.world.world import World

WORLD = steppe.load()
BODIES = sorted(WORLD.organization_names)
TWELVE = WORLD.group("twelve")
days = st.dates(date(1991, 1, 1), date(2035, 12, 31))


@given(body=st.sampled_from(BODIES), day=days)
def test_who_is_a_member_in_practice_is_one_in_law(body: str, day: date) -> None:
    assert set(WORLD.members(body, day, "practice")) <= set(WORLD.members(body, day, "law"))


@given(body=st.sampled_from(BODIES), day=days)
def test_a_member_has_exactly_one_spell_towards_all(body: str, day: date) -> None:
    held = WORLD.spells(body, on=day)
    towards_all = held[held["towards"].isna()]
    assert towards_all["state"].is_unique
    assert set(WORLD.members(body, day)) <= set(towards_all["state"])


@given(body=st.sampled_from(BODIES), state=st.sampled_from(TWELVE), day=days)
def test_a_spell_holds_from_its_start_to_the_day_before_its_end(body: str, state: str, day: date) -> None:
    spell = WORLD.spell(state, body, day)
    if spell is None:
        return
    assert spell.start <= day and (spell.end is None or day < spell.end)
    if spell.end is not None:
        later = WORLD.spell(state, body, spell.end)
        assert later is None or later.start == spell.end


spans = st.tuples(days, st.none() | st.integers(1, 3000)).map(
    lambda span: (span[0], span[1] and span[0] + timedelta(days=span[1]))
)


@pytest.mark.slow
@settings(max_examples=25)
@given(
    body=st.sampled_from(["CIS", "EAEU", "CSTO", "SCO"]),
    state=st.sampled_from(TWELVE),
    asked=st.lists(st.tuples(spans, st.sampled_from(["active", "frozen", "suspended"])), min_size=1, max_size=4),
    towards=st.sampled_from([None, "RUS"]),
)
def test_spells_never_overlap_whatever_is_added(
    body: str, state: str, asked: list[tuple[tuple[date, date | None], str]], towards: str | None
) -> None:
    world = small_world(body, state)
    for (start, end), practice in asked:
        try:
            new = world.with_spell(
                state=state, organization=body, start=start, end=end, practice=practice, towards=towards
            )
        except UserError as refused:
            assert "already has a spell" in str(refused)
            continue
        assert len(new.table("memberships")) == len(world.table("memberships")) + 1
        world = new
        assert list(consistency.check_spells_do_not_overlap(world)) == []
        spells = world.table("memberships")
        assert (spells["end"].isna() | (spells["start"] < spells["end"])).all()


def small_world(body: str, state: str) -> World:
    """The spells of one state in one body: quick to copy."""
    return WORLD.with_tables({"memberships": WORLD.spells(body, state)})


@given(day=days)
def test_said_days_are_read_back(day: date) -> None:
    assert as_date(day) == as_date(str(day)) == as_date(pd.Timestamp(day)) == day
    assert as_date(f"{day:%Y-%m}") == day.replace(day=1)
    assert as_date(f"{day:%Y}") == as_date(day.year) == date(day.year, 1, 1)  # type: ignore[arg-type]


@pytest.mark.slow
@given(text=st.text(max_size=12))
def test_a_day_is_read_or_refused_with_the_way_to_write_it(text: str) -> None:
    try:
        assert isinstance(as_date(text), date)
    except UserError as refused:
        assert "year-month-day" in str(refused)


@given(word=st.text(max_size=15))
def test_a_name_is_resolved_to_a_known_one_or_refused(word: str) -> None:
    try:
        assert resolve(word, WORLD.state_names, "state", "code") in WORLD.state_names
    except UserError as refused:
        assert "no state has the code" in str(refused)


@given(code=st.sampled_from(sorted(WORLD.state_names)), case=st.sampled_from([str.lower, str.upper, str.title]))
def test_every_state_is_found_by_code_and_by_name_in_any_case(code: str, case: type) -> None:
    assert WORLD.state(case(code)) == code
    assert WORLD.state(case(WORLD.state_names[code])) in (code, *_namesakes(code))


def _namesakes(code: str) -> list[str]:
    name = WORLD.state_names[code].casefold()
    return [other for other, title in WORLD.state_names.items() if title.casefold() == name]


@given(code=st.sampled_from(sorted(WORLD.state_names)), order=st.permutations([0, 1, 2]))
def test_letters_in_the_wrong_order_still_hint_at_a_code_of_the_same_letters(code: str, order: list[int]) -> None:
    muddled = "".join(code[n] for n in order)
    assume(muddled not in WORLD.state_names)
    hint = look_alike(muddled, list(WORLD.state_names))
    assert sorted(hint.removesuffix("?")[-3:]) == sorted(code)


# --------------------------------------------------------------------------------------- figures
@given(state=st.sampled_from(TWELVE), year=st.sampled_from([2000, 2010, 2018, 2020, 2023]))
def test_shares_of_all_partners_sum_to_one(state: str, year: int) -> None:
    cube = trade_cube(WORLD)
    values, _ = cube.year(year)
    (place,) = cube.places([state])
    both = values[place] + values[:, place]
    assert both.sum() > 0 and both[place] == 0
    assert (both / both.sum()).sum() == pytest.approx(1)


@given(digits=st.integers(1, 9999), power=st.integers(-3, 5))
def test_the_granularity_of_a_figure_divides_it_and_is_1_or_5_times_a_power_of_ten(digits: int, power: int) -> None:
    figure = float(f"{digits}e{power}")
    step = granularity(f"{digits}e{power}")
    assert 0 < step <= figure * (1 + 1e-9)
    assert figure / step == pytest.approx(round(figure / step), abs=1e-6)
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - 1), abs(mantissa - 5)) < 1e-6


# ----------------------------------------------------------------------------------------- files
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_are_a_table_or_one_sentence(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    header = b"year,exporter,importer,value,source,basis\n"
    path.write_bytes(header + content if content[:1] > b"@" else content)
    try:
        frame = read_table(path, schema.table("trade"))
    except UserError as refused:
        assert len(str(refused).splitlines()) == 1
    else:
        assert list(frame.columns) == schema.table("trade").names
