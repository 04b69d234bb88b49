"""One seed, many independent streams, each known by its name."""

from pathlib import Path

import numpy as np
import pytest

import steppe
from steppe.world.streams import Streams

SOURCE = Path(steppe.__file__).parent


def test_the_same_seed_and_name_give_the_same_numbers():
    assert Streams(3).rng("depth", 2).random(5).tolist() == Streams(3).rng("depth", 2).random(5).tolist()


@pytest.mark.parametrize("other", [(), ("depth",), ("depth", 3), (2, "depth"), ("theta", 2)])
def test_streams_of_different_names_are_not_correlated(other):
    one, two = (Streams(3).rng(*name).standard_normal(100_000) for name in (("depth", 2), other))
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.015  # five standard errors


def test_the_numbers_of_a_stream_do_not_depend_on_what_another_gave():
    streams = Streams(3)
    streams.rng("theta").random(1000)
    assert streams.rng("depth").random() == Streams(3).rng("depth").random()


def test_without_a_name_the_stream_is_that_of_the_seed_as_numpy_has_it():
    assert Streams(7).rng().random(3).tolist() == np.random.default_rng(7).random(3).tolist()


def test_a_number_names_the_stream_that_numpy_spawns_at_that_place():
    child = np.random.SeedSequence(7).spawn(2)[1]
    assert Streams(7).rng(1).random() == np.random.default_rng(child).random()


def test_no_other_module_makes_random_numbers():
    makers = ("default_rng", "SeedSequence", "RandomState", "import random")
    files = [path for path in SOURCE.rglob("*.py") if any(word in path.read_text(encoding="utf-8") for word in makers)]
    assert [path.relative_to(SOURCE).as_posix() for path in files] == ["world/streams.py"]
