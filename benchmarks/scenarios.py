"""Scenarios: fifty small ones with `run_many`, as a part of what as many commands take."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import steppe

COUNT, COMMANDS, DRAWS = 50, 3, 10
STATES = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UZB")
FILE = """question = "{question}"
why = "{why}"
method = "equilibrium"

[[event]]
kind = "trade_cost"
importers = ["{importer}"]
exporters = ["{exporter}"]
percent = {percent}
date = 2027-01-01

[answer]
subjects = ["{importer}"]
changes_if = ["others follow"]
"""


def words(place: int) -> dict[str, Any]:
    """What tells a scenario from the others: easier trade between two states."""
    one, other = STATES[place % len(STATES)], STATES[(place + 1 + place // len(STATES)) % len(STATES)]
    return {"question": f"{place}?", "why": "It is timed.", "importer": one, "exporter": other, "percent": -5}


def scenario(place: int) -> dict[str, Any]:
    """A scenario as a dictionary."""
    of = words(place)
    event = {"kind": "trade_cost", "date": "2027-01-01", "percent": of["percent"]}
    return {
        "question": of["question"],
        "why": of["why"],
        "method": "equilibrium",
        "event": [event | {"importers": [of["importer"]], "exporters": [of["exporter"]]}],
        "answer": {"subjects": [of["importer"]], "changes_if": ["others follow"]},
    }


def together() -> float:
    """Processor time of all in one process, with loading the world."""
    begin = time.process_time()
    steppe.run_many([scenario(place) for place in range(COUNT)], draws=DRAWS)
    return time.process_time() - begin


def one_by_one() -> float:
    """Processor time of a command, the mean of a few."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with TemporaryDirectory() as folder:
        for place in range(COMMANDS):
            path = Path(folder) / "one.toml"
            path.write_text(FILE.format(**words(place)), encoding="utf-8")
            command = ("-m", "steppe.cli.main", "run", str(path), "--draws", str(DRAWS), "--format", "json")
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / COMMANDS


def main() -> None:
    """Print both, and the part."""
    commands, many = COUNT * one_by_one(), together()
    print(f"{COUNT} commands        {commands:7.1f} s")
    print(f"run_many of {COUNT}     {many:7.1f} s, {many / commands:.3f} of that")
