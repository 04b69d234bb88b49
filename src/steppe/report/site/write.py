"""The site: a folder of pages that opens from disk.

`steppe.report.site.registry` has the pages; nothing is named here. Pages name each other, their sheets and their
scripts by relative addresses and ask for nothing from anywhere; a server can hand out the same.

Pages are written into a private folder, which takes the place of the site, or whose files take their places in it, when
all are made: what is stopped leaves the older site as it was. `site.json` keeps what each page was made from (see
`stamps`), so that the next time only pages are made whose stamp has changed, and only those written whose text has. It
also keeps how long each took, from which the time left is told.

One process or several make the pages, the same to the byte. A worker gets the edits of the world, reads the tables for
itself and writes its pages and leads; what it sends back fits one write to a pipe, so that ending it never leaves a
message half sent, for which its reader would wait for ever. It leaves Ctrl-C to the process that began it, and ends
with it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from steppe.display.page import shared_files
from steppe.methods.executors import begin, pool_of, undisturbed
from steppe.report.site.registry import addresses, pages
from steppe.report.site.stamps import page_stamp, short, world_stamp
from steppe.world.files import whole_folder
from steppe.world.world import World

MANIFEST = "site.json"
Leads = Mapping[str, Mapping[str, str]]
Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A page to make: its address, kind and key, the leads that it shows, and the stamp of what it is made from."""

    address: str
    kind: str
    key: str
    leads: Leads
    stamp: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a page that was made: stamp of what it was made from, checksum, lead, and seconds it took."""

    stamp: str
    text: str
    lead: str
    seconds: float


def write_site(
    world: World, folder: Path, progress: Progress = lambda _done, _total, _part: None, processes: int = 1
) -> list[Path]:
    """Write the site into a folder, which is made if need be: every page takes its place when all are made.

    Parameters
    ----------
    progress
        Called, when a page is made, with how many are, how many are to be made, and what part of the work that is.
    processes
        How many work at it; the pages are the same whatever their number.

    Returns
    -------
    The paths of all pages, those included that stood already.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    before = _manifest(folder)
    with whole_folder(folder) as part:
        build = _Build(world_stamp(world), folder, before, addresses(world))
        with makers(world, part, processes) as make:
            for job, done in make(build.begin()):
                progress(*build.keep(job, done))
        for job in build.end():  # here, because what they show is more than a pipe takes at once
            progress(*build.keep(job, write_page(world, part, job)))
        for name, text in {**shared_files(), MANIFEST: build.manifest()}.items():
            (part / name).write_text(text, encoding="utf-8")
        for name in sorted(one.name for one in part.iterdir() if _same(one, folder / one.name)):
            (part / name).unlink()
    for address in before.keys() - build.wanted.keys():
        (folder / address).unlink(missing_ok=True)
    return [folder / address for address in build.wanted]


class _Build:
    """Which pages are to be made, and what is known of those that are; pages that show others come at the end."""

    def __init__(
        self, state: str, folder: Path, before: Mapping[str, Kept], wanted: Mapping[str, tuple[str, str]]
    ) -> None:
        self.state, self.folder, self.before, self.wanted = state, folder, before, wanted
        self.made: dict[str, Kept] = {}
        self.total, self.work, self.count, self.done = 0, 0.0, 0, 0.0

    def begin(self) -> list[Job]:
        """Pages that show no other; what is still to come is counted with those that do, whether they change or not."""
        jobs, later = self._jobs(shows=False), [one for one in self.wanted if self._shows(one)]
        self.total = len(jobs) + len(later)
        self.work = sum(self._weight(one.address) for one in jobs) + sum(map(self._weight, later))
        return jobs

    def end(self) -> list[Job]:
        """Pages that show others, when these are made."""
        jobs = self._jobs(shows=True)
        self.total = self.count + len(jobs)
        self.work = self.done + sum(self._weight(one.address) for one in jobs)
        return jobs

    def keep(self, job: Job, made: Kept) -> tuple[int, int, float]:
        """A page that is made; how many are, how many are to be, and the part of the work."""
        self.made[job.address] = made
        self.count, self.done = self.count + 1, self.done + self._weight(job.address)
        return self.count, self.total, min(1.0, self.done / self.work) if self.work else 1.0

    def manifest(self) -> str:
        """What is known of every page, to be read by the next writing."""
        return json.dumps({address: asdict(self.made[address]) for address in self.wanted}, indent=0)

    def _jobs(self, shows: bool) -> list[Job]:
        """Pages that must be made, what takes longest first; those that stand as they were made are kept."""
        jobs = []
        for address, (kind, key) in self.wanted.items():
            if self._shows(address) != shows:
                continue
            leads = {name: self._leads(name) for name in pages()[kind].shows}
            job = Job(address, kind, key, leads, page_stamp(self.state, f"{kind} {key}", leads))
            old = self.before.get(address)
            if old is not None and old.stamp == job.stamp and _text(self.folder / address) == old.text:
                self.made[address] = old
            else:
                jobs.append(job)
        return sorted(jobs, key=lambda job: -self._weight(job.address))

    def _shows(self, address: str) -> bool:
        return bool(pages()[self.wanted[address][0]].shows)

    def _leads(self, kind: str) -> dict[str, str]:
        return {key: self.made[address].lead for address, (name, key) in self.wanted.items() if name == kind}

    def _weight(self, address: str) -> float:
        """Seconds that a page takes: as the last time, else as its kind says."""
        old = self.before.get(address)
        return old.seconds if old is not None else pages()[self.wanted[address][0]].seconds


def _manifest(folder: Path) -> dict[str, Kept]:
    """What the last writing knew of its pages; nothing where there is none or another version wrote it."""
    try:
        return {name: Kept(**one) for name, one in json.loads((folder / MANIFEST).read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _text(path: Path) -> str:
    """Checksum of a page that stands; blank where none does."""
    return short(path.read_text(encoding="utf-8")) if path.is_file() else ""


def _same(new: Path, old: Path) -> bool:
    return old.is_file() and old.read_bytes() == new.read_bytes()


# ------------------------------------------------------------------- workers
Make = Callable[[Sequence[Job]], Iterator[tuple[Job, Kept]]]


@contextmanager
def makers(world: World, part: Path, processes: int) -> Iterator[Make]:
    """What makes pages into a folder, by so many processes, and gives each when it is made, in any order."""
    if processes < 2:
        yield lambda jobs: ((job, write_page(world, part, job)) for job in jobs)
        return
    with pool_of(processes, _start, (world, part)) as pool:

        def make(jobs: Sequence[Job]) -> Iterator[tuple[Job, Kept]]:
            with undisturbed():  # workers begin in here
                answers = {pool.submit(_work, job): job for job in jobs}
            for answer in as_completed(answers):
                lead = part / _lead(answers[answer])
                kept = replace(answer.result(), lead=lead.read_text(encoding="utf-8"))
                lead.unlink()
                yield answers[answer], kept

        yield make


def write_page(world: World, part: Path, job: Job) -> Kept:
    """Make a page and write it into a folder."""
    began = time.perf_counter()
    made = pages()[job.kind].made(world, job.key, job.leads)
    (part / job.address).write_text(made.text, encoding="utf-8")
    return Kept(job.stamp, short(made.text), made.lead, round(time.perf_counter() - began, 2))


_HERE: list[tuple[World, Path]] = []


def _start(world: World, part: Path) -> None:
    """The world and the folder of a worker, which ends when the process that began it does."""
    _HERE.append((world, part))
    begin()


def _work(job: Job) -> Kept:
    """Make a page; its lead is left in a file, so that little is sent."""
    world, part = _HERE[0]
    kept = write_page(world, part, job)
    (part / _lead(job)).write_text(kept.lead, encoding="utf-8")
    return replace(kept, lead="")


def _lead(job: Job) -> str:
    return f"{job.address}.lead"
