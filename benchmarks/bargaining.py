"""Bargaining: 10,000 noisy draws of every shipped agenda (goal: under 2 s each), and what the studies take."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import steppe
from steppe.methods.run import run
from steppe.politics.bargaining.bodies import through_time
from steppe.politics.bargaining.reading import agenda_names, read_agenda
from steppe.politics.bargaining.session import negotiate_agenda

DRAWS = 10_000
GOAL = 2.0
REPEATS = 7
STUDIES = ("which-format", "quid-pro-quo", "sco-enlarges")
STUDY_DRAWS = 500


def median(work: Callable[[], object]) -> float:
    """Median seconds of some work, after one run to warm up."""
    work()
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print the median of each agenda with its share of the goal, then that of each study."""
    world = steppe.load()
    slowest = 0.0
    print(f"{'agenda':<26} {'issues':>6} {'median ms':>10} {'of 2 s':>8} {'draws a second':>15}")
    for name in agenda_names():
        agenda = read_agenda(name, world)
        seconds = median(lambda agenda=agenda: negotiate_agenda(agenda, world, draws=DRAWS))  # type: ignore[misc]
        slowest = max(slowest, seconds)
        rate = DRAWS * len(agenda.issue) / seconds
        print(f"{name:<26} {len(agenda.issue):>6} {1000 * seconds:>10.0f} {seconds / GOAL:>7.0%} {rate:>15,.0f}")
    print(f"slowest: {slowest:.2f} s, goal {GOAL:.0f} s, ratio {GOAL / slowest:.0f}")
    for name in STUDIES:
        seconds = median(lambda name=name: run(name, world=world, draws=STUDY_DRAWS))  # type: ignore[misc]
        print(f"study {name}, {STUDY_DRAWS} draws: {1000 * seconds:.0f} ms")
    seconds = median(lambda: through_time(world, ["SCO", "CIS", "CSTO", "EAEU"], 1992, 2024))
    print(f"four bodies, 33 years: {1000 * seconds:.0f} ms")


if __name__ == "__main__":
    main()
