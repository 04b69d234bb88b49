"""Every rule is broken once on purpose: its finding must name the place and the repair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd
import pytest

from steppe.world import consistency as c
from steppe.world import schema
from steppe.world.world import World

Break = Callable[[World], World]
Rule = Callable[..., Iterator[c.Finding]]


def with_cell(table: str, name: str, value: object, **where: object) -> Break:
    """Puts a value into the first row of a table that has these cells."""

    def broken(world: World) -> World:
        frame = world.table(table)
        found = pd.Series(True, index=frame.index)
        for column, cell in where.items():
            found &= frame[column].eq(cell)
        assert found.any(), where
        frame.loc[found.idxmax(), name] = value
        return World({table: frame})  # not with_tables, which would refuse what the rule is to find

    return broken


def with_row(table: str, **cells: object) -> Break:
    """Adds a row like the table's first one but for these cells."""

    def broken(world: World) -> World:
        frame = world.table(table)
        row = pd.DataFrame([frame.iloc[0].to_dict() | cells])
        return World({table: pd.concat([frame, row.astype(frame.dtypes.to_dict())], ignore_index=True)})

    return broken


def mirrored(world: World) -> World:
    """Kazakh and Kyrgyz offices a thousandfold apart on one flow."""
    frame = world.table("trade_national")
    rows = [
        {"reporter": "KAZ", "partner": "KGZ", "year": 2018, "flow": "X", "value": 600.0},
        {"reporter": "KGZ", "partner": "KAZ", "year": 2018, "flow": "M", "value": 600_000.0},
    ]
    added = pd.DataFrame([frame.iloc[0].to_dict() | row for row in rows])
    kept = frame[~(frame["reporter"].isin(["KAZ", "KGZ"]) & frame["year"].eq(2018))]
    return World({"trade_national": pd.concat([kept, added.astype(frame.dtypes.to_dict())], ignore_index=True)})


def unexplained_rate(world: World) -> World:
    """Yearly exchange rates that no longer say why they are off their months."""
    names = ("exchange_rates", "exchange_rates_yearly")
    return World({name: world.table(name).assign(note=None) for name in names})


def without_review(world: World) -> World:
    return World({"trade_review": world.table("trade_review").iloc[:0]})


BROKEN: list[tuple[Rule, Break, str, str]] = [
    (
        c.check_cells_keep_to_the_schema,
        with_cell("trade", "value", float("inf"), year=2018, exporter="KGZ"),
        "trade",
        r"trade \(2018, KGZ, \w+\): value is inf; it must be .* number.* correct it in its recipe",
    ),
    (
        c.check_cells_keep_to_the_schema,
        with_cell("memberships", "practice", "asleep", state="GEO"),
        "memberships",
        "practice is asleep; it must be one of active, selective, frozen, suspended, leaving: correct it",
    ),
    (
        c.check_cells_keep_to_the_schema,
        with_cell("arms_shares", "share", 45.0),
        "arms_shares",
        r"share is 45.0; it must be a number from 0 to 1",
    ),
    (
        c.check_cells_keep_to_the_schema,
        with_cell("trade", "source", None, year=2018),
        "trade",
        "source is empty; it must be given: correct it in its recipe",
    ),
    (
        c.check_keys_are_unique,
        with_row("group_members"),
        "group_members",
        r"group_members has 2 rows for \(.+\): keep one of them",
    ),
    (
        c.check_references_stand,
        with_cell("memberships", "state", "KZG", state="KGZ"),
        "memberships",
        'memberships: state "KZG" is not in states; correct it, or add it to states',
    ),
    (
        c.check_references_stand,
        with_cell("network_routes", "states", "CHN; KZG"),
        "network_routes",
        'network_routes: states "KZG" is not in states',
    ),
    (
        c.check_spans_end_after_they_start,
        with_cell("memberships", "end", pd.Timestamp("1980-01-01"), state="GEO", organization="CIS"),
        "memberships",
        "end is 1980-01-01; it must come after start: correct one of them",
    ),
    (
        c.check_spans_end_after_they_start,
        with_cell("foreign_presence", "end_year", 1900),
        "foreign_presence",
        "end_year is 1900; it must come after start_year",
    ),
    (
        c.check_spells_do_not_overlap,
        with_cell(
            "memberships", "start", pd.Timestamp("2000-01-01"), state="TKM", organization="CIS", status="associate"
        ),
        "memberships",
        "TKM in CIS starts a new status on 2000-01-01 before the last one ends: give the earlier spell that day as",
    ),
    (
        c.check_codes_are_valid_on_their_dates,
        with_cell("memberships", "start", pd.Timestamp("1900-01-01"), state="KGZ", organization="CIS"),
        "memberships",
        "memberships: KGZ does not exist on 1900-01-01; drop the row, or correct the dates of the state",
    ),
    (
        c.check_codes_are_valid_on_their_dates,
        with_row("trade", exporter="SCG", importer="RUS", year=2020),
        "trade",
        "trade: SCG does not exist in 2020",
    ),
    (
        c.check_exclusive_organizations,
        with_row(
            "memberships",
            spell=9999,
            organization="EU",
            state="ARM",
            status="member",
            practice="active",
            start=pd.Timestamp("2027-01-01"),
            end=pd.NaT,
            towards=None,
        ),
        "memberships",
        "ARM is a member of EAEU and of EU on 2027-01-01, which exclude each other: end one spell before",
    ),
    (
        c.check_shares_sum,
        with_cell("arms_shares", "share", 0.9, recipient="IND", supplier="FRA"),
        "arms_shares",
        r"arms_shares \(IND, .+\): the shares sum to 1\.\d+; they must not exceed 1",
    ),
    (
        c.check_imputed_figures_are_flagged,
        with_cell("trade", "basis", "reported", source="steppe-fill-2023"),
        "trade",
        "basis is reported; it must be `imputed` exactly where the source is steppe-fill-2023",
    ),
    (
        c.check_absurd_trade_is_listed,
        without_review,
        "trade_review",
        r"\w+ to \w+ goes from .* mn USD in 2020 to .* in 2023: list the pair in trade_review",
    ),
    (
        c.check_mirror_flows,
        mirrored,
        "trade_national",
        r"KAZ records 600.0 mn USD sold to KGZ in 2018, KGZ records 600,000.0 bought: compare the units",
    ),
    (
        c.check_licence_classes_are_kept_apart,
        with_cell("state_attributes", "source", "v-dem"),
        "state_attributes",
        "state_attributes is open and holds .* rows of v-dem, which is share-alike: move them to a table of that class",
    ),
    (
        c.check_licence_classes_are_kept_apart,
        with_cell("arms_shares", "basis", "reported"),
        "arms_shares",
        "arms_shares is open and holds reported rows of sipri-arms, which is closed: .* or derive a share",
    ),
    (
        c.check_yearly_rates_follow_the_monthly,
        unexplained_rate,
        "exchange_rates_yearly",
        r"BLR 2000: the rate of the year is 0.08768 to the dollar, the mean of its months 0.07169: correct one",
    ),
    (
        c.check_votes_belong_to_a_roll_call,
        with_row("roll_call_votes", roll_call=999_999),
        "roll_call_votes",
        "roll_call_votes: roll call 999999 is not in roll_calls; add it there or drop it",
    ),
]


@pytest.mark.parametrize(
    ("rule", "break_", "table", "says"), BROKEN, ids=[f"{rule.__name__}-{table}" for rule, _, table, _ in BROKEN]
)
def test_a_broken_world_is_found_and_the_repair_named(
    world: World, rule: Rule, break_: Break, table: str, says: str
) -> None:
    about = [schema.table(table)] if rule in c.TABLE_RULES else []
    findings = [finding for finding in rule(break_(world), *about) if finding.table == table]
    assert findings, "the rule finds nothing"
    assert any(pd.Series([finding.message]).str.contains(says).all() for finding in findings), findings


def test_a_table_whose_rows_need_no_source_is_found(world: World) -> None:
    spec = schema.table("trade")
    loose = replace(spec)
    vars(loose)["columns"] = tuple(column for column in spec.columns if column.name != "source")
    (finding,) = c.check_every_row_has_source_and_basis(world, loose)
    assert finding.message == "trade does not require source: add it to schema/trade.csv."


def test_every_rule_is_broken_here_and_run_by_check() -> None:
    rules = {name: rule for name, rule in vars(c).items() if name.startswith("check_")}
    assert {*c.TABLE_RULES, *c.SYSTEM_RULES} == {*rules.values(), *c.TOPOLOGY_RULES}
    assert {rule for rule, *_ in BROKEN} | {c.check_every_row_has_source_and_basis} == set(rules.values())


def test_many_findings_are_counted_and_not_all_printed(world: World) -> None:
    frame = world.table("us_troops").assign(basis="hearsay")
    findings = list(c.check_cells_keep_to_the_schema(World({"us_troops": frame}), schema.table("us_troops")))
    assert len(findings) == c.SHOWN + 1
    assert findings[-1].message == f"us_troops: {len(frame) - c.SHOWN:,} more rows like that in basis."


def test_the_shipped_bundle_is_clean(world: World) -> None:
    assert c.check(world) == []
