"""The ledger: episodes with use of force beside them, its choices and its counts."""

from __future__ import annotations

import pytest

from steppe.influence.ledger import FORCE, KINDS, OUTCOMES, chosen, counts, ledger, use_of_force
from steppe.world.errors import UserError


def test_use_of_force_stands_beside_the_episodes_and_is_no_row_of_them(world):
    rows = ledger(world)
    assert (rows["instrument"].ne(FORCE).sum(), rows["instrument"].eq(FORCE).sum()) == (265, len(use_of_force(world)))
    assert FORCE not in set(world.table("episodes")["instrument"])
    force = rows[rows["instrument"].eq(FORCE)]
    assert force["kind"].isna().all() and force["outcome"].isna().all()


@pytest.mark.parametrize(
    ("sender", "target", "start", "end", "both"),
    [
        ("RUS", "GEO", 2008, 2008, False),
        ("RUS", "UKR", 2014, 2022, False),
        ("RUS", "UKR", 2022, None, False),
        ("AZE", "ARM", 2020, 2023, True),
        ("KGZ", "TJK", 2021, 2022, True),
    ],
)
def test_who_used_force_toward_whom(world, sender, target, start, end, both):
    rows = use_of_force(world)
    found = rows[rows["sender"].eq(sender) & rows["target"].eq(target) & rows["start"].dt.year.eq(start)]
    assert len(found) == 1
    assert bool(found["both"].iloc[0]) is both
    assert (None if found["end"].isna().iloc[0] else found["end"].dt.year.iloc[0]) == end


def test_helpers_of_a_government_and_of_both_sides_use_no_force_toward_it(world):
    rows = use_of_force(world)
    assert rows[rows["target"].eq("TJK") & rows["sender"].isin(["RUS", "UZB"])].empty


def test_where_neither_is_the_sender_either_is_found_by_it(world):
    for state in ("ARM", "AZE"):
        assert (chosen(world, sender=state, by=FORCE)["start"].dt.year == 2020).any()


def test_a_pair_is_found_in_either_order_and_the_union_by_any_of_its_names(world):
    assert chosen(world, "KGZ", "RUS").equals(chosen(world, "RUS", "Kyrgyzstan"))
    assert len(chosen(world, sender="EU")) == len(chosen(world, sender="European Union")) == 45


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "KZG"}, "KZG"),
        ({"by": ""}, "none called"),
        ({"name": ""}, "no state is named"),
        ({"by": "import_bans"}, "Did you mean import_ban"),
        ({"name": "KGZ", "other": "Kyrgyzstan"}, "are one"),
    ],
)
def test_what_is_no_choice_is_refused_in_a_sentence(world, given, said):
    with pytest.raises(UserError, match=said):
        chosen(world, **given)


def test_a_group_is_its_states_and_a_member_of_the_union_is_not_the_union(world):
    assert set(chosen(world, sender="central-asia")["sender"]) >= {"KAZ", "UZB"}
    assert "HUN" not in set(chosen(world, sender="EU")["sender"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by", ["sender", "instrument"])
def test_counts_are_whole_and_of_one_kind(world, kind, by):
    rows = ledger(world)
    found = counts(rows, kind, [by])
    assert found["rows"].sum() == rows["kind"].eq(kind).sum()
    assert (found[list(OUTCOMES)].sum(axis=1) == found["rows"]).all()
    assert (found["bargains"] <= found["rows"]).all()
    assert all(dtype.kind in "iuO" or str(dtype) == "str" for dtype in found.dtypes)  # no share among them
