"""Starting: `import steppe` (goal: under 150 ms) and `steppe --help` (goal: under 400 ms), in fresh interpreters."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 9
HELP = "import sys; sys.argv = ['steppe', '--help']; from steppe.cli.main import main; main()"
CASES = (("an empty interpreter", "pass", 0), ("import steppe", "import steppe", 150), ("steppe --help", HELP, 400))


def milliseconds(code: str) -> float:
    """Wall time of one fresh interpreter that runs some code."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Print the median of each case, and how much of it is Python's own start."""
    empty = 0.0
    for name, code, goal in CASES:
        milliseconds(code)  # once, so that the byte code is written
        median = statistics.median(milliseconds(code) for _ in range(RUNS))
        empty = empty or median
        of_goal = f", goal {goal} ms" if goal else ""
        print(f"{name:22} {median:6.0f} ms, {median - empty:5.0f} ms beyond Python's own start{of_goal}")


if __name__ == "__main__":
    main()
