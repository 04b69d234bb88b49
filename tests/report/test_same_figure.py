"""The same state, power and layer have the same value, year and basis on every screen."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import steppe
from steppe.display.format import NOT_ON_RECORD, currency_of, money, percent
from steppe.evidence.documents import documents
from steppe.influence import LAYERS, figures
from steppe.influence.composite import composite
from steppe.influence.latest import latest
from steppe.influence.ranking import compare, powers, rank_by_shares
from steppe.report.brief import terminal
from steppe.report.brief.tables import tie_rows
from steppe.report.brief.view import brief
from steppe.report.pair import page as pair_page
from steppe.report.pair.choice import Choice
from steppe.report.pair.view import LIKENESS, both_sides, both_ways, pair
from steppe.report.site.choices import choices
from steppe.world.actors import POWERS, twelve
from steppe.world.layers import DOMAINS

SHOWN = (("debt", "debt", "CHN"), ("remittances", "remittances", "RUS"), ("votes", "votes", "RUS"))


@pytest.fixture(scope="module", params=["ARM", "KAZ"])
def state(request, world):
    """A state's code and its brief."""
    return request.param, brief(world, request.param)


def same(first: object, second: object) -> bool:
    return first == second or (pd.isna(first) and pd.isna(second))


@pytest.mark.parametrize("frame, layer, power", SHOWN)
def test_overview_and_brief(view, state, frame, layer, power):
    code, written = state
    table = getattr(view, frame)
    row = table[(table["state"] == code) & (table["partner"] == power)].iloc[-1]
    cell = written.cells.set_index(["layer", "partner"]).loc[(layer, power)]
    for name in ("share", "basis", "source", *(("amount", "size", "year") if "amount" in row else ())):
        assert same(row[name], cell[name] if name != "year" or cell["known"] else None), name


@pytest.mark.parametrize("power", ["RUS", "CHN", "EU"])
def test_overview_and_brief_have_the_same_share_of_trade(world, view, state, power):
    code, written = state
    last = written.cells.set_index(["layer", "partner"]).loc[("trade", power)]
    row = view.trade.set_index(["state", "partner", "year"]).loc[(code, power, 2023)]
    years = steppe.dependence(code, power, layer="trade", world=world).frame.set_index("year")
    assert last["year"] == years["share"].last_valid_index()
    assert last["share"] == years.at[last["year"], "share"]
    cell = years.loc[2023]
    assert (row["share"], row["amount"], row["basis"]) == (cell["share"], cell["amount"], cell["basis"])


def test_pair_and_dependence_and_brief(world, state):
    code, written = state
    rows = pair(world, Choice(code, "RUS", "one of the twelve and a power")).ties.set_index("layer")
    asked = steppe.dependence(code, "RUS", world=world).latest.set_index("layer")
    cells = written.cells[written.cells["partner"] == "RUS"].set_index("layer")
    assert len(rows) > 10
    for layer, row in rows.iterrows():
        for name in ("share", "amount", "when", "basis"):
            values = (row[f"{name}0"], asked.at[layer, name], cells.at[layer, name])
            assert same(*values[:2]) and same(*values[1:]), (layer, name, values)


# ------------------------------------------------------------- the walk: every tie of the twelve with every power
SHARED = ("share", "low", "high", "amount", "when", "record", "basis")


@pytest.fixture(scope="module")
def everything(world) -> pd.DataFrame:
    """Every figure of the twelve on the powers, all years."""
    return figures(world, twelve(world), POWERS)


@pytest.fixture(scope="module")
def cells(everything) -> pd.DataFrame:
    """The latest figure of each tie: what `dependence` shows, by state, layer and power."""
    last = latest(everything)
    return last[last["state"] != last["partner"]].set_index(["state", "layer", "partner"])


def differ(shown: pd.DataFrame, cells: pd.DataFrame, names=SHARED) -> list[tuple[object, ...]]:
    """Where figures by state, layer and power are others than the latest."""
    both = shown[list(names)].join(cells[list(names)].add_suffix("_latest"), how="left")
    return [
        (*key, name)
        for name in names
        for key, own, last in zip(both.index, both[name], both[f"{name}_latest"], strict=True)
        if not same(own, last)
    ]


@pytest.mark.slow
def test_every_brief_has_the_latest_figure(world, cells):
    for state in twelve(world):
        view = brief(world, state)
        own = view.cells.set_index(["state", "layer", "partner"])
        assert len(own) == len(cells.loc[state]) and differ(own, cells) == []


def test_every_pair_has_the_latest_figure(world, cells):
    chosen = [Choice(state, power, "") for state in twelve(world) for power in POWERS if power != state]
    for choice, sides in zip(chosen, both_sides(world, chosen).values(), strict=True):
        ties, _ = both_ways(*sides)
        ties = ties[~ties["layer"].isin(LIKENESS)]  # alike both ways: the later of the two sides
        own = ties.rename(columns={f"{name}0": name for name in SHARED})
        own = own.assign(state=choice.first, partner=choice.second).set_index(["state", "layer", "partner"])
        assert differ(own, cells) == []


def test_the_overview_has_the_latest_figure_of_every_state(view, cells):
    for frame, layer, power in SHOWN:
        table = getattr(view, frame)
        rows = table[(table["partner"] == power) & (table["state"] != power)].drop_duplicates("state", keep="last")
        own = rows.assign(layer=layer).set_index(["state", "layer", "partner"])
        assert len(own) >= 11
        assert differ(own, cells, ["share", "basis", *(["amount"] if "amount" in own else [])]) == []


@pytest.fixture(scope="module")
def titles(world) -> dict[str, str]:
    """What `ask` says of ties, by key."""
    return {one.key: one.title for one in documents(world) if one.kind == "tie"}


def test_ask_has_the_latest_figure_with_amount_and_range(world, cells, titles):
    shares = cells[cells["share"].notna()]
    for (state, layer), own in shares.groupby(["state", "layer"]):
        title = titles[f"{state} {layer}"]
        assert f"{LAYERS[layer].title}, {own['row_when'].iloc[0]}: " in title
        for (_, _, power), cell in own.iterrows():
            name = world.state_names.get(power, "European Union")
            said = re.search(rf"{name} {re.escape(percent(cell['share']))} %(?: \((.*?)\))?(?:, |$)", title)
            assert said, (title, name, percent(cell["share"]))
            held = money(cell["amount"], cell["unit"])
            assert not held or held in said[1]
            assert pd.isna(cell["low"]) or f"{percent(cell['low'])} to {percent(cell['high'])} % over" in said[1]


def test_ask_has_the_largest_partners_as_dependence_has_them_in_that_year(world, everything, titles):
    trade = everything[everything["layer"].eq("trade")].set_index(["state", "partner", "year"])
    names = {name: code for code, name in world.state_names.items()}
    found = 0
    for place, title in titles.items():
        if re.fullmatch("[A-Z]{3} partners", place):
            year = int(re.search(r", (\d{4}): ", title)[1])
            for name, share, held in re.findall(r"([^:,()]+?) ([\d.]+) % \(([^)]*)\)", title):
                key = (place[:3], names[name.strip()], year)
                if key[1] in POWERS:
                    found += 1
                    cell = trade.loc[key]
                    assert (share, held) == (percent(cell["share"]), money(cell["amount"], cell["unit"])), key
    assert found >= 12


def test_the_map_of_the_site_has_the_figure_of_its_year(world, everything):
    keys = ["layer", "partner", "year", "state"]
    known = {tuple(row[:4]): row[4] for row in everything[[*keys, "share"]].itertuples(index=False, name=None)}
    seen = 0
    for (layer, power), years in choices(world).items():
        for year, one in years.items():
            for figure in one.figures:
                if (layer, power, year, figure.state) in known:
                    share = known[layer, power, year, figure.state]
                    assert (figure.share is None) == pd.isna(share), (layer, power, year, figure)
                    assert figure.share is None or percent(figure.share) == percent(share)
                    seen += figure.share is not None
    assert seen > 10_000


@pytest.mark.parametrize("domain", DOMAINS)
def test_composites_are_of_the_figures_of_their_years(world, everything, domain):
    """What `rank`, `powers` and `compare` weigh: a part is the share of its year, never another."""
    parts = composite(world, twelve(world), POWERS, domain, 2023, draws=10).parts
    entered = parts[parts["value"].notna()].set_index(["state", "layer", "partner", "year"])
    shares = everything.set_index(["state", "layer", "partner", "year"])["share"]
    pd.testing.assert_series_equal(entered["value"], shares.loc[entered.index], check_names=False)


def test_rank_powers_and_compare_show_one_composite(world):
    table, _ = rank_by_shares(world, "CHN", "political", 2023, "KAZ,KGZ", draws=10)
    sides = compare(world, "KAZ", "KGZ", "CHN", 2023, draws=10).set_index("domain").loc["political"]
    assert dict(zip(table["state"], table["value"], strict=True)) == {one: sides[one] for one in ("KAZ", "KGZ")}
    means = powers(world, 2023, "CHN", "KAZ,KGZ", draws=10).set_index("domain")
    assert means.at["political", "mean"] == pytest.approx(table["value"].mean())


def test_no_figure_stands_without_a_source_and_no_zero_without_a_record(cells):
    known = cells[cells["known"]]
    assert known["basis"].notna().all() and known["source"].notna().all()
    zero = cells[cells["share"].eq(0) | (cells["share"].isna() & cells["amount"].eq(0))]
    assert len(zero) and zero["known"].all() and not zero["missing"].where(zero["share"].eq(0)).notna().any()


# ------------------------------------------------------------------------------- amounts beside shares
def test_a_brief_has_an_amount_beside_each_share_of_money(world, state):
    _, written = state
    rows = {row.head: row for row in tie_rows(written)}
    lines = "\n".join(line.plain for line in terminal.render(written, 80))
    found = 0
    for _, cell in written.cells[written.cells["share"].notna()].iterrows():
        place = written.powers.index(cell["partner"])
        amount = rows[LAYERS[cell["layer"]].title].cells[place].amount
        assert amount == money(cell["amount"], cell["unit"])
        if currency_of(cell["unit"]) and amount != NOT_ON_RECORD:
            found += 1
            assert amount.rsplit(" ", 1)[0] in lines
    assert found > 10


def test_a_pair_has_the_amounts_of_both_sides(world):
    view = pair(world, Choice("KGZ", "RUS", "one of the twelve and a power"))
    rows = {row.head: row.cells for _, row, _ in pair_page.tie_rows(view)}
    ties = view.ties.set_index("layer")
    for layer, row in ties.iterrows():
        if currency_of(row["unit"]):
            for side in (0, 1):
                if row[f"known{side}"]:
                    assert money(row[f"amount{side}"], row["unit"]) in rows[row["title"]][2].text, layer
    assert " bn USD" in rows["Trade in goods"][2].text
