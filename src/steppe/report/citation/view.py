"""What a citation says: what is cited, with its years and figures, the versions, the day of access, and its sources.

A citation has two parts: one reference to steppe for the thing itself, and one to each source that it rests on. Sources
carry the day on which they were read for the bundle, the first part the day of the reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from steppe import __version__
from steppe.display.format import MARK_WORDS, listed, mark, number, percent, sentence_case
from steppe.influence.by_record import by_record
from steppe.influence.latest import latest
from steppe.influence.layers import LAYERS
from steppe.influence.measure import figures, titled
from steppe.world import schema
from steppe.world.dates import TODAY, VERSION, Day, as_date
from steppe.world.errors import UserError
from steppe.world.layers import spans
from steppe.world.sources import sources_of
from steppe.world.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable

    from steppe.evidence.verdicts import ClaimResult

AUTHORS = "The steppe authors"
PACKAGE = "steppe: an executable model of the Eurasian state system"
FEW = 6
"""Sources that the reference names itself; of more it gives the number, since all follow it."""


@dataclass(frozen=True)
class Citation:
    """What is cited.

    Attributes
    ----------
    key
        Of the entry in a bibliography: letters, digits and hyphens.
    title, detail
        What it is; the figures or the verdict in it, blank where it is a whole table.
    data
        The version of the tables, with what of them the user replaced.
    accessed
        The day on which it was read.
    sources
        Rows of `world.sources.sources_of`.
    """

    key: str
    title: str
    detail: str
    data: str
    accessed: date
    sources: pd.DataFrame

    @property
    def year(self) -> str:
        """The year of the version of the tables."""
        return str(TODAY.year)

    @property
    def version(self) -> str:
        """Package and tables."""
        return f"steppe {__version__}, data {self.data}"

    @property
    def records(self) -> str:
        """The sources in words; blank where there is none."""
        if self.sources.empty:
            return ""
        if len(self.sources) > FEW:
            return f"Records: {len(self.sources)} sources, listed with this reference"
        return f"Records: {'; '.join(self.sources['source'])}"


def package(world: World, accessed: Day) -> Citation:
    """The package with its tables."""
    return _citation(world, f"steppe-{__version__}-data-{VERSION}", PACKAGE, "", accessed, ())


def table(world: World, name: str, accessed: Day) -> Citation:
    """A table of the bundle.

    Raises
    ------
    UserError
        No such table; the look-alike is named.
    """
    spec = schema.table(name)
    frame = world.table(name)
    said = f"{number(len(frame))} rows"
    if "year" in spec.names:
        said += f", {int(frame['year'].min())} to {int(frame['year'].max())}"
    cells = frame["source"].unique() if "source" in spec.names else ()
    return _citation(world, f"steppe-table-{name}", f"{spec.title} (table {name})", said, accessed, cells)


def dependence(world: World, state: str, on: str, layer: str | None, year: str | None, accessed: Day) -> Citation:
    """Figures of dependence, asked for as `steppe dependence` does; the latest of each layer where no year is named.

    Raises
    ------
    UserError
        No such state, power, layer or year, or no figure of them on record: why, is said.
    """
    asked = figures(world, state, on, layer, year)
    rows = latest(asked) if year is None else asked
    found = rows[rows["share"].notna() | rows["amount"].notna()]
    if found.empty:
        why = next(iter(rows["missing"].dropna()), "a state does not depend on itself")
        raise UserError(f"cite figure: there is no such figure: {why}; name another --on, --layer or --year")
    ends = f"{found['year'].min()} to {found['year'].max()}"
    years = f"the latest figure of each layer, {ends}" if found["layer"].nunique() > 1 else spans(found["year"])
    title = f"{titled(world, found)}, {years if year is None else spans(found['year'])}"
    key = "-".join(("steppe", state, on, layer or "ties", str(year or "latest")))
    only = next(found.itertuples()) if len(found) == 1 else None
    if only is None:
        return _citation(world, key, title, "", accessed, found["source"])
    others = _records(world, only)
    said = "; ".join(filter(None, (_figure(only), _by_record(others, only))))
    return _citation(world, key, title, said, accessed, [*found["source"], *others["source"]])


def _records(world: World, row: Any) -> pd.DataFrame:
    """What each record says of a figure of trade that has a range; no rows for any other figure."""
    if row.layer == "trade" and pd.notna(row.low):
        return by_record(world, row.state, row.partner, row.year)
    return pd.DataFrame(columns=["source", "amount", "share"])


def _by_record(records: pd.DataFrame, row: Any) -> str:
    """`by record: national-kgz 34 %, 5,131 million current USD and …`; of one record, where the range is from."""
    if len(records) == 1:
        return "the range is that of the state's trade with others: of this pair there is one record"
    said = [
        f"{one.source} {f'{percent(one.share)} %, ' if pd.notna(one.share) else ''}{number(one.amount)} {row.unit}"
        for one in records.itertuples()
    ]
    return f"by record: {listed(said)}" if said else ""


def _figure(row: object) -> str:
    """`46 % of exports plus imports; 14,000 million current USD; imputed: …; record: own`."""
    cell = pd.Series(row._asdict())  # type: ignore[attr-defined]
    share = f"{percent(cell['share'])} % of {LAYERS[cell['layer']].whole}" if pd.notna(cell["share"]) else ""
    of = (
        "where each flow has the least or the greatest of its records"
        if cell["layer"] == "trade"
        else "over the records"
    )
    span = f"{percent(cell['low'])} to {percent(cell['high'])} % {of} records" if pd.notna(cell["low"]) else ""
    amount = f"{number(cell['amount'])} {cell['unit']}" if pd.notna(cell["amount"]) else ""
    status = MARK_WORDS.get(mark(cell["basis"]), str(cell["basis"]))
    record = f"record: {cell['record'].replace(';', ', ')}" if isinstance(cell["record"], str) else ""
    return "; ".join(filter(None, (share, span, amount, status, record)))


def run(world: World, name: str, accessed: Day) -> Citation:
    """A kept run, by its folder or by its name under `runs`.

    Raises
    ------
    UserError
        There is no such run, or it is not whole.
    """
    from steppe.methods.loader import load_run
    from steppe.methods.store import kept

    result = load_run(kept(name) or Path(name), world)
    said = f"{result.answer} Run {result.run}: {result.draws} draws, seed {result.seed}, baseline {result.baseline}"
    cited = _citation(world, f"steppe-run-{result.run}", result.title, said, accessed, result.sources)
    return cited if result.world_version == VERSION else _of_version(cited, result.world_version)


def _of_version(cited: Citation, version: str) -> Citation:
    return Citation(cited.key, cited.title, cited.detail, version, cited.accessed, cited.sources)


def claim(world: World, name: str, accessed: Day) -> Citation:
    """A claim with its verdict at the date of its text.

    Raises
    ------
    UserError
        No such claim; the look-alike is named.
    """
    from steppe.evidence.claims import claim as named
    from steppe.evidence.verdicts import evaluate_claim

    result = evaluate_claim(world, named(name))
    one = result.claim
    title = f"Claim {one.id} ({one.locator}): {one.statement.rstrip('.')}"
    cells = [source for finding in result.findings for source in finding.sources]
    return _citation(world, f"steppe-claim-{one.id}", title, _verdict(result), accessed, cells)


def _verdict(result: ClaimResult) -> str:
    from steppe.evidence.listing import in_words

    found = "; ".join(in_words(finding) for finding in result.findings)
    return f"Verdict: {result.verdict}" + (f"; found: {found}" if found else "")


def _citation(world: World, key: str, title: str, detail: str, accessed: Day, cells: Iterable[object]) -> Citation:
    replaced = f" with {listed(sorted(world.edits))} replaced" if world.edits else ""
    return Citation(
        key=as_key(key),
        title=sentence_case(title) if title is not PACKAGE else title,
        detail=detail,
        data=f"{VERSION}{replaced}",
        accessed=as_date(accessed, "accessed"),
        sources=sources_of(world, cells),
    )


def as_key(text: str) -> str:
    """Letters, digits and hyphens.

    Examples
    --------
    >>> as_key("page-24.kg-0b7c"), as_key("steppe-KGZ-CHN,RUS-trade")
    ('page-24-kg-0b7c', 'steppe-KGZ-CHN-RUS-trade')
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
