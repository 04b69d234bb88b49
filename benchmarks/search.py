"""Searching: `steppe ask`, warm (goal: under 300 ms a question, verdicts included)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import steppe
from steppe.evidence.search import index_of, search

QUESTIONS = (
    "who is Kyrgyzstan's biggest creditor",
    "who froze the CSTO",
    "when did Turkmen gas switch from Russia to China",
    "the status of Ukraine's ratification",
    "the agreement that replaced a hundred bilateral ones",
    "who are the members of GUAM",
    "the best pizza in Naples",
)
RUNS = 5


def milliseconds(work: Callable[[], object]) -> float:
    """Wall time of a piece of work."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Print the time to build the index, and the median of each question when it is asked again."""
    world = steppe.load()
    print(f"building the index: {milliseconds(lambda: index_of(world)):.0f} ms, once")
    medians = []
    for question in QUESTIONS:
        search(world, question)  # once, so that the tables are read
        medians.append(statistics.median(milliseconds(lambda q=question: search(world, q)) for _ in range(RUNS)))
        print(f"{medians[-1]:7.1f} ms  {question}")
    print(f"{statistics.median(medians):7.1f} ms  median of the questions; {max(medians):.1f} ms the slowest")


if __name__ == "__main__":
    main()
