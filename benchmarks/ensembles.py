"""Draws of the system in motion: time, memory and profile, against their number, by workers and after kills.

    python -m benchmarks.ensembles [--draws N] [--many N] [--workers N]

Each run has a process of its own. Printed are seconds of the clock and of the processor, the part of the latter before
the first draw and after the last one, the highest memory, the slope of log time on log draws of the draws alone and of
the whole, and what further workers gain.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Sequence

DRAWS, MANY, WORKERS = 512, 8192, 2
GOAL_SECONDS, GOAL_BYTES = 60.0, 1e9
SCRIPT = """
import json, resource, sys, time
def processor():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
if __name__ == "__main__":
    begun = time.perf_counter()
    import steppe
    from steppe.methods.simulation import compute
    from steppe.world.derived import fresh
    drawn, marks = compute.drawn, {}
    def timed(*words):
        marks["before"] = processor(), time.perf_counter() - begun
        made = drawn(*words)
        marks["drawn"] = processor(), time.perf_counter() - begun
        return made
    compute.drawn = timed
    with fresh(False):
        steppe.run("baseline-2035", draws=int(sys.argv[1]), workers=int(sys.argv[2]))
    marks["end"] = processor(), time.perf_counter() - begun
    marks["bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(marks))
"""


def measured(draws: int, workers: int = 1) -> dict[str, float]:
    """Seconds of clock and processor, of the parts, and bytes, of one run in a process of its own."""
    with open("/dev/null", "w", encoding="ascii") as nothing:
        command = [sys.executable, "-c", SCRIPT, str(draws), str(workers)]
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=nothing, check=True, text=True).stdout
    marks = json.loads(said)
    (before, began), (drawn, ended), (end, clock) = (marks[name] for name in ("before", "drawn", "end"))
    parts = {"before": before, "draws": drawn - before, "tables": end - drawn, "drawing": ended - began}
    made = {"clock": clock, "processor": end, **parts, "bytes": marks["bytes"]}
    print(
        f"{draws:>6} draws, {workers} workers: {clock:6.1f} s, processor {end:6.1f} s (before {before:.1f}, draws "
        f"{parts['draws']:.1f}, tables {parts['tables']:.1f}), {marks['bytes'] / 1e6:,.0f} MB",
        flush=True,
    )
    return made


def slope(few: float, many: float, times: float) -> float:
    """Of log time on log draws."""
    return math.log(many / few) / math.log(times)


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table and its ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=DRAWS, help="draws, a power of two")
    parser.add_argument("--many", type=int, default=MANY, help="more draws, a power of two")
    parser.add_argument("--workers", type=int, default=WORKERS, help="workers that are compared with one")
    options = parser.parse_args(arguments)
    few, many = measured(options.draws), measured(options.many)
    several = measured(options.many, options.workers)
    print(
        f"goals at {options.draws} draws: {few['clock'] / GOAL_SECONDS:.2f} of {GOAL_SECONDS:.0f} s by the clock, "
        f"{few['processor'] / GOAL_SECONDS:.2f} by the processor; {few['bytes'] / GOAL_BYTES:.2f} of 1 GB"
    )
    times = options.many / options.draws
    for what in ("draws", "tables", "processor"):
        print(f"slope of {what} in draws: {slope(few[what], many[what], times):.2f}, goal 1.05")
    print(f"memory, many to few draws: {many['bytes'] / few['bytes']:.3f}, goal 1.05")
    print(
        f"{options.workers} workers to one: drawing {many['drawing'] / several['drawing']:.2f} times as fast, the "
        f"whole {many['clock'] / several['clock']:.2f} times"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
