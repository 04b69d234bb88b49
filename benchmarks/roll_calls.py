"""Reading a million votes in the format of the UN Digital Library: seconds, and memory of a fresh process."""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import steppe
from steppe.world.readers import import_file
from steppe.world.undl import NEEDED

VOTES = 1_000_000
OLD = 0.9
"""Part of the roll calls that are from before the bundle's, as in the library's own file."""


def write(path: Path, votes: int = VOTES) -> None:
    """A made-up file: titles and subjects as long as the library's, a sixth of the members absent."""
    members = steppe.load().sql('select state from states where un_member and "end" is null order by state')["state"]
    text = " ".join(["A made-up question of about the length that such questions have"] * 3)
    calls = -(-votes // len(members))
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(NEEDED)
        for call in range(calls):
            old = call < OLD * calls
            day = f"{1950 + call % 40 if old else 2030 + call % 3}-12-{1 + call % 28:02}"
            title = f"{text} {call} : resolution / adopted by the General Assembly"
            number = f"A/RES/{4 if old else 85}/{call}"
            cast = [("Y", "Y", "N", "A", "Y", "")[(call + place) % 6] for place in range(len(members))]
            totals = [cast.count(vote) for vote in "YNA"]
            for state, vote in zip(members, cast, strict=True):
                rows.writerow((9_000_000 + call, state, vote, day, 85, number, title, text, text, *totals))


def read(path: str) -> None:
    """Import a file into the bundle's world and print what it took."""
    world = steppe.load()
    start = time.perf_counter()
    imported = import_file(world, "undl", Path(path))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    votes = len(imported.tables["roll_call_votes"]) - len(world.table("roll_call_votes"))
    print(f"{votes:,} new votes in {seconds:.1f} s, at most {peak:,.0f} MB; {'; '.join(imported.notes)}")


def main() -> None:
    """Write the file and read it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "votes.csv"
        write(path)
        print(f"{VOTES:,} votes, {path.stat().st_size / 1e6:,.0f} MB")
        subprocess.run([sys.executable, "-m", "benchmarks.roll_calls", str(path)], check=True)


if __name__ == "__main__":
    read(sys.argv[1])
