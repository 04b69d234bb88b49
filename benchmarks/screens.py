"""Screens: the grid of dependence and the overview from a fresh world, as multiples of loading all its tables."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from steppe.influence import matrix
from steppe.report.overview.view import overview
from steppe.world import schema
from steppe.world.load import load
from steppe.world.world import World

RUNS = 5


def seconds(work: Callable[[World], object]) -> float:
    """Median processor time of some work on a fresh world."""
    spent = []
    for _ in range(RUNS):
        world = load()
        begin = time.process_time()
        work(world)
        spent.append(time.process_time() - begin)
    return statistics.median(spent)


def main() -> None:
    """Print each as a median and as a multiple of reading the bundle."""
    base = seconds(lambda world: [world.table(name) for name in schema.tables()])
    print(f"reading every table {base:6.2f} s")
    for name, work in (("dependence of the twelve on five powers", matrix), ("overview", overview)):
        spent = seconds(work)
        print(f"{name:40} {spent:6.2f} s, {spent / base:5.2f} times that")
