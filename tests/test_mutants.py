"""The changes that the mutation script makes: each is of one expression, and leaves a source that can be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks import mutants

SOURCE = "low = a <= 2 and 'é' in b  # é\nhigh = f'{a + 1}' if x - y else (p or q)\n"


def test_every_listed_change_still_finds_its_expression():
    for mutant in mutants.listed():
        before = (mutants.ROOT / mutants.SOURCE / mutant.file).read_text(encoding="utf-8")
        assert ast.dump(ast.parse(mutant.text)) != ast.dump(ast.parse(before))


def test_each_operator_and_each_number_outside_formatted_text_is_changed_once():
    made = [mutants.mutated(Path("made_up.py"), SOURCE, place).text.splitlines() for place in range(6)]
    with pytest.raises(IndexError):
        mutants.mutated(Path("made_up.py"), SOURCE, 6)
    low, high = SOURCE.splitlines()
    assert sorted(one for one, _ in made if one != low) == [
        "low = a < 2 and 'é' in b  # é",
        "low = a <= 2 and 'é' not in b  # é",
        "low = a <= 2 or 'é' in b  # é",
        "low = a <= 3 and 'é' in b  # é",
    ]
    assert sorted(other for _, other in made if other != high) == [
        "high = f'{a + 1}' if x + y else (p or q)",
        "high = f'{a + 1}' if x - y else (p and q)",
    ]


def test_a_draw_repeats_with_its_seed_and_parses():
    first, again, other = (mutants.drawn(20, seed, "influence") for seed in (1, 1, 2))
    assert first == again != other and len(set(first)) == 20
    assert all(ast.parse(mutant.text) for mutant in first)


def test_tests_that_concern_a_file_are_its_mirror_its_examples_and_those_that_name_it():
    chosen = mutants.tests_of(Path("economy/outcomes.py"))
    assert chosen[0] == "src/steppe/economy/outcomes.py" and "tests/economy/test_equilibrium.py" in chosen
    assert "tests/report/test_pair.py" not in chosen
