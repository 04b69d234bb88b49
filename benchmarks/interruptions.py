"""What commands leave behind that are killed, stopped, run at once, or run out of space.

    python -m benchmarks.interruptions [COMMAND ...] [--times N] [--seed S] [--within SECONDS] [--signals SIGNAL ...]

Each of `WORDS` is killed and stopped N times at random moments, half of them while it writes, in turn into a new folder
and into one that holds what it wrote before. What is there then must be whole, and the command, undisturbed, must end
well and leave no private name. Before that eight commands write at once, and each command where a file may have 20,000
bytes. `simulate`, which goes on from where it was stopped, is stopped in one folder again and again: whatever is listed
as whole there has the bytes of a run that nobody stopped. It takes long, most of all `site`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import steppe
from steppe.methods.kept import WHOLE, forget, runs
from steppe.methods.loader import load_run
from steppe.report.site.registry import addresses
from steppe.world.files import is_part
from steppe.world.readers import read_folder

ROOM = 20_000
TRADE = "year,exporter,importer,value,source,basis\n2030,KGZ,CHN,100,national-kgz,reported\n"
WORDS = {
    "run": "run who-leaves-next --draws 20 --out {place}",
    "import": "data import trade {file} --into {place}",
    "export-graphml": "export {place} --format graphml",
    "export-jsonld": "export {place} --format jsonld",
    "export-parquet": "export {place} --format parquet",
    "site": "site {place}",
}
SIMULATE = "simulate"
DRAWN = "simulate baseline --draws 512 --until 2027 --workers {workers} --compact --out {place}"
WORLD = steppe.load()


def check_runs(place: Path) -> int:
    return len([load_run(home, WORLD) for home in place.iterdir() if not is_part(home)])


def check_tables(place: Path) -> int:
    return len(read_folder(place))


def check_graph(place: Path) -> int:
    for path in place.glob("*.graphml"):
        ElementTree.parse(path)
    for path in place.glob("*.jsonld"):
        json.loads(path.read_text(encoding="utf-8"))
    return len([path.read_bytes()[-4:].index(b"PAR1") for path in place.glob("*.parquet")])


def check_site(place: Path) -> int:
    pages = {path.name: path for path in place.glob("*.html")}
    if pages:
        assert pages.keys() == addresses(WORLD).keys()
        assert all(path.read_text(encoding="utf-8").rstrip().endswith("</html>") for path in pages.values())
    return len(pages)


NAMES = [*WORDS, SIMULATE]
CHECKS: dict[str, Callable[[Path], int]] = {"run": check_runs, "import": check_tables, "site": check_site}


class Trial:
    """One command in a folder of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder, self.check = name, folder, CHECKS.get(name, check_graph)
        self.file = folder / "trade.csv"
        self.file.write_text(TRADE, encoding="utf-8")

    def begin(self, place: Path, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        words = WORDS[self.name].format(place=place, file=self.file).split()
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-m", "steppe", *words], stdout=pipe, stderr=pipe, text=True, preexec_fn=limit
        )

    def whole(self, place: Path) -> tuple[float, float]:
        """The command, undisturbed, ends well and leaves nothing private; seconds before and while it writes."""
        start = time.perf_counter()
        begun = self.begin(place)
        until_it_writes(begun, place)
        writes = time.perf_counter()
        _, said = begun.communicate()
        ends = time.perf_counter()
        assert begun.returncode == 0 and said == "", said
        self.sound(place)
        assert not parts(place), parts(place)
        return writes - start, ends - writes

    def sound(self, place: Path) -> None:
        """What is there is whole."""
        if place.exists():
            self.check(place)

    def interrupt(self, kind: signal.Signals, times: int, draw: random.Random, within: float) -> Counter[str]:
        """Begin, wait for a random moment, send the signal, look."""
        old, counts = self.folder / "old", Counter[str]()
        before, writing = self.whole(old)
        for number in range(times):
            place = old if number % 2 else self.folder / f"new-{kind.name}-{number}"
            begun = self.begin(place)
            if number % 4 < 2:
                time.sleep(draw.uniform(0.05, min(before + writing, within)))
            else:
                until_it_writes(begun, place)
                time.sleep(draw.uniform(0, min(writing, within)))
            begun.send_signal(kind)
            _, said = begun.communicate()
            self.sound(place)
            left = "left a private name" if parts(place) else "left nothing private"
            counts[f"exit {begun.returncode}, {left}{f', said {said!r}' if said else ''}"] += 1
        self.whole(old)
        return counts

    def no_space(self) -> str:
        place = self.folder / "no" / "space"
        begun = self.begin(place, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM)))
        _, said = begun.communicate()
        left = "left something" if place.parent.exists() else "left nothing"
        return f"exit {begun.returncode}, {left}, said {said!r}"


class Resumed:
    """A simulation that is stopped and goes on, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.place, begun = folder / "stopped", time.perf_counter()
        self.begin(folder / "expected", 1).communicate()
        self.seconds = time.perf_counter() - begun
        self.name, self.expected = self.whole(folder / "expected")

    def begin(self, place: Path, workers: int) -> subprocess.Popen[str]:
        words, pipe = DRAWN.format(place=place, workers=workers).split(), subprocess.PIPE
        return subprocess.Popen([sys.executable, "-m", "steppe", *words], stdout=pipe, stderr=pipe, text=True)

    def whole(self, place: Path) -> tuple[str, dict[str, bytes]]:
        """Name and files of the one run of a folder, which must be whole."""
        (name,) = runs(place).query("state == @WHOLE")["run"]
        load_run(place / name, WORLD)
        return name, {path.name: path.read_bytes() for path in sorted((place / name).iterdir())}

    def listed(self) -> str:
        """What is listed: nothing, an unfinished run, or a whole one with the bytes that are expected."""
        states = list(runs(self.place)["state"])
        assert len(states) < 2 and all(one == WHOLE or one.startswith("unfinished, ") for one in states), states
        if WHOLE in states:
            assert self.whole(self.place) == (self.name, self.expected)
            forget([self.name], self.place)
        return states[0] if states else "nothing"

    def interrupt(self, kind: signal.Signals, times: int, draw: random.Random, within: float) -> Counter[str]:
        """Begin with one worker or two, wait for a random moment, send the signal, look; at the end, let it end."""
        counts = Counter[str]()
        for number in range(times):
            begun = self.begin(self.place, 1 + number % 2)
            time.sleep(draw.uniform(0.1, min(1.1 * self.seconds, within)))
            begun.send_signal(kind)
            begun.communicate()
            counts[f"listed then: {self.listed()}"] += 1
        _, said = self.begin(self.place, 2).communicate()
        assert self.listed() == WHOLE, said
        return counts


def until_it_writes(begun: subprocess.Popen[str], place: Path) -> None:
    """Wait for a private name that is new, or for the end."""
    before = parts(place)
    while begun.poll() is None and set(parts(place)) <= set(before):
        time.sleep(0.002)


def parts(place: Path) -> list[Path]:
    """Private names beside a place or in it."""
    return [path for folder in (place.parent, place) if folder.exists() for path in folder.iterdir() if is_part(path)]


def together(folder: Path) -> str:
    """Two runs into one folder and six imports into another, all at once."""
    run, table = Trial("run", folder), Trial("import", folder)
    begun = [run.begin(folder / "runs") for _ in range(2)] + [table.begin(folder / "tables") for _ in range(6)]
    said = [one.communicate()[1] for one in begun]
    counts = f"{run.check(folder / 'runs')} run, {table.check(folder / 'tables')} table"
    private = parts(folder / "runs") + parts(folder / "tables")
    return f"exits {[one.returncode for one in begun]}, {counts}, {len(private)} private names, said {set(said)}"


def main(arguments: Sequence[str] = ()) -> None:
    """Try what is named, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=NAMES, help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--times", type=int, default=20, help="how often each is killed, and stopped")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--within", type=float, default=float("inf"), help="seconds in which the moments lie")
    parser.add_argument("--signals", nargs="*", default=["SIGKILL", "SIGINT"], help="what is sent")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in the background
    if options.names != [SIMULATE]:
        with TemporaryDirectory() as folder:
            print("eight at once:", together(Path(folder)), flush=True)
    for name in options.names:
        with TemporaryDirectory() as folder:
            draw = random.Random(options.seed)
            trial: Trial | Resumed
            if name == SIMULATE:
                trial = Resumed(Path(folder))
            else:
                trial = Trial(name, Path(folder))
                print(f"{name}, no space: {trial.no_space()}", flush=True)
            for kind in map(signal.Signals.__getitem__, options.signals):
                for what, count in sorted(trial.interrupt(kind, options.times, draw, options.within).items()):
                    print(f"{name}, {kind.name}: {count} times {what}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
